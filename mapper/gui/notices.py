"""The bar above the panels for words that should not interrupt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr

Kind = Literal["info", "error", "lock"]


class NoticeBar(QFrame):
    """One message across the window, with a button to close it.

    The read-only notice stays; other messages replace each other.
    """

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._colours = colours
        self._kind: Kind = "info"
        self._mark = QLabel()
        self.text = TextLabel()
        self._close = QPushButton(tr("Close"))
        self._close.clicked.connect(self.hide)
        self._offers: list[QPushButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 8, 5)
        layout.setSpacing(9)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._close)
        self._row = layout
        self.hide()

    @property
    def offers(self) -> list[QPushButton]:
        """The buttons beside the message."""
        return self._offers

    def show_message(
        self,
        text: str,
        kind: Kind = "info",
        offers: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a sentence until it is closed or replaced.

        ``offers`` are the words of buttons and what each does.
        """
        for button in self._offers:
            button.hide()
            button.deleteLater()
        self._offers = []
        for words, act in (offers or {}).items():
            button = QPushButton(words)
            button.clicked.connect(lambda _checked, act=act: act())
            self._row.insertWidget(self._row.indexOf(self._close), button)
            self._offers.append(button)
        self._kind = kind
        self.text.set_text(text)
        self.setProperty("kind", kind)
        style = self.style()
        if style is not None:
            style.unpolish(self)
            style.polish(self)
        self.set_colours(self._colours)
        self.show()

    def set_colours(self, colours: Colours) -> None:
        """Draw the mark in the theme's colours."""
        self._colours = colours
        name = {"info": "info", "error": "warning", "lock": "lock"}[self._kind]
        colour = colours.danger if self._kind == "error" else colours.text
        self._mark.setPixmap(icon(name, colour).pixmap(18, 18))
