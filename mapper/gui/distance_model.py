"""The model of the table of distances: cells are made only for rows in view."""

from __future__ import annotations

from typing import Any, Final

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal

from mapper.gui.columns import Sorting
from mapper.gui.distance_rows import LOOKS, DistanceRows
from mapper.gui.labels import plain_tip
from mapper.gui.table_heads import head, side

_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()


class DistanceModel(QAbstractTableModel):
    """Cells of `DistanceRows`.

    Signals
    -------
    sort_requested(Sorting)
        A header was clicked; sorting is done off-thread by the owner.
    """

    sort_requested = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: DistanceRows | None = None
        self.unit = "km"

    def show(self, rows: DistanceRows | None) -> None:
        """Show these rows in place of all earlier ones."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def set_unit(self, unit: str) -> None:
        """Show distances in another unit."""
        self.unit = unit
        if self.rowCount():
            last = self.index(self.rowCount() - 1, len(LOOKS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self.rows is None else len(self.rows)

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(LOOKS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        return head(LOOKS[section], role)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        if self.rows is None or not index.isValid():
            return None
        look = LOOKS[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return side(look)
        if role not in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return None
        text = self.rows.cell(look.key, index.row(), self.unit)
        if role == _ROLE.DisplayRole:
            return text
        if look.key in ("distance", "low", "high"):
            text = self.rows.cell("refused", index.row()) or text
        return plain_tip(text) if text else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(LOOKS):
            down = order == Qt.SortOrder.DescendingOrder
            self.sort_requested.emit(Sorting(LOOKS[column].key, down))
