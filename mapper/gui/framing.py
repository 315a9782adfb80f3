"""Where the map must look to show a measured line with its event's popup."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PyQt6.QtCore import QSize

#: Room kept free in pixels around the line, and for the event's popup above it,
#: which a small map does not show.
_MARGIN: Final = 70
_POPUP_HALF_WIDTH: Final = 205
_POPUP_HEIGHT: Final = 150
_SMALL_MAP: Final = 560
_TILE: Final = 256.0
_CLOSEST: Final = 9.0


@dataclass(frozen=True)
class View:
    """Centre in degrees and zoom level of the map."""

    lon: float
    lat: float
    zoom: float


def frame(geodesic: Mapping[str, Any], size: QSize) -> View:
    """Return the view of a map of that size that shows the whole line.

    The line starts at the event. It is framed in Web Mercator, as the map
    draws it; nothing is measured there.
    """
    points = [point for part in geodesic["line"] for point in part]
    xs = _unwrapped([lon / 360.0 for lon, _ in points])
    ys = [_mercator(lat) for _, lat in points]
    small = size.width() < _SMALL_MAP
    aside = 0 if small else _POPUP_HALF_WIDTH - _MARGIN
    above = 0 if small else _POPUP_HEIGHT - _MARGIN
    width = max(size.width() - 2 * _MARGIN - aside, 60) / _TILE
    height = max(size.height() - 2 * _MARGIN - above, 60) / _TILE
    wide = max(max(xs) - min(xs), 1e-6)
    high = max(max(ys) - min(ys), 1e-6)
    # Half steps are what the map's own zoom takes.
    zoom = math.floor(2 * min(math.log2(width / wide), math.log2(height / high))) / 2
    zoom = min(max(zoom, 0.0), _CLOSEST)
    pixel = 1 / (_TILE * 2**zoom)
    shift = aside / 2 * pixel
    x = (max(xs) + min(xs)) / 2 + (shift if xs[0] > xs[-1] else -shift)
    y = (max(ys) + min(ys)) / 2 + above / 2 * pixel
    return View(x * 360.0, _latitude(y), zoom)


def _unwrapped(xs: list[float]) -> list[float]:
    """Return turns of longitude running on where the line crosses the antimeridian."""
    run = xs[:1]
    for x in xs[1:]:
        run.append(x + round(run[-1] - x))
    return run


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(2 * math.pi * y)))
