"""From any place to the line of contact in the page: the number, its interval, what is said."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from web_payload import front, payload

from mapper import mapdoc, measure, readers
from mapper.geodesy import densify, nearest_on_line
from mapper.measure import Place
from mapper.model import schema

DAILY = Path(__file__).resolve().parents[3] / "shared" / "data" / "deepstate-daily"
LINE = [[36, 50], [37, 49.5], [38, 49], [38, 48]]
AREA = [[38, 48], [36, 50], [39, 50], [39, 48], [38, 48]]
EVENTS = [
    {"id": "a", "title": "<i>Удар</i>", "lon": 35, "lat": 49, "start": "2025-07-01"},
    {"id": "b", "lon": 33, "lat": 47, "precision": "country", "start": "2025-07-01"},
    {"id": "c", "lon": 34, "lat": 48, "precision": None, "start": "2025-07-01"},
]


def key(browser, name):
    browser.run(
        "(document.getElementById('map').dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: '{name}', bubbles: true}})), 0)"
    )


def click(browser, lon, lat):
    browser.run(f"(MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon})}}), 0)")


def panel(browser):
    return browser.run(
        "((p) => p.hidden ? null : p.textContent)(document.querySelector('.mapper-tool-panel'))"
    )


def asked(browser, lon, lat, radius=0):
    return browser.run(f"mapper.distanceToFront([{lon}, {lat}], {json.dumps(radius)})")


def opened(browser, fronts, events=EVENTS):
    browser.open(payload(events, fronts=fronts))
    browser.run("(mapper.setView({lon: 36, lat: 49, zoom: 6}), 0)")
    return browser


@pytest.fixture
def one_line(browser):
    return opened(
        browser,
        [
            front("line_of_contact", "2025-07-01", [[LINE]], derived=True, drawn_m=11.3),
            front("control_area", "2025-07-01", [[AREA]]),
        ],
    )


def test_a_click_draws_and_tells_the_way(one_line):
    key(one_line, "d")
    click(one_line, 34, 50)
    told = panel(one_line)
    exact = nearest_on_line([[34, 50]], densify(shapely.LineString(LINE)))
    metres = float(exact.distance_m[0])
    found = asked(one_line, 34, 50)[0]
    assert found["distance_m"] == pytest.approx(metres, abs=0.02)
    assert found["max_m"] - metres == pytest.approx(11.3, abs=0.02)
    assert measure.format_distance(metres, metres - 11.3, metres + 11.3) in told
    assert f"{round(float(exact.azimuth_deg[0]))}°" in told
    assert "Test" in told
    assert "1 July 2025" in told
    assert "states no accuracy" in told
    drawn = one_line.run("MapperClient.app.lines.groups.has('front')")
    assert drawn
    key(one_line, "Escape")
    assert panel(one_line) is None
    assert not one_line.run("MapperClient.app.lines.groups.has('front')")


def test_the_middle_of_the_map_by_key_alone(one_line):
    key(one_line, "d")
    one_line.run("(mapper.setView({lon: 38.5, lat: 49.5, zoom: 7}), 0)")
    key(one_line, "Enter")
    assert "the middle of the map" in panel(one_line)
    assert "Inside the control area" in panel(one_line)
    key(one_line, "d")
    # Enter selects the event nearest to the middle again.
    one_line.run("(mapper.setView({lon: 35, lat: 49, zoom: 7}), 0)")
    key(one_line, "Enter")
    assert one_line.run("mapper.selected()") == "a"


def test_an_event_brings_its_radius_and_its_name(one_line):
    key(one_line, "d")
    click(one_line, 35, 49)
    assert "<i>Удар</i>" in panel(one_line)
    metres = asked(one_line, 35, 49)[0]["distance_m"]
    off = 5000 + 11.3
    assert measure.format_interval(metres, metres - off, metres + off) in panel(one_line)
    assert one_line.run("mapper.selected()") is None
    click(one_line, 33, 47)
    assert "no distance is offered" in panel(one_line)
    click(one_line, 34, 48)
    assert "is not stated" in panel(one_line)
    assert measure.format_distance(
        *[asked(one_line, 34, 48)[0][name] for name in ("distance_m", "min_m", "max_m")], whole=True
    ) in panel(one_line)


def test_no_front_for_the_day_is_said(browser):
    opened(browser, [])
    key(browser, "d")
    click(browser, 34, 50)
    assert "There is no line of contact for this day" in panel(browser)
    assert asked(browser, 34, 50) == []


def test_an_old_front_is_refused(browser):
    opened(browser, [front("line_of_contact", "2025-07-01", [[LINE]])])
    browser.run("(mapper.setFrontDay('2025-07-08'), 0)")
    assert asked(browser, 34, 50)[0]["gap_days"] == 7
    key(browser, "d")
    click(browser, 34, 50)
    assert "How far the front moved since is not known" in panel(browser)
    assert "7 days before" in panel(browser)
    browser.run("(mapper.setFrontDay('2025-07-09'), 0)")
    assert asked(browser, 34, 50)[0]["refused"]
    assert "8 days older" in panel(browser)


def test_movement_in_the_gap_is_in_the_interval(browser):
    moved = [[lon + 0.1, lat] for lon, lat in LINE]
    opened(
        browser,
        [
            front("line_of_contact", "2025-06-20", [[moved]]),
            front("line_of_contact", "2025-06-30", [[LINE]]),
        ],
    )
    browser.run("(mapper.setFrontDay('2025-07-03'), 0)")
    found = asked(browser, 34, 50)[0]
    there = nearest_on_line([[34, 50]], densify(shapely.LineString(moved)))
    change = abs(float(there.distance_m[0]) - found["distance_m"])
    assert found["max_m"] - found["distance_m"] == pytest.approx(change * 3 / 10, abs=0.1)


def test_sources_side_by_side_the_nearest_first(browser):
    further = [[lon + 0.5, lat] for lon, lat in LINE]
    opened(
        browser,
        [
            front("line_of_contact", "2025-07-01", [[further]], source="<b>Second</b>"),
            front("line_of_contact", "2025-07-01", [[LINE]], source="First"),
        ],
    )
    key(browser, "d")
    click(browser, 34, 50)
    told = panel(browser)
    assert told.index("First") < told.index("Other sources") < told.index("<b>Second</b>")


def test_accuracy_of_each_vertex_bounds_the_distance(browser):
    given = front(
        "line_of_contact",
        "2025-07-01",
        [[LINE]],
        approximate=True,
        vertex_accuracy_m=[[500, 500, None, 9000]],
        accuracy_m=2000,
    )
    opened(browser, [given])
    found = asked(browser, 35, 51)[0]
    assert found["max_m"] - found["distance_m"] == pytest.approx(500, abs=1)
    assert found["distance_m"] - found["min_m"] == pytest.approx(500, abs=1)


def test_a_mode_ends_when_another_begins(one_line):
    key(one_line, "d")
    key(one_line, "m")
    assert panel(one_line) is None
    assert one_line.run("MapperClient.app.measureTool.on")
    key(one_line, "d")
    assert not one_line.run("MapperClient.app.measureTool.on")
    assert panel(one_line) is not None


@pytest.mark.skipif(not DAILY.exists(), reason="DeepState's daily files are not here")
def test_the_interval_holds_the_engines(browser):
    areas = pd.concat(
        [
            readers.read(DAILY / f"deepstatemap_data_2025{day}.geojson").fronts
            for day in ("0630", "0701")
        ],
        ignore_index=True,
    )
    fronts = measure.Fronts(areas)
    document = mapdoc.build(
        schema.empty(schema.EVENTS),
        schema.empty(schema.SOURCES),
        areas,
        schema.empty(schema.LINES_OF_CONTACT),
        title="",
        fronts=fronts,
        basemap={},
    )
    browser.open(document.payload())
    random = np.random.default_rng(2)
    points = np.c_[random.uniform(30, 42, 9), random.uniform(45, 53, 9)].tolist()
    points += [[53.2045, 56.8498], [36.2304, 49.9935], [33.5254, 44.6166]]
    line = fronts.line_of(areas["front_id"].iloc[-1])
    exact = nearest_on_line(points, line).distance_m
    drawn = 11.3
    for (lon, lat), metres in zip(points, exact.tolist(), strict=True):
        (ours,) = asked(browser, lon, lat)
        theirs = measure.distance(
            Place("", lon, lat, radius_m=0.0), fronts=fronts, day=dt.date(2025, 7, 1)
        )
        assert ours["as_of"] == "2025-07-01"
        assert ours["inside"] == theirs.inside_control_area
        assert ours["distance_m"] == pytest.approx(metres, abs=drawn)
        # Never narrower than the engine's, and hardly wider.
        assert theirs.min_m - 400 < ours["min_m"] <= theirs.min_m
        assert theirs.max_m <= ours["max_m"] < theirs.max_m + 400
