"""Steps: one per action of the person, each can be undone, also tomorrow.

SQLite's session extension records what an action did to the rows; the
inverse of that record is kept in ``mapper_steps`` as the way back. Undoing
is recorded in the same way, which gives the way forward again. New rows of
an import are not recorded: their way back names only their numbers, and
undoing moves them into a table aside, so a large import never doubles the
file.

Only the newest step that is done can be undone, and only the oldest that is
undone can be redone; a new action drops the undone ones.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

import apsw

from mapper.model.errors import MissingRowError, ProjectError
from mapper.model.schema import TABLES
from mapper.project import aside, changesets, given, travels

#: Tables whose rows a step may change.
RECORDED: Final = (*TABLES, "imports", *given.NAMES, "mapper_boundary", "mapper_merged")
#: Of these, notes beside the data.
_NOTES: Final = frozenset({*given.NAMES, "imports", "mapper_merged"})
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

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.accepted + other.accepted,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


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
    fields
        Of an import: in how many events (or ``source ...``, ``claim ...``) each field
        was updated.
    kept
        Of an import: events of which something stayed because somebody had changed it.
    parts
        Of an import: the change of each file.
    step
        Number of the step it is in the history; None for undo, redo and what is no step.
    """

    name: str
    tables: frozenset[str]
    event_ids: tuple[str, ...] | None = ()
    counts: dict[str, Counts] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    fields: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    parts: tuple[Change, ...] = ()
    step: int | None = None

    def joined(self, other: Change) -> Change:
        """Return this change with the tables, events and warnings of another one too."""
        ids: tuple[str, ...] | None = None
        if self.event_ids is not None and other.event_ids is not None:
            both = tuple(dict.fromkeys((*self.event_ids, *other.event_ids)))
            ids = both if len(both) <= MAX_LISTED else None
        return replace(
            self,
            tables=self.tables | other.tables,
            event_ids=ids,
            warnings=(*self.warnings, *other.warnings),
        )

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
    """An action under way: its record, and the rows it added unrecorded.

    Attributes
    ----------
    whole
        Whether all is to be recorded: rows with the ids of rows that were deleted before
        in this step can stand aside only after those are back.
    """

    def __init__(self, connection: apsw.Connection, session: apsw.Session) -> None:
        self.connection = connection
        self._session = session
        self.added: list[aside.Range] = []
        self.whole = False

    def record(self) -> bytes:
        """Return what was recorded so far, as a changeset."""
        return self._session.changeset()

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """Record nothing inside: the caller says what was added."""
        self._session.enabled = self.whole
        try:
            yield
        finally:
            self._session.enabled = True

    def add(self, table: str, first: int, last: int) -> None:
        """Note that rows ``first`` to ``last`` (``fid``) are new in ``table``."""
        if last < first or self.whole:
            return
        if self.added and self.added[-1][0] == table and self.added[-1][2] == first - 1:
            first = self.added.pop()[1]
        self.added.append((table, first, last))


class JointStep:
    """A step of several actions, such as many mends of the data check.

    Attributes
    ----------
    change
        What the actions changed so far, as one change.
    """

    def __init__(self, name: str, step: Step) -> None:
        self._step = step
        self.change = Change(name, frozenset())

    def act(self, work: Callable[[Step], Change]) -> Change:
        """Do one action of it, whole or not at all."""
        connection, added = self._step.connection, list(self._step.added)
        self._step.whole = bool(self.change.tables)
        connection.execute("SAVEPOINT action")
        try:
            change = work(self._step)
        except BaseException:
            # After some errors of the disk SQLite itself has ended the transaction.
            if connection.in_transaction:
                connection.execute("ROLLBACK TO action")
                connection.execute("RELEASE action")
            self._step.added = added
            raise
        connection.execute("RELEASE action")
        self.change = self.change.joined(change)
        return change


