"""`nearest_on_line` against brute force: 1 mm, anywhere on Earth."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from bruteforce import brute_force_m
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.geodesy import Edges, distance_m, nearest_on_line
from mapper.geodesy.ellipsoid import GEOD, forward
from mapper.model.errors import GeometryError, InputError

MILLIMETRE = 0.001


def around(rng, lon, lat, radius_m, count):
    """Positions within a radius of a centre, anywhere on Earth."""
    start = np.tile([[float(lon), float(lat)]], (count, 1))
    reach = radius_m * np.sqrt(rng.random(count))
    return forward(start, rng.uniform(0, 360, count), reach)


def wandering(rng, lon, lat, count, step_m):
    """A line that wanders from a place: vertices by geodesic steps."""
    heading = np.cumsum(rng.normal(0, 25, count)) + rng.uniform(0, 360)
    points = np.empty((count, 2))
    points[0] = lon, lat
    for row in range(1, count):
        length = step_m * rng.uniform(0.05, 2)
        x, y, _ = GEOD.fwd(points[row - 1, 0], points[row - 1, 1], heading[row], length)
        points[row] = x, y
    return points


def check(points, line):
    edges = Edges.of(line)
    near = nearest_on_line(points, edges)
    true = brute_force_m(points, edges)
    assert np.abs(near.distance_m - true).max() < MILLIMETRE
    # The point returned is where the distance says, in the direction it says.
    assert np.allclose(distance_m(points, near.lonlat), near.distance_m, atol=1e-6)
    there = forward(points, near.azimuth_deg, near.distance_m)
    apart = distance_m(there, near.lonlat)
    assert apart.max() < MILLIMETRE


CENTRES = {
    "Ukraine": (37.0, 48.5),
    "antimeridian": (179.9, 10.0),
    "north pole": (20.0, 89.9),
    "south pole": (-100.0, -89.5),
    "equator": (0.0, 0.0),
}


@pytest.mark.parametrize("centre", CENTRES.values(), ids=CENTRES)
@pytest.mark.parametrize("reach_m", [500.0, 30e3, 1_000e3, 6_000e3])
def test_random_points_at_all_distances(centre, reach_m):
    rng = np.random.default_rng(int(reach_m))
    line = shapely.LineString(wandering(rng, *centre, 120, 1_500.0))
    check(around(rng, *centre, reach_m, 500), line)


def test_points_ten_thousand_kilometres_away():
    rng = np.random.default_rng(5)
    line = shapely.LineString(wandering(rng, 37, 48, 150, 3_000.0))
    for away in (9_900e3, 10_000e3, 10_060e3, 15_000e3, 19_000e3, 19_950e3):
        start = np.tile([[37.0, 48.0]], (40, 1))
        points = forward(start, rng.uniform(0, 360, 40), np.full(40, away))
        check(points, line)


def test_a_full_ring_around_points():
    rng = np.random.default_rng(6)
    start = np.tile([[30.0, 50.0]], (400, 1))
    for radius in (40e3, 1_500e3, 9_990e3):
        ring = forward(start, np.linspace(0, 360, 400), np.full(400, radius))
        check(around(rng, 30, 50, radius / 50, 40), shapely.LineString(ring))


def test_a_line_around_the_world():
    rng = np.random.default_rng(7)
    lon = np.linspace(-180, 180, 100)
    line = shapely.LineString(np.column_stack([lon, 30 * np.sin(np.radians(3 * lon))]))
    points = np.column_stack([rng.uniform(-180, 180, 50), rng.uniform(-90, 90, 50)])
    check(points, line)


def test_many_points_in_many_tiles():
    rng = np.random.default_rng(8)
    line = shapely.LineString(wandering(rng, 36, 49, 1_500, 700.0))
    points = np.column_stack([rng.uniform(25, 50, 20_000), rng.uniform(40, 58, 20_000)])
    edges = Edges.of(line)
    near = nearest_on_line(points, edges)
    some = rng.choice(len(points), 300, replace=False)
    true = brute_force_m(points[some], edges)
    assert np.abs(near.distance_m[some] - true).max() < MILLIMETRE
    # One at a time gives the same as all at once.
    for row in some[:20]:
        alone = nearest_on_line(points[row], edges)
        assert alone.distance_m[0] == pytest.approx(near.distance_m[row], abs=1e-6)


LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-90, 90)
POSITIONS = st.one_of(
    st.tuples(LONGITUDES, LATITUDES),
    st.tuples(st.sampled_from([-180.0, -179.9999, 0.0, 179.9999, 180.0]), LATITUDES),
    st.tuples(LONGITUDES, st.sampled_from([-90.0, -89.99999, 0.0, 89.99999, 90.0])),
)


@st.composite
def lines(draw):
    """Short lines around a position, with repeated vertices and folds back."""
    lon, lat = draw(POSITIONS)
    steps = draw(
        st.lists(
            st.tuples(st.floats(0, 360), st.sampled_from([0.0, 1e-4, 0.01, 1.0, 900.0, 40e3])),
            min_size=1,
            max_size=6,
        )
    )
    points = [(lon, lat)]
    for heading, length in steps:
        x, y, _ = GEOD.fwd(*points[-1], heading, length)
        points.append((min(max(x, -180.0), 180.0), y))
    return shapely.LineString(points)


@st.composite
def cases(draw):
    line = draw(lines())
    x, y = line.coords[draw(st.integers(0, len(line.coords) - 1))]
    near = draw(
        st.lists(
            st.tuples(
                st.floats(0, 360),
                st.sampled_from([0.0, 1e-6, 0.5, 300.0, 25e3, 1.19e6, 1.3e6, 1e7, 1.99e7]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    points = [GEOD.fwd(x, y, heading, away)[:2] for heading, away in near]
    points.append(draw(POSITIONS))
    return np.array(points), line


@settings(max_examples=250, deadline=None, derandomize=True)
@given(cases())
def test_adversarial_lines_and_points(case):
    points, line = case
    check_distance_only(points, line)


def check_distance_only(points, line):
    edges = Edges.of(line)
    near = nearest_on_line(points, edges)
    true = brute_force_m(points, edges)
    assert np.abs(near.distance_m - true).max() < MILLIMETRE


def test_degenerate_and_repeated_vertices():
    line = shapely.MultiLineString([[(1, 1), (1, 1)], [(3, 1), (3, 1), (3, 2), (3, 2)]])
    near = nearest_on_line([[0.9, 1], [2.9, 1.5]], line)
    assert near.lonlat[0] == pytest.approx([1, 1])
    assert near.lonlat[1, 0] == pytest.approx(3)


def test_on_the_line_is_zero():
    near = nearest_on_line([[10, 0], [10.5, 0]], shapely.LineString([(10, 0), (11, 0)]))
    assert near.distance_m == pytest.approx([0, 0], abs=1e-6)


def test_parts_are_not_joined():
    line = shapely.MultiLineString([[(0, 0), (1, 0)], [(3, 0), (4, 0)]])
    near = nearest_on_line([[2, 0.0]], line)
    assert near.distance_m[0] == pytest.approx(111_319.49, abs=0.01)


def test_known_values():
    line = shapely.LineString([(37.92, 50.02), (37.5, 49.5)])
    near = nearest_on_line([53.2045, 56.8498], line)
    assert near.distance_m[0] / 1000 == pytest.approx(1264.05, abs=0.005)


def test_no_points_and_bad_input():
    line = shapely.LineString([(0, 0), (1, 1)])
    assert len(nearest_on_line(np.empty((0, 2)), line).distance_m) == 0
    with pytest.raises(InputError, match="latitude"):
        nearest_on_line([[0, 536]], line)
    with pytest.raises(InputError, match="position"):
        nearest_on_line([[np.nan, 0]], line)
    with pytest.raises(GeometryError, match="no line"):
        nearest_on_line([[0, 0]], shapely.Point(0, 0))
    with pytest.raises(GeometryError, match="no line"):
        nearest_on_line([[0, 0]], shapely.LineString())


def test_a_point_beside_the_line_searched_together_with_far_ones():
    """Found by hypothesis: such a tile goes the way of far points."""
    line = shapely.LineString([(0, 11), (0, 11.0000036), (0.007, 10.995), (0.007, 10.9)])
    rng = np.random.default_rng(9)
    points = np.vstack([around(rng, 0, 11, 5.0, 30), around(rng, 0, 11, 2_000.0, 30), [[0, 0]]])
    check_distance_only(points, line)


def test_a_lone_vertex_at_a_pole():
    """Found by hypothesis: a search whose every bound vanishes."""
    near = nearest_on_line([[0, -78.4], [-180, -90]], shapely.LineString([(0, -90), (0, -90)]))
    assert near.distance_m[1] == pytest.approx(0, abs=1e-6)
