"""Opening the file: what is refused, what is read-only, and how SQLite is set.

While a project is open nothing else in the process may open its file, not
even to read it: closing any other handle drops SQLite's locks. So all that
is looked at here is read through SQLite's own handle.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw

from mapper.model.errors import DamagedProjectError, ProjectError
from mapper.model.schema import TABLES
from mapper.project import geopackage

#: How long to wait for another program's transaction, in milliseconds.
_BUSY_MS: Final = 5_000
#: SQLite's errors about locks themselves, not about who has them.
_NO_LOCKS: Final = frozenset(
    {
        apsw.SQLITE_IOERR_LOCK,
        apsw.SQLITE_IOERR_RDLOCK,
        apsw.SQLITE_IOERR_UNLOCK,
        apsw.SQLITE_IOERR_CHECKRESERVEDLOCK,
    }
)
#: A table or index that is not there, or holds what no project does.
_UNFIT: Final = (apsw.SQLError, apsw.ConstraintError, apsw.TooBigError, apsw.MismatchError)
#: What a trigger of ours or of GDAL's does: keep an index, a count, or our note
#: of what was edited. Whatever its name, no trigger may do anything else.
_HARMLESS: Final = re.compile(
    r'(insert( or replace)? into|delete from|update) "?(rtree_\w+|gpkg_ogr_contents)\b'
    r"|insert or ignore into mapper_(edited|given|own_sources)\b"
    r"|(insert into|update) mapper_outside_\w+"
)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file and the disk into sentences."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise ProjectError(
            f"{path.name} is being used by another program; close it there and try again."
        ) from error
    except apsw.FullError as error:
        raise ProjectError(f"The disk is full; nothing in {path.name} was changed.") from error
    except (apsw.NotADBError, apsw.CorruptError, apsw.FormatError) as error:
        raise DamagedProjectError(f"{path.name} is damaged or not a Mapper project.") from error
    except apsw.ReadOnlyError as error:
        if getattr(error, "extendedresult", 0) == apsw.SQLITE_READONLY_DBMOVED:
            raise ProjectError(
                f"{path.name} was moved, replaced or deleted by another program while it was "
                "open; nothing was changed. Open it again."
            ) from error
        if getattr(error, "extendedresult", 0) == apsw.SQLITE_READONLY_ROLLBACK:
            raise ProjectError(
                f"{path.name} was left in the middle of a change and cannot be restored here; "
                f"copy it together with {path.name}-journal to a folder that can be written."
            ) from error
        raise ProjectError(f"{path.name} cannot be written: it is read-only.") from error
    except apsw.CantOpenError as error:
        raise ProjectError(f"{path} cannot be opened.") from error
    except apsw.IOError as error:
        raise ProjectError(f"{path.name} could not be read or written: {error}.") from error
    except _UNFIT as error:
        raise DamagedProjectError(
            f"{path.name} does not hold what Mapper expects ({error}); another program may have "
            "changed it."
        ) from error


def open_for_writing(path: Path, *, create: bool = False) -> apsw.Connection:
    """Return a connection on which a commit is on the disk when it returns."""
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = apsw.Connection(str(path), flags=flags)
    try:
        _set_safe(connection)
        if not create:
            check_header(connection, path)
        # Takes a write-ahead log that another program left into the file.
        mode = connection.pragma("journal_mode", "delete")
        if mode != "delete":
            raise ProjectError(f"{path.name} is open in another program; close it there first.")
        connection.pragma("synchronous", "extra")
        connection.pragma("fullfsync", True)
    except BaseException:
        connection.close()
        raise
    return connection


def lacks_locks(error: apsw.Error) -> bool:
    """Tell whether SQLite failed because the file system has no locks."""
    return getattr(error, "extendedresult", 0) in _NO_LOCKS


def open_for_reading(path: Path, *, locking: bool = True) -> apsw.Connection:
    """Return a connection that writes nothing, not even beside the file.

    Parameters
    ----------
    locking
        Whether to lock the file while reading, as is usual; where it cannot be
        locked it may be read without.

    Raises
    ------
    ProjectError
        If another program's unfinished work lies beside the file: reading
        without it would lose rows.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise ProjectError(
            f"{path.name} is open in another program, or was left by one in the middle of its "
            f"work ({log.name} lies beside it); close it there, or open it for writing once."
        )
    _restore(path)
    connection = _reading(path, "" if locking else "?nolock=1")
    try:
        header = check_header(connection, path)
        if header[18:20] == b"\x02\x02":
            # Write-ahead mode without a log: nobody has it open, and SQLite
            # would have to create files to read it in the usual way.
            connection.close()
            connection = _reading(path, "?immutable=1")
        _set_safe(connection)
        # The first that locks it.
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except BaseException:
        connection.close()
        raise
    return connection


