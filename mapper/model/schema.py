"""The one gate through which every table passes: `conform`."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from mapper.model.coded import decoded, is_coded, mapped, used
from mapper.model.errors import InputError
from mapper.model.tables import (
    CLAIMS,
    CONTROL_AREAS,
    EVENTS,
    LINES_OF_CONTACT,
    MEASUREMENTS,
    MEDIA,
    SOURCES,
    TABLES,
    Column,
    GeometryKind,
    Kind,
    Table,
)
from mapper.model.texts import TEXT, are_missing, blank_as_missing, distinct, no_text

__all__ = [
    "CLAIMS",
    "CONTROL_AREAS",
    "CRS",
    "EVENTS",
    "GEOMETRY",
    "LINES_OF_CONTACT",
    "MEASUREMENTS",
    "MEDIA",
    "SOURCES",
    "TABLES",
    "Column",
    "GeometryKind",
    "Kind",
    "Table",
    "conform",
    "empty",
]

#: Name of the geometry column everywhere.
GEOMETRY: Final = "geom"
#: Axis order is always longitude, latitude in degrees.
CRS: Final = "EPSG:4326"

_DTYPES: Final[dict[str, Any]] = {
    "text": TEXT,
    "integer": pd.Int64Dtype(),
    "real": np.dtype("float64"),
    "day": TEXT,
    "time": TEXT,
}


#: Tables without rows, made once: each takes as long as checking thousands of rows.
_EMPTY: Final[dict[str, pd.DataFrame]] = {}

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_MANY_ROWS: Final = 50_000
#: Values filled in when a reader leaves a required column of events empty.
_EVENT_DEFAULTS: Final = {"verification_status": "reported", "workflow_status": "new"}


def empty(table: Table) -> pd.DataFrame:
    """Return the table without rows: a GeoDataFrame where it has a geometry."""
    if table.name not in _EMPTY:
        _EMPTY[table.name] = conform(pd.DataFrame(), table)
    return _EMPTY[table.name].copy()


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return ``frame`` with exactly the columns of ``table``, checked.

    Missing columns are added empty; order and dtypes are set (text is
    pandas ``str``, integers ``Int64``, reals ``float64``, days and times ISO
    text). Blank text becomes missing.

    Parameters
    ----------
    frame
        Rows to check; a GeoDataFrame in EPSG:4326 (lon, lat) where the table
        has a geometry.
    table
        One of the tables of this module.

    Returns
    -------
    DataFrame or GeoDataFrame
        A new frame with a fresh index and active geometry ``geom``.

    Raises
    ------
    InputError
        For an unknown column, a value outside the vocabulary, a missing
        required value, a repeated key, a malformed or reversed day, a wrong
        CRS or a wrong geometry type.
    """
    refuse_repeated_columns(frame, table)
    geometry = _geometry_of(frame, table)
    known = set(table.names)
    for name in frame.columns:
        if name not in known and not (geometry is not None and name == frame.geometry.name):
            raise InputError(f"table {table.name} has no column '{name}'")
    columns: dict[str, Any] = dict(zip(table.names, _checked(frame, table), strict=True))
    if table.geometry is not None:
        values = geometry if geometry is not None else gpd.GeoSeries([None] * len(frame), crs=CRS)
        columns[GEOMETRY] = values.reset_index(drop=True)
    # Columns are copied when one is changed, not before: a million geometries hold Python's lock.
    result = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)), copy=False)
    keys = result[table.key]
    if len(distinct(keys)) < len(keys):
        raise InputError(
            f"table {table.name} repeats a key",
            field=table.key,
            found=keys[keys.duplicated()].iloc[0],
        )
    if "date_start" in known:
        _check_days(result)
    if table.geometry is None:
        return result
    framed: pd.DataFrame = gpd.GeoDataFrame(result, geometry=GEOMETRY, crs=CRS, copy=False)
    return framed


def _checked(frame: pd.DataFrame, table: Table) -> list[pd.Series]:
    # For all columns at once, and without what a frame of geometries does for each.
    check = partial(_cast, pd.DataFrame(frame).reset_index(drop=True), table)
    if len(frame) < _MANY_ROWS:
        return [check(column) for column in table.columns]
    # Arrow works outside Python's lock.
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(check, table.columns))


def _geometry_of(frame: pd.DataFrame, table: Table) -> gpd.GeoSeries | None:
    if table.geometry is None or not isinstance(frame, gpd.GeoDataFrame):
        return None
    geometry = frame.geometry
    if geometry.crs is None or not _is_lonlat(geometry.crs):
        raise InputError(
            f"table {table.name} needs coordinates in lon, lat",
            found=geometry.crs,
            expected=CRS,
        )
    kinds = np.unique(shapely.get_type_id(geometry.to_numpy()))
    if set(kinds) - {-1, shapely.GeometryType[table.geometry.upper()]}:
        raise InputError(
            f"table {table.name} holds another kind of geometry",
            found=", ".join(sorted(set(geometry.dropna().geom_type))),
            expected=table.geometry,
        )
    return geometry


