"""Events as the list needs them: arrays by column, filtered and sorted off-thread."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.gui.facet_counts import Counts, FacetCounter
from mapper.gui.grouping import Groups, Ranks, facet_order, groups_of, ranks_of
from mapper.gui.list_columns import SORT_KEYS, TEXTS, USUAL
from mapper.gui.list_lines import Lines
from mapper.gui.sort_order import sorted_order
from mapper.gui.touched import Touched
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.dates import NO_DAY, day_from_number, day_numbers
from mapper.model.event import Count
from mapper.model.facets import FACETS, NOT_STATED
from mapper.model.filters import OF_THE_MAP, EventFilter, rough_places
from mapper.model.regions import Spellings, region_spellings
from mapper.model.texts import arrow, casefolded, some_rows

STATUSES: Final = tuple(words.VERIFICATION_STATUSES)
#: How little is known of a place, by the codes of `rough_places`; none at zero.
ROUGH: Final = (None, *words.ROUGH_PLACES.values())
#: Stands for an unknown number of people in the packed arrays.
UNKNOWN: Final = -1
# Here, as the list's first rows are shown before facets are there: see `mapper.gui.starting`.
assert all(key in FACETS or key in TEXTS or key in (*USUAL, "sources") for key in SORT_KEYS)
_OF_THE_TABLE: Final = ("table", "ids", "title", "place")


@dataclass(frozen=True, eq=False)
class EventColumns:
    """The events of a project, one array per column, all of length n.

    Days are day numbers; ``killed`` and ``injured`` have shape (n, 3) with
    min, best, max and `UNKNOWN`; ``status`` holds positions in `STATUSES`;
    ``rough`` says how little is known of the place, see `rough_places`. Ids, titles
    and places are the table's own Arrow memory: half a million Python strings would
    take 140 MB, and making them stops all other threads. ``table`` is that table: columns
    seldom shown are read from it.
    """

    table: pd.DataFrame
    ids: pd.Index
    title: pd.api.extensions.ExtensionArray
    place: pd.api.extensions.ExtensionArray
    rough: npt.NDArray[np.uint8]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    status: npt.NDArray[np.uint8]
    killed: npt.NDArray[np.int32]
    injured: npt.NDArray[np.int32]

    @classmethod
    def of(cls, events: pd.DataFrame) -> EventColumns:
        """Pack the table ``events``."""
        known = pa.array(STATUSES, pa.large_string())
        status = pc.index_in(arrow(events["verification_status"]), value_set=known)
        return cls(
            table=events,
            ids=pd.Index(events["event_id"].array),
            title=events["title"].array,
            place=_places(events),
            rough=rough_places(events),
            start=day_numbers(events["date_start"]),
            end=day_numbers(events["date_end"]),
            status=np.asarray(status).astype(np.uint8),
            killed=_counts(events, "killed"),
            injured=_counts(events, "injured"),
        )

    def after(self, events: pd.DataFrame, touched: Touched) -> EventColumns:
        """Return the columns of the next state of ``events``; only touched rows are packed."""
        new = EventColumns.of(some_rows(events, touched.there))
        ids = self.ids
        if not (touched.in_place and ids[touched.gone].equals(new.ids)):
            ids = pd.Index(events["event_id"].array)
        names = [field.name for field in fields(self) if field.name not in _OF_THE_TABLE]
        packed: dict[str, Any] = {
            name: touched.put(getattr(self, name), getattr(new, name)) for name in names
        }
        return EventColumns(events, ids, events["title"].array, _places(events), **packed)

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, event_id: str) -> int | None:
        """Return the row of an event, or None."""
        row: int = pc.index(_arrow(self.ids), pa.scalar(event_id, pa.large_string())).as_py()
        return None if row < 0 else row

    def texts(self, key: str) -> pd.Series:
        """Return a column that is shown as it is written (a key of `TEXTS`), empty for none."""
        if key in ("title", "place"):
            return pd.Series(self.title if key == "title" else self.place, copy=False)
        return self.table[TEXTS[key]].fillna("")

    def text(self, key: str, row: int) -> str:
        """Return what one event has in a column of the table, empty for nothing."""
        value = self.table[key].iat[row]
        return value if isinstance(value, str) else ""

    def rows_of(self, event_ids: pd.Series) -> npt.NDArray[np.intp]:
        """Return the rows of events, -1 where there is none."""
        found = pc.index_in(arrow(event_ids), value_set=_arrow(self.ids))
        return np.asarray(pc.fill_null(found, -1)).astype(np.intp)

    def days_text(self, row: int) -> str:
        """Return the event's days for the list: ISO, shortened for a range."""
        start, end = int(self.start[row]), int(self.end[row])
        if start == NO_DAY:
            return tr("unknown")
        first, last = day_from_number(start), day_from_number(end)
        if start == end:
            return first.isoformat()
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.isoformat()}–{last.day:02d}"
        if first.year == last.year:
            return f"{first.isoformat()} – {last.month:02d}-{last.day:02d}"
        return f"{first.isoformat()} – {last.isoformat()}"


def count_of(values: npt.NDArray[np.int32]) -> Count:
    """Return min, best, max of one row as a `Count`."""
    low, best, high = (None if value == UNKNOWN else int(value) for value in values)
    return Count(low, best, high)


