"""What window.mapper promises, in a real browser engine."""

import base64

import numpy as np
import pytest
from web_payload import front, payload

SQUARE = [[[30, 48], [34, 48], [34, 50], [30, 50], [30, 48]]]
EVENTS = [
    {"id": "a", "title": "First", "lon": 30, "lat": 50, "start": "2025-06-30"},
    {"id": "b", "title": "Night", "lon": 31, "lat": 49, "start": "2025-06-30", "end": "2025-07-01"},
    {"id": "c", "title": "Last day", "lon": 32, "lat": 48, "start": "2025-07-06"},
    {"id": "d", "title": "No day", "lon": 33, "lat": 48},
    {"id": "e", "title": "No place", "start": "2025-07-03"},
    {"id": "f", "title": "Same point", "lon": 32, "lat": 48, "start": "2025-07-02"},
]


def shown(browser):
    return browser.run(
        "[...MapperClient.app.events.shown].flatMap((on, i) => on ? mapper.ids()[i] : [])"
    )


def test_counts_ids_and_view(browser):
    browser.open(payload(EVENTS, fronts=[front("control_area", "2025-07-01", [SQUARE])]))
    assert browser.run("mapper.counts()") == {"events": 6, "shown": 6, "on_map": 5, "fronts": 1}
    assert browser.run("mapper.ids()") == ["a", "b", "c", "d", "e", "f"]
    browser.run(
        "(mapper.setView({lon: 31.5, lat: 48.25, zoom: 7}), mapper.setRange(null, '2025-07-01'))"
    )
    view = browser.run("mapper.view()")
    assert view == {
        "lon": pytest.approx(31.5, abs=0.01),
        "lat": pytest.approx(48.25, abs=0.01),
        "zoom": 7,
        "from": None,
        "until": "2025-07-01",
    }


@pytest.mark.parametrize("lon", [179.5, -180.5, -540.5])
def test_a_view_is_the_same_place_on_either_side_of_the_date_line(browser, lon):
    browser.open(payload(EVENTS))
    browser.run(f"mapper.setView({{lon: {lon}, lat: 10, zoom: 4}})")
    assert browser.run("mapper.view()")["lon"] == pytest.approx(179.5, abs=0.1)


def test_range_is_closed_and_leaves_out_events_without_a_day(browser):
    browser.open(payload(EVENTS))
    browser.run("mapper.setRange('2025-07-01', '2025-07-06')")
    assert shown(browser) == ["b", "c", "e", "f"]
    browser.run("mapper.setRange('2025-06-30', '2025-06-30')")
    assert shown(browser) == ["a", "b"]
    browser.run("mapper.setRange('2025-07-06', null, {withoutDay: true})")
    assert shown(browser) == ["c", "d"]
    browser.run("mapper.setRange(null, null)")
    assert len(shown(browser)) == 6


@pytest.mark.parametrize(
    "days", ["'2025-07-02', '2025-07-01'", "'2025-02-30', null", "'July', null"]
)
def test_impossible_range_is_refused(browser, days):
    browser.open(payload(EVENTS))
    with pytest.raises(RuntimeError, match="range of days"):
        browser.run(f"mapper.setRange({days})")
    assert len(shown(browser)) == 6


def test_the_windows_filter_by_ids_or_bits(browser):
    browser.open(payload(EVENTS))
    browser.run("mapper.setShown(['a', 'f', 'nobody'])")
    assert shown(browser) == ["a", "f"]
    mask = np.array([0, 1, 0, 0, 1, 0], dtype=bool)
    bits = base64.b64encode(np.packbits(mask, bitorder="little")).decode()
    browser.run(f"mapper.setShown({{bits: '{bits}'}})")
    assert shown(browser) == ["b", "e"]
    browser.run("mapper.setShown([])")
    assert browser.run("mapper.counts().shown") == 0
    browser.run("mapper.setShown(null)")
    assert browser.run("mapper.counts().shown") == 6


