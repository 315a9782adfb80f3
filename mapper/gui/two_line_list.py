"""A list whose rows are two lines high, drawn by its own painter: the ground of such lists."""

from __future__ import annotations

from PyQt6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mapper.gui.own_ground import OwnGround
from mapper.gui.theme import Colours


class LinePainter(QStyledItemDelegate):
    """Draws the rows in the colours of the theme."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.colours = colours

    def fill(
        self, painter: QPainter, option: QStyleOptionViewItem, *, raised: bool = False
    ) -> tuple[QColor, QColor]:
        """Draw the ground of a row and the line below it; return ink for strong and weak text."""
        colours = self.colours
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = colours.raised if raised else colours.surface
        painter.fillRect(option.rect, QColor(colours.selection if selected else ground))
        painter.setPen(QColor(colours.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if selected:
            return QColor(colours.on_selection), QColor(colours.on_selection)
        return QColor(colours.text), QColor(colours.muted)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, option.fontMetrics.height() * 2 + 15)


class TwoLineList(QTableView):
    """One column of rows, one of which is current; letters are left to the shortcuts."""

    def __init__(self, model: QAbstractItemModel, painter: LinePainter, name: str) -> None:
        super().__init__()
        self._painter = painter
        self.setModel(model)
        self.setItemDelegate(painter)
        OwnGround(self)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header, rows = self.horizontalHeader(), self.verticalHeader()
        assert header is not None
        assert rows is not None
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # One height for all: half a million rows need not be asked for theirs.
        rows.setDefaultSectionSize(self.fontMetrics().height() * 2 + 15)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._painter.colours = colours
        self.redraw()

    def go_to(self, row: int) -> None:
        """Make a row the current one."""
        model = self.model()
        assert model is not None
        index = model.index(row, 0)
        self.setCurrentIndex(index)
        self.selectRow(row)
        self.scrollTo(index)

    def redraw(self) -> None:
        """Draw the rows anew."""
        view = self.viewport()
        assert view is not None
        view.update()

    def keyboardSearch(self, search: str | None) -> None:
        """Leave letters to the shortcuts."""


class RowList(TwoLineList):
    """A list that is stepped through row by row.

    Signals
    -------
    chosen(int)
        The row was made current.
    """

    chosen = pyqtSignal(int)

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) row current."""
        selection, model = self.selectionModel(), self.model()
        assert model is not None
        current = self.currentIndex().row()
        if selection is None or not selection.hasSelection():
            current = -1 if by > 0 else model.rowCount()
        if 0 <= current + by < model.rowCount():
            self.go_to(current + by)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        for index in selected.indexes()[:1]:
            self.chosen.emit(index.row())


def write_line(painter: QPainter, rect: QRect, text: str) -> None:
    """Write one line, cut where the room ends."""
    metrics = painter.fontMetrics()
    cut = metrics.elidedText(
        " ".join(text.split()), Qt.TextElideMode.ElideRight, max(rect.width(), 0)
    )
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
