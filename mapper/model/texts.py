"""Columns of text as Arrow holds them: read byte by byte, worked out once per distinct text.

Half a million rows are common. Most columns repeat a few texts, and most texts
need nothing done to them; what is here finds that out without touching Python
strings, and leaves the bytes where they are.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model.coded import decoded, from_codes, is_coded, mapped, parts, used

Bytes = npt.NDArray[np.uint8]
P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=pd.DataFrame)

#: What columns of text are made of: pandas' ``str``.
TEXT: Final = pd.Series(dtype="str").dtype
#: Below this many rows nothing is gained by looking for repetitions.
_FEW_ROWS: Final = 1000
_SAMPLE_ROWS: Final = 10_000
#: Up to so many rows are cut out of a frame one by one.
_FEW_CUT: Final = 20


def _table(*members: int) -> npt.NDArray[np.bool_]:
    flags = np.zeros(256, dtype=bool)
    flags[list(members)] = True
    return flags


# In UTF-8 every character that counts as a blank starts with one of these bytes,
# or ends with one of the pairs.
_BLANK_FIRST: Final = _table(*range(0x21), 0xC2, 0xE1, 0xE2, 0xE3)
_BLANK_LAST: Final = _table(*range(0x21))
_BLANK_TAIL: Final = _table(*range(0x80, 0x8B), 0x9F, 0xA0, 0xA8, 0xA9, 0xAF)
_BEFORE_TAIL: Final = _table(0xC2, 0x9A, 0x80, 0x81)


@contextlib.contextmanager
def arrow_memory() -> Iterator[None]:
    """Let Arrow take memory in small pages meanwhile, where it can.

    Its default asks the system for huge pages: the first reading of a large
    file then takes up to twice as long, and the process stays larger.
    """
    usual = pa.default_memory_pool()
    keep_arrow_small()
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def keep_arrow_small() -> None:
    """Let Arrow take memory as `arrow_memory` does from now on, and give it back soon."""
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def _plain(texts: pd.Series) -> pd.Series:
    plain = decoded(texts)
    return plain if plain.dtype == TEXT else plain.astype(TEXT)


def arrow(texts: pd.Series) -> pa.ChunkedArray:
    """Return a column of text as Arrow's large strings, without a copy where it is ``str``."""
    values = pa.array(_plain(texts), type=pa.large_string())
    return values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])


def some_rows(frame: F, rows: npt.NDArray[np.intp]) -> F:
    """Return some rows of a frame, with their index.

    Columns of text lie in many pieces. To take single rows Arrow joins all of them first,
    half a second for half a million rows; a few are cut out without.
    """
    if not 0 < len(rows) <= _FEW_CUT:
        return frame.iloc[rows]
    cut = [frame.iloc[row : row + 1] for row in rows.tolist()]
    return cut[0].copy() if len(cut) == 1 else pd.concat(cut)


def numbers_for(texts: pd.Series, numbers: Mapping[str, float | None]) -> npt.NDArray[np.float64]:
    """Return the number that stands for each text, NaN where none does, shape (n,).

    Without a Python string of each, which `Series.map` makes while all other threads wait.
    """
    places = pc.index_in(arrow(texts), value_set=pa.array(list(numbers), pa.large_string()))
    values = np.array([*numbers.values(), np.nan], dtype=np.float64)
    found: npt.NDArray[np.float64] = values[places.fill_null(len(numbers)).to_numpy()]
    return found


def series(values: pa.Array | pa.ChunkedArray, index: pd.Index) -> pd.Series:
    """Return Arrow's strings as a column of text (pandas ``str``), without a copy."""
    return pd.Series(pd.array(values, dtype="str"), index=index)


def chunkwise(texts: pd.Series, work: Callable[[pa.Array], pa.Array]) -> pd.Series:
    """Return a column made of each of its Arrow arrays by ``work``, which keeps its length."""
    # Asked for once: Arrow makes another object of a chunk each time.
    plain = _plain(texts)
    chunks = arrow(plain).chunks
    made = [work(chunk) for chunk in chunks]
    if all(new is old for new, old in zip(made, chunks, strict=True)):
        return plain.copy(deep=False)
    return series(pa.chunked_array(made, type=pa.large_string()), texts.index)


def offsets_of(values: pa.Array) -> npt.NDArray[np.int64]:
    """Return where the texts of an array begin and end among its bytes, shape (n + 1,)."""
    if len(values) == 0:
        return np.zeros(1, dtype=np.int64)
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int64)
    return offsets[values.offset : values.offset + len(values) + 1]


