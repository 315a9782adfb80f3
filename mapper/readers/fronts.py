"""Geometries from files to fronts: checked, mended, of the two kinds we keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper.model import schema
from mapper.model.errors import GeometryError

#: A mended area may differ from what was drawn by no more than this share.
_MAX_CHANGE: Final = 0.01
#: Mending takes the square of the crossings; real areas have some ten thousand vertices.
MOST_TO_MEND: Final = 200_000


def multi_polygon(geometry: BaseGeometry | None) -> tuple[MultiPolygon, bool]:
    """Return the polygons of a geometry as one valid MultiPolygon, and if it was mended.

    Heights are dropped; lines and points of a collection are left out.

    Raises
    ------
    GeometryError
        If there is no polygon, a coordinate is no position in degrees, or
        mending would take hours or change more than a hundredth of the area.
    """
    parts = [part for part in _parts(geometry) if part.geom_type == "Polygon"]
    if not parts:
        raise GeometryError("the geometry holds no polygon", expected="a polygon with an area")
    drawn = shapely.force_2d(MultiPolygon(parts))
    _check_positions(drawn)
    if drawn.is_valid:
        return drawn, False
    if shapely.get_num_coordinates(drawn) > MOST_TO_MEND:
        raise GeometryError(
            "the area crosses itself and is too large to be mended",
            found=f"{shapely.get_num_coordinates(drawn):,} vertices",
            expected="a valid polygon",
        )
    mended = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    polygons = [part for part in _parts(mended) if part.geom_type == "Polygon" and part.area > 0]
    area = sum(abs(shapely.area(part)) for part in drawn.geoms)
    if not polygons or abs(shapely.area(mended) - area) > _MAX_CHANGE * area:
        raise GeometryError(
            "the area crosses itself and cannot be mended with certainty",
            found=shapely.is_valid_reason(drawn),
            expected="a valid polygon",
        )
    return MultiPolygon(polygons), True


def multi_line(geometry: BaseGeometry | None) -> MultiLineString:
    """Return the lines of a geometry as one MultiLineString without heights.

    Raises
    ------
    GeometryError
        If there is no line, or a coordinate is no position in degrees.
    """
    parts = [
        part
        for part in _parts(geometry)
        if part.geom_type in ("LineString", "LinearRing") and part.length > 0
    ]
    if not parts:
        raise GeometryError("the geometry holds no line", expected="a line of two points or more")
    lines = shapely.force_2d(MultiLineString([shapely.get_coordinates(part) for part in parts]))
    _check_positions(lines)
    return lines


def _parts(geometry: BaseGeometry | None) -> list[BaseGeometry]:
    """Return the single geometries within collections of any depth."""
    if geometry is None:
        return []
    found = [geometry]
    while any(hasattr(part, "geoms") for part in found):
        found = [
            inner for part in found for inner in (part.geoms if hasattr(part, "geoms") else [part])
        ]
    return [part for part in found if not part.is_empty]


def _check_positions(geometry: BaseGeometry) -> None:
    xy = shapely.get_coordinates(geometry)
    good = (np.abs(xy[:, 0]) <= 180) & (np.abs(xy[:, 1]) <= 90)
    if not good.all():
        lon, lat = xy[~good][0]
        field, found, limit = (
            ("latitude", lat, 90) if not abs(lat) <= 90 else ("longitude", lon, 180)
        )
        raise GeometryError(f"{field}: found {found:g}, expected -{limit} to {limit}")


def front_table(rows: Sequence[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return fronts as a table with the columns of control areas.

    Parameters
    ----------
    rows
        One mapping per front: columns of the table, and ``geom`` a
        MultiPolygon or MultiLineString in lon, lat.
    """
    names = schema.CONTROL_AREAS.names
    framed = []
    for table in (schema.CONTROL_AREAS, schema.LINES_OF_CONTACT):
        wanted = [row for row in rows if row[schema.GEOMETRY].geom_type == table.geometry]
        frame = pd.DataFrame(
            [
                {key: value for key, value in row.items() if key != schema.GEOMETRY}
                for row in wanted
            ],
            columns=names,
        )
        geometries = [row[schema.GEOMETRY] for row in wanted]
        with_geometry = gpd.GeoDataFrame(
            frame, geometry=gpd.GeoSeries(geometries, crs=schema.CRS, name=schema.GEOMETRY)
        )
        framed.append(schema.conform(with_geometry, table))
    filled = [frame for frame in framed if len(frame)] or framed[:1]
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True))
