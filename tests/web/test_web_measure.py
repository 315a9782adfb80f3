"""The measuring tool: outlines and their area, snapping to events, units, keys."""

import json

import numpy as np
import pytest
from pyproj import Geod
from web_payload import payload

from mapper.measure import UNITS, Place, along, format_area, format_distance
from mapper.model.vocabulary import DEFAULT_RADIUS_M

GEOD = Geod(ellps="WGS84")
EVENTS = [
    {"id": "a", "lon": 30.1234567, "lat": 50.7654321, "place": "<b>Київ</b>"},
    {"id": "b", "lon": 32, "lat": 48, "precision": "country"},
]
NOW = "MapperClient.app.measureTool"


def rings():
    random = np.random.default_rng(7)
    for _ in range(300):
        count = random.integers(3, 9)
        centre = random.uniform([-180, -85], [180, 85])
        size = 10 ** random.uniform(-2, 1.3)
        turns = np.sort(random.uniform(0, 2 * np.pi, count))
        ring = centre + size * np.c_[np.cos(turns) / np.cos(np.radians(centre[1])), np.sin(turns)]
        yield np.c_[ring[:, 0], np.clip(ring[:, 1], -90, 90)]
    yield np.array([[170, 60], [-170, 61], [-175, 70], [175, 68]])
    yield np.array([[0, 80], [120, 75], [-120, 85]])
    yield np.array([[0, -80], [-120, -75], [120, -85], [60, -70]])
    yield np.array([[0, 90], [0, 0], [90, 0]])
    yield np.array([[10, 60], [-170, 60], [-120, 50]])
    yield np.array([[0, 0], [60, 0], [120, 0], [180, 1], [-90, 0]])
    yield np.array([[0, -10], [0, 10], [100, 10], [100, -10]])
    yield np.array([[0, 0], [170, 0.5], [-170, 40]])
    yield np.array([[36.23, 49.99], [36.2314, 49.99], [36.2314, 49.9909], [36.23, 49.9909]])


def test_area_agrees_with_pyproj(browser):
    browser.open(None)
    corners = [np.asarray(ring, dtype=float) for ring in rings()]
    ours = browser.run(f"{json.dumps([r.tolist() for r in corners])}.map(mapper.area)")
    theirs = [abs(GEOD.polygon_area_perimeter(*ring.T)[0]) for ring in corners]
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=0.2)
    assert browser.run("mapper.area([[0, 0], [1, 0]])") == 0


def test_lines_agree_with_the_engine_to_a_millimetre(browser):
    browser.open(None)
    random = np.random.default_rng(3)
    start = np.c_[random.uniform(-180, 180, 60), random.uniform(-89, 89, 60)]
    lines = [start[i : i + 3] for i in range(0, 57, 3)]
    lines += [np.array([a, [a[0] + 179.9, -a[1] + 0.1]]) for a in start[:20]]
    lines += [np.array([[179.9, 10], [-179.9, 10.2]]), np.array([[0, 90], [77, 12], [0, -90]])]
    lines += [np.array([[20, 90], [140, 90]]), np.array([[5, 5], [5, 5.0000001]])]
    ours = browser.run(f"{json.dumps([line.tolist() for line in lines])}.map(mapper.measure)")
    theirs = [
        along([Place("", (lon + 180) % 360 - 180, lat) for lon, lat in line]).total_m
        for line in lines
    ]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-3)


def click(browser, lon, lat):
    browser.run(f"(MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon})}}), 0)")


def key(browser, name):
    browser.run(
        "(document.getElementById('map').dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: '{name}', bubbles: true}})), 0)"
    )


@pytest.fixture
def measuring(browser):
    browser.open(payload(EVENTS))
    browser.run(
        "(window.told = [], mapper.setView({lon: 31, lat: 49, zoom: 6}),"
        " mapper.on('measure', (m) => told.push(m)), mapper.startMeasure())"
    )
    return browser


def panel(browser):
    return browser.run("document.querySelector('.mapper-measure').textContent")


def test_clicking_the_first_point_again_gives_area_and_perimeter(measuring):
    corners = [[28, 47], [34, 47], [34, 50]]
    for corner in corners:
        click(measuring, *corner)
    assert measuring.run("told.at(-1).area_m2") is None
    click(measuring, 28.02, 47.01)
    told = measuring.run("told.at(-1)")
    area, perimeter = GEOD.polygon_area_perimeter(*np.array(corners).T)
    assert told["closed"] is True
    assert told["points"] == corners
    assert len(told["legs_m"]) == 3
    assert told["total_m"] == pytest.approx(perimeter, abs=1e-3)
    assert told["area_m2"] == pytest.approx(area, rel=1e-6)
    assert format_area(area) in panel(measuring)
    assert format_distance(perimeter, perimeter, perimeter) in panel(measuring)
    # What is closed takes no more points until it is opened again.
    click(measuring, 20, 40)
    assert len(measuring.run("told.at(-1).points")) == 3
    key(measuring, "Backspace")
    assert measuring.run("told.at(-1).closed") is False
    key(measuring, "Backspace")
    assert len(measuring.run("told.at(-1).points")) == 2


def test_an_outline_is_made_by_keys_alone(measuring):
    for lon, lat in [(28, 47), (34, 47), (34, 50)]:
        measuring.run(f"(mapper.setView({{lon: {lon}, lat: {lat}, zoom: 6}}), 0)")
        key(measuring, "Enter")
    key(measuring, "a")
    told = measuring.run("told.at(-1)")
    assert told["closed"]
    assert np.allclose(told["points"], [[28, 47], [34, 47], [34, 50]], atol=0.02)


