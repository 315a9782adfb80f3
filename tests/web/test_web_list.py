"""The list of events, for who cannot use a map: in any order, page by page, by keyboard."""

from __future__ import annotations

import pytest
from web_browser import Browser
from web_payload import payload

EVENTS = [
    {
        "id": f"e{i}",
        "title": title,
        "place": place,
        "lon": 36,
        "lat": 49,
        "start": day,
        "killed_best": killed,
        "status": status,
    }
    for i, (title, place, day, killed, status) in enumerate(
        [
            ("Beta 10", "Їжакове", "2025-07-02", 3, "verified"),
            ("beta 9", "Іванівка", "2025-07-01", -1, "reported"),
            ("Alpha", None, None, 0, "claimed"),
            ("Gamma", "Яблунівка", "2025-07-03", 12, "reported"),
        ]
    )
]


@pytest.fixture(scope="module")
def browser(qapp):
    made = Browser(800, 600)
    yield made
    made.close()


@pytest.fixture
def opened(browser: Browser) -> Browser:
    browser.open(payload(EVENTS), language="uk")
    browser.run("MapperClient.app.toggleList()")
    return browser


def rows(browser: Browser) -> list[int]:
    script = "[...document.querySelectorAll('tr[data-index]')].map(row => +row.dataset.index)"
    return browser.run(script)


def sort(browser: Browser, column: str) -> list[int]:
    browser.run(f"document.querySelector('th[data-column={column}] button').click()")
    return rows(browser)


def test_it_is_sorted_by_any_column(opened: Browser) -> None:
    assert rows(opened) == [1, 0, 3, 2], "by day, those without one last"
    assert sort(opened, "date") == [3, 0, 1, 2]
    assert sort(opened, "event") == [2, 1, 0, 3], "numbers in titles count"
    assert sort(opened, "event") == [3, 0, 1, 2]
    assert sort(opened, "place") == [1, 0, 3, 2], "by the Ukrainian alphabet"
    assert sort(opened, "killed") == [2, 0, 3, 1]
    assert sort(opened, "killed") == [3, 0, 2, 1], "unknown last either way"
    assert opened.run("document.querySelector('th[aria-sort]').dataset.column") == "killed"
    assert opened.run("document.querySelector('th[aria-sort]').ariaSort") == "descending"
    assert opened.messages == []


def test_hidden_columns_are_no_columns(browser: Browser) -> None:
    browser.open(payload(EVENTS, hidden=["killed", "place_name"]))
    browser.run("MapperClient.app.toggleList()")
    heads = "[...document.querySelectorAll('th')].map(head => head.dataset.column)"
    assert browser.run(heads) == ["date", "event", "status", "injured"]
    browser.run("mapper.select('e0')")
    assert "Killed" not in browser.run("document.querySelector('.mapper-event').textContent")


def test_pages_keep_the_keyboard_s_place(browser: Browser) -> None:
    browser.open(payload([EVENTS[i % 4] | {"id": f"x{i}"} for i in range(250)]))
    browser.run("MapperClient.app.toggleList()")
    assert len(rows(browser)) == 100
    buttons = "document.querySelectorAll('.mapper-list-bar button')"
    browser.run(f"{buttons}[1].focus()")
    browser.run(f"{buttons}[1].click()")
    assert browser.run(f"document.activeElement === {buttons}[1]") is True
    browser.run(f"{buttons}[1].click()")
    assert len(rows(browser)) == 50
    assert browser.run(f"document.activeElement === {buttons}[0]") is True
    assert browser.run("document.querySelector('.mapper-list [role=status]').textContent") == (
        "201–250 of 250"
    )
