"""Places by position."""

from __future__ import annotations

import numpy as np

from mapper.gazetteer import index
from mapper.gazetteer.candidate import Candidate
from mapper.geodesy.ellipsoid import as_lonlat, from_north, inverse, to_ecef
from mapper.model.errors import InputError

#: Squares of chords are differences of numbers near 4e13 m², right to about 0.1 m².
_ROUNDING_M2 = 1.0


def nearest_place(
    lon: float, lat: float, min_population: int = 0
) -> tuple[Candidate, float, float]:
    """Return the place nearest to a position.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84.
    min_population
        Leave out smaller places; GeoNames gives none for one in eight.

    Returns
    -------
    tuple of Candidate, float, float
        The place, its distance in metres along the geodesic, and the bearing from the
        place to the position in degrees from north, 0 to 360: "12 km north-east of ...".

    Raises
    ------
    InputError
        If that is no position on Earth, or no place is that large.
    """
    point = as_lonlat((lon, lat))
    lonlat, ecef, squares, population = index.positions()
    # Places come by falling population.
    count = int(np.searchsorted(-population, -min_population, side="right"))
    if count == 0:
        raise InputError("no place has so many people", found=min_population)
    centre = to_ecef(point)[0]
    # By one thread: those of a matrix product would wait for each other, spinning, for longer
    # than this takes.
    along = np.einsum("ij,j->i", ecef[:count], centre)
    chords_m2 = squares[:count] - 2.0 * along + centre @ centre
    # No chord is longer than its geodesic, so nothing nearer than the first has a chord
    # longer than the first's geodesic.
    first = int(np.argmin(chords_m2))
    bound_m = inverse(point, lonlat[[first]])[1][0]
    near = np.flatnonzero(chords_m2 <= bound_m**2 + _ROUNDING_M2)
    azimuths, distances_m = inverse(lonlat[near], np.repeat(point, len(near), axis=0))
    best = int(np.argmin(distances_m))
    row = index.ask(
        "SELECT name, lon, lat, admin1, country, population, geonameid FROM places WHERE place = ?",
        (int(near[best]),),
    )[0]
    return Candidate(*row), float(distances_m[best]), from_north(float(azimuths[best]))
