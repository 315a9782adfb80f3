"""A line made ready for searching: short geodesic edges in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ellipsoid import (
    LEAST_RADIUS_M,
    FloatArray,
    as_lonlat,
    forward,
    inverse,
    to_ecef,
)
from mapper.model.errors import GeometryError

IntArray = npt.NDArray[np.intp]

#: Edges are cut to this length, so that a chord stays within 8 cm of its geodesic.
LONGEST_EDGE_M: Final = 2_000.0


@dataclass(frozen=True)
class Edges:
    """Vertices and the geodesic edges between them.

    Attributes
    ----------
    lonlat, ecef
        Vertices, ``(n, 2)`` degrees and ``(n, 3)`` metres.
    start, end
        Vertex indices of each edge; a lone vertex is an edge to itself.
    before, after
        For each vertex the edge that ends and the one that starts there, or -1.
    longest_m
        Length of the longest edge (as a chord).
    """

    lonlat: FloatArray
    ecef: FloatArray
    start: IntArray
    end: IntArray
    before: IntArray
    after: IntArray
    longest_m: float

    @property
    def sagitta_m(self) -> float:
        """How far a geodesic edge can be from its chord, rounding included."""
        return self.longest_m**2 / (8.0 * LEAST_RADIUS_M) + 1e-6

    @property
    def width_m(self) -> float:
        """How far apart two points of it can be at most."""
        return float(np.linalg.norm(np.ptp(self.ecef, axis=0))) * (np.pi / 2.0)

    def reach2_m2(self) -> FloatArray:
        """Return, per vertex, a quarter of its longest edge's square.

        The squared chord from a point to an edge is above the smaller of those
        to its ends less this.
        """
        squared = np.sum((self.ecef[self.start] - self.ecef[self.end]) ** 2, axis=1) / 4.0
        most = np.zeros(len(self.lonlat))
        for side in (self.before, self.after):
            there = side >= 0
            most[there] = np.maximum(most[there], squared[side[there]])
        return most

    @classmethod
    def of(cls, line: BaseGeometry) -> Edges:
        """Make edges of lines in EPSG:4326 whose edges are geodesics.

        Raises
        ------
        GeometryError
            If there is no line in it, or a vertex is no position on Earth.
        """
        parts = [
            part
            for part in shapely.get_parts(line)
            if part.geom_type in ("LineString", "LinearRing") and not part.is_empty
        ]
        if not parts:
            raise GeometryError("there is no line in it", found=line.geom_type)
        points, part_of = shapely.get_coordinates(parts, return_index=True)
        points = as_lonlat(points)
        keep = np.ones(len(points), dtype=bool)
        same_part = part_of[1:] == part_of[:-1]
        keep[1:] = ~(same_part & (points[1:] == points[:-1]).all(axis=1))
        points, part_of = points[keep], part_of[keep]
        joined = part_of[1:] == part_of[:-1]
        points, joined = _cut_long(points, joined)
        return cls._of_vertices(points, joined)

    @classmethod
    def _of_vertices(cls, points: FloatArray, joined: npt.NDArray[np.bool_]) -> Edges:
        number = len(points)
        first = np.flatnonzero(joined)
        has_before = np.concatenate([[False], joined])
        has_after = np.concatenate([joined, [False]])
        lone = np.flatnonzero(~has_before & ~has_after)
        start = np.concatenate([first, lone])
        end = np.concatenate([first + 1, lone])
        before = np.full(number, -1, dtype=np.intp)
        after = np.full(number, -1, dtype=np.intp)
        edge = np.arange(len(start))
        after[start] = edge
        before[end[: len(first)]] = edge[: len(first)]
        ecef = to_ecef(points)
        chords = np.linalg.norm(ecef[start] - ecef[end], axis=1)
        return cls(points, ecef, start, end, before, after, float(chords.max()))


def _cut_long(
    points: FloatArray, joined: npt.NDArray[np.bool_]
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Cut edges above `LONGEST_EDGE_M` into equal pieces along their geodesic."""
    if not len(joined):
        return points, joined
    ecef = to_ecef(points)
    chord = np.linalg.norm(np.diff(ecef, axis=0), axis=1)
    long = np.flatnonzero(joined & (chord > LONGEST_EDGE_M * 0.999))
    if not len(long):
        return points, joined
    azimuth, length = inverse(points[long], points[long + 1])
    pieces = np.ones(len(points), dtype=np.intp)
    pieces[long] = np.ceil(length / (LONGEST_EDGE_M * 0.999)).astype(np.intp)
    owner = np.repeat(np.arange(len(points)), pieces)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    result = points[owner]
    new = number > 0
    row = np.searchsorted(long, owner[new])
    along = length[row] * number[new] / pieces[owner[new]]
    result[new] = forward(points[owner[new]], azimuth[row], along)
    last = number == pieces[owner] - 1
    tied = np.ones(len(result), dtype=bool)
    tied[last] = np.concatenate([joined, [False]])
    return result, tied[:-1]
