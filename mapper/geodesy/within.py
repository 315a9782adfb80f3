"""The least and the greatest distance that any place within an area can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.contact import WorkingPlane
from mapper.geodesy.ellipsoid import FloatArray
from mapper.geodesy.lines import densify
from mapper.geodesy.repair import clean_area
from mapper.model.errors import InputError

#: Cells of the first cover, along the longer side.
_FIRST: Final = 16
#: How much longer than in the plane a true distance may be within a cell: the plane is
#: Lambert's, centred on the area, and no longer side than this is taken.
_STRETCH: Final = 1.06
_WIDEST_M: Final = 6_000_000.0


def range_within(
    area: BaseGeometry,
    distance_m: Callable[[FloatArray], FloatArray],
    tolerance_m: float = 100.0,
) -> tuple[float, float]:
    """Return the least and the greatest distance from places within an area.

    Cells that cover the area are halved where they may hold an extreme: a
    distance changes by no more than the place moves (it is 1-Lipschitz), so one
    value at a cell's middle bounds all values in it.

    Parameters
    ----------
    area
        Polygons in EPSG:4326, edges straight in lon/lat.
    distance_m
        Takes ``(n, 2)`` lon, lat and gives ``(n,)`` metres to one fixed thing.
    tolerance_m
        The bounds are right to this, or to 0.1 % where that is more, on the outer side.

    Raises
    ------
    InputError
        If the area is wider than 6,000 km.

    Examples
    --------
    >>> from mapper.geodesy import distance_m
    >>> near, far = range_within(
    ...     shapely.box(1, 0, 2, 0.1), lambda p: distance_m(p, np.zeros_like(p)), 1.0)
    >>> round(near / 1000), round(far / 1000)
    (111, 223)
    """
    clean, _ = clean_area(area)
    working = WorkingPlane.around(clean)
    plane = shapely.make_valid(working.project(densify(clean, 50.0)))
    shapely.prepare(plane)
    west, south, east, north = plane.bounds
    side = max(east - west, north - south) / _FIRST
    if side * _FIRST > _WIDEST_M:
        raise InputError("the area is too wide", found=f"{side * _FIRST / 1000:,.0f} km")
    x, y = np.meshgrid(
        np.arange(west + side / 2, east + side, side),
        np.arange(south + side / 2, north + side, side),
    )
    cells = np.column_stack([x.ravel(), y.ravel()])

    def there(points: FloatArray) -> FloatArray:
        return distance_m(shapely.get_coordinates(working.unproject(shapely.MultiPoint(points))))

    least = _extreme(plane, cells, side, there, tolerance_m)
    greatest = -_extreme(plane, cells, side, lambda points: -there(points), tolerance_m)
    return max(least, 0.0), greatest


def _extreme(
    plane: BaseGeometry,
    cells: FloatArray,
    side: float,
    value: Callable[[FloatArray], FloatArray],
    tolerance_m: float,
) -> float:
    """Return a lower bound, near the tolerance, of the least value over the area."""
    best = np.inf
    bound = np.full(len(cells), -np.inf)
    while True:
        touching = _touching(plane, cells, side)
        cells = cells[touching & (bound <= best)]
        found = value(cells)
        reach = side * np.sqrt(0.5) * _STRETCH
        inner = shapely.contains_xy(plane, cells)
        # The middle of a cell at the edge may lie outside, a place in it is within reach.
        best = min(best, float((found + np.where(inner, 0.0, reach)).min()))
        bound = found - reach
        allowed = max(tolerance_m, 0.001 * abs(best))
        keep = bound < best - allowed
        if not keep.any():
            return float(bound.min())
        floor = float(bound.min())
        if floor < 0.0 <= best <= allowed:
            return floor
        cells, bound = cells[keep], bound[keep]
        side /= 2.0
        quarter = side / 2.0 * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
        cells = (cells[:, None, :] + quarter[None]).reshape(-1, 2)
        bound = np.repeat(bound, 4)


def _touching(plane: BaseGeometry, cells: FloatArray, side: float) -> npt.NDArray[np.bool_]:
    half = side / 2.0
    low, high = cells - half, cells + half
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return np.asarray(shapely.intersects(plane, boxes))
