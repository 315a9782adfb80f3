"""Rows as JSON objects, written column by column instead of row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def encoded(values: Iterable[Any]) -> pa.Array:
    """Return each value as JSON text; None becomes ``null``.

    NaN is refused (ValueError): what is missing must be None.
    """
    # No JSON text holds a raw line break, so one call encodes the whole column.
    listed = list(values)
    text = json.dumps(listed, ensure_ascii=False, allow_nan=False, separators=("\n", ":"))
    return pa.array(text[1:-1].split("\n") if listed else [], type=pa.string())


def objects(members: Mapping[str, pa.Array]) -> pa.Array:
    """Return one JSON object per row.

    Parameters
    ----------
    members
        Per key the JSON texts of its values, each of shape (n,); not empty.
    """
    parts: list[Any] = []
    for key, values in members.items():
        parts += ["," if parts else "{", f"{json.dumps(key)}:", values]
    return pc.binary_join_element_wise(*parts, "}", "")


def arrays(elements: pa.Array, starts: pa.Array) -> pa.Array:
    """Return JSON arrays of consecutive elements.

    Parameters
    ----------
    elements
        JSON texts of all elements, shape (m,).
    starts
        Index of the first element of each of the n arrays, and m, shape (n + 1,).
    """
    joined = pc.binary_join(pa.ListArray.from_arrays(starts, elements), ",")
    return pc.binary_join_element_wise("[", joined, "]", "")
