"""Why events have no distance, counted."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper import measure
from mapper.gui.day_words import refusal
from mapper.gui.translation import tr, trn

#: Reasons that are named; further events are counted together.
_REASONS: Final = 3


def reasons_told(refused: npt.NDArray[np.object_]) -> str:
    """Return why events have no distance, the most frequent reason first; for a worker."""
    codes, said = pd.factorize(refused)
    # Thousands of days without a front are one reason.
    kinds, distinct = pd.factorize(
        np.array([measure.without_day(str(one)) for one in said], dtype=object), sort=True
    )
    numbers = np.bincount(kinds[codes], minlength=len(distinct))
    order = np.argsort(-numbers, kind="stable")
    named = [
        tr("{reason} ({number:,})", reason=_reason(str(distinct[at])), number=int(numbers[at]))
        for at in order[:_REASONS]
    ]
    others = int(numbers[order[_REASONS:]].sum())
    if others:
        named.append(trn("{number:,} for another reason", "{number:,} for other reasons", others))
    return "; ".join(named)


def _reason(refused: str) -> str:
    words = refusal(refused).rstrip(".") or tr("not measured yet")
    return words[:1].lower() + words[1:]
