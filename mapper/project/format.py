"""The version of the project format, and the steps from older ones.

History
-------
1.0
    First format. The tables ``mapper_lines``, ``mapper_boundary``, ``mapper_travels`` and
    ``mapper_merged`` came later and are made when they are first needed; a Mapper that knows
    nothing of them leaves them alone.
1.1
    What feeds gave of edited events (``mapper_given``), sources that imports leave alone
    (``mapper_own_sources``), and ids of merged events (``mapper_aliases``).
1.2
    Notes of what other programs change (``mapper_outside_...``, ``mapper_here``). An older
    Mapper takes their triggers for foreign ones and opens such a file for reading only.

A newer minor version is read and written as it is; a newer major version is
refused. An older version is taken over when the file is opened for writing, in one transaction;
a copy is kept with the backups first. Opened for reading it stays as it is. GeoPackage
owns ``PRAGMA user_version``, so ours is a row of the table ``settings``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import apsw

from mapper.model.errors import ProjectError
from mapper.project import given, outside

VERSION: Final = (1, 2)
KEY: Final = "format_version"

#: One function per step, by the version it starts from; each runs inside one
#: transaction with the record of its result.
MIGRATIONS: Final[dict[tuple[int, int], Callable[[apsw.Connection], None]]] = {
    (1, 0): given.from_1_0,
    (1, 1): outside.create,
}


def write_version(connection: apsw.Connection) -> None:
    """Record the version of this Mapper in the file."""
    connection.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (KEY, ".".join(map(str, VERSION))),
    )


def check_version(connection: apsw.Connection, path: Path) -> tuple[int, int]:
    """Return the version of the file.

    Raises
    ------
    ProjectError
        If it has none, an impossible one, or a newer major one.
    """
    text = connection.execute("SELECT value FROM settings WHERE key = ?", (KEY,)).get
    try:
        major, minor = (int(part) for part in str(text).split("."))
    except ValueError:
        raise ProjectError(
            f"{path.name} is a GeoPackage but not a Mapper project; "
            "import it into a project instead."
        ) from None
    if (major, minor) < min(MIGRATIONS):
        raise ProjectError(f"{path.name} has a format that no Mapper wrote ({major}.{minor}).")
    if major > VERSION[0]:
        raise ProjectError(
            f"{path.name} was written by a newer Mapper (format {major}.{minor}; "
            f"this one reads {VERSION[0]}); install a newer Mapper to open it."
        )
    return major, minor


def migrate(connection: apsw.Connection, found: tuple[int, int]) -> None:
    """Take an older file over, all steps or none.

    Parameters
    ----------
    found
        The version of the file.
    """
    if found >= VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        while found < VERSION:
            MIGRATIONS[found](connection)
            found = (found[0], found[1] + 1)
        write_version(connection)
        connection.execute("COMMIT")
    except BaseException:
        # After some errors of the disk SQLite itself has ended the transaction.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
