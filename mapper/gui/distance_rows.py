"""The rows of the table of distances: what stands in a cell, what is sorted by, what is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from mapper.export.countsheet import people_in_words
from mapper.export.credits import front_credits, licence_warnings
from mapper.export.sheet import Sheet, without_sensitive
from mapper.export.xlsxfile import credit_lines
from mapper.gui.columns import ROUGH, ArrangeRequest, Sorting, sort_values
from mapper.gui.day_words import refusal
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.refusals import reasons_told
from mapper.gui.session import ProjectData
from mapper.gui.sort_order import sorted_order
from mapper.gui.translation import tr
from mapper.model.counting import PARTS, PEOPLE
from mapper.model.dates import NO_DAY, day_from_number, day_number
from mapper.model.filters import EventFilter
from mapper.model.texts import casefolded

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Look:
    """Header, tip, width in characters and side of one column."""

    key: str
    header: str
    tip: str
    characters: int
    right: bool = False


LOOKS: Final = (
    Look("title", tr("Event"), tr("What is reported"), 30),
    Look("date", tr("Day"), tr("Day or days of the event"), 13),
    Look("place", tr("Place"), tr("Place as the source names it"), 16),
    Look("region", tr("Oblast"), tr("First-order region as the source names it"), 16),
    Look("distance", tr("To front"), tr("Distance to the front of the event's day"), 11, True),
    Look("low", tr("At least"), tr("Lower end of the interval"), 11, True),
    Look("high", tr("At most"), tr("Upper end of the interval"), 11, True),
    Look("inside", tr("Inside area"), tr("Whether it lies inside the control area"), 10),
    Look("source", tr("Front source"), tr("Whose front it is measured to"), 16),
    Look("as_of", tr("Front as of"), tr("Day of that front"), 11),
    Look("gap", tr("Gap, days"), tr("Days from the front to the event"), 9, True),
    Look("killed", tr("Killed"), tr("People killed; – means unknown"), 12, True),
    Look("injured", tr("Injured"), tr("People injured; – means unknown"), 12, True),
    Look("refused", tr("Why no distance"), tr("Why the event has no distance"), 34),
)
KEYS: Final = tuple(look.key for look in LOOKS)
_SAVED: Final = (
    *("event_id", "title", "date_start", "date_end"),
    *("place_name", "admin1", "country", "geo_precision", "radius_m", "verification_status"),
)
_READ: Final = (
    *(*_SAVED, "feed", "sensitive"),
    *(f"{who}_{part}" for who in PEOPLE for part in PARTS),
)
_INSIDE: Final = {1: tr("Yes"), 0: tr("No"), -1: ""}


@dataclass(frozen=True, eq=False)
class DistanceRows:
    """Events in the order of the table, and how to read each of their cells.

    Parameters
    ----------
    rows
        Rows of the table of events, in the order shown.
    column
        Distances of all events; None while they are not known.
    """

    data: ProjectData
    rows: Rows
    column: DistanceColumn | None
    chosen: EventFilter

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def measured(self) -> int:
        """How many of the events have a distance."""
        return 0 if self.column is None else int((~np.isnan(self._of("distance_m"))).sum())

    def reasons(self) -> str:
        """Return why the others have none, empty where all have one; for a worker."""
        if self.column is None:
            return ""
        lacking = self.rows[np.isnan(self._of("distance_m"))]
        return reasons_told(self.column.refused[lacking]) if len(lacking) else ""

    def event_id(self, position: int) -> str:
        """Return the id of the event at a position."""
        return str(self.data.columns.ids[self.rows[position]])

    def cell(self, key: str, position: int, unit: str = "km") -> str:
        """Return the text of a cell, empty where there is nothing to tell."""
        row = int(self.rows[position])
        columns, column = self.data.columns, self.column
        match key:
            case "title":
                return str(columns.title[row])
            case "date":
                return columns.days_text(row)
            case "place":
                rough = ROUGH[columns.rough[row]]
                return str(columns.place[row]) or ("" if rough is None else rough.label)
            case "region":
                value = self.data.events["admin1"].array[row]
                return "" if pd.isna(value) else str(value)
            case "killed" | "injured":
                values = (columns.killed if key == "killed" else columns.injured)[row]
                named = zip(PARTS, values.tolist(), strict=True)
                told = {f"{key}_{part}": n if n >= 0 else None for part, n in named}
                return people_in_words(told, key)
        if column is None:
            return ""
        match key:
            case "distance":
                return column.text(row, unit) or "–"
            case "low" | "high":
                return column.bounds(row, unit)[key == "high"]
            case "inside":
                return _INSIDE[int(column.inside[row])]
            case "source":
                return str(column.front_source[row])
            case "as_of":
                day = int(column.as_of[row])
                return "" if day == NO_DAY else day_from_number(day).isoformat()
            case "gap":
                gap = int(column.gap_days[row])
                return "" if gap < 0 else str(gap)
        return refusal(str(column.refused[row]))

    def ordered(self, sorting: Sorting) -> DistanceRows:
        """Return the same events sorted; what has no value comes last in either direction."""
        rows = np.sort(self.rows)
        values, unknown = self._sort_values(sorting.key)
        order = sorted_order(values[rows], unknown[rows], descending=sorting.descending)
        return DistanceRows(self.data, rows[order], self.column, self.chosen)

    def texts(self, first: int, last: int, keys: list[str], unit: str) -> list[list[str]]:
        """Return the cells of rows first to last, both included."""
        return [[self.cell(key, at, unit) for key in keys] for at in range(first, last + 1)]

    def sheet(self, unit: str) -> Sheet:
        """Return the rows as a sheet to save; sensitive events are left out."""
        events = self.data.events
        hidden = (events["sensitive"].fillna(0) != 0).to_numpy(bool)[self.rows]
        kept = DistanceRows(self.data, self.rows[~hidden], self.column, self.chosen)
        some, beside = without_sensitive(
            pd.DataFrame(events[list(_READ)]).iloc[self.rows],
            self.chosen.describe(),
            self.data.last_change,
        )
        names = kept._sources()
        tables = [table[table["source"].isin(names)] for table in self._fronts]
        credits = (*(front_credits(tables) if names else ()), *beside.credits)
        inputs = kept._inputs()
        return Sheet(
            name="distances",
            title="Distances to the line of contact of each event's day",
            frame=kept._frame(some),
            shown=lambda: pd.DataFrame(
                kept.texts(0, len(kept) - 1, list(KEYS), unit),
                columns=[look.header for look in LOOKS],
                dtype="str",
            ),
            about=(
                ("Filter", beside.filter_text or "none"),
                *(("Note", note) for note in beside.notes),
                ("Method", _METHOD),
                ("Data of", beside.data_date or "not known"),
                *credit_lines(credits),
                *(("Input", f"{one['file']}, SHA-256 {one['sha256']}") for one in inputs),
            ),
            days=frozenset({"date_start", "date_end", "as_of"}),
            right=frozenset(look.header for look in LOOKS if look.right),
            data_date=beside.data_date,
            warnings=(*beside.notes, *licence_warnings(credits)),
        )

    @property
    def _fronts(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.data.control_areas, self.data.lines_of_contact

    def _of(self, name: str) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = getattr(self.column, name)[self.rows]
        return found

    def _sources(self) -> list[str]:
        if self.column is None:
            return []
        return [name for name in pd.unique(self._of("front_source")) if name]

    def _inputs(self) -> tuple[dict[str, str], ...]:
        """Return the files of the fronts that were measured to."""
        names = self._sources()
        days = np.unique(self._of("as_of")) if names else np.empty(0)
        used = [
            one
            for one in self.data.fronts.snapshots
            if one.source in names and day_number(one.as_of) in days
        ]
        return self.data.fronts.inputs_of(used) if used else ()

    def _frame(self, events: pd.DataFrame) -> pd.DataFrame:
        frame = pd.DataFrame(
            events[
                ["event_id", "title", "date_start", "date_end", "place_name", "admin1", "country"]
            ]
        ).reset_index(drop=True)
        if self.column is not None:
            for name in ("distance_m", "min_m", "max_m"):
                frame[name] = self._of(name).round(3)
            inside, gap = self._of("inside"), self._of("gap_days")
            frame["inside_control_area"] = pd.arrays.BooleanArray(inside == 1, inside < 0)
            for name in ("nearest_lon", "nearest_lat"):
                frame[name] = self._of(name).round(7)
            days = pd.Series(self._of("as_of").astype("datetime64[D]").astype(str))
            frame["as_of"] = days.where(self._of("as_of") != NO_DAY).astype("str")
            frame["gap_days"] = pd.arrays.IntegerArray(gap.astype(np.int64), gap < 0)
            for name in ("front_source", "refused"):
                texts = pd.Series(self._of(name), dtype="str")
                frame[name] = texts.where(texts != "")
        for name in (f"{who}_{part}" for who in PEOPLE for part in PARTS):
            frame[name] = events[name].to_numpy()
        return frame

    def _sort_values(self, key: str) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Return what all events are sorted by, and which have no such value."""
        column, events = self.column, self.data.events
        if key == "region":
            ranks = pc.rank(casefolded(events["admin1"]), tiebreaker="dense")
            return np.asarray(ranks), events["admin1"].isna().to_numpy(dtype=bool)
        if key in ("date", "title", "place", "killed", "injured"):
            request = ArrangeRequest(events, self.data.columns, EventFilter(), Sorting(key))
            return sort_values(request)
        if column is None:
            return np.zeros(len(events)), np.ones(len(events), dtype=bool)
        if key in ("distance", "low", "high"):
            values = {"distance": column.distance_m, "low": column.min_m, "high": column.max_m}[key]
            unknown = np.isnan(values)
            return np.where(unknown, 0.0, values), unknown
        if key == "as_of":
            return column.as_of, column.as_of == NO_DAY
        if key == "inside":
            return column.inside, column.inside < 0
        if key == "gap":
            return column.gap_days, column.gap_days < 0
        texts = column.front_source if key == "source" else column.refused
        codes, distinct = pd.factorize(texts)
        ranks = np.argsort(np.argsort(np.asarray(distinct, dtype="U")))
        return ranks[codes], np.asarray(np.equal(texts, ""), dtype=bool)


_METHOD: Final = (
    "Geodesics on the WGS 84 ellipsoid to the line of contact of the latest front on or before "
    "the event's first day; the interval takes in what is known of the precision of the place, "
    "the front and the method. Distances in metres."
)
