"""The base map the client draws, cut to what a map needs.

Three levels are kept: *world* everywhere, *middle* everywhere, *fine* around
Ukraine. A map shows the world level up to zoom 5; from there on the finest that
exists inside its bounds, and the world level around them.
"""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.basemap import stored
from mapper.basemap.licences import attributions

Bounds = tuple[float, float, float, float]

_ARCHIVE: Final = "drawing.npz"
_PLACES: Final = "places.json"

#: Whole numbers in a drawing are degrees times this: 11 m.
SCALE: Final = 10_000
#: The same for the world level, which is kept on this grid.
_WORLD_SCALE: Final = 100
#: Zoom at which the detail inside the bounds takes over from the world level.
DETAIL_ZOOM: Final = 5
_MAX_ZOOM: Final = 99

#: Layers in drawing order: name, kind, first zoom of the world level and last of the detail.
_LAYERS: Final = (
    ("land", "polygon", 0, _MAX_ZOOM),
    ("lakes", "polygon", 2, _MAX_ZOOM),
    # Their course is kilometres off: closer up only lakes and wide rivers are drawn.
    ("rivers", "line", 3, 9),
    ("admin1_borders", "line", DETAIL_ZOOM, _MAX_ZOOM),
    ("country_borders", "line", 0, _MAX_ZOOM),
)

#: Around the bounds the middle level goes on for this far, degrees.
_AROUND_DEG: Final = 6.0
#: Larger bounds (square degrees) are drawn with less.
_MIDDLE_DEG2: Final = 6_000.0
#: Outside the bounds only cities of this size are named.
_FAR_PEOPLE: Final = 500_000


def drawing(bounds: Bounds | None = None) -> dict[str, Any]:
    """Return the base map for the map client, ready for JSON.

    Parameters
    ----------
    bounds
        West, south, east, north of what the map shows, degrees; grown by a
        tenth, at least half a degree. West may exceed east across the
        antimeridian. Without bounds, or with very large ones, there is less
        detail.

    Returns
    -------
    dict
        ``scale``: whole numbers are degrees times this, where a layer does not
        say otherwise. ``layers``: ``name``
        (land, lakes, rivers, admin1_borders, country_borders), ``kind``
        (polygon or line), ``min_zoom`` (shown from) and ``max_zoom`` (shown
        below), ``scale``, ``features``: a polygon is a list of rings, open, the first the
        outer one; a line a list of one line; each ring or line ``[x0, y0, dx,
        dy, ...]``, lon before lat. ``places``: columns ``name``, ``local``
        (other script, or ""), ``lon``, ``lat`` (whole numbers), ``population``
        (0 unknown), ``min_zoom``, ``kind`` (country, region, city, town,
        village). ``attribution``: as `attributions`.
    """
    boxes = _boxes(bounds)
    layers = []
    for name, kind, first, last in _LAYERS:
        detail = _detail(name, kind, boxes) if boxes else None
        world = _whole("world", name, kind)
        upper = DETAIL_ZOOM if detail is not None else last
        if name != "admin1_borders":
            layers.append(_layer(name, kind, (first, min(upper, last)), world, _WORLD_SCALE))
        if detail is not None:
            layers.append(_layer(name, kind, (DETAIL_ZOOM, last), detail, SCALE))
    return {
        "scale": SCALE,
        "layers": layers,
        "places": _places(boxes),
        "attribution": [
            {key: entry[key] for key in ("text", "licence", "url")} for entry in attributions()
        ],
    }


def _boxes(bounds: Bounds | None) -> list[Bounds]:
    """Return the padded bounds as one box, or two across the antimeridian."""
    if bounds is None:
        return []
    west, south, east, north = bounds
    if west > east:
        return _boxes((west, south, 180.0, north)) + _boxes((-180.0, south, east, north))
    margin = max(0.1 * (east - west), 0.1 * (north - south), 0.5)
    return [_grown(bounds, margin)]


def _grown(box: Bounds, margin: float) -> Bounds:
    west, south, east, north = box
    return (
        max(west - margin, -180.0),
        max(south - margin, -90.0),
        min(east + margin, 180.0),
        min(north + margin, 90.0),
    )


