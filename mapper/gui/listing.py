"""Keeps the list and the map showing what the filter passes, in the chosen order."""

from __future__ import annotations

from functools import partial

import pandas as pd
from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.check_work import Findings
from mapper.gui.columns import Arrangement, ArrangeRequest, Sorting, arrange
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.distancing import Distancing
from mapper.gui.event_list import EventList
from mapper.gui.facet_counts import FacetCounter
from mapper.gui.rearranging import rearrange
from mapper.gui.session import ProjectData, Session
from mapper.gui.source_counting import SourceCounting
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.web import MapView
from mapper.model.filters import EventFilter
from mapper.model.wordsearch import SOURCE_COLUMNS


class Listing(QObject):
    """Filters, sorts and measures in workers; the newest wish wins.

    Signals
    -------
    arranged()
        The list shows another arrangement.
    measured()
        The distances, or whether they are being measured, are others than before.
    """

    arranged = pyqtSignal()
    measured = pyqtSignal()

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        events: EventList,
        map_view: MapView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        #: Names and addresses of all sources, of the state of that number; while words are sought.
        self._sources: tuple[int, pd.DataFrame] | None = None
        self._list = events
        self._map = map_view
        self._data: ProjectData | None = None
        self.distancing = Distancing(tasks, self)
        self.source_counting = SourceCounting(session, self)
        self._counter = FacetCounter()
        self._sorting = events.model.sorting
        #: Event to keep current when rows move.
        self.current: str | None = None
        self.arrangement: Arrangement | None = None
        self._shown_data: ProjectData | None = None
        self.distancing.changed.connect(self._take_distances)
        self.source_counting.changed.connect(self._take_source_counts)
        events.table.layout_of_columns.changed.connect(self._want_sources)
        events.filter_bar.changed.connect(self._filter)
        map_view.rangeChanged.connect(events.filter_bar.set_days)
        events.model.sort_requested.connect(self._sort)
        events.facets.counts_wanted.connect(self._arrange)
        map_view.viewChanged.connect(self._take_view)
        events.facets.in_view.toggled.connect(self._take_view)

    def show_data(self, data: ProjectData) -> None:
        """List the events of a project, or of a newer state of it."""
        self._data = data
        self.distancing.show_data(data)
        self._want_sources()
        self.source_counting.show_data(data)
        self._arrange()

    @property
    def shown_data(self) -> ProjectData | None:
        """The state of the project that the arrangement is of."""
        return self._shown_data

    @property
    def distances(self) -> DistanceColumn | None:
        """Distances of the events of `shown_data`; None while they are not known."""
        return self.distancing.column if self._data is self._shown_data else None

    def take_findings(self, findings: Findings | None) -> None:
        """Count the events by what the checks found in them."""
        if findings is not self._counter.findings:
            self._counter.findings = findings
            if self._list.facets.wanted:
                self._arrange()

    def search_again(self) -> None:
        """Look for the words of the filter once more: more names of places are known."""
        if self._list.filter_bar.chosen.text:
            self._arrange()

    def set_unit(self, unit: str) -> None:
        """Show the distances in another unit."""
        self._list.model.set_unit(unit)

    def _filter(self, chosen: EventFilter) -> None:
        # At once, as the map moves with its own timeline; the list follows.
        self._map.set_range(chosen.from_day, chosen.until_day)
        self._arrange()

    def _take_view(self, *_: object) -> None:
        """Tell the filter what the map shows."""
        self._list.facets.take_box(self._map.box)

    def _sort(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self._want_sources()
        self._arrange()

    def _arrange(self) -> None:
        data = self._data
        if data is None:
            return
        column, by_distance = self.distancing.column, self._sorting.key == "distance"
        request = ArrangeRequest(
            data.events,
            data.columns,
            self._list.filter_bar.chosen,
            self._sorting,
            column.distance_m if column is not None and by_distance else None,
            self._sources_for(data),
            self.source_counting.counts,
            self._counter if self._list.facets.wanted else None,
        )
        touched, before = data.touched, self.arrangement
        work = partial(arrange, request)
        if (
            touched is not None
            and before is not None
            and data.follows(self._shown_data)
            and (before.chosen, before.sorting) == (request.chosen, request.sorting)
            and before.sorting.key not in ("distance", "sources")
            and request.counter is None
        ):
            work = partial(rearrange, request, before, touched)

        def make(_progress: Progress) -> Arrangement:
            if column is not None:
                # They are shown with the rows.
                column.make()
            return work()

        self._tasks.run(make, done=partial(self._show, data), lane="list", newest="arrange")

    def _sources_for(self, data: ProjectData) -> pd.DataFrame | None:
        """Return the sources to look for words in; the list follows once newer ones are read."""
        if not self._list.filter_bar.chosen.text:
            # They are read for the search alone.
            self._sources = None
        elif self._sources is None or self._sources[0] != data.state:

            def take(sources: pd.DataFrame) -> None:
                if data is self._data and self._list.filter_bar.chosen.text:
                    self._sources = data.state, sources
                    self._arrange()

            columns = ["event_id", *SOURCE_COLUMNS]
            self._session.use(
                lambda project, progress: project.source_texts(columns, progress.check), done=take
            )
        return None if self._sources is None else self._sources[1]

    def _show(self, data: ProjectData, arrangement: Arrangement) -> None:
        before, shown = self.arrangement, self._shown_data
        self.arrangement, self._shown_data = arrangement, data
        # Who has the list open at some place reads on there after an edit.
        stay = (
            before is not None
            and data is not shown
            and shown is not None
            and data.path == shown.path
            and (before.chosen, before.sorting) == (arrangement.chosen, arrangement.sorting)
            # An event that was just added is to be seen.
            and (self.current is None or shown.columns.row_of(self.current) is not None)
        )
        column = self.distancing.column
        counts = self.source_counting.counts if data is self._data else None
        self._list.model.set_source_counts(counts)
        self._list.show_events(data.columns, arrangement, column, self.current, stay=stay)
        if arrangement.counts is not None:
            self._list.facets.show_counts(
                arrangement.counts, arrangement.chosen, arrangement.spellings
            )
        # The map filters the days itself: its timeline counts the others, too.
        if arrangement.any_day is None:
            if before is None or before.any_day is not None:
                self._map.set_shown(None)
        elif (
            before is None
            or before.chosen.general != arrangement.chosen.general
            or data is not shown
        ):
            self._map.set_shown(data.columns.ids, arrangement.any_day)
        self.arranged.emit()

    def _want_sources(self) -> None:
        shown = self._list.table.layout_of_columns.shown
        self.source_counting.want("sources" in shown or self._sorting.key == "sources")

    def _take_source_counts(self) -> None:
        if self._data is self._shown_data:
            self._list.model.set_source_counts(self.source_counting.counts)
        if self._sorting.key == "sources":
            self._arrange()

    def _take_distances(self) -> None:
        # Newer data bring their distances with them.
        if self._data is self._shown_data:
            self._list.model.set_distances(self.distancing.column)
        if self._sorting.key == "distance":
            self._arrange()
        self.measured.emit()
