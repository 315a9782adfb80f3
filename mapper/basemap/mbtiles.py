"""Pictures from an MBTiles file, which is an SQLite database.

Any view or trigger in a foreign file may be hostile: nothing of its schema is
trusted, and a query that takes long is stopped.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any, Final

import apsw

from mapper.basemap.tileset import (
    DEEPEST_ZOOM,
    LARGEST_TILE,
    Box,
    TileSet,
    described,
    picture_kind,
)
from mapper.model.errors import InputError

MAGIC: Final = b"SQLite format 3\0"

#: Seconds after which a query is stopped, and how many steps pass between looks.
_LONGEST_S: Final = 3.0
_STEPS: Final = 20_000
#: Entries of the metadata that are looked at.
_MOST_ENTRIES: Final = 100

VECTOR: Final = (
    "it holds vector tiles, which Mapper does not draw; "
    "take a file with pictures (PNG, JPEG or WebP)"
)


class Mbtiles:
    """An open MBTiles file; see `mapper.basemap.tileset.TileFile`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._until = 0.0
        # Immutable: nothing is locked or written, also beside the file.
        address = path.absolute().as_uri() + "?immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        try:
            self._connection = apsw.Connection(address, flags=flags)
        except apsw.Error as error:
            raise InputError(f"cannot be opened ({error})", file=path) from error
        try:
            self._close_up()
            self.tiles = self._describe()
        except BaseException:
            self.close()
            raise

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return one picture, or None where there is none."""
        if not 0 <= zoom <= DEEPEST_ZOOM:
            return None
        # Rows count from the south in MBTiles.
        found = self._first(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, x, 2**zoom - 1 - y),
        )
        if found is None or not isinstance(found[0], bytes):
            return None
        if picture_kind(found[0]) is None:
            raise InputError(f"tile {zoom}/{x}/{y} is no picture", file=self._path)
        return found[0]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _close_up(self) -> None:
        connection = self._connection
        connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        connection.limit(apsw.SQLITE_LIMIT_LENGTH, LARGEST_TILE)
        connection.limit(apsw.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_progress_handler(lambda: time.monotonic() > self._until, _STEPS)

    def _describe(self) -> TileSet:
        rows = self._rows(f"SELECT name, value FROM metadata LIMIT {_MOST_ENTRIES}")
        said = {str(name): value for name, value in rows}
        first = self._first("SELECT zoom_level, tile_data FROM tiles LIMIT 1")
        if first is None:
            raise InputError("it holds no tiles", file=self._path)
        kind = picture_kind(first[1]) if isinstance(first[1], bytes) else None
        if kind is None:
            vector = said.get("format") in ("pbf", "mvt") or "json" in said
            problem = VECTOR if vector else "its tiles are no pictures"
            raise InputError(problem, file=self._path)
        return described(
            said,
            self._path.stem,
            self._zooms(said),
            _bounds(said.get("bounds")),
            photo=kind == "jpeg",
        )

    def _zooms(self, said: dict[str, Any]) -> tuple[int, int]:
        """Return the levels there are: what the metadata say of them may be wrong."""
        try:
            # Each end by itself, so that the index of the tiles gives it at once.
            found = self._first(
                "SELECT (SELECT min(zoom_level) FROM tiles), (SELECT max(zoom_level) FROM tiles)"
            )
        except InputError:
            # Large and without an index: what it says has to do.
            try:
                return int(said["minzoom"]), int(said["maxzoom"])
            except (KeyError, TypeError, ValueError):
                pass
            raise
        if found is None or not all(isinstance(zoom, int) for zoom in found):
            raise InputError("its zoom levels are no numbers", file=self._path)
        return found[0], found[1]

    def _first(self, query: str, values: tuple[int, ...] = ()) -> Any:
        return next(iter(self._rows(query, values, most=1)), None)

    def _rows(self, query: str, values: tuple[int, ...] = (), most: int = _MOST_ENTRIES) -> Any:
        self._until = time.monotonic() + _LONGEST_S
        try:
            return list(itertools.islice(self._connection.execute(query, values), most))
        except apsw.InterruptError as error:
            raise InputError("it takes too long to answer", file=self._path) from error
        except apsw.Error as error:
            raise InputError(f"is no usable MBTiles file ({error})", file=self._path) from error


def _bounds(text: Any) -> Box | None:
    try:
        west, south, east, north = (float(part) for part in str(text).split(","))
    except ValueError:
        return None
    return west, south, east, north
