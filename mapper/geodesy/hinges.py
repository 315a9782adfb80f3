"""Which vertices can be nearest to far points: a search by geodesic hinges.

For a tile of points around a centre c, distances and azimuths from c to the
vertices are geodesic and exact. The distance from a point p of the tile to a
vertex v is the third side of the hinge p-c-v, and lies between those of the
same hinge on two spheres: the ellipsoid's Gaussian curvature is nowhere above
1/b^2 and nowhere below (b/a^2)^2 (Toponogov's and Rauch's comparison theorems).
On a sphere the cosine of the third side is a product of three-vectors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from mapper.geodesy.chords import BLOCK, Blocks, Candidates
from mapper.geodesy.edges import LONGEST_EDGE_M, Edges, IntArray
from mapper.geodesy.ellipsoid import (
    GREATEST_RADIUS_M,
    SEMI_MINOR_M,
    FloatArray,
    inverse,
)
from mapper.geodesy.tiles import Tiles

#: Beyond this the cut locus is near and only the triangle inequality holds.
_CUT_LOCUS_M: Final = 19_850_000.0
#: An edge's ends are at most this much farther than its nearest point, at
#: `mapper.geodesy.chords.CHORDS_UNTIL_M` / 2 and beyond.
_EDGE_SLACK_M: Final = LONGEST_EDGE_M**2 / (8.0 * 600_000.0)
_PRODUCT: Final = 65_000


def hinge_candidates(
    tiles: Tiles, chosen: IntArray, edges: Edges, blocks: Blocks
) -> Iterator[Candidates]:
    """Yield candidates for the chosen tiles, one tile at a time."""
    number = len(edges.lonlat)
    middle = np.minimum(np.arange(len(blocks.reference)) * BLOCK + BLOCK // 2, number - 1)
    # A chord of a block is at most this much shorter than the geodesic.
    spread = np.minimum(blocks.radius * (np.pi / 2.0), 20_004_000.0)
    for tile in chosen:
        begin, end = tiles.begin[tile], tiles.begin[tile + 1]
        points = tiles.lonlat[begin:end]
        centre = tiles.centre_lonlat(int(tile))
        turn, arm = inverse(np.repeat(centre, len(points), axis=0), points)
        radius = float(arm.max())
        to_block = _from(centre, edges.lonlat[middle])[1]
        kept = to_block - spread <= to_block.min() + 2.0 * radius + _EDGE_SLACK_M
        vertex = (np.flatnonzero(kept)[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        vertex = vertex[vertex < number]
        azimuth, distance = _from(centre, edges.lonlat[vertex])
        least = float(distance.min())
        close = distance <= least + 2.0 * radius + _EDGE_SLACK_M
        vertex, azimuth, distance = vertex[close], azimuth[close], distance[close]
        if least + 3.0 * radius > _CUT_LOCUS_M:
            point = np.repeat(np.arange(begin, end), len(vertex))
            yield Candidates(point, np.tile(vertex, len(points)))
            continue
        keep = _not_dominated(azimuth, distance, radius)
        yield _by_hinges(begin, turn, arm, vertex[keep], azimuth[keep], distance[keep])


def _from(centre: FloatArray, places: FloatArray) -> tuple[FloatArray, FloatArray]:
    return inverse(np.broadcast_to(centre, places.shape), places)


def _not_dominated(azimuth: FloatArray, distance: FloatArray, radius: float) -> IntArray:
    """Return vertices that the one nearest to the centre cannot rule out for all points.

    Moving by r from the centre changes the difference of two distances by at
    most r times that of their directions, plus r^2 times the bend of either.
    """
    best = int(np.argmin(distance))
    apart = 2.0 * np.abs(np.sin(np.radians(azimuth - azimuth[best]) / 2.0))
    nearest = distance[best] - radius
    farthest = float(distance.max()) + radius
    bend = max(
        abs(1.0 / np.tan(nearest / SEMI_MINOR_M)), abs(1.0 / np.tan(farthest / SEMI_MINOR_M))
    )
    sway = radius * apart + radius**2 * bend / SEMI_MINOR_M
    return np.flatnonzero(distance - distance[best] <= sway + _EDGE_SLACK_M)


def _by_hinges(
    begin: int,
    turn: FloatArray,
    arm: FloatArray,
    vertex: IntArray,
    azimuth: FloatArray,
    distance: FloatArray,
) -> Candidates:
    lower_left, lower_right = _factors(SEMI_MINOR_M, turn, arm, azimuth, distance)
    upper_left, upper_right = _factors(GREATEST_RADIUS_M, turn, arm, azimuth, distance)
    rows = max(1, _PRODUCT // len(vertex))
    found_point, found_vertex = [], []
    for first in range(0, len(turn), rows):
        part = slice(first, first + rows)
        nearest = (upper_left[part] @ upper_right).max(axis=1)
        # Some 1e-15 of rounding in a cosine is below a millimetre here.
        most = GREATEST_RADIUS_M * np.arccos(np.clip(nearest, -1.0, 1.0)) + _EDGE_SLACK_M + 0.01
        limit = np.cos(np.minimum(most / SEMI_MINOR_M, np.pi)) - 1e-14
        flat = np.flatnonzero(lower_left[part] @ lower_right >= limit[:, None])
        row, column = np.divmod(flat, len(vertex))
        found_point.append(row + (begin + first))
        found_vertex.append(vertex[column])
    return Candidates(np.concatenate(found_point), np.concatenate(found_vertex))


def _factors(
    radius_m: float, turn: FloatArray, arm: FloatArray, azimuth: FloatArray, distance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return matrices whose product is the cosine of the hinges' third sides."""
    a, d = arm / radius_m, distance / radius_m
    turned, headed = np.radians(turn), np.radians(azimuth)
    left = np.column_stack([np.cos(a), np.sin(a) * np.cos(turned), np.sin(a) * np.sin(turned)])
    right = np.vstack([np.cos(d), np.sin(d) * np.cos(headed), np.sin(d) * np.sin(headed)])
    return left, right
