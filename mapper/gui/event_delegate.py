"""How lines of the event list are painted: cells with little room, headings of groups."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QModelIndex, QPointF, QRect, Qt
from PyQt6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPolygonF
from PyQt6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mapper.gui.list_columns import SECTIONS
from mapper.gui.list_roles import HEADING, SHORT, Heading
from mapper.gui.translation import whole_number

#: Pixels around a cell's text.
AROUND_TEXT: Final = 16
#: Pixels around a mark and the word beside it.
_AROUND_MARK: Final = 16
_STATUS: Final = SECTIONS["status"]
_COUNTS: Final = (SECTIONS["killed"], SECTIONS["injured"])
#: Where a heading's triangle and its text begin, in pixels.
_TRIANGLE: Final = 8
_TEXT: Final = 26
_COUNT_GAP: Final = 10


class EventDelegate(QStyledItemDelegate):
    """Paints the cells of an `EventTable`."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem | None, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        assert option is not None
        around = AROUND_TEXT
        if index.column() == _STATUS:
            around = option.decorationSize.width() + _AROUND_MARK
        elif index.column() not in _COUNTS:
            return
        if option.fontMetrics.horizontalAdvance(option.text or "") > option.rect.width() - around:
            # A mark says enough, and so does a range.
            option.text = index.data(SHORT) or ("" if index.column() == _STATUS else option.text)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        heading = index.data(HEADING)
        if not isinstance(heading, Heading):
            super().paint(painter, option, index)
            return
        view = self._table.viewport()
        assert painter is not None
        assert view is not None
        # Each cell paints its piece of the line, which is as wide as the list.
        painter.save()
        painter.setClipRect(option.rect, Qt.ClipOperation.IntersectClip)
        line = QRect(0, option.rect.top(), view.width(), option.rect.height())
        current = self._table.currentIndex().row() == index.row() and self._table.hasFocus()
        _paint_heading(painter, line, option, heading, current=current)
        painter.restore()


def _paint_heading(
    painter: QPainter, line: QRect, option: QStyleOptionViewItem, heading: Heading, *, current: bool
) -> None:
    palette = option.palette
    over = bool(option.state & QStyle.StateFlag.State_MouseOver)
    ground = QPalette.ColorRole.Midlight if over else QPalette.ColorRole.AlternateBase
    painter.fillRect(line, palette.color(ground))
    painter.fillRect(
        QRect(line.left(), line.bottom(), line.width(), 1),
        palette.color(QPalette.ColorRole.Mid),
    )
    middle = line.center().y() + 0.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.PlaceholderText))
    x = line.left() + _TRIANGLE
    if heading.closed:
        corners = [QPointF(x + 2, middle - 5), QPointF(x + 8, middle), QPointF(x + 2, middle + 5)]
    else:
        corners = [QPointF(x, middle - 3), QPointF(x + 10, middle - 3), QPointF(x + 5, middle + 3)]
    painter.drawPolygon(QPolygonF(corners))
    bold = QFont(option.font)
    bold.setBold(True)
    count = whole_number(heading.count)
    room = line.width() - _TEXT - 3 * _COUNT_GAP - option.fontMetrics.horizontalAdvance(count)
    metrics = QFontMetrics(bold)
    text = metrics.elidedText(heading.text, Qt.TextElideMode.ElideRight, max(room, 40))
    place = line.adjusted(_TEXT, 0, 0, 0)
    side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(bold)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    painter.drawText(place, side, text)
    painter.setFont(option.font)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(
        place.adjusted(metrics.horizontalAdvance(text) + _COUNT_GAP, 0, 0, 0), side, count
    )
    if current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(palette.color(QPalette.ColorRole.Accent))
        painter.drawRect(line.adjusted(0, 0, -1, -1))
