"""Grouping the list: which events stand together, in which order, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.gui.facet_words import label_of
from mapper.model.dates import NO_DAY
from mapper.model.facets import FACETS, NOT_STATED
from mapper.model.regions import regions
from mapper.model.texts import arrow, casefolded

Ranks = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
_BETWEEN: Final = pa.scalar("\n", pa.large_string())
_COLUMNS: Final = {"day": "date_start"} | {f.name: f.column for f in FACETS.values()}
#: Comes after every rank there is.
_LAST: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of a list: g of them, in order.

    ``starts`` (g,) are their first places in the list; ``keys`` (g,) are texts that tell them
    from each other in any state of the project, not meant to be read.
    """

    key: str
    starts: Rows
    keys: pa.Array

    def closed(self, keys: pa.Array) -> npt.NDArray[np.bool_]:
        """Return which groups are among those of ``keys``, shape (g,)."""
        return np.asarray(pc.is_in(self.keys, value_set=keys), dtype=bool)


NO_KEYS: Final = pa.array([], pa.large_string())


def groups_of(key: str, events: pd.DataFrame, rows: Rows, ranks: Ranks) -> Groups:
    """Return the groups of a list of ``rows`` (m,) of the events, in order of ``ranks`` (n,)."""
    starts = np.flatnonzero(np.diff(ranks[rows], prepend=-1)).astype(np.intp)
    first = rows[starts]
    names = ["place_name", "region"] if key == "place" else [key]
    parts = [_texts(name, events, first) for name in names]
    joined = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, _BETWEEN)
    return Groups(key, starts, joined)


def _texts(key: str, events: pd.DataFrame, rows: Rows) -> pa.Array:
    """Return what tells the groups of some events apart, empty for nothing stated."""
    if key == "region":
        values, codes = regions(events)
        return pa.array(values, pa.large_string()).take(pa.array(codes[rows]))
    column = arrow(events[_COLUMNS.get(key, key)])
    return pc.fill_null(column, "").take(pa.array(rows)).combine_chunks()


def ranks_of(
    key: str, events: pd.DataFrame, start: npt.NDArray[np.int32], *, backwards: bool
) -> Ranks:
    """Return where the group of each event stands among the groups, shape (n,), from zero.

    Events of which nothing is stated are the last group, in either direction. ``start`` are
    the first days of the events as day numbers.
    """
    if key == "day":
        ranks, unknown = start.astype(np.int64) + 2**31, start == NO_DAY
    elif key == "place":
        values, codes = regions(events)
        place, region = _text_ranks(events["place_name"]), facet_order("region", values)[codes]
        # Many villages share a name; they lie in different regions.
        ranks, unknown = place * (int(region.max(initial=0)) + 1) + region, place == 0
    else:
        values, codes = FACETS[key].codes(events)
        ranks = facet_order(key, values)[codes]
        unknown = np.isin(codes, [n for n, value in enumerate(values) if value == NOT_STATED])
    if backwards:
        ranks = int(ranks.max(initial=0)) - ranks
    return np.where(unknown, _LAST, ranks)


def facet_order(key: str, values: tuple[str, ...]) -> Ranks:
    """Return the place of each value of a facet: as in its vocabulary, others by their words."""
    known = list(FACETS[key].terms)
    asked = [
        (known.index(value) if value in known else len(known), label_of(key, value).casefold())
        for value in values
    ]
    places = {pair: place for place, pair in enumerate(sorted(set(asked)))}
    return np.array([places[pair] for pair in asked], dtype=np.int64)


def _text_ranks(texts: pd.Series) -> Ranks:
    """Return the place of each text among all in alphabetical order, from 1; 0 for none."""
    coded = pc.fill_null(arrow(texts), "").combine_chunks().dictionary_encode()
    distinct = casefolded(pd.Series(pd.array(coded.dictionary, dtype="str")))
    ranks = np.asarray(pc.rank(distinct, tiebreaker="dense")).astype(np.int64)
    ranks[np.asarray(pc.equal(distinct, pa.scalar("", pa.large_string())), dtype=bool)] = 0
    found: Ranks = ranks[coded.indices.to_numpy(zero_copy_only=False)]
    return found
