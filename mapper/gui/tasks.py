"""Slow work off the GUI thread: lanes of workers, progress, cancelling.

Work is a plain function that takes a `Progress`. Its result or error arrives
on the GUI thread. Lanes keep what must not overlap in order: everything that
touches the project file runs in the lane ``project``, one piece at a time.

The threads are Python's, not Qt's: pyproj frees its context whenever a thread
that Python did not start leaves Python, and crashes the next time it is used
there (pyproj issues 1509 and 1622).
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Literal

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from mapper.model.errors import CancelledError

Lane = Literal["project", "measure", "list", "free"]
Outcome = Literal["done", "cancelled", "failed"]
_THREADS: Final[dict[Lane, int]] = {"project": 1, "measure": 1, "list": 1, "free": 3}
#: How long a worker may keep the interpreter while the GUI thread waits for it, seconds.
#: Python's own 5 ms are waited for anew by each cell that is painted.
_TURN_S: Final = 0.0001
#: With 0 Qt goes on at once, before it looks for keys and the mouse.
_NEXT_TURN_MS: Final = 1


class Progress:
    """Called by the work as it goes on; raises `CancelledError` once cancelled."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, fraction: float, words: str = "") -> bool:
        """Report the fraction done (0 to 1) and, if it helps, what is being done.

        Returns True: work below this layer reads False as "cancelled".
        """
        self.check()
        self._task.progressed.emit(float(fraction), words)
        return True

    def check(self) -> None:
        """Raise `CancelledError` if the work was cancelled."""
        if self._task.cancelled:
            raise CancelledError(self._task.name or "The work")


class Task(QObject):
    """One piece of work under way.

    Signals
    -------
    progressed(float, str)
        Fraction done and words; sent from the worker.
    """

    progressed = pyqtSignal(float, str)
    _ended = pyqtSignal(object, object, object)

    def __init__(
        self,
        name: str,
        stoppable: bool,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.name = name
        #: Whether it asks, as it goes on, if it was cancelled.
        self.stoppable = stoppable
        self._done = done
        self._failed = failed
        self.cancelled = False
        #: Whether its result still matters; false once newer work replaced it.
        self.wanted = True
        #: How far it is (None: not told) and with what.
        self.share: float | None = None
        self.words = ""
        self.error: BaseException | None = None
        self.began = time.monotonic()
        self.progressed.connect(self._note)

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        if self.error is None:
            return "done"
        return "cancelled" if isinstance(self.error, CancelledError) else "failed"

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.cancelled = True

    def _note(self, share: float, words: str) -> None:
        self.share, self.words = share, words

    def deliver(self, result: Any, error: BaseException | None) -> None:
        """Hand over the outcome, unless newer work has replaced this."""
        if not self.wanted:
            return
        if error is None:
            self._done(result)
        else:
            self._failed(error)


def _run(task: Task, work: Callable[[Progress], Any]) -> None:
    progress = Progress(task)
    try:
        progress.check()
        result = work(progress)
    except BaseException as error:  # handed over, never swallowed: see `Tasks._finish`
        task._ended.emit(task, None, error)
    else:
        task._ended.emit(task, result, None)


class Tasks(QObject):
    """Runs work in lanes and delivers results on the GUI thread.

    Signals
    -------
    started(Task), ended(Task)
        Work with a name (work worth showing) began or was delivered.
    failed(Exception)
        Work without an own handler ended with an error.
    idle()
        Nothing is running or waiting to be delivered.
    """

    started = pyqtSignal(object)
    ended = pyqtSignal(object)
    failed = pyqtSignal(object)
    idle = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_S)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {
            lane: ThreadPoolExecutor(threads, thread_name_prefix=f"mapper-{lane}")
            for lane, threads in _THREADS.items()
        }
        self._running: dict[Task, Future[None]] = {}
        self._newest: dict[str, Task] = {}
        self._finished = False
        #: Results that wait for their turn, and whether one had the present turn.
        self._arrived: deque[tuple[Task, Any, BaseException | None]] = deque()
        self._turn_taken = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running or waiting to be delivered."""
        return not self._running

    def run(
        self,
        work: Callable[[Progress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
        lane: Lane = "free",
        name: str = "",
        stoppable: bool = False,
        newest: str = "",
    ) -> Task:
        """Start work and return its task; after `finish` nothing starts.

        Parameters
        ----------
        work
            Function of a `Progress`; must touch no widget.
        done, failed
            Called on the GUI thread with the result or the error. Without
            ``failed`` the signal of that name is sent.
        lane
            Where it runs. ``project``, ``measure`` and ``list`` have one worker
            each, so that an answer someone waits for is not behind long work.
        name
            Words for the progress display, e.g. "Importing"; empty work is silent.
        stoppable
            Whether the work asks its `Progress` often enough to offer Cancel.
        newest
            Key; older work of the same key is cancelled and its result dropped.
        """
        task = Task(name, stoppable, done, failed or self.failed.emit, self)
        if self._finished:
            # The window closes while a part of it still asks for something.
            task.wanted = False
            return task
        if newest:
            self.drop(newest)
            self._newest[newest] = task
        task._ended.connect(self._take)
        if name:
            self.started.emit(task)
        self._running[task] = self._lanes[lane].submit(_run, task, work)
        return task

    def drop(self, newest: str) -> None:
        """Cancel work of that key; its result will not arrive."""
        older = self._newest.pop(newest, None)
        if older is not None:
            older.wanted = False
            older.cancel()

    def finish(self) -> None:
        """Cancel what runs and wait for the workers; results are dropped."""
        self._finished = True
        for task in self._running:
            task.wanted = False
            task.cancel()
        for workers in self._lanes.values():
            workers.shutdown(wait=True, cancel_futures=True)
        for task, future in list(self._running.items()):
            if future.cancelled():
                del self._running[task]

    # What arrives together is delivered in turns, lest keys and the mouse wait for all of it:
    # each may have much to lay out and to paint.

    def _take(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._arrived.append((task, result, error))
        if not self._turn_taken:
            self._deliver_next()

    def _deliver_next(self) -> None:
        self._turn_taken = bool(self._arrived)
        if self._arrived:
            QTimer.singleShot(_NEXT_TURN_MS, self._deliver_next)
            self._finish(*self._arrived.popleft())

    def _finish(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._running.pop(task, None)
        task.error = error
        if task.name:
            self.ended.emit(task)
        try:
            task.deliver(result, error)
        finally:
            task.deleteLater()
            if self.is_idle:
                self.idle.emit()
