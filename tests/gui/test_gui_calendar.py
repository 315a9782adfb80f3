"""The calendar of the editor of days: by keys and by mouse, one day or a range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QDate, QLocale, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QCalendarWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mapper.gui.calendar_popup import CalendarPopup
from mapper.gui.fact_editor import FactEditor
from mapper.gui.fact_table import FACTS
from mapper.model.event import Event

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 7, 6)


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[FactEditor]:
    """Return the editor of the days of an event of six days, being written."""
    page = QWidget()
    event = Event("a", "test", "Strike", date_start=FIRST, date_end=LAST)
    made = FactEditor(event, FACTS["date_start"])
    QVBoxLayout(page).addWidget(made)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    made.begin()
    yield made
    made.over = True


def opened(editor: FactEditor, key: Qt.Key = Qt.Key.Key_Down) -> CalendarPopup:
    """Open the calendar by keys."""
    QTest.keyClick(editor.edit, key, ALT if key == Qt.Key.Key_Down else Qt.KeyboardModifier(0))
    popup = editor.calendar
    assert popup.isVisible()
    return popup


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_F4])
def test_keys_open_it_on_the_days_that_are_written(editor: FactEditor, key: Qt.Key) -> None:
    popup = opened(editor, key)
    calendar = popup.calendar
    assert calendar.selectedDate() == QDate(2025, 7, 1)
    assert calendar.firstDayOfWeek() == QLocale().firstDayOfWeek()
    marked = [calendar.dateTextFormat(QDate(2025, 7, day)).fontUnderline() for day in range(1, 9)]
    assert marked == [True] * 6 + [False] * 2
    assert popup.isAncestorOf(QApplication.focusWidget() or calendar)
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    # Nothing was chosen, and it is still being written.
    assert editor.text == "2025-07-01 – 2025-07-06"
    assert not editor.over


def test_a_day_that_is_chosen_is_written_and_kept_by_enter(
    editor: FactEditor, qtbot: QtBot
) -> None:
    popup = opened(editor)
    view = popup.calendar.findChild(QWidget, "qt_calendar_calendarview")
    assert view is not None
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert editor.text == "2025-07-09"
    assert not editor.over
    with qtbot.waitSignal(editor.kept) as kept:
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    values = kept.args[0]
    assert (values["date_start"], values["date_end"]) == (dt.date(2025, 7, 9),) * 2


def test_shift_takes_all_days_until_it(editor: FactEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QApplication, "keyboardModifiers", lambda: SHIFT)
    opened(editor).calendar.clicked.emit(QDate(2025, 7, 15))
    assert editor.text == "2025-07-01 – 2025-07-15"
    # Backwards as well: a range is never the wrong way round.
    opened(editor).calendar.clicked.emit(QDate(2025, 6, 20))
    assert editor.text == "2025-06-20 – 2025-07-01"
    assert not editor.wrong
    assert editor.message.text() == "20 June – 1 July 2025"


def test_what_cannot_be_read_opens_it_on_no_day(editor: FactEditor) -> None:
    editor.edit.setText("soon")
    assert editor.wrong
    popup = opened(editor)
    assert isinstance(popup.calendar, QCalendarWidget)
    popup.calendar.clicked.emit(QDate(2024, 2, 29))
    assert editor.text == "2024-02-29"
    assert not editor.wrong


def test_days_are_typed_as_ever(editor: FactEditor) -> None:
    editor.edit.setText("1-6 July 2025")
    assert not editor.wrong
    editor.edit.setText("6 July 2025 – 1 July 2025")
    assert editor.wrong
    assert "Alt+Down" in editor.meaning.text()
