"""Lines of the base map as they are drawn, against a reckoning point by point."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.mapdoc.drawn import WORLD, drawn

LON = st.integers(-1_800_000, 1_800_000)
LAT = st.integers(-900_000, 900_000)
PLACES = st.lists(st.tuples(LON, LAT), max_size=5)


def steps(places: list[tuple[int, int]]) -> list[int]:
    """Return a line as the base map has it: its first point, then steps."""
    line: list[int] = []
    lon = lat = 0
    for place in places:
        line += (place[0] - lon, place[1] - lat)
        lon, lat = place
    return line


def in_world(lon: float, lat: float) -> tuple[float, float]:
    """Return Web Mercator by the logarithm of its definition."""
    lat = math.radians(min(max(lat, -85.0511287798066), 85.0511287798066))
    y = 0.5 - math.log(math.tan(math.pi / 4 + lat / 2)) / (2 * math.pi)
    return WORLD * (lon / 360 + 0.5), WORLD * y


@given(st.lists(st.lists(PLACES, max_size=3), max_size=4), st.booleans())
def test_they_are_projected_point_by_point(
    features: list[list[list[tuple[int, int]]]], rings: bool
) -> None:
    made = drawn([[steps(line) for line in feature] for feature in features], 10_000, rings=rings)
    sizes: list[int] = []
    points: list[tuple[float, float]] = []
    boxes: list[float] = []
    for feature in features:
        lines = [line for line in feature if line]
        sizes.append(len(lines))
        for line in lines:
            placed = [in_world(lon / 10_000, lat / 10_000) for lon, lat in line]
            placed += placed[:1] if rings else []
            sizes.append(len(placed))
            points += placed
            boxes += (*np.min(placed, axis=0), *np.max(placed, axis=0))
    assert made.sizes.tolist() == sizes
    # A rounding of a whole number, and of the two formulas beside each other.
    assert made.points.tolist() == pytest.approx([part for at in points for part in at], abs=0.51)
    assert made.boxes.tolist() == pytest.approx(boxes, abs=0.51)


def test_the_corners_of_the_world_are_those_of_its_square() -> None:
    made = drawn([[steps([(-1_800_000, 900_000), (1_800_000, -900_000)])]], 10_000, rings=False)
    assert made.points.tolist() == [0, 0, WORLD, WORLD]


def test_what_lies_beyond_stays_a_number() -> None:
    made = drawn([[[10**9, 0, -(2 * 10**9), 0]]], 10_000, rings=False)
    assert made.points.tolist()[::2] == [2 * WORLD - 1, -2 * WORLD]
