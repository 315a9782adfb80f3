"""The window of a figure: which part of the plane is drawn where on the paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.export.figures.projection import Points, Projection, around
from mapper.geodesy import GEOD
from mapper.geodesy import distance_m as apart_m

Bounds = tuple[float, float, float, float]

#: The smallest map is this wide or high.
_LEAST_M: Final = 120_000.0
#: Room between the content and the edge of the map, as a share and in millimetres.
_MARGIN: Final = 0.06
_MARGIN_MM: Final = 4.0
#: A pixel of the window's map on paper, for the detail of the base map.
_PIXEL_MM: Final = 25.4 / 96.0
_WORLD_PX: Final = 256.0
#: Longest piece of an edge, degrees, before it is projected.
_EDGE_DEG: Final = 0.25

WORLD: Final[Bounds] = (-180.0, -85.0, 180.0, 85.0)


@dataclass(frozen=True)
class Frame:
    """A rectangle of the paper with the part of the plane it shows.

    Attributes
    ----------
    projection
        From lon, lat to metres.
    left, bottom, width, height
        The rectangle in millimetres.
    centre
        Projected metres of its middle.
    mm_per_m
        Scale from the projected plane to the paper.
    """

    projection: Projection
    left: float
    bottom: float
    width: float
    height: float
    centre: tuple[float, float]
    mm_per_m: float

    def place(self, lonlat: Points) -> Points:
        """Return millimetres on the paper, shape (n, 2), of lon, lat in degrees."""
        return self._on_paper(self.projection.to_plane(np.asarray(lonlat, dtype=np.float64)))

    def _on_paper(self, plane: Points) -> Points:
        middle = (self.left + self.width / 2.0, self.bottom + self.height / 2.0)
        return (plane - self.centre) * self.mm_per_m + middle

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Return lon, lat in degrees of a spot on the paper, millimetres."""
        middle = (self.left + self.width / 2.0, self.bottom + self.height / 2.0)
        plane = (np.array([[x, y]]) - middle) / self.mm_per_m + self.centre
        lon, lat = self.projection.to_lonlat(plane)[0].tolist()
        return lon, lat

    @property
    def middle(self) -> tuple[float, float]:
        """The lon, lat of the middle of the map, degrees."""
        lon, lat = self.projection.to_lonlat(np.array([self.centre]))[0].tolist()
        return lon, lat

    def inside(self, paper: Points, margin: float = 0.0) -> np.ndarray:
        """Return which points in millimetres lie in the rectangle, ``margin`` within its edge."""
        x, y = paper.T
        across = (x >= self.left + margin) & (x <= self.left + self.width - margin)
        up = (y >= self.bottom + margin) & (y <= self.bottom + self.height - margin)
        return np.asarray(across & up)

    def shape(self, geometries: np.ndarray, *, edges_deg: float = _EDGE_DEG) -> np.ndarray:
        """Return lon, lat geometries in millimetres: cut to what can be drawn, long edges bent."""
        reach = self.projection.reach()
        shapely.prepare(reach)
        geometries = geometries[shapely.intersects(reach, geometries)]
        crossing = ~shapely.contains_properly(reach, geometries)
        geometries[crossing] = shapely.intersection(geometries[crossing], reach)
        bent = shapely.segmentize(geometries, edges_deg)
        return np.asarray(shapely.transform(bent, self.place))

    def box(self) -> BaseGeometry:
        """Return the rectangle in millimetres."""
        right, top = self.left + self.width, self.bottom + self.height
        return shapely.box(self.left, self.bottom, right, top)

    def edge_lonlat(self) -> Points:
        """Return lon, lat along the edge of the map and across it, where there is Earth."""
        steps = np.linspace(-0.5, 0.5, 25)
        x, y = np.meshgrid(steps, steps)
        plane = np.column_stack([x.ravel() * self.width, y.ravel() * self.height])
        found = self.projection.to_lonlat(plane / self.mm_per_m + self.centre)
        return found[np.isfinite(found).all(axis=1)]

    def bounds(self) -> Bounds:
        """Return west, south, east, north of what is shown; west above east at the antimeridian."""
        points = self.edge_lonlat()
        south, north = float(points[:, 1].min()), float(points[:, 1].max())
        for pole in (90.0, -90.0):
            at = self.place(np.array([[0.0, pole]]))
            if self.projection.kind == "eqearth" or self.inside(at)[0]:
                return (-180.0, min(south, pole), 180.0, max(north, pole))
        middle = self.middle[0]
        turned = (points[:, 0] - middle + 180.0) % 360.0 - 180.0
        west, east = middle + float(turned.min()), middle + float(turned.max())
        if east - west >= 350.0:
            return (-180.0, south, 180.0, north)
        return ((west + 180.0) % 360.0 - 180.0, south, (east + 180.0) % 360.0 - 180.0, north)

    @property
    def zoom(self) -> float:
        """The zoom at which the window's map has the same scale."""
        lat = math.radians(max(min(self.middle[1], 80.0), -80.0))
        metres_a_pixel = _PIXEL_MM / self.mm_per_m
        return math.log2(2.0 * math.pi * GEOD.a * math.cos(lat) / metres_a_pixel / _WORLD_PX)

    def true_mm(self, metres: float) -> float:
        """Return how long so many metres from west to east are at the middle of the map."""
        lon, lat = self.middle
        ends = [GEOD.fwd(lon, lat, azimuth, metres / 2.0)[:2] for azimuth in (270.0, 90.0)]
        start, end = self.place(np.array(ends))
        return float(np.hypot(*(end - start)))

    def north_deg(self) -> float:
        """Return where true north is at the middle of the map, degrees from up, clockwise."""
        lon, lat = self.middle
        near = GEOD.fwd(lon, lat, 0.0, 1_000.0)[:2]
        start, end = self.place(np.array([(lon, lat), near]))
        return math.degrees(math.atan2(end[0] - start[0], end[1] - start[1]))


