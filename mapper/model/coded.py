"""Columns of text that repeat a few texts: each distinct text once, and a code per row.

They are pandas' categories of ``str``. Files are read into them where it pays; what
leaves the readers is plain text again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Codes = npt.NDArray[np.signedinteger[Any]]


def is_coded(texts: pd.Series) -> bool:
    """Tell whether a column is held as codes."""
    return isinstance(texts.dtype, pd.CategoricalDtype)


def from_arrow(column: pa.ChunkedArray, index: pd.Index) -> pd.Series:
    """Return a column of Arrow's dictionaries of text, all alike in every chunk."""
    if not column.num_chunks:
        return from_codes(pd.Series(dtype="str"), np.zeros(0, dtype=np.int8), index)
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in column.chunks])
    values = pd.Series(pd.array(column.chunk(0).dictionary, dtype="str"))
    return from_codes(values, codes, index)


def from_codes(values: pd.Series, codes: Codes, index: pd.Index) -> pd.Series:
    """Return a coded column of distinct texts and each row's place, -1 where missing."""
    kinds = pd.CategoricalDtype(pd.Index(values.array))
    made: Any = pd.Categorical.from_codes(codes, dtype=kinds, validate=False)
    return pd.Series(made, index=index)


def parts(texts: pd.Series) -> tuple[pd.Series, Codes]:
    """Return the distinct texts of a coded column and each row's place, -1 where missing."""
    values: Any = texts.array
    return pd.Series(values.categories.array), values.codes


def decoded(texts: pd.Series) -> pd.Series:
    """Return a column as plain text, whether it is coded or not."""
    if not is_coded(texts):
        return texts
    values, codes = parts(texts)
    if not len(values):
        return pd.Series(None, index=texts.index, dtype="str")
    return pd.Series(values.array.take(codes, allow_fill=True), index=texts.index)


def mapped(texts: pd.Series, work: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Return what ``work`` makes of each text; of a coded column a coded one.

    ``work`` is given a column of plain text and returns one as long.
    """
    if not is_coded(texts):
        return work(texts)
    values, codes = parts(texts)
    made = work(values)
    places, kinds = pd.factorize(made)
    if len(kinds) == len(values) and not (places < 0).any():
        # Nothing became alike or missing.
        return from_codes(made, codes, texts.index)
    # The last place is that of a missing text.
    spread = np.append(places, -1).astype(np.min_scalar_type(-len(values) - 1))
    return from_codes(pd.Series(kinds, dtype="str"), spread[codes], texts.index)


def used(texts: pd.Series) -> pd.Series:
    """Return the distinct texts that stand in a coded column; missing ones are left out."""
    values, codes = parts(texts)
    return values[np.bincount(codes[codes >= 0], minlength=len(values)) > 0]


def dictionary(texts: pd.Series) -> pa.DictionaryArray:
    """Return a coded column as Arrow's dictionary, missing texts by a missing code."""
    values, codes = parts(texts)
    kept = pa.array(codes, mask=codes < 0) if (codes < 0).any() else pa.array(codes)
    return pa.DictionaryArray.from_arrays(kept, pa.array(values, type=pa.large_string()))
