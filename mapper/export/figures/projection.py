"""The map projection of a figure, chosen for what it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.geodesy import GEOD

Points = npt.NDArray[np.float64]

#: Up to this distance from the centre distances are kept true, beyond it areas.
_EQUIDISTANT_M: Final = 2_500_000.0
#: Beyond this the whole Earth is drawn.
_LOCAL_M: Final = 9_000_000.0
#: What lies farther than this from the centre of a local projection is not drawn.
_REACH_M: Final = 9_900_000.0
_RING_POINTS: Final = 360
_GAP_DEG: Final = 1e-6


@dataclass(frozen=True)
class Projection:
    """A projection around a centre on the WGS 84 ellipsoid.

    Attributes
    ----------
    kind
        ``aeqd`` (true distances from the centre), ``laea`` (true areas) or
        ``eqearth`` (the whole Earth, true areas).
    lon, lat
        Its centre in degrees; lat is 0 for the whole Earth.
    """

    kind: str
    lon: float
    lat: float

    @property
    def words(self) -> str:
        """The projection for print."""
        if self.kind == "eqearth":
            return "Equal Earth projection"
        name = "equidistant" if self.kind == "aeqd" else "equal-area"
        north = f"{abs(self.lat):.1f}° {'N' if self.lat >= 0 else 'S'}"
        east = f"{abs(self.lon):.1f}° {'E' if self.lon >= 0 else 'W'}"
        return f"Azimuthal {name} projection around {north}, {east}"

    def to_plane(self, lonlat: Points) -> Points:
        """Return projected metres, shape (n, 2), of lon, lat in degrees; inf where none."""
        return np.column_stack(self._proj(lonlat[:, 0], lonlat[:, 1]))

    def to_lonlat(self, plane: Points) -> Points:
        """Return lon, lat in degrees, shape (n, 2); inf beyond the edge of the Earth."""
        return np.column_stack(self._proj(plane[:, 0], plane[:, 1], inverse=True))

    def reach(self) -> BaseGeometry:
        """Return the part of the Earth that can be drawn, lon, lat, cut where the map is."""
        if self.kind != "eqearth":
            return cap(self.lon, self.lat, _REACH_M)
        # The edge of the map is a meridian: what crosses it is drawn on both sides.
        seam = (self.lon + 360.0) % 360.0 - 180.0
        west = shapely.box(-180.0, -90.0, max(seam - _GAP_DEG, -180.0), 90.0)
        east = shapely.box(min(seam + _GAP_DEG, 180.0), -90.0, 180.0, 90.0)
        return shapely.MultiPolygon([side for side in (west, east) if side.area > 1.0])

    @cached_property
    def _proj(self) -> pyproj.Proj:
        # The ellipsoid stays the same: there is no datum to go through, as a Transformer would.
        return pyproj.Proj(
            {"proj": self.kind, "lon_0": self.lon, "lat_0": self.lat, "ellps": "WGS84"}
        )


def around(lonlat: Points) -> Projection:
    """Return the projection for points in lon, lat, shape (n, 2) with n > 0."""
    lon, lat = _middle(lonlat)
    found = Projection("laea", lon, lat)
    for _ in range(6):
        plane = found.to_plane(lonlat)
        plane = plane[np.isfinite(plane).all(axis=1)]
        centre = (plane.min(axis=0) + plane.max(axis=0)) / 2.0
        moved = found.to_lonlat(centre[None])
        if not np.isfinite(moved).all():
            break
        found = Projection("laea", *_rounded(*moved[0].tolist()))
    away = np.asarray(
        GEOD.inv(np.full(len(lonlat), found.lon), np.full(len(lonlat), found.lat), *lonlat.T)[2]
    )
    farthest = float(away.max())
    if farthest > _LOCAL_M:
        return Projection("eqearth", found.lon, 0.0)
    return Projection("aeqd" if farthest <= _EQUIDISTANT_M else "laea", found.lon, found.lat)


def cap(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Return what lies within a radius of a place, lon, lat, cut at the antimeridian."""
    azimuths = np.linspace(0.0, 360.0, _RING_POINTS, endpoint=False)
    n = len(azimuths)
    x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuths, np.full(n, radius_m))
    x, y = np.asarray(x), np.asarray(y)
    poles = [pole for pole in (90.0, -90.0) if GEOD.inv(lon, lat, lon, pole)[2] < radius_m]
    if poles:
        # Each meridian meets the ring once: it is the edge of a zone around the pole.
        order = np.argsort(x)
        x, y = x[order], y[order]
        edge = [(-180.0, y[0]), *zip(x.tolist(), y.tolist(), strict=True), (180.0, y[-1])]
        return shapely.make_valid(shapely.Polygon([*edge, (180.0, poles[0]), (-180.0, poles[0])]))
    turned = lon + (x - lon + 180.0) % 360.0 - 180.0
    ring = shapely.Polygon(np.column_stack([turned, y]))
    pieces = []
    for shift in (-360.0, 0.0, 360.0):
        west = shapely.box(-180.0 + shift, -90.0, 180.0 + shift, 90.0)
        piece = shapely.intersection(ring, west)
        if not piece.is_empty:
            pieces.append(shapely.transform(piece, lambda p, by=shift: p - [by, 0.0]))
    return shapely.union_all(pieces)


def _middle(lonlat: Points) -> tuple[float, float]:
    """Return the middle of points on the sphere; that of the degrees where there is none."""
    lon, lat = np.radians(lonlat).T
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    # The middle of the box around them: many events in one town must not draw it there.
    mean = np.array([(v.min() + v.max()) / 2.0 for v in (x, y, z)])
    size = float(np.linalg.norm(mean))
    if size < 1e-6:
        return 0.0, 0.0
    x, y, z = (mean / size).tolist()
    return _rounded(math.degrees(math.atan2(y, x)), math.degrees(math.asin(z)))


def _rounded(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, 4) + 0.0, round(lat, 4) + 0.0
