"""Which event a row belonged to at any time, while the steps are walked back.

Steps name rows by their number (``fid``), which never changes and is never used again.
What is in the tables now tells the rest, until a step is met that deleted or moved a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import apsw

from mapper.model.schema import TABLES
from mapper.project.changesets import RowEdit, Value

#: Column that says what a row belongs to; media belong to a source.
OWNER: Final = {
    "events": "event_id",
    "sources": "event_id",
    "claims": "event_id",
    "media": "source_id",
    "measurements": "event_id",
}

#: Stable id of a row, and what it belongs to.
Identity = tuple[str, str | None]

_ASIDE: Final = re.compile(r"mapper_aside_\d+_([a-z_]+)")


class Identities:
    """The rows of the tables, at the moment that the walk has reached.

    Parameters
    ----------
    deleted
        Returns what the steps did that are not walked; asked only where a row is in no
        table any more.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        deleted: Callable[[], Iterable[RowEdit]] = tuple,
    ) -> None:
        self._connection = connection
        self._deleted = deleted
        self._lost: dict[tuple[str, int], Identity] | None = None
        self._moved: dict[tuple[str, int], Identity] = {}
        self._source_owner: dict[str, str | None] = {}
        self._asides: dict[str, list[str]] = {}
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'mapper_aside_%'"
        ):
            found = _ASIDE.fullmatch(name)
            if found is not None and found[1] in TABLES:
                self._asides.setdefault(found[1], []).append(name)

    def back(self, edit: RowEdit) -> tuple[str, tuple[str, ...]]:
        """Go to before an edit; return the row's id and the events it was about."""
        at = (edit.table, edit.fid)
        if edit.kind == "added":
            before = after = _identity(edit.table, edit.after)
            self._moved.pop(at, None)
        elif edit.kind == "deleted":
            before = after = _identity(edit.table, edit.before)
            self._move(at, before)
        else:
            # Of one event only its own steps are walked: others may have moved the row since.
            after = _identity(edit.table, edit.after, self._of(*at))
            before = _identity(edit.table, edit.before, after)
            if before != after:
                self._move(at, before)
        return before[0], self._events_of(edit.table, after, before)

    def forward(self, edit: RowEdit) -> tuple[str, tuple[str, ...]]:
        """Go to after an edit of a step that is undone; return as `back` does."""
        at = (edit.table, edit.fid)
        if edit.kind == "added":
            before = after = _identity(edit.table, edit.after)
            self._move(at, after)
        elif edit.kind == "deleted":
            before = after = _identity(edit.table, edit.before)
        else:
            before = _identity(edit.table, edit.before, self._of(*at))
            after = _identity(edit.table, edit.after, before)
            if before != after:
                self._move(at, after)
        return after[0], self._events_of(edit.table, after, before)

    def numbers_of(self, event_id: str) -> dict[str, dict[int, str]]:
        """Return, by table, the rows that belong to an event now: numbers and ids."""
        found: dict[str, dict[int, str]] = {}
        for table, owner in OWNER.items():
            rows: list[Any] = []
            if table != "media":
                for name in (table, *self._asides.get(table, ())):
                    sql = f"SELECT fid, {TABLES[table].key} FROM {name} WHERE {owner} = ?"
                    rows += self._connection.execute(sql, (event_id,)).fetchall()
            found[table] = dict(rows)
        return found

    def _move(self, at: tuple[str, int], to: Identity) -> None:
        self._moved[at] = to
        if at[0] == "sources":
            self._source_owner[to[0]] = to[1]

    def _of(self, table: str, fid: int) -> Identity:
        known = self._moved.get((table, fid))
        if known is not None:
            return known
        columns = f"{TABLES[table].key}, {OWNER.get(table, 'NULL')}"
        found = self._connection.execute(
            f"SELECT {columns} FROM {table} WHERE fid = ?", (fid,)
        ).fetchall()
        for aside in self._asides.get(table, ()) if not found else ():
            row = self._search(aside, fid)
            found = self._connection.execute(
                f"SELECT {columns} FROM {aside} WHERE rowid = ? AND fid = ?", (row, fid)
            ).fetchall()
            if found:
                break
        if not found:
            return self._find_lost(table, fid)
        key, owner = found[0]
        return str(key), None if owner is None else str(owner)

    def _find_lost(self, table: str, fid: int) -> Identity:
        if self._lost is None:
            self._lost = {
                (edit.table, edit.fid): _identity(edit.table, edit.before)
                for edit in self._deleted()
                if edit.table in TABLES and edit.kind == "deleted"
            }
        # Another program may have deleted it where nothing noted it.
        return self._lost.get((table, fid), ("", None))

    def _search(self, aside: str, fid: int) -> int:
        """Return the row with a number in a table without index, which is in its order."""
        low, high = 1, self._connection.execute(f"SELECT max(rowid) FROM {aside}").get or 0
        while low < high:
            middle = (low + high) // 2
            found = self._connection.execute(
                f"SELECT fid FROM {aside} WHERE rowid = ?", (middle,)
            ).get
            if found is not None and found < fid:
                low = middle + 1
            else:
                high = middle
        return low

    def _events_of(self, table: str, after: Identity, before: Identity) -> tuple[str, ...]:
        owner = self._event_of(table, after)
        events = () if owner is None else (owner,)
        if before == after:
            return events
        earlier = self._event_of(table, before)
        return events if earlier is None or earlier == owner else (*events, earlier)

    def _event_of(self, table: str, row: Identity) -> str | None:
        if table != "media" or row[1] is None:
            return row[1]
        if row[1] not in self._source_owner:
            found: str | None = self._connection.execute(
                "SELECT event_id FROM sources WHERE source_id = ?", (row[1],)
            ).get
            return found
        return self._source_owner[row[1]]


def _identity(table: str, values: Mapping[str, Value], other: Identity = ("", None)) -> Identity:
    """Return whose row values are of; what they do not say is as in another."""
    key = values.get(TABLES[table].key, other[0])
    owner = values.get(OWNER[table], other[1]) if table in OWNER else None
    return "" if key is None else str(key), None if owner is None else str(owner)
