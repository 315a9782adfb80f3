"""Pictures from a PMTiles file (version 3).

What it says of places and sizes in itself is checked before it is used: a
directory may unpack to far more than it should, or point anywhere.
"""

from __future__ import annotations

import json
import re
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pmtiles import tile as format

from mapper.basemap.mbtiles import VECTOR
from mapper.basemap.tileset import DEEPEST_ZOOM, LARGEST_TILE, TileSet, described, picture_kind
from mapper.model.errors import InputError

MAGIC: Final = b"PMTiles"
_HEADER: Final = 127
#: Directories of the largest archives have some hundred kilobytes unpacked.
_LARGEST_DIRECTORY: Final = 1_000_000
_LARGEST_METADATA: Final = 4_000_000
#: Root directory, then leaves; deeper ones are allowed by nobody's writer.
_DEEPEST: Final = 4

_PICTURES: Final = (format.TileType.PNG, format.TileType.JPEG, format.TileType.WEBP)
_GZIP: Final = format.Compression.GZIP


class Pmtiles:
    """An open PMTiles file; see `mapper.basemap.tileset.TileFile`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("rb")
        try:
            self._size = path.stat().st_size
            self._header = self._read_header()
            self.tiles = self._describe()
            self._directory = lru_cache(maxsize=64)(self._read_directory)
            self._directory(self._header["root_offset"], self._header["root_length"])
        except BaseException:
            self.close()
            raise

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return one picture, or None where there is none."""
        if not (0 <= zoom <= DEEPEST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom):
            return None
        header = self._header
        wanted = format.zxy_to_tileid(zoom, x, y)
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(_DEEPEST):
            entry = format.find_tile(self._directory(offset, length), wanted)
            if entry is None:
                return None
            if entry.run_length:
                data = self._bytes(
                    header["tile_data_offset"] + entry.offset, entry.length, LARGEST_TILE
                )
                if picture_kind(data) is None:
                    raise self._wrong(f"tile {zoom}/{x}/{y} is no picture")
                return data
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise self._wrong("its directories go too deep")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _wrong(self, problem: str) -> InputError:
        return InputError(problem, file=self._path)

    def _read_header(self) -> format.HeaderDict:
        data = self._bytes(0, _HEADER, _HEADER)
        if data[7] != 3:
            raise self._wrong(f"is PMTiles of version {data[7]}, not 3")
        try:
            return format.deserialize_header(data)
        except ValueError as error:
            raise self._wrong(f"is no usable PMTiles file ({error})") from error

    def _describe(self) -> TileSet:
        header = self._header
        if header["tile_type"] in (format.TileType.MVT, format.TileType.MLT):
            raise self._wrong(VECTOR)
        if header["tile_type"] not in _PICTURES:
            raise self._wrong("its tiles are no pictures that Mapper shows (PNG, JPEG or WebP)")
        if header["tile_compression"] not in (
            format.Compression.NONE,
            format.Compression.UNKNOWN,
        ):
            raise self._wrong("its pictures are compressed once more, which Mapper does not read")
        if header["internal_compression"] is not _GZIP:
            raise self._wrong("its directories are not compressed with gzip")
        corners = (
            header["min_lon_e7"] / 1e7,
            header["min_lat_e7"] / 1e7,
            header["max_lon_e7"] / 1e7,
            header["max_lat_e7"] / 1e7,
        )
        return described(
            self._read_metadata(),
            self._path.stem,
            (header["min_zoom"], header["max_zoom"]),
            corners,
            photo=header["tile_type"] is format.TileType.JPEG,
        )

    def _read_metadata(self) -> dict[str, Any]:
        header = self._header
        packed = self._bytes(
            header["metadata_offset"], header["metadata_length"], _LARGEST_METADATA
        )
        if not packed:
            return {}
        try:
            said = json.loads(self._unpacked(packed, _LARGEST_METADATA))
        except (ValueError, RecursionError) as error:
            raise self._wrong("its metadata cannot be read") from error
        return said if isinstance(said, dict) else {}

    def _read_directory(self, offset: int, length: int) -> list[format.Entry]:
        packed = self._bytes(offset, length, _LARGEST_DIRECTORY)
        plain = self._unpacked(packed, _LARGEST_DIRECTORY)
        # Numbers have ten bytes at most; longer ones would keep the reader busy for hours.
        if re.search(rb"[\x80-\xff]{10}", plain):
            raise self._wrong("one of its directories is damaged")
        try:
            return format.deserialize_directory(packed)
        except (EOFError, OSError, ValueError, zlib.error) as error:
            raise self._wrong("one of its directories is damaged") from error

    def _bytes(self, offset: int, length: int, most: int) -> bytes:
        if length > most or offset + length > self._size:
            raise self._wrong("it is cut off or damaged: it points beyond itself")
        self._file.seek(offset)
        return self._file.read(length)

    def _unpacked(self, packed: bytes, most: int) -> bytes:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            plain = unpacker.decompress(packed, most)
        except zlib.error as error:
            raise self._wrong("a part of it cannot be unpacked") from error
        if not unpacker.eof or unpacker.unused_data:
            raise self._wrong("a part of it unpacks to more than it should")
        return plain