def test_an_outline_that_crosses_itself_has_no_area(measuring):
    for corner in [(28, 47), (34, 50), (34, 47), (28, 50)]:
        click(measuring, *corner)
    key(measuring, "a")
    assert measuring.run("told.at(-1).area_m2") is None
    assert "crosses itself" in panel(measuring)


def test_a_point_beside_an_event_is_the_event(measuring):
    click(measuring, 30.13, 50.76)
    click(measuring, 28, 47)
    told = measuring.run("told.at(-1)")
    assert told["events"] == ["a", None]
    assert told["points"][0] == [30.1234567, 50.7654321]
    assert "<b>Київ</b> – point" in panel(measuring)
    assert measuring.run("MapperClient.Pointing.RADIUS_M") == DEFAULT_RADIUS_M
    metres, off = told["total_m"], DEFAULT_RADIUS_M["settlement"]
    assert format_distance(metres, metres - off, metres + off) in panel(measuring)
    # Known only to its country: nothing to measure from.
    click(measuring, 32, 48)
    assert measuring.run("told.at(-1).events") == ["a", None, None]


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_units_and_digits_are_those_of_the_engine(browser, unit):
    browser.open(None)
    browser.run(f"(mapper.setUnit('{unit}'), 0)")
    spans = [(m, m - off, m + off) for m in (1264312.0, 32091.0, 8743.0) for off in (0, 700, 9000)]
    ours = browser.run(f"{json.dumps(spans)}.map((s) => MapperClient.format.distance(...s))")
    assert ours == [format_distance(*span, unit) for span in spans]
    areas = [6_154_913_912.0, 843_212.0, 0.0, 2.5e12]
    ours = browser.run(f"{areas}.map(MapperClient.format.area)")
    assert ours == [format_area(area, unit) for area in areas]
    scale = browser.run("document.querySelector('.mapper-scale').textContent")
    assert scale.endswith(f" {unit}")


def test_the_reader_of_the_page_chooses_the_unit(measuring):
    click(measuring, 28, 47)
    click(measuring, 34, 47)
    measuring.run(
        "((s) => { s.value = 'nmi'; s.dispatchEvent(new Event('change')); })"
        "(document.querySelector('.mapper-measure select'))"
    )
    total = measuring.run("told.at(-1).total_m")
    assert format_distance(total, total, total, "nmi") in panel(measuring)


def tap(browser, lon, lat):
    browser.run(
        f"(MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon}),"
        " originalEvent: {pointerType: 'touch'}}), 0)"
    )


def test_a_finger_snaps_from_further_off_and_can_take_back(measuring):
    beside = measuring.run(
        "((map) => { const p = map.latLngToContainerPoint([50.7654321, 30.1234567]);"
        " const at = map.containerPointToLatLng(p.add([14, 0])); return [at.lng, at.lat]; })"
        "(MapperClient.app.map)"
    )
    click(measuring, *beside)
    tap(measuring, *beside)
    assert measuring.run("told.at(-1).events") == [None, "a"]
    buttons = "[...document.querySelectorAll('.mapper-measure button')]"
    measuring.run(f"({buttons}.find((b) => b.textContent === 'Undo').click(), 0)")
    assert measuring.run("told.at(-1).events") == [None]


def test_a_leg_across_the_antimeridian_is_the_short_way_and_one_line(measuring):
    measuring.run("(mapper.setView({lon: 179, lat: 60, zoom: 4}), 0)")
    click(measuring, 175, 60)
    click(measuring, 187, 62)
    told = measuring.run("told.at(-1)")
    azimuth, _, metres = GEOD.inv(175, 60, -173, 62)
    assert np.allclose(told["points"], [[175, 60], [-173, 62]])
    assert told["total_m"] == pytest.approx(metres, abs=1e-3)
    assert told["bearings_deg"][0] == pytest.approx(azimuth % 360, abs=1e-6)
    # The drawn line runs on beyond 180 degrees and bulges as the geodesic does.
    steps = measuring.run(
        "((p) => { const out = []; for (let i = 0; i < p.length; i += 2)"
        " out.push([MapperClient.projection.lon(p[i]), MapperClient.projection.lat(p[i + 1])]);"
        " return out; })([...MapperClient.app.lines.groups.get('measure')[0].points])"
    )
    assert np.abs(np.diff(np.array(steps)[:, 0])).max() < 1
    middle = steps[len(steps) // 2]
    half = GEOD.fwd(175, 60, azimuth, metres / 2)
    assert (middle[0] - 360 if middle[0] > 180 else middle[0]) == pytest.approx(half[0], abs=0.3)
    assert middle[1] == pytest.approx(half[1], abs=0.1)


def test_closing_the_sheet_is_no_click_on_the_map(browser):
    browser.view.resize(380, 600)
    browser.open(payload(EVENTS))
    browser.run(
        "(window.clicks = 0, MapperClient.app.map.on('click', () => { clicks += 1; }),"
        " mapper.select('a'))"
    )
    assert not browser.run("document.querySelector('.mapper-sheet').hidden")
    browser.run("(document.querySelector('.mapper-sheet-close').click(), 0)")
    assert browser.run("[clicks, mapper.selected()]") == [0, "a"]