def bytes_of(values: pa.Array) -> Bytes:
    """Return the UTF-8 bytes of all texts of an array, shape (bytes,)."""
    buffer = values.buffers()[2]
    if buffer is None or len(values) == 0:
        return np.zeros(0, dtype=np.uint8)
    offsets = offsets_of(values)
    return np.frombuffer(buffer, dtype=np.uint8)[offsets[0] : offsets[-1]]


def holds_only(texts: pa.ChunkedArray, allowed: bytes, longest: int) -> bool:
    """Tell whether all texts are made of these bytes, and none is longer than ``longest``."""
    flags = _table(*allowed)
    return all(
        bool(flags[bytes_of(chunk)].all()) and np.diff(offsets_of(chunk)).max(initial=0) <= longest
        for chunk in texts.chunks
    )


def may_have_blank_edges(values: pa.Array) -> bool:
    """Tell whether a text may begin or end with a blank; False is certain."""
    data = bytes_of(values)
    if not data.size:
        return False
    offsets = offsets_of(values) - offsets_of(values)[0]
    start, end = offsets[:-1], offsets[1:]
    filled = end > start
    if not filled.all():
        start, end = start[filled], end[filled]
    if _BLANK_FIRST[data[start]].any():
        return True
    last = data[end - 1]
    if _BLANK_LAST[last].any():
        return True
    tails = _BLANK_TAIL[last]
    if not tails.any():
        return False
    return bool(_BEFORE_TAIL[data[np.maximum(end[tails] - 2, 0)]].any())


def trimmed(values: pa.Array) -> pa.Array:
    """Return texts without blanks at their ends; the same array where there are none."""
    return pc.utf8_trim_whitespace(values) if may_have_blank_edges(values) else values


def empty_as_missing(values: pa.Array) -> pa.Array:
    """Return texts of which the empty ones are missing; the bytes are shared."""
    offsets = offsets_of(values)
    filled = offsets[1:] > offsets[:-1]
    if values.null_count:
        filled = filled & values.is_valid().to_numpy(zero_copy_only=False)
    missing = len(values) - int(np.count_nonzero(filled))
    if missing == values.null_count:
        return values
    valid = pa.py_buffer(np.packbits(filled, bitorder="little"))
    parts = [valid, pa.py_buffer(offsets), values.buffers()[2]]
    return pa.Array.from_buffers(pa.large_string(), len(values), parts, missing)


def blank_as_missing(texts: pd.Series) -> pd.Series:
    """Return texts of which those of nothing but blanks are missing; others stay as they are."""

    def blank(values: pa.Array) -> pa.Array:
        if may_have_blank_edges(values):
            spaces = pc.fill_null(pc.utf8_is_space(values), False)
            values = pc.if_else(spaces, pa.scalar(None, pa.large_string()), values)
        return empty_as_missing(values)

    return chunkwise(texts, blank)


def strip(texts: pd.Series) -> pd.Series:
    """Return texts without blanks at their ends, as ``str.strip`` does."""
    return chunkwise(texts, trimmed)


def stripped(texts: pd.Series) -> pd.Series:
    """Return texts without blanks at their ends; missing ones are empty."""
    return strip(texts).fillna("")


@functools.cache
def _unlike_lowered() -> str:
    """Return a pattern of the letters that ``str.casefold`` makes other than lower case."""
    letters = [chr(code) for code in range(0x80, 0x20000) if not 0xD800 <= code < 0xE000]
    lowered = pc.utf8_lower(pa.array(letters)).to_pylist()
    pairs = zip(letters, lowered, strict=True)
    return f"[{''.join(letter for letter, lower in pairs if letter.casefold() != lower)}]"


def casefolded(texts: pd.Series) -> pa.ChunkedArray:
    """Return texts as ``str.casefold`` writes them, missing ones missing.

    Arrow does it outside Python's lock, but for the few letters it has no word of.
    """
    values = arrow(texts)
    if pc.all(pc.string_is_ascii(values)).as_py() is not False:
        return pc.ascii_lower(values)
    lowered = pc.utf8_lower(values)
    unlike = pc.fill_null(pc.match_substring_regex(values, _unlike_lowered()), False)
    if not pc.any(unlike).as_py():
        return lowered
    folded = [text.casefold() for text in values.filter(unlike).to_pylist()]
    return pc.replace_with_mask(
        lowered.combine_chunks(), unlike.combine_chunks(), pa.array(folded, pa.large_string())
    )


