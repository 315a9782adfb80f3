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
from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import (
    GREATEST_RADIUS_M,
    LEAST_RADIUS_M,
    MEAN_RADIUS_M,
    SEMI_MINOR_M,
    FloatArray,
    inverse,
    to_ecef,
)
from mapper.geodesy.tiles import Tiles

#: Beyond this the cut locus is near and only the triangle inequality holds.
_CUT_LOCUS_M: Final = 19_850_000.0
#: Points of one search lie this near its centre: beyond, the two spheres part.
_WIDEST_M: Final = 400_000.0
#: Beyond this a place's direction says little about its neighbours'.
_SWINGS_UNTIL_M: Final = 15_000_000.0
_PRODUCT: Final = 65_000


def hinge_candidates(
    tiles: Tiles, chosen: IntArray, edges: Edges, blocks: Blocks
) -> Iterator[Candidates]:
    """Yield candidates for the chosen tiles, piece by piece.

    A tile whose points are so far apart that each alone is less work is halved.
    """
    search = _Search(tiles, edges, blocks)
    waiting = [(int(tiles.begin[tile]), int(tiles.begin[tile + 1])) for tile in chosen[::-1]]
    while waiting:
        begin, end = waiting.pop()
        found = search.candidates(begin, end)
        if found is None:
            middle = (begin + end) // 2
            waiting += [(middle, end), (begin, middle)]
        else:
            yield found


class _Search:
    """The line's blocks as seen from runs of points."""

    def __init__(self, tiles: Tiles, edges: Edges, blocks: Blocks) -> None:
        self._tiles = tiles
        self._edges = edges
        self._blocks = blocks
        number = len(edges.lonlat)
        middle = np.minimum(np.arange(len(blocks.reference)) * BLOCK + BLOCK // 2, number - 1)
        self._middle = edges.lonlat[middle]
        # A geodesic is at most pi / 2 times its chord.
        self._edge_m = edges.longest_m
        self._spread = np.minimum(blocks.radius * (np.pi / 2.0), 20_004_000.0)

    def candidates(self, begin: int, end: int) -> Candidates | None:
        """Return candidates of sorted points, or None if they should be halved."""
        points = self._tiles.lonlat[begin:end]
        centre = self._tiles.centre_lonlat(begin, end)
        turn, arm = inverse(np.repeat(centre, len(points), axis=0), points)
        radius = float(arm.max())
        block, to_block = self._blocks_within(centre, radius)
        if len(points) > 1:
            alone = np.count_nonzero(
                to_block - self._spread[block] <= to_block.min() + self._edge_m / 2.0
            )
            apart = radius > _WIDEST_M or len(block) > len(points) * alone
            if apart or to_block.min() + 3.0 * radius > _CUT_LOCUS_M:
                return None
        vertex = (block[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        vertex = vertex[vertex < len(self._edges.lonlat)]
        azimuth, distance = _from(centre, self._edges.lonlat[vertex])
        least = float(distance.min())
        slack = edge_slack_m(self._edge_m, least - radius - self._edge_m / 2.0)
        if len(points) == 1:
            vertex = vertex[distance <= least + slack]
            return Candidates(np.full(len(vertex), begin), vertex)
        keep = distance <= least + slack + _sway(azimuth, distance, radius)
        return _by_hinges(begin, turn, arm, slack, vertex[keep], azimuth[keep], distance[keep])

    def _blocks_within(self, centre: FloatArray, radius: float) -> tuple[IntArray, FloatArray]:
        """Return blocks that may be nearest to points around a centre, and how far they are."""
        chord = np.sqrt(np.sum((self._blocks.reference - to_ecef(centre)) ** 2, axis=1))
        least, most = _arc(chord, GREATEST_RADIUS_M), _arc(chord, LEAST_RADIUS_M)
        # The millimetre is for rounding, where all of these vanish.
        limit = most.min() + 2.0 * radius + self._edge_m / 2.0 + 0.001
        block = np.flatnonzero(least - self._spread <= limit)
        azimuth, distance = _from(centre, self._middle[block])
        spread = self._spread[block]
        # How far to either side a block's vertices are seen from its middle.
        nearer = np.sin(np.maximum(distance - spread, 1.0) / MEAN_RADIUS_M)
        farther = np.sin(np.minimum((distance + spread) / MEAN_RADIUS_M, np.pi))
        swing = 1.2 * spread / (MEAN_RADIUS_M * np.maximum(np.minimum(nearer, farther), 1e-3))
        swing[distance > _SWINGS_UNTIL_M] = 2.0
        limit = distance.min() + self._edge_m / 2.0
        near = distance - spread <= limit + _sway(azimuth, distance, radius, swing)
        return block[near], distance[near]


def edge_slack_m(longest_m: float, least_m: float) -> float:
    """Return how much nearer than its ends an edge may be, at ``least_m`` or beyond.

    The hinge at the nearest point has a right angle, so in a space curved like
    the ellipsoid end^2 <= nearest^2 + (longest / 2)^2 (Toponogov).
    """
    if least_m <= longest_m:
        return longest_m / 2.0
    return min(longest_m / 2.0, longest_m**2 / (8.0 * least_m)) + 0.001


def _arc(chord: FloatArray, radius_m: float) -> FloatArray:
    """Return the arc of a circle over a chord; `farthest_chord2` says why it bounds."""
    half = chord / (2.0 * radius_m)
    arc = 2.0 * radius_m * np.arcsin(np.minimum(half, 1.0))
    # The smaller circle ends before the longest geodesic does.
    return np.where((half > 0.99) & (radius_m < SEMI_MINOR_M), 20_004_000.0, arc)


def _from(centre: FloatArray, places: FloatArray) -> tuple[FloatArray, FloatArray]:
    return inverse(np.broadcast_to(centre, places.shape), places)


def _sway(
    azimuth: FloatArray, distance: FloatArray, radius: float, swing: FloatArray | float = 0.0
) -> FloatArray:
    """Return how much farther than the nearest a place may be from the centre and still
    be nearest to some point within the radius.

    Moving by r from the centre changes the difference of two distances by at
    most 2 r, and by r times that of their directions plus r^2 times the bend
    of either.
    """
    best = int(np.argmin(distance))
    apart = 2.0 * np.abs(np.sin(np.radians(azimuth - azimuth[best]) / 2.0)) + swing
    nearest, farthest = distance[best] - radius, np.max(distance) + radius
    most = np.full(len(distance), 2.0 * radius)
    if nearest > 0.0 and farthest < _CUT_LOCUS_M:
        bend = max(abs(1.0 / np.tan(end / SEMI_MINOR_M)) for end in (nearest, farthest))
        np.minimum(most, radius * apart + 1.05 * radius**2 * bend / SEMI_MINOR_M, out=most)
    return most


def _by_hinges(
    begin: int,
    turn: FloatArray,
    arm: FloatArray,
    slack_m: float,
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
        most = GREATEST_RADIUS_M * np.arccos(np.clip(nearest, -1.0, 1.0)) + slack_m + 0.01
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
