"""Reads the kept measurements, and keeps, changes and deletes them, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.kept_words import KeptRow, KeptTold, path_again, request_again, tell
from mapper.gui.measuring import measured_as, to_keep
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr, trn
from mapper.measure import KeptMeasurement
from mapper.project import Change, Project


class KeptReader(QObject):
    """Keeps the measurements of the open project in words: details and map always show them.

    Signals
    -------
    changed()
        ``told`` is another than before.
    done(str)
        Something was kept, measured again or deleted; in words.
    """

    changed = pyqtSignal()
    done = pyqtSignal(str)

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._unit = "km"
        self.told = KeptTold()
        session.opened.connect(lambda _data: self._read())
        session.changed.connect(self._follow)

    @property
    def writable(self) -> bool:
        """Whether the project can be changed."""
        data = self._session.data
        return data is not None and data.read_only_reason is None

    def want(self, *, wanted: bool) -> None:
        """Nothing changes when somebody looks: all is read anyway."""

    def set_unit(self, unit: str) -> None:
        """Tell everything in another unit."""
        self._unit = unit
        self._read()

    def has(self, kept: KeptMeasurement | None) -> bool:
        """Tell whether a distance is in the project already, as it is now."""
        if kept is None or kept.event_id is None:
            return False
        said = _what(kept)
        rows = self.told.of_event(kept.event_id)
        return any(not row.stale and _what(row.kept) == said for row in rows)

    def keep(self, kept: KeptMeasurement) -> None:
        """Keep a measurement in the project."""
        self._edit(
            lambda project, _progress: project.keep_measurement(kept), tr("Kept the measurement.")
        )

    def set_note(self, measurement_id: str, note: str) -> None:
        """Write a note to a measurement."""
        self._edit(lambda project, _progress: project.note_measurement(measurement_id, note))

    def delete(self, measurement_ids: Sequence[str]) -> None:
        """Delete measurements."""
        told = trn(
            "Deleted {number:,} measurement.",
            "Deleted {number:,} measurements.",
            len(measurement_ids),
        )
        self._edit(lambda project, _progress: project.delete_measurements(measurement_ids), told)

    def measure_again(self, row: KeptRow) -> None:
        """Measure again, from where the event is now and to the fronts as they are."""
        data, unit = self._session.data, self._unit
        if data is None:
            return

        def work(project: Project, _progress: Progress) -> Change:
            return project.keep_measurement(again(row.kept, data, unit))

        self._edit(work, tr("Measured again."))

    def _edit(self, work: Callable[[Project, Progress], Change], told: str = "") -> None:
        def done(change: Change | None) -> None:
            if change is not None and told:
                self.done.emit(told)

        self._session.edit(work, done=done)

    def _follow(self, data: ProjectData, _change: Change) -> None:
        if len(data.measurements) or self.told.rows:
            self._read()

    def _read(self) -> None:
        data, unit = self._session.data, self._unit
        if data is None:
            return
        self._tasks.run(
            lambda _progress: tell(data, unit),
            done=self._take,
            lane="measure",
            newest="kept",
        )

    def _take(self, told: KeptTold) -> None:
        self.told = told
        self.changed.emit()


def _what(kept: KeptMeasurement) -> tuple[object, ...]:
    """Return what tells a measurement of an event from another."""
    numbers = (kept.distance_m, kept.min_m, kept.max_m)
    asked = (kept.inputs.get("day"), kept.inputs.get("source"), kept.inputs.get("radius_m"))
    return (kept.target_kind, kept.target_name, kept.as_of, *numbers, *asked)


def again(kept: KeptMeasurement, data: ProjectData, unit: str) -> KeptMeasurement:
    """Return a kept measurement measured again, under the same id.

    Raises
    ------
    MapperError
        If there is no distance any more.
    """
    if kept.target_kind in ("path", "outline"):
        return path_again(kept, data, unit)
    request = request_again(kept, data, unit)
    return replace(to_keep(request, measured_as(request)), measurement_id=kept.measurement_id)
