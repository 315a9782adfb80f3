"""Columns of written dates to days; what cannot be decided is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.errors import AnswerNeededError, InputError
from mapper.model.texts import distinct, no_text, per_distinct, stripped
from mapper.readers.numbers import missing
from mapper.readers.text import has
from mapper.readers.written import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    NUMERIC,
    ORDERS,
    first_and_last,
    parse_when,
)

EXPECTED: Final = "a day such as 2025-07-01 or 1 July 2025"
_FAST_ISO: Final = r"\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"


@dataclass
class Days:
    """A column of dates, read; columns of shape (n,) aligned with the input.

    ``start`` and ``end`` are ISO days; ``text`` holds what was written where
    it could be read only in part; ``wrong`` marks what is no date; ``absent``
    what is empty.
    """

    start: pd.Series
    end: pd.Series
    precision: pd.Series
    text: pd.Series
    time_local: pd.Series
    timezone: pd.Series
    wrong: npt.NDArray[np.bool_]
    absent: npt.NDArray[np.bool_]
    order: str | None


@per_distinct
def parse_days(texts: pd.Series, order: str | None = None, field: str = "date") -> Days:
    """Return the days of a column of written dates.

    Parameters
    ----------
    texts
        Column of text.
    order
        "day-first" or "month-first" for dates such as ``01/02/2025``; when
        None the whole column decides.
    field
        Name of the column for messages.

    Raises
    ------
    InputError
        If dates in the column can be read day-first and month-first.
    """
    if order is not None and order not in ORDERS:
        raise InputError(
            "not an order of dates", field="date_order", found=order, expected=" or ".join(ORDERS)
        )
    absent = missing(texts)
    trimmed = stripped(texts)
    fast = has(trimmed, f"^{_FAST_ISO}$").copy()
    start = trimmed.str.slice(0, 10).where(fast)
    if fast.any():
        known = pd.to_datetime(start[fast], format="%Y-%m-%d", errors="coerce")
        inside = known.dt.year.between(EARLIEST_YEAR, LATEST_YEAR).to_numpy(bool)
        fast[np.flatnonzero(fast)[~inside]] = False
        start = start.where(fast)
    days = Days(
        start=start,
        end=start.copy(),
        precision=pd.Series("day", index=texts.index, dtype="str").where(fast),
        text=no_text(texts.index),
        time_local=no_text(texts.index),
        timezone=no_text(texts.index),
        wrong=~fast & ~absent,
        absent=absent,
        order=order,
    )
    if days.wrong.any():
        _parse_rest(trimmed[days.wrong], days, field)
    return days


def date_order(*columns: pd.Series, field: str = "date") -> str | None:
    """Return the order that all numeric dates of some columns allow, None if there are none.

    Raises
    ------
    InputError
        If both orders fit, or neither.
    """
    written = pd.concat([distinct(column) for column in columns]).dropna()
    numeric = written[has(written, r"^\s*(?:\pL{1,4}\s+)?\d{1,2}[-/.]\d{1,2}[-/.]\d")].unique()
    return _column_order([str(text).strip() for text in numeric], field)


def _parse_rest(texts: pd.Series, days: Days, field: str) -> None:
    written = texts.unique()
    if days.order is None:
        days.order = _column_order([str(text) for text in written], field)
    readings = {text: parse_when(str(text), days.order) for text in written}

    def column(values: dict[str, str | None]) -> pd.Series:
        return texts.map(values).astype("str")

    rows = np.flatnonzero(days.wrong)
    read = {text: when for text, when in readings.items() if when is not None}
    days.start.iloc[rows] = column({t: _iso(w.start) for t, w in read.items()})
    days.end.iloc[rows] = column({t: _iso(w.end) for t, w in read.items()})
    days.precision.iloc[rows] = column({t: w.precision for t, w in read.items()})
    days.text.iloc[rows] = column({t: t for t, w in read.items() if w.precision != "day"})
    days.time_local.iloc[rows] = column({t: w.time_local for t, w in read.items()})
    days.timezone.iloc[rows] = column({t: w.timezone for t, w in read.items()})
    days.wrong[rows] = ~texts.isin(list(read)).to_numpy(bool)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _column_order(texts: list[str], field: str) -> str | None:
    """Return the order that every numeric date of the column allows."""
    pairs = []
    for text in texts:
        for part in [text] if NUMERIC.fullmatch(text) else first_and_last(text):
            match = NUMERIC.fullmatch(part)
            if match is not None:
                pairs.append((int(match["a"]), int(match["b"]), match[2], part))
    if not pairs:
        return None
    day_first = any(a > 12 >= b for a, b, _, _ in pairs)
    month_first = any(b > 12 >= a for a, b, _, _ in pairs)
    if day_first != month_first:
        return ORDERS[0] if day_first else ORDERS[1]
    doubtful = [part for a, b, _, part in pairs if a != b and a <= 12 and b <= 12]
    if day_first:
        raise InputError(
            "some dates are day-first and some month-first",
            field=field,
            found=next(part for a, b, _, part in pairs if b > 12 >= a),
            expected="one order in the whole column, or date_order=day-first given",
        )
    if not doubtful or all(separator == "." for _, _, separator, _ in pairs):
        return ORDERS[0]
    raise AnswerNeededError(
        "the dates can be read day-first and month-first",
        asks="date_order",
        choices=ORDERS,
        field=field,
        found=doubtful[0],
        expected="dates such as 2025-07-01, or date_order=day-first or month-first given",
    )
