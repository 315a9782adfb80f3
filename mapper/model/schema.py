"""The tables of Mapper: their columns, kinds and allowed values.

The same names stand in the project file, in every reader's result and in
every table export. `conform` is the one gate through which a table passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from mapper.model import vocabulary as words
from mapper.model.errors import InputError

Kind = Literal["text", "integer", "real", "day", "time"]
GeometryKind = Literal["Point", "MultiPolygon", "MultiLineString"]

#: Name of the geometry column everywhere.
GEOMETRY: Final = "geom"
#: Axis order is always longitude, latitude in degrees.
CRS: Final = "EPSG:4326"

_DTYPES: Final[dict[str, Any]] = {
    "text": "str",
    "integer": "Int64",
    "real": "float64",
    "day": "str",
    "time": "str",
}


@dataclass(frozen=True)
class Column:
    """One column: ``day`` is ISO text of a day, ``time`` ISO text in UTC."""

    name: str
    kind: Kind = "text"
    terms: dict[str, words.Term] | None = None
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table; ``key`` is the column of its stable id."""

    name: str
    key: str
    columns: tuple[Column, ...]
    geometry: GeometryKind | None = None

    @property
    def names(self) -> list[str]:
        """Column names in order, without the geometry."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column of that name (KeyError if there is none)."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


EVENTS: Final = Table(
    "events",
    "event_id",
    (
        Column("event_id", required=True),
        Column("incident_id"),
        Column("external_id"),
        Column("feed", required=True),
        Column("title", required=True),
        Column("description"),
        Column("date_start", "day"),
        Column("date_end", "day"),
        Column("date_precision", terms=words.DATE_PRECISIONS),
        Column("date_text"),
        Column("time_local"),
        Column("timezone"),
        Column("place_name"),
        Column("admin1"),
        Column("country"),
        Column("geo_precision", terms=words.GEO_PRECISIONS),
        Column("radius_m", "real"),
        Column("event_type"),
        Column("weapon", terms=words.WEAPONS),
        Column("target_type", terms=words.TARGET_TYPES),
        Column("outcome", terms=words.OUTCOMES),
        Column("perpetrator_alleged"),
        Column("claimed_by"),
        Column("denied_by"),
        Column("affected_party"),
        Column("killed_min", "integer"),
        Column("killed_best", "integer"),
        Column("killed_max", "integer"),
        Column("injured_min", "integer"),
        Column("injured_best", "integer"),
        Column("injured_max", "integer"),
        Column("verification_status", terms=words.VERIFICATION_STATUSES, required=True),
        Column("workflow_status", terms=words.WORKFLOW_STATUSES, required=True),
        Column("sensitive", "integer"),
        Column("tags"),
        Column("notes"),
        Column("extra"),
        Column("created_at", "time"),
        Column("updated_at", "time"),
    ),
    "Point",
)

SOURCES: Final = Table(
    "sources",
    "source_id",
    (
        Column("source_id", required=True),
        Column("event_id", required=True),
        Column("url"),
        Column("archive_url"),
        Column("title"),
        Column("publisher"),
        Column("author"),
        Column("published_at"),
        Column("accessed_at"),
        Column("language"),
        Column("source_type", terms=words.SOURCE_TYPES),
        Column("quote"),
        Column("sha256"),
        Column("notes"),
    ),
)

CLAIMS: Final = Table(
    "claims",
    "claim_id",
    (
        Column("claim_id", required=True),
        Column("event_id", required=True),
        Column("source_id"),
        Column("field", required=True),
        Column("value"),
        Column("note"),
    ),
)

MEDIA: Final = Table(
    "media",
    "media_id",
    (
        Column("media_id", required=True),
        Column("source_id"),
        Column("file"),
        Column("url"),
        Column("sha256"),
        Column("taken_at"),
        Column("caption"),
        Column("thumbnail"),
    ),
)

_FRONT_COLUMNS: Final = (
    Column("front_id", required=True),
    Column("as_of", "day", required=True),
    Column("published_at"),
    Column("name"),
    Column("source", required=True),
    Column("url"),
    Column("attribution"),
    Column("licence"),
    Column("redistribution", terms=words.REDISTRIBUTIONS, required=True),
    Column("control_status", terms=words.CONTROL_STATUSES),
    Column("side"),
    Column("assessment", terms=words.ASSESSMENTS),
    Column("accuracy_m", "real"),
    Column("extra"),
)

CONTROL_AREAS: Final = Table("control_areas", "front_id", _FRONT_COLUMNS, "MultiPolygon")
LINES_OF_CONTACT: Final = Table("lines_of_contact", "front_id", _FRONT_COLUMNS, "MultiLineString")

MEASUREMENTS: Final = Table(
    "measurements",
    "measurement_id",
    (
        Column("measurement_id", required=True),
        Column("event_id"),
        Column("start_lon", "real"),
        Column("start_lat", "real"),
        Column("target_kind", required=True),
        Column("target_name"),
        Column("distance_m", "real"),
        Column("min_m", "real"),
        Column("max_m", "real"),
        Column("as_of", "day"),
        Column("statement"),
        Column("inputs"),
    ),
    "MultiLineString",
)

TABLES: Final = {
    table.name: table
    for table in (EVENTS, SOURCES, CLAIMS, MEDIA, CONTROL_AREAS, LINES_OF_CONTACT, MEASUREMENTS)
}

#: Values filled in when a reader leaves a required column of events empty.
_EVENT_DEFAULTS: Final = {"verification_status": "reported", "workflow_status": "new"}


def empty(table: Table) -> pd.DataFrame:
    """Return the table without rows: a GeoDataFrame where it has a geometry."""
    return conform(pd.DataFrame(), table)


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
    geometry = _geometry_of(frame, table)
    known = set(table.names)
    for name in frame.columns:
        if name not in known and not (geometry is not None and name == frame.geometry.name):
            raise InputError(f"table {table.name} has no column '{name}'")
    columns = {}
    for column in table.columns:
        columns[column.name] = _cast(frame, column, table)
    result = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))
    keys = result[table.key]
    if keys.duplicated().any():
        raise InputError(
            f"table {table.name} repeats a key",
            field=table.key,
            found=keys[keys.duplicated()].iloc[0],
        )
    if "date_start" in known:
        _check_days(result)
    if table.geometry is None:
        return result
    values = geometry if geometry is not None else gpd.GeoSeries([None] * len(frame), crs=CRS)
    result[GEOMETRY] = values.reset_index(drop=True).array
    framed: pd.DataFrame = gpd.GeoDataFrame(result, geometry=GEOMETRY, crs=CRS)
    return framed


def _geometry_of(frame: pd.DataFrame, table: Table) -> gpd.GeoSeries | None:
    if table.geometry is None or not isinstance(frame, gpd.GeoDataFrame):
        return None
    geometry = frame.geometry
    if geometry.crs is None or not geometry.crs.equals(CRS, ignore_axis_order=True):
        raise InputError(
            f"table {table.name} needs coordinates in lon, lat",
            found=geometry.crs,
            expected=CRS,
        )
    kinds = set(geometry.dropna().geom_type)
    if kinds - {table.geometry}:
        raise InputError(
            f"table {table.name} holds another kind of geometry",
            found=", ".join(sorted(kinds)),
            expected=table.geometry,
        )
    return geometry


def _cast(frame: pd.DataFrame, column: Column, table: Table) -> pd.Series:
    if column.name not in frame.columns:
        default = _EVENT_DEFAULTS.get(column.name) if table is EVENTS else None
        values = pd.Series([default] * len(frame), dtype=_DTYPES[column.kind])
    else:
        values = frame[column.name].reset_index(drop=True)
        try:
            values = values.astype(_DTYPES[column.kind])
        except (TypeError, ValueError) as error:
            raise InputError(
                f"table {table.name} has a value of the wrong kind",
                field=column.name,
                expected=column.kind,
            ) from error
    if column.kind in ("text", "day", "time"):
        values = values.where(values.str.strip() != "", np.nan)
    if column.required and values.isna().any():
        raise InputError(
            f"table {table.name} lacks a required value",
            row=int(values.isna().to_numpy().argmax()) + 1,
            field=column.name,
        )
    if column.terms is not None:
        wrong = values.notna() & ~values.isin(list(column.terms))
        if wrong.any():
            raise InputError(
                f"table {table.name} has a value outside the vocabulary",
                row=int(wrong.to_numpy().argmax()) + 1,
                field=column.name,
                found=values[wrong].iloc[0],
                expected="one of " + ", ".join(column.terms),
            )
    if column.kind == "day":
        wrong = values.notna() & ~values.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False)
        if wrong.any():
            raise InputError(
                f"table {table.name} has a malformed day",
                row=int(wrong.to_numpy().argmax()) + 1,
                field=column.name,
                found=values[wrong].iloc[0],
                expected="YYYY-MM-DD",
            )
    return values


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
