"""Events that are areas, lines or several places."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiPoint, Point, Polygon, box

from mapper import export, geodesy
from mapper.export.tables import as_table
from mapper.model import schema
from mapper.model.errors import InputError


def table(shapes: list[shapely.Geometry | None], **columns: list[object]) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame({"title": ["E"] * len(shapes), **columns}, geometry=shapes, crs=4326)
    made: gpd.GeoDataFrame = as_table(frame, schema.EVENTS)
    return made


def test_a_shape_becomes_a_place_in_it_that_says_how_far_it_reaches() -> None:
    bent = Polygon([(36, 48), (37, 48), (37, 49), (36.9, 49), (36.9, 48.1), (36, 48.1)])
    shapes = [box(36, 48, 36.2, 48.1), bent, LineString([(36, 48), (36, 48.2)])]
    shapes += [MultiPoint([(36, 48), (36.1, 48)]), Point(36, 48), None, Polygon()]
    events = table(shapes)
    assert events["geom"].isna().tolist() == [False] * 5 + [True] * 2
    points = events["geom"].to_numpy()
    assert shapely.covers(shapes[:4], points[:4]).all()
    for shape, point, radius_m in zip(shapes[:4], points, events["radius_m"], strict=False):
        ends = shapely.get_coordinates(shape)
        reach_m = geodesy.distance_m(shapely.get_coordinates(point).repeat(len(ends), 0), ends)
        assert radius_m == pytest.approx(reach_m.max(), abs=1)
    # Never exact, and a point of which nothing is said stays one.
    assert events["geo_precision"].fillna("").tolist() == [
        "area",
        "region",
        "area",
        "area",
        "",
        "",
        "",
    ]
    assert points[4] == Point(36, 48)
    assert events["radius_m"].isna().tolist() == [False] * 4 + [True] * 3


def test_what_the_frame_says_stays_where_it_is_coarser() -> None:
    shapes: list[shapely.Geometry | None] = [box(36, 48, 36.01, 48.01)] * 3
    events = table(
        shapes, geo_precision=["exact", "country", None], radius_m=[5.0, 400_000.0, None]
    )
    assert events["geo_precision"].tolist() == ["area", "country", "area"]
    small_m = events["radius_m"].iloc[0]
    assert 500 < small_m < 1000
    assert events["radius_m"].tolist() == [small_m, 400_000, small_m]


def test_areas_over_the_date_line_reach_no_farther_than_they_do() -> None:
    halves = shapely.MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179.5, 1)])
    assert table([halves])["radius_m"].iloc[0] < 200_000


def test_a_shape_outside_the_earth_is_refused() -> None:
    with pytest.raises(InputError, match="row 2: a place lies outside the Earth"):
        table([Point(36, 48), box(100, 48, 361, 50)])


def test_an_area_is_drawn_in_a_notebook_and_exported(tmp_path) -> None:
    frame = gpd.GeoDataFrame({"title": ["Fire"]}, geometry=[box(36, 48, 36.2, 48.1)], crs=4326)
    mapped = export.MapperMap(title="A fire")
    export.EventLayer(frame.to_crs(3857)).add_to(mapped)
    assert mapped.document().located == 1
    assert export.html(frame, tmp_path / "fire.html").events == 1
