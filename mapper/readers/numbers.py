"""Columns of text to numbers and coordinates, by explicit forms only."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.geodesy.angletext import DIRECTIONS
from mapper.model.texts import arrow, holds_only, per_distinct, stripped
from mapper.readers.text import has

#: Words that stand for "nothing" in cells meant for numbers and days.
MISSING_WORDS: Final = frozenset(
    {"", "na", "n/a", "#n/a", "nan", "none", "null", "nil", "-", "–", "—", "?", "unknown", "<na>"}
)

_DEGREE_SIGNS: Final = re.compile(r"[°º˚]")
#: What directions are called beside their letters, each as a group of that letter.
_DIRECTION: Final = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(f"(?P<{letter}>(?:{words})\\.?)" for letter, words in DIRECTIONS.items())
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)
_DMS: Final = re.compile(
    r"""^\s*(?P<before>[NSEWnsew])?\s*(?P<sign>[+\-−])?\s*(?P<d>\d{1,3})\s*(?:°|\s|:|d)\s*
    (?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['’′‘m:]|\s|$)\s*
    (?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:["”″“]|''|’’|′′|s)?\s*)?
    (?P<after>[NSEWnsew])?\s*$""",
    re.VERBOSE,
)
_DEGREES: Final = re.compile(
    r"^\s*(?P<before>[NSEWnsew])?\s*(?P<sign>[+\-−])?\s*(?P<d>\d{1,3}(?:[.,]\d+)?)\s*°?\s*"
    r"(?P<after>[NSEWnsew])?\s*$"
)
# Lengths are bounded: longer digits are no measurement and overflow on the way.
_PLAIN: Final = r"[+-]?(?:\d{1,20}(?:[.,]\d{0,40})?|[.,]\d{1,40})(?:[eE][+-]?\d{1,3})?"
_DIGITS: Final = b"0123456789.-"
_COUNT: Final = r"\d{1,20}(?:[.,]0{1,6})?"
_GROUPED: Final = r"\d{1,3}(?:[ ,.'’]\d{3})+"

FloatArray = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@per_distinct
def missing(texts: pd.Series) -> Mask:
    """Tell which texts mean "nothing": empty or a word such as ``n/a``."""
    lowered = stripped(texts).str.lower()
    return lowered.isin(MISSING_WORDS).to_numpy(bool)


@per_distinct
def parse_coordinates(texts: pd.Series, axis: str) -> tuple[FloatArray, Mask]:
    """Return degrees of a column, and which texts are no coordinate.

    Decimal points and commas, degrees with minutes and seconds, and the
    letters of the hemispheres are read.

    Parameters
    ----------
    texts
        Column of text.
    axis
        "lon" or "lat"; a letter of the other axis makes a text wrong.

    Returns
    -------
    tuple
        Degrees, NaN where empty or wrong; and the mask of wrong texts. The
        range is not checked here.
    """
    trimmed = stripped(texts)
    values, plain = _plain_numbers(trimmed)
    wrong = ~plain
    wrong[wrong] = ~missing(trimmed[wrong])
    for position in np.flatnonzero(wrong):
        degrees = _degrees(str(trimmed.iloc[position]), axis)
        if degrees is not None:
            values[position] = degrees
            wrong[position] = False
    return values, wrong


def _plain_numbers(trimmed: pd.Series) -> tuple[FloatArray, Mask]:
    """Return the numbers of plain decimals, NaN for others, and which texts are plain."""
    if holds_only(arrow(trimmed), _DIGITS, longest=20):
        try:
            return _to_float(trimmed), np.ones(len(trimmed), dtype=bool)
        except pa.ArrowInvalid:
            # Digits, points and signs that are no number after all.
            pass
    plain = has(trimmed, f"^(?:{_PLAIN})$")
    values = np.full(len(trimmed), np.nan)
    if plain.any():
        numbers = trimmed if plain.all() else trimmed[plain]
        numbers = numbers.str.replace(",", ".", regex=False)
        try:
            values[plain] = _to_float(numbers)
        except pa.ArrowInvalid:
            # Arrow knows no leading plus sign.
            values[plain] = numbers.map(float).to_numpy(dtype=np.float64)
    return values, plain


def _to_float(numbers: pd.Series) -> FloatArray:
    """Return plain decimals as the nearest floating-point numbers."""
    found: FloatArray = pc.cast(arrow(numbers), pa.float64()).to_numpy()
    # What Arrow lends cannot be written to.
    return found.copy()


def _degrees(text: str, axis: str) -> float | None:
    """Return degrees of one text with letters, minutes or seconds."""
    text = _DEGREE_SIGNS.sub("°", text)
    text = _DIRECTION.sub(_letter, text, count=2)
    match = _DMS.match(text) or _DEGREES.match(text)
    if match is None:
        return None
    parts = match.groupdict()
    letter = (parts["before"] or "") + (parts["after"] or "")
    letter = letter.upper()
    if len(letter) > 1 or (letter and letter not in ("EW" if axis == "lon" else "NS")):
        return None
    if letter and parts["sign"]:
        return None
    minutes = _number(parts.get("m"))
    seconds = _number(parts.get("s"))
    if minutes >= 60 or seconds >= 60:
        return None
    degrees = _number(parts["d"]) + minutes / 60 + seconds / 3600
    negative = letter in ("S", "W") if letter else parts["sign"] in ("-", "−")
    return -degrees if negative else degrees


def _letter(word: re.Match[str]) -> str:
    # A Latin letter is one already, or the "s" of seconds.
    return word[0] if len(word[0]) == 1 and word[0].isascii() else str(word.lastgroup)


def _number(text: str | None) -> float:
    return 0.0 if text is None else float(text.replace(",", "."))


@per_distinct
def parse_counts(texts: pd.Series, largest: int = 10_000_000) -> tuple[pd.Series, Mask]:
    """Return counts of people of a column, and which texts are no count.

    ``1,234`` and ``1 234`` are one thousand and so on; ``3.0`` is three.

    Returns
    -------
    tuple
        ``Int64`` column, missing where empty or wrong; and the mask of wrong
        texts (negative, fractional, above ``largest``, words).
    """
    absent = missing(texts)
    trimmed = stripped(texts).str.replace("[\u00a0\u202f]", " ", regex=True)
    grouped = has(trimmed, f"^{_GROUPED}$")
    if grouped.any():
        trimmed = trimmed.where(~grouped, trimmed.str.replace("[ ,.'’]", "", regex=True))
    whole = has(trimmed, f"^{_COUNT}$") & ~absent
    numbers = np.full(len(texts), np.nan)
    if whole.any():
        plain = trimmed[whole].str.replace("[.,]0+$", "", regex=True)
        numbers[whole] = pd.to_numeric(plain.str.slice(0, 18)).to_numpy(dtype=np.float64)
    wrong = ~absent & ~(numbers <= largest)
    numbers[wrong] = np.nan
    return pd.Series(numbers, index=texts.index).astype("Int64"), wrong


@per_distinct
def parse_reals(texts: pd.Series) -> tuple[FloatArray, Mask]:
    """Return numbers of a column (point or comma), and which texts are none."""
    trimmed = stripped(texts)
    values, plain = _plain_numbers(trimmed)
    absent = ~plain
    absent[absent] = missing(trimmed[absent])
    wrong = ~absent & ~np.isfinite(values)
    values[wrong] = np.nan
    return values, wrong
