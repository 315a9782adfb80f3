"""What window.mapper cannot use is refused by name, and the map stays as it was."""

import json

import pytest
from web_payload import front, payload

LINE = [[[32, 47], [32, 51]]]
AREA = [[[32, 47], [36, 47], [36, 51], [32, 51], [32, 47]]]
EVENTS = [
    {"id": "a", "lon": 30, "lat": 50, "start": "2025-07-01"},
    {"id": "b", "lon": 31, "lat": 49, "start": "2025-07-05"},
]
FRONTS = [
    front("control_area", "2025-07-01", [AREA]),
    front("control_area", "2025-07-05", [AREA]),
    front("line_of_contact", "2025-07-01", [LINE]),
]
STATE = """[mapper.view(), mapper.counts(), mapper.selected(), mapper.changes(), mapper.frontDay(),
  mapper.look(), MapperClient.format.unit(), MapperClient.app.layers.on,
  MapperClient.app.timeline.player.on,
  document.documentElement.dataset.theme ?? null, MapperClient.labelScript.chosen(),
  document.querySelectorAll('.mapper-error').length]"""

REFUSED = [
    "distanceToFront([36, 416])",
    "distanceToFront([NaN, 50])",
    "distanceToFront(['36', '50'])",
    "distanceToFront([36])",
    "distanceToFront(null)",
    "distanceToFront()",
    "distanceToFront({lon: 36, lat: 50})",
    "distanceToFront([36, 50], -1)",
    "distanceToFront([36, 50], 'near')",
    "setView()",
    "setView(null)",
    "setView('Kyiv')",
    "setView({lon: NaN, lat: 50, zoom: 7})",
    "setView({lon: 30, lat: 416, zoom: 7})",
    "setView({lon: 30, lat: 50, zoom: NaN})",
    "setView({lon: 30, lat: 50, zoom: '7'})",
    "setView({lon: Infinity})",
    "setRange('2025-07-05', '2025-07-01')",
    "setRange('5 July', null, null)",
    "setRange(20250701, null)",
    "play({speed: -1})",
    "play({speed: 'fast'})",
    "play({speed: NaN})",
    "play({mode: 'backwards'})",
    "play({windowDays: -3})",
    "play('fast')",
    "setShown('a')",
    "setShown({})",
    "setShown({bits: 'no base64!'})",
    "setShown(7)",
    "measure(null)",
    "measure([[30, 50], [31]])",
    "measure([[30, 50], [31, 91]])",
    "measure([[30, 50], ['31', '50']])",
    "area('x')",
    "area([[30, 50], [31, NaN], [32, 50]])",
    "setUnit('furlong')",
    "setUnit('toString')",
    "setUnit(null)",
    "showGeodesic('x')",
    "showGeodesic({})",
    "showGeodesic({line: [[[30, 50], [NaN, 51]]]})",
    "showGeodesic({line: [[[30, 50], [31, 51]]], end: {lon: 31, lat: 151}})",
    "setFrontDay('July')",
    "showChanges(null, null)",
    "showChanges('2025-07-05', '2025-07-01')",
    "showChanges('2025-07-05')",
    "setTheme('blue')",
    "setStyle('toString')",
    "setDisplay(null)",
    "setLayer('constructor', true)",
    "setLayer(null, true)",
    "setLabels('runes')",
    "setTiles('https://a.example')",
    "setTiles({})",
    "setTiles({url: 'mapper://x/{z}/{x}/{y}', min_zoom: 0, max_zoom: NaN})",
    "setTiles({url: 'mapper://x/{z}/{x}/{y}', min_zoom: 0, max_zoom: 9, bounds: [1, 2]})",
    "update(null)",
    "update({})",
    "on('select')",
    "on('select', 'x')",
]


@pytest.fixture(scope="module")
def page(shared_browser):
    shared_browser.open(payload(EVENTS, fronts=FRONTS, timeline={}))
    shared_browser.run("mapper.setView({lon: 31, lat: 49.5, zoom: 6})")
    shared_browser.run("mapper.select('a', {pan: false})")
    shared_browser.drawn()
    return shared_browser


@pytest.mark.parametrize("call", REFUSED)
def test_a_wrong_value_is_refused_and_changes_nothing(page, call):
    before = page.run(STATE)
    said = page.run(
        f"(() => {{ try {{ mapper.{call}; return 'done'; }}"
        " catch (error) { return [error.constructor.name, error.message]; } })()"
    )
    assert said[0] == "RangeError", said
    assert said[1].endswith(".")
    assert page.run(STATE) == before


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("setView({})", None),
        ("setView({lon: null})", None),
        ("select('nobody')", False),
        ("select(7)", False),
        ("select({})", False),
        ("select('a', null)", True),
        ("measure([])", 0),
        ("setTheme(null)", None),
        ("setTiles(null)", None),
        ("showGeodesic(null)", None),
        ("setShown(null)", None),
        ("hideChanges()", None),
        ("undoMeasure()", None),
        ("closeMeasure()", None),
        ("stopMeasure()", None),
        ("pause()", None),
        ("setRange(null, undefined, null)", None),
        ("setFrontDay(undefined)", None),
        ("setCircles()", None),
        ("update([])", None),
    ],
)
def test_what_is_left_out_leaves_all_as_it_was(page, call, answer):
    before = page.run(STATE)
    said = page.run(f"mapper.{call}")
    assert answer is None or said == answer
    assert json.dumps(page.run(STATE)) == json.dumps(before)


def test_a_part_of_a_view_moves_the_rest_stays(page):
    page.run("mapper.setView({zoom: 8})")
    assert page.run("mapper.view()")["zoom"] == 8
    assert page.run("mapper.view()")["lon"] == pytest.approx(31, abs=0.01)
    page.run("mapper.setView({lon: 31, lat: 49.5, zoom: 6})")


def test_before_a_document_is_there_nothing_breaks(shared_browser):
    shared_browser.open(None)
    for call in (
        *("select('a')", "select(null)", "setView({})", "fit()", "home()", "counts()", "ids()"),
        *("setRange(null, null)", "setShown(['a'])", "play()", "pause()", "changes()", "look()"),
        *("showChanges('2025-07-01', '2025-07-02')", "distanceToFront([36, 50])", "update([])"),
        *("setFrontDay('2025-07-01')", "frontDay()", "startMeasure()", "closeMeasure()"),
        *("undoMeasure()", "stopMeasure()", "setTheme('dark')", "setStyle('type')", "selected()"),
        *("setLayer('labels', false)", "setLabels('both')", "setUnit('mi')", "view()"),
    ):
        shared_browser.run(f"mapper.{call}")
    assert shared_browser.run("document.querySelectorAll('.mapper-error').length") == 0
