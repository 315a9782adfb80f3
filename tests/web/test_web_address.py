"""The view in the address of an exported file; full screen and the help of keys."""

import json

import pytest
from web_payload import payload

EVENTS = [
    {"id": "a&b=c#d/é", "title": "One", "lon": 30.5, "lat": 50.4, "start": "2025-06-01"},
    {"id": "b", "title": "Two", "lon": 36, "lat": 50, "start": "2025-07-02"},
]
SETTLED = "new Promise((go) => setTimeout(go, 350))"
HOSTILE = [
    "#map=9e9/1/1",
    "#map=5/1e999/0",
    "#map=5/91/0",
    "#map=5/NaN/Infinity",
    "#map=../../x",
    "#from=2025-02-30&until=<script>",
    "#from=2025-08-01&until=2025-07-01",
    "#event=%E0%A4%A&event=b",
    "#__proto__=1&constructor=2&toString=3",
    "#event=" + "x" * 5000,
    "#javascript:alert(1)",
    "#map",
    "#&&&===&",
]


@pytest.fixture
def page(browser):
    browser.open(payload(EVENTS))
    return browser


def go(browser, fragment):
    browser.run(f"(location.hash = {json.dumps(fragment)}, {SETTLED})")


def test_the_view_is_kept_and_the_page_begins_without(page):
    page.run(SETTLED)
    assert page.run("location.hash") == ""
    steps = page.run("history.length")
    page.run("(mapper.setView({lon: 31.25, lat: 49.5, zoom: 8}), 0)")
    page.run("(mapper.setRange('2025-06-01', '2025-06-30'), 0)")
    page.run("(mapper.select('a&b=c#d/é', {pan: false}), 0)")
    page.run(SETTLED)
    fragment = page.run("location.hash")
    assert fragment.startswith("#map=8/")
    assert fragment.endswith("&from=2025-06-01&until=2025-06-30&event=a%26b%3Dc%23d%2F%C3%A9")
    # Going back leaves the page: nothing was added to the history.
    assert page.run("history.length") == steps
    assert page.run("MapperClient.app.address.link()") == page.run("location.href")


def test_an_address_opens_the_same_view(page):
    go(page, "#map=8.25/49.5/31.25&from=2025-07-01&until=2025-07-31&event=b")
    view = page.run("mapper.view()")
    assert (view["lon"], view["lat"]) == pytest.approx((31.25, 49.5), abs=0.01)
    assert (view["zoom"], view["from"], view["until"]) == (8.25, "2025-07-01", "2025-07-31")
    assert page.run("mapper.selected()") == "b"
    # Reading what was written changes nothing.
    again = page.run("MapperClient.app.address.text")
    page.run(f"({SETTLED})")
    go(page, again)
    assert page.run("MapperClient.app.address.text") == again


def test_an_address_is_applied_when_the_page_opens(browser):
    browser.open(payload(EVENTS))
    browser.run("(location.hash = '#map=7/50/36&event=b', 0)")
    told = browser.run(
        "(async (buffer) => { const a = MapperClient.app.address; a.started = false;"
        " await mapper.load(buffer, {view: 'fit'}); return [mapper.view().zoom, mapper.selected()];"
        " })(MapperClient.app.doc.buffer)"
    )
    assert told == [7, "b"]


@pytest.mark.parametrize("fragment", HOSTILE)
def test_what_is_not_well_formed_is_passed_over(page, fragment):
    before = page.run("[mapper.view(), mapper.selected()]")
    go(page, fragment)
    assert page.run("[mapper.view(), mapper.selected()]") == before


def test_the_window_has_no_address(browser):
    browser.open(payload(EVENTS), in_window=True)
    browser.run("(mapper.setView({lon: 31.25, lat: 49.5, zoom: 8}), 0)")
    browser.run(SETTLED)
    assert browser.run("location.hash") == ""
    assert browser.run("MapperClient.app.address === undefined")


def key(browser, name, target="document.getElementById('map')"):
    browser.run(
        f"({target}.dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: '{name}', bubbles: true}})), 0)"
    )


def test_keys_are_listed_and_escape_closes_the_list_alone(page):
    page.run("(mapper.select('b'), 0)")
    key(page, "?")
    shown = page.run("document.querySelector('.mapper-help').textContent")
    for text in ("Search places and events", "Distance to the front", "Measure a distance"):
        assert text in shown
    assert page.run("document.querySelector('.mapper-help').contains(document.activeElement)")
    key(page, "Escape", "document.activeElement")
    assert page.run("document.querySelector('.mapper-help').hidden")
    assert page.run("mapper.selected()") == "b"
    assert page.run("document.activeElement.id") == "map"


def test_every_key_that_is_listed_does_something(page):
    key(page, "?")
    listed = page.run(
        "[...document.querySelectorAll('.mapper-help kbd')].map((k) => k.textContent)"
    )
    known = page.run("Object.keys(MapperClient.app.keys)")
    own = ["N", "P", "F", "L", "M", "Enter", "Esc", "←", "↑", "→", "↓", "+", "−"]
    known = {"Space" if name == " " else name.upper() for name in known if len(name) == 1}
    assert {name for name in listed if name not in own} == known


def test_full_screen_is_offered_only_where_it_is_allowed(page):
    allowed = page.run("document.fullscreenEnabled")
    assert page.run("'fullScreen' in MapperClient.app.buttons") == allowed


def test_every_button_can_be_reached_and_has_a_name(page):
    nameless = page.run(
        "[...document.querySelectorAll('#map button, #map a, #map input, #map select')].filter("
        "(one) => one.tabIndex < 0 || !(one.getAttribute('aria-label') || one.textContent.trim()"
        " || one.closest('label'))).map((one) => one.outerHTML)"
    )
    assert nameless == []
