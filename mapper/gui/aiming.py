"""Looks up what someone wants to measure to, off the GUI thread."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from mapper.gui import dialogs
from mapper.gui.goals import Options, find_event, find_place, find_shape
from mapper.gui.session import ProjectData
from mapper.gui.target_row import TargetRow
from mapper.gui.tasks import Tasks
from mapper.gui.translation import tr


class Aiming(QObject):
    """Answers the searches of a `TargetRow`; the newest wish wins."""

    def __init__(self, tasks: Tasks, row: TargetRow, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._row = row
        self._window = window
        self._data: ProjectData | None = None
        row.searched.connect(self._search)
        row.file_wanted.connect(self._ask_file)

    def show_data(self, data: ProjectData) -> None:
        """Take a project or a newer state of it."""
        self._data = data

    def _search(self, kind: str, text: str, entered: bool) -> None:
        data = self._data
        if kind == "place":
            work = partial(find_place, text, entered)
        elif data is not None:
            work = partial(find_event, text, data.events, data.columns)
        else:
            return

        def show(found: Options) -> None:
            self._row.show_options(text, found)

        self._tasks.run(work, done=show, newest="goal")

    def _ask_file(self) -> None:
        path = dialogs.ask_shape(self._window)
        if path is None:
            return
        self._tasks.run(
            partial(find_shape, path),
            done=self._row.take,
            name=tr("Reading the line or area"),
            newest="goal",
        )
