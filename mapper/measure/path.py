"""Along several places: legs, total, bearings and the area they enclose."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from mapper.geodesy import distance_m, enclosed_area_m2
from mapper.geodesy.ellipsoid import as_lonlat, from_north, inverse
from mapper.measure.interval import place_range
from mapper.measure.measurement import Place
from mapper.measure.rounding import format_area, format_distance, format_interval, metres_per
from mapper.model.errors import InputError

_METHOD: Final = (
    "Legs are geodesics on the WGS 84 ellipsoid (Karney); bearings are those at the start of each."
)
_AREA_METHOD: Final = " The area is that on the ellipsoid within geodesic sides."
_RADII: Final = (
    " The interval adds to each leg the radii or regions within which its two ends are known."
)


@dataclass(frozen=True)
class Path:
    """A measured way along places.

    Attributes
    ----------
    places
        In order; a closed way does not repeat the first.
    legs_m, bearings_deg
        Length of each leg, and its direction at its start in degrees from north.
    total_m, min_m, max_m
        Their sum (of a closed way the perimeter), with its interval.
    area_m2
        What a closed way encloses; None for an open one, or one that crosses itself.
    statement, method
        One sentence for print; how it was done.
    warnings
        Sentences that belong with the numbers.
    """

    places: tuple[Place, ...]
    legs_m: tuple[float, ...]
    bearings_deg: tuple[float, ...]
    total_m: float
    min_m: float
    max_m: float
    area_m2: float | None
    statement: str
    method: str
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object: metres to the millimetre, square metres whole."""
        return {
            "total_m": round(self.total_m, 3),
            "min_m": round(self.min_m, 3),
            "max_m": round(self.max_m, 3),
            "area_m2": None if self.area_m2 is None else round(self.area_m2, 1),
            "legs": [
                {"distance_m": round(leg, 3), "azimuth_deg": round(bearing, 6)}
                for leg, bearing in zip(self.legs_m, self.bearings_deg, strict=True)
            ],
            "places": [
                {"name": p.name, "lon": p.lon, "lat": p.lat, "radius_m": p.radius_m}
                for p in self.places
            ],
            "method": self.method,
            "statement": self.statement,
            "warnings": list(self.warnings),
        }


def along(places: Sequence[Place], *, unit: str = "km", closed: bool = False) -> Path:
    """Measure along places, in their order.

    Parameters
    ----------
    places
        Two or more; three or more when closed.
    unit
        Of the statement: ``km``, ``mi`` or ``nmi``. Numbers are always metres.
    closed
        Whether the way returns to the first place and encloses an area.

    Raises
    ------
    InputError
        If there are too few places, or for an unknown unit.

    Examples
    --------
    >>> corners = [Place("", 0, 0), Place("", 1, 0), Place("", 1, 1)]
    >>> along(corners).statement
    'The way along 3 places is 221.9 km long: 111.3 km and 110.6 km.'
    >>> along(corners, closed=True).statement
    'The outline through 3 places is 378.8 km long and encloses 6,155 km².'
    """
    metres_per(unit)
    least = 3 if closed else 2
    if len(places) < least:
        raise InputError("too few places", found=len(places), expected=f"{least} or more")
    points = as_lonlat([[place.lon, place.lat] for place in places])
    ring = [*range(len(places)), 0] if closed else list(range(len(places)))
    bearings, legs = inverse(points[ring[:-1]], points[ring[1:]])
    reaches = [_reach_m(place) for place in places]
    radii = [reaches[index] for index in ring]
    # A place on the way can lengthen or shorten both legs that meet at it.
    offs = [a + b for a, b in itertools.pairwise(radii)]
    total = float(legs.sum())
    low = sum(max(float(leg) - off, 0.0) for leg, off in zip(legs, offs, strict=True))
    high = total + sum(offs)
    warnings: list[str] = []
    area = enclosed_area_m2(points) if closed else None
    if closed and area is None:
        warnings.append("The outline crosses itself; no area is given.")
    whole = not all(place.radius_known for place in places)
    written = format_distance(total, low, high, unit, whole=whole)
    interval = format_interval(total, low, high, unit, whole=whole)
    if interval != written:
        written += f" ({interval})"
    if closed:
        # Moving every corner by its radius sweeps no more than this.
        swept = max(reaches) * total + np.pi * max(reaches) ** 2
        enclosed = "" if area is None else f" and encloses {format_area(area, unit, swept)}"
        statement = f"The outline through {len(places)} places is {written} long{enclosed}."
    elif len(legs) == 1:
        statement = f"{places[0].words} lies {written} from {places[1].words}."
    else:
        parts = [
            format_distance(float(leg), max(float(leg) - off, 0.0), float(leg) + off, unit,
                            whole=whole)
            for leg, off in zip(legs, offs, strict=True)
        ]  # fmt: skip
        listed = ", ".join(parts[:-1]) + " and " + parts[-1]
        statement = f"The way {_through(places)} is {written} long: {listed}."
    method = _METHOD + (_AREA_METHOD if closed else "") + (_RADII if high > total else "")
    return Path(
        tuple(places), tuple(map(float, legs)), tuple(from_north(float(b)) for b in bearings),
        total, low, high, area, statement, method, tuple(warnings),
    )  # fmt: skip


def _reach_m(place: Place) -> float:
    """Return how far the true place may lie from the position."""
    at = [[place.lon, place.lat]]
    return place_range(place, 0.0, lambda points: distance_m(points, at))[1]


def _through(places: Sequence[Place]) -> str:
    """Return the places by name where all have one, else their number."""
    if all(place.name for place in places) and len(places) <= 5:
        return "from " + " to ".join(place.name for place in places)
    return f"along {len(places)} places"
