"""Measurements that are kept: what is written down, and whether it still stands."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import numpy as np
import pytest
from madeup_fronts import control, table

from mapper.geodesy import distance_m
from mapper.measure import (
    FrontMarks,
    Fronts,
    KeptMeasurement,
    Place,
    along,
    distance,
    methods_note,
    statement_text,
    what_changed,
)
from mapper.model.event import Event

JULY = dt.date(2025, 7, 1)
EVENT = Event(
    "own:1", "test", "Strike", lon=36.0, lat=48.0, date_start=JULY, date_end=JULY,
    place_name="West", radius_m=1000.0,
)  # fmt: skip


def kept_of(fronts, event=EVENT, **asked):
    found = distance(Place.of_event(event), fronts=fronts, day=event.date_start)
    marks = FrontMarks(fronts)
    fronts_then = marks.of_day(JULY, asked.get("source"))
    asked = {"day": "2025-07-01", "event_day": True, "fronts": fronts_then, **asked}
    return KeptMeasurement.of_distance(found, event_id=event.event_id, unit="km", **asked), found


def why(kept, fronts, event=EVENT):
    return what_changed(kept, FrontMarks(fronts), {"own:1": event}.get)


def test_all_that_was_measured_from_is_written_down(moving):
    kept, found = kept_of(moving)
    assert (kept.distance_m, kept.min_m, kept.max_m) == (
        found.distance_m, found.min_m, found.max_m,
    )  # fmt: skip
    assert kept.target_kind == "line-of-contact"
    assert kept.as_of == "2025-07-01"
    assert kept.event_ids == ("own:1",)
    assert kept.inputs["files"] == [{"file": "a.geojson", "sha256": "00"}]
    assert kept.inputs["places"][0] == {
        "name": "West", "lon": 36.0, "lat": 48.0, "radius_m": 1000.0, "radius_known": True,
        "event_id": "own:1",
    }  # fmt: skip
    assert kept.inputs["method"] == found.method
    line = np.concatenate([part.coords for part in kept.line.geoms])
    ends = [[found.target.lon, found.target.lat], [36.0, 48.0]]
    assert distance_m(line[[-1, 0]], ends).max() < 0.01


def test_a_row_comes_back_as_it_was(moving):
    kept, _ = kept_of(moving)
    kept = dataclasses.replace(kept, measurement_id="own:m", inputs={**kept.inputs, "note": "Так"})
    again = KeptMeasurement.from_row(kept.row())
    assert again.row() == kept.row()
    assert again.note == "Так"
    assert json.loads(kept.row()["inputs"])["fronts"][0]["as_of"] == "2025-07-01"


def test_what_another_program_wrote_may_lack_anything():
    row = {"measurement_id": "q", "target_kind": "path", "inputs": "no JSON", "statement": None}
    kept = KeptMeasurement.from_row(row)
    assert (kept.statement, kept.places, kept.event_ids, kept.line) == ("", [], (), None)
    assert np.isnan(kept.distance_m)
    assert KeptMeasurement.from_row({**row, "inputs": '{"places": [1, "x"]}'}).places == []


def test_a_place_known_to_its_region_has_no_line(moving):
    event = dataclasses.replace(EVENT, geo_precision="region", radius_m=None, admin1="Kharkiv")
    assert kept_of(moving, event)[0].line is None


def test_a_path_and_an_outline():
    corners = [Place("", 30.0, 50.0), Place("B", 31.0, 50.0, 500.0), Place("", 31.0, 51.0)]
    path = along(corners)
    kept = KeptMeasurement.of_path(path, [None, "own:1", None])
    assert kept.target_kind == "path"
    assert kept.event_id is None
    assert kept.event_ids == ("own:1",)
    assert len(kept.line.geoms) == 2
    outline = KeptMeasurement.of_path(along(corners, closed=True), [None, None, None], unit="mi")
    assert outline.target_kind == "outline"
    assert len(outline.line.geoms) == 3
    assert outline.inputs["area_m2"] > 0


def test_a_way_over_the_antimeridian_is_cut_there():
    kept = KeptMeasurement.of_path(along([Place("", 179, 10), Place("", -179, 10)]), [None, None])
    assert len(kept.line.geoms) == 2


def test_it_stands_while_nothing_changed(moving):
    assert why(kept_of(moving)[0], moving) is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"lon": 36.00001}, "place"),
        ({"radius_m": 1001.0}, "place"),
        ({"lon": None, "lat": None}, "place"),
        ({"geo_precision": "country"}, "place"),
        ({"date_start": dt.date(2025, 6, 30)}, "day"),
        ({"title": "Another title", "notes": "n"}, None),
    ],
)
def test_the_event_changed(moving, values, told):
    assert why(kept_of(moving)[0], moving, dataclasses.replace(EVENT, **values)) == told


def test_the_event_is_gone(moving):
    assert why(kept_of(moving)[0], moving, None) == "event"


def test_the_fronts_of_the_day_changed(moving):
    kept, _ = kept_of(moving)
    redrawn = Fronts(table([control("2025-07-01", 37.1), control("2025-07-10", 36.9)]))
    assert why(kept, redrawn) == "fronts"
    assert why(kept, Fronts(None)) == "fronts"
    more = Fronts(table([control("2025-07-01", 37.0), control("2025-07-01", 37.2, source="B")]))
    assert why(kept, more) == "fronts"
    later = Fronts(table([control("2025-07-01", 37.0), control("2025-07-02", 36.5)]))
    assert why(kept, later) is None


def test_one_source_of_several(moving):
    both = Fronts(table([control("2025-07-01", 37.0), control("2025-07-01", 37.2, source="B")]))
    marks = FrontMarks(both).of_day(JULY, "B")
    assert [one["source"] for one in marks] == ["B"]
    kept, _ = kept_of(both, source="B")
    assert why(kept, both) is None
    other = Fronts(table([control("2025-07-01", 37.3), control("2025-07-01", 37.2, source="B")]))
    assert why(kept, other) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("places", [{"lon": "a", "lat": 48.0}]),
        ("places", [{"lon": 36.0, "lat": 148.0}]),
        ("day", "2025-99-99"),
        ("day", 5),
        ("fronts", [1]),
        ("terms", 5),
        ("unit", "parsec"),
        ("radius_m", "wide"),
        ("uncertainty", {"place_below_m": "much"}),
        ("nearest", ["a", "b"]),
        ("warnings", 3),
        ("files", 7),
    ],
)
def test_what_another_program_wrote_into_it_is_left_out(name, value, moving):
    kept, _ = kept_of(moving)
    row = {**kept.row(), "inputs": json.dumps({**kept.inputs, "radius_m": 2000.0, name: value})}
    read = KeptMeasurement.from_row(row)
    assert name not in read.inputs
    assert read.inputs["method"] == kept.inputs["method"]
    # All who use it go on: notes, statements, whether it still stands.
    assert read.statement in methods_note(read)
    assert read.statement in statement_text(read, markdown=False)
    why(read, moving)
