"""Times of day, zones, moments and languages: one form each, and nothing guessed."""

import datetime as dt

import pytest

from mapper.model import forms
from mapper.model.errors import InputError


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14:30", "14:30"),
        ("9:05", "09:05"),
        ("14.30", "14:30"),
        ("03:07:59", "03:07"),
        ("2:30 pm", "14:30"),
        ("12:10 AM", "00:10"),
        ("00:00", "00:00"),
    ],
)
def test_times_of_day(text, read):
    assert forms.read_clock(text) == read
    assert forms.read_clock(read) == read


@pytest.mark.parametrize("text", ["", "24:00", "14:60", "13:00 pm", "at night", "1430", "14:3"])
def test_no_times_of_day(text):
    with pytest.raises(InputError, match="expected 14:30"):
        forms.read_clock(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("Kyiv", "Europe/Kyiv"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("+03:00", "+03:00"),
        ("UTC+0300", "+03:00"),
        ("EEST", "EEST"),
    ],
)
def test_time_zones(text, read):
    assert forms.read_zone(text) == read
    assert forms.read_zone(read) == read


@pytest.mark.parametrize("text", ["", "Europe", "Europe/Atlantis", "local", "+25:00", "../etc"])
def test_no_time_zones(text):
    assert forms.time_zone(text) is None
    with pytest.raises(InputError, match="Europe/Kyiv"):
        forms.read_zone(text)


@pytest.mark.parametrize(
    ("name", "hours"),
    [("Europe/Kyiv", 3), ("+03:00", 3), ("-03:30", -3.5), ("EEST", 3), ("MSK", 3), ("UTC", 0)],
)
def test_the_distance_of_a_zone_from_utc(name, hours):
    zone = forms.time_zone(name)
    assert dt.datetime(2025, 7, 1, 12, tzinfo=zone).utcoffset() == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2025-07-01", "2025-07-01"),
        ("2025-07", "2025-07"),
        ("2025", "2025"),
        ("2025-07-01 14:30", "2025-07-01T14:30"),
        ("2025-07-01T00:00:00Z", "2025-07-01T00:00:00Z"),
        ("2025-07-01T14:30:05.25+03:00", "2025-07-01T14:30:05.25+03:00"),
    ],
)
def test_moments(text, read):
    assert forms.read_moment(text) == read
    assert forms.read_moment(read) == read


@pytest.mark.parametrize(
    "text",
    ["", "2025-02-30", "2025-13", "2025-07-01T25:00", "1.7.2025", "in June", "2025-07T10:00"],
)
def test_no_moments(text):
    with pytest.raises(InputError, match="2025-07-01"):
        forms.read_moment(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("uk", "uk"),
        ("EN_gb", "en-GB"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("ukr", "ukr"),
        ("de-1996", "de-1996"),
        ("es-419", "es-419"),
        ("en-x-Press", "en-x-press"),
    ],
)
def test_languages(text, read):
    assert forms.read_language(text) == read
    assert forms.read_language(read) == read


@pytest.mark.parametrize("text", ["", "ua", "Ukrainian", "u", "uk-", "uk UA", "українська"])
def test_no_languages(text):
    with pytest.raises(InputError, match="uk for Ukrainian"):
        forms.read_language(text)
