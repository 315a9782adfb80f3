"""The tables an export is made of, from a project or from frames in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from mapper.export import keptrows
from mapper.export.credits import Credit, event_credits, front_credits
from mapper.export.extents import as_points
from mapper.mapdoc.columns import LARGEST_COUNT
from mapper.mapdoc.language import ENGLISH, Note
from mapper.measure import Shape
from mapper.model import schema
from mapper.model.errors import ExportError, InputError
from mapper.model.filters import EventFilter
from mapper.project import Project
from mapper.project.lines import KeptLines
from mapper.project.unreadable import UnreadableRow, unreadable_words

#: A project, a frame of events, or frames by the names of their tables.
Source: TypeAlias = Project | gpd.GeoDataFrame | Mapping[str, pd.DataFrame]

_TABLES = (
    schema.EVENTS,
    schema.SOURCES,
    schema.CONTROL_AREAS,
    schema.LINES_OF_CONTACT,
    schema.CLAIMS,
    schema.MEASUREMENTS,
)

#: Numbers of people in the table ``events``.
_COUNTS = tuple(
    f"{what}_{which}" for what in ("killed", "injured") for which in ("min", "best", "max")
)


@dataclass(frozen=True)
class Tables:
    """What goes into an export, and what was left out of it.

    Parameters
    ----------
    events, sources, control_areas, lines_of_contact, claims, measurements
        Conformed tables.
    data_date
        Last change of the data, UTC; empty if not known.
    inputs
        Files the fronts came from, as `mapper.measure.Fronts` takes them.
    boundary, kept
        The country's own boundary and derived lines of a project, for the same.
    left_out, notes
        Number of events left out, and what the export says of itself.
    filter_text
        The filter in words, empty where everything is chosen.
    unreadable
        Rows of the project that cannot be read and are in none of the tables.
    """

    events: gpd.GeoDataFrame
    sources: pd.DataFrame
    control_areas: gpd.GeoDataFrame
    lines_of_contact: gpd.GeoDataFrame
    claims: pd.DataFrame
    measurements: gpd.GeoDataFrame
    data_date: str = ""
    inputs: tuple[dict[str, Any], ...] = ()
    boundary: Shape | None = None
    kept: KeptLines | None = None
    left_out: int = 0
    notes: tuple[Note, ...] = ()
    filter_text: str = ""
    unreadable: tuple[UnreadableRow, ...] = ()

    def select(self, chosen: EventFilter) -> Tables:
        """Return the events that pass the filter and are not sensitive.

        Fronts follow the filter's days: those in force on any of them stay.
        """
        passed = chosen.mask(self.events, self.sources)
        hidden = passed & (self.events["sensitive"].fillna(0) != 0).to_numpy(bool)
        kept = passed & ~hidden
        notes = []
        if not passed.all():
            notes.append(Note("outside_filter", {"events": int((~passed).sum())}))
        if hidden.any():
            notes.append(Note("sensitive", {"events": int(hidden.sum())}))
        return replace(
            self.of_events(kept),
            control_areas=_in_force(self.control_areas, chosen),
            lines_of_contact=_in_force(self.lines_of_contact, chosen),
            left_out=int((~kept).sum()),
            notes=tuple(notes),
            filter_text=chosen.describe(),
        )

    def of_events(self, kept: npt.NDArray[np.bool_], *, forced: bool = False) -> Tables:
        """Return the tables with some events, and what belongs to these.

        ``forced``: also where all are kept, since something may belong to others.
        """
        if kept.all() and not forced:
            return self
        events = self.events[kept].reset_index(drop=True)
        sources, claims = (
            table[table["event_id"].isin(events["event_id"])].reset_index(drop=True)
            for table in (self.sources, self.claims)
        )
        kept_of = keptrows.of_events(self.measurements, events["event_id"].tolist())
        return replace(self, events=events, sources=sources, claims=claims, measurements=kept_of)

    def with_ids(self, ids: pd.Series) -> Tables:
        """Return the tables with other event ids, row by row, wherever these stand."""
        renamed = pd.Series(ids.to_numpy(), index=self.events["event_id"].to_numpy())
        sources, claims = (
            table.assign(event_id=table["event_id"].map(renamed).astype("str"))
            for table in (self.sources, self.claims)
        )
        events = self.events.assign(event_id=ids.to_numpy()).astype({"event_id": "str"})
        named = keptrows.renamed(self.measurements, renamed.to_dict())
        return replace(self, events=events, sources=sources, claims=claims, measurements=named)

    def first(self, most_events: int | None) -> Tables:
        """Return the tables with at most so many events, the first ones; None: all."""
        if most_events is None or len(self.events) <= most_events:
            return self
        return self.of_events(np.arange(len(self.events)) < most_events)

    @property
    def told(self) -> tuple[str | Note, ...]:
        """The notes, and what could not be read, for a report."""
        return (*self.notes, *unreadable_words(self.unreadable))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in English."""
        return tuple(map(ENGLISH.note, self.told))

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Credits of fronts and event sets."""
        return (*front_credits(self.fronts), *event_credits(self.events))

    @property
    def fronts(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Control areas and lines of contact."""
        return self.control_areas, self.lines_of_contact


