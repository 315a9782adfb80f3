"""Moving the selected event by hand on the map: mouse and keys as a person uses them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget

from mapper.gui.pointed import pointed, write_pointed
from mapper.model.event import Event
from mapper.project import open_project

NONE = Qt.KeyboardModifier.NoModifier
Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of events that are known more or less exactly."""
    days = {"date_start": DAY, "date_end": DAY, "date_precision": "day"}
    with open_project(empty, mode="rw") as project:
        place = {"lon": 36.0, "lat": 48.0, "geo_precision": "settlement", "radius_m": 5000.0}
        project.add_event(Event("a", "test", "Strike a", **place, **days))
        exact = {"lon": 37.0, "lat": 48.0, "geo_precision": "exact", "radius_m": 10.0}
        project.add_event(Event("b", "test", "Strike b", **exact, **days))
        project.add_event(Event("c", "test", "Strike c", **days))
    return empty


class Hand:
    """A mouse and keys on the map's page, through Qt as the person's are."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        page = driver.window.map_view._view.focusProxy()
        assert isinstance(page, QWidget)
        self.page = page

    def mark(self) -> QPoint | None:
        """Return where the mark stands in the page."""
        box = self.driver.in_map(
            "(() => { const mark = document.querySelector('.mapper-mover'); if (!mark) return '';"
            " const {x, y, width, height} = mark.getBoundingClientRect();"
            " return JSON.stringify([x + width / 2, y + height / 2]); })()"
        )
        return QPoint(*map(round, json.loads(box))) if box else None

    def is_at(self, place: QPoint) -> bool:
        """Tell whether the mark, if there is one, stands at a place of the page."""
        mark = self.mark()
        return mark is None or (mark - place).manhattanLength() <= 2

    def drag(self, start: QPoint, by: QPoint) -> None:
        """Drag in a few steps."""
        left = Qt.MouseButton.LeftButton
        QTest.mouseMove(self.page, start)
        QTest.mousePress(self.page, left, Qt.KeyboardModifier.NoModifier, start)
        for part in range(1, 6):
            QTest.mouseMove(self.page, start + by * part / 5)
            QTest.qWait(30)
        # A busy machine takes its time to follow; where it is let go it stays.
        self.driver.wait_for(lambda: self.is_at(start + by))
        QTest.mouseRelease(self.page, left, Qt.KeyboardModifier.NoModifier, start + by)
        QTest.qWait(50)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key on the map."""
        QTest.keyClick(self.page, key, modifier)


def begin(driver: Any) -> Hand:
    """Start moving the selected event from its details."""
    window = driver.window
    window.map_view.set_view(36.2, 48.0, 11)
    driver.settle()
    QTest.mouseClick(window.panel.place.by_hand, Qt.MouseButton.LeftButton)
    driver.settle()
    assert window.move_bar.isVisible()
    return Hand(driver)


def saved(driver: Any, event_id: str = "a") -> Event:
    """Return an event as it is in the file."""
    found: list[Event] = []
    driver.window.session.use(lambda project, _: project.event(event_id), done=found.append)
    driver.wait_for(lambda: bool(found))
    return found[0]


