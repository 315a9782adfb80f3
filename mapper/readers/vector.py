"""Any vector file: points are events, areas and lines are fronts."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from mapper.model import schema
from mapper.model.errors import AnswerNeededError, GeometryError, InputError
from mapper.readers import table
from mapper.readers.days import parse_days
from mapper.readers.features import Features, geojson_features, layer_features
from mapper.readers.fronts import front_table, multi_line, multi_polygon
from mapper.readers.gpx import gpx_features, is_gpx
from mapper.readers.inputfile import InputFile
from mapper.readers.kml import is_kml, kml_features
from mapper.readers.names import day_in
from mapper.readers.package import layer_names, read_layer
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading, combine
from mapper.readers.rows import Rows

_GDAL_KINDS: Final = ("geopackage", "shapefile", "flatgeobuf")
_DAY_COLUMNS: Final = ("as_of", "date", "datetime", "day", "date_start", "state_date")
_TEXTS: Final = ("published_at", "name", "url", "attribution", "licence", "side")
_WORDS: Final = ("redistribution", "control_status", "assessment")


def recognise(file: InputFile) -> bool:
    """Tell GeoJSON, KML, GPX and the formats GDAL reads by their first bytes."""
    return file.kind in _GDAL_KINDS or is_kml(file) or is_gpx(file) or file.features is not None


def read(file: InputFile, options: Options) -> Reading:
    """Read every layer of a vector file."""
    if is_gpx(file):
        return _read_gpx(file, options)
    found = layers(file, options.columns.get("crs"))
    readings = [_read_layer(layer, file, options) for layer in found]
    if not readings or not sum(reading.rows for reading in readings):
        raise InputError("the file holds no features", file=file.path)
    return combine(readings)


def _read_gpx(file: InputFile, options: Options) -> Reading:
    waypoints, others = gpx_features(file)
    reading = _read_layer(waypoints, file, options)
    if others:
        reading.rows += others
        reading.ignored += others
        reading.warnings.append(f"Left out by rule, tracks and routes: {others}.")
    if not reading.rows:
        raise InputError("the file holds no waypoints", file=file.path)
    return reading


def layers(file: InputFile, crs: str | None = None) -> list[Features]:
    """Return the layers of a vector file in lon, lat.

    ``crs`` is the coordinate system of layers that do not state one.
    """
    if file.features is not None:
        return [geojson_features(file)]
    if is_kml(file):
        return [kml_features(file)]
    if file.kind in _GDAL_KINDS:
        names = [name for name, spatial in layer_names(file).items() if spatial]
        return [layer_features(read_layer(file, name), file, crs) for name in names]
    raise InputError(
        "this is not a vector file", file=file.path, expected="GeoJSON, KML, GeoPackage, Shapefile"
    )


def _read_layer(features: Features, file: InputFile, options: Options) -> Reading:
    simple = shapely.get_type_id(features.geometries)
    areal = shapely.get_dimensions(features.geometries)
    fronts = areal >= 1
    points = ~fronts
    readings = []
    if fronts.any():
        readings.append(_read_fronts(features, np.flatnonzero(fronts), file, options))
    if points.any():
        readings.append(
            _read_points(features, np.flatnonzero(points), simple, file, options, bool(readings))
        )
    return combine(readings) if readings else Reading(rows=0)


def _read_points(
    features: Features,
    chosen: Any,
    kinds: Any,
    file: InputFile,
    options: Options,
    beside_fronts: bool,
) -> Reading:
    rows = Rows(features.frame.iloc[chosen], chosen + 1, keep_blank=True)
    geometries = features.geometries[chosen]
    single = (kinds[chosen] == 0) & ~shapely.is_empty(geometries)
    lon, lat = np.full(len(chosen), np.nan), np.full(len(chosen), np.nan)
    lon[single], lat[single] = shapely.get_x(geometries[single]), shapely.get_y(geometries[single])
    found = features.problems.iloc[chosen].reset_index(drop=True)
    named = pd.Series([None if g is None else g.geom_type for g in geometries], dtype="str")
    empty = np.isnan(lon) | np.isnan(lat)
    expected = "a point, a line or an area"
    null = shapely.is_missing(geometries) & found.isna().to_numpy(bool)
    rows.wait_for_place(null, f"geometry: empty, expected {expected}")
    rows.reject(empty & ~null, "geometry", expected, found.fillna(named))
    for word, values, limit in (("latitude", lat, 90), ("longitude", lon, 180)):
        outside = ~empty & ~(np.abs(values) <= limit)
        rows.reject(outside, word, f"-{limit} to {limit}", pd.Series(values).map("{:g}".format))
        values[outside] = np.nan
    try:
        return table.read_rows(rows, file, options, "vector", place=(lon, lat))
    except InputError as error:
        if not beside_fronts and single.any():
            raise
        # Labels beside areas are common; they must not cost the areas.
        for row in np.flatnonzero(rows.accepted):
            rows.reject_row(int(row), error.problem)
        rejected = rows.rejected()
        return Reading(rows=len(rejected), rejected=rejected)


def _read_fronts(features: Features, chosen: Any, file: InputFile, options: Options) -> Reading:
    rows = Rows(features.frame.iloc[chosen], chosen + 1, keep_blank=True)
    days = _days(rows, file, options)
    columns = _front_columns(rows, file)
    columns["extra"] = rows.extra()
    fronts = []
    mended = 0
    for number, geometry in enumerate(features.geometries[chosen]):
        try:
            if shapely.get_dimensions(geometry) == 2:
                geom, was_mended = multi_polygon(geometry)
                mended += was_mended
            else:
                geom = multi_line(geometry)
        except GeometryError as error:
            rows.reject_row(number, str(error).rstrip("."))
            continue
        day = days.iloc[number]
        digest = hashlib.sha256(shapely.to_wkb(geom)).hexdigest()[:12]
        fronts.append(
            {name: values.iloc[number] for name, values in columns.items()}
            | {
                "front_id": f"vector:{file.stem}:{day}:{digest}",
                "as_of": day,
                "geom": geom,
                "number": number,
            }
        )
    keys = pd.Series([front["front_id"] for front in fronts], dtype="str")
    for position in np.flatnonzero(keys.duplicated()):
        rows.reject_row(fronts[position]["number"], "geometry: stands in the file already")
    accepted = rows.accepted
    kept = [front for front in fronts if accepted[front.pop("number")]]
    if mended:
        rows.warnings.append(f"Areas that crossed themselves were mended: {mended}.")
    rejected = _with_shapes(rows.rejected(), features)
    return Reading(
        rows=len(rows),
        fronts=front_table(kept) if kept else None,
        rejected=rejected,
        warnings=rows.warnings,
    )


def _with_shapes(rejected: pd.DataFrame, features: Features) -> pd.DataFrame:
    """Return rejected areas and lines with their geometry as text, so that they can be mended."""
    if len(rejected) and "WKT" not in rejected.columns:
        shapes = features.geometries[rejected["row"].to_numpy() - 1]
        texts = pd.Series(shapely.to_wkt(shapes, rounding_precision=7), dtype="str")
        rejected.insert(len(rejected.columns) - 2, "WKT", texts)
    return rejected


def _days(rows: Rows, file: InputFile, options: Options) -> pd.Series:
    """Return the day of each front: given, of its column, or of the file's name."""
    if options.date is not None:
        return pd.Series(options.date.isoformat(), index=rows.raw.index, dtype="str")
    names = {str(name).lower(): name for name in rows.raw.columns}
    for column in _DAY_COLUMNS:
        if column in names:
            texts = rows.text(names[column])
            if texts.notna().any():
                days = parse_days(texts, field=column)
                rows.reject(
                    days.start.isna().to_numpy(bool), column, "a day such as 2025-07-01", texts
                )
                return days.start
    collection = (
        file.json.get("name") if file.kind == "json" and isinstance(file.json, dict) else ""
    )
    day = day_in(file.stem) or day_in(str(collection))
    if day is None:
        raise AnswerNeededError(
            "the day that these fronts show is not known",
            asks="day",
            file=file.path,
            expected="the day given, a column as_of or date, or a day in the file's name",
        )
    return pd.Series(day.isoformat(), index=rows.raw.index, dtype="str")