def gather(source: Source, path: Path) -> Tables:
    """Return the tables of a source that is to be exported to `path`.

    Raises
    ------
    ExportError
        If `path` is the project itself.
    InputError
        If a frame cannot be read as its table.
    """
    if isinstance(source, Project):
        if path.resolve() == Path(source.path).resolve():
            raise ExportError("An export cannot replace the project it is made from.")
        read: dict[str, Any] = {table.name: source.table(table) for table in _TABLES}
        tables = Tables(
            **read,
            data_date=source.last_change,
            inputs=tuple(source.front_inputs()),
            boundary=source.boundary,
            kept=source.lines,
            unreadable=source.unreadable,
        )
        # What belongs to an event that cannot be read, perhaps a sensitive one, stays behind too.
        every = np.ones(len(tables.events), dtype=bool)
        return tables.of_events(every, forced=bool(tables.unreadable))
    if not isinstance(source, (pd.DataFrame, Mapping)):
        raise InputError(
            "not what a map can be made of",
            found=type(source).__name__,
            expected="a project, a GeoDataFrame of events or frames by the names of their tables",
        )
    frames = {"events": source} if isinstance(source, pd.DataFrame) else dict(source)
    unknown = frames.keys() - {table.name for table in _TABLES}
    if unknown:
        raise InputError(
            "not a table that can be exported",
            found=", ".join(sorted(unknown)),
            expected=", ".join(table.name for table in _TABLES),
        )
    return Tables(*(as_table(frames.get(table.name), table) for table in _TABLES))


def as_table(frame: pd.DataFrame | None, table: schema.Table) -> Any:
    """Return a frame as one of Mapper's tables.

    Ids, feed, titles and statuses that a plain frame of events lacks are filled
    in, ids and titles from its row numbers, and the last day of an event from
    its first; so are ids of fronts, which
    need `as_of` and `source`. Times become the days they lie in, single
    areas and lines such of one part. Columns the table does not
    have are left out. A point of NaN is an unknown place; an event that is an
    area, a line or several points becomes a place with a radius, never an exact
    one (`mapper.export.extents`).

    Parameters
    ----------
    frame
        Rows; a GeoDataFrame in any stated CRS where the table has a geometry.
        None gives the empty table.
    table
        One of the tables of `mapper.model.schema`.

    Raises
    ------
    InputError
        Where the CRS is missing, a point lies outside the Earth's degrees or
        `mapper.model.schema.conform` refuses.
    """
    if frame is None:
        return schema.empty(table)
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"table {table.name} is no frame", found=type(frame).__name__)
    schema.refuse_repeated_columns(frame, table)
    known = pd.DataFrame(frame)[[name for name in table.names if name in frame.columns]].copy()
    rows = pd.RangeIndex(1, len(frame) + 1).astype("str")
    if table.name in ("control_areas", "lines_of_contact"):
        # Whose they are and of which day, only their owner can say.
        for name, filler in (("front_id", "row:" + rows), ("redistribution", "unknown")):
            if name not in known.columns:
                known[name] = filler
        _as_days(known, "as_of")
    if table is schema.EVENTS:
        for name, filler in (
            ("event_id", "row:" + rows),
            ("feed", "table"),
            ("title", "Event " + rows),
            ("verification_status", "reported"),
            ("workflow_status", "new"),
        ):
            lacking = known[name].isna() if name in known.columns else None
            if lacking is None:
                known[name] = filler
            elif lacking.any():
                known[name] = known[name].where(~lacking, filler)
        _fill_days(known)
    for name in _COUNTS:
        _refuse_large(known, name)
    if table.geometry is None:
        return schema.conform(known, table)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(f"table {table.name} needs a GeoDataFrame", found=type(frame).__name__)
    if frame.active_geometry_name is None:
        raise InputError(f"table {table.name} has no geometry", expected="an active geometry")
    if frame.crs is None:
        raise InputError(f"table {table.name} has no CRS", expected="a stated CRS")
    geometry = frame.geometry.to_crs(schema.CRS).rename(schema.GEOMETRY)
    if table.geometry == "Point":
        known, geometry = as_points(known, _on_earth(frame.geometry, geometry))
    else:
        geometry = _in_parts(geometry)
    return schema.conform(gpd.GeoDataFrame(known, geometry=geometry), table)


