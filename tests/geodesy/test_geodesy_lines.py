"""Densified edges, drawn geodesics, sizes, areas and their boundaries."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.geodesy import (
    area_m2,
    azimuth_deg,
    boundary_of,
    densify,
    distance_m,
    geodesic_line,
    inside,
    length_m,
    nearest_on_area,
    nearest_on_line,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.tuples(st.floats(-179, 179), st.floats(-89.5, 89.5)),
    st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
)
def test_densified_edges_are_geodesics_within_a_centimetre(start, step):
    x, y = start
    end = (min(max(x + step[0], -180.0), 180.0), min(max(y + step[1], -90.0), 90.0))
    line = densify(shapely.LineString([start, end]))
    share = np.linspace(0, 1, 40)[:, None]
    on_the_file_edge = (1 - share) * np.array(start) + share * np.array(end)
    if start != end:
        assert nearest_on_line(on_the_file_edge, line).distance_m.max() < 0.011


def test_densify_keeps_vertices_and_kinds():
    box = shapely.box(30, 50, 31, 51)
    dense = densify(box)
    assert dense.geom_type == "Polygon"
    corners = {tuple(point) for point in shapely.get_coordinates(box)}
    assert corners <= {tuple(point) for point in shapely.get_coordinates(dense)}
    assert densify(shapely.Point(1, 2)).equals(shapely.Point(1, 2))


def test_a_parallel_is_no_geodesic():
    # Stated in the design: 54 m over 50 km at 50 degrees north... 936 m over 200 km.
    middle = geodesic_line([30, 50], [32.79, 50], 0.01)
    assert distance_m([30, 50], [32.79, 50])[0] == pytest.approx(200e3, rel=0.01)
    top = max(lat for _, lat in middle.coords)
    assert distance_m([31.4, 50], [31.4, top])[0] == pytest.approx(936, rel=0.02)


def test_geodesic_line_is_cut_at_the_antimeridian():
    line = geodesic_line([150, -60], [-100, -70])
    assert line.geom_type == "MultiLineString"
    first, second = line.geoms
    assert first.coords[-1][0] == 180.0
    assert second.coords[0] == (-180.0, first.coords[-1][1])
    assert length_m(line) == pytest.approx(distance_m([150, -60], [-100, -70])[0], abs=1)


def test_geodesic_line_over_a_pole_and_of_no_length():
    over = geodesic_line([0, 80], [180, 80])
    assert max(lat for _, lat in shapely.get_coordinates(over)) > 89.999
    assert geodesic_line([1, 1], [1, 1]).length == 0


def test_area_and_azimuth():
    assert area_m2(shapely.box(0, 0, 1, 1)) == pytest.approx(12_308.5e6, rel=1e-4)
    holed = shapely.box(0, 0, 1, 1).difference(shapely.box(0.2, 0.2, 0.4, 0.4))
    assert area_m2(holed) < area_m2(shapely.box(0, 0, 1, 1)) * 0.97
    assert azimuth_deg([0, 0], [0, 1])[0] == pytest.approx(0)


def test_inside_counts_the_boundary_and_both_names_of_180():
    area = shapely.box(170, 0, 180, 10)
    points = [[175, 5], [180, 5], [-180, 5], [170, 0], [169.9, 5]]
    assert inside(points, area).tolist() == [True, True, True, True, False]


def test_a_cut_at_the_antimeridian_is_no_boundary():
    area = shapely.MultiPolygon([shapely.box(178, 0, 180, 2), shapely.box(-180, 0, -178, 2)])
    near = nearest_on_area([[180, 1.0]], area)
    assert near.inside[0]
    assert near.boundary.distance_m[0] == pytest.approx(110_574, rel=0.01)
    half = nearest_on_area([[179.9, 1.0]], shapely.box(178, 0, 180, 2))
    assert half.boundary.distance_m[0] == pytest.approx(11_130, rel=0.01)


def test_an_area_around_a_pole():
    cap = shapely.box(-180, -90, 180, -80)
    near = nearest_on_area([[0, -90], [50, -85], [50, -70]], cap)
    assert near.inside.tolist() == [True, True, False]
    assert near.boundary.distance_m[0] == pytest.approx(1_116_600, rel=0.001)
    assert {round(lat) for _, lat in shapely.get_coordinates(boundary_of(cap))} == {-80}


def test_nearest_on_area_inside_and_out():
    near = nearest_on_area([[1, 1], [3, 1]], shapely.box(0, 0, 2, 2))
    assert near.distance_m[0] == 0
    assert near.lonlat[0].tolist() == [1, 1]
    assert near.distance_m[1] == near.boundary.distance_m[1] > 100e3
