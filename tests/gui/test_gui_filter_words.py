"""What is filtered is always said, each part of it; and cleared, box and all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QToolButton

from mapper.gui.filter_words import filtered
from mapper.gui.saved_filters import FilterName
from mapper.mapdoc.language import language_of
from mapper.model.facets import NOT_STATED
from mapper.model.filters import EventFilter

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)
EVERY_PART = EventFilter(
    dt.date(2025, 6, 30),
    DAY,
    statuses=("claimed", "verified"),
    text=" plant ",
    places=("region",),
    choices=(("region", ("Kharkiv oblast",)), ("weapon", ("drone", NOT_STATED))),
    within=(30.0, 40.0, 31.0, 41.0),
    ids=frozenset({"a", "b"}),
)


def test_each_part_is_said() -> None:
    assert filtered(EVERY_PART) == (
        "30 June 2025 to 1 July 2025, status: claimed or verified, "
        "region: Kharkiv oblast, weapon: drone or not stated, known only to the region, "
        "in the part of the map in view, "
        '2 chosen events, with the words "plant"'
    )
    assert filtered(EventFilter()) == ""
    assert filtered(EventFilter(DAY, DAY)) == "1 July 2025"
    assert filtered(EventFilter(from_day=DAY)) == "from 1 July 2025"
    assert filtered(EventFilter(until_day=DAY)) == "until 1 July 2025"
    assert filtered(EventFilter(ids=frozenset("a"), ids_words="of one import")) == "of one import"


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_page_in_another_language_leaves_no_part_out(language: str) -> None:
    words = language_of(language).filtered(EVERY_PART)
    for part in ("«plant»", "region: Kharkiv oblast", "in the box 30", "2 chosen events"):
        assert part in words
    assert "status" not in words


def test_the_button_that_clears_the_box_is_there_when_there_is_something(
    open_window: Open, sample: Path
) -> None:
    driver = open_window(sample)
    bar = driver.window.events.filter_bar
    button = max(bar.search.findChildren(QToolButton), key=lambda one: one.x())
    bar.set_filter(EventFilter(text="plant"))
    driver.wait_for(lambda: button.property("opacity") == 1.0)
    QTest.keyClick(bar.search, Qt.Key.Key_Escape)
    driver.settle()
    assert len(driver.titles()) == 3
    driver.wait_for(lambda: button.property("opacity") == 0.0)


def test_where_no_event_passes_there_is_nothing_to_choose(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    facets = driver.window.events.facets
    driver.window.events.filter_bar.facets.click()
    driver.window.events.filter_bar.set_filter(EventFilter(text="no such word"))
    driver.settle()
    assert facets.nothing.isVisible()
    assert facets.nothing.text().startswith("No event passes the filter")


def test_what_a_saved_filter_cannot_keep_is_said(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    box = (0.0, 0.0, 90.0, 80.0)
    driver.window.events.filter_bar.set_filter(EventFilter(text="strike", within=box))
    driver.settle()
    saved = driver.window.events.facets.saved.menu()
    saved.aboutToShow.emit()
    next(action for action in saved.actions() if action.text().startswith("Save")).trigger()
    dialog = saved.dialog
    assert isinstance(dialog, FilterName)
    assert dialog.edit.text() == 'with the words "strike"'
    assert dialog.lost.isVisible()
    assert "in the part of the map in view" in dialog.lost.text()
    dialog.reject()


def test_a_long_filter_is_said_whole_in_a_narrow_list(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    bar = driver.window.events.filter_bar
    assert bar.state.whole == "3 events"
    bar.set_filter(EventFilter(dt.date(2025, 1, 1), DAY, text="strike"))
    driver.settle()
    words = '1 January 2025 to 1 July 2025, with the words "strike"'
    driver.window.splitter.setSizes([900, 200, 200])
    driver.wait_for(lambda: bar.state.text() == f"2 of 3 events: {words}")
    assert not bar.more.isVisible()
    driver.window.splitter.setSizes([300, 600, 300])
    driver.wait_for(bar.more.isVisible)
    assert bar.state.text() == "2 of 3 events"
    assert bar.more.text() == words
    assert driver.window.count.whole == f"2 of 3 events: {words}"
    bar.clear_filter()
    driver.settle()
    assert not bar.more.isVisible()
