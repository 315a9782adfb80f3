"""Columns of text as Arrow holds them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import texts

CHARACTERS = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
COLUMNS = st.lists(
    st.none() | st.sampled_from(["", " ", "a", "\u2003b", "Київ ", "\u3000"]) | st.text(max_size=5),
    max_size=12,
)


@pytest.mark.parametrize("form", ["{}x", "x{}", "и{}", "{}"])
def test_every_blank_at_an_end_is_noticed(form):
    written = [form.format(character) for character in CHARACTERS]
    loose = [text for text in written if text != text.strip()]
    assert len(loose) == 29
    for text in loose:
        assert texts.may_have_blank_edges(pa.array([text], pa.large_string()))


@given(first=COLUMNS, second=COLUMNS)
def test_strip_and_blank_as_missing(first, second):
    column = pd.concat(
        [pd.Series(first, dtype="str"), pd.Series(second, dtype="str")], ignore_index=True
    )[1:]
    expected = [text if isinstance(text, str) else None for text in column]
    stripped = [None if text is None else text.strip() for text in expected]
    assert texts.strip(column).fillna("\0").tolist() == [
        "\0" if text is None else text for text in stripped
    ]
    missing = texts.blank_as_missing(column).isna().tolist()
    assert missing == [text is None or not text.strip() for text in expected]
    assert texts.strip(column).index.equals(column.index)


def test_per_distinct_gives_what_the_work_gives():
    seen = []

    @texts.per_distinct
    def work(column: pd.Series) -> tuple[pd.Series, pd.Series, np.ndarray]:
        seen.append(len(column))
        lengths = column.str.len()
        return column.str.upper(), lengths.astype("Int64"), (lengths > 1).to_numpy(bool)

    column = pd.Series(["a", "bb", None, "ccc"] * 10_000, dtype="str", index=range(5, 40_005))
    upper, lengths, long = work(column)
    assert seen == [4]
    pd.testing.assert_series_equal(upper, column.str.upper())
    pd.testing.assert_series_equal(lengths, column.str.len().astype("Int64"))
    assert long.tolist() == [False, True, False, True] * 10_000
    unique = pd.Series([f"t{number}" for number in range(30_000)], dtype="str")
    pd.testing.assert_series_equal(work(unique)[0], unique.str.upper())
    assert seen == [4, 30_000]


def test_holds_only():
    def holds(*written: str | None) -> bool:
        return texts.holds_only(texts.arrow(pd.Series(written, dtype="str")), b"0123456789.-", 4)

    assert holds("1.5", "-20", "")
    assert not holds("1.5", "1,5")
    assert not holds("12345")


def test_texts_are_casefolded_as_python_does():
    written = [*CHARACTERS, "ΟΔΥΣΣΕΥΣ ς", "Straße ﬁ", "ЇЖАК", "", None]
    column = pd.Series(written, dtype="str")
    folded = [None if text is None else text.casefold() for text in written]
    assert texts.casefolded(column).to_pylist() == folded
    assert texts.casefolded(pd.Series(["Plain", None], dtype="str")).to_pylist() == ["plain", None]


def test_some_rows_are_those_that_iloc_takes():
    pieces = pa.chunked_array([pa.array(["a", None], pa.large_string()), ["b", "c"]])
    frame = pd.DataFrame({"text": pd.array(pieces, dtype="str"), "number": range(4)})
    for listed in ([], [2], [3, 0], [1] * 30):
        rows = np.array(listed, dtype=np.intp)
        pd.testing.assert_frame_equal(texts.some_rows(frame, rows), frame.iloc[rows])


@pytest.mark.parametrize("dtype", ["str", object, "category"])
def test_numbers_stand_for_texts(dtype):
    column = pd.Series(["a", None, "b", "none", "", "a", "nul"], dtype=dtype)
    found = texts.numbers_for(column, {"a": 1.5, "b": 20.0, "nul": None})
    np.testing.assert_array_equal(found, [1.5, np.nan, 20.0, np.nan, np.nan, 1.5, np.nan])
    assert found.dtype == np.float64
    assert texts.numbers_for(column.iloc[:0], {"a": 1.5}).shape == (0,)
