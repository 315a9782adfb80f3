"""The WGS 84 ellipsoid: distances, azimuths and Earth-centred coordinates."""

from __future__ import annotations

from typing import Final, overload

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from mapper.model.errors import InputError

FloatArray = npt.NDArray[np.float64]

#: Karney's geodesics on WGS 84; every distance of Mapper comes from here.
GEOD: Final = Geod(ellps="WGS84")
SEMI_MAJOR_M: Final = GEOD.a
SEMI_MINOR_M: Final = GEOD.b
ECCENTRICITY_SQUARED: Final = GEOD.es
#: Least and greatest radius of curvature of any normal section, in metres.
LEAST_RADIUS_M: Final = SEMI_MINOR_M**2 / SEMI_MAJOR_M
GREATEST_RADIUS_M: Final = SEMI_MAJOR_M**2 / SEMI_MINOR_M
#: One number where an approximate radius of the Earth is enough.
MEAN_RADIUS_M: Final = 6_371_008.8


def as_lonlat(lonlat: npt.ArrayLike) -> FloatArray:
    """Return positions as an ``(n, 2)`` array, checked.

    Parameters
    ----------
    lonlat
        One lon, lat pair or ``(n, 2)`` of them, in degrees.

    Raises
    ------
    InputError
        If the shape is another, or a value is no position on Earth.
    """
    points = np.atleast_2d(np.asarray(lonlat, dtype=np.float64))
    if points.size == 0:
        return np.empty((0, 2))
    if points.ndim != 2 or points.shape[1] != 2:
        raise InputError("not an array of positions", found=points.shape, expected="shape (n, 2)")
    # Written so that NaN fails too.
    good = (np.abs(points[:, 0]) <= 180.0) & (np.abs(points[:, 1]) <= 90.0)
    if not good.all():
        row = int(np.argmin(good))
        raise InputError(
            "not a position on Earth",
            row=row + 1,
            found=f"{points[row, 0]}, {points[row, 1]}",
            expected="longitude -180 to 180, latitude -90 to 90",
        )
    return points


def distance_m(lonlat_a: npt.ArrayLike, lonlat_b: npt.ArrayLike) -> FloatArray:
    """Return geodesic distances on WGS 84 between pairs of positions.

    Parameters
    ----------
    lonlat_a, lonlat_b
        Lon, lat in degrees, ``(n, 2)`` each; one of them may be a single pair.

    Returns
    -------
    ndarray
        Metres, shape ``(n,)``.

    Examples
    --------
    >>> distance_m([53.2045, 56.8498], [37.92, 50.02]).round(1)
    array([1264049.6])
    """
    a, b = np.broadcast_arrays(as_lonlat(lonlat_a), as_lonlat(lonlat_b))
    return inverse(a, b)[1]


def azimuth_deg(lonlat_a: npt.ArrayLike, lonlat_b: npt.ArrayLike) -> FloatArray:
    """Return the geodesic's azimuth at a towards b, 0 to 360 degrees from north.

    Parameters are those of `distance_m`.

    Examples
    --------
    >>> azimuth_deg([0, 0], [-1, 0])
    array([270.])
    """
    a, b = np.broadcast_arrays(as_lonlat(lonlat_a), as_lonlat(lonlat_b))
    return from_north(inverse(a, b)[0])


@overload
def from_north(azimuths: float) -> float: ...
@overload
def from_north(azimuths: FloatArray) -> FloatArray: ...
def from_north(azimuths: FloatArray | float) -> FloatArray | float:
    """Return azimuths of -180 to 180 degrees as degrees from north, from 0 to less than 360."""
    # What lies hardly west of north comes out as 360 once.
    return azimuths % 360.0 % 360.0


def inverse(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return azimuth at ``a`` (degrees) and distance (metres) of checked pairs."""
    if len(a) == 0:
        return np.empty(0), np.empty(0)
    azimuth, _, distance = GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.asarray(azimuth), np.asarray(distance)


def forward(a: FloatArray, azimuth: FloatArray, distance: FloatArray) -> FloatArray:
    """Return the positions reached from ``a``; shape ``(n, 2)``."""
    if len(a) == 0:
        return np.empty((0, 2))
    lon, lat, _ = GEOD.fwd(a[:, 0], a[:, 1], azimuth, distance)
    return np.column_stack([lon, lat])


def normals(lonlat: FloatArray) -> FloatArray:
    """Return the unit vectors that point straight up at each position, ``(n, 3)``."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    across = np.cos(lat)
    return np.column_stack([across * np.cos(lon), across * np.sin(lon), np.sin(lat)])


def to_ecef(lonlat: FloatArray) -> FloatArray:
    """Return Earth-centred Earth-fixed coordinates in metres, ``(n, 3)``."""
    up = normals(lonlat)
    prime = SEMI_MAJOR_M / np.sqrt(1.0 - ECCENTRICITY_SQUARED * up[:, 2] ** 2)
    up *= prime[:, None]
    up[:, 2] *= 1.0 - ECCENTRICITY_SQUARED
    return up


def from_ecef(ecef: FloatArray) -> FloatArray:
    """Return lon, lat in degrees of points within some metres of the ellipsoid.

    The height is dropped. One step of Bowring's formula (1976), which is exact
    to well under a micrometre at such heights.
    """
    x, y, z = ecef[:, 0], ecef[:, 1], ecef[:, 2]
    across = np.hypot(x, y)
    second = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)
    reduced = np.arctan2(z * SEMI_MAJOR_M, across * SEMI_MINOR_M)
    lat = np.arctan2(
        z + second * SEMI_MINOR_M * np.sin(reduced) ** 3,
        across - ECCENTRICITY_SQUARED * SEMI_MAJOR_M * np.cos(reduced) ** 3,
    )
    return np.column_stack([np.degrees(np.arctan2(y, x)), np.degrees(lat)])


def centre_of(lonlat: FloatArray) -> tuple[float, float]:
    """Return the lon, lat in the middle of positions, wherever on Earth they are.

    The direction of the mean of their normals; where that vanishes (positions
    all around the Earth) the first position.
    """
    mean = normals(lonlat).mean(axis=0)
    if np.linalg.norm(mean) < 1e-9:
        return float(lonlat[0, 0]), float(lonlat[0, 1])
    return (
        float(np.degrees(np.arctan2(mean[1], mean[0]))),
        float(np.degrees(np.arctan2(mean[2], np.hypot(mean[0], mean[1])))),
    )
