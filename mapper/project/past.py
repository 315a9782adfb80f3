"""The history of a project: what was changed, when, and from which value to which.

It is read from the steps that are kept for undo, the newest first, and never held whole:
an import of half a million events is one entry with counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

import apsw

from mapper.model.schema import TABLES
from mapper.project import aside, outside
from mapper.project.changesets import Row, RowEdit, Value, row_edits, same, unpacked
from mapper.project.entries import (
    BOUNDARY,
    LISTED,
    TABLE_WORDS,
    Added,
    Entry,
    Head,
    Imported,
    Item,
    RowChange,
    State,
)
from mapper.project.given import OWN_TIMES
from mapper.project.history import listed_ids
from mapper.project.identities import OWNER, Identities

_STATES: Final[dict[str, State]] = {"done": "stands", "undone": "undone", "dropped": "dropped"}
_READ: Final = (*TABLES, "imports", "mapper_aliases", BOUNDARY)


class Past:
    """The steps of a project, newest first; the project must not change meanwhile.

    Parameters
    ----------
    event_id
        Tell only what happened to this event and what belongs to it.
    since
        Tell only of this day (UTC) and later ones.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        *,
        event_id: str | None = None,
        since: dt.date | None = None,
    ) -> None:
        self._connection = connection
        self._event_id = event_id
        self._since = "" if since is None else since.isoformat()
        self._rows = Identities(connection, self._edits_of_others)
        self._columns = {
            name: outside.column_names(connection, name)
            for name in _READ
            if connection.table_exists("main", name)
        }
        self._own = {} if event_id is None else self._rows.numbers_of(event_id)
        self.heads = self._read_heads()

    def told(self) -> Iterator[tuple[Head, Iterator[Item]]]:
        """Return the steps, newest first, each with what it did.

        What a caller does not read of a step is read when the next one is asked for.
        """
        for head in reversed(self.heads):
            if head.state == "undone":
                for edit in self._edits(head):
                    if edit.table in TABLES:
                        key, event_ids = self._rows.forward(edit)
                        if self._event_id in event_ids:
                            self._own[edit.table][edit.fid] = key
        for head in self.heads:
            items = self._items(head)
            if head.at >= self._since:
                yield head, items
            for _ in items:
                pass

    def _read_heads(self) -> list[Head]:
        where, values = "1", []
        if self._event_id is not None:
            # Written by the same function, the id stands there letter by letter.
            where = "(event_ids IS NULL OR instr(event_ids, ?))"
            values.append(json.dumps(self._event_id, ensure_ascii=False))
        if self._since:
            # The clock may have been put back: whatever is newer must be walked too.
            where += " AND fid >= (SELECT min(fid) FROM changes WHERE at >= ?)"
            values.append(self._since)
        rows: list[Any] = self._connection.execute(
            "SELECT fid, at, name, reason, state, event_ids FROM changes"
            f" WHERE {where} ORDER BY fid DESC",
            values,
        ).fetchall()
        heads = [
            Head(
                step,
                str(at),
                str(name),
                _text(reason),
                _state(name, state),
                listed_ids(ids),
            )
            for step, at, name, reason, state, ids in rows
        ]
        last = outside.last_noted(self._connection)
        if last is not None:
            heads.insert(0, Head(0, last, outside.STEP, None, "stands", None))
        return heads

    def _edits(self, head: Head) -> Iterator[RowEdit]:
        if head.step == 0:
            for table in outside.pending(self._connection):
                names = self._columns[table.name]
                for _, fid, before, after in outside.differences(self._connection, table):
                    yield _compared(table.name, fid, names, before, after)
            return
        parts = self._connection.execute(
            "SELECT data FROM mapper_steps WHERE step = ? AND direction = 'undo' ORDER BY part",
            (head.step,),
        )
        yield from row_edits(unpacked(part for (part,) in parts), self._columns)

    def _edits_of_others(self) -> Iterator[RowEdit]:
        """Return what the steps did that are not among the heads."""
        walked = {head.step for head in self.heads}
        steps: list[Any] = self._connection.execute(
            "SELECT fid, at, name, reason, state FROM changes WHERE state = 'done' ORDER BY fid"
        ).fetchall()
        for step, at, name, reason, state in steps:
            if step not in walked:
                yield from self._edits(Head(step, at, name, reason, _STATES[state], None))

    def _items(self, head: Head) -> Iterator[Item]:
        if head.state == "dropped":
            return
        for edit in self._edits(head):
            item = self._item(edit)
            if item is not None:
                yield item
        yield from self._ranges(head)

    def _item(self, edit: RowEdit) -> Item | None:
        if edit.table == "imports":
            return Imported(*_imported(edit.after)) if edit.kind == "added" else None
        if edit.table == "mapper_aliases":
            return self._merged(edit)
        if edit.table == BOUNDARY:
            return None if self._event_id is not None else _boundary(edit)
        if self._is_of_others(edit):
            return None
        key, event_ids = self._rows.back(edit)
        if self._event_id is not None:
            if self._event_id not in event_ids:
                return None
            self._own[edit.table][edit.fid] = key
        apart = {"fid", TABLES[edit.table].key, *OWN_TIMES}
        whole = edit.kind != "changed"
        before, after = (
            {n: v for n, v in values.items() if n not in apart and not (whole and v is None)}
            for values in (edit.before, edit.after)
        )
        if not whole and not after:
            return None
        return RowChange(edit.table, key, edit.kind, event_ids, before, after)

    def _is_of_others(self, edit: RowEdit) -> bool:
        """Tell, without looking, that an edit is not about the one event asked for."""
        if self._event_id is None or edit.kind != "changed" or edit.table == "media":
            return False
        owner = OWNER.get(edit.table)
        return edit.fid not in self._own.get(edit.table, ()) and owner not in edit.before

    def _merged(self, edit: RowEdit) -> RowChange | None:
        other, kept = (str(edit.after.get(name)) for name in ("event_id", "kept_id"))
        ids = (other, kept)
        if edit.kind != "added" or (self._event_id is not None and self._event_id not in ids):
            return None
        return RowChange("events", other, "merged", ids, {}, {"event_id": kept})

    def _ranges(self, head: Head) -> Iterator[Item]:
        ranges = aside.ranges_of(self._connection, head.step)
        if self._event_id is None:
            for table, first, last in ranges:
                yield Added(table, last - first + 1)
            return
        found = [
            (table, key)
            for table, first, last in ranges
            for fid, key in self._own.get(table, {}).items()
            if first <= fid <= last
        ]
        whole = [one for one in found if one[0] == "events"]
        for table, key in whole or found:
            yield RowChange(table, key, "added", (self._event_id,))


