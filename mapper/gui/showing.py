"""What is done when a project is opened, changed or drawn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QModelIndex

from mapper import gazetteer, mapdoc
from mapper.gui import history_words, settings
from mapper.gui.drawing import is_of
from mapper.gui.session import ProjectData
from mapper.gui.translation import tr
from mapper.model.errors import ProjectError, shorten
from mapper.project import Change

if TYPE_CHECKING:
    from mapper.gui.kept_start import KeptStart
    from mapper.gui.window import MainWindow

#: From here on a town and the roads into it can be told apart.
_CLOSE_ZOOM: Final = 9.0


class Showing:
    """Hands the data of the project to the parts of the window, each in its turn."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        #: Whether the sample is being opened, to show a newcomer its first event.
        self.greeting = False
        #: Whether the map of a project was drawn.
        self.document_shown = False
        self._select_first: str | None = None
        self._fit_next = False

    def open_first(self, path: Path | None, select: str | None, day: dt.date | None) -> None:
        """Open a project (None: the last one, else the sample) and select an event."""
        window = self._window
        self._select_first, window.selection.base_day = select, day
        # Statements name the place nearest to the front; the index is built once.
        window.tasks.run(
            gazetteer.ensure_index,
            # Words that were sought meanwhile may be other names of places.
            done=lambda _path: window.listing.search_again(),
            name=tr("Preparing place names (only this once)"),
            stoppable=True,
        )
        if path is None:
            path = settings.last_project()
        if path is None:
            self.open_sample()
        else:
            window.session.open(path)

    def open_sample(self) -> None:
        """Open the sample, and show a newcomer its first event."""
        window = self._window
        self.greeting = True
        window.session.open_sample()

    def select_greeting(self) -> None:
        """On the sample, show a newcomer at once what there is to know."""
        window = self._window
        if self.greeting and window.selection.event_id is None:
            window.selection.frame_next = True
            window.events.table.step(1)
        self.greeting = False

    def show_project(self, data: ProjectData) -> None:
        """Show a project that was opened."""
        window = self._window
        if window.remember:
            settings.add_recent_project(data.path)
        self._fit_next = self._select_first is None and not self.greeting
        first = window.drawing.first
        # What the person does since the window shows this project is not undone.
        goes_on = first is not None and is_of(first, data)
        if not goes_on:
            window.events.filter_bar.clear_filter()
        window.notices.hide()
        if data.read_only_reason:
            # A copy can be worked in.
            way_on = {tr("Save a copy…"): window.actions_table["copy"].trigger}
            told = data.read_only_reason.removeprefix(
                f"{data.path.name} is open for reading only: "
            )
            words = tr("Read-only: {reason}", reason=told)
            window.lock_notice.show_message(words, "lock", way_on)
        else:
            window.lock_notice.hide()
        if data.elsewhere is not None:
            words = history_words.told_elsewhere(data.elsewhere)
            window.problems.tell(words, {tr("History"): window.actions_table["history"].trigger})
        window.copies.take_opened(data)
        window.welcome.show_project(sample=data.path == window.session.sample_path)
        window.trail.clear()
        self._show_data(data)
        window.checker.show_project(data)
        window.selection.show_data(data, window.selection.event_id if goes_on else None)
        if not goes_on:
            window.left.take_keyboard()
        if self._select_first is not None:
            wanted, self._select_first = self._select_first, None
            window.selection.frame_next = True
            if not window.selection.select(wanted):
                error = ProjectError(tr("The project has no event {title}.", title=shorten(wanted)))
                window.session.open_failed.emit(error)

    def show_change(self, data: ProjectData, change: Change) -> None:
        """Show the project after a change."""
        window = self._window
        self._show_data(data)
        window.selection.show_change(data, change)
        window.checker.show_change(data, change)

    def _show_data(self, data: ProjectData) -> None:
        window = self._window
        window.update_title()
        writable = data.read_only_reason is None
        window.actions_table.set_available(project=True, writable=writable)
        for button in window.events.changing:
            button.setEnabled(writable)
        window.actions_table["no_boundary"].setEnabled(writable and data.fronts.outline is not None)
        for name, step in (("undo", data.undo_name), ("redo", data.redo_name)):
            action = window.actions_table[name]
            word = tr("&Undo") if name == "undo" else tr("&Redo")
            # A title may hold an ampersand, which a menu would take for its key.
            told = f": {step}".replace("&", "&&") if step else ""
            action.setText(word + told)
            action.setEnabled(writable and step is not None)
        window.listing.show_data(data)
        window.map_measure.show_data(data)
        window.aiming.show_data(data)
        window.drawing.show_data(data)

    def show_document(self, document: mapdoc.MapDocument | KeptStart) -> None:
        """Note that the map is drawn, and frame it where that was asked for."""
        window = self._window
        if self._fit_next and not window.drawing.went_on:
            window.map_view.fit()
        self._fit_next = False
        self.document_shown = True
        if document.warnings:
            window.notices.show_message(" ".join(document.warnings))

    def look_at(self, index: QModelIndex) -> None:
        """Look closely at the event of a row of the list, on the map."""
        window, data = self._window, self._window.session.data
        event_id = window.events.table.events.event_id(index.row())
        row = None if data is None or event_id is None else data.columns.row_of(event_id)
        if data is None or row is None:
            return
        place = data.events.geometry.iat[row]
        if place is None or place.is_empty:
            window.say(tr("This event has no place on the map."))
            return
        zoom = _CLOSE_ZOOM if window.map_view.look is None else window.map_view.look.zoom
        window.map_view.set_view(place.x, place.y, max(zoom, _CLOSE_ZOOM))

    def fail_opening(self, error: BaseException) -> None:
        """Tell why a project did not open, and what to do."""
        window = self._window
        window.problems.show(error, window.copies.offers(error))
        if window.session.data is None:
            window.events.show_no_project()
            window.drawing.show_nothing()
