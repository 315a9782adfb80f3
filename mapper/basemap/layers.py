"""The base map the client draws, cut to what a map needs.

Four levels are kept: *world* everywhere, *middle* everywhere, *fine* around
Ukraine, *near* everywhere. A map shows the world level up to zoom 5; from there on
near its events the near level, as far as there is room for it, inside its bounds
the finest other that exists, and the world level around them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.basemap import stored
from mapper.basemap.licences import attributions

Bounds = tuple[float, float, float, float]
#: Column and row of cells of half a degree, counted from 0, 0.
Cells = Sequence[tuple[int, int]]

_ARCHIVE: Final = "drawing.npz"
_NEAR: Final = "near.npz"
_RIVERS: Final = "rivers.npz"
_PLACES: Final = "places.npz"

#: Whole numbers in a drawing are degrees times this: 11 m.
SCALE: Final = 10_000
#: The same for the world level, which is kept on this grid.
_WORLD_SCALE: Final = 100
#: Zoom at which the detail inside the bounds takes over from the world level.
DETAIL_ZOOM: Final = 5
_MAX_ZOOM: Final = 99
#: Layers cut at once.
_AT_ONCE: Final = 2

#: Layers in drawing order: name, kind, first zoom of the world level and last of the detail.
_LAYERS: Final = (
    ("land", "polygon", 0, _MAX_ZOOM),
    ("lakes", "polygon", 2, _MAX_ZOOM),
    # Natural Earth's, whose course is kilometres off, where there are no others.
    ("rivers", "line", 3, 9),
    ("courses", "line", 3, _MAX_ZOOM),
    ("river_areas", "polygon", DETAIL_ZOOM, _MAX_ZOOM),
    # Natural Earth's too: close up they would be seen to run kilometres off.
    ("admin1_borders", "line", DETAIL_ZOOM, 11),
    ("country_borders", "line", 0, _MAX_ZOOM),
)

#: Columns of places that are whole numbers.
_PLACE_NUMBERS: Final = ("lon", "lat", "population", "min_zoom")

#: Around the bounds the middle level goes on for this far, degrees.
_AROUND_DEG: Final = 6.0
#: Larger bounds (square degrees) are drawn with less.
_MIDDLE_DEG2: Final = 6_000.0
#: Of more than this (square degrees) wide rivers are drawn as areas near events only.
_WIDE_DEG2: Final = 400.0
#: Near events are cells of this size and what is around them, degrees.
_CELL_DEG: Final = 0.5
_AROUND_CELL_DEG: Final = 0.5
_MOST_CELLS: Final = 120
#: More than there are rows of cells.
_CELL_ROWS: Final = 1 << 10
#: As many vertices of the near level fit beside the rest.
_MOST_NEAR: Final = 90_000
#: Layers of which there is a near level, and the archive it is in.
_NEAR_LAYERS: Final = {
    "land": _NEAR,
    "lakes": _NEAR,
    "courses": _RIVERS,
    "river_areas": _RIVERS,
    "country_borders": _NEAR,
}
#: The courses of rivers are drawn as one layer wherever they come from.
_DRAWN_AS: Final = {"courses": "rivers"}
#: Where one layer has a near level, another has nothing.
_GIVES_WAY: Final = {"rivers": "courses"}

#: Away from events only places of this size are named.
_LARGE_PEOPLE: Final = 5_000
#: Outside the bounds only cities of this size are named.
_FAR_PEOPLE: Final = 500_000


def drawing(bounds: Bounds | None = None, cells: Cells = ()) -> dict[str, Any]:
    """Return the base map for the map client, ready for JSON.

    Parameters
    ----------
    bounds
        West, south, east, north of what the map shows, degrees; grown by a
        tenth, at least half a degree. West may exceed east across the
        antimeridian. Without bounds, or with very large ones, there is less
        detail.
    cells
        Where the map is looked at closely, as `cells_of` gives them, the most
        wanted first.

    Returns
    -------
    dict
        ``scale``: whole numbers are degrees times this, where a layer does not
        say otherwise. ``layers``: ``name``
        (land, lakes, rivers, river_areas, admin1_borders, country_borders), ``kind``
        (polygon or line), ``min_zoom`` (shown from) and ``max_zoom`` (shown
        below), ``scale``, ``features``: a polygon is a list of rings, open, the first the
        outer one; a line a list of one line; each ring or line ``[x0, y0, dx,
        dy, ...]``, lon before lat. ``places``: columns ``name``, ``local``
        (other script, or ""), ``lon``, ``lat`` (whole numbers), ``population``
        (0 unknown), ``min_zoom``, ``kind`` (country, region, city, town,
        village). ``attribution``: as `attributions`.
    """
    boxes = _boxes(bounds)
    # GEOS does without Python's lock: two of them take two thirds of the time of one.
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        near = _near(boxes, cells, workers)
        cut = functools.partial(_levels, boxes=boxes, near=near)
        levels = workers.map(cut, *zip(*_LAYERS, strict=True))
        places = _places(boxes, _own(near.zone))
    return {
        "scale": SCALE,
        "layers": [level for both in levels for level in both],
        "places": places,
        "attribution": [
            {key: entry[key] for key in ("text", "licence", "url")} for entry in attributions()
        ],
    }


def _levels(
    name: str, kind: str, first: int, last: int, boxes: list[Bounds], near: _Near
) -> list[dict[str, Any]]:
    """Return a layer as it is drawn far away and close up, as far as there is anything of it."""
    detail = _detail(name, kind, boxes, near) if boxes else None
    world = _whole("world", name, kind)
    upper = DETAIL_ZOOM if detail is not None else last
    levels = []
    if len(world):
        levels.append(_layer(name, kind, (first, min(upper, last)), world, _WORLD_SCALE))
    if detail is not None and len(detail):
        drawn = _DRAWN_AS.get(name, name)
        levels.append(_layer(drawn, kind, (DETAIL_ZOOM, last), detail, SCALE))
    return levels


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


@dataclass(frozen=True)
class _Near:
    """The near level of a map: where it is drawn, and its features by layer."""

    zone: BaseGeometry
    features: Mapping[str, stored.Shapes]


def cells_of(lonlat: npt.ArrayLike) -> Cells:
    """Return the cells that points (n, 2; EPSG:4326, lon, lat) lie in, the fullest first."""
    points = np.asarray(lonlat, dtype=float).reshape(-1, 2)
    points = np.floor(points[np.isfinite(points).all(axis=1)] / _CELL_DEG).astype(np.int64)
    # One number each: NumPy takes ten times as long over pairs.
    keys, counts = np.unique(points[:, 0] * _CELL_ROWS + points[:, 1], return_counts=True)
    cells = np.column_stack([(keys + _CELL_ROWS // 2) // _CELL_ROWS, keys])
    cells[:, 1] -= cells[:, 0] * _CELL_ROWS
    # By the power of two: one event more changes nothing.
    order = np.argsort(-np.floor(np.log2(counts)), kind="stable")[:_MOST_CELLS]
    return tuple((int(x), int(y)) for x, y in cells[order])


def _near(boxes: list[Bounds], cells: Cells, workers: ThreadPoolExecutor) -> _Near:
    """Return the near level around as many cells, from the first, as there is room for."""
    nothing = _Near(shapely.Polygon(), {})
    if not boxes:
        return nothing
    wanted = list(cells)
    while wanted:
        squares = [
            shapely.box(
                x * _CELL_DEG - _AROUND_CELL_DEG,
                y * _CELL_DEG - _AROUND_CELL_DEG,
                (x + 1) * _CELL_DEG + _AROUND_CELL_DEG,
                (y + 1) * _CELL_DEG + _AROUND_CELL_DEG,
            )
            for x, y in wanted
        ]
        zone = shapely.intersection(shapely.union_all(squares), shapely.box(-180, -90, 180, 90))
        zones = [_near_zone(name, _own(zone)) for name in _NEAR_LAYERS]
        found = workers.map(_within, _NEAR_LAYERS, zones)
        features = dict(zip(_NEAR_LAYERS, found, strict=True))
        if sum(shapely.get_num_coordinates(one).sum() for one in features.values()) <= _MOST_NEAR:
            return _Near(zone, features)
        wanted = wanted[: int(len(wanted) * 0.7)]
    return nothing


def _own(zone: BaseGeometry) -> BaseGeometry:
    """Return a copy for one thread: to prepare a geometry is not safe while others use it."""
    copy: BaseGeometry = shapely.from_wkb(shapely.to_wkb(zone))
    return copy


def _near_zone(name: str, zone: BaseGeometry) -> BaseGeometry:
    """Return where the near level of a layer is the best there is."""
    # The fine level has smaller lakes, as exactly.
    return shapely.difference(zone, shapely.box(*_theatre())) if name == "lakes" else zone


def _within(name: str, zone: BaseGeometry) -> stored.Shapes:
    if zone.is_empty:
        return np.empty(0, dtype=object)
    found = stored.within(_NEAR_LAYERS[name], name, tuple(zone.bounds))
    found[~shapely.is_valid(found)] = shapely.make_valid(found[~shapely.is_valid(found)])
    whole, cut = _inside(found, zone)
    kind = "line" if name in ("courses", "country_borders") else "polygon"
    return _parts(np.array([*whole, *cut], dtype=object), kind)


def _parts(shapes: stored.Shapes, kind: str) -> stored.Shapes:
    """Return the polygons (or lines) inside any geometries."""
    wanted = shapely.GeometryType.LINESTRING if kind == "line" else shapely.GeometryType.POLYGON
    parts: stored.Shapes = shapely.get_parts(shapely.get_parts(shapes))
    kept: stored.Shapes = parts[shapely.get_type_id(parts) == wanted]
    return kept


def _detail(name: str, kind: str, boxes: list[Bounds], near: _Near) -> stored.Shapes:
    """Return the finest features inside the boxes with the coarser levels around them."""
    around = shapely.union_all([shapely.box(*box) for box in boxes])
    fine = shapely.intersection(around, shapely.box(*_theatre()))
    levels = [("fine", fine)] if name != "river_areas" or fine.area <= _WIDE_DEG2 else []
    if around.area <= _MIDDLE_DEG2:
        wider = shapely.union_all([shapely.box(*_grown(box, _AROUND_DEG)) for box in boxes])
        levels += [("middle", shapely.difference(wider, fine)), ("world", _outside(wider))]
    else:
        levels += [("world", _outside(fine))]
    whole: list[BaseGeometry] = []
    cut: list[BaseGeometry] = []
    other = _GIVES_WAY.get(name, name)
    hidden = _near_zone(other, near.zone) if other in near.features else shapely.Polygon()
    for level, zone in levels:
        zone = shapely.difference(zone, hidden)
        if not zone.is_empty:
            uncut, parts = _inside(_whole(level, name, kind), zone)
            whole += uncut
            cut += parts
    cut += list(near.features.get(name, ()))
    if kind == "polygon":
        # Joined again, so that no seam is drawn where two levels meet.
        cut = [shapely.union_all(cut)]
    return np.concatenate(
        [np.array(whole, dtype=object), _parts(np.array(cut, dtype=object), kind)]
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
    for archive in (_ARCHIVE, _RIVERS):
        if f"{key}.bytes" in stored.keys(archive):
            return (stored.polygons if kind == "polygon" else stored.lines)(archive, key)
    return np.empty(0, dtype=object)


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


def _places(boxes: list[Bounds], near: BaseGeometry) -> dict[str, list[Any]]:
    columns = {name: stored.array(_PLACES, name) for name in _PLACE_NUMBERS}
    kinds = stored.texts(_PLACES, "kinds")
    kind = stored.array(_PLACES, "kind")
    lon, lat, population = columns["lon"], columns["lat"], columns["population"]
    shown = (kind == kinds.index("country")) | (population >= _FAR_PEOPLE)
    large = (kind == kinds.index("region")) | (population >= _LARGE_PEOPLE)
    for west, south, east, north in boxes:
        inside = (lon >= west * SCALE) & (lon <= east * SCALE)
        shown |= large & inside & (lat >= south * SCALE) & (lat <= north * SCALE)
    if not near.is_empty:
        shapely.prepare(near)
        shown |= shapely.contains_xy(near, lon / SCALE, lat / SCALE)
    rows = np.flatnonzero(shown)
    return {
        "name": stored.texts(_PLACES, "name", rows),
        "local": stored.texts(_PLACES, "local", rows),
        **{name: values[rows].tolist() for name, values in columns.items()},
        "kind": [kinds[code] for code in kind[rows].tolist()],
    }
