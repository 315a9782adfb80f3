"""Other events near the selected one in time and place, folded in its details."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from mapper.geodesy import distance_m
from mapper.gui import wording
from mapper.gui.columns import EventColumns
from mapper.gui.folded_section import FoldedSection
from mapper.gui.labels import LinkButton, TextLabel
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.model.dates import NO_DAY
from mapper.model.schema import GEOMETRY

if TYPE_CHECKING:
    from mapper.gui.session import ProjectData

#: What counts as near: metres between the points, days between the events.
NEAR_M: Final = 25_000.0
NEAR_DAYS: Final = 7
_MOST: Final = 12
_METRES_PER_DEGREE: Final = 110_000.0


@dataclass(frozen=True)
class Near:
    """One event near another."""

    event_id: str
    day: str
    title: str
    apart_m: float


@dataclass(frozen=True)
class Found:
    """The nearest of so many events that are near; ``reason`` why none can be told."""

    event_id: str
    count: int = 0
    nearest: tuple[Near, ...] = ()
    reason: str = ""


class NearbySection(FoldedSection):
    """Stays open, once it was opened, from event to event.

    Signals
    -------
    wanted()
        The events near the one shown are to be found.
    chosen(str)
        One of them is to be selected.
    """

    wanted = pyqtSignal()
    chosen = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(tr("Nearby"), tr("Show other events within {limits}", limits=_limits()))

    def begin(self) -> None:
        """Take another event, or a newer state of the same; an open section is filled anew."""
        self._fold(self.head.isChecked())

    def show_found(self, found: Found) -> None:
        """Show what was found, if it is still wanted."""
        if not self.head.isChecked():
            return
        self._label(f" ({found.count:,})")
        none = found.reason or tr("No other event within {limits}.", limits=_limits())
        words: list[QWidget] = [self._row(near) for near in found.nearest]
        if not words:
            words = [TextLabel(none, role="muted")]
        elif found.count > len(words):
            words.append(
                TextLabel(
                    tr("The nearest {number} of {count:,}.", number=len(words), count=found.count),
                    role="muted",
                )
            )
        self._show(words)

    def _row(self, near: Near) -> QWidget:
        row = QWidget()
        lines = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        button = LinkButton(near.title)
        button.clicked.connect(lambda: self.chosen.emit(near.event_id))
        away = wording.length(round(near.apart_m, -2))
        apart = tr("{length} away", length=away) if near.apart_m >= 50 else tr("here")
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(TextLabel(f"{near.day}, {apart}", role="muted"))
        return row

    def _fold(self, opened: bool) -> None:
        self._label("")
        self._show([TextLabel(tr("Looking…"), role="muted")] if opened else [])
        if opened:
            self.wanted.emit()


class Nearby(QObject):
    """Finds, off the GUI thread, what a `NearbySection` wants to show."""

    def __init__(self, tasks: Tasks, section: NearbySection, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._section = section
        self._about: tuple[ProjectData, str] | None = None
        section.wanted.connect(self._find)

    def show_event(self, data: ProjectData | None, event_id: str) -> None:
        """Take the event that is shown."""
        self._about = None if data is None else (data, event_id)
        self._section.begin()

    def _find(self) -> None:
        if self._about is not None:
            self._tasks.run(
                partial(find, *self._about), done=self._take, lane="list", newest="nearby"
            )

    def _take(self, found: Found) -> None:
        if self._about is not None and self._about[1] == found.event_id:
            self._section.show_found(found)


def find(data: ProjectData, event_id: str, progress: Progress) -> Found:
    """Return the events near one in time and place; runs in a worker."""
    columns, row = data.columns, data.columns.row_of(event_id)
    if row is None:
        return Found(event_id)
    if columns.rough[row]:
        words = tr("Where it happened is not known well enough to tell what is near.")
        return Found(event_id, reason=words)
    if columns.start[row] == NO_DAY:
        return Found(event_id, reason=tr("Nothing is near in time to an event without a day."))
    near = _in_time(columns, row)
    progress.check()
    points = shapely.get_coordinates(data.events[GEOMETRY].to_numpy()[near])
    here = shapely.get_coordinates(data.events[GEOMETRY].iloc[row])[0]
    lonlat = points - here
    # Across the date line as well.
    lonlat[:, 0] = (lonlat[:, 0] + 180.0) % 360.0 - 180.0
    least_deg = NEAR_M / _METRES_PER_DEGREE
    width = np.cos(np.radians(min(abs(here[1]) + least_deg, 89.0)))
    close = (np.abs(lonlat[:, 1]) <= least_deg) & (np.abs(lonlat[:, 0]) <= least_deg / width)
    near, points = near[close], points[close]
    apart_m = distance_m(points, here) if len(near) else np.zeros(0)
    inside = apart_m <= NEAR_M
    near, apart_m = near[inside], apart_m[inside]
    order = np.argsort(apart_m, kind="stable")[:_MOST]
    nearest = tuple(
        Near(
            str(columns.ids[near[at]]),
            columns.days_text(int(near[at])),
            str(columns.title[near[at]]),
            float(apart_m[at]),
        )
        for at in order
    )
    return Found(event_id, len(near), nearest)


def _in_time(columns: EventColumns, row: int) -> np.ndarray:
    """Return the other rows with a point whose days are near those of a row."""
    near = (columns.start <= columns.end[row] + NEAR_DAYS) & (
        columns.end >= columns.start[row] - NEAR_DAYS
    )
    near &= (columns.start != NO_DAY) & (columns.rough == 0)
    near[row] = False
    return np.flatnonzero(near)


def _limits() -> str:
    return tr("{length} and {days} days", length=wording.length(NEAR_M), days=NEAR_DAYS)
