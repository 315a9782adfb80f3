"""What the history says: steps, and what they did to rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mapper.project import outside
from mapper.project.changesets import Value

#: ``stands``, or was ``undone`` and can be redone, or was undone and then ``dropped``
#: because something else was done: of that only the name is left.
State = Literal["stands", "undone", "dropped"]

#: Rows of an entry that are listed, unless more are asked for.
LISTED: Final = 50

#: Table of the country's boundary.
BOUNDARY: Final = "mapper_boundary"

#: What the name of a step begins with that merged a colleague's copy.
COPY_MERGED: Final = "Merge of "

#: What a row of each table is called.
TABLE_WORDS: Final = {
    "events": "event",
    "sources": "source",
    "claims": "claim",
    "media": "medium",
    "control_areas": "control area",
    "lines_of_contact": "line of contact",
    "measurements": "measurement",
    BOUNDARY: "country boundary",
}


@dataclass(frozen=True)
class Head:
    """A step, without what it did to single rows.

    Parameters
    ----------
    step
        Its number; 0 of what another program changed and is no step yet.
    at
        When: ISO, UTC.
    event_ids
        Events it changed, None where they are too many to name.
    """

    step: int
    at: str
    name: str
    reason: str | None
    state: State
    event_ids: tuple[str, ...] | None

    @property
    def outside(self) -> bool:
        """Whether another program did it."""
        return self.name in (outside.STEP, outside.UNKNOWN)


@dataclass(frozen=True)
class RowChange:
    """What a step did to one row.

    Parameters
    ----------
    table, key
        Table and stable id of the row; ``mapper_boundary`` is the country's boundary.
    kind
        ``merged``: the event became part of the one that ``after`` names.
    event_ids
        The events it belonged to.
    before, after
        Values by column, as they are stored: of a changed row those that differ, else all
        that there were. Of an event that came in with an import they are left out.
    """

    table: str
    key: str
    kind: Literal["added", "changed", "deleted", "merged"]
    event_ids: tuple[str, ...]
    before: Mapping[str, Value] = field(default_factory=dict)
    after: Mapping[str, Value] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns it tells of."""
        return tuple({**self.before, **self.after})


@dataclass(frozen=True)
class Imported:
    """A file that a step took in."""

    file: str
    feed: str
    sha256: str
    rows: int
    accepted: int
    updated: int
    unchanged: int
    rejected: int
    ignored: int


@dataclass(frozen=True)
class Added:
    """Rows that came in together, which are not listed."""

    table: str
    count: int


Item = RowChange | Imported | Added


@dataclass(frozen=True)
class Entry:
    """A step and what it did.

    Parameters
    ----------
    rows
        Changes of single rows, no more than were asked for.
    more
        How many further rows it changed.
    counts
        Rows by table and kind of change, those that are not listed too.
    fields
        How many rows changed by field; ``source quote`` of other tables than events.
    """

    head: Head
    imports: tuple[Imported, ...] = ()
    rows: tuple[RowChange, ...] = ()
    more: int = 0
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it was: outside, import, merge, addition, deletion or edit; "" if not known."""
        if self.head.outside:
            return "outside"
        if self.head.name.startswith(COPY_MERGED):
            return "merge"
        if self.imports:
            return "import"
        kinds = {kind for table, kind in self.counts if table == "events"}
        if "merged" in kinds:
            return "merge"
        if kinds == {"added"}:
            return "addition"
        if kinds == {"deleted"}:
            return "deletion"
        return "edit" if self.counts else ""
