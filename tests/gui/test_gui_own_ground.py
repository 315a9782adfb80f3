"""Lists paint the row that comes into view; their headers ask nothing of the selected cells."""

from __future__ import annotations

from typing import Any

import pytest
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QTableView

from mapper.gui.cell_table import CellTable
from mapper.gui.event_model import EventModel
from mapper.gui.event_table import EventTable
from mapper.gui.own_ground import OwnGround
from mapper.gui.theme import LIGHT

ROWS, COLUMNS = 400, 3
SHEET = "QTableView { background: #ffffff; border: 0; }"


class Numbers(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return ROWS

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None


class Painted(QTableView):
    """Notes how high that was which it had to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: list[int] = []
        self.setModel(Numbers(self))
        self.resize(300, 400)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        assert event is not None
        self.heights.append(event.region().boundingRect().height())
        super().paintEvent(event)


def step(qtbot: Any, view: Painted) -> int:
    """Scroll on by one row; return the height painted for it."""
    qtbot.wait(30)
    view.heights.clear()
    bar = view.verticalScrollBar()
    assert bar is not None
    bar.setValue(bar.value() + 1)
    qtbot.waitUntil(lambda: bool(view.heights))
    return max(view.heights)


@pytest.mark.parametrize("sheet_first", [True, False], ids=["dressed", "dressed later"])
def test_a_step_paints_the_row_that_comes_into_view(qtbot: Any, sheet_first: bool) -> None:
    view = Painted()
    qtbot.addWidget(view)
    OwnGround(view)
    if sheet_first:
        view.setStyleSheet(SHEET)
    view.show()
    qtbot.waitExposed(view)
    view.setStyleSheet(SHEET + " /* once more, as with another theme */")
    assert view.viewport().autoFillBackground()
    assert step(qtbot, view) <= 2 * view.rowHeight(0)


def test_without_its_own_ground_a_dressed_list_paints_all_of_it(qtbot: Any) -> None:
    """What the ground is for; where Qt no longer needs it, it may go."""
    view = Painted()
    qtbot.addWidget(view)
    view.setStyleSheet(SHEET)
    view.show()
    qtbot.waitExposed(view)
    assert step(qtbot, view) > 10 * view.rowHeight(0)


def test_headers_have_a_selection_of_their_own(qtbot: Any) -> None:
    numbers = Numbers()
    table = CellTable(numbers, "Numbers", [5] * COLUMNS)
    numbers.setParent(table)
    qtbot.addWidget(table)
    table.selectAll()
    for header in (table.horizontalHeader(), table.verticalHeader()):
        own = header.selectionModel()
        assert own is not table.selectionModel()
        assert own.model() is table.model()
        assert not own.hasSelection()


def test_the_header_of_the_list_has_one_whichever_events_it_shows(qtbot: Any) -> None:
    first, later = EventModel(LIGHT), EventModel(LIGHT)
    table = EventTable(first)
    qtbot.addWidget(table)
    for model in (first, later):
        model.setParent(table)
    header = table.horizontalHeader()

    def stands() -> bool:
        own = header.selectionModel()
        return own is not table.selectionModel() and own.model() is table.model()

    assert stands()
    # As when the rows that were kept of the list make room for the project's.
    table.take(later)
    assert table.model() is later
    assert stands()
