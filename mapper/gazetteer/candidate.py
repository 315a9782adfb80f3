"""A place the gazetteer offers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mapper import basemap

_PEOPLE_PER_KM2 = 2_500.0
_LEAST_M, _MOST_M = 1_000.0, 25_000.0


@dataclass(frozen=True)
class Candidate:
    """A populated place of GeoNames.

    ``lon``, ``lat`` are WGS 84 degrees; ``country`` is alpha-2; ``admin1`` the
    region's plain name ("Zaporizhzhia"); ``population`` is 0 when not known;
    ``matched`` is the recorded spelling that the search found.
    """

    name: str
    lon: float
    lat: float
    admin1: str
    country: str
    population: int
    geonameid: int
    matched: str
    local: str = ""

    @property
    def region(self) -> str:
        """The region for print: ``Zaporizhzhia oblast``."""
        return basemap.region_label(self.country, self.admin1)

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.name, self.admin1, self.country) if part)
        return f"{where} (pop. {self.population:,})" if self.population else where


def radius_m(candidate: Candidate) -> float:
    """Return the radius in metres within which a place of that size mostly lies.

    That of a disc holding the population at 2,500 people per km2, rounded to
    100 m, at least 1 km and at most 25 km: villages 1 km, towns 1-5 km, a city
    of 630,000 9 km. A proposal of ours; GeoNames gives points only.
    """
    disc_m = 1_000.0 * math.sqrt(candidate.population / (_PEOPLE_PER_KM2 * math.pi))
    return round(min(max(disc_m, _LEAST_M), _MOST_M), -2)
