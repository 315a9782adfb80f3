"""The command palette: everything by a few letters, without the mouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.gui.palette_entries import Entry, ranked
from mapper.model.filters import EventFilter
from mapper.project import open_project

pytestmark = pytest.mark.without_map

LUHANSK = "mapper:2025-06-30-luhansk-claim"

Open = Callable[..., Any]


def opened(driver: Any) -> Any:
    driver.window.actions_table["palette"].trigger()
    palette = driver.window.palette_box
    assert palette.isVisible()
    return palette


@pytest.mark.with_map
def test_a_command_is_run_by_a_few_letters_and_enter(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    palette = opened(driver)
    offered = {row.text for row in palette.rows()}
    assert {"Import files", "Measure on the map", "Theme: Dark"} <= offered
    assert [row.reason for row in palette.rows() if row.text == "Redo"] == ["nothing to redo"]
    driver.qtbot.keyClicks(palette.edit, "meas")
    assert palette.rows()[0].text == "Measure on the map"
    assert palette.rows()[0].keys == "Ctrl+M"
    driver.qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert driver.window.map_measure.on


def test_what_cannot_be_done_says_why_and_comes_last(open_window: Open, sample: Path) -> None:
    with open_project(sample, mode="rw"):
        driver = open_window(sample, select=LUHANSK)
        palette = opened(driver)
        reasons = [bool(row.reason) for row in palette.rows()]
        assert reasons == sorted(reasons)
        driver.qtbot.keyClicks(palette.edit, "delete")
        row = palette.rows()[0]
        assert (row.text, row.reason) == ("Delete event", "the project is read-only")
        driver.qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
        assert palette.isVisible(), "it is not run, and the reason stays in view"
        role = Qt.ItemDataRole.AccessibleTextRole
        assert palette.list.item(0).data(role) == "Delete event, the project is read-only"


@pytest.mark.with_map
def test_events_and_places_are_found_as_one_types(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    window.events.filter_bar.set_filter(EventFilter(from_day=dt.date(2025, 7, 1)))
    driver.settle()
    palette = opened(driver)
    driver.qtbot.keyClicks(palette.edit, "luhans")
    driver.qtbot.waitUntil(lambda: any(row.kind == "Place" for row in palette.rows()))
    kinds = [row.kind for row in palette.rows()]
    assert "Event, 2025-06-30" in kinds
    while not palette.rows()[palette.list.currentRow()].kind.startswith("Event"):
        driver.qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    driver.qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    driver.settle()
    assert window.selection.event_id == LUHANSK
    assert window.events.filter_bar.chosen.everything, "an event the filter hides is shown"
    assert driver.in_map("mapper.selected()") == LUHANSK


@pytest.mark.with_map
def test_a_place_moves_the_map(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    palette = opened(driver)
    driver.qtbot.keyClicks(palette.edit, "Vinnytsia")
    driver.qtbot.waitUntil(lambda: any(row.kind == "Place" for row in palette.rows()))
    place = next(n for n, row in enumerate(palette.rows()) if row.kind == "Place")
    palette.list.setCurrentRow(place)
    driver.qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    driver.settle()
    view = driver.in_map("mapper.view()")
    assert abs(view["lon"] - 28.47) < 0.1
    assert abs(view["lat"] - 49.23) < 0.1


def test_escape_closes_and_leaves_the_filter(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    window.events.filter_bar.set_filter(EventFilter(text="izhevsk"))
    driver.settle()
    window.events.table.setFocus()
    palette = opened(driver)
    driver.qtbot.keyClicks(palette.edit, "zzzz")
    assert palette.rows() == []
    assert palette.nothing.isVisible()
    driver.qtbot.keyClick(palette.edit, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.focusWidget() is window.events.table
    assert window.events.filter_bar.chosen.text == "izhevsk"


def test_beginnings_of_words_come_first() -> None:
    entries = [Entry(text, "File", lambda: None) for text in ("Export map", "Import", "Map data")]
    assert [entry.text for entry in ranked(entries, "map")] == ["Export map", "Map data"]
    assert [entry.text for entry in ranked(entries, "ort")] == ["Export map", "Import"]
    assert [entry.text for entry in ranked(entries, "fil imp")] == ["Import"]
    assert ranked(entries, "nothing of it") == []
