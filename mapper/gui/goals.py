"""What a distance is measured to, and how a written one is found: worker functions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.compute as pc

from mapper import gazetteer, measure, readers
from mapper.geodesy import read_position
from mapper.gui.columns import EventColumns
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr
from mapper.model.errors import AmbiguousPlaceError, MapperError
from mapper.model.event import Event
from mapper.model.texts import casefolded

_MOST_OPTIONS: Final = 30
#: So many events with the words are looked at for one that can be measured to.
_MOST_LOOKED_AT: Final = 2_000
_SHORTEST: Final = 2


@dataclass(frozen=True, eq=False)
class Goal:
    """What is measured to.

    Attributes
    ----------
    kind
        One of `measure.TARGETS`, or ``place``, ``event``, ``file``.
    words
        What it is called in the window.
    place, shape
        Where it is, for those that are no target of their own.
    event_id
        For an event.
    """

    kind: str
    words: str
    place: measure.Place | None = None
    shape: measure.Shape | None = None
    event_id: str | None = None

    @property
    def target(self) -> str | measure.Place | measure.Shape:
        """The target as `measure.distance` takes it."""
        return self.place or self.shape or self.kind

    @property
    def of_front(self) -> bool:
        """Whether it is a front, and so depends on the day."""
        return self.kind in ("line-of-contact", "control-area")


GOALS: Final = (
    Goal("line-of-contact", tr("Line of contact")),
    Goal("control-area", tr("Control area")),
    Goal("state-border", tr("State border")),
    Goal("coast", tr("Coast")),
)


@dataclass(frozen=True)
class Options:
    """What some words may mean: nothing, a list to choose from, or one thing for certain."""

    goals: tuple[Goal, ...] = ()
    message: str = ""
    wrong: bool = False
    certain: bool = False


def find_place(text: str, entered: bool, _progress: Progress) -> Options:
    """Return what a place's name or coordinates may mean.

    While it is being written (not ``entered``) only completions are given.
    """
    try:
        position = read_position(text, near=position_of)
    except MapperError as error:
        return _wrong(error) if entered else Options()
    if position is not None:
        place = measure.Place("", position.lon, position.lat, position.radius_m)
        goal = Goal("place", place.words, place=place)
        return Options((goal,), certain=entered)
    if not entered:
        if len(text.strip()) < _SHORTEST:
            return Options()
        return Options(tuple(_goal_of(one) for one in gazetteer.complete(text)))
    try:
        return Options((_goal_of(gazetteer.resolve(text)),), certain=True)
    except AmbiguousPlaceError as error:
        goals = tuple(_goal_of(one) for one in error.candidates[:_MOST_OPTIONS])
        return Options(goals, tr("Several places have this name; choose one."))
    except gazetteer.SimilarPlaceError as error:
        goals = tuple(_goal_of(one) for one in error.candidates[:_MOST_OPTIONS])
        return Options(goals, tr("No place has this name; some are called nearly so."))
    except MapperError as error:
        return _wrong(error)


def find_event(
    text: str, events: gpd.GeoDataFrame, columns: EventColumns, progress: Progress
) -> Options:
    """Return the events with all these words in title or place."""
    words = text.casefold().split()
    if not words:
        return Options()
    found: list[Goal] = []
    refused = ""
    texts = [casefolded(pd.Series(one, copy=False)) for one in (columns.title, columns.place)]
    has = np.ones(len(columns), dtype=bool)
    for word in words:
        progress.check()
        # Of the title or of the place; Arrow looks outside Python's lock.
        either = [np.asarray(pc.match_substring(text, word), dtype=bool) for text in texts]
        has &= np.logical_or(*either)
    for row in np.flatnonzero(has)[:_MOST_LOOKED_AT].tolist():
        progress.check()
        event = Event.from_row(events.iloc[row].to_dict())
        try:
            where = measure.Place.of_event(event)
        except MapperError as error:
            refused = str(error)
            continue
        label = f"{columns.days_text(row)}, {event.title}"
        found.append(Goal("event", label, place=where, event_id=event.event_id))
        if len(found) == _MOST_OPTIONS:
            return Options(tuple(found), tr("The first of many; write more words."))
    return Options(tuple(found), "" if found else refused or tr("No event has these words."))


def find_shape(path: Path, _progress: Progress) -> Goal:
    """Read a line or an area from a file to measure to."""
    found = readers.read_shape(path)
    shape = measure.Shape(found.name, found.geometry, found.inputs)
    return Goal("file", found.name, shape=shape)


def position_of(name: str) -> tuple[float, float]:
    """Return lon, lat of the one place a name means, to complete a short Plus Code."""
    place = gazetteer.resolve(name)
    return place.lon, place.lat


def _goal_of(candidate: gazetteer.Candidate) -> Goal:
    place = measure.Place(candidate.name, candidate.lon, candidate.lat, candidate.radius_m)
    return Goal("place", str(candidate), place=place)


def _wrong(error: MapperError) -> Options:
    text = str(error)
    return Options(message=text[:1].upper() + text[1:], wrong=True)
