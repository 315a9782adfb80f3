"""Where a line of contact meets a border or coast: what there is still front."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

#: Two files agree on a border or coast no better than this, in metres: an end of
#: the line this near to it may be that border.
BESIDE_M: Final = 200.0
_NONE_M: Final = 0.01


def cut_ends(
    line: BaseGeometry, land: BaseGeometry, around_m: float
) -> tuple[MultiLineString, MultiLineString]:
    """Return a line without the ends beside the land's edge or outside, and these ends.

    Only ends are cut: a front that comes near the border on its way stays whole.

    Parameters
    ----------
    line
        Merged lines in metres of a plane; rings have no ends.
    land
        The country in the same plane; its edge is border and coast.
    around_m
        Land farther than this from both ends of a part is not looked at.
    """
    kept: list[LineString] = []
    cut: list[LineString] = []
    for part in shapely.get_parts(line):
        if part.is_ring:
            kept.append(part)
            continue
        first, last = (Point(part.coords[at]) for at in (0, -1))
        near = shapely.union_all([first.buffer(around_m), last.buffer(around_m)])
        local = shapely.intersection(land, near.buffer(2.0 * BESIDE_M))
        inner = local.buffer(-BESIDE_M, quad_segs=8)
        begin, end = _front(part, shapely.difference(near, inner))
        pieces = [(0.0, begin, cut), (begin, end, kept), (end, part.length, cut)]
        if begin >= end:
            pieces = [(0.0, part.length, cut)]
        for low, high, into in pieces:
            if high - low > _NONE_M:
                into.append(_between(part, low, high))
    return MultiLineString(kept), MultiLineString(cut)


def _between(part: LineString, low: float, high: float) -> LineString:
    """Return a part between two lengths along it (shapely's ``substring`` walks in Python)."""
    points = shapely.get_coordinates(part)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    ends = shapely.get_coordinates(shapely.line_interpolate_point(part, [low, high]))
    inner = (along > low + _NONE_M) & (along < high - _NONE_M)
    return LineString(np.vstack([ends[:1], points[inner], ends[1:]]))


def _front(part: LineString, beside: BaseGeometry) -> tuple[float, float]:
    """Return from where to where along the part its ends are not beside the border."""
    begin, end = 0.0, part.length
    for piece in shapely.get_parts(shapely.intersection(part, beside)):
        if piece.geom_type != "LineString" or piece.is_empty:
            continue
        low, high = sorted(part.project(Point(piece.coords[at])) for at in (0, -1))
        if low < _NONE_M:
            begin = max(begin, high)
        if high > part.length - _NONE_M:
            end = min(end, low)
    return begin, end
