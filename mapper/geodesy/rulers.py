"""Two ways to measure from points to vertices: quick and nearly right, or exact."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from mapper.geodesy.edges import IntArray
from mapper.geodesy.ellipsoid import FloatArray, inverse
from mapper.geodesy.stretches import Stretches
from mapper.geodesy.thomas import error_m, error_slope, reduced, thomas_m


class Ruler(Protocol):
    """Distances from points to vertices, and how good they are."""

    def __init__(self, lonlat: FloatArray, stretches: Stretches) -> None:
        """Take the points, ``(n, 2)``, and the vertices."""

    def distances(self, point: IntArray, vertex: IntArray) -> FloatArray:
        """Return metres, ``(m, k)``, from points ``(m,)`` to vertices ``(m, k)`` or ``(1, k)``."""

    def error_m(self, distance: FloatArray) -> FloatArray:
        """Return how far off such a distance can be."""

    def change_m(self, distance: FloatArray, apart: FloatArray) -> FloatArray:
        """Return how much the error can change to a nearer vertex so far away."""


class ThomasRuler:
    """By the closed formula."""

    def __init__(self, lonlat: FloatArray, stretches: Stretches) -> None:
        self._points = np.ascontiguousarray(reduced(lonlat).T)
        self._places = stretches.vectors

    def distances(self, point: IntArray, vertex: IntArray) -> FloatArray:
        """Return distances; see `Ruler`."""
        x, y, z = (column[point][:, None] for column in self._points)
        cosine = self._places[0][vertex] * x
        cosine += self._places[1][vertex] * y
        height = self._places[2][vertex]
        cosine += height * z
        return thomas_m(cosine, height, z)

    def error_m(self, distance: FloatArray) -> FloatArray:
        """Return the error; see `Ruler`."""
        return error_m(distance)

    def change_m(self, distance: FloatArray, apart: FloatArray) -> FloatArray:
        """Return its change; see `Ruler`.

        The straight way from one vertex to the other comes nearer to the
        antipode than both by at most half of itself. Another way, along the
        circle around the antipode, does not come nearer and is at most three
        times as long.
        """
        straight = error_slope(distance + apart / 2.0)
        around = 3.0 * error_slope(distance)
        rounding = np.where(distance < 10_000.0, 1.0, 1e-4)
        change = np.minimum(straight, around) * apart + rounding
        return np.asarray(np.minimum(change, 2.0 * error_m(distance)))


class TrueRuler:
    """By `Geod.inv`."""

    def __init__(self, lonlat: FloatArray, stretches: Stretches) -> None:
        self._points = lonlat
        self._places = stretches.lonlat

    def distances(self, point: IntArray, vertex: IntArray) -> FloatArray:
        """Return distances; see `Ruler`."""
        shape = (len(point), vertex.shape[1])
        start = np.repeat(self._points[point], shape[1], axis=0)
        end = np.broadcast_to(self._places[vertex], (*shape, 2)).reshape(-1, 2)
        return inverse(start, end)[1].reshape(shape)

    def error_m(self, distance: FloatArray) -> FloatArray:
        """Return some rounding; see `Ruler`."""
        return np.full(distance.shape, 1e-6)

    def change_m(self, distance: FloatArray, apart: FloatArray) -> FloatArray:
        """Return some rounding; see `Ruler`."""
        return np.full(np.broadcast_shapes(distance.shape, apart.shape), 2e-6)
