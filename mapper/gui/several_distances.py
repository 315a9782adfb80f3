"""How far several events lie from the fronts of their days: nearest, farthest, unmeasured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject

from mapper.gui.columns import EventColumns
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.event_table import EventTable
from mapper.gui.listing import Listing
from mapper.gui.refusals import reasons_told
from mapper.gui.several import SeveralPage
from mapper.gui.tasks import Tasks
from mapper.gui.translation import tr, trn
from mapper.model.dates import day_from_number
from mapper.model.errors import shorten


@dataclass(frozen=True, eq=False)
class SeveralRequest:
    """Selected events: ``rows`` of the columns, and the list's distances of all events."""

    columns: EventColumns
    column: DistanceColumn
    rows: npt.NDArray[np.intp]
    unit: str = "km"


def tell(request: SeveralRequest) -> tuple[str, ...]:
    """Return the sentences on the distances of the events; nothing is measured anew."""
    column, rows = request.column, request.rows
    distance_m = column.distance_m[rows]
    measured = np.flatnonzero(~np.isnan(distance_m))
    said = []
    if len(measured):
        near = int(rows[measured[np.argmin(distance_m[measured])]])
        far = int(rows[measured[np.argmax(distance_m[measured])]])
        if near == far:
            said.append(_of_one(request, near, len(measured)))
        else:
            said.append(tr("Nearest to the front of its day: {event}.", event=_told(request, near)))
            said.append(tr("Farthest: {event}.", event=_told(request, far)))
    lacking = len(rows) - len(measured)
    if lacking:
        reasons = reasons_told(column.refused[rows[np.isnan(distance_m)]])
        said.append(
            trn(
                "{number:,} of {all:,} has no distance: {reasons}.",
                "{number:,} of {all:,} have no distance: {reasons}.",
                lacking,
                all=len(rows),
                reasons=reasons,
            )
        )
    return tuple(said)


def _of_one(request: SeveralRequest, row: int, measured: int) -> str:
    if measured == 1:
        return tr("Only one has a distance to the front of its day: {event}.",
                  event=_told(request, row))  # fmt: skip
    return tr("All measured are as far from the front of their days as {event}.",
              event=_told(request, row))  # fmt: skip


def _told(request: SeveralRequest, row: int) -> str:
    """Return an event with its day, distance, interval and front."""
    column, unit = request.column, request.unit
    title = shorten(str(request.columns.title[row]), 80)
    day = request.columns.days_text(row)
    front = day_from_number(int(column.as_of[row])).isoformat()
    source = str(column.front_source[row])
    if column.regional[row]:
        # Only the interval is told of what is known to a region.
        return tr(
            "{title} ({day}), {distance}, front of {front} by {source}",
            title=title, day=day, distance=column.text(row, unit), front=front, source=source,
        )  # fmt: skip
    low, high = column.bounds(row, unit)
    return tr(
        "{title} ({day}), {distance} ({low} to {high}), front of {front} by {source}",
        title=title, day=day, distance=column.text(row, unit), low=low, high=high,
        front=front, source=source,
    )  # fmt: skip


class SeveralDistances(QObject):
    """Keeps the page for several events on the distances of those that are selected."""

    def __init__(
        self,
        tasks: Tasks,
        table: EventTable,
        listing: Listing,
        page: SeveralPage,
        unit: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._table, self._listing, self._page = tasks, table, listing, page
        self._unit = unit
        table.selection_changed.connect(self.refresh)
        listing.arranged.connect(self.refresh)
        listing.measured.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Tell the distances of what is selected now; the newest wish wins."""
        rows = self._table.selected_rows()
        data = self._listing.shown_data
        if len(rows) < 2 or data is None:
            return
        chosen, column = self._table.selected(), self._listing.distances
        if column is None or chosen.of is not data.columns.ids:
            measuring = self._listing.distancing.measuring
            words = (
                tr("Distances to the front are being measured…")
                if measuring
                else tr("No distances to the front: there is no front, or measuring was stopped.")
            )
            self._page.distances.show_state(words)
            return
        request = SeveralRequest(data.columns, column, chosen.rows, self._unit())
        self._tasks.run(
            lambda _progress: tell(request),
            done=partial(self._take, request),
            newest="distances of several",
        )

    def _take(self, request: SeveralRequest, said: tuple[str, ...]) -> None:
        if request.column is self._listing.distances:
            self._page.distances.show_sentences(said)
