"""Pairs of events near in time and place, without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapper.checks.facts import Facts, Ints
from mapper.checks.named import EARTH_M
from mapper.model.dates import NO_DAY
from mapper.model.texts import arrow

#: Events farther apart are never compared, in metres; a cell of the grid is that high.
REACH_M: Final = 10_000.0
_CELL_DEG: Final = REACH_M / 111_000.0

#: In a cell that holds more on one day, each is compared with so many next in order of title.
_CROWD: Final = 150
_NEXT: Final = 12

#: Pairs looked at in one go.
_AT_ONCE: Final = 1_000_000

Rows = npt.NDArray[np.intp]


def near_pairs(facts: Facts) -> Iterator[tuple[Rows, Rows]]:
    """Yield the rows of pairs that may be one event by day and place, some pairs twice.

    Days overlap or follow each other at their ends; positions are within the
    two radii, at least 500 m and at most 10 km. Regions and countries are no
    places to compare. In a crowd (over 150 events in some 10 km on a day)
    only those whose titles are next in order meet.
    """
    usable = facts.placed & (facts.start != NO_DAY)
    usable &= ~facts.is_any("geo_precision", "region", "country")
    rows = np.flatnonzero(usable)
    # A range meets what begins or ends on its own first or last day.
    several = rows[facts.end[rows] > facts.start[rows]]
    row = np.concatenate([rows, several])
    day = np.concatenate([facts.start[rows], facts.end[several]])
    # Arrow ranks outside Python's lock.
    titles = pc.fill_null(arrow(facts.events["title"]), "").take(pa.array(row))
    title = np.asarray(pc.rank(titles, tiebreaker="first"))
    y = np.floor(facts.lonlat[row, 1] / _CELL_DEG).astype(np.int64)
    lon = facts.lonlat[row, 0]
    x = _column(lon, y)
    order = np.lexsort((title, x, y, day))
    row, day, y, lon = row[order], day[order], y[order], lon[order]
    key = _key(day, y, _column(lon, y))
    towards = _unit_vectors(facts.lonlat[row])
    reach_m = np.nan_to_num(facts.radius_m)[row]
    for days, up, right in (
        (0, 0, 0), (0, 0, 1), (0, 1, -1), (0, 1, 0), (0, 1, 1),
        *((1, up, right) for up in (-1, 0, 1) for right in (-1, 0, 1)),
    ):  # fmt: skip
        same = not (days or up or right)
        first, count = _matches(
            key, _key(day + days, y + up, _column(lon, y + up) + right), same=same
        )
        for here, there in _expanded(first, count):
            allowed_m = np.clip(reach_m[here] + reach_m[there], 500.0, REACH_M)
            gap = towards[here] - towards[there]
            near = np.einsum("ij,ij->i", gap, gap) <= (allowed_m / EARTH_M) ** 2
            a, b = row[here[near]], row[there[near]]
            different = a != b
            if different.any():
                low, high = np.minimum(a, b), np.maximum(a, b)
                yield low[different], high[different]


def _unit_vectors(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return directions from the centre of the Earth; up to 10 km a chord is its arc."""
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _column(lon: npt.NDArray[np.float64], y: Ints) -> Ints:
    """Return the cell that a longitude (degrees) falls into, in the grid's row ``y``.

    Cells grow wider towards the poles, so that none is narrower than what may meet in it or
    from the row beside it.
    """
    edge = (np.maximum(np.abs(y), np.abs(y + 1)) + 1) * _CELL_DEG
    width = _CELL_DEG / np.cos(np.radians(np.minimum(edge, 84.0)))
    return np.floor(lon / width).astype(np.int64)


def _key(day: Ints, y: Ints, x: Ints) -> Ints:
    return ((day + 2**20) * 2**14 + (y + 2**12)) * 2**16 + (x + 2**14)


def _matches(key: Ints, wanted: Ints, *, same: bool) -> tuple[Ints, Ints]:
    """Return where in sorted ``key`` each finds its wanted key first, and how many it meets."""
    first = np.searchsorted(key, wanted, side="left")
    last = np.searchsorted(key, wanted, side="right")
    own = np.arange(len(key))
    if same:
        first = own + 1
    crowded = (last - first) > _CROWD
    if crowded.any() and not same:
        # Both cells are in order of title: begin at about the same place of it.
        start = np.searchsorted(key, key, side="left")
        size = np.searchsorted(key, key, side="right") - start
        at = first + ((own - start) / np.maximum(size, 1) * (last - first)).astype(np.int64)
        first = np.where(crowded, np.maximum(at - _NEXT // 2, first), first)
    last = np.where(crowded, np.minimum(first + _NEXT, last), last)
    return first.astype(np.int64), np.maximum(last - first, 0).astype(np.int64)


def _expanded(first: Ints, count: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield the pairs of positions, so many at a time as memory has room for."""
    ends = np.cumsum(count)
    start = 0
    while start < len(count):
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + _AT_ONCE, side="right")), start + 1)
        here = np.repeat(np.arange(start, stop), count[start:stop])
        offset = np.arange(len(here)) - np.repeat(ends[start:stop] - count[start:stop] - done,
                                                  count[start:stop])  # fmt: skip
        yield here, first[here] + offset
        start = stop
