"""Duplicates and salvos."""

from __future__ import annotations

import numpy as np
import pytest
from checks_data import TODAY, events, found, sources
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.checks import check
from mapper.checks.facts import Facts
from mapper.checks.named import sphere_m
from mapper.checks.pairs import REACH_M, near_pairs

PLANT = "A drone hit the fuel depot beside the railway station and burnt two storage tanks"
MARKET = "Rockets fell on the covered market at noon while people queued for bread there"


def test_one_event_told_twice_is_found():
    table = found(
        "duplicate",
        events(
            {"title": PLANT, "feed": "viina"},
            {"title": PLANT.replace("beside", "near"), "feed": "acled", "lon": 36.24},
            {"title": MARKET},
        ),
        sources({"event_id": "e1", "url": "https://example.org/1"}),
    )
    assert table["event_id"].tolist() == ["e1"]
    assert table["other_ids"][0] == ("e0",)
    assert table["mend"][0].kind == "merge"
    assert table["mend"][0].event_ids == ("e1", "e0")
    assert "in viina" in table["message"][0]
    assert "0.7 km apart" in table["message"][0]


def test_three_of_one_are_one_group():
    table = found("duplicate", events(*[{"title": PLANT}] * 3, {"title": MARKET}))
    assert table["event_id"].tolist() == ["e0"]
    assert table["other_ids"][0] == ("e1", "e2")
    assert "So may 1 more" in table["message"][0]


def pair(**other: object) -> int:
    return len(found("duplicate", events({"title": PLANT}, {"title": PLANT, **other})))


def test_what_is_elsewhere_or_another_day_is_no_duplicate():
    assert pair() == 1
    assert pair(date_start="2025-07-02") == 1
    assert pair(date_start="2025-07-03") == 0
    assert pair(date_start="2025-06-20", date_end="2025-07-01") == 1
    assert pair(lon=36.23 + 0.5) == 0
    assert pair(geo_precision="region", radius_m=100_000.0) == 0


def test_what_contradicts_is_no_duplicate():
    table = events({"title": PLANT, "killed_best": 3}, {"title": PLANT, "killed_best": 4})
    assert len(found("duplicate", table)) == 0
    table = events({"title": PLANT, "weapon": "drone"}, {"title": PLANT, "weapon": "mlrs"})
    assert len(found("duplicate", table)) == 0
    table = events({"title": PLANT, "weapon": "drone"}, {"title": PLANT, "weapon": "unknown"})
    assert len(found("duplicate", table)) == 1
    table = events(*[{"title": PLANT, "incident_id": "i"}] * 2)
    assert len(found("duplicate", table)) == 0


def test_few_words_tell_nothing():
    assert (
        len(found("duplicate", events({"title": "Drone strike"}, {"title": "Drone strike"}))) == 0
    )


def test_the_same_few_words_tell_something():
    row = {"title": "Strike on Kharkiv"}
    assert len(found("duplicate", events(row, row))) == 1
    assert len(found("duplicate", events(row, {**row, "date_start": "2025-07-02"}))) == 0
    assert len(found("duplicate", events(row, {"title": "Strikes on Kharkiv"}))) == 0


def one_source(*rows: dict[str, object], url: str = "https://example.org/news/1") -> object:
    table = events(*rows)
    cited = sources(*({"event_id": event_id, "url": url} for event_id in table["event_id"]))
    return found("salvo", table, cited)


def test_events_of_one_source_and_day_are_offered_one_incident():
    table = one_source(
        {"title": PLANT, "killed_best": 2}, {"title": MARKET, "lon": 36.3, "killed_best": 2},
        {"lon": 37.5}, {"date_start": "2025-07-05"},
    )  # fmt: skip
    assert table["event_id"].tolist() == ["e0"]
    assert table["mend"][0].kind == "group"
    assert table["mend"][0].event_ids == ("e0", "e1")
    assert "All give 2 killed" in table["message"][0]


