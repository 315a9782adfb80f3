"""One step of the history in full: when, why, and every change of a field."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mapper.gui.history_words import Told, row_lines
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr
from mapper.project.entries import RowChange

#: Returns an event's title, None if there is no such event now.
Title = Callable[[str], str | None]


class StepWords(QWidget):
    """What one step did.

    Parameters
    ----------
    title
        Names the events; without it nothing says which event a change is about.

    Signals
    -------
    event_wanted(str)
        The person wants to see an event.
    """

    event_wanted = pyqtSignal(str)

    def __init__(self, told: Told, title: Title | None = None) -> None:
        super().__init__()
        entry, head = told.entry, told.entry.head
        self._title = title
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(3)
        self._rows.addWidget(TextLabel(head.name, bold=True))
        by = tr("another program") if head.outside else ""
        parts = (tr("{when} UTC", when=told.when), by, told.state)
        self._say(" · ".join(part for part in parts if part), role="muted")
        if head.reason:
            self._say(tr("Reason: {reason}", reason=head.reason))
        if entry.imports or not entry.rows:
            self._say(told.below)
        shown = ""
        for row in entry.rows:
            event_id = row.event_ids[0] if row.event_ids else ""
            if title is not None and event_id and event_id != shown:
                self._name(event_id)
                shown = event_id
            self._tell(row)
        if entry.more:
            self._say(tr("and {more:,} further changes", more=entry.more), role="muted")

    def _say(self, words: str, role: str = "") -> None:
        self._rows.addWidget(TextLabel(words, role=role))

    def _name(self, event_id: str) -> None:
        """Say which event the following is about; one that is there can be gone to."""
        assert self._title is not None
        title = self._title(event_id)
        self._rows.addSpacing(3)
        if title is None:
            self._say(event_id, role="muted")
            return
        short = title if len(title) <= 60 else title[:60].rstrip() + "…"
        button = QPushButton(short.replace("&", "&&"))
        button.setProperty("role", "link")
        button.setToolTip(plain_tip(tr("Show {title}", title=title)))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.event_wanted.emit(event_id))
        self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _tell(self, row: RowChange) -> None:
        for line in row_lines(row):
            self._say(line)


class HistoryCard(QFrame):
    """Shows the step that is current in the list.

    Signals
    -------
    event_wanted(str)
        The person wants to see an event.
    """

    event_wanted = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2, 2, 2, 2)
        whole.addWidget(self._area)
        self.setMinimumHeight(150)

    def show_step(self, told: Told, title: Title) -> None:
        """Show a step; the events that are there can be gone to."""
        words = StepWords(told, title)
        words.event_wanted.connect(self.event_wanted)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(11, 8, 11, 8)
        rows.addWidget(words)
        rows.addStretch(1)
        self._area.setWidget(page)
