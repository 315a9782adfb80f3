"""The rows at which several selected events stand once the list was filled anew."""

from __future__ import annotations

from typing import Final

import numpy as np
from PyQt6.QtCore import QItemSelection

from mapper.gui.chosen import Chosen
from mapper.gui.event_model import EventModel

#: Most events that are looked up in another state of the project, and most ranges of them that
#: are selected anew: more would hold the window up.
_MOST_LOOKED_UP: Final = 100_000
_MOST_RANGES: Final = 2_000


def ranges_of(chosen: Chosen, model: EventModel) -> QItemSelection | None:
    """Return the ranges of rows that events stand in; None for fewer than two, or too many."""
    if len(chosen) < 2 or (chosen.of is not model.ids and len(chosen) > _MOST_LOOKED_UP):
        return None
    positions = model.positions(chosen)
    starts = np.flatnonzero(np.diff(positions, prepend=-2) != 1)
    if len(positions) < 2 or len(starts) > _MOST_RANGES:
        return None
    last = model.columnCount() - 1
    ranges = QItemSelection()
    for first, end in zip(starts, [*starts[1:], len(positions)], strict=True):
        top, bottom = int(positions[first]), int(positions[end - 1])
        ranges.select(model.index(top, 0), model.index(bottom, last))
    return ranges
