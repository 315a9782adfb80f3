"""Measuring on the map: the map reports points, the engine measures, the bar tells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QAction

from mapper.gui.measure_bar import MeasureBar
from mapper.gui.path_measuring import measure_path, request_of
from mapper.gui.session import ProjectData
from mapper.gui.tasks import Tasks
from mapper.gui.web import MapView


class MapMeasure(QObject):
    """Keeps the map's tool, the bar and the command together."""

    def __init__(
        self, tasks: Tasks, map_view: MapView, bar: MeasureBar, action: QAction, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._map = map_view
        self._bar = bar
        self._action = action
        self._data: ProjectData | None = None
        self._told: Mapping[str, Any] | None = None
        self._unit = "km"
        map_view.measured.connect(self._take)
        bar.undo_wanted.connect(map_view.undo_measure)
        bar.close_wanted.connect(map_view.close_measure)
        bar.ended.connect(self.end)

    @property
    def on(self) -> bool:
        """Whether something is being measured."""
        return self._action.isChecked()

    def show_data(self, data: ProjectData) -> None:
        """Take a project or a newer state of it."""
        self._data = data

    def set_unit(self, unit: str) -> None:
        """Tell everything in another unit."""
        self._unit = unit
        self._measure()

    def toggle(self) -> None:
        """Start or stop, as the command now says."""
        self._told = None
        self._tasks.drop("path")
        if self.on:
            self._bar.start()
            self._map.start_measure()
            self._map.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._bar.hide()
            self._map.stop_measure()

    def end(self) -> None:
        """Stop measuring."""
        if self.on:
            self._action.trigger()

    def undo(self) -> None:
        """Take the last point back."""
        self._map.undo_measure()

    def _take(self, told: Mapping[str, Any]) -> None:
        if told.get("ended"):
            self.end()
        elif self.on:
            self._told = told
            self._measure()

    def _measure(self) -> None:
        told = self._told
        self._tasks.drop("path")
        if told is None:
            return
        count = len(told["points"])
        self._bar.show_points(count, closed=bool(told.get("closed")))
        if count < 2:
            return
        data = self._data
        events, columns = (None, None) if data is None else (data.events, data.columns)
        request = request_of(told, self._unit, events, columns)
        self._tasks.run(
            partial(measure_path, request),
            done=self._bar.show_answer,
            lane="measure",
            newest="path",
        )
