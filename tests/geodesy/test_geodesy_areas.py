"""Areas over the antimeridian and around the poles, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from bruteforce import brute_force_file_m, brute_force_m
from shapely import MultiPolygon, Polygon, affinity, box
from shapes import antipode, around, beside, over_the_globe

from mapper.geodesy import boundary_of, distance_m, inside, nearest_on_area
from mapper.model.errors import GeometryError

MILLIMETRE, CENTIMETRE = 0.001, 0.01


def star(rng, lon, lat, size_deg):
    """An area with a hole; its longitudes may run over 180."""
    turn = np.linspace(0, 2 * np.pi, 24)[:-1]
    reach = size_deg * rng.uniform(0.5, 1.0, len(turn))
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    outer = circle * reach[:, None] + [lon, lat]
    return Polygon(outer, [circle[::-1] * size_deg * 0.3 + [lon, lat]])


def as_in_files(area):
    """Cut at the antimeridian, as RFC 7946 wants it."""
    west = shapely.intersection(area, box(-180, -90, 180, 90))
    east = affinity.translate(shapely.intersection(area, box(180, -90, 540, 90)), -360)
    parts = [*shapely.get_parts(west), *shapely.get_parts(east)]
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area > 0])


CAP = 78.0


def cap(south=False):
    """All within 12 degrees of a pole, as files have it: with a seam along the pole."""
    lon = np.linspace(-180, 180, 361)
    rim = np.column_stack([lon, np.full(361, CAP)])
    ring = np.vstack([rim, [[180, 90], [-180, 90]]])
    return Polygon(ring * [1, -1] if south else ring)


@pytest.mark.parametrize("centre", [(30.0, 48.0), (180.0, 0.0), (176.0, -65.0), (184.0, 70.0)])
def test_an_area_anywhere(centre):
    rng = np.random.default_rng(int(centre[1]) + 100)
    whole = star(rng, *centre, 6.0)
    area = as_in_files(whole)
    lon, lat = ((centre[0] + 180) % 360) - 180, centre[1]
    points = np.vstack(
        [around(rng, lon, lat, reach_m, 60) for reach_m in (300e3, 900e3, 6_000e3)]
        + [around(rng, *antipode(lon, lat), 900e3, 40), over_the_globe(rng, 40)]
    )
    near = nearest_on_area(points, area)
    # In one piece, with longitudes that run on, the plane says what is inside.
    shifted = points.copy()
    shifted[shifted[:, 0] < centre[0] - 180, 0] += 360
    within = shapely.intersects_xy(whole, shifted[:, 0], shifted[:, 1])
    assert (near.inside == within).all()
    assert 10 < within.sum() < len(points) - 10
    assert (near.distance_m[within] == 0).all()
    assert (near.lonlat[within] == points[within]).all()
    true = brute_force_m(points, boundary_of(area))
    assert np.abs(near.boundary.distance_m - true).max() < MILLIMETRE
    assert near.distance_m[~within] == pytest.approx(true[~within], abs=MILLIMETRE)
    # The file's own edges, straight in lon/lat, without densifying anything.
    some = rng.choice(len(points), 25, replace=False)
    straight = brute_force_file_m(points[some], area)
    assert np.abs(near.boundary.distance_m[some] - straight).max() < CENTIMETRE


@pytest.mark.parametrize("south", [False, True])
def test_an_area_around_a_pole(south):
    rng = np.random.default_rng(7)
    pole = -90.0 if south else 90.0
    points = np.vstack(
        [
            around(rng, 0, pole, 3_000e3, 150),
            over_the_globe(rng, 100),
            [[12.5, pole], [-180, pole], [180, -pole], [0, -pole]],
            [[180, 80 * np.sign(pole)], [-180, 70 * np.sign(pole)]],
        ]
    )
    near = nearest_on_area(points, cap(south))
    within = points[:, 1] * np.sign(pole) >= CAP
    assert (near.inside == within).all()
    # A parallel is nearest along the meridian; the seam and the pole are no boundary.
    foot = np.column_stack([points[:, 0], np.full(len(points), CAP * np.sign(pole))])
    parallel = distance_m(points, foot)
    assert np.abs(near.boundary.distance_m - parallel).max() < CENTIMETRE
    assert (near.distance_m[within] == 0).all()


def test_positions_on_the_boundary_are_inside_and_at_no_distance():
    rng = np.random.default_rng(8)
    area = as_in_files(star(rng, 179.0, 12.0, 5.0))
    corners = shapely.get_coordinates(area)
    assert inside(corners, area).all()
    near = nearest_on_area(corners, area)
    off_seam = np.abs(corners[:, 0]) < 180
    assert near.boundary.distance_m[off_seam].max() < 1e-6
    assert (near.distance_m == 0).all()
    # Where the file cuts it the area goes on: the way to its boundary is long.
    middle = [[180.0, 14.5], [-180.0, 14.5]]
    assert inside(middle, area).all()
    deep = nearest_on_area(middle, area).boundary.distance_m
    assert deep[0] == pytest.approx(deep[1], abs=1e-6)
    assert deep[0] > 10e3


def test_hardly_beside_the_boundary():
    rng = np.random.default_rng(9)
    area = as_in_files(star(rng, 30.0, 50.0, 2.0))
    boundary = boundary_of(area)
    rings = shapely.get_parts(boundary)
    points = np.vstack([beside(rng, ring, 40) for ring in rings])
    near = nearest_on_area(points, area)
    true = brute_force_m(points, boundary)
    assert np.abs(near.boundary.distance_m - true).max() < MILLIMETRE
    assert near.inside.any()
    assert not near.inside.all()


def test_the_whole_earth_has_no_boundary():
    with pytest.raises(GeometryError, match="no boundary"):
        nearest_on_area([[0, 0]], box(-180, -90, 180, 90))
