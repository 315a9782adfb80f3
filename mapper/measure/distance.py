"""One distance with its date, interval, words and inputs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mapper.geodesy import GEOD
from mapper.geodesy import distance_m as apart_m
from mapper.geodesy.ellipsoid import from_north
from mapper.measure import notes, wording
from mapper.measure.claim import check_claim
from mapper.measure.fronts import MAX_GAP_DAYS, Fronts
from mapper.measure.interval import place_range
from mapper.measure.measurement import Measurement, Place, Target
from mapper.measure.rounding import metres_per
from mapper.measure.shape import Shape
from mapper.measure.tofront import to_control_area, to_line_of_contact
from mapper.measure.toshape import to_outline, to_shape
from mapper.model.errors import InputError

TARGETS = ("line-of-contact", "control-area", "state-border", "coast")


def distance(
    start: Place,
    target: str | Place | Shape = "line-of-contact",
    *,
    fronts: Fronts | None = None,
    day: dt.date | None = None,
    max_gap_days: int = MAX_GAP_DAYS,
    country: str | None = None,
    unit: str = "km",
    claim: str | None = None,
) -> Measurement:
    """Return the distance from a place to the front of a day, a border, a coast or a place.

    Parameters
    ----------
    start
        From where; its radius, or the region it is only known to, is carried
        into the interval.
    target
        ``line-of-contact``, ``control-area``, ``state-border``, ``coast``, a
        place, or an imported line or area.
    fronts
        Needed for the first two.
    day
        The day of the event; without it the newest front is used, and the
        answer says so.
    max_gap_days
        How many days the front may be older than the day.
    country
        ISO alpha-2 code: in whose land the line is derived; whose border or
        coast. Found from the control area, or from the start, when absent.
    unit
        Of the statement: ``km``, ``mi`` or ``nmi``. Numbers are always metres.
    claim
        A sentence such as "over 1,000 km" to check.

    Raises
    ------
    NoFrontError
        If there is no front for the day, or its gap is above the limit.
    MeasureError
        If the target has no such line.
    InputError
        For an unknown target, unit, country or an unreadable claim.

    Examples
    --------
    >>> kharkiv = Place("Kharkiv", 36.2304, 49.9935, 10_000)
    >>> found = distance(kharkiv, Place("Izhevsk", 53.2045, 56.8498), claim="over 1,000 km")
    >>> found.statement
    'Kharkiv lies 1,356 km (1,346 to 1,367 km) from Izhevsk.'
    >>> found.claim.verdict
    'agrees'
    """
    metres_per(unit)
    if isinstance(target, Place):
        found = _to_place(start, target, unit)
    elif isinstance(target, Shape):
        found = to_shape(start, target, unit)
    elif target == "line-of-contact":
        found = to_line_of_contact(start, fronts, day, max_gap_days, country, unit)
    elif target == "control-area":
        found = to_control_area(start, fronts, day, max_gap_days, country, unit)
    elif target in TARGETS:
        found = to_outline(start, target, fronts, country, unit)
    else:
        raise InputError(
            "not a target of distances", found=target, expected="a place, or " + ", ".join(TARGETS)
        )
    if start.region is not None:
        note = notes.known_to_region(start.region.name)
        found = replace(found, warnings=(*found.warnings, note))
    elif not start.radius_known:
        found = replace(found, warnings=(*found.warnings, notes.UNKNOWN_RADIUS))
    if claim is not None:
        found = replace(found, claim=check_claim(claim, found.distance_m, found.min_m, found.max_m))
    return found


def _to_place(start: Place, end: Place, unit: str) -> Measurement:
    azimuth, _, metres = GEOD.inv(start.lon, start.lat, end.lon, end.lat)
    low, high = place_range(start, metres, lambda points: apart_m(points, [[end.lon, end.lat]]))
    if end.region is not None:
        # Both ends move: what the start's own bounds leave is widened by the other's.
        there = place_range(end, metres, lambda points: apart_m(points, [[start.lon, start.lat]]))
        low, high = low + there[0] - metres, high + there[1] - metres
    else:
        low, high = low - end.radius_m, high + end.radius_m
    low = max(low, 0.0)
    target = Target("place", end.words, end.lon, end.lat)
    method = wording.ELLIPSOID
    if high > low:
        method += " The interval adds the radii or regions within which the places are known."
    return Measurement(
        metres, low, high, None, start, target, from_north(azimuth), method,
        wording.statement(start, target, metres, low, high, unit),
    )  # fmt: skip