def narrowed(items: Iterator[Item], name: str) -> Iterator[Item]:
    """Return what was done to one field, of rows that were added or deleted too."""
    for item in items:
        if isinstance(item, RowChange) and item.kind != "merged" and name in item.fields:
            before, after = (
                {name: side[name]} if name in side else {} for side in (item.before, item.after)
            )
            yield replace(item, before=before, after=after)


def gather(head: Head, items: Iterator[Item], listed: int = LISTED) -> Entry:
    """Return a step with what it did; rows beyond so many are only counted."""
    imports: list[Imported] = []
    rows: list[RowChange] = []
    counts: Counter[tuple[str, str]] = Counter()
    fields: Counter[str] = Counter()
    more = 0
    for item in items:
        if isinstance(item, Imported):
            imports.append(item)
        elif isinstance(item, Added):
            counts[item.table, "added"] += item.count
        else:
            counts[item.table, item.kind] += 1
            if item.kind == "changed":
                lead = "" if item.table == "events" else f"{TABLE_WORDS[item.table]} "
                fields.update(lead + name for name in item.fields)
            if len(rows) < listed:
                rows.append(item)
            else:
                more += 1
    return Entry(head, tuple(imports), tuple(rows), more, dict(counts), dict(fields))


def _state(name: str, state: str) -> State:
    # An entry about what is not known is no step, and was never undone.
    return "stands" if name == outside.UNKNOWN else _STATES[state]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _imported(row: Mapping[str, Value]) -> Iterator[Any]:
    for name in ("file", "feed", "sha256"):
        yield str(row.get(name) or "")
    for name in ("rows", "accepted", "updated", "unchanged", "rejected", "ignored"):
        value = row.get(name)
        yield value if isinstance(value, int) else 0


def _boundary(edit: RowEdit) -> RowChange:
    before, after = (
        {name: values[name] for name in ("name", "file") if values.get(name) is not None}
        for values in (edit.before, edit.after)
    )
    name = after.get("name") or before.get("name")
    return RowChange(BOUNDARY, str(name or ""), edit.kind, (), before, after)


def _compared(
    table: str, fid: int, names: list[str], before: Row | None, after: Row | None
) -> RowEdit:
    if before is None or after is None:
        kind: Literal["added", "deleted"] = "added" if before is None else "deleted"
        rows = [dict(zip(names, row or (), strict=False)) for row in (before, after)]
        return RowEdit(table, kind, rows[0], rows[1])
    differs = [not same(one, other) for one, other in zip(before, after, strict=True)]
    old, new = (
        {name: value for name, value, d in zip(names, row, differs, strict=True) if d}
        for row in (before, after)
    )
    return RowEdit(table, "changed", old, {"fid": fid} | new)
