"""Shows a newcomer how, and notes what they did: what the welcome needs of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        window.panel.distance.copy_statement()


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
