"""Which vertices can be nearest to points anywhere: down a hierarchy of stretches.

With a distance e to the nearer end of a stretch, no point of the geodesic of
length L between its ends is nearer than sqrt(e^2 - L^2 / 4): the hinge at a
nearest point between the ends has a right angle, and where curvature is nowhere
negative its third side is at most that of the plane (Toponogov's theorem, valid
for any distance). The line itself is within the stretch's thickness of it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from mapper.geodesy.chords import Candidates
from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import FloatArray
from mapper.geodesy.outline import outline
from mapper.geodesy.rulers import Ruler, ThomasRuler, TrueRuler
from mapper.geodesy.stretches import BRANCHES, Stretches
from mapper.geodesy.thomas import HALF_MERIDIAN_M

#: Beyond this distance only the line's outline counts.
_OUTLINE_M: Final = 10_060_000.0
#: Outlines of lines wider than this are of little use.
_WIDEST_M: Final = 2_000_000.0
#: Where the line is this close to a point's antipode only `Geod.inv` will do.
_ANTIPODE_M: Final = 300_000.0
#: Stretches every point starts with; between breadth and depth.
_AT_TOP: Final = 16
#: The same where each distance is dear.
_AT_TOP_TRUE: Final = 4
#: Up to so many points are sooner compared with every vertex.
_FEW: Final = 8
#: Distances worked out in one go: bounds memory, and keeps columns in the cache.
_AT_ONCE: Final = 50_000


def descent_candidates(lonlat: FloatArray, rows: IntArray, edges: Edges) -> Iterator[Candidates]:
    """Yield candidates for chosen points, some points at a time.

    Parameters
    ----------
    lonlat
        Positions in degrees, ``(n, 2)``.
    rows
        Which of them.
    """
    if not len(rows):
        return
    every = np.arange(len(edges.lonlat))
    stretches = Stretches.of(edges, every, _AT_TOP if len(rows) > _FEW else len(every))
    width = edges.width_m
    # No part of the line is nearer than this or that vertex by more than its width.
    outside = _OUTLINE_M + width if width < _WIDEST_M else np.inf
    beyond = yield from _search(lonlat, rows, stretches, ThomasRuler, outside)
    if not len(beyond):
        return
    outer = outline(edges)
    stretches = Stretches.of(edges, outer, _AT_TOP)
    limit = HALF_MERIDIAN_M - _ANTIPODE_M
    beyond = yield from _search(lonlat, beyond, stretches, ThomasRuler, limit)
    if len(beyond):
        stretches = Stretches.of(edges, outer, _AT_TOP_TRUE)
        yield from _search(lonlat, beyond, stretches, TrueRuler, np.inf)


def _search(
    lonlat: FloatArray, rows: IntArray, stretches: Stretches, make: type[Ruler], limit_m: float
) -> Generator[Candidates, None, IntArray]:
    """Yield candidates of the points within a limit; return the rows of the others."""
    beyond = []
    step = max(1, _AT_ONCE // len(stretches.ends))
    for first in range(0, len(rows), step):
        some = rows[first : first + step]
        ruler = make(lonlat[some], stretches)
        away = ruler.distances(np.arange(len(some)), stretches.ends[None, :])
        within = away.min(axis=1) <= limit_m
        if within.any():
            yield from _descend(ruler, stretches, some, np.flatnonzero(within), away[within])
        beyond.append(some[~within])
    return np.concatenate(beyond)


def _descend(
    ruler: Ruler, stretches: Stretches, rows: IntArray, point: IntArray, away: FloatArray
) -> Iterator[Candidates]:
    """Yield the candidates of some points.

    Parameters
    ----------
    rows
        Row of each of the ruler's points.
    point, away
        Chosen points of the ruler, ``(m,)``, and their distances to the ends of
        the longest stretches.
    """
    level = len(stretches.levels) - 1
    most = _most(ruler, away)
    stretch = np.arange(away.shape[1] - 1)[None, :]
    row, place = np.nonzero(_open(ruler, stretches, level, stretch, away, most[:, None]))
    waiting = [_Front(level, row, place, away[row, place], away[row, place + 1])]
    while waiting:
        front = waiting.pop()
        if len(front.row) > _AT_ONCE // BRANCHES and front.row[0] != front.row[-1]:
            waiting += front.halves()
        elif front.level:
            waiting.append(_next_level(ruler, stretches, point, most, front))
        else:
            row, vertex = _nearest(ruler, stretches, front)
            yield Candidates(rows[point[row]], stretches.vertex[vertex])


@dataclass(frozen=True)
class _Front:
    """How far a descent has come: stretches left of each point, in order of points.

    ``at_start`` and ``at_end`` are the distances to the stretches' ends.
    """

    level: int
    row: IntArray
    stretch: IntArray
    at_start: FloatArray
    at_end: FloatArray

    def halves(self) -> tuple[_Front, _Front]:
        """Return the later and the earlier half of the points."""
        first = first_of_runs(self.row)
        middle = int(first[len(first) // 2])
        return self._part(slice(middle, None)), self._part(slice(middle))

    def _part(self, part: slice) -> _Front:
        columns = self.row[part], self.stretch[part]
        return _Front(self.level, *columns, self.at_start[part], self.at_end[part])


def _next_level(
    ruler: Ruler, stretches: Stretches, point: IntArray, most: FloatArray, front: _Front
) -> _Front:
    """Cut the stretches into their parts; lowers ``most`` in place."""
    level, row = front.level - 1, front.row
    part = front.stretch[:, None] * BRANCHES + np.arange(BRANCHES)
    away = np.empty((len(row), BRANCHES + 1))
    away[:, 0], away[:, -1] = front.at_start, front.at_end
    away[:, 1:-1] = ruler.distances(point[row], part[:, 1:] * stretches.levels[level].step)
    first = first_of_runs(row)
    found = row[first]
    most[found] = np.minimum(most[found], np.minimum.reduceat(_most(ruler, away), first))
    keep = _open(ruler, stretches, level, part, away, most[row][:, None])
    pair, place = np.nonzero(keep)
    return _Front(level, row[pair], part[pair, place], away[pair, place], away[pair, place + 1])


def _most(ruler: Ruler, away: FloatArray) -> FloatArray:
    """Return how far each row's nearest vertex is at most."""
    least = away.min(axis=1)
    return np.asarray(least + ruler.error_m(least))


