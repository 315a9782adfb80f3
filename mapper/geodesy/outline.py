"""The outermost vertices of a line: all that count from half a world away.

Farther than a quarter of the widest great circle (10,053 km) the distance from
a point is concave along every geodesic, since the ellipsoid's curvature is
nowhere below (b / a^2)^2 (the comparison of Riccati, across the cut locus too).
Within such a region it is least at an extreme point of the line's hull.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from mapper.geodesy.edges import Edges, IntArray
from mapper.geodesy.ellipsoid import SEMI_MAJOR_M
from mapper.geodesy.thomas import FLATTENING, reduced

_ROUNDING_M: Final = 1.0


def outline(edges: Edges) -> IntArray:
    """Return the vertices on the edge of a line's geodesic hull, in order around it.

    Parameters
    ----------
    edges
        A line no wider than some 1,000 km.

    Returns
    -------
    ndarray
        Vertices, among them all extreme ones; some more are kept because great
        circles of the auxiliary sphere stand for geodesics (`Stretches`).
    """
    vectors = reduced(edges.lonlat)
    centre = vectors.mean(axis=0)
    centre /= np.linalg.norm(centre)
    side = np.cross(centre, np.eye(3)[np.argmin(np.abs(centre))])
    side /= np.linalg.norm(side)
    # The gnomonic map: great circles are straight in it.
    height = vectors @ centre
    xy = np.column_stack([vectors @ side, vectors @ np.cross(centre, side)]) / height[:, None]
    # What is smaller by far than the margin is nothing: its square would be lost, and GEOS divides.
    x, y = np.round(xy, 15).T
    hull = shapely.MultiPoint(np.column_stack([x, y])).convex_hull
    width = np.hypot(np.ptp(x), np.ptp(y))
    margin = 2.0 * FLATTENING * width**2 / 8.0 + _ROUNDING_M / SEMI_MAJOR_M
    edge = hull.exterior if isinstance(hull, shapely.Polygon) else hull
    shapely.prepare(edge)
    outer = np.flatnonzero(shapely.dwithin(edge, shapely.points(x, y), margin))
    return outer[np.argsort(np.arctan2(y[outer] - y.mean(), x[outer] - x.mean()))]
