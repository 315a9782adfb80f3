"""Lines on the ellipsoid: file edges made geodesic, geodesics to draw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ellipsoid import FloatArray, as_lonlat, forward, inverse
from mapper.model.errors import InputError

#: An edge is first cut so that no piece spans more degrees than this.
_FIRST_SPAN_DEG = 2.0


def densify(geometry: BaseGeometry, tolerance_m: float = 0.01) -> BaseGeometry:
    """Return the geometry with vertices added until its edges may be taken as geodesics.

    Edges in files are straight in lon/lat (RFC 7946), which strays 54 m from
    the geodesic over 50 km and 936 m over 200 km. An edge that jumps more than
    180 degrees of longitude is taken to cross the antimeridian the short way.

    Parameters
    ----------
    geometry
        Any geometry in EPSG:4326, lon, lat; a third dimension is dropped.
    tolerance_m
        Greatest distance left between an edge and its geodesic, in metres.

    Examples
    --------
    >>> line = densify(shapely.LineString([(30, 50), (31, 50)]))
    >>> len(line.coords)
    112
    """
    if tolerance_m <= 0:
        raise InputError("the tolerance must be above zero", found=tolerance_m)
    parts = shapely.get_parts(geometry)
    if geometry.geom_type.startswith(("Multi", "Geometry")):
        return type(geometry)([densify(part, tolerance_m) for part in parts])
    flat = shapely.force_2d(geometry)
    if flat.is_empty or flat.geom_type == "Point":
        return flat
    if isinstance(flat, Polygon):
        rings = [densify_path(shapely.get_coordinates(flat.exterior), tolerance_m)]
        rings += [densify_path(shapely.get_coordinates(r), tolerance_m) for r in flat.interiors]
        return Polygon(rings[0], rings[1:])
    return LineString(densify_path(shapely.get_coordinates(flat), tolerance_m))


def densify_path(lonlat: FloatArray, tolerance_m: float = 0.01) -> FloatArray:
    """Return one path's vertices, ``(m, 2)``; see `densify`."""
    return densify_edges(lonlat[:-1], lonlat[1:], tolerance_m)[0]


