"""The bytes of a damaged file, which is opened by nobody and changed by nobody."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from mapper.model.errors import ProjectError
from mapper.project.copying import refuse_full
from mapper.project.pages import Pages

#: Read at once, so that one bad sector costs no more.
_BLOCK: Final = 4096


@contextmanager
def open_pages(path: Path, spare: Path) -> Iterator[Pages]:
    """Give the pages of a file, with what a crash left half done beside it taken back.

    Parameters
    ----------
    spare
        A folder with room for a copy, should one be needed.
    """
    beside = [path.with_name(path.name + ending) for ending in ("-journal", "-wal")]
    left = [file for file in beside if file.is_file() and file.stat().st_size]
    if not left:
        with _reader(path) as pages:
            yield pages
        return
    # Only a copy: SQLite would change the file itself.
    with tempfile.TemporaryDirectory(dir=spare, prefix=".rescue-") as folder:
        copy = Path(folder, path.name)
        for file in (path, *left):
            refuse_full(Path(folder), file.stat().st_size, "a copy of the damaged file")
            _copy(file, copy.with_name(file.name))
        try:
            connection = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READWRITE)
            try:
                connection.pragma("journal_mode", "delete")
            finally:
                connection.close()
        except apsw.Error:
            # Too damaged for that: what stands in the file is all there is.
            pass
        with _reader(copy) as pages:
            yield pages


@contextmanager
def _raw(path: Path) -> Iterator[Callable[[int, int], bytes]]:
    """Give a function that reads bytes of a file; none where the disk fails.

    Through SQLite's own way to files: closing any other handle would drop the locks of
    whoever has the file open in this process.
    """
    flags = [apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_MAIN_DB, 0]
    try:
        file = apsw.VFSFile("", str(path.absolute()), flags)
    except apsw.Error as error:
        raise ProjectError(f"{path} cannot be read: {error}.") from error

    def read(start: int, count: int) -> bytes:
        try:
            return file.xRead(count, start)
        except apsw.IOError:
            return b""

    try:
        yield read
    finally:
        file.xClose()


@contextmanager
def _reader(path: Path) -> Iterator[Pages]:
    with _raw(path) as read:
        yield Pages(read, path.stat().st_size)


def _copy(source: Path, target: Path) -> None:
    size = source.stat().st_size
    with _raw(source) as read, open(target, "xb") as file:
        for start in range(0, size, _BLOCK):
            count = min(_BLOCK, size - start)
            file.write(read(start, count).ljust(count, b"\0"))
