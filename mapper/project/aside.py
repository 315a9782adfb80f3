"""Rows an import added, and where they lie while it is undone.

Undoing moves them into tables of the same columns, redoing moves them back
under their old numbers: an import of any size is never in the file twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import apsw

from mapper.model.errors import CancelledError, ProjectError
from mapper.model.schema import TABLES

#: Table, first and last ``fid`` of rows that were added together.
Range = tuple[str, int, int]

#: Called with the share done, 0 to 1; False cancels.
Progress = Callable[[float], bool | None]

#: Rows moved at once.
_PORTION: Final = 2_000


def store_ranges(connection: apsw.Connection, step: int, added: list[Range]) -> None:
    """Keep with a step which rows it added."""
    if added:
        connection.execute(
            "INSERT INTO mapper_steps VALUES (?, 'added', 0, ?)",
            (step, json.dumps(added).encode()),
        )


def drop(connection: apsw.Connection, step: int) -> None:
    """Forget the rows of an undone step for good."""
    for table, _, _ in ranges_of(connection, step):
        connection.execute(f"DROP TABLE IF EXISTS {_aside(step, table)}")


def count(connection: apsw.Connection, step: int) -> int:
    """Return how many rows undoing or redoing a step moves."""
    return sum(last - first + 1 for _, first, last in ranges_of(connection, step))


def set_aside(connection: apsw.Connection, step: int, progress: Progress | None) -> None:
    """Move the rows a step added out of their tables.

    Raises
    ------
    CancelledError
        If ``progress`` returned False; the transaction is to be taken back.
    """
    tell = _told("The undo", count(connection, step), progress)
    for table, first, last in ranges_of(connection, step):
        aside = _aside(step, table)
        connection.execute(f"CREATE TABLE IF NOT EXISTS {aside} AS SELECT * FROM {table} WHERE 0")
        for rows in _move(connection, table, aside, first, last):
            tell(rows)


def bring_back(connection: apsw.Connection, step: int, progress: Progress | None) -> None:
    """Move the rows of an undone step back into their tables; raises as `set_aside` does."""
    ranges = ranges_of(connection, step)
    tell = _told("The redo", count(connection, step), progress)
    for table, first, last in ranges:
        aside = _aside(step, table)
        connection.execute(f"CREATE INDEX IF NOT EXISTS {aside}_fid ON {aside} (fid)")
        for rows in _move(connection, aside, table, first, last):
            tell(rows)
    for table in {table for table, _, _ in ranges}:
        connection.execute(f"DROP TABLE {_aside(step, table)}")


def _told(what: str, total: int, progress: Progress | None) -> Callable[[int], None]:
    """Return a function that is told how many more rows were moved."""
    moved = 0

    def tell(rows: int) -> None:
        nonlocal moved
        moved += rows
        if progress is not None and progress(min(1.0, moved / total)) is False:
            raise CancelledError(what)

    return tell


def _aside(step: int, table: str) -> str:
    return f"mapper_aside_{step}_{table}"


def _move(
    connection: apsw.Connection, source: str, target: str, first: int, last: int
) -> Iterator[int]:
    """Move rows in portions, and give the size of each: its room is free for the next."""
    columns: list[Any] = connection.execute(f"PRAGMA table_info({source})").fetchall()
    names = ", ".join('"' + str(column[1]).replace('"', '""') + '"' for column in columns)
    for start in range(first, last + 1, _PORTION):
        end = min(start + _PORTION - 1, last)
        rows = f"FROM {source} WHERE fid BETWEEN {start:d} AND {end:d}"
        connection.execute(f"INSERT INTO {target} ({names}) SELECT {names} {rows} ORDER BY fid")
        connection.execute(f"DELETE {rows}")
        yield end - start + 1


def ranges_of(connection: apsw.Connection, step: int) -> list[Range]:
    """Return the rows a step added together.

    Raises
    ------
    ProjectError
        If what the file says of it is damaged.
    """
    data = connection.execute(
        "SELECT data FROM mapper_steps WHERE step = ? AND direction = 'added'", (step,)
    ).get
    try:
        ranges = [] if data is None else json.loads(data)
        # The file may be anybody's: a table's name becomes part of a statement.
        return [(TABLES[table].name, int(first), int(last)) for table, first, last in ranges]
    except (ValueError, TypeError, KeyError) as error:
        raise ProjectError("What the project keeps of its steps is damaged.") from error
