"""Bellingcat's Civilian Harm in Ukraine: exports of the site, its api.json, TimeMap events.

Bellingcat blurs coordinates on purpose, and writes 0, 0 where it gives no place.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

import numpy as np
import pandas as pd

from mapper.readers.features import properties_as_text
from mapper.readers.inputfile import InputFile
from mapper.readers.links import addresses, numbered
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import clean, without_markup
from mapper.readers.titles import first_words

_COMMON: Final = frozenset(
    {"id", "date", "latitude", "longitude", "location", "description", "sources"}
)
#: What an event is filtered by stands under one of these, by the form of the file.
_FILTERS: Final = ("filters", "associations", "impact", "weapon_system")

#: How far Bellingcat may have moved a point, as we propose it.
_RADIUS_M: Final = 150.0
_TARGETS: Final = {
    word: word for word in ("residential", "industrial", "administrative", "healthcare", "military")
} | {
    "commercial": "commercial",
    "religious": "religious",
    "undefined": "undefined",
    "school": "school",
    "school or childcare": "school",
    "school/childcare": "school",
}
_WEAPONS: Final = {
    "cruise missile": "cruise_missile",
    "ballistic missile": "ballistic_missile",
    "air strike": "aircraft",
    "land mines": "mine",
    "he rocket artillery": "mlrs",
    "rocket artillery": "mlrs",
    "artillery": "artillery",
    "drone": "drone",
    "glide bomb": "glide_bomb",
    "unknown": "unknown",
}
_HIDDEN: Final = "Bellingcat hides this source."
#: Commas between pairs, not those within a value or an address.
_PAIRS: Final = re.compile(r",\s*(?=[^,=]+=)")
_DAY_FIRST: Final = r"^\s*(?:1[3-9]|2\d|3[01])[/.\-]\d{1,2}[/.\-]\d{2}"


def recognise(file: InputFile) -> bool:
    """Tell an export by its columns or by the keys of its items."""
    if file.kind == "table":
        return file.columns >= _COMMON | {"associations"}
    return any(_is_event(item) for item in _items(file)[:50])


def _items(file: InputFile) -> list[Any]:
    """Return the events of a list, also of one under the key ``events``."""
    found = file.json if file.kind == "json" else None
    if isinstance(found, dict):
        found = found.get("events")
    return found if isinstance(found, list) else []


def _is_event(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    return item.keys() >= _COMMON and not item.keys().isdisjoint({*_FILTERS, "civId"})


def read(file: InputFile, options: Options) -> Reading:
    """Read events of civilian harm with the sources that are not hidden."""
    if file.kind == "table":
        rows = Rows(file.parsed.frame.rename(columns=str.lower), file.parsed.row_numbers)
        rows.set_broken(file.parsed.broken, len(rows.raw.columns))
    else:
        items = [item if isinstance(item, dict) else {} for item in _items(file)]
        frame = properties_as_text(items).rename(columns=str.lower)
        rows = Rows(_with_columns(frame), keep_blank=True)
    raw = rows.raw
    id_column = "civid" if "civid" in raw.columns else "id"
    ids = rows.text(id_column)
    rows.used.add("id")
    rows.reject(ids.isna().to_numpy(bool), id_column, "Bellingcat's id of the event")
    rows.reject_repeats(ids, id_column)
    event_ids = "bellingcat:" + ids
    lon, lat = rows.coordinates("longitude", "latitude")
    nowhere = (lon == 0) & (lat == 0)
    rows.reject(
        nowhere, "latitude, longitude", "a place (Bellingcat writes 0, 0 for none)",
        raw["latitude"] + ", " + raw["longitude"],
    )  # fmt: skip
    days = rows.days("date", options.date_order or _date_order(raw["date"]))
    options.report(0.4)
    description = without_markup(rows.text("description"))
    place = rows.text("location")
    words = _words(raw)
    sensitive = rows.text("graphic").str.lower()
    where = ("Civilian harm, " + place).astype("str")
    sources, hidden = _sources(rows.text("sources"), event_ids)
    if hidden:
        rows.warnings.append(f"Sources whose address Bellingcat hides: {hidden}.")
    columns = {
        "event_id": event_ids,
        "external_id": ids,
        "feed": "bellingcat",
        "title": first_words(description).fillna(where).fillna("Civilian harm"),
        "description": description,
        "date_start": days.start,
        "date_end": days.end,
        "date_precision": days.precision,
        "date_text": days.text,
        "place_name": place,
        "geo_precision": "vicinity",
        "radius_m": _RADIUS_M,
        "target_type": _single(words, _TARGETS),
        "weapon": _single(words, _WEAPONS),
        "verification_status": "geolocated",
        "sensitive": sensitive.map({"true": 1, "1": 1, "false": 0, "0": 0}).astype("Int64"),
        "extra": rows.extra(),
    }
    return rows.finish(columns, lon, lat, sources=sources)


def _with_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the columns that every form has; absent ones are empty."""
    lacking = [name for name in sorted(_COMMON) if name not in frame.columns]
    return frame.assign(**{name: pd.Series("", index=frame.index, dtype="str") for name in lacking})