def test_what_is_no_salvo_is_not_offered():
    assert len(one_source({}, {})) == 1
    assert len(one_source({"incident_id": "i"}, {"incident_id": "i"})) == 0
    assert len(one_source({"incident_id": "i"}, {"incident_id": "j"})) == 0
    assert len(one_source({"incident_id": "i"}, {})) == 1
    assert len(one_source({"weapon": "drone"}, {"weapon": "mlrs"})) == 0
    for channel in ("t.me/channel", "t.me/s/channel/", "www.facebook.com/name.12"):
        assert len(one_source({}, {}, url=f"https://{channel}")) == 0
    for report in ("t.me/channel/12", "example.org/strike-on-kharkiv", "youtu.be/a1b2"):
        assert len(one_source({}, {}, url=f"https://{report}")) == 1
    assert len(one_source({}, {}, url="https://example.org/en/")) == 0
    assert len(one_source({}, {}, url="https://example.org/")) == 0
    assert len(one_source(*[{}] * 40)) == 0


def test_duplicates_are_not_offered_as_a_salvo_too():
    table = events({"title": PLANT}, {"title": PLANT})
    cited = sources(*({"event_id": e, "url": "https://example.org/news/1"} for e in ("e0", "e1")))
    assert check(table, cited, today=TODAY)["rule"].tolist() == ["duplicate"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(-179.0, 179.0),
            st.floats(-80.0, 80.0),
            st.floats(-0.15, 0.15),
            st.floats(-0.15, 0.15),
            st.integers(1, 3),
            st.integers(0, 1),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_near_pair_meets(places):
    rows = []
    for lon, lat, east, north, day, more in places:
        days = {"date_start": f"2025-07-{day:02}", "date_end": f"2025-07-{day + more:02}"}
        rows.append({"lon": lon, "lat": lat, **days})
        rows.append({"lon": lon + east, "lat": lat + north, "date_start": "2025-07-02"})
    facts = Facts.of(events(*rows), None, today=TODAY, conflict_start=None)
    met = {pair for a, b in near_pairs(facts) for pair in zip(a.tolist(), b.tolist(), strict=True)}
    expected = set()
    for one in range(len(rows)):
        for two in range(one + 1, len(rows)):
            gap_m = sphere_m(facts.lonlat[[one]], facts.lonlat[[two]])[0]
            ends = {facts.start[one], facts.end[one]}, {facts.start[two], facts.end[two]}
            near_in_time = any(abs(x - y) <= 1 for x in ends[0] for y in ends[1])
            if gap_m <= REACH_M and near_in_time:
                expected.add((one, two))
    assert met == expected


@pytest.mark.parametrize("lat", [2.5, 47.5, 47.4, 52.5, -67.5, 67.49])
@pytest.mark.parametrize("east", [-0.1, 0.0, 0.1, 0.13])
@pytest.mark.parametrize("north", [-0.05, 0.0, 0.0625])
def test_near_pairs_meet_wherever_rows_of_the_grid_change(
    lat: float, east: float, north: float
) -> None:
    expected, met = set(), set()
    rows = []
    for number, lon in enumerate(np.arange(30.0, 31.0, 0.037)):
        rows.append({"lon": lon, "lat": lat, "date_start": f"2025-{1 + number // 9:02}-01"})
        rows.append({**rows[-1], "lon": lon + east, "lat": lat + north})
    facts = Facts.of(events(*rows), None, today=TODAY, conflict_start=None)
    for a, b in near_pairs(facts):
        met |= set(zip(a.tolist(), b.tolist(), strict=True))
    for one in range(len(rows)):
        for two in range(one + 1, len(rows)):
            gap_m = sphere_m(facts.lonlat[[one]], facts.lonlat[[two]])[0]
            if gap_m <= REACH_M and facts.start[one] == facts.start[two]:
                expected.add((one, two))
    assert met == expected
