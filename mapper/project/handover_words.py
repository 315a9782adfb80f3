"""What merging a colleague's copy would do, field by field, before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.schema import EVENTS, TABLES, Table
from mapper.project import past_words
from mapper.project.comparison import MAX_CHANGES
from mapper.project.entries import TABLE_WORDS, Head
from mapper.project.fields import differences, row_words, text, words
from mapper.project.handover import ColleaguesCopy, Plan
from mapper.project.identities import OWNER
from mapper.project.portions import any_of
from mapper.project.sides import Side
from mapper.project.threeway import Conflict, Weighed, groups_of

_COLUMNS: Final = (
    *("event_id", "title", "table", "key", "change", "field"),
    *("base", "ours", "theirs", "conflict"),
)
#: Of these columns the first that says something names a row.
_NAMES: Final = ("title", "caption", "statement", "name", "file", "url", "as_of", "target_kind")


@dataclass(frozen=True)
class CopyComparison:
    """What merging a copy would do.

    Parameters
    ----------
    file
        The copy.
    steps
        What was done in it since it was known last, the newest last.
    counts
        How many rows, by table and kind, would be ``added``, ``changed`` and ``deleted``;
        conflicts are left out.
    conflicts
        What is to be decided; all stays as here unless decided for the copy.
    changes
        A row per field that differs by what was done in the copy, conflicts first:
        ``event_id`` and ``title`` of the event (missing for fronts), ``table`` and ``key`` of
        the row, ``change`` (added, changed, deleted), ``field`` (missing for whole rows),
        ``base``, ``ours`` and ``theirs`` as text (missing where empty), ``conflict`` (its
        position in ``conflicts``, -1 for what is simply taken).
    more
        How many further changes are not listed.
    warnings
        What the person should know about it.
    """

    file: Path
    steps: tuple[Head, ...]
    counts: dict[tuple[str, str], int]
    conflicts: tuple[Conflict, ...]
    changes: pd.DataFrame
    more: int
    warnings: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether there is anything to take or to decide."""
        return bool(self.conflicts or self.counts)

    @property
    def words(self) -> str:
        """What would be taken and what is to be decided, in words."""
        if not self.is_new:
            return f"Nothing new in {self.file.name}."
        number = len(self.conflicts)
        decide = "1 conflict" if number == 1 else f"{number:,} conflicts"
        taken = past_words.counted(self.counts)
        return "; ".join([*([taken] if taken else []), *([decide] if number else [])]) + "."


def compare_copy(copy: ColleaguesCopy) -> CopyComparison:
    """Return what merging a copy would do; nothing is written."""
    plan = copy.plan()
    listing = _Listing(copy, plan)
    # Conflicts first; what is of one row stands together.
    order = {name: number for number, name in enumerate(TABLES)}
    last = len(plan.conflicts)
    rows = sorted(
        listing.rows(),
        key=lambda row: (
            row["conflict"] if row["conflict"] >= 0 else last,
            order[row["table"]],
            row["event_id"] or "",
            row["key"],
        ),
    )
    changes = pd.DataFrame(rows[:MAX_CHANGES], columns=list(_COLUMNS))
    types = dict.fromkeys(_COLUMNS[:-1], "str") | {"conflict": "int64"}
    changes = changes.astype(types)
    changes["title"] = changes["event_id"].map(listing.titles(changes["event_id"])).astype("str")
    copy.tell(1.0)
    return CopyComparison(
        file=copy.theirs.path,
        steps=tuple(copy.steps()),
        counts=_counts(plan),
        conflicts=plan.conflicts,
        changes=changes,
        more=max(0, len(rows) - MAX_CHANGES) + listing.more,
        warnings=copy.warnings(),
    )


def _counts(plan: Plan) -> dict[tuple[str, str], int]:
    found = {}
    for name, weighed in plan.weighed.items():
        taken = any_of(weighed.take, len(weighed.keys))
        changed = [key for key, one in zip(weighed.keys, taken, strict=True) if one]
        kinds = (("added", weighed.insert), ("changed", changed), ("deleted", weighed.delete))
        for kind, keys in kinds:
            count = sum((name, key) not in plan.follow for key in keys)
            if count:
                found[name, kind] = count
    return found


