"""A place that a hand pointed at on the map: no more exact than the hand is."""

from __future__ import annotations

import math
from typing import Final

from mapper.geodesy import Position
from mapper.model.event import write_position

#: Nobody points more exactly than so many pixels.
_PIXELS: Final = 4
_METRES_A_PIXEL: Final = 156_543.0
#: Zoom levels between which a place is pointed at.
_FARTHEST: Final = 7.0
_NEAREST: Final = 11.0


def pointed(lon: float, lat: float, zoom: float) -> Position:
    """Return a pointed place with as many digits, and the radius, that its zoom level allows.

    Parameters
    ----------
    lon, lat : float
        Where the hand was, in degrees (WGS 84).
    zoom : float
        Zoom level of the map it pointed at.
    """
    radius_m = _PIXELS * _METRES_A_PIXEL * math.cos(math.radians(lat)) / 2**zoom
    digits = _decimals(radius_m)
    return Position(round(lon, digits), round(lat, digits), radius_m, "decimal")


def near_zoom(lat: float, radius_m: float | None) -> float:
    """Return the zoom level to point at a place from: its circle is some 120 pixels wide each way.

    Parameters
    ----------
    lat : float
        Its latitude, in degrees (WGS 84).
    radius_m : float or None
        How far it may be off; None if that is not known.
    """
    wanted = math.log2(_METRES_A_PIXEL * math.cos(math.radians(lat)) * 120 / (radius_m or 10_000))
    return min(max(round(wanted, 1), _FARTHEST), _NEAREST)


def write_pointed(place: Position) -> str:
    """Return a pointed place for print, with no more digits than it has."""
    return write_position(place.lon, place.lat, _decimals(place.radius_m))


def _decimals(radius_m: float) -> int:
    return min(max(round(5 - math.log10(max(radius_m, 1.0))), 2), 5)
