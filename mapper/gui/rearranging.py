"""Keeping the list in order when an action touched few rows: only these look for a place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

import numpy as np

from mapper.gui.columns import Arrangement, ArrangeRequest, group_ranks, sort_values
from mapper.gui.grouping import Ranks, groups_of
from mapper.gui.list_columns import TEXTS
from mapper.gui.list_lines import Lines
from mapper.gui.touched import Touched
from mapper.model.texts import some_rows


def rearrange(request: ArrangeRequest, before: Arrangement, touched: Touched) -> Arrangement:
    """Return what `arrange` does, from the arrangement of the state before."""
    order, there, any_day = touched.moved(before.rows), touched.there, None
    chosen = request.chosen
    if before.any_day is not None:
        some = some_rows(request.events, there)
        there = there[chosen.general.mask(some, request.sources)]
        any_day = np.concatenate([touched.moved(before.any_day), there]).astype(np.intp)
    if not chosen.of_the_map.everything:
        there = there[chosen.of_the_map.mask(some_rows(request.events, there))]
    ranks = group_ranks(request)
    place = cmp_to_key(_comparison(request, ranks))
    new = sorted(there.tolist(), key=place)
    places = [bisect_left(order, place(row), key=place) for row in new]
    rows = np.insert(order, places, new).astype(np.intp)
    group = request.sorting.group
    groups = None if ranks is None else groups_of(group, request.events, rows, ranks)
    lines = Lines.opened(rows, len(request.columns), groups)
    return Arrangement(rows, lines, chosen, request.sorting, any_day, groups=groups)


def _comparison(request: ArrangeRequest, ranks: Ranks | None) -> Callable[[int, int], int]:
    """Return how two rows stand to each other: negative if the first is above."""
    value, known = _values(request)
    above = 1 if request.sorting.descending else -1

    def compare(one: int, other: int) -> int:
        if ranks is not None and ranks[one] != ranks[other]:
            return -1 if ranks[one] < ranks[other] else 1
        if known(one) != known(other):
            return -1 if known(one) else 1
        if known(one):
            first, second = value(one), value(other)
            if first != second:
                return above if first < second else -above
        return one - other

    return compare


def _values(request: ArrangeRequest) -> tuple[Callable[[int], Any], Callable[[int], bool]]:
    columns, key = request.columns, request.sorting.key
    if key in TEXTS:
        # All texts take a second to compare, a few of them nothing.
        texts = columns.texts(key).array
        return lambda row: texts[row].casefold(), lambda row: texts[row] != ""
    values, unknown = sort_values(request)
    return lambda row: values[row], lambda row: not unknown[row]
