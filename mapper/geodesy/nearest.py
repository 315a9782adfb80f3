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
from mapper.geodesy.descent import descent_candidates, first_of_runs
from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import FloatArray, as_lonlat, from_north, inverse
from mapper.geodesy.feet import Feet, chord_feet, exact_feet
from mapper.geodesy.tiles import Tiles

#: Points per tile; between overhead per tile and work per pair.
_TILE: Final = 160
#: Tiles wider than this have too many vertices to compare point by point.
_WIDEST_M: Final = 100_000.0
#: Over this chord the distance along an edge is concave (`mapper.geodesy.outline`):
#: its least is at an end.
_CONCAVE_M: Final = 9_060_000.0


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
    antimeridian and at the poles. Cost hardly grows with the vertices: many
    points near the line take three to four times as long as one `Geod.inv` each,
    points strewn over the globe or a line around it up to ten times, and points
    about equally far from thousands of vertices up to forty times.

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
    wide = tiles.radius_m > _WIDEST_M
    # A few wide tiles are not worth the hierarchy.
    if far.any() or np.mean(wide) > 0.1:
        far |= wide
    for found in chord_candidates(tiles, np.flatnonzero(~far), witness, edges, blocks):
        _settle(result, tiles, edges, found, few=False)
    rows = np.flatnonzero(np.repeat(far, np.diff(tiles.begin)))
    for found in descent_candidates(tiles.lonlat, rows, edges):
        chord2 = np.sum((tiles.ecef[found.point] - edges.ecef[found.vertex]) ** 2, axis=1)
        concave = chord2 > _CONCAVE_M**2
        _settle(result, tiles, edges, found.where(~concave), few=True)
        _settle_ends(result, tiles, edges, found.where(concave))
    result.azimuth_deg[:] = from_north(result.azimuth_deg)
    return result


def _settle(result: Nearest, tiles: Tiles, edges: Edges, found: Candidates, *, few: bool) -> None:
    """Make candidates exact and keep the nearest of each point, in place."""
    if not len(found.point):
        return
    point, edge = _edges_of(edges, found)
    share, square = chord_feet(
        tiles.ecef[point], edges.ecef[edges.start[edge]], edges.ecef[edges.end[edge]]
    )
    if not few:
        keep = _near_enough(edges, point, edge, share, square)
        point, edge, share = point[keep], edge[keep], share[keep]
    _keep_nearest(result, tiles, point, exact_feet(tiles.lonlat[point], edges, edge, share))


def _settle_ends(result: Nearest, tiles: Tiles, edges: Edges, found: Candidates) -> None:
    """Keep the nearest candidate of points so far away that only vertices count."""
    if not len(found.point):
        return
    places = edges.lonlat[found.vertex]
    azimuth, distance = inverse(tiles.lonlat[found.point], places)
    _keep_nearest(result, tiles, found.point, Feet(distance, places, azimuth))


def _keep_nearest(result: Nearest, tiles: Tiles, point: IntArray, feet: Feet) -> None:
    first = first_of_runs(point)
    best = np.minimum.reduceat(feet.distance_m, first)
    run = np.cumsum(np.bincount(first, minlength=len(point))) - 1
    winner = np.flatnonzero(feet.distance_m == best[run])
    winner = winner[first_of_runs(point[winner])]
    row = tiles.order[point[winner]]
    better = feet.distance_m[winner] < result.distance_m[row]
    row, winner = row[better], winner[better]
    result.distance_m[row] = feet.distance_m[winner]
    result.lonlat[row] = feet.lonlat[winner]
    result.azimuth_deg[row] = feet.azimuth_deg[winner]


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
    first = first_of_runs(point)
    least = np.minimum.reduceat(square, first)
    reached = (np.sqrt(least) + edges.sagitta_m) ** 2
    limit = (np.sqrt(farthest_chord2(reached, edges.sagitta_m)) + edges.sagitta_m) ** 2
    run = np.cumsum(np.bincount(first, minlength=len(point))) - 1
    keep = square <= limit[run]
    # Far off, the chord's foot may be an end where the geodesic's is inside.
    doubled = (share >= 1.0) & (edges.after[edges.end[edge]] >= 0)
    keep &= ~(doubled & (least[run] < 1e12))
    return np.flatnonzero(keep)
