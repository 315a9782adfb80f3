"""What the measure bar says: plain functions that run in a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd

from mapper import measure
from mapper.gui.columns import EventColumns
from mapper.gui.tasks import Progress
from mapper.model.errors import MapperError
from mapper.model.event import Event

#: More legs than these are told by number only.
_LEGS_TOLD: Final = 4


@dataclass(frozen=True, eq=False)
class PathRequest:
    """Points set on the map, in order.

    Attributes
    ----------
    points
        Longitude and latitude of each.
    event_ids
        The event each point stands on, or None.
    closed
        Whether they are an outline.
    events, columns
        The project's events, to find the exact place of those.
    """

    points: tuple[tuple[float, float], ...]
    event_ids: tuple[str | None, ...]
    closed: bool
    unit: str
    events: gpd.GeoDataFrame | None = None
    columns: EventColumns | None = None


@dataclass(frozen=True)
class PathAnswer:
    """Words for the bar, and the statement with its method to copy."""

    text: str
    copied: str
    #: The same, to be kept in the project.
    kept: measure.KeptMeasurement | None = None


def request_of(
    told: Mapping[str, Any],
    unit: str,
    events: gpd.GeoDataFrame | None,
    columns: EventColumns | None,
) -> PathRequest:
    """Return the request for what the map's tool tells, see `mapper.gui.web.MapView.measured`."""
    points = tuple((float(lon), float(lat)) for lon, lat in told["points"])
    ids = tuple(told.get("events") or [None] * len(points))
    return PathRequest(points, ids, bool(told.get("closed")), unit, events, columns)


def measure_path(request: PathRequest, _progress: Progress) -> PathAnswer:
    """Measure along the points with the one engine."""
    pairs = zip(request.points, request.event_ids, strict=True)
    places = [_place(request, point, event_id) for point, event_id in pairs]
    path = measure.along(places, unit=request.unit, closed=request.closed)
    copied = [path.statement, *path.warnings, path.method]
    ids = [
        event_id if place.name else None
        for place, event_id in zip(places, request.event_ids, strict=True)
    ]
    kept = measure.KeptMeasurement.of_path(path, ids, unit=request.unit)
    return PathAnswer(in_words(path, request.unit), "\n".join(copied), kept)


def in_words(path: measure.Path, unit: str) -> str:
    """Return area or total, then the legs with the bearing at the start of each."""
    legs = _legs(path, unit)
    closed = len(path.legs_m) == len(path.places)
    if len(legs) == 1:
        return legs[0]
    span = (path.total_m, path.min_m, path.max_m)
    total = _number(span, unit, path, path.places)
    told = "; ".join(legs)
    if len(legs) > _LEGS_TOLD:
        told = f"{len(legs)} legs, the last {legs[-1]}"
    if not closed:
        return f"Total {total}: {told}"
    if path.area_m2 is None:
        return f"The outline crosses itself: no area. Perimeter {total}: {told}"
    return f"Area {measure.format_area(path.area_m2, unit)}. Perimeter {total}: {told}"


def _legs(path: measure.Path, unit: str) -> list[str]:
    ends = [*path.places[1:], path.places[0]]
    legs = []
    for start, end, leg_m, bearing in zip(
        path.places, ends, path.legs_m, path.bearings_deg, strict=False
    ):
        off = start.radius_m + end.radius_m
        span = (leg_m, max(leg_m - off, 0.0), leg_m + off)
        number = _number(span, unit, path, (start, end))
        words = f"{number}, bearing {round(bearing) % 360}°"
        if start.name or end.name:
            words = f"{_name(start)} – {_name(end)} {words}"
        legs.append(words)
    return legs


def _number(
    span: tuple[float, float, float],
    unit: str,
    path: measure.Path,
    ends: Sequence[measure.Place],
) -> str:
    """Return a length; between places known only to a region its interval says all."""
    whole = not all(place.radius_known for place in path.places)
    vague = any(place.region is not None for place in ends)
    write = measure.format_interval if vague else measure.format_distance
    return write(*span, unit, whole=whole)


def _name(place: measure.Place) -> str:
    if len(place.name) > 40:
        return place.name[:39] + "…"
    return place.name or "point"


def _place(request: PathRequest, point: tuple[float, float], event_id: str | None) -> measure.Place:
    """Return the exact place of an event a point stands on, else the point."""
    if event_id is not None and request.events is not None and request.columns is not None:
        row = request.columns.row_of(event_id)
        if row is not None:
            event = Event.from_row(request.events.iloc[row].to_dict())
            try:
                return measure.Place.of_event(event)
            except MapperError:
                pass
    return measure.Place("", *point)
