"""VIINA 2.0: event_info, event_1pd and tables derived from them.

Times and places are machine-coded from news. The label tables have no
coordinates: they are joined to the events of event_info in the same archive or import, and
cannot stand alone; the control tables tell of settlements day by day and are neither
events nor fronts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from mapper.model.errors import InputError
from mapper.model.texts import numbers, words
from mapper.readers.inputfile import InputFile
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import clean, no_text
from mapper.readers.titles import first_words
from mapper.readers.viina_labels import joined, joined_beside, kinds_of, read_labels

_PLACES: Final[dict[str, tuple[str, float]]] = {
    "STREET": ("exact", 200.0),
    "ADM3": ("settlement", 5_000.0),
    "CITY": ("settlement", 5_000.0),
    "ADM2": ("area", 30_000.0),
    "ADM1": ("region", 100_000.0),
}
_CONTROL: Final = frozenset({"status_wiki", "status_boost", "status_dsm", "status_isw"})
#: VIINA's names of regions, all of them of Ukraine. Rows of other countries have none.
_REGIONS: Final = (
    *("Cherkasy", "Chernihiv", "Chernivtsi", "Crimea", "Dnipropetrovs'k", "Donets'k"),
    *("Ivano-Frankivs'k", "Kharkiv", "Kherson", "Khmel'nyts'kyy", "Kiev", "Kiev City"),
    *("Kirovohrad", "L'viv", "Luhans'k", "Mykolayiv", "Odessa", "Poltava", "Rivne"),
    *("Sevastopol'", "Sumy", "Ternopil'", "Transcarpathia", "Vinnytsya", "Volyn"),
    *("Zaporizhzhya", "Zhytomyr"),
)
_TEXTS: Final = ("text", "representative_text")
_ADDRESSES: Final = ("url", "source_urls")
_NAMES: Final = ("source", "sources", "sources_matching")


def recognise(file: InputFile) -> bool:
    """Tell a VIINA table by its ids and GeoNames columns, or by its statuses of control."""
    columns = file.columns
    return columns >= {"event_id_1pd", "geonameid", "date"} or _tells_control(file)


def _tells_control(file: InputFile) -> bool:
    return "date" in file.columns and len(file.columns & _CONTROL) >= 2


def read(file: InputFile, options: Options) -> Reading:
    """Read VIINA events with the addresses of the reports."""
    if _tells_control(file):
        raise InputError(
            "this VIINA table tells who controls settlements, which is neither event nor front",
            file=file.path,
            expected="event_info or event_1pd",
        )
    raw = file.parsed.coded.rename(columns=str.lower)
    if not {"longitude", "latitude"} <= set(raw.columns):
        return read_labels(file, raw)
    rows = Rows(raw, file.parsed.row_numbers)
    rows.set_broken(file.parsed.broken, len(raw.columns))
    single_reports = "event_id" in raw.columns
    id_column = "event_id" if single_reports else "event_id_1pd"
    ids = rows.text(id_column)
    rows.reject(ids.isna().to_numpy(bool), id_column, "VIINA's id of the event")
    rows.reject_repeats(ids, id_column)
    lon, lat = rows.coordinates("longitude", "latitude")
    days = rows.days("date", options.date_order)
    options.report(0.4)
    event_ids = ("viina:" if single_reports else "viina:1pd-") + ids
    text = rows.text(_first(raw, _TEXTS))
    place, admin1 = rows.text("asciiname"), rows.text("adm1_name")
    precision = rows.text("geo_precision").str.upper()
    precision = precision.fillna(_by_geonames(raw))
    unknown = precision.notna() & ~precision.isin(list(_PLACES))
    if unknown.any():
        rows.used.discard("geo_precision")
    time = rows.text("time")
    clock = time.where(time.str.fullmatch(r"([01]\d|2[0-3]):[0-5]\d").fillna(False))
    if (time.notna() & clock.isna()).any():
        rows.used.discard("time")
    sources = _sources(rows, raw, event_ids)
    kind, weapon = kinds_of(raw)
    columns = {
        "event_id": event_ids,
        "external_id": ids,
        "incident_id": ("viina:1pd-" + rows.text("event_id_1pd")) if single_reports else None,
        "feed": "viina",
        "title": _titles(text, place),
        "description": text,
        "date_start": days.start,
        "date_end": days.end,
        "date_precision": days.precision,
        "time_local": clock,
        "place_name": place,
        "admin1": admin1,
        "country": pd.Series("UA", raw.index, dtype="str").where(admin1.isin(_REGIONS)),
        "geo_precision": words(precision, {k: name for k, (name, _) in _PLACES.items()}),
        "radius_m": numbers(precision, {k: radius for k, (_, radius) in _PLACES.items()}),
        "event_type": kind,
        "weapon": weapon,
        "extra": rows.extra(options.between(0.5, 0.9)),
    }
    return rows.finish(columns, lon, lat, sources=sources)


def _by_geonames(raw: pd.DataFrame) -> pd.Series:
    """Return a precision for rows that say none: that of the GeoNames place they were coded to."""
    coded = clean(raw["geonameid"]).notna()
    if "feature_code" not in raw.columns:
        return no_text(raw.index).mask(coded, "CITY")
    feature = clean(raw["feature_code"]).str.upper()
    inhabited = feature.isna() | feature.str.startswith("PPL")
    return feature.where(feature.isin(["ADM1", "ADM2", "ADM3"])).mask(coded & inhabited, "CITY")


def _first(raw: pd.DataFrame, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in raw.columns), None)


def _titles(text: pd.Series, place: pd.Series) -> pd.Series:
    return first_words(text).fillna("Event, " + place).fillna("Event")


def _sources(rows: Rows, raw: pd.DataFrame, event_ids: pd.Series) -> pd.DataFrame:
    """Return one source per address; several names are not matched to addresses."""
    addresses = rows.text(_first(raw, _ADDRESSES)).fillna("").str.split("|")
    name_column = _first(raw, _NAMES)
    names = clean(raw[name_column]) if name_column else no_text(raw.index)
    listed = addresses.explode().str.strip().astype("str")
    alone = names.where(~names.str.contains(r"[|;,]").fillna(False))
    table = pd.DataFrame({"url": listed.where(listed != ""), "publisher": alone.loc[listed.index]})
    table = table[table["url"].notna()]
    # Without addresses the names are all there is: one source each.
    left = names[~names.index.isin(table.index)].str.split("|").explode().astype("str")
    table = pd.concat([table, pd.DataFrame({"publisher": clean(left).dropna()})])
    table = table.sort_index(kind="stable")
    if "lang" in raw.columns:
        table["language"] = rows.text("lang").loc[table.index]
    table["source_type"] = "news"
    table["event_id"] = event_ids.loc[table.index]
    table = table.drop_duplicates()
    numbers = table.groupby(level=0).cumcount() + 1
    table["source_id"] = table["event_id"] + "#" + numbers.astype("str")
    return table


def _together(reading: Reading) -> Reading:
    """Join labels; leave out reports of events that event_1pd in the archive tells as one."""
    events, sources = reading.events, reading.sources
    if events is None:
        return joined(reading)
    told = events["incident_id"].isin(events["event_id"]) & (events["feed"] == "viina")
    count = int(told.sum())
    if not count:
        return joined(reading)
    reports = "1 report is" if count == 1 else f"{count:,} reports are"
    left = f"{reports} left out: event_1pd in the same ZIP file tells their events."
    if sources is not None:
        gone = sources["event_id"].isin(events.loc[told, "event_id"])
        sources = sources[~gone].reset_index(drop=True)
    return joined(
        replace(
            reading,
            events=events[~told].reset_index(drop=True),
            sources=sources,
            ignored=reading.ignored + count,
            warnings=[*reading.warnings, left],
        )
    )


FEED: Final = Feed(
    "viina",
    "VIINA",
    "events",
    recognise,
    read,
    together=_together,
    beside=joined_beside,
    forms="CSV of event_info, event_1pd and tables made from them, also as ZIP, with event_labels",
    keeps="place, day, text, addresses of the reports, kind and weapon where a label says so; "
    "other labels in `extra`",
    drops="event_labels without event_info in the same ZIP or import and control tables: refused "
    "with the reason",
)
