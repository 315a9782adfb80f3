"""Notices that the map page answers no more, which Qt tells nobody."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Final

from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtWebEngineCore import QWebEnginePage

#: How often the page is asked, and how many times in vain before it counts as hung: ten seconds.
_INTERVAL_MS: Final = 2_000
_MOST_MISSED: Final = 5


class Watch(QObject):
    """Asks a page every now and then whether it is there.

    Times are counted, not measured: while the window itself is busy, or the
    computer asleep, the page is not late.

    Signals
    -------
    silent()
        The page has not answered for a while; told once.
    answered()
        It answers again after that.
    """

    silent = pyqtSignal()
    answered = pyqtSignal()

    def __init__(
        self, page: QWebEnginePage, is_wanted: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._is_wanted = is_wanted
        self._question = 0
        self._missed: int | None = None
        self._told = False
        page.loadStarted.connect(self.reset)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def set_interval(self, milliseconds: int) -> None:
        """Ask as often (for tests)."""
        self._timer.setInterval(milliseconds)

    def reset(self) -> None:
        """Wait for nothing: the page is another one, or not to be watched."""
        self._question += 1
        self._missed = None
        if self._told:
            self._told = False
            self.answered.emit()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def end_page(self) -> None:
        """End the page's process, which ends a script that does not."""
        process = self._page.renderProcessPid()
        if process > 0:
            # SIGTERM waits for the script; Windows has no other.
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))

    def _look(self) -> None:
        if not self._is_wanted():
            self.reset()
        elif self._missed is None:
            self._missed = 0
            self._page.runJavaScript("1", partial(self._take, self._question))
        else:
            self._missed += 1
            if self._missed >= _MOST_MISSED and not self._told:
                self._told = True
                self.silent.emit()

    def _take(self, question: int, answer: object) -> None:
        if question == self._question and answer is not None:
            self.reset()