def _front_columns(rows: Rows, file: InputFile) -> dict[str, pd.Series]:
    """Return the columns of fronts a file has under our names."""
    names = {str(name).lower(): name for name in rows.raw.columns}
    columns = {name: rows.text(names.get(name)) for name in (*_TEXTS, "source")}
    columns["source"] = columns["source"].fillna(file.path.name)
    columns["name"] = columns["name"].fillna(file.stem)
    for name in _WORDS:
        terms = schema.CONTROL_AREAS.column(name).terms or {}
        if name in names:
            columns[name] = rows.words(names[name], terms)
        else:
            columns[name] = pd.Series(None, index=rows.raw.index, dtype="str")
    columns["redistribution"] = columns["redistribution"].fillna("unknown")
    if "accuracy_m" in names:
        columns["accuracy_m"] = pd.Series(rows.reals(names["accuracy_m"], least=0.0))
    return columns


FEED: Final = Feed(
    "vector",
    "Vector file",
    "either",
    recognise,
    read,
    mappable=True,
    certain=False,
    forms="GeoJSON (also a feature per line), GeoPackage, Shapefile (also zipped), KML, KMZ, "
    "FlatGeobuf, GPX",
    keeps="points as events by the names of their properties, areas and lines as fronts of a day, "
    "other properties in `extra`; any stated coordinate system",
    drops="GPX tracks and routes; a missing coordinate system and a front's day are asked for",
)