def densify_edges(
    start: FloatArray, end: FloatArray, tolerance_m: float = 0.01
) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Cut edges that are straight in lon/lat; many paths can share one call.

    Parameters
    ----------
    start, end
        Lon, lat of the edges' ends, ``(n, 2)`` each.

    Returns
    -------
    vertices
        For every edge its vertices but the last, then the very last end,
        ``(m + 1, 2)``.
    owner
        Which edge each vertex (but the last) belongs to, ``(m,)``.
    """
    if len(start) == 0:
        return start.copy(), np.empty(0, dtype=np.intp)
    jump = end[:, 0] - start[:, 0]
    # A jump of exactly 360 degrees is the seam of a polygon around a pole.
    around = (np.abs(jump) > 180.0) & (np.abs(jump) < 360.0)
    goal = end.copy()
    goal[around, 0] -= np.sign(jump[around]) * 360.0
    pieces = np.ceil(np.abs(goal - start).max(axis=1) / _FIRST_SPAN_DEG).astype(np.intp)
    a, b, owner = _cut(start, goal, np.maximum(pieces, 1))
    pieces = _pieces_needed(a, b, tolerance_m)
    while (pieces > 1).any():
        a, b, index = _cut(a, b, pieces)
        owner = owner[index]
        # Only pieces of edges that were just cut can still be off.
        again = pieces[index] > 1
        pieces = np.ones(len(a), dtype=np.intp)
        pieces[again] = _pieces_needed(a[again], b[again], tolerance_m)
    vertices = np.vstack([a, end[-1:]])
    vertices[:, 0] = wrap(vertices[:, 0])
    return vertices, owner


def _cut(
    a: FloatArray, b: FloatArray, pieces: npt.NDArray[np.intp]
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.intp]]:
    index = np.repeat(np.arange(len(a)), pieces)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    number = np.arange(len(index)) - first
    count = pieces[index]
    step = b[index] - a[index]
    cut_a = a[index] + step * (number / count)[:, None]
    cut_b = a[index] + step * ((number + 1) / count)[:, None]
    last = number + 1 == count
    cut_b[last] = b[index][last]
    return cut_a, cut_b, index


def _pieces_needed(a: FloatArray, b: FloatArray, tolerance_m: float) -> npt.NDArray[np.intp]:
    """Return into how many pieces each edge has to be cut; 1 where it is good."""
    if len(a) == 0:
        return np.empty(0, dtype=np.intp)
    azimuth, length = inverse(a, b)
    worst = np.zeros(len(a))
    # An edge across the equator strays to either side: its middle says nothing.
    for share in (0.25, 0.5, 0.75):
        towards, along = inverse(a, a + share * (b - a))
        off = np.minimum(along, length) * np.abs(np.sin(np.radians(towards - azimuth)))
        np.maximum(worst, off, out=worst)
    # Below the tolerance nothing can stray by more; a pole's spiral ends here.
    worst[length <= tolerance_m] = 0.0
    # The deviation falls with the square of the length; a little in hand.
    wanted = np.ceil(np.sqrt(worst / tolerance_m) * 1.01)
    return np.clip(np.where(worst > tolerance_m, wanted, 1), 1, 1000).astype(np.intp)


def wrap(lon: FloatArray) -> FloatArray:
    """Return longitudes brought into -180 to 180; those inside are untouched."""
    return np.where(np.abs(lon) > 180.0, (lon + 180.0) % 360.0 - 180.0, lon)


def geodesic_line(
    lonlat_a: npt.ArrayLike, lonlat_b: npt.ArrayLike, max_deviation_m: float = 10.0
) -> LineString | MultiLineString:
    """Return the geodesic between two positions as a line to draw.

    Parameters
    ----------
    lonlat_a, lonlat_b
        Lon, lat in degrees.
    max_deviation_m
        How far the drawn edges, straight in lon/lat, may stray from it.

    Returns
    -------
    LineString or MultiLineString
        EPSG:4326; two parts where it crosses the antimeridian, each ending at
        exactly 180 or -180 degrees.

    Examples
    --------
    >>> geodesic_line([179, 10], [-179, 10]).geom_type
    'MultiLineString'
    """
    a, b = as_lonlat(lonlat_a), as_lonlat(lonlat_b)
    azimuth, length = inverse(a, b)
    if length[0] == 0.0:
        return LineString([a[0], b[0]])

    def at(share: FloatArray) -> FloatArray:
        start = np.repeat(a, len(share), axis=0)
        points = forward(start, np.repeat(azimuth, len(share)), share * length[0])
        points[share == 0.0] = a[0]
        points[share == 1.0] = b[0]
        return points

    shares = np.linspace(0.0, 1.0, 17)
    for _ in range(40):
        points = at(shares)
        middle = (shares[:-1] + shares[1:]) / 2
        true = at(middle)
        left, right = points[:-1], points[1:].copy()
        right[:, 0] = left[:, 0] + (right[:, 0] - left[:, 0] + 180.0) % 360.0 - 180.0
        drawn = (left + right) / 2
        drawn[:, 0] = wrap(drawn[:, 0])
        off = inverse(drawn, true)[1] > max_deviation_m
        off &= np.diff(shares) * length[0] > max_deviation_m
        if not off.any():
            break
        shares = np.sort(np.concatenate([shares, middle[off]]))
    return _split_at_antimeridian(at(shares))


def _split_at_antimeridian(points: FloatArray) -> LineString | MultiLineString:
    jump = np.diff(points[:, 0])
    crossings = np.flatnonzero(np.abs(jump) > 180.0)
    parts: list[FloatArray] = []
    begin = 0
    carried: list[FloatArray] = []
    for index in crossings.tolist():
        side = np.sign(points[index, 0]) * 180.0
        other = points[index + 1, 0] + 2 * side
        span = other - points[index, 0]
        share = 0.0 if span == 0.0 else (side - points[index, 0]) / span
        lat = points[index, 1] + share * (points[index + 1, 1] - points[index, 1])
        parts.append(np.vstack([*carried, points[begin : index + 1], [[side, lat]]]))
        carried = [np.array([[-side, lat]])]
        begin = index + 1
    parts.append(np.vstack([*carried, points[begin:]]))
    lines = [LineString(part) for part in parts if len(np.unique(part, axis=0)) > 1]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)
