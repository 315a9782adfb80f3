"""How many events and people there are by day, region, type and so on; a salvo counts once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.dates import NO_DAY, day_numbers
from mapper.model.errors import InputError
from mapper.model.event import Count
from mapper.model.facets import FACETS, NOT_STATED
from mapper.model.regions import COLUMNS as REGION_COLUMNS
from mapper.model.regions import Spellings, region_spellings

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.intp]

PEOPLE: Final = ("killed", "injured")
PARTS: Final = ("min", "best", "max")
#: Columns of `Counts.table`, in order; numbers of people are missing where nothing is known.
COLUMNS: Final = (
    "group",
    "events",
    "incidents",
    *(f"{who}_{part}" for who in PEOPLE for part in (*PARTS, "unknown")),
)
#: Stretches of time that events are counted by, the finest first.
PERIODS: Final = {"day": "Day", "week": "Week", "month": "Month", "year": "Year"}
#: All that events are counted by, with words for it.
GROUPINGS: Final[dict[str, str]] = PERIODS | {
    name: FACETS[name].label
    for name in (
        "region", "country", "type", "weapon", "target", "status", "attributed", "claimed",
        "affected", "precision", "feed", "work",
    )
}  # fmt: skip
_UNKNOWN: Final = -1


@dataclass(frozen=True, eq=False)
class Counts:
    """Events and people by group.

    Parameters
    ----------
    by
        One of `GROUPINGS`.
    table
        Columns `COLUMNS`, a row per group that has events; periods in order, others with
        the most events first. ``group`` is the value as the table of events has it
        (``2025-07-01``, ``2025-W27``, ``2025-07``, ``2025`` for periods), `NOT_STATED` for none.
        ``incidents`` are salvos and single events. Each number of people is the sum over
        incidents of which anything is known; their ``_unknown`` is how many others there are.
        The sum of a best or highest number is missing where one of them has no such number.
    total
        The same for all events, one row, ``group`` `NOT_STATED`: salvos that lie in several
        groups count in each of them, and here once.
    several_groups
        How many salvos lie in several groups.
    differing
        Of how many salvos the events give different numbers of people.
    longer
        How many events last into a later period; they count in that of their first day.
    spellings
        Of each region how the events write it, the most frequent first; else empty.
    """

    by: str
    table: pd.DataFrame
    total: pd.DataFrame
    several_groups: int
    differing: int
    longer: int
    spellings: Spellings = field(default_factory=dict)

    def label(self, group: str) -> str:
        """Return the words for a group."""
        return group_label(self.by, group)


def group_label(by: str, group: str) -> str:
    """Return the words for a group of a grouping."""
    if by in PERIODS:
        return group or "Not stated"
    return FACETS[by].label_of(group)


def count(events: pd.DataFrame, by: str) -> Counts:
    """Count the events of a table and the people killed and injured, by group.

    Events that share an ``incident_id`` are one salvo, and its people are counted once: of
    each bound the highest that any of its events (in the group) gives, since two impact
    points may both give the number of the whole salvo. An event's least is its least or best
    number, 0 where only a most is known; its most is its most or best number.

    Parameters
    ----------
    events
        Table ``events`` (`mapper.model.schema`), any index.
    by
        One of `GROUPINGS`.

    Raises
    ------
    InputError
        If there is no such grouping.
    """
    incidents = pd.factorize(events["incident_id"])[0]
    figures = {who: figures_of(events, who) for who in PEOPLE}
    return count_grouped(events, by, grouped(events, by), incidents, figures)


def count_grouped(
    events: pd.DataFrame,
    by: str,
    found: tuple[tuple[str, ...], Codes],
    incidents: Codes,
    figures: dict[str, Ints],
) -> Counts:
    """Count as `count` does, given groups, salvos and people of each event."""
    groups, codes = found
    table = tally(codes, len(groups), incidents, figures)
    table.insert(0, "group", pd.Series(groups, dtype="str"))
    if by not in PERIODS:
        table = table.sort_values("events", ascending=False, kind="stable", ignore_index=True)
    total = tally(np.zeros(len(events), dtype=np.intp), 1, incidents, figures)
    total.insert(0, "group", pd.Series([NOT_STATED], dtype="str"))
    differing = np.zeros(int(incidents.max(initial=-1)) + 1, dtype=bool)
    for values in figures.values():
        differing |= _differing(incidents, values)
    return Counts(
        by,
        table,
        total,
        several_groups=int((groups_each(incidents, codes) > 1).sum()),
        differing=int(differing.sum()),
        longer=_longer(events, by),
        spellings=region_spellings(events) if by == "region" else {},
    )


def columns_read(by: str) -> list[str]:
    """Return the columns of the table of events that `count` reads."""
    if by in PERIODS:
        groups = ["date_start", "date_end"]
    else:
        groups = list(REGION_COLUMNS) if by == "region" else [FACETS[by].column]
    return ["incident_id", *groups, *(f"{who}_{part}" for who in PEOPLE for part in PARTS)]


def grouped(events: pd.DataFrame, by: str) -> tuple[tuple[str, ...], Codes]:
    """Return the groups that occur and, shape (n,), the place of each event's group there.

    Periods are in order, an unknown day last.
    """
    if by not in GROUPINGS:
        raise InputError(
            "not what events are counted by", found=by, expected="one of " + ", ".join(GROUPINGS)
        )
    if by not in PERIODS:
        values, found = FACETS[by].codes(events)
        return values, found.astype(np.intp)
    starts = period_starts(day_numbers(events["date_start"]), by)
    # An unknown day is the lowest number; it goes last.
    distinct, inverse = np.unique(starts, return_inverse=True)
    groups = [period_name(int(day), by) for day in distinct]
    codes = inverse.astype(np.intp)
    if len(distinct) and distinct[0] == NO_DAY:
        groups = [*groups[1:], NOT_STATED]
        codes = (codes - 1) % len(groups)
    return tuple(groups), codes


def period_starts(days: npt.NDArray[np.int32], period: str) -> Ints:
    """Return the first day of each day's period; `NO_DAY` stays."""
    numbers = days.astype(np.int64)
    known = numbers != NO_DAY
    starts = numbers.copy()
    if period == "week":
        # Day 0 was a Thursday; weeks begin on Mondays.
        starts[known] -= (numbers[known] + 3) % 7
    elif period != "day":
        unit = {"month": "M", "year": "Y"}[period]
        dates = numbers[known].astype("datetime64[D]").astype(f"datetime64[{unit}]")
        starts[known] = dates.astype("datetime64[D]").astype(np.int64)
    return starts


