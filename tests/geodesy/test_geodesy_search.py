"""What the search for nearest points rests on: bounds, checked against `Geod.inv`."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapes import antipode, around, over_the_globe, ring, wandering

from mapper.geodesy import Edges, nearest_on_line
from mapper.geodesy.ellipsoid import GEOD, SEMI_MAJOR_M, forward, inverse
from mapper.geodesy.outline import outline
from mapper.geodesy.stretches import Stretches
from mapper.geodesy.thomas import (
    HALF_MERIDIAN_M,
    error_m,
    error_slope,
    reduced,
    thomas_m,
)


def by_formula(a, b):
    one, other = reduced(a), reduced(b)
    return thomas_m(np.sum(one * other, axis=1), one[:, 2], other[:, 2])


def pairs(rng, count):
    """Positions and others from a metre away to their antipodes, axes and poles among them."""
    start = over_the_globe(rng, count)
    special = rng.random(count) < 0.3
    start[special, 1] = rng.choice([-90.0, -45.0, 0.0, 1e-3, 89.99], special.sum())
    left = 10 ** rng.uniform(2, 7, count)
    away = np.where(rng.random(count) < 0.5, HALF_MERIDIAN_M - left, 10 ** rng.uniform(0, 7, count))
    heading = rng.choice([0.0, 90.0, 180.0, *rng.uniform(0, 360, 30)], count)
    return start, forward(start, heading, away)


def test_the_formula_is_within_its_error():
    start, end = pairs(np.random.default_rng(1), 150_000)
    said = by_formula(start, end)
    off = np.abs(inverse(start, end)[1] - said)
    assert (off <= error_m(said)).all()
    # And the bound is worth something.
    assert np.median(error_m(said)[said < 9_000e3]) < 0.2


@pytest.mark.parametrize("step_m", [300.0, 10e3])
def test_the_error_changes_no_faster_than_its_slope(step_m):
    rng = np.random.default_rng(2)
    start, end = pairs(rng, 100_000)
    beside = forward(end, rng.uniform(0, 360, len(end)), np.full(len(end), step_m))
    said, said_beside = by_formula(start, end), by_formula(start, beside)
    error = inverse(start, end)[1] - said
    change = np.abs(inverse(start, beside)[1] - said_beside - error)
    slope = np.maximum(error_slope(said), error_slope(said_beside))
    rounding = np.where(np.minimum(said, said_beside) < 10e3, 1.0, 1e-4)
    assert (change <= slope * step_m + rounding).all()


def test_no_vertex_strays_farther_than_its_stretch_is_thick():
    rng = np.random.default_rng(3)
    for step_m in (300.0, 15e3):
        edges = Edges.of(shapely.LineString(wandering(rng, -60, 55, 300, step_m)))
        stretches = Stretches.of(edges, np.arange(len(edges.lonlat)), 4)
        for level in stretches.levels[1:]:
            for row in range(len(level.half2)):
                some = stretches.lonlat[row * level.step : (row + 1) * level.step + 1]
                if not np.isfinite(level.thickness[row] + level.half2[row]):
                    continue
                azimuth, _, length = GEOD.inv(*some[0], *some[-1])
                assert length <= 2.0 * np.sqrt(level.half2[row]) + 1e-6
                count = 200
                along = np.linspace(0.0, length, count)
                on = forward(np.tile(some[:1], (count, 1)), np.full(count, azimuth), along)
                away = inverse(np.repeat(some, count, axis=0), np.tile(on, (len(some), 1)))[1]
                least = away.reshape(len(some), count).min(axis=1)
                # Samples are so far apart that a foot lies between two.
                assert (least**2 <= level.thickness[row] ** 2 + (length / 398) ** 2 + 1e-3).all()


def test_a_geodesic_strays_from_the_great_circle_as_little_as_said():
    rng = np.random.default_rng(4)
    start = over_the_globe(rng, 20_000)
    length = rng.uniform(1e3, 5_100e3, len(start))
    heading = rng.uniform(0, 360, len(start))
    end, middle = forward(start, heading, length), forward(start, heading, length / 2)
    pole = np.cross(reduced(start), reduced(end))
    pole /= np.linalg.norm(pole, axis=1)[:, None]
    off = SEMI_MAJOR_M * np.abs(np.sum(pole * reduced(middle), axis=1))
    assert (off <= 1.2 * GEOD.f * length**2 / (8 * SEMI_MAJOR_M) + 1e-6).all()


def test_only_the_outline_counts_from_half_a_world_away():
    rng = np.random.default_rng(5)
    for step_m in (5.0, 5_000.0):
        line = shapely.LineString(wandering(rng, 20, 40, 400, step_m))
        edges = Edges.of(line)
        outer = outline(edges)
        assert len(outer) < len(edges.lonlat) / 3
        for point in around(rng, *antipode(20, 40), 8_000e3, 40):
            every = inverse(np.repeat(point[None, :], len(edges.lonlat), axis=0), edges.lonlat)[1]
            assert every[outer].min() == pytest.approx(every.min(), abs=1e-6)


def test_a_search_with_many_rivals_is_done_in_parts():
    """Every vertex of a circle is about as near to its middle."""
    rng = np.random.default_rng(6)
    line = ring(rng, 10, -20, 3_000e3, 4_000)
    points = around(rng, 10, -20, 50.0, 60)
    edges = Edges.of(line)
    near = nearest_on_line(points, edges)
    every = np.array(
        [inverse(np.tile(p, (len(edges.lonlat), 1)), edges.lonlat)[1].min() for p in points]
    )
    assert (near.distance_m <= every + 1e-5).all()
    assert (near.distance_m >= every - 0.1).all()
