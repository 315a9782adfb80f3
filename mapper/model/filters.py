"""Which events are shown, exported or counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc
import shapely

from mapper.model import vocabulary as words
from mapper.model.errors import InputError
from mapper.model.schema import GEOMETRY
from mapper.model.texts import casefolded

#: Columns that a search for words looks through.
TEXT_COLUMNS = ("title", "place_name", "admin1", "description", "notes")


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


@dataclass(frozen=True)
class EventFilter:
    """A closed range of days, verification statuses, places known roughly, and words.

    Parameters
    ----------
    from_day, until_day
        Closed interval; either end may be open. An event is inside when any
        of its days is. Events without a day are outside any range.
    statuses
        Verification statuses; empty means all.
    text
        Words that must all occur, in any case, in `TEXT_COLUMNS`.
    places
        Words of `ROUGH_PLACES`; empty means all events, whatever is known of their place.
    """

    from_day: dt.date | None = None
    until_day: dt.date | None = None
    statuses: tuple[str, ...] = ()
    text: str = ""
    places: tuple[str, ...] = ()

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
    def any_day(self) -> EventFilter:
        """The filter without its days."""
        return replace(self, from_day=None, until_day=None)

    @property
    def days(self) -> EventFilter:
        """The filter's days alone."""
        return EventFilter(self.from_day, self.until_day)

    def mask(self, events: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Return which rows of the table ``events`` pass, shape (n,)."""
        keep = np.ones(len(events), dtype=bool)
        if self.from_day is not None:
            keep &= (events["date_end"] >= self.from_day.isoformat()).fillna(False).to_numpy(bool)
        if self.until_day is not None:
            keep &= (
                (events["date_start"] <= self.until_day.isoformat()).fillna(False).to_numpy(bool)
            )
        if self.statuses:
            keep &= events["verification_status"].isin(self.statuses).to_numpy(bool)
        if self.places:
            codes = [list(words.ROUGH_PLACES).index(word) + 1 for word in self.places]
            keep &= np.isin(rough_places(events), codes)
        wanted = self.text.casefold().split()
        found = np.zeros((len(wanted), len(events)), dtype=bool)
        for name in TEXT_COLUMNS if wanted else ():
            column = casefolded(events[name])
            for seen, word in zip(found, wanted, strict=True):
                seen |= np.asarray(pc.fill_null(pc.match_substring(column, word), False), bool)
        return keep & found.all(axis=0)

    def describe(self) -> str:
        """Return the filter in words for print, empty when nothing is filtered."""
        parts = []
        if self.from_day and self.until_day:
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
        if self.text.strip():
            parts.append(f'with the words "{self.text.strip()}"')
        return ", ".join(parts)