def frame_for(
    lonlat: Points, left: float, bottom: float, width: float, height: float, *, exact: bool = False
) -> Frame:
    """Return the frame that shows points in a rectangle of the paper.

    Parameters
    ----------
    lonlat
        Points in lon, lat that must be seen, shape (n, 2), n > 0.
    left, bottom, width, height
        The rectangle, millimetres.
    exact
        Whether the points are the corners somebody asked for: no room is added.
    """
    projection = around(lonlat)
    plane = projection.to_plane(lonlat)
    plane = plane[np.isfinite(plane).all(axis=1)]
    low, high = plane.min(axis=0), plane.max(axis=0)
    centre = (low + high) / 2.0
    if projection.kind != "eqearth":
        # Around the projection's own middle, where north is up and the scale is true.
        centre = np.zeros(2)
    span = 2.0 * np.maximum(high - centre, centre - low)
    room = 0.0 if exact else _MARGIN_MM
    if not exact:
        span = np.maximum(span * (1.0 + 2.0 * _MARGIN), _LEAST_M)
    span = np.maximum(span, 1.0)
    free = np.array([max(width - 2.0 * room, 1.0), max(height - 2.0 * room, 1.0)])
    scale = float((free / span).min())
    middle = (float(centre[0]), float(centre[1]))
    return Frame(projection, left, bottom, width, height, middle, scale)


def corners(bounds: Bounds) -> Points:
    """Return points along the edges of bounds, lon, lat; west above east at the antimeridian."""
    west, south, east, north = bounds
    if east <= west:
        east += 360.0
    x, y = np.linspace(west, east, 13), np.linspace(south, north, 13)
    across, up = np.meshgrid(x, y)
    return np.column_stack([(across.ravel() + 180.0) % 360.0 - 180.0, up.ravel()])


def geodesic(start: tuple[float, float], end: tuple[float, float]) -> Points:
    """Return points of the shortest line between two places, lon, lat, ends included."""
    pieces = max(2, min(200, int(float(apart_m([start], [end])[0]) / 20_000.0) + 1))
    between = GEOD.npts(*start, *end, pieces - 1)
    return np.array([start, *between, end])
