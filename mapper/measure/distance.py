"""One distance with its date, interval, words and inputs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from mapper import basemap
from mapper.geodesy import GEOD, Edges, densify, nearest_on_area, nearest_on_line
from mapper.measure import wording
from mapper.measure.claim import check_claim
from mapper.measure.fronts import MAX_GAP_DAYS, Fronts, Snapshot
from mapper.measure.incursions import unmentioned
from mapper.measure.interval import Distances, to_front
from mapper.measure.measurement import Measurement, Place, Target
from mapper.measure.rounding import format_distance, metres_per
from mapper.model.dates import write_day
from mapper.model.errors import InputError, MeasureError

#: The base map's outlines are thinned by no more than this.
OUTLINE_ACCURACY_M = 500.0
#: The 44 countries without a sea coast, and Kosovo. Their outlines have lake shores,
#: which the base map cannot tell from the sea; the Caspian counts as a lake here.
_LANDLOCKED = (
    "AD AF AM AT AZ BF BI BO BT BW BY CF CH CZ ET HU KG KZ LA LI LS LU MD MK ML MN MW NE NP "
    "PY RS RW SK SM SS SZ TD TJ TM UG UZ VA XK ZM ZW"
)
LANDLOCKED = frozenset(_LANDLOCKED.split())
TARGETS = ("line-of-contact", "control-area", "state-border", "coast")


def distance(
    start: Place,
    target: str | Place = "line-of-contact",
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
        From where; its radius is carried into the interval.
    target
        ``line-of-contact``, ``control-area``, ``state-border``, ``coast``, or a place.
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
    elif target == "line-of-contact":
        found = _to_line_of_contact(start, fronts, day, max_gap_days, country, unit)
    elif target == "control-area":
        found = _to_control_area(start, fronts, day, max_gap_days, country, unit)
    elif target in TARGETS:
        found = _to_outline(start, target, fronts, country, unit)
    else:
        raise InputError(
            "not a target of distances", found=target, expected="a place, or " + ", ".join(TARGETS)
        )
    if not start.radius_known:
        found = replace(found, warnings=(*found.warnings, wording.UNKNOWN_RADIUS))
    if claim is not None:
        found = replace(found, claim=check_claim(claim, found.distance_m, found.min_m, found.max_m))
    return found


def _to_place(start: Place, end: Place, unit: str) -> Measurement:
    azimuth, _, metres = GEOD.inv(start.lon, start.lat, end.lon, end.lat)
    radius = start.radius_m + end.radius_m
    low, high = max(metres - radius, 0.0), metres + radius
    target = Target("place", end.words, end.lon, end.lat)
    method = wording.ELLIPSOID
    if radius:
        method += " The interval adds the radii within which the places are known."
    return Measurement(
        metres, low, high, None, start, target, azimuth % 360.0, method,
        wording.statement(start, target, metres, low, high, unit),
    )  # fmt: skip


def _to_line_of_contact(
    start: Place,
    fronts: Fronts | None,
    day: dt.date | None,
    max_gap_days: int,
    country: str | None,
    unit: str,
) -> Measurement:
    known = _known(fronts)
    whose, choice = known.country_for(start.lon, start.lat, day, max_gap_days, country)
    first, *others = known.all_of_day(day, max_gap_days, whose)
    found = _measured(start, known, first, country)
    metres = float(found.nearest.distance_m[0])
    low, high = float(found.min_m[0]), float(found.max_m[0])
    front = known.front(first, country)
    warnings = [choice] if choice else []
    warnings += [*_day_warnings(day, first, found), *front.warnings]
    warnings += _others(start, known, (found, first), others, country, unit)
    warnings += unmentioned(start, first.as_of, metres, front.line)
    target = _target("line-of-contact", found.nearest.lonlat[0], first)
    within = None if found.within is None else bool(found.within[0])
    return Measurement(
        metres, low, high, within, start, target, float(found.nearest.azimuth_deg[0]),
        wording.front_method(found, first, "line-of-contact", unit),
        wording.statement(
            start, target, metres, low, high, unit, snapshot=first, day=day, within=within
        ),
        inputs=known.inputs_of([first, *others]),
        warnings=tuple(warnings),
        uncertainty=_parts(found),
    )  # fmt: skip


def _measured(start: Place, fronts: Fronts, snapshot: Snapshot, country: str | None) -> Distances:
    return to_front(
        np.array([[start.lon, start.lat]]),
        np.array([start.radius_m]),
        np.array([snapshot.gap_days]),
        fronts,
        snapshot,
        country,
    )


def _to_control_area(
    start: Place,
    fronts: Fronts | None,
    day: dt.date | None,
    max_gap_days: int,
    country: str | None,
    unit: str,
) -> Measurement:
    known = _known(fronts)
    whose, choice = known.country_for(start.lon, start.lat, day, max_gap_days, country)
    areas = [s for s in known.all_of_day(day, max_gap_days, whose) if s.kind == "control_area"]
    if not areas:
        raise MeasureError(
            "The front of this day is a line without a control area; "
            "measure to the line of contact instead."
        )
    first, *others = areas
    area = known.front(first).area
    assert area is not None
    near = nearest_on_area([[start.lon, start.lat]], area)
    within = bool(near.inside[0])
    metres, depth = float(near.distance_m[0]), float(near.boundary.distance_m[0])
    stated = float(np.nan_to_num(known.control_areas["accuracy_m"].iloc[list(first.rows)].max()))
    zero = np.zeros(1)
    # How far an area's edge moved in the gap is not looked into.
    gap = zero + (np.nan if first.gap_days else 0.0)
    parts = Distances(
        near, np.array([start.radius_m]), zero + stated, zero + stated, zero, zero,
        gap, near.inside,
    )  # fmt: skip
    off = start.radius_m + stated
    low = max(metres - off, 0.0)
    high = max(off - depth, 0.0) if within else metres + off
    warnings = [choice] if choice else []
    warnings += _day_warnings(day, first, parts)
    if within and off >= depth:
        warnings.append("The start is known only to a radius that reaches across the area's edge.")
    if not within and off >= metres:
        warnings.append("The start is known only to a radius that reaches into the area.")
    for other in others:
        whole = known.front(other).area
        assert whole is not None
        there = nearest_on_area([[start.lon, start.lat]], whole)
        number = float(there.distance_m[0])
        words = (
            "inside"
            if there.inside[0]
            else format_distance(
                number, max(number - off, 0.0), number + off, unit, whole=not start.radius_known
            )
        )
        warnings.append(f"Another source says otherwise or the same: {other.words}: {words}.")
    where = near.boundary.lonlat[0] if within else near.lonlat[0]
    target = _target("control-area", where, first)
    azimuth = near.boundary.azimuth_deg[0] if within else near.azimuth_deg[0]
    return Measurement(
        metres, low, high, within, start, target, float(azimuth),
        wording.front_method(parts, first, "control-area", unit),
        wording.statement(
            start, target, metres, low, high, unit,
            snapshot=first, day=day, within=within, boundary_m=depth,
        ),
        inputs=known.inputs_of(areas),
        warnings=tuple(warnings),
        boundary_m=depth if within else None,
        uncertainty=_parts(parts),
    )  # fmt: skip


def _to_outline(
    start: Place, kind: str, fronts: Fronts | None, country: str | None, unit: str
) -> Measurement:
    code = (country or _country_of(start, fronts)).upper()
    if kind == "coast" and code in LANDLOCKED:
        raise MeasureError(f"{basemap.country_name(code)} has no sea coast.")
    lines = basemap.state_border(code) if kind == "state-border" else basemap.coast(code)
    if lines.is_empty:
        what = "land border" if kind == "state-border" else "sea coast"
        raise MeasureError(f"{basemap.country_name(code)} has no {what}.")
    near = nearest_on_line([[start.lon, start.lat]], Edges.of(densify(lines)))
    metres = float(near.distance_m[0])
    off = start.radius_m + OUTLINE_ACCURACY_M
    low, high = max(metres - off, 0.0), metres + off
    target = _target(kind, near.lonlat[0], None)
    return Measurement(
        metres, low, high, None, start, target, float(near.azimuth_deg[0]),
        f"{wording.ELLIPSOID} The {'border' if kind == 'state-border' else 'coast'} is that of "
        f"{basemap.country_name(code)} on Mapper's base map, right to about 500 m; the interval "
        "adds that and the radius within which the start is known.",
        wording.statement(start, target, metres, low, high, unit, country=code),
    )  # fmt: skip


def _country_of(start: Place, fronts: Fronts | None) -> str:
    """Return the country of the newest control area to measure to, else the start's."""
    if fronts is not None:
        whose, _ = fronts.country_for(start.lon, start.lat, None)
        for snapshot in reversed(fronts.snapshots):
            if snapshot.kind == "control_area" and whose in (None, fronts.country_of(snapshot)):
                area = fronts.front(snapshot).area
                assert area is not None
                return basemap.country_of(area)
    code = str(basemap.locate(np.array([[start.lon, start.lat]]))["country"].fillna("").iloc[0])
    if not code:
        raise InputError(
            "the start lies in no country", found=start.words, expected="the country to be given"
        )
    return code


