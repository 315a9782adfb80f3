"""The range of distances over an area, against many places within it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.geodesy import SearchArea, distance_m, nearest_on_line, range_within, ranges_within
from mapper.model.errors import InputError


def places_in(area, count=4000):
    rng = np.random.default_rng(5)
    west, south, east, north = area.bounds
    points = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    inner = points[shapely.contains_xy(area, points)]
    return np.vstack([inner, shapely.get_coordinates(area)])


@settings(max_examples=30, deadline=None)
@given(
    st.floats(-170, 170), st.floats(-75, 75), st.floats(0.05, 3), st.floats(0.05, 3),
    st.floats(-5, 5), st.floats(-5, 5), st.floats(0.1, 8),
)  # fmt: skip
def test_no_place_within_is_nearer_or_farther(lon, lat, width, height, dx, dy, length):
    area = shapely.Polygon(
        [(lon, lat), (lon + width, lat), (lon + 0.4 * width, lat + 0.5 * height),
         (lon + width, lat + height), (lon, lat + height)]
    )  # fmt: skip
    line = shapely.LineString(
        [(lon + dx, lat + dy), (lon + dx + length, lat + dy), (lon + dx, lat + dy + 0.3)]
    )

    def to_line(points):
        return nearest_on_line(points, line).distance_m

    ranged = range_within(area, to_line)
    least, greatest = ranged.least_m, ranged.greatest_m
    found = to_line(places_in(area))
    assert least <= found.min() + 1e-3
    assert greatest >= found.max() - 1e-3
    # 100 m or 0.1 %, and what the sample misses.
    missed = 111_000 * np.hypot(width, height) / 25
    assert least >= found.min() - missed - 100 - 0.001 * found.min()
    assert greatest <= found.max() + missed + 100 + 0.001 * found.max()


def test_a_line_through_the_area_is_at_no_distance():
    line = shapely.LineString([(0, 0), (2, 2)])
    found = range_within(shapely.box(0, 0, 2, 1), lambda p: nearest_on_line(p, line).distance_m)
    assert found.least_m == 0.0


def test_over_the_antimeridian():
    area = shapely.MultiPolygon([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)])
    found = range_within(area, lambda p: distance_m(p, np.full_like(p, [-178.0, 0.5])))
    assert found.least_m == pytest.approx(111_319, abs=300)
    assert found.nearest == pytest.approx([-179.0, 0.5], abs=0.02)
    assert found.greatest_m == pytest.approx(
        distance_m([[179.0, 1.0]], [[-178.0, 0.5]])[0], abs=600
    )


def test_an_area_too_wide_is_refused():
    with pytest.raises(InputError, match="too wide"):
        range_within(shapely.box(-60, -10, 60, 10), lambda p: distance_m(p, np.zeros_like(p)))


def test_many_areas_side_by_side_give_what_each_gives_alone():
    line = shapely.LineString([(30, 50), (35, 47)])
    areas = [shapely.box(x, y, x + 1.5, y + 1) for x in (28, 32, 50) for y in (45, 48, 49)]

    def to_line(points):
        return nearest_on_line(points, line).distance_m

    together = ranges_within([SearchArea(area) for area in areas], to_line)
    for area, found in zip(areas, together, strict=True):
        alone = range_within(area, to_line)
        assert (found.least_m, found.greatest_m) == (alone.least_m, alone.greatest_m)
