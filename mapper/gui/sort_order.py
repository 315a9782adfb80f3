"""The order of rows by a column: equal ones keep their order, what has no value comes last."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def sorted_order(
    values: npt.NDArray[Any], unknown: npt.NDArray[np.bool_], *, descending: bool
) -> npt.NDArray[np.intp]:
    """Return the places of ``values``, shape (n,), in order; unknown ones last either way."""
    order = np.argsort(values, kind="stable")
    if descending:
        # Reversing twice keeps equal rows in their order in both directions.
        order = (len(values) - 1 - np.argsort(values[::-1], kind="stable"))[::-1]
    return np.concatenate([order[~unknown[order]], order[unknown[order]]])
