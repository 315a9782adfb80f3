"""What feeds gave of events that somebody changed since.

An event's row, as its feed gave it, is kept when the first value of it is changed, here
or in QGIS. A later import then knows three values of every field: what the feed gave
before, what stands in the project, and what the feed gives now.

Sources have no fields that could be told apart so: feeds number them by their order.
Those somebody changed or took away are only noted; an import leaves them alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, Final

import apsw

from mapper.model.schema import EVENTS, GEOMETRY, Table

#: Set by the project, never by a feed.
OWN_TIMES: Final = ("created_at", "updated_at")

#: The rows as the feeds gave them; of events merged into others too.
GIVEN: Final = Table(
    "mapper_given",
    EVENTS.key,
    tuple(column for column in EVENTS.columns if column.name not in OWN_TIMES),
    EVENTS.geometry,
)

#: Tables a step may change, beside those of the model.
NAMES: Final = ("mapper_edited", "mapper_given", "mapper_own_sources", "mapper_aliases")

_DEFINITIONS: Final = ", ".join(
    [GEOMETRY, "event_id TEXT NOT NULL UNIQUE", *GIVEN.names[1:]],
)
_COLUMNS: Final = ", ".join([GEOMETRY, *GIVEN.names])
_OLD: Final = ", ".join(f"OLD.{name}" for name in [GEOMETRY, *GIVEN.names])
_UNTOUCHED: Final = "NOT EXISTS (SELECT 1 FROM mapper_edited WHERE event_id = {event})"
_WHEN: Final = "WHEN NOT EXISTS (SELECT 1 FROM mapper_quiet)"

_TABLES: Final = f"""
CREATE TABLE IF NOT EXISTS mapper_edited (event_id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mapper_given
    (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {_DEFINITIONS});
CREATE TABLE IF NOT EXISTS mapper_own_sources
    (source_id TEXT NOT NULL PRIMARY KEY, event_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mapper_aliases
    (event_id TEXT NOT NULL PRIMARY KEY, kept_id TEXT NOT NULL) WITHOUT ROWID;
"""


def _keep(source: str, event: str) -> str:
    return (
        f"INSERT OR IGNORE INTO mapper_given ({_COLUMNS}) {source}"
        f" {_UNTOUCHED.format(event=event)};"
        f" INSERT OR IGNORE INTO mapper_edited VALUES ({event});"
    )


def _of_event(event: str) -> str:
    return _keep(f"SELECT {_COLUMNS} FROM events WHERE event_id = {event} AND", event)


#: Plain SQL, because QGIS has none of our functions.
_TRIGGERS: Final = {
    "mapper_edited_events": f"AFTER UPDATE ON events {_WHEN} BEGIN"
    f" {_keep(f'SELECT {_OLD} WHERE', 'OLD.event_id')} END",
    "mapper_edited_sources": f"AFTER UPDATE ON sources {_WHEN} BEGIN {_of_event('NEW.event_id')}"
    " INSERT OR IGNORE INTO mapper_own_sources VALUES (OLD.source_id, NEW.event_id); END",
    "mapper_deleted_sources": f"AFTER DELETE ON sources {_WHEN} BEGIN {_of_event('OLD.event_id')}"
    " INSERT OR IGNORE INTO mapper_own_sources VALUES (OLD.source_id, OLD.event_id); END",
}

#: Names of the triggers.
TRIGGERS: Final = frozenset(_TRIGGERS)


def create(connection: apsw.Connection) -> None:
    """Make the tables and triggers; in a file of an older Mapper too."""
    connection.execute(_TABLES)
    for name, body in _TRIGGERS.items():
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute(f"CREATE TRIGGER {name} {body}")


def from_1_0(connection: apsw.Connection) -> None:
    """Take over a file of format 1.0, which says only which events were edited."""
    create(connection)
    # Which of their sources were edited is not known: none may be overwritten.
    connection.execute(
        "INSERT OR IGNORE INTO mapper_own_sources"
        " SELECT source_id, event_id FROM sources"
        " WHERE event_id IN (SELECT event_id FROM mapper_edited)"
    )


def mark(connection: apsw.Connection, event_id: str) -> None:
    """Note that the person changed what hangs on an event."""
    connection.execute(_of_event(":event"), {"event": event_id})


def own_source(connection: apsw.Connection, source_id: str, event_id: str) -> None:
    """Note that no import may change, or bring back, this source."""
    connection.execute(
        "INSERT OR REPLACE INTO mapper_own_sources VALUES (?, ?)", (source_id, event_id)
    )


def forget(connection: apsw.Connection, event_ids: Iterable[str]) -> None:
    """Forget all about events that are deleted, and about those merged into them."""
    among = "IN (SELECT value FROM json_each(?))"
    merged = f"SELECT event_id FROM mapper_aliases WHERE kept_id {among}"
    own = (json.dumps(list(event_ids)),)
    connection.execute(f"DELETE FROM mapper_given WHERE event_id IN ({merged})", own)
    connection.execute(f"DELETE FROM mapper_aliases WHERE kept_id {among}", own)
    for table in ("mapper_given", "mapper_edited", "mapper_own_sources"):
        connection.execute(f"DELETE FROM {table} WHERE event_id {among}", own)


def edited(connection: apsw.Connection) -> set[str]:
    """Return the ids of events that somebody changed since they came in."""
    return _keys(connection, "SELECT event_id FROM mapper_edited", "mapper_edited")


def own_sources(connection: apsw.Connection, overwrite: Collection[str]) -> set[str]:
    """Return the ids of sources an import leaves alone, but for those of some events."""
    rows = _rows(
        connection, "SELECT source_id, event_id FROM mapper_own_sources", "mapper_own_sources"
    )
    return {source_id for source_id, event_id in rows if event_id not in overwrite}


def aliases(connection: apsw.Connection) -> dict[str, str]:
    """Return, for the id of every merged event, the id of the one it was merged into."""
    return dict(
        _rows(
            connection,
            "SELECT event_id, kept_id FROM mapper_aliases"
            " WHERE kept_id IN (SELECT event_id FROM events)"
            " AND event_id NOT IN (SELECT event_id FROM events)",
            "mapper_aliases",
        )
    )


def _keys(connection: apsw.Connection, sql: str, table: str) -> set[str]:
    return {key for (key,) in _rows(connection, sql, table)}


def _rows(connection: apsw.Connection, sql: str, table: str) -> list[Any]:
    """Return rows; none where the table is not there, in an older file opened for reading."""
    if not connection.table_exists("main", table):
        return []
    rows: list[Any] = connection.execute(sql).fetchall()
    return rows
