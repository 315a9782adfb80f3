"""Lines and positions to try the search of nearest points on."""

from __future__ import annotations

import numpy as np
import shapely

from mapper.geodesy.ellipsoid import GEOD, forward

CENTRES = {
    "Ukraine": (37.0, 48.5),
    "antimeridian": (179.9, 10.0),
    "north pole": (20.0, 89.9),
    "south pole": (-100.0, -89.5),
    "equator": (0.0, 0.0),
}


def around(rng, lon, lat, radius_m, count):
    """Positions within a radius of a centre, anywhere on Earth."""
    start = np.tile([[float(lon), float(lat)]], (count, 1))
    reach = radius_m * np.sqrt(rng.random(count))
    return forward(start, rng.uniform(0, 360, count), reach)


def at_distance(rng, lon, lat, away_m, count):
    """Positions at one distance from a centre, in all directions."""
    start = np.tile([[float(lon), float(lat)]], (count, 1))
    return forward(start, rng.uniform(0, 360, count), np.full(count, float(away_m)))


def over_the_globe(rng, count):
    """Positions spread evenly over the Earth."""
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    return np.column_stack([rng.uniform(-180, 180, count), lat])


def wandering(rng, lon, lat, count, step_m):
    """A line that wanders from a place: vertices by geodesic steps."""
    heading = np.cumsum(rng.normal(0, 25, count)) + rng.uniform(0, 360)
    points = np.empty((count, 2))
    points[0] = lon, lat
    for row in range(1, count):
        length = step_m * rng.uniform(0.05, 2)
        x, y, _ = GEOD.fwd(points[row - 1, 0], points[row - 1, 1], heading[row], length)
        points[row] = x, y
    return points


def ring(rng, lon, lat, radius_m, count, span_deg=360.0, noise_m=0.0):
    """A circle around a place, or an arc of one."""
    start = np.tile([[float(lon), float(lat)]], (count, 1))
    radius = radius_m + rng.uniform(-noise_m, noise_m, count)
    return shapely.LineString(forward(start, np.linspace(0, span_deg, count), radius))


def antipode(lon, lat):
    """The other end of the Earth."""
    return (lon - 180.0 if lon > 0 else lon + 180.0), -lat


def beside(rng, line, count):
    """Positions on a line's vertices and edges, and from a micrometre to 10 km beside."""
    places = shapely.get_coordinates(line)
    row = rng.integers(0, len(places) - 1, count)
    azimuth, _, length = GEOD.inv(*places[row].T, *places[row + 1].T)
    share = rng.choice([0.0, 0.5, 1.0, rng.random()], count)
    on = forward(places[row], np.asarray(azimuth), share * np.asarray(length))
    off = rng.choice([0.0, 1e-6, 1e-3, 1.0, 300.0, 10e3], count)
    return forward(on, rng.uniform(0, 360, count), off)