class _Listing:
    """The changes as rows of a table."""

    def __init__(self, copy: ColleaguesCopy, plan: Plan) -> None:
        self._copy = copy
        self._plan = plan
        self._numbers = {conflict: number for number, conflict in enumerate(plan.conflicts)}
        #: Further rows that are only counted.
        self.more = 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """Return a row per field, or per whole row that is added or deleted."""
        for weighed in self._plan.weighed.values():
            yield from self._whole(weighed)
            yield from self._fields(weighed)

    def titles(self, event_ids: pd.Series) -> dict[str, str]:
        """Return the titles of events, as they are here or else in the copy."""
        found: dict[str, str] = {}
        sql = (
            "SELECT event_id, title FROM events WHERE event_id IN (SELECT value FROM json_each(?))"
        )
        for side in (self._copy.theirs, self._copy.ours):
            found |= dict(side.those(sql, event_ids.dropna().unique().tolist()))
        return found

    def _number(self, table: str, key: str, field: str = "") -> int:
        return self._numbers.get(self._plan.conflict_of(table, key, field), -1)

    def _fields(self, weighed: Weighed) -> Iterator[dict[str, Any]]:
        table, keys = weighed.table, weighed.keys
        owners = _owners(weighed.theirs, table, self._copy.theirs)
        for group in groups_of(table):
            for name in group:
                rows = self._listed(weighed, name)
                if not len(rows):
                    continue
                ours, theirs = words(
                    weighed.ours[name].iloc[rows], weighed.theirs[name].iloc[rows], name
                )
                base = [text(value) for value in weighed.base[name].iloc[rows]]
                for row, was, mine, other in zip(rows, base, ours, theirs, strict=True):
                    field = group[0] if weighed.known[row] else ""
                    yield {
                        "event_id": owners[row],
                        "table": table.name,
                        "key": keys[row],
                        "change": "changed",
                        "field": name,
                        "base": was if weighed.known[row] else None,
                        "ours": mine,
                        "theirs": other,
                        "conflict": self._number(table.name, keys[row], field),
                    }

    def _listed(self, weighed: Weighed, name: str) -> npt.NDArray[np.intp]:
        """Return the rows of which a field is listed: conflicts, then as many as there is room."""
        none = np.zeros(len(weighed.keys), dtype=bool)
        found = [np.flatnonzero(part.get(name, none)) for part in (weighed.clash, weighed.take)]
        rows = np.concatenate(found)[:MAX_CHANGES]
        self.more += sum(map(len, found)) - len(rows)
        return rows

    def _whole(self, weighed: Weighed) -> Iterator[dict[str, Any]]:
        here, there = self._copy.ours, self._copy.theirs
        unlike = weighed.unlike
        name = weighed.table.name
        followed = {key for key in weighed.gone if (name, key) in self._plan.follow}
        kinds = (
            ("added", weighed.insert, there, unlike.theirs),
            ("added", followed, there, unlike.theirs),
            ("deleted", weighed.delete, here, unlike.ours),
            # Told from the side that changed it.
            ("changed", weighed.lost_here, there, unlike.theirs),
            ("deleted", weighed.lost_there, here, unlike.ours),
        )
        for change, keys, side, fids in kinds:
            listed = list(islice(sorted(keys, key=fids.__getitem__), MAX_CHANGES))
            self.more += len(keys) - len(listed)
            frame = side.rows(weighed.table, [fids[key] for key in listed])
            owners = _owners(frame, weighed.table, side)
            lost = keys is weighed.lost_here or keys is weighed.lost_there
            was = self._was(weighed, frame) if lost else {}
            for position, row in enumerate(frame.to_dict("records")):
                key = row[weighed.table.key]
                told = _name(row, weighed.table)
                base, now = was.get(key, (told, told))
                yield {
                    "event_id": owners[position],
                    "table": name,
                    "key": key,
                    "change": change,
                    "field": None,
                    "base": base if change != "added" else None,
                    "ours": now if side is here else None,
                    "theirs": now if side is there else None,
                    "conflict": self._number(name, key),
                }

    def _was(self, weighed: Weighed, now: pd.DataFrame) -> dict[str, tuple[str, str]]:
        """Return rows that one side changed and the other deleted: before, and what changed."""
        table = weighed.table
        if weighed.was is None or not len(weighed.was):
            return {}
        index = pd.Index(weighed.was[table.key]).get_indexer(pd.Index(now[table.key]))
        known = index >= 0
        rows = now[known].reset_index(drop=True)
        was = weighed.was.iloc[index[known]].reset_index(drop=True)
        differs = differences(was, rows, table)
        found = {}
        for row, (old, new) in enumerate(
            zip(was.to_dict("records"), rows.to_dict("records"), strict=True)
        ):
            fields = [name for name, mask in differs.items() if mask[row]]
            found[new[table.key]] = (
                "; ".join(f"{name}: {text(old[name])}" for name in fields) or _name(old, table),
                "; ".join(f"{name}: {text(new[name])}" for name in fields) or _name(new, table),
            )
        return found


def _name(row: dict[Any, Any], table: Table) -> str:
    if table.name in ("sources", "claims"):
        return row_words(row, table)
    said = [text(row[name]) for name in _NAMES if name in row]
    return next((one for one in said if one), TABLE_WORDS[table.name])


def _owners(frame: pd.DataFrame, table: Table, side: Side) -> list[str | None]:
    """Return the events that rows belong to."""
    if table is EVENTS:
        return frame[table.key].tolist()
    owner = OWNER.get(table.name)
    if owner is None:
        return [None] * len(frame)
    ids = frame[owner].astype(object).where(frame[owner].notna(), None).tolist()
    if table.name != "media":
        return ids
    sql = (
        "SELECT source_id, event_id FROM sources"
        " WHERE source_id IN (SELECT value FROM json_each(?))"
    )
    of = dict(side.those(sql, {one for one in ids if one}))
    return [of.get(one) for one in ids]
