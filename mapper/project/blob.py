"""GeoPackage geometry blobs: a header of eight bytes, an envelope, then WKB."""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from mapper.model.errors import GeometryError

#: Magic, version 0, flags (little-endian, no envelope), SRS 4326. GDAL writes
#: points the same way: an envelope would double their size.
_POINT_HEADER: Final = b"GP\x00\x01" + struct.pack("<i", 4326)
_ENVELOPE_HEADER: Final = b"GP\x00\x03" + struct.pack("<i", 4326)
#: Bytes of the envelope for each value of the flags' envelope indicator.
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
_EMPTY_FLAG: Final = 0x10
#: What shapely raises at bytes that are no geometry, or one of curves.
UNREADABLE: Final = (shapely.GEOSException, NotImplementedError)


def encode(geometry: npt.NDArray[np.object_], kind: str) -> list[bytes | None]:
    """Return one blob per geometry; missing and empty ones become None.

    Parameters
    ----------
    geometry
        Shapely geometries of shape (n,), WGS 84 lon, lat; heights are dropped.
    kind
        ``Point``, ``MultiPolygon`` or ``MultiLineString``.
    """
    known = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    wkb = shapely.to_wkb(geometry[known], output_dimension=2, byte_order=1)
    if kind == "Point":
        blobs = [_POINT_HEADER + body for body in wkb]
    else:
        bounds = shapely.bounds(geometry[known])[:, [0, 2, 1, 3]].astype("<f8")
        blobs = [
            _ENVELOPE_HEADER + box.tobytes() + body for box, body in zip(bounds, wkb, strict=True)
        ]
    result: list[bytes | None] = [None] * len(geometry)
    for position, blob in zip(np.flatnonzero(known).tolist(), blobs, strict=True):
        result[position] = blob
    return result


def decode(blobs: list[Any], kind: str) -> npt.NDArray[np.object_]:
    """Return shapely geometries of shape (n,); None stays None.

    Single parts are made multi where ``kind`` asks for it, and heights are
    dropped: other programs write both into such layers.

    Raises
    ------
    GeometryError
        If a blob is no geometry of a GeoPackage or of another kind.
    """
    if kind == "Point":
        points = _plain_points(blobs)
        if points is not None:
            return points
    try:
        wkb = [None if blob is None else _body(blob) for blob in blobs]
        geometry: npt.NDArray[np.object_] = shapely.force_2d(
            shapely.from_wkb(np.array(wkb, dtype=object))
        )
    except (*UNREADABLE, TypeError, IndexError) as error:
        raise GeometryError("a stored geometry cannot be read") from error
    geometry[shapely.is_empty(geometry)] = None
    wanted = getattr(shapely.GeometryType, kind.upper())
    types = shapely.get_type_id(geometry)
    if kind != "Point":
        single = types == getattr(shapely.GeometryType, kind.removeprefix("Multi").upper())
        build = shapely.multipolygons if kind == "MultiPolygon" else shapely.multilinestrings
        for position in np.flatnonzero(single).tolist():
            geometry[position] = build([geometry[position]])
            types[position] = wanted
    wrong = (types != wanted) & (types != -1)
    if wrong.any():
        raise GeometryError(
            "a stored geometry is of another kind",
            found=geometry[int(wrong.argmax())].geom_type,
            expected=kind,
        )
    return geometry


def _plain_points(blobs: list[Any]) -> npt.NDArray[np.object_] | None:
    """Return points all written as we and GDAL do, None where one is not."""
    known = [isinstance(blob, bytes) for blob in blobs]
    present = [blob for blob in blobs if blob is not None]
    start = _POINT_HEADER + b"\x01\x01\x00\x00\x00"
    if sum(known) != len(present) or {len(blob) for blob in present} - {29}:
        return None
    rows = np.frombuffer(b"".join(present), dtype=[("start", "V13"), ("lonlat", "<f8", 2)])
    if (rows["start"] != np.void(start)).any() or np.isnan(rows["lonlat"]).any():
        return None
    geometry = np.full(len(blobs), None, dtype=object)
    geometry[np.array(known, dtype=bool)] = shapely.points(rows["lonlat"])
    return geometry


def bounds(blob: object) -> tuple[float, float, float, float] | None:
    """Return (west, south, east, north) of one blob, None when empty or no blob."""
    if not isinstance(blob, bytes) or len(blob) < 13 or blob[:2] != b"GP":
        return None
    flags = blob[3]
    if flags & _EMPTY_FLAG:
        return None
    order = "<" if flags & 1 else ">"
    if (flags >> 1) & 7:
        if len(blob) < 40:
            return None
        west, east, south, north = struct.unpack_from(order + "4d", blob, 8)
        return west, south, east, north
    if len(blob) == 29:
        order = "<" if blob[8] else ">"
        x, y = struct.unpack_from(order + "2d", blob, 13)
        return None if x != x or y != y else (x, y, x, y)
    try:
        shape = shapely.from_wkb(_body(blob))
    except UNREADABLE:
        return None
    return None if shape.is_empty else shape.bounds


def _body(blob: bytes) -> bytes:
    if not isinstance(blob, bytes) or blob[:2] != b"GP":
        raise TypeError("not a GeoPackage geometry")
    return blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :]
