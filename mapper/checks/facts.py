"""The events as the checks read them: columns as arrays, looked up once for all rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from mapper import basemap
from mapper.checks.named import Named
from mapper.model.dates import NO_DAY, day_number, day_numbers, write_day
from mapper.model.dates import day_from_number as day_of
from mapper.model.schema import EVENTS, MEDIA, SOURCES, conform
from mapper.model.texts import numbers_for
from mapper.model.vocabulary import DEFAULT_RADIUS_M

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

#: Radius in metres within which an event may lie that says nothing of its precision.
UNSTATED_RADIUS_M = 5_000.0


@dataclass(frozen=True)
class Facts:
    """A set of events and what all checks ask of it.

    Attributes
    ----------
    events, sources, media
        Conformed tables with a fresh index.
    today
        Day number from which on days are in the future.
    conflict_start
        Day number of the conflict's first day, None when not given.
    """

    events: gpd.GeoDataFrame
    sources: pd.DataFrame
    media: pd.DataFrame
    today: int
    conflict_start: int | None

    @classmethod
    def of(
        cls,
        events: gpd.GeoDataFrame,
        sources: pd.DataFrame | None,
        media: pd.DataFrame | None = None,
        *,
        today: dt.date,
        conflict_start: dt.date | None,
    ) -> Facts:
        """Return the facts of tables of the model."""
        table = sources if sources is not None else conform(pd.DataFrame(), SOURCES)
        attached = media if media is not None else conform(pd.DataFrame(), MEDIA)
        lacking = [name for name in EVENTS.names if name not in events.columns]
        whole = gpd.GeoDataFrame(conform(events, EVENTS)) if lacking else events
        return cls(
            whole.reset_index(drop=True),
            table.reset_index(drop=True),
            attached.reset_index(drop=True),
            day_number(today),
            None if conflict_start is None else day_number(conflict_start),
        )

    @property
    def today_date(self) -> dt.date:
        """The day that counts as today."""
        return day_of(self.today)

    def __len__(self) -> int:
        return len(self.events)

    def texts(self, column: str) -> Texts:
        """Return a text column as an object array, "" where empty."""
        values: Texts = self.events[column].fillna("").to_numpy(dtype=object)
        return values

    def known(self, column: str) -> Mask:
        """Return which events have a value in a column."""
        values: Mask = self.events[column].notna().to_numpy(dtype=bool)
        return values

    def is_any(self, column: str, *values: str) -> Mask:
        """Return which events have one of the values in a column."""
        found: Mask = self.events[column].isin(list(values)).to_numpy(dtype=bool)
        return found

    @cached_property
    def ids(self) -> Texts:
        """Event ids, (n,)."""
        return self.texts("event_id")

    @cached_property
    def lonlat(self) -> Floats:
        """Degrees WGS 84, (n, 2); NaN where the place is not known."""
        points = self.events.geometry.to_numpy()
        return np.column_stack([shapely.get_x(points), shapely.get_y(points)])

    @cached_property
    def placed(self) -> Mask:
        """Which events have a position."""
        return np.asarray(np.isfinite(self.lonlat).all(axis=1))

    @cached_property
    def start(self) -> Ints:
        """Day numbers of the first day, `NO_DAY` where unknown."""
        return day_numbers(self.events["date_start"]).astype(np.int64)

    @cached_property
    def end(self) -> Ints:
        """Day numbers of the last day, `NO_DAY` where unknown."""
        return day_numbers(self.events["date_end"]).astype(np.int64)

    @cached_property
    def radius_m(self) -> Floats:
        """Radius within which the event lies, stated or as its precision goes; NaN: no limit."""
        stated: Floats = self.events["radius_m"].to_numpy(dtype=float)
        words = self.events["geo_precision"]
        of_word = numbers_for(words, DEFAULT_RADIUS_M)
        values = np.where(np.isnan(stated), of_word, stated)
        return np.where(words.isna() & np.isnan(values), UNSTATED_RADIUS_M, values)

    @cached_property
    def located(self) -> tuple[Texts, Texts]:
        """Country and region in which the positions lie, "" at sea and without a position."""
        found = basemap.locate(self.lonlat)
        return found["country"].to_numpy(dtype=object), found["admin1"].to_numpy(dtype=object)

    @cached_property
    def country(self) -> Texts:
        """Codes of the stated countries in capitals; "" where none or no known code is stated."""
        codes = self.events["country"].str.strip().str.upper()
        known = codes.where(codes.isin(basemap.countries()["code"]))
        values: Texts = known.fillna("").to_numpy(dtype=object)
        return values

    @cached_property
    def named(self) -> Named:
        """The places that the events' names may mean."""
        return Named.of(self)

    @cached_property
    def source_rows(self) -> Ints:
        """Row of the event of each source, -1 for sources of no event here."""
        index = pd.Index(self.ids)
        return index.get_indexer(pd.Index(self.sources["event_id"])).astype(np.int64)

    @cached_property
    def medium_rows(self) -> Ints:
        """Row of the event of each medium, -1 for media of no event here."""
        of_source = pd.Index(self.sources["source_id"]).get_indexer(
            pd.Index(self.media["source_id"])
        )
        # The last one stands for what is not found.
        rows: Ints = np.append(self.source_rows, -1)[of_source].astype(np.int64)
        return rows

    @cached_property
    def source_count(self) -> Ints:
        """How many sources that say anything each event has."""
        rows = self.source_rows[self.sourced & (self.source_rows >= 0)]
        return np.bincount(rows, minlength=len(self)).astype(np.int64)

    @cached_property
    def sourced(self) -> Mask:
        """Which rows of ``sources`` name an address, a title, a publisher or an author."""
        said: Mask = (
            self.sources[["url", "archive_url", "title", "publisher", "author", "quote"]]
            .notna()
            .any(axis=1)
            .to_numpy(dtype=bool)
        )
        return said

    def said_day(self, row: int | np.integer) -> str:
        """Return an event's first day for print, "" if unknown."""
        number = int(self.start[row])
        return "" if number == NO_DAY else write_day(day_of(number))
