"""Mapper's own table of events: with the columns of the table ``events``.

What Mapper exports reads back the same. A row may have no place and no day:
whoever wrote the table chose to keep it. Two more columns hold JSON lists:
``sources`` and ``claims``, objects with the columns of these tables. Where
``sources`` only names them, ``sources_json`` may hold the list.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.model import schema
from mapper.readers.eventtable import event_columns
from mapper.readers.extra import merge_extra
from mapper.readers.features import Features, geojson_features, layer_features
from mapper.readers.inputfile import InputFile
from mapper.readers.kml import is_kml, kml_features
from mapper.readers.numbers import FloatArray
from mapper.readers.package import is_ours, layer_names, our_table, read_layer
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows

_SIGNATURE: Final = frozenset({"event_id", "title", "verification_status"})
_LISTS: Final = {"sources": schema.SOURCES, "claims": schema.CLAIMS}
#: Keys of sources in exported GeoJSON that are shorter than the column.
_SHORT: Final = {"type": "source_type"}
_LON: Final = ("lon", "longitude")
_LAT: Final = ("lat", "latitude")


def recognise(file: InputFile) -> bool:
    """Tell our own table by the names of its columns."""
    named = file.columns >= _SIGNATURE or file.property_names >= _SIGNATURE
    return named or is_ours(file) or _is_our_kml(file)


def _is_our_kml(file: InputFile) -> bool:
    return is_kml(file) and b'<Schema name="events" id="events">' in file.head


def read(file: InputFile, options: Options) -> Reading:
    """Read events as they were written, with their sources and claims."""
    if file.kind == "table":
        rows = Rows(_unescaped(file.parsed.frame), file.parsed.row_numbers)
        rows.set_broken(file.parsed.broken, len(rows.raw.columns))
        return read_rows(rows, None, options)
    if file.kind == "geopackage":
        return _read_package(file, options)
    if is_kml(file):
        features = kml_features(file, schema_data=True)
        # A column that is empty all through is not written, and is not to be filled in.
        absent = [name for name in schema.EVENTS.names if name not in features.frame]
        frame = features.frame.assign(**dict.fromkeys(absent, "")).astype("str")
        kept = file.content.count(b"<styleUrl>#measurement</styleUrl>")
    else:
        features = geojson_features(file)
        frame = features.frame
        collection = file.json.get("measurements") if isinstance(file.json, dict) else None
        listed = collection.get("features") if isinstance(collection, dict) else None
        kept = len(listed) if isinstance(listed, list) else 0
    rows = Rows(frame, keep_blank=True)
    return _told(read_rows(rows, _places(rows, features), options), kept)


def _told(reading: Reading, kept: int) -> Reading:
    """Say that kept measurements are not read: they rest on the fronts of their project."""
    if kept:
        measurements = "1 kept measurement was" if kept == 1 else f"{kept:,} kept measurements were"
        reading.warnings.append(
            f"{measurements} not read; measure again and keep that, or merge the project itself."
        )
    return reading


def _unescaped(frame: pd.DataFrame) -> pd.DataFrame:
    """Return cells without the apostrophe that keeps spreadsheets from running them."""
    columns = {}
    for name in frame.columns:
        guarded = frame[name].str.match(r"'+[=+\-@＝＋－＠\t\r\n]").fillna(False)
        columns[name] = frame[name].where(~guarded, frame[name].str.slice(1))
    return pd.DataFrame(columns)


def _read_package(file: InputFile, options: Options) -> Reading:
    """Read the events, sources, claims and fronts of a project or an export."""
    features = layer_features(read_layer(file, "events"), file)
    rows = Rows(features.frame, keep_blank=True)
    reading = read_rows(rows, _places(rows, features), options)
    events = reading.events
    known = [] if events is None else events["event_id"]
    for table in (schema.SOURCES, schema.CLAIMS):
        stored = our_table(file, table)
        if stored is not None:
            stored = schema.conform(stored[stored["event_id"].isin(known)], table)
            setattr(reading, table.name, stored)
    stored = [our_table(file, table) for table in (schema.CONTROL_AREAS, schema.LINES_OF_CONTACT)]
    present = [frame for frame in stored if frame is not None]
    if present:
        reading.fronts = gpd.GeoDataFrame(pd.concat(present, ignore_index=True))
        reading.rows += len(reading.fronts)
    measured = schema.MEASUREMENTS.name in layer_names(file)
    return _told(reading, len(read_layer(file, schema.MEASUREMENTS.name)) if measured else 0)


def _places(rows: Rows, features: Features) -> tuple[FloatArray, FloatArray]:
    """Return the degrees of points, NaN without geometry; other geometries are rejected."""
    known = features.geometries
    points = (shapely.get_type_id(known) == 0) & ~shapely.is_empty(known)
    lon, lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    lon[points], lat[points] = shapely.get_x(known[points]), shapely.get_y(known[points])
    outside = points & ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    wrong = features.problems.notna().to_numpy(bool) | (~points & ~shapely.is_missing(known))
    written = pd.Series([None if shape is None else shape.wkt[:60] for shape in known], dtype="str")
    found = features.problems.fillna(written)
    rows.reject(wrong | outside, "geometry", "a point in degrees, or null", found)
    lon[outside] = lat[outside] = np.nan
    return lon, lat


def read_rows(
    rows: Rows,
    place: tuple[FloatArray, FloatArray] | None,
    options: Options,
) -> Reading:
    """Read rows that have our columns; places come from ``place`` or lon and lat."""
    names = {name.lower(): name for name in rows.raw.columns}
    fields = {name: names[name] for name in schema.EVENTS.names if name in names}
    for field, aliases in (("lon", _LON), ("lat", _LAT)):
        for alias in aliases:
            if alias in names:
                fields.setdefault(field, names[alias])
    read_events = event_columns(rows, fields, strict=True, place=place)
    columns = read_events.columns
    if place is not None:
        rows.used |= {fields[name] for name in ("lon", "lat") if name in fields}
    for name in ("event_id", "title"):
        rows.reject(columns[name].isna().to_numpy(bool), name, "text")
    rows.reject_repeats(columns["event_id"], "event_id")
    if "feed" in columns:
        columns["feed"] = columns["feed"].fillna("mapper")
    else:
        columns["feed"] = "mapper"
    for name, default in (("verification_status", "reported"), ("workflow_status", "new")):
        if name in columns:
            columns[name] = columns[name].fillna(default)
    options.report(0.5)
    lists = {
        name: _list_column(rows, names[name], columns["event_id"], table, names.get(f"{name}_json"))
        for name, table in _LISTS.items()
        if name in names
    }
    columns["extra"] = _extra(rows, fields)
    return rows.finish(
        columns,
        read_events.lon,
        read_events.lat,
        sources=lists.get("sources"),
        claims=lists.get("claims"),
    )


def _extra(rows: Rows, fields: dict[str, str]) -> pd.Series:
    if "extra" not in fields:
        return rows.extra()
    stated = rows.as_written(fields["extra"])
    wrong = np.zeros(len(rows), dtype=bool)
    for row in np.flatnonzero(stated.notna()):
        wrong[row] = not isinstance(_loads(stated.iloc[row]), dict)
    rows.reject(wrong, "extra", "a JSON object", stated)
    return merge_extra(stated.mask(wrong), rows.extra())


def _list_column(
    rows: Rows, column: str, event_ids: pd.Series, table: schema.Table, full: str | None = None
) -> pd.DataFrame:
    """Return the rows of a column of lists as a table.

    A list is JSON, or (sources only) addresses and names joined by `` | ``; then the
    column ``full`` may hold all that is known of them, which counts until one is edited.
    """
    texts = rows.as_written(column)
    if full is not None:
        lists = rows.as_written(full)
        texts = texts.mask(lists.map(_joined, na_action="ignore") == texts, lists)
    found: list[dict[str, Any]] = []
    owners: list[int] = []
    wrong = np.zeros(len(rows), dtype=bool)
    for row in np.flatnonzero(texts.notna()):
        items = _items(texts.iloc[row], table)
        if items is None:
            wrong[row] = True
            continue
        event_id = event_ids.iloc[row]
        for item in items:
            # Made from the content: a list without ids must not replace what has ids.
            content = json.dumps(item, sort_keys=True).encode()
            key = f"{event_id}#{hashlib.blake2b(content, digest_size=4).hexdigest()}"
            found.append({table.key: key, **item, "event_id": event_id})
            owners.append(int(row))
    rows.reject(wrong, column, f"a JSON list of objects with columns of {table.name}", texts)
    return pd.DataFrame(found, columns=table.names, index=owners).drop_duplicates(table.key)


def _joined(text: str) -> str | None:
    """Return the sources of a JSON list as `named_sources` of the export names them."""
    items = _items(text, schema.SOURCES)
    if not items:
        return None
    return " | ".join(
        str(item.get("url") or item.get("title") or item.get("publisher") or "") for item in items
    )


def _items(text: str, table: schema.Table) -> list[dict[str, Any]] | None:
    """Return the objects of a list as rows of a table, None if they are none."""
    items = _loads(text)
    if items is None and table is schema.SOURCES and not text.lstrip().startswith(("[", "{")):
        parts = [part.strip() for part in text.split(" | ") if part.strip()]
        return [{"url" if _is_address(part) else "title": part} for part in parts]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    rows = []
    for item in items:
        row = {_SHORT.get(name, name): value for name, value in item.items() if value is not None}
        if not _fits(row, table):
            return None
        rows.append(row)
    return rows


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _fits(row: dict[str, Any], table: schema.Table) -> bool:
    """Tell whether values are texts of known columns, and words where words are asked for."""
    for name, value in row.items():
        if name not in table.names or not isinstance(value, str):
            return False
        terms = table.column(name).terms
        if terms is not None and value not in terms:
            return False
    return True


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


FEED: Final = Feed(
    "mapper",
    "Mapper's own table",
    "events",
    recognise,
    read,
    forms="CSV, GeoJSON, GeoPackage, KML, XLSX",
    keeps="everything: events, sources, claims; of a GeoPackage also fronts",
    drops="nothing; unknown columns go to `extra`",
)
