"""How far other readings of a derived line lie from the line as it is drawn.

The page measures to the drawn line. These few numbers let it bound what the
engine would say: stretches that other readings add can only be nearer, and a
stretch that a reading leaves out is late by the way to that reading.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiLineString
from shapely.geometry.base import BaseGeometry

from mapper.geodesy import Edges, nearest_on_line
from mapper.measure import FrontLine

FloatArray = npt.NDArray[np.float64]

#: Closer than this, in degrees, two readings are one: drawing shifts a line by as much.
_SAME: Final = 1.5e-4


def late_edges(front: FrontLine, drawn: list[FloatArray]) -> list[list[int]]:
    """Return ``[line, edge, metres]`` for drawn edges that some reading leaves out.

    Parameters
    ----------
    front
        The line with its other readings.
    drawn
        The lines as they are drawn, ``(n, 2)`` degrees lon, lat each.

    Returns
    -------
    list
        Metres, rounded up, from that of the line's vertices on the edge that is
        farthest from a reading; edges within 15 m of all readings are left out.
    """
    line = _Line(front.edges)
    points = front.edges.lonlat
    late = np.zeros(len(points))
    for reading in front.variants:
        apart = ~_close(line, _Line(reading))
        if apart.any():
            away = nearest_on_line(points[apart], reading).distance_m
            late[apart] = np.maximum(late[apart], away)
    far = np.flatnonzero(late)
    if not len(far) or not drawn:
        return []
    ends = np.concatenate([np.stack([one[:-1], one[1:]], axis=1) for one in drawn])
    near = np.flatnonzero(_may_be_near(ends, points[far]))
    found = shapely.STRtree(shapely.linestrings(ends[near])).query(
        shapely.points(points[far]), predicate="dwithin", distance=_SAME
    )
    worst = np.zeros(len(ends))
    np.maximum.at(worst, near[found[1]], late[far[found[0]]])
    counts = np.array([len(one) - 1 for one in drawn])
    number = np.repeat(np.arange(len(drawn)), counts)
    edge = np.arange(len(ends)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.flatnonzero(worst)
    listed = np.column_stack([number[rows], edge[rows], np.ceil(worst[rows]).astype(np.int64)])
    return [[int(value) for value in row] for row in listed]


def other_stretches(front: FrontLine) -> BaseGeometry:
    """Return what other readings have that the line has not; empty where nothing.

    Their ends reach up to where they join the line.
    """
    readings = [*front.variants, *([] if front.ends is None else [front.ends])]
    found = []
    line = _Line(front.edges)
    for reading in readings:
        close = _close(_Line(reading), line)
        both = close[reading.start] & close[reading.end]
        if not both.all():
            found.append(shapely.linestrings(_ends(reading, ~both)))
    if not found:
        return MultiLineString()
    return shapely.line_merge(shapely.union_all(np.concatenate(found)))


def stated_accuracy_m(front: FrontLine) -> float | None:
    """Return the accuracy the source states for its areas, in metres."""
    return max((metres for _, metres in front.accuracies), default=None)


class _Line:
    """A line, with what is looked up in it made once."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges

    @cached_property
    def keys(self) -> npt.NDArray[np.int64]:
        """Its vertices as numbers."""
        fixed = np.rint(self.edges.lonlat * 1e6).astype(np.int64)
        keys: npt.NDArray[np.int64] = fixed[:, 0] * 1_000_000_000 + fixed[:, 1]
        return keys

    @cached_property
    def sorted_keys(self) -> npt.NDArray[np.int64]:
        """The same in order."""
        return np.sort(self.keys)


def _close(of: _Line, to: _Line) -> npt.NDArray[np.bool_]:
    """Tell which vertices of a line lie on another, as far as drawing keeps it."""
    if not len(to.sorted_keys):
        return np.zeros(len(of.keys), dtype=bool)
    # Readings run along the same edge of the same area: nearly all share their vertices.
    last = len(to.sorted_keys) - 1
    place = np.minimum(np.searchsorted(to.sorted_keys, of.keys), last)
    close: npt.NDArray[np.bool_] = to.sorted_keys[place] == of.keys
    rest = np.flatnonzero(~close)
    if len(rest):
        points = of.edges.lonlat[rest]
        ends = _ends(to.edges)
        near = shapely.STRtree(shapely.linestrings(ends[_may_be_near(ends, points)]))
        found = near.query(shapely.points(points), predicate="dwithin", distance=_SAME)
        close[rest[found[0]]] = True
    return close


def _may_be_near(ends: FloatArray, points: FloatArray) -> npt.NDArray[np.bool_]:
    """Tell which edges, by their ends (n, 2, 2), have a point beside them in both lon and lat."""
    near = np.ones(len(ends), dtype=bool)
    low = np.minimum(ends[:, 0], ends[:, 1]) - _SAME
    high = np.maximum(ends[:, 0], ends[:, 1]) + _SAME
    for axis in (0, 1):
        known = np.sort(points[:, axis])
        first = np.searchsorted(known, low[:, axis], side="left")
        near &= np.searchsorted(known, high[:, axis], side="right") > first
    return near


def _ends(edges: Edges, chosen: npt.NDArray[np.bool_] | slice = slice(None)) -> FloatArray:
    """Return the ends of edges, shape (n, 2, 2)."""
    ends = np.stack([edges.lonlat[edges.start[chosen]], edges.lonlat[edges.end[chosen]]], axis=1)
    # Beside the antimeridian an edge would lie across the whole world.
    kept: FloatArray = ends[np.abs(ends[:, 0, 0] - ends[:, 1, 0]) < 180.0]
    return kept
