"""Makes small files of tiles."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path
from typing import Any

import apsw
from pmtiles import tile as format
from pmtiles.writer import Writer


def png(colour: tuple[int, int, int] = (200, 30, 30), side: int = 256) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\0" + bytes(colour) * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def mbtiles(
    path: Path, tiles: dict[tuple[int, int, int], bytes], said: dict[str, str] | None = None
) -> Path:
    """Write an MBTiles file; tiles by zoom, column and row from the north."""
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE metadata (name text, value text)")
    connection.execute(
        "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
    )
    for entry in (said or {}).items():
        connection.execute("INSERT INTO metadata VALUES (?, ?)", entry)
    for (zoom, x, y), data in tiles.items():
        row = (zoom, x, 2**zoom - 1 - y, data)
        connection.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
    connection.close()
    return path


def pmtiles(
    path: Path,
    tiles: dict[tuple[int, int, int], bytes],
    said: dict[str, Any] | None = None,
    **header: Any,
) -> Path:
    """Write a PMTiles file; tiles by zoom, column and row from the north."""
    zooms = [zoom for zoom, _, _ in tiles] or [0]
    with path.open("wb") as file:
        writer = Writer(file)
        for where in sorted(tiles, key=lambda place: format.zxy_to_tileid(*place)):
            writer.write_tile(format.zxy_to_tileid(*where), tiles[where])
        writer.finalize(
            {
                "tile_type": format.TileType.PNG,
                "tile_compression": format.Compression.NONE,
                "min_zoom": min(zooms),
                "max_zoom": max(zooms),
                "min_lon_e7": 300_000_000,
                "min_lat_e7": 450_000_000,
                "max_lon_e7": 400_000_000,
                "max_lat_e7": 500_000_000,
                "center_zoom": 0,
                "center_lon_e7": 0,
                "center_lat_e7": 0,
            }
            | header,
            said or {},
        )
    return path


def with_root(path: Path, directory: bytes) -> Path:
    """Replace the root directory of a PMTiles file by unpacked bytes given, at its end."""
    data = bytearray(path.read_bytes())
    packed = gzip.compress(directory, 9)
    data[8:24] = struct.pack("<QQ", len(data), len(packed))
    path.write_bytes(bytes(data) + packed)
    return path


def with_metadata(path: Path, packed: bytes) -> Path:
    """Replace the metadata of a PMTiles file by bytes given, at its end."""
    data = bytearray(path.read_bytes())
    data[24:40] = struct.pack("<QQ", len(data), len(packed))
    path.write_bytes(bytes(data) + packed)
    return path


def nested(depth: int) -> bytes:
    """Return JSON that is nested that deep."""
    return gzip.compress(("[" * depth + "]" * depth).encode())
