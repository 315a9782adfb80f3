"""Shows a newcomer how, and notes what they did: what the welcome needs of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mapper.gui.translation import tr

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow
    from mapper.model.filters import EventFilter


def show_how(window: MainWindow, name: str) -> None:
    """Do one of `welcome.THINGS` before the person's eyes; on the sample if there is nothing."""
    if window.session.data is None or not len(window.session.data.columns):
        window.showing.open_sample()
        return
    if name == "read" or window.selection.event_id is None:
        window.left.show_list()
        window.selection.frame_next = True
        window.events.table.step(1)
    if name == "filter":
        detail = window.panel.detail
        if detail is not None and detail.event.date_start is not None:
            window.events.filter_bar.set_days(detail.event.date_start, detail.event.date_start)
        else:
            window.actions_table["facets"].trigger()
    elif name == "copy":
        _copy(window)


def _copy(window: MainWindow) -> None:
    """Copy the statement of the selected event, else of the first one that has a distance."""
    if window.panel.distance.has_statement:
        window.panel.distance.copy_statement()
        return
    column, data = window.listing.distances, window.session.data
    known = np.flatnonzero(np.isfinite([] if column is None else column.distance_m))
    if data is None or not len(known):
        window.say(tr("No event has a distance yet: that takes a front of its day (F9)."))
        return
    event_id = str(data.columns.ids[known[0]])

    def copy() -> None:
        window.selection.answered.disconnect(copy)
        if window.selection.event_id == event_id:
            window.panel.distance.copy_statement()

    window.selection.answered.connect(copy)
    window.show_event(event_id)


def connect(window: MainWindow) -> None:
    """Let the welcome hear what the person does."""
    welcome = window.welcome

    def moved(_event_id: str) -> None:
        if not window.showing.greeting:
            welcome.tick("read")

    def filtered(chosen: EventFilter) -> None:
        if not chosen.everything:
            welcome.tick("filter")

    window.events.filter_bar.facets.toggled.connect(welcome.make_room)
    welcome.wanted.connect(lambda name: show_how(window, name))
    window.selection.moved.connect(moved)
    window.events.filter_bar.changed.connect(filtered)
    window.panel.distance.copied.connect(lambda _text: welcome.tick("copy"))
    window.commands.exported.connect(lambda: welcome.tick("copy"))
