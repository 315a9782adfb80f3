"""The exact nearest point of given edges: geodesic feet on the ellipsoid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import (
    GEOD,
    MEAN_RADIUS_M,
    FloatArray,
    from_ecef,
    inverse,
)

#: Beyond this the nearest point of the chord is not near enough to the geodesic's.
NEWTON_FROM_M: Final = 300_000.0
#: Beyond a quarter of the circumference distance is concave along a geodesic:
#: the nearest point of an edge is one of its ends (Hessian comparison).
CONCAVE_FROM_M: Final = 9_985_000.0


@dataclass(frozen=True)
class Feet:
    """One candidate nearest point for each pair of a point and an edge."""

    distance_m: FloatArray
    lonlat: FloatArray
    azimuth_deg: FloatArray


def chord_feet(points: FloatArray, a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return share along the chord and squared distance of straight feet (Earth-centred)."""
    along = b - a
    rest = points - a
    length2 = np.einsum("ij,ij->i", along, along)
    share = np.einsum("ij,ij->i", rest, along) / np.where(length2 > 0.0, length2, 1.0)
    np.clip(share, 0.0, 1.0, out=share)
    rest -= along * share[:, None]
    return share, np.einsum("ij,ij->i", rest, rest)


def exact_feet(lonlat: FloatArray, edges: Edges, edge: IntArray, share: FloatArray) -> Feet:
    """Return the geodesic nearest points, starting from shares along the chords.

    Parameters
    ----------
    lonlat
        The point of each pair, ``(m, 2)``.
    edge, share
        The edge of each pair and the place along its chord, 0 to 1.
    """
    start, end = edges.start[edge], edges.end[edge]
    foot = edges.lonlat[start].copy()
    at_end = share >= 1.0
    foot[at_end] = edges.lonlat[end[at_end]]
    inner = np.flatnonzero((share > 0.0) & ~at_end)
    a, b = edges.ecef[start[inner]], edges.ecef[end[inner]]
    # The geodesic runs straight above its chord: dropping the height finds it.
    foot[inner] = from_ecef(a + (b - a) * share[inner, None])
    azimuth, distance = inverse(lonlat, foot)
    far = np.flatnonzero(distance > NEWTON_FROM_M)
    if len(far):
        _settle(lonlat, edges, edge, share, far, distance, foot, azimuth)
    return Feet(distance, foot, azimuth)


def _settle(
    lonlat: FloatArray,
    edges: Edges,
    edge: IntArray,
    share: FloatArray,
    far: IntArray,
    distance: FloatArray,
    foot: FloatArray,
    azimuth: FloatArray,
) -> None:
    """Move far feet along their edges until they are nearest; in place."""
    far = far[edges.start[edge[far]] != edges.end[edge[far]]]
    if not len(far):
        return
    a, b = edges.lonlat[edges.start[edge[far]]], edges.lonlat[edges.end[edge[far]]]
    heading, length = inverse(a, b)
    along = share[far] * length
    for _ in range(3):
        lon, lat, back = GEOD.fwd(a[:, 0], a[:, 1], heading, along)
        towards, _, gone = GEOD.inv(lon, lat, lonlat[far, 0], lonlat[far, 1])
        turn = np.radians(towards - (np.asarray(back) + 180.0))
        # Slope and bend of the distance along the edge, as on a sphere.
        slope = -np.cos(turn)
        bend = np.sin(turn) ** 2 / np.tan(np.asarray(gone) / MEAN_RADIUS_M) / MEAN_RADIUS_M
        flat = (bend <= 1e-12) | (np.asarray(gone) > CONCAVE_FROM_M)
        step = np.where(flat, -np.sign(slope) * length, -slope / np.where(flat, 1.0, bend))
        along = np.clip(along + step, 0.0, length)
        moved = np.column_stack(GEOD.fwd(a[:, 0], a[:, 1], heading, along)[:2])
        _take_better(lonlat, far, moved, distance, foot, azimuth)
    for ends in (a, b):
        _take_better(lonlat, far, ends, distance, foot, azimuth)


def _take_better(
    lonlat: FloatArray,
    rows: IntArray,
    moved: FloatArray,
    distance: FloatArray,
    foot: FloatArray,
    azimuth: FloatArray,
) -> None:
    new_azimuth, new_distance = inverse(lonlat[rows], moved)
    better = new_distance < distance[rows]
    rows = rows[better]
    distance[rows] = new_distance[better]
    foot[rows] = moved[better]
    azimuth[rows] = new_azimuth[better]
