"""Days that cannot be, or that do not fit the set, the precision or the sources."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts, Ints
from mapper.checks.finding import findings
from mapper.model.dates import NO_DAY, day_from_number, write_day, write_days

#: Somewhere on Earth it is tomorrow already.
TOLERANCE_DAYS: Final = 1

#: Fewest dated events from which a set's own bulk is told.
FEWEST_FOR_BULK: Final = 20
#: Share of a set's events that may lie before the gap that sets them apart.
STRAY_SHARE: Final = 0.01
#: An event is a stray only behind a gap of so many days, and of the bulk's own span.
SHORTEST_GAP_DAYS: Final = 3 * 365
#: The same in a set of fewer events.
SHORTEST_GAP_OF_FEW_DAYS: Final = 10 * 365

#: Most days from first to last that fit a precision.
LONGEST_DAYS: Final = {"day": 3, "week": 14, "month": 62, "year": 732}


def future(facts: Facts) -> pd.DataFrame:
    """Find events that begin later than tomorrow (UTC)."""
    rows = np.flatnonzero(facts.start > facts.today + TOLERANCE_DAYS)
    messages = [f"The date, {facts.said_day(row)}, is in the future." for row in rows]
    return findings("future_date", facts.ids[rows], messages)


def early(facts: Facts) -> pd.DataFrame:
    """Find events before the conflict, or far before all others of the set.

    With a first day of the conflict: every event that ends before it. Without:
    the few first events (up to 1 % of the set, at least one) that lie before
    a gap of more than three years which is also longer than the time from
    the set's 5th to its 95th percentile; of under 20 dated events the first
    one, before a gap of more than ten years and of all the time after it.
    """
    dated = facts.start != NO_DAY
    if facts.conflict_start is not None:
        rows = np.flatnonzero(dated & (facts.end < facts.conflict_start))
        first = write_day(day_from_number(facts.conflict_start))
        messages = [
            f"The date, {facts.said_day(row)}, is before the conflict's first day, {first}."
            for row in rows
        ]
        return findings("early_date", facts.ids[rows], messages)
    strays, gap = _strays(np.sort(facts.start[dated]))
    rows = np.flatnonzero(dated)[np.argsort(facts.start[dated], kind="stable")[:strays]]
    years = f"{gap // 365:,} years"
    words = f"{years} before the next event of the set"
    if strays > 1:
        words = f"long before the rest of the set: then nothing for {years}"
    messages = [f"The date, {facts.said_day(row)}, is {words}." for row in rows]
    return findings("early_date", facts.ids[rows], messages)


def _strays(days: Ints) -> tuple[int, int]:
    """Return how many first days are strays, and the gap behind them in days."""
    count = len(days)
    if count < 3:
        return 0, 0
    most = max(1, int(STRAY_SHARE * count))
    gaps = np.diff(days)[:most]
    behind = int(np.argmax(gaps))
    gap = int(gaps[behind])
    if count >= FEWEST_FOR_BULK:
        low, high = days[int(0.05 * count)], days[int(0.95 * count)]
        needed = max(SHORTEST_GAP_DAYS, int(high - low))
    else:
        needed = max(SHORTEST_GAP_OF_FEW_DAYS, int(days[-1] - days[1]))
    return (behind + 1, gap) if gap > needed else (0, 0)


def long_range(facts: Facts) -> pd.DataFrame:
    """Find events whose last day is too long after the first for the stated precision."""
    days = facts.end - facts.start + 1
    word = facts.events["date_precision"]
    limit = word.map(LONGEST_DAYS).fillna(LONGEST_DAYS["year"]).to_numpy(dtype=float)
    rows = np.flatnonzero((facts.start != NO_DAY) & (facts.end != NO_DAY) & (days > limit))
    words = facts.texts("date_precision")
    messages = []
    for row in rows:
        span = write_days(
            day_from_number(int(facts.start[row])), day_from_number(int(facts.end[row]))
        )
        known = f", but the date is said to be known to the {words[row]}" if words[row] else ""
        messages.append(f"{span} are {days[row]:,} days{known}.")
    return findings("long_range", facts.ids[rows], messages)


def published_before(facts: Facts) -> pd.DataFrame:
    """Find events of which every dated source came out before the first day.

    One day of time zones is allowed; so is a source without a date.
    """
    published = facts.sources["published_at"].str.slice(0, 10)
    dated = published.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).to_numpy(dtype=bool)
    values = pd.to_datetime(published.where(dated), errors="coerce", format="%Y-%m-%d")
    number = values.to_numpy(dtype="datetime64[D]").astype(np.int64)
    usable = values.notna().to_numpy() & (facts.source_rows >= 0)
    last = np.full(len(facts), NO_DAY, dtype=np.int64)
    np.maximum.at(last, facts.source_rows[usable], number[usable])
    sharp = facts.is_any("date_precision", "day", "week") | ~facts.known("date_precision")
    wrong = (last != NO_DAY) & (facts.start != NO_DAY) & sharp
    wrong &= last < facts.start - TOLERANCE_DAYS
    rows = np.flatnonzero(wrong)
    messages = []
    for row in rows:
        came_out = write_day(day_from_number(int(last[row])))
        messages.append(
            f"The date is {facts.said_day(row)}, but the latest of its dated sources came out "
            f"on {came_out}, {facts.start[row] - last[row]:,} days before."
        )
    return findings("published_before", facts.ids[rows], messages)
