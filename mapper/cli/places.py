"""What a person writes for a place: coordinates, a link, an event, a name, a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mapper import gazetteer, geodesy, readers
from mapper.cli import options
from mapper.measure import Fronts, Place, Shape
from mapper.model.event import check_lonlat, write_position
from mapper.project import Project, refuse_open_project

#: A notation as fine as this needs no word about it.
_EXACT_M = 50.0
#: Coordinates within this of a front's box (degrees) may belong to it.
_NEAR_DEG = 3.0


class Found(NamedTuple):
    """A place with the event's day, if it is an event, and how it was understood."""

    place: Place
    day: dt.date | None = None
    by_name: bool = False
    note: str | None = None


def find(text: str, project: Project | None, country: str | None) -> Found:
    """Return the place that a text means.

    ``LON,LAT`` in degrees, an event's id in ``project``, coordinates in any
    notation or a map link, else a name.

    Raises
    ------
    InputError
        If coordinates are wrong or can be read in two ways.
    UnknownPlaceError, AmbiguousPlaceError
        If a name is not known, or means several places.
    """
    plain = options.COORDINATES.fullmatch(text)
    if plain is not None:
        lon, lat = float(plain[1]), float(plain[2])
        check_lonlat(lon, lat)
        return Found(Place("", lon, lat))
    # Before coordinates: an id may look like a grid reference.
    if project is not None and project.query("SELECT 1 FROM events WHERE event_id = ?", (text,)):
        event = project.event(text)
        return Found(Place.of_event(event), day=event.date_start)

    def near(name: str) -> tuple[float, float]:
        found = gazetteer.resolve(name, country)
        return found.lon, found.lat

    position = geodesy.read_position(text, near=near)
    if position is not None:
        where = write_position(position.lon, position.lat, 5)
        exact = position.radius_m < _EXACT_M
        within = "" if exact else f", known to within {position.radius_m:,.0f} m"
        note = f"'{text}' was read as {where}{within}."
        return Found(Place("", position.lon, position.lat, position.radius_m), note=note)
    candidate = gazetteer.resolve(text, country)
    place = Place(candidate.name, candidate.lon, candidate.lat, gazetteer.radius_m(candidate))
    return Found(place, by_name=True, note=f"'{text}' was taken as {candidate}.")


def doubts(text: str, place: Place, fronts: Fronts | None) -> list[str]:
    """Return what speaks against two bare numbers: the axes swapped, or both zero."""
    if options.COORDINATES.fullmatch(text) is None:
        return []
    lon, lat = place.lon, place.lat
    if abs(lon) < 0.1 and abs(lat) < 0.1:
        return ["0,0 lies in the Gulf of Guinea; it often stands for coordinates that are missing."]
    if fronts is None or abs(lon) > 90.0:
        return []
    tables = [table for table in (fronts.control_areas, fronts.lines_of_contact) if len(table)]
    boxes = np.array([table.total_bounds for table in tables])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)

    def near(x: float, y: float) -> bool:
        inside = west - _NEAR_DEG <= x <= east + _NEAR_DEG
        return bool(inside and south - _NEAR_DEG <= y <= north + _NEAR_DEG)

    if near(lon, lat) or not near(lat, lon):
        return []
    return [
        f"'{text}' was read as longitude, latitude: {write_position(lon, lat)}. If latitude "
        f"came first, write {lat:g},{lon:g}: that is at the front."
    ]


def is_file(text: str) -> bool:
    """Tell whether a text names a file that is there, and looks like one."""
    path = Path(text)
    return bool(path.suffix) and path.is_file()


def shape(path: Path, project: Path | None = None) -> Shape:
    """Return the line or area in a file; ``project`` is one that is open."""
    refuse_open_project(path, project)
    read = readers.read_shape(path)
    return Shape(read.name, read.geometry, read.inputs)
