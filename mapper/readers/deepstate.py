"""DeepState as its site serves it: one snapshot with areas of several statuses.

The status stands in the features' names, as a key since 2024
(``geoJSON.status.occupied``), in Ukrainian words before. Only the statuses
listed here are fronts; unit markers, arrows and the editorial areas far from
this war (Karelia, Kurils, Abkhazia) are ignored and counted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any, Final
from zoneinfo import ZoneInfo

import shapely
from shapely.geometry import shape

from mapper.model.errors import AnswerNeededError, GeometryError, InputError
from mapper.readers.features import BAD_GEOMETRY, properties_as_text
from mapper.readers.fronts import front_table, multi_polygon
from mapper.readers.inputfile import InputFile
from mapper.readers.names import day_in
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows

_KEYS: Final = {
    "status.occupied": "occupied",
    "status.unknown": "contested",
    "status.dismissed": "liberated",
    "status.dismissed_at": "liberated",
    "territories.crimea": "pre_2022_occupied",
    "territories.ordlo": "pre_2022_occupied",
    "territories.tuzla": "pre_2022_occupied",
}
_KEY: Final = re.compile(r"geoJSON\.([\w.\-]+)")
#: Names before there were keys; "Окупована Абхазія" and the like do not match.
_STEMS: Final = (
    (re.compile(r"ОРДЛО|\bКрим\b|Тузла"), "pre_2022_occupied"),
    (re.compile(r"^Окуповано\b"), "occupied"),
    (re.compile(r"^Звільнено\b"), "liberated"),
    (re.compile(r"^(?:Під питанням|Статус невідомий)"), "contested"),
)
_KYIV: Final = ZoneInfo("Europe/Kiev")
_EPOCH: Final = re.compile(r"(?<!\d)(1[6-9]\d{8})(?!\d)")
_MARKERS: Final = "markers"
_MOST_NAMED: Final = 12
_NAME_CHARACTERS: Final = 60
_SIDES: Final = {"occupied": "Russia", "pre_2022_occupied": "Russia", "liberated": "Ukraine"}


def _status(name: object) -> str | None:
    text = " ".join(str(name).replace("\u00a0", " ").split())
    key = _KEY.search(text)
    if key is not None:
        return _KEYS.get(key[1])
    return next((status for stem, status in _STEMS if stem.search(text)), None)


def recognise(file: InputFile) -> bool:
    """Tell the site's GeoJSON by styled features whose names are statuses."""
    if not file.property_names >= {"name", "styleUrl"} or file.features is None:
        return False
    names = [_properties(feature).get("name") for feature in file.features]
    return any(_status(name) for name in names)


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def read(file: InputFile, options: Options) -> Reading:
    """Read one control area per status of the snapshot."""
    if file.features is None:
        raise InputError("this is no DeepState map", file=file.path, expected="a list 'features'")
    as_of, published = _when(file, options)
    properties = [_properties(feature) for feature in file.features]
    rows = Rows(properties_as_text(properties), keep_blank=True)
    areas: dict[str, list[Any]] = {}
    left_out: Counter[str] = Counter()
    mended = 0
    for number, (feature, values) in enumerate(zip(file.features, properties, strict=True)):
        status = _status(values.get("name"))
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if status is None or kind == "Point":
            left_out[_MARKERS if kind == "Point" else _place(values.get("name"))] += 1
            continue
        try:
            area, was_mended = multi_polygon(shape(geometry))
        except (GeometryError, *BAD_GEOMETRY) as error:
            rows.reject_row(number, f"geometry: {str(error).rstrip('.')}")
            continue
        mended += was_mended
        areas.setdefault(status, []).append(area)
    rejected = rows.rejected()
    if not areas:
        raise InputError("no area of a known status is in the map", file=file.path)
    warnings = [f"One front per status: {len(areas)} of {sum(map(len, areas.values()))} areas."]
    warnings += _told(left_out)
    if mended:
        warnings.append(f"Areas that crossed themselves were mended: {mended}.")
    moment = published or as_of
    fronts = [
        {
            "front_id": f"deepstate:{moment}:{status}",
            "as_of": as_of,
            "published_at": published,
            "name": f"DeepState, {as_of}",
            "source": "DeepState",
            "url": "https://deepstatemap.live",
            "attribution": "DeepStateMap (deepstatemap.live)",
            "licence": "DeepState states no terms for the data",
            "redistribution": "unknown",
            "control_status": status,
            "side": _SIDES.get(status),
            "assessment": "assessed",
            "geom": multi_polygon(shapely.union_all(parts))[0],
        }
        for status, parts in areas.items()
    ]
    ignored = sum(left_out.values())
    return Reading(
        rows=len(fronts) + len(rejected) + ignored,
        fronts=front_table(fronts),
        rejected=rejected,
        ignored=ignored,
        warnings=warnings,
    )


def _place(name: object) -> str:
    """Return the English name of an area that is no front, else its only name."""
    parts = [" ".join(part.split()).rstrip(".") for part in str(name or "").split("///")]
    named = [part for part in parts if part and not _KEY.match(part)]
    return (named[1:] or named or ["without a name"])[0][:_NAME_CHARACTERS]


def _told(left_out: Counter[str]) -> list[str]:
    """Return a sentence on markers, and one that names the areas left out."""
    markers, areas = left_out[_MARKERS], [name for name in left_out if name != _MARKERS]
    told = [f"Left out by rule, markers of units and directions: {markers}."] if markers else []
    if areas:
        named = ", ".join(areas[:_MOST_NAMED]) + (", …" if len(areas) > _MOST_NAMED else "")
        count = left_out.total() - markers
        told.append(f"Left out by rule, areas of other places ({named}): {count}.")
    return told


def _when(file: InputFile, options: Options) -> tuple[str, str | None]:
    """Return the day in Kyiv and the moment of publication in UTC, if known."""
    written = file.json.get("id") if isinstance(file.json, dict) else None
    match = _EPOCH.search(str(written)) or _EPOCH.search(file.stem)
    if match is not None:
        moment = dt.datetime.fromtimestamp(int(match[1]), tz=dt.UTC)
        day = options.date or moment.astimezone(_KYIV).date()
        return day.isoformat(), moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    said = file.json if isinstance(file.json, dict) else {}
    for written in (said.get("createdAt"), said.get("datetime")):
        said_at = _moment(written)
        if said_at is not None:
            day = options.date or said_at.astimezone(_KYIV).date()
            return day.isoformat(), said_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = options.date or day_in(file.stem)
    if known is None:
        raise AnswerNeededError(
            "the day this map shows is not known",
            asks="day",
            file=file.path,
            expected="its Unix time as the file's name or id, or the day given",
        )
    return known.isoformat(), None


def _moment(written: object) -> dt.datetime | None:
    """Return a moment written in full, with its time zone; a day alone is none."""
    try:
        moment = dt.datetime.fromisoformat(str(written))
    except ValueError:
        return None
    known = moment.tzinfo is not None and 2000 <= moment.year <= 2100
    return moment if known else None


FEED: Final = Feed(
    "deepstate",
    "DeepState",
    "fronts",
    recognise,
    read,
    forms="GeoJSON of the site, of its history and of archives",
    keeps="one area per status: occupied, before 2022, contested, liberated",
    drops="unit markers, arrows and areas far from this war, counted and named; heights",
)
