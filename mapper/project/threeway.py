"""The rows of one table weighed by three values: before, here and in a copy.

What only one side changed has that side's value. What both changed to different values
is a conflict, as is what one changed and the other deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from mapper.model.schema import EVENTS, SOURCES, Table
from mapper.project.ancestor import Ancestor, Before
from mapper.project.fields import GROUPS, Mask, differences, fields_of
from mapper.project.portions import any_of
from mapper.project.sides import Side, frame_of
from mapper.project.unlike import Unlike

#: An address goes with what was kept of it.
_OF_SOURCES: Final = (("url", "archive_url", "sha256"),)


class Conflict(NamedTuple):
    """What is to be decided at once: some fields of a row, or with "" the whole row.

    Fields that only make sense together are one conflict, named by the first of them.
    """

    table: str
    key: str
    field: str = ""


@dataclass
class Weighed:
    """What is to become of the rows of one table.

    Parameters
    ----------
    unlike
        The rows that differ.
    ours, theirs
        The n rows that are in both files, in the same order.
    base
        The same rows before; of use where ``known``.
    take, clash
        Fields to take from the copy, and fields that both changed, each with the rows,
        shape (n,).
    insert, delete
        Keys of rows that only the copy added or deleted.
    gone
        Keys of rows that were deleted here and are in the copy as they were before.
    lost_here, lost_there
        Keys of rows deleted on one side and changed on the other.
    added_here
        Keys of rows that only this project has, and that are new here.
    was
        Rows before of those that are in one file only, by key.
    """

    table: Table
    unlike: Unlike
    ours: pd.DataFrame
    theirs: pd.DataFrame
    base: pd.DataFrame
    known: Mask
    take: dict[str, Mask]
    clash: dict[str, Mask]
    insert: set[str] = field(default_factory=set)
    delete: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    lost_here: set[str] = field(default_factory=set)
    lost_there: set[str] = field(default_factory=set)
    added_here: set[str] = field(default_factory=set)
    was: pd.DataFrame | None = None

    @property
    def keys(self) -> list[str]:
        """Keys of the rows that are in both files."""
        found: list[str] = self.theirs[self.table.key].tolist()
        return found

    def taken_keys(self, name: str) -> set[str]:
        """Return the rows of which a field is taken."""
        mask = self.take.get(name)
        return set() if mask is None else set(self.theirs[self.table.key][mask])

    def conflicts(self) -> Iterator[Conflict]:
        """Return what is to be decided."""
        keys, name = self.keys, self.table.name
        whole = ~self.known & any_of(self.clash, len(keys))
        yield from (Conflict(name, keys[row]) for row in np.flatnonzero(whole))
        for group in groups_of(self.table):
            masks = {n: self.clash[n] for n in group if n in self.clash}
            for row in np.flatnonzero(any_of(masks, len(keys)) & self.known):
                yield Conflict(name, keys[row], group[0])
        for key in (*sorted(self.lost_here), *sorted(self.lost_there)):
            yield Conflict(name, key)


def groups_of(table: Table) -> list[tuple[str, ...]]:
    """Return the fields of a table that are taken or stay together."""
    names = [name for name in fields_of(table) if name != table.key]
    if table not in (EVENTS, SOURCES):
        # A claim, a medium, a front, a measurement: a part of it alone says something else.
        return [tuple(names)]
    groups = GROUPS if table is EVENTS else _OF_SOURCES
    grouped = {name for group in groups for name in group}
    return [*groups, *((name,) for name in names if name not in grouped)]


def weigh_table(
    table: Table, ours: Side, theirs: Side, unlike: Unlike, ancestor: Ancestor
) -> Weighed:
    """Weigh the rows of a table that differ."""
    before = ancestor.before(table, [*unlike.ours, *unlike.theirs])
    found = _in_both(table, ours, theirs, unlike, ancestor, before)
    found.insert, found.lost_here, found.gone = _alone(
        table, theirs, unlike.theirs, unlike.ours, before, walked=ancestor.side is theirs
    )
    found.added_here, found.lost_there, found.delete = _alone(
        table, ours, unlike.ours, unlike.theirs, before, walked=ancestor.side is ours
    )
    wanted = [before.rows[key] for key in (*found.lost_here, *found.lost_there)]
    found.was = frame_of(wanted, table)
    return found


def _alone(
    table: Table,
    side: Side,
    fids: dict[str, int],
    other: dict[str, int],
    before: Before,
    *,
    walked: bool,
) -> tuple[set[str], set[str], set[str]]:
    """Return the rows that only one file has: those new in it, changed, and as before."""
    alone = [key for key in fids if key not in other]
    numbers = np.fromiter((fids[key] for key in alone), np.int64, len(alone))
    # Only the file that is walked back tells of rows that nobody changed in it.
    still = before.untouched(numbers) if walked else np.zeros(len(alone), dtype=bool)
    noted = {key for key in alone if key in before.rows}
    known = noted.union(key for key, one in zip(alone, still, strict=True) if one)
    changed = _changed(table, side, {key: fids[key] for key in noted}, before)
    return set(alone) - known, changed, known - changed


def _changed(table: Table, side: Side, fids: dict[str, int], before: Before) -> set[str]:
    """Return the rows of one file that are not as they were before."""
    if not fids:
        return set()
    now = side.rows(table, fids.values())
    keys = now[table.key].tolist()
    was = frame_of([before.rows[key] for key in keys], table)
    changed = any_of(differences(was, now, table), len(keys))
    return set(now[table.key][changed])


def _in_both(
    table: Table,
    ours: Side,
    theirs: Side,
    unlike: Unlike,
    ancestor: Ancestor,
    before: Before,
) -> Weighed:
    keys = unlike.both
    new = theirs.rows(table, [unlike.theirs[key] for key in keys])
    old = _in_order(ours.rows(table, [unlike.ours[key] for key in keys]), new, table)
    walked, fids = (new, unlike.theirs) if ancestor.side is theirs else (old, unlike.ours)
    order = new[table.key].tolist()
    numbers = np.fromiter((fids[key] for key in order), np.int64, len(order))
    noted = np.array([key in before.rows for key in order], dtype=bool)
    known: Mask = noted | before.untouched(numbers)
    base = walked
    if noted.any():
        rows = [before.rows[key] for key, there in zip(order, noted, strict=True) if there]
        stay = walked[~noted]
        base = (
            pd.concat([stay, frame_of(rows, table)], ignore_index=True)
            if len(stay)
            else frame_of(rows, table)
        )
        base = _in_order(base, new, table)
    take, clash = _weigh(table, old, new, base, known)
    return Weighed(table, unlike, old, new, base, known, take, clash)


def _weigh(
    table: Table, ours: pd.DataFrame, theirs: pd.DataFrame, base: pd.DataFrame, known: Mask
) -> tuple[dict[str, Mask], dict[str, Mask]]:
    count = len(theirs)
    differs = differences(ours, theirs, table)
    here, there = differences(ours, base, table), differences(theirs, base, table)
    take, clash = {}, {}
    for group in groups_of(table):
        mine = any_of({n: here[n] for n in group if n in here}, count)
        others = any_of({n: there[n] for n in group if n in there}, count)
        for name in group:
            if name in differs:
                take[name] = differs[name] & known & others & ~mine
                clash[name] = differs[name] & (~known | (others & mine))
    return ({n: m for n, m in masks.items() if m.any()} for masks in (take, clash))  # type: ignore[return-value]


def _in_order(frame: pd.DataFrame, like: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return rows in the order of the keys of another frame."""
    index = pd.Index(frame[table.key]).get_indexer(pd.Index(like[table.key]))
    found: pd.DataFrame = frame.iloc[index].reset_index(drop=True)
    return found
