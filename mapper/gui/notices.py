"""The bar above the panels for words that should not interrupt, and the task area."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Literal

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from mapper.gui.icons import icon
from mapper.gui.labels import ElidedLabel, TextLabel
from mapper.gui.tasks import Task, Tasks
from mapper.gui.theme import Colours

_PATIENCE_MS: Final = 350

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
        self._close = QPushButton("Close")
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


class TaskArea(QWidget):
    """Shows the oldest named task under way, with its progress and Cancel."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks: list[Task] = []
        self.label = ElidedLabel()
        self.label.setMinimumWidth(150)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)
        self.setMinimumWidth(430)
        self.hide()
        # Quick work comes and goes unseen: a flicker tells nobody anything.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        tasks.started.connect(self._add)
        tasks.ended.connect(self._remove)

    def _add(self, task: Task) -> None:
        self._tasks.append(task)
        task.progressed.connect(partial(self._progress, task))
        self._show_first()

    def _remove(self, task: Task) -> None:
        self._tasks.remove(task)
        self._show_first()

    def _show_first(self) -> None:
        if not self._tasks:
            self._patience.stop()
            self.hide()
        else:
            if not self.isVisible() and not self._patience.isActive():
                self._patience.start()
            self.label.set_text(self._tasks[0].name + "…")
            self.bar.setRange(0, 0)
            self.cancel.setVisible(self._tasks[0].stoppable)
            self.cancel.setEnabled(not self._tasks[0].cancelled)

    def _progress(self, task: Task, fraction: float, words: str) -> None:
        if not self._tasks or task is not self._tasks[0]:
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(fraction * 1000))
        self.label.set_text(f"{task.name}: {words}" if words else f"{task.name}…")

    def _cancel(self) -> None:
        if self._tasks:
            self._tasks[0].cancel()
            self.cancel.setEnabled(False)
