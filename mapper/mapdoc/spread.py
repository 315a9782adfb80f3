"""How far other readings of a derived line lie from the line as it is drawn.

The page measures to the drawn line. These few numbers let it bound what the
engine would say: stretches that other readings add can only be nearer, and a
stretch that a reading leaves out is late by the way to that reading.
"""

from __future__ import annotations

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
    points = front.edges.lonlat
    late = np.zeros(len(points))
    for reading in front.variants:
        apart = ~_close(points, reading)
        if apart.any():
            away = nearest_on_line(points[apart], reading).distance_m
            late[apart] = np.maximum(late[apart], away)
    far = np.flatnonzero(late)
    if not len(far) or not drawn:
        return []
    ends = np.concatenate([np.stack([line[:-1], line[1:]], axis=1) for line in drawn])
    found = shapely.STRtree(shapely.linestrings(ends)).query(
        shapely.points(points[far]), predicate="dwithin", distance=_SAME
    )
    worst = np.zeros(len(ends))
    np.maximum.at(worst, found[1], late[far[found[0]]])
    counts = np.array([len(line) - 1 for line in drawn])
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
    for reading in readings:
        close = _close(reading.lonlat, front.edges)
        both = close[reading.start] & close[reading.end]
        if not both.all():
            found.append(_segments(reading, ~both))
    if not found:
        return MultiLineString()
    return shapely.line_merge(shapely.union_all(np.concatenate(found)))


def stated_accuracy_m(front: FrontLine) -> float | None:
    """Return the accuracy the source states for its areas, in metres."""
    return max((metres for _, metres in front.accuracies), default=None)


def _close(points: FloatArray, line: Edges) -> npt.NDArray[np.bool_]:
    """Tell which points lie on a line, as far as drawing keeps it."""
    # Readings run along the same edge of the same area: nearly all share their vertices.
    close = np.isin(_keys(points), _keys(line.lonlat))
    rest = np.flatnonzero(~close)
    if len(rest):
        found = shapely.STRtree(_segments(line)).query(
            shapely.points(points[rest]), predicate="dwithin", distance=_SAME
        )
        close[rest[found[0]]] = True
    return close


def _keys(points: FloatArray) -> npt.NDArray[np.int64]:
    fixed = np.rint(points * 1e6).astype(np.int64)
    keys: npt.NDArray[np.int64] = fixed[:, 0] * 1_000_000_000 + fixed[:, 1]
    return keys


def _segments(
    edges: Edges, chosen: npt.NDArray[np.bool_] | slice = slice(None)
) -> npt.NDArray[np.object_]:
    ends = np.stack([edges.lonlat[edges.start[chosen]], edges.lonlat[edges.end[chosen]]], axis=1)
    # Beside the antimeridian an edge would lie across the whole world.
    ends = ends[np.abs(ends[:, 0, 0] - ends[:, 1, 0]) < 180.0]
    return np.asarray(shapely.linestrings(ends), dtype=np.object_)
