"""Keeps the distance of every event to the front of its day as the project changes."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.distance_column import AllRequest, DistanceColumn, all_distances
from mapper.gui.session import ProjectData
from mapper.gui.tasks import Tasks
from mapper.gui.touched import Touched
from mapper.gui.translation import tr
from mapper.model.texts import some_rows


class Distancing(QObject):
    """Measures all events once, and after a change of few only these.

    Signals
    -------
    changed()
        ``column`` tells other distances than before, or ``measuring`` another answer.
    """

    changed = pyqtSignal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._data: ProjectData | None = None
        #: Distances of the events of the newest data; None until they are measured.
        self.column: DistanceColumn | None = None
        self._lacking: npt.NDArray[np.bool_] = np.empty(0, dtype=bool)
        self._measuring = False
        #: What was touched since the measuring began.
        self._meanwhile: list[Touched] = []

    def show_data(self, data: ProjectData) -> None:
        """Take a project, or a newer state of it."""
        before, self._data = self._data, data
        touched = data.touched
        if (
            before is None
            or touched is None
            or not data.follows(before)
            or data.fronts is not before.fronts
            or not len(before.events)
        ):
            self._measure_all(data)
        elif self._measuring:
            self._meanwhile.append(touched)
        elif self.column is not None:
            self._touch(touched)
            self._measure_lacking()

    @property
    def measuring(self) -> bool:
        """Whether all events are being measured."""
        return self._measuring

    def measure_again(self) -> None:
        """Measure all events, after that was stopped."""
        if self._data is not None and not self._measuring:
            self._measure_all(self._data)
            self.changed.emit()

    def _measure_all(self, data: ProjectData) -> None:
        self.column = None
        self._meanwhile = []
        self._tasks.drop("distances")
        self._tasks.drop("some distances")
        self._measuring = bool(len(data.events)) and data.has_fronts
        if self._measuring:
            self._tasks.run(
                partial(all_distances, AllRequest(data.events, data.fronts)),
                done=self._take_all,
                failed=self._fail,
                newest="distances",
                name=tr("Measuring distances"),
                stoppable=True,
            )

    def _take_all(self, column: DistanceColumn) -> None:
        self._measuring = False
        self.column = column
        self._lacking = np.zeros(len(column.stated), dtype=bool)
        meanwhile, self._meanwhile = self._meanwhile, []
        for touched in meanwhile:
            self._touch(touched)
        self._measure_lacking()
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self._measuring = False
        self.changed.emit()
        self._tasks.failed.emit(error)

    def _touch(self, touched: Touched) -> None:
        assert self.column is not None
        self.column = self.column.after(touched)
        self._lacking = touched.put(self._lacking, True)

    def _measure_lacking(self) -> None:
        rows = np.flatnonzero(self._lacking)
        if not len(rows) or self._data is None:
            return
        column = self.column
        assert column is not None
        events = some_rows(self._data.events, rows).reset_index(drop=True)
        request = AllRequest(events, self._data.fronts)
        # Whatever touches the column begins this anew: it is filled here, off the GUI thread.
        self._tasks.run(
            lambda progress: column.filled(rows, all_distances(request, progress)),
            done=self._take_some,
            newest="some distances",
        )

    def _take_some(self, column: DistanceColumn) -> None:
        self.column = column
        self._lacking = np.zeros_like(self._lacking)
        self.changed.emit()
