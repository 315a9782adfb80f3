"""`nearest_on_line` agrees with brute force to 1 mm in more than ten thousand cases.

A case is one position and one line. The brute force shares no code with the
search; it cuts and minimises every edge itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from bruteforce import brute_force_m
from shapely.geometry.base import BaseGeometry
from shapes import (
    CENTRES,
    antipode,
    around,
    at_distance,
    beside,
    over_the_globe,
    ring,
    wandering,
)

from mapper.geodesy import distance_m, nearest_on_line
from mapper.geodesy.ellipsoid import forward

MILLIMETRE = 0.001
Case = tuple[npt.NDArray[np.float64], BaseGeometry]
Random = np.random.Generator


def everywhere(rng: Random) -> Iterator[Case]:
    """From beside the line to the far side of the Earth; at the antimeridian and the poles."""
    for centre in CENTRES.values():
        for reach_m in (500.0, 30e3, 1_000e3, 6_000e3, 20_000e3):
            line = shapely.LineString(wandering(rng, *centre, 100, 1_500.0))
            yield around(rng, *centre, reach_m, 250), line


def on_and_beside(rng: Random) -> Iterator[Case]:
    """On vertices and edges, and hardly off them."""
    for centre in CENTRES.values():
        line = shapely.LineString(wandering(rng, *centre, 60, 2_500.0))
        yield beside(rng, line, 200), line


def ten_thousand_kilometres_away(rng: Random) -> Iterator[Case]:
    """Where the distance changes from convex to concave."""
    line = shapely.LineString(wandering(rng, 37, 48, 100, 3_000.0))
    for away_m in (9_700e3, 9_990e3, 10_010e3, 10_060e3, 10_200e3, 15_000e3):
        yield at_distance(rng, 37, 48, away_m, 100), line
    for radius_m in (8_000e3, 9_000e3, 9_700e3, 9_950e3, 10_040e3):
        yield around(rng, -20, -5, 60e3, 40), ring(rng, -20, -5, radius_m, 200, span_deg=2.5)


def antipodal(rng: Random) -> Iterator[Case]:
    """Around the antipodes of long and tiny lines, through the cut locus and out again."""
    for centre in CENTRES.values():
        for step_m in (3.0, 400.0, 20e3):
            line = shapely.LineString(wandering(rng, *centre, 50, step_m))
            for reach_m in (0.5, 3e3, 70e3, 310e3, 1_500e3):
                yield around(rng, *antipode(*centre), reach_m, 25), line


def long_edges(rng: Random) -> Iterator[Case]:
    """Edges of thousands of kilometres all over the Earth."""
    for _ in range(6):
        line = shapely.LineString(over_the_globe(rng, 5))
        yield over_the_globe(rng, 50), line
        yield beside(rng, line, 50), line


def special_edges(rng: Random) -> Iterator[Case]:
    """Along meridians and the equator, through poles, almost to the antipode."""
    for places in (
        [(0, 0), (1.5, 0), (30, 0)],
        [(-179, 0), (179, 0)],
        [(40, -30), (40, 50)],
        [(180, 60), (180, -60)],
        [(10, 89), (-170, 89)],
        [(10, -80), (-170, -70), (-170, -90)],
        [(25, 90), (25, 80)],
        [(0, 0), (179.3, 0.2)],
        [(20, 40), (-160.4, -39.8)],
        [(-30, 0), (149.9, 0)],
    ):
        line = shapely.LineString(places)
        yield np.vstack([beside(rng, line, 40), over_the_globe(rng, 40)]), line


def degenerate(rng: Random) -> Iterator[Case]:
    """Repeated vertices, lone vertices, parts far apart, folds back."""
    for lon, lat in CENTRES.values():
        places = wandering(rng, lon, lat, 12, 5_000.0)
        twice = np.repeat(places, rng.integers(1, 4, len(places)), axis=0)
        lines: list[BaseGeometry] = [
            shapely.LineString(twice),
            shapely.LineString(places[[0, 0]]),
            shapely.LineString(np.vstack([places, places[::-1]])),
            shapely.MultiLineString(
                [places[:5], places[[7, 7]], wandering(rng, *antipode(lon, lat), 3, 50e3)]
            ),
            shapely.MultiLineString([p[None, :].repeat(2, 0) for p in over_the_globe(rng, 40)]),
        ]
        for line in lines:
            yield np.vstack([beside(rng, lines[0], 20), over_the_globe(rng, 20)]), line


def around_the_world(rng: Random) -> Iterator[Case]:
    """Sparse positions and lines around all longitudes, and full circles."""
    lon = np.linspace(-180, 180, 60)
    yield (
        over_the_globe(rng, 200),
        shapely.LineString(np.column_stack([lon, 50 * np.sin(np.radians(3 * lon))])),
    )
    yield over_the_globe(rng, 400), shapely.LineString(wandering(rng, 37, 48, 200, 8_000.0))
    for radius_m in (40e3, 500e3, 1_500e3, 9_990e3, 10_010e3):
        for noise_m in (0.0, 3.0, 30.0):
            line = ring(rng, 30, 50, radius_m, 200, noise_m=noise_m)
            yield around(rng, 30, 50, radius_m / 50, 25), line
            yield around(rng, *antipode(30, 50), radius_m / 500, 25), line


FAMILIES: list[Callable[[Random], Iterator[Case]]] = [
    everywhere,
    on_and_beside,
    ten_thousand_kilometres_away,
    antipodal,
    long_edges,
    special_edges,
    degenerate,
    around_the_world,
]


def cases(family: Callable[[Random], Iterator[Case]]) -> Iterator[Case]:
    return family(np.random.default_rng(FAMILIES.index(family)))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_agrees_with_brute_force(family):
    for points, line in cases(family):
        near = nearest_on_line(points, line)
        off = np.abs(near.distance_m - brute_force_m(points, line))
        assert off.max() < MILLIMETRE, f"{points[off.argmax()]} to {shapely.to_wkt(line)[:200]}"
        # The point returned is where the distance says, in the direction it says.
        assert np.abs(distance_m(points, near.lonlat) - near.distance_m).max() < 1e-6
        there = forward(points, near.azimuth_deg, near.distance_m)
        assert distance_m(there, near.lonlat).max() < MILLIMETRE


def test_these_are_more_than_ten_thousand_cases():
    number = sum(len(points) for family in FAMILIES for points, _ in cases(family))
    assert number >= 10_000


def test_alone_as_together():
    """A position's answer does not depend on those asked with it."""
    rng = np.random.default_rng(20)
    line = shapely.LineString(wandering(rng, 36, 49, 1_000, 700.0))
    points = np.vstack(
        [around(rng, 36, 49, 900e3, 4_000), over_the_globe(rng, 1_500)]
        + [around(rng, *antipode(36, 49), reach_m, 300) for reach_m in (200e3, 900e3)]
    )
    together = nearest_on_line(points, line)
    for row in rng.choice(len(points), 60, replace=False):
        alone = nearest_on_line(points[row], line)
        assert alone.distance_m[0] == pytest.approx(together.distance_m[row], abs=1e-5)
