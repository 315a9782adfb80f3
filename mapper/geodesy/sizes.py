"""Lengths and areas on the ellipsoid."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ellipsoid import GEOD, FloatArray, as_lonlat, centre_of, inverse
from mapper.geodesy.lines import densify_path, geodesic_line


def length_m(geometry: BaseGeometry) -> float:
    """Return the length of lines whose edges are geodesics, in metres.

    Parameters
    ----------
    geometry
        Lines in EPSG:4326; give file edges through `densify` first.
    """
    points, part_of = shapely.get_coordinates(shapely.get_parts(geometry), return_index=True)
    leg = part_of[1:] == part_of[:-1]
    return float(inverse(points[:-1][leg], points[1:][leg])[1].sum())


def legs_m(lonlat: npt.ArrayLike) -> FloatArray:
    """Return the lengths in metres of the legs along several positions, ``(n - 1,)``.

    Examples
    --------
    >>> legs_m([[0, 0], [0, 1], [1, 1]]).round()
    array([110574., 111303.])
    """
    points = as_lonlat(lonlat)
    return inverse(points[:-1], points[1:])[1]


def area_m2(geometry: Polygon | MultiPolygon) -> float:
    """Return the area of polygons on the ellipsoid, in square metres.

    Parameters
    ----------
    geometry
        EPSG:4326, file edges (straight in lon/lat).

    Examples
    --------
    >>> round(area_m2(shapely.box(0, 0, 1, 1)) / 1e6, 1)
    12308.5
    """
    total = 0.0
    for polygon in shapely.get_parts(geometry):
        for number, ring in enumerate([polygon.exterior, *polygon.interiors]):
            path = densify_path(shapely.get_coordinates(ring), 0.01)
            area = abs(GEOD.polygon_area_perimeter(path[:, 0], path[:, 1])[0])
            total += area if number == 0 else -area
    return total


def enclosed_area_m2(lonlat: npt.ArrayLike) -> float | None:
    """Return the area within geodesic sides through positions, in square metres.

    Of the two sides of the outline the smaller is taken, so that one around a
    pole works too. None where the outline crosses itself.

    Parameters
    ----------
    lonlat
        Corners in order, ``(n, 2)``, not repeating the first.

    Examples
    --------
    >>> round(enclosed_area_m2([[0, 0], [1, 0], [1, 1], [0, 1]]) / 1e6, 1)
    12308.8
    >>> enclosed_area_m2([[0, 0], [1, 1], [1, 0], [0, 1]]) is None
    True
    """
    points = as_lonlat(lonlat)
    ring = np.vstack([points, points[:1]])
    sides = [
        shapely.get_coordinates(geodesic_line(a, b, 10.0))
        for a, b in itertools.pairwise(ring)
        if tuple(a) != tuple(b)
    ]
    if not sides:
        return 0.0
    # Sides that cross do so in any map in which all of them are whole.
    middle = as_lonlat([list(centre_of(points))])[0]
    outline = _azimuthal(np.vstack(sides), middle)
    if len(outline) > 3 and not shapely.LinearRing(outline).is_simple:
        return None
    return abs(float(GEOD.polygon_area_perimeter(points[:, 0], points[:, 1])[0]))


def _azimuthal(lonlat: FloatArray, centre: FloatArray) -> FloatArray:
    """Return plane positions by distance and direction from a centre, without repeats."""
    azimuth, away = inverse(np.repeat(centre[None, :], len(lonlat), axis=0), lonlat)
    turn = np.radians(azimuth)
    plane = np.column_stack([away * np.sin(turn), away * np.cos(turn)])
    moved = np.any(np.abs(np.diff(plane, axis=0)) > 1e-6, axis=1)
    plane = plane[np.concatenate([[True], moved])]
    return np.vstack([plane, plane[:1]]) if np.any(plane[0] != plane[-1]) else plane
