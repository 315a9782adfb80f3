"""`nearest_on_line`: what it takes and gives, and the cases that once were wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from bruteforce import brute_force_m
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import around, ring

from mapper.geodesy import Edges, nearest_on_line
from mapper.geodesy.ellipsoid import GEOD
from mapper.model.errors import GeometryError, InputError

MILLIMETRE = 0.001


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
                st.sampled_from([0.0, 1e-6, 0.5, 300.0, 25e3, 1.19e6, 1e7, 1.99e7, 2.0003e7]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    points = [GEOD.fwd(x, y, heading, away)[:2] for heading, away in near]
    points.append(draw(POSITIONS))
    return np.array(points), line


@settings(max_examples=tries(400), deadline=None, derandomize=True)
@given(cases())
def test_adversarial_lines_and_points(case):
    points, line = case
    check(points, line)


def check(points, line):
    near = nearest_on_line(points, line)
    assert np.abs(near.distance_m - brute_force_m(points, line)).max() < MILLIMETRE


@pytest.mark.parametrize("tiny", [4.955e-179, 1e-30, 1e-15, 1e-9])
def test_a_line_shorter_than_any_rounding(tiny):
    check(np.array([[0.0, 0.0], [-180.0, 0.0]]), shapely.LineString([(0, tiny), (0, 0)]))


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
    check(points, line)


def test_a_lone_vertex_at_a_pole():
    """Found by hypothesis: a search whose every bound vanishes."""
    near = nearest_on_line([[0, -78.4], [-180, -90]], shapely.LineString([(0, -90), (0, -90)]))
    assert near.distance_m[1] == pytest.approx(0, abs=1e-6)


def test_edges_prepared_once_give_the_same():
    line = shapely.LineString([(30, 50), (40, 50), (40, 45)])
    points = np.array([[35.0, 49.0], [-100.0, -40.0]])
    assert (
        nearest_on_line(points, Edges.of(line)).distance_m
        == nearest_on_line(points, line).distance_m
    ).all()


def test_beside_an_edge_ten_thousand_kilometres_away():
    """Found by chance: an edge there is hardly convex, and its middle was passed over."""
    rng = np.random.default_rng(100)
    check(around(rng, -150, -50, 30e3, 40), ring(rng, 30, 50, 9_990e3, 200))
