"""``mapper place``: the places of a name, ranked, and what is at a position."""

from __future__ import annotations

import pytest


def test_a_region_and_a_position_rank(run):
    for more in (["--region", "Дніпропетровська обл."], ["--near", "34.1,48.1"]):
        found = run("place", "Huliaipole", *more, "--json").json["candidates"]
        assert [place["admin1"] for place in found] == ["Dnipropetrovsk", "Zaporizhzhia"]
    assert "--near is no position" in run("place", "Kyiv", "--near", "there").sentence


def test_a_region_that_is_not_known_is_said(run):
    assert "No region called 'Nowhere'" in run("place", "Kyiv", "--region", "Nowhere").out


@pytest.mark.parametrize(
    ("position", "country", "admin1", "words"),
    [
        ("34.1,44.95", "UA", "Crimea", "lies in Crimea, Ukraine"),
        ("36.2304,49.9935", "UA", "Kharkiv", "lies in Kharkiv oblast, Ukraine"),
        ("31.3,43.5", "", "", "lies at sea"),
        ("-30,30", "", "", "lies at sea"),
    ],
)
def test_what_is_at_a_position(run, position, country, admin1, words):
    said = run("place", position, "--json").json
    assert (said["country"], said["admin1"]) == (country, admin1)
    assert len(said["candidates"]) == 1
    assert said["distance_m"] >= 0.0
    assert words in run("place", position).out


def test_a_position_off_the_earth_is_refused(run):
    assert "latitude" in run("place", "10,95").sentence


def test_a_region_is_told_as_such(run):
    assert "is a region: Kharkiv oblast, UA" in run("place", "Харківська область").out
