"""What becomes of an event when a person says where it lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from mapper import basemap
from mapper.gazetteer.candidate import Candidate
from mapper.gazetteer.regions import Region, find_regions
from mapper.geodesy import Position
from mapper.model import placenotes
from mapper.model.errors import shorten
from mapper.model.event import Event
from mapper.model.vocabulary import DEFAULT_RADIUS_M

#: A settlement, all of a region, or coordinates.
Whereabouts = Candidate | Region | Position

#: Coordinates are known to the first of these whose radius is no smaller than theirs.
_OF_COORDINATES: Final = ("exact", "vicinity", "settlement", "area")
#: Radii of coordinates are given in steps of so many metres.
_STEP_M: Final = 10.0


@dataclass(frozen=True)
class Placement:
    """What is to be set of an event, and what there is to say of it.

    Parameters
    ----------
    values
        Columns with their values, with ``lon`` and ``lat`` in degrees for the position.
    note
        The line of the notes that tells how the event was placed.
    told
        Sentences about region and country, where they were empty or said otherwise.
    """

    values: dict[str, Any]
    note: str
    told: tuple[str, ...] = ()


def place_event(event: Event, where: Whereabouts, written: str) -> Placement:
    """Return what an event becomes that lies where the person says.

    Position, precision and radius are set. Region and country are where they were empty or
    contradict the place, the name of the place only where there was none.

    Parameters
    ----------
    event
        The event as it is.
    where
        The place chosen. A settlement has the radius proposed for it, coordinates are as
        exact as they are written.
    written
        What the person wrote, for the notes.
    """
    name = None
    if isinstance(where, Candidate):
        values, country, admin1, name = where.values, where.country, where.admin1, where.name
        note = placenotes.by_name(where.label)
    elif isinstance(where, Region):
        values, country, admin1 = where.values, where.country, where.name
        note = placenotes.to_region(written, where)
    else:
        values = position_values(where)
        country, admin1 = (str(one) for one in basemap.locate([(where.lon, where.lat)]).iloc[0])
        note = placenotes.by_coordinates(written)
    told = []
    for column, found, fits, word, label in (
        ("country", country, event.country == country, "country", country),
        (
            *("admin1", admin1, _is_region(event, country, admin1)),
            *("region", basemap.region_label(country, admin1)),
        ),
    ):
        old = getattr(event, column)
        if found and not fits:
            values[column] = found
            was = f"was given as {shorten(old)}" if old else "was empty"
            told.append(f"Its {word} {was} and is now {label}.")
    if name and not event.place_name:
        values["place_name"] = name
    values["notes"] = placenotes.replaced(event.notes, note)
    return Placement(values, note, tuple(told))


def position_values(position: Position) -> dict[str, Any]:
    """Return what an event at coordinates has for position, precision and radius.

    The radius is how coarse they are written, and the precision the first that takes it in.
    """
    finest = DEFAULT_RADIUS_M[_OF_COORDINATES[0]] or 0.0
    radius_m = max(math.ceil(position.radius_m / _STEP_M) * _STEP_M, finest)
    fitting = (word for word in _OF_COORDINATES if radius_m <= (DEFAULT_RADIUS_M[word] or 0.0))
    return {
        "lon": position.lon,
        "lat": position.lat,
        "geo_precision": next(fitting, _OF_COORDINATES[-1]),
        "radius_m": radius_m,
    }


def _is_region(event: Event, country: str, admin1: str) -> bool:
    """Tell whether an event's region may be this one; what names no known region may."""
    if not event.admin1:
        return False
    if event.admin1 == admin1 or Region(admin1, country) in find_regions(event.admin1, country):
        return True
    # A district, say: it may lie in the region, but in no other country.
    return event.country in (None, country) and not find_regions(event.admin1)
