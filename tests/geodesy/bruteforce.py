"""Nearest points by brute force: every edge, minimised to convergence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.edges import Edges
from mapper.geodesy.ellipsoid import GEOD

FloatArray = npt.NDArray[np.float64]
_GOLDEN = (5**0.5 - 1) / 2
#: Longer edges are cut here, by this file's own means, so that each has one minimum.
_LONGEST_M = 20_000.0


def brute_force_m(points: FloatArray, line: BaseGeometry | Edges) -> FloatArray:
    """Return distances from points to geodesic edges by golden section on each edge.

    Edges that the triangle inequality rules out are not minimised any further.
    Of a line nothing is used but its vertices, of `Edges` the cut edges' ends.
    """
    start, end = _ends(line)
    heading, _, length = _inverse(start, end)
    result = np.empty(len(points))
    step = max(1, 400_000 // len(start))
    for first in range(0, len(points), step):
        some = points[first : first + step]
        rows = np.repeat(np.arange(len(some)), len(start))
        edge = np.tile(np.arange(len(start)), len(some))
        to_start = _inverse(some[rows], start[edge])[2]
        to_end = _inverse(some[rows], end[edge])[2]
        best = np.minimum(to_start, to_end).reshape(len(some), -1).min(axis=1)
        left = (to_start + to_end - length[edge]) / 2 <= best[rows] + 1e-6
        _golden(some, start, heading, length, rows[left], edge[left], best)
        result[first : first + step] = best
    return result


def _golden(
    points: FloatArray,
    start: FloatArray,
    heading: FloatArray,
    length: FloatArray,
    row: npt.NDArray[np.intp],
    edge: npt.NDArray[np.intp],
    best: FloatArray,
) -> None:
    """Shrink brackets around each pair's minimum; lowers ``best`` in place."""

    def at(along: FloatArray) -> FloatArray:
        lon, lat, _ = GEOD.fwd(start[edge, 0], start[edge, 1], heading[edge], along)
        return _inverse(points[row], np.column_stack([lon, lat]))[2]

    low, high = np.zeros(len(row)), length[edge]
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = at(left), at(right)
    for _ in range(45):
        lower = at_left < at_right
        high, low = np.where(lower, right, high), np.where(lower, low, left)
        kept = np.where(lower, left, right)
        at_kept = np.where(lower, at_left, at_right)
        np.minimum.at(best, row, at_kept)
        # Nothing in the bracket can be nearer than this by more than its width.
        hopeful = at_kept - (high - low) <= best[row]
        row, edge, low, high = row[hopeful], edge[hopeful], low[hopeful], high[hopeful]
        kept, at_kept, lower = kept[hopeful], at_kept[hopeful], lower[hopeful]
        new = np.where(lower, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
        at_new = at(new)
        left, right = np.where(lower, new, kept), np.where(lower, kept, new)
        at_left, at_right = np.where(lower, at_new, at_kept), np.where(lower, at_kept, at_new)


def brute_force_file_m(points: FloatArray, area: BaseGeometry) -> FloatArray:
    """Return distances to an area's rings with edges straight in lon/lat, sampled finely.

    Samples are close enough (about 100 m along edges up to 0.1 degrees) for the
    three around the nearest one to give the minimum to a millimetre.
    """
    result = np.full(len(points), np.inf)
    for ring in shapely.get_rings(shapely.get_parts(area)):
        corners = shapely.get_coordinates(ring)
        for a, b in pairwise(corners):
            along = np.abs(a[0]) == 180.0 and a[0] == b[0]
            if along or (np.abs(a[1]) == 90.0 and a[1] == b[1]):
                continue
            np.minimum(result, _straight_m(points, a, b), out=result)
    return result


def _straight_m(points: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return distances to one edge: the best of ever finer rows of samples."""
    low, high = np.zeros(len(points)), np.ones(len(points))
    for _ in range(12):
        share = np.linspace(0.0, 1.0, 33)
        along = low[:, None] + (high - low)[:, None] * share
        places = a + along[..., None] * (b - a)
        start = np.repeat(points[:, None], places.shape[1], axis=1)
        away = _inverse(start.reshape(-1, 2), places.reshape(-1, 2))[2].reshape(along.shape)
        best = away.argmin(axis=1)
        every = np.arange(len(points))
        low = along[every, np.maximum(best - 1, 0)]
        high = along[every, np.minimum(best + 1, 32)]
    return np.asarray(away.min(axis=1))


def _ends(line: BaseGeometry | Edges) -> tuple[FloatArray, FloatArray]:
    if isinstance(line, Edges):
        return line.lonlat[line.start], line.lonlat[line.end]
    starts, ends = [], []
    for part in shapely.get_parts(line):
        places = shapely.get_coordinates(part)
        for a, b in pairwise(places):
            heading, _, length = GEOD.inv(*a, *b)
            count = max(1, int(np.ceil(length / _LONGEST_M)))
            shares = np.arange(1, count) / count * length
            ones = np.ones(count - 1)
            lon, lat, _ = GEOD.fwd(a[0] * ones, a[1] * ones, heading * ones, shares)
            between = np.column_stack([lon, lat])
            starts.append(np.vstack([a[None, :], between]))
            ends.append(np.vstack([between, b[None, :]]))
    return np.vstack(starts), np.vstack(ends)


def _inverse(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    azimuth, back, distance = GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.asarray(azimuth), np.asarray(back), np.asarray(distance)
