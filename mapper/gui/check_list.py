"""The list of findings: two lines each, a head per rule, ticks in front."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PyQt6.QtWidgets import QStyle, QStyleOptionViewItem

from mapper.gui.check_model import DAYS, IS_HEAD, TITLE, FindingsModel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.gui.two_line_list import LinePainter, TwoLineList, write_line

_STEPS: Final = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_EDGE: Final = 10
_TICK: Final = 18


class FindingsList(TwoLineList):
    """Shows a `FindingsModel`; one finding is current.

    Signals
    -------
    chosen(int)
        The person made the finding of that number current.
    """

    chosen = pyqtSignal(int)

    def __init__(self, model: FindingsModel, colours: Colours) -> None:
        super().__init__(model, _Delegate(colours), tr("Findings"))
        self._findings = model

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) finding current."""
        selection = self.selectionModel()
        current = self.currentIndex().row()
        if selection is None or not selection.hasSelection():
            current = -1 if by > 0 else self._findings.rowCount()
        row = self._findings.next_row(current, by)
        if row is not None:
            self.go_to(row)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = [index.row() for index in selected.indexes()[:1]]
        number = self._findings.number(rows[0]) if rows else None
        if number is not None:
            self.chosen.emit(number)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        index = self.indexAt(event.pos())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            if event.pos().x() < _EDGE + _TICK + 6:
                self._findings.tick(index.row())
                return
            if index.data(IS_HEAD):
                self._fold(index.row())
                return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        if key in _STEPS and not event.modifiers():
            self.step(_STEPS[key])
        elif key == Qt.Key.Key_Space and row >= 0:
            self._findings.tick(row)
        else:
            super().keyPressEvent(event)

    def _fold(self, row: int) -> None:
        current = self._findings.number(self.currentIndex().row())
        self._findings.fold(row)
        again = None if current is None else self._findings.row_of_number(current)
        if again is not None:
            blocked = self.blockSignals(True)
            self.go_to(again)
            self.blockSignals(blocked)
        self.redraw()


class _Delegate(LinePainter):
    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        head = index.data(IS_HEAD)
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and not head
        painter.save()
        ground = self.colours.selection if selected else self.colours.surface
        painter.fillRect(option.rect, QColor(self.colours.raised if head else ground))
        painter.setPen(QColor(self.colours.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        self._tick(painter, option, index)
        inner = option.rect.adjusted(_EDGE + _TICK + 8, 0, -_EDGE, 0)
        strong = self.colours.on_selection if selected else self.colours.text
        weak = self.colours.on_selection if selected else self.colours.muted
        if head:
            self._head(painter, inner, str(index.data()), folded=head == "folded")
        else:
            height = option.fontMetrics.height()
            top = QRect(inner.x(), inner.y() + 6, inner.width(), height)
            below = top.translated(0, height + 2)
            days = str(index.data(DAYS))
            room = option.fontMetrics.horizontalAdvance(days)
            painter.setPen(QColor(weak))
            painter.drawText(top, Qt.AlignmentFlag.AlignRight, days)
            write_line(painter, below, str(index.data()))
            painter.setPen(QColor(strong))
            write_line(painter, top.adjusted(0, 0, -room - 10, 0), str(index.data(TITLE)))
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, text: str, *, folded: bool) -> None:
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self.colours.text))
        mark = "▸" if folded else "▾"
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, mark)
        write_line(painter, rect.adjusted(0, 0, -22, 0), text)

    def _tick(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw the box ourselves: the style's cannot be seen on a dark ground."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        side = _TICK - 3
        box = QRectF(
            option.rect.x() + _EDGE + 0.5, option.rect.center().y() - side / 2 + 0.5, side, side
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ticked = state != Qt.CheckState.Unchecked
        painter.setPen(QColor(self.colours.accent if ticked else self.colours.muted))
        painter.setBrush(QColor(self.colours.accent if ticked else self.colours.surface))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(QColor(self.colours.on_accent), 2))
        if state == Qt.CheckState.Checked:
            points = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
            stroke = [QPointF(box.x() + x * side, box.y() + y * side) for x, y in points]
            painter.drawPolyline(QPolygonF(stroke))
        elif ticked:
            middle = box.center().y()
            painter.drawLine(QPointF(box.x() + 4, middle), QPointF(box.right() - 4, middle))
