"""Days above the list: forms they are written in, and why one is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.gui.day_edit import DayEdit, read_days
from mapper.gui.theme import LIGHT
from mapper.model.errors import InputError

Open = Callable[..., Any]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("Feb 2024", "2024-02-01", "2024-02-29"),
        ("лютий 2015", "2015-02-01", "2015-02-28"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("1 July 2025", "2025-07-01", "2025-07-01"),
        ("1.2.2015", "2015-02-01", "2015-02-01"),
        ("25/02/2015", "2015-02-25", "2015-02-25"),
        ("02/25/2015", "2015-02-25", "2015-02-25"),
    ],
)
def test_days_are_read_in_many_forms(written: str, first: str, last: str) -> None:
    assert read_days(written) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_what_could_be_two_days_is_not_guessed() -> None:
    with pytest.raises(InputError, match="may be two days"):
        read_days("01/02/2015")
    assert read_days("02/02/2015")[0] == dt.date(2015, 2, 2)


def test_a_month_becomes_its_first_or_last_day_once_it_is_entered(qtbot: Any) -> None:
    for last, day in ((False, dt.date(2015, 2, 1)), (True, dt.date(2015, 2, 28))):
        edit = DayEdit("Day", "A day", LIGHT, last=last)
        qtbot.addWidget(edit)
        qtbot.keyClicks(edit, "2015-02")
        assert edit.day is None
        assert not edit.property("wrong")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert (edit.day, edit.text()) == (day, day.isoformat())


def test_the_list_says_why_a_day_is_none(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    bar = driver.window.events.filter_bar
    driver.qtbot.keyClicks(bar.from_day, "soon")
    assert not bar.wrong.isVisible()
    driver.qtbot.keyClick(bar.from_day, Qt.Key.Key_Return)
    assert bar.wrong.isVisible()
    assert bar.wrong.text().startswith("Not a day: 2025-07-01")
    assert bar.from_day.property("wrong")
    bar.from_day.clear()
    assert not bar.wrong.isVisible()
    driver.qtbot.keyClicks(bar.from_day, "July 2025")
    driver.qtbot.keyClick(bar.from_day, Qt.Key.Key_Return)
    driver.qtbot.keyClicks(bar.until_day, "June 2025")
    driver.qtbot.keyClick(bar.until_day, Qt.Key.Key_Return)
    assert bar.wrong.text() == "The last day is before the first."
    bar.until_day.clear()
    driver.settle()
    assert driver.titles() == ["Drone strike on an industrial plant in Izhevsk"]
    assert not bar.wrong.isVisible()
