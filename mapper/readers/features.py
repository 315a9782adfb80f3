"""Vector features taken apart: properties as a table of text, geometries beside."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from mapper.model import schema
from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers.inputfile import InputFile

#: What reading one malformed GeoJSON geometry can raise.
BAD_GEOMETRY: Final = (
    ShapelyError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)

#: A coordinate system by authority and number, also as the OGC writes it.
_NUMBERED: Final = re.compile(
    r"(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?"
    r"(?:EPSG|ESRI|IGNF|OGC)[:/]+(?:[\w.]{1,12}[:/])?\w{1,12}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Features:
    """Features of one layer.

    ``frame`` holds the properties as text, one row per feature; ``geometries``
    are shapely geometries in lon, lat (EPSG:4326) or None, shape (n,);
    ``problems`` says per feature what is wrong with its geometry, else None.
    """

    frame: pd.DataFrame
    geometries: npt.NDArray[np.object_]
    problems: pd.Series


def geojson_features(file: InputFile) -> Features:
    """Return the features of a GeoJSON file.

    Raises
    ------
    InputError
        If the file is no GeoJSON, or names a coordinate system not known.
    """
    if file.features is None:
        raise InputError("the JSON is no GeoJSON", file=file.path, expected="a list 'features'")
    features = [feature if isinstance(feature, dict) else {} for feature in file.features]
    frame = properties_as_text([feature.get("properties") for feature in features])
    geometries = np.full(len(features), None, dtype=object)
    positions = np.full((len(features), 2), np.nan)
    problems: list[str | None] = [None] * len(features)
    for number, feature in enumerate(features):
        geometry = feature.get("geometry")
        if geometry is None:
            continue
        position = _position(geometry)
        if position is not None:
            positions[number] = position
            continue
        try:
            geometries[number] = shape(geometry)
        except BAD_GEOMETRY:
            problems[number] = _describe(geometry)
    points = ~np.isnan(positions).any(axis=1)
    geometries[points] = shapely.points(positions[points])
    return Features(
        frame, _to_lonlat(geometries, _crs(file), file), pd.Series(problems, dtype="str")
    )


def _position(geometry: Any) -> tuple[float, float] | None:
    """Return the coordinates of a well-formed GeoJSON point, else None."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        return None
    x, y = position[0], position[1]
    if type(x) not in (int, float) or type(y) not in (int, float) or abs(x) > 1e15 or abs(y) > 1e15:
        return None
    return float(x), float(y)


def _describe(geometry: Any) -> str:
    if not isinstance(geometry, dict):
        return str(geometry)[:60]
    return f"{geometry.get('type')} {str(geometry.get('coordinates'))[:40]}"


def _crs(file: InputFile) -> str | None:
    """Return the name of the coordinate system a GeoJSON states, None for lon, lat."""
    stated = file.json.get("crs") if isinstance(file.json, dict) else None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return None if name is None or str(name).endswith("CRS84") else str(name)


def _check_known(crs: Any, file: InputFile) -> None:
    """Refuse systems described by more than their number: a description can name files."""
    if isinstance(crs, str):
        numbered = _NUMBERED.fullmatch(crs.strip()) is not None
    else:
        # "@null" stands for no file.
        named = re.search(r"\+(?:(?:nad|geoid)grids=(?!@null)|init)", crs.to_wkt(), re.IGNORECASE)
        numbered = named is None
    if not numbered:
        raise InputError(
            "the coordinate system is not known by its number",
            file=file.path,
            found=crs,
            expected="such as EPSG:4326",
        )


def _to_lonlat(
    geometries: npt.NDArray[np.object_], crs: Any, file: InputFile
) -> npt.NDArray[np.object_]:
    """Return geometries of a coordinate system in lon, lat; None means they are."""
    if crs is None:
        return geometries
    _check_known(crs, file)
    try:
        source = pyproj.CRS.from_user_input(crs)
        if source.equals(schema.CRS, ignore_axis_order=True):
            return geometries
        transformer = pyproj.Transformer.from_crs(source, schema.CRS, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise InputError(
            "the coordinate system is not known", file=file.path, found=crs, expected=schema.CRS
        ) from error
    flat = shapely.force_2d(geometries)
    moved: npt.NDArray[np.object_] = shapely.transform(
        flat, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )
    return moved


def layer_features(frame: Any, file: InputFile, crs: str | None = None) -> Features:
    """Return the features of a layer read by GDAL (a GeoDataFrame).

    Parameters
    ----------
    frame
        The layer.
    file
        Where it stands.
    crs
        The coordinate system of a layer that does not state one, such as
        ``EPSG:32637``. A stated one stands above it.

    Raises
    ------
    AnswerNeededError
        If the layer has no stated coordinate system and none is given.
    """
    if frame.crs is None and crs is None and frame.geometry.notna().any():
        raise AnswerNeededError(
            "the file does not say its coordinate system",
            asks="crs",
            file=file.path,
            expected="a .prj file beside a Shapefile, or the system given, such as crs=EPSG:4326",
        )
    properties = frame.drop(columns=frame.geometry.name)
    texts = pd.DataFrame(
        {str(name): _column_as_text(properties[name]) for name in properties.columns},
        index=pd.RangeIndex(len(frame)),
    )
    stated = crs if frame.crs is None else frame.crs
    geometries = _to_lonlat(frame.geometry.to_numpy(), stated, file)
    return Features(texts, geometries, pd.Series(None, index=texts.index, dtype="str"))


def _column_as_text(values: pd.Series) -> pd.Series:
    texts: pd.Series
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "O":
        return pd.Series([_as_text(value) for value in values], dtype="str")
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "M":
        texts = values.dt.strftime("%Y-%m-%dT%H:%M:%S")
    elif isinstance(values.dtype, np.dtype) and values.dtype.kind == "f":
        whole = values.dropna()
        integral = bool((whole == whole.round()).all() and (whole.abs() < 2**53).all())
        texts = (values.astype("Int64") if integral else values).astype("str")
    else:
        texts = values.astype("str")
    return texts.where(values.notna(), "").astype("str").reset_index(drop=True)


def properties_as_text(properties: Sequence[Any]) -> pd.DataFrame:
    """Return properties as columns of text; lists and objects stay JSON."""
    rows = [item if isinstance(item, dict) else {} for item in properties]
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    columns = {
        _without_surrogates(name): pd.Series([_as_text(row.get(name)) for row in rows], dtype="str")
        for name in names
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _as_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, str):
        return value if value.isascii() else _without_surrogates(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return _without_surrogates(json.dumps(value, ensure_ascii=False))
    return str(value)


def _without_surrogates(text: str) -> str:
    """Return text without halves of characters, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
