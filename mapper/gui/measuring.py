"""Distances for the window: plain functions that run in a worker.

Each takes a frozen request and returns words and numbers ready to show.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from mapper import geodesy, measure
from mapper.gui.day_words import front as front_words
from mapper.gui.day_words import measured, write_day
from mapper.gui.goals import GOALS, Goal
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr, trn
from mapper.model import dates
from mapper.model import vocabulary as words
from mapper.model.errors import MapperError
from mapper.model.event import Event

#: How the engine begins the sentence with the value of each source.
_SIDE_BY_SIDE: Final = tr("Sources side by side")


@dataclass(frozen=True, eq=False)
class MeasureRequest:
    """An event whose distance to the front of its day is wanted."""

    event: Event
    fronts: measure.Fronts
    goal: Goal = GOALS[0]
    unit: str = "km"
    #: Day of the front where it is not the event's own, and the one source of several.
    day: dt.date | None = None
    source: str | None = None
    #: Of the definition by which the line of contact is derived.
    radius_m: float = measure.RADIUS_M

    @property
    def front_day(self) -> dt.date | None:
        """Day whose front is measured to."""
        return self.day or self.event.date_start

    @property
    def chosen_fronts(self) -> measure.Fronts:
        """The fronts that are asked."""
        if self.source is None and self.radius_m == self.fronts.radius_m:
            return self.fronts
        return _chosen(self.fronts, self.source, self.radius_m)


@dataclass(frozen=True)
class Answer:
    """A distance in words, or in ``refused`` why there is none.

    ``front`` says which snapshot was used; ``geodesic`` is what the map draws:
    ``{"line": [[[lon, lat], ...], ...], "label", "end": {"lon", "lat", "name"}}``.
    """

    event_id: str
    number: str = ""
    interval: str = ""
    statement: str = ""
    #: Statement, warnings and inputs, to copy.
    citation: str = ""
    refused: str = ""
    warnings: tuple[str, ...] = ()
    licence: str = ""
    front: str = ""
    geodesic: dict[str, Any] | None = None
    #: Unit of the words, and the measurement they are about.
    unit: str = "km"
    found: measure.Measurement | None = None
    #: The same with all it was made from: to be kept, or told in a methods note.
    kept: measure.KeptMeasurement | None = None
    #: The sources that have a front for the day.
    sources: tuple[str, ...] = ()
    #: Whether some of them give an area, of which the line of contact is derived.
    derived: bool = True
    #: Where the day has no front: the day nearest to it that has one.
    nearest_day: dt.date | None = None


@lru_cache(maxsize=4)
def _chosen(fronts: measure.Fronts, source: str | None, radius_m: float) -> measure.Fronts:
    """Return the fronts that were chosen; from event to event they are mostly the same."""
    fronts = fronts if source is None else fronts.of_source(source)
    return fronts.with_radius(radius_m)


def answer(request: MeasureRequest, progress: Progress) -> Answer:
    """Measure from the event to the goal: a front is that of the event's day, unless told."""
    found = _answer(request, progress)
    day = request.front_day
    if day is None or not request.goal.of_front:
        return found
    try:
        every = request.fronts.all_of_day(day)
    except MapperError:
        days = [one.as_of for one in request.fronts.snapshots]
        nearest = min(days, key=lambda one: abs((one - day).days), default=None)
        return replace(found, derived=False, nearest_day=nearest)
    names = tuple(sorted({one.source for one in every}))
    asked = [one for one in every if request.source in (None, one.source)]
    derived = any(one.kind == "control_area" for one in asked)
    return replace(found, sources=names, derived=derived)


def _answer(request: MeasureRequest, progress: Progress) -> Answer:
    event, fronts, goal, day = request.event, request.chosen_fronts, request.goal, request.front_day
    snapshot, front = _front_of(fronts, day, _country_for(event, fronts, day))
    progress.check()
    refused = _why_not(event, goal, day)
    if refused:
        return Answer(event.event_id, refused=refused, front=front)
    try:
        result = measured_as(request)
    except MapperError as error:
        return Answer(event.event_id, refused=str(error), front=front)
    licence = "" if snapshot is None or not goal.of_front else licence_words(snapshot)
    return _in_words(request, result, front, licence)


def measured_as(request: MeasureRequest) -> measure.Measurement:
    """Measure what a request asks for; a front of another day than the event's is told.

    Raises
    ------
    MapperError
        If there is no distance.
    """
    event, day = request.event, request.front_day
    found = measure.distance(
        measure.Place.of_event(event),
        request.goal.target,
        fronts=request.chosen_fronts,
        day=day,
        unit=request.unit,
    )
    own = event.date_start
    if request.day is None or own is None or own == request.day or not request.goal.of_front:
        return found
    # What may be cited stays English.
    told = (
        f"The event is of {dates.write_day(own)}; the front of {dates.write_day(request.day)} was "
        "chosen."
    )
    return replace(found, warnings=(told, *found.warnings))


def _why_not(event: Event, goal: Goal, day: dt.date | None) -> str:
    """Return why no distance is offered for an event, or nothing."""
    if event.lon is None:
        return tr("No distance: the event has no position.")
    if event.geo_precision == "country":
        return tr("No distance: the place is known only to the country.")
    if day is None and goal.of_front:
        return tr("No distance: the event has no known day, so no front can be chosen.")
    if goal.event_id == event.event_id:
        return tr("No distance: it is measured to this very event.")
    return ""


