"""The event list itself: a table with J/K, arrows, remembered columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mapper.gui import settings
from mapper.gui.chosen import Chosen
from mapper.gui.column_layout import ColumnLayout
from mapper.gui.event_delegate import EventDelegate
from mapper.gui.first_rows import FirstRows
from mapper.gui.list_columns import GROUPS, SECTIONS, SORT_KEYS
from mapper.gui.own_ground import OwnGround
from mapper.gui.translation import tr

if TYPE_CHECKING:
    # The list is shown before these are there: see `mapper.gui.starting`.
    import numpy as np
    import numpy.typing as npt

    from mapper.gui.event_model import EventModel

_STEPS: Final = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_OPENS: Final = (Qt.Key.Key_Right, Qt.Key.Key_Plus)
_CLOSES: Final = (Qt.Key.Key_Left, Qt.Key.Key_Minus)
#: Keys of a list; a table's own go to the ends of the row.
_ENDS: Final = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: -1}
_ARROWS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TURNS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ALONE: Final = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)
_NO_UPDATE: Final = QItemSelectionModel.SelectionFlag.NoUpdate


@dataclass(frozen=True)
class ListPlace:
    """Where the list is scrolled to: the event at its top, the bars, and if the current shows."""

    top: str | None
    down: int
    across: int
    current_seen: bool


class EventTable(QTableView):
    """Shows an `EventModel`, in a start the `FirstRows` of what was kept; one row is current.

    Signals
    -------
    chosen(str)
        The person made an event current.
    several(int)
        So many events are selected, if more than one; 0 if they are no longer.
    selection_changed()
        Other rows are selected, whichever model is shown.
    columns_wanted(QPoint)
        The columns are to be chosen, at a place of the screen.
    """

    chosen = pyqtSignal(str)
    several = pyqtSignal(int)
    selection_changed = pyqtSignal()
    columns_wanted = pyqtSignal(object)

    def __init__(self, model: EventModel | FirstRows) -> None:
        super().__init__()
        self.events: EventModel | FirstRows = model
        #: Where the current row is, or was before the filter took it from the list.
        self._at: int | None = None
        self._several = 0
        self._going = False
        self.setModel(model)
        self.setAccessibleName(tr("Events"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        metrics = self.fontMetrics()
        rows = self.verticalHeader()
        header = self.horizontalHeader()
        assert rows is not None
        assert header is not None
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(metrics.height() + 14)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        self._part_header()
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(metrics.averageCharWidth() * 5)
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: self.columns_wanted.emit(header.mapToGlobal(at))
        )
        self.setItemDelegate(EventDelegate(self))
        OwnGround(self)
        self.setSortingEnabled(True)
        self.layout_of_columns = ColumnLayout(self)

    def _part_header(self) -> None:
        """Give the header a selection of its own; with each model Qt gives it the table's.

        It would ask of every cell below it whether it is selected, half a million times.
        """
        header = self.horizontalHeader()
        assert header is not None
        header.setSelectionModel(QItemSelectionModel(self.model(), self.model()))

    def take(self, model: EventModel) -> None:
        """Show another model in the same columns; nothing is current then."""
        header, first = self.horizontalHeader(), self.events
        assert header is not None
        state, sorting = header.saveState(), model.sorting
        with self.layout_of_columns.unheard(), QSignalBlocker(self):
            self.events = model
            self.setModel(model)
            self._part_header()
            # The header asks for the order that it shows, which it has.
            with QSignalBlocker(model):
                header.restoreState(state)
            model.sorting = sorting
        if isinstance(first, FirstRows):
            first.deleteLater()
            column, order = first.wanted
            descending = order == Qt.SortOrder.DescendingOrder
            if (SORT_KEYS[column], descending) != (model.sorting.key, model.sorting.descending):
                # The person asked for another order before there was anything to put into it.
                model.sort(column, order)

    def restore_layout(self, model: EventModel | None = None) -> None:
        """Take the remembered columns, order and grouping; ``model`` is shown later."""
        events = self.events if model is None else model
        state = settings.list_layout()
        self.layout_of_columns.restore(state)
        key, group = state.get("sort"), state.get("group")
        if group in GROUPS:
            events.group_by(group)
        if key in SECTIONS:
            down = bool(state.get("descending"))
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            if events is self.events:
                self.sortByColumn(SECTIONS[key], order)
            else:
                events.sort(SECTIONS[key], order)

    def save_layout(self) -> None:
        """Remember the columns, the order and the grouping."""
        if isinstance(self.events, FirstRows):
            return
        sorting = self.events.sorting
        settings.set_list_layout(
            self.layout_of_columns.state()
            | {"sort": sorting.key, "descending": sorting.descending, "group": sorting.group}
        )

    def place(self) -> ListPlace:
        """Return where the list is scrolled to."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        assert down is not None
        assert across is not None
        first = self.events.next_event(self.rowAt(0) - 1, 1)
        top = None if first is None else self.events.event_id(first)
        seen = self._has_current() and self.visualRect(self.currentIndex()).intersects(self.rect())
        return ListPlace(top, down.value(), across.value(), seen)

    def go_back(self, place: ListPlace) -> None:
        """Scroll to where the list was: the event at its top is there again if it is listed."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        assert down is not None
        assert across is not None
        position = None if place.top is None else self.events.position(place.top)
        # The bars know of other rows only once these are laid out.
        self.executeDelayedItemsLayout()
        down.setValue(place.down if position is None else position)
        across.setValue(place.across)

    def show_event(
        self,
        event_id: str | None,
        *,
        scroll: bool = True,
        keep_several: bool = False,
        reveal: bool = True,
    ) -> bool:
        """Make an event current without telling anyone; say if it is shown.

        With ``keep_several`` several that are selected stay so, without ``reveal`` a closed
        group stays closed.
        """
        if event_id is not None and reveal:
            self.events.reveal(event_id)
        position = None if event_id is None else self.events.position(event_id)
        selection = self.selectionModel()
        assert selection is not None
        blocked = self.blockSignals(True)
        if keep_several and len(self.selected_rows()) > 1:
            pass
        elif position is None:
            if event_id is None:
                self._at = None
            selection.clear()
        elif self.currentIndex().row() != position or list(self.selected_rows()[:2]) != [position]:
            self._go_to(position, scroll=scroll)
        self.blockSignals(blocked)
        self.tell_several()
        self.selection_changed.emit()
        return position is not None

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) event current."""
        count = self.events.rowCount()
        here = self.currentIndex().row()
        if self.events.group_at(here) is not None or (here >= 0 and self._has_current()):
            current = here
        elif self._at is not None:
            # The next row has come up to where the one taken from the list was.
            current = min(self._at, count) - (by > 0)
        else:
            current = -1 if by > 0 else count
        following = self.events.next_event(current, by)
        if following is None:
            # At an end the list stays where it is, or comes back to it.
            following = self.events.next_event(current + by, -by)
        if following is not None:
            self._go_to(following)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        # Not `currentChanged`: taking the focus makes a row current, unasked.
        rows = self.selected_rows()
        if len(rows) == 1:
            self._at = int(rows[0])
            event_id = self.events.event_id(self._at)
            if event_id is not None:
                self.chosen.emit(event_id)
        self.tell_several()
        self.selection_changed.emit()

    def reselect(self, chosen: Chosen) -> None:
        """Select several events again once the list was filled anew; no one is told."""
        if isinstance(self.events, FirstRows) or self._has_current():
            return
        from mapper.gui.reselecting import ranges_of

        ranges = ranges_of(chosen, self.events)
        selection = self.selectionModel()
        assert selection is not None
        if ranges is not None:
            blocked = self.blockSignals(True)
            selection.select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.blockSignals(blocked)

    def selected(self) -> Chosen:
        """Return all selected events, from top to bottom."""
        return self.events.chosen(self.selected_rows())  # type: ignore[arg-type]  # its own rows

    def tell_several(self) -> None:
        """Say how many events are selected, if that is other than was said."""
        count = len(self.selected_rows())
        count = count if count > 1 else 0
        if count != self._several and not self.signalsBlocked():
            self._several = count
            self.several.emit(count)

    def selected_rows(self) -> npt.NDArray[np.intp] | Sequence[int]:
        """Return the positions of the selected rows, shape (n,), in order."""
        selection = self.selectionModel()
        assert selection is not None
        # By ranges: all rows of a large list are one of them.
        kept = selection.selection()
        parts = [kept[number] for number in range(len(kept))]
        return self.events.events_in([(part.top(), part.bottom()) for part in parts])

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.layout_of_columns.share_width()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.step(step)
            return
        if not event.modifiers() and Qt.Key(event.key()) in _ENDS:
            self._go_to_end(_ENDS[Qt.Key(event.key())])
            return
        if not event.modifiers() and Qt.Key(event.key()) in _ARROWS and not self._has_current():
            # Nothing is selected yet: the first arrow selects, as J does, and skips no event.
            self.step(_ARROWS[Qt.Key(event.key())])
            return
        if self.events.grouped and self._take_group_key(Qt.Key(event.key())):
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        index = self.indexAt(event.position().toPoint())
        group = self.events.group_at(index.row())
        if group is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._stand_on(index.row())
            self.events.turn_group(group, closed=not self.events.is_closed(group))

    def selectionCommand(
        self, index: QModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        if self._going:
            return _ALONE
        # Going over a heading takes nothing from what is selected.
        if self.events.group_at(index.row()) is not None:
            return _NO_UPDATE
        return super().selectionCommand(index, event)

    def _go_to_end(self, by: int) -> None:
        """Make the first (1) or the last (-1) event current."""
        found = self.events.next_event(-1 if by > 0 else self.events.rowCount(), by)
        if found is not None:
            self._go_to(found)

    def turn_groups(self, *, closed: bool) -> None:
        """Show the events of all groups, or their headings only."""
        chosen = self.events.event_id(self.currentIndex().row()) if self._has_current() else None
        self.events.turn_groups(closed=closed)
        if chosen is not None:
            self.show_event(chosen, reveal=False)

    def _take_group_key(self, key: Qt.Key) -> bool:
        """Open or close a group by the keyboard; say if the key was for that."""
        here = self.currentIndex().row()
        group = self.events.group_at(here)
        if group is None:
            if key != Qt.Key.Key_Left or here < 0:
                return False
            above = self.events.heading_above(here)
            if above is not None:
                self._stand_on(above)
            return True
        closed = self.events.is_closed(group)
        if key in _TURNS or (key in _OPENS and closed) or (key in _CLOSES and not closed):
            self.events.turn_group(group, closed=not closed)
        elif key == Qt.Key.Key_Right:
            self._go_to(here + 1)
        return key in (*_TURNS, *_OPENS, *_CLOSES)

    def _stand_on(self, position: int) -> None:
        """Make a heading current; what is selected stays so."""
        selection = self.selectionModel()
        assert selection is not None
        index = self.events.index(position, max(self.currentIndex().column(), 0))
        selection.setCurrentIndex(index, _NO_UPDATE)
        self.scrollTo(index)

    def keyboardSearch(self, search: str | None) -> None:
        """Leave letters to the shortcuts; finding is the search box's work."""

    def _has_current(self) -> bool:
        selection = self.selectionModel()
        return selection is not None and selection.hasSelection()

    def _go_to(self, position: int, *, scroll: bool = True) -> None:
        column = max(self.currentIndex().column(), 0)
        index = self.events.index(position, column)
        across = self.horizontalScrollBar()
        assert across is not None
        before = across.value()
        automatic = self.hasAutoScroll()
        self.setAutoScroll(scroll and automatic)
        # Whatever key is held: with Ctrl, as after Ctrl+Z, Qt would take the row away again.
        self._going = True
        self.setCurrentIndex(index)
        self.selectRow(position)
        self._going = False
        self.setAutoScroll(automatic)
        if scroll:
            self.scrollTo(index)
        across.setValue(before)
