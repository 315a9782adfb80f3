"""What is at a position, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mapper import basemap
from mapper.gazetteer.candidate import admin1_label
from mapper.gazetteer.nearest import nearest_place

_WINDS: Final = (
    *("north", "north-east", "east", "south-east"),
    *("south", "south-west", "west", "north-west"),
)
#: GeoNames' points are no nearer to the middle of a place than that.
_AT_M: Final = 1_000.0


def direction(bearing_deg: float) -> str:
    """Return a bearing, in degrees from north, as one of eight winds."""
    return _WINDS[round(bearing_deg / 45.0) % 8]


@dataclass(frozen=True)
class Surroundings:
    """How a position lies to the nearest place.

    Parameters
    ----------
    near
        The place with its region and country.
    distance_m, wind
        How far it is, and in which of eight directions the position lies from there.
    own
        Region and country of the position where these are others, "" at sea, else None.
    """

    near: str
    distance_m: float
    wind: str
    own: str | None = None

    @property
    def at(self) -> bool:
        """Whether the position is where the place is."""
        return self.distance_m < _AT_M

    def __str__(self) -> str:
        """Return it as "12 km north of Huliaipole, Zaporizhzhia oblast, UA"."""
        text = f"{self.distance_m / 1000.0:,.0f} km {self.wind} of {self.near}"
        text = f"At {self.near}" if self.at else text
        if self.own is None:
            return text
        return f"{text}; in {self.own}" if self.own else f"{text}; at sea"


def surroundings(lon: float, lat: float) -> Surroundings:
    """Return how a position (degrees on WGS 84) lies to the nearest place.

    Raises
    ------
    InputError
        If that is no position on Earth, or the gazetteer cannot be asked.
    """
    place, distance_m, bearing_deg = nearest_place(lon, lat)
    names = (place.name, admin1_label(place), place.country)
    near = ", ".join(dict.fromkeys(filter(None, names)))
    country, admin1 = (str(part) for part in basemap.locate([(lon, lat)]).iloc[0])
    own = None
    if not country:
        own = ""
    elif (country, admin1) != (place.country, place.admin1):
        own = ", ".join(filter(None, (basemap.region_label(country, admin1), country)))
    return Surroundings(near, distance_m, direction(bearing_deg), own)
