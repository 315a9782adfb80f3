"""Waiting until a window has done all it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from mapper.gui.tasks import Tasks
from mapper.gui.web import MapView


def when_settled(
    tasks: Tasks, view: MapView, has_map: Callable[[], bool], callback: Callable[[], object]
) -> None:
    """Call back once nothing is worked on, a map is shown and everything is painted."""

    def check() -> None:
        if tasks.is_idle and has_map():
            tasks.idle.disconnect(check)
            view.when_drawn(drawn)

    def drawn() -> None:
        if tasks.is_idle:
            callback()
        else:
            tasks.idle.connect(check)

    tasks.idle.connect(check)
    check()
