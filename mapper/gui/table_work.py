"""Keeps the tables below the map on what the filter shows, beside other work; saves and copies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
from PyQt6.QtCore import QObject, pyqtSignal

from mapper.export.countchart import KINDS as PICTURES
from mapper.export.countchart import chart
from mapper.export.countsheet import sheet_of
from mapper.export.crosssheet import cross_sheet
from mapper.export.sheet import without_sensitive, write_sheet
from mapper.gui.columns import Sorting
from mapper.gui.distance_rows import DistanceRows
from mapper.gui.listing import Listing
from mapper.gui.session import ProjectData
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.model.counting import Counts, columns_read, count
from mapper.model.crossing import CrossCounts, count_across
from mapper.model.crossing import columns_read as cross_columns_read
from mapper.model.errors import InputError
from mapper.model.texts import some_rows

#: Counts, counts across, why there are none (too many columns), or nothing yet.
Counted = Counts | CrossCounts | InputError | None
#: Rows in order, how many have a distance, and why the others have none.
_Ordered = tuple[DistanceRows, int, str]
#: Nearest first: what the table is for.
FIRST_SORTING: Final = Sorting("distance", descending=False)


class TableWork(QObject):
    """Sorts and counts what the list shows while somebody looks at it.

    Signals
    -------
    rows_changed()
        ``rows`` are others than before, or other words fit them.
    counts_changed()
        ``counts`` are others than before.
    saved(Path, tuple)
        A file was written; what should be known about it.
    """

    rows_changed = pyqtSignal()
    counts_changed = pyqtSignal()
    saved = pyqtSignal(object, object)

    def __init__(self, tasks: Tasks, listing: Listing, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._listing = listing
        self._wanted: frozenset[str] = frozenset()
        self._closed = False
        self.sorting = FIRST_SORTING
        self.rows: DistanceRows | None = None
        self.measured = 0
        #: Why the others have no distance.
        self.reasons = ""
        self.by = "month"
        #: What stands across, empty for nothing.
        self.across = ""
        self.counts: Counted = None
        listing.arranged.connect(self.refresh)
        listing.measured.connect(self._refresh_distances)

    @property
    def data(self) -> ProjectData | None:
        """The project that is shown."""
        return self._listing.shown_data

    @property
    def measuring(self) -> bool:
        """Whether distances are being measured."""
        return self._listing.distancing.measuring

    def measure_again(self) -> None:
        """Measure after that was stopped."""
        self._listing.distancing.measure_again()

    def want(self, *names: str) -> None:
        """Keep these up to date from now on: "distances", "counts"."""
        self._wanted = frozenset(names)
        self.refresh()

    def close(self) -> None:
        """Start nothing more: the window closes, its workers are stopped."""
        self._closed = True

    def refresh(self) -> None:
        """Sort and count what the list shows; the newest wish wins."""
        self._refresh_distances()
        self._refresh_counts()

    def sort(self, sorting: Sorting) -> None:
        """Sort the distances another way."""
        self.sorting = sorting
        self._refresh_distances()

    def count_by(self, by: str, across: str = "") -> None:
        """Count by something else, with something across or nothing."""
        self.by, self.across = by, across
        self._refresh_counts()

    def save_distances(self, path: Path, unit: str) -> None:
        """Write the distances as they stand."""
        rows = self.rows
        if rows is not None:

            def write(progress: Progress) -> tuple[str, ...]:
                sheet = rows.sheet(unit)
                progress.check()
                write_sheet(sheet, path)
                return sheet.warnings

            self._save(path, write)

    def save_counts(self, path: Path, measure: str) -> None:
        """Write the counts, or draw them where the ending is that of a picture.

        Sensitive events are left out.
        """
        shown = self._shown()
        if shown is None:
            return
        rows, by, across = shown, self.by, self.across

        def write(progress: Progress) -> tuple[str, ...]:
            names = dict.fromkeys([*_columns(by, across), "sensitive", "feed"])
            events, beside = without_sensitive(
                _some(rows, list(names)),
                rows.chosen.describe(),
                rows.data.last_change,
            )
            counts = count_across(events, by, across) if across else count(events, by)
            progress.check()
            if path.suffix.lower() in PICTURES:
                return chart(counts, measure, path, beside)
            if isinstance(counts, CrossCounts):
                sheet = cross_sheet(counts, measure, beside)
            else:
                sheet = sheet_of(counts, beside)
            write_sheet(sheet, path)
            return sheet.warnings

        self._save(path, write)

    def beside(
        self, work: Callable[[], object], done: Callable[[object], None], newest: str
    ) -> None:
        """Do short work off the GUI thread."""
        self._tasks.run(lambda _progress: work(), done=done, newest=newest)

    def _save(self, path: Path, write: Callable[[Progress], tuple[str, ...]]) -> None:
        self._tasks.run(
            write,
            done=lambda warnings: self.saved.emit(path, warnings),
            name=tr("Exporting {name}", name=path.name),
        )

    def _shown(self) -> DistanceRows | None:
        data, arrangement = self._listing.shown_data, self._listing.arrangement
        if self._closed or data is None or arrangement is None:
            return None
        return DistanceRows(data, arrangement.rows, self._listing.distances, arrangement.chosen)

    def _refresh_distances(self) -> None:
        shown = self._shown()
        if "distances" in self._wanted and shown is not None:
            self._tasks.run(
                partial(_ordered, shown, self.sorting),
                done=self._take_rows,
                newest="table of distances",
            )

    def _refresh_counts(self) -> None:
        shown = self._shown()
        if "counts" in self._wanted and shown is not None:
            self._tasks.run(
                partial(_counted, shown, self.by, self.across),
                done=self._take_counts,
                newest="counts",
            )

    def _take_rows(self, ordered: _Ordered) -> None:
        self.rows, self.measured, self.reasons = ordered
        self.rows_changed.emit()

    def _take_counts(self, counts: Counted) -> None:
        self.counts = counts
        self.counts_changed.emit()


def _ordered(rows: DistanceRows, sorting: Sorting, _progress: Progress) -> _Ordered:
    return rows.ordered(sorting), rows.measured, rows.reasons()


def _counted(rows: DistanceRows, by: str, across: str, _progress: Progress) -> Counted:
    events = _some(rows, _columns(by, across))
    if not across:
        return count(events, by)
    try:
        return count_across(events, by, across)
    except InputError as error:
        return error


def _columns(by: str, across: str) -> list[str]:
    return cross_columns_read(by, across) if across else columns_read(by)


def _some(rows: DistanceRows, names: list[str]) -> pd.DataFrame:
    """Return some columns of the rows; all of them would be twice the memory."""
    return some_rows(pd.DataFrame(rows.data.events[names]), rows.rows)
