"""Events that are areas, lines or several places: a point within, and how far they reach."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.geodesy import distance_m
from mapper.model import vocabulary as words

#: What a shape may be known to, at best: it is no point, however small.
_FINEST = "area"


def as_points(events: pd.DataFrame, shapes: gpd.GeoSeries) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    """Return events with a point each: shapes become places that say how far they reach.

    An area, a line, a multipoint or a collection becomes a point of its own (in
    an area never outside of it), with the distance to its farthest vertex as
    radius, and ``area`` or, beyond the radius of one, ``region`` as precision. What
    the events state themselves stays where it is coarser.

    Parameters
    ----------
    events
        Columns of the table ``events``, row by row with `shapes`.
    shapes
        Geometry in lon, lat (EPSG:4326); points stay as they are.

    Returns
    -------
    tuple
        Events with `radius_m` (metres) and `geo_precision`, and their points.
    """
    values = shapes.to_numpy()
    kinds = shapely.get_type_id(values)
    extended = (kinds >= 0) & (kinds != shapely.GeometryType.POINT)
    rows = np.flatnonzero(extended & ~shapely.is_empty(values))
    if not extended.any():
        return events, shapes
    values = values.copy()
    values[extended] = None
    middles = shapely.point_on_surface(shapes.to_numpy()[rows])
    values[rows] = middles
    vertices, owner = shapely.get_coordinates(shapes.to_numpy()[rows], return_index=True)
    radius_m = np.zeros(len(rows))
    np.maximum.at(radius_m, owner, distance_m(shapely.get_coordinates(middles)[owner], vertices))
    points = gpd.GeoSeries(values, index=shapes.index, crs=shapes.crs, name=shapes.name)
    return _known_to(events, rows, np.ceil(radius_m)), points


def _known_to(events: pd.DataFrame, rows: np.ndarray, radius_m: np.ndarray) -> pd.DataFrame:
    """Return events whose rows are known to no less than a radius."""
    known = events.copy()
    stated_m = np.full(len(known), np.nan)
    if "radius_m" in known.columns:
        stated_m = pd.to_numeric(known["radius_m"]).to_numpy(dtype=float, na_value=np.nan).copy()
    stated_m[rows] = np.fmax(stated_m[rows], radius_m)
    known["radius_m"] = stated_m
    order = {name: place for place, name in enumerate(words.GEO_PRECISIONS)}
    precision = np.full(len(known), None, dtype=object)
    if "geo_precision" in known.columns:
        precision = known["geo_precision"].astype(object).to_numpy().copy()
    least = np.where(stated_m[rows] <= words.DEFAULT_RADIUS_M[_FINEST], _FINEST, "region")
    for name in (_FINEST, "region"):
        chosen = rows[least == name]
        stated = pd.Series(precision[chosen]).map(order).fillna(-1).to_numpy()
        precision[chosen[stated < order[name]]] = name
    known["geo_precision"] = precision
    return known
