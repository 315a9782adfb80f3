"""The table model of the event list: cells are made only for rows in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from mapper.gui.cell_words import cell_text, cell_tip, group_words, short_text
from mapper.gui.chosen import Chosen
from mapper.gui.columns import ROUGH, STATUSES, Arrangement, EventColumns, Sorting
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.grouping import NO_KEYS
from mapper.gui.icons import place_mark
from mapper.gui.list_columns import LOOKS, SECTIONS
from mapper.gui.list_lines import Lines
from mapper.gui.list_roles import HEADING, SHORT, Heading
from mapper.gui.table_heads import head, side
from mapper.gui.theme import Colours
from mapper.gui.translation import tr, trn, whole_number
from mapper.model import vocabulary as words

_ROLE = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
_NO_ROWS: Final[npt.NDArray[np.intp]] = np.empty(0, dtype=np.intp)
_NONE_CLOSED: Final = np.empty(0, dtype=bool)


class EventModel(QAbstractTableModel):
    """Lines of an `Arrangement` over `EventColumns`: events, and headings of groups.

    Signals
    -------
    sort_requested(Sorting)
        Another order or grouping is wanted; sorting is done off-thread by the owner.
    """

    sort_requested = pyqtSignal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._columns: EventColumns | None = None
        self._lines = Lines.of(_NO_ROWS, 0, None, _NONE_CLOSED)
        self._distances: DistanceColumn | None = None
        self._unit = "km"
        self._source_counts: npt.NDArray[np.int32] | None = None
        #: The order that is wanted.
        self.sorting = Sorting()
        #: Keys of the groups that show their heading only.
        self._closed: pa.Array = NO_KEYS

    def show(
        self,
        columns: EventColumns,
        arrangement: Arrangement,
        distances: DistanceColumn | None,
    ) -> None:
        """Show these rows in place of all earlier ones."""
        shown, groups, lines = self._columns, arrangement.groups, arrangement.lines
        if groups is not None:
            closed = groups.closed(self._closed)
            if closed.any():
                lines = Lines.of(arrangement.rows, len(columns), groups, closed)
        if shown is not None and columns.ids is shown.ids and lines.same_as(self._lines):
            # Every event is where it was: no view need lose its place.
            self._columns, self._lines, self._distances = columns, lines, distances
            self._repaint(0, len(LOOKS) - 1)
            return
        self.beginResetModel()
        self._columns, self._lines, self._distances = columns, lines, distances
        self.endResetModel()

    def set_distances(self, distances: DistanceColumn | None) -> None:
        """Fill or empty the column of distances."""
        self._distances = distances
        self._repaint(SECTIONS["distance"], SECTIONS["distance"])

    def set_source_counts(self, counts: npt.NDArray[np.int32] | None) -> None:
        """Fill or empty the column of sources: the number of each event, negative if unknown."""
        if counts is not self._source_counts:
            self._source_counts = counts
            self._repaint(SECTIONS["sources"], SECTIONS["sources"])

    def set_unit(self, unit: str) -> None:
        """Show distances in another unit."""
        self._unit = unit
        self._repaint(SECTIONS["distance"], SECTIONS["distance"])

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self._repaint(0, len(LOOKS) - 1)

    @property
    def ids(self) -> pd.Index:
        """The ids of all events of the state that is listed, listed or not."""
        return pd.Index([], dtype="str") if self._columns is None else self._columns.ids

    def event_id(self, position: int) -> str | None:
        """Return the id of the event at a position of the list; None for a heading."""
        lines = self._lines.lines
        if self._columns is None or not 0 <= position < len(lines) or lines[position] < 0:
            return None
        return str(self._columns.ids[lines[position]])

    def chosen(self, positions: npt.NDArray[np.intp]) -> Chosen:
        """Return the events at positions of the list, shape (n,), in that order; no headings."""
        return Chosen(self.ids, self._lines.lines[positions])

    def position(self, event_id: str) -> int | None:
        """Return where an event stands in the list, or None if it is not shown."""
        row = None if self._columns is None else self._columns.row_of(event_id)
        if row is None or self._lines.places[row] < 0:
            return None
        return int(self._lines.places[row])

    def positions(self, chosen: Chosen) -> npt.NDArray[np.intp]:
        """Return where events of this or an earlier state stand in the list, in order."""
        columns, rows = self._columns, chosen.rows
        if columns is None:
            return _NO_ROWS
        if chosen.of is not columns.ids:
            rows = np.flatnonzero(columns.ids.isin(chosen.of[rows]))
        places = self._lines.places[rows]
        # Half a million take too long to sort where the person waits.
        chosen_lines = np.zeros(len(self._lines.lines), dtype=bool)
        chosen_lines[places[places >= 0]] = True
        return np.flatnonzero(chosen_lines)

    def next_event(self, position: int, by: int) -> int | None:
        """Return the next position down (1) or up (-1) where an event stands."""
        return self._lines.next_event(position, by)

    def events_in(self, ranges: Sequence[tuple[int, int]]) -> npt.NDArray[np.intp]:
        """Return the positions in closed ranges where an event stands, shape (n,), in order."""
        parts = [np.arange(first, last + 1) for first, last in ranges]
        if not parts:
            return _NO_ROWS
        positions = parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
        return positions[self._lines.lines[positions] >= 0]

    # Groups

    def group_by(self, key: str) -> None:
        """Ask for another grouping, "" for none."""
        if key != self.sorting.group:
            self._closed = NO_KEYS
            self.sorting = replace(self.sorting, group=key)
            self.sort_requested.emit(self.sorting)

    @property
    def grouped(self) -> bool:
        """Whether the list shows groups."""
        return self._lines.groups is not None

    def group_at(self, position: int) -> int | None:
        """Return the group whose heading stands at a position, None for an event."""
        return self._lines.group_at(position)

    def heading_above(self, position: int) -> int | None:
        """Return where the heading of the group of an event or heading stands."""
        if self.group_at(position) is not None:
            return position
        row = int(self._lines.lines[position])
        group = self._lines.group_of(row)
        return None if group is None else self._lines.head_of(group)

    def is_closed(self, group: int) -> bool:
        """Whether a group shows its heading only."""
        return bool(self._lines.closed[group])

    def turn_group(self, group: int, *, closed: bool) -> None:
        """Show the events of a group, or its heading only."""
        before = self._lines
        groups = before.groups
        if groups is None or closed == self.is_closed(group):
            return
        head, count = before.head_of(group), before.count_of(group)
        after = before.turned(group, closed=closed)
        self._keep_closed(after)
        if closed:
            self.beginRemoveRows(_NO_PARENT, head + 1, head + count)
            self._lines = after
            self.endRemoveRows()
        else:
            self.beginInsertRows(_NO_PARENT, head + 1, head + count)
            self._lines = after
            self.endInsertRows()
        self.dataChanged.emit(self.index(head, 0), self.index(head, len(LOOKS) - 1))

    def turn_groups(self, *, closed: bool) -> None:
        """Show the events of all groups, or their headings only."""
        before = self._lines
        if before.groups is None:
            return
        all_of_them = np.full(len(before.closed), closed)
        self.beginResetModel()
        places = len(before.places)
        self._lines = Lines.of(before.rows, places, before.groups, all_of_them)
        self._keep_closed(self._lines)
        self.endResetModel()

    def reveal(self, event_id: str) -> None:
        """Open the group that an event of the list is in."""
        row = None if self._columns is None else self._columns.row_of(event_id)
        if row is None or not self.grouped or self._lines.places[row] >= 0:
            return
        group = self._lines.group_of(row)
        if group is not None:
            self.turn_group(group, closed=False)

    def _keep_closed(self, lines: Lines) -> None:
        assert lines.groups is not None
        # Groups that the filter hides now stay as they are.
        others = self._closed.filter(pc.invert(pc.is_in(self._closed, lines.groups.keys)))
        shown = lines.groups.keys.filter(pa.array(lines.closed))
        self._closed = pa.concat_arrays([others, shown])

    # What Qt asks

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines.lines)

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(LOOKS)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if self.group_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        return head(LOOKS[section], role)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        columns = self._columns
        if columns is None or not index.isValid():
            return None
        row = int(self._lines.lines[index.row()])
        if row < 0:
            return self._of_group(columns, -1 - row, role)
        look = LOOKS[index.column()]
        if look.key == "sources":
            return self._of_sources(row, role)
        if role == _ROLE.DisplayRole:
            return cell_text(columns, look.key, row, self._distances, self._unit)
        if role == _ROLE.ToolTipRole:
            return cell_tip(columns, look.key, row, self._distances, self._unit)
        if role == _ROLE.TextAlignmentRole:
            return side(look)
        if role == SHORT:
            return short_text(columns, look.key, row)
        if role == _ROLE.DecorationRole and look.key == "status":
            return self._colours.status_mark(STATUSES[columns.status[row]])
        rough = ROUGH[columns.rough[row]]
        return None if rough is None else self._of_rough_place(rough, look.key, row, role)

    def _of_sources(self, row: int, role: int) -> Any:
        if role == _ROLE.TextAlignmentRole:
            return side(LOOKS[SECTIONS["sources"]])
        counts = self._source_counts
        known = counts is not None and row < len(counts) and counts[row] >= 0
        if not known or counts is None or role not in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return None
        number = int(counts[row])
        if role == _ROLE.ToolTipRole:
            return trn("{number:,} source", "{number:,} sources", number)
        return whole_number(number)

    def _of_group(self, columns: EventColumns, group: int, role: int) -> Any:
        """Return what the heading of a group says, the same in each column."""
        if role not in (HEADING, _ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return None
        lines = self._lines
        assert lines.groups is not None
        text = group_words(columns, lines.groups.key, lines.first_of(group))
        count, closed = lines.count_of(group), self.is_closed(group)
        if role == HEADING:
            return Heading(text, count, closed)
        said = trn("{group}: {number:,} event", "{group}: {number:,} events", count, group=text)
        if role == _ROLE.AccessibleTextRole and closed:
            return tr("{group}, closed", group=said)
        return said

    def _of_rough_place(self, rough: words.Term, key: str, row: int, role: int) -> Any:
        """Return how an event is marked whose place is no point on the map."""
        assert self._columns is not None
        if key == "title" and role == _ROLE.DecorationRole:
            return place_mark(rough.value, self._colours.muted)
        if key == "title" and role == _ROLE.AccessibleTextRole:
            return f"{self._columns.title[row]}, {tr(tr(rough.label)).lower()}"
        if key == "place" and role == _ROLE.ForegroundRole:
            return QColor(self._colours.muted)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        descending = order == Qt.SortOrder.DescendingOrder
        self.sorting = Sorting(LOOKS[column].key, descending, self.sorting.group)
        self.sort_requested.emit(self.sorting)

    def _repaint(self, first: int, last: int) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, first), self.index(self.rowCount() - 1, last))
