"""Which vertices can be nearest to points within some 1,000 km: a search by chords.

Squared straight-line chords are cheap (one small matrix product for a tile of
points) but order points a little differently than geodesics do. `farthest_chord2`
says by how much at most; everything that could still be nearest is kept, so
nothing is lost here and the exact work that follows is small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import GREATEST_RADIUS_M, LEAST_RADIUS_M, FloatArray
from mapper.geodesy.tiles import Tiles

#: Tiles farther from the line than this go to `mapper.geodesy.descent`.
CHORDS_UNTIL_M: Final = 1_200_000.0
BLOCK: Final = 32
#: Tiles handled in one go, fewer of them for long lines: bounds memory, and keeps
#: columns in the cache.
_TILES_AT_ONCE: Final = 48
_VERTICES_AT_ONCE: Final = 1_600_000
#: Larger products wake OpenBLAS's threads, which costs eight times more.
_PRODUCT: Final = 65_000
_NOWHERE: Final = 1e12


def farthest_chord2(chord2: FloatArray, sagitta_m: float) -> FloatArray:
    """Return the largest squared chord that may still be geodesically as near.

    A geodesic's curvature lies between 1/GREATEST_RADIUS and 1/LEAST_RADIUS
    (of normal sections), so its chord lies between the chords of circles with
    those radii (Schur's comparison theorem). ``sagitta_m`` is added for the
    chord of an edge in place of its geodesic.
    """
    half = np.sqrt(chord2) / (2.0 * LEAST_RADIUS_M)
    arc = np.arcsin(np.minimum(half, 1.0)) * (LEAST_RADIUS_M / GREATEST_RADIUS_M)
    most = 2.0 * GREATEST_RADIUS_M * np.sin(arc) + sagitta_m
    return np.where(half > 0.999, np.inf, most * most)


@dataclass(frozen=True)
class Blocks:
    """Runs of `BLOCK` consecutive vertices, the last one filled up."""

    vertices: FloatArray
    reach2: FloatArray
    reference: FloatArray
    radius: FloatArray

    @classmethod
    def of(cls, edges: Edges) -> Blocks:
        """Group the edges' vertices."""
        number = len(edges.ecef)
        count = -(-number // BLOCK)
        row = np.minimum(np.arange(count * BLOCK), number - 1)
        grouped = edges.ecef[row].reshape(count, BLOCK, 3)
        reference = grouped[:, BLOCK // 2].copy()
        radius = np.sqrt(((grouped - reference[:, None]) ** 2).sum(axis=2).max(axis=1))
        vertices = grouped.reshape(-1, 3)
        vertices[number:] = _NOWHERE
        return cls(vertices, edges.reach2_m2()[row], reference, radius)


@dataclass(frozen=True)
class Candidates:
    """Pairs of a sorted point and a vertex one of whose edges may be nearest."""

    point: IntArray
    vertex: IntArray

    def where(self, chosen: npt.NDArray[np.bool_]) -> Candidates:
        """Return some of them."""
        return Candidates(self.point[chosen], self.vertex[chosen])


def nearest_block(tiles: Tiles, blocks: Blocks) -> tuple[IntArray, FloatArray]:
    """Return per tile the block whose reference is nearest to its centre, and how far."""
    count = len(tiles.centre)
    block = np.empty(count, dtype=np.intp)
    step = max(1, _PRODUCT // len(blocks.reference))
    square = np.einsum("ij,ij->i", blocks.reference, blocks.reference)
    for first in range(0, count, step):
        centre = tiles.centre[first : first + step]
        block[first : first + step] = np.argmin(square - 2.0 * centre @ blocks.reference.T, axis=1)
    return block, np.linalg.norm(blocks.reference[block] - tiles.centre, axis=1)


def chord_candidates(
    tiles: Tiles, chosen: IntArray, witness: IntArray, edges: Edges, blocks: Blocks
) -> Iterator[Candidates]:
    """Yield candidates for the chosen tiles, some tiles at a time.

    Parameters
    ----------
    chosen
        Indices of tiles no farther than `CHORDS_UNTIL_M` from the line.
    witness
        For every tile the block from `nearest_block`.
    """
    step = min(_TILES_AT_ONCE, 1 + _VERTICES_AT_ONCE // len(blocks.vertices))
    for first in range(0, len(chosen), step):
        some = chosen[first : first + step]
        tile_of, vertex = _filter_blocks(tiles, some, witness[some], edges, blocks)
        tile_of, vertex, origin, slack = _filter_vertices(
            tiles, some, tile_of, vertex, edges, blocks
        )
        yield _filter_pairs(tiles, some, tile_of, vertex, origin, slack, blocks)


def _filter_blocks(
    tiles: Tiles, some: IntArray, witness: IntArray, edges: Edges, blocks: Blocks
) -> tuple[IntArray, IntArray]:
    """Keep blocks that no point of a tile can rule out against its witness."""
    centre, half = tiles.centre[some], tiles.half[some]
    radius = tiles.radius_m[some]
    near = blocks.reference[witness]
    square = np.zeros((len(some), len(blocks.reference)))
    sway = np.zeros_like(square)
    for axis in range(3):
        square += (blocks.reference[:, axis] - centre[:, axis, None]) ** 2
        sway += half[:, axis, None] * np.abs(blocks.reference[:, axis] - near[:, axis, None])
    away = np.maximum(np.sqrt(square) - blocks.radius, 0.0)
    least = away * away - 2.0 * sway - 2.0 * radius[:, None] * blocks.radius
    span2 = np.sum((near - centre) ** 2, axis=1)
    limit = span2 + _slack(np.sqrt(span2) + radius, edges.sagitta_m) + blocks.reach2.max()
    tile_of, block = np.nonzero(least <= limit[:, None])
    vertex = (block[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    return np.repeat(tile_of, BLOCK), vertex


def _slack(farthest_m: FloatArray, sagitta_m: float) -> FloatArray:
    """Return how much larger than the least squared chord another may be; a little over."""
    square = farthest_m**2
    return np.asarray(farthest_chord2(square, sagitta_m) - square + 1.0)


def _filter_vertices(
    tiles: Tiles,
    some: IntArray,
    tile_of: IntArray,
    vertex: IntArray,
    edges: Edges,
    blocks: Blocks,
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Keep vertices not dominated, over the tile's whole box, by the one nearest its centre.

    The squared chords from one point to two vertices differ by a function that
    is linear in the point, so its least value over the box is exact.
    """
    place = blocks.vertices[vertex]
    begin = np.searchsorted(tile_of, np.arange(len(some)))
    counts = np.diff(begin, append=len(tile_of))
    off = place - np.repeat(tiles.centre[some], counts, axis=0)
    square = np.einsum("ij,ij->i", off, off)
    least = np.minimum.reduceat(square, begin)
    first = np.flatnonzero(square == np.repeat(least, counts))
    origin = np.empty((len(some), 3))
    origin[tile_of[first]] = place[first]
    np.subtract(place, np.repeat(origin, counts, axis=0), out=off)
    np.abs(off, out=off)
    sway = np.einsum("ij,ij->i", np.repeat(2.0 * tiles.half[some], counts, axis=0), off)
    slack = _slack(np.sqrt(least) + tiles.radius_m[some], edges.sagitta_m)
    square -= blocks.reach2[vertex]
    square -= sway
    keep = square <= np.repeat(least + slack, counts)
    return tile_of[keep], vertex[keep], origin, slack


def _filter_pairs(
    tiles: Tiles,
    some: IntArray,
    tile_of: IntArray,
    vertex: IntArray,
    origin: FloatArray,
    slack: FloatArray,
    blocks: Blocks,
) -> Candidates:
    """Compare every point of a tile with the tile's vertices, in single precision.

    With the tile's origin o, |p - v|^2 - |p - o|^2 is a product of four-vectors.
    """
    begin, end = tiles.begin[some], tiles.begin[some + 1]
    rows = np.concatenate([np.arange(a, b) for a, b in zip(begin, end, strict=True)])
    points = tiles.ecef[rows] - np.repeat(origin, end - begin, axis=0)
    places = blocks.vertices[vertex] - origin[tile_of]
    reach2 = blocks.reach2[vertex].astype(np.float32)
    place2 = np.einsum("ij,ij->i", places, places)
    left = np.empty((len(points), 4), dtype=np.float32)
    np.multiply(points, -2.0, out=left[:, :3], casting="same_kind")
    left[:, 3] = 1.0
    right = np.empty((4, len(places)), dtype=np.float32)
    right[:3] = places.T
    right[3] = place2 - reach2
    columns = np.searchsorted(tile_of, np.arange(len(some) + 1))
    starts = np.concatenate([[0], np.cumsum(end - begin)])
    widest = np.sqrt(np.maximum.reduceat(place2, columns[:-1]))
    farthest = np.sqrt(np.maximum.reduceat(np.einsum("ij,ij->i", points, points), starts[:-1]))
    # Rounding in single precision, generously, on either side of the comparison.
    extra = (slack + 2e-6 * (2.0 * farthest + widest) * widest).astype(np.float32)
    found_point, found_vertex = [], []
    for k, (first, last) in enumerate(
        zip(columns[:-1].tolist(), columns[1:].tolist(), strict=True)
    ):
        width = last - first
        height = max(1, _PRODUCT // width)
        tile, reach = right[:, first:last], reach2[first:last]
        for top in range(int(starts[k]), int(starts[k + 1]), height):
            product = left[top : min(top + height, int(starts[k + 1]))] @ tile
            best = product.argmin(axis=1)
            limit = product[np.arange(len(best)), best]
            limit += reach[best]
            limit += extra[k]
            row, column = np.divmod(np.flatnonzero(product <= limit[:, None]), width)
            found_point.append(row + top)
            found_vertex.append(column + first)
    return Candidates(rows[np.concatenate(found_point)], vertex[np.concatenate(found_vertex)])