def _known(fronts: Fronts | None) -> Fronts:
    if fronts is None:
        raise MeasureError("A front is needed to measure to: give a control area or a line.")
    return fronts


def _target(kind: str, lonlat: np.ndarray, snapshot: Snapshot | None) -> Target:
    lon, lat = float(lonlat[0]), float(lonlat[1])
    name = wording.near_words(lon, lat)
    if snapshot is None:
        return Target(kind, name, lon, lat)
    return Target(
        kind, name, lon, lat, snapshot.as_of.isoformat(), snapshot.published_at,
        snapshot.source, snapshot.gap_days,
    )  # fmt: skip


def _day_warnings(day: dt.date | None, snapshot: Snapshot, found: Distances) -> list[str]:
    if day is None:
        return [f"No date was given; the newest front, of {write_day(snapshot.as_of)}, was used."]
    if not snapshot.gap_days:
        return []
    days = "day" if snapshot.gap_days == 1 else "days"
    text = f"The front is {snapshot.gap_days} {days} older than {write_day(day)}"
    if np.isnan(found.gap_m[0]):
        text += "; how far it moved since is not known and not in the interval"
    return [text + "."]


def _others(
    start: Place,
    fronts: Fronts,
    first: tuple[Distances, Snapshot],
    others: list[Snapshot],
    country: str | None,
    unit: str,
) -> list[str]:
    """Return a sentence that sets the sources of one day side by side."""
    said = [first]
    silent = []
    for other in others:
        try:
            found = _measured(start, fronts, other, country)
        except MeasureError as error:
            silent.append(f"{other.words} gives no distance: {error}")
            continue
        said.append((found, other))
    if len(said) == 1:
        return silent
    # Each to the digits its own statement would have.
    numbers = [
        format_distance(
            float(found.nearest.distance_m[0]), float(found.min_m[0]), float(found.max_m[0]), unit,
            whole=not start.radius_known,
        )
        for found, _ in said
    ]  # fmt: skip
    listed = "; ".join(
        f"{number} by {snapshot.words}" for number, (_, snapshot) in zip(numbers, said, strict=True)
    )
    return [f"Sources side by side: {listed}. The first was used.", *silent]


def _parts(found: Distances) -> dict[str, float | None]:
    gap = float(found.gap_m[0])
    return {
        "place_m": float(found.place_m[0]),
        "source_below_m": float(found.source_below_m[0]),
        "source_above_m": float(found.source_above_m[0]),
        "definition_below_m": float(found.definition_below_m[0]),
        "definition_above_m": float(found.definition_above_m[0]),
        "gap_m": None if np.isnan(gap) else gap,
    }
