"""The model of the table of counts across: a column per group, totals last."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtGui import QFont

from mapper.export.matrixdata import cell_in_words
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS
from mapper.gui.labels import plain_tip
from mapper.gui.sorted_rows import SortedRows
from mapper.gui.translation import tr
from mapper.model.counting import PEOPLE, PERIODS, Counts
from mapper.model.crossing import CrossCounts

_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CrossModel(SortedRows):
    """One measure of `CrossCounts`; the last row and the last column are totals."""

    def __init__(self) -> None:
        super().__init__()
        self.cross: CrossCounts | None = None
        self.measure = "events"
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, cross: CrossCounts | None, measure: str) -> None:
        """Show this measure of these counts; the order is kept where the groups are the same."""
        self.beginResetModel()
        if _groups(cross) != _groups(self.cross):
            self._sorting = None
        self.cross, self.measure = cross, measure
        self._arrange()
        self.endResetModel()

    @property
    def sorted(self) -> bool:
        """Whether somebody has sorted the rows."""
        return self._sorting is not None

    def cell(self, position: int, section: int) -> str:
        """Return the text of a cell, empty where there are no events."""
        assert self.cross is not None
        rows, columns = self.cross.rows, self.cross.columns
        last = position == len(self._order)
        row = -1 if last else int(self._order[position])
        if section == 0:
            return tr("Total") if last else rows.label(str(rows.table["group"].iloc[row]))
        if section <= len(columns.table):
            column = section - 1
            cell: Any = columns.table.iloc[column] if last else self.cross.cell(row, column)
        else:
            cell = rows.total.iloc[0] if last else rows.table.iloc[row]
        return "" if cell is None else cell_in_words(cell, self.measure)

    def header(self, section: int) -> str:
        """Return the name of a column."""
        if self.cross is None:
            return ""
        columns = self.cross.columns
        if section == 0:
            return GROUPING_WORDS[self.cross.rows.by]
        if section > len(columns.table):
            return tr("Total")
        return columns.label(str(columns.table["group"].iloc[section - 1]))

    def texts(self, first: int, last: int, sections: tuple[int, ...]) -> list[list[str]]:
        """Return the cells of rows first to last, both included."""
        return [[self.cell(at, section) for section in sections] for at in range(first, last + 1)]

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self.cross is None else len(self._order) + 1

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        if parent.isValid() or self.cross is None:
            return 0
        return len(self.cross.columns.table) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return self.header(section)
        if role == _ROLE.ToolTipRole:
            return plain_tip(self.header(section))
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        if self.cross is None or not index.isValid():
            return None
        row, section = index.row(), index.column()
        if role == _ROLE.DisplayRole:
            return self.cell(row, section)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role == _ROLE.FontRole:
            total = row == len(self._order) or section == self.columnCount() - 1
            return self._bold if total else None
        if role in (_ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            text = self.cell(row, 0)
            if section:
                told = self.cell(row, section) or tr("no events")
                word = MEASURE_WORDS[self.measure]
                text = f"{text} · {self.header(section)} · {word}: {told}"
            return plain_tip(text) if role == _ROLE.ToolTipRole else text
        return None

    def _count(self) -> int:
        return 0 if self.cross is None else len(self.cross.rows.table)

    def _values(self, section: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Return what rows are sorted by, and which have nothing there and go last."""
        assert self.cross is not None
        rows = self.cross.rows
        if section == 0:
            unknown = (rows.table["group"] == "").to_numpy(bool)
            if rows.by in PERIODS:
                return np.arange(len(rows.table)), unknown
            labels = [rows.label(group).casefold() for group in rows.table["group"]]
            return np.asarray(labels, dtype="U"), unknown
        people = self.measure in PEOPLE
        parts = [f"{self.measure}_{part}" for part in ("best", "min")] if people else [self.measure]
        found = np.full(len(rows.table), np.nan)
        for part in parts:
            if section <= len(self.cross.columns.table):
                values = self.cross.numbers(part)[:, section - 1]
            else:
                values = rows.table[part].to_numpy(dtype=np.float64, na_value=np.nan)
            found = np.where(np.isnan(found), values, found)
        return np.nan_to_num(found), np.isnan(found)


def _groups(cross: CrossCounts | None) -> tuple[str, str, tuple[str, ...]] | None:
    if cross is None:
        return None
    columns: Counts = cross.columns
    return cross.rows.by, columns.by, tuple(columns.table["group"])
