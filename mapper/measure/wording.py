"""Statements and methods notes: the same inputs give the same words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import numpy as np

from mapper import basemap
from mapper.measure.frontline import RADIUS_M, FrontLine
from mapper.measure.interval import Distances, FloatArray
from mapper.measure.measurement import Place, Target
from mapper.measure.rounding import format_distance, format_interval
from mapper.measure.snapshots import Snapshot
from mapper.model.dates import parse_day, write_day
from mapper.model.errors import MapperError
from mapper.model.event import write_position

_KINDS: Final = {
    "line-of-contact": "the line of contact",
    "control-area": "the control area",
    "state-border": "the land border",
    "coast": "the coast",
}
ELLIPSOID: Final = (
    "Distances are lengths of geodesics on the WGS 84 ellipsoid (Karney), "
    "to the exact nearest point."
)
_DERIVED: Final = (
    "The line of contact is the part of the control area's edge that faces land held by the "
    "country: the country's outline less the control area, opened by a radius of {radius}, "
    "without parts under 500 km²; of the edge, what lies within 1.5 radii of it, up to 200 m "
    "before it meets the country's own border or coast. State border and coast are thereby left "
    "out."
)
_GIVEN: Final = "The line of contact is the one the source gives itself."
_AREA: Final = "The control area is taken as the source draws it."


#: First-order regions of Ukraine that are no oblast.
_NO_OBLAST: Final = re.compile(r"oblast|Crimea|Sevastopol|City", re.IGNORECASE)


def near_words(lon: float, lat: float) -> str:
    """Return "Topoli, Kharkiv" for a place near a position, or nothing.

    The nearest place within 30 km that the gazetteer knows.
    """
    try:
        from mapper import gazetteer

        candidate, distance_m, _ = gazetteer.nearest_place(lon, lat)
    except (ImportError, AttributeError, MapperError):
        # Without the gazetteer the statement gives coordinates instead.
        return ""
    if distance_m > 30_000.0:
        return ""
    region = candidate.admin1 or ""
    if candidate.country == "UA" and region and not _NO_OBLAST.search(region):
        region += " oblast"
    return ", ".join(part for part in (candidate.name, region) if part)


def target(kind: str, lonlat: FloatArray, snapshot: Snapshot | None) -> Target:
    """Return a target with the name of a place near its nearest point."""
    lon, lat = float(lonlat[0]), float(lonlat[1])
    name = near_words(lon, lat)
    if snapshot is None:
        return Target(kind, name, lon, lat)
    return Target(
        kind, name, lon, lat, snapshot.as_of.isoformat(), snapshot.published_at,
        snapshot.source, snapshot.gap_days,
    )  # fmt: skip


def statement(
    start: Place,
    target: Target,
    distance_m: float,
    min_m: float,
    max_m: float,
    unit: str,
    *,
    snapshot: Snapshot | None = None,
    day: dt.date | None = None,
    country: str | None = None,
    within: bool | None = None,
    boundary_m: float | None = None,
    boundary_off_m: float = 0.0,
    moved: bool = True,
    radius_m: float = RADIUS_M,
) -> str:
    """Return one sentence for print.

    ``moved`` says whether the interval takes in the front's movement over a gap; ``radius_m`` is
    that of the definition, told where it is not the usual one.
    """
    whole = not start.radius_known
    number = format_distance(distance_m, min_m, max_m, unit, whole=whole)
    interval = format_interval(distance_m, min_m, max_m, unit, whole=whole)
    spread = "" if interval == number else f" ({interval})"
    kind = _KINDS.get(target.kind, target.name or "the place")
    if target.kind in ("state-border", "coast") and country:
        kind += f" of {basemap.country_name(country)}"
    text = f"{start.words} lies {number}{spread} from {kind}"
    if start.region is not None:
        text = f"{start.words}, known only to {start.region.name}, lies {interval} from {kind}"
    elif target.kind in ("control-area", "area") and within:
        depth = "" if boundary_m is None else _depth(boundary_m, boundary_off_m, unit, whole)
        text = f"{start.words} lies inside {kind}{depth}"
    elif target.kind != "place":
        if within:
            text = f"{start.words} lies inside the control area, {number}{spread} from {kind}"
        text += f" at its nearest point, {_near(target)}"
    if snapshot is not None:
        text += f" ({snapshot.words}"
        if snapshot.gap_days and day is not None:
            days = "day" if snapshot.gap_days == 1 else "days"
            text += f", {snapshot.gap_days} {days} before {write_day(day)}"
            text += "" if moved else ", its movement since not counted"
        if snapshot.published_at:
            text += f", published {_moment(snapshot.published_at)}"
        if radius_m != RADIUS_M and snapshot.kind == "control_area":
            text += f", the line derived by a radius of {_metres(radius_m)}"
        text += ")"
    return text + "."


def _metres(radius_m: float) -> str:
    return f"{radius_m:,.0f} m"


def _depth(boundary_m: float, off_m: float, unit: str, whole: bool) -> str:
    low = max(boundary_m - off_m, 0.0)
    depth = format_distance(boundary_m, low, boundary_m + off_m, unit, whole=whole)
    return f", {depth} from its edge"


def _near(target: Target) -> str:
    # An imported line or area has a name of its own.
    name = near_words(target.lon, target.lat) if target.kind in ("line", "area") else target.name
    if name:
        return f"near {name}"
    return f"at {write_position(target.lon, target.lat, 3)}"


def _moment(text: str) -> str:
    try:
        return write_day(parse_day(text[:10]))
    except MapperError:
        return text


def front_method(
    found: Distances,
    snapshot: Snapshot,
    target_kind: str,
    unit: str,
    front: FrontLine | None = None,
    radius_m: float = RADIUS_M,
) -> str:
    """Return the methods note of a distance to a front, with the interval's parts."""
    if target_kind == "control-area":
        lines = [ELLIPSOID, _AREA]
    elif snapshot.kind == "control_area":
        lines = [ELLIPSOID, _DERIVED.format(radius=_metres(radius_m))]
        if radius_m != RADIUS_M:
            lines.append(f"That radius was chosen; the usual one is {_metres(RADIUS_M)}.")
    else:
        lines = [ELLIPSOID, _GIVEN]
    if front is not None and front.outline:
        lines.append(f"The country's outline is that of {front.outline}.")
    parts = []
    place, source, definition, gap = (
        float(part[:, 0].max())
        for part in (found.place_m, found.source_m, found.definition_m, found.gap_m)
    )
    if place:
        parts.append(f"{_size(place, unit)} for the radius or region within which it is known")
    if snapshot.kind == "control_area" and target_kind == "line-of-contact":
        parts.append(
            f"{_size(definition, unit)} for the definition "
            "(radii of 500 to 3,000 m, contested areas counted or not, with or without "
            "the line's ends at border and coast)"
        )
    if source:
        parts.append(f"{_size(source, unit)} for the accuracy the source states")
    if snapshot.gap_days and not np.isnan(gap):
        parts.append(f"{_size(gap, unit)} for the front's movement over the gap")
    if parts:
        lines.append("The interval adds, to either side at most, " + "; ".join(parts) + ".")
    if not source:
        lines.append("The source states no accuracy; none is added for it.")
    lines.append(f"Source: {snapshot.words}.")
    if snapshot.collected:
        lines.append("The day is the one on which the map was collected, not published.")
    if snapshot.attribution:
        lines.append(f"{snapshot.attribution} ({snapshot.licence or 'licence not stated'}).")
    return " ".join(lines)


def _size(metres: float, unit: str) -> str:
    if unit == "km" and metres < 1_000.0:
        # "0.01 km" and "0.00 km" say little.
        return f"{metres:.0f} m"
    return format_distance(metres, metres, metres, unit)
