"""One distance: front of the day, interval, words, JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from madeup_fronts import control, table

from mapper import basemap
from mapper.geodesy import distance_m
from mapper.measure import Fronts, Place, distance, linecache
from mapper.measure.toshape import LANDLOCKED
from mapper.model import schema
from mapper.model.errors import InputError, MeasureError, NoFrontError
from mapper.model.event import Event

JULY = dt.date(2025, 7, 1)
#: 73.06 km west of the meridian of 37 degrees, where it is nearest.
WEST = Place("West", 36.0, 48.0)


def test_contract_of_the_json(moving):
    found = distance(WEST, fronts=moving, day=JULY, claim="over 10 km").to_json()
    assert list(found) == [
        "distance_m", "min_m", "max_m", "inside_control_area", "from", "to", "azimuth_deg",
        "method", "statement", "claim", "inputs", "warnings", "uncertainty", "parameters",
    ]  # fmt: skip
    assert list(found["from"]) == ["name", "lon", "lat", "radius_m"]
    assert list(found["to"]) == [
        "kind", "name", "lon", "lat", "as_of", "published_at", "source", "gap_days",
    ]  # fmt: skip
    assert found["claim"] == {"text": "over 10 km", "verdict": "agrees", "difference_m": 0.0}
    assert found["inputs"] == [{"file": "a.geojson", "sha256": "00"}]
    assert found["to"]["as_of"] == "2025-07-01"
    assert found["inside_control_area"] is False


def test_the_meridian_is_the_line(moving):
    found = distance(WEST, fronts=moving, day=JULY)
    # Foot of the perpendicular on the meridian, a little north of 48.
    expected = min(distance_m([36, 48], [[37, lat] for lat in np.linspace(47.9, 48.1, 2001)]))
    assert found.distance_m == pytest.approx(expected, abs=0.01)
    assert found.target.lon == pytest.approx(37.0, abs=1e-6)
    assert found.statement == (
        "West lies 74.6 km from the line of contact at its nearest point, near Topoli, "
        "Kharkiv oblast (Test, as of 1 July 2025)."
    )


def test_same_inputs_same_words(moving):
    first, second = (distance(WEST, fronts=moving, day=JULY).to_json() for _ in range(2))
    assert first == second


def test_inside(moving):
    inside = Place("East", 38.0, 48.0, 1_000)
    line = distance(inside, fronts=moving, day=JULY)
    assert line.inside_control_area is True
    area = distance(inside, "control-area", fronts=moving, day=JULY)
    assert (area.distance_m, area.min_m, area.max_m) == (0.0, 0.0, 0.0)
    assert area.boundary_m == pytest.approx(line.distance_m, abs=0.02)
    assert "boundary_m" in area.to_json()
    assert "boundary_m" not in line.to_json()
    assert area.statement.startswith("East lies inside the control area, 74.6 km from its edge")


def test_radius_is_carried(moving):
    wide = distance(Place("West", 36.0, 48.0, 5_000), fronts=moving, day=JULY)
    assert wide.max_m - wide.distance_m == pytest.approx(5_000, abs=1)
    assert wide.distance_m - wide.min_m >= 5_000
    assert "75 km (69 to 80 km)" in wide.statement
    near = distance(Place("Near", 36.99, 48.0, 100_000), fronts=moving, day=JULY)
    assert near.min_m == 0.0


def test_front_of_the_day(moving):
    gap = distance(WEST, fronts=moving, day=dt.date(2025, 7, 4))
    assert gap.target.as_of == "2025-07-01"
    assert gap.target.gap_days == 3
    # A third of the way the front moved to its next snapshot, nine days later.
    assert gap.uncertainty["gap_above_m"] == pytest.approx(7_460 / 3, rel=0.01)
    assert any("3 days older" in text for text in gap.warnings)
    assert "3 days before 4 July 2025" in gap.statement
    later = distance(WEST, fronts=moving, day=dt.date(2025, 7, 12))
    assert later.target.as_of == "2025-07-10"
    with pytest.raises(NoFrontError, match="15 days earlier, and the limit is 7 days"):
        distance(WEST, fronts=moving, day=dt.date(2025, 7, 25))
    assert distance(WEST, fronts=moving, day=dt.date(2025, 7, 25), max_gap_days=15).distance_m
    with pytest.raises(NoFrontError, match="the first one is of 1 July 2025"):
        distance(WEST, fronts=moving, day=dt.date(2025, 6, 30))
    undated = distance(WEST, fronts=moving)
    assert undated.target.as_of == "2025-07-10"
    assert "No date was given" in undated.warnings[0]


def test_gap_without_neighbours_says_so():
    alone = Fronts(table([control("2025-07-01", 37.0)]))
    found = distance(WEST, fronts=alone, day=dt.date(2025, 7, 2))
    assert found.uncertainty["gap_below_m"] is None
    assert any("not known and not in the interval" in text for text in found.warnings)


def test_two_sources_side_by_side():
    rows = [control("2025-07-01", 37.0), control("2025-07-01", 36.9, source="Other")]
    found = distance(WEST, fronts=Fronts(table(rows)), day=JULY)
    assert found.target.source == "Other"
    assert "lies 67.2 km" in found.statement
    (warning,) = found.warnings
    assert warning == (
        "Sources side by side: 67.2 km by Other, as of 1 July 2025; 74.6 km by Test, as of "
        "1 July 2025; they lie 7.5 km apart. The first was used."
    )
    assert [(one["source"], one["as_of"]) for one in found.to_json()["sources"]] == [
        ("Other", "2025-07-01"), ("Test", "2025-07-01"),
    ]  # fmt: skip
    assert found.sources[0]["distance_m"] == pytest.approx(found.distance_m, abs=0.001)
    alone = distance(WEST, fronts=Fronts(table(rows[:1])), day=JULY)
    assert found.sources[1]["distance_m"] == pytest.approx(alone.distance_m, abs=0.001)
    assert alone.sources == ()


def test_the_gap_counts_for_the_control_area_too(moving):
    gap = distance(WEST, "control-area", fronts=moving, day=dt.date(2025, 7, 4))
    day = distance(WEST, "control-area", fronts=moving, day=JULY)
    # A tenth of a degree in nine days, three of them.
    assert gap.uncertainty["gap_above_m"] == pytest.approx(7_460 / 3, rel=0.01)
    assert gap.max_m - gap.min_m == pytest.approx(day.max_m - day.min_m + 2 * 7_460 / 3, rel=0.01)


def test_a_place_of_unknown_precision_is_no_exact_one(moving):
    event = Event(
        "e", "test", "West", lon=36.0, lat=48.0,
        date_start=JULY, date_end=JULY,
    )  # fmt: skip
    start = Place.of_event(event)
    assert not start.radius_known
    found = distance(start, fronts=moving, day=JULY)
    assert found.statement.startswith("West lies 75 km from the line of contact")
    assert found.warnings[-1] == (
        "The precision of the place is not stated; the interval does not include it."
    )
    exact = Place.of_event(replace(event, geo_precision="exact"))
    assert (exact.radius_m, exact.radius_known) == (10.0, True)
    with pytest.raises(MeasureError, match="only to its country"):
        Place.of_event(replace(event, geo_precision="country"))
    with pytest.raises(MeasureError, match="is not known"):
        Place.of_event(replace(event, lon=None, lat=None))


def test_stated_accuracy_and_contested_areas():
    grey = control("2025-07-01", 36.8, front_id="grey", control_status="contested")
    rows = [control("2025-07-01", 37.0, accuracy_m=2_000.0), grey]
    found = distance(WEST, fronts=Fronts(table(rows)), day=JULY)
    assert found.max_m - found.distance_m == pytest.approx(2_000, abs=30)
    # Counted with the control area, the contested one brings the line 15 km nearer.
    assert found.distance_m - found.min_m == pytest.approx(14_900 + 2_000, abs=200)


def test_a_line_given_with_accuracy_at_each_vertex():
    vertices = [
        {"lon": 37.0, "lat": 47.0, "accuracy_m": 1_000.0},
        {"lon": 37.0, "lat": 48.0, "accuracy_m": 3_000.0},
        {"lon": 37.0, "lat": 49.0, "accuracy_m": 1_000.0},
    ]
    line = {
        "front_id": "line:1",
        "as_of": "2025-07-01",
        "source": "Pairs",
        "redistribution": "yes",
        "extra": json.dumps({"vertices": vertices}),
        "geom": shapely.MultiLineString([[(v["lon"], v["lat"]) for v in vertices]]),
    }
    fronts = Fronts(None, table([line], schema.LINES_OF_CONTACT))
    found = distance(WEST, fronts=fronts, day=JULY)
    assert found.inside_control_area is None
    assert found.max_m - found.distance_m == pytest.approx(3_000, abs=1)
    with pytest.raises(MeasureError, match="without a control area"):
        distance(WEST, "control-area", fronts=fronts, day=JULY)


def test_places_borders_and_coasts():
    city = distance(Place("A", 0.0, 0.0, 1_000), Place("B", 1.0, 0.0, 500))
    assert city.distance_m == pytest.approx(111_319.49, abs=0.01)
    assert city.max_m - city.min_m == pytest.approx(3_000)
    assert city.statement == "A lies 111.3 km (109.8 to 112.9 km) from B."
    miles = distance(Place("A", 0.0, 0.0), Place("B", 1.0, 0.0), unit="mi")
    assert "69.2 mi" in miles.statement
    kharkiv = Place("Kharkiv", 36.2304, 49.9935)
    border = distance(kharkiv, "state-border", country="UA")
    assert 25e3 < border.distance_m < 40e3
    assert "the land border of Ukraine" in border.statement
    coast = distance(kharkiv, "coast", country="UA")
    assert 300e3 < coast.distance_m < 420e3
    with pytest.raises(MeasureError, match=r"^Czechia has no sea coast\.$"):
        distance(kharkiv, "coast", country="CZ")


@pytest.mark.parametrize("code", ["MN", "kz", "CH"])
def test_a_lake_shore_is_no_sea_coast(code):
    with pytest.raises(MeasureError, match="has no sea coast"):
        distance(WEST, "coast", country=code)


def test_landlocked_codes_are_countries():
    assert set(basemap.countries()["code"]) >= LANDLOCKED
    assert len(LANDLOCKED - {"XK"}) == 44


def test_refusals(moving):
    with pytest.raises(MeasureError, match="A front is needed"):
        distance(WEST)
    with pytest.raises(InputError, match="target"):
        distance(WEST, "the moon", fronts=moving)
    with pytest.raises(InputError, match="unit"):
        distance(WEST, fronts=moving, unit="leagues")
    with pytest.raises(NoFrontError, match="import control areas"):
        distance(WEST, fronts=Fronts(None), day=JULY)
    with pytest.raises(InputError, match="latitude"):
        Place("", 0, 536)


def test_derived_lines_are_kept_and_broken_ones_made_again(cache, monkeypatch):
    rows = table([control("2025-07-01", 37.0)])
    first = Fronts(rows).line_of("test:Test:2025-07-01")
    (stored,) = (cache / "lines").iterdir()

    def refuse(*_):
        raise AssertionError("derived again")

    with monkeypatch.context() as patch:
        patch.setattr(linecache, "lines_of_contact", refuse)
        assert Fronts(rows).line_of("test:Test:2025-07-01").equals(first)
        broken = bytearray(stored.read_bytes())
        broken[-9] ^= 1
        stored.write_bytes(bytes(broken))
        with pytest.raises(AssertionError, match="derived again"):
            Fronts(rows).line_of("test:Test:2025-07-01")
    stored.write_bytes(b"short")
    assert Fronts(rows).line_of("test:Test:2025-07-01").equals(first)
    assert stored.stat().st_size > 1000


def test_another_radius_of_the_definition_is_used_and_told():
    # An inlet of 3 km into the area: a wide radius does not follow it.
    inlet = shapely.box(37.0, 47.98, 37.3, 48.007)
    area = shapely.MultiPolygon([shapely.box(37.0, 47.0, 40.5, 49.0).difference(inlet)])
    fronts = Fronts(table([control("2025-07-01", 37.0, geom=area)]))
    inside = Place("Inside", 37.35, 47.99)
    usual = distance(inside, fronts=fronts, day=JULY)
    wide = distance(inside, fronts=fronts.with_radius(3_000), day=JULY)
    assert usual.distance_m < 5_000 < 20_000 < wide.distance_m
    # What the usual one gives lies in the interval of the other.
    assert wide.min_m <= usual.distance_m + 1e-3 <= wide.max_m
    assert "derived by a radius of 3,000 m)" in wide.statement
    assert "opened by a radius of 3,000 m" in wide.method
    assert "the usual one is 1,000 m" in wide.method
    assert "radius of" not in usual.statement
    assert "usual one" not in usual.method
    assert fronts.with_radius(3_000).of_source("Test").radius_m == 3_000
    assert fronts.with_radius(1_000) is fronts
    with pytest.raises(InputError, match="500 to 3,000 metres"):
        fronts.with_radius(400)


def test_a_project_keeps_the_lines_of_the_usual_radius_alone():
    class Kept:
        def __init__(self):
            self.noted = []

        def get(self, key):
            return None

        def drop(self, key):
            pass

        def note(self, front_id, entries):
            self.noted.append(front_id)

    kept = Kept()
    fronts = Fronts(table([control("2025-07-01", 37.0)]), kept=kept)
    distance(WEST, fronts=fronts.with_radius(2_000), day=JULY)
    assert kept.noted == []
    distance(WEST, fronts=fronts, day=JULY)
    assert kept.noted == ["test:Test:2025-07-01"]


def test_incursion_a_source_is_silent_about():
    rows = [control("2024-09-01", 37.0)]
    kursk = Place("Kursk", 36.19, 51.73)
    found = distance(kursk, fronts=Fronts(table(rows)), day=dt.date(2024, 9, 1))
    assert any("Kursk oblast" in text for text in found.warnings)
    far = distance(Place("Odesa", 30.7, 46.5), fronts=Fronts(table(rows)), day=dt.date(2024, 9, 1))
    assert not any("Kursk oblast" in text for text in far.warnings)


def test_country_found_from_the_area(moving):
    assert moving.front(moving.of_day(JULY)).country == "UA"
    assert basemap.country_name("UA") == "Ukraine"
