"""The first rows of the event list, as they were kept, until the project itself is read.

Answers what the table asks of an `EventModel`. Nothing is imported for it that takes long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtGui import QColor

from mapper.gui.chosen import Chosen
from mapper.gui.icons import place_mark
from mapper.gui.kept_start import KeptRow, KeptRows
from mapper.gui.list_columns import LOOKS
from mapper.gui.list_roles import SHORT
from mapper.gui.table_heads import head, side
from mapper.gui.theme import Colours

_ROLE = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
#: A row that was not kept: it is there, and what it says follows.
_NOT_KEPT: Final = KeptRow("", "", "", {}, {})


class FirstRows(QAbstractTableModel):
    """Rows as kept; all of a list's rows count, those in its middle are empty."""

    #: No groups are kept.
    grouped: Final = False

    def __init__(self, kept: KeptRows, colours: Colours) -> None:
        super().__init__()
        self._kept = kept
        self._colours = colours
        self._places = {row.event_id: at for at, row in kept.rows.items()}
        #: The order that was asked for last; these rows stay in the one they were kept in.
        self.wanted = (0, Qt.SortOrder.DescendingOrder)

    def event_id(self, position: int) -> str | None:
        """Return the id of the event at a position; None where none was kept."""
        row = self._kept.rows.get(position)
        return None if row is None else row.event_id

    def position(self, event_id: str) -> int | None:
        """Return where an event stands, None if it was not kept."""
        return self._places.get(event_id)

    def next_event(self, position: int, by: int) -> int | None:
        """Return the next position down (1) or up (-1) where an event is known."""
        return position + by if position + by in self._kept.rows else None

    def events_in(self, ranges: Sequence[tuple[int, int]]) -> Sequence[int]:
        """Return the positions in closed ranges, in order."""
        if len(ranges) == 1:
            # All rows of a large list are one range.
            return range(ranges[0][0], ranges[0][1] + 1)
        return sorted({at for first, last in ranges for at in range(first, last + 1)})

    def chosen(self, positions: Sequence[int]) -> Chosen:
        """Return the events at positions of the list."""
        import numpy as np
        import pandas as pd

        ids = [row.event_id for at in positions if (row := self._kept.rows.get(at))]
        return Chosen(pd.Index(ids, dtype="str"), np.arange(len(ids)))

    # There are no groups

    def group_by(self, key: str) -> None:
        """Do nothing."""

    def group_at(self, position: int) -> None:
        """Return None: each row is an event."""

    def heading_above(self, position: int) -> None:
        """Return None."""

    def is_closed(self, group: int) -> bool:
        """Return False."""
        return False

    def turn_group(self, group: int, *, closed: bool) -> None:
        """Do nothing."""

    def turn_groups(self, *, closed: bool) -> None:
        """Do nothing."""

    def reveal(self, event_id: str) -> None:
        """Do nothing."""

    # What Qt asks

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._kept.count

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(LOOKS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        return head(LOOKS[section], role) if orientation == Qt.Orientation.Horizontal else None

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        row = self._kept.rows.get(index.row(), _NOT_KEPT)
        look = LOOKS[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return side(look)
        if role == _ROLE.DisplayRole:
            return row.texts.get(look.key, "")
        if role == SHORT:
            return row.short.get(look.key, "")
        if role == _ROLE.DecorationRole and look.key == "status" and row.status:
            return self._colours.status_mark(row.status)
        if role == _ROLE.DecorationRole and look.key == "title" and row.rough:
            return place_mark(row.rough, self._colours.muted)
        if role == _ROLE.ForegroundRole and look.key == "place" and row.rough:
            return QColor(self._colours.muted)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.wanted = (column, order)
