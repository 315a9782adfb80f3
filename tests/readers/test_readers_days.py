"""Written dates: every form by rule, nothing by guess."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.model.errors import InputError
from mapper.readers.days import date_order, parse_days
from mapper.readers.written import MONTH_NUMBERS, parse_when


@pytest.mark.parametrize(
    "written",
    [
        "2025-07-01",
        "2025-07-01T00:00:00",
        "2025-07-01 00:00:00.000",
        "2025-07-01T00:00:00Z",
        "20250701",
        "2025/07/01",
        "2025.7.1",
        "1 July 2025",
        "01 July 2025",
        "01-Jul-25",
        "1st July 2025",
        "July 1, 2025",
        "Jul 1 2025",
        "Tuesday, July 1, 2025",
        "1 липня 2025",
        "1 липня 2025 року",
        "1 июля 2025 г.",
        "01-лип-2025",
        "вівторок, 1 липня 2025",
    ],
)
def test_forms_of_one_day(written):
    when = parse_when(written)
    assert when is not None
    assert (when.start, when.end, when.precision) == (
        dt.date(2025, 7, 1),
        dt.date(2025, 7, 1),
        "day",
    )
    assert when.time_local is None


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("2025-07-01 14:30 EEST", "EEST"),
        ("2025-07-01T14:30:00+03:00", "+03:00"),
        ("2025-07-01T14:30Z", "UTC"),
        ("Jul 1, 2025 at 2:30 pm", None),
        ("1 July 2025, 14:30", None),
        ("1 липня 2025 о 14:30", None),
    ],
)
def test_times_of_a_day(written, zone):
    when = parse_when(written)
    assert when is not None
    assert (str(when.start), when.time_local, when.timezone) == ("2025-07-01", "14:30", zone)


@pytest.mark.parametrize(
    "written",
    [
        *("31 June 2025", "29 Feb 2025", "2025-02-30", "July 1-40, 2025", "6-1 July 2025"),
        *("1 July - 31 June 2025", "2025-07-01 24:00", "early July 2025", "Q3 2025", "45839"),
        *("n/a", "3", "May", "1 June - 6", "1 sometime 2025"),
    ],
)
def test_what_is_no_day_stays_unread(written):
    assert parse_when(written) is None


@pytest.mark.parametrize(
    ("word", "month"),
    [("січ", 1), ("кві", 4), ("тра", 5), ("чер", 6), ("сер", 8), ("жов", 10), ("нояб", 11)],
)
def test_short_months_of_both_languages(word, month):
    when = parse_when(f"2 {word} 2025")
    assert when is not None
    assert when.start == dt.date(2025, month, 2)


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("July 2025", "2025-07-01", "2025-07-31", "month"),
        ("липень 2025", "2025-07-01", "2025-07-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("1-6 July 2025", "2025-07-01", "2025-07-06", "week"),
        ("1–6 июля 2025", "2025-07-01", "2025-07-06", "week"),
        ("2025-07-01/2025-07-06", "2025-07-01", "2025-07-06", "week"),
        ("28 June 2025 - 20 July 2025", "2025-06-28", "2025-07-20", "month"),
        ("July 1-6, 2025", "2025-07-01", "2025-07-06", "week"),
        ("July 1 – July 6, 2025", "2025-07-01", "2025-07-06", "week"),
        ("June 30 - July 2, 2025", "2025-06-30", "2025-07-02", "week"),
        ("30 June - 2 July 2025", "2025-06-30", "2025-07-02", "week"),
        ("30 December - 2 January 2025", "2024-12-30", "2025-01-02", "week"),
        ("1–6 липня 2025 р.", "2025-07-01", "2025-07-06", "week"),
        ("1-6 июля 2025 года", "2025-07-01", "2025-07-06", "week"),
        ("1 to 6 July 2025", "2025-07-01", "2025-07-06", "week"),
        ("from 30 June to 2 July 2025", "2025-06-30", "2025-07-02", "week"),
        ("с 1 по 6 июля 2025 г.", "2025-07-01", "2025-07-06", "week"),
        ("З 30 червня до 2 липня 2025 р.", "2025-06-30", "2025-07-02", "week"),
        ("June-July 2025", "2025-06-01", "2025-07-31", "year"),
        ("червень – липень 2025 р.", "2025-06-01", "2025-07-31", "year"),
        ("07.2025", "2025-07-01", "2025-07-31", "month"),
    ],
)
def test_what_is_less_than_a_day_stays_that(written, start, end, precision):
    when = parse_when(written)
    assert when is not None
    assert (str(when.start), str(when.end), when.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "written",
    [
        *("n/a", "3", "tomorrow", "2025-02-30", "32 July 2025", "1 Foo 2025", "01/02/2025"),
        *("1542345678901234567", "2025-07-01T25:00", "6 July 2025 - 1 July 2025", "25-07-01"),
        *("30.13", "13.2025", "6.07-1.07.2025", "until 6 July 2025", "2022-2023"),
        *("July", "1527-02-04"),
    ],
)
def test_what_is_no_date(written):
    assert parse_when(written) is None


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        *[(text, "2025-06-28", "2025-07-03") for text in (
            "28.06.2025-03.07.2025", "28.06.2025 по 03.07.2025", "28.06-03.07.2025",
            "28/06/2025 - 03/07/2025", "28-06-2025 – 3-07-2025", "28.06.25-03.07.25",
        )],
        ("1-6.07.2025", "2025-07-01", "2025-07-06"),
    ],
)  # fmt: skip
def test_ranges_of_numeric_dates(written, start, end):
    days = parse_days(pd.Series([written, "x", "13/07/2025"]), field="date")
    assert (days.start[0], days.end[0], days.text[0]) == (start, end, written)
    assert days.wrong.tolist() == [False, True, False]


def test_both_ends_of_a_range_tell_the_order():
    assert date_order(pd.Series(["01/02/2025-13/02/2025"])) == "day-first"
    assert date_order(pd.Series(["с 01.02.2025 по 03.02.2025"])) == "day-first"
    with pytest.raises(InputError, match="month-first"):
        parse_days(pd.Series(["01/02/2025 - 03/02/2025"]))


def test_what_follows_a_numeric_year_or_a_day():
    days = parse_days(pd.Series(["01.07.2025 р.", "01.07.2025 г., 14:30", "1st of July 2025"]))
    assert days.start.tolist() == ["2025-07-01"] * 3
    assert days.time_local.fillna("").tolist() == ["", "14:30", ""]


def test_a_day_without_its_year_is_kept_as_text():
    days = parse_days(pd.Series(["1 July", "2025-07-02", "30.06"]))
    assert days.start.isna().tolist() == [True, False, True]
    assert days.text.fillna("").tolist() == ["1 July", "", "30.06"]
    assert not days.wrong.any()


def test_time_and_zone():
    days = parse_days(
        pd.Series(["2025-07-01T21:40:00Z", "2025-07-01 03:15", "1/22/2014 1:05:00 PM"])
    )
    assert days.time_local.tolist() == ["21:40", "03:15", "13:05"]
    assert days.timezone.fillna("").tolist() == ["UTC", "", ""]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["13/07/2025", "01/02/2025"], "day-first"),
        (["07/13/2025", "01/02/2025"], "month-first"),
        (["14/08/2020 00:00:00"], "day-first"),
        (["05.02.2025", "01.02.2025"], "day-first"),
        (["2025-07-01"], None),
    ],
)
def test_the_column_decides_the_order(texts, order):
    assert date_order(pd.Series(texts)) == order


@pytest.mark.parametrize(
    "texts", [["01/02/2025", "03/04/2025"], ["13/07/2025", "07/13/2025"], ["01-02-2025"]]
)
def test_an_order_that_cannot_be_decided_is_refused(texts):
    with pytest.raises(InputError, match="month-first"):
        parse_days(pd.Series(texts))


def test_a_given_order_is_followed():
    days = parse_days(pd.Series(["01/02/2025", "07/13/2025"]), "day-first")
    assert days.start.fillna("").tolist() == ["2025-02-01", ""]
    assert days.wrong.tolist() == [False, True]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(sorted(MONTH_NUMBERS)))
def test_every_day_reads_back(day, word):
    when = parse_when(day.isoformat())
    assert when is not None
    assert when.start == day
    named = parse_when(f"{day.day} {word} {day.year}")
    if named is not None:
        assert named.start is not None
        assert (named.start.year, named.start.month, named.start.day) == (
            day.year,
            MONTH_NUMBERS[word],
            day.day,
        )


@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_text_becomes_a_day_that_is_not_written(texts):
    try:
        days = parse_days(pd.Series(texts, dtype="str"))
    except InputError:
        return
    for text, start in zip(texts, days.start, strict=True):
        if start == start and start is not None:
            year = int(start[:4])
            digits = "".join(ch for ch in text if ch.isdecimal())
            assert str(year) in _ascii(digits) or f"{year % 100:02d}" in _ascii(digits)


def _ascii(digits: str) -> str:
    import unicodedata

    return "".join(str(unicodedata.decimal(ch)) for ch in digits)