def test_an_event_is_dragged_and_stays_as_exact_as_it_was(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    window = driver.window
    hand = begin(driver)
    assert "Where does 'Strike a' lie?" in window.move_bar.text.text()
    assert not window.move_bar.keep.isEnabled()
    start = hand.mark()
    assert start is not None
    before = driver.in_map("JSON.stringify(mapper.view())")
    hand.drag(start, QPoint(80, 0))
    driver.wait_for(window.move_bar.keep.isEnabled)
    driver.settle()
    # The mark was dragged, not the map.
    assert driver.in_map("JSON.stringify(mapper.view())") == before
    now = hand.mark()
    assert now is not None
    assert abs(now.x() - start.x() - 80) <= 2
    assert abs(now.y() - start.y()) <= 2
    assert "from where it was" in window.move_bar.told.text()
    assert window.move_bar.exact.isEnabled()
    # Nothing is written before the person says so.
    assert (saved(driver).lon, saved(driver).lat) == (36.0, 48.0)
    QTest.mouseClick(window.move_bar.keep, Qt.MouseButton.LeftButton)
    driver.settle()
    event = window.panel.detail.event
    pixel = 360 / (256 * 2**11)
    assert event.lon == pytest.approx(36.0 + 80 * pixel, abs=3 * pixel)
    assert event.lat == pytest.approx(48.0, abs=3 * pixel)
    assert (event.geo_precision, event.radius_m) == ("settlement", 5000.0)
    assert "° E, moved on the map" in event.notes
    assert not window.move_bar.isVisible()
    assert hand.mark() is None
    assert window.session.data.undo_name == "Move of 'Strike a'"
    assert window.notices.text.text().startswith("Moved 'Strike a'.")
    window.notices.offers[0].click()
    driver.settle()
    event = saved(driver)
    assert (event.lon, event.lat, event.notes) == (36.0, 48.0, None)
    assert not window.notices.isVisible()


def test_keys_step_the_mark_and_enter_puts_it_there(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    window = driver.window
    hand = begin(driver)
    start = hand.mark()
    assert start is not None
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    hand.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    driver.wait_for(lambda: hand.mark() == start + QPoint(21, -20))
    driver.settle()
    window.move_bar.exact.click()
    driver.settle()
    window.map_view.setFocus()
    hand.key(Qt.Key.Key_Return)
    driver.wait_for(lambda: not window.move_bar.isVisible())
    driver.settle()
    event = saved(driver)
    assert event.lon > 36.0
    assert event.lat > 48.0
    # Said to be known as well as it can be pointed at.
    assert event.geo_precision in ("vicinity", "settlement")
    assert event.radius_m == pytest.approx(210, abs=30)


def test_escape_leaves_it_where_it_was(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    hand = begin(driver)
    start = hand.mark()
    assert start is not None
    # A click elsewhere moves the mark, and selects nothing.
    at = start + QPoint(60, 40)
    QTest.mouseClick(hand.page, Qt.MouseButton.LeftButton, NONE, at)
    driver.wait_for(driver.window.move_bar.keep.isEnabled)
    assert driver.window.selection.event_id == "a"
    hand.key(Qt.Key.Key_Escape)
    driver.wait_for(lambda: not driver.window.move_bar.isVisible())
    driver.settle()
    assert hand.mark() is None
    assert (saved(driver).lon, saved(driver).lat) == (36.0, 48.0)
    assert driver.window.session.data.undo_name != "Move of 'Strike a'"
    # And the mark of the event itself cannot be dragged: the map is.
    hand.drag(start, QPoint(50, 0))
    driver.settle()
    assert (saved(driver).lon, saved(driver).lat) == (36.0, 48.0)


def test_a_coarse_view_says_less_than_was_known(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="b")
    window = driver.window
    window.actions_table["move"].trigger()
    driver.settle()
    # Who wants to look from afar may.
    window.map_view.set_view(37.0, 48.0, 6)
    driver.settle()
    hand = Hand(driver)
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    driver.wait_for(window.move_bar.keep.isEnabled)
    assert not window.move_bar.exact.isEnabled()
    assert "zoom in" in window.move_bar.told.text()
    hand.key(Qt.Key.Key_Return)
    driver.wait_for(lambda: not window.move_bar.isVisible())
    driver.settle()
    event = saved(driver, "b")
    assert event.geo_precision == "area"
    assert event.radius_m > 5000


def test_an_event_without_a_place_is_placed(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="c")
    window = driver.window
    assert window.panel.place.by_hand.text() == "Place on the map"
    hand = begin(driver)
    hand.key(Qt.Key.Key_Down)
    driver.wait_for(window.move_bar.keep.isEnabled)
    hand.key(Qt.Key.Key_Return)
    driver.wait_for(lambda: not window.move_bar.isVisible())
    driver.settle()
    event = saved(driver, "c")
    assert (event.lon, event.lat) == pytest.approx((36.2, 48.0), abs=0.01)
    assert event.country == "UA"


def test_it_ends_when_another_event_is_looked_at(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    begin(driver)
    driver.window.selection.select("b")
    driver.settle()
    assert not driver.window.move_bar.isVisible()
    begin(driver)
    driver.window.selection.select(None)
    assert not driver.window.moving.on
    driver.window.selection.select("a")
    driver.settle()
    begin(driver)
    driver.window.actions_table["measure"].trigger()
    assert not driver.window.moving.on
    assert driver.window.map_measure.on


@pytest.mark.logs_errors
def test_a_map_started_again_still_has_the_mark(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    hand = begin(driver)
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    driver.wait_for(driver.window.move_bar.keep.isEnabled)
    driver.settle()
    before = hand.mark()
    driver.window.map_view.restart()
    driver.wait_for(lambda: not driver.window.map_view._calls.open)
    driver.wait_for(lambda: driver.window.map_view._calls.open)
    driver.settle()
    after = hand.mark()
    assert before is not None
    assert after is not None
    assert (after - before).manhattanLength() <= 3


def test_a_project_for_reading_offers_no_moving(kept: Path, open_window: Open) -> None:
    with open_project(kept, mode="rw"):
        driver = open_window(kept, select="a")
        assert not driver.window.panel.place.by_hand.isVisible()
        assert not driver.window.actions_table["move"].isEnabled()


def test_a_place_is_no_more_exact_than_the_hand() -> None:
    near, far = pointed(36.123456789, 48.123456789, 17), pointed(36.123456789, 48.123456789, 5)
    assert (near.lon, near.lat) == (36.1235, 48.1235)
    assert (far.lon, far.lat) == (36.12, 48.12)
    assert write_pointed(far) == "48.12° N, 36.12° E"
    assert near.radius_m < 5 < 10_000 < far.radius_m


def test_one_points_from_near(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    window = driver.window
    window.map_view.set_view(30.0, 50.0, 5)
    driver.settle()
    driver.wait_for(lambda: window.map_view.look is not None and window.map_view.look.zoom == 5)
    window.moving.start(window.panel.detail.event)
    driver.settle()
    view = driver.in_map("mapper.view()")
    assert (view["lon"], view["lat"]) == pytest.approx((36.0, 48.0), abs=0.05)
    # Known to 5 km: its circle is some 120 pixels wide each way.
    assert view["zoom"] == pytest.approx(11, abs=0.3)
    window.moving.end()
    # Who looks more closely already stays there.
    window.map_view.set_view(36.01, 48.0, 12.5)
    driver.settle()
    driver.wait_for(lambda: window.map_view.look.zoom == 12.5)
    window.moving.start(window.panel.detail.event)
    driver.settle()
    assert driver.in_map("mapper.view()")["zoom"] == 12.5
