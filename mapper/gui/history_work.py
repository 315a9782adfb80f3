"""Reads the history of the open project beside other work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.history_words import Told, tell
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Task, Tasks
from mapper.gui.translation import tr
from mapper.model.errors import CancelledError
from mapper.project import Change, Project
from mapper.project.past import gather

#: Steps that are listed; older ones are in the table that is exported.
MOST: Final = 5_000
#: Rows of a step that are shown, of all events or of one.
_ROWS: Final = 12
_ROWS_OF_EVENT: Final = 40
#: Steps of one event that are shown.
_MOST_OF_EVENT: Final = 100


class HistoryReader(QObject):
    """Keeps the history of the open project while somebody looks at it.

    Signals
    -------
    changed()
        ``told``, ``running`` or ``complete`` are others than before.
    event_told(str, tuple)
        What happened to one event.
    exported(Path, int)
        A table of so many lines was written.
    """

    changed = pyqtSignal()
    event_told = pyqtSignal(str, object)
    exported = pyqtSignal(object, int)

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._task: Task | None = None
        self._event_task: Task | None = None
        self._event_id = ""
        self._wanted = False
        #: The newest steps first.
        self.told: tuple[Told, ...] = ()
        self.running = False
        #: Whether they are those of the project as it is.
        self.complete = False
        session.opened.connect(self._open)
        session.changed.connect(self._change)

    def want(self, *, wanted: bool) -> None:
        """Read from now on after each change, or not."""
        self._wanted = wanted
        if wanted and not self.complete and not self.running:
            self._read()

    def read_event(self, event_id: str) -> None:
        """Read the history of one event; the newest wish wins."""
        _drop(self._event_task)
        self._event_id = event_id

        def done(told: tuple[Told, ...]) -> None:
            self.event_told.emit(event_id, told)

        self._event_task = self._session.use(partial(_read_event, event_id), done=done)

    def export(self, path: Path) -> None:
        """Write the whole history as a table."""

        def work(project: Project, progress: Progress) -> int:
            progress.check()
            from mapper.cli.history import write_table

            return write_table(project, path)

        self._session.use(
            work, done=partial(self.exported.emit, path), name=tr("Exporting history")
        )

    def _open(self, _data: ProjectData) -> None:
        self.told, self._event_id = (), ""
        self._outdate()

    def _change(self, _data: ProjectData, change: Change) -> None:
        self._outdate()
        if not change.tables and self._event_id:
            # A reason was given; what the event itself says stays as it is.
            self.read_event(self._event_id)

    def _outdate(self) -> None:
        self.complete = False
        _drop(self._task)
        self.running = False
        if self._wanted:
            self._read()
        self.changed.emit()

    def _read(self) -> None:
        self.running = True
        self._task = self._session.use(
            partial(_read, self.told),
            done=self._take,
            failed=self._fail,
            name=tr("Reading history"),
        )
        self.running = self._task is not None
        self.changed.emit()

    def _take(self, told: tuple[Told, ...]) -> None:
        self.told, self.complete, self.running = told, True, False
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self.running = False
        self.changed.emit()
        if not isinstance(error, CancelledError):
            self._tasks.failed.emit(error)


def _drop(task: Task | None) -> None:
    if task is not None:
        task.wanted = False
        task.cancel()


def _read(known: Sequence[Told], project: Project, progress: Progress) -> tuple[Told, ...]:
    """Read the newest steps; what stood before stands as it did."""
    at = {told.entry.head.step: number for number, told in enumerate(known)}
    found: list[Told] = []
    for head, items in project.history_items():
        progress.check()
        number = at.get(head.step)
        if number is not None and head == known[number].entry.head and head.state == "stands":
            found += known[number:]
            break
        found.append(tell(gather(head, items, _ROWS)))
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _read_event(event_id: str, project: Project, progress: Progress) -> tuple[Told, ...]:
    found = []
    for entry in project.history(event_id=event_id, listed=_ROWS_OF_EVENT):
        progress.check()
        found.append(tell(entry))
        if len(found) >= _MOST_OF_EVENT:
            break
    return tuple(found)
