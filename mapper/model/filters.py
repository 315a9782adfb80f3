"""Which events are shown, exported or counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model import vocabulary as words
from mapper.model.errors import InputError

#: Columns that a search for words looks through.
TEXT_COLUMNS = ("title", "place_name", "admin1", "description", "notes")


@dataclass(frozen=True)
class EventFilter:
    """A closed range of days, verification statuses and words.

    Parameters
    ----------
    from_day, until_day
        Closed interval; either end may be open. An event is inside when any
        of its days is. Events without a day are outside any range.
    statuses
        Verification statuses; empty means all.
    text
        Words that must all occur, in any case, in `TEXT_COLUMNS`.
    """

    from_day: dt.date | None = None
    until_day: dt.date | None = None
    statuses: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        if self.from_day and self.until_day and self.until_day < self.from_day:
            raise InputError(
                "the range of days is reversed",
                found=f"{self.from_day} to {self.until_day}",
                expected="the earlier day first",
            )
        for status in self.statuses:
            if status not in words.VERIFICATION_STATUSES:
                raise InputError(
                    "not a verification status",
                    found=status,
                    expected="one of " + ", ".join(words.VERIFICATION_STATUSES),
                )

    @property
    def everything(self) -> bool:
        """Whether nothing is filtered out."""
        return self == EventFilter()

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
        for word in self.text.casefold().split():
            found = np.zeros(len(events), dtype=bool)
            for name in TEXT_COLUMNS:
                column = events[name].str.casefold()
                found |= column.str.contains(word, regex=False).fillna(False).to_numpy(bool)
            keep &= found
        return keep

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
        if self.text.strip():
            parts.append(f'with the words "{self.text.strip()}"')
        return ", ".join(parts)
