"""Lines to write in, and how they show what cannot be read."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QWidget


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
        return _takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        completer = self.completer()
        popup = None if completer is None else completer.popup()
        if popup is not None and popup.isVisible():
            # Escape closes what is proposed; the line stays.
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class LeavableList(QListWidget):
    """Rows of plain text that Escape leaves, as a `LeavableEdit`.

    Signals
    -------
    left()
        Escape was pressed.
    """

    left = pyqtSignal()

    def event(self, event: QEvent | None) -> bool:
        return _takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LeavableText(QPlainTextEdit):
    """Lines to write in that Escape leaves, as a `LeavableEdit`; Ctrl+Enter ends them.

    Signals
    -------
    left(), ended()
        Escape or Ctrl+Enter was pressed.
    """

    left = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def event(self, event: QEvent | None) -> bool:
        return _takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit()
        else:
            super().keyPressEvent(event)


def _takes_escape(event: QEvent | None) -> bool:
    """Claim Escape for the widget, so that no shortcut of the window gets it."""
    if (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() == Qt.Key.Key_Escape
    ):
        event.accept()
        return True
    return False


def mark_wrong(edit: QWidget, words: QWidget, wrong: bool) -> None:
    """Show an edit and the words below it as wrong, or as right again."""
    edit.setProperty("wrong", wrong)
    words.setProperty("role", "error" if wrong else "")
    for widget in (edit, words):
        style = widget.style()
        assert style is not None
        style.polish(widget)
