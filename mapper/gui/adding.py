"""Adding an event: where it lies first, then what it is called; it is there as one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from mapper.gazetteer import Whereabouts, place_event
from mapper.gui.day_words import write_day
from mapper.gui.labels import TextLabel
from mapper.gui.place_search import Found, find_places
from mapper.gui.pointed import pointed
from mapper.gui.search_box import SearchBox
from mapper.gui.session import Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.gui.web import MapView
from mapper.model import vocabulary as words
from mapper.model.event import Event, write_position
from mapper.project import Change, Project

_WHERE: Final = tr("Click the map, or type coordinates or a place.")
_PLACEHOLDER: Final = tr("Huliaipole, or 36.2304,49.9935")


class AddBar(QFrame):
    """The strip above the map that asks where a new event lies, then for its title.

    Signals
    -------
    searched(str, bool)
        Words for a place, and whether they were entered; answered by `show_found`.
    chosen(Whereabouts, str)
        It lies there; with the words that were written.
    titled(str)
        It is called so.
    left()
        The person does not want to add anything.
    """

    searched = pyqtSignal(str, bool)
    chosen = pyqtSignal(object, str)
    titled = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("measureBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._found = Found()
        self._written = self._entered = ""
        self._placed = False
        self.text = TextLabel(_WHERE)
        self.box = SearchBox()
        self.box.written.connect(self._write)
        self.box.chosen.connect(
            lambda row: self.chosen.emit(self._found.places[row], self._written)
        )
        self.box.left.connect(self.left)
        cancel = QPushButton(tr("Cancel"))
        cancel.setToolTip(tr("Add nothing (Esc)"))
        cancel.clicked.connect(self.left)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.box, 1)
        line.addWidget(cancel, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 10, 7)
        layout.setSpacing(5)
        layout.addWidget(self.text)
        layout.addLayout(line)
        self.hide()

    def ask_where(self) -> None:
        """Ask where the event lies."""
        self._placed = False
        self.text.set_text(_WHERE)
        self.show()
        self.box.open(tr("Place of the new event"), _PLACEHOLDER)

    def show_found(self, text: str, found: Found) -> None:
        """Show what the words may mean."""
        if not self._placed and self.box.show_rows(
            text, found.rows, found.message, wrong=found.wrong
        ):
            self._found, self._written = found, text
            if found.rows and self.box.edit.hasFocus() and text == self._entered:
                self.box.edit.down.emit()

    def ask_title(self, place: str, day: dt.date | None) -> None:
        """Ask what the event is called that lies there, and say which day it gets."""
        self._placed = True
        if day is None:
            asked = tr(
                "A new event: {place}, day not known yet. What happened? Enter adds it.",
                place=place,
            )
        else:
            # It is the day that is looked at: nobody wrote it.
            asked = tr(
                "A new event: {place}, {day}. What happened? Enter adds it.",
                place=place,
                day=write_day(day),
            )
        self.text.set_text(asked)
        self.box.close_search()
        self.box.open(tr("Title of the new event"), tr(words.field_meaning("title")))

    def close_bar(self) -> None:
        """Ask for nothing any more."""
        self.box.close_search()
        self.hide()

    def _write(self, text: str, entered: bool) -> None:
        self._entered = text if entered else ""
        if not self._placed:
            self.searched.emit(text, entered)
        elif entered:
            self.titled.emit(text.strip())


class Adding(QObject):
    """Keeps the bar, the map's crosshair and the project together.

    Signals
    -------
    added(str)
        The event of that id is new.
    """

    added = pyqtSignal(str)

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        map_view: MapView,
        bar: AddBar,
        shown_day: Callable[[], dt.date | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._map = map_view
        self._bar = bar
        self._shown_day = shown_day
        self._event = Event("", "own", "New event")
        self.on = False
        bar.searched.connect(self._search)
        bar.chosen.connect(self._place)
        bar.titled.connect(self._add)
        bar.left.connect(self.end)
        map_view.picked.connect(self._pick)
        map_view.pick_left.connect(self.end)
        session.opening.connect(lambda _path: self.end())

    def start(self) -> None:
        """Ask for the place of a new event."""
        day = self._shown_day()
        precision = None if day is None else "day"
        self._event = Event(
            "", "own", "New event", date_start=day, date_end=day, date_precision=precision
        )
        self.on = True
        self._map.pick_place(True)
        self._bar.ask_where()

    def end(self) -> None:
        """Ask for nothing any more."""
        if self.on:
            self.on = False
            self._map.pick_place(False)
            self._bar.close_bar()

    def _search(self, text: str, entered: bool) -> None:
        self._tasks.run(
            partial(find_places, self._event, text, entered),
            done=partial(self._bar.show_found, text),
            newest="new place",
        )

    def _pick(self, lon: float, lat: float) -> None:
        if not self.on:
            return
        zoom = 8.0 if self._map.look is None else self._map.look.zoom
        where = pointed(lon, lat, zoom)
        self._place(where, f"{where.lon},{where.lat}, clicked on the map")

    def _place(self, where: Whereabouts, written: str) -> None:
        """Take where it lies; what is known of that place is looked up beside."""

        def work(_progress: Progress) -> Event:
            values = place_event(self._event, where, written).values
            return Event(**{**vars(self._event), **values})

        self._tasks.run(work, done=self._ask_title, newest="new place")

    def _ask_title(self, event: Event) -> None:
        if self.on and event.lon is not None and event.lat is not None:
            self._event = event
            at = event.place_name or write_position(event.lon, event.lat)
            self._bar.ask_title(at, event.date_start)

    def _add(self, title: str) -> None:
        if not title:
            return
        event = Event(**{**vars(self._event), "title": title})
        self.end()

        def work(project: Project, _progress: Progress) -> Change:
            return project.add_event(event)

        def done(change: Change | None) -> None:
            if change is not None and change.event_ids:
                self.added.emit(change.event_ids[0])

        self._session.edit(work, done=done)
