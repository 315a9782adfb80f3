"""Python's search for rubbish, where and when it holds nobody up."""

from __future__ import annotations

import gc
import weakref
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject, QTimer

from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Tasks

_LOOKED_MS: Final = 500
#: Searched are objects made lately once there are more than these, and older ones
#: after so many such searches: the limits that Python has itself.
_YOUNG, _TURNS = gc.get_threshold()[0], 10
#: More than these at once are the rows of tables: no rubbish, and long to search.
_BULK: Final = 20_000
#: As many positions are let go at once: meanwhile all other threads wait.
_AT_ONCE: Final = 10_000

Points = npt.NDArray[np.object_]


class Sweeper(QObject):
    """Searches between two steps of the GUI thread while no work runs.

    Python itself searches in whatever thread makes objects, all the others waiting: with half
    a million events for 0.2-0.5 s, over and over while a project is read. What it finds may
    also be widgets, which no worker may take down.

    Objects that came in bulk are set aside unsearched until another project is opened.
    Positions, an object for each event, are held until all else of their state is gone, and
    then let go in a worker: whoever gave up the last of half a million would take 70 ms.
    """

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._opened = 0
        self._search_all = False
        self._held: list[tuple[weakref.ref[Any], Points]] = []
        gc.disable()
        parent.destroyed.connect(gc.enable)
        session.opened.connect(self._note_opened)
        session.opened.connect(self._hold)
        session.changed.connect(self._hold)
        timer = QTimer(self)
        timer.timeout.connect(self._sweep)
        timer.start(_LOOKED_MS)

    def _note_opened(self) -> None:
        self._opened += 1
        # Before the first there was nothing to be rubbish now.
        self._search_all = self._opened > 1

    def _hold(self, data: ProjectData | None) -> None:
        if data is not None and len(data.events) > _AT_ONCE:
            points = np.asarray(data.events.geometry.array)
            self._held.append((weakref.ref(data.events), points))

    def _sweep(self) -> None:
        held, self._held = self._held, []
        gone: list[Points] = []
        for events, points in held:
            if events() is None:
                gone.append(points)
            else:
                self._held.append((events, points))
        # The worker's reference is to be the last.
        held.clear()
        if gone:
            del points
            self._tasks.run(partial(_let_go, gone), done=lambda _none: None)
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


def _let_go(arrays: list[Points], _progress: Progress) -> None:
    while arrays:
        points = arrays.pop()
        parts = [points[at : at + _AT_ONCE].copy() for at in range(0, len(points), _AT_ONCE)]
        del points
        while parts:
            parts.pop()
