"""Several events at once in the window: set and deleted, each as one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from project_data import make_events, make_result
from PyQt6.QtCore import QItemSelectionModel, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from mapper.gui import ringing
from mapper.gui.list_columns import SECTIONS
from mapper.model.event import Event
from mapper.model.filters import EventFilter
from mapper.project import edits, many, open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of four events, one a day."""
    with open_project(empty, mode="rw") as project:
        for number, name in enumerate("abcd", start=1):
            day = dt.date(2025, 7, number)
            title = f"Strike {name}"
            project.add_event(
                Event(name, "test", title, lon=36.0, lat=48.0, date_start=day, date_end=day)
            )
    return empty


def extend(driver: Any, rows: int) -> None:
    """Extend the selection of the list down by rows."""
    table = driver.window.events.table
    for _ in range(rows):
        driver.qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    driver.settle()


def column(driver: Any, name: str) -> list[Any]:
    return list(driver.window.session.data.events.sort_values("event_id")[name])


def undo(driver: Any) -> None:
    driver.window.actions_table["undo"].trigger()
    driver.settle()


def ringed(driver: Any, count: int) -> bool:
    return bool(driver.in_map("MapperClient.app.severalRings.count") == count)


@pytest.mark.with_map
def test_the_map_rings_all_that_are_selected(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="d")
    assert ringed(driver, 0)
    extend(driver, 2)
    driver.wait_for(lambda: ringed(driver, 3))
    # Rows of the map are others once one is gone; those still selected keep their rings.
    driver.window.session.edit(lambda project, _progress: project.delete_events(["c"]))
    driver.settle()
    driver.wait_for(lambda: ringed(driver, 2))
    undo(driver)
    driver.qtbot.keyClick(driver.window.events.table, Qt.Key.Key_Home)
    driver.wait_for(lambda: ringed(driver, 0))


@pytest.mark.with_map
def test_more_than_can_be_told_apart_have_no_rings(
    kept: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringing, "MOST_RINGED", 3)
    driver = open_window(kept, select="d")
    extend(driver, 2)
    driver.wait_for(lambda: ringed(driver, 3))
    extend(driver, 1)
    driver.wait_for(lambda: ringed(driver, 0))


def test_what_is_set_on_several_is_one_step(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="d")
    panel = driver.window.panel
    # The newest stands first.
    extend(driver, 2)
    assert panel.several.isVisible()
    assert panel.several.title.text() == "3 events selected"
    panel.several.buttons["verification_status"].click()
    options = panel.several.editor.edit
    assert options.currentItem() is None
    labels = [options.item(row).text() for row in range(options.count())]
    options.setCurrentRow(next(i for i, text in enumerate(labels) if text.startswith("Verified")))
    driver.qtbot.keyClick(options, Qt.Key.Key_Return)
    driver.settle()
    assert column(driver, "verification_status") == ["reported", *["verified"] * 3]
    assert driver.window.session.data.undo_name == "Edit of 3 events"
    assert driver.window.notices.text.text() == "Set on 3 events: Status: Verified."
    # The keyboard is where it was, not in the search box, where J would be a letter.
    assert driver.window.focusWidget() is panel.several.buttons["verification_status"]
    # They are still selected for the next fact.
    assert panel.several.isVisible()
    panel.several.buttons["tags"].click()
    driver.qtbot.keyClicks(panel.several.editor.edit, "bridge")
    driver.qtbot.keyClick(panel.several.editor.edit, Qt.Key.Key_Return)
    driver.settle()
    assert column(driver, "tags")[1:] == ["bridge"] * 3
    assert driver.window.notices.text.text() == "Set on 3 events: Tags: bridge."
    driver.window.notices.offers[0].click()
    driver.settle()
    undo(driver)
    assert column(driver, "verification_status") == ["reported"] * 4
    assert not driver.window.notices.isVisible()


def choose_status(driver: Any, word: str) -> None:
    """Set a verification status on all that are selected."""
    page = driver.window.panel.several
    page.buttons["verification_status"].click()
    options = page.editor.edit
    labels = [options.item(row).text() for row in range(options.count())]
    options.setCurrentRow(next(i for i, text in enumerate(labels) if text.startswith(word)))
    driver.qtbot.keyClick(options, Qt.Key.Key_Return)
    driver.settle()


