"""Being inside an area, and the way to its boundary."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiLineString
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.edges import Edges
from mapper.geodesy.ellipsoid import FloatArray, as_lonlat
from mapper.geodesy.lines import densify
from mapper.geodesy.nearest import Nearest, nearest_on_line
from mapper.model.errors import GeometryError


@dataclass(frozen=True)
class NearestOnArea(Nearest):
    """Nearest points of an area: 0 m and the position itself when inside.

    Attributes
    ----------
    inside
        Whether each position is inside the area or on its boundary, ``(n,)``.
    boundary
        The nearest point of the boundary, inside or out.
    """

    inside: npt.NDArray[np.bool_]
    boundary: Nearest


#: A prepared geometry makes its index when it is first asked, and GEOS lets only one
#: thread do so at a time.
_ASKING = threading.Lock()


def inside(lonlat: npt.ArrayLike, area: BaseGeometry) -> npt.NDArray[np.bool_]:
    """Return which positions are inside the area or on its boundary, ``(n,)``.

    Parameters
    ----------
    lonlat
        Lon, lat in degrees, ``(n, 2)`` or one pair.
    area
        Valid polygons in EPSG:4326 with edges straight in lon/lat, as in files.

    Examples
    --------
    >>> inside([[1, 1], [3, 1]], shapely.box(0, 0, 2, 2))
    array([ True, False])
    """
    points = as_lonlat(lonlat)
    with _ASKING:
        return _inside(points, area)


def _inside(points: FloatArray, area: BaseGeometry) -> npt.NDArray[np.bool_]:
    shapely.prepare(area)
    result = shapely.intersects_xy(area, points[:, 0], points[:, 1])
    # 180 and -180 are one meridian; at a pole every longitude is the same place.
    seam = np.flatnonzero(np.abs(points[:, 0]) == 180.0)
    if len(seam):
        result[seam] |= shapely.intersects_xy(area, -points[seam, 0], points[seam, 1])
    for lat in (-90.0, 90.0):
        pole = np.flatnonzero(points[:, 1] == lat)
        if len(pole):
            touches = shapely.intersects(area, shapely.LineString([(-180, lat), (180, lat)]))
            result[pole] |= bool(touches)
    return np.asarray(result, dtype=bool)


def boundary_of(area: BaseGeometry) -> MultiLineString:
    """Return an area's boundary with geodesic edges (within 1 cm), EPSG:4326.

    The cut along the antimeridian that files make, and the seam along a pole,
    are no boundary and are left out.

    Raises
    ------
    GeometryError
        If there is no area, or it covers the whole Earth.
    """
    rings = shapely.get_rings(shapely.get_parts(area))
    starts, ends = [], []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        starts.append(points[:-1])
        ends.append(points[1:])
    if not starts:
        raise GeometryError("there is no area in it", found=area.geom_type)
    start, end = np.vstack(starts), np.vstack(ends)
    seam = (np.abs(start[:, 0]) == 180.0) & (start[:, 0] == end[:, 0])
    pole = (np.abs(start[:, 1]) == 90.0) & (start[:, 1] == end[:, 1])
    if not (seam | pole).any():
        lines = [shapely.LineString(shapely.get_coordinates(ring)) for ring in rings]
    else:
        lines = _without_seams(rings, seam, pole) + _one_sided(start[seam], end[seam])
    if not lines:
        raise GeometryError("the area has no boundary")
    boundary = densify(MultiLineString(lines))
    assert isinstance(boundary, MultiLineString)
    return boundary


def _without_seams(
    rings: npt.NDArray[np.object_], seam: npt.NDArray[np.bool_], pole: npt.NDArray[np.bool_]
) -> list[shapely.LineString]:
    lines = []
    drop = seam | pole
    begin = 0
    for ring in rings:
        points = shapely.get_coordinates(ring)
        count = len(points) - 1
        gone = np.flatnonzero(drop[begin : begin + count])
        begin += count
        edges = np.split(np.arange(count), np.unique(np.concatenate([gone, gone + 1])))
        lines += [
            shapely.LineString(points[run[0] : run[-1] + 2])
            for run in edges
            if len(run) and not (len(run) == 1 and run[0] in gone)
        ]
    return lines


def _one_sided(start: FloatArray, end: FloatArray) -> list[shapely.LineString]:
    """Return the stretches along the antimeridian that have no area on the other side."""
    sides = []
    for lon in (-180.0, 180.0):
        here = start[:, 0] == lon
        spans = [
            shapely.LineString([(0.0, a), (0.0, b)])
            for a, b in zip(start[here, 1], end[here, 1], strict=True)
        ]
        sides.append(shapely.union_all(spans) if spans else shapely.LineString())
    alone = shapely.symmetric_difference(*sides)
    return [
        shapely.LineString([(180.0, y) for y in shapely.get_coordinates(part)[:, 1]])
        for part in shapely.get_parts(alone)
        if part.geom_type == "LineString" and part.length > 0.0
    ]


def nearest_on_area(lonlat: npt.ArrayLike, area: BaseGeometry) -> NearestOnArea:
    """Return the nearest point of an area for each position, exact to 1 cm.

    Parameters
    ----------
    lonlat
        Lon, lat in degrees, ``(n, 2)`` or one pair.
    area
        Valid polygons in EPSG:4326 with edges straight in lon/lat, as in
        files; they are densified here (that is the centimetre).

    Examples
    --------
    >>> near = nearest_on_area([[1.0, 1.0], [3.0, 1.0]], shapely.box(0, 0, 2, 2))
    >>> near.inside, near.distance_m.round()
    (array([ True, False]), array([     0., 111303.]))
    >>> near.boundary.distance_m.round()
    array([110574., 111303.])
    """
    points = as_lonlat(lonlat)
    boundary = nearest_on_line(points, Edges.of(boundary_of(area)))
    within = inside(points, area)
    return NearestOnArea(
        np.where(within, 0.0, boundary.distance_m),
        np.where(within[:, None], points, boundary.lonlat),
        np.where(within, 0.0, boundary.azimuth_deg),
        within,
        boundary,
    )
