"""The open project: every touch of its file happens in one worker, in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.detail_panel import Claim, EventDetail
from mapper.gui.first_start import sample_path
from mapper.gui.memory import stay_small
from mapper.gui.project_data import ProjectData, read_change, read_data
from mapper.gui.tasks import Progress, Task, Tasks
from mapper.gui.translation import tr
from mapper.model.errors import ProjectError
from mapper.project import (
    Change,
    Project,
    create_project,
    open_project,
    sample_project,
)

__all__ = ["ProjectData", "Session", "read_change", "read_data"]


class Session(QObject):
    """Opens, reads and changes the project; all work in the lane ``project``.

    Signals
    -------
    opening(Path)
        A project is about to be read; the old one stays until it is.
    opened(ProjectData)
        Another project is open.
    changed(ProjectData, Change)
        The open project was changed; ``Change`` names the tables touched.
    open_failed(Exception)
        The project could not be opened; the old one is still open.
    """

    opening = pyqtSignal(object)
    opened = pyqtSignal(object)
    changed = pyqtSignal(object, object)
    open_failed = pyqtSignal(object)
    # Sent by the workers that derive lines of contact.
    _lines_derived = pyqtSignal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        stay_small()
        self._tasks = tasks
        self._project: Project | None = None
        self.data: ProjectData | None = None
        #: What was read last; only work in the lane touches it.
        self._latest: ProjectData | None = None
        self._keeping = False
        self._lines_derived.connect(self._keep_lines)

    def open(self, path: Path, *, otherwise: Callable[[], None] | None = None) -> None:
        """Open a project file in place of the one that is open.

        ``otherwise`` is called, in place of `open_failed`, if it is no project.
        """
        self._start_opening(path, partial(open_project, path, mode="rw"), tr("Opening"), otherwise)

    def open_undoing(self, path: Path) -> None:
        """Open a project without what another program changed last, which cannot be read."""

        def make() -> Project:
            project = open_project(path, mode="rw")
            try:
                project.undo()
            except BaseException:
                project.close()
                raise
            project.elsewhere = None
            return project

        self._start_opening(path, make, tr("Opening"))

    def create(self, path: Path) -> None:
        """Create an empty project and open it."""
        self._start_opening(path, partial(create_project, path), tr("Creating the project"))

    @property
    def sample_path(self) -> Path:
        """Where the working copy of the sample is."""
        return sample_path()

    def open_sample(self) -> None:
        """Open the working copy of the sample; it is made the first time."""
        path = self.sample_path

        def make() -> Project:
            return open_project(path if path.exists() else sample_project(path), mode="rw")

        self._start_opening(path, make, tr("Opening the sample"))

    def edit(
        self,
        function: Callable[[Project, Progress], Change | None],
        *,
        name: str = "",
        stoppable: bool = False,
        done: Callable[[Change | None], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Task | None:
        """Change the project, read it again and tell everyone; return the task."""
        project = self._project
        if project is None:
            return None

        def work(progress: Progress) -> tuple[Change | None, ProjectData | None]:
            change = function(project, progress)
            return change, None if change is None else self._read(project, change)

        def deliver(result: tuple[Change | None, ProjectData | None]) -> None:
            change, data = result
            if data is not None:
                self.data = data
                self.changed.emit(data, change)
            if done is not None:
                done(change)

        return self._tasks.run(
            work, done=deliver, failed=failed, lane="project", name=name, stoppable=stoppable
        )

    def _read(self, project: Project, change: Change | None = None) -> ProjectData:
        """Read what differs from the latest state, or all; runs in the worker."""
        # Of a state that could not be read nobody knows what differs.
        before, self._latest = self._latest, None
        if change is None or before is None:
            data = read_data(project)
        else:
            data = read_change(project, before, change)
        self._latest = data
        return data

    def use(
        self,
        function: Callable[[Project, Progress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
        name: str = "",
    ) -> Task | None:
        """Read from the project without changing it; return the task."""
        if self._project is None:
            return None
        work = partial(function, self._project)
        return self._tasks.run(work, done=done, failed=failed, lane="project", name=name)

    def beside(
        self,
        function: Callable[[Project, Progress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
        name: str = "",
    ) -> Task | None:
        """Run work that lets others use the project meanwhile, as copying; return the task."""
        if self._project is None:
            return None
        work = partial(function, self._project)
        return self._tasks.run(work, done=done, failed=failed, name=name, stoppable=bool(name))

    def read_event(self, event_id: str, done: Callable[[EventDetail], None]) -> None:
        """Read one event with its sources and claims; the newest wish wins."""
        project = self._project
        if project is not None:
            work = partial(_read_detail, project, event_id)
            self._tasks.run(work, done=done, lane="project", newest="detail")

    def close(self, last: Callable[[Project], None] | None = None) -> None:
        """Close the file; waits for the workers, and calls ``last`` before it is closed."""
        self._tasks.finish()
        if self._project is not None:
            if last is not None:
                last(self._project)
            self._project.close()
            self._project = None

    def _start_opening(
        self,
        path: Path,
        make: Callable[[], Project],
        name: str,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        previous = self._project
        same = self.data is not None and self.data.path.resolve() == path.resolve()

        def work(_progress: Progress) -> tuple[Project, ProjectData]:
            if same and previous is not None:
                return previous, self._read(previous)
            project = make()
            try:
                data = self._read(project)
            except BaseException:
                project.close()
                raise
            if previous is not None:
                previous.close()
            return project, data

        def fail(error: BaseException) -> None:
            if otherwise is not None and isinstance(error, ProjectError):
                otherwise()
            else:
                self.open_failed.emit(error)

        self.opening.emit(path)
        self._tasks.run(work, done=self._take, failed=fail, lane="project", name=name)

    def _take(self, result: tuple[Project, ProjectData]) -> None:
        self._project, self.data = result
        project = self._project
        project.lines.on_new = lambda: self._lines_derived.emit(project)
        self.opened.emit(self.data)

    def _keep_lines(self, project: Project) -> None:
        """Write lines derived since into the project, a few at a time, between other work."""
        if self._keeping or project is not self._project or not project.lines.waiting:
            return

        def done(more: bool) -> None:
            self._keeping = False
            if more:
                self._keep_lines(project)

        def fail(error: BaseException) -> None:
            # The lines can be derived again; a full disk is said where an edit meets it.
            self._keeping = False
            project.lines.close()
            if not isinstance(error, ProjectError):
                self._tasks.failed.emit(error)

        self._keeping = True
        self._tasks.run(
            lambda _progress: project.keep_lines(), done=done, failed=fail, lane="project"
        )


def _read_detail(project: Project, event_id: str, _progress: Progress) -> EventDetail:
    claims = project.claims
    own = claims[claims["event_id"] == event_id].astype(object)
    own = own.where(own.notna(), None)
    rows = own[["source_id", "field", "value", "note"]].itertuples(index=False)
    return EventDetail(
        project.event(event_id),
        project.sources_of(event_id),
        tuple(Claim(*row) for row in rows),
        project.media_of(event_id),
    )
