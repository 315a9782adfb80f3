"""How geometry is kept: delta-coded whole numbers in NumPy archives.

Polygons or lines of a key ``K`` are arrays: ``K.bytes`` (4, 2m) uint8,
``K.rings`` (vertices per ring or line), ``K.parts`` (rings per polygon; absent
for lines) and, for outlines, ``K.border`` (m,) uint8 flags. Coordinates are
lon, lat in degrees times 1e5 (1.1 m), each the difference from the one before;
sign moved to the lowest bit; all m longitudes, then all latitudes; cut into
bytes, the lowest bytes of all first (a quarter smaller once compressed).
Where a map takes little of very much, a key is cut into blocks ``K.0``, ``K.1``
and so on, and ``K.boxes`` (n, 4) int32 says where each lies: west, south, east,
north, as coordinates are. Texts are ``K.bytes`` (UTF-8, one after another) and
``K.lengths`` in bytes. `mapper.basemap.stored` reads them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import numpy as np
import shapely

SCALE = 100_000

#: Vertices of a block, about, and the size of the cells that order them, degrees.
BLOCK = 12_000
_CELL_DEG = 2.0


def packed(geometries: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of polygons or lines, one part each."""
    geometries = np.asarray(geometries)
    kind, points, offsets = shapely.to_ragged_array(geometries)
    whole = np.rint(points[:, :2] * SCALE).astype(np.int32)
    deltas = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int32)).astype(np.int32)
    result = {"bytes": in_bytes(deltas), "rings": np.diff(offsets[0]).astype(np.int32)}
    if kind == shapely.GeometryType.POLYGON:
        result["parts"] = np.diff(offsets[1]).astype(np.int32)
    return result


def in_blocks(geometries: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of polygons or lines in blocks of neighbours."""
    geometries = np.asarray(geometries)[np.argsort(_along_curve(geometries), kind="stable")]
    sizes = np.cumsum(shapely.get_num_coordinates(geometries))
    blocks = np.split(geometries, np.flatnonzero(np.diff(sizes // BLOCK)) + 1)
    result = {}
    for number, block in enumerate(blocks):
        for part, values in packed(block).items():
            result[f"{number}.{part}"] = values
    boxes = np.array([shapely.total_bounds(block) for block in blocks])
    return {"boxes": np.rint(boxes * SCALE).astype(np.int32), **result}


def _along_curve(geometries: np.ndarray) -> np.ndarray:
    """Return places along a curve (Morton's) on which neighbours stay close."""
    west, south, east, north = shapely.bounds(geometries).T
    column = ((west + east) / 2 + 180.0) // _CELL_DEG
    row = ((south + north) / 2 + 90.0) // _CELL_DEG
    place = np.zeros(len(geometries), dtype=np.int64)
    for bit in range(8):
        place |= ((column.astype(np.int64) >> bit) & 1) << (2 * bit)
        place |= ((row.astype(np.int64) >> bit) & 1) << (2 * bit + 1)
    return place


def texts(values: Iterable[str]) -> dict[str, np.ndarray]:
    """Return the arrays of texts."""
    written = [value.encode() for value in values]
    return {
        "bytes": np.frombuffer(b"".join(written), dtype=np.uint8),
        "lengths": np.array([len(text) for text in written], dtype=np.uint16),
    }


def in_bytes(deltas: np.ndarray) -> np.ndarray:
    """Return (m, 2) differences as the (4, 2m) bytes of the archives."""
    unsigned = ((deltas << 1) ^ (deltas >> 31)).astype("<u4").T
    return np.ascontiguousarray(unsigned.reshape(-1, 1).view(np.uint8).reshape(-1, 4).T)


def write(path: Path, arrays: dict[str, np.ndarray], *, compressed: bool = True) -> None:
    """Write an archive whose bytes depend on nothing but the arrays.

    What is read as a whole for every map is better not compressed.
    """
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method, compresslevel=9) as archive:
        for name, values in arrays.items():
            buffer = BytesIO()
            np.lib.format.write_array(buffer, values, allow_pickle=False)
            entry = zipfile.ZipInfo(name + ".npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, buffer.getvalue())
