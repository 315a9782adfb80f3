"""What an import took that a person may want to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from mapper.gui.framing import Box
from mapper.model.filters import EventIds
from mapper.readers import ImportResult


@dataclass(frozen=True)
class Taken:
    """The events of an import.

    Attributes
    ----------
    box
        Where they lie; None where none has a place, and in a project that was empty, to
        which the map goes by itself.
    unplaced
        Whether there are some without a place.
    ids
        Which they are; None where there are none, and in a project that was empty.
    """

    box: Box | None = None
    unplaced: bool = False
    ids: EventIds | None = None

    @classmethod
    def of(cls, results: Sequence[ImportResult], *, into_empty: bool) -> Self:
        """Look through what was read."""
        events = [result.events for result in results if result.events is not None]
        unplaced = any(bool(one.geometry.isna().any()) for one in events)
        ids = [one["event_id"] for one in events if len(one)]
        if into_empty or not ids:
            return cls(None, unplaced)
        which = EventIds(pd.concat(ids, ignore_index=True))
        boxes = np.array([one.total_bounds for one in events]).reshape(-1, 4)
        boxes = boxes[~np.isnan(boxes).any(axis=1)]
        if not len(boxes):
            return cls(None, unplaced, which)
        west, south = boxes[:, :2].min(axis=0).tolist()
        east, north = boxes[:, 2:].max(axis=0).tolist()
        return cls((west, south, east, north), unplaced, which)
