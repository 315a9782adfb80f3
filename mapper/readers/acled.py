"""ACLED event tables: the standard columns in any order, old and new exports."""

from __future__ import annotations

from typing import Final

import pandas as pd

from mapper.model.texts import numbers, words
from mapper.readers.countries import country_codes
from mapper.readers.inputfile import InputFile
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import clean, no_text

_NEEDED: Final = frozenset({"event_id_cnty", "event_date", "latitude", "longitude"})

#: geo_precision to ours, with a radius in metres that we propose.
_PLACES: Final[dict[str, tuple[str, float]]] = {
    "1": ("settlement", 5_000.0),
    "2": ("area", 30_000.0),
    "3": ("region", 100_000.0),
}
_DATES: Final = {"1": "day", "2": "week", "3": "month"}
_WEAPONS: Final = {"Remote explosive/landmine/IED": "mine"}


def recognise(file: InputFile) -> bool:
    """Tell an ACLED table by the names of its columns, in any case and order."""
    return file.columns >= _NEEDED


def read(file: InputFile, options: Options) -> Reading:
    """Read ACLED events; what has no place in our table stays in ``extra``."""
    raw = file.parsed.coded.rename(columns=str.lower)
    rows = Rows(raw, file.parsed.row_numbers)
    rows.set_broken(file.parsed.broken, len(raw.columns))
    ids = rows.text("event_id_cnty")
    rows.reject(ids.isna().to_numpy(bool), "event_id_cnty", "ACLED's id of the event")
    rows.reject_repeats(ids, "event_id_cnty")
    lon, lat = rows.coordinates("longitude", "latitude")
    days = rows.days("event_date", options.date_order)
    killed = rows.counts("fatalities" if "fatalities" in raw.columns else None)
    options.report(0.4)
    place, country = rows.text("location"), rows.text("country")
    kind, sub_kind = rows.text("event_type"), _optional(raw, "sub_event_type")
    sides = _sides(raw)
    event_ids = "acled:" + ids
    codes = country_codes(country)
    if (codes.isna() & country.notna()).any():
        rows.used.discard("country")
    precision, time_precision = _code(raw, "geo_precision"), _code(raw, "time_precision")
    sources = _sources(rows, event_ids)
    rows.used |= {"year"}
    title = sub_kind.fillna(kind).fillna("Event") + (", " + place).fillna("")
    columns = {
        "event_id": event_ids,
        "external_id": ids,
        "feed": "acled",
        "title": title + (": " + sides).fillna(""),
        "description": rows.text("notes"),
        "date_start": days.start,
        "date_end": days.end,
        "date_precision": words(time_precision, _DATES).fillna(days.precision),
        "date_text": days.text,
        "place_name": place,
        "admin1": rows.text("admin1"),
        "country": codes,
        "geo_precision": words(precision, {k: name for k, (name, _) in _PLACES.items()}),
        "radius_m": numbers(precision, {k: radius for k, (_, radius) in _PLACES.items()}),
        "event_type": kind,
        "weapon": words(sub_kind, _WEAPONS),
        "killed_best": killed,
        "tags": rows.text("tags"),
        "extra": rows.extra(options.between(0.5, 0.9)),
    }
    return rows.finish(columns, lon, lat, sources=sources)


def _optional(raw: pd.DataFrame, column: str) -> pd.Series:
    """Return a column that also stays in `extra`; all missing where it is absent."""
    if column not in raw.columns:
        return no_text(raw.index)
    return clean(raw[column])


def _code(raw: pd.DataFrame, column: str) -> pd.Series:
    return _optional(raw, column).str.replace(r"\.0+$", "", regex=True)


def _sides(raw: pd.DataFrame) -> pd.Series:
    """Return the actors; ACLED implies no direction between them."""
    first, second = _optional(raw, "actor1"), _optional(raw, "actor2")
    return (first + " – " + second).fillna(first).fillna(second)


def _sources(rows: Rows, event_ids: pd.Series) -> pd.DataFrame:
    """Return one source per name in ``source``, which are set apart by semicolons."""
    names = clean(rows.text("source").str.split(";").explode().dropna().astype("str")).dropna()
    listed = pd.DataFrame({"publisher": names, "event_id": event_ids.loc[names.index]})
    numbers = listed.groupby(level=0).cumcount() + 1
    listed["source_id"] = listed["event_id"] + "#" + numbers.astype("str")
    return listed


FEED: Final = Feed(
    "acled",
    "ACLED",
    "events",
    recognise,
    read,
    forms="CSV of any year and order of columns",
    keeps="place, day, kinds, notes, country, region, deaths, sources by name; actors and the "
    "rest in `extra`",
    drops="nothing; precision of place and time becomes words with a radius we propose",
)
