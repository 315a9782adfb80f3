"""What other programs, such as QGIS, change in the file: noted by triggers, told as a step.

The triggers are plain SQL, so every program runs them: a row's first state, and that it
was added, are noted while no step of ours is under way. When the file is opened for
writing, and before an action where another program wrote meanwhile, what differs from the
noted rows becomes a step like any other: it stands in the history and can be undone.

Two things pass unseen: rows that a program replaces in place (``INSERT OR REPLACE``) under
their old number count as added, and a program that takes the triggers away leaves no note;
the triggers are put back and the history says that something may have changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import apsw

from mapper.model.errors import ProjectError
from mapper.model.schema import GEOMETRY, TABLES, Table
from mapper.project import given, history
from mapper.project.changesets import Row, Value, same, way_back
from mapper.project.history import MAX_LISTED, Change

#: Name of the step that holds what another program changed.
STEP: Final = "Changes in another program"
#: Name of an entry where another program took the notes away.
UNKNOWN: Final = "Another program took out how its changes are noted"

_NOW: Final = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"
_WHEN: Final = "WHEN NOT EXISTS (SELECT 1 FROM mapper_here)"

#: Of a changed row: when it was changed last, its number, how it was and how it is.
Difference = tuple[str, int, Row | None, Row | None]


def _log(table: Table) -> str:
    return f"mapper_outside_{table.name}"


def _columns(table: Table) -> list[str]:
    return [GEOMETRY, *table.names] if table.geometry else table.names


def _definition(table: Table) -> str:
    # Columns without a type hold every value exactly as it was.
    return f"fid INTEGER PRIMARY KEY, log_at TEXT, log_added INTEGER, {', '.join(_columns(table))}"


def _triggers(table: Table) -> dict[str, str]:
    log, names = _log(table), ", ".join(_columns(table))
    old = ", ".join(f"OLD.{name}" for name in _columns(table))

    def note(row: str, added: int, columns: str, values: str, only: str = "") -> str:
        # No OR IGNORE: the policy of the statement that fires a trigger would override it.
        return (
            f"INSERT INTO {log} (fid, log_at, log_added{columns})"
            f" SELECT {row}.fid, {_NOW}, {added}{values}"
            f" WHERE {only}NOT EXISTS (SELECT 1 FROM {log} WHERE fid = {row}.fid);"
        )

    again = f"UPDATE {log} SET log_at = {_NOW} WHERE fid = OLD.fid;"
    was = note("OLD", 0, f", {names}", f", {old}")
    renumbered = note("NEW", 1, "", "", "NEW.fid <> OLD.fid AND ")
    bodies = {
        "insert": ("INSERT", note("NEW", 1, "", "")),
        "update": ("UPDATE", f"{again} {was} {renumbered}"),
        "delete": ("DELETE", f"{again} {was}"),
    }
    return {
        f"{log}_{name}": f"CREATE TRIGGER {log}_{name} AFTER {event} ON {table.name} {_WHEN}"
        f" BEGIN {body} END"
        for name, (event, body) in bodies.items()
    }


def create(connection: apsw.Connection) -> None:
    """Make the tables of notes and the triggers, in place of others of their names."""
    connection.execute("CREATE TABLE IF NOT EXISTS mapper_here (on_now INTEGER)")
    connection.execute("DELETE FROM mapper_here; DELETE FROM mapper_quiet")
    for table in TABLES.values():
        kind = _kind(connection, _log(table))
        if kind is not None and not _fits(connection, table):
            connection.execute(f"DROP {kind} {_log(table)}")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {_log(table)} ({_definition(table)})")
        for name, sql in _triggers(table).items():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            connection.execute(sql)


def _kind(connection: apsw.Connection, name: str) -> str | None:
    found: str | None = connection.execute(
        "SELECT type FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?", (name,)
    ).get
    return found


def _fits(connection: apsw.Connection, table: Table) -> bool:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({_log(table)})")]
    wanted = ["fid", "log_at", "log_added", *_columns(table)]
    return _kind(connection, _log(table)) == "table" and names == wanted


def whole(connection: apsw.Connection) -> bool:
    """Tell whether all that notes changes is there; in a file of an older Mapper it is not."""
    there = dict(connection.execute("SELECT name, type FROM sqlite_schema"))
    wanted = {name for table in TABLES.values() for name in _triggers(table)} | given.TRIGGERS
    return (
        all(there.get(name) == "table" for name in ("mapper_here", *given.NAMES))
        and all(there.get(name) == "trigger" for name in wanted)
        and all(_fits(connection, table) for table in TABLES.values())
    )


def _silenced(connection: apsw.Connection) -> bool:
    """Tell whether a row that stayed keeps the triggers silent; ours never does."""
    rows = "SELECT 1 FROM mapper_here UNION ALL SELECT 1 FROM mapper_quiet"
    return bool(connection.execute(f"SELECT EXISTS ({rows})").get)


def pending(connection: apsw.Connection) -> list[Table]:
    """Return the tables of which changes are noted; none in a file of an older Mapper."""
    return [
        table
        for table in TABLES.values()
        if connection.table_exists("main", _log(table))
        and _fits(connection, table)
        and connection.execute(f"SELECT EXISTS (SELECT 1 FROM {_log(table)})").get
    ]


def last_noted(connection: apsw.Connection) -> str | None:
    """Return when another program changed something that is no step yet, None if none did."""
    found = [at for table in pending(connection) for at, *_ in differences(connection, table)]
    return max(found, default=None)


def take_in_on_opening(connection: apsw.Connection) -> Change | None:
    """Make a step of what other programs changed while the file was closed."""
    notes = whole(connection) and not _silenced(connection)
    if notes and not pending(connection):
        return None
    connection.execute("BEGIN IMMEDIATE")
    try:
        change = None
        if not notes:
            given.create(connection)
            create(connection)
            change = Change(UNKNOWN, frozenset(TABLES), None)
            history.append(connection, change, state="dropped")
        change = take_in(connection) or change
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return change


def take_in(connection: apsw.Connection) -> Change | None:
    """Make a step of what other programs changed; inside a transaction.

    Returns
    -------
    Change or None
        None if nothing differs from what stood there before.
    """
    record, changed, owners = [], set(), set()
    last = ""
    for table in pending(connection):
        found = list(differences(connection, table))
        names = column_names(connection, table.name)
        key = names.index("fid")
        part = way_back(table.name, key, [(before, after) for _, _, before, after in found])
        if part:
            record.append(part)
            changed.add(table.name)
            last = max([last, *(at for at, _, _, _ in found)])
            owners |= _owners(connection, table, names, found)
        connection.execute(f"DELETE FROM {_log(table)}")
    if not record:
        return None
    ids = tuple(sorted(owners)) if len(owners) <= MAX_LISTED else None
    change = Change(STEP, frozenset(changed), ids)
    history.append(connection, change, way=b"".join(record), at=last)
    return change


def differences(connection: apsw.Connection, table: Table) -> Iterator[Difference]:
    """Return the rows that are not as they were noted; columns as in `column_names`."""
    names = column_names(connection, table.name)
    known = set(_columns(table))
    was = ", ".join(f'n."{name}"' if name in known else "NULL" for name in names if name != "fid")
    now = ", ".join(f't."{_quoted(name)}"' for name in names if name != "fid")
    at = names.index("fid")
    own = [name in known for name in names if name != "fid"]
    rows = connection.execute(
        f"SELECT n.fid, n.log_at, n.log_added, t.fid, {was}, {now} FROM {_log(table)} n"
        f" LEFT JOIN {table.name} t ON t.fid = n.fid ORDER BY n.fid"
    )
    for fid, stamp, added, there, *values in _legible(rows):
        half = len(values) // 2
        before: list[Value] | None = values[:half]
        after: list[Value] | None = values[half:]
        if there is None:
            after = None
        if added:
            before = None
        if before is not None and after is not None:
            # What others added to the table is not noted.
            before = [b if k else a for b, a, k in zip(before, after, own, strict=True)]
            if all(same(b, a) for b, a in zip(before, after, strict=True)):
                continue
        if before is None and after is None:
            continue
        for row in (before, after):
            if row is not None:
                row.insert(at, fid)
        yield str(stamp or history.now()), fid, before, after


class IllegibleError(ProjectError):
    """Text that another program wrote cannot be read: of its changes no step can be made."""


def _legible(rows: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from rows
    except UnicodeDecodeError as error:
        raise IllegibleError(
            "Another program wrote text into the project that is no UTF-8; "
            "Mapper cannot read it until that program mends it."
        ) from error


def column_names(connection: apsw.Connection, table: str) -> list[str]:
    """Return the names of a table's columns, those that others added too."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _owners(
    connection: apsw.Connection, table: Table, names: list[str], found: list[Difference]
) -> set[str]:
    """Return the events that rows belong to, before and after."""
    column = "source_id" if table.name == "media" else "event_id"
    if column not in names:
        return set()
    at = names.index(column)
    ids = {row[at] for _, _, *pair in found for row in pair if row is not None} - {None}
    if table.name != "media":
        return {str(one) for one in ids}
    rows: list[Any] = connection.execute(
        "SELECT event_id FROM sources WHERE source_id IN (SELECT value FROM json_each(?))",
        (json.dumps([str(one) for one in ids]),),
    ).fetchall()
    return {event_id for (event_id,) in rows}
