"""What the map page may tell the window, over QWebChannel."""

from __future__ import annotations

import json
from typing import Final

from PyQt6.QtCore import QObject, pyqtSignal, pyqtSlot
from PyQt6.QtGui import QGuiApplication

#: Positions are shorter.
LONGEST_COPY: Final = 200


class Bridge(QObject):
    """The channel object ``bridge`` of ``resources/web/window.js``.

    Slots are called by the page; each becomes a signal of typed values.
    `documentChanged` asks the page to fetch the document again.
    """

    documentChanged = pyqtSignal()  # noqa: N815

    page_ready = pyqtSignal()
    document_loaded = pyqtSignal()
    page_drawn = pyqtSignal(int)
    event_selected = pyqtSignal(str)
    event_hovered = pyqtSignal(str)
    line_measured = pyqtSignal(object)
    view_changed = pyqtSignal(object)
    look_changed = pyqtSignal(object)
    range_changed = pyqtSignal(str, str)
    page_failed = pyqtSignal(str)
    labels_chosen = pyqtSignal(str)
    state_kept = pyqtSignal(object)
    place_picked = pyqtSignal(float, float)
    pick_left = pyqtSignal()
    event_moving = pyqtSignal(float, float)
    move_done = pyqtSignal()
    move_left = pyqtSignal()

    @pyqtSlot()
    def ready(self) -> None:
        """Page: the channel is connected."""
        self.page_ready.emit()

    @pyqtSlot()
    def loaded(self) -> None:
        """Page: the document is loaded."""
        self.document_loaded.emit()

    @pyqtSlot(int)
    def drawn(self, token: int) -> None:
        """Page: what was asked for before `token` is painted."""
        self.page_drawn.emit(token)

    @pyqtSlot(str)
    def selected(self, event_id: str) -> None:
        """Page: the person selected an event; empty for none."""
        self.event_selected.emit(event_id)

    @pyqtSlot(str)
    def hovered(self, event_id: str) -> None:
        """Page: the pointer is over an event; empty for none."""
        self.event_hovered.emit(event_id)

    @pyqtSlot(str)
    def measured(self, text: str) -> None:
        """Page: the measured line as JSON."""
        self.line_measured.emit(json.loads(text))

    @pyqtSlot(str)
    def viewChanged(self, text: str) -> None:
        """Page: centre, zoom and range of days as JSON."""
        self.view_changed.emit(json.loads(text))

    @pyqtSlot(str, str)
    def rangeChanged(self, from_day: str, until_day: str) -> None:
        """Page: the person chose a closed range of ISO days; empty for an open end."""
        self.range_changed.emit(from_day, until_day)

    @pyqtSlot(str)
    def lookChanged(self, text: str) -> None:
        """Page: what colours of events tell and how they are shown, as JSON."""
        self.look_changed.emit(json.loads(text))

    @pyqtSlot(str)
    def failed(self, sentence: str) -> None:
        """Page: a sentence about what went wrong."""
        self.page_failed.emit(sentence)

    @pyqtSlot(str)
    def labelsChosen(self, script: str) -> None:
        """Page: the person chose how place names are written."""
        self.labels_chosen.emit(script)

    @pyqtSlot(str)
    def stateKept(self, text: str) -> None:
        """Page: what the person set up in it, as JSON, for when it has to be started again."""
        self.state_kept.emit(json.loads(text))

    @pyqtSlot(str)
    def copyText(self, text: str) -> None:
        """Page: the person copied a position; the page itself is refused the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(text[:LONGEST_COPY])

    @pyqtSlot(float, float)
    def picked(self, lon: float, lat: float) -> None:
        """Page: the person clicked where something lies (degrees)."""
        self.place_picked.emit(lon, lat)

    @pyqtSlot()
    def pickLeft(self) -> None:
        """Page: the person pressed Escape instead."""
        self.pick_left.emit()

    @pyqtSlot(float, float)
    def moving(self, lon: float, lat: float) -> None:
        """Page: the event that is being moved is to lie there so far (degrees)."""
        self.event_moving.emit(lon, lat)

    @pyqtSlot()
    def moveDone(self) -> None:
        """Page: the person says it lies where it is now."""
        self.move_done.emit()

    @pyqtSlot()
    def moveLeft(self) -> None:
        """Page: the person pressed Escape instead."""
        self.move_left.emit()
