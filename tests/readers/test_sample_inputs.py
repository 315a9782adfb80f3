"""The sample's inputs say what the report says, and no more."""

from __future__ import annotations

import json
from importlib.resources import as_file

import pytest
from shapely.geometry import Point

from mapper import paths
from mapper.model.event import Event
from mapper.readers import ImportResult, read


@pytest.fixture(scope="module")
def sample() -> ImportResult:
    with as_file(paths.data("sample")) as folder:
        return read(folder / "events.csv")


@pytest.fixture(scope="module")
def front() -> ImportResult:
    with as_file(paths.data("sample")) as folder:
        return read(folder / "front_pairs_2025-07-01.csv")


@pytest.fixture(scope="module")
def events(sample) -> dict[str, Event]:
    rows = sample.events.to_dict("records")
    return {event.place_name: event for event in map(Event.from_row, rows)}


def test_three_events_and_nothing_rejected(sample):
    assert (sample.feed, sample.rows, len(sample.events)) == ("mapper", 3, 3)
    assert sample.rejected.empty
    assert sample.warnings == []


def test_izhevsk(events):
    event = events["Izhevsk"]
    assert (event.lon, event.lat, event.geo_precision, event.country) == (
        53.2045,
        56.8498,
        "settlement",
        "RU",
    )
    assert event.radius_m is not None
    assert event.radius_m >= 1000
    assert str(event.date_start) == str(event.date_end) == "2025-07-01"
    assert (event.killed.best, event.injured.best, event.injured.min) == (3, 35, 35)
    assert event.claimed_by == "Ukrainian security officials"
    assert event.denied_by is None
    assert event.verification_status == "reported"
    assert "10 of the 35" in str(event.notes)
    assert (event.weapon, event.target_type) == ("drone", "industrial")


def test_gulyai_pole_is_not_decided(events, sample):
    event = events["Gulyai-Pole"]
    assert (event.lon, event.date_start, event.admin1, event.geo_precision) == (None,) * 4
    assert not event.killed.known
    assert not event.injured.known
    candidates = json.loads(str(event.extra))["candidates"]
    assert [place["geonameid"] for place in candidates] == [707898, 707897]
    said = sample.claims.set_index("event_id").loc[event.event_id]
    assert "Dnipropetrovsk" in said["value"].tolist()


def test_luhansk_is_a_claim_about_control(events):
    event = events["Luhansk region"]
    assert (event.event_type, event.verification_status) == ("Strategic developments", "claimed")
    assert str(event.date_start) == "2025-06-30"
    assert (event.geo_precision, event.weapon) == ("region", None)
    assert event.claimed_by == "A Kremlin-backed official"


def test_every_source_and_claim_belongs_to_an_event(sample):
    ids = set(sample.events["event_id"])
    assert set(sample.sources["event_id"]) == ids
    assert set(sample.claims["source_id"]) <= set(sample.sources["source_id"])
    assert sample.sources["url"].isna().all()


def test_front(front):
    line = front.lines_of_contact.iloc[0]
    assert (len(line.geom.geoms), line["as_of"], line["redistribution"]) == (2, "2025-07-01", "yes")
    vertices = json.loads(line["extra"])["vertices"]
    assert len(vertices) == 31
    assert line.geom.geoms[1].coords[0] == (37.92, 50.02)
    assert max(vertex["accuracy_m"] for vertex in vertices) == line["accuracy_m"] == 7700


def test_izhevsk_to_the_front(front):
    from mapper.geodesy import nearest_on_line

    nearest = nearest_on_line([[53.2045, 56.8498]], front.lines_of_contact.geom[0])
    assert nearest.distance_m[0] == pytest.approx(1_264_050, abs=20)
    assert Point(nearest.lonlat[0]).distance(Point(37.92, 50.02)) < 0.001
