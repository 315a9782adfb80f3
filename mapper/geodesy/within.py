"""The least and the greatest distance that any place within an area can have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ellipsoid import FloatArray
from mapper.geodesy.lines import densify
from mapper.geodesy.plane import WorkingPlane
from mapper.geodesy.repair import clean_area
from mapper.model.errors import InputError

#: Cells of the first cover, along the longer side.
_FIRST: Final = 16
#: How much longer than in the plane a true distance may be within a cell: the plane is
#: Lambert's, centred on the area, and no area wider than this is taken.
_STRETCH: Final = 1.06
_WIDEST_M: Final = 6_000_000.0

_Search = Generator[FloatArray, FloatArray, tuple[float, FloatArray]]


@dataclass(frozen=True)
class Range:
    """Bounds of the distances from places within an area.

    Attributes
    ----------
    least_m, greatest_m
        No place within is nearer or farther.
    nearest, farthest
        Lon, lat of places whose distances come next to these, ``(2,)`` each.
    """

    least_m: float
    greatest_m: float
    nearest: FloatArray
    farthest: FloatArray


class SearchArea:
    """An area prepared for `ranges_within`.

    Parameters
    ----------
    area
        Polygons in EPSG:4326, edges straight in lon/lat.

    Raises
    ------
    InputError
        If the area is wider than 6,000 km.
    GeometryError
        If it is no area.
    """

    def __init__(self, area: BaseGeometry) -> None:
        clean, _ = clean_area(area)
        self._working = WorkingPlane.around(clean)
        self.plane = shapely.make_valid(self._working.project(densify(clean, 50.0)))
        shapely.prepare(self.plane)
        # It makes its index when it is first asked, and GEOS lets only one thread do so.
        self.asking = threading.Lock()
        west, south, east, north = self.plane.bounds
        widest = max(east - west, north - south)
        if widest > _WIDEST_M:
            raise InputError("the area is too wide", found=f"{widest / 1000:,.0f} km")
        self.side = widest / _FIRST
        x, y = np.meshgrid(
            np.arange(west + self.side / 2, east + self.side, self.side),
            np.arange(south + self.side / 2, north + self.side, self.side),
        )
        self.cells = np.column_stack([x.ravel(), y.ravel()])

    def lonlat(self, cells: FloatArray) -> FloatArray:
        """Return positions in the plane as lon, lat."""
        positions: FloatArray = shapely.get_coordinates(
            self._working.unproject(shapely.MultiPoint(cells))
        )
        return positions


def range_within(
    area: BaseGeometry,
    distance_m: Callable[[FloatArray], FloatArray],
    tolerance_m: float = 100.0,
) -> Range:
    """Return the range of distances from places within an area; see `ranges_within`.

    Examples
    --------
    >>> from mapper.geodesy import distance_m
    >>> found = range_within(
    ...     shapely.box(1, 0, 2, 0.1), lambda p: distance_m(p, np.zeros_like(p)), 1.0)
    >>> round(found.least_m / 1000), round(found.greatest_m / 1000)
    (111, 223)
    """
    return ranges_within([SearchArea(area)], distance_m, tolerance_m)[0]


def ranges_within(
    areas: Sequence[SearchArea],
    distance_m: Callable[[FloatArray], FloatArray],
    tolerance_m: float = 100.0,
) -> list[Range]:
    """Return for each area the least and the greatest distance from places within it.

    Cells that cover an area are quartered where they may hold an extreme: a
    distance changes by no more than the place moves (it is 1-Lipschitz), so one
    value at a cell's middle bounds all values in it.

    Parameters
    ----------
    areas
        Any number; their searches go side by side.
    distance_m
        Takes ``(n, 2)`` lon, lat and gives ``(n,)`` metres to one fixed thing.
    tolerance_m
        The bounds are right to this, or to 0.1 % where that is more, on the outer side.
    """
    searches = [_extreme(area, sign, tolerance_m) for area in areas for sign in (1.0, -1.0)]
    asked = {number: next(search) for number, search in enumerate(searches)}
    found: dict[int, tuple[float, FloatArray]] = {}
    while asked:
        values = distance_m(np.vstack(list(asked.values())))
        ends = np.cumsum([len(points) for points in asked.values()])
        later = {}
        for number, part in zip(asked, np.split(values, ends[:-1]), strict=True):
            try:
                later[number] = searches[number].send(part)
            except StopIteration as stop:
                found[number] = stop.value
        asked = later
    return [
        Range(max(found[at][0], 0.0), -found[at + 1][0], found[at][1], found[at + 1][1])
        for at in range(0, len(searches), 2)
    ]


def _extreme(area: SearchArea, sign: float, tolerance_m: float) -> _Search:
    """Ask for distances at places, until the least (greatest for -1) is bounded."""
    cells, side = area.cells, area.side
    best = np.inf
    bound = np.full(len(cells), -np.inf)
    while True:
        cells = cells[_touching(area, cells, side) & (bound <= best)]
        places = area.lonlat(cells)
        value = sign * (yield places)
        reach = side * np.sqrt(0.5) * _STRETCH
        with area.asking:
            inner = shapely.contains_xy(area.plane, cells)
        # The middle of a cell at the edge may lie outside; a place in it is within reach.
        best = min(best, float((value + np.where(inner, 0.0, reach)).min()))
        bound = value - reach
        allowed = max(tolerance_m, 0.001 * abs(best))
        lowest = int(np.argmin(bound))
        keep = bound < best - allowed
        at_zero = bound[lowest] < 0.0 <= best <= allowed
        if at_zero or not keep.any():
            return float(bound[lowest]), places[lowest]
        cells, bound = cells[keep], np.repeat(bound[keep], 4)
        side /= 2.0
        quarter = side / 2.0 * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
        cells = (cells[:, None, :] + quarter[None]).reshape(-1, 2)


def _touching(area: SearchArea, cells: FloatArray, side: float) -> npt.NDArray[np.bool_]:
    half = side / 2.0
    low, high = cells - half, cells + half
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    with area.asking:
        return np.asarray(shapely.intersects(area.plane, boxes))
