"""The list's column of distances to the front of each event's day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper import measure
from mapper.gui.tasks import Progress
from mapper.gui.touched import Touched


@dataclass(frozen=True, eq=False)
class DistanceColumn:
    """Distances to the front of each event's day, row by row of the table.

    Metres, NaN where there is none; ``refused`` then says why.
    """

    distance_m: npt.NDArray[np.float64]
    min_m: npt.NDArray[np.float64]
    max_m: npt.NDArray[np.float64]
    refused: npt.NDArray[np.object_]
    #: Whether the precision of each place is stated.
    stated: npt.NDArray[np.bool_]
    #: Whether each place is known only to a region; only the interval is told then.
    regional: npt.NDArray[np.bool_]

    def after(self, touched: Touched) -> DistanceColumn:
        """Return the distances of the next state of the events; touched rows have none."""
        return DistanceColumn(
            **{name: touched.put(getattr(self, name), none) for name, none in _NONE.items()}
        )

    def filled(self, rows: npt.NDArray[np.intp], some: DistanceColumn) -> DistanceColumn:
        """Return the distances with those of some rows."""
        columns = {name: getattr(self, name).copy() for name in _NONE}
        for name, values in columns.items():
            values[rows] = getattr(some, name)
        return DistanceColumn(**columns)

    def text(self, row: int, unit: str = "km") -> str:
        """Return the distance of one row as the list shows it, or nothing."""
        if np.isnan(self.distance_m[row]):
            return ""
        write = measure.format_interval if self.regional[row] else measure.format_distance
        return write(
            self.distance_m[row],
            self.min_m[row],
            self.max_m[row],
            unit,
            whole=not self.stated[row],
        )


_NONE: Final[dict[str, Any]] = {
    "distance_m": np.nan,
    "min_m": np.nan,
    "max_m": np.nan,
    "refused": "",
    "stated": False,
    "regional": False,
}


@dataclass(frozen=True, eq=False)
class AllRequest:
    """All events of a project, for the list's column of distances."""

    events: gpd.GeoDataFrame
    fronts: measure.Fronts


def all_distances(request: AllRequest, progress: Progress) -> DistanceColumn:
    """Measure every event to the front of its day."""
    table = measure.distances(request.events, request.fronts, progress=progress)
    distance_m, min_m, max_m = (
        table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("distance_m", "min_m", "max_m")
    )
    # Few reasons, each said of many events: one text of each is enough.
    codes, reasons = pd.factorize(table["refused"].astype("str").fillna(""))
    refused = np.asarray(reasons, dtype=object)[codes]
    stated = measure.radius_known(request.events)
    regional = table["known_to_region"].notna().to_numpy(dtype=bool)
    return DistanceColumn(distance_m, min_m, max_m, refused, stated, regional)