def now() -> str:
    """Return the time as GeoPackage wants it: ISO, UTC, milliseconds."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@contextmanager
def recording(connection: apsw.Connection) -> Iterator[Step]:
    """Record changes of the tables a step may change."""
    session = apsw.Session(connection, "main")
    for table in RECORDED:
        session.attach(table)
    # Tells the triggers that note what other programs do that this is us.
    connection.execute("INSERT INTO mapper_here VALUES (1)")
    try:
        yield Step(connection, session)
        connection.execute("DELETE FROM mapper_here")
    finally:
        session.close()


@contextmanager
def quiet(connection: apsw.Connection) -> Iterator[None]:
    """Keep rows written inside from counting as edited by the person."""
    connection.execute("INSERT INTO mapper_quiet VALUES (1)")
    yield
    connection.execute("DELETE FROM mapper_quiet")


def store(step: Step, change: Change, reason: str | None) -> Change:
    """Append a step and drop the undone ones; return the change with its number."""
    way = apsw.Changeset.invert(step.record())
    number = append(step.connection, change, reason=reason, way=way)
    aside.store_ranges(step.connection, number, step.added)
    return replace(change, step=number)


def give_reason(connection: apsw.Connection, step: int, reason: str | None) -> Change:
    """Set why a step was made, or (None) that nobody said; no step of its own."""
    words = reason.strip() if reason else None
    connection.execute("UPDATE changes SET reason = ? WHERE fid = ?", (words or None, step))
    if not connection.changes():
        raise MissingRowError("The project has no such step any more.")
    return Change("Reason", frozenset())


def append(
    connection: apsw.Connection,
    change: Change,
    *,
    reason: str | None = None,
    way: bytes | None = None,
    at: str | None = None,
    state: str = "done",
) -> int:
    """Append an entry, drop the undone steps, and return its number.

    Parameters
    ----------
    way
        The changeset that undoes it; without one it must not be ``done``.
    at
        When it was; now, if left out.
    """
    undone: list[Any] = connection.execute(
        "SELECT fid FROM changes WHERE state = 'undone'"
    ).fetchall()
    for (number,) in undone:
        aside.drop(connection, number)
        connection.execute("DELETE FROM mapper_steps WHERE step = ?", (number,))
    connection.execute("UPDATE changes SET state = 'dropped' WHERE state = 'undone'")
    ids = change.event_ids
    connection.execute(
        "INSERT INTO changes (at, name, reason, state, tables, event_ids)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            at or now(),
            change.name,
            reason,
            state,
            ",".join(sorted(change.tables)),
            None if ids is None else json.dumps(ids, ensure_ascii=False),
        ),
    )
    number = connection.last_insert_rowid()
    if way is not None:
        _store_way(connection, number, "undo", way)
    return number


def next_name(connection: apsw.Connection, direction: str) -> str | None:
    """Return the name of the step that ``undo`` or ``redo`` would take."""
    found = _next(connection, direction)
    return None if found is None else str(found[1])


def rows_to_move(connection: apsw.Connection, direction: str) -> int:
    """Return how many rows of an import the next step back or forward moves."""
    found = _next(connection, direction)
    return 0 if found is None else aside.count(connection, found[0])


def travel(
    connection: apsw.Connection, direction: str, progress: aside.Progress | None = None
) -> Change:
    """Take one step back (``undo``) or forward (``redo``); inside a transaction.

    Raises
    ------
    ProjectError
        If there is none, or another program changed the same rows since.
    CancelledError
        If ``progress`` returned False.
    """
    found = _next(connection, direction)
    if found is None:
        raise ProjectError(f"There is nothing to {direction}.")
    step, name, tables, event_ids = found
    what = f"{direction.capitalize()} of “{name}”"
    with recording(connection) as recorded, quiet(connection):
        way = _way(connection, step, direction)
        if direction == "undo":
            _apply(connection, way, what)
            _store_way(connection, step, "redo", apsw.Changeset.invert(recorded.record()))
            with recorded.unrecorded():
                aside.set_aside(connection, step, progress)
        else:
            connection.execute(
                "DELETE FROM mapper_steps WHERE step = ? AND direction = 'redo'", (step,)
            )
            aside.bring_back(connection, step, progress)
            _apply(connection, way, what)
    state = "undone" if direction == "undo" else "done"
    connection.execute("UPDATE changes SET state = ? WHERE fid = ?", (state, step))
    travels.note(connection, step, direction, now())
    names = frozenset(str(tables).split(","))
    return Change(f"{direction.capitalize()} {name}", names, listed_ids(event_ids))


def listed_ids(listed: str | None) -> tuple[str, ...] | None:
    """Return the events a step lists, None for many, or where another program wrote that."""
    try:
        ids = None if listed is None else json.loads(listed)
    except (ValueError, TypeError):
        return None
    return tuple(str(one) for one in ids) if isinstance(ids, list) else None


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
        if change.name not in _NOTES:
            return int(apsw.SQLITE_CHANGESET_ABORT)
        # Triggers note what imports are to leave alone, whoever edits: the step's own note
        # counts, and none of them is worth that nothing could be undone any more.
        replaced = reason in (apsw.SQLITE_CHANGESET_DATA, apsw.SQLITE_CHANGESET_CONFLICT)
        return int(apsw.SQLITE_CHANGESET_REPLACE if replaced else apsw.SQLITE_CHANGESET_OMIT)

    for table, columns in changesets.tables_of(part).items():
        # SQLite would pass over such a table without a word.
        if table in RECORDED and len(_columns(connection, table)) < columns:
            raise ProjectError(
                f"{what} is not possible: another program took a column out of {table} since."
            )

    try:
        apsw.Changeset.apply(
            part, connection, filter=lambda table: table in RECORDED, conflict=conflict
        )
    except apsw.AbortError as error:
        raise ProjectError(
            f"{what} is not possible: another program changed the same rows since."
        ) from error


def _columns(connection: apsw.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]


def _store_way(connection: apsw.Connection, step: int, direction: str, way: bytes) -> None:
    packed = zlib.compress(way, level=1)
    connection.executemany(
        "INSERT INTO mapper_steps VALUES (?, ?, ?, ?)",
        [
            (step, direction, number, packed[start : start + _PART_BYTES])
            for number, start in enumerate(range(0, len(packed), _PART_BYTES))
        ],
    )


def _way(connection: apsw.Connection, step: int, direction: str) -> bytes:
    stored: list[Any] = connection.execute(
        "SELECT data FROM mapper_steps WHERE step = ? AND direction = ? ORDER BY part",
        (step, direction),
    ).fetchall()
    try:
        return zlib.decompress(b"".join(part for (part,) in stored))
    except (zlib.error, TypeError) as error:
        raise ProjectError("What the project keeps of its steps is damaged.") from error
