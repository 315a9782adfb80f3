"""What a report says about a distance, set against what was measured."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

from mapper.measure.rounding import UNITS
from mapper.model.errors import InputError

Verdict = Literal["agrees", "differs", "undecided"]

#: "About" leaves this share of the figure to either side (or its last digit).
ABOUT_SHARE: Final = 0.05

_UNITS: Final = {
    "km": ("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"),
    "nmi": ("nmi", "nm", "nautical mile", "nautical miles"),
    "mi": ("mi", "mile", "miles"),
    "m": ("m", "meter", "meters", "metre", "metres"),
}
_METRES: Final = {**UNITS, "m": 1.0}
_AT_LEAST: Final = (
    "not less than", "no less than", "more than", "greater than", "farther than", "further than",
    "in excess of", "at least", "upwards of", "exceeding", "beyond", "above", "over", ">=", ">",
)  # fmt: skip
_AT_MOST: Final = (
    "not more than", "no more than", "less than", "fewer than", "closer than", "nearer than",
    "at most", "up to", "under", "below", "within", "<=", "<",
)  # fmt: skip
_ABOUT: Final = (
    "approximately", "in the region of", "roughly", "around", "about", "nearly", "almost",
    "close to", "some", "circa", "ca.", "ca", "c.", "~", "≈",
)  # fmt: skip
_NUMBER: Final = r"(\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT: Final = (
    r"("
    + "|".join(
        re.escape(word)
        for word in sorted((w for words in _UNITS.values() for w in words), key=len, reverse=True)
    )
    + r")"
)


@dataclass(frozen=True)
class ClaimCheck:
    """A claim and the verdict on it.

    Attributes
    ----------
    text
        The claim as given.
    verdict
        ``agrees`` when the whole measured interval is within what is claimed,
        ``differs`` when none of it is, else ``undecided``. A plain figure
        agrees when it is the best value rounded as the figure is.
    difference_m
        How far the best value lies outside what is claimed; 0 within.
    """

    text: str
    verdict: Verdict
    difference_m: float


def check_claim(text: str, distance_m: float, min_m: float, max_m: float) -> ClaimCheck:
    """Return whether a claim such as "over 1,000 km" agrees with a distance.

    Parameters
    ----------
    text
        "over", "at least", "less than", "up to", "about", "between 900 and
        1,000", "900-1,000" or a plain figure; in km, miles, nautical miles or
        metres.
    distance_m, min_m, max_m
        What was measured, in metres.

    Raises
    ------
    InputError
        If the claim cannot be read.

    Examples
    --------
    >>> check_claim("over 1,000 kilometers", 1_264_000, 1_259_000, 1_269_000).verdict
    'agrees'
    >>> check_claim("less than 700 miles", 1_264_000, 1_259_000, 1_269_000)
    ClaimCheck(text='less than 700 miles', verdict='differs', difference_m=137459.2)
    >>> check_claim("more than 1,264 km", 1_264_100, 1_259_000, 1_269_000).verdict
    'undecided'
    """
    low, high, exact = claimed_range(text)
    outside = max(low - distance_m, distance_m - high, 0.0)
    verdict: Verdict
    if max_m < low or min_m > high:
        verdict = "differs"
    elif (low <= min_m and max_m <= high) or (exact and outside == 0.0):
        verdict = "agrees"
    else:
        verdict = "undecided"
    return ClaimCheck(text, verdict, round(outside, 3))


def claimed_range(text: str) -> tuple[float, float, bool]:
    """Return least and greatest metres a claim allows, and whether it is a plain figure."""
    words = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
    words = re.sub(r"\b(?:a|one) thousand\b", "1,000", words)
    words = re.sub(r"\b(?:a|one) hundred\b", "100", words)
    words = re.sub(r"(\d+(?:\.\d+)?) thousand\b", _thousands, words)
    joint = r"\s*(?:-|to|and)\s*"
    two = re.search(rf"{_NUMBER}\s*{_UNIT}?{joint}{_NUMBER}\s*-?\s*{_UNIT}(?![a-z])", words)
    if two:
        unit = _METRES[_unit_of(two[4])]
        first = _METRES[_unit_of(two[2])] if two[2] else unit
        low, high = _value(two[1]) * first, _value(two[3]) * unit
        if low > high:
            raise _unreadable(text)
        return low, high, False
    found = re.findall(rf"{_NUMBER}\s*-?\s*{_UNIT}(?![a-z])", words)
    if len(found) != 1:
        raise _unreadable(text)
    number, unit_word = found[0]
    size = _METRES[_unit_of(unit_word)]
    value, last = _value(number) * size, _last_digit(number) * size
    before = words[: words.index(number)]
    sense = _sense(before)
    if sense == "at least":
        return value, math.inf, False
    if sense == "at most":
        return 0.0, value, False
    if sense == "about":
        margin = max(ABOUT_SHARE * value, _last_place(number) * size / 2.0)
        return value - margin, value + margin, False
    return value - last / 2.0, value + last / 2.0, True


def _thousands(match: re.Match[str]) -> str:
    return f"{float(match[1]) * 1000:.0f}"


def _sense(before: str) -> str:
    """Return the sense of the longest phrase right before the number (an article may follow it)."""
    before = re.sub(r"\b(?:the|a|an)\s*$", "", before).rstrip()
    senses = {"at least": _AT_LEAST, "at most": _AT_MOST, "about": _ABOUT}
    # "No more than" ends in "more than": the longest phrase decides.
    found = [
        (len(phrase), sense)
        for sense, phrases in senses.items()
        for phrase in phrases
        if re.search(rf"(?:^|[^a-z]){re.escape(phrase)}$", before)
    ]
    return max(found)[1] if found else ""


def _unit_of(word: str) -> str:
    return next(unit for unit, words in _UNITS.items() if word in words)


def _value(number: str) -> float:
    return float(re.sub(r"[^\d.]", "", number))


def _last_place(number: str) -> float:
    """Return the worth of the last digit written, zeros included."""
    return 10.0 ** -len(number.partition(".")[2])


def _last_digit(number: str) -> float:
    """Return the worth of the last digit that is not a trailing zero of a whole number."""
    if "." in number:
        return _last_place(number)
    digits = re.sub(r"\D", "", number)
    return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else 1.0


def _unreadable(text: str) -> InputError:
    return InputError(
        "the claim cannot be read",
        found=text,
        expected='words such as "over 1,000 km", "about 600 miles" or "between 900 and 1,000 km"',
    )
