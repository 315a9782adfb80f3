"""Rows of one table beside each other: which fields differ, and their values in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from mapper.geodesy import distance_m
from mapper.model.schema import GEOMETRY, SOURCES, Table
from mapper.project import blob
from mapper.project.given import OWN_TIMES

Mask = npt.NDArray[np.bool_]

#: Fields that belong together: a part of them from here and a part from there would
#: describe another place, day or number of people than either.
GROUPS: Final = (
    (GEOMETRY, "geo_precision", "radius_m", "place_name", "admin1", "country"),
    ("date_start", "date_end", "date_precision", "date_text", "time_local", "timezone"),
    ("killed_min", "killed_best", "killed_max"),
    ("injured_min", "injured_best", "injured_max"),
)

#: Values that stand where a file says nothing.
DEFAULTS: Final = {"verification_status": "reported", "workflow_status": "new"}


def fields_of(table: Table) -> list[str]:
    """Return the fields that a feed gives, the geometry first."""
    names = [name for name in table.names if name not in OWN_TIMES]
    return [GEOMETRY, *names] if table.geometry else names


def differences(old: pd.DataFrame, new: pd.DataFrame, table: Table) -> dict[str, Mask]:
    """Return the fields that differ in any of n rows, each with which rows, shape (n,).

    Both frames are conformed and of the same length and order.
    """
    found = {}
    for name in fields_of(table):
        if name == GEOMETRY:
            differs = _moved(old[name], new[name], table)
        else:
            before, after = old[name].reset_index(drop=True), new[name].reset_index(drop=True)
            same = (before == after).fillna(False).to_numpy(dtype=bool)
            differs = ~same & ~(before.isna().to_numpy() & after.isna().to_numpy())
        if differs.any():
            found[name] = differs
    return found


def _moved(old: pd.Series, new: pd.Series, table: Table) -> Mask:
    shapes = [column.to_numpy(dtype=object) for column in (old, new)]
    if table.geometry == "Point":
        # Also for missing points the coordinates are not a number.
        (x, y), (other_x, other_y) = ((shapely.get_x(s), shapely.get_y(s)) for s in shapes)
        same: Mask = (x == other_x) & (y == other_y)
        differs: Mask = ~same & ~(np.isnan(x) & np.isnan(other_x))
        return differs
    assert table.geometry is not None
    blobs = [np.array(blob.encode(shape, table.geometry), dtype=object) for shape in shapes]
    return np.asarray(blobs[0] != blobs[1], dtype=bool)


def says(new: pd.DataFrame, name: str) -> Mask:
    """Return in which rows a file says something of a field."""
    said: Mask = new[name].notna().to_numpy(dtype=bool)
    if name in DEFAULTS:
        said = said & (new[name] != DEFAULTS[name]).to_numpy(dtype=bool)
    return said


def words(old: pd.Series | None, new: pd.Series, name: str) -> tuple[list[Any], list[Any]]:
    """Return values before and after as text, None where there is none.

    A position is "lon, lat" in degrees, the second with how far it moved in metres; of
    ``extra`` and ``inputs`` only the values that differ are given, each with its name.
    """
    if old is None:
        return [None] * len(new), [text(value) for value in new]
    pairs = [pair_words(one, other, name) for one, other in zip(old, new, strict=True)]
    return [one for one, _ in pairs], [other for _, other in pairs]


def pair_words(old: Any, new: Any, name: str) -> tuple[str | None, str | None]:
    """Return the values of one field before and after as `words` does."""
    before, after = text(old), text(new)
    if name in ("extra", "inputs"):
        return _extra_words(before, after)
    if isinstance(old, shapely.Point) and isinstance(new, shapely.Point):
        moved = distance_m([old.x, old.y], [new.x, new.y]).item()
        after = f"{after} (moved {moved:,.0f} m)"
    return before, after


def _extra_words(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Return the values of two JSON objects that differ; both as they are if one is none."""
    try:
        objects = [json.loads(written or "{}") for written in (before, after)]
    except (ValueError, RecursionError):
        return before, after
    if not all(isinstance(one, dict) for one in objects):
        return before, after
    old, new = objects
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not names:
        return before, after
    told = ["; ".join(f"{name}: {one[name]}" for name in names if name in one) for one in objects]
    return told[0] or None, told[1] or None


def _degrees(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


def text(value: Any) -> str | None:
    """Return a value as text, None where there is none; a point is "lon, lat" in degrees."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, shapely.Point):
        return f"{_degrees(value.x)}, {_degrees(value.y)}"
    if isinstance(value, shapely.Geometry):
        return f"{value.geom_type} of {shapely.get_num_coordinates(value):,} vertices"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def row_words(row: Mapping[str, Any], table: Table) -> str:
    """Return a source or claim in a few words."""
    names = ("publisher", "title", "url") if table is SOURCES else ("field", "value", "note")
    return ", ".join(str(row[name]) for name in names if text(row[name]) is not None)
