"""Copies of a project, made through its own connection while it goes on being used.

SQLite's backup API is asked for a few pages at a time; between them others have the
connection, and what they change reaches the copy too. A copy takes its name only when
it is whole, was checked, and is on the disk.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import apsw

from mapper.model.errors import CancelledError, DamagedProjectError, ProjectError
from mapper.project.connection import sentences
from mapper.project.imports import Progress
from mapper.project.reading import Reading

#: Pages copied at once: four megabytes, a few milliseconds.
_PAGES: Final = 1_000
#: Waiting for whoever has the connection; in between it is asked whether to go on.
_PATIENCE_S: Final = 0.2
#: How long another program may keep the file busy.
_BUSY_S: Final = 10.0
#: Share of the work that copying is; the rest is checking.
_COPYING: Final = 0.8
#: Instructions of SQLite between two questions whether to go on.
_BETWEEN: Final = 100_000
#: Left free on the disk, for the next changes of whatever lies there.
_SPARE_BYTES: Final = 16 * 2**20

#: Gives the connection that is copied from, for a few pages, or None if it is in use.
Lender = Callable[[], AbstractContextManager[apsw.Connection | None]]


def copy_project(project: Reading, target: Path, *, progress: Progress | None = None) -> int:
    """Write a copy of an open project as a new file; return its size in bytes.

    The project is free for others between the pages, in other threads too; the copy
    holds what it holds at the end.

    Raises
    ------
    ProjectError
        If ``target`` exists, does not end in ``.gpkg``, or cannot be written.
    DamagedProjectError
        If the project is damaged: no copy is made of that.
    CancelledError
        If ``progress`` returned False, or the project was closed meanwhile.
    """
    return copy_database(
        lambda: project.briefly(_PATIENCE_S), project.path.name, target, progress=progress
    )


def copy_database(
    lender: Lender, name: str, target: Path, *, progress: Progress | None = None
) -> int:
    """Write a copy of a database as a new file; return its size in bytes.

    Parameters
    ----------
    lender
        Gives the connection to copy from.
    name
        What is copied, for sentences.
    """
    refuse_target(target)
    with new_file(target) as part, _open_part(part, name) as copy:
        _fill(lender, copy, name, target, progress)
        _check(copy, name, progress)
        # A copied write-ahead mode would leave two more files beside it.
        copy.pragma("journal_mode", "delete")
    return target.stat().st_size


def refuse_target(target: Path) -> None:
    """Refuse a name for a new project that cannot be taken.

    Raises
    ------
    ProjectError
        If it has another ending, exists, or another file's unfinished work lies there.
    """
    if target.suffix.lower() != ".gpkg":
        raise ProjectError(f"A project's file name ends in .gpkg; found {target.name}.")
    if not target.absolute().parent.is_dir():
        raise ProjectError(f"The folder {target.parent} does not exist.")
    if target.exists() or target.is_symlink():
        raise ProjectError(f"{target} exists already; nothing was changed.")
    for ending in ("-journal", "-wal"):
        beside = target.with_name(target.name + ending)
        # SQLite would take it for the new file's own.
        if beside.exists():
            raise ProjectError(f"{beside} belongs to another file; give another name.")


def refuse_full(folder: Path, size: int, what: str) -> None:
    """Refuse work for which there is no room.

    Parameters
    ----------
    folder
        Where so many bytes are to be written.
    what
        What is made, for the sentence: ``the copy``.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from error
    if free < size + _SPARE_BYTES:
        raise ProjectError(
            f"There is no room for {what} in {folder}: it needs {megabytes(size)}, "
            f"and {megabytes(free)} are free."
        )


def megabytes(size: int) -> str:
    """Return a size in words, at least one megabyte."""
    return f"{max(size / 1e6, 1.0):,.0f} MB"


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give a name to write a new file under; it is ``target`` when the block ends well.

    Nothing is left of it after an error, and nothing is ever overwritten.
    """
    part = target.with_name(f".{target.stem}.part.gpkg")
    try:
        _remove(part)
        yield part
        _make_durable(part)
        # Fails where a file of that name came in the meantime.
        with open(target, "xb"):
            pass
        os.replace(part, target)
        _make_durable(target.parent)
    except FileExistsError:
        _remove(part)
        raise ProjectError(f"{target} exists already; nothing was changed.") from None
    except OSError as error:
        _remove(part)
        raise ProjectError(f"{target} cannot be written: {error.strerror}.") from error
    except ProjectError as error:
        _remove(part)
        if isinstance(error.__cause__, apsw.FullError):
            raise ProjectError(
                f"The disk is full; {target.name} was not written to {target.parent}."
            ) from error
        # Nobody knows the name it had until now.
        raise type(error)(str(error).replace(part.name, target.name)) from error
    except BaseException:
        _remove(part)
        raise


def _remove(part: Path) -> None:
    for ending in ("", "-journal", "-wal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _make_durable(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _open_part(part: Path, name: str) -> Iterator[apsw.Connection]:
    with sentences(Path(name)):
        copy = apsw.Connection(str(part))
        try:
            # It is thrown away if anything goes wrong, and made durable at the end.
            copy.pragma("journal_mode", "off")
            copy.pragma("synchronous", "off")
            yield copy
        finally:
            copy.close()


def _fill(
    lender: Lender, copy: apsw.Connection, name: str, target: Path, progress: Progress | None
) -> None:
    backup: apsw.Backup | None = None
    busy_since: float | None = None
    done = False
    share = 0.0
    try:
        while not done:
            with lender() as source:
                if source is None:
                    _tell(progress, 0.0)
                    continue
                try:
                    if backup is None:
                        if source.in_transaction:
                            raise ProjectError(f"{name} is in the middle of a change.")
                        refuse_full(target.parent, _size(source), "the copy")
                        backup = copy.backup("main", source, "main")
                    done = backup.step(_PAGES)
                    share = 1.0 - backup.remaining / max(backup.page_count, 1)
                    busy_since = None
                except (apsw.BusyError, apsw.LockedError):
                    busy_since = busy_since or time.monotonic()
                    if time.monotonic() - busy_since > _BUSY_S:
                        raise
                except apsw.ConnectionClosedError as error:
                    raise CancelledError("The copy") from error
            _tell(progress, _COPYING * share)
            # Whoever waits for the connection would else hardly ever get it.
            time.sleep(0.0 if done else 0.001 if busy_since is None else 0.05)
    finally:
        if backup is not None:
            _end(backup, lender)


def _end(backup: apsw.Backup, lender: Lender) -> None:
    """Close a backup; that touches the connection, which others may be using."""
    while True:
        with lender() as source:
            if source is not None:
                backup.close(force=True)
                return


def _size(connection: apsw.Connection) -> int:
    return int(connection.pragma("page_count")) * int(connection.pragma("page_size"))


def _check(copy: apsw.Connection, name: str, progress: Progress | None) -> None:
    """Refuse a copy of what is damaged."""
    cancelled: list[CancelledError] = []

    def ask() -> bool:
        try:
            _tell(progress, _COPYING)
        except CancelledError as error:
            cancelled.append(error)
        return bool(cancelled)

    copy.set_progress_handler(ask, _BETWEEN)
    try:
        found = copy.execute("PRAGMA quick_check(1)").fetchall()
    except apsw.InterruptError:
        raise cancelled[0] from None
    finally:
        copy.set_progress_handler(None)
    if found != [("ok",)]:
        raise DamagedProjectError(f"{name} is damaged; no copy was made of it.")
    _tell(progress, 1.0)


def _tell(progress: Progress | None, share: float) -> None:
    if progress is not None and progress(share) is False:
        raise CancelledError("The copy")
