"""Texts of events in plain words; only distinct values are formatted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from mapper import basemap
from mapper.measure import format_distance, format_interval
from mapper.model import vocabulary as words
from mapper.model.dates import MONTHS, parse_day, write_day, write_days
from mapper.model.errors import InputError
from mapper.model.event import Count


def short_texts(events: pd.DataFrame) -> dict[str, pa.Array]:
    """Return ids, titles and places, in the order of the rows."""
    return {
        "event_id": _plain(events["event_id"]),
        "title": _plain(events["title"]),
        "place": _words(events, ["place_name", "admin1", "country"], _write_place),
    }


def long_texts(events: pd.DataFrame) -> dict[str, pa.Array]:
    """Return what a popup says beyond title, place and arrays, in the order of the rows.

    Columns that say nothing at all are left out.
    """
    days = ["date_start", "date_end", "date_precision", "date_text", "time_local", "timezone"]
    # Feeds often give one text for both; a popup says it once.
    repeated = (events["description"] == events["title"]).fillna(False).astype(bool)
    texts = {
        "when": _words(events, days, _write_when),
        "description": _plain(events["description"].where(~repeated)),
        "place_note": _words(events, ["geo_precision", "radius_m"], _write_precision),
        "perpetrator": _plain(events["perpetrator_alleged"]),
        "claimed_by": _plain(events["claimed_by"]),
        "denied_by": _plain(events["denied_by"]),
        "notes": _plain(events["notes"]),
    }
    for name in ("killed", "injured"):
        columns = [f"{name}_{part}" for part in ("min", "best", "max")]
        texts[name] = _words(events, columns, _write_count)
    return {name: values for name, values in texts.items() if values.null_count < len(values)}


def distance_texts(
    distances: pd.DataFrame,
    known: npt.NDArray[np.bool_],
    front_words: Mapping[tuple[str, str], str],
) -> pa.Array:
    """Return the distance to the front of the day in words, or why there is none.

    Parameters
    ----------
    distances
        Result of `mapper.measure.distances`, one row per event in order.
    known
        Whether each event's place has a stated precision, see `mapper.measure.radius_known`.
    front_words
        How to name the front of a source and ISO day.
    """

    def write(
        distance_m: Any,
        min_m: Any,
        max_m: Any,
        inside: Any,
        as_of: Any,
        gap_days: Any,
        source: Any,
        refused: Any,
        region: Any,
        stated: bool,
    ) -> str | None:
        if distance_m is None:
            return str(refused) if refused else None
        number = format_distance(distance_m, min_m, max_m, whole=not stated)
        interval = format_interval(distance_m, min_m, max_m, whole=not stated)
        text = number if interval == number else f"{number} ({interval})"
        if region:
            text = f"Known only to {region}: {interval}"
        text += " from the line of contact"
        if inside:
            text += ", inside the control area"
        front = front_words.get((source, as_of), f"{source}, as of {as_of}")
        if gap_days:
            front += f", {gap_days} day{'' if gap_days == 1 else 's'} before"
        return f"{text} ({front})"

    columns = ["distance_m", "min_m", "max_m", "inside_control_area", "as_of", "gap_days"]
    rows = distances.assign(stated=known)
    return _words(rows, [*columns, "front_source", "refused", "known_to_region", "stated"], write)


def _plain(values: pd.Series) -> pa.Array:
    array = pa.array(values, type=pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _words(frame: pd.DataFrame, columns: list[str], write: Callable[..., str | None]) -> pa.Array:
    """Return ``write`` of the columns' values per row, called once per distinct row."""
    values = frame[columns]
    codes, index = np.zeros(len(values), dtype=np.int64), np.zeros(len(values), dtype=np.int64)
    for name in columns:
        code, distinct = pd.factorize(values[name])
        # Renumbering after each column keeps the combined code far from overflow.
        codes = pd.factorize(codes * (len(distinct) + 1) + code + 1)[0]
    _, index, codes = np.unique(codes, return_index=True, return_inverse=True)
    rows = values.iloc[index].astype(object)
    rows = rows.where(rows.notna(), None)
    written = [write(*row) for row in rows.itertuples(index=False, name=None)]
    return pa.array(written, type=pa.string()).take(pa.array(codes))


def _write_place(place: str | None, admin1: str | None, country: str | None) -> str | None:
    parts = list(dict.fromkeys(part for part in (place, admin1, _country_name(country)) if part))
    return ", ".join(parts) or None


@cache
def _country_name(code: str | None) -> str | None:
    try:
        return None if code is None else basemap.country_name(code)
    except InputError:
        return code


def _write_when(
    start: str | None,
    end: str | None,
    precision: str | None,
    written: str | None,
    time_local: str | None,
    timezone: str | None,
) -> str | None:
    if start is None or end is None:
        return f"Day not known (as written: {written})" if written else None
    first, last = parse_day(start), parse_day(end)
    if precision == "year" and (first, last) == (first.replace(month=1, day=1), _year_end(first)):
        return str(first.year)
    if precision == "month" and first.day == 1 and last == _month_end(first):
        return f"{MONTHS[first.month - 1]} {first.year}"
    if precision not in ("month", "year") and not (time_local and first == last):
        # The days themselves: the client writes them from the arrays.
        return None
    text = write_days(first, last)
    if precision in ("month", "year"):
        text += f" (known to the {precision})"
    if time_local and first == last:
        text += f", {time_local}" + _zone_words(first, time_local, timezone)
    return text


def _zone_words(day: dt.date, time_local: str, timezone: str | None) -> str:
    """Return the zone and UTC beside a local time, as far as they are known."""
    if timezone is None:
        return " local time"
    try:
        clock = dt.time.fromisoformat(time_local)
        local = dt.datetime.combine(day, clock, ZoneInfo(timezone))
    except (ValueError, ZoneInfoNotFoundError):
        return f" {timezone}"
    if not local.utcoffset():
        return f" {timezone}"
    utc = local.astimezone(dt.UTC)
    date = "" if utc.date() == day else f"{write_day(utc.date())}, "
    return f" {timezone} ({date}{utc:%H:%M} UTC)"


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _year_end(day: dt.date) -> dt.date:
    return day.replace(month=12, day=31)


def _write_precision(precision: str | None, radius_m: float | None) -> str | None:
    if precision is None and radius_m is None:
        return None
    meaning = words.GEO_PRECISIONS[precision].meaning if precision else "Precision not stated."
    if radius_m is None:
        return meaning
    radius = f"{radius_m / 1000:g} km" if radius_m >= 1000 else f"{radius_m:g} m"
    return f"{meaning[:-1]} (within {radius})."


def _write_count(low: int | None, best: int | None, high: int | None) -> str | None:
    if {low, high} <= {None, best}:
        # One number or none: the client writes it from the array.
        return None
    return str(Count(*(None if value is None else int(value) for value in (low, best, high))))
