"""GeoConfirmed: footage matched to its place, as CSV, KML or KMZ, GeoJSON and JSON.

The faction is that of what a marker shows, not who did it: it is kept as a tag.
Units named in the CSV are left out: Mapper shows no positions of units.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.model import vocabulary as words
from mapper.model.errors import InputError
from mapper.readers.countries import country_codes
from mapper.readers.days import EXPECTED, Days, parse_days
from mapper.readers.geoconfirmed_json import as_columns, is_old, markers
from mapper.readers.inputfile import InputFile
from mapper.readers.kml import is_kml, kml_features
from mapper.readers.links import address_sources
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import clean, html_to_text, no_text, one_line
from mapper.readers.titles import first_words

_COLUMNS: Final = frozenset({"date", "name", "faction", "latitude", "longitude", "pluscode"})
_UNITS: Final = ("units", "orbatunits", "orbat")

#: Colour of a marker to the faction it stands for.
FACTIONS: Final = {
    "0051CA": "Ukraine",
    "3184FF": "Ukraine, civilian",
    "E00000": "Russia",
    "FF6666": "Russia, civilian",
    "6A1D00": "North Korea",
    "400080": "Belarus",
    "0A5900": "NATO",
    "AC7339": "Neutral",
    "666666": "Unknown",
    "DDDD00": "Special",
}
# `api/icons/E00000/False/icons/Ukraine/radar_4.png`; before 2024 `_CIRCLES_E00000_RU_56_01.png`.
_ICON: Final = (
    r"(?:icons/|_CIRCLES_)(?P<color>[0-9A-Fa-f]{6})(?:/(?P<destroyed>[Tt]rue|[Ff]alse))?"
    r"[/_](?:.*/)?(?P<kind>[^/]+)\.png"
)
#: "GH4P+X43 Lyman, Donetsk Oblast, Ukraine": place, region and country where there are such.
_PLUS_CODE: Final = (
    r"^[2-9CFGHJMPQRVWX]{2,8}\+[2-9CFGHJMPQRVWX]{0,3}[\s,]+(?P<place>[^,]+)"
    r"(?:,(?:(?:[^,]+,)*\s*(?P<admin1>[^,]+),)?\s*(?P<country>[^,]+))?$"
)
#: A placemark's name: the day, and rarely some words after it.
_NAMED_DAY: Final = r"^(?P<day>\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{4})\b[\s:,–-]*(?P<rest>.*)$"
_FIRST_DAY: Final = "2000-01-01"


def recognise(file: InputFile) -> bool:
    """Tell an export by its columns, the icons of its markers or the keys of its items."""
    if file.kind == "table":
        return file.columns >= _COLUMNS | {"geolocation"}
    if is_kml(file):
        return b"api/icons/" in file.content or b"images/_CIRCLES_" in file.content
    return file.kind == "json" and (is_old(file.json) or bool(markers(file.json)))


def read(file: InputFile, options: Options) -> Reading:
    """Read geolocated events; a marker repeated in several folders counts once."""
    if file.kind == "json" and is_old(file.json):
        raise InputError(
            "GeoConfirmed's old form of JSON gives coordinates in no certain order",
            file=file.path,
            expected="its CSV, KMZ or GeoJSON export",
        )
    if file.kind == "table":
        rows = Rows(file.parsed.frame.rename(columns=str.lower), file.parsed.row_numbers)
        rows.set_broken(file.parsed.broken, len(rows.raw.columns))
    elif is_kml(file):
        return _read_placemarks(file, options)
    else:
        rows = Rows(as_columns(markers(file.json) or []), keep_blank=True)
    return _read_rows(rows, options)


def _read_placemarks(file: InputFile, options: Options) -> Reading:
    """Read placemarks, which stand again in every folder of recent ones."""
    features = kml_features(file, styles=True)
    frame = features.frame.rename(columns=str.lower)
    points = [
        (str(geometry.x), str(geometry.y))
        if geometry is not None and geometry.geom_type == "Point" and not geometry.is_empty
        else ("", "")
        for geometry in features.geometries
    ]
    for axis, name in enumerate(("longitude", "latitude")):
        frame[name] = pd.Series([point[axis] for point in points], dtype="str")
    if "name" in frame.columns:
        named = frame["name"].str.strip().str.extract(_NAMED_DAY)
        frame["date"] = named["day"].fillna(frame["name"])
        frame["name"] = named["rest"].fillna("")
    once = ~frame.drop(columns="folder", errors="ignore").duplicated().to_numpy(bool)
    reading = _read_rows(Rows(frame[once], np.flatnonzero(once) + 1, keep_blank=True), options)
    repeated = int((~once).sum())
    if repeated:
        reading.rows += repeated
        reading.ignored += repeated
        reading.warnings.append(
            f"Left out by rule, markers repeated in another folder of the file: {repeated}."
        )
    return reading


def _read_rows(rows: Rows, options: Options) -> Reading:
    raw = rows.raw
    for column in ("latitude", "longitude", "date"):
        if column not in raw.columns:
            raw[column] = pd.Series("", index=raw.index, dtype="str")
    stated = "id" in raw.columns
    ids = rows.text("id")
    if stated:
        rows.reject(ids.isna().to_numpy(bool), "id", "GeoConfirmed's id of the marker")
        rows.reject_repeats(ids, "id")
    else:
        ids = Rows(raw.drop(columns="folder", errors="ignore"), keep_blank=True).content_ids()
        rows.used.add("folder")
    event_ids = "geoconfirmed:" + ids
    lon, lat = rows.coordinates("longitude", "latitude")
    days = _days(rows, options)
    options.report(0.4)
    description = rows.text("description")
    marked = description.str.contains("[<&]").fillna(False).to_numpy(bool)
    description[marked] = [html_to_text(text) for text in description[marked]]
    name = rows.text("name")
    # Most names only repeat the day.
    name = name.where(parse_days(name, "day-first").wrong)
    place = rows.text("pluscode").str.extract(_PLUS_CODE).astype("str").apply(clean)
    rows.used.discard("pluscode")
    faction = _mark(rows)
    columns = {
        "event_id": event_ids,
        "external_id": ids if stated else None,
        "feed": "geoconfirmed",
        "title": _titles(name, description, place["place"]),
        "description": description,
        "date_start": days.start,
        "date_end": days.end,
        "date_precision": days.precision,
        "place_name": place["place"],
        "admin1": place["admin1"],
        "country": country_codes(place["country"]),
        "geo_precision": "exact",
        # GeoConfirmed states no radius; this is what we propose for an exact place.
        "radius_m": words.DEFAULT_RADIUS_M["exact"],
        "verification_status": "geolocated",
        "tags": ("faction: " + faction).astype("str"),
    }
    sources = _sources(rows, event_ids, description)
    _leave_out_units(rows)
    columns["extra"] = rows.extra()
    return rows.finish(columns, lon, lat, sources=sources)


def _days(rows: Rows, options: Options) -> Days:
    """Return the days; ``dateSort`` counts where ``date`` cannot be read."""
    rows.used.add("date")
    written = clean(rows.raw["date"])
    days = parse_days(written, options.date_order, "date")
    if "datesort" in rows.raw.columns:
        full = written.where(days.start.notna(), rows.text("datesort").fillna(written))
        days = parse_days(full, options.date_order or days.order, "date")
    early = (days.start < _FIRST_DAY).fillna(False).to_numpy(bool)
    rows.reject(days.wrong | early, "date", f"{EXPECTED}, from the year 2000 on", written)
    rows.reject(
        days.absent, "date", "the day of the event (GeoConfirmed gives none for permanent sites)"
    )
    unread = days.start.isna().to_numpy(bool) & ~days.wrong & ~days.absent
    rows.reject(unread, "date", "a day with its year", written)
    if days.time_local.notna().any():
        # Whose clock it is nobody says: the time stays readable, but is no local time.
        rows.used.discard("date")
    return days


def _mark(rows: Rows) -> pd.Series:
    """Return the factions; what the icons say besides becomes columns of its own."""
    raw = rows.raw
    stated = clean(raw["faction"]) if "faction" in raw.columns else no_text(raw.index)
    color = clean(raw["color"]).str.lstrip("#") if "color" in raw.columns else no_text(raw.index)
    for name in ("styleurl", "icon"):
        if name not in raw.columns:
            continue
        icon = raw[name].str.extract(_ICON)
        color = color.fillna(icon["color"])
        for column, values in (
            ("marker", icon["kind"]),
            ("destroyed", icon["destroyed"].str.lower().map({"true": "yes", "false": "no"})),
        ):
            if column not in raw.columns:
                raw[column] = values.astype("str").fillna("")
        if icon["kind"].notna().all():
            rows.used.add(name)
    faction = stated.fillna(color.str.upper().map(FACTIONS).astype("str"))
    if "faction" not in raw.columns:
        raw["faction"] = faction.fillna("")
    if faction.notna().all():
        rows.used |= {"color", "factionid"}
    return faction


def _sources(rows: Rows, event_ids: pd.Series, description: pd.Series) -> pd.DataFrame:
    """Return a source per address of the two columns, or of the description of a placemark."""
    if rows.raw.columns.isin(["source", "geolocation"]).any():
        columns = {"": rows.text("source"), "Geolocation": rows.text("geolocation")}
        return address_sources(event_ids, columns)
    found = address_sources(event_ids, {"": description})
    return found[found["url"].notna()]


def _titles(name: pd.Series, description: pd.Series, place: pd.Series) -> pd.Series:
    where = ("Geolocated event, " + place).astype("str")
    # Footage and geolocation follow the text, on lines of their own.
    text = description.str.replace(r"(?s)\n[^\n]*https?://.*", "", regex=True)
    words = one_line(name).fillna(first_words(text))
    return words.fillna(where).fillna("Geolocated event")


def _leave_out_units(rows: Rows) -> None:
    """Drop the names of units, and say in how many rows there were some."""
    named = np.zeros(len(rows), dtype=bool)
    for column in _UNITS:
        if column in rows.raw.columns:
            named |= rows.text(column).notna().to_numpy(bool)
    if named.any():
        rows.warnings.append(
            f"Names of military units were left out; rows that gave some: {named.sum()}."
        )


FEED: Final = Feed(
    "geoconfirmed",
    "GeoConfirmed",
    "events",
    recognise,
    read,
    forms="CSV, KML and KMZ, GeoJSON, JSON of the API",
    keeps="place (10 m proposed), day, text, footage and geolocation links; faction as a tag; "
    "equipment and icon in `extra`",
    drops="names of military units; rows without a day (permanent sites) or with an impossible "
    "one; markers repeated in other folders",
)
