"""The task area of the status bar: what runs, how far it is, and how it ended."""

from __future__ import annotations

import datetime as dt
import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import Final

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.labels import ElidedLabel, TextLabel
from mapper.gui.tasks import Outcome, Task, Tasks
from mapper.gui.translation import tr, trn

_PATIENCE_MS: Final = 350
#: How long the end of the last work is told: done or cancelled, and failed.
_TOLD_MS: Final = 8_000
_FAILED_TOLD_MS: Final = 60_000
#: Of shorter work the end is no news.
_LONG_S: Final = 3.0
_MOST_ENDED: Final = 8
_STEPS: Final = 1000

_HOW: Final[dict[Outcome, str]] = {
    "done": tr("Done: {name}"),
    "cancelled": tr("Cancelled: {name}"),
    "failed": tr("Failed: {name}"),
}


@dataclass(frozen=True)
class Ended:
    """Work that is over; ``reason`` says why it failed."""

    name: str
    outcome: Outcome
    reason: str
    at: dt.datetime

    @property
    def words(self) -> str:
        """How it ended, in words."""
        return _HOW[self.outcome].format(name=self.name)


class TaskArea(QWidget):
    """Shows the oldest named task under way with its progress and Cancel; all of them on demand."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.running: list[Task] = []
        self.ended: deque[Ended] = deque(maxlen=_MOST_ENDED)
        self.label = ElidedLabel()
        self.bar = _bar()
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(lambda: self.cancel_task(self.running[0]))
        self.more = QToolButton()
        self.more.setToolTip(tr("List what runs and what has ended lately (Ctrl+Shift+T)"))
        self.more.clicked.connect(self.open_list)
        self.list: TaskList | None = None
        letters = self.fontMetrics().averageCharWidth()
        self.label.setMinimumWidth(32 * letters)
        self.setMinimumWidth(78 * letters)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)
        layout.addWidget(self.more)
        self.hide()
        # Quick work comes and goes unseen: a flicker tells nobody anything.
        self._patience = _timer(self, self.show)
        self._patience.setInterval(_PATIENCE_MS)
        self._told = _timer(self, self._leave)
        tasks.started.connect(self._add)
        tasks.ended.connect(self._remove)

    def open_list(self) -> None:
        """List what runs and what has ended lately, above the area; or close the list."""
        window = self.window()
        assert window is not None
        if self.list is None:
            self.list = TaskList(self, window)
        self.list.turn()

    def cancel_task(self, task: Task) -> None:
        """Ask a task to stop."""
        task.cancel()
        self._refresh()

    def _add(self, task: Task) -> None:
        self.running.append(task)
        task.progressed.connect(lambda _fraction, _words: self._refresh())
        self._told.stop()
        if not self.isVisible() and not self._patience.isActive():
            self._patience.start()
        self._refresh()

    def _remove(self, task: Task) -> None:
        self.running.remove(task)
        if task.wanted:
            reason = "" if task.error is None else str(task.error)
            self.ended.appendleft(Ended(task.name, task.outcome, reason, dt.datetime.now()))
        if not self.running:
            self._patience.stop()
            failed = task.wanted and task.outcome == "failed"
            long = time.monotonic() - task.began > _LONG_S
            if task.wanted and (long or failed):
                self._told.start(_FAILED_TOLD_MS if failed else _TOLD_MS)
                self.show()
            else:
                self.hide()
        self._refresh()

    def _refresh(self) -> None:
        self.bar.setVisible(bool(self.running))
        self.cancel.setVisible(bool(self.running) and self.running[0].stoppable)
        self.more.setVisible(len(self.running) != 1)
        if self.running:
            first = self.running[0]
            self.label.set_text(_words(first))
            _show_share(self.bar, first)
            self.cancel.setEnabled(not first.cancelled)
            number = len(self.running)
            self.more.setText(trn("{number} task", "{number} tasks", number))
        elif self.ended:
            self.label.set_text(self.ended[0].words)
            self.more.setText(tr("Tasks"))
        if self.list is not None:
            self.list.refresh()

    def _leave(self) -> None:
        if not self.running:
            self.hide()


class TaskList(QFrame):
    """Every task under way with its own Cancel, and the last ones that ended; Esc closes it."""

    def __init__(self, area: TaskArea, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("taskList")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Tasks"))
        self._area = area
        self._before: QWidget | None = None
        self.close_button = QPushButton(tr("Close"))
        self.close_button.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.addWidget(TextLabel(tr("Tasks"), bold=True), 1)
        head.addWidget(self.close_button)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(12)
        self._rows.setColumnStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 12, 12)
        whole.addLayout(head)
        whole.addLayout(self._rows)
        self._shown: list[tuple[Task, TextLabel, QProgressBar, QPushButton]] = []
        self._ended: list[Ended] | None = None
        window.installEventFilter(self)
        self.hide()

    def turn(self) -> None:
        """Open, or close if it is open."""
        if self.isVisible():
            self.leave()
            return
        self._before = QApplication.focusWidget()
        self.show()
        self.refresh()
        self._place()
        self.raise_()
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close; the keyboard goes back to where it was."""
        self.hide()
        if self._before is not None and not sip.isdeleted(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def refresh(self) -> None:
        """Show what runs and what ended as it is now."""
        area = self._area
        if not self.isVisible():
            return
        if [row[0] for row in self._shown] != area.running or self._ended != list(area.ended):
            self._build()
        for task, label, bar, cancel in self._shown:
            label.set_text(_words(task))
            _show_share(bar, task)
            cancel.setEnabled(task.stoppable and not task.cancelled)

    def event(self, event: QEvent | None) -> bool:
        # Elsewhere Esc clears the filter.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _put(self, widget: QWidget, row: int, column: int, columns: int = 1) -> None:
        self._rows.addWidget(widget, row, column, 1, columns)
        # Else it has no room before the next turn of the loop.
        widget.show()

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        width = min(70 * self.fontMetrics().averageCharWidth(), window.width() - 20)
        self.resize(width, self.heightForWidth(width))
        bottom = self._area.mapTo(window, QPoint(0, 0)).y()
        self.move(window.width() - self.width() - 10, bottom - self.height() - 8)

    def _build(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = []
        self._ended = list(self._area.ended)
        row = 0
        for task in self._area.running:
            label, bar, cancel = TextLabel(), _bar(), QPushButton(tr("Cancel"))
            cancel.setAccessibleName(tr("Cancel: {name}", name=task.name))
            cancel.setEnabled(task.stoppable)
            cancel.clicked.connect(partial(self._area.cancel_task, task))
            for column, widget in enumerate((label, bar, cancel)):
                self._put(widget, row, column)
            row += 1
            self._shown.append((task, label, bar, cancel))
        if not self._shown:
            self._put(TextLabel(tr("Nothing is running."), role="muted"), row, 0)
            row += 1
        for one in self._ended:
            told = one.words if one.outcome != "failed" else f"{one.words}\n{one.reason}"
            role = "error" if one.outcome == "failed" else "muted"
            self._put(TextLabel(told, role=role), row, 0, columns=2)
            at = TextLabel(one.at.strftime("%H:%M"), role="muted")
            self._put(at, row, 2)
            row += 1
        self._place()


def _words(task: Task) -> str:
    return f"{task.name}: {task.words}" if task.words else f"{task.name}…"


def _bar() -> QProgressBar:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setFixedWidth(22 * bar.fontMetrics().averageCharWidth())
    bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    return bar


def _show_share(bar: QProgressBar, task: Task) -> None:
    if task.share is None:
        bar.setRange(0, 0)
    else:
        bar.setRange(0, _STEPS)
        bar.setValue(round(task.share * _STEPS))


def _timer(parent: QWidget, act: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(act)  # type: ignore[arg-type]
    return timer