@dataclass(frozen=True)
class Sorting:
    """The column the list is sorted by (a key of `SORT_KEYS`) and the direction.

    ``group`` is what events that stand together have in common, a key of `GROUPS`.
    """

    key: str = "date"
    descending: bool = True
    group: str = ""


@dataclass(frozen=True, eq=False)
class ArrangeRequest:
    """Which events to list and in which order."""

    events: pd.DataFrame
    columns: EventColumns
    chosen: EventFilter
    sorting: Sorting
    #: Metres to the front of the day, NaN where refused; None until known.
    distance_m: npt.NDArray[np.float64] | None = None
    #: Sources of the events, looked through for words.
    sources: pd.DataFrame | None = None
    #: Number of sources of each event, negative where not counted; None until known.
    source_counts: npt.NDArray[np.int32] | None = None
    #: Counts the values of the facets, if they are to be counted.
    counter: FacetCounter | None = None


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Rows to list, in order, and the filter they passed."""

    rows: npt.NDArray[np.intp]
    #: The lines of the list while all groups are open.
    lines: Lines
    chosen: EventFilter
    sorting: Sorting
    #: Rows that pass whatever their day, in view or not, for the map; None when all do.
    any_day: npt.NDArray[np.intp] | None = None
    #: Events by facet and value; None if nobody asked.
    counts: Counts | None = None
    #: How the events write each region, if they were counted.
    spellings: Spellings = field(default_factory=dict)
    #: The groups that the rows stand in, if they do.
    groups: Groups | None = None


def arrange(request: ArrangeRequest) -> Arrangement:
    """Filter and sort; unknown values come last in either direction."""
    values, unknown = sort_values(request)
    order = sorted_order(values, unknown, descending=request.sorting.descending)
    parts = request.chosen.parts(request.events, request.sources)
    counts = None if request.counter is None else request.counter.count(request.events, parts)
    any_day = None
    general = [part for name, part in parts.items() if name not in OF_THE_MAP]
    if general:
        any_day = np.flatnonzero(np.logical_and.reduce(general))
    if parts:
        order = order[np.logical_and.reduce(list(parts.values()))[order]]
    groups, ranks = None, group_ranks(request)
    if ranks is not None:
        order = order[np.argsort(ranks[order], kind="stable")]
        groups = groups_of(request.sorting.group, request.events, order, ranks)
    rows = order.astype(np.intp)
    spellings = {} if counts is None else region_spellings(request.events)
    lines = Lines.opened(rows, len(values), groups)
    about = (request.chosen, request.sorting)
    return Arrangement(rows, lines, *about, any_day, counts, spellings, groups)


def group_ranks(request: ArrangeRequest) -> Ranks | None:
    """Return where the group of each event stands, shape (n,), if the list is grouped."""
    sorting = request.sorting
    if not sorting.group:
        return None
    about = {"date": "day"}.get(sorting.key, sorting.key)
    # Turning the direction turns the groups where it is about them.
    backwards = sorting.descending if about == sorting.group else sorting.group == "day"
    return ranks_of(sorting.group, request.events, request.columns.start, backwards=backwards)


def sort_values(request: ArrangeRequest) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Return what rows are sorted by, and which of them have no such value."""
    columns, key = request.columns, request.sorting.key
    if key == "date":
        return columns.start, columns.start == NO_DAY
    if key == "status":
        return columns.status, np.zeros(len(columns), dtype=bool)
    if key in TEXTS:
        texts = columns.texts(key)
        ranks = pc.rank(casefolded(texts), tiebreaker="dense")
        return np.asarray(ranks), np.asarray(pc.equal(arrow(texts), ""), dtype=bool)
    if key in FACETS:
        values, codes = FACETS[key].codes(request.events)
        none = [code for code, value in enumerate(values) if value == NOT_STATED]
        return facet_order(key, values)[codes], np.isin(codes, none)
    if key in ("killed", "injured"):
        counts = columns.killed if key == "killed" else columns.injured
        shown = np.where(counts[:, 1] != UNKNOWN, counts[:, 1], counts.max(axis=1))
        return shown, shown == UNKNOWN
    if key == "sources":
        numbers = request.source_counts
        numbers = np.full(len(columns), UNKNOWN) if numbers is None else numbers
        return numbers, numbers < 0
    if request.distance_m is None:
        return np.zeros(len(columns)), np.ones(len(columns), dtype=bool)
    unknown = np.isnan(request.distance_m)
    return np.where(unknown, 0.0, request.distance_m), unknown


def _places(events: pd.DataFrame) -> pd.api.extensions.ExtensionArray:
    filled: pd.api.extensions.ExtensionArray = events["place_name"].fillna("").array
    return filled


def _arrow(texts: pd.Index | pd.api.extensions.ExtensionArray) -> pa.ChunkedArray:
    return arrow(pd.Series(texts, copy=False))


def _counts(events: pd.DataFrame, name: str) -> npt.NDArray[np.int32]:
    parts = [
        events[f"{name}_{part}"].fillna(UNKNOWN).to_numpy(dtype=np.int32)
        for part in ("min", "best", "max")
    ]
    return np.stack(parts, axis=1)
