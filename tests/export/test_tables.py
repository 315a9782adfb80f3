"""Any frame of points as Mapper's table."""

from __future__ import annotations

import math

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point

from mapper.export.tables import as_table
from mapper.model import schema
from mapper.model.errors import InputError


def test_a_plain_frame_needs_only_the_first_day_and_may_have_times() -> None:
    days = pd.to_datetime(["2025-07-01 23:30+03:00", "2025-07-02 00:30+03:00", None])
    points = [Point(36, 48), Point(), Point(math.nan, 3)]
    frame = gpd.GeoDataFrame({"date_start": days}, geometry=points, crs=4326)
    table = as_table(frame, schema.EVENTS)
    assert table["date_start"].fillna("").tolist() == ["2025-07-01", "2025-07-02", ""]
    assert table["date_end"].fillna("").tolist() == ["2025-07-01", "2025-07-02", ""]
    assert shapely.is_missing(table["geom"].to_numpy()).tolist() == [False, False, True]


@pytest.mark.parametrize("point", [Point(361, 48), Point(36, 93), Point(math.inf, 3)])
def test_a_point_outside_the_earth_is_refused(point: Point) -> None:
    frame = gpd.GeoDataFrame({"title": ["a"]}, geometry=[point], crs=4326)
    with pytest.raises(InputError, match="row 1: a point lies outside the Earth"):
        as_table(frame, schema.EVENTS)


def test_a_frame_without_geometry_is_refused() -> None:
    with pytest.raises(InputError, match="has no geometry"):
        as_table(gpd.GeoDataFrame({"title": ["a"]}), schema.EVENTS)


def test_a_plain_frame_of_fronts_needs_only_day_and_source() -> None:
    """As geopandas makes it: single polygons, times, another CRS, any index."""
    areas = gpd.GeoDataFrame(
        {
            "as_of": pd.to_datetime(["2025-07-01 23:30+03:00", "2025-07-02 12:00+03:00"]),
            "source": "Us",
        },
        geometry=[shapely.box(36, 47, 37, 48), shapely.box(36, 47, 38, 48)],
        index=["x", "x"],
        crs=4326,
    ).to_crs(32637)
    table = as_table(areas, schema.CONTROL_AREAS)
    assert table["as_of"].tolist() == ["2025-07-01", "2025-07-02"]
    assert table["front_id"].tolist() == ["row:1", "row:2"]
    assert set(table["redistribution"]) == {"unknown"}
    assert set(table.geom_type) == {"MultiPolygon"}
    assert table["geom"].iloc[1].bounds == pytest.approx((36, 47, 38, 48), abs=0.01)
    lines = areas.set_geometry(areas.boundary)
    assert set(as_table(lines, schema.LINES_OF_CONTACT).geom_type) == {"MultiLineString"}
    # Neither day nor source is made up.
    for name in ("as_of", "source"):
        with pytest.raises(InputError, match=name):
            as_table(areas.drop(columns=name), schema.CONTROL_AREAS)
