"""The list's column of distances to the front of each event's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper import measure
from mapper.gui.day_words import measured
from mapper.gui.touched import Touched
from mapper.model.dates import NO_DAY, day_numbers

if TYPE_CHECKING:
    from mapper.gui.tasks import Progress

Kind = TypeVar("Kind", bound=np.generic)


class _Column(Generic[Kind]):
    """One value a row: made of the state before when first asked for, an attribute from then on.

    As `functools.cached_property`: what an object has itself is found without asking here.
    """

    def __init__(self, none: float | str) -> None:
        #: What a row without a distance has.
        self.none = none

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, distances: DistanceColumn, _owner: type) -> npt.NDArray[Kind]:
        made_of = distances.made_of
        # None where another thread has made all columns meanwhile.
        if made_of is not None:
            before, touched = made_of
            vars(distances)[self._name] = touched.put(before.column(self._name), self.none)
        values: npt.NDArray[Kind] = vars(distances)[self._name]
        return values


class DistanceColumn:
    """Distances to the front of each event's day, row by row of the table.

    Metres, NaN where there is none; ``refused`` then says why.
    """

    distance_m = _Column[np.float64](np.nan)
    min_m = _Column[np.float64](np.nan)
    max_m = _Column[np.float64](np.nan)
    refused = _Column[np.object_]("")
    #: Whether the precision of each place is stated.
    stated = _Column[np.bool_](False)
    #: Whether each place is known only to a region; only the interval is told then.
    regional = _Column[np.bool_](False)
    #: Whether each place lies inside the control area: 1 or 0, -1 where that is not known.
    inside = _Column[np.int8](-1)
    nearest_lon = _Column[np.float64](np.nan)
    nearest_lat = _Column[np.float64](np.nan)
    #: Day of the front as a day number, `NO_DAY` where there is none.
    as_of = _Column[np.int32](NO_DAY)
    #: Days from the front to the event, -1 where there is none.
    gap_days = _Column[np.int32](-1)
    front_source = _Column[np.object_]("")

    def __init__(
        self,
        columns: Mapping[str, npt.NDArray[Any]],
        made_of: tuple[DistanceColumn, Touched] | None = None,
    ) -> None:
        vars(self).update(columns)
        #: The state before, and what became of its rows, until every column is made.
        self.made_of = made_of

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one of `COLUMNS`."""
        values: npt.NDArray[Any] = getattr(self, name)
        return values

    def after(self, touched: Touched) -> DistanceColumn:
        """Return the distances of the next state of the events; touched rows have none."""
        return DistanceColumn({}, made_of=(self, touched))

    def make(self) -> None:
        """Make the columns that were not asked for yet; for a worker, as they may be long."""
        for name in COLUMNS:
            self.column(name)
        # Nothing of the state before is held any longer.
        self.made_of = None

    def filled(self, rows: npt.NDArray[np.intp], some: DistanceColumn) -> DistanceColumn:
        """Return the distances with those of some rows."""
        columns = {name: self.column(name).copy() for name in COLUMNS}
        for name, values in columns.items():
            values[rows] = some.column(name)
        return DistanceColumn(columns)

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


COLUMNS: Final = tuple(name for name, one in vars(DistanceColumn).items() if type(one) is _Column)


@dataclass(frozen=True, eq=False)
class AllRequest:
    """All events of a project, for the list's column of distances."""

    events: gpd.GeoDataFrame
    fronts: measure.Fronts


def all_distances(request: AllRequest, progress: Progress) -> DistanceColumn:
    """Measure every event to the front of its day."""
    table = measure.distances(request.events, request.fronts, progress=progress)
    columns = {
        name: table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("distance_m", "min_m", "max_m", "nearest_lon", "nearest_lat")
    }
    return DistanceColumn(
        {
            **columns,
            "refused": _few(table["refused"]),
            "stated": measure.radius_known(request.events),
            "regional": table["known_to_region"].notna().to_numpy(dtype=bool),
            "inside": table["inside_control_area"].to_numpy(dtype=np.int8, na_value=-1),
            "as_of": day_numbers(table["as_of"]),
            "gap_days": table["gap_days"].to_numpy(dtype=np.int32, na_value=-1),
            "front_source": _few(table["front_source"]),
        }
    )


def _few(texts: pd.Series) -> npt.NDArray[np.object_]:
    """Return few texts, each said of many events: one object of each is enough."""
    codes, distinct = pd.factorize(texts.astype("str").fillna(""))
    return np.asarray(distinct, dtype=object)[codes]
