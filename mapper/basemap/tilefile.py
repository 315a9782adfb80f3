"""Opening a file of map tiles by what stands in it."""

from __future__ import annotations

from pathlib import Path

from mapper.basemap import mbtiles, pmtiles
from mapper.basemap.tileset import TileFile
from mapper.model.errors import InputError


def open_tiles(path: Path) -> TileFile:
    """Open an MBTiles or PMTiles file of pictures; the caller closes it.

    Raises
    ------
    InputError
        If it is another kind of file, holds vector tiles, or is damaged.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
        if start == mbtiles.MAGIC:
            return mbtiles.Mbtiles(path)
        if start.startswith(pmtiles.MAGIC):
            return pmtiles.Pmtiles(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read ({reason})", file=path) from error
    raise InputError("is neither an MBTiles nor a PMTiles file", file=path)
