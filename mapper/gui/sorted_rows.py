"""Rows sorted by a column: equal ones keep their order, what has no value comes last."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QAbstractTableModel, Qt

from mapper.gui.sort_order import sorted_order


class SortedRows(QAbstractTableModel):
    """A table whose rows come in an order of their own until a column sorts them.

    A model of its own says how many rows there are and what a column is sorted by.
    """

    def __init__(self) -> None:
        super().__init__()
        self._order: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        #: Section sorted by, None for the order there is; and whether descending.
        self._sorting: tuple[int, bool] | None = None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorting = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        count = self._count()
        self._order = np.arange(count)
        if self._sorting is not None and count:
            section, descending = self._sorting
            self._order = sorted_order(*self._values(section), descending=descending)

    def _count(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def _values(self, section: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Return what rows are sorted by, and which have nothing there; each of shape (n,)."""
        raise NotImplementedError
