"""Rows of a table on their way to events; every row ends accepted or accounted for."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model import schema
from mapper.model.coded import decoded, mapped
from mapper.model.errors import shorten
from mapper.model.texts import arrow, blank_as_missing, distinct, held, no_text, series, stripped
from mapper.readers.days import EXPECTED, Days, date_order, parse_days
from mapper.readers.extra import json_objects
from mapper.readers.numbers import parse_coordinates, parse_counts, parse_reals
from mapper.readers.points import Points
from mapper.readers.result import Reading, Waiting
from mapper.readers.text import clean_coded

Mask = npt.NDArray[np.bool_]

#: So many rows get their ids at a time.
_AT_ONCE: Final = 10_000
#: Why a row without coordinates that nothing else tells the place of is not taken.
NO_COORDINATES: Final = (
    "latitude: empty, expected -90 to 90; longitude: empty, expected -180 to 180"
)


class Rows:
    """A table of text whose columns are read one after another.

    Parameters
    ----------
    raw
        Every cell as text as it stands in the file, index 0..n-1; columns may be coded
        (`mapper.model.coded`).
    numbers
        1-based number of each row in the file.
    keep_blank
        Whether rows without any text count; those of plain tables do not.
    """

    def __init__(
        self,
        raw: pd.DataFrame,
        numbers: pd.Index | npt.NDArray[np.int64] | None = None,
        *,
        keep_blank: bool = False,
    ) -> None:
        self.raw = raw.reset_index(drop=True)
        self.numbers = np.asarray(
            np.arange(1, len(raw) + 1) if numbers is None else numbers, dtype=np.int64
        )
        self.warnings: list[str] = []
        self.used: set[str] = set()
        self._reasons: dict[int, list[str]] = {}
        self._blank = np.zeros(len(raw), dtype=bool) if keep_blank else self._blank_rows()
        self._broken: list[tuple[int, str, str]] = []
        self._placeless = np.zeros(len(raw), dtype=bool)
        self._lacking = NO_COORDINATES
        self._coordinate_columns = False
        self._points: Points | None = None

    def __len__(self) -> int:
        return len(self.raw)

    def _blank_rows(self) -> Mask:
        blank = np.ones(len(self.raw), dtype=bool)
        for name in self.raw.columns:
            if not blank.any():
                break
            rows = np.flatnonzero(blank)
            texts = self.raw[name] if len(rows) == len(blank) else self.raw[name].iloc[rows]
            blank[rows] = mapped(texts, blank_as_missing).isna().to_numpy(bool)
        return blank

    def set_broken(self, broken: Iterable[tuple[int, str]], expected: int) -> None:
        """Take over rows that have more cells than the header."""
        reason = f"the row has more cells than the header's {expected}"
        self._broken = [(number, text, reason) for number, text in broken]

    def text(self, column: str | None) -> pd.Series:
        """Return a column cleaned; all missing when there is no such column."""
        return decoded(self.coded(column))

    def coded(self, column: str | None) -> pd.Series:
        """Return a column cleaned as `text` does, coded where the table holds it so."""
        if column is None or column not in self.raw.columns:
            return no_text(self.raw.index)
        self.used.add(column)
        return clean_coded(self.raw[column])

    def as_written(self, column: str) -> pd.Series:
        """Return a column unchanged, blank texts missing."""
        self.used.add(column)
        return blank_as_missing(decoded(self.raw[column]))

    def reject(
        self, where: Mask, field: str, expected: str, found: pd.Series | None = None
    ) -> None:
        """Reject rows, each with its reason; blank rows are left to be ignored."""
        for row in np.flatnonzero(where & ~self._blank):
            what = None if found is None else found.iloc[row]
            if what is None or what != what or not str(what).strip():
                reason = f"{field}: empty, expected {expected}"
            else:
                reason = f"{field}: found {plain_value(what)}, expected {expected}"
            self.reject_row(int(row), reason)

    def reject_row(self, row: int, reason: str) -> None:
        """Reject one row (0-based) for a reason in words."""
        self._reasons.setdefault(row, []).append(reason)

    def coordinates(
        self, lon_column: str, lat_column: str, *, needed: bool = True
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return longitudes and latitudes in degrees; rows with one alone are rejected.

        A row with neither goes on without a place: with ``needed`` to be placed by
        its words or rejected (`Reading.waiting`), else as an event.
        """
        self._coordinate_columns = True
        axes = {}
        empty = {}
        for axis, word, column, limit in (
            ("lat", "latitude", lat_column, 90),
            ("lon", "longitude", lon_column, 180),
        ):
            texts = self.coded(column)
            values, wrong = parse_coordinates(texts, axis)
            outside = np.abs(values) > limit
            self.reject(wrong | outside, word, f"-{limit} to {limit}", texts)
            values[outside] = np.nan
            axes[axis] = values
            empty[axis] = np.isnan(values) & ~wrong & ~outside
        neither = empty["lat"] & empty["lon"]
        self.reject(empty["lat"] & ~neither, "latitude", "-90 to 90")
        self.reject(empty["lon"] & ~neither, "longitude", "-180 to 180")
        if needed:
            self.wait_for_place(neither)
        self._points = Points(axes["lon"], axes["lat"])
        return axes["lon"], axes["lat"]

    def wait_for_place(self, where: Mask, lacking: str = NO_COORDINATES) -> None:
        """Set rows apart that state no coordinates: their words may tell the place.

        ``lacking`` is the reason of those that stay rejected.
        """
        self._placeless |= where & ~self._blank
        self._lacking = lacking

    def date_order(self, columns: Iterable[str], given: str | None = None) -> str | None:
        """Return the order of numeric dates: as given, else as all columns allow."""
        names = list(columns)
        if given is not None or not names:
            return given
        for name in names:
            # Days repeat, and are looked at twice.
            self.raw[name] = held(self.raw[name])
        return date_order(*(self.raw[name] for name in names), field=names[0])

    def days(self, column: str, order: str | None = None, *, needed: bool = True) -> Days:
        """Return the days of a column; rows that hold no date are rejected."""
        texts = self.coded(column)
        days = parse_days(texts, order, column)
        self.reject(days.wrong | (days.absent & needed), column, EXPECTED, texts)
        return days

    def counts(self, column: str | None) -> pd.Series:
        """Return counts of people; rows that hold another thing are rejected."""
        if column is None:
            return pd.Series(pd.NA, index=self.raw.index, dtype="Int64")
        texts = self.coded(column)
        values, wrong = parse_counts(texts)
        self.reject(wrong, column, "a count of people", texts)
        return values

    def reals(self, column: str, least: float = -np.inf) -> npt.NDArray[np.float64]:
        """Return numbers; rows that hold another thing are rejected."""
        texts = self.coded(column)
        values, wrong = parse_reals(texts)
        low = values < least
        expected = "a number" if least == -np.inf else f"a number from {least:g}"
        self.reject(wrong | low, column, expected, texts)
        return values

    def words(self, column: str, terms: Mapping[str, Any]) -> pd.Series:
        """Return words of a vocabulary; rows with another word are rejected."""
        texts = self.text(column)
        wrong = (texts.notna() & ~texts.isin(list(terms))).to_numpy(bool)
        self.reject(wrong, column, "one of " + ", ".join(terms), texts)
        return texts

    def check_counts(self, low: pd.Series, best: pd.Series, high: pd.Series, field: str) -> None:
        """Reject rows whose counts are out of order."""
        wrong = ((low > best) | (best > high) | (low > high)).fillna(False).to_numpy(bool)
        if not wrong.any():
            return
        parts = [count[wrong].astype("str") for count in (low, best, high)]
        found = (parts[0] + ", " + parts[1] + ", " + parts[2]).reindex(low.index)
        self.reject(wrong, field, "lowest, best and highest in order", found)

    def check_order(self, start: pd.Series, end: pd.Series, field: str) -> None:
        """Reject rows that end before they start."""
        wrong = (end < start).fillna(False).to_numpy(bool)
        self.reject(wrong, field, "the first day or later", end)

    def extra(self, report: Callable[[float], None] | None = None) -> pd.Series:
        """Return JSON objects of the columns nobody has used; empty cells are left out.

        ``report`` is told the share done.
        """
        names = [name for name in self.raw.columns if name not in self.used]
        return json_objects({name: self.raw[name] for name in names}, self.raw.index, report)

    def content_ids(self, *more: pd.Series) -> pd.Series:
        """Return twelve hexadecimal digits per row, made from all its cells and ``more``."""
        kind = pa.large_string()
        columns = [*(decoded(self.raw[name]) for name in self.raw.columns), *more]
        cells = [arrow(stripped(column)) for column in columns]
        joined = cells[0]
        if len(cells) > 1:
            joined = pc.binary_join_element_wise(*cells, pa.scalar("\x1f", kind))
        digest = functools.partial(hashlib.blake2b, digest_size=6)
        # Made into columns at once, texts of a million rows hold up all other threads.
        made = [
            pa.array([digest(one).hexdigest() for one in some.to_pylist()], kind)
            for at in range(0, len(joined), _AT_ONCE)
            for some in joined.slice(at, _AT_ONCE).cast(pa.large_binary()).chunks
        ]
        return series(pa.chunked_array(made, kind), self.raw.index)

    def reject_repeats(self, keys: pd.Series, field: str) -> None:
        """Reject rows whose key stood in an earlier row."""
        known = distinct(keys)
        if len(known) == len(keys):
            return
        repeated = (keys.notna() & keys.duplicated()).to_numpy(bool) & ~self._blank
        if not repeated.any():
            return
        first = {key: row for row, key in reversed(list(enumerate(keys)))}
        for row in np.flatnonzero(repeated):
            key = keys.iloc[row]
            reason = f"{field}: {plain_value(key)} stands in row {self.numbers[first[key]]} already"
            self.reject_row(int(row), reason)

    @property
    def accepted(self) -> Mask:
        """Which rows have been rejected by nothing so far."""
        keep = ~self._blank
        keep[list(self._reasons)] = False
        return keep

    def rejected(self) -> pd.DataFrame:
        """Return the rejected rows: original columns, ``row`` and ``reason``."""
        rows = sorted(self._reasons)
        frame = self._listed(rows, ["; ".join(self._reasons[row]) for row in rows])
        if self._broken:
            first = frame.columns[0]
            more = pd.DataFrame(self._broken, columns=["row", first, "reason"])
            frame = pd.concat([frame, more]).sort_values("row")
        return frame.reset_index(drop=True)

    def _listed(self, rows: Sequence[int], reasons: Sequence[str]) -> pd.DataFrame:
        # Taking no rows from Arrow's many parts is slow.
        frame = self.raw.iloc[list(rows)] if len(rows) else self.raw.iloc[:0]
        frame = pd.DataFrame({name: decoded(frame[name]) for name in frame}, index=frame.index)
        # The feed's own columns of these names would hide ours.
        frame.columns = pd.Index(
            [f"{name} (original)" if name in ("row", "reason") else name for name in frame.columns]
        )
        frame["row"] = self.numbers[list(rows)]
        frame["reason"] = pd.Series(list(reasons), index=frame.index, dtype="str")
        return frame

    def _with_places(
        self,
        rejected: pd.DataFrame,
        lon: npt.NDArray[np.float64],
        lat: npt.NDArray[np.float64],
    ) -> pd.DataFrame:
        """Return rejected rows with their degrees, where these are in no column of the file.

        So they can be mended in a spreadsheet and read again as a table.
        """
        names = ("longitude", "latitude")
        if self._coordinate_columns or not len(rejected) or set(names) & set(rejected.columns):
            return rejected
        row = pd.Index(self.numbers).get_indexer(pd.Index(rejected["row"]))
        for name, degrees in zip(names, (lon, lat), strict=True):
            rejected.insert(len(rejected.columns) - 2, name, degrees[row])
        return rejected

    def finish(
        self,
        columns: Mapping[str, Any],
        lon: npt.NDArray[np.float64],
        lat: npt.NDArray[np.float64],
        sources: pd.DataFrame | None = None,
        claims: pd.DataFrame | None = None,
        ignored: Mask | None = None,
    ) -> Reading:
        """Return the accepted rows as events, the others accounted for.

        Parameters
        ----------
        columns
            Columns of the table ``events`` aligned with the rows.
        lon, lat
            Degrees, NaN where there is no place.
        sources, claims
            Rows of these tables, each with the 0-based row of its event as index;
            those of rejected rows are dropped.
        ignored
            Rows that by the feed's rule are no events.
        """
        for row in np.flatnonzero(self._placeless & ~self.accepted):
            self.reject_row(int(row), self._lacking)
        keep = self.accepted
        if ignored is not None:
            keep &= ~ignored
        frame = pd.DataFrame(dict(columns), index=self.raw.index)
        making = self._points
        if making is None or making.lon is not lon or making.lat is not lat:
            making = Points(lon, lat)
        points = making.result()
        waiting = None
        if self._placeless.any():
            apart = keep & self._placeless
            keep &= ~apart
            waiting = Waiting(
                _events(frame[apart], points[apart]),
                _of_rows(sources, apart, schema.SOURCES),
                _of_rows(claims, apart, schema.CLAIMS),
                self._listed(np.flatnonzero(apart).tolist(), [self._lacking] * int(apart.sum())),
            )
        if not keep.all():
            frame, points = frame[keep], points[keep]
        with ThreadPoolExecutor(1) as pool:
            # Arrow works outside Python's lock.
            listing = pool.submit(_of_rows, sources, keep, schema.SOURCES)
            conformed = _events(frame, points)
        rejected = self._with_places(self.rejected(), lon, lat)
        blank = int(self._blank.sum())
        if blank:
            self.warnings.append(f"Blank rows passed over: {blank}.")
        rows = len(self.raw) + len(self._broken)
        return Reading(
            rows=rows,
            events=conformed,
            sources=listing.result(),
            claims=_of_rows(claims, keep, schema.CLAIMS),
            rejected=rejected,
            waiting=() if waiting is None else (waiting,),
            ignored=rows
            - len(conformed)
            - len(rejected)
            - (0 if waiting is None else len(waiting.events)),
            warnings=self.warnings,
        )


def _events(frame: pd.DataFrame, points: npt.NDArray[np.object_]) -> gpd.GeoDataFrame:
    # Each copy of a million points holds Python's lock for a tenth of a second.
    placed = gpd.GeoDataFrame(frame, geometry=points, crs=schema.CRS, copy=False)
    return gpd.GeoDataFrame(schema.conform(placed, schema.EVENTS), copy=False)


def _of_rows(table: pd.DataFrame | None, keep: Mask, kind: schema.Table) -> pd.DataFrame | None:
    if table is None:
        return None
    kept = keep[table.index.to_numpy(dtype=np.int64)]
    return schema.conform(table if kept.all() else table[kept], kind)


def plain_value(value: object) -> str:
    """Return a found value for a reason: numbers bare, words quoted and cut."""
    text = str(value)
    try:
        float(text.replace(",", "."))
    except ValueError:
        return shorten(text)
    return text if len(text) <= 30 else shorten(text)
