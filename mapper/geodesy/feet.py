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
)

#: Below this the nearest point of the chord is within 1e-6 m of the best distance.
_SETTLE_FROM_M: Final = 300_000.0
#: How far off a sphere's bend can be, as a share of its curvature: an ellipsoid's
#: changes sign between 9,950 and 10,053 km.
_BEND_DOUBT: Final = 0.01
#: A further step must promise this much, in metres.
_WORTH_M: Final = 1e-5


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
    azimuth, back, distance = _inverse(lonlat, foot)
    far = np.flatnonzero((distance > _SETTLE_FROM_M) & (start != end))
    feet = Feet(distance, foot, azimuth)
    if len(far):
        _settle(lonlat, edges, edge, share, back, far, feet)
    return feet


def _inverse(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    azimuth, back, distance = GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.asarray(azimuth), np.asarray(back), np.asarray(distance)


def _settle(
    lonlat: FloatArray,
    edges: Edges,
    edge: IntArray,
    share: FloatArray,
    back: FloatArray,
    rows: IntArray,
    feet: Feet,
) -> None:
    """Move far feet along their edges until they are nearest; in place.

    Newton's method on the distance along the edge. Its slope is exact from the
    azimuths at the foot; its bend is at first that of a sphere, with doubt in
    favour of a step, then what two slopes tell.
    """
    a = edges.ecef[edges.start[edge[rows]]]
    along = edges.ecef[edges.end[edge[rows]]] - a
    length = np.sqrt(np.einsum("ij,ij->i", along, along))
    place, towards, here = share[rows] * length, back[rows], feet.lonlat[rows]
    turn = np.radians(towards) - _heading(here, along)
    slope = -np.cos(turn)
    bend = np.sin(turn) ** 2 / np.tan(feet.distance_m[rows] / MEAN_RADIUS_M) - _BEND_DOUBT
    bend /= MEAN_RADIUS_M
    for _ in range(5):
        step, gain = _best_step(slope, bend, -place, length - place)
        move = np.flatnonzero(gain < -_WORTH_M)
        if not len(move):
            return
        rows, a, along, length = rows[move], a[move], along[move], length[move]
        step, slope_before = step[move], slope[move]
        place = place[move] + step
        here = from_ecef(a + along * (place / length)[:, None])
        azimuth, towards, distance = _inverse(lonlat[rows], here)
        better = distance < feet.distance_m[rows]
        for column, values in zip(
            (feet.distance_m, feet.lonlat, feet.azimuth_deg),
            (distance, here, azimuth),
            strict=True,
        ):
            column[rows[better]] = values[better]
        slope = -np.cos(np.radians(towards) - _heading(here, along))
        bend = (slope - slope_before) / step


def _heading(lonlat: FloatArray, along: FloatArray) -> FloatArray:
    """Return the azimuth in radians of Earth-centred directions at positions."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    east = along[:, 1] * np.cos(lon) - along[:, 0] * np.sin(lon)
    outward = along[:, 0] * np.cos(lon) + along[:, 1] * np.sin(lon)
    north = along[:, 2] * np.cos(lat) - outward * np.sin(lat)
    return np.asarray(np.arctan2(east, north))


def _best_step(
    slope: FloatArray, bend: FloatArray, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return where slope * s + bend * s^2 / 2 is least within [low, high], and its value."""
    curved = bend > 1e-12
    step = np.clip(np.where(curved, -slope / np.where(curved, bend, 1.0), 0.0), low, high)
    gain = step * (slope + bend * step / 2.0)
    for end in (low, high):
        value = end * (slope + bend * end / 2.0)
        step, gain = np.where(value < gain, end, step), np.minimum(value, gain)
    return step, gain
