"""Lines to write in, and how they show what cannot be read."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget


class LeavableEdit(QLineEdit):
    """A line that Escape leaves, before the window takes the key for itself.

    Signals
    -------
    left()
        Escape was pressed.
    down()
        The down arrow was pressed.
    """

    left = pyqtSignal()
    down = pyqtSignal()

    def event(self, event: QEvent | None) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


def mark_wrong(edit: QLineEdit, words: QWidget, wrong: bool) -> None:
    """Show an edit and the words below it as wrong, or as right again."""
    edit.setProperty("wrong", wrong)
    words.setProperty("role", "error" if wrong else "")
    for widget in (edit, words):
        style = widget.style()
        assert style is not None
        style.polish(widget)