@lru_cache(maxsize=8)
def _is_lonlat(crs: pyproj.CRS) -> bool:
    return bool(crs.equals(CRS, ignore_axis_order=True))


def _absent(column: Column, table: Table, index: pd.RangeIndex) -> pd.Series:
    """Return a column that the frame does not have."""
    default = _EVENT_DEFAULTS.get(column.name) if table is EVENTS else None
    if default is None and _DTYPES[column.kind] is TEXT:
        return no_text(index)
    return pd.Series(default, index, dtype=_DTYPES[column.kind])


def _cast(frame: pd.DataFrame, table: Table, column: Column) -> pd.Series:
    kind = _DTYPES[column.kind]
    if column.name not in frame.columns:
        values = _absent(column, table, pd.RangeIndex(len(frame)))
        if not (column.required and values.hasnans):
            return values
    else:
        values = frame[column.name]
        if is_coded(values) and kind is TEXT:
            values = mapped(values, blank_as_missing)
            if not (column.required and values.hasnans) and _all_right(used(values), column):
                return decoded(values)
            # Said below, with its row.
            values = decoded(values)
        if values.dtype != kind:
            try:
                values = values.astype(kind)
            except (TypeError, ValueError, OverflowError) as error:
                raise _wrong_kind(values, table, column) from error
        if kind is TEXT:
            if not column.required and are_missing(values):
                return values
            values = blank_as_missing(values)
    if column.required and values.hasnans:
        raise InputError(
            f"table {table.name} lacks a required value",
            row=int(values.isna().to_numpy().argmax()) + 1,
            field=column.name,
        )
    if column.terms is not None:
        present = distinct(values).dropna()
        if not _all_right(present, column):
            wrong = values.isin(present[_wrong(present, column)])
            raise InputError(
                f"table {table.name} has a value outside the vocabulary",
                row=int(wrong.to_numpy().argmax()) + 1,
                field=column.name,
                found=values[wrong].iloc[0],
                expected="one of " + ", ".join(column.terms),
            )
    if column.kind == "day":
        present = distinct(values).dropna()
        if not _all_right(present, column):
            wrong = values.isin(present[_wrong(present, column)])
            raise InputError(
                f"table {table.name} has a malformed day",
                row=int(wrong.to_numpy().argmax()) + 1,
                field=column.name,
                found=values[wrong].iloc[0],
                expected="YYYY-MM-DD",
            )
    return values


def _wrong_kind(values: pd.Series, table: Table, column: Column) -> InputError:
    """Return what is wrong with a column that cannot be cast, with the first row that cannot be."""
    for row in range(len(values)):
        try:
            values.iloc[row : row + 1].astype(_DTYPES[column.kind])
        except UnicodeEncodeError:
            return InputError(
                f"table {table.name} has a text with half a character",
                row=row + 1,
                field=column.name,
                found=str(values.iloc[row]).encode(errors="backslashreplace").decode(),
                expected="text without lone surrogates",
            )
        except (TypeError, ValueError, OverflowError):
            return InputError(
                f"table {table.name} has a value of the wrong kind",
                row=row + 1,
                field=column.name,
                found=values.iloc[row],
                expected=column.kind,
            )
    return InputError(
        f"table {table.name} has a value of the wrong kind",
        field=column.name,
        expected=column.kind,
    )


def refuse_repeated_columns(frame: pd.DataFrame, table: Table) -> None:
    """Refuse a frame in which a column of the table stands twice: which is meant?

    Raises
    ------
    InputError
        If one does.
    """
    repeated = frame.columns[frame.columns.duplicated() & frame.columns.isin(table.names)]
    if len(repeated):
        raise InputError(f"table {table.name} has a column twice", field=str(repeated[0]))


def _all_right(present: pd.Series, column: Column) -> bool:
    return not len(present) or not _wrong(present, column).any()


def _wrong(present: pd.Series, column: Column) -> pd.Series:
    """Tell which of a column's distinct texts may not stand in it."""
    if column.terms is not None:
        return ~present.isin(list(column.terms))
    if column.kind == "day":
        return ~present.map(_is_day).astype(bool)
    return pd.Series(False, index=present.index)


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar in the one form the tables have."""
    if not _DAY.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_days(events: pd.DataFrame) -> None:
    start, end = events["date_start"], events["date_end"]
    wrong = (start.isna() != end.isna()) | (start > end).fillna(False)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise InputError(
            "an event needs both days of its range, in order",
            row=row + 1,
            field="date_start",
            found=f"{start.iloc[row]} to {end.iloc[row]}",
        )
