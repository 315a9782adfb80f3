"""An import beside what is stored, a few thousand rows at a time.

Neither the project nor what both have in common is ever held whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import apsw
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.errors import DamagedProjectError, InputError
from mapper.model.schema import Table
from mapper.project import tables
from mapper.project.fields import GROUPS, Mask, differences, fields_of, says
from mapper.project.given import GIVEN

#: Rows read at once; of fronts, whose geometries are large, fewer.
_ROWS: Final = 20_000
_LARGE_ROWS: Final = 100

#: Positions of rows in the imported frame, the rows as stored and as imported.
Pair = tuple[npt.NDArray[np.intp], pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True)
class Portion:
    """Rows of an import that are in the project too.

    Parameters
    ----------
    where
        Positions of the n rows in the imported frame.
    old, new
        The rows as stored and as imported, in the same order.
    take
        Fields whose values are to be taken from the file, each with the rows, shape (n,).
    kept
        Fields that stay although the file says something else, likewise.
    """

    where: npt.NDArray[np.intp]
    old: pd.DataFrame
    new: pd.DataFrame
    take: dict[str, Mask]
    kept: dict[str, Mask]

    @property
    def taken(self) -> Mask:
        """Rows of which anything is taken."""
        return any_of(self.take, len(self.where))

    @property
    def held(self) -> Mask:
        """Rows of which anything stays against the file."""
        return any_of(self.kept, len(self.where))

    def values(self, name: str) -> pd.Series:
        """Return a field as it is to be: the file's value where it is taken."""
        take = self.take[name]
        if take.all():
            return self.new[name]
        return self.new[name].where(take, self.old[name])


def any_of(masks: dict[str, Mask], count: int) -> Mask:
    """Return which of ``count`` rows are marked in any of the masks."""
    result = np.zeros(count, dtype=bool)
    for mask in masks.values():
        result |= mask
    return result


def pairs(connection: apsw.Connection, table: Table, frame: pd.DataFrame) -> Iterator[Pair]:
    """Give the rows of a frame that are stored, by their key: position, stored and given."""
    # Looked up many times: an index over Arrow's texts would be made anew each time.
    index = pd.Index(frame[table.key].to_numpy(dtype=object), dtype=object)
    limit = _ROWS if table.geometry in (None, "Point") else _LARGE_ROWS
    last = -(2**63)
    while True:
        rows: list[Any] = connection.execute(
            f"SELECT fid, {table.key} FROM {table.name} WHERE fid > ? ORDER BY fid LIMIT {limit}",
            (last,),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        keys = np.array([key for _, key in rows], dtype=object)
        found = np.flatnonzero(index.get_indexer(keys) >= 0)
        if not len(found):
            continue
        try:
            stored = tables.read_range(connection, table, rows[found[0]][0], rows[found[-1]][0])
        except (InputError, UnicodeDecodeError) as error:
            raise DamagedProjectError(
                f"A row of the project that would be compared cannot be read: {error}"
            ) from error
        where = index.get_indexer(stored[table.key].to_numpy(dtype=object))
        present = where >= 0
        if not present.all():
            stored, where = stored[present].reset_index(drop=True), where[present]
        start, count = int(where[0]), len(where)
        in_order = bool((where == np.arange(start, start + count)).all())
        new = frame.iloc[start : start + count] if in_order else frame.iloc[where]
        yield where, stored, new.reset_index(drop=True)


def weigh(
    where: npt.NDArray[np.intp],
    old: pd.DataFrame,
    new: pd.DataFrame,
    table: Table,
    locked: Collection[str] = (),
) -> Portion:
    """Take what differs, but nothing of rows that are locked."""
    differs = differences(old, new, table)
    held = old[table.key].isin(locked).to_numpy(dtype=bool)
    if not held.any():
        return Portion(where, old, new, differs, {})
    take = {name: mask & ~held for name, mask in differs.items()}
    kept = {name: mask & held & says(new, name) for name, mask in differs.items()}
    return Portion(where, old, new, _some(take), _some(kept))


def weigh_edited(
    where: npt.NDArray[np.intp],
    old: pd.DataFrame,
    new: pd.DataFrame,
    base: pd.DataFrame,
    known: Mask,
    overwrite: Mask,
) -> Portion:
    """Weigh events that somebody edited: each group of fields by its three values.

    Where the project has what the feed gave before, the feed's new value is taken. Where
    somebody changed it, theirs stays; ``kept`` names the fields of which the file says
    something else.

    Parameters
    ----------
    base
        What the feed gave of each event before; of use where ``known``.
    overwrite
        Events whose values are to be those of the file wherever it says anything.
    """
    count = len(where)
    differs = differences(old, new, GIVEN)
    nothing = np.zeros(count, dtype=bool)
    edited, fed = differences(old, base, GIVEN), differences(new, base, GIVEN)
    take, kept = {}, {}
    for group in _groups():
        own = any_of({name: edited[name] for name in group if name in edited}, count) | ~known
        for name in group:
            if name not in differs:
                continue
            said = says(new, name) | (fed.get(name, nothing) & known)
            take[name] = differs[name] & (~own | (overwrite & said))
            kept[name] = differs[name] & ~take[name] & said
    return Portion(where, old, new, _some(take), _some(kept))


def _groups() -> list[tuple[str, ...]]:
    grouped = {name for group in GROUPS for name in group}
    return [*GROUPS, *((name,) for name in fields_of(GIVEN) if name not in grouped)]


def _some(masks: dict[str, Mask]) -> dict[str, Mask]:
    return {name: mask for name, mask in masks.items() if mask.any()}
