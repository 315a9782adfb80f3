"""Titles of events whose feed gives none: the first words of what it tells."""

from __future__ import annotations

from typing import Final

import pandas as pd

from mapper.readers.text import one_line

_CHARACTERS: Final = 100


def first_words(texts: pd.Series) -> pd.Series:
    """Return texts on one line, cut to a hundred characters; missing stays missing."""
    lines: pd.Series = one_line(texts)
    cut = lines.str.slice(0, _CHARACTERS)
    return cut.where(lines.str.len() <= _CHARACTERS, cut + "…")
