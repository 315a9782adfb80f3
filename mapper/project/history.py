"""Steps: one per action of the person, each can be undone, also tomorrow.

SQLite's session extension records what an action did to the rows; the
inverse of that record is kept in ``mapper_steps`` as the way back. Undoing
is recorded in the same way, which gives the way forward again. New rows of
an import are not recorded: their way back names only their numbers, so a
large import does not double the file.

Only the newest step that is done can be undone, and only the oldest that is
undone can be redone; a new action drops the undone ones.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import apsw
import numpy as np

from mapper.model.errors import ProjectError
from mapper.model.schema import TABLES

#: Tables whose rows a step may change.
RECORDED: Final = (*TABLES, "imports", "mapper_edited")
#: Above this many events a change names none of them: views read all again.
MAX_LISTED: Final = 1_000
#: Size of one stored part; SQLite refuses values of a thousand million bytes.
_PART_BYTES: Final = 256 * 2**20


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one kind in an import."""

    accepted: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Change:
    """What an action changed, for whoever shows it.

    Parameters
    ----------
    name
        The action in words, such as ``Edit of 'Izhevsk'``.
    tables
        Names of the tables that changed.
    event_ids
        Events that changed, or None when they are too many to name.
    counts
        Of an import: counts by kind, ``events`` and ``fronts``.
    warnings
        What the person should know about it.
    """

    name: str
    tables: frozenset[str]
    event_ids: tuple[str, ...] | None = ()
    counts: dict[str, Counts] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def accepted(self) -> int:
        """Rows that are new."""
        return sum(counts.accepted for counts in self.counts.values())

    @property
    def updated(self) -> int:
        """Rows that were there with other values."""
        return sum(counts.updated for counts in self.counts.values())

    @property
    def unchanged(self) -> int:
        """Rows that were left as they were."""
        return sum(counts.unchanged for counts in self.counts.values())


class Step:
    """An action under way: collects what the recorder cannot know."""

    def __init__(self, connection: apsw.Connection, session: apsw.Session) -> None:
        self._connection = connection
        self._session = session
        self.ways_back: list[bytes] = []

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """Record nothing inside: the caller gives the way back itself."""
        self._session.enabled = False
        try:
            yield
        finally:
            self._session.enabled = True

    def added(self, table: str, first: int, last: int) -> None:
        """Note that rows ``first`` to ``last`` (``fid``) are new in ``table``."""
        if last >= first:
            self.ways_back.append(_deletion(self._connection, table, first, last))


