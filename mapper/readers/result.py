"""What reading a file gives: every row of it is accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from mapper.model import schema


def no_rejections() -> pd.DataFrame:
    """Return an empty table of rejected rows."""
    return pd.DataFrame({"row": pd.Series(dtype="int64"), "reason": pd.Series(dtype="str")})


def no_unplaced() -> pd.DataFrame:
    """Return an empty table of rows that name a place and have no coordinates."""
    columns = {name: pd.Series(dtype="str") for name in ("place_name", "admin1", "country")}
    return pd.DataFrame({"row": pd.Series(dtype="int64"), **columns})


@dataclass(frozen=True)
class Waiting:
    """Rows that lack nothing but coordinates, until it is settled what becomes of them.

    Parameters
    ----------
    events
        The events they would be, without geometry.
    sources, claims
        Those of these events.
    rejected
        The same rows, in the same order, as rows of `Reading.rejected`.
    """

    events: gpd.GeoDataFrame
    sources: pd.DataFrame | None
    claims: pd.DataFrame | None
    rejected: pd.DataFrame


@dataclass
class Reading:
    """What one feed found in a file.

    Parameters
    ----------
    rows
        Records found: data rows of a table, features of a vector file, fronts
        (plus what was left out) of a front feed.
    rejected
        The original columns of every rejected record, plus ``row`` (1-based)
        and ``reason``.
    unplaced
        Of the rejected rows those that lack nothing but coordinates and name
        a place: ``row``, ``place_name``, ``admin1``, ``country`` ("" where not
        given; the three are the key of `Options.places`).
    waiting
        Rows that are counted nowhere above yet: `unplaced.settle` does it.
    labels
        Records that only tell more of events of another file in the same archive;
        they are counted nowhere yet: `Feed.together` joins them.
    ignored
        Records that by the feed's rule are no event and no front; the reason
        stands in ``warnings``.
    """

    rows: int
    events: gpd.GeoDataFrame | None = None
    sources: pd.DataFrame | None = None
    claims: pd.DataFrame | None = None
    fronts: gpd.GeoDataFrame | None = None
    rejected: pd.DataFrame = field(default_factory=no_rejections)
    unplaced: pd.DataFrame = field(default_factory=no_unplaced)
    waiting: tuple[Waiting, ...] = ()
    labels: tuple[pd.DataFrame, ...] = ()
    ignored: int = 0
    warnings: list[str] = field(default_factory=list)


def combine(readings: Sequence[Reading]) -> Reading:
    """Return several readings of one file as one."""
    if len(readings) == 1:
        return readings[0]
    rejected = [reading.rejected for reading in readings if len(reading.rejected)]
    unplaced = [reading.unplaced for reading in readings if len(reading.unplaced)]
    said = dict.fromkeys(warning for reading in readings for warning in reading.warnings)
    return Reading(
        rows=sum(reading.rows for reading in readings),
        events=_stack([reading.events for reading in readings]),
        sources=_stack([reading.sources for reading in readings]),
        claims=_stack([reading.claims for reading in readings]),
        fronts=_stack([reading.fronts for reading in readings]),
        rejected=pd.concat(rejected, ignore_index=True) if rejected else no_rejections(),
        unplaced=pd.concat(unplaced, ignore_index=True) if unplaced else no_unplaced(),
        waiting=tuple(rows for reading in readings for rows in reading.waiting),
        labels=tuple(table for reading in readings for table in reading.labels),
        ignored=sum(reading.ignored for reading in readings),
        warnings=list(said),
    )


def _stack(frames: Sequence[Any]) -> Any:
    """Return frames of one table below each other; None when there is none."""
    present = [frame for frame in frames if frame is not None]
    filled = [frame for frame in present if len(frame)]
    if len(filled) < 2:
        return (filled or present or [None])[0]
    return pd.concat(filled, ignore_index=True)


@dataclass(frozen=True)
class Part:
    """One of several files of an archive.

    Parameters
    ----------
    name
        Its name in the archive.
    title
        What it was read as, in words.
    rows
        Records found in it.
    error
        Why it was not read, else empty.
    """

    name: str
    title: str = ""
    rows: int = 0
    error: str = ""


@dataclass(frozen=True)
class ImportResult:
    """A read file: events or fronts (or both), and what was not taken and why.

    ``rows == len(events) + len(fronts) + len(rejected) + ignored``. ``events``,
    ``sources`` and ``claims`` have the columns of the tables of the same name,
    ``fronts`` those of control areas with MultiPolygons and MultiLineStrings
    mixed; ``unplaced`` is that of `Reading`; ``parts`` are the files of an archive
    with several. A part a file does not have is None. Coordinates are lon, lat in EPSG:4326.
    """

    file: Path
    sha256: str
    feed: str
    rows: int
    events: gpd.GeoDataFrame | None
    sources: pd.DataFrame | None
    claims: pd.DataFrame | None
    fronts: gpd.GeoDataFrame | None
    rejected: pd.DataFrame
    ignored: int
    warnings: list[str]
    unplaced: pd.DataFrame = field(default_factory=no_unplaced)
    parts: tuple[Part, ...] = ()

    @property
    def control_areas(self) -> gpd.GeoDataFrame:
        """The fronts that are areas, as the table ``control_areas``."""
        return self._fronts_of(schema.CONTROL_AREAS)

    @property
    def lines_of_contact(self) -> gpd.GeoDataFrame:
        """The fronts that are lines, as the table ``lines_of_contact``."""
        return self._fronts_of(schema.LINES_OF_CONTACT)

    def _fronts_of(self, table: schema.Table) -> gpd.GeoDataFrame:
        if self.fronts is None:
            return gpd.GeoDataFrame(schema.empty(table))
        wanted = self.fronts.geom_type == table.geometry
        return gpd.GeoDataFrame(schema.conform(self.fronts[wanted], table))
