"""What stands in the left pane: the list of events, or a panel in its place."""

from __future__ import annotations

from PyQt6.QtWidgets import QStackedWidget

from mapper.gui.actions import Actions
from mapper.gui.check_panel import CheckPanel
from mapper.gui.check_work import Checker
from mapper.gui.event_list import EventList
from mapper.gui.history_panel import HistoryPanel
from mapper.gui.history_work import HistoryReader


class LeftPages(QStackedWidget):
    """Shows a panel while its command is on; the newest wins."""

    def __init__(
        self,
        actions: Actions,
        events: EventList,
        checks: tuple[CheckPanel, Checker],
        history: tuple[HistoryPanel, HistoryReader],
    ) -> None:
        super().__init__()
        self._actions = actions
        self._events = events
        self._panels: dict[str, tuple[CheckPanel | HistoryPanel, Checker | HistoryReader]] = {
            "check": checks,
            "history": history,
        }
        self.addWidget(events)
        for name, (panel, _) in self._panels.items():
            self.addWidget(panel)
            panel.closed.connect(actions[name].trigger)

    def turn(self, name: str) -> None:
        """Follow a panel's command: show it, or the list again."""
        wanted = name if self._actions[name].isChecked() else ""
        for other, (panel, worker) in self._panels.items():
            self._actions[other].setChecked(other == wanted)
            if other == wanted:
                self.setCurrentWidget(panel)
            worker.want(wanted=other == wanted)
            if other == wanted:
                panel.list.setFocus()
        if not wanted:
            self.setCurrentWidget(self._events)
            self._events.table.setFocus()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row of what is shown."""
        shown = self.currentWidget()
        if isinstance(shown, CheckPanel | HistoryPanel):
            shown.step(by)
        else:
            self._events.table.step(by)
