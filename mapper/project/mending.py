"""Rows out of a damaged file, made such that a project can hold them.

What a row says is not guessed: a value that cannot be right is left empty and counted,
and a row without its id, or a front without its shape, is given up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.model.errors import InputError
from mapper.model.schema import CRS, GEOMETRY, Column, Table, conform, empty
from mapper.project import blob

#: What SQLite may have stored for each kind of column. Days and times are of a kind of
#: column in which a text of digits alone becomes a number.
_STORED: Final[dict[str, frozenset[type]]] = {
    "text": frozenset({str, type(None)}),
    "day": frozenset({str, int, type(None)}),
    "time": frozenset({str, int, type(None)}),
    "integer": frozenset({int, type(None)}),
    "real": frozenset({float, int, type(None)}),
}
#: Longitude and latitude in degrees, with room for rounding.
_FARTHEST: Final = (180.001, 90.001)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MIDNIGHT: Final = re.compile(r"T00:00:00(\.0+)?Z?$")

#: In place of required values that cannot be read.
_INSTEAD: Final = {
    "feed": "own",
    "title": "Untitled",
    "verification_status": "unverified",
    "workflow_status": "new",
    "source": "own",
    "redistribution": "unknown",
}


@dataclass
class Mended:
    """Rows a project can hold.

    Parameters
    ----------
    frame
        The rows, conformed.
    fids
        Their numbers in the damaged file.
    emptied
        How many of them lack a value that could not be read.
    """

    frame: pd.DataFrame
    fids: list[int]
    emptied: int = 0


def mend(fids: Sequence[int], rows: Sequence[Sequence[Any]], table: Table) -> Mended:
    """Return what of the rows a project can hold.

    Parameters
    ----------
    rows
        Values as stored: the geometry, if the table has one, then its columns in order.
    """
    try:
        return Mended(_frame(rows, table), list(fids))
    except InputError:
        pass
    kept: list[tuple[int, list[Any]]] = []
    emptied = 0
    written = [_rewritten(row, table) for row in rows]
    for fid, row in zip(fids, written, strict=True):
        mended = _mended(row, table)
        if mended is not None:
            kept.append((fid, mended))
            emptied += any(a is not b and a != b for a, b in zip(mended, row, strict=True))
    found = _holdable(kept, table)
    found.emptied = min(emptied, len(found.fids))
    return found


def fits(values: Sequence[Any], table: Table) -> bool:
    """Tell whether values, as for `mend`, can only be a row of this table."""
    if len(values) != len(table.columns) + (table.geometry is not None):
        return False
    plain = values[1:] if table.geometry is not None else values
    for column, value in zip(table.columns, plain, strict=True):
        if type(value) not in _STORED[column.kind] or (column.required and value is None):
            return False
    if table.geometry is None or values[0] is None:
        return table.geometry is None or table.geometry == "Point"
    return _geometry(values[0], table) is not None


def _holdable(rows: list[tuple[int, list[Any]]], table: Table) -> Mended:
    """Return rows without those that a project cannot hold, whatever is wrong with them."""
    if not rows:
        return Mended(empty(table), [])
    try:
        return Mended(_frame([row for _, row in rows], table), [fid for fid, _ in rows])
    except InputError:
        if len(rows) == 1:
            return Mended(empty(table), [])
    middle = len(rows) // 2
    first, second = _holdable(rows[:middle], table), _holdable(rows[middle:], table)
    parts = [part.frame for part in (first, second) if len(part.frame)]
    frame = conform(pd.concat(parts), table) if parts else empty(table)
    return Mended(frame, first.fids + second.fids)


def _frame(rows: Sequence[Sequence[Any]], table: Table) -> pd.DataFrame:
    """Return rows as a conformed frame.

    Raises
    ------
    InputError
        If any value cannot be right.
    """
    stored = list(zip(*rows, strict=True))
    columns: dict[str, Any] = {}
    for column, values in zip(table.columns, stored[-len(table.columns) :], strict=True):
        if not _STORED[column.kind].issuperset(map(type, values)):
            raise InputError("a value is of the wrong kind", field=column.name)
        columns[column.name] = _series(values, column)
    if table.geometry is None:
        return conform(pd.DataFrame(columns), table)
    geometry = gpd.GeoSeries(blob.decode(list(stored[0]), table.geometry), crs=CRS)
    if not _plausible(geometry.to_numpy()):
        raise InputError("a geometry lies outside the world")
    if table.geometry != "Point" and geometry.isna().any():
        raise InputError("a front has no shape")
    return conform(gpd.GeoDataFrame(columns, geometry=geometry.rename(GEOMETRY), crs=CRS), table)


def _series(values: Sequence[Any], column: Column) -> Any:
    if column.kind == "real":
        return np.array(values, dtype=np.float64)
    if column.kind == "integer":
        return pd.Series(values, dtype=object).astype("Int64")
    if column.kind in ("day", "time"):
        values = [None if value is None else str(value) for value in values]
    return pd.Series(values, dtype="str")


def _rewritten(row: Sequence[Any], table: Table) -> list[Any]:
    """Return a row without the forms that GDAL gives to the days and numbers of a frame."""
    result = list(row)
    for position, column in enumerate(table.columns, len(row) - len(table.columns)):
        value = result[position]
        if column.kind == "day" and isinstance(value, str):
            result[position] = _MIDNIGHT.sub("", value)
        elif column.kind == "integer" and isinstance(value, float) and value.is_integer():
            result[position] = int(value)
    return result


def _mended(row: Sequence[Any], table: Table) -> list[Any] | None:
    plain = list(row[-len(table.columns) :])
    for position, column in enumerate(table.columns):
        value = plain[position]
        if not _right(value, column):
            value = None
        if value is None and column.required:
            value = _INSTEAD.get(column.name)
            if value is None:
                return None
        plain[position] = value
    if "date_start" in table.names:
        start, end = (table.names.index(name) for name in ("date_start", "date_end"))
        if (plain[start] is None) != (plain[end] is None) or (
            plain[start] is not None and str(plain[start]) > str(plain[end])
        ):
            plain[start] = plain[end] = None
    if table.geometry is None:
        return plain
    shape = row[0] if row[0] is not None and _geometry(row[0], table) is not None else None
    return None if shape is None and table.geometry != "Point" else [shape, *plain]


def _right(value: Any, column: Column) -> bool:
    if type(value) not in _STORED[column.kind]:
        return False
    if value is None:
        return True
    if column.required and not str(value).strip():
        return False
    if column.terms is not None and value not in column.terms:
        return False
    return column.kind != "day" or _DAY.fullmatch(str(value)) is not None


def _geometry(content: Any, table: Table) -> Any:
    """Return a geometry, None where it cannot be right."""
    assert table.geometry is not None
    try:
        geometry = blob.decode([content], table.geometry)
    except InputError:
        return None
    return geometry[0] if _plausible(geometry) else None


def _plausible(geometry: Any) -> bool:
    lonlat = shapely.get_coordinates(geometry)
    return bool((np.abs(lonlat) <= _FARTHEST).all())