def test_more_than_a_thousand_stay_selected(empty: Path, open_window: Open) -> None:
    with open_project(empty, mode="rw") as project:
        project.add(make_result(make_events(1_100)))
    driver = open_window(empty)
    window, page = driver.window, driver.window.panel.several
    window.events.table.selectAll()
    driver.settle()
    assert page.count == 1_100
    choose_status(driver, "Verified")
    assert set(column(driver, "verification_status")) == {"verified"}
    assert (page.count, page.isVisible()) == (1_100, True)

    # All but one, in a list that is sorted by what is set: its lines change their places.
    rows = window.events.table
    rows.sortByColumn(SECTIONS["status"], Qt.SortOrder.AscendingOrder)
    driver.settle()
    assert page.count == 1_100, "another order takes nothing from what is selected"
    flag = QItemSelectionModel.SelectionFlag
    index = window.events.model.index(500, 0)
    rows.selectionModel().select(index, flag.Deselect | flag.Rows)
    left = window.events.model.event_id(500)
    driver.settle()
    choose_status(driver, "Claimed")
    assert column(driver, "verification_status").count("claimed") == 1_099
    assert page.count == 1_099
    assert left not in rows.selected().ids()
    undo(driver)
    assert page.count == 1_099


@pytest.mark.parametrize("held", [Qt.Key.Key_Control, Qt.Key.Key_Shift])
def test_going_to_an_event_selects_it_whatever_key_is_held(
    held: Qt.Key, kept: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    window = driver.window
    modifier = {
        Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
        Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    }[held]
    QTest.keyPress(window.windowHandle(), held, modifier)
    try:
        assert QApplication.keyboardModifiers() == modifier
        for event_id in ("c", "c", "b"):
            window.selection.select(event_id)
            assert window.events.table.selected().ids() == [event_id]
        window.events.table.step(1)
        assert window.events.table.selected().ids() == ["a"]
    finally:
        QTest.keyRelease(window.windowHandle(), held, Qt.KeyboardModifier.NoModifier)
    assert not QApplication.keyboardModifiers()


def test_an_empty_line_sets_nothing_on_several(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="d")
    extend(driver, 1)
    page = driver.window.panel.several
    before = driver.window.session.data.undo_name
    page.buttons["claimed_by"].click()
    driver.qtbot.keyClick(page.editor.edit, Qt.Key.Key_Return)
    assert page.editor is None
    page.buttons["radius_m"].click()
    driver.qtbot.keyClicks(page.editor.edit, "far")
    assert page.editor.wrong
    driver.qtbot.keyClick(page.editor.edit, Qt.Key.Key_Escape)
    driver.settle()
    assert driver.window.session.data.undo_name == before


def test_several_are_deleted_with_undo(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="c")
    extend(driver, 1)
    driver.window.panel.several.delete.click()
    driver.settle()
    assert driver.titles() == ["Strike d", "Strike a"]
    assert driver.window.notices.text.text() == "Deleted 2 events."
    assert driver.window.selection.event_id == "a"
    assert not driver.window.panel.several.isVisible()
    driver.window.notices.offers[0].click()
    driver.settle()
    assert len(driver.titles()) == 4


@pytest.mark.with_map
def test_one_event_is_shown_again(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="d")
    window = driver.window
    extend(driver, 2)
    driver.qtbot.keyClick(window.events.table, Qt.Key.Key_J)
    driver.settle()
    assert not window.panel.several.isVisible()
    assert window.panel.detail.event.event_id == window.selection.event_id == "a"
    window.events.table.selectAll()
    driver.settle()
    assert window.panel.several.title.text() == "4 events selected"
    window.map_view.selected.emit("b")
    driver.settle()
    assert not window.panel.several.isVisible()
    assert window.panel.detail.event.event_id == "b"
    window.events.table.selectAll()
    driver.settle()
    day = dt.date(2025, 7, 2)
    window.events.filter_bar.set_filter(EventFilter(from_day=day, until_day=day))
    driver.settle()
    assert not window.panel.several.isVisible()


def test_nothing_is_set_in_a_project_for_reading_only(kept: Path, open_window: Open) -> None:
    with open_project(kept, mode="rw"):
        driver = open_window(kept, select="d")
        extend(driver, 1)
        page = driver.window.panel.several
        assert page.isVisible()
        assert page.told.text().startswith("Nothing can be edited: ")
        assert not page.delete.isVisible()
        assert not page.buttons["tags"].isVisible()


def test_more_than_a_change_lists_are_edited_deleted_and_come_back(
    kept: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "MAX_LISTED", 2)
    monkeypatch.setattr(many, "_PORTION", 3)
    driver = open_window(kept)
    panel, table = driver.window.panel, driver.window.events.table
    table.setFocus()
    table.selectAll()
    assert panel.several.title.text() == "4 events selected"
    assert driver.window.selection.next_id is None
    panel.several.buttons["tags"].click()
    driver.qtbot.keyClicks(panel.several.editor.edit, "bridge")
    driver.qtbot.keyClick(panel.several.editor.edit, Qt.Key.Key_Return)
    driver.settle()
    assert column(driver, "tags") == ["bridge"] * 4
    assert driver.window.session.data.undo_name == "Edit of 4 events"
    driver.window.events.table.selectAll()
    driver.window.actions_table["delete"].trigger()
    driver.settle()
    assert driver.titles() == []
    assert "Deleted 4 events." in driver.window.notices.text.text()
    undo(driver)
    assert len(driver.titles()) == 4
