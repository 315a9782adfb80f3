"""How many events and people there are by one thing and across another, such as oblast by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model import counting
from mapper.model.counting import COLUMNS, PEOPLE, Counts, Ints
from mapper.model.errors import InputError

Floats = npt.NDArray[np.float64]

#: More columns than these nobody reads.
MOST_ACROSS: Final = 400


@dataclass(frozen=True, eq=False)
class CrossCounts:
    """Events and people of each pair of groups.

    Parameters
    ----------
    rows, columns
        The counts of each row and each column, salvos counted once in each; what they add up
        to is more than the cells where salvos lie in several cells of it.
    cells
        A row per pair that has events: ``row`` and ``column`` are places in the tables of
        ``rows`` and ``columns``, then `mapper.model.counting.COLUMNS` without ``group``.
    several_cells
        How many salvos lie in several cells.
    """

    rows: Counts
    columns: Counts
    cells: pd.DataFrame
    several_cells: int

    @cached_property
    def place(self) -> Ints:
        """Place of each pair in ``cells``, -1 without events; shape (rows, columns)."""
        found = np.full((len(self.rows.table), len(self.columns.table)), -1, dtype=np.int64)
        found[self.cells["row"], self.cells["column"]] = np.arange(len(self.cells))
        return found

    def cell(self, row: int, column: int) -> Mapping[str, int | None] | None:
        """Return the numbers of a pair, None where it has no events."""
        at = int(self.place[row, column])
        return None if at < 0 else _Cell(self, at)

    def numbers(self, name: str) -> Floats:
        """Return a column of ``cells`` by row and column.

        NaN is what is unknown, or has no events; shape (rows, columns).
        """
        found: Floats = np.append(self.column(name), np.nan)[self.place]
        return found

    def column(self, name: str) -> Floats:
        """Return a column of ``cells`` as numbers, NaN where unknown, shape (n,)."""
        if name not in self._columns:
            values = self.cells[name].to_numpy(dtype=np.float64, na_value=np.nan)
            self._columns[name] = values
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        """Columns asked for so far: a table on the screen asks for one cell after another."""
        return {}


class _Cell(Mapping[str, "int | None"]):
    """The numbers of a pair by the names of their columns; None is unknown."""

    def __init__(self, cross: CrossCounts, at: int) -> None:
        self._cross, self._at = cross, at

    def __getitem__(self, name: str) -> int | None:
        value = self._cross.column(name)[self._at]
        return None if np.isnan(value) else int(value)

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMNS[1:])

    def __len__(self) -> int:
        return len(COLUMNS) - 1


def count_across(events: pd.DataFrame, by: str, across: str) -> CrossCounts:
    """Count the events of a table and their people by pairs of groups.

    Each cell counts as `mapper.model.counting.count` does: a salvo once, with the highest
    number that any of its events in that cell gives.

    Parameters
    ----------
    events
        Table ``events`` (`mapper.model.schema`), any index.
    by, across
        Two of `mapper.model.counting.GROUPINGS`: what rows and what columns are.

    Raises
    ------
    InputError
        If there is no such grouping, both are one, or more than `MOST_ACROSS` columns come out.
    """
    if by == across:
        raise InputError("the same twice", found=by, expected="another grouping across")
    incidents = pd.factorize(events["incident_id"])[0]
    figures = {who: counting.figures_of(events, who) for who in PEOPLE}
    found = {one: counting.grouped(events, one) for one in (by, across)}
    rows, columns = (
        counting.count_grouped(events, one, found[one], incidents, figures) for one in found
    )
    if len(columns.table) > MOST_ACROSS:
        raise InputError(
            "too many columns",
            found=f"{len(columns.table):,}",
            expected=f"at most {MOST_ACROSS:,}: a longer period, or the two the other way round",
        )
    width = max(len(columns.table), 1)
    places = [_places(found[one.by][0], one)[found[one.by][1]] for one in (rows, columns)]
    pairs, inverse = np.unique(places[0] * width + places[1], return_inverse=True)
    inverse = inverse.astype(np.intp)
    cells = counting.tally(inverse, len(pairs), incidents, figures)
    cells.insert(0, "row", pairs // width)
    cells.insert(1, "column", pairs % width)
    several = int((counting.groups_each(incidents, inverse) > 1).sum())
    return CrossCounts(rows, columns, cells, several)


def columns_read(by: str, across: str) -> list[str]:
    """Return the columns of the table of events that `count_across` reads."""
    return list(dict.fromkeys([*counting.columns_read(by), *counting.columns_read(across)]))


def _places(groups: tuple[str, ...], counts: Counts) -> Ints:
    """Return where the groups of codes stand in the table of counts."""
    place = {group: at for at, group in enumerate(counts.table["group"])}
    # A group that no event has any more is in no row.
    return np.array([place.get(group, -1) for group in groups], dtype=np.int64)
