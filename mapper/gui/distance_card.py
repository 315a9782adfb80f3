"""The card that answers: how far from the front of that day, and how that is known."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel
from mapper.gui.measuring import Answer
from mapper.gui.theme import Colours


class DistanceCard(QFrame):
    """Number, interval, statement with Copy; or in words why there is none.

    Signals
    -------
    copied(str)
        The statement was put on the clipboard.
    """

    copied = pyqtSignal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("card")
        self._citation = ""
        self._heading = TextLabel("Distance to the front of that day", role="muted")
        self.number = TextLabel(bold=True, larger=1.7)
        self.interval = TextLabel(role="muted")
        self.statement = TextLabel()
        self.warnings = TextLabel(role="muted")
        self.licence = TextLabel(role="muted")
        self.copy = QPushButton("Copy statement")
        self.copy.setToolTip("Copy the statement with warnings and inputs (Ctrl+Shift+C)")
        self.copy.clicked.connect(self.copy_statement)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(5)
        for widget in (self._heading, self.number, self.interval, self.statement):
            layout.addWidget(widget)
        layout.addWidget(self.warnings)
        layout.addWidget(self.licence)
        layout.addLayout(foot)
        self.set_colours(colours)
        self.show_waiting()

    def show_waiting(self) -> None:
        """Say that the answer is being worked out."""
        self._fill("", "", "Measuring…", (), "", "")

    def show_answer(self, answer: Answer) -> None:
        """Show a distance, or why there is none."""
        self._fill(
            answer.number,
            answer.interval,
            answer.refused or answer.statement,
            answer.warnings,
            answer.licence,
            answer.citation,
        )

    def copy_statement(self) -> None:
        """Put the statement on the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self._citation and clipboard is not None:
            clipboard.setText(self._citation)
            self.copied.emit(self._citation)

    def set_colours(self, colours: Colours) -> None:
        """Draw the icon in the theme's colours."""
        self.copy.setIcon(icon("copy", colours.text, colours.muted))

    def _fill(
        self,
        number: str,
        interval: str,
        text: str,
        warnings: tuple[str, ...],
        licence: str,
        citation: str,
    ) -> None:
        self._citation = citation
        for label, value in (
            (self.number, number),
            (self.interval, interval),
            (self.statement, text),
            (self.warnings, "\n".join(warnings)),
            (self.licence, licence),
        ):
            label.set_text(value)
            label.setVisible(bool(value))
        self.copy.setVisible(bool(citation))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
