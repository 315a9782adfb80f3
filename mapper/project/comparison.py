"""What an import would change, field by field, before it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.project.fields import words
from mapper.project.history import Counts
from mapper.project.portions import Portion

#: Changes listed one by one; further ones are only counted.
MAX_CHANGES: Final = 10_000

_COLUMNS: Final = ("event_id", "title", "field", "before", "after", "edited")


@dataclass(frozen=True)
class Comparison:
    """What an import would change.

    Parameters
    ----------
    counts
        Counts by kind, ``events`` and ``fronts``, as they would be.
    changes
        A row per field of an event that is in the project and differs in the file:
        ``event_id``, ``title``, ``field`` (a column of events, ``source ...`` or
        ``claim ...``), ``before`` and ``after`` (text, missing where empty; positions are
        "lon, lat" with the metres moved), ``edited`` (true: somebody changed it here, so
        it stays as ``before`` unless the event is to be overwritten).
    more
        How many further changes are not listed.
    edited
        Ids of the events of which something stays because somebody changed it.
    fields
        In how many events, or sources, each field would be updated.
    warnings
        What the person should know about it.
    """

    counts: dict[str, Counts]
    changes: pd.DataFrame
    more: int = 0
    edited: tuple[str, ...] = ()
    fields: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Report:
    """Gathers what an import changes.

    Parameters
    ----------
    limit
        Changes to list; 0 lists none.
    """

    def __init__(self, limit: int = 0) -> None:
        self.limit = limit
        self.more = 0
        self.fields: dict[str, int] = {}
        self.edited: dict[str, None] = {}
        self._listed: list[pd.DataFrame] = []

    def portion(
        self, portion: Portion, event_ids: pd.Series, titles: pd.Series, prefix: str = ""
    ) -> None:
        """Note what changes in a portion; ids and titles of its events, row by row."""
        for name, mask in portion.take.items():
            key = prefix + name
            self.fields[key] = self.fields.get(key, 0) + int(mask.sum())
        self.edited |= dict.fromkeys(event_ids[portion.held])
        cells = [
            (np.flatnonzero(mask), name, edited)
            for masks, edited in ((portion.take, False), (portion.kept, True))
            for name, mask in masks.items()
        ]
        cells = self._fitting(cells)
        parts = [
            self._frame(portion, rows, name, edited, event_ids, titles, prefix)
            for rows, name, edited in cells
        ]
        if parts:
            table = pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")
            self._listed.append(table.drop(columns="row"))

    def new(
        self, event_ids: pd.Series, titles: pd.Series, field: str, texts: list[str], count: int
    ) -> None:
        """Note ``count`` rows that come in beside events that are there; a few in words."""
        self.fields[field] = self.fields.get(field, 0) + count
        shown = min(len(texts), self.room)
        self.more += count - shown
        if shown:
            frame = pd.DataFrame(
                {
                    "event_id": event_ids.iloc[:shown].to_numpy(),
                    "title": titles.iloc[:shown].to_numpy(),
                    "field": field,
                    "before": None,
                    "after": texts[:shown],
                    "edited": False,
                }
            )
            self._listed.append(frame)

    @property
    def room(self) -> int:
        """How many more changes are listed."""
        return max(0, self.limit - sum(len(part) for part in self._listed))

    @property
    def changes(self) -> pd.DataFrame:
        """The changes listed."""
        types = dict.fromkeys(_COLUMNS[:-1], "str") | {"edited": "bool"}
        if not self._listed:
            return pd.DataFrame(columns=list(_COLUMNS)).astype(types)
        return pd.concat([part.astype(types) for part in self._listed], ignore_index=True)

    def _fitting(
        self, cells: list[tuple[npt.NDArray[np.intp], str, bool]]
    ) -> list[tuple[npt.NDArray[np.intp], str, bool]]:
        """Return the cells there is room to list: of the first rows, all fields."""
        total = sum(len(rows) for rows, _, _ in cells)
        room = self.room
        if total <= room:
            return cells
        every = np.sort(np.concatenate([rows for rows, _, _ in cells]))
        last = every[room] if room else -1
        cut = [(rows[rows < last], name, edited) for rows, name, edited in cells]
        self.more += total - sum(len(rows) for rows, _, _ in cut)
        return [cell for cell in cut if len(cell[0])]

    def _frame(
        self,
        portion: Portion,
        rows: npt.NDArray[np.intp],
        name: str,
        edited: bool,
        event_ids: pd.Series,
        titles: pd.Series,
        prefix: str,
    ) -> pd.DataFrame:
        before, after = words(portion.old[name].iloc[rows], portion.new[name].iloc[rows], name)
        return pd.DataFrame(
            {
                "row": rows,
                "event_id": event_ids.iloc[rows].to_numpy(),
                "title": titles.iloc[rows].to_numpy(),
                "field": prefix + name,
                "before": before,
                "after": after,
                "edited": edited,
            }
        )


def kept_words(count: int) -> str:
    """Return the sentence on events that were edited and differ."""
    if count == 1:
        return "1 event that was edited in this project differs in the file and was kept."
    return f"{count} events that were edited in this project differ in the file and were kept."
