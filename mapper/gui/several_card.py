"""The card with the distances of several events, to read and to copy."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from mapper.gui.labels import LinkButton, TextLabel
from mapper.gui.translation import tr


class SeveralCard(QWidget):
    """Says sentences, and copies them as one text.

    Signals
    -------
    copied(str)
        They were put on the clipboard; what was, in words.
    """

    copied = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = TextLabel(tr("Distance to the front"), bold=True)
        self.told = TextLabel()
        self.told.setAccessibleName(tr("Distances of the selected events"))
        self.copy = LinkButton(tr("Copy as sentences"))
        self.copy.setToolTip(tr("Copy what is said of the distances of the selected events"))
        self.copy.clicked.connect(self._copy)
        self._sentences: tuple[str, ...] = ()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for part in (self.title, self.told, self.copy):
            rows.addWidget(part)
        self.show_state("")

    def show_state(self, words: str) -> None:
        """Say why there is nothing to tell."""
        self._sentences = ()
        self.told.set_text(words)
        self.copy.hide()
        self.setVisible(bool(words))

    def show_sentences(self, said: tuple[str, ...]) -> None:
        """Say sentences, a line each."""
        self._sentences = said
        self.told.set_text("\n".join(said))
        self.copy.setVisible(bool(said))
        self.setVisible(bool(said))

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None and self._sentences:
            clipboard.setText(" ".join(self._sentences))
            self.copied.emit(tr("The distances"))
