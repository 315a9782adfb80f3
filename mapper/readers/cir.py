"""CIR, Eyes on Russia: the CSV of 2022 and the map's GeoJSON."""

from __future__ import annotations

from typing import Final

import pandas as pd
import shapely

from mapper.readers.countries import country_codes
from mapper.readers.features import geojson_features
from mapper.readers.inputfile import InputFile
from mapper.readers.links import address_sources
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import without_markup
from mapper.readers.titles import first_words

_TABLE: Final = frozenset(
    {"entry", "date", "event_group", "brief description", "lat", "lon", "violence level"}
)
_PROPERTIES: Final = frozenset({"id", "verifieddate", "url", "province", "city"})

#: Our column to theirs, in either form.
_NAMES: Final = {
    "id": ("entry", "id"),
    "date": ("date", "verifieddate"),
    "description": ("brief description", "description"),
    "place": ("town/city", "city"),
    "link": ("link", "url"),
}
_WEAPONS: Final = {
    "cruise missile": "cruise_missile",
    "ballistic missile": "ballistic_missile",
    "drone": "drone",
    "air strike": "aircraft",
    "airstrike": "aircraft",
    "artillery": "artillery",
    "mlrs": "mlrs",
    "landmine": "mine",
    "unknown": "unknown",
}


def recognise(file: InputFile) -> bool:
    """Tell the table by its columns, the map by the properties of its features."""
    if file.kind == "table":
        return file.columns >= _TABLE
    return {name.lower() for name in file.property_names} >= _PROPERTIES


def read(file: InputFile, options: Options) -> Reading:
    """Read geolocated events; what has no place in our table stays in ``extra``."""
    if file.kind == "table":
        rows = Rows(file.parsed.frame.rename(columns=str.lower), file.parsed.row_numbers)
        rows.set_broken(file.parsed.broken, len(rows.raw.columns))
    else:
        rows = Rows(_with_places(file), keep_blank=True)
    form = 0 if "entry" in rows.raw.columns else 1
    name = {ours: theirs[form] for ours, theirs in _NAMES.items()}
    ids = rows.text(name["id"])
    rows.reject(ids.isna().to_numpy(bool), name["id"], "CIR's id of the event")
    rows.reject_repeats(ids, name["id"])
    event_ids = "cir:" + ids
    lon, lat = rows.coordinates("lon", "lat")
    days = rows.days(name["date"], options.date_order)
    if form:
        rows.warnings.append("The days are those that CIR calls verified dates.")
    options.report(0.4)
    description = without_markup(rows.text(name["description"]))
    place = rows.text(name["place"])
    country = rows.text("country")
    codes = country_codes(country)
    if (codes.isna() & country.notna()).any():
        rows.used.discard("country")
    munition = rows.text("arms/munition")
    rows.used.discard("arms/munition")
    geolocation = rows.text("geolocation")
    linked = geolocation.str.contains("https?://").fillna(False)
    if (geolocation.notna() & ~linked).any():
        rows.used.discard("geolocation")
    sources = address_sources(
        event_ids, {"": rows.text(name["link"]), "Geolocation": geolocation.where(linked)}
    )
    where = ("Event, " + place).astype("str")
    columns = {
        "event_id": event_ids,
        "external_id": ids,
        "feed": "cir",
        "title": rows.text("title").fillna(first_words(description)).fillna(where).fillna("Event"),
        "description": description,
        "date_start": days.start,
        "date_end": days.end,
        "date_precision": days.precision,
        "date_text": days.text,
        "place_name": place,
        "admin1": rows.text("province"),
        "country": codes,
        "weapon": munition.str.lower().map(_WEAPONS).astype("str"),
        # How exactly, CIR does not say: precision and radius stay empty.
        "verification_status": "geolocated",
        "extra": rows.extra(),
    }
    return rows.finish(columns, lon, lat, sources=sources)


def _with_places(file: InputFile) -> pd.DataFrame:
    """Return the properties of the map's features with lon and lat as text beside them."""
    features = geojson_features(file)
    kinds = shapely.get_type_id(features.geometries)
    points = (kinds == 0) & ~shapely.is_empty(features.geometries)
    frame = features.frame.rename(columns=str.lower)
    for name, degrees in (
        ("lon", shapely.get_x(features.geometries)),
        ("lat", shapely.get_y(features.geometries)),
    ):
        frame[name] = pd.Series(degrees).astype("str").where(points, "")
    return frame


FEED: Final = Feed(
    "cir",
    "CIR, Eyes on Russia",
    "events",
    recognise,
    read,
    forms="CSV of the map of 2022, GeoJSON",
    keeps="place, day, text, country, region and town, links, weapon where its word is known; "
    "group, munition and violence level in `extra`",
    drops="nothing but rows without a day or a place; how exact a place is, CIR does not say",
)
