"""Runs the data checks beside other work, and carries out what the person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from PyQt6.QtCore import QObject, pyqtSignal

from mapper import checks
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.model.errors import CancelledError, MissingRowError
from mapper.model.event import Event, Source
from mapper.model.texts import arrow
from mapper.project import Change, Project

#: Tables that the checks look at.
_LOOKED_AT: Final = frozenset({"events", "sources", "media"})
#: Up to so many events are checked again after each change without being asked.
_SOON_CHECKED: Final = 50_000
_RULES: Final = pa.array(list(checks.RULES), pa.large_string())


@dataclass(frozen=True, eq=False)
class Findings:
    """What the checks found in one state of a project.

    ``table`` (n rows) is as `mapper.checks.check` returns it; ``open`` tells row by row
    whether nobody said that it is right; ``rows`` are the rows of the events in ``data``,
    ``rules`` the places of the rules among all. ``shared`` are the findings that name other
    events too, by their number.
    """

    data: ProjectData
    table: pd.DataFrame
    open: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.intp]
    rules: npt.NDArray[np.intp]
    shared: npt.NDArray[np.intp]

    @classmethod
    def of(cls, data: ProjectData, table: pd.DataFrame) -> Findings:
        """Return findings that are all open; for a worker, as they may be many."""
        return cls(
            data,
            table,
            np.ones(len(table), dtype=bool),
            data.columns.rows_of(table["event_id"]),
            np.asarray(pc.index_in(arrow(table["rule"]), value_set=_RULES), dtype=np.intp),
            np.flatnonzero([bool(ids) for ids in table["other_ids"]]),
        )

    @property
    def open_count(self) -> int:
        """Number of findings that nobody dismissed."""
        return int(self.open.sum())

    def after(self, data: ProjectData, event_ids: Sequence[str]) -> Findings:
        """Return those that still hold after a change of some events."""
        touched = frozenset(event_ids)
        known = pa.array(list(touched), pa.large_string())
        stale = np.array(pc.is_in(arrow(self.table["event_id"]), value_set=known), dtype=bool)
        others = self.table["other_ids"].array
        stale[[number for number in self.shared if not touched.isdisjoint(others[number])]] = True
        same_rows = data.columns.ids is self.data.columns.ids
        rows = self.rows if same_rows else data.columns.rows_of(self.table["event_id"])
        keep = ~stale & (rows >= 0)
        if keep.all():
            return replace(self, data=data, rows=rows)
        shared = np.zeros(len(keep), dtype=bool)
        shared[self.shared] = True
        return Findings(
            data,
            self.table[keep].reset_index(drop=True),
            self.open[keep],
            rows[keep],
            self.rules[keep],
            np.flatnonzero(shared[keep]),
        )


class Checker(QObject):
    """Keeps the findings of the open project; the newest run wins.

    Signals
    -------
    changed()
        ``findings``, ``state`` or ``complete`` are others than before.
    told(str)
        What was done, in words.
    """

    changed = pyqtSignal()
    told = pyqtSignal(str)

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._data: ProjectData | None = None
        #: Findings that still hold; None until the first run is over.
        self.findings: Findings | None = None
        #: Whether they are all there are in the project as it is now.
        self.complete = False
        self.running = False
        #: Who looks at the findings.
        self._wanted: set[str] = set()

    @property
    def read_only_reason(self) -> str | None:
        """Why nothing can be mended, None if it can."""
        return None if self._data is None else self._data.read_only_reason

    def want(self, *, wanted: bool, who: str = "panel") -> None:
        """Check from now on after each change, or only when asked, if nobody else looks."""
        self._wanted = self._wanted | {who} if wanted else self._wanted - {who}
        if wanted and not self.complete and not self.running:
            self.run()

    def show_project(self, data: ProjectData) -> None:
        """Take another project."""
        self._data = data
        self.findings, self.complete = None, False
        self._tasks.drop("checks")
        self.running = False
        if self._wanted:
            self.run()
        self.changed.emit()

    def show_change(self, data: ProjectData, change: Change) -> None:
        """Take the project after a change; findings about what changed are dropped."""
        if not change.tables & _LOOKED_AT:
            return
        self._data = data
        self.complete = False
        if self.findings is not None:
            if change.event_ids is None:
                self.findings = None
            else:
                self.findings = self.findings.after(data, change.event_ids)
        self._tasks.drop("checks")
        self.running = False
        if self._wanted and (self.findings is None or len(data.columns) <= _SOON_CHECKED):
            self.run()
        self.changed.emit()

    def run(self) -> None:
        """Check all events."""
        data = self._data
        if data is None:
            return
        self.running = True
        # Nothing else in the window needs the sources and media of all events.
        self._session.use(
            lambda project, _progress: (project.sources, project.media),
            done=partial(self._check, data),
            failed=self._fail,
        )
        self.changed.emit()

    def _check(self, data: ProjectData, read: tuple[pd.DataFrame, pd.DataFrame]) -> None:
        if data is not self._data:
            return
        self._tasks.run(
            partial(_check, data, *read),
            done=self._sort_out,
            failed=self._fail,
            name=tr("Checking the data"),
            stoppable=True,
            newest="checks",
        )

    def apply(self, mends: Sequence[checks.Mend]) -> None:
        """Carry out mends as one step."""

        def work(project: Project, _progress: Progress) -> Change:
            if len(mends) == 1:
                return checks.apply(project, mends[0])
            return checks.apply_all(project, mends)

        def done(change: Change | None) -> None:
            warnings = () if change is None else change.warnings
            self.told.emit(" ".join([tr("Mended. Undo takes it back."), *warnings]))

        if mends and self.read_only_reason is None:
            self._session.edit(work, name=tr("Mending") if len(mends) > 1 else "", done=done)

    def dismiss(self, numbers: Sequence[int], *, right: bool) -> None:
        """Remember that findings, by their row, are right as they are; or forget it."""
        findings = self.findings
        if findings is None or self.read_only_reason is not None or not len(numbers):
            return
        chosen = findings.table.iloc[list(numbers)]

        def work(project: Project, _progress: Progress) -> npt.NDArray[np.bool_]:
            (checks.dismiss if right else checks.restore)(project, chosen)
            return _open(project, findings.table)

        def done(mask: npt.NDArray[np.bool_]) -> None:
            if self.findings is findings:
                self.findings = replace(findings, open=mask)
                self.changed.emit()

        self._session.use(work, done=done)

    def read(self, event_ids: Sequence[str], done: partial[None]) -> None:
        """Read events with their sources; ``done`` gets a tuple of pairs."""

        def work(
            project: Project, _progress: Progress
        ) -> tuple[tuple[Event, tuple[Source, ...]], ...]:
            return tuple((project.event(key), project.sources_of(key)) for key in event_ids)

        def fail(error: BaseException) -> None:
            # An event that is gone by now takes its finding with it.
            if not isinstance(error, MissingRowError):
                self._tasks.failed.emit(error)

        self._session.use(work, done=done, failed=fail)

    def _sort_out(self, findings: Findings) -> None:
        """Read from the project which findings are dismissed."""

        def work(project: Project, _progress: Progress) -> Findings:
            return replace(findings, open=_open(project, findings.table))

        self._session.use(work, done=self._take)

    def _take(self, findings: Findings) -> None:
        if findings.data is self._data:
            self.findings, self.complete, self.running = findings, True, False
            self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self.running = False
        self.changed.emit()
        if not isinstance(error, CancelledError):
            self._tasks.failed.emit(error)


def _check(
    data: ProjectData, sources: pd.DataFrame, media: pd.DataFrame, progress: Progress
) -> Findings:
    table = checks.check(data.events, sources, media, progress=progress)
    return Findings.of(data, table)


def _open(project: Project, table: pd.DataFrame) -> npt.NDArray[np.bool_]:
    numbered = table.assign(number=np.arange(len(table)))
    mask = np.zeros(len(table), dtype=bool)
    mask[checks.open_findings(project, numbered)["number"].to_numpy(dtype=np.intp)] = True
    return mask
