"""The card of an event: in sight, and scrolled by the keys."""

from __future__ import annotations

from web_payload import payload

EVENT = {"id": "a", "lon": 36.0, "lat": 50.0, "start": "2025-07-01", "notes": "Long. " * 300}
IN_SIGHT = """
    (() => {
      const map = document.querySelector("#map").getBoundingClientRect();
      const card = [...document.querySelectorAll(".mapper-popup, .mapper-sheet")]
        .find((one) => !one.hidden).getBoundingClientRect();
      return card.top >= map.top - 1 && card.bottom <= map.bottom + 1 && card.left >= map.left - 1
        && card.right <= map.right + 1;
    })()
"""


def test_the_card_stays_in_sight_when_the_map_changes_its_size(browser):
    browser.open(payload([EVENT]))
    browser.run("mapper.select('a')")
    browser.drawn()
    assert browser.run(IN_SIGHT)
    assert browser.run("document.querySelector('.mapper-popup') !== null")
    for width, height in ((600, 600), (360, 640), (900, 420), (900, 700)):
        browser.resize(width, height)
        browser.wait(50)
        assert browser.run(IN_SIGHT), (width, height)
    assert browser.run("mapper.selected()") == "a"
    browser.run("document.querySelector('.mapper-button-list').click()")
    browser.wait(50)
    browser.drawn()
    assert browser.run(IN_SIGHT)


def test_a_narrow_map_has_a_sheet_and_a_wide_one_a_popup_again(browser):
    browser.open(payload([EVENT]))
    browser.run("mapper.select('a')")
    kind = "[document.querySelector('.mapper-popup') !== null,"
    kind += " !document.querySelector('.mapper-sheet').hidden]"
    assert browser.run(kind) == [True, False]
    browser.resize(360, 640)
    browser.wait(50)
    assert browser.run(kind) == [False, True]
    browser.resize(900, 600)
    browser.wait(50)
    assert browser.run(kind) == [True, False]


def test_a_long_text_is_reached_by_keys(browser):
    browser.open(payload([EVENT]))
    browser.run("mapper.select('a')")
    text = "document.querySelector('.mapper-popup .leaflet-popup-content')"
    assert browser.run(f"{text}.scrollHeight > {text}.clientHeight")
    browser.run(f"{text}.focus()")
    assert browser.run(f"document.activeElement === {text}")
