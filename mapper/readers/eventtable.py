"""A table of text whose columns are named field by field, to columns of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model import schema
from mapper.readers.numbers import missing
from mapper.readers.rows import Rows
from mapper.readers.text import without_markup

#: Fields a table may have beside the columns of events.
PLACE_FIELDS: Final = ("lon", "lat")
_COUNTS: Final = (
    "killed_min",
    "killed_best",
    "killed_max",
    "injured_min",
    "injured_best",
    "injured_max",
)
_DAYS: Final = ("date_start", "date_end")
#: Texts that programs write as HTML.
_PROSE: Final = ("title", "description", "notes")
_SPECIAL: Final = (
    *_COUNTS,
    *_DAYS,
    "radius_m",
    "sensitive",
    "extra",
    "date_precision",
    "date_text",
)


@dataclass(frozen=True)
class Columns:
    """Columns of events and the degrees of their places, aligned with the rows."""

    columns: dict[str, Any]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]


def event_columns(
    rows: Rows,
    fields: Mapping[str, str],
    *,
    order: str | None = None,
    strict: bool,
    place: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None = None,
) -> Columns:
    """Return the columns of events that a table has.

    Parameters
    ----------
    rows
        The table; rows with wrong values are rejected in it.
    fields
        Column of events, ``lon`` or ``lat``, to a column of the table.
    order
        Order of numeric dates, when given.
    strict
        Whether the table is one of ours: texts are taken as they stand, words
        outside a vocabulary reject the row, and place and day may be empty.
    place
        Longitudes and latitudes where they are no columns of the table.
    """
    if place is not None:
        lon, lat = place
    elif "lon" in fields and "lat" in fields:
        lon, lat = rows.coordinates(fields["lon"], fields["lat"], needed=not strict)
    else:
        lon, lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        if not strict:
            rows.wait_for_place(np.ones(len(rows), dtype=bool))
    columns: dict[str, Any] = {}
    for column in schema.EVENTS.columns:
        name = column.name
        if name not in fields or name in _SPECIAL:
            continue
        if column.terms is not None and strict:
            columns[name] = rows.words(fields[name], column.terms)
        elif column.terms is not None:
            columns[name] = _known_words(rows, fields[name], column.terms)
        elif strict:
            columns[name] = rows.as_written(fields[name])
        else:
            texts = rows.text(fields[name])
            columns[name] = without_markup(texts) if name in _PROSE else texts
    for name in _COUNTS:
        if name in fields:
            columns[name] = rows.counts(fields[name])
    _check_counts(rows, columns)
    if "radius_m" in fields:
        columns["radius_m"] = rows.reals(fields["radius_m"], least=0.0)
    if "sensitive" in fields:
        columns["sensitive"] = _flags(rows, fields["sensitive"])
    columns.update(_date_columns(rows, fields, order, strict=strict))
    return Columns(columns, lon, lat)


def _date_columns(
    rows: Rows, fields: Mapping[str, str], order: str | None, *, strict: bool
) -> dict[str, pd.Series]:
    if "date_start" not in fields:
        return {}
    written = [fields[name] for name in _DAYS if name in fields]
    order = rows.date_order(written, order)
    start = rows.days(fields["date_start"], order, needed=not strict)
    last, end = start.end, start.end
    texts, precision = start.text, start.precision
    if "date_end" in fields:
        until = rows.days(fields["date_end"], order, needed=False)
        last = until.end.where(until.end.notna(), end)
        rows.check_order(start.start, last, fields["date_end"])
        longer = (last > end).fillna(False)
        # The precision of a stated range is not known; only single days keep theirs.
        precision = precision.where(~longer)
    if "date_precision" in fields:
        terms = schema.EVENTS.column("date_precision").terms or {}
        stated = rows.words(fields["date_precision"], terms)
        precision = stated if strict else stated.where(stated.notna(), precision)
    if "date_text" in fields:
        stated = rows.as_written(fields["date_text"])
        texts = stated.where(stated.notna(), texts)
    columns = {
        "date_start": start.start,
        "date_end": last.where(start.start.notna()),
        "date_precision": precision,
        "date_text": texts,
    }
    for name in ("time_local", "timezone"):
        if name not in fields:
            columns[name] = getattr(start, name)
    return columns


def _check_counts(rows: Rows, columns: dict[str, Any]) -> None:
    for people in ("killed", "injured"):
        names = [f"{people}_{part}" for part in ("min", "best", "max")]
        if sum(name in columns for name in names) < 2:
            # One number contradicts none; to compare what is empty held up a million rows.
            continue
        nothing = pd.Series(pd.NA, index=rows.raw.index, dtype="Int64")
        low, best, high = (columns.get(name, nothing) for name in names)
        rows.check_counts(low, best, high, people)


def _known_words(rows: Rows, column: str, terms: Mapping[str, Any]) -> pd.Series:
    """Return words of the vocabulary; where others occur the column stays in `extra`."""
    written = rows.text(column)
    words = {
        label.casefold(): value for value, term in terms.items() for label in (value, term.label)
    }
    values = written.str.casefold().map(words).astype("str")
    if (values.isna() & written.notna()).any():
        rows.used.discard(column)
        rows.warnings.append(
            f"Words of '{column}' outside the vocabulary were kept only as the file's own column."
        )
    return values


def _flags(rows: Rows, column: str) -> pd.Series:
    """Return 0 and 1 of a column of yes and no."""
    written = rows.text(column)
    lowered = written.fillna("").str.lower()
    yes = lowered.isin(["1", "true", "yes", "1.0"]).to_numpy(bool)
    no = lowered.isin(["0", "false", "no", "0.0"]).to_numpy(bool) | missing(written)
    rows.reject(~yes & ~no, column, "0 or 1", written)
    flags = pd.Series(np.where(yes, 1, 0), index=written.index).astype("Int64")
    return flags.where(~missing(written))
