"""Which events are shown, exported or counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc
import shapely

from mapper.model import vocabulary as words
from mapper.model.errors import InputError
from mapper.model.facets import FACETS
from mapper.model.schema import GEOMETRY
from mapper.model.texts import arrow
from mapper.model.wordsearch import holding

#: Parts of a filter that a map narrows to by itself: it counts the other days, too.
OF_THE_MAP: Final = ("from_day", "until_day", "within")


def rough_places(events: pd.DataFrame) -> npt.NDArray[np.uint8]:
    """Return how little is known of each event's place, shape (n,).

    Zero for a place on the map, else the position, from 1, in `ROUGH_PLACES`.
    """
    codes = np.zeros(len(events), dtype=np.uint8)
    for code, word in enumerate(words.ROUGH_PLACES, start=1):
        codes[(events["geo_precision"] == word).fillna(False).to_numpy(bool)] = code
    points = events[GEOMETRY].to_numpy()
    codes[shapely.is_missing(points) | shapely.is_empty(points)] = 1
    return codes


#: West, south, east, north in degrees; east of the date line west is the larger.
Box = tuple[float, float, float, float]
#: Facets by their names, and of each the values that pass.
Choices = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, eq=False)
class EventIds:
    """Events by their ids as a column of text: those in it pass, or all others.

    Two are never equal: half a million ids take too long to compare.
    """

    column: pd.Series
    inside: bool = True

    def __len__(self) -> int:
        return len(self.column)

    def passing(self, events: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Return which events pass, shape (n,)."""
        known = arrow(self.column).combine_chunks()
        found: npt.NDArray[np.bool_] = np.asarray(
            pc.is_in(arrow(events["event_id"]), value_set=known), dtype=bool
        )
        return found if self.inside else ~found


