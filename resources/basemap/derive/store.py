"""How geometry is kept: delta-coded whole numbers in NumPy archives.

Polygons or lines of a key ``K`` are arrays: ``K.bytes`` (4, 2m) uint8,
``K.rings`` (vertices per ring or line), ``K.parts`` (rings per polygon; absent
for lines) and, for outlines, ``K.border`` (m,) uint8 flags. Coordinates are
lon, lat in degrees times 1e5 (1.1 m), each the difference from the one before;
sign moved to the lowest bit; all m longitudes, then all latitudes; cut into
bytes, the lowest bytes of all first (a quarter smaller once compressed).
`mapper.basemap.stored` reads them.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import shapely

SCALE = 100_000


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


def in_bytes(deltas: np.ndarray) -> np.ndarray:
    """Return (m, 2) differences as the (4, 2m) bytes of the archives."""
    unsigned = ((deltas << 1) ^ (deltas >> 31)).astype("<u4").T
    return np.ascontiguousarray(unsigned.reshape(-1, 1).view(np.uint8).reshape(-1, 4).T)


def write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an archive whose bytes depend on nothing but the arrays."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, values in arrays.items():
            buffer = BytesIO()
            np.lib.format.write_array(buffer, values, allow_pickle=False)
            entry = zipfile.ZipInfo(name + ".npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())
