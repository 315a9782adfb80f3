"""The nearest point of a line, exact on the ellipsoid, for many points at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.chords import (
    CHORDS_UNTIL_M,
    Blocks,
    Candidates,
    chord_candidates,
    farthest_chord2,
    nearest_block,
)
from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import FloatArray, as_lonlat, inverse
from mapper.geodesy.feet import chord_feet, exact_feet
from mapper.geodesy.hinges import hinge_candidates
from mapper.geodesy.tiles import Tiles

#: Points per tile; between overhead per tile and work per pair.
_TILE: Final = 160
#: Pairs made exact in one go; bounds memory.
_PAIRS_AT_ONCE: Final = 100_000


@dataclass(frozen=True)
class Nearest:
    """Nearest points, one per point asked for.

    Attributes
    ----------
    distance_m
        Geodesic distance on WGS 84, ``(n,)``.
    lonlat
        The nearest point itself, ``(n, 2)``.
    azimuth_deg
        Direction to it at the point asked for, 0 to 360 from north, ``(n,)``.
    """

    distance_m: FloatArray
    lonlat: FloatArray
    azimuth_deg: FloatArray


def nearest_on_line(lonlat: npt.ArrayLike, line: BaseGeometry | Edges) -> Nearest:
    """Return the nearest point of a line for each position, exact to 1 mm.

    Anywhere on Earth: beside the line or half a world away, across the
    antimeridian and at the poles. Cost hardly grows with the vertices near the
    line; points more than 1,200 km away cost more, around rings most.

    Parameters
    ----------
    lonlat
        Lon, lat in degrees, ``(n, 2)`` or one pair.
    line
        Lines in EPSG:4326 whose edges are geodesics. Edges read from a file
        are straight in lon/lat: give them through `densify` first. `Edges.of`
        prepares a line that is asked several times.

    Raises
    ------
    InputError
        If a position is none; `GeometryError` if there is no line.

    Examples
    --------
    >>> import shapely
    >>> line = shapely.LineString([(37.92, 50.02), (37.63, 49.81)])
    >>> near = nearest_on_line([[53.2045, 56.8498], [37.0, 50.0]], line)
    >>> near.distance_m.round(2)
    array([1264049.61,   49948.07])
    >>> near.lonlat.round(4)
    array([[37.92, 50.02],
           [37.63, 49.81]])
    """
    points = as_lonlat(lonlat)
    edges = line if isinstance(line, Edges) else Edges.of(line)
    count = len(points)
    result = Nearest(np.full(count, np.inf), np.empty((count, 2)), np.zeros(count))
    if count == 0:
        return result
    tiles = Tiles.of(points, edges.ecef.mean(axis=0), _TILE)
    blocks = Blocks.of(edges)
    witness, away = nearest_block(tiles, blocks)
    far = away + tiles.radius_m > CHORDS_UNTIL_M
    for found in chord_candidates(tiles, np.flatnonzero(~far), witness, edges, blocks):
        _settle(result, tiles, edges, found, far=False)
    for found in hinge_candidates(tiles, np.flatnonzero(far), edges, blocks):
        for first in range(0, len(found.point), _PAIRS_AT_ONCE):
            part = slice(first, first + _PAIRS_AT_ONCE)
            some = Candidates(found.point[part], found.vertex[part])
            _settle(result, tiles, edges, some, far=True)
    np.mod(result.azimuth_deg, 360.0, out=result.azimuth_deg)
    return result


def _settle(result: Nearest, tiles: Tiles, edges: Edges, found: Candidates, *, far: bool) -> None:
    """Make candidates exact and keep the nearest of each point, in place."""
    point, edge = _edges_of(edges, found)
    share, square = chord_feet(
        tiles.ecef[point], edges.ecef[edges.start[edge]], edges.ecef[edges.end[edge]]
    )
    if far:
        keep = _promising(tiles, edges, point, edge)
    else:
        keep = _near_enough(edges, point, edge, share, square)
    point, edge, share = point[keep], edge[keep], share[keep]
    feet = exact_feet(tiles.lonlat[point], edges, edge, share)
    first = _first_of_runs(point)
    best = np.minimum.reduceat(feet.distance_m, first)
    run = np.cumsum(np.bincount(first, minlength=len(point))) - 1
    winner = np.flatnonzero(feet.distance_m == best[run])
    winner = winner[_first_of_runs(point[winner])]
    row = tiles.order[point[winner]]
    better = feet.distance_m[winner] < result.distance_m[row]
    row, winner = row[better], winner[better]
    result.distance_m[row] = feet.distance_m[winner]
    result.lonlat[row] = feet.lonlat[winner]
    result.azimuth_deg[row] = feet.azimuth_deg[winner]


def _first_of_runs(sorted_values: IntArray) -> IntArray:
    return np.flatnonzero(np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]]))


def _edges_of(edges: Edges, found: Candidates) -> tuple[IntArray, IntArray]:
    """Return each candidate point with both edges of its vertices, once, in order of points."""
    after, before = edges.after[found.vertex], edges.before[found.vertex]
    # The edge before a vertex is the one after the vertex before it.
    repeated = np.zeros(len(before), dtype=bool)
    repeated[1:] = (found.point[1:] == found.point[:-1]) & (before[1:] == after[:-1])
    before = np.where(repeated, -1, before)
    point = np.repeat(found.point, 2)
    edge = np.column_stack([before, after]).ravel()
    there = edge >= 0
    return point[there], edge[there]


def _near_enough(
    edges: Edges, point: IntArray, edge: IntArray, share: FloatArray, square: FloatArray
) -> IntArray:
    """Keep pairs whose chord can still be nearest, and a vertex for one edge alone."""
    first = _first_of_runs(point)
    least = np.minimum.reduceat(square, first)
    reached = (np.sqrt(least) + edges.sagitta_m) ** 2
    limit = (np.sqrt(farthest_chord2(reached, edges.sagitta_m)) + edges.sagitta_m) ** 2
    run = np.cumsum(np.bincount(first, minlength=len(point))) - 1
    keep = square <= limit[run]
    # Far off, the chord's foot may be an end where the geodesic's is inside.
    doubled = (share >= 1.0) & (edges.after[edges.end[edge]] >= 0)
    keep &= ~(doubled & (least[run] < 1e12))
    return np.flatnonzero(keep)


def _promising(tiles: Tiles, edges: Edges, point: IntArray, edge: IntArray) -> IntArray:
    """Keep far pairs with an end hardly farther than the nearest end of all."""
    at_start = inverse(tiles.lonlat[point], edges.lonlat[edges.start[edge]])[1]
    at_end = inverse(tiles.lonlat[point], edges.lonlat[edges.end[edge]])[1]
    nearer = np.minimum(at_start, at_end)
    first = _first_of_runs(point)
    least = np.minimum.reduceat(nearer, first)
    run = np.cumsum(np.bincount(first, minlength=len(point))) - 1
    # A right-angled hinge: end^2 <= nearest^2 + (longest / 2)^2.
    reach2 = (least + 0.001) ** 2 + (edges.longest_m / 2.0) ** 2
    return np.flatnonzero(nearer**2 <= reach2[run])
