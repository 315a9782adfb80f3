"""Mapper's own table of events: CSV or GeoJSON with the columns of the table ``events``.

What Mapper exports reads back the same. A row may have no place and no day:
whoever wrote the table chose to keep it. Two more columns hold JSON lists:
``sources`` and ``claims``, objects with the columns of these tables.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model import schema
from mapper.readers.eventtable import event_columns, merge_extra
from mapper.readers.features import property_table
from mapper.readers.inputfile import InputFile
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows

_SIGNATURE: Final = frozenset({"event_id", "title", "date_start", "verification_status"})
_LISTS: Final = {"sources": schema.SOURCES, "claims": schema.CLAIMS}
_LON: Final = ("lon", "longitude")
_LAT: Final = ("lat", "latitude")


def recognise(file: InputFile) -> bool:
    """Tell our own table by the names of its columns."""
    return file.columns >= _SIGNATURE or file.property_names >= _SIGNATURE


def read(file: InputFile, options: Options) -> Reading:
    """Read events as they were written, with their sources and claims."""
    place = None
    if file.kind == "json":
        table = property_table(file)
        rows = Rows(table.frame, table.numbers)
        place = (table.lon, table.lat)
        rows.reject(table.wrong, "geometry", "a point in degrees or null", table.found)
    else:
        rows = Rows(file.parsed.frame, file.parsed.row_numbers)
        rows.set_broken(file.parsed.broken, len(rows.raw.columns))
    return read_rows(rows, place, options)


def read_rows(
    rows: Rows,
    place: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None,
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
        name: _list_column(rows, names[name], columns["event_id"], table)
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
    rows: Rows, column: str, event_ids: pd.Series, table: schema.Table
) -> pd.DataFrame:
    """Return the rows of a column of JSON lists as a table."""
    texts = rows.as_written(column)
    known = set(table.names)
    found: list[dict[str, Any]] = []
    wrong = np.zeros(len(rows), dtype=bool)
    for row in np.flatnonzero(texts.notna()):
        items = _loads(texts.iloc[row])
        if not isinstance(items, list) or not all(
            isinstance(item, dict) and set(item) <= known and _plain(item, table) for item in items
        ):
            wrong[row] = True
            continue
        event_id = event_ids.iloc[row]
        found.extend(
            {table.key: f"{event_id}#{table.name[0]}{number}", **item, "event_id": event_id}
            for number, item in enumerate(items, start=1)
        )
    rows.reject(wrong, column, f"a JSON list of objects with columns of {table.name}", texts)
    return pd.DataFrame(found, columns=table.names)


def _plain(item: dict[str, Any], table: schema.Table) -> bool:
    """Tell whether an object's values are texts, and words where words are asked for."""
    for name, value in item.items():
        terms = table.column(name).terms
        if value is not None and not isinstance(value, str):
            return False
        if terms is not None and value is not None and value not in terms:
            return False
    return True


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


FEED: Final = Feed("mapper", "Mapper's own table", "events", recognise, read)
