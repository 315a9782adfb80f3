"""Numbers in cells: commas, degrees, counts; wrong ones are told."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.readers.numbers import parse_coordinates, parse_counts, parse_reals


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("48.5", "lat", 48.5),
        ("48,5", "lat", 48.5),
        ("-0.25", "lon", -0.25),
        ("536", "lat", 536.0),
        ("53°12'16.2\"N", "lat", 53 + 12 / 60 + 16.2 / 3600),
        ("53° 12′ 16,2″ N", "lat", 53 + 12 / 60 + 16.2 / 3600),
        ("53 12 16 S", "lat", -(53 + 12 / 60 + 16 / 3600)),
        ("37°44.4'E", "lon", 37.74),
        ("W 71.25°", "lon", -71.25),
        ("53d12m16s", "lat", 53 + 12 / 60 + 16 / 3600),
        ("53° 12' 16\" с.ш.", "lat", 53 + 12 / 60 + 16 / 3600),
        ("53,25 пд. ш.", "lat", -53.25),
        ("37°30' в. д.", "lon", 37.5),
        ("Сх 37,5°", "lon", 37.5),
        ("71.25 West", "lon", -71.25),
    ],
)
def test_coordinates(text, axis, degrees):
    values, wrong = parse_coordinates(pd.Series([text]), axis)
    assert not wrong[0]
    assert values[0] == pytest.approx(degrees, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "48.5N",
        "53°12'60\"E",
        "48,5,1",
        "1,234,567",
        "inf",
        "48.5 37.7",
        "N48E",
        "48.5 с. ш.",
    ],
)
def test_what_is_no_longitude(text):
    assert parse_coordinates(pd.Series([text]), "lon")[1][0]


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "NULL", "nan", "—"])
def test_nothing_is_neither_wrong_nor_zero(text):
    values, wrong = parse_coordinates(pd.Series([text]), "lat")
    assert not wrong[0]
    assert values[0] != values[0]
    counts, wrong = parse_counts(pd.Series([text]))
    assert not wrong[0]
    assert counts.isna()[0]


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("3.0", 3), ("0", 0), ("1,234", 1234), ("1 234", 1234), ("12.345", 12345)],
)
def test_counts(text, count):
    values, wrong = parse_counts(pd.Series([text]))
    assert not wrong[0]
    assert values[0] == count


@pytest.mark.parametrize("text", ["-1", "3.5", "three", "3-5", "99999999999", "1e3", "12,34"])
def test_what_is_no_count(text):
    values, wrong = parse_counts(pd.Series([text]))
    assert wrong[0]
    assert values.isna()[0]


@given(st.lists(st.text(max_size=20), max_size=20))
def test_any_text_is_read_missing_or_wrong(texts):
    column = pd.Series(texts, dtype="str")
    for values, wrong in (parse_coordinates(column, "lat"), parse_reals(column)):
        assert not (wrong & (values == values)).any()
    counts, wrong = parse_counts(column)
    assert not (counts.notna().to_numpy() & wrong).any()
    assert not (counts < 0).fillna(False).any()


@given(st.floats(-180, 180))
def test_degrees_read_back(degrees):
    values, wrong = parse_coordinates(pd.Series([repr(degrees)]), "lon")
    assert not wrong[0]
    assert values[0] == degrees
