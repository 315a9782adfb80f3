"""Marks that lie on one another are found without asking NumPy for rows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from mapper.export.figures.marks import first_of_each

ROWS = arrays(
    np.int64,
    array_shapes(min_dims=2, max_dims=2, max_side=12).filter(lambda shape: shape[1] <= 4),
    elements=st.integers(-3, 3) | st.integers(-4000, 4000),
)


@given(ROWS)
def test_the_first_of_each_row_is_found(rows: np.ndarray) -> None:
    _, first = np.unique(rows, axis=0, return_index=True)
    assert first_of_each(rows).tolist() == sorted(first.tolist())


def test_of_no_rows_none_is_first() -> None:
    assert first_of_each(np.empty((0, 2), dtype=np.int64)).tolist() == []
