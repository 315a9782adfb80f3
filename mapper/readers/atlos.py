"""Atlos: the CSV of a project's incidents, and the full export as a ZIP.

Atlos escapes cells that begin like a formula with an apostrophe; that is undone.
"""

from __future__ import annotations

import json
import re
import zipfile
from typing import Any, Final

import pandas as pd

from mapper.model.errors import InputError
from mapper.readers.features import properties_as_text
from mapper.readers.inputfile import InputFile
from mapper.readers.links import address_sources
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import no_text, without_markup
from mapper.readers.titles import first_words
from mapper.readers.zipguard import BROKEN, checked_members

_NEEDED: Final = frozenset({"slug", "latitude", "longitude", "status", "description", "sensitive"})
_SOURCE: Final = re.compile(r"source_\d+")
_ESCAPED: Final = r"^'(?=[=+\-@\t\r])"

#: First word of `geolocation_resolution` to our precision, with Atlos' own radius in metres.
_PLACES: Final[dict[str, tuple[str, float]]] = {
    "exact": ("exact", 10.0),
    "vicinity": ("vicinity", 100.0),
    "locality": ("settlement", 1_000.0),
}
#: Atlos' status is where the analysts stand, not whether the event is verified. Its code
#: writes "Cancelled", its documentation "Canceled".
_WORKFLOW: Final = {
    "unclaimed": "new",
    "to do": "new",
    "in progress": "in_progress",
    "help needed": "needs_review",
    "ready for review": "needs_review",
    "completed": "done",
    "cancelled": "done",
    "canceled": "done",
}
_METADATA: Final = "metadata.json"


def recognise(file: InputFile) -> bool:
    """Tell an export by its columns, the ZIP by its incidents' files."""
    if file.kind == "zip":
        return bool(_incident_files(file))
    return file.columns >= _NEEDED


def read(file: InputFile, options: Options) -> Reading:
    """Read incidents with their sources; attributes of a project's own stay in ``extra``."""
    if file.kind == "zip":
        raw = _from_archive(file)
        rows = Rows(_unescaped(raw), keep_blank=True)
    else:
        parsed = file.parsed
        rows = Rows(_unescaped(parsed.frame), parsed.row_numbers)
        rows.set_broken(parsed.broken, len(rows.raw.columns))
    names = {str(name).lower(): str(name) for name in rows.raw.columns}

    def text(name: str) -> pd.Series:
        return rows.text(names.get(name))

    ids = text("slug")
    rows.reject(ids.isna().to_numpy(bool), "slug", "Atlos' id of the incident")
    rows.reject_repeats(ids, "slug")
    event_ids = "atlos:" + ids
    lon, lat = rows.coordinates(names["longitude"], names["latitude"])
    has_date = "date" in names
    days = rows.days(names["date"], options.date_order) if has_date else None
    if days is None:
        rows.reject(ids.notna().to_numpy(bool), "date", "a day; the export has no column of dates")
    options.report(0.4)
    description = without_markup(text("description"))
    resolution = text("geolocation_resolution")
    word = resolution.str.lower().str.extract(r"^\W*(\w+)", expand=False).astype("str")
    known = word.isin(list(_PLACES))
    if (resolution.notna() & ~known).any():
        rows.used.discard(names["geolocation_resolution"])
    status = text("status")
    rows.used.discard(names["status"])
    time = text("time")
    clock = time.str.extract(r"^(\d{2}:\d{2})(?::\d{2})?$", expand=False).astype("str")
    if (time.notna() & clock.isna()).any():
        rows.used.discard(names["time"])
    sensitive = text("sensitive")
    rows.used.discard(names["sensitive"])
    harmless = sensitive.isna() | sensitive.str.lower().str.fullmatch("not sensitive").fillna(False)
    columns = {
        "event_id": event_ids,
        "external_id": ids,
        "feed": "atlos",
        "title": first_words(description).fillna("Incident " + ids),
        "description": description,
        "date_start": no_text(rows.raw.index) if days is None else days.start,
        "date_end": no_text(rows.raw.index) if days is None else days.end,
        "date_precision": None if days is None else days.precision,
        "date_text": None if days is None else days.text,
        "time_local": clock,
        "place_name": text("general_location"),
        "geo_precision": word.map({key: name for key, (name, _) in _PLACES.items()}).astype("str"),
        "radius_m": word.map({key: radius for key, (_, radius) in _PLACES.items()}).astype(float),
        "workflow_status": status.str.lower().map(_WORKFLOW).astype("str").fillna("new"),
        "sensitive": (~harmless).astype("Int64"),
        "tags": text("tags"),
        "notes": text("more_info"),
    }
    sources = _sources(rows, names, event_ids)
    columns["extra"] = rows.extra()
    return rows.finish(columns, lon, lat, sources=sources)


