"""Which events are shown, exported or counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from mapper.model import vocabulary as words
from mapper.model.errors import InputError
from mapper.model.facets import FACETS
from mapper.model.placenames import other_names
from mapper.model.schema import GEOMETRY
from mapper.model.spelling import key
from mapper.model.texts import arrow, casefolded

#: Columns that a search for words looks through.
TEXT_COLUMNS: Final = ("title", "place_name", "admin1", "description", "notes")
#: Those of them that are names, found in any spelling.
NAME_COLUMNS: Final = ("place_name", "admin1")
#: Columns of the sources that are looked through as well.
SOURCE_COLUMNS: Final = ("publisher", "title", "url")
#: Parts of a filter that a map narrows to by itself: it counts the other days, too.
OF_THE_MAP: Final = ("from_day", "until_day", "within")
#: Keys of shorter words are in too many names.
_SHORTEST_SPELT: Final = 4


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
        Words that must all occur, in any case, in `TEXT_COLUMNS` or in a source; names of
        places also in other spellings and scripts, and by other names.
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
            found["text"] = _holding(self.text, events, sources)
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


def _holding(
    text: str, events: pd.DataFrame, sources: pd.DataFrame | None
) -> npt.NDArray[np.bool_]:
    """Return which events hold all words of ``text``."""
    asked = text.casefold().split()
    found = np.zeros((len(asked), len(events)), dtype=bool)
    for name in TEXT_COLUMNS:
        column = casefolded(events[name])
        for seen, word in zip(found, asked, strict=True):
            seen |= np.asarray(pc.fill_null(pc.match_substring(column, word), False), bool)
    for name in NAME_COLUMNS:
        for seen, word in zip(found, asked, strict=True):
            np.logical_or(seen, _spelt(events[name], word), out=seen)
        if len(asked) > 1:
            # Krivoy Rog is one name, and Kryvyi Rih has neither word of it.
            np.logical_or(found, _called(events[name], text), out=found)
    if sources is not None and len(sources):
        of_event = arrow(sources["event_id"]).combine_chunks()
        ids = arrow(events["event_id"])
        columns = [casefolded(sources[name]) for name in SOURCE_COLUMNS]
        for seen, word in zip(found, asked, strict=True):
            hit = np.zeros(len(sources), dtype=bool)
            for column in columns:
                hit |= np.asarray(pc.fill_null(pc.match_substring(column, word), False), bool)
            if hit.any():
                # As Python strings half a million ids would stop all other threads.
                told = pc.is_in(ids, value_set=of_event.filter(pa.array(hit)))
                np.logical_or(seen, np.asarray(told, bool), out=seen)
    return np.asarray(found.all(axis=0), dtype=bool)


def _spelt(names: pd.Series, word: str) -> npt.NDArray[np.bool_]:
    """Return which names have a word that begins as ``word`` in some spelling or script."""
    asked = key(word)
    if len(asked) < _SHORTEST_SPELT:
        return np.zeros(len(names), dtype=bool)
    others = _long_enough(other_names(word))
    return _among_names(
        names, lambda keys: any(one.startswith(asked) or one in others for one in keys)
    )


def _called(names: pd.Series, text: str) -> npt.NDArray[np.bool_]:
    """Return which names are another name of the place that is called ``text``."""
    others = _long_enough(other_names(text))
    if not others:
        return np.zeros(len(names), dtype=bool)
    return _among_names(names, lambda keys: not others.isdisjoint(keys))


def _long_enough(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in keys if len(one) >= _SHORTEST_SPELT)


def _among_names(names: pd.Series, meant: Callable[[list[str]], bool]) -> npt.NDArray[np.bool_]:
    """Return of which names the keys, of all of it and of each word, are meant."""
    coded = pc.fill_null(arrow(names), "").combine_chunks().dictionary_encode()
    # Every place once: thousands of events name the same ones.
    hits = [
        meant([key(name), *(key(part) for part in name.split())])
        for name in coded.dictionary.to_pylist()
    ]
    codes = coded.indices.to_numpy(zero_copy_only=False)
    found: npt.NDArray[np.bool_] = np.asarray(hits, dtype=bool)[codes]
    return found
