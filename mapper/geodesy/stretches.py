"""A line as a hierarchy of stretches, each within some metres of a geodesic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import SEMI_MAJOR_M, FloatArray
from mapper.geodesy.thomas import FLATTENING, reduced

#: Stretches that make one of the next level.
BRANCHES: Final = 4
#: Above this arc (radians) a stretch is never ruled out as a whole.
_LONGEST: Final = 0.8
#: How far short edges may bulge out between vertices: metres, and more by so much
#: per radian that they are off (the square of the longest edge by 8 radii, twice).
_BULGE_M: Final = 0.001
_BULGE_MORE_M: Final = 0.2


@dataclass(frozen=True)
class Level:
    """All stretches of one length.

    Attributes
    ----------
    step
        Vertices from one end to the other.
    half2
        The square of half the geodesic between the ends, at most, ``(s,)``; minus
        infinity for a stretch behind the last vertex.
    thickness
        How far the line strays from that geodesic, at most, ``(s,)``.
    """

    step: int
    half2: FloatArray
    thickness: FloatArray


@dataclass(frozen=True)
class Stretches:
    """Vertices in some order, cut into stretches of 1, `BRANCHES`, ... steps.

    The way from one part of the line to the next counts as line here, which
    loses nothing.

    Attributes
    ----------
    number
        How many vertices; those behind repeat the last one.
    vertex
        Their indices in the line, ``(number,)``.
    lonlat, vectors
        Vertices in degrees, ``(m, 2)``, and as unit vectors (`reduced`), ``(3, m)``.
    reach2
        See `Edges.reach2_m2`, ``(number,)``.
    ends
        Those at the ends of the longest stretches.
    levels
        From the single steps up.
    """

    number: int
    vertex: IntArray
    lonlat: FloatArray
    vectors: FloatArray
    reach2: FloatArray
    ends: IntArray
    levels: tuple[Level, ...]

    def apart_m(self, one: IntArray, other: IntArray) -> FloatArray:
        """Return how far apart vertices are at most."""
        chord2 = np.sum((self.vectors[:, one] - self.vectors[:, other]) ** 2, axis=0)
        return SEMI_MAJOR_M * _arc(np.sqrt(chord2))

    @classmethod
    def of(cls, edges: Edges, vertex: IntArray, least: int) -> Stretches:
        """Group vertices of a line.

        Parameters
        ----------
        vertex
            Which of them, in which order.
        least
            Stretches there are to be on the highest level, if there are so many.
        """
        number = len(vertex)
        top = 0
        while (number - 1) // BRANCHES ** (top + 1) >= least:
            top += 1
        count = max(1, -(-(number - 1) // BRANCHES**top)) * BRANCHES**top + 1
        filled = vertex[np.minimum(np.arange(count), number - 1)]
        vectors = reduced(edges.lonlat[filled])
        return cls(
            number,
            vertex,
            edges.lonlat[filled],
            np.ascontiguousarray(vectors.T),
            edges.reach2_m2()[vertex],
            np.arange(0, count, BRANCHES**top),
            tuple(_level(vectors, BRANCHES**level, number) for level in range(top + 1)),
        )


def _arc(chord: FloatArray) -> FloatArray:
    return np.asarray(2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0)))


def _level(vectors: FloatArray, step: int, number: int) -> Level:
    start, end = vectors[:-1:step], vectors[step::step]
    chord = np.sqrt(np.sum((start - end) ** 2, axis=1))
    arc = _arc(chord)
    half2 = (SEMI_MAJOR_M * arc / 2.0) ** 2
    half2[np.arange(len(arc)) * step >= max(number - 1, 1)] = -np.inf
    if step == 1:
        return Level(step, half2, np.zeros(len(arc)))
    away = _farthest(vectors[:-1].reshape(len(arc), step, 3), start, end)
    # The geodesic strays from the great circle by f L^2 / 8 R (1.06 times that
    # over 5,000 km, on 200,000 lines); twice that is allowed.
    away += 2.0 * FLATTENING * arc**2 / 8.0
    thickness = (SEMI_MAJOR_M + _BULGE_MORE_M) * away + _BULGE_M
    thickness[(arc > _LONGEST) | (away > _LONGEST)] = np.inf
    return Level(step, half2, thickness)


def _farthest(vectors: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the largest angle between vectors of a stretch and the arc between its ends."""
    pole = np.cross(start, end)
    size = np.sqrt(np.sum(pole**2, axis=1))
    straight = size > 1e-9
    pole /= np.where(straight, size, 1.0)[:, None]
    beside = np.einsum("sij,sj->si", vectors, np.cross(pole, start)) >= 0.0
    beside &= np.einsum("sij,sj->si", vectors, np.cross(end, pole)) >= 0.0
    beside &= straight[:, None]
    off = np.arcsin(np.minimum(np.abs(np.einsum("sij,sj->si", vectors, pole)), 1.0))
    nearer = np.minimum(
        np.sum((vectors - start[:, None]) ** 2, axis=2),
        np.sum((vectors - end[:, None]) ** 2, axis=2),
    )
    return np.asarray(np.where(beside, off, _arc(np.sqrt(nearer))).max(axis=1))