def now() -> str:
    """Return the time as GeoPackage wants it: ISO, UTC, milliseconds."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _deletion(connection: apsw.Connection, table: str, first: int, last: int) -> bytes:
    """Return a patchset that deletes a range of rows (format: sqlite.org/sessionintro)."""
    columns: list[Any] = connection.execute(f"PRAGMA table_info({table})").fetchall()
    keys = bytes(row[5] for row in columns)
    header = b"P" + bytes([len(columns)]) + keys + table.encode() + b"\0"
    fields = [("operation", "u1"), ("indirect", "u1"), ("type", "u1"), ("fid", ">i8")]
    body = np.zeros(last - first + 1, dtype=fields)
    body["operation"] = apsw.SQLITE_DELETE
    body["type"] = 1
    body["fid"] = np.arange(first, last + 1)
    return header + body.tobytes()


@contextmanager
def recording(connection: apsw.Connection) -> Iterator[apsw.Session]:
    """Record changes of the tables a step may change."""
    session = apsw.Session(connection, "main")
    for table in RECORDED:
        session.attach(table)
    try:
        yield session
    finally:
        session.close()


@contextmanager
def quiet(connection: apsw.Connection) -> Iterator[None]:
    """Keep rows written inside from counting as edited by the person."""
    connection.execute("INSERT INTO mapper_quiet VALUES (1)")
    yield
    connection.execute("DELETE FROM mapper_quiet")


def store(
    connection: apsw.Connection,
    name: str,
    tables: frozenset[str],
    event_ids: tuple[str, ...] | None,
    ways_back: list[bytes],
    reason: str | None,
) -> None:
    """Append a step and drop the undone ones."""
    connection.execute(
        "DELETE FROM mapper_steps WHERE step IN (SELECT fid FROM changes WHERE state = 'undone')"
    )
    connection.execute("UPDATE changes SET state = 'dropped' WHERE state = 'undone'")
    connection.execute(
        "INSERT INTO changes (at, name, reason, state, tables, event_ids)"
        " VALUES (?, ?, ?, 'done', ?, ?)",
        (
            now(),
            name,
            reason,
            ",".join(sorted(tables)),
            None if event_ids is None else json.dumps(event_ids, ensure_ascii=False),
        ),
    )
    _store_parts(connection, connection.last_insert_rowid(), "undo", ways_back)


def next_name(connection: apsw.Connection, direction: str) -> str | None:
    """Return the name of the step that ``undo`` or ``redo`` would take."""
    found = _next(connection, direction)
    return None if found is None else str(found[1])


def travel(connection: apsw.Connection, direction: str) -> Change:
    """Take one step back (``undo``) or forward (``redo``); inside a transaction.

    Raises
    ------
    ProjectError
        If there is none, or another program changed the same rows since.
    """
    found = _next(connection, direction)
    if found is None:
        raise ProjectError(f"There is nothing to {direction}.")
    step, name, tables, event_ids = found
    with recording(connection) as session, quiet(connection):
        parts = _parts(connection, step, direction)
        if direction == "redo":
            # First, so that the rows that come back take its room in the file.
            connection.execute(
                "DELETE FROM mapper_steps WHERE step = ? AND direction = 'redo'", (step,)
            )
        for part in parts:
            _apply(connection, part, f"{direction.capitalize()} of “{name}”")
        if direction == "undo":
            way_on = apsw.Changeset.invert(session.changeset())
            _store_parts(connection, step, "redo", [way_on])
    state = "undone" if direction == "undo" else "done"
    connection.execute("UPDATE changes SET state = ? WHERE fid = ?", (state, step))
    ids = None if event_ids is None else tuple(json.loads(event_ids))
    return Change(
        name=f"{direction.capitalize()} {name}", tables=frozenset(tables.split(",")), event_ids=ids
    )


def _next(connection: apsw.Connection, direction: str) -> tuple[int, str, str, str | None] | None:
    state, pick = ("done", "max") if direction == "undo" else ("undone", "min")
    found: tuple[int, str, str, str | None] | None = connection.execute(
        f"SELECT fid, name, tables, event_ids FROM changes"
        f" WHERE fid = (SELECT {pick}(fid) FROM changes WHERE state = ?)",
        (state,),
    ).get
    return found


def _apply(connection: apsw.Connection, part: bytes, what: str) -> None:
    def conflict(reason: int, change: apsw.TableChange) -> int:
        return int(apsw.SQLITE_CHANGESET_ABORT)

    try:
        apsw.Changeset.apply(part, connection, conflict=conflict)
    except apsw.AbortError as error:
        raise ProjectError(
            f"{what} is not possible: another program changed the same rows since."
        ) from error


def _store_parts(connection: apsw.Connection, step: int, direction: str, ways: list[bytes]) -> None:
    packed = zlib.compress(
        b"".join(struct.pack("<Q", len(way)) + way for way in ways if way), level=1
    )
    connection.executemany(
        "INSERT INTO mapper_steps VALUES (?, ?, ?, ?)",
        [
            (step, direction, number, packed[start : start + _PART_BYTES])
            for number, start in enumerate(range(0, len(packed), _PART_BYTES))
        ],
    )


def _parts(connection: apsw.Connection, step: int, direction: str) -> list[bytes]:
    stored: list[Any] = connection.execute(
        "SELECT data FROM mapper_steps WHERE step = ? AND direction = ? ORDER BY part",
        (step, direction),
    ).fetchall()
    data = zlib.decompress(b"".join(part for (part,) in stored))
    ways, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        ways.append(data[at + 8 : at + 8 + length])
        at += 8 + length
    return ways
