"""What is at a position, in words."""

from __future__ import annotations

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


def surroundings(lon: float, lat: float) -> str:
    """Return how a position (degrees on WGS 84) lies to the nearest place.

    Such as "12 km north of Huliaipole, Zaporizhzhia oblast, UA". A position that is not
    in that place's region, or at sea, says so.

    Raises
    ------
    InputError
        If that is no position on Earth, or the gazetteer cannot be asked.
    """
    place, distance_m, bearing_deg = nearest_place(lon, lat)
    names = (place.name, admin1_label(place), place.country)
    near = ", ".join(dict.fromkeys(filter(None, names)))
    if distance_m < _AT_M:
        text = f"At {near}"
    else:
        text = f"{distance_m / 1000.0:,.0f} km {direction(bearing_deg)} of {near}"
    country, admin1 = (str(part) for part in basemap.locate([(lon, lat)]).iloc[0])
    if not country:
        return f"{text}; at sea"
    if (country, admin1) == (place.country, place.admin1):
        return text
    own = ", ".join(filter(None, (basemap.region_label(country, admin1), country)))
    return f"{text}; in {own}"