def _date_order(written: pd.Series) -> str | None:
    """Return Bellingcat's own order, M/D/YYYY, unless a day shows that it is not."""
    contrary = written.fillna("").str.contains(_DAY_FIRST)
    return None if contrary.any() else "month-first"


def _words(raw: pd.DataFrame) -> pd.Series:
    """Return lists of the words an event is filtered by, in lower case."""
    listed: pd.Series = pd.Series([[] for _ in range(len(raw))], index=raw.index, dtype=object)
    for name in _FILTERS:
        if name in raw.columns:
            listed = listed + clean(raw[name]).map(_filter_values).map(
                lambda found: found if isinstance(found, list) else []
            )
    return listed


def _filter_values(text: Any) -> list[str]:
    """Return the values of one cell: JSON, or ``key=value`` joined by commas."""
    if not isinstance(text, str):
        return []
    found = _loads(text)
    if found is None:
        found = [{"value": pair.partition("=")[2] or pair} for pair in _PAIRS.split(text)]
    values = []
    for item in found if isinstance(found, list) else [found]:
        value = item.get("value") if isinstance(item, dict) else item
        if isinstance(value, str):
            values.append(value.strip().lower())
    return values


def _single(words: pd.Series, known: dict[str, str]) -> pd.Series:
    """Return the one known word of each list; missing where there are none or several."""

    def only(listed: list[str]) -> str | None:
        found = {known[word] for word in listed if word in known}
        return found.pop() if len(found) == 1 else None

    return words.map(only).astype("str")


def _sources(texts: pd.Series, event_ids: pd.Series) -> tuple[pd.DataFrame, int]:
    """Return a source per address, and how many addresses are hidden."""
    found: list[dict[str, str | None]] = []
    owners: list[int] = []
    for row in np.flatnonzero(texts.notna()):
        for source in _listed(texts.iloc[row]):
            found.append(source)
            owners.append(int(row))
    names = ["url", "title", "notes"]
    table = pd.DataFrame(found, columns=names, index=owners).astype("str")
    hidden = int((table["notes"] == _HIDDEN).sum())
    return numbered(table, event_ids, names), hidden


def _listed(text: str) -> list[dict[str, str | None]]:
    """Return the sources of one cell: JSON, or addresses joined by commas."""
    items = _loads(text)
    if not isinstance(items, list):
        return [{"url": url} for url in addresses(text)]
    sources: list[dict[str, str | None]] = []
    for item in items:
        if isinstance(item, str):
            item = {"path": item}
        if not isinstance(item, dict):
            continue
        words = item.get("description") or item.get("title")
        title = words.strip() if isinstance(words, str) and words.strip() else None
        paths = item.get("paths") if isinstance(item.get("paths"), list) else [item.get("path")]
        written = [str(path) for path in (paths or []) if path]
        if item.get("srcHidden") or "srcHidden" in written:
            sources.append({"title": title, "notes": _HIDDEN})
            continue
        urls = [url for path in written for url in addresses(path)]
        sources += [{"url": url, "title": title} for url in urls]
        if not urls and (title or written):
            sources.append({"title": title or written[0]})
    return sources


def _loads(text: str) -> Any:
    if not text.startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


FEED: Final = Feed(
    "bellingcat",
    "Bellingcat, Civilian Harm in Ukraine",
    "events",
    recognise,
    read,
    forms="JSON and CSV of the site, api.json, TimeMap events",
    keeps="place (150 m proposed, blurred by Bellingcat), day, text, sources, kind of area and "
    "weapon where a single known one is named; filters in `extra`",
    drops="rows at 0, 0, which stands for no place; addresses of hidden sources",
)
