"""A hundred events are read one after another without touching the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper import readers
from mapper.project import create_project

EVENTS = 120


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a project of many events, each with a note of its own."""
    table = tmp_path / "events.csv"
    rows = [
        f"Подія {n},2025-06-{1 + n % 28:02d},{47 + (n % 11) / 10},{35 + (n % 17) / 10},Note {n}."
        for n in range(EVENTS)
    ]
    table.write_text("title,date,lat,lon,notes\n" + "\n".join(rows) + "\n", encoding="utf-8")
    path = tmp_path / "many.gpkg"
    with create_project(path) as project:
        project.add(readers.read(table))
    return path


def test_j_goes_through_a_hundred_events_and_all_parts_follow(
    open_window: Any, many: Path, picture: Any
) -> None:
    driver = open_window(many)
    window, table = driver.window, driver.window.events.table
    assert table.hasFocus(), "the keys work from the first moment"
    order = driver.titles()
    seen = []
    for step in range(100):
        driver.qtbot.keyClick(table, Qt.Key.Key_J if step % 2 else Qt.Key.Key_Down)
        # Details are read in another thread: a person waits for them too.
        driver.wait_for(
            lambda: (
                window.panel.detail is not None
                and window.panel.detail.event.event_id == window.selection.event_id
            )
        )
        event = window.panel.detail.event
        seen.append(event.title)
        assert event.notes == f"Note {event.title.split()[1]}."
    assert seen == order[:100]
    driver.settle()
    assert driver.in_map("mapper.selected()") == window.selection.event_id
    picture(driver, "hundredth")
    driver.qtbot.keyClick(table, Qt.Key.Key_K)
    driver.settle()
    assert window.panel.detail.event.title == order[98]
    driver.qtbot.keyClick(table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    driver.settle()
    assert window.panel.detail.event.title == order[99]


def test_keys_held_down_end_at_the_right_event(open_window: Any, many: Path) -> None:
    driver = open_window(many)
    window, table = driver.window, driver.window.events.table
    assert table.hasFocus(), "the keys work from the first moment"
    order = driver.titles()
    for _ in range(60):
        driver.qtbot.keyClick(table, Qt.Key.Key_J)
    driver.settle()
    assert window.panel.detail.event.title == order[59]
    assert driver.in_map("mapper.selected()") == window.selection.event_id
    for key, wanted in ((Qt.Key.Key_End, order[-1]), (Qt.Key.Key_Home, order[0])):
        driver.qtbot.keyClick(table, key)
        driver.settle()
        assert window.panel.detail.event.title == wanted
