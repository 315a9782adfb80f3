"""One selected event, the same in list, map and detail panel, and its distance."""

from __future__ import annotations

import datetime as dt
from functools import partial

import numpy as np
import pandas as pd
from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.chosen import Chosen
from mapper.gui.detail_panel import DetailPanel, EventDetail
from mapper.gui.event_list import EventList
from mapper.gui.framing import frame
from mapper.gui.goals import Goal
from mapper.gui.listing import Listing
from mapper.gui.measuring import Answer, MeasureRequest, answer, shown_front
from mapper.gui.nearby import Nearby
from mapper.gui.relocating import Relocating
from mapper.gui.ringing import Ringing
from mapper.gui.session import ProjectData, Session
from mapper.gui.several_distances import SeveralDistances
from mapper.gui.tasks import Tasks
from mapper.gui.web import MapView
from mapper.project import Change


class Selection(QObject):
    """Holds the selected event and keeps every view on it.

    Signals
    -------
    front_changed(str)
        Words for the status bar: which front is shown and why.
    moved(str)
        An event was selected.
    answered()
        The distance of the selected event is there.
    left()
        No event is selected any more.
    """

    front_changed = pyqtSignal(str)
    moved = pyqtSignal(str)
    answered = pyqtSignal()
    left = pyqtSignal()

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        listing: Listing,
        events: EventList,
        map_view: MapView,
        panel: DetailPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._listing = listing
        self._list = events
        self._map = map_view
        self._panel = panel
        self._data: ProjectData | None = None
        self.event_id: str | None = None
        #: Day whose front is shown while no event is selected; None: the newest.
        self.base_day: dt.date | None = None
        self.answer: Answer | None = None
        #: Whether the next answer's line is to be shown whole.
        self.frame_next = False
        self._detail: EventDetail | None = None
        #: The event that the card was about last.
        self._told_event: str | None = None
        self._goal = panel.distance.target.goal
        self.unit = "km"
        self._relocating = Relocating(tasks, session, panel.place, self)
        self._relocating.placed.connect(self._go_on)
        self._several = SeveralDistances(
            tasks, events.table, listing, panel.several, lambda: self.unit, self
        )
        self._ringing = Ringing(events.table, listing, map_view, self)
        self._nearby = Nearby(tasks, panel.nearby, self)
        panel.nearby.chosen.connect(self.select)
        panel.distance.target.goal_changed.connect(self._measure_to)
        self._front = panel.distance.front
        self._front.changed.connect(self._measure_on)
        events.table.chosen.connect(self._from_list)
        events.table.several.connect(panel.show_several)
        listing.arranged.connect(events.table.tell_several)
        map_view.selected.connect(self._from_map)
        map_view.rangeChanged.connect(self._follow_timeline)
        events.filter_bar.changed.connect(self._tell_front)

    def show_data(self, data: ProjectData, event_id: str | None = None) -> None:
        """Take a project; the event is selected if there is one of that id."""
        self._data = data
        self._panel.set_read_only(data.read_only_reason)
        if event_id is not None and data.columns.row_of(event_id) is None:
            event_id = None
        known = event_id is not None and event_id == self.event_id
        self._set(event_id)
        if not known:
            self._map.select(event_id)

    def show_change(self, data: ProjectData, change: Change) -> None:
        """Take a newer state of the project; what it does not touch stays as it is told."""
        before, event_id = self._data, self.event_id
        if before is None or not data.follows(before) or data.fronts is not before.fronts:
            self.show_data(data, event_id)
            return
        self._data = data
        if event_id is None:
            return
        if data.columns.row_of(event_id) is None:
            self.select(None)
        elif event_id in (change.event_ids or ()):
            self._set(event_id)

    def select(self, event_id: str | None) -> bool:
        """Select an event everywhere; say if there is such an event."""
        known = event_id is None or (
            self._data is not None and self._data.columns.row_of(event_id) is not None
        )
        if known:
            self._set(event_id)
            self._list.table.show_event(event_id)
            self._map.select(event_id)
        return known

    @property
    def shown_day(self) -> dt.date | None:
        """The one day that is looked at, None if there are several or all."""
        chosen = self._list.filter_bar.chosen
        return chosen.from_day if chosen.from_day == chosen.until_day else self.base_day

    @property
    def selected(self) -> Chosen:
        """The selected event, or all that are selected in the list."""
        several = self._list.table.selected()
        if len(several) > 1:
            return several
        one = pd.Index([] if self.event_id is None else [self.event_id], dtype="str")
        return Chosen(one, np.arange(len(one)))

    @property
    def next_id(self) -> str | None:
        """The event below what is selected in the list, or above where that is the end."""
        model = self._list.model
        rows = self._list.table.selected_rows()
        if len(rows) > 1:
            first, last = int(rows[0]), int(rows[-1])
        else:
            at = None if self.event_id is None else model.position(self.event_id)
            if at is None:
                return None
            first = last = at
        return model.event_id(last + 1) or model.event_id(first - 1)

    @property
    def front_day(self) -> dt.date | None:
        """Day whose front the map shows; None for the newest."""
        if self._detail is not None:
            return self._front.day or self._detail.event.date_start
        return self.base_day or self._list.filter_bar.chosen.until_day

    def show_front_of(self, day: dt.date) -> None:
        """Show the front of a day; no event is selected then, it would want its own."""
        self.base_day = day
        self.select(None)

    def set_unit(self, unit: str) -> None:
        """Tell the distance in another unit."""
        self.unit = unit
        self._several.refresh()
        self._measure()

    def _measure_on(self) -> None:
        """Measure to the front of another day or source, which the map shows."""
        self._map.set_front_day(self.front_day)
        self._measure_to(self._goal)

    def _measure_to(self, goal: Goal) -> None:
        self._goal = goal
        # The way to somewhere else may leave the map.
        self.frame_next = self._detail is not None
        self.answer = None
        # No number may stand beside a target it is not about.
        self._panel.distance.show_waiting()
        self._map.show_geodesic(None)
        self._measure()

    def _from_list(self, event_id: str) -> None:
        if event_id != self.event_id:
            self._set(event_id)
            self._map.select(event_id)

    def _from_map(self, event_id: str) -> None:
        if (event_id or None) != self.event_id:
            self._set(event_id or None)
            self._list.table.show_event(event_id or None)

    def _set(self, event_id: str | None) -> None:
        self.event_id = self._listing.current = event_id
        self.answer = None
        self._detail = None
        self._tasks.drop("detail")
        self._tasks.drop("answer")
        self._map.show_geodesic(None)
        if event_id is None:
            self.left.emit()
            self._panel.clear()
            self._map.set_front_day(self.base_day)
            self._tell_front()
        else:
            self.moved.emit(event_id)
            self._session.read_event(event_id, self._show_detail)

    def _follow_timeline(self) -> None:
        """Whoever moves through time wants the front of each day, not of one."""
        self.base_day = None
        if self.event_id is None:
            self._map.set_front_day(None)
            self._tell_front()

    def _tell_front(self) -> None:
        """Say which front the map shows: without an event it is that of the last day looked at."""
        if self._data is not None and self.event_id is None:
            self.front_changed.emit(shown_front(self._data.fronts, self.front_day))

    def _show_detail(self, detail: EventDetail) -> None:
        same = self._told_event == detail.event.event_id
        self._told_event = detail.event.event_id
        self._detail = detail
        looked_at = self.shown_day or self._list.filter_bar.chosen.until_day
        self._front.show_event(detail.event.date_start, looked_at, same=same)
        reason = None if self._data is None else self._data.read_only_reason
        self._panel.set_read_only(reason)
        self._panel.show_detail(detail)
        self._nearby.show_event(self._data, detail.event.event_id)
        self._relocating.show_event(detail.event, reason)
        self._map.set_front_day(self.front_day)
        self._measure()

    def _go_on(self) -> None:
        """Give the keyboard back to the list, where J goes to the next event."""
        if self._list.isVisible():
            self._list.table.setFocus()

    def _measure(self) -> None:
        if self._data is not None and self._detail is not None:
            event = self._detail.event
            request = MeasureRequest(
                event,
                self._data.fronts,
                self._goal,
                self.unit,
                day=self._front.day,
                source=self._front.source,
                radius_m=self._front.radius_m,
            )
            self._tasks.run(
                partial(answer, request), done=self._show_answer, lane="measure", newest="answer"
            )

    def _show_answer(self, result: Answer) -> None:
        self.answer = result
        self._panel.show_answer(result)
        self._map.show_geodesic(result.geodesic)
        self.front_changed.emit(result.front)
        self.answered.emit()
        if self.frame_next and result.geodesic is not None:
            view = frame(result.geodesic, self._map.room)
            self._map.when_drawn(lambda: self._map.set_view(view.lon, view.lat, view.zoom))
        self.frame_next = False
