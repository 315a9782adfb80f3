"""The fronts of the open project, used by several workers at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

import geopandas as gpd

from mapper.measure import Fronts, Snapshot
from mapper.measure.frontline import FrontLine


class SharedFronts(Fronts):
    """`mapper.measure.Fronts` whose lines are derived once, by whoever comes first.

    The map, the list's distances and the selected event ask at the same time.
    """

    def __init__(
        self,
        control_areas: gpd.GeoDataFrame,
        lines_of_contact: gpd.GeoDataFrame,
        inputs: Iterable[Mapping[str, object]],
    ) -> None:
        super().__init__(control_areas, lines_of_contact, inputs)
        self._busy = threading.Lock()

    def front(self, snapshot: Snapshot, country: str | None = None) -> FrontLine:
        """Return a snapshot's line, one caller at a time."""
        with self._busy:
            return super().front(snapshot, country)
