"""Day and source of the front that an event is measured to, chosen in its card."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from test_gui_fronts_panel import fronts_table

from mapper.gui.front_choice import FrontChoice
from mapper.gui.goals import GOALS
from mapper.gui.kept_words import request_again
from mapper.gui.measuring import MeasureRequest, answer
from mapper.measure import Fronts, methods_note
from mapper.model.event import Event
from mapper.project import open_project
from mapper.readers import ImportResult

pytestmark = [pytest.mark.without_map, pytest.mark.usefixtures("plain_land")]

JULY = dt.date(2025, 7, 1)
LONG_AGO = dt.date(2022, 2, 24)
EVENT = Event(
    "own:1", "own", "Strike", lon=36.0, lat=48.0, date_start=JULY, date_end=JULY,
    geo_precision="exact",
)  # fmt: skip

Open = Callable[..., Any]


class NoProgress:
    def check(self) -> None:
        pass


GO: Any = NoProgress()


def text(label: Any) -> str:
    return str(label.text().replace("\u200b", ""))


def pick(box: Any, words: str) -> None:
    number = box.findText(words)
    assert number >= 0, [box.itemText(row) for row in range(box.count())]
    box.setCurrentIndex(number)
    box.activated.emit(number)


def items(box: Any) -> list[str]:
    return [box.itemText(row) for row in range(box.count())]


@pytest.fixture
def choice(qtbot: QtBot) -> FrontChoice:
    made = FrontChoice()
    qtbot.addWidget(made)
    made.show_event(JULY, dt.date(2025, 7, 5), same=False)
    made.show_sources(("Areas", "Lines"))
    made.show()
    return made


def test_days_to_choose_from(choice: FrontChoice) -> None:
    assert items(choice.days) == ["the event's day", "the shown day, 5 July 2025", "another day…"]
    assert choice.told.isHidden()
    changes: list[object] = []
    choice.changed.connect(lambda: changes.append(choice.day))
    pick(choice.days, "the shown day, 5 July 2025")
    assert choice.day == dt.date(2025, 7, 5)
    assert text(choice.told) == "Not the default: the front of 5 July 2025."
    pick(choice.days, "another day…")
    assert choice.edit.isVisible()
    QTest.keyClicks(choice.edit, "2025-06-31")
    QTest.keyClick(choice.edit, Qt.Key.Key_Return)
    assert text(choice.wrong) == "Not a day: 2025-07-01, 1 July 2025, or a month: 2025-07."
    choice.edit.setText("2025-06-30")
    QTest.keyClick(choice.edit, Qt.Key.Key_Return)
    assert choice.edit.isHidden()
    assert choice.wrong.isHidden()
    assert choice.days.currentText() == "30 June 2025"
    choice.reset.click()
    assert choice.days.currentText() == "the event's day"
    assert choice.reset.isHidden()
    assert changes == [dt.date(2025, 7, 5), dt.date(2025, 6, 30), None]


def test_where_the_day_has_no_front_the_nearest_that_has_one_is_offered(
    choice: FrontChoice, fronts: Fronts
) -> None:
    far = answer(MeasureRequest(EVENT, fronts, GOALS[0], day=dt.date(2025, 8, 1)), GO)
    assert far.nearest_day == JULY
    assert not far.derived
    early = answer(MeasureRequest(EVENT, fronts, GOALS[0], day=dt.date(2022, 2, 24)), GO)
    assert early.nearest_day == dt.date(2025, 6, 25)
    choice.show_nearest(early.nearest_day)
    assert choice.to_nearest.whole == "Measure to that of 25 June 2025"
    assert "25 June 2025, the nearest with a front" in items(choice.days)
    choice.to_nearest.click()
    assert choice.day == dt.date(2025, 6, 25)
    assert choice.to_nearest.isHidden()
    assert text(choice.told) == "Not the default: the front of 25 June 2025."
    choice.reset.click()
    assert choice.to_nearest.isVisible()
    choice.show_event(JULY, None, same=False)
    assert choice.to_nearest.isHidden()


def test_escape_leaves_the_day_as_it_was(choice: FrontChoice) -> None:
    pick(choice.days, "another day…")
    QTest.keyClicks(choice.edit, "2025")
    QTest.keyClick(choice.edit, Qt.Key.Key_Escape)
    assert choice.edit.isHidden()
    assert (choice.day, choice.days.currentText()) == (None, "the event's day")


def test_another_event_has_its_own_day_again_and_a_newer_state_keeps_it(
    choice: FrontChoice,
) -> None:
    pick(choice.days, "the shown day, 5 July 2025")
    pick(choice.sources, "Lines")
    assert text(choice.told) == "Not the default: the front of 5 July 2025, by Lines only."
    choice.show_event(JULY, dt.date(2025, 7, 5), same=True)
    assert choice.day == dt.date(2025, 7, 5)
    choice.show_event(dt.date(2025, 7, 2), None, same=False)
    assert (choice.day, choice.source) == (None, "Lines")
    assert text(choice.told) == "Not the default: the front by Lines only."
    # It stays chosen where this day has no front of it.
    choice.show_sources(("Areas",))
    assert choice.sources.currentText() == "Lines"
    choice.reset.click()
    assert choice.sources.isHidden()


@pytest.fixture
def fronts() -> Fronts:
    return Fronts(
        fronts_table("Areas", "2025-06-25", "2025-07-01"),
        fronts_table("Lines", "2025-07-01", lines=True),
    )


def test_what_is_chosen_is_measured_and_said(fronts: Fronts) -> None:
    usual = answer(MeasureRequest(EVENT, fronts, GOALS[0]), GO)
    assert usual.sources == ("Areas", "Lines")
    lines = answer(MeasureRequest(EVENT, fronts, GOALS[0], source="Lines"), GO)
    assert lines.found is not None
    assert usual.found is not None
    assert "(Lines, as of 1 July 2025)" in lines.statement
    # The line lies a tenth of a degree further west than the areas.
    assert usual.found.distance_m - lines.found.distance_m == pytest.approx(7_450, abs=150)
    assert lines.sources == ("Areas", "Lines")
    june = answer(MeasureRequest(EVENT, fronts, GOALS[0], day=dt.date(2025, 6, 26)), GO)
    assert "1 day before 26 June 2025" in june.statement
    assert june.front.startswith("Front for 26 June 2025: Areas")
    none = answer(
        MeasureRequest(EVENT, fronts, GOALS[0], day=dt.date(2025, 6, 26), source="Lines"), GO
    )
    assert "There is no front for 26 June 2025" in none.refused
    assert june.kept is not None
    assert june.kept.inputs["day"] == "2025-06-26"
    assert june.kept.inputs["event_day"] is False
    told = "The event is of 1 July 2025; the front of 26 June 2025 was chosen."
    assert told in june.citation
    assert told in methods_note(june.kept)
    assert "was chosen" not in usual.citation
    assert lines.kept is not None
    assert lines.kept.inputs["source"] == "Lines"


def test_the_radius_of_the_definition_is_chosen_and_said(choice: FrontChoice) -> None:
    assert items(choice.radii) == [
        "radius 500 m",
        "radius 1,000 m",
        "radius 2,000 m",
        "radius 3,000 m",
    ]
    assert choice.radii.currentText() == "radius 1,000 m"
    pick(choice.radii, "radius 2,000 m")
    assert choice.radius_m == 2_000
    words = "Not the default: the line derived by a radius of 2,000 m, not 1,000 m."
    assert text(choice.told) == words
    pick(choice.sources, "Areas")
    assert text(choice.told) == f"Not the default: the front by Areas only. {words}"
    # A line that a source gives itself has no radius, nor has the control area.
    choice.reset.click()
    assert choice.radius_m == 1_000
    assert choice.told.isHidden()
    choice.offer_radius(derived=False)
    assert choice.radii.isHidden()
    choice.offer_radius(of_contact=False, derived=True)
    assert choice.radii.isHidden()


def test_another_radius_is_measured_kept_and_measured_again(fronts: Fronts) -> None:
    other = answer(MeasureRequest(EVENT, fronts, GOALS[0], source="Areas", radius_m=3_000.0), GO)
    assert other.kept is not None
    assert other.derived
    assert "the line derived by a radius of 3,000 m)" in other.statement
    note = methods_note(other.kept)
    assert "opened by a radius of 3,000 m" in note
    assert "That radius was chosen; the usual one is 1,000 m." in note
    assert "radius of the opening 3,000 m" in note
    assert other.kept.inputs["radius_m"] == 3_000
    columns = SimpleNamespace(row_of=lambda _id: 0)
    events = pd.DataFrame(
        [{"event_id": "own:1", "feed": "own", "title": "Strike", "date_start": "2025-07-01"}]
    )
    data: Any = SimpleNamespace(columns=columns, events=events, fronts=fronts)
    again = request_again(other.kept, data, "km")
    assert (again.radius_m, again.source) == (3_000, "Areas")
    usual = answer(MeasureRequest(EVENT, fronts, GOALS[0], source="Areas"), GO).kept
    assert usual is not None
    assert request_again(usual, data, "km").radius_m == 1_000
    lines = answer(MeasureRequest(EVENT, fronts, GOALS[0], source="Lines", radius_m=3_000.0), GO)
    assert not lines.derived
    assert "radius" not in lines.statement
    area = answer(MeasureRequest(EVENT, fronts, GOALS[1], radius_m=3_000.0), GO)
    assert area.kept is not None
    assert "radius_m" not in area.kept.inputs


def test_nothing_is_cut_in_a_small_window_where_the_day_has_no_front(
    empty: Path, open_window: Open
) -> None:
    with open_project(empty, mode="rw") as opened:
        opened.add_event(dataclasses.replace(EVENT, date_start=LONG_AGO, date_end=LONG_AGO))
        opened.add(
            ImportResult(
                file=Path("Areas.geojson"), sha256="ab" * 32, feed="test", rows=1, events=None,
                sources=None, claims=None, fronts=fronts_table("Areas", "2025-09-30"),
                rejected=pd.DataFrame({"row": [], "reason": []}), ignored=0, warnings=[],
            )
        )  # fmt: skip
    driver = open_window(empty)
    driver.window.resize(1000, 700)
    driver.window.events.table.step(1)
    driver.settle()
    choice = driver.window.panel.distance.front
    assert choice.to_nearest.isVisible()
    for area in driver.window.panel.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.width() <= area.viewport().width()
    choice.to_nearest.click()
    driver.settle()
    assert "as of 30 September 2025" in driver.window.selection.answer.statement


@pytest.mark.with_map
def test_in_the_window(empty: Path, fronts: Fronts, open_window: Open) -> None:
    with open_project(empty, mode="rw") as opened:
        for table in (fronts.control_areas, fronts.lines_of_contact):
            opened.add(
                ImportResult(
                    file=Path("fronts.geojson"), sha256="ab" * 32, feed="test", rows=len(table),
                    events=None, sources=None, claims=None, fronts=table,
                    rejected=pd.DataFrame({"row": [], "reason": []}), ignored=0, warnings=[],
                )
            )  # fmt: skip
        opened.add_event(EVENT)
    driver = open_window(empty, select="own:1")
    window, card = driver.window, driver.window.panel.distance
    assert card.front.isVisible()
    pick(card.front.sources, "Lines")
    driver.settle()
    assert "(Lines, as of 1 July 2025)" in text(card.statement)
    card.front.edit.setText("2025-06-25")
    card.front._take_day()
    driver.settle()
    assert "no front for 25 June 2025" in text(card.statement)
    assert driver.in_map("mapper.frontDay().day") == "2025-06-25"
    pick(card.front.sources, "all sources")
    driver.settle()
    assert "(Areas, as of 25 June 2025)" in text(card.statement)
    card.keep.click()
    driver.wait_for(lambda: len(window.kept_reader.told.rows) == 1)
    driver.settle()
    assert window.kept_reader.told.rows[0].stale == ""
    card.front.reset.click()
    driver.settle()
    assert "(Areas, as of 1 July 2025)" in text(card.statement)
    assert text(card.keep) == "Keep"
    pick(card.target.target, "Coast")
    driver.settle()
    assert card.front.isHidden()
    window.actions_table["copy_note"].trigger()
    assert "\nMethod: " in QGuiApplication.clipboard().text()
    window.actions_table["copy_note_markdown"].trigger()
    assert "\n- **Method:** " in QGuiApplication.clipboard().text()
    window.actions_table["copy_statement_markdown"].trigger()
    assert QGuiApplication.clipboard().text().startswith("**Strike lies ")
    assert [action.text() for action in card.copy_as.menu().actions()] == [
        "Statement", "Statement as Markdown", "Methods note", "Methods note as Markdown",
    ]  # fmt: skip
    card.copy_as.menu().actions()[0].trigger()
    assert QGuiApplication.clipboard().text().startswith("Strike lies ")