def _in_words(
    request: MeasureRequest, found: measure.Measurement, front: str, licence: str
) -> Answer:
    number, interval = figures(found, request.unit)
    target = found.target
    drawn = None
    # A line from some point of a region would claim to know where in it.
    if found.region is None and (found.distance_m > 0 or found.boundary_m):
        drawn = geodesic(
            (found.start.lon, found.start.lat),
            (target.lon, target.lat),
            label=measured(interval if found.boundary_m is not None else number),
            name=_end_name(request.goal, target),
        )
    inputs = [f"{entry['file']} (SHA-256 {entry['sha256']})" for entry in found.inputs]
    citation = [found.statement, *found.warnings]
    if inputs:
        citation.append("Inputs: " + "; ".join(inputs))
    return Answer(
        request.event.event_id,
        number=number,
        interval=interval,
        statement=found.statement,
        citation="\n".join(citation),
        warnings=_brief(found, request.unit),
        licence=licence,
        front=front,
        geodesic=drawn,
        unit=request.unit,
        found=found,
        kept=to_keep(request, found),
    )


@lru_cache(maxsize=2)
def marks_of(fronts: measure.Fronts) -> measure.FrontMarks:
    """Return what tells fronts apart; their outlines are looked at once while they stay."""
    return measure.FrontMarks(fronts)


def to_keep(request: MeasureRequest, found: measure.Measurement) -> measure.KeptMeasurement:
    """Return a measured distance with all it was made from."""
    marks, day, source = marks_of(request.fronts), request.front_day, request.source
    asked: dict[str, Any] = {"unit": request.unit}
    if request.goal.of_front:
        asked |= {
            "day": None if day is None else day.isoformat(),
            "event_day": request.day is None,
            "source": source,
            "fronts": marks.of_day(day, source),
            "terms": marks.terms(day, source),
        }
    if request.goal.kind == "line-of-contact" and request.radius_m != measure.RADIUS_M:
        asked["radius_m"] = request.radius_m
    if request.goal in GOALS:
        asked["boundary"] = marks.boundary
    return measure.KeptMeasurement.of_distance(
        found, event_id=request.event.event_id, target_event_id=request.goal.event_id, **asked
    )


def _brief(found: measure.Measurement, unit: str) -> tuple[str, ...]:
    """Return the warnings for the card: the sources are set side by side under Methods."""
    if len(found.sources) < 2 or found.target.kind != "line-of-contact" or found.region:
        return found.warnings
    spread = measure.apart_words(found.sources, unit, not found.start.radius_known)
    names = {entry["source"] for entry in found.sources}
    which = f"{len(names)} sources cover" if len(names) > 1 else "One source twice covers"
    short = f"{which} this day; their values lie {spread} apart (see Methods)."
    rest = [text for text in found.warnings if not text.startswith(_SIDE_BY_SIDE)]
    return (short, *rest)


def figures(found: measure.Measurement, unit: str) -> tuple[str, str]:
    """Return the large figure of a distance, and the words below it.

    Within an area that is "Inside" and how deep; for a place known only to its
    region the interval alone says something.
    """
    whole = not found.start.radius_known
    span = (found.distance_m, found.min_m, found.max_m)
    interval = measure.format_interval(*span, unit, whole=whole)
    if found.region is not None and found.max_m > 0.0:
        return interval, f"Place known only to {found.region}"
    if found.boundary_m is not None:
        depth, off = found.boundary_m, found.boundary_off_m
        low = max(depth - off, 0.0)
        text = measure.format_distance(depth, low, depth + off, unit, whole=whole)
        return "Inside", f"{text} from its edge"
    return measure.format_distance(*span, unit, whole=whole), interval


def _end_name(goal: Goal, target: measure.Target) -> str:
    if goal.place is not None or goal.shape is not None:
        return target.name
    return f"near {target.name.split(',')[0]}" if target.name else goal.words.lower()


def licence_words(snapshot: measure.Snapshot) -> str:
    """Return attribution, licence and terms of a front."""
    terms = words.REDISTRIBUTIONS[snapshot.redistribution or "unknown"].label.lower()
    licence = snapshot.licence or "licence not stated"
    return f"Front: {snapshot.attribution or snapshot.source}; {licence}; {terms}."


def shown_front(fronts: measure.Fronts, day: dt.date | None) -> str:
    """Return words for the front shown while no event is selected."""
    if day is not None:
        return _front_of(fronts, day)[1]
    try:
        return tr("Newest front: {words}", words=front_words(fronts.of_day(None)))
    except MapperError:
        return tr("No front in this project")


def _country_for(event: Event, fronts: measure.Fronts, day: dt.date | None) -> str | None:
    """Return whose front an event is measured to, where there are several."""
    if event.lon is None or event.lat is None or day is None:
        return None
    try:
        return fronts.country_for(event.lon, event.lat, day)[0]
    except MapperError:
        return None


def _front_of(
    fronts: measure.Fronts, day: dt.date | None, country: str | None = None
) -> tuple[measure.Snapshot | None, str]:
    """Return the front of a day, and words that say which it is and its gap."""
    if day is None:
        return None, tr("The event has no known day, so no front belongs to it")
    try:
        snapshot = fronts.of_day(day, country=country)
    except MapperError:
        return None, tr("No front for {day}", day=write_day(day))
    gap = snapshot.gap_days
    age = (
        tr("the same day")
        if gap == 0
        else trn("{number} day earlier", "{number} days earlier", gap)
    )
    return snapshot, tr(
        "Front for {day}: {words} ({age})", day=write_day(day), words=front_words(snapshot), age=age
    )


def geodesic(
    start: tuple[float, float], end: tuple[float, float], *, label: str, name: str
) -> dict[str, Any]:
    """Return the geodesic between two positions (lon, lat) as the map draws it."""
    line = geodesy.geodesic_line(start, end)
    parts = list(getattr(line, "geoms", [line]))
    return {
        "line": [[[x, y] for x, y in part.coords] for part in parts],
        "label": label,
        "end": {"lon": end[0], "lat": end[1], "name": name},
    }
