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
#: An edge is compared with other readings at points this close, in degrees.
_STEP: Final = 0.005


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
        Metres, rounded up, from the edge's farthest point to the reading that
        is farthest from it; edges within 15 m of all readings are left out.
    """
    points, owner = _sampled(drawn)
    if not len(points):
        return []
    late = np.zeros(len(points))
    for reading in front.variants:
        apart = ~_close(points, _segments(reading))
        if apart.any():
            away = nearest_on_line(points[apart], reading).distance_m
            late[apart] = np.maximum(late[apart], away)
    worst: dict[tuple[int, int], int] = {}
    for at in np.flatnonzero(late).tolist():
        key = (int(owner[at, 0]), int(owner[at, 1]))
        worst[key] = max(worst.get(key, 0), int(np.ceil(late[at])))
    return [[line, edge, metres] for (line, edge), metres in sorted(worst.items())]


def other_stretches(front: FrontLine) -> BaseGeometry:
    """Return what other readings have that the line has not; empty where nothing.

    Their ends reach up to where they join the line.
    """
    line = front.line
    readings = [*front.variants, *([] if front.ends is None else [front.ends])]
    found = []
    for reading in readings:
        close = _close(reading.lonlat, line)
        both = close[reading.start] & close[reading.end]
        if not both.all():
            found.append(_segments(reading, ~both))
    return shapely.line_merge(shapely.union_all(found)) if found else MultiLineString()


def stated_accuracy_m(front: FrontLine) -> float | None:
    """Return the accuracy the source states for its areas, in metres."""
    return max((metres for _, metres in front.accuracies), default=None)


def _close(points: FloatArray, line: BaseGeometry) -> npt.NDArray[np.bool_]:
    shapely.prepare(line)
    return np.asarray(shapely.dwithin(line, shapely.points(points), _SAME), dtype=bool)


def _segments(edges: Edges, chosen: npt.NDArray[np.bool_] | slice = slice(None)) -> BaseGeometry:
    ends = np.stack([edges.lonlat[edges.start[chosen]], edges.lonlat[edges.end[chosen]]], axis=1)
    # Beside the antimeridian an edge would lie across the whole world.
    ends = ends[np.abs(ends[:, 0, 0] - ends[:, 1, 0]) < 180.0]
    return shapely.multilinestrings(shapely.linestrings(ends))


def _sampled(drawn: list[FloatArray]) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Return points along drawn edges, and of each the line and the edge."""
    points, owner = [], []
    for number, line in enumerate(drawn):
        step = np.diff(line, axis=0)
        pieces = np.maximum(np.ceil(np.abs(step).max(axis=1) / _STEP), 1).astype(np.intp)
        edge = np.repeat(np.arange(len(step)), pieces + 1)
        along = np.concatenate([np.linspace(0.0, 1.0, count + 1) for count in pieces.tolist()])
        points.append(line[:-1][edge] + step[edge] * along[:, None])
        owner.append(np.column_stack([np.full(len(edge), number), edge]))
    if not points:
        return np.empty((0, 2)), np.empty((0, 2), dtype=np.intp)
    return np.concatenate(points), np.concatenate(owner)
