"""Tables of the import: read-only views of data frames, however long."""

from __future__ import annotations

from typing import Any

import pandas as pd
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mapper.gui.labels import plain_tip

NO_PARENT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LONGEST_TIP = 2_000
#: What cells answer; they are asked for much more.
_ASKED = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
    )
)


class TitledModel(QAbstractTableModel):
    """Rows under fixed titles; a model of its own says how many there are and what they show.

    Attributes
    ----------
    titles
        Titles of the columns.
    numbers
        Columns whose titles stand on the right, over numbers.
    """

    titles: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()

    def length(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def rowCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else self.length()

    def columnCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.numbers:
            return RIGHT
        return self.titles[section] if role == Qt.ItemDataRole.DisplayRole else None


class FrameModel(QAbstractTableModel):
    """A read-only view of a data frame; missing values are blank."""

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__()
        self._frame = frame
        # A data frame takes a hundred times as long for each cell.
        self._values = [frame.iloc[:, place].array for place in range(frame.shape[1])]

    def rowCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._frame)

    def columnCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._frame.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.data(self.index(0, section), role) if len(self._frame) else None
        name = str(self._frame.columns[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(name)
        return name if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ASKED:
            return None
        value: Any = self._values[index.column()][index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if isinstance(value, int) else None
        text = "" if pd.isna(value) else " ".join(str(value).split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text[:_LONGEST_TIP]) if text else None
        return f"{value:,}" if isinstance(value, int) else text


class PlainTable(QTableView):
    """A table without grid or row numbers; Tab leaves it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None
        assert header is not None
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.row_height)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMaximumSectionSize(420)
        header.setResizeContentsPrecision(40)

    @property
    def row_height(self) -> int:
        """Height of a row in pixels."""
        return self.fontMetrics().height() + 12

    def show_model(self, model: QAbstractTableModel) -> None:
        """Show a model in place of the one before, columns as wide as their contents."""
        before, selection = self.model(), self.selectionModel()
        model.setParent(self)
        self.setModel(model)
        for old in (selection, before):
            if old is not None:
                old.deleteLater()
        self.resizeColumnsToContents()

    def show_frame(self, frame: pd.DataFrame) -> None:
        """Show a data frame."""
        self.show_model(FrameModel(frame))
