"""The two sides that UCDP and ACLED name of an event: neither a claim nor a direction.

They have no column of their own: who fought whom does not tell who did it. Both feeds' words
stay in `extra`, where they are read from.
"""

from __future__ import annotations

import json
import weakref
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model.texts import arrow

#: A key and its text as `extra` writes them, of the first side and of the second.
_PATTERNS: Final = tuple(
    rf'"(?:{keys})": "(?P<side>(?:[^"\\]|\\.)*)"' for keys in ("side_a|actor1", "side_b|actor2")
)
_BETWEEN: Final = " – "
Sides = tuple[tuple[str, ...], npt.NDArray[np.int32]]

#: The column read last and what was found there: reading half a million takes a second.
_latest: tuple[weakref.ref[pd.api.extensions.ExtensionArray], Sides] | None = None


def sides(events: pd.DataFrame) -> Sides:
    """Return the pairs of sides that occur, and the place of each event's pair, shape (n,)."""
    global _latest
    column = events["extra"].array
    known = _latest
    if known is not None and known[0]() is column:
        return known[1]
    found = _read(arrow(events["extra"]).combine_chunks())
    _latest = weakref.ref(column), found
    return found


def sides_in(extra: str) -> str:
    """Return the sides that the `extra` of one event names, empty for none."""
    return _read(pa.array([extra], pa.large_string()))[0][0]


def _read(extra: pa.Array) -> Sides:
    """Return the pairs, each as a text that names both."""
    parts = [
        pc.fill_null(pc.struct_field(pc.extract_regex(extra, pattern), "side"), "")
        for pattern in _PATTERNS
    ]
    pairs = pc.binary_join_element_wise(*parts, pa.scalar('", "', pa.large_string()))
    coded = pairs.dictionary_encode()
    texts = [_words(pair) for pair in coded.dictionary.to_pylist()]
    order = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    places = np.array([order[text] for text in texts], dtype=np.int32)
    codes: npt.NDArray[np.int32] = places[coded.indices.to_numpy(zero_copy_only=False)]
    return tuple(order), codes


def _words(pair: str) -> str:
    """Return a pair as people read it; it is written as within a list of JSON."""
    try:
        names = json.loads(f'["{pair}"]')
    except ValueError:
        return ""
    return _BETWEEN.join(name for name in names if name.strip())