def _as_days(table: pd.DataFrame, name: str) -> None:
    if name in table.columns and pd.api.types.is_datetime64_any_dtype(table[name]):
        # In a zone, the day there.
        table[name] = table[name].dt.strftime("%Y-%m-%d")


def _in_parts(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return single areas and lines as areas and lines of one part."""
    values = shapes.to_numpy().copy()
    for single, many in (
        (shapely.GeometryType.POLYGON, shapely.multipolygons),
        (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
    ):
        rows = np.flatnonzero(shapely.get_type_id(values) == single)
        values[rows] = many(values[rows], indices=np.arange(len(rows)))
    return gpd.GeoSeries(values, index=shapes.index, crs=shapes.crs, name=shapes.name)


def _refuse_large(known: pd.DataFrame, name: str) -> None:
    """Refuse numbers of people of which there are not so many."""
    if name not in known.columns:
        return
    numbers = pd.to_numeric(known[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    if (large := np.abs(numbers) > LARGEST_COUNT).any():
        row = int(large.argmax())
        raise InputError(
            "a number of people is too large",
            row=row + 1,
            field=name,
            found=known[name].iloc[row],
            expected=f"at most {LARGEST_COUNT:,}",
        )


def _fill_days(events: pd.DataFrame) -> None:
    for name in ("date_start", "date_end"):
        _as_days(events, name)
    if "date_start" in events.columns:
        if "date_end" in events.columns:
            events["date_end"] = events["date_end"].where(
                events["date_end"].notna(), events["date_start"]
            )
        else:
            events["date_end"] = events["date_start"]


def _on_earth(given: gpd.GeoSeries, points: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return places with those of NaN missing; refuse those that are no lon, lat."""
    before, values = given.to_numpy(), points.to_numpy()
    rows = np.flatnonzero(~shapely.is_missing(values) & ~shapely.is_empty(values))
    numbers, owner = shapely.get_coordinates(before[rows], return_index=True)
    unknown = np.zeros(len(rows), dtype=bool)
    unknown[owner[np.isnan(numbers).any(axis=1)]] = True
    lonlat = shapely.get_coordinates(values[rows])
    wrong = ~unknown[owner] & ~(np.abs(lonlat) <= (180.0, 90.0)).all(axis=1)
    if wrong.any():
        row = int(rows[owner[wrong.argmax()]])
        single = before[row].geom_type == "Point"
        raise InputError(
            f"{'a point' if single else 'a place'} lies outside the Earth",
            row=row + 1,
            found=before[row].wkt,
            expected="lon -180 to 180, lat -90 to 90",
        )
    if not unknown.any():
        return points
    values = values.copy()
    values[rows[unknown]] = None
    return gpd.GeoSeries(values, index=points.index, crs=points.crs, name=points.name)


def _in_force(fronts: gpd.GeoDataFrame, chosen: EventFilter) -> gpd.GeoDataFrame:
    """Return the fronts of the filter's days, and per source the last before them."""
    keep = np.ones(len(fronts), dtype=bool)
    if chosen.until_day is not None:
        keep &= (fronts["as_of"] <= chosen.until_day.isoformat()).to_numpy(bool)
    if chosen.from_day is not None:
        before = keep & (fronts["as_of"] < _text(chosen.from_day)).to_numpy(bool)
        last = fronts["as_of"].where(before).groupby(fronts["source"]).transform("max")
        keep &= ~before | (fronts["as_of"] == last).to_numpy(bool)
    return fronts[keep].reset_index(drop=True)


def _text(day: dt.date) -> str:
    return day.isoformat()
