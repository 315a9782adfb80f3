"""Reading the geometry that ships with Mapper.

The archives below ``resources/basemap`` are written by
``resources/basemap/build.py``; ``derive/store.py`` beside it states the format.
"""

from __future__ import annotations

import functools
import json
import mmap
import threading
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from mapper import paths

#: Whole numbers in the archives are degrees times this.
SCALE = 100_000

Shapes = npt.NDArray[np.object_]

_reading = threading.Lock()


class _Mapped(mmap.mmap):
    """A file of which only what is asked for is read."""

    def seekable(self) -> bool:
        """Return True; Python says so itself from 3.13 on."""
        return True


@functools.cache
def _archive(name: str) -> Any:
    # An open file would be complained of wherever warnings are shown, as in notebooks.
    with paths.resource("basemap", name).open("rb") as file:
        mapped: Any = _Mapped(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.load(mapped)


def array(archive: str, key: str) -> npt.NDArray[Any]:
    """Return one stored array.

    The zip file behind an archive is shared, so only one thread reads at a time.
    """
    with _reading:
        values: npt.NDArray[Any] = _archive(archive)[key]
    return values


@functools.cache
def keys(archive: str) -> frozenset[str]:
    """Return the names of the arrays in an archive."""
    return frozenset(_archive(archive).files)


def points(archive: str, key: str) -> npt.NDArray[np.int32]:
    """Return the (m, 2) whole-number coordinates of a key, lon and lat times `SCALE`."""
    planes = array(archive, f"{key}.bytes")
    unsigned = np.ascontiguousarray(planes.T).view("<u4").reshape(2, -1).T
    deltas = (unsigned >> 1).astype(np.int32) ^ -(unsigned & 1).astype(np.int32)
    return np.ascontiguousarray(np.cumsum(deltas, axis=0, dtype=np.int32))


def polygons(archive: str, key: str) -> npt.NDArray[np.object_]:
    """Return the polygons stored under a key, EPSG:4326 lon, lat."""
    rings = _offsets(array(archive, f"{key}.rings"))
    parts = _offsets(array(archive, f"{key}.parts"))
    shapes: npt.NDArray[np.object_] = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, points(archive, key) / SCALE, (rings, parts)
    )
    return shapes


def lines(archive: str, key: str) -> npt.NDArray[np.object_]:
    """Return the lines stored under a key, EPSG:4326 lon, lat."""
    rings = _offsets(array(archive, f"{key}.rings"))
    shapes: npt.NDArray[np.object_] = shapely.from_ragged_array(
        shapely.GeometryType.LINESTRING, points(archive, key) / SCALE, (rings,)
    )
    return shapes


def within(archive: str, key: str, box: tuple[float, float, float, float]) -> Shapes:
    """Return the polygons (or lines) stored in blocks that a box may touch, EPSG:4326.

    Only blocks it touches are read: the closest level has two million vertices.
    """
    boxes = array(archive, f"{key}.boxes") / SCALE
    found = [
        _block_within(archive, f"{key}.{block}", box)
        for block in np.flatnonzero(_touching(boxes.T, box))
    ]
    shapes: Shapes = np.concatenate([np.empty(0, dtype=object), *found])
    return shapes


def _block_within(archive: str, key: str, box: tuple[float, float, float, float]) -> Shapes:
    whole = points(archive, key)
    rings = _offsets(array(archive, f"{key}.rings"))
    kind = shapely.GeometryType.LINESTRING
    parts = None
    if f"{key}.parts" in keys(archive):
        kind, parts = shapely.GeometryType.POLYGON, _offsets(array(archive, f"{key}.parts"))
    # The first ring of a polygon is the one around all others.
    first = rings[:-1] if parts is None else rings[parts[:-1]]
    low, high = (edge.reduceat(whole, first, axis=0) / SCALE for edge in (np.minimum, np.maximum))
    near = np.flatnonzero(_touching(np.concatenate([low.T, high.T]), box))
    return _picked(kind, whole, rings, near, parts)


def _touching(
    edges: npt.NDArray[np.float64], box: tuple[float, float, float, float]
) -> npt.NDArray[np.bool_]:
    """Tell which boxes, given by their (4, n) edges, touch one."""
    west, south, east, north = edges
    touching: npt.NDArray[np.bool_] = (west <= box[2]) & (east >= box[0])
    touching &= (south <= box[3]) & (north >= box[1])
    return touching


def _picked(
    kind: shapely.GeometryType,
    whole: npt.NDArray[np.int32],
    rings: npt.NDArray[np.int64],
    wanted: npt.NDArray[np.intp],
    parts: npt.NDArray[np.int64] | None,
) -> Shapes:
    """Return some of the stored features, made anew from their own points."""
    owned = wanted if parts is None else _ranges(parts[wanted], parts[wanted + 1])
    at = _ranges(rings[owned], rings[owned + 1])
    offsets = [_offsets(np.diff(rings)[owned])]
    if parts is not None:
        offsets.append(_offsets(np.diff(parts)[wanted]))
    shapes: Shapes = shapely.from_ragged_array(kind, whole[at] / SCALE, tuple(offsets))
    return shapes


def _ranges(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return all whole numbers of several ranges, one after another."""
    counts = ends - starts
    first = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    result: npt.NDArray[np.int64] = first + np.arange(counts.sum())
    return result


@functools.cache
def table(name: str) -> Any:
    """Return a stored JSON document; callers must not change it."""
    return json.loads(paths.resource("basemap", name).read_text(encoding="utf-8"))


def texts(archive: str, key: str, rows: npt.NDArray[np.intp] | slice = slice(None)) -> list[str]:
    """Return the texts of some rows, or of all."""
    written = array(archive, f"{key}.bytes").tobytes()
    ends = _offsets(array(archive, f"{key}.lengths"))
    pairs = zip(ends[:-1][rows].tolist(), ends[1:][rows].tolist(), strict=True)
    return [written[begin:end].decode() for begin, end in pairs]


def _offsets(counts: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
