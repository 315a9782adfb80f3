"""Columns held as codes say what plain ones say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import coded, texts

TEXTS = st.lists(
    st.none() | st.sampled_from(["", " ", "a", " a", "Київ", "b", "1.0", "1"]), max_size=30
)


def column(written: list[str | None]) -> tuple[pd.Series, pd.Series]:
    """Return a plain column and the same one coded, as two chunks of Arrow give it."""
    plain = pd.Series(written, dtype="str")
    whole = pa.array(written, pa.large_string()).dictionary_encode()
    half = len(written) // 2
    chunked = pa.chunked_array([whole.slice(0, half), whole.slice(half)])
    filled = [text for text in written if text is not None]
    if len(filled) < len(written):
        # Files give no missing cells: they come of work on the texts.
        made = pd.Categorical(plain)
        return plain, pd.Series(made)
    return plain, coded.from_arrow(chunked, plain.index)


@given(TEXTS)
def test_decoded_and_encoded_again(written):
    plain, held = column(written)
    assert coded.is_coded(held)
    assert not coded.is_coded(plain)
    pd.testing.assert_series_equal(coded.decoded(held), plain)
    assert coded.decoded(plain) is plain
    assert texts.arrow(held).to_pylist() == [None if one is None else one for one in written]
    assert sorted(coded.used(held)) == sorted({one for one in written if one is not None})
    given_codes = texts.encoded(held)
    assert given_codes is not None
    values, codes = given_codes
    assert values.take(codes).fillna("\0").tolist() == plain.fillna("\0").tolist()


@given(TEXTS)
def test_mapped_as_plain_texts_are(written):
    plain, held = column(written)
    for work in (texts.blank_as_missing, texts.strip, lambda one: one + "!"):
        made = coded.mapped(held, work)
        assert coded.is_coded(made)
        pd.testing.assert_series_equal(coded.decoded(made), work(plain).astype("str"))
        values, _ = coded.parts(made)
        assert values.is_unique
        assert not values.hasnans
    assert coded.dictionary(coded.mapped(held, texts.strip)).to_pylist() == [
        None if one is None else one.strip() for one in written
    ]


def test_work_is_done_once_per_text():
    seen = []

    @texts.per_distinct
    def work(plain: pd.Series) -> np.ndarray:
        seen.append(len(plain))
        return plain.str.len().fillna(-1).to_numpy(dtype=np.int64)

    _, held = column(["a", "bb", "a"] * 100)
    assert work(held).tolist() == [1, 2, 1] * 100
    assert seen == [2]
    _, missing = column(["a", None, "a"])
    assert work(missing).tolist() == [1, -1, 1]


def test_many_texts_need_wider_codes():
    for count in (127, 128, 129, 32_768):
        written = [f"t{number}" for number in range(count)] + ["", " "]
        plain, held = column(written)
        made = coded.mapped(held, texts.blank_as_missing)
        pd.testing.assert_series_equal(coded.decoded(made), texts.blank_as_missing(plain))


def test_a_column_is_held_as_codes_where_it_pays():
    repeated = pd.Series(["a", None, "b", "a"] * 1000, dtype="str")
    held = texts.held(repeated)
    assert coded.is_coded(held)
    assert texts.held(held) is held
    pd.testing.assert_series_equal(coded.decoded(held), repeated)
    values, _ = coded.parts(held)
    assert values.tolist() == ["a", "b"]
    other = pd.Series([str(number) for number in range(4000)], dtype="str")
    assert texts.held(other) is other
