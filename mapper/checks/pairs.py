"""Pairs of events near in time and place, without comparing each with each."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from mapper.checks.facts import Facts, Ints
from mapper.checks.named import sphere_m
from mapper.model.dates import NO_DAY

#: Events farther apart are never compared, in metres; a cell of the grid is that high.
REACH_M: Final = 10_000.0
_CELL_DEG: Final = REACH_M / 111_000.0

#: In a cell that holds more on one day, each is compared with so many next in order of title.
_CROWD: Final = 150
_NEXT: Final = 12

Rows = npt.NDArray[np.intp]


def near_pairs(facts: Facts) -> tuple[Rows, Rows]:
    """Return the rows of pairs that may be one event by day and place.

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
    title = np.argsort(np.argsort(facts.texts("title").astype(str)[row], kind="stable"))
    y = np.floor(facts.lonlat[row, 1] / _CELL_DEG).astype(np.int64)
    # Cells grow wider towards the poles, in bands, so that they stay about square.
    band = np.abs(np.round(facts.lonlat[row, 1] / 5.0)) * 5.0
    width = _CELL_DEG / np.maximum(np.cos(np.radians(np.minimum(band, 80.0))), 0.1)
    x = np.floor(facts.lonlat[row, 0] / width).astype(np.int64)
    order = np.lexsort((title, x, y, day))
    row, day, y, x = row[order], day[order], y[order], x[order]
    key = _key(day, y, x)
    found = []
    for days, up, right in (
        (0, 0, 0), (0, 0, 1), (0, 1, -1), (0, 1, 0), (0, 1, 1),
        *((1, up, right) for up in (-1, 0, 1) for right in (-1, 0, 1)),
    ):  # fmt: skip
        here, there = _matches(
            key, _key(day + days, y + up, x + right), same=not (days or up or right)
        )
        a, b = row[here], row[there]
        found.append(_close(facts, a, b))
    a, b = (np.concatenate(parts) for parts in zip(*found, strict=True))
    low, high = np.minimum(a, b), np.maximum(a, b)
    different = low != high
    pair = np.unique(low[different] * len(facts) + high[different])
    return pair // max(len(facts), 1), pair % max(len(facts), 1)


def _key(day: Ints, y: Ints, x: Ints) -> Ints:
    return ((day + 2**20) * 2**14 + (y + 2**12)) * 2**16 + (x + 2**14)


def _matches(key: Ints, wanted: Ints, *, same: bool) -> tuple[Rows, Rows]:
    """Return positions in sorted ``key`` and, for each, those that hold its wanted key."""
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
    count = np.maximum(last - first, 0)
    here = np.repeat(own, count)
    offset = np.arange(len(here)) - np.repeat(np.cumsum(count) - count, count)
    return here, np.repeat(first, count) + offset


def _close(facts: Facts, a: Rows, b: Rows) -> tuple[Rows, Rows]:
    radius_m = np.nan_to_num(facts.radius_m[a]) + np.nan_to_num(facts.radius_m[b])
    allowed_m = np.clip(radius_m, 500.0, REACH_M)
    near = sphere_m(facts.lonlat[a], facts.lonlat[b]) <= allowed_m
    return a[near], b[near]