def _detail(name: str, kind: str, boxes: list[Bounds]) -> npt.NDArray[np.object_]:
    """Return the finest features inside the boxes with the coarser levels around them."""
    around = shapely.union_all([shapely.box(*box) for box in boxes])
    fine = shapely.intersection(around, shapely.box(*_theatre()))
    levels = [("fine", fine)]
    if around.area <= _MIDDLE_DEG2:
        wider = shapely.union_all([shapely.box(*_grown(box, _AROUND_DEG)) for box in boxes])
        levels += [("middle", shapely.difference(wider, fine)), ("world", _outside(wider))]
    else:
        levels += [("world", _outside(fine))]
    whole: list[BaseGeometry] = []
    cut: list[BaseGeometry] = []
    for level, zone in levels:
        if not zone.is_empty:
            uncut, parts = _inside(_whole(level, name, kind), zone)
            whole += uncut
            cut += parts
    if kind == "polygon":
        # Joined again, so that no seam is drawn where two levels meet.
        cut = [shapely.union_all(cut)]
    wanted = shapely.GeometryType.LINESTRING if kind == "line" else shapely.GeometryType.POLYGON
    parts = shapely.get_parts(shapely.get_parts(cut))
    return np.concatenate(
        [np.array(whole, dtype=object), parts[shapely.get_type_id(parts) == wanted]]
    )


def _outside(zone: BaseGeometry) -> BaseGeometry:
    return shapely.difference(shapely.box(-180.0, -90.0, 180.0, 90.0), zone)


def _inside(
    features: npt.NDArray[np.object_], zone: BaseGeometry
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Return the features wholly inside a zone, and the parts of those on its edge."""
    shapely.prepare(zone)
    near = features[shapely.intersects(zone, features)]
    whole = shapely.contains_properly(zone, near)
    return list(near[whole]), list(shapely.intersection(near[~whole], zone))


@functools.cache
def _whole(level: str, name: str, kind: str) -> npt.NDArray[np.object_]:
    key = f"{level}.{name}"
    if f"{key}.bytes" not in stored.keys(_ARCHIVE):
        return np.empty(0, dtype=object)
    return (stored.polygons if kind == "polygon" else stored.lines)(_ARCHIVE, key)


@functools.cache
def _theatre() -> Bounds:
    west, south, east, north = stored.array(_ARCHIVE, "theatre").tolist()
    return west, south, east, north


def _layer(
    name: str, kind: str, zooms: tuple[int, int], features: npt.NDArray[np.object_], scale: int
) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "min_zoom": zooms[0],
        "max_zoom": zooms[1],
        "scale": scale,
        "features": _coded(features, kind, scale) if len(features) else [],
    }


def _coded(features: npt.NDArray[np.object_], kind: str, scale: int) -> list[list[list[int]]]:
    """Return the delta-coded rings or lines; those too small to show are left out."""
    _, points, offsets = shapely.to_ragged_array(features)
    whole = np.rint(points * scale).astype(np.int64)
    starts, ends = offsets[0][:-1], offsets[0][1:]
    ring = np.repeat(np.arange(len(starts)), ends - starts)
    moves = (whole[1:] != whole[:-1]).any(axis=1)
    if kind == "polygon":
        keep = np.append(moves, False)
        keep[ends - 1] = False
    else:
        keep = np.insert(moves, 0, True)
        keep[starts] = True
    whole, ring = whole[keep], ring[keep]
    deltas = np.diff(whole, axis=0, prepend=0)
    first = np.diff(ring, prepend=-1) > 0
    deltas[first] = whole[first]
    flat = deltas.ravel().tolist()
    counts = np.bincount(ring, minlength=len(starts))
    stops = 2 * np.cumsum(counts)
    rings = [flat[stop - 2 * count : stop] for stop, count in zip(stops, counts, strict=True)]
    if kind == "line":
        return [[line] for line in rings if len(line) >= 4]
    result = []
    for begin, end in pairwise(offsets[1].tolist()):
        if len(rings[begin]) >= 6:
            result.append(
                [rings[begin], *(hole for hole in rings[begin + 1 : end] if len(hole) >= 6)]
            )
    return result


def _places(boxes: list[Bounds]) -> dict[str, list[Any]]:
    columns = stored.table(_PLACES)
    lon = np.array(columns["lon"], dtype=np.int64)
    lat = np.array(columns["lat"], dtype=np.int64)
    kinds = np.array(columns["kind"])
    shown = (kinds == "country") | (np.array(columns["population"]) >= _FAR_PEOPLE)
    for west, south, east, north in boxes:
        inside = (lon >= west * SCALE) & (lon <= east * SCALE)
        shown |= inside & (lat >= south * SCALE) & (lat <= north * SCALE)
    rows = np.flatnonzero(shown)
    return {name: [values[row] for row in rows] for name, values in columns.items()}
