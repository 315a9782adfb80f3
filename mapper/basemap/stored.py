"""Reading the geometry that ships with Mapper.

The archives below ``resources/basemap`` are written by
``resources/basemap/build.py``; ``derive/store.py`` beside it states the format.
"""

from __future__ import annotations

import functools
import json
import threading
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from mapper import paths

#: Whole numbers in the archives are degrees times this.
SCALE = 100_000

_reading = threading.Lock()


@functools.cache
def _archive(name: str) -> Any:
    return np.load(paths.resource("basemap", name).open("rb"))


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


@functools.cache
def table(name: str) -> Any:
    """Return a stored JSON document; callers must not change it."""
    return json.loads(paths.resource("basemap", name).read_text(encoding="utf-8"))


def _offsets(counts: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
