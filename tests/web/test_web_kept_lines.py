"""Kept measurements on the map: lines, labels, what they say, and when they are left out."""

import pytest
from web_browser import Browser
from web_payload import payload

EVENTS = [
    {"id": "a", "lon": 36.0, "lat": 48.0, "start": "2025-07-01"},
    {"id": "b", "lon": 34.0, "lat": 49.0, "start": "2025-07-09"},
]


def measured(name, points, event_id=None, **more):
    flat, before = [], (0, 0)
    for lon, lat in points:
        now = (round(lon * 1e6), round(lat * 1e6))
        flat += [now[0] - before[0], now[1] - before[1]]
        before = now
    return {
        "id": name, "event_id": event_id, "kind": "line-of-contact", "name": None, "note": None,
        "as_of": "2025-07-01", "statement": f"{name} lies far.", "distance_m": 74600.0,
        "min_m": 74600.0, "max_m": 74600.0, "area_m2": None, "whole": False, "scale": 1_000_000,
        "lines": [flat], **more,
    }  # fmt: skip


KEPT = [
    measured("one", [(36, 48), (37, 48)], "a"),
    measured("two", [(34, 49), (34, 47)], "b", distance_m=222_400.0, min_m=2e5, max_m=2.4e5),
    measured("three", [(31, 47), (33, 47.5)], note='<img src=x onerror="window.evil=1">Note'),
]
LABELS = "[...document.querySelectorAll('.mapper-kept-tag')].map((tag) => tag.textContent).sort()"
LINES = "(MapperClient.app.lines.groups.get('kept') || []).length"
ALL = ["222 km", "74.6 km", "74.6 km"]


@pytest.fixture(scope="module")
def shared(qapp):
    view = Browser()
    yield view
    view.close()
    assert view.messages == []


@pytest.fixture
def browser(shared):
    shared.open(payload(EVENTS, measurements=KEPT))
    shared.run("mapper.setView({lon: 34, lat: 48, zoom: 7})")
    return shared


def labels(browser):
    browser.drawn()
    return browser.run(LABELS)


def test_lines_and_labels_are_drawn(browser):
    assert labels(browser) == ALL
    assert browser.run(LINES) == 3
    assert browser.run("document.querySelector('.mapper-kept-tag').tabIndex") == 0
    browser.run("mapper.setUnit('mi')")
    assert labels(browser) == ["138 mi", "46.4 mi", "46.4 mi"]
    browser.run("mapper.setUnit('km')")


def test_they_follow_their_events(browser):
    browser.run("mapper.setShown(['b'])")
    assert labels(browser) == ["222 km", "74.6 km"]
    browser.run("mapper.setRange('2025-07-01', '2025-07-02')")
    assert browser.run(LINES) == 1
    browser.run("mapper.setRange(null, null)")
    browser.run("mapper.setShown(null)")
    assert labels(browser) == ALL


def test_the_layer_is_switched_in_the_legend(browser):
    box = "document.querySelector('[data-layer=measurements]')"
    assert browser.run(f"{box}.checked")
    browser.run(f"{box}.click()")
    assert (labels(browser), browser.run(LINES)) == ([], 0)
    browser.run("mapper.setLayer('measurements', true)")
    assert labels(browser) == ALL


def test_without_any_the_legend_says_nothing_of_them(browser):
    browser.run("mapper.setMeasurements([])")
    assert browser.run("document.querySelector('[data-layer=measurements]')") is None
    assert browser.run(LINES) == 0


def test_a_label_tells_what_was_measured(browser):
    browser.run(
        "[...document.querySelectorAll('.mapper-kept-tag')]"
        ".find((tag) => tag.dataset.kept === 'three').click()"
    )
    text = browser.run("document.querySelector('.mapper-kept').textContent")
    assert '<img src=x onerror="window.evil=1">Note' in text
    assert "three lies far." in text
    assert browser.run("window.evil ?? null") is None
    assert browser.run("mapper.selected()") is None


def test_labels_that_would_cover_each_other(browser):
    browser.run("mapper.setView({lon: 34, lat: 48, zoom: 5})")
    assert labels(browser) == ["74.6 km", "74.6 km"]
    # Nor is there one beside a line that is hardly to be seen.
    browser.run("mapper.setView({lon: 34, lat: 48, zoom: 2})")
    assert labels(browser) == []
    assert browser.run(LINES) == 3


def test_the_window_tells_them_apart_from_the_document(browser):
    browser.open(payload(EVENTS), in_window=True)
    browser.run("mapper.setView({lon: 34, lat: 48, zoom: 7})")
    assert labels(browser) == []
    browser.run("mapper.setMeasurements([" + _json(KEPT[0]) + "])")
    assert labels(browser) == ["74.6 km"]
    gone = measured("gone", [(36, 48), (37, 48)], "none")
    browser.run("mapper.setMeasurements([" + _json(gone) + "])")
    assert labels(browser) == []


def test_the_way_of_the_selected_event_hides_the_label_of_the_same_measurement(browser):
    browser.open(payload(EVENTS), in_window=True)
    browser.run("mapper.setView({lon: 36.5, lat: 48, zoom: 7})")
    browser.run("mapper.setMeasurements([" + _json(KEPT[0]) + "])")
    browser.run("mapper.select('a')")
    assert labels(browser) == ["74.6 km"]
    # The window has measured it by now.
    browser.run("mapper.showGeodesic({line: [[[36, 48], [37, 48]]], label: '74.6 km', end: null})")
    assert labels(browser) == []
    browser.run("mapper.showGeodesic(null)")
    assert labels(browser) == ["74.6 km"]


@pytest.mark.parametrize("wrong", ["null", "[1]", "[{scale: 1, distance_m: 1, lines: [['x']]}]"])
def test_what_is_not_well_formed_is_refused(browser, wrong):
    with pytest.raises(RuntimeError, match="RangeError"):
        browser.run(f"mapper.setMeasurements({wrong})")
    assert browser.run(LINES) == 3


def test_an_outline_is_labelled_with_its_area_and_the_date_line_is_no_end(browser):
    ring = [(30, 48), (31, 48), (31, 49), (30, 48)]
    across = measured("across", [(179, 10), (180, 10)])
    across["lines"].append(measured("", [(-180, 10), (-179, 10)])["lines"][0])
    outline = measured("ring", ring, kind="outline", area_m2=4_000_000_000.0)
    browser.run(f"mapper.setMeasurements([{_json(outline)}, {_json(across)}])")
    assert labels(browser) == ["4,000 km²"]
    longest = "MapperClient.app.keptLines.kept[1].points.map(([lon]) => Math.round(lon))"
    assert browser.run(longest) == [179, 180, 180, 181]


def _json(value):
    import json

    return json.dumps(value)
