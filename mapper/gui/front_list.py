"""The list of snapshots: sources as headings, below each its days."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QModelIndex, QRect, Qt
from PyQt6.QtGui import QColor, QFont, QPainter
from PyQt6.QtWidgets import QStyle, QStyleOptionViewItem

from mapper.gui.front_model import BELOW, IS_SOURCE, MARK, FrontsModel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.gui.two_line_list import LinePainter, RowList, write_line

_EDGE: Final = 12
_INDENT: Final = 14


class FrontsList(RowList):
    """Shows a `FrontsModel`; one row is current."""

    def __init__(self, model: FrontsModel, colours: Colours) -> None:
        super().__init__(model, _Delegate(colours), tr("Fronts"))


class _Delegate(LinePainter):
    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        heading = bool(index.data(IS_SOURCE))
        painter.save()
        strong, weak = self.fill(painter, option, raised=heading)
        inner = option.rect.adjusted(_EDGE + (0 if heading else _INDENT), 0, -_EDGE, 0)
        height = option.fontMetrics.height()
        top = QRect(inner.x(), inner.y() + 6, inner.width(), height)
        painter.setPen(weak)
        write_line(painter, top.translated(0, height + 2), str(index.data(BELOW)))
        bold = QFont(painter.font())
        bold.setBold(True)
        mark = str(index.data(MARK))
        if mark:
            plain = painter.font()
            painter.setFont(bold)
            painter.setPen(strong if selected else QColor(self.colours.accent))
            painter.drawText(top, Qt.AlignmentFlag.AlignRight, mark)
            painter.setFont(plain)
        if heading:
            painter.setFont(bold)
        painter.setPen(strong)
        room = option.fontMetrics.horizontalAdvance(mark) + 16 if mark else 0
        write_line(painter, top.adjusted(0, 0, -room, 0), str(index.data()))
        painter.restore()
