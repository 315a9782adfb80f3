"""The history in words, a line per field: for tables, the command line and the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mapper.model.errors import GeometryError
from mapper.model.schema import GEOMETRY, TABLES
from mapper.project import blob
from mapper.project.entries import TABLE_WORDS, Added, Entry, Head, Imported, Item, RowChange
from mapper.project.fields import pair_words, row_words

_MANY: Final = {
    "events": "events",
    "sources": "sources",
    "claims": "claims",
    "media": "media",
    "control_areas": "control areas",
    "lines_of_contact": "lines of contact",
    "measurements": "measurements",
    "mapper_boundary": "country boundaries",
}
_ORDER: Final = ("merged", "added", "changed", "deleted")


@dataclass(frozen=True)
class Line:
    """One thing that a step did, in words.

    Parameters
    ----------
    event_ids
        The events it is about.
    what, key
        Kind of row, such as ``event`` or ``source``, and its stable id.
    change
        ``added``, ``changed``, ``deleted``, ``merged`` or ``imported``.
    field
        The column; None where the line is about the whole row.
    before, after
        Text, None where there is nothing.
    """

    event_ids: tuple[str, ...]
    what: str
    key: str
    change: str
    field: str | None = None
    before: str | None = None
    after: str | None = None


def lines(item: Item) -> Iterator[Line]:
    """Return what one item of the history says, a line per field that is known."""
    if isinstance(item, Imported):
        yield Line((), "file", item.file, "imported", None, None, imported_words(item))
        return
    if isinstance(item, Added):
        yield Line((), _MANY[item.table], "", "added", None, None, f"{item.count:,} rows")
        return
    what = TABLE_WORDS[item.table]
    if item.kind == "merged":
        yield Line(item.event_ids, what, item.key, "merged", None, None, merged_words(item))
        return
    if not item.fields:
        yield Line(item.event_ids, what, item.key, item.kind)
    for name in item.fields:
        before, after = values(item, name)
        yield Line(item.event_ids, what, item.key, item.kind, name, before, after)


def values(change: RowChange, name: str) -> tuple[str | None, str | None]:
    """Return a field's values before and after as text; a position is "lon, lat"."""
    before, after = (
        _read(change.table, name, side.get(name)) for side in (change.before, change.after)
    )
    return pair_words(before, after, name)


def _read(table: str, name: str, value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    kind = TABLES[table].geometry if table in TABLES and name == GEOMETRY else None
    if kind is not None:
        try:
            return blob.decode([value], kind)[0]
        except GeometryError:
            return "a geometry that cannot be read"
    return f"{len(value):,} bytes"


def row_title(change: RowChange) -> str | None:
    """Return a row that was added or deleted in a few words, None if nothing is known of it."""
    row = change.before if change.kind == "deleted" else change.after
    if change.table == "events":
        title = row.get("title")
        return None if title is None else str(title)
    if change.table == "media":
        named = row.get("caption") or row.get("file") or row.get("url")
        return None if named is None else str(named)
    if change.table not in ("sources", "claims"):
        named = row.get("name") or row.get("as_of")
        return None if named is None else str(named)
    known = {name: row.get(name) for name in TABLES[change.table].names}
    return row_words(known, TABLES[change.table]) or None


def merged_words(change: RowChange) -> str:
    """Return what an event was merged into."""
    return f"merged into {change.after['event_id']!s}"


def imported_words(imported: Imported) -> str:
    """Return what became of a file."""
    counts = {
        "new": imported.accepted,
        "updated": imported.updated,
        "unchanged": imported.unchanged,
        "rejected": imported.rejected,
        "ignored": imported.ignored,
    }
    said = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    return f"{imported.feed}: {said}" if said else imported.feed


def summary(entry: Entry) -> str:
    """Return what a step did to how many rows, such as ``2 events changed``."""
    return counted(entry.counts)


def counted(counts: Mapping[tuple[str, str], int]) -> str:
    """Return numbers of rows by table and kind of change in words."""
    by_table: dict[str, list[str]] = {}
    for (table, kind), count in counts.items():
        if (table, kind) == ("events", "deleted"):
            # Those that were merged are told as such.
            count -= counts.get(("events", "merged"), 0)
        if count > 0:
            word = TABLE_WORDS[table] if count == 1 else _MANY[table]
            by_table.setdefault(kind, []).append(f"{count:,} {word}")
    return "; ".join(f"{', '.join(by_table[kind])} {kind}" for kind in _ORDER if kind in by_table)


def state_words(head: Head) -> str:
    """Return whether a step stands."""
    return {
        "stands": "stands",
        "undone": "undone",
        "dropped": "undone for good",
    }[head.state]
