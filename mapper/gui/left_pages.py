"""What stands in the left pane: the list of events, or a panel in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PyQt6.QtCore import pyqtBoundSignal
from PyQt6.QtWidgets import QStackedWidget, QWidget

from mapper.gui.actions import Actions
from mapper.gui.event_list import EventList
from mapper.gui.two_line_list import TwoLineList


@runtime_checkable
class Panel(Protocol):
    """A widget that stands in the place of the list of events."""

    @property
    def list(self) -> TwoLineList:
        """The list that has the keyboard first."""

    @property
    def closed(self) -> pyqtBoundSignal:
        """Sent when the person wants the list of events back."""

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row."""


class Worker(Protocol):
    """Reads what a panel shows while somebody looks at it."""

    def want(self, *, wanted: bool) -> None:
        """Read from now on after each change, or not."""


class LeftPages(QStackedWidget):
    """Shows a panel while its command is on; the newest wins."""

    def __init__(
        self,
        actions: Actions,
        events: EventList,
        panels: Mapping[str, tuple[Panel, Worker]],
    ) -> None:
        """Take the panels by the name of their command."""
        super().__init__()
        self._actions = actions
        self._events = events
        self._panels = panels
        self.addWidget(events)
        for name, (panel, _) in self._panels.items():
            assert isinstance(panel, QWidget)
            self.addWidget(panel)
            panel.closed.connect(actions[name].trigger)

    def turn(self, name: str) -> None:
        """Follow a panel's command: show it, or the list again."""
        wanted = name if self._actions[name].isChecked() else ""
        for other, (panel, worker) in self._panels.items():
            self._actions[other].setChecked(other == wanted)
            if other == wanted:
                assert isinstance(panel, QWidget)
                self.setCurrentWidget(panel)
            worker.want(wanted=other == wanted)
            if other == wanted:
                panel.list.setFocus()
        if not wanted:
            self.setCurrentWidget(self._events)
            self._events.table.setFocus()

    def take_keyboard(self) -> None:
        """Give the keyboard to the list that is shown: its keys work from the first moment."""
        shown = self.currentWidget()
        (shown.list if isinstance(shown, Panel) else self._events.table).setFocus()

    def show_list(self) -> None:
        """Show the list of events."""
        for name in self._panels:
            if self._actions[name].isChecked():
                self._actions[name].trigger()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row of what is shown."""
        shown = self.currentWidget()
        if isinstance(shown, Panel):
            shown.step(by)
        else:
            self._events.table.step(by)
