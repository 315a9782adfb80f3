"""The table model of the event list: cells are made only for rows in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from mapper.gui.columns import (
    ROUGH,
    SORT_KEYS,
    STATUSES,
    Arrangement,
    EventColumns,
    Sorting,
    count_of,
)
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.icons import place_mark
from mapper.gui.labels import plain_tip
from mapper.gui.theme import Colours
from mapper.model import vocabulary as words


@dataclass(frozen=True)
class ColumnLook:
    """Header text, tip, widths in characters and alignment of one column.

    It is ``least`` wide where there is little room, else ``characters``.
    """

    key: str
    header: str
    tip: str
    characters: int
    least: int
    right: bool = False


LOOKS: Final = (
    ColumnLook("date", "Date", "Day or days of the event", 13, 11),
    ColumnLook("title", "Title", "What is reported", 19, 14),
    ColumnLook("place", "Place", "Place as the source names it", 12, 12),
    ColumnLook("status", "Status", "How far the report is checked", 14, 5),
    ColumnLook("killed", "Killed", "People killed; – means unknown", 6, 5, right=True),
    ColumnLook("injured", "Injured", "People injured; – means unknown", 6, 6, right=True),
    ColumnLook("distance", "To front", "Distance to the front of that day", 9, 9, right=True),
)
assert tuple(look.key for look in LOOKS) == SORT_KEYS

_ROLE = Qt.ItemDataRole
_NO_PARENT = QModelIndex()


class EventModel(QAbstractTableModel):
    """Rows of an `Arrangement` over `EventColumns`.

    Signals
    -------
    sort_requested(Sorting)
        A header was clicked; sorting is done off-thread by the owner.
    """

    sort_requested = pyqtSignal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._columns: EventColumns | None = None
        self._rows: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._positions: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._distances: DistanceColumn | None = None
        self._unit = "km"

    def show(
        self,
        columns: EventColumns,
        arrangement: Arrangement,
        distances: DistanceColumn | None,
    ) -> None:
        """Show these rows in place of all earlier ones."""
        shown = self._columns
        if (
            shown is not None
            and columns.ids is shown.ids
            and np.array_equal(arrangement.rows, self._rows)
        ):
            # Every event is where it was: no view need lose its place.
            self._columns, self._distances = columns, distances
            self._repaint(0, len(LOOKS) - 1)
            return
        self.beginResetModel()
        self._columns = columns
        self._rows = arrangement.rows
        self._distances = distances
        self._positions = np.full(len(columns), -1, dtype=np.intp)
        self._positions[self._rows] = np.arange(len(self._rows))
        self.endResetModel()

    def set_distances(self, distances: DistanceColumn | None) -> None:
        """Fill or empty the column of distances."""
        self._distances = distances
        self._repaint(len(LOOKS) - 1, len(LOOKS) - 1)

    def set_unit(self, unit: str) -> None:
        """Show distances in another unit."""
        self._unit = unit
        self._repaint(len(LOOKS) - 1, len(LOOKS) - 1)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self._repaint(0, len(LOOKS) - 1)

    def event_id(self, position: int) -> str | None:
        """Return the id of the event at a position of the list."""
        if self._columns is None or not 0 <= position < len(self._rows):
            return None
        return str(self._columns.ids[self._rows[position]])

    def position(self, event_id: str) -> int | None:
        """Return where an event stands in the list, or None if it is not shown."""
        row = None if self._columns is None else self._columns.row_of(event_id)
        if row is None or self._positions[row] < 0:
            return None
        return int(self._positions[row])

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(LOOKS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        look = LOOKS[section]
        if role == _ROLE.DisplayRole:
            return look.header
        if role == _ROLE.ToolTipRole:
            return look.tip
        if role == _ROLE.TextAlignmentRole:
            return _alignment(look)
        return None

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        if self._columns is None or not index.isValid():
            return None
        look = LOOKS[index.column()]
        row = int(self._rows[index.row()])
        if role == _ROLE.DisplayRole:
            return self._text(look.key, row)
        if role == _ROLE.ToolTipRole:
            return self._tip(look.key, row)
        if role == _ROLE.TextAlignmentRole:
            return _alignment(look)
        if role == _ROLE.DecorationRole and look.key == "status":
            return self._colours.status_mark(STATUSES[self._columns.status[row]])
        rough = ROUGH[self._columns.rough[row]]
        return None if rough is None else self._of_rough_place(rough, look.key, row, role)

    def _of_rough_place(self, rough: words.Term, key: str, row: int, role: int) -> Any:
        """Return how an event is marked whose place is no point on the map."""
        if key == "title" and role == _ROLE.DecorationRole:
            return place_mark(rough.value, self._colours.muted)
        if key == "title" and role == _ROLE.AccessibleTextRole:
            return f"{self._text(key, row)}, {rough.label.lower()}"
        if key == "place" and role == _ROLE.ForegroundRole:
            return QColor(self._colours.muted)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sort_requested.emit(Sorting(LOOKS[column].key, order == Qt.SortOrder.DescendingOrder))

    def _text(self, key: str, row: int) -> str:
        columns = self._columns
        assert columns is not None
        match key:
            case "date":
                return columns.days_text(row)
            case "title":
                return str(columns.title[row])
            case "place":
                rough = ROUGH[columns.rough[row]]
                return str(columns.place[row]) or ("" if rough is None else rough.label)
            case "status":
                return words.VERIFICATION_STATUSES[STATUSES[columns.status[row]]].label
            case "killed" | "injured":
                count = count_of((columns.killed if key == "killed" else columns.injured)[row])
                if not count.known:
                    return "–"
                return "0" if count.best == 0 and str(count) == "none reported" else str(count)
        return "" if self._distances is None else self._distances.text(row, self._unit)

    def _tip(self, key: str, row: int) -> str | None:
        assert self._columns is not None
        if key == "status":
            term = words.VERIFICATION_STATUSES[STATUSES[self._columns.status[row]]]
            return f"{term.label}: {term.meaning}"
        if key in ("killed", "injured"):
            counts = self._columns.killed if key == "killed" else self._columns.injured
            return f"{key.capitalize()}: {count_of(counts[row])}"
        if key == "distance":
            if self._distances is None:
                return None
            refused = str(self._distances.refused[row])
            return plain_tip(refused) if refused else None
        text = self._text(key, row)
        rough = ROUGH[self._columns.rough[row]]
        if rough is not None and key in ("title", "place"):
            said = f"{rough.label}. {rough.meaning}"
            text = said if text == rough.label else f"{text}: {said}"
        return plain_tip(text) if text else None

    def _repaint(self, first: int, last: int) -> None:
        if len(self._rows):
            self.dataChanged.emit(self.index(0, first), self.index(len(self._rows) - 1, last))


def _alignment(look: ColumnLook) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if look.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
