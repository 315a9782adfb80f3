"""Where the map must look to show a measured line with its event's popup, or a box."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PyQt6.QtCore import QMargins, QSize

#: Room kept free in pixels around the line, and for the event's popup above it,
#: which a small map does not show.
_MARGIN: Final = 70
_POPUP_HALF_WIDTH: Final = 205
_POPUP_HEIGHT: Final = 150
_SMALL_MAP: Final = 560
_TILE: Final = 256.0
_CLOSEST: Final = 9.0
#: Latitude in degrees beyond which Web Mercator shows nothing.
_NEAREST_POLE: Final = 85.0

#: West, south, east and north in degrees.
Box = tuple[float, float, float, float]


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
    zoom = _zoom(xs, ys, size.shrunkBy(QMargins(0, 0, aside, above)))
    pixel = 1 / (_TILE * 2**zoom)
    shift = aside / 2 * pixel
    x = (max(xs) + min(xs)) / 2 + (shift if xs[0] > xs[-1] else -shift)
    y = (max(ys) + min(ys)) / 2 + above / 2 * pixel
    return View(x * 360.0, _latitude(y), zoom)


def frame_box(box: Box, size: QSize) -> View:
    """Return the view of a map of that size that shows the whole box."""
    xs, ys = _corners(box)
    return View(sum(xs) * 180.0, _latitude(sum(ys) / 2), _zoom(xs, ys, size))


def holds(view: View, size: QSize, box: Box) -> bool:
    """Tell whether a map of that size shows the whole box."""
    xs, ys = _corners(box)
    pixel = 1 / (_TILE * 2**view.zoom)
    # The map may be on another turn around the Earth.
    aside = sum(xs) / 2 - view.lon / 360.0
    turn = aside - round(aside) - sum(xs) / 2
    beside = max(abs(x + turn) for x in xs)
    above = max(abs(y - _mercator(view.lat)) for y in ys)
    return beside <= size.width() * pixel / 2 and above <= size.height() * pixel / 2


def wrapped(box: Box) -> Box:
    """Return a box whose sides may lie turns around the Earth; west is the larger across 180°."""
    west, south, east, north = box
    if east - west >= 360:
        return -180.0, south, 180.0, north
    west, east = ((lon + 180.0) % 360.0 - 180.0 for lon in (west, east))
    return west, south, east, north


def _corners(box: Box) -> tuple[list[float], list[float]]:
    west, south, east, north = box
    ys = [_mercator(min(max(lat, -_NEAREST_POLE), _NEAREST_POLE)) for lat in (south, north)]
    return [west / 360.0, east / 360.0], ys


def _zoom(xs: list[float], ys: list[float], size: QSize) -> float:
    width = max(size.width() - 2 * _MARGIN, 60) / _TILE
    height = max(size.height() - 2 * _MARGIN, 60) / _TILE
    wide = max(max(xs) - min(xs), 1e-6)
    high = max(max(ys) - min(ys), 1e-6)
    # Half steps are what the map's own zoom takes.
    zoom = math.floor(2 * min(math.log2(width / wide), math.log2(height / high))) / 2
    return min(max(zoom, 0.0), _CLOSEST)


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
