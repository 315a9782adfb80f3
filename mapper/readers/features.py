"""GeoJSON features taken apart: properties as a table of text, geometries beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.readers.inputfile import InputFile


@dataclass(frozen=True)
class PropertyTable:
    """Properties of features as text, and the points of the features.

    ``lon`` and ``lat`` are degrees, shape (n,), NaN where there is no
    geometry; ``wrong`` marks geometries that are no points in degrees and
    ``found`` says what they are.
    """

    frame: pd.DataFrame
    numbers: pd.Index
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    wrong: npt.NDArray[np.bool_]
    found: pd.Series


def property_table(file: InputFile) -> PropertyTable:
    """Return the features of a GeoJSON file as a table with points."""
    features = [feature if isinstance(feature, dict) else {} for feature in file.features or []]
    frame = properties_as_text([feature.get("properties") for feature in features])
    lon = np.full(len(features), np.nan)
    lat = np.full(len(features), np.nan)
    found: list[str | None] = [None] * len(features)
    for number, feature in enumerate(features):
        geometry = feature.get("geometry")
        if geometry is None:
            continue
        position = point_of(geometry)
        if position is None:
            found[number] = _describe(geometry)
        else:
            lon[number], lat[number] = position
    texts = pd.Series(found, dtype="str")
    return PropertyTable(
        frame, pd.RangeIndex(1, len(features) + 1), lon, lat, texts.notna().to_numpy(bool), texts
    )


def point_of(geometry: Any) -> tuple[float, float] | None:
    """Return lon and lat of a GeoJSON point in degrees, else None."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        return None
    lon, lat = position[0], position[1]
    if not all(type(value) in (int, float) for value in (lon, lat)):
        return None
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        return None
    return float(lon), float(lat)


def _describe(geometry: Any) -> str:
    if not isinstance(geometry, dict):
        return str(geometry)
    return f"{geometry.get('type')} {str(geometry.get('coordinates'))[:40]}"


def properties_as_text(properties: Sequence[Any]) -> pd.DataFrame:
    """Return properties as columns of text; lists and objects stay JSON."""
    rows = [item if isinstance(item, dict) else {} for item in properties]
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(str(name) for name in row))
    columns = {
        name: pd.Series([_as_text(row.get(name)) for row in rows], dtype="str") for name in names
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else _without_surrogates(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return _without_surrogates(json.dumps(value, ensure_ascii=False))
    return repr(value)


def _without_surrogates(text: str) -> str:
    """Return text without halves of characters, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
