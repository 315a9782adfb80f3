"""One place the gazetteer knows, as an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mapper import basemap


@dataclass(frozen=True)
class Candidate:
    """One place of GeoNames that may be the one a name means.

    Parameters
    ----------
    name
        GeoNames' name of it; for Ukraine in the national transliteration where recorded.
    lon, lat
        Degrees on WGS 84.
    admin1
        Name of its first-level region ("Zaporizhzhia"); empty where unknown.
    country
        ISO 3166-1 alpha-2 code; Crimea is in UA.
    population
        Zero means that GeoNames gives none.
    geonameid
        GeoNames' number.
    matched
        The stored name that fitted what was asked; empty when a position was asked.
    """

    name: str
    lon: float
    lat: float
    admin1: str
    country: str
    population: int
    geonameid: int
    matched: str = ""

    @property
    def radius_m(self) -> float:
        """Radius within which "in this place" may lie, in metres; see `radius_m`."""
        return radius_m(self)

    @property
    def label(self) -> str:
        """The place with its region and country: Huliaipole, Zaporizhzhia oblast, UA."""
        parts = [self.name, admin1_label(self), self.country]
        return ", ".join(part for part in parts if part)

    @property
    def values(self) -> dict[str, Any]:
        """What an event known to lie in this place has for position, precision and radius."""
        return {
            "lon": self.lon,
            "lat": self.lat,
            "geo_precision": "settlement",
            "radius_m": self.radius_m,
        }

    def __str__(self) -> str:
        return f"{self.label} (pop. {self.population:,})" if self.population else self.label


def radius_m(candidate: Candidate) -> float:
    """Return the radius to propose for a settlement, in metres.

    1 km times the cube root of the population in thousands, from 1 km (also where no
    population is known) to 20 km, in steps of 100 m. Built-up areas grow more slowly than
    their people: a circle of the same area as the city has 2.6 km for Huliaipole (the rule
    gives 2.4), 9.0 for Luhansk (7.4), 10.0 for Izhevsk (8.7), 10.6 for Kharkiv (11.3) and
    16.3 for Kyiv (14.3).
    """
    radius = 1000.0 * max(candidate.population, 0) ** (1 / 3) / 10.0
    return float(round(min(max(radius, 1000.0), 20_000.0), -2))


def admin1_label(place: Candidate | str, country: str = "") -> str:
    """Return a candidate's region, or one by name, as people say it.

    Parameters
    ----------
    place
        A candidate, or the name of a region.
    country
        ISO 3166-1 alpha-2 code of the region, when a name is given.

    Examples
    --------
    >>> admin1_label("Zaporizhzhia", "UA"), admin1_label("Crimea", "UA")
    ('Zaporizhzhia oblast', 'Crimea')
    """
    if isinstance(place, Candidate):
        return basemap.region_label(place.country, place.admin1)
    return basemap.region_label(country.upper(), place)
