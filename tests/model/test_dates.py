import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import dates
from mapper.model.errors import InputError


@given(st.dates())
def test_day_numbers_and_days_are_inverse(day):
    number = dates.day_number(day)
    assert dates.day_from_number(number) == day
    assert number == (day - dt.date(1970, 1, 1)).days
    assert dates.day_numbers(pd.Series([day.isoformat()], dtype="str")).tolist() == [number]


def test_unknown_days_have_a_number_of_their_own():
    days = pd.Series(["1970-01-02", None, "1969-12-31"], dtype="str")
    assert dates.day_numbers(days).tolist() == [1, dates.NO_DAY, -1]


def test_a_column_without_any_day():
    assert dates.day_numbers(pd.Series([None, None], dtype="str")).tolist() == [dates.NO_DAY] * 2


@pytest.mark.parametrize("text", ["", "2025", "2025-02-30", "1.7.2025", "20250701", "2025-7-1"])
def test_nothing_but_an_iso_day_is_read(text):
    with pytest.raises(InputError, match="not a day"):
        dates.parse_day(text)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2025-07-01", "2025-07-01", "1 July 2025"),
        ("2025-07-01", "2025-07-06", "1–6 July 2025"),
        ("2025-06-30", "2025-07-01", "30 June – 1 July 2025"),
        ("2024-12-31", "2025-01-01", "31 December 2024 – 1 January 2025"),
    ],
)
def test_ranges_are_written_short(start, end, text):
    assert dates.write_days(dates.parse_day(start), dates.parse_day(end)) == text
