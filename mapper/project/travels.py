"""When steps were undone and redone: two copies of a project tell by it where they parted.

The table is made when it is first needed, and is not listed for GDAL and QGIS.
"""

from __future__ import annotations

from typing import Final

import apsw

from mapper.model.errors import ProjectError

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS mapper_travels (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at TEXT NOT NULL, step INTEGER NOT NULL, direction TEXT NOT NULL)
"""


def note(connection: apsw.Connection, step: int, direction: str, at: str) -> None:
    """Note that a step was undone or redone; inside a transaction."""
    try:
        connection.execute(_TABLE)
        connection.execute(
            "INSERT INTO mapper_travels (at, step, direction) VALUES (?, ?, ?)",
            (at, step, direction),
        )
    except apsw.SQLError as error:
        raise ProjectError("The table mapper_travels was made by another program.") from error
