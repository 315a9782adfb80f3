"""What stands in the window before its parts do: the map, and the first rows of the list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from mapper.gui import layout

if TYPE_CHECKING:
    from mapper.gui.event_table import EventTable
    from mapper.gui.first_picture import FirstPicture
    from mapper.gui.kept_start import KeptStart
    from mapper.gui.theme import Colours
    from mapper.gui.web import MapView


class FirstView(QObject):
    """Lays out map and list; the parts take their places around both, which stay where they are.

    One event is selected in both, as later in the whole window.
    """

    def __init__(
        self, map_view: MapView, colours: Colours, kept: KeptStart | None, *, remember: bool
    ) -> None:
        super().__init__(map_view)
        self._map = map_view
        self.kept = kept
        self.event_id: str | None = None
        self.table = None if kept is None else _table(kept, colours, remember=remember)
        self._left = QWidget()
        if kept is not None and self.table is not None:
            rows = QVBoxLayout(self._left)
            rows.setContentsMargins(0, kept.heights["above"], 0, kept.heights["below"])
            rows.addWidget(self.table)
            self.table.chosen.connect(self._from_list)
            map_view.selected.connect(self._from_map)
        self.picture: FirstPicture | None = None
        if kept is not None and kept.picture is not None:
            from mapper.gui.first_picture import FirstPicture

            self.picture = FirstPicture(map_view, kept.picture)
        self.beside_map = layout.stacked(map_view, growing=map_view)
        right = QWidget()
        right.setObjectName("panel")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.splitter = layout.side_by_side(self._left, self.beside_map, right)
        self.middle = layout.stacked(self.splitter, growing=self.splitter)
        self._bar: QToolBar | None = None

    def take_edges(self, window: QMainWindow) -> None:
        """Keep free what menus, toolbar and status bar will take: nothing moves as they come."""
        if self.kept is None:
            return
        self._bar = QToolBar()
        self._bar.setMovable(False)
        self._bar.setFixedHeight(self.kept.heights["bars"])
        window.addToolBar(self._bar)
        bar = window.statusBar()
        assert bar is not None
        bar.setSizeGripEnabled(False)
        bar.setMinimumHeight(self.kept.heights["status"])

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) event of the list."""
        if self.table is not None:
            self.table.step(by)

    def hand_over(self) -> str | None:
        """Follow list and map no more; return the event that is selected in them."""
        if self.table is not None:
            self.table.chosen.disconnect(self._from_list)
            self._map.selected.disconnect(self._from_map)
        return self.event_id

    def give_way(self, place: int, widget: QWidget) -> None:
        """Let a part of the window take the left (0) or right (2) place that was kept free."""
        shares = self.splitter.sizes()
        former = self.splitter.widget(place)
        assert former is not None
        widget.setMinimumWidth(former.minimumWidth())
        self.splitter.replaceWidget(place, widget)
        widget.show()
        former.deleteLater()
        if self.kept is not None:
            self.splitter.setSizes(shares)

    def make_room_for_menus(self, window: QMainWindow) -> None:
        """Leave to the menus, which are there now, their part of what was kept free."""
        menus = window.menuBar()
        if self._bar is not None and self.kept is not None and menus is not None:
            rest = self.kept.heights["bars"] - menus.sizeHint().height()
            self._bar.setFixedHeight(max(rest, 0))

    def take_bar_away(self, window: QMainWindow) -> None:
        """Let menus and toolbar take their place."""
        if self._bar is not None:
            window.removeToolBar(self._bar)
            self._bar.deleteLater()

    @contextmanager
    def keyboard_stays(self) -> Iterator[None]:
        """Give the list the keyboard back that it loses where it is put elsewhere."""
        focused = self.table is not None and self.table.hasFocus()
        yield
        if focused and self.table is not None:
            self.table.setFocus()

    def _from_list(self, event_id: str) -> None:
        self.event_id = event_id
        self._map.select(event_id)

    def _from_map(self, event_id: str) -> None:
        self.event_id = event_id or None
        if self.table is not None:
            self.table.show_event(self.event_id)


def _table(kept: KeptStart, colours: Colours, *, remember: bool) -> EventTable:
    from mapper.gui.event_table import EventTable
    from mapper.gui.first_rows import FirstRows

    table = EventTable(FirstRows(kept.rows, colours))
    if remember:
        table.restore_layout()
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    table.setFocus()
    return table
