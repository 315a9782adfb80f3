"""The table of many distances, filled snapshot by snapshot."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.measure.interval import Distances
from mapper.measure.snapshots import Snapshot

#: Columns of the result, in order.
COLUMNS: Final = (
    "distance_m",
    "min_m",
    "max_m",
    "inside_control_area",
    "nearest_lon",
    "nearest_lat",
    "as_of",
    "published_at",
    "gap_days",
    "front_source",
    "refused",
)
#: The region, where an event is known to that and no better: its single distance is
#: then only that of the position the source states.
REGION: Final = "known_to_region"
_REALS: Final = ("distance_m", "min_m", "max_m", "nearest_lon", "nearest_lat")
_TEXTS: Final = ("as_of", "published_at", "front_source", "refused")


class FoundRows:
    """The columns of the result, filled snapshot by snapshot."""

    def __init__(self, count: int) -> None:
        self._reals = {name: np.full(count, np.nan) for name in _REALS}
        self._texts = {name: np.full(count, None, dtype=object) for name in _TEXTS}
        self._within = np.full(count, None, dtype=object)
        self._gap = np.full(count, None, dtype=object)
        # Of the events' last days.
        self._low, self._high = np.full(count, np.nan), np.full(count, np.nan)

    def take(
        self,
        measured: Distances,
        own: npt.NDArray[np.intp],
        last: npt.NDArray[np.intp],
        gaps: npt.NDArray[np.int64],
        snapshot: Snapshot,
    ) -> None:
        """Keep a snapshot's distances: of events on their first day, then on their last."""
        count = len(own)
        self._low[last], self._high[last] = measured.min_m[count:], measured.max_m[count:]
        nearest = measured.nearest
        for name, values in (
            ("distance_m", nearest.distance_m),
            ("min_m", measured.min_m),
            ("max_m", measured.max_m),
            ("nearest_lon", nearest.lonlat[:, 0]),
            ("nearest_lat", nearest.lonlat[:, 1]),
        ):
            self._reals[name][own] = values[:count]
        if measured.within is not None:
            self._within[own] = measured.within[:count]
        self._gap[own] = gaps
        self._texts["as_of"][own] = snapshot.as_of.isoformat()
        self._texts["published_at"][own] = snapshot.published_at
        self._texts["front_source"][own] = snapshot.source

    def table(
        self,
        refused: npt.NDArray[np.object_],
        regions: npt.NDArray[np.object_],
        index: pd.Index,
    ) -> pd.DataFrame:
        """Return the columns, the interval widened by the last day's."""
        measured = ~np.isnan(self._reals["distance_m"])
        low, high = self._reals["min_m"], self._reals["max_m"]
        low[measured] = np.fmin(low, self._low)[measured]
        high[measured] = np.fmax(high, self._high)[measured]
        self._texts["refused"] = np.array([text or None for text in refused], dtype=object)
        table = pd.DataFrame(self._reals, index=index)
        table["inside_control_area"] = pd.array(self._within, dtype="boolean")
        table["gap_days"] = pd.array(self._gap, dtype="Int64")
        for name in _TEXTS:
            table[name] = pd.Series(self._texts[name], index=index, dtype="str")
        names = [None if region is None else region.name for region in regions]
        table[REGION] = pd.Series(names, index=index, dtype="str")
        return table[[*COLUMNS, REGION]]
