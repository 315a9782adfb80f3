"""The list's column of distances to the front of each event's day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper import measure
from mapper.gui.day_words import measured
from mapper.gui.tasks import Progress
from mapper.gui.touched import Touched
from mapper.model.dates import NO_DAY, day_numbers


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
    #: Whether each place lies inside the control area: 1 or 0, -1 where that is not known.
    inside: npt.NDArray[np.int8]
    nearest_lon: npt.NDArray[np.float64]
    nearest_lat: npt.NDArray[np.float64]
    #: Day of the front as a day number, `NO_DAY` where there is none.
    as_of: npt.NDArray[np.int32]
    #: Days from the front to the event, -1 where there is none.
    gap_days: npt.NDArray[np.int32]
    front_source: npt.NDArray[np.object_]

    def after(self, touched: Touched) -> DistanceColumn:
        """Return the distances of the next state of the events; touched rows have none.

        Its columns are made when they are asked for; see `make`.
        """
        later = object.__new__(DistanceColumn)
        object.__setattr__(later, "_made_of", (self, touched))
        return later

    def make(self) -> None:
        """Make the columns that were not asked for yet; for a worker, as they may be long."""
        for name in _NONE:
            getattr(self, name)
        # Nothing of the state before is held any longer.
        self.__dict__.pop("_made_of", None)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            made_of = self.__dict__.get("_made_of")
            # Another thread may have made it meanwhile.
            if name in _NONE and name not in self.__dict__ and made_of is not None:
                before, touched = made_of
                values = touched.put(getattr(before, name), _NONE[name])
                object.__setattr__(self, name, values)
            return object.__getattribute__(self, name)

    def filled(self, rows: npt.NDArray[np.intp], some: DistanceColumn) -> DistanceColumn:
        """Return the distances with those of some rows."""
        columns = {name: getattr(self, name).copy() for name in _NONE}
        for name, values in columns.items():
            values[rows] = getattr(some, name)
        return DistanceColumn(**columns)

    def bounds(self, row: int, unit: str = "km") -> tuple[str, str]:
        """Return least and most of one row, with the digits of its distance, or nothing."""
        if np.isnan(self.distance_m[row]):
            return "", ""
        span = self.distance_m[row], self.min_m[row], self.max_m[row]
        return measure.format_bounds(*span, unit, whole=not self.stated[row])

    def text(self, row: int, unit: str = "km") -> str:
        """Return the distance of one row as the list shows it, or nothing."""
        if np.isnan(self.distance_m[row]):
            return ""
        write = measure.format_interval if self.regional[row] else measure.format_distance
        span = self.distance_m[row], self.min_m[row], self.max_m[row]
        return measured(write(*span, unit, whole=not self.stated[row]))


_NONE: Final[dict[str, Any]] = {
    "distance_m": np.nan,
    "min_m": np.nan,
    "max_m": np.nan,
    "refused": "",
    "stated": False,
    "regional": False,
    "inside": -1,
    "nearest_lon": np.nan,
    "nearest_lat": np.nan,
    "as_of": NO_DAY,
    "gap_days": -1,
    "front_source": "",
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
    return DistanceColumn(
        distance_m,
        min_m,
        max_m,
        refused=_few(table["refused"]),
        stated=measure.radius_known(request.events),
        regional=table["known_to_region"].notna().to_numpy(dtype=bool),
        inside=table["inside_control_area"].to_numpy(dtype=np.int8, na_value=-1),
        nearest_lon=table["nearest_lon"].to_numpy(dtype=np.float64, na_value=np.nan),
        nearest_lat=table["nearest_lat"].to_numpy(dtype=np.float64, na_value=np.nan),
        as_of=day_numbers(table["as_of"]),
        gap_days=table["gap_days"].to_numpy(dtype=np.int32, na_value=-1),
        front_source=_few(table["front_source"]),
    )


def _few(texts: pd.Series) -> npt.NDArray[np.object_]:
    """Return few texts, each said of many events: one object of each is enough."""
    codes, distinct = pd.factorize(texts.astype("str").fillna(""))
    return np.asarray(distinct, dtype=object)[codes]
