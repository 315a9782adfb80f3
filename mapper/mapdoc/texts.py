"""Texts of events in plain words; only distinct values are formatted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from mapper.mapdoc.columns import LARGEST_COUNT
from mapper.mapdoc.language import ENGLISH, English
from mapper.measure import format_distance, format_interval
from mapper.model.dates import parse_day
from mapper.model.event import Count
from mapper.model.forms import time_zone


def short_texts(events: pd.DataFrame, words: English = ENGLISH) -> dict[str, pa.Array]:
    """Return ids, titles and places, in the order of the rows."""
    return {
        "event_id": _plain(events["event_id"]),
        "title": _plain(events["title"]),
        "place": _words(events, ["place_name", "admin1", "country"], partial(_write_place, words)),
    }


def long_texts(events: pd.DataFrame, words: English = ENGLISH) -> dict[str, pa.Array]:
    """Return what a popup says beyond title, place and arrays, in the order of the rows.

    Columns that say nothing at all are left out.
    """
    days = ["date_start", "date_end", "date_precision", "date_text", "time_local", "timezone"]
    # Feeds often give one text for both; a popup says it once.
    repeated = (events["description"] == events["title"]).fillna(False).astype(bool)
    texts = {
        "when": _words(events, days, partial(_write_when, words)),
        "description": _plain(events["description"].where(~repeated)),
        "place_note": _words(events, ["geo_precision", "radius_m"], words.precision),
        "perpetrator": _plain(events["perpetrator_alleged"]),
        "claimed_by": _plain(events["claimed_by"]),
        "denied_by": _plain(events["denied_by"]),
        "notes": _plain(events["notes"]),
    }
    for name in ("killed", "injured"):
        columns = [f"{name}_{part}" for part in ("min", "best", "max")]
        texts[name] = _words(events, columns, partial(_write_count, words))
    return {name: values for name, values in texts.items() if values.null_count < len(values)}


def distance_texts(
    distances: pd.DataFrame,
    known: npt.NDArray[np.bool_],
    collected: Container[tuple[str, str]],
    words: English = ENGLISH,
) -> pa.Array:
    """Return the distance to the front of the day in words, or why there is none.

    Parameters
    ----------
    distances
        Result of `mapper.measure.distances`, one row per event in order.
    known
        Whether each event's place has a stated precision, see `mapper.measure.radius_known`.
    collected
        Source and ISO day of the fronts whose day is that of their collection.
    words
        Language to write in.
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
            return words.refusal(str(refused)) if refused else None
        number = format_distance(distance_m, min_m, max_m, whole=not stated)
        interval = format_interval(distance_m, min_m, max_m, whole=not stated)
        text = words.measured(interval if region else number)
        if not region and interval != number:
            text = words.interval(text, words.measured(interval))
        front = words.front(
            source, parse_day(as_of), (source, as_of) in collected, int(gap_days or 0)
        )
        return words.to_front(text, region or None, bool(inside), front)

    columns = ["distance_m", "min_m", "max_m", "inside_control_area", "as_of", "gap_days"]
    rows = distances.assign(stated=known)
    return _words(rows, [*columns, "front_source", "refused", "known_to_region", "stated"], write)


def _plain(values: pd.Series) -> pa.Array:
    array = pa.array(values, type=pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _words(frame: pd.DataFrame, columns: list[str], write: Callable[..., str | None]) -> pa.Array:
    """Return ``write`` of the columns' values per row, called once per distinct row."""
    values = frame[columns]
    codes = np.zeros(len(values), dtype=np.int64)
    for name in columns:
        code, distinct = pd.factorize(values[name])
        # What is missing has the code -1. Without a second value nothing is told apart.
        if len(distinct) + (code < 0).any() > 1:
            # Renumbering after each column keeps the combined code far from overflow.
            codes = pd.factorize(codes * (len(distinct) + 1) + code + 1)[0]
    # Codes count up from where each first stands.
    index = np.flatnonzero(codes > np.maximum.accumulate(np.insert(codes[:-1], 0, -1)))
    rows = values.iloc[index].astype(object)
    rows = rows.where(rows.notna(), None)
    written = [write(*row) for row in rows.itertuples(index=False, name=None)]
    return pa.array(written, type=pa.string()).take(pa.array(codes))


def _write_place(
    words: English, place: str | None, admin1: str | None, country: str | None
) -> str | None:
    named = words.country(country) if country else None
    parts = list(dict.fromkeys(part for part in (place, admin1, named) if part))
    return ", ".join(parts) or None


def _write_when(
    words: English,
    start: str | None,
    end: str | None,
    precision: str | None,
    written: str | None,
    time_local: str | None,
    timezone: str | None,
) -> str | None:
    if start is None or end is None:
        return words.unknown_day(written) if written else None
    first, last = parse_day(start), parse_day(end)
    if precision == "year" and (first, last) == (first.replace(month=1, day=1), _year_end(first)):
        return str(first.year)
    if precision == "month" and first.day == 1 and last == _month_end(first):
        return words.month(first)
    if precision not in ("month", "year") and not (time_local and first == last):
        # The days themselves: the client writes them from the arrays.
        return None
    text = words.days(first, last)
    if precision in ("month", "year"):
        text = words.known_to(text, precision)
    if time_local and first == last:
        text += f", {time_local}" + _zone_words(words, first, time_local, timezone)
    return text


def _zone_words(words: English, day: dt.date, time_local: str, timezone: str | None) -> str:
    """Return the zone and UTC beside a local time, as far as they are known."""
    if timezone is None:
        return f" {words.local_time()}"
    zone = time_zone(timezone)
    try:
        clock = dt.time.fromisoformat(time_local)
    except ValueError:
        return f" {timezone}"
    if zone is None:
        return f" {timezone}"
    local = dt.datetime.combine(day, clock, zone)
    if not local.utcoffset():
        return f" {timezone}"
    utc = local.astimezone(dt.UTC)
    date = "" if utc.date() == day else f"{words.day(utc.date())}, "
    return f" {timezone} ({date}{utc:%H:%M} UTC)"


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _year_end(day: dt.date) -> dt.date:
    return day.replace(month=12, day=31)


def _write_count(words: English, low: int | None, best: int | None, high: int | None) -> str | None:
    if {low, high} <= {None, best} and (best or 0) <= LARGEST_COUNT:
        # One number or none: the client writes it from the array.
        return None
    known = (None if value is None else int(value) for value in (low, best, high))
    return words.count(Count(*known))
