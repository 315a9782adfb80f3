"""What happened to the selected event, folded at the end of its details."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mapper.gui.history_card import StepWords
from mapper.gui.history_words import Told
from mapper.gui.labels import TextLabel, rule


class HistorySection(QWidget):
    """Stays open, once it was opened, from event to event.

    Signals
    -------
    wanted(str)
        The history of that event is to be read.
    """

    wanted = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self._event_id = ""
        self.head = QPushButton()
        self.head.setProperty("role", "link")
        self.head.setCheckable(True)
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)
        self.head.toggled.connect(self._fold)
        self._body = QWidget()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(10)
        self._rows.addWidget(rule())
        self._rows.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._body)
        self._label("")

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
            words = [TextLabel("Nothing is recorded of this event.", role="muted")]
        self._show(words)

    def _fold(self, opened: bool) -> None:
        self._label("")
        self._show([TextLabel("Reading…", role="muted")] if opened else [])
        if opened and self._event_id:
            self.wanted.emit(self._event_id)

    def _label(self, count: str) -> None:
        opened = self.head.isChecked()
        self.head.setText(f"{'▾' if opened else '▸'} History{count}")
        self.head.setToolTip("" if opened else "Show what was changed in this event, and when")

    def _show(self, words: list[QWidget]) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        for widget in words:
            rows.addWidget(widget)
        self._rows.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
