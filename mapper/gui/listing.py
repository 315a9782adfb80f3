"""Keeps the list and the map showing what the filter passes, in the chosen order."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.columns import Arrangement, ArrangeRequest, Sorting, arrange
from mapper.gui.distance_column import AllRequest, DistanceColumn, all_distances
from mapper.gui.event_list import EventList
from mapper.gui.session import ProjectData
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.web import MapView
from mapper.model.filters import EventFilter


class Listing(QObject):
    """Filters, sorts and measures in workers; the newest wish wins.

    Signals
    -------
    arranged()
        The list shows another arrangement.
    """

    arranged = pyqtSignal()

    def __init__(self, tasks: Tasks, events: EventList, map_view: MapView, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._list = events
        self._map = map_view
        self._data: ProjectData | None = None
        self._distances: DistanceColumn | None = None
        self._sorting = Sorting()
        #: Event to keep current when rows move.
        self.current: str | None = None
        self.arrangement: Arrangement | None = None
        self._shown_data: ProjectData | None = None
        events.filter_bar.changed.connect(self._filter)
        events.model.sort_requested.connect(self._sort)

    def show_data(self, data: ProjectData) -> None:
        """List the events of a project, or of a newer state of it."""
        self._data = data
        self._distances = None
        self._tasks.drop("distances")
        self._arrange()
        if len(data.events) and data.has_fronts:
            self._tasks.run(
                partial(all_distances, AllRequest(data.events, data.fronts)),
                done=self._take_distances,
                newest="distances",
                name="Measuring distances",
                stoppable=True,
            )

    def set_unit(self, unit: str) -> None:
        """Show the distances in another unit."""
        self._list.model.set_unit(unit)

    def _filter(self, _chosen: EventFilter) -> None:
        self._arrange()

    def _sort(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self._arrange()

    def _arrange(self) -> None:
        data = self._data
        if data is None:
            return
        request = ArrangeRequest(
            data.events,
            data.columns,
            self._list.filter_bar.chosen,
            self._sorting,
            None if self._distances is None else self._distances.distance_m,
        )

        def work(_progress: Progress) -> Arrangement:
            return arrange(request)

        self._tasks.run(work, done=partial(self._show, data), lane="list", newest="arrange")

    def _show(self, data: ProjectData, arrangement: Arrangement) -> None:
        before = self.arrangement
        self.arrangement = arrangement
        self._list.show_events(data.columns, arrangement, self._distances, self.current)
        if arrangement.chosen.everything:
            if before is None or not before.chosen.everything:
                self._map.set_shown(None)
        elif before is None or before.chosen != arrangement.chosen or data is not self._shown_data:
            self._map.set_shown(data.columns.ids[arrangement.rows].tolist())
        self._shown_data = data
        self.arranged.emit()

    def _take_distances(self, distances: DistanceColumn) -> None:
        self._distances = distances
        self._list.model.set_distances(distances)
        if self._sorting.key == "distance":
            self._arrange()
