"""Lengths and areas, against independent sums."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.geodesy import GEOD, area_m2, enclosed_area_m2, legs_m

corner = st.tuples(st.floats(-179.9, 179.9), st.floats(-88, 88))


def zone_area_m2(south: float, north: float, width_deg: float) -> float:
    """The area between two parallels (Snyder 1987, 3-16)."""
    e = math.sqrt(GEOD.es)

    def q(lat: float) -> float:
        s = math.sin(math.radians(lat))
        return (1 - e * e) * (
            s / (1 - e * e * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e)
        )

    return abs(GEOD.a**2 / 2 * (q(north) - q(south)) * math.radians(width_deg))


def test_file_edges_are_parallels():
    assert area_m2(shapely.box(30, 50, 35, 52)) == pytest.approx(zone_area_m2(50, 52, 5), rel=1e-8)


def test_geodesic_sides_enclose_more_than_the_parallel_in_the_north():
    lonlat = [[30, 50], [35, 50], [35, 52], [30, 52]]
    file_area = area_m2(shapely.box(30, 50, 35, 52))
    assert enclosed_area_m2(lonlat) != pytest.approx(file_area, rel=1e-4)
    fine = [[30 + 5 * t, 50] for t in np.linspace(0, 1, 400)]
    fine += [[35 - 5 * t, 52] for t in np.linspace(0, 1, 400)]
    assert enclosed_area_m2(fine) == pytest.approx(file_area, rel=1e-6)


@pytest.mark.parametrize("pole", [-1, 1])
def test_around_a_pole(pole):
    ring = [[lon, pole * 80.0] for lon in range(-180, 180, 1)]
    assert enclosed_area_m2(ring) == pytest.approx(zone_area_m2(80, 90, 360), rel=1e-3)
    assert enclosed_area_m2(ring[::-1]) == pytest.approx(enclosed_area_m2(ring), rel=1e-12)


def test_over_the_antimeridian_as_anywhere():
    here = enclosed_area_m2([[-1, 10], [1, 10], [1, 12], [-1, 12]])
    assert enclosed_area_m2([[179, 10], [-179, 10], [-179, 12], [179, 12]]) == pytest.approx(here)


def test_nothing_is_enclosed_by_one_place_or_a_way_there_and_back():
    assert enclosed_area_m2([[30, 50]] * 3) == 0.0
    assert enclosed_area_m2([[30, 50], [31, 50], [30, 50]]) in (None, 0.0)


@settings(max_examples=60, deadline=None)
@given(corner, corner, corner)
def test_a_triangle_is_its_excess(a, b, c):
    """L'Huilier on the authalic sphere: right within the flattening."""
    found = enclosed_area_m2([a, b, c])
    if found is None:
        return
    points = np.radians([a, b, c])
    sides = [
        math.acos(
            min(1.0, max(-1.0, math.sin(p[1]) * math.sin(q[1])
                         + math.cos(p[1]) * math.cos(q[1]) * math.cos(p[0] - q[0])))
        )
        for p, q in ((points[1], points[2]), (points[0], points[2]), (points[0], points[1]))
    ]  # fmt: skip
    if max(sides) > 2.5:
        return
    s = sum(sides) / 2
    tans = [math.tan(x / 2) for x in (s, s - sides[0], s - sides[1], s - sides[2])]
    excess = 4 * math.atan(math.sqrt(max(0.0, tans[0] * tans[1] * tans[2] * tans[3])))
    assert found == pytest.approx(excess * 6_371_007.2**2, rel=0.02, abs=3e11)


def test_legs():
    assert legs_m([[0, 0], [0, 1], [1, 1]]).round().tolist() == [110574.0, 111303.0]