def _sources(rows: Rows, names: dict[str, str], event_ids: pd.Series) -> pd.DataFrame | None:
    """Return a source per filled column ``source_1`` to ``source_N``."""
    found = [name for lower, name in names.items() if _SOURCE.fullmatch(lower)]
    parts = []
    for name in found:
        texts = rows.text(name).dropna()
        parts.append(texts)
    if not parts:
        return None
    # One column after another, each event's in the order Atlos numbers them.
    joined = pd.concat(parts).groupby(level=0).agg("\n".join)
    return address_sources(event_ids, {"": joined.reindex(rows.raw.index).astype("str")})


def _unescaped(frame: pd.DataFrame) -> pd.DataFrame:
    """Return cells without the apostrophe that keeps spreadsheets from computing them."""
    plain = {name: texts.str.replace(_ESCAPED, "", regex=True) for name, texts in frame.items()}
    return pd.DataFrame(plain, index=frame.index)


def _incident_files(file: InputFile) -> list[str]:
    """Return the incidents' files of a full export; empty for any other archive."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            names = [member.filename for member in archive.infolist()]
    except (ValueError, *BROKEN):
        return []
    tails = {name.rsplit("/", 1)[-1] for name in names}
    if not {"project.json", _METADATA} <= tails:
        return []
    return [name for name in names if name.rsplit("/", 1)[-1] == _METADATA]


def _from_archive(file: InputFile) -> pd.DataFrame:
    """Return the incidents of a full export as the table of the CSV."""
    items = []
    with zipfile.ZipFile(file.path) as archive:
        checked_members(archive, file.path)
        for name in _incident_files(file):
            try:
                item = json.loads(archive.read(name))
            except (ValueError, RecursionError, *BROKEN) as error:
                raise InputError(
                    f"the incident's file {name} cannot be read ({error})", file=file.path
                ) from error
            items.append(_incident(item if isinstance(item, dict) else {}))
    frame = properties_as_text(items)
    for name in sorted(_NEEDED):
        if name not in frame.columns:
            frame[name] = ""
    return frame


def _incident(item: dict[str, Any]) -> dict[str, Any]:
    """Return an incident with the columns of the CSV."""
    values = {
        name.removeprefix("attr_"): ", ".join(map(str, value))
        if isinstance(value, list) and all(isinstance(part, str) for part in value)
        else value
        for name, value in item.items()
        if name not in ("sources", "media", "source_material")
    }
    place = values.pop("geolocation", None)
    if isinstance(place, dict) and isinstance(place.get("coordinates"), list):
        place = place["coordinates"]
        # A position in JSON is GeoJSON's: lon, lat.
        if len(place) >= 2:
            values.setdefault("longitude", place[0])
            values.setdefault("latitude", place[1])
    sources: Any = next(
        (item[key] for key in ("sources", "source_material", "media") if item.get(key)), []
    )
    for number, source in enumerate(sources if isinstance(sources, list) else [], start=1):
        found = source
        if isinstance(source, dict):
            found = source.get("source_url") or source.get("url") or source.get("path")
        if found:
            values[f"source_{number}"] = str(found)
    return values


FEED: Final = Feed(
    "atlos",
    "Atlos",
    "events",
    recognise,
    read,
    archives=True,
    forms="CSV, ZIP of the full export",
    keeps="place with Atlos' own precision and radius, day, time, description, sources, tags, "
    "where the analysts stand (`workflow_status`), sensitive; own attributes in `extra`",
    drops="incidents without a place or a day are listed; comments and the history of updates",
)