def period_name(start: int, period: str) -> str:
    """Return a period by its first day's number: ``2025-07-01``, ``2025-W27``, ``2025-07``."""
    if start == NO_DAY:
        return NOT_STATED
    day = np.datetime64(start, "D").item()
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    text: str = day.isoformat()
    return text[: {"day": 10, "month": 7, "year": 4}[period]]


def people(row: Any, who: str) -> Count:
    """Return the people of a row of `Counts.table` (a mapping by column)."""
    low, best, high = (row[f"{who}_{part}"] for part in PARTS)
    return Count(*(None if pd.isna(value) else int(value) for value in (low, best, high)))


def figures_of(events: pd.DataFrame, who: str) -> Ints:
    """Return least, best and most of each event, shape (n, 3); -1 where unknown."""
    low, best, high = (
        events[f"{who}_{part}"].fillna(_UNKNOWN).to_numpy(dtype=np.int64) for part in PARTS
    )
    most = np.maximum(best, high)
    least = np.where((low < 0) | ((best >= 0) & (best < low)), best, low)
    # "At most five" are none to five.
    least = np.where((least < 0) & (most >= 0), 0, least)
    # Contradicting numbers are told by the data check; here the wider reading counts.
    turned = (most >= 0) & (most < least)
    return np.column_stack([np.where(turned, most, least), best, np.where(turned, least, most)])


def tally(codes: Codes, size: int, incidents: Codes, figures: dict[str, Ints]) -> pd.DataFrame:
    """Return the numbers of each group, in order of the codes."""
    single = np.flatnonzero(incidents < 0)
    shared = np.flatnonzero(incidents >= 0)
    pairs = codes[shared] * (int(incidents.max(initial=0)) + 1) + incidents[shared]
    order = np.argsort(pairs, kind="stable")
    firsts = np.flatnonzero(np.diff(pairs[order], prepend=-1))
    groups = np.concatenate([codes[single], codes[shared][order][firsts]])
    table: dict[str, Any] = {
        "events": np.bincount(codes, minlength=size),
        "incidents": np.bincount(groups, minlength=size),
    }
    for who, values in figures.items():
        salvos = values[shared][order]
        if len(firsts):
            salvos = _of_salvos(np.maximum.reduceat(salvos, firsts, axis=0))
        every = np.concatenate([values[single], salvos])
        known = every[:, 0] >= 0
        told = np.bincount(groups[known], minlength=size)
        for place, part in enumerate(PARTS):
            has = known & (every[:, place] >= 0)
            sums = np.bincount(groups[has], weights=every[has, place], minlength=size)
            lacking = (told == 0) | (np.bincount(groups[has], minlength=size) < told)
            table[f"{who}_{part}"] = pd.arrays.IntegerArray(sums.astype(np.int64), lacking)
        table[f"{who}_unknown"] = table["incidents"] - told
    return pd.DataFrame(table)


def _of_salvos(highest: Ints) -> Ints:
    """Return what salvos have, given the highest of each bound; what contradicts is unknown."""
    least, best, most = highest.T
    most = np.where(most < least, _UNKNOWN, most)
    best = np.where((best < least) | ((most >= 0) & (best > most)), _UNKNOWN, best)
    return np.column_stack([least, best, most])


def groups_each(incidents: Codes, codes: Codes) -> Ints:
    """Return in how many groups each incident lies."""
    shared = incidents >= 0
    count = int(incidents.max(initial=-1)) + 1
    pairs = np.unique(codes[shared] * max(count, 1) + incidents[shared])
    return np.bincount(pairs % max(count, 1), minlength=count).astype(np.int64)


def _differing(incidents: Codes, values: Ints) -> npt.NDArray[np.bool_]:
    """Return of which incidents events give different numbers; what is unknown differs not."""
    count = int(incidents.max(initial=-1)) + 1
    rows = np.flatnonzero(incidents >= 0)
    rows = rows[values[rows, 0] >= 0]
    least = np.full((count, 3), np.iinfo(np.int64).max)
    most = np.full((count, 3), -2)
    np.minimum.at(least, incidents[rows], values[rows])
    np.maximum.at(most, incidents[rows], values[rows])
    found: npt.NDArray[np.bool_] = ((least != most) & (most > -2)).any(axis=1)
    return found


def _longer(events: pd.DataFrame, by: str) -> int:
    if by not in PERIODS:
        return 0
    starts, ends = (day_numbers(events[name]) for name in ("date_start", "date_end"))
    known = (starts != NO_DAY) & (ends != NO_DAY)
    later = period_starts(ends[known], by) > period_starts(starts[known], by)
    return int(later.sum())