def are_missing(texts: pd.Series) -> bool:
    """Tell whether all texts of a column are missing."""
    return bool(arrow(texts).null_count == len(texts))


def no_text(index: pd.Index) -> pd.Series:
    """Return a column of text that is missing throughout."""
    return series(_nothing(len(index)), index)


@functools.lru_cache(maxsize=4)
def _nothing(length: int) -> pa.Array:
    # Arrow's arrays never change: all empty columns of a table share one.
    return pa.nulls(length, pa.large_string())


def distinct(texts: pd.Series) -> pd.Series:
    """Return the distinct texts of a column; of a plain one in the order they first stand."""
    if is_coded(texts):
        return used(texts)
    found = pc.unique(arrow(texts))
    return series(found, pd.RangeIndex(len(found)))


def encoded(texts: pd.Series) -> tuple[pd.Series, npt.NDArray[np.int32]] | None:
    """Return the distinct texts and each row's place among them; None where few repeat."""
    if is_coded(texts):
        known, places = parts(texts)
        if (places < 0).any():
            # The place of a missing text, -1, is that of the last one.
            known = pd.concat([known, pd.Series([None], dtype="str")], ignore_index=True)
            places = np.where(places < 0, len(known) - 1, places)
        return known, places.astype(np.int32, copy=False)
    count = len(texts)
    if count < _FEW_ROWS:
        return None
    values = arrow(texts)
    if count > 2 * _SAMPLE_ROWS:
        sample = values.slice(0, _SAMPLE_ROWS)
        if pc.count_distinct(sample, mode="all").as_py() > _SAMPLE_ROWS / 2:
            return None
    coded = values.dictionary_encode(null_encoding="encode").combine_chunks()
    if len(coded.dictionary) > count / 2:
        return None
    codes = coded.indices.to_numpy(zero_copy_only=False)
    return series(coded.dictionary, pd.RangeIndex(len(coded.dictionary))), codes


def held(texts: pd.Series) -> pd.Series:
    """Return a column coded (`mapper.model.coded`) where its texts repeat; else as it is."""
    if is_coded(texts):
        return texts
    found = encoded(texts)
    if found is None:
        return texts
    values, codes = found
    # A missing text is none of the distinct ones.
    places, kinds = pd.factorize(values)
    return from_codes(pd.Series(kinds, dtype="str"), places[codes], texts.index)


def per_distinct(
    work: Callable[Concatenate[pd.Series, P], R],
) -> Callable[Concatenate[pd.Series, P], R]:
    """Make a function that works on a column text by text work once per distinct text.

    What it returns must be columns aligned with the texts: a Series, a NumPy
    array, a tuple of them, or a dataclass of them and other things.
    """

    @functools.wraps(work)
    def once(texts: pd.Series, *args: P.args, **kwargs: P.kwargs) -> R:
        found = encoded(texts)
        if found is None:
            return work(decoded(texts), *args, **kwargs)
        values, codes = found
        result: R = _spread(work(values, *args, **kwargs), codes, texts.index)
        return result

    return cast(Callable[Concatenate[pd.Series, P], R], once)


def words(codes: pd.Series, meanings: Mapping[str, str]) -> pd.Series:
    """Return what each code means in words; unknown codes are missing."""

    @per_distinct
    def meant(codes: pd.Series) -> pd.Series:
        return codes.map(meanings).astype("str")

    return mapped(codes, meant)


@per_distinct
def numbers(codes: pd.Series, meanings: Mapping[str, float | None]) -> npt.NDArray[np.float64]:
    """Return the number each code stands for, NaN for unknown codes."""
    return codes.map(meanings).to_numpy(dtype=np.float64)


def _spread(result: Any, codes: npt.NDArray[np.int32], index: pd.Index) -> Any:
    """Return what was worked out for distinct texts for every row."""
    if isinstance(result, tuple):
        return tuple(_spread(part, codes, index) for part in result)
    if isinstance(result, pd.Series):
        if result.dtype == "str":
            found = arrow(result)
            if found.null_count == len(found):
                return no_text(index)
            return series(found.combine_chunks().take(pa.array(codes)), index)
        return pd.Series(result.array.take(codes), index=index)
    if isinstance(result, np.ndarray):
        return result[codes]
    if dataclasses.is_dataclass(result) and not isinstance(result, type):
        fields = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
        spread = {name: _spread(value, codes, index) for name, value in fields.items()}
        return dataclasses.replace(result, **spread)
    return result
