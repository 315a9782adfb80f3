"""The column ``extra``: JSON objects of what has no column of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model.coded import dictionary, is_coded
from mapper.model.errors import CancelledError
from mapper.model.texts import arrow, bytes_of, no_text, series
from mapper.readers.text import clean_array, clean_coded

_TEXT: Final = pa.large_string()
_ROWS_AT_ONCE: Final = 64 * 1024
#: Arrow works outside Python's lock; more threads would hold more parts in memory.
_THREADS: Final = 2
_SAMPLE_ROWS: Final = 8 * 1024
#: Stands before each member.
_BETWEEN: Final = ", "
#: Cleaning leaves no other control characters.
_ESCAPES: Final = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"))


def json_objects(
    columns: Mapping[str, pd.Series], index: pd.Index, report: Callable[[float], None] | None = None
) -> pd.Series:
    """Return one JSON object per row, of texts cleaned; missing where all are blank.

    Parameters
    ----------
    columns
        Name to column of text as it stands in the file.
    index
        Index of the columns.
    report
        Called with the share done, 0 to 1.
    """
    values = {name: _values(texts) for name, texts in columns.items()}
    values = {name: column for name, column in values.items() if column is not None}
    if not values or not len(index):
        return no_text(index)
    starts = range(0, len(index), _ROWS_AT_ONCE)

    def part(start: int) -> pa.Array:
        rows = {name: _part(column, start) for name, column in values.items()}
        return _objects(rows, min(_ROWS_AT_ONCE, len(index) - start))

    parts = []
    # A part of the rows at a time: the pieces of all rows together would fill the memory.
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for made in pool.map(part, starts):
                parts.append(made)
                if report is not None:
                    report(len(parts) / len(starts))
        except CancelledError:
            pool.shutdown(cancel_futures=True)
            raise
    # Arrow keeps what the pieces took; the points that come next are not Arrow's.
    pa.default_memory_pool().release_unused()
    return series(pa.chunked_array(parts, type=_TEXT), index)


def _values(texts: pd.Series) -> pa.ChunkedArray | pa.DictionaryArray | None:
    """Return a column as Arrow holds it, a coded one clean; None where nothing is in it."""
    if not is_coded(texts):
        return arrow(texts)
    cleaned = dictionary(clean_coded(texts))
    return cleaned if cleaned.null_count < len(cleaned) else None


def _part(column: pa.ChunkedArray | pa.DictionaryArray, start: int) -> pa.Array:
    if isinstance(column, pa.DictionaryArray):
        return column.slice(start, _ROWS_AT_ONCE)
    part = column.slice(start, _ROWS_AT_ONCE)
    return clean_array(part.chunk(0) if part.num_chunks == 1 else part.combine_chunks())


def _objects(columns: Mapping[str, pa.Array], count: int) -> pa.Array:
    """Return the JSON objects of ``count`` rows of clean texts."""
    pieces = _members(columns)
    if not pieces:
        return pa.nulls(count, _TEXT)
    # Every object begins alike where its first member is always there.
    always = isinstance(pieces[0], pa.Scalar)
    if always:
        pieces[0] = _word("{" + pieces[0].as_py().removeprefix(_BETWEEN))
    # Arrow's "skip" of missing pieces loses whole rows; "replace" does not.
    joined = pc.binary_join_element_wise(
        *pieces, _word("}"), _word(""), null_handling="replace", null_replacement=""
    )
    if always:
        return joined
    objects = pc.binary_replace_slice(joined, start=0, stop=len(_BETWEEN), replacement="{")
    return pc.if_else(pc.equal(joined, _word("}")), _word(None), objects)


def _members(columns: Mapping[str, pa.Array]) -> list[pa.Array | pa.Scalar]:
    """Return what stands in the objects, row by row, in some pieces to be joined.

    Neighbouring columns that repeat the same few texts together make one
    piece, written once for all rows that are alike.
    """
    pieces: list[pa.Array | pa.Scalar] = []
    group: dict[str, pa.DictionaryArray] = {}
    codes: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def close() -> None:
        if group:
            pieces.append(_together(group, codes))
        group.clear()

    for name, values in columns.items():
        if values.null_count == len(values):
            continue
        coded = _coded(values)
        if coded is None:
            close()
            pieces += _alone(name, values)
            continue
        own = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        both = own
        if group:
            both, kinds = pd.factorize(codes * len(coded.dictionary) + own)
            if len(kinds) > len(values) / 4:
                close()
                both = own
        group[name], codes = coded, both
    close()
    return pieces


def _coded(values: pa.Array) -> pa.DictionaryArray | None:
    """Return texts as codes, None where few repeat."""
    if isinstance(values, pa.DictionaryArray):
        if not values.null_count:
            return values
        # A missing text gets a code of its own.
        kept = pa.concat_arrays([values.dictionary, pa.nulls(1, _TEXT)])
        codes = values.indices.fill_null(len(values.dictionary))
        return pa.DictionaryArray.from_arrays(codes.cast(pa.int32()), kept)
    sample = values.slice(0, _SAMPLE_ROWS)
    if pc.count_distinct(sample, mode="all").as_py() > len(sample) / 2:
        return None
    return values.dictionary_encode(null_encoding="encode")


def _alone(name: str, values: pa.Array) -> list[pa.Array | pa.Scalar]:
    """Return the member of one column."""
    key = _word(_BETWEEN + json.dumps(name, ensure_ascii=False) + ': "')
    texts = _escaped(values)
    if texts.null_count:
        return [pc.binary_join_element_wise(key, texts, _word('"'), _word(""))]
    return [key, texts, _word('"')]


def _together(group: Mapping[str, pa.DictionaryArray], codes: npt.NDArray[np.int64]) -> pa.Array:
    """Return the members of columns whose rows are alike where their codes are."""
    places, kinds = pd.factorize(codes)
    first = np.zeros(len(kinds), dtype=np.int64)
    first[places[::-1]] = np.arange(len(places))[::-1]
    pieces: list[pa.Array | pa.Scalar] = []
    for name, coded in group.items():
        pieces += _alone(name, coded.take(pa.array(first)).cast(_TEXT))
    written = pc.binary_join_element_wise(
        *pieces, _word(""), null_handling="replace", null_replacement=""
    )
    return written.take(pa.array(places))


def _word(text: str | None) -> pa.Scalar:
    return pa.scalar(text, _TEXT)


def _escaped(values: pa.Array) -> pa.Array:
    """Return texts as they stand between the quotation marks of JSON."""
    data = bytes_of(values)
    for plain, escaped in _ESCAPES:
        if (data == ord(plain)).any():
            values = pc.replace_substring(values, plain, escaped)
    return values


def merge_extra(stated: pd.Series, others: pd.Series) -> pd.Series:
    """Return JSON objects of ``others`` added to those stated, which win."""
    both = (stated.notna() & others.notna()).to_numpy(bool)
    merged = stated.where(stated.notna(), others)
    for row in np.flatnonzero(both):
        kept = json.loads(stated.iloc[row])
        if isinstance(kept, dict):
            merged.iloc[int(row)] = json.dumps(
                json.loads(others.iloc[row]) | kept, ensure_ascii=False
            )
    return merged
