"""Keys while the map has the focus, on keyboards of other scripts too."""

import pytest
from web_events import APP
from web_payload import payload

PRESS = (
    "document.getElementById('map').dispatchEvent(new KeyboardEvent('keydown',"
    " {key: '%s', code: '%s', bubbles: true, cancelable: true}))"
)
EVENTS = [{"id": f"e{i}", "lon": 30 + i, "lat": 50, "start": f"2025-07-0{i + 1}"} for i in range(3)]


@pytest.fixture
def browser(shared_browser):
    shared_browser.open(payload(EVENTS))
    return shared_browser


@pytest.mark.parametrize("key", ["m", "M", "ь", "Ь"])
def test_letters_work_on_a_cyrillic_keyboard(browser, key):
    browser.run(PRESS % (key, "KeyM"))
    assert browser.run(f"{APP}.measureTool.on") is True


def test_a_latin_letter_counts_wherever_it_stands(browser):
    # On a French keyboard the key where others have Q is A.
    browser.run(PRESS % ("m", "Semicolon"))
    assert browser.run(f"{APP}.measureTool.on") is True


def test_days_are_stepped_through_on_a_cyrillic_keyboard(browser):
    browser.run("mapper.setRange('2025-07-02', '2025-07-02')")
    browser.run(PRESS % ("ю", "Period"))
    assert browser.run("mapper.view().from") == "2025-07-03"
    browser.run(PRESS % ("б", "Comma"))
    assert browser.run("mapper.view().from") == "2025-07-02"
    browser.run(PRESS % (".", "Slash"))
    assert browser.run("mapper.view().from") == "2025-07-03"