def test_select_opens_the_popup_and_tells(browser):
    browser.open(payload(EVENTS))
    browser.run("(window.told = [], mapper.on('select', (id) => told.push(id)))")
    assert browser.run("mapper.select('c')") is True
    assert browser.run("document.querySelector('.leaflet-popup h2').textContent") == "Last day"
    assert browser.run("mapper.select('nobody')") is False
    assert browser.run("mapper.selected()") == "c"
    browser.run("mapper.select(null)")
    assert browser.run("[mapper.selected(), told]") == [None, ["c", None]]


def test_event_without_a_place_can_be_selected(browser):
    browser.open(payload(EVENTS))
    browser.run("mapper.select('e')")
    assert browser.run("document.querySelector('.mapper-sheet h2').textContent") == "No place"


def test_click_finds_the_event_and_steps_through_those_on_its_point(browser):
    browser.open(payload(EVENTS))
    browser.run("mapper.setView({lon: 32, lat: 48, zoom: 9})")
    browser.drawn()
    click = "MapperClient.app.map.fire('click', {latlng: L.latLng(%s, %s), originalEvent: {}})"
    browser.run(f"({click % (48.002, 32.002)}, 0)")
    assert browser.run("mapper.selected()") is None
    browser.run("document.querySelector('.mapper-fan button').click()")
    first = browser.run("mapper.selected()")
    assert first in {"c", "f"}
    assert browser.run("document.querySelector('.mapper-stack span').textContent").endswith(
        "of 2 on this point"
    )
    browser.run("document.querySelectorAll('.mapper-stack button')[1].click()")
    assert {first, browser.run("mapper.selected()")} == {"c", "f"}
    browser.run(f"({click % (48.3, 32.3)}, 0)")
    assert browser.run("mapper.selected()") is None


def test_keys_step_through_the_shown_events_by_day(browser):
    browser.open(payload(EVENTS))
    key = (
        "document.getElementById('map').dispatchEvent("
        "new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
    )
    order = []
    for _ in EVENTS:
        browser.run(key % "n")
        order.append(browser.run("mapper.selected()"))
    assert order == ["a", "b", "f", "e", "c", "d"]
    browser.run(key % "p")
    assert browser.run("mapper.selected()") == "c"
    browser.run(key % "Escape")
    browser.run(key % "Escape")
    assert browser.run("mapper.selected()") is None


def test_front_of_the_day(browser):
    fronts = [
        front("control_area", day, [SQUARE], source=source)
        for source, day in [("A", "2025-06-28"), ("A", "2025-07-01"), ("B", "2025-06-30")]
    ]
    line = front(
        "line_of_contact", "2025-07-01", [[[[30, 48], [34, 50]]]], source="A", derived=True
    )
    browser.open(payload(EVENTS, fronts=[*fronts, line]))

    def days():
        return [front_id.split(":")[:2] for front_id in browser.run("mapper.frontDay().fronts")]

    assert browser.run("mapper.counts().fronts") == 3
    assert days() == [["A", "2025-07-01"], ["B", "2025-06-30"], ["A", "2025-07-01"]]
    browser.run("mapper.setFrontDay('2025-06-30')")
    assert days() == [["A", "2025-06-28"], ["B", "2025-06-30"]]
    browser.run("mapper.setFrontDay('2025-06-27')")
    assert days() == []
    assert "No front known" in browser.run("document.querySelector('.mapper-legend').textContent")
    browser.run("(mapper.setFrontDay(null), mapper.select('a'))")
    assert days() == [["A", "2025-06-28"], ["B", "2025-06-30"]]
    browser.run("(mapper.select(null), mapper.setRange(null, '2025-06-29'))")
    assert days() == [["A", "2025-06-28"]]


