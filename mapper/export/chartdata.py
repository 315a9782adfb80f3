"""What a chart of counts draws: a slot per group, empty ones for periods without events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.export.countsheet import people_in_words
from mapper.model.counting import PEOPLE, PERIODS, Counts, period_name, period_starts

Floats = npt.NDArray[np.float64]

#: What bars may show, with words for it.
MEASURES: Final = {
    "events": "Events",
    "incidents": "Incidents",
    "killed": "Killed",
    "injured": "Injured",
}
_NONE: Final = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class ChartData:
    """Bars in their order.

    Parameters
    ----------
    by, measure
        What the groups are, one of `mapper.model.counting.GROUPINGS`, and one of `MEASURES`.
    row
        Row of `counts.table` of each slot, -1 for a period without events; shape (n,).
    low, high
        Lower and upper end of what each bar shows, shape (n,): 0 without events, NaN where
        nothing is known (``high`` also where there is no upper end).
    left_out
        Events without a day, which have no place on a time axis.
    """

    counts: Counts
    by: str
    measure: str
    row: npt.NDArray[np.intp]
    low: Floats
    high: Floats
    left_out: int
    #: First day of each period as a day number, empty for other groups.
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)

    @property
    def in_time(self) -> bool:
        """Whether the slots are periods, one after the other."""
        return self.by in PERIODS

    @property
    def top(self) -> float:
        """The largest number, at least 1."""
        ends = np.concatenate([self.low, self.high])
        return float(max(np.nanmax(ends, initial=1.0), 1.0))

    def name(self, slot: int) -> str:
        """Return the words for a slot's group."""
        row = int(self.row[slot])
        if row >= 0:
            return self.counts.label(str(self.counts.table["group"].iloc[row]))
        return period_name(int(self.starts[slot]), self.by)

    def value(self, slot: int) -> str:
        """Return the number of a slot in words."""
        row = int(self.row[slot])
        if row < 0:
            return "0" if self.measure not in PEOPLE else "–"
        values = self.counts.table.iloc[row].to_dict()
        if self.measure in PEOPLE:
            return people_in_words(values, self.measure)
        return f"{values[self.measure]:,}"


def chart_data(counts: Counts, measure: str) -> ChartData:
    """Return what a chart of counts draws.

    Periods stand in order, those without events as empty slots; other groups with the
    largest number first.
    """
    table = counts.table
    if measure in PEOPLE:
        low = table[f"{measure}_min"].to_numpy(dtype=np.float64, na_value=np.nan)
        high = table[f"{measure}_max"].to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        low = high = table[measure].to_numpy(dtype=np.float64)
    if counts.by not in PERIODS:
        size = np.nan_to_num(np.fmax(low, high), nan=-1.0)
        order = np.argsort(-size, kind="stable")
        return ChartData(counts, counts.by, measure, order, low[order], high[order], 0, _NONE)
    known = (table["group"] != "").to_numpy(bool)
    left_out = int(table["events"][~known].sum())
    groups = table["group"][known]
    if not len(groups):
        none = np.empty(0)
        row = none.astype(np.intp)
        return ChartData(counts, counts.by, measure, row, none, none, left_out, _NONE)
    first, last = str(groups.iloc[0]), str(groups.iloc[-1])
    starts = _starts(first, last, counts.by)
    at = np.searchsorted(starts, _numbers(groups, counts.by))
    row = np.full(len(starts), -1, dtype=np.intp)
    row[at] = np.flatnonzero(known)
    lower, upper = np.zeros(len(starts)), np.zeros(len(starts))
    lower[at], upper[at] = low[known], high[known]
    return ChartData(counts, counts.by, measure, row, lower, upper, left_out, starts)


def round_steps(top: float) -> list[float]:
    """Return round values from 0 to the top, three to five steps."""
    step = 10.0 ** np.floor(np.log10(max(top, 1.0)))
    part = next(part for part in (0.2, 0.5, 1.0, 2.0) if top / (step * part) <= 5)
    return [float(value) for value in np.arange(0.0, top + 1e-9, max(step * part, 1.0))]


def marked_slots(
    shown: ChartData, width: float, width_of: Callable[[str], float], apart: float
) -> tuple[list[int], bool]:
    """Return which periods are named below their bars, and whether by their year alone.

    As many as fit: all, else the first ones of months, quarters, half-years, years and so on.

    Parameters
    ----------
    width, apart
        Room for all of them, and between two.
    width_of
        Returns the width of a text.
    """
    days = shown.starts.astype("datetime64[D]")
    if shown.by == "week":
        # A week is of the year and month of its Thursday.
        days = days + 3
    months = days.astype("datetime64[M]").astype(np.int64)
    new = np.diff(months, prepend=months[0] - 1) != 0
    room = width_of(shown.name(0)) + apart
    for every in (0, 1, 3, 6):
        marked = np.flatnonzero(new & (months % every == 0)) if every else np.arange(len(days))
        if len(marked) and len(marked) * room <= width:
            return marked.tolist(), False
    room = width_of("2000") + apart
    years = months // 12 + 1970
    new = np.diff(years, prepend=years[0] - 1) != 0
    for every in (1, 2, 5, 10, 20, 50, 100):
        marked = np.flatnonzero(new & (years % every == 0))
        if len(marked) and len(marked) * room <= width:
            return marked.tolist(), True
    return [0], True


def _numbers(groups: pd.Series, by: str) -> npt.NDArray[np.int64]:
    """Return the first days of periods by their names."""
    if by == "week":
        monday = pd.to_datetime(groups + "-1", format="%G-W%V-%u")
        return monday.to_numpy().astype("datetime64[D]").astype(np.int64)
    return groups.to_numpy(dtype="U10").astype("datetime64[D]").astype(np.int64)


def _starts(first: str, last: str, by: str) -> npt.NDArray[np.int64]:
    """Return the first days of all periods from one to another."""
    begin, end = _numbers(pd.Series([first, last]), by)
    days = np.arange(begin, end + 1, dtype=np.int32)
    found: npt.NDArray[np.int64] = np.unique(period_starts(days, by))
    return found
