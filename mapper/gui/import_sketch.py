"""Where the records of a file lie, ready to be painted: few points, simple outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from mapper import basemap
from mapper.readers import ImportResult

#: More are not told apart on a small map.
MOST_POINTS: Final = 3_000
_MOST_NAMES: Final = 40
_LEAST_SPAN_DEG: Final = 0.6
_PIXELS: Final = 420.0
_LAYERS: Final = ("land", "lakes", "country_borders")

Bounds = tuple[float, float, float, float]
Line = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sketch:
    """A small map: lines have shape (n, 2), lon, lat in degrees.

    ``points`` are some of the ``places``; ``names`` are (lon, lat, name),
    the largest first.
    """

    bounds: Bounds
    points: Line
    places: int
    areas: tuple[tuple[Line, ...], ...]
    lines: tuple[Line, ...]
    land: tuple[tuple[Line, ...], ...]
    lakes: tuple[tuple[Line, ...], ...]
    borders: tuple[Line, ...]
    names: tuple[tuple[float, float, str], ...]


def sketch(result: ImportResult) -> Sketch | None:
    """Return the small map of a result; None where nothing has a place."""
    points, places = _points(result)
    shapes = np.empty(0, dtype=object) if result.fronts is None else result.fronts.geometry.array
    shapes = np.asarray(shapes, dtype=object)
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(points) and not len(shapes):
        return None
    boxes = [shapely.bounds(shapes)] if len(shapes) else []
    if len(points):
        boxes.append(np.hstack([points, points]))
    box = np.vstack(boxes)
    bounds = _padded(
        (box[:, 0].min(), box[:, 1].min(), box[:, 2].max(), box[:, 3].max()),
    )
    tolerance = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / _PIXELS / 2
    parts = shapely.get_parts(shapely.get_parts(shapely.simplify(shapes, tolerance)))
    areal = shapely.get_dimensions(parts) == 2
    ground = basemap.drawing(bounds if bounds[2] - bounds[0] < 40 else None)
    layers = {name: _layer(ground, name, bounds, tolerance) for name in _LAYERS}
    return Sketch(
        bounds=bounds,
        points=points,
        places=places,
        areas=tuple(_rings(area) for area in parts[areal]),
        lines=tuple(shapely.get_coordinates(line) for line in parts[~areal]),
        land=layers["land"],
        lakes=layers["lakes"],
        borders=tuple(line for feature in layers["country_borders"] for line in feature),
        names=_names(ground, bounds),
    )


def _points(result: ImportResult) -> tuple[Line, int]:
    if result.events is None or not len(result.events):
        return np.empty((0, 2)), 0
    shapes = np.asarray(result.events.geometry.array, dtype=object)
    placed = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    some = placed
    if len(placed) > MOST_POINTS:
        # By chance, but always the same: every five-hundredth may be of one place in all files.
        some = np.sort(np.random.default_rng(0).choice(placed, MOST_POINTS, replace=False))
    return shapely.get_coordinates(shapes[some]), len(placed)


def _padded(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    across = max(0.12 * (east - west), (_LEAST_SPAN_DEG - (east - west)) / 2, 0.05)
    along = max(0.12 * (north - south), (_LEAST_SPAN_DEG - (north - south)) / 2, 0.05)
    return (west - across, max(south - along, -85.0), east + across, min(north + along, 85.0))


def _rings(area: Any) -> tuple[Line, ...]:
    return tuple(shapely.get_coordinates(ring) for ring in shapely.get_rings(area))


def _layer(
    ground: dict[str, Any], name: str, bounds: Bounds, tolerance: float
) -> tuple[tuple[Line, ...], ...]:
    """Return the features of the finest level of a layer that reach into the bounds."""
    levels = [layer for layer in ground["layers"] if layer["name"] == name]
    if not levels:
        return ()
    finest = max(levels, key=lambda layer: layer["min_zoom"])
    scale = finest.get("scale", ground["scale"])
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    window = (bounds[0] - width, bounds[1] - height, bounds[2] + width, bounds[3] + height)
    found = []
    for feature in finest["features"]:
        decoded = [_decoded(ring, scale) for ring in feature]
        if _meets(decoded[0], window, tolerance * (10 if name == "lakes" else 1)):
            found.append(tuple(_simple(line, tolerance) for line in decoded))
    return tuple(found)


def _simple(line: Line, tolerance: float) -> Line:
    simple: Line = shapely.get_coordinates(shapely.simplify(shapely.linestrings(line), tolerance))
    return simple


def _decoded(ring: list[int], scale: float) -> Line:
    return np.cumsum(np.array(ring, dtype=np.int64).reshape(-1, 2), axis=0) / scale


def _meets(line: Line, window: Bounds, tolerance: float) -> bool:
    west, south = line.min(axis=0)
    east, north = line.max(axis=0)
    if max(east - west, north - south) < tolerance:
        return False
    return bool(
        west <= window[2] and east >= window[0] and south <= window[3] and north >= window[1]
    )


def _names(ground: dict[str, Any], bounds: Bounds) -> tuple[tuple[float, float, str], ...]:
    """Return the largest towns inside the bounds."""
    places, scale = ground["places"], ground["scale"]
    lon = np.array(places["lon"], dtype=np.float64) / scale
    lat = np.array(places["lat"], dtype=np.float64) / scale
    people = np.array(places["population"], dtype=np.int64)
    town = ~np.isin(np.array(places["kind"]), ["country", "region"])
    inside = town & (lon > bounds[0]) & (lon < bounds[2]) & (lat > bounds[1]) & (lat < bounds[3])
    rows = np.flatnonzero(inside)
    rows = rows[np.argsort(-people[rows], kind="stable")][:_MOST_NAMES]
    return tuple((float(lon[row]), float(lat[row]), places["name"][row]) for row in rows)
