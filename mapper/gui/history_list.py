"""The list of steps: what was done and when, below it from what to what."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QModelIndex, QRect, Qt
from PyQt6.QtGui import QFont, QPainter
from PyQt6.QtWidgets import QStyleOptionViewItem

from mapper.gui.history_model import BELOW, STATE, WHEN, HistoryModel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.gui.two_line_list import LinePainter, RowList, write_line

_EDGE: Final = 12


class HistoryList(RowList):
    """Shows a `HistoryModel`; one row is current."""

    def __init__(self, model: HistoryModel, colours: Colours) -> None:
        super().__init__(model, _Delegate(colours), tr("Steps"))


class _Delegate(LinePainter):
    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        painter.save()
        strong, weak = self.fill(painter, option)
        inner = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        height = option.fontMetrics.height()
        top = QRect(inner.x(), inner.y() + 6, inner.width(), height)
        when = str(index.data(WHEN))
        room = option.fontMetrics.horizontalAdvance(when)
        painter.setPen(weak)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, when)
        write_line(painter, top.translated(0, height + 2), str(index.data(BELOW)))
        if index.data(STATE) == "stands":
            painter.setPen(strong)
        else:
            font = QFont(painter.font())
            font.setStrikeOut(True)
            painter.setFont(font)
        write_line(painter, top.adjusted(0, 0, -room - 10, 0), str(index.data()))
        painter.restore()
