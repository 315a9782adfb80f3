"""Days: reading, writing and comparing. Every interval is closed.

A day is ISO text (``2025-07-01``) in tables and files, and a day number
(days since 1970-01-01) wherever many are compared.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.errors import InputError

#: Day number that stands for "no day known" in packed arrays.
NO_DAY: Final = -(2**31)

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def parse_day(text: str) -> dt.date:
    """Return the day written as ``YYYY-MM-DD``.

    Raises
    ------
    InputError
        If the text is anything else; nothing is guessed.
    """
    cleaned = text.strip()
    if len(cleaned) == 10:
        try:
            return dt.date.fromisoformat(cleaned)
        except ValueError:
            pass
    raise InputError("not a day", found=text, expected="a day such as 2025-07-01")


def day_numbers(days: pd.Series) -> npt.NDArray[np.int32]:
    """Return day numbers of a column of ISO days, `NO_DAY` where empty.

    Parameters
    ----------
    days
        Text column of shape (n,), ``YYYY-MM-DD`` or missing.
    """
    # Many events share few days.
    codes, distinct = pd.factorize(days)
    numbers = np.full(len(distinct) + 1, NO_DAY, dtype=np.int32)
    if len(distinct):
        texts = np.asarray(distinct, dtype="U10")
        numbers[:-1] = texts.astype("datetime64[D]").astype(np.int64).astype(np.int32)
    # A missing day has the code -1.
    return numbers[codes]


def day_number(day: dt.date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - 719_163


def day_from_number(number: int) -> dt.date:
    """Return the day that many days after 1970-01-01."""
    return dt.date.fromordinal(number + 719_163)


def write_day(day: dt.date) -> str:
    """Return the day for print in English: ``1 July 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def write_days(start: dt.date, end: dt.date) -> str:
    """Return a closed range for print: ``1-6 July 2025`` with an en dash."""
    if start == end:
        return write_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{write_day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {write_day(end)}"
    return f"{write_day(start)} – {write_day(end)}"
