"""Coordinates under the pointer, the menu of a place, copying."""

import pytest
from web_payload import front, payload

from mapper.geodesy import read_position

EVENTS = [{"id": "a", "lon": 30.5, "lat": 50.4, "start": "2025-07-01"}]
LINE = front("line_of_contact", "2025-07-01", [[[[36, 50], [38, 48]]]])
MENU = "document.querySelector('.mapper-menu')"


def key(browser, name, target="document.getElementById('map')"):
    browser.run(
        f"({target}.dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: '{name}', bubbles: true}})), 0)"
    )


def at(browser, lat, lng, zoom, form="decimal"):
    return browser.run(f"MapperClient.coordinates.{form}({{lat: {lat}, lng: {lng}}}, {zoom})")


@pytest.fixture
def page(browser):
    browser.open(payload(EVENTS, fronts=[LINE]))
    browser.run(
        "(window.copied = [], MapperClient.copyTo = (text) => { copied.push(text); return true; },"
        " mapper.setView({lon: 31, lat: 49, zoom: 9}))"
    )
    return browser


def move(browser, lon, lat):
    browser.run(f"(MapperClient.app.map.fire('mousemove', {{latlng: L.latLng({lat}, {lon})}}), 0)")
    browser.drawn()


def readout(browser):
    return browser.run("document.querySelector('.mapper-readout').textContent")


def test_digits_follow_the_zoom(browser):
    browser.open(None)
    assert at(browser, 50.45012, 30.52341, 0) == "50° N, 31° E"
    assert at(browser, 50.45012, 30.52341, 7) == "50.45° N, 30.52° E"
    assert at(browser, -50.45012, -30.52341, 17) == "50.45012° S, 30.52341° W"


def test_minutes_and_seconds_carry_over(browser):
    browser.open(None)
    assert at(browser, 49.999999, 29.99999999, 13, "dms") == "50°00′00.0″ N, 30°00′00.0″ E"
    assert at(browser, 50.45, 30.5, 2, "dms") == "50°27′ N, 30°30′ E"
    assert at(browser, 50.4501, 30.5234, 8, "dms") == "50°27′00″ N, 30°31′24″ E"
    # Beyond the antimeridian it is the same place.
    assert at(browser, 10, 190.5, 8, "dms") == "10°00′00″ N, 169°30′00″ W"
    # The program reads its own page.
    position = read_position(at(browser, 50.4501, 30.5234, 17, "dms"))
    assert (position.lon, position.lat) == pytest.approx((30.5234, 50.4501), abs=1e-5)


def test_the_readout_follows_the_pointer_and_turns(page):
    move(page, 30.123, 50.456)
    assert "50.456° N, 30.123° E" in readout(page)
    assert "middle" not in readout(page)
    page.run("(MapperClient.app.map.fire('mouseout', {}), 0)")
    page.drawn()
    assert "49.000° N, 31.000° E (middle of the map)" in readout(page)
    page.run("(document.querySelectorAll('.mapper-readout button')[1].click(), 0)")
    assert "49°00′00.0″ N" in readout(page) or "49°00′00″ N" in readout(page)


def test_copying_by_key_and_click(page):
    move(page, 30.123, 50.456)
    key(page, "c")
    page.run("(document.querySelector('.mapper-readout-copy').click(), 0)")
    assert page.run("copied") == ["50.456, 30.123", "50.456, 30.123"]
    page.run("new Promise((go) => setTimeout(go, 20))")
    assert page.run("document.querySelector('.mapper-notice').textContent") == (
        "Copied: 50.456, 30.123"
    )


def test_where_copying_is_refused_the_text_can_be_taken(page):
    page.run("(MapperClient.copyTo = () => false, 0)")
    key(page, "c")
    page.run("new Promise((go) => setTimeout(go, 20))")
    assert page.run("document.querySelector('.mapper-notice input').value") == "49.000, 31.000"
    assert page.run("document.activeElement.value.slice(0, document.activeElement.selectionEnd)")


def right_click(browser, lon, lat):
    browser.run(
        "((el, p) => { const r = el.getBoundingClientRect(); const at = {bubbles: true,"
        " cancelable: true, clientX: r.left + p.x, clientY: r.top + p.y, button: 2};"
        " el.dispatchEvent(new PointerEvent('pointerdown', at));"
        " el.dispatchEvent(new MouseEvent('contextmenu', at)); })(document.getElementById('map'),"
        f" MapperClient.app.map.latLngToContainerPoint([{lat}, {lon}]))"
    )


def test_a_right_click_opens_the_menu_of_the_place(page):
    right_click(page, 31.2, 49.1)
    items = page.run(f"[...{MENU}.children].map((item) => item.textContent)")
    assert items[0].startswith("Copy 49.1")
    assert items[0].endswith("(lat, lon)")
    assert items[1].startswith("Copy 31.2")
    assert items[3:5] == ["Measure from here", "Distance to the front from here"]
    page.run(f"({MENU}.children[1].click(), 0)")
    assert page.run("copied[0]").startswith("31.2")
    assert page.run(f"{MENU}.hidden")


def test_the_menu_by_keys(page):
    key(page, "o")
    assert page.run("document.activeElement.textContent").startswith("Copy 49.000, 31.000")
    for _ in range(4):
        key(page, "ArrowDown", "document.activeElement")
    page.run("(document.activeElement.click(), 0)")
    told = page.run("document.querySelector('.mapper-tool-panel').textContent")
    assert "the chosen place" in told
    assert page.run("document.activeElement.id") == "map"
    # Escape in the menu closes the menu alone.
    key(page, "o")
    key(page, "Escape", "document.activeElement")
    assert page.run(f"{MENU}.hidden")
    assert page.run("MapperClient.app.frontTool.on")


def test_measuring_begins_at_the_place(page):
    right_click(page, 31.2, 49.1)
    page.run(f"({MENU}.children[3].click(), 0)")
    assert page.run("MapperClient.app.measureTool.on")
    [point] = page.run("MapperClient.app.measureTool.points")
    assert (point["lon"], point["lat"]) == pytest.approx((31.2, 49.1), abs=0.01)


def test_in_the_window_measuring_is_left_to_the_window(browser):
    browser.open(payload(EVENTS), in_window=True)
    key(browser, "o")
    items = browser.run(f"[...{MENU}.children].map((item) => item.textContent)")
    assert "Measure from here" not in items
    assert "Copy a link to this view" not in items