def test_measuring_tool_reports_geodesic_legs(browser):
    browser.open(payload(EVENTS))
    browser.run(
        "(window.told = [], mapper.on('measure', (m) => told.push(m)), mapper.startMeasure())"
    )
    for lon, lat in [(30, 50), (31, 49), (32, 48)]:
        browser.run(f"(MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon})}}), 0)")
    result = browser.run("told.at(-1)")
    assert result["points"] == [[30, 50], [31, 49], [32, 48]]
    assert sum(result["legs_m"]) == pytest.approx(result["total_m"])
    assert result["total_m"] == browser.run("mapper.measure([[30, 50], [31, 49], [32, 48]])")
    assert browser.run("mapper.selected()") is None
    browser.run("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    assert browser.run("MapperClient.app.measureTool.on") is False


def test_loading_again_keeps_view_filter_and_selection(browser):
    browser.open(payload(EVENTS))
    browser.run(
        "(mapper.setView({lon: 10, lat: 10, zoom: 5}), mapper.setRange('2025-07-01', null))"
    )
    browser.run("mapper.select('c', {pan: false})")
    again = base64.b64encode(payload([*EVENTS, {"id": "g", "lon": 1, "lat": 1}])).decode()
    browser.run(f"mapper.load(Uint8Array.from(atob('{again}'), (c) => c.charCodeAt(0)).buffer)")
    assert browser.run("mapper.counts().events") == 7
    assert shown(browser) == ["b", "c", "e", "f"]
    assert browser.run("mapper.selected()") == "c"
    view = browser.run("mapper.view()")
    assert (view["zoom"], view["from"]) == (5, "2025-07-01")


def test_the_text_of_the_scale_stands_clear_of_its_ends(browser):
    browser.open(payload(EVENTS))
    browser.run("mapper.setView({lon: 15, lat: 40, zoom: 2})")
    scale = "document.querySelector('.mapper-scale')"
    assert browser.run(f"{scale}.textContent") == "2,000 km"
    ends = f"getComputedStyle({scale}, '::before')"
    assert browser.run(f"[{ends}.height, {ends}.bottom]") == ["5px", "0px"]
    bottoms = f"[{scale}, {scale}.firstChild].map((one) => one.getBoundingClientRect().bottom)"
    outer, text = browser.run(bottoms)
    assert outer - text >= 5


def test_empty_document_says_so(browser):
    browser.open(payload([]))
    assert browser.run("document.querySelector('.mapper-scale').textContent").endswith(" km")
    assert browser.run("document.querySelector('.mapper-message').textContent") == "No events yet."
    assert browser.run("mapper.counts()") == {"events": 0, "shown": 0, "on_map": 0, "fronts": 0}


@pytest.mark.parametrize("data", [b"", b"not a document", b"\x05\0\0\0{}{}{"])
def test_unreadable_document_is_told_in_a_sentence(browser, data):
    browser.open(None)
    text = base64.b64encode(data).decode()
    with pytest.raises(RuntimeError, match="could not be read"):
        browser.run(f"mapper.load(Uint8Array.from(atob('{text}'), (c) => c.charCodeAt(0)).buffer)")
    assert "could not be read" in browser.run("document.querySelector('.mapper-error').textContent")
    with pytest.raises(RuntimeError, match="could not be read"):
        browser.run("mapper.ready")


def test_newer_format_is_refused(browser):
    browser.open(None)
    text = base64.b64encode(payload(EVENTS, format=3)).decode()
    with pytest.raises(RuntimeError, match="format 3"):
        browser.run(f"mapper.load(Uint8Array.from(atob('{text}'), (c) => c.charCodeAt(0)).buffer)")


def test_the_list_shows_the_same_events(browser):
    browser.open(payload(EVENTS))
    browser.run(
        "(document.querySelector('.mapper-button-list').click(),"
        " mapper.setRange('2025-07-01', null))"
    )
    titles = "[...document.querySelectorAll('.mapper-list tbody button')].map((b) => b.textContent)"
    assert browser.run(titles) == ["Night", "Same point", "No place", "Last day"]
    browser.run("document.querySelectorAll('.mapper-list tbody button')[1].click()")
    assert browser.run("mapper.selected()") == "f"


def test_the_window_has_no_second_filter_and_list(browser):
    browser.open(payload(EVENTS), in_window=True)
    seen = (
        "[...document.querySelectorAll('.mapper-list, input[type=date], .mapper-filter button')]"
        ".filter((one) => one.offsetParent).length"
    )
    assert browser.run(seen) == 0


def test_everything_is_in_view_at_first_and_again_after_fit(browser):
    browser.open(payload(EVENTS, fronts=[front("control_area", "2025-07-01", [SQUARE])]))
    inside = (
        "((b) => [b.contains([50, 30]), b.contains([48, 34])])(MapperClient.app.map.getBounds())"
    )
    assert browser.run(inside) == [True, True]
    browser.run("mapper.setView({lon: -100, lat: 10, zoom: 5})")
    assert browser.run(inside) == [False, False]
    browser.run("mapper.fit()")
    assert browser.run(inside) == [True, True]


def test_events_on_both_sides_of_the_date_line_are_shown_close_together(browser):
    places = [(178.4, -18.1), (179.9, -17), (-179.8, -16.5)]
    events = [{"id": str(lon), "title": "E", "lon": lon, "lat": lat} for lon, lat in places]
    area = [[[-180, -19], [-179, -19], [-179, -16], [-180, -16], [-180, -19]]]
    browser.open(payload(events, fronts=[front("control_area", "2025-07-01", [area])]))
    view = browser.run("mapper.view()")
    assert view["zoom"] > 6
    assert abs(view["lon"]) > 177
    bounds = "MapperClient.app.map.getBounds()"
    assert browser.run(f"{bounds}.contains([-18.1, 178.4]) && {bounds}.contains([-16, 181])")


def test_a_map_without_room_fits_once_it_has_some(browser):
    browser.open(None)
    browser.run("(document.getElementById('map').parentElement.hidden = true, 0)")
    browser.wait(50)
    data = base64.b64encode(payload(EVENTS)).decode()
    browser.run(f"mapper.load(Uint8Array.from(atob('{data}'), (c) => c.charCodeAt(0)).buffer)")
    browser.run("(document.getElementById('map').parentElement.hidden = false, 0)")
    browser.run(
        "new Promise((go) => MapperClient.app.map.getSize().x > 40 ? go()"
        " : MapperClient.app.map.once('resize', () => go()))"
    )
    browser.drawn()
    assert browser.run("MapperClient.app.map.getBounds().contains([48, 32])")
    assert browser.run("mapper.view().zoom") > 5


def test_the_popup_tells_the_caveats_and_what_each_source_says(browser):
    claims = [
        {"field": "Injured", "value": "45", "note": "by phone", "source": "Agency"},
        {"field": "Killed", "value": None, "note": None, "source": None},
    ]
    event = EVENTS[0] | {"notes": "Two places fit.", "denied_by": "Army", "claims": claims}
    browser.open(payload([event, EVENTS[4] | {"notes": "Nowhere to be found."}]))
    browser.run("mapper.select('a')")
    popup = "document.querySelector('.leaflet-popup')"
    assert browser.run(f"{popup}.querySelector('.mapper-caveat p').textContent") == (
        "Two places fit."
    )
    assert "Denied byArmy" in browser.run(f"{popup}.textContent")
    items = f"[...{popup}.querySelectorAll('.mapper-claims li')].map((item) => item.textContent)"
    assert browser.run(items) == [
        "Injured: 45Agencyby phone",
        "Killed: unknownSource not stated",
    ]
    browser.run("document.querySelector('.mapper-button-list').click()")
    notes = "[...document.querySelectorAll('.mapper-list .mapper-caveat p')]"
    assert browser.run(f"{notes}.map((note) => note.textContent)") == ["Nowhere to be found."]


def inside_the_map(browser):
    return browser.run(
        """(() => {
          const frame = document.getElementById("map").getBoundingClientRect();
          const box = document.querySelector(".leaflet-popup").getBoundingClientRect();
          return box.top >= frame.top && box.left >= frame.left
            && box.bottom <= frame.bottom && box.right <= frame.right;
        })()"""
    )


def test_a_popup_stays_in_the_map_wherever_the_window_looks(browser):
    browser.open(payload(EVENTS), in_window=True)
    browser.run("mapper.select('a')")
    for lon, lat in [(30, 47.6), (30, 52), (25.5, 50), (34.5, 48)]:
        browser.run(f"mapper.setView({{lon: {lon}, lat: {lat}, zoom: 7}})")
        browser.drawn()
        assert inside_the_map(browser)


def test_a_small_map_of_the_window_shows_no_sheet(browser):
    browser.open(payload(EVENTS), in_window=True)
    browser.resize(400, 500)
    for event in "ae":
        browser.run(f"mapper.select('{event}')")
        assert browser.run("mapper.selected()") == event
        assert browser.run("MapperClient.app.card.isOpen") is False


def test_selecting_shows_the_whole_way_to_the_front(browser):
    far = EVENTS[0] | {"near": (40, 45), "distance_m": 900_000.0}
    browser.open(payload([far, *EVENTS[1:]]))
    browser.run("mapper.setView({lon: 30, lat: 50, zoom: 9})")
    browser.run("mapper.select('a')")
    ends = "((b) => [b.contains([50, 30]), b.contains([45, 40])])(MapperClient.app.map.getBounds())"
    assert browser.run(ends) == [True, True]
    assert inside_the_map(browser)


LABEL_APART = """(() => {
  const map = document.getElementById("map").getBoundingClientRect();
  const label = document.querySelector(".mapper-tag:not(.mapper-tag-end) > span")
    .getBoundingClientRect();
  const card = document.querySelector(".leaflet-popup-content-wrapper");
  const way = MapperClient.app.overlay.points.map(([lon, lat]) =>
    MapperClient.app.map.latLngToContainerPoint([lat, lon]));
  const covers = ({x, y}) => x + map.left > label.left - 6 && x + map.left < label.right + 6
    && y + map.top > label.top - 6 && y + map.top < label.bottom + 6;
  const other = card && card.getBoundingClientRect();
  const behind = other && label.left < other.right && label.right > other.left
    && label.top < other.bottom && label.bottom > other.top;
  return {ends: [way[0], way[way.length - 1]].some(covers), any: way.some(covers), behind,
    inside: label.left >= map.left && label.right <= map.right && label.top >= map.top
      && label.bottom <= map.bottom};
})()"""


@pytest.mark.parametrize("zoom", [5, 6, 8, 11])
@pytest.mark.parametrize("near", [(30.1, 50.05), (29.9, 50.1), (30.0, 50.1), (30.1, 50.0)])
def test_the_distance_covers_neither_event_nor_end(browser, zoom, near):
    close = EVENTS[0] | {"near": near, "distance_m": 9_000.0}
    browser.open(payload([close, *EVENTS[1:]]))
    browser.run("mapper.select('a')")
    browser.run(f"mapper.setView({{lon: 30, lat: 50, zoom: {zoom}}})")
    browser.drawn()
    found = browser.run(LABEL_APART)
    assert not found["ends"]
    assert found["inside"]
    # At zoom 11 a way to the north lies behind the card as a whole.
    assert not found["behind"] or zoom == 11
    assert not found["any"] or zoom == 11, "a line no longer than its label is left in view"


def test_a_low_map_of_the_window_shows_its_whole_timeline(browser):
    browser.open(payload(EVENTS), in_window=True)
    browser.resize(348, 335)
    browser.drawn()
    whole = "document.documentElement.scrollHeight <= innerHeight"
    assert browser.run(whole)
    assert browser.run("document.getElementById('map').clientHeight") > 90
