"""Keeps the number of sources of every event for the list, while that column is wanted."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress
from mapper.model.texts import arrow
from mapper.project import Project

#: Stands for a number that is not counted yet.
NOT_COUNTED = -1
Counts = npt.NDArray[np.int32]


class SourceCounting(QObject):
    """Counts the sources of all events once, and after a change of few only of these.

    Signals
    -------
    changed()
        ``counts`` are others than before.
    """

    changed = pyqtSignal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._data: ProjectData | None = None
        self._wanted = False
        #: Sources of each event of the newest data, `NOT_COUNTED` where that is to come.
        self.counts: Counts | None = None

    def want(self, wanted: bool) -> None:
        """Say whether the numbers are to be seen."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.counts = None
            self._count()

    def show_data(self, data: ProjectData) -> None:
        """Take a project, or a newer state of it."""
        before, self._data = self._data, data
        if self.counts is not None and data.touched is not None and data.follows(before):
            self.counts = data.touched.put(self.counts, NOT_COUNTED)
        else:
            self.counts = None
        self._count()

    def _count(self) -> None:
        data, known = self._data, self.counts
        if data is None or not self._wanted:
            return
        lacking = None if known is None else np.flatnonzero(known == NOT_COUNTED)
        if lacking is not None and not len(lacking):
            return
        self._session.use(
            partial(_counted, data.columns.ids, lacking), done=partial(self._take, data, lacking)
        )

    def _take(self, data: ProjectData, lacking: npt.NDArray[np.intp] | None, found: Counts) -> None:
        # Newer data have asked again.
        if data is not self._data or not self._wanted:
            return
        if lacking is None:
            self.counts = found
        elif self.counts is not None:
            self.counts = self.counts.copy()
            self.counts[lacking] = found
        self.changed.emit()


def _counted(
    ids: pd.Index, rows: npt.NDArray[np.intp] | None, project: Project, progress: Progress
) -> Counts:
    """Return how many sources events have: those of some rows, or all; runs in the worker."""
    if rows is not None:
        return np.array(project.source_counts(ids[rows].tolist()), dtype=np.int32)
    cited = pc.value_counts(arrow(project.source_texts(["event_id"], progress.check)["event_id"]))
    counts = np.zeros(len(ids), dtype=np.int32)
    places = pc.index_in(cited.field("values"), value_set=arrow(pd.Series(ids, copy=False)))
    known = np.asarray(pc.is_valid(places), dtype=bool)
    numbers = np.asarray(cited.field("counts"))
    counts[np.asarray(places.filter(pa.array(known)))] = numbers[known]
    return counts
