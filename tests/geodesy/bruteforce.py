"""Nearest points by brute force: every edge, minimised to convergence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mapper.geodesy.edges import Edges
from mapper.geodesy.ellipsoid import GEOD

FloatArray = npt.NDArray[np.float64]
_GOLDEN = (5**0.5 - 1) / 2


def brute_force_m(points: FloatArray, edges: Edges) -> FloatArray:
    """Return distances from points to geodesic edges by golden section on each edge.

    Edges that the triangle inequality rules out are not minimised. Uses nothing
    of the search but the cut edges' ends.
    """
    result = np.empty(len(points))
    start, end = edges.lonlat[edges.start], edges.lonlat[edges.end]
    heading, _, length = GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    for row, (lon, lat) in enumerate(points):
        to_start = _from(lon, lat, start)
        to_end = _from(lon, lat, end)
        best = min(to_start.min(), to_end.min())
        open_edges = np.flatnonzero((to_start + to_end - length) / 2 <= best + 1e-3)
        inner = _golden(lon, lat, start[open_edges], heading[open_edges], length[open_edges])
        result[row] = min(best, inner)
    return result


def _from(lon: float, lat: float, places: FloatArray) -> FloatArray:
    count = len(places)
    return np.asarray(
        GEOD.inv(np.full(count, lon), np.full(count, lat), places[:, 0], places[:, 1])[2]
    )


def _golden(
    lon: float, lat: float, start: FloatArray, heading: FloatArray, length: FloatArray
) -> float:
    def at(along: FloatArray) -> FloatArray:
        x, y, _ = GEOD.fwd(start[:, 0], start[:, 1], heading, along)
        return _from(lon, lat, np.column_stack([x, y]))

    low, high = np.zeros(len(start)), length.copy()
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = at(left), at(right)
    for _ in range(40):
        lower = at_left < at_right
        high, low = np.where(lower, right, high), np.where(lower, low, left)
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        at_left, at_right = at(left), at(right)
    return float(at((low + high) / 2).min())