@dataclass(frozen=True)
class EventFilter:
    """Which events pass: by days, statuses, words, places known roughly, facets and a box.

    Parameters
    ----------
    from_day, until_day
        Closed interval; either end may be open. An event is inside when any
        of its days is. Events without a day are outside any range.
    statuses
        Verification statuses; empty means all.
    text
        Words that must all occur in the texts of an event or in a source, see
        `mapper.model.wordsearch`: in any case, spelling and script, places by other names too.
    places
        Words of `ROUGH_PLACES`; empty means all events, whatever is known of their place.
    choices
        Names of `FACETS`, each once, and of each the values that pass, `NOT_STATED` for none.
    within
        Box (west, south, east, north; degrees) that the event's point is in.
    ids, ids_words
        The only events that pass, and words for them; None means all. Many are given as
        `EventIds`.
    """

    from_day: dt.date | None = None
    until_day: dt.date | None = None
    statuses: tuple[str, ...] = ()
    text: str = ""
    places: tuple[str, ...] = ()
    choices: Choices = ()
    within: Box | None = None
    ids: frozenset[str] | EventIds | None = None
    ids_words: str = ""

    def __post_init__(self) -> None:
        if self.from_day and self.until_day and self.until_day < self.from_day:
            raise InputError(
                "the range of days is reversed",
                found=f"{self.from_day} to {self.until_day}",
                expected="the earlier day first",
            )
        for what, chosen, terms in (
            ("a verification status", self.statuses, words.VERIFICATION_STATUSES),
            ("a place known roughly", self.places, words.ROUGH_PLACES),
            ("a facet", tuple(name for name, _ in self.choices), FACETS),
        ):
            for word in chosen:
                if word not in terms:
                    raise InputError(
                        f"not {what}", found=word, expected="one of " + ", ".join(terms)
                    )

    @property
    def everything(self) -> bool:
        """Whether nothing is filtered out."""
        return self == EventFilter()

    @property
    def number_of_values(self) -> int:
        """How many statuses, places and values of facets are chosen; a box counts as one."""
        values = sum(len(values) for _, values in self.choices)
        single = (self.within is not None) + (self.ids is not None)
        return len(self.statuses) + len(self.places) + values + single

    @property
    def general(self) -> EventFilter:
        """The filter without its days and its box: a map narrows to these by itself."""
        return replace(self, from_day=None, until_day=None, within=None)

    @property
    def of_the_map(self) -> EventFilter:
        """The filter's days and box alone."""
        return EventFilter(self.from_day, self.until_day, within=self.within)

    def without(self, facet: str) -> EventFilter:
        """Return the filter with any value of one facet."""
        choices = tuple(choice for choice in self.choices if choice[0] != facet)
        statuses = () if facet == "status" else self.statuses
        return replace(self, choices=choices, statuses=statuses)

    def mask(
        self, events: pd.DataFrame, sources: pd.DataFrame | None = None
    ) -> npt.NDArray[np.bool_]:
        """Return which rows of the table ``events`` pass, shape (n,).

        Words are looked for in ``sources`` of the events too, if they are given.
        """
        keep = np.ones(len(events), dtype=bool)
        for part in self.parts(events, sources).values():
            keep &= part
        return keep

    def parts(
        self, events: pd.DataFrame, sources: pd.DataFrame | None = None
    ) -> dict[str, npt.NDArray[np.bool_]]:
        """Return which rows pass each part of the filter that is in use, by its name."""
        found: dict[str, npt.NDArray[np.bool_]] = {}
        if self.from_day is not None:
            found["from_day"] = _true(events["date_end"] >= self.from_day.isoformat())
        if self.until_day is not None:
            found["until_day"] = _true(events["date_start"] <= self.until_day.isoformat())
        if self.statuses:
            found["status"] = events["verification_status"].isin(self.statuses).to_numpy(bool)
        if self.places:
            codes = [list(words.ROUGH_PLACES).index(word) + 1 for word in self.places]
            found["places"] = np.isin(rough_places(events), codes)
        for name, values in self.choices:
            passing = FACETS[name].passing(events, values)
            found[name] = found[name] & passing if name in found else passing
        if self.within is not None:
            found["within"] = _inside(events[GEOMETRY], self.within)
        if self.ids is not None:
            if isinstance(self.ids, EventIds):
                found["ids"] = self.ids.passing(events)
            else:
                found["ids"] = events["event_id"].isin(self.ids).to_numpy(bool)
        if self.text.strip():
            found["text"] = holding(self.text, events, sources)
        return found

    def describe(self) -> str:
        """Return the filter in words for print, empty when nothing is filtered."""
        parts = []
        if self.from_day and self.from_day == self.until_day:
            parts.append(f"{self.from_day}")
        elif self.from_day and self.until_day:
            parts.append(f"{self.from_day} to {self.until_day}")
        elif self.from_day:
            parts.append(f"from {self.from_day}")
        elif self.until_day:
            parts.append(f"until {self.until_day}")
        if self.statuses:
            labels = [words.VERIFICATION_STATUSES[status].label for status in self.statuses]
            parts.append("status " + " or ".join(labels).lower())
        if self.places:
            labels = [words.ROUGH_PLACES[word].label for word in self.places]
            parts.append(" or ".join(labels).lower())
        for name, values in self.choices:
            labels = [FACETS[name].label_of(value) for value in values]
            parts.append(f"{FACETS[name].label.lower()}: " + " or ".join(labels))
        if self.within is not None:
            parts.append("in the box " + ", ".join(f"{degrees:.3f}" for degrees in self.within))
        if self.ids is not None:
            parts.append(self.ids_words or f"{len(self.ids):,} chosen events")
        if self.text.strip():
            parts.append(f'with the words "{self.text.strip()}"')
        return ", ".join(parts)


def _true(answers: pd.Series) -> npt.NDArray[np.bool_]:
    result: npt.NDArray[np.bool_] = answers.fillna(False).to_numpy(bool)
    return result


def _inside(points: pd.Series, box: Box) -> npt.NDArray[np.bool_]:
    west, south, east, north = box
    geometries = points.to_numpy()
    lon, lat = shapely.get_x(geometries), shapely.get_y(geometries)
    along = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    inside: npt.NDArray[np.bool_] = along & (lat >= south) & (lat <= north)
    return inside
