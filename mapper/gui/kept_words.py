"""Kept measurements in words, and whether each still stands: plain functions for a worker."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from mapper import mapdoc, measure
from mapper.gui.day_words import write_day
from mapper.gui.goals import GOALS, Goal
from mapper.gui.measuring import MeasureRequest, marks_of
from mapper.gui.translation import tr, trn
from mapper.measure import FrontMarks, KeptMeasurement, what_changed
from mapper.model.errors import MapperError, MeasureError
from mapper.model.event import Event

if TYPE_CHECKING:
    from mapper.gui.session import ProjectData

#: Kinds of targets that a `Goal` of the window names.
_GOALS: Final = {goal.kind: goal for goal in GOALS}


@dataclass(frozen=True, eq=False)
class KeptRow:
    """A kept measurement as the window shows it.

    Parameters
    ----------
    title, below
        What it was measured from; how far it is, to what and when.
    what
        The same without the day.
    number, interval
        The large figure and the words below it.
    stale
        Why it no longer stands, in a sentence; empty while it does.
    not_again
        Why it cannot be measured again, in a sentence; empty where it can.
    """

    kept: KeptMeasurement
    title: str
    below: str
    what: str
    number: str
    interval: str
    stale: str = ""
    not_again: str = ""

    @property
    def key(self) -> str:
        """What it is known by after a change."""
        return self.kept.measurement_id


@dataclass(frozen=True, eq=False)
class KeptTold:
    """All measurements of a project, the newest first, and what the map draws of them."""

    rows: tuple[KeptRow, ...] = ()
    drawn: tuple[dict[str, Any], ...] = ()

    def of_event(self, event_id: str) -> tuple[KeptRow, ...]:
        """Return the measurements that start at an event."""
        return tuple(row for row in self.rows if row.kept.event_id == event_id)

    def row(self, measurement_id: str) -> KeptRow | None:
        """Return a measurement by its id."""
        return next((row for row in self.rows if row.key == measurement_id), None)


def tell(data: ProjectData, unit: str) -> KeptTold:
    """Return the kept measurements of a project in words."""
    find, marks = events_of(data), marks_of(data.fronts)
    rows = [
        _row(kept, marks, find, unit) for kept in KeptMeasurement.all_of(data.measurements)[::-1]
    ]
    return KeptTold(tuple(rows), mapdoc.packed_measurements(data.measurements))


def events_of(data: ProjectData) -> Callable[[str], Event | None]:
    """Return a function that gives an event of a project by its id."""

    def find(event_id: str) -> Event | None:
        row = data.columns.row_of(event_id)
        return None if row is None else Event.from_row(data.events.iloc[row].to_dict())

    return find


def _row(
    kept: KeptMeasurement, marks: FrontMarks, find: Callable[[str], Event | None], unit: str
) -> KeptRow:
    number, interval = _figures(kept, unit)
    event = None if kept.event_id is None else find(kept.event_id)
    title = kept.note or ("" if event is None else event.title) or _from_words(kept)
    target = _target_words(kept)
    day = None if kept.as_of is None else write_day(dt.date.fromisoformat(kept.as_of))
    below = what = tr("{number} {target}", number=number, target=target)
    if day is not None:
        below = tr("{number} {target}, {day}", number=number, target=target, day=day)
    change = what_changed(kept, marks, find)
    return KeptRow(
        kept, title, below, what, number, interval,
        stale="" if change is None else _stale_words(change, kept),
        not_again=_not_again_words(change, kept),
    )  # fmt: skip


def _figures(kept: KeptMeasurement, unit: str) -> tuple[str, str]:
    """Return the large figure and the interval in words, where it is none of its own."""
    if not math.isfinite(kept.distance_m):
        return tr("not known"), ""
    if kept.inputs.get("boundary_m") is not None:
        return tr("Inside"), kept.statement
    whole = not all(one.get("radius_known", True) for one in kept.places)
    low, high = (
        value if math.isfinite(value) else kept.distance_m for value in (kept.min_m, kept.max_m)
    )
    interval = measure.format_interval(kept.distance_m, low, high, unit, whole=whole)
    if any("region" in one for one in kept.places):
        return interval, ""
    number = measure.format_distance(kept.distance_m, low, high, unit, whole=whole)
    return number, "" if interval == number else interval


def _from_words(kept: KeptMeasurement) -> str:
    names = [str(one["name"]) for one in kept.places if one.get("name")]
    if kept.target_kind in measure.PATH_KINDS:
        points = trn("Line of {number:,} point", "Line of {number:,} points", len(kept.places))
        if kept.target_kind == "outline":
            points = trn(
                "Outline of {number:,} point", "Outline of {number:,} points", len(kept.places)
            )
        return (
            points if not names else tr("{points}: {names}", points=points, names=", ".join(names))
        )
    return names[0] if names else tr("A place")


def _target_words(kept: KeptMeasurement) -> str:
    named = {
        "line-of-contact": tr("to the line of contact"),
        "control-area": tr("to the control area"),
        "state-border": tr("to the state border"),
        "coast": tr("to the coast"),
        "path": tr("along the line"),
        "outline": tr("around the outline"),
    }
    return named.get(kept.target_kind) or tr("to {name}", name=kept.target_name or tr("a place"))


def _stale_words(change: measure.KeptChange, kept: KeptMeasurement) -> str:
    day = kept.inputs.get("day")
    if change == "fronts" and isinstance(day, str):
        return tr("The front of {day} changed since.", day=write_day(dt.date.fromisoformat(day)))
    return {
        "event": tr("An event it was measured with is no longer in the project."),
        "place": tr("The place of its event changed since."),
        "day": tr("The day of its event changed since."),
        "fronts": tr("The fronts changed since."),
        "boundary": tr("The country's boundary changed since."),
    }[change]


def _not_again_words(change: measure.KeptChange | None, kept: KeptMeasurement) -> str:
    """Return why a measurement cannot be made again, empty where it can."""
    if change == "event":
        return tr(
            "It cannot be measured again without that event; to undo its deletion brings it back."
        )
    if kept.target_kind in ("line", "area"):
        files = kept.inputs.get("files") or [{}]
        file = str(files[0].get("file") or kept.target_name or tr("the file"))
        return tr(
            "It cannot be measured again from here: the project does not hold {file}. In the"
            " details measure to that file again, keep that, and delete this one.",
            file=file,
        )
    return ""


def request_again(kept: KeptMeasurement, data: ProjectData, unit: str) -> MeasureRequest:
    """Return the request that measures again, from where its event is now.

    Raises
    ------
    MeasureError
        If what it was measured to is not in the project.
    """
    event = None if kept.event_id is None else events_of(data)(kept.event_id)
    goal = _GOALS.get(kept.target_kind)
    if kept.target_kind == "place" and len(kept.places) > 1:
        goal = _place_goal(kept, data)
    if event is None or goal is None:
        raise MeasureError(tr("What it was measured to is not kept; measure it anew."))
    day, radius = kept.inputs.get("day"), kept.inputs.get("radius_m")
    chosen = isinstance(day, str) and not kept.inputs.get("event_day")
    return MeasureRequest(
        event, data.fronts, goal, unit,
        day=dt.date.fromisoformat(str(day)) if chosen else None, source=kept.inputs.get("source"),
        radius_m=radius if isinstance(radius, int | float) else measure.RADIUS_M,
    )  # fmt: skip


def _place_goal(kept: KeptMeasurement, data: ProjectData) -> Goal:
    end = kept.places[1]
    place = measure.Place(
        str(end.get("name") or ""), end["lon"], end["lat"], end.get("radius_m", 0.0)
    )
    event_id = end.get("event_id")
    event = events_of(data)(event_id) if event_id else None
    if event is not None:
        place = measure.Place.of_event(event)
    return Goal("event" if event_id else "place", place.words, place=place, event_id=event_id)


def path_again(kept: KeptMeasurement, data: ProjectData, unit: str) -> KeptMeasurement:
    """Return a line or an outline measured again, with its events where they are now."""
    find = events_of(data)
    places, ids = [], []
    for one in kept.places:
        event_id = one.get("event_id")
        event = find(event_id) if event_id else None
        try:
            place = None if event is None else measure.Place.of_event(event)
        except MapperError:
            place = None
        if place is None:
            place = measure.Place("", one["lon"], one["lat"])
        places.append(place)
        ids.append(event_id)
    closed = kept.target_kind == "outline"
    made = KeptMeasurement.of_path(measure.along(places, unit=unit, closed=closed), ids, unit=unit)
    return replace(made, measurement_id=kept.measurement_id)
