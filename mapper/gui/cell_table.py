"""A table of cells to sort, select and copy: the ground of the tables below the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtCore import QAbstractTableModel, QItemSelectionModel, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mapper.gui.own_ground import OwnGround
from mapper.gui.translation import tr

#: More rows than these belong into a file.
MOST_COPIED: Final = 20_000
#: Pixels around a cell's text.
_AROUND_TEXT: Final = 20


@dataclass(frozen=True)
class CellsWanted:
    """The rectangle of cells to copy: positions first to last, and columns as they stand."""

    first: int
    last: int
    sections: tuple[int, ...]


class CellTable(QTableView):
    """Cells are selected one by one; letters are left to the shortcuts.

    Signals
    -------
    opened(int)
        A row was asked for, by Enter or a double click.
    copy_wanted(CellsWanted)
        The selected cells are to be copied.
    """

    opened = pyqtSignal(int)
    copy_wanted = pyqtSignal(object)

    def __init__(self, model: QAbstractTableModel, name: str, characters: list[int]) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setObjectName("cells")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None
        assert header is not None
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # One height for all: half a million rows need not be asked for theirs.
        rows.setDefaultSectionSize(self.fontMetrics().height() + 10)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        # A header asks of every cell below it whether it is selected, half a million times.
        for one in (header, rows):
            one.setSelectionModel(QItemSelectionModel(model, self))
        digit = self.fontMetrics().horizontalAdvance("0")
        for section, count in enumerate(characters):
            header.resizeSection(section, digit * count + _AROUND_TEXT)
        OwnGround(self)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Ask for the selected cells; without a selection for all."""
        model, selection, header = self.model(), self.selectionModel(), self.horizontalHeader()
        assert model is not None
        assert selection is not None
        assert header is not None
        order = sorted(range(model.columnCount()), key=header.visualIndex)
        kept = selection.selection()
        ranges = [kept[number] for number in range(len(kept))]
        if not ranges:
            wanted = CellsWanted(0, model.rowCount() - 1, tuple(order))
        else:
            # Columns that were moved make several ranges of one rectangle.
            inside = {at for one in ranges for at in range(one.left(), one.right() + 1)}
            sections = tuple(section for section in order if section in inside)
            first = min(one.top() for one in ranges)
            wanted = CellsWanted(first, max(one.bottom() for one in ranges), sections)
        if wanted.last >= wanted.first:
            self.copy_wanted.emit(wanted)

    def keyboardSearch(self, search: str | None) -> None:
        """Leave letters to the shortcuts."""


def cells_text(heads: list[str], rows: list[list[str]]) -> str:
    """Return cells as text that pastes into a spreadsheet and runs nothing there.

    Several rows have their headers above them.
    """
    lines = [heads, *rows] if len(rows) > 1 else rows
    return "\n".join("\t".join(map(_harmless, line)) for line in lines)


def _harmless(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(("=", "+", "@")) or _is_minus(line) else line


def _is_minus(line: str) -> bool:
    return line.startswith("-") and not line[1:].replace(".", "", 1).isdigit()


COPIED_PART: Final = tr("Copied the first {number:,} rows; export writes all.", number=MOST_COPIED)
