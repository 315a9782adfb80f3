"""Reads what the panel of fronts says, and changes it, beside other work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.front_words import FrontsTold, area_words, tell
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.measure import ControlledAreas, Snapshot, controlled_areas
from mapper.project import Change


class FrontsReader(QObject):
    """Keeps the fronts of the open project in words while somebody looks at them.

    Parameters
    ----------
    shown_day
        Returns the day whose front the map shows; None for the newest.

    Signals
    -------
    changed()
        ``told`` or ``running`` is another than before.
    removed(str)
        A snapshot was taken out of the project; what was done, in words.
    area_told(Snapshot, str)
        How much land it takes up, in words.
    """

    changed = pyqtSignal()
    removed = pyqtSignal(str)
    area_told = pyqtSignal(object, str)

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        shown_day: Callable[[], dt.date | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._shown_day = shown_day
        self._wanted = False
        self.told = FrontsTold()
        self.running = False
        self._unit = "km"
        #: Areas worked out so far, by the ids of the fronts, of the fronts as they are.
        self._areas: dict[tuple[str, ...], ControlledAreas] = {}
        session.opened.connect(self._open)
        session.changed.connect(self._change)

    @property
    def writable(self) -> bool:
        """Whether the project can be changed."""
        data = self._session.data
        return data is not None and data.read_only_reason is None

    def want(self, *, wanted: bool) -> None:
        """Read from now on after each change, or not."""
        self._wanted = wanted
        if wanted:
            self.read()

    def read(self) -> None:
        """Read, if somebody looks; the newest wish wins."""
        data = self._session.data
        if not self._wanted or data is None:
            return
        fronts, day = data.fronts, self._shown_day()
        self.running = True
        self._tasks.run(
            lambda _progress: tell(fronts, day),
            done=self._take,
            failed=self._fail,
            newest="fronts",
        )
        self.changed.emit()

    def set_unit(self, unit: str) -> None:
        """Tell areas in the square of another unit."""
        self._unit = unit

    def tell_area(self, one: Snapshot, before: Snapshot | None) -> None:
        """Work out how much land a snapshot takes up, and how much more than the one before."""
        data = self._session.data
        if data is None or one.kind != "control_area":
            self.area_told.emit(one, "")
            return
        fronts, areas, unit = data.fronts, self._areas, self._unit

        def work(progress: Progress) -> str:
            for snapshot in (one, before):
                if snapshot is not None and snapshot.front_ids not in areas:
                    areas[snapshot.front_ids] = controlled_areas(fronts, snapshot)
                    progress.check()
            earlier = None if before is None else areas[before.front_ids]
            return area_words(areas[one.front_ids], before, earlier, unit)

        self._tasks.run(
            work, done=lambda words: self.area_told.emit(one, words), newest="area of a front"
        )

    def set_terms(self, front_ids: Sequence[str], values: Mapping[str, str]) -> None:
        """Set attribution, licence or republishing of fronts as one step."""
        self._session.edit(
            lambda project, _progress: project.update_fronts(front_ids, **values),
            name=tr("Changing the terms"),
        )

    def remove(self, front_ids: Sequence[str]) -> None:
        """Take a snapshot out of the project."""

        def done(change: Change | None) -> None:
            if change is not None:
                self.removed.emit(change.name)

        self._session.edit(
            lambda project, _progress: project.delete_fronts(front_ids),
            name=tr("Removing the snapshot"),
            done=done,
        )

    def _open(self, _data: ProjectData) -> None:
        self.told, self._areas = FrontsTold(), {}
        self.read()
        self.changed.emit()

    def _change(self, _data: ProjectData, change: Change) -> None:
        if change.tables & {"control_areas", "lines_of_contact", "settings"}:
            self._areas = {}
            self.read()

    def _take(self, told: FrontsTold) -> None:
        self.told, self.running = told, False
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self.running = False
        self.changed.emit()
        self._tasks.failed.emit(error)
