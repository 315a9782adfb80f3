"""Keeps measurements: joins the distance card, the measure bar, details, panel and map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from mapper.gui.framing import frame
from mapper.gui.kept_words import KeptRow
from mapper.gui.translation import tr

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow


class Keeping(QObject):
    """Tells each part what is kept, and does what each asks for."""

    def __init__(self, window: MainWindow, undo: Callable[[], object]) -> None:
        super().__init__(window)
        self._window = window
        self._undo = undo
        self._told = ""
        self._wanted = ""
        card, reader, panel = window.panel.distance, window.kept_reader, window.kept
        card.keep_wanted.connect(self._keep)
        window.measure_bar.keep_wanted.connect(reader.keep)
        window.selection.answered.connect(self._show_card)
        window.selection.moved.connect(lambda _event_id: self._show_section())
        window.panel.kept.chosen.connect(self._open_panel)
        panel.shown.connect(self._show_on_map)
        panel.copied.connect(window.panel.copied)
        reader.changed.connect(self._refresh)
        reader.done.connect(self._tell)
        window.session.changed.connect(lambda _data, change: self._withdraw(bool(change.tables)))
        window.session.opened.connect(lambda _data: self._withdraw(True))

    def _keep(self) -> None:
        answer = self._window.selection.answer
        if answer is not None and answer.kept is not None:
            self._window.kept_reader.keep(answer.kept)

    def _refresh(self) -> None:
        reader = self._window.kept_reader
        self._window.map_view.set_measurements(reader.told.drawn)
        self._show_section()
        self._show_card()
        if self._wanted:
            self._window.kept.go_to(self._wanted)
            self._wanted = ""

    def _show_section(self) -> None:
        event_id, reader = self._window.selection.event_id, self._window.kept_reader
        self._window.panel.kept.show_rows(
            () if event_id is None else reader.told.of_event(event_id)
        )

    def _show_card(self) -> None:
        selection, reader = self._window.selection, self._window.kept_reader
        kept = None if selection.answer is None else selection.answer.kept
        self._window.measure_bar.writable = reader.writable
        self._window.panel.distance.show_kept(kept=reader.has(kept), writable=reader.writable)

    def _tell(self, words: str) -> None:
        self._told = words
        offers = {tr("Undo"): self._undo}
        panel = self._window.actions_table["measurements"]
        if not panel.isChecked():
            offers[tr("Measurements")] = panel.trigger
        self._window.problems.tell(words, offers)

    def _withdraw(self, changed: bool) -> None:
        """Take the notice back once Undo would undo another step."""
        if changed:
            self._window.problems.withdraw(self._told)

    def _open_panel(self, key: str) -> None:
        action = self._window.actions_table["measurements"]
        if not action.isChecked():
            action.trigger()
        self._window.kept.go_to(key)

    def _show_on_map(self, row: KeptRow) -> None:
        window = self._window
        event_id = row.kept.event_id
        if event_id is not None and event_id != window.selection.event_id:
            window.selection.select(event_id)
        line = row.kept.line
        if line is None:
            return
        window.map_view.set_layer("measurements", True)
        parts = [[list(point) for point in part.coords] for part in line.geoms]
        view = frame({"line": parts}, window.map_view.room)
        window.map_view.when_drawn(lambda: window.map_view.set_view(view.lon, view.lat, view.zoom))
