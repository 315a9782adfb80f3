"""Back and forward through the events that were looked at, as in a web browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PyQt6.QtCore import QObject

from mapper.gui.actions import Actions

#: Events remembered.
_MOST: Final = 200


class Trail(QObject):
    """Remembers what was selected; ``show`` selects an event and says if there is such a one."""

    def __init__(self, show: Callable[[str], bool], actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._actions = {-1: actions["back"], 1: actions["forward"]}
        self._ids: list[str] = []
        self._at = -1
        self._going = False
        self._mark()

    def clear(self) -> None:
        """Forget all: another project is open."""
        self._ids, self._at = [], -1
        self._mark()

    def take(self, event_id: str) -> None:
        """Note that an event was selected."""
        if self._going or (self._ids and self._ids[self._at] == event_id):
            return
        # Who went back and turns elsewhere leaves what was ahead.
        self._ids = [*self._ids[: self._at + 1], event_id][-_MOST:]
        self._at = len(self._ids) - 1
        self._mark()

    def go(self, by: int) -> None:
        """Go back (-1) or forward (1); events that are no more are passed over."""
        at = self._at + by
        self._going = True
        while 0 <= at < len(self._ids) and not self._show(self._ids[at]):
            at += by
        self._going = False
        if 0 <= at < len(self._ids):
            self._at = at
        self._mark()

    def _mark(self) -> None:
        self._actions[-1].setEnabled(self._at > 0)
        self._actions[1].setEnabled(self._at < len(self._ids) - 1)
