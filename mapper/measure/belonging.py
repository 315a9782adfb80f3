"""Which country's front a snapshot shows; the rule for choosing is `Fronts.country_for`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper import basemap
from mapper.model.errors import InputError

#: A source's later snapshot that covers this share of the same box lies in the same country.
_SAME_BOX: Final = 0.5
#: Points looked up along a given line.
_SAMPLES: Final = 21
#: How far around a line at sea land is looked for, degrees.
_AROUND_DEG: Final = (0.1, 1.0, 5.0)


def countries_of(series: Sequence[Sequence[npt.NDArray[np.object_]]]) -> list[list[str]]:
    """Return the country of every snapshot, "" where it lies in none.

    A source redraws one front day after day: its snapshot is looked up only
    when its box leaves those before. One box in all is one country whatever
    its name, and nothing is looked up.

    Parameters
    ----------
    series
        Per source, per snapshot: geometries, EPSG:4326.
    """
    found: list[list[int]] = []
    groups: list[npt.NDArray[np.object_]] = []
    for snapshots in series:
        boxes: list[tuple[BaseGeometry, int]] = []
        numbers = []
        for shapes in snapshots:
            box = shapely.box(*shapely.total_bounds(shapes))
            known = next((group for other, group in boxes if _overlap(box, other)), None)
            if known is None:
                known = len(groups)
                groups.append(shapes)
                boxes.append((box, known))
            numbers.append(known)
        found.append(numbers)
    codes = [""] if len(groups) == 1 else [_country(shapes) for shapes in groups]
    return [[codes[number] for number in numbers] for numbers in found]


class Lands:
    """Looks up the country of areas, one like those before only once."""

    def __init__(self) -> None:
        self._known: list[tuple[BaseGeometry, str]] = []

    def country_of(self, area: BaseGeometry) -> str:
        """Return the country an area mostly lies in; `InputError` if in none."""
        box = shapely.box(*area.bounds)
        for other, code in self._known:
            if _overlap(box, other):
                return code
        code = basemap.country_of(area)
        self._known.append((box, code))
        return code


def _overlap(box: BaseGeometry, other: BaseGeometry) -> bool:
    if box.equals(other):
        return True
    return bool(box.intersection(other).area > _SAME_BOX * box.union(other).area)


def _country(shapes: npt.NDArray[np.object_]) -> str:
    areas = shapes[shapely.area(shapes) > 0.0]
    if len(areas):
        largest = areas[int(np.argmax(shapely.area(areas)))]
        return _mostly(largest)
    line = max(shapely.get_parts(shapes), key=shapely.length)
    # From the middle outwards: of countries that share the line evenly the middle's counts.
    shares = np.linspace(0.0, 1.0, _SAMPLES)
    shares = shares[np.argsort(np.abs(shares - 0.5), kind="stable")]
    points = shapely.line_interpolate_point(line, shares, normalized=True)
    located = list(basemap.locate(shapely.get_coordinates(points))["country"])
    on_land = [code for code in located if code]
    if on_land:
        return str(max(dict.fromkeys(on_land), key=on_land.count))
    return next((code for around in _AROUND_DEG if (code := _mostly(points[0].buffer(around)))), "")


def _mostly(area: BaseGeometry) -> str:
    try:
        return basemap.country_of(area)
    except InputError:
        return ""


def names(codes: Iterable[str]) -> str:
    """Return "Sudan and Ukraine" for print."""
    words = sorted(basemap.country_name(code) if code else "no country" for code in codes)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
