"""Creating and opening projects."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import apsw

from mapper.model.errors import InputError, ProjectError
from mapper.project import backups, geopackage, outside
from mapper.project import connection as connections
from mapper.project import format as file_format
from mapper.project.connection import sentences
from mapper.project.lock import NoLocksError, WriterLock, has_locks
from mapper.project.project import Project


def create_project(path: str | Path) -> Project:
    """Make an empty project and open it for writing.

    Raises
    ------
    ProjectError
        If the name does not end in ``.gpkg``, the file exists, or it cannot
        be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".gpkg":
        raise ProjectError(f"A project's file name ends in .gpkg; found {path.name}.")
    try:
        with open(path, "xb"):
            pass
    except FileExistsError:
        raise ProjectError(f"{path} exists already; nothing was changed.") from None
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}.") from error
    lock = None
    try:
        lock = _take_lock(path)
        with sentences(path):
            connection = connections.open_for_writing(path, create=True)
            try:
                _fill(connection)
            except BaseException:
                connection.close()
                raise
    except BaseException:
        if lock is not None:
            lock.release()
        path.unlink(missing_ok=True)
        raise
    return Project(path, connection, lock=lock)


def _fill(connection: apsw.Connection) -> None:
    connection.pragma("application_id", geopackage.APPLICATION_ID)
    connection.execute("BEGIN IMMEDIATE")
    connection.pragma("user_version", geopackage.USER_VERSION)
    geopackage.create(connection)
    file_format.write_version(connection)
    connection.execute("COMMIT")


def _take_lock(path: Path) -> WriterLock:
    try:
        lock = WriterLock.take(path)
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}.") from error
    if isinstance(lock, str):
        raise ProjectError(f"{path.name} is open elsewhere: {lock} has it.")
    return lock


def open_project(path: str | Path, mode: Literal["r", "rw"] = "r") -> Project:
    """Open a project.

    With ``rw``, a project that somebody else has open, or that cannot be
    written, is opened for reading; `Project.read_only_reason` says why.

    Raises
    ------
    ProjectError
        If the file is missing, no project, damaged, from a newer Mapper, or
        unfinished work of another program lies beside it.
    ValueError
        If the mode is another.
    """
    path = Path(path)
    if mode not in ("r", "rw"):
        raise ValueError(f"mode is 'r' or 'rw', not {mode!r}")
    if not path.exists():
        raise ProjectError(f"{path} does not exist.")
    if not path.is_file():
        raise ProjectError(f"{path} is a folder, not a project file.")
    if mode == "r":
        # Whether there are locks is tried only where SQLite fails: it makes a file for a moment.
        return _open(path, lock=None, reason=None, lockable=None)
    lockable = True
    try:
        lock, reason = _writer(path)
    except NoLocksError as error:
        lock, lockable = None, False
        reason = (
            f"{path.name} is open for reading only: its folder, perhaps one of a network, has no "
            f"locks ({error.strerror}), so two people could write it at once. "
            "Copy it to a folder of this computer to work on it."
        )
    try:
        return _open(path, lock=lock, reason=reason, lockable=lockable)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def refuse_open_project(file: Path, project: Path | None) -> None:
    """Refuse a file that is the open project: reading it would drop its locks.

    Raises
    ------
    InputError
        If both are the same file.
    """
    if project is not None and file.exists() and file.samefile(project):
        raise InputError("this is the project itself", file=file)


def is_project(path: str | Path) -> bool:
    """Tell whether a file is a project of Mapper, of whatever version."""
    path = Path(path)
    if path.suffix.lower() != ".gpkg" or not path.is_file() or path.stat().st_size == 0:
        return False
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    except apsw.CantOpenError:
        return False
    try:
        return connections.has_own_tables(connection)
    except apsw.Error:
        return False
    finally:
        connection.close()


def _writer(path: Path) -> tuple[WriterLock | None, str | None]:
    """Return the right to write, or why there is none."""
    if not os.access(path, os.W_OK) or not os.access(path.absolute().parent, os.W_OK):
        return None, f"{path.name} is open for reading only: it or its folder cannot be written."
    try:
        lock = WriterLock.take(path)
    except NoLocksError:
        raise
    except OSError as error:
        return None, (
            f"{path.name} is open for reading only: no file can be made in its folder "
            f"({error.strerror})."
        )
    if isinstance(lock, str):
        return None, f"{path.name} is open for reading only: {lock} has it open."
    return lock, None


def _open(
    path: Path, *, lock: WriterLock | None, reason: str | None, lockable: bool | None = True
) -> Project:
    with sentences(path):
        opened = connections.open_for_reading if lock is None else connections.open_for_writing
        try:
            connection = opened(path)
        except (apsw.IOError, apsw.BusyError) as error:
            # SQLite also calls a file busy that the system says it has no locks for.
            if lockable is None:
                lockable = has_locks(path.absolute().parent)
            if not connections.lacks_locks(error) and (lockable or isinstance(error, apsw.IOError)):
                raise
            if lock is not None:
                lock.release()
                lock = None
            reason = reason or (
                f"{path.name} is open for reading only: SQLite cannot lock it in its folder, "
                "perhaps one of a network. Copy it to a folder of this computer to work on it."
            )
            connection = connections.open_for_reading(path, locking=False)
        try:
            connections.check_tables(connection, path)
            version = file_format.check_version(connection, path)
            if lock is not None:
                trigger = connections.strange_trigger(connection)
                if trigger is not None:
                    reason = (
                        f"{path.name} is open for reading only: another program added the "
                        f"trigger {trigger}, which could change rows unseen."
                    )
            if lock is not None and reason is None and version < file_format.VERSION:
                reason = _keep_old(connection, path, version)
            if lock is not None and reason is not None:
                lock.release()
                lock = None
            elsewhere = None
            if lock is not None:
                file_format.migrate(connection, version)
                try:
                    elsewhere = outside.take_in_on_opening(connection)
                except outside.IllegibleError as error:
                    reason = f"{path.name} is open for reading only. {error}"
                    lock.release()
                    lock = None
            return Project(
                path, connection, lock=lock, read_only_reason=reason, elsewhere=elsewhere
            )
        except BaseException:
            connection.close()
            raise


def _keep_old(connection: apsw.Connection, path: Path, version: tuple[int, int]) -> str | None:
    """Keep a copy of a file of an older format; return why it must stay as it is, if it must."""
    number = ".".join(map(str, version))
    try:
        backups.keep_before_migration(connection, path, number)
    except ProjectError as error:
        return (
            f"{path.name} is open for reading only: it has the older format {number}, "
            f"and no copy of it could be kept before it is changed. {error}"
        )
    return None
