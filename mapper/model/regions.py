"""The region of each event, whatever the spelling: Харківська область is Kharkiv oblast."""

from __future__ import annotations

import weakref
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from mapper.model.names import region_name
from mapper.model.texts import arrow

#: The regions that occur, and the place of each event's region there, shape (n,).
Regions = tuple[tuple[str, ...], npt.NDArray[np.int32]]
#: Of each region the ways it is written, the most frequent first.
Spellings = dict[str, tuple[str, ...]]

#: Columns that a region is read from.
COLUMNS: Final = ("admin1", "country")

#: The columns read last and what was found there: list, facets and counts ask in turn.
_latest: tuple[list[weakref.ref[pd.api.extensions.ExtensionArray]], Regions, Spellings] | None
_latest = None


def regions(events: pd.DataFrame) -> Regions:
    """Return the regions that occur, empty for none stated, and each event's, shape (n,).

    Regions are named once for each pair of spelling and country, not for each event.
    """
    return _read(events)[0]


def region_spellings(events: pd.DataFrame) -> Spellings:
    """Return of each region that occurs how it is written."""
    return _read(events)[1]


def _read(events: pd.DataFrame) -> tuple[Regions, Spellings]:
    global _latest
    columns = [events[name].array for name in COLUMNS]
    known = _latest
    if known is not None and all(
        kept() is column for kept, column in zip(known[0], columns, strict=True)
    ):
        return known[1:]
    found = _named(events)
    _latest = [weakref.ref(column) for column in columns], *found
    return found


def _named(events: pd.DataFrame) -> tuple[Regions, Spellings]:
    coded = [
        pc.fill_null(arrow(events[name]), "").combine_chunks().dictionary_encode()
        for name in COLUMNS
    ]
    texts, countries = (one.dictionary.to_pylist() for one in coded)
    of_text, of_country = (
        one.indices.to_numpy(zero_copy_only=False).astype(np.int64) for one in coded
    )
    pair_codes, pairs = pd.factorize(of_text * max(len(countries), 1) + of_country)
    written = [texts[pair // len(countries)] for pair in pairs.tolist()]
    named = [
        text and region_name(text, countries[pair % len(countries)])
        for text, pair in zip(written, pairs.tolist(), strict=True)
    ]
    order = {name: place for place, name in enumerate(dict.fromkeys(named))}
    places = np.array([order[name] for name in named], dtype=np.int32)
    numbers = np.bincount(pair_codes, minlength=len(pairs))
    spellings: dict[str, dict[str, None]] = {}
    for at in np.argsort(-numbers, kind="stable").tolist():
        spellings.setdefault(named[at], {})[written[at]] = None
    codes = places[pair_codes] if len(pairs) else np.empty(0, dtype=np.int32)
    return (tuple(order), codes), {name: tuple(ways) for name, ways in spellings.items()}
