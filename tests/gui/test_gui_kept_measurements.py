"""Keeping measurements through the real window: kept, listed, drawn, told when they are stale."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QPushButton
from shapely import LineString

from mapper import measure
from mapper.gui.kept_model import BELOW, MARK, KeptModel
from mapper.gui.kept_words import KeptRow, KeptTold
from mapper.measure import KeptMeasurement, Place, Shape, along, distance
from mapper.project import open_project

pytestmark = pytest.mark.without_map

IZHEVSK = "mapper:2025-07-01-izhevsk"
LABELS = "[...document.querySelectorAll('.mapper-kept-tag')].map((tag) => tag.textContent)"
LINES = "(MapperClient.app.lines.groups.get('kept') || []).length"

Open = Callable[..., Any]


def text(label: Any) -> str:
    return str(label.text().replace("\u200b", ""))


def card(driver: Any) -> Any:
    return driver.window.panel.distance


def rows(driver: Any) -> tuple[KeptRow, ...]:
    found: tuple[KeptRow, ...] = driver.window.kept_reader.told.rows
    return found


def keep(driver: Any, event_id: str = IZHEVSK) -> None:
    window = driver.window
    window.selection.select(event_id)
    driver.settle()
    before = len(rows(driver))
    card(driver).keep.click()
    driver.wait_for(lambda: len(rows(driver)) == before + 1)
    driver.settle()


def notice_buttons(driver: Any) -> dict[str, QPushButton]:
    bar = driver.window.notices
    return {button.text(): button for button in bar.findChildren(QPushButton) if button.text()}


@pytest.mark.with_map
def test_a_distance_is_kept_listed_and_undone(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    keep(driver)
    assert text(window.notices.text) == "Kept the measurement."
    # Once is enough: the button says so, and the details list it.
    assert text(card(driver).keep) == "Kept"
    assert not card(driver).keep.isEnabled()
    assert window.panel.kept.isVisible()
    link = window.panel.kept.findChild(QPushButton)
    assert link.text() == "1,264 km to the line of contact"
    link.click()
    driver.settle()
    panel = window.kept
    assert panel.isVisible()
    assert window.actions_table["measurements"].isChecked()
    assert text(panel.count) == "Measurements (1)"
    assert text(panel.card.number) == "1,264 km"
    assert "from the line of contact" in text(panel.card.statement)
    assert panel.card.again.isHidden()
    assert driver.in_map(LINES) == 1
    window.selection.select(None)
    driver.settle()
    assert driver.in_map(LABELS) == ["1,264 km"]
    panel.card.copy_as.menu().actions()[2].trigger()
    copied = QGuiApplication.clipboard().text()
    assert "SHA-256" in copied
    assert "WGS 84" in copied
    with open_project(sample) as project:
        assert project.measurements["event_id"].tolist() == [IZHEVSK]
    window.actions_table["undo"].trigger()
    driver.wait_for(lambda: not rows(driver))
    driver.settle()
    assert driver.in_map(LINES) == 0
    assert window.notices.isHidden()


def test_a_note_names_it_and_delete_takes_it_away(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    keep(driver)
    QTest.keyClick(driver.window, Qt.Key.Key_F10)
    driver.settle()
    panel = driver.window.kept
    note = panel.card.note
    QTest.keyClicks(note, "For <b>page 3</b>")
    QTest.keyClick(note, Qt.Key.Key_Return)
    driver.wait_for(lambda: rows(driver)[0].kept.note == "For <b>page 3</b>")
    driver.settle()
    assert panel.model.index(0).data() == "For <b>page 3</b>"
    # What was written and left stays as it was.
    note.setFocus()
    QTest.keyClicks(note, " and more")
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert note.text() == "For <b>page 3</b>"
    panel.card.delete.click()
    driver.wait_for(lambda: not rows(driver))
    driver.settle()
    assert panel.model.rowCount() == 0
    assert text(panel.count) == "Measurements"
    assert text(driver.window.notices.text) == "Deleted 1 measurement."
    notice_buttons(driver)["Undo"].click()
    driver.wait_for(lambda: len(rows(driver)) == 1)
    QTest.keyClick(driver.window, Qt.Key.Key_F10)
    assert driver.window.events.isVisible()


def test_one_whose_event_moved_is_flagged_and_measured_again(
    open_window: Open, sample: Path
) -> None:
    driver = open_window(sample)
    keep(driver)
    old = rows(driver)[0].kept
    driver.window.session.edit(
        lambda project, _progress: project.update_events([IZHEVSK], lon=52.0, lat=56.5)
    )
    driver.wait_for(lambda: bool(rows(driver)[0].stale))
    driver.settle()
    assert rows(driver)[0].stale == "The place of its event changed since."
    # The other distance of today is not kept.
    assert text(card(driver).keep) == "Keep"
    QTest.keyClick(driver.window, Qt.Key.Key_F10)
    driver.settle()
    panel = driver.window.kept
    assert panel.model.index(0).data(MARK) == "changed"
    assert panel.card.again.isEnabled()
    panel.card.again.click()
    driver.wait_for(lambda: not rows(driver)[0].stale)
    driver.settle()
    new = rows(driver)[0].kept
    assert new.measurement_id == old.measurement_id
    assert new.distance_m < old.distance_m - 50_000
    assert panel.card.again.isHidden()
    driver.window.session.edit(lambda project, _progress: project.delete_events([IZHEVSK]))
    driver.wait_for(lambda: not rows(driver))


@pytest.mark.with_map
def test_a_line_drawn_on_the_map_is_kept(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    window.actions_table["measure"].trigger()
    driver.settle()
    bar = window.measure_bar
    assert not bar.keep.isEnabled()
    points = [[36.0, 50.0], [37.0, 50.0], [37.0, 51.0]]
    told = {"points": points, "events": [None, None, None], "closed": False}
    window.map_view.measured.emit(told)
    driver.wait_for(bar.keep.isEnabled)
    bar.keep.click()
    driver.wait_for(lambda: len(rows(driver)) == 1)
    assert not bar.keep.isEnabled()
    row = rows(driver)[0]
    assert row.title == "Line of 3 points"
    expected = along([Place("", *point) for point in points]).total_m
    assert row.kept.distance_m == expected
    assert row.stale == ""
    window.actions_table["measure"].trigger()
    QTest.keyClick(window, Qt.Key.Key_F10)
    window.kept.step(1)
    driver.settle()
    assert driver.in_map(LABELS) == [row.number]


def test_all_kinds_of_targets_are_kept_and_repeated(open_window: Open, sample: Path) -> None:
    from mapper.gui.goals import GOALS, Goal
    from mapper.gui.kept_work import again

    driver = open_window(sample, select=IZHEVSK)
    kharkiv = Place("Kharkiv", 36.2304, 49.9935, 10_000.0)
    goals = [
        *(goal for goal in GOALS if goal.kind in ("state-border", "coast")),
        Goal("place", "Kharkiv", place=kharkiv),
    ]
    for number, goal in enumerate(goals, start=1):
        card(driver).target.take(goal)
        driver.settle()
        card(driver).keep.click()
        driver.wait_for(lambda number=number: len(rows(driver)) == number)
        driver.settle()
    kinds = {row.kept.target_kind: row for row in rows(driver)}
    assert set(kinds) == {"state-border", "coast", "place"}
    assert kinds["place"].below.endswith("to Kharkiv")
    assert [row.stale for row in rows(driver)] == ["", "", ""]
    for row in rows(driver):
        made = again(row.kept, driver.window.session.data, "km")
        assert made.distance_m == row.kept.distance_m
        assert made.measurement_id == row.key


def test_a_read_only_project_keeps_nothing(open_window: Open, sample: Path) -> None:
    with open_project(sample, "rw"):
        driver = open_window(sample, select=IZHEVSK)
        assert driver.window.session.data.read_only_reason
        assert not card(driver).keep.isEnabled()
        assert not driver.window.measure_bar.writable
        QTest.keyClick(driver.window, Qt.Key.Key_F10)
        assert driver.window.kept.isVisible()


def kept_row(name: str, distance_m: float, **more: Any) -> KeptRow:
    path = along([Place("", 30, 50), Place("", 31, 50)])
    kept = KeptMeasurement.of_path(path, [None, None])
    kept = dataclasses.replace(kept, measurement_id=name, distance_m=distance_m)
    return KeptRow(kept, name, "below", "what", "1 km", "", **more)


def test_the_list_is_sorted_as_chosen() -> None:
    told = KeptTold(
        (
            kept_row("c", 2.0),
            kept_row("a", 3.0, stale="Changed."),
            kept_row("b", float("nan")),
            kept_row("d", 1.0),
        )
    )
    model = KeptModel()

    def order(name: str) -> str:
        model.show(told, name)
        return "".join(model.index(row).data() for row in range(model.rowCount()))

    assert order("newest") == "cabd"
    assert order("nearest") == "dcab"
    assert order("farthest") == "acdb"
    assert order("title") == "abcd"
    assert order("stale") == "acbd"
    assert model.index(0).data(BELOW) == "below"
    assert "Changed." in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_day_is_told_of_a_front_that_changed() -> None:
    from mapper.gui.kept_words import _stale_words

    path = along([Place("", 30, 50), Place("", 31, 50)])
    kept = KeptMeasurement.of_path(path, [None, None])
    dated = dataclasses.replace(kept, inputs={"day": dt.date(2025, 7, 1).isoformat()})
    assert _stale_words("fronts", dated) == "The front of 1 July 2025 changed since."
    assert _stale_words("fronts", kept) == "The fronts changed since."
    changes = ("event", "place", "day", "fronts", "boundary")
    assert all(_stale_words(change, kept) for change in changes)
    assert set(changes) == set(measure.KeptChange.__args__)


def test_one_to_a_file_says_why_it_cannot_be_measured_again(
    open_window: Open, sample: Path
) -> None:
    shape = Shape(
        "border", LineString([(40, 50), (40, 55)]), ({"file": "b.geojson", "sha256": "0"},)
    )
    with open_project(sample, "rw") as project:
        found = distance(Place.of_event(project.event(IZHEVSK)), shape)
        project.keep_measurement(KeptMeasurement.of_distance(found, event_id=IZHEVSK, unit="km"))
        project.update_events([IZHEVSK], lon=52.0, lat=56.5)
    driver = open_window(sample)
    QTest.keyClick(driver.window, Qt.Key.Key_F10)
    driver.settle()
    panel = driver.window.kept
    panel.list.setCurrentIndex(panel.model.index(0))
    driver.settle()
    assert not panel.card.again.isEnabled()
    assert "the project does not hold b.geojson." in text(panel.card.not_again)
    assert panel.card.not_again.isVisible()