def _reading(path: Path, how: str) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(path.absolute().as_uri() + how, flags=flags)


def _restore(path: Path) -> None:
    """Let SQLite take back what a crash left half done; only a writer can.

    Where another process is at work, SQLite knows it and leaves all alone.
    """
    journal = path.with_name(path.name + "-journal")
    if not (journal.exists() and journal.stat().st_size and os.access(path, os.W_OK)):
        return
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.set_busy_timeout(_BUSY_MS)
        connection.execute("SELECT count(*) FROM sqlite_schema")
    finally:
        connection.close()


def _set_safe(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(_BUSY_MS)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
    connection.pragma("cell_size_check", True)
    geopackage.register_functions(connection)


def check_header(connection: apsw.Connection, path: Path) -> bytes:
    """Return the file's first hundred bytes, refusing what is no database."""
    if path.stat().st_size == 0:
        raise ProjectError(f"{path.name} is empty; it is not a Mapper project.")
    header = bytes(connection.read("main", 0, 0, 100)[1])
    if not header.startswith(b"SQLite format 3\0"):
        raise DamagedProjectError(f"{path.name} is not a Mapper project (no GeoPackage file).")
    return header


def has_own_tables(connection: apsw.Connection) -> bool:
    """Tell whether the database has the tables only Mapper makes."""
    found = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
        " AND name IN ('gpkg_contents', 'settings', 'mapper_steps')"
    ).get
    return bool(found == 3)


def check_tables(connection: apsw.Connection, path: Path) -> None:
    """Refuse a file that lacks the tables or columns of a project."""
    kinds = dict(
        connection.execute("SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view')")
    )
    if "gpkg_contents" not in kinds:
        raise ProjectError(f"{path.name} is a database but not a Mapper project.")
    if "settings" not in kinds or "mapper_steps" not in kinds:
        raise ProjectError(
            f"{path.name} is a GeoPackage but not a Mapper project; "
            "import it into a project instead."
        )
    needed = [*TABLES, *geopackage.OWN_TABLES, "mapper_edited", "mapper_quiet"]
    for name in needed:
        if kinds.get(name) != "table":
            raise DamagedProjectError(
                f"{path.name} lacks the table {name}; it was changed elsewhere."
            )
    for table in TABLES.values():
        columns = {row[1]: row for row in connection.execute(f"PRAGMA table_info({table.name})")}
        for column in ["fid", *table.names, *(["geom"] if table.geometry else [])]:
            if column not in columns:
                raise DamagedProjectError(
                    f"{path.name}: the table {table.name} lacks the column {column}; "
                    "it was changed elsewhere."
                )
        if [name for name, row in columns.items() if row[5]] != ["fid"]:
            # SQLite records no change of such a table, and undo would do nothing.
            raise DamagedProjectError(
                f"{path.name}: the rows of the table {table.name} have no numbers of their own "
                "any more; it was changed elsewhere."
            )


def strange_trigger(connection: apsw.Connection) -> str | None:
    """Return the name of a trigger on our tables that is not ours nor GDAL's.

    Such a trigger could change other rows behind every edit.
    """
    triggers: list[Any] = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    ).fetchall()
    for name, table, sql in triggers:
        ours = table in TABLES or table.startswith("mapper_") or table in geopackage.OWN_TABLES
        if ours and not _harmless(sql):
            return str(name)
    return None


def _harmless(sql: str) -> bool:
    plain = " ".join(sql.lower().split())
    head, _, body = plain.partition(" begin ")
    statements = [part.strip() for part in body.removesuffix("end").split(";")]
    return " before " not in head and all(_HARMLESS.match(part) for part in statements if part)
