"""First run: a newcomer is shown the sample and three things to try, ticked off as they go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication

from mapper.gui import settings
from mapper.gui.welcome import THINGS
from mapper.model.event import Event
from mapper.model.filters import EventFilter
from mapper.project import open_project


@pytest.fixture
def kept_without_fronts(empty: Path) -> Path:
    """Return a project of one event and no front."""
    with open_project(empty, mode="rw") as project:
        project.add_event(Event("a", "test", "Strike", lon=36.0, lat=48.0))
    return empty


pytestmark = pytest.mark.without_map


def pressed(driver, name: str) -> None:
    button = driver.window.welcome.buttons[name]
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_newcomer_tries_three_things(open_window) -> None:
    driver = open_window(None)
    window = driver.window
    welcome = window.welcome
    assert welcome.isVisible()
    # The first event is shown by Mapper: the person has read nothing yet.
    assert window.selection.event_id is not None
    assert welcome.tried == frozenset()
    # It covers nothing: list and map keep their room.
    assert window.events.table.height() > 100
    assert not welcome.geometry().intersects(window.events.table.parentWidget().geometry())

    before = window.selection.event_id
    pressed(driver, "read")
    assert window.selection.event_id != before
    assert welcome.tried == {"read"}
    window.select_named(before)
    driver.settle()
    pressed(driver, "filter")
    chosen = window.events.filter_bar.chosen
    assert chosen.from_day == chosen.until_day is not None
    assert welcome.tried == {"read", "filter"}
    driver.settle()
    pressed(driver, "copy")
    assert "1,264 km" in QGuiApplication.clipboard().text()
    assert welcome.tried == set(THINGS)
    assert "all three" in welcome.told.accessibleName()
    assert set(settings.tried()) == set(THINGS)


def test_a_statement_is_copied_though_the_selected_event_has_none(open_window) -> None:
    driver = open_window(None)
    window = driver.window
    window.select_named("mapper:2025-06-30-luhansk-claim")
    driver.settle()
    assert not window.panel.distance.has_statement
    QGuiApplication.clipboard().setText("before")
    pressed(driver, "copy")
    driver.wait_for(lambda: "copy" in window.welcome.tried)
    assert "Izhevsk" in window.panel.detail.event.title
    assert "1,264 km" in QGuiApplication.clipboard().text()
    # Another distance is copied when it is asked for, not when it is measured.
    QGuiApplication.clipboard().setText("mine")
    window.choose_unit("mi")
    driver.settle()
    assert QGuiApplication.clipboard().text() == "mine"


def test_without_any_distance_it_is_said_why(kept_without_fronts, open_window) -> None:
    driver = open_window(kept_without_fronts)
    window = driver.window
    window.actions_table["welcome"].trigger()
    pressed(driver, "copy")
    assert "No event has a distance yet" in window.statusBar().currentMessage()


def test_what_the_person_does_by_themselves_counts_too(open_window) -> None:
    driver = open_window(None)
    window = driver.window
    window.events.table.setFocus()
    driver.qtbot.keyClick(window.events.table, Qt.Key.Key_J)
    assert window.welcome.tried == {"read"}
    window.events.filter_bar.set_filter(EventFilter(statuses=("claimed",)))
    assert window.welcome.tried == {"read", "filter"}
    window.commands.exported.emit()
    assert window.welcome.tried == set(THINGS)


def test_it_stays_closed_until_it_is_asked_for(open_window) -> None:
    driver = open_window(None)
    welcome = driver.window.welcome
    driver.qtbot.mouseClick(welcome.close_button, Qt.MouseButton.LeftButton)
    assert not welcome.isVisible()
    driver.window.showing.open_sample()
    driver.settle()
    assert not welcome.isVisible()
    driver.qtbot.keyClick(driver.window, Qt.Key.Key_F1)
    assert welcome.isVisible()
    assert welcome.buttons["read"].hasFocus()
    driver.qtbot.keyClick(driver.window, Qt.Key.Key_F1)
    assert not welcome.isVisible()
    assert settings.welcome_closed()


def test_it_steps_aside_for_the_filters_and_other_projects(open_window, sample: Path) -> None:
    driver = open_window(None)
    window = driver.window
    window.actions_table["facets"].trigger()
    assert not window.welcome.isVisible()
    window.actions_table["facets"].trigger()
    assert window.welcome.isVisible()
    window.session.open(sample)
    driver.settle()
    assert not window.welcome.isVisible()


def test_an_empty_project_offers_ways_on(open_window, empty: Path) -> None:
    driver = open_window(empty)
    window = driver.window
    import_button, add_button = window.events.changing
    assert import_button.isVisible()
    driver.qtbot.mouseClick(add_button, Qt.MouseButton.LeftButton)
    assert window.adding.on
    window.adding.end()
    # There is nothing to try here, so the sample is opened.
    driver.qtbot.keyClick(window, Qt.Key.Key_F1)
    pressed(driver, "read")
    driver.settle()
    assert window.session.data.path == window.session.sample_path
    assert window.welcome.isVisible()


def test_without_a_project_a_new_one_can_be_made(open_window, tmp_path: Path, choose) -> None:
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"no project")
    driver = open_window(broken, wait=False)
    window = driver.window
    driver.wait_for(lambda: window.notices.isVisible())
    assert window.events._no_project.isVisible()
    path = tmp_path / "new.gpkg"
    choose("ask_new_project", path)
    window.events.new_wanted.emit()
    driver.settle()
    assert window.session.data.path == path
