"""The nearest known place to a position."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from mapper.gazetteer.candidate import Candidate
from mapper.gazetteer.index import connection, ensure_index
from mapper.model.errors import UnknownPlaceError
from mapper.model.event import check_lonlat

_GEOD = Geod(ellps="WGS84")

#: A sphere ranks places by distance to within 0.6 %; these many are measured exactly.
_CHECKED_EXACTLY = 64


@dataclass(frozen=True)
class _Positions:
    geonameid: npt.NDArray[np.int64]
    lonlat: npt.NDArray[np.float64]
    population: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.float64]


def nearest_place(
    lon: float, lat: float, min_population: int = 0
) -> tuple[Candidate, float, float]:
    """Return the nearest place, how far it is, and where the position lies from it.

    Places under about 500 people are not in the gazetteer.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84.
    min_population
        Leave out smaller places and those of unknown population, unless 0.

    Returns
    -------
    tuple
        The place; the geodesic distance in metres (WGS 84); the azimuth in
        degrees (0-360, clockwise from north) from the place to the position.

    Raises
    ------
    InputError
        If the position is not on Earth.
    UnknownPlaceError
        If no place is that populous.
    """
    check_lonlat(lon, lat)
    places = _positions(ensure_index())
    # Not the chord: its square loses the order of places close by to rounding.
    gaps = ((places.vectors - _vectors(np.array([[lon, lat]]))) ** 2).sum(axis=1)
    gaps[places.population < min_population] = np.inf
    count = min(_CHECKED_EXACTLY, int(np.isfinite(gaps).sum()))
    if count == 0:
        raise UnknownPlaceError(f"a place of {min_population:,} people or more")
    near = np.argpartition(gaps, count - 1)[:count]
    azimuths, _, distances = _GEOD.inv(
        places.lonlat[near, 0], places.lonlat[near, 1], np.full(count, lon), np.full(count, lat)
    )
    best = int(np.argmin(distances))
    candidate = _place(int(places.geonameid[near[best]]))
    return candidate, float(distances[best]), float(azimuths[best] % 360.0)


def _place(geonameid: int) -> Candidate:
    with connection() as database:
        row = database.execute(
            "SELECT name, lon, lat, admin1, country, population, geonameid, name, local"
            " FROM place WHERE geonameid = ?",
            (geonameid,),
        ).fetchone()
    return Candidate(*row)


@functools.lru_cache(maxsize=1)
def _positions(index: Path) -> _Positions:
    with connection() as database:
        row = database.execute("SELECT geonameid, lon, lat, population FROM positions").fetchone()
    lonlat = np.column_stack([np.frombuffer(row[1], "<f8"), np.frombuffer(row[2], "<f8")])
    return _Positions(
        np.frombuffer(row[0], "<i8"), lonlat, np.frombuffer(row[3], "<i8"), _vectors(lonlat)
    )


def _vectors(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return unit vectors of positions: no seam at the antimeridian or the poles."""
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
