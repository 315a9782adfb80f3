"""Counts by one thing across another, below the map: cells, squares, copies and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest
from test_gui_tables import _empty_clipboard, driver, opened, pasted, window

from mapper.gui import table_dock
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS
from mapper.gui.table_dock import TableDock
from mapper.model import crossing

#: Its window with a salvo, an event without a place and a sensitive one.
__all__ = ["_empty_clipboard", "driver", "window"]


def across(driver: Any, by: str, other: str) -> TableDock:
    dock = opened(driver, page=1)
    dock.counts.grouping.setCurrentIndex(list(GROUPING_WORDS).index(by))
    dock.counts.crossing.setCurrentIndex(1 + list(GROUPING_WORDS).index(other))
    driver.settle()
    return dock


def test_counts_across_in_cells_sorted_and_copied(driver: Any) -> None:
    dock = across(driver, "region", "month")
    model = dock.counts.cross_model
    every = tuple(range(model.columnCount()))
    assert dock.table is dock.counts.cross_table
    assert model.texts(0, 2, every) == [
        ["Donetsk oblast", "3", "1", "4"],
        ["Not stated", "1", "", "1"],
        ["Total", "4", "1", "5"],
    ]
    dock.counts.measure.setCurrentIndex(list(MEASURE_WORDS).index("killed"))
    assert model.texts(0, 2, every) == [
        ["Donetsk oblast", "14", "–", "14"],
        ["Not stated", "–", "", "–"],
        ["Total", "14", "–", "14"],
    ]
    dock.counts.cross_table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in model.texts(0, 2, every)] == ["Donetsk oblast", "Not stated", "Total"]
    dock.counts.measure.setCurrentIndex(0)
    dock.counts.cross_table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in model.texts(0, 2, every)] == ["Not stated", "Donetsk oblast", "Total"]
    said = model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Not stated · 2025-09 · Events: no events"
    dock.copy.click()
    assert pasted(driver).splitlines() == [
        "Oblast or region\t2025-07\t2025-09\tTotal",
        "Not stated\t1\t\t1",
        "Donetsk oblast\t3\t1\t4",
        "Total\t4\t1\t5",
    ]


def test_squares_tell_values_by_pointer_and_keys(driver: Any) -> None:
    dock = across(driver, "region", "month")
    squares = dock.counts.squares
    assert squares.accessibleDescription() == (
        "Events by oblast or region and month. The largest: Donetsk oblast · 2025-07: 3; "
        "Donetsk oblast · 2025-09: 1; Not stated · 2025-07: 1."
    )
    QTest.keyClick(squares, Qt.Key.Key_Right)
    assert squares.accessibleName() == "Donetsk oblast · 2025-07 · Events: 3"
    QTest.keyClick(squares, Qt.Key.Key_Right)
    assert squares.accessibleName() == "Donetsk oblast · 2025-08 · Events: no events"
    QTest.keyClick(squares, Qt.Key.Key_Down)
    QTest.keyClick(squares, Qt.Key.Key_Down)
    assert squares.accessibleName() == "Not stated · 2025-08 · Events: no events"
    middle = squares._square(0, 2).center()
    assert squares.square_at(middle) == (0, 2)
    assert squares.square_at(QPointF(0, 0)) is None
    squares.leaveEvent(None)
    colour = QColor(driver.window.theme.colours.accent)
    assert squares.grab().toImage().pixelColor(squares._square(0, 0).topLeft().toPoint()) == colour


@pytest.mark.parametrize(
    ("by", "other"), [("month", "weapon"), ("weapon", "day"), ("region", "feed")]
)
def test_squares_are_drawn_whatever_is_across(by: str, other: str, driver: Any) -> None:
    dock = across(driver, by, other)
    dock.counts.measure.setCurrentIndex(list(MEASURE_WORDS).index("injured"))
    squares = dock.counts.squares
    shown = squares.shown
    assert shown is not None
    assert shown.down.in_time is False
    assert not squares.grab().isNull()


def test_counts_across_are_saved(
    driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = across(driver, "region", "month")
    asked: list[str] = []
    for kind in ("csv", "xlsx", "md", "png"):
        path = tmp_path / f"counts.{kind}"

        def answer(_parent: object, _title: str, name: str, _kinds: str, path: Path = path) -> Path:
            asked.append(name)
            return path

        monkeypatch.setattr(table_dock.dialogs, "ask_save", answer)
        dock.export.click()
        driver.wait_for(path.exists, timeout=60_000)
        driver.settle()
    assert asked[0].endswith("-by-region-and-month.csv")
    rows = (tmp_path / "counts.csv").read_text("utf-8-sig").splitlines()
    # The sensitive event is not in it.
    assert rows == ["region,2025-07,2025-09,total", "Donetsk oblast,2,1,3", ",1,0,1"]


def test_too_many_columns_are_told(driver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossing, "MOST_ACROSS", 1)
    dock = across(driver, "region", "month")
    assert dock.counts.notes.whole.startswith("More than 400 columns.")
    assert dock.counts.cross_model.rowCount() == 0
    monkeypatch.undo()
    dock.counts.crossing.setCurrentIndex(1 + list(GROUPING_WORDS).index("region"))
    driver.settle()
    # The same twice is once.
    assert dock.table is dock.counts.table
    assert dock.counts.model.rowCount() == 2
