"""What happened to the selected event, folded at the end of its details."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from mapper.gui.folded_section import FoldedSection
from mapper.gui.history_card import StepWords
from mapper.gui.history_words import Told
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr


class HistorySection(FoldedSection):
    """Stays open, once it was opened, from event to event.

    Signals
    -------
    wanted(str)
        The history of that event is to be read.
    """

    wanted = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(tr("History"), tr("Show what was changed in this event, and when"))
        self._event_id = ""

    def show_event(self, event_id: str) -> None:
        """Take another event, or a newer state of the same; an open section is read anew."""
        same = event_id == self._event_id
        self._event_id = event_id
        if not same:
            self._show([])
            self._label("")
        if self.head.isChecked():
            self.wanted.emit(event_id)

    def show_told(self, event_id: str, told: tuple[Told, ...]) -> None:
        """Show what was read, if it is still about the event shown and wanted."""
        if event_id != self._event_id or not self.head.isChecked():
            return
        self._label(f" ({len(told):,})")
        words: list[QWidget] = [StepWords(one) for one in told]
        if not told:
            words = [TextLabel(tr("Nothing is recorded of this event."), role="muted")]
        self._show(words)

    def _fold(self, opened: bool) -> None:
        self._label("")
        self._show([TextLabel(tr("Reading…"), role="muted")] if opened else [])
        if opened and self._event_id:
            self.wanted.emit(self._event_id)