def _open(
    ruler: Ruler,
    stretches: Stretches,
    level: int,
    stretch: IntArray,
    away: FloatArray,
    most: FloatArray,
) -> npt.NDArray[np.bool_]:
    """Return which stretches, between neighbouring columns, can be as near as that."""
    least = np.minimum(away[:, :-1], away[:, 1:])
    least -= ruler.error_m(least)
    np.maximum(least, 0.0, out=least)
    least *= least
    least -= stretches.levels[level].half2[stretch]
    limit = most + stretches.levels[level].thickness[stretch]
    limit *= limit
    return np.asarray(least <= limit)


def _nearest(ruler: Ruler, stretches: Stretches, front: _Front) -> tuple[IntArray, IntArray]:
    """Return vertices that can have the nearest edge, each compared with its point's best."""
    row = np.repeat(front.row, 2)
    vertex = np.column_stack([front.stretch, front.stretch + 1]).ravel()
    away = np.column_stack([front.at_start, front.at_end]).ravel()
    keep = vertex < stretches.number
    keep[1:] &= (row[1:] != row[:-1]) | (vertex[1:] != vertex[:-1])
    row, vertex, away = row[keep], vertex[keep], away[keep]
    first = first_of_runs(row)
    best = np.minimum.reduceat(away, first)
    run = np.cumsum(np.bincount(first, minlength=len(row))) - 1
    winner = np.flatnonzero(away == best[run])
    rival = np.empty(len(first), dtype=np.intp)
    rival[run[winner]] = vertex[winner]
    apart = stretches.apart_m(vertex, rival[run])
    least = np.maximum(away - ruler.change_m(away, apart), 0.0)
    keep = least**2 - stretches.reach2[vertex] <= best[run] ** 2
    return row[keep], vertex[keep]


def first_of_runs(sorted_values: IntArray) -> IntArray:
    """Return where each run of equal values begins."""
    return np.flatnonzero(np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]]))
