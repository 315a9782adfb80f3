"""The event list itself: a table with J/K, arrows, remembered columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QItemSelection, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mapper.gui import settings
from mapper.gui.event_model import LOOKS, EventModel

_STEPS: Final = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
#: Columns from left to right: those that count most stay in view in a narrow list.
_ORDER: Final = ("date", "title", "status", "killed", "distance", "place", "injured")
_NARROW: Final = ("date", "title", "status", "killed", "distance")
#: Pixels around a cell's text.
_AROUND_TEXT: Final = 16
#: Pixels around a mark and the word beside it.
_AROUND_MARK: Final = 16
_SECTIONS: Final = {look.key: section for section, look in enumerate(LOOKS)}


@dataclass(frozen=True)
class ListPlace:
    """Where the list is scrolled to: the event at its top, the bars, and if the current shows."""

    top: str | None
    down: int
    across: int
    current_seen: bool


class EventTable(QTableView):
    """Shows an `EventModel`; one row is current.

    Signals
    -------
    chosen(str)
        The person made an event current.
    several(int)
        So many events are selected, if more than one; 0 if they are no longer.
    """

    chosen = pyqtSignal(str)
    several = pyqtSignal(int)

    def __init__(self, model: EventModel) -> None:
        super().__init__()
        self._events = model
        #: Where the current row is, or was before the filter took it from the list.
        self._at: int | None = None
        self._several = 0
        self.setModel(model)
        self.setAccessibleName("Events")
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
        header.setMinimumSectionSize(metrics.averageCharWidth() * 5)
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        for place, key in enumerate(_ORDER):
            header.moveSection(header.visualIndex(_SECTIONS[key]), place)
        self.setItemDelegateForColumn(_SECTIONS["status"], _StatusDelegate(self))
        self.setSortingEnabled(True)
        #: Whether the person has set the columns; else they follow the width of the list.
        self._own_columns = False
        self._sharing = False
        self._share_width()
        header.sectionResized.connect(self._take_columns)
        header.sectionMoved.connect(self._take_columns)

    def restore_layout(self) -> None:
        """Take the remembered widths and order of the columns."""
        header, state = self.horizontalHeader(), settings.layout("columns")
        if header is not None and state is not None:
            self._own_columns = True
            header.restoreState(state)

    def save_layout(self) -> None:
        """Remember widths and order of the columns."""
        header = self.horizontalHeader()
        if header is not None and self._own_columns:
            settings.set_layout("columns", header.saveState())

    def place(self) -> ListPlace:
        """Return where the list is scrolled to."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        assert down is not None
        assert across is not None
        top = self._events.event_id(self.rowAt(0))
        seen = self._has_current() and self.visualRect(self.currentIndex()).intersects(self.rect())
        return ListPlace(top, down.value(), across.value(), seen)

    def go_back(self, place: ListPlace) -> None:
        """Scroll to where the list was: the event at its top is there again if it is listed."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        assert down is not None
        assert across is not None
        position = None if place.top is None else self._events.position(place.top)
        # The bars know of other rows only once these are laid out.
        self.executeDelayedItemsLayout()
        down.setValue(place.down if position is None else position)
        across.setValue(place.across)

    def show_event(
        self, event_id: str | None, *, scroll: bool = True, keep_several: bool = False
    ) -> bool:
        """Make an event current without telling anyone; say if it is listed.

        With ``keep_several`` those selected stay so if it is one of them.
        """
        position = None if event_id is None else self._events.position(event_id)
        selection = self.selectionModel()
        assert selection is not None
        blocked = self.blockSignals(True)
        if position is None:
            if event_id is None:
                self._at = None
            selection.clear()
        elif keep_several and position in (rows := self._selected_rows()) and len(rows) > 1:
            pass
        elif self.currentIndex().row() != position or list(self._selected_rows()[:2]) != [position]:
            self._go_to(position, scroll=scroll)
        self.blockSignals(blocked)
        self.tell_several()
        return position is not None

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) event current."""
        count = self._events.rowCount()
        if not count:
            return
        if self._has_current():
            current = self.currentIndex().row()
        elif self._at is not None:
            # The next row has come up to where the one taken from the list was.
            current = self._at - (by > 0)
        else:
            current = -1 if by > 0 else count
        self._go_to(min(max(current + by, 0), count - 1))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        # Not `currentChanged`: taking the focus makes a row current, unasked.
        rows = self._selected_rows()
        if len(rows) == 1:
            self._at = int(rows[0])
            event_id = self._events.event_id(self._at)
            if event_id is not None:
                self.chosen.emit(event_id)
        self.tell_several()

    def selected_ids(self) -> list[str]:
        """Return the ids of all selected events, from top to bottom."""
        ids = (self._events.event_id(int(row)) for row in self._selected_rows())
        return [event_id for event_id in ids if event_id is not None]

    def tell_several(self) -> None:
        """Say how many events are selected, if that is other than was said."""
        count = len(self._selected_rows())
        count = count if count > 1 else 0
        if count != self._several and not self.signalsBlocked():
            self._several = count
            self.several.emit(count)

    def _selected_rows(self) -> npt.NDArray[np.intp]:
        """Return the positions of the selected rows, shape (n,), in order."""
        selection = self.selectionModel()
        assert selection is not None
        # By ranges: all rows of a large list are one of them.
        kept = selection.selection()
        parts = [kept[number] for number in range(len(kept))]
        ranges = [np.arange(one.top(), one.bottom() + 1) for one in parts]
        return np.unique(np.concatenate(ranges)) if ranges else np.empty(0, dtype=np.intp)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if not self._own_columns:
            self._share_width()

    def _share_width(self) -> None:
        """Give each column its width, and the title what is left."""
        header, view = self.horizontalHeader(), self.viewport()
        assert header is not None
        assert view is not None
        digit = self.fontMetrics().horizontalAdvance("0")
        full = {look.key: digit * look.characters + _AROUND_TEXT for look in LOOKS}
        least = {look.key: digit * look.least + _AROUND_TEXT for look in LOOKS}
        some = least | {"title": full["title"], "status": full["status"]}
        room = view.width()
        for widths, shown in ((full, _ORDER), (some, _NARROW), (least, _NARROW)):
            rest = room - sum(widths[key] for key in shown)
            if rest >= 0:
                break
        widths["title"] += max(rest, 0)
        self._sharing = True
        for key, width in widths.items():
            header.resizeSection(_SECTIONS[key], width)
        self._sharing = False

    def _take_columns(self) -> None:
        if not self._sharing:
            self._own_columns = True

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.step(step)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str | None) -> None:
        """Leave letters to the shortcuts; finding is the search box's work."""

    def _has_current(self) -> bool:
        selection = self.selectionModel()
        return selection is not None and selection.hasSelection()

    def _go_to(self, position: int, *, scroll: bool = True) -> None:
        column = max(self.currentIndex().column(), 0)
        index = self._events.index(position, column)
        across = self.horizontalScrollBar()
        assert across is not None
        before = across.value()
        automatic = self.hasAutoScroll()
        self.setAutoScroll(scroll and automatic)
        self.setCurrentIndex(index)
        self.selectRow(position)
        self.setAutoScroll(automatic)
        if scroll:
            self.scrollTo(index)
        across.setValue(before)


class _StatusDelegate(QStyledItemDelegate):
    """Leaves the word out beside the mark where there is no room for it."""

    def initStyleOption(self, option: QStyleOptionViewItem | None, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        assert option is not None
        room = option.rect.width() - option.decorationSize.width() - _AROUND_MARK
        if option.fontMetrics.horizontalAdvance(option.text or "") > room:
            option.text = ""
