"""Adding and deleting events from the window, each one step to undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.model.event import Event
from mapper.model.filters import EventFilter
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of three events."""
    with open_project(empty, mode="rw") as project:
        for number, name in enumerate("abc"):
            days = {"date_start": DAY, "date_end": DAY}
            project.add_event(
                Event(name, "test", f"Strike {name}", lon=36.0 + number, lat=48.0, **days)
            )
    return empty


def undo(driver: Any) -> None:
    driver.window.actions_table["undo"].trigger()
    driver.settle()


def title(driver: Any, text: str, day: str = "day not known yet") -> None:
    """Wait until the title is asked for, with the day that the event gets, and write it."""
    bar = driver.window.add_bar
    driver.wait_for(lambda: "What happened?" in bar.text.text())
    assert day in bar.text.text()
    driver.qtbot.keyClicks(bar.box.edit, text)
    driver.qtbot.keyClick(bar.box.edit, Qt.Key.Key_Return)
    driver.settle()


@pytest.mark.with_map
def test_an_event_is_added_by_a_click_on_the_map(kept: Path, open_window: Open) -> None:
    driver = open_window(kept)
    window = driver.window
    window.events.filter_bar.set_filter(EventFilter(from_day=DAY, until_day=DAY))
    driver.settle()
    window.actions_table["add_event"].trigger()
    driver.settle()
    assert window.add_bar.isVisible()
    assert driver.in_map("document.querySelector('.mapper-picking') !== null")
    window.map_view.setFocus()
    driver.in_map(
        "MapperClient.app.clicked({latlng: L.latLng(48.0, 36.0), "
        "containerPoint: L.point(5, 5), layerPoint: L.point(5, 5)})"
    )
    title(driver, "Strike on a depot & a bridge", "1 July 2025")
    event = window.panel.detail.event
    assert (event.lon, event.lat) == pytest.approx((36.0, 48.0), abs=0.01)
    assert event.title == "Strike on a depot & a bridge"
    assert (event.feed, event.date_start, event.date_precision) == ("own", DAY, "day")
    assert event.country == "UA"
    assert "clicked on the map" in event.notes
    assert driver.window.focusWidget().accessibleName() == "Date: 1 July 2025"
    driver.qtbot.keyClick(driver.window.focusWidget(), Qt.Key.Key_Return)
    assert window.panel.desk.editing.key == "date_start"
    driver.qtbot.keyClick(window.panel.desk.editing.editor.edit, Qt.Key.Key_Escape)
    # It was selected before the map had it.
    assert driver.in_map("mapper.selected()") == event.event_id
    assert event.radius_m >= 10
    assert not window.add_bar.isVisible()
    assert not driver.in_map("document.querySelector('.mapper-picking') !== null")
    step = "New event 'Strike on a depot & a bridge'"
    assert window.session.data.undo_name == step
    assert window.actions_table["undo"].text() == f"&Undo: {step}".replace(" & ", " && ")
    undo(driver)
    assert len(driver.titles()) == 3


@pytest.mark.parametrize("written", ["48.5 N 37.5 E", "Huliaipole, Zaporizhzhia"])
def test_an_event_is_added_by_words(written: str, kept: Path, open_window: Open) -> None:
    driver = open_window(kept)
    window = driver.window
    window.actions_table["add_event"].trigger()
    box = window.add_bar.box
    driver.qtbot.keyClicks(box.edit, written)
    driver.qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    driver.wait_for(lambda: box.options.currentRow() == 0)
    driver.qtbot.keyClick(box.options, Qt.Key.Key_Return)
    title(driver, "New")
    event = window.panel.detail.event
    assert event.title == "New"
    assert event.country == "UA"
    # All days are shown: which one it was is not known.
    assert event.date_start is None
    assert event.lon is not None


def test_a_new_event_is_brought_into_view_in_the_list(empty: Path, open_window: Open) -> None:
    with open_project(empty, mode="rw") as project:
        for number in range(80):
            days = {"date_start": DAY, "date_end": DAY}
            project.add_event(Event(f"e{number}", "test", "Strike", lon=36.0, lat=48.0, **days))
    driver = open_window(empty)
    window = driver.window
    window.actions_table["add_event"].trigger()
    box = window.add_bar.box
    driver.qtbot.keyClicks(box.edit, "48.5 N 37.5 E")
    driver.qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    driver.wait_for(lambda: box.options.currentRow() == 0)
    driver.qtbot.keyClick(box.options, Qt.Key.Key_Return)
    title(driver, "New")
    table = window.events.table
    # Without a day it stands last.
    row = window.events.model.position(window.selection.event_id)
    assert row == 80
    assert table.viewport().rect().contains(table.visualRect(table.model().index(row, 0)))


@pytest.mark.with_map
def test_escape_adds_nothing(kept: Path, open_window: Open) -> None:
    driver = open_window(kept)
    window = driver.window
    window.actions_table["add_event"].trigger()
    driver.qtbot.keyClick(window.add_bar.box.edit, Qt.Key.Key_Escape)
    assert not window.add_bar.isVisible()
    window.actions_table["add_event"].trigger()
    driver.settle()
    driver.in_map("MapperClient.app.escapes.some((take) => take())")
    driver.wait_for(lambda: not window.add_bar.isVisible())
    driver.settle()
    assert len(driver.titles()) == 3


def test_an_event_is_deleted_and_the_next_one_is_shown(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="b")
    window = driver.window
    order = driver.titles()
    after = [*order, order[1]][order.index("Strike b") + 1]
    driver.qtbot.keyClick(window.events.table, Qt.Key.Key_Delete)
    driver.settle()
    assert "Strike b" not in driver.titles()
    assert window.panel.detail.event.title == after
    assert window.notices.text.text() == "Deleted 'Strike b'."
    window.notices.offers[0].click()
    driver.settle()
    assert driver.titles() == order
    assert not window.notices.isVisible()


def test_delete_in_a_line_deletes_letters(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="b")
    desk = driver.window.panel.desk
    desk.write("title")
    edit = desk.editing.editor.edit
    edit.setCursorPosition(0)
    driver.qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.text() == "trike b"
    driver.qtbot.keyClick(edit, Qt.Key.Key_Escape)
    driver.settle()
    assert len(driver.titles()) == 3


def test_nothing_is_added_to_a_project_for_reading_only(kept: Path, open_window: Open) -> None:
    with open_project(kept, mode="rw"):
        actions = open_window(kept, select="a").window.actions_table
        assert not actions["add_event"].isEnabled()
        assert not actions["delete"].isEnabled()
