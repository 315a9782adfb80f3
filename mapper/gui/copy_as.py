"""Copies statement or methods note of a measurement, as plain text or Markdown."""

from __future__ import annotations

from functools import partial
from typing import Final

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QMenu, QPushButton

from mapper.gui.translation import tr
from mapper.measure import KeptMeasurement, methods_note, statement_text

#: What can be copied: its words, whether it is the note, whether it is Markdown.
FORMS: Final = {
    "statement": (tr("Statement"), False, False),
    "statement_markdown": (tr("Statement as Markdown"), False, True),
    "note": (tr("Methods note"), True, False),
    "note_markdown": (tr("Methods note as Markdown"), True, True),
}


class CopyAs(QPushButton):
    """A menu of `FORMS`; what is chosen is put on the clipboard.

    Signals
    -------
    copied(str)
        It was.
    """

    copied = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(tr("Copy as…"))
        self.setToolTip(tr("Copy statement or methods note, as plain text or Markdown"))
        self.setProperty("role", "small")
        #: What is copied, and a further line of it.
        self.kept: KeptMeasurement | None = None
        self.more = ""
        menu = QMenu(self)
        for form, (words, _, _) in FORMS.items():
            action = menu.addAction(words)
            assert action is not None
            action.triggered.connect(partial(self.copy, form))
        self.setMenu(menu)

    def copy(self, form: str, _checked: bool = False) -> None:
        """Put one of `FORMS` on the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self.kept is None or clipboard is None:
            return
        _, whole, markdown = FORMS[form]
        write = methods_note if whole else statement_text
        text = write(self.kept, markdown=markdown, more=self.more)
        clipboard.setText(text)
        self.copied.emit(text)
