"""The line of each snapshot, derived once and kept while it is in use."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Final

import geopandas as gpd

from mapper.measure import belonging
from mapper.measure.frontline import RADIUS_M, FrontLine, from_control_areas, from_lines, rows_of
from mapper.measure.linecache import Deriving, Kept
from mapper.measure.shape import Shape
from mapper.measure.snapshots import Snapshot
from mapper.model.errors import MapperError

#: Prepared lines kept in memory; one takes about 3 MB.
_KEPT: Final = 24
#: Lines made ahead of their use; they must all be kept until then.
_AHEAD: Final = 8


class Lines:
    """Lines of contact of the snapshots of two front tables; safe for several threads."""

    def __init__(
        self,
        control_areas: gpd.GeoDataFrame,
        lines_of_contact: gpd.GeoDataFrame,
        outline: Shape | None,
        kept: Kept | None = None,
        radius_m: float = RADIUS_M,
    ) -> None:
        self._control_areas = control_areas
        self._lines_of_contact = lines_of_contact
        self._outline = outline
        # A project keeps the lines of the usual definition alone.
        self._kept = kept if radius_m == RADIUS_M else None
        self._radius_m = radius_m
        self._lands = belonging.Lands()
        self._lines: OrderedDict[tuple[object, ...], FrontLine] = OrderedDict()
        self._keeping = threading.Lock()
        self._making: dict[tuple[object, ...], threading.Lock] = {}

    def front(self, snapshot: Snapshot, country: str | None = None) -> FrontLine:
        """Return a snapshot's line; see `mapper.measure.Fronts.front`."""
        key = (snapshot.kind, snapshot.rows, country)
        with self._keeping:
            if key in self._lines:
                self._lines.move_to_end(key)
                return self._lines[key]
            making = self._making.setdefault(key, threading.Lock())
        # A window's workers ask for the same line at the same time.
        with making:
            with self._keeping:
                if key in self._lines:
                    return self._lines[key]
            if snapshot.kind == "control_area":
                line = self._derived(snapshot, country)
            else:
                line = from_lines(rows_of(self._lines_of_contact, snapshot.rows))
            with self._keeping:
                self._lines[key] = line
                self._making.pop(key, None)
                while len(self._lines) > _KEPT:
                    self._lines.popitem(last=False)
            return line

    def _derived(self, snapshot: Snapshot, country: str | None) -> FrontLine:
        rows = rows_of(self._control_areas, snapshot.rows)
        derive = Deriving(self._kept)
        line = from_control_areas(
            rows, country, self._outline, self._lands.country_of, derive, self._radius_m
        )
        if self._kept is not None:
            self._kept.note(snapshot.front_ids[0], derive.entries)
        return line

    @contextmanager
    def ahead(self, snapshots: Sequence[Snapshot]) -> Iterator[Callable[[Snapshot], None]]:
        """Derive the lines of many snapshots side by side, a little ahead of their use.

        Gives a function to call with each snapshot, in order, before its
        `front` is asked for.
        """
        if len(snapshots) < 2:
            yield lambda snapshot: None
            return
        place = {(snapshot.kind, snapshot.rows): at for at, snapshot in enumerate(snapshots)}
        waiting = iter(snapshots)
        begun = 0

        def derive(snapshot: Snapshot) -> None:
            # What is wrong with a front is said to whoever measures to it.
            with suppress(MapperError):
                self.front(snapshot)

        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as workers:

            def step(snapshot: Snapshot) -> None:
                nonlocal begun
                while begun < place[snapshot.kind, snapshot.rows] + _AHEAD:
                    following = next(waiting, None)
                    if following is None:
                        return
                    workers.submit(derive, following)
                    begun += 1

            try:
                yield step
            finally:
                workers.shutdown(cancel_futures=True)
