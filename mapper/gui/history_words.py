"""Steps of the history as the window shows them: plain words, made in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mapper.model.schema import GEOMETRY
from mapper.model.vocabulary import field_label
from mapper.project import Change, outside, past_words
from mapper.project.entries import TABLE_WORDS, Entry, RowChange

#: Kinds of steps to choose from, with their words.
KINDS: Final = {
    "edit": "Edits",
    "addition": "New events",
    "deletion": "Deletions",
    "merge": "Merges",
    "import": "Imports",
    "outside": "Other programs",
    "undone": "Undone",
}
#: Longer values are cut: the table that is exported has them whole.
_LONGEST: Final = 300
#: Changes of fields named in the second line of a row.
_NAMED: Final = 3


@dataclass(frozen=True)
class Told:
    """A step in words.

    Parameters
    ----------
    below
        What it did, in one line.
    haystack
        All its words in small letters, for searching.
    """

    entry: Entry
    below: str
    haystack: str

    @property
    def when(self) -> str:
        """Day and time, UTC."""
        return f"{self.entry.head.at[:10]} {self.entry.head.at[11:16]}"

    @property
    def state(self) -> str:
        """Whether it was undone, in words; empty while it stands."""
        head = self.entry.head
        return "" if head.state == "stands" else past_words.state_words(head)

    def is_kind(self, kind: str) -> bool:
        """Tell whether it is of one of `KINDS`."""
        return bool(self.state) if kind == "undone" else self.entry.kind == kind

    @property
    def event_ids(self) -> tuple[str, ...]:
        """The events that are named in it."""
        ids = self.entry.head.event_ids or ()
        return tuple(dict.fromkeys((*(i for r in self.entry.rows for i in r.event_ids), *ids)))


def tell(entry: Entry) -> Told:
    """Put a step into words."""
    head = entry.head
    rows = [line for row in entry.rows for line in row_lines(row)]
    files = [f"{one.file} ({past_words.imported_words(one)})" for one in entry.imports]
    parts = [head.name, head.reason or "", head.at, *(head.event_ids or ()), *files, *rows]
    parts += [key for row in entry.rows for key in (row.key, *row.event_ids)]
    changed = [row for row in entry.rows if row.kind == "changed"]
    if files:
        below = "; ".join(files)
    elif len(changed) == len(entry.rows) == 1:
        below = "; ".join(rows[:_NAMED])
        below += f"; {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    else:
        below = past_words.summary(entry)
    return Told(entry, below or _nothing_listed(entry), " ".join(parts).lower())


def _nothing_listed(entry: Entry) -> str:
    if entry.head.state == "dropped":
        return "Something else was done after it was undone"
    unknown = entry.head.name == outside.UNKNOWN
    return "What it changed is not known" if unknown else "Nothing changed"


def row_lines(row: RowChange) -> list[str]:
    """Return what was done to one row, a line per field."""
    lead = "" if row.table == "events" else f"{TABLE_WORDS[row.table].capitalize()}: "
    if row.kind == "merged":
        return [past_words.merged_words(row).capitalize()]
    if row.kind == "added" and not row.fields:
        return [f"{lead}Came in with this import"]
    if row.kind != "changed":
        title = past_words.row_title(row)
        words = f"{lead}{row.kind}"
        return [words[:1].upper() + words[1:] + (f": {_cut(title)}" if title else "")]
    return [f"{lead}{label(name)}: {arrow(*past_words.values(row, name))}" for name in row.fields]


def label(name: str) -> str:
    """Return a field in words; ``source quote`` is a field of another table."""
    table, _, field = name.rpartition(" ")
    words = "Position" if field == GEOMETRY else field_label(field)
    return f"{table.capitalize()}: {words.lower()}" if table else words


def arrow(before: str | None, after: str | None) -> str:
    """Return a value before and after."""
    return f"{_cut(before)} → {_cut(after)}"


def _cut(text: str | None) -> str:
    if text is None:
        return "empty"
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def told_elsewhere(change: Change) -> str:
    """Return a sentence on what other programs changed while the project was closed."""
    if change.name == outside.UNKNOWN:
        return (
            "Another program changed this project and took out how its changes are noted;"
            " what it changed is not known."
        )
    ids = change.event_ids
    count = "many events" if ids is None else f"{len(ids):,} event{'' if len(ids) == 1 else 's'}"
    what = count if ids is None or ids else "this project"
    return f"Another program changed {what} since Mapper had it open. Undo takes that back."
