"""Python's search for rubbish, where and when it holds nobody up."""

from __future__ import annotations

import gc
from typing import Final

from PyQt6.QtCore import QObject, QTimer

from mapper.gui.session import Session
from mapper.gui.tasks import Tasks

_LOOKED_MS: Final = 500
#: Searched are objects made lately once there are more than these, and older ones
#: after so many such searches: the limits that Python has itself.
_YOUNG, _TURNS = gc.get_threshold()[0], 10
#: More than these at once are the rows of tables: no rubbish, and long to search.
_BULK: Final = 20_000


class Sweeper(QObject):
    """Searches between two steps of the GUI thread while no work runs.

    Python itself searches in whatever thread makes objects, all the others waiting: with half
    a million events for 0.2-0.5 s, over and over while a project is read. What it finds may
    also be widgets, which no worker may take down.

    Objects that came in bulk are set aside unsearched until another project is opened.
    """

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._opened = 0
        self._search_all = False
        gc.disable()
        parent.destroyed.connect(gc.enable)
        session.opened.connect(self._note_opened)
        timer = QTimer(self)
        timer.timeout.connect(self._sweep)
        timer.start(_LOOKED_MS)

    def _note_opened(self) -> None:
        self._opened += 1
        # Before the first there was nothing to be rubbish now.
        self._search_all = self._opened > 1

    def _sweep(self) -> None:
        if not self._tasks.is_idle:
            return
        young, middle, old = gc.get_count()
        if self._search_all:
            self._search_all = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        elif young > _BULK:
            gc.freeze()
        elif old > _TURNS:
            gc.collect(2)
        elif middle > _TURNS:
            gc.collect(1)
        elif young > _YOUNG:
            gc.collect(0)
