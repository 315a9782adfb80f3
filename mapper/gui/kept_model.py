"""The kept measurements as rows of a list, in the order that is chosen."""

from __future__ import annotations

import math
from typing import Any, Final

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QRect, Qt
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import QStyle, QStyleOptionViewItem

from mapper.gui.kept_words import KeptRow, KeptTold
from mapper.gui.labels import plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.gui.two_line_list import LinePainter, RowList, write_line

_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()
#: Roles of this model: the second line, and a mark on the right.
BELOW, MARK = _ROLE.UserRole, _ROLE.UserRole + 1
#: Orders to choose from: their words, and what is sorted by.
ORDERS: Final = {
    "newest": tr("Newest first"),
    "nearest": tr("Nearest first"),
    "farthest": tr("Farthest first"),
    "title": tr("By title"),
    "stale": tr("Changed ones first"),
}
_EDGE: Final = 12


class KeptModel(QAbstractListModel):
    """A row per measurement."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[KeptRow] = []

    def show(self, told: KeptTold, order: str) -> None:
        """Show measurements in an order of `ORDERS`."""
        self.beginResetModel()
        self._rows = _sorted(told, order)
        self.endResetModel()

    def at(self, row: int) -> KeptRow | None:
        """Return a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: str) -> int | None:
        """Return the row of a measurement by its id."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), None)

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        mark = tr("changed") if row.stale else ""
        if role == _ROLE.DisplayRole:
            return row.title
        if role == BELOW:
            return row.below
        if role == MARK:
            return mark
        if role == _ROLE.ToolTipRole:
            return plain_tip("\n".join(part for part in (row.kept.statement, row.stale) if part))
        if role == _ROLE.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.below, row.stale) if part)
        return None


def _sorted(told: KeptTold, order: str) -> list[KeptRow]:
    rows = list(told.rows)
    if order in ("nearest", "farthest"):
        sign = 1 if order == "nearest" else -1
        # What has no number comes last either way.
        rows.sort(
            key=lambda row: (
                not math.isfinite(row.kept.distance_m),
                sign * row.kept.distance_m if math.isfinite(row.kept.distance_m) else 0.0,
            )
        )
    elif order == "title":
        rows.sort(key=lambda row: row.title.casefold())
    elif order == "stale":
        rows.sort(key=lambda row: not row.stale)
    return rows


class KeptList(RowList):
    """Shows a `KeptModel`; one row is current."""

    def __init__(self, model: KeptModel, colours: Colours) -> None:
        super().__init__(model, _Delegate(colours), tr("Measurements"))


class _Delegate(LinePainter):
    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        strong, weak = self.fill(painter, option)
        inner = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        height = option.fontMetrics.height()
        top = QRect(inner.x(), inner.y() + 6, inner.width(), height)
        painter.setPen(weak)
        write_line(painter, top.translated(0, height + 2), str(index.data(BELOW)))
        mark = str(index.data(MARK))
        room = 0
        if mark:
            room = option.fontMetrics.horizontalAdvance(mark) + 16
            painter.setPen(strong if selected else QColor(self.colours.danger))
            painter.drawText(top, Qt.AlignmentFlag.AlignRight, mark)
        painter.setPen(strong)
        write_line(painter, top.adjusted(0, 0, -room, 0), str(index.data()))
        painter.restore()
