"""Which rows of the events an action touched, so that all others can stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Touched:
    """How the rows of one state of the events became those of the next.

    Rows touched by nothing keep their values and their order.

    Parameters
    ----------
    since
        Number of the state before.
    gone
        Rows of the state before that are no more, or not as they were; in order.
    there
        Rows of the state after that are new, or not as they were; in order.
    before
        Number of rows of the state before.
    """

    since: int
    gone: Rows
    there: Rows
    before: int

    @classmethod
    def between(
        cls, before: pd.Index, after: pd.Series, event_ids: Iterable[str], since: int
    ) -> Touched:
        """Return what a change of some events did; ``before`` and ``after`` are all ids."""
        ids = list(event_ids)
        gone, there = (
            np.flatnonzero(texts.isin(ids).to_numpy(dtype=bool))
            for texts in (pd.Series(before, copy=False), after)
        )
        return cls(since, gone, there, len(before))

    @property
    def in_place(self) -> bool:
        """Whether every row is where it was."""
        return np.array_equal(self.gone, self.there)

    def put(
        self, values: npt.NDArray[Any], new: npt.NDArray[Any] | float | str
    ) -> npt.NDArray[Any]:
        """Return a column after it: ``values`` before, with ``new`` in the touched rows."""
        if self.in_place:
            values = values.copy()
            values[self.there] = new
            return values
        kept = np.delete(values, self.gone, axis=0)
        return np.insert(kept, self.there - np.arange(len(self.there)), new, axis=0)

    def moved(self, rows: Rows) -> Rows:
        """Return where rows of the state before are now; touched ones are left out."""
        came_from = self.put(np.arange(self.before), -1)
        kept = np.flatnonzero(came_from >= 0)
        numbers = np.full(self.before, -1, dtype=np.intp)
        numbers[came_from[kept]] = kept
        found = numbers[rows]
        return found[found >= 0]
