"""Events on one point, laid out as a fan."""

import numpy as np
import pytest
from web_events import APP, look_at
from web_payload import payload


@pytest.fixture
def browser(shared_browser):
    return shared_browser


STACK = [
    {"id": f"s{i}", "title": f"Event {i}", "lon": 30, "lat": 50, "start": f"2025-07-{i + 1:02}"}
    for i in range(12)
]
CLICK = f"{APP}.map.fire('click', {{latlng: L.latLng(%s, %s), originalEvent: {{}}}})"
KEY = "%s.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true, cancelable: true}))"


def test_events_on_one_point_fan_out_and_are_reached_by_keys(browser):
    browser.open(payload(STACK))
    look_at(browser, 30, 50, 9)
    browser.run(KEY % ("document.getElementById('map')", "Enter"))
    names = "[...document.querySelectorAll('.mapper-fan button')].map((b) => b.ariaLabel)"
    assert browser.run(names) == [f"Event {i}, {i + 1} July 2025" for i in range(12)]
    assert browser.run("mapper.selected()") is None
    for _ in range(2):
        browser.run(KEY % ("document.activeElement", "ArrowRight"))
    browser.run("document.activeElement.click()")
    assert browser.run("mapper.selected()") == "s2"
    assert browser.run("document.querySelector('.mapper-stack span').textContent") == (
        "3 of 12 on this point"
    )
    pressed = "[...document.querySelectorAll('.mapper-fan [aria-pressed=true]')]"
    assert browser.run(f"{pressed}.map((b) => b.ariaLabel)") == ["Event 2, 3 July 2025"]
    browser.run(KEY % ("document", "Escape"))
    assert browser.run(names) == []
    assert browser.run("mapper.selected()") == "s2"
    browser.run(KEY % ("document.getElementById('map')", "e"))
    assert len(browser.run(names)) == 12
    browser.run("mapper.setView({lon: 30, lat: 50, zoom: 10})")
    assert browser.run(names) == []


@pytest.mark.parametrize("count", [2, 9, 36])
def test_the_legs_of_a_fan_do_not_overlap_and_lie_in_the_map(browser, count):
    events = [{"lon": 30, "lat": 50, "title": f"E{i}"} for i in range(count)]
    browser.open(payload(events))
    look_at(browser, 30, 50.3, 9)
    browser.run(f"({CLICK % (50, 30)}, 0)")
    boxes = np.array(
        browser.run(
            "[...document.querySelectorAll('.mapper-fan button')].map((b) => {"
            " const r = b.getBoundingClientRect();"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })"
        )
    )
    assert len(boxes) == count
    apart = np.hypot(*(boxes[:, None] - boxes).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 26
    frame = browser.run(
        "(() => { const r = document.getElementById('map').getBoundingClientRect();"
        " return [r.left, r.top, r.right, r.bottom]; })()"
    )
    assert boxes[:, 0].min() > frame[0] + 13
    assert boxes[:, 1].max() < frame[3] - 13


def test_more_than_fit_a_fan_are_gone_through_on_the_card(browser):
    browser.open(payload([{"lon": 30, "lat": 50} for _ in range(40)]))
    look_at(browser, 30, 50, 9)
    browser.run(f"({CLICK % (50, 30)}, 0)")
    assert browser.run("mapper.selected()") is not None
    text = browser.run("document.querySelector('.mapper-stack span').textContent")
    assert text.endswith("of 40 on this point")
