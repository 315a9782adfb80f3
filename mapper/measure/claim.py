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

# The reports are English, Ukrainian and Russian.
_UNITS: Final = {
    "km": (
        "km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "км", "кілометр",
        "кілометра", "кілометри", "кілометрів", "километр", "километра", "километры", "километров",
    ),
    "nmi": (
        "nmi", "nm", "nautical mile", "nautical miles", "морських миль", "морські милі",
        "морских миль", "морские мили",
    ),
    "mi": ("mi", "mile", "miles", "миль", "милі", "мили", "миля"),
    "m": (
        "m", "meter", "meters", "metre", "metres", "м", "метр", "метра", "метри", "метрів",
        "метры", "метров",
    ),
}  # fmt: skip
_METRES: Final = {**UNITS, "m": 1.0}
_AT_LEAST: Final = (
    "not less than", "no less than", "more than", "greater than", "farther than", "further than",
    "in excess of", "at least", "upwards of", "exceeding", "beyond", "above", "over", ">=", ">",
    "понад", "більше", "більше ніж", "більш ніж", "більш як", "щонайменше", "не менше",
    "не менше ніж", "не менш ніж", "свыше", "более", "более чем", "больше", "больше чем",
    "не менее", "не менее чем", "не меньше", "как минимум",
)  # fmt: skip
_AT_MOST: Final = (
    "not more than", "no more than", "less than", "fewer than", "closer than", "nearer than",
    "at most", "up to", "under", "below", "within", "<=", "<", "до",
    "менше", "менше ніж", "менш ніж", "менш як", "не більше", "не більше ніж", "не більш ніж",
    "менее", "менее чем", "меньше", "меньше чем", "не более", "не более чем", "не больше",
)  # fmt: skip
_ABOUT: Final = (
    "approximately", "in the region of", "roughly", "around", "about", "nearly", "almost",
    "close to", "some", "circa", "ca.", "ca", "c.", "~", "≈",
    "близько", "приблизно", "орієнтовно", "майже", "около", "примерно", "приблизительно",
    "почти", "порядка",
)  # fmt: skip
#: Words that make the figure another one.
_TURNED: Final = re.compile(
    r"(?:^|\s)(?:not|never|isn't|twice|thrice|double|triple|half|times|не|ні|ни|двічі|вдвічі|втричі|"
    r"дважды|вдвое|втрое|пол|пів)$|(?:±|\+/-|[x×*])$"
)
_THOUSAND: Final = r"(?:thousand|тысяч[аиу]?|тыс\b\.?|тисяч[аіу]?|тис\b\.?)"
#: A whole number token: nothing of it is left outside, before or behind.
_NUMBER: Final = (
    r"(?<![\w.,])(?<!\d )(?P<{0}>[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?"
    r"|[1-9]\d{{0,2}}(?: \d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![.,]?\d)"
)
_UNIT: Final = (
    r"(?P<{0}>"
    + "|".join(sorted((w for words in _UNITS.values() for w in words), key=len, reverse=True))
    + ")"
)
_ONE: Final = re.compile(rf"{_NUMBER.format('number')}\s*-?\s*{_UNIT.format('unit')}(?![^\W\d_])")
_TWO: Final = re.compile(
    rf"{_NUMBER.format('first')}\s*(?:{_UNIT.format('own')}(?![^\W\d_]))?"
    r"\s*(?:-|to|and|до|і|й|та|и)\s*" + _ONE.pattern
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
        agrees when it is the best value rounded as the figure is (by no more
        than `ABOUT_SHARE`), or lies in an interval about as narrow.
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
    figure, fine = (low + high) / 2.0, max_m - min_m <= 2.0 * (high - low)
    outside = max(low - distance_m, distance_m - high, 0.0)
    verdict: Verdict
    if max_m < low or min_m > high:
        verdict = "differs"
    elif (low <= min_m and max_m <= high) or (exact and outside == 0.0):
        verdict = "agrees"
    elif exact and fine and min_m <= figure <= max_m:
        # The figure itself is one of few that the measured interval leaves.
        verdict, outside = "agrees", 0.0
    else:
        verdict = "undecided"
    return ClaimCheck(text, verdict, round(outside, 3))


def claimed_range(text: str) -> tuple[float, float, bool]:
    """Return least and greatest metres a claim allows, and whether it is a plain figure."""
    words = re.sub("[–—−]", "-", " ".join(text.lower().split()))
    words = re.sub(r"\b(?:a|one) hundred\b", "100", words)
    words = re.sub(rf"(?<![\w.,])(\d+(?:\.\d+|,\d{{1,2}})?) ?{_THOUSAND}(?!\w)", _thousands, words)
    words = re.sub(rf"(?<!\d )\b(?:a |one |одну )?{_THOUSAND}(?!\w)", "1,000", words)
    two = _TWO.search(words)
    found = [two] if two else list(_ONE.finditer(words))
    if len(found) != 1:
        raise _unreadable(text)
    match = found[0]
    before = words[: match.start()]
    if re.search(r"(?:^|\s)(?:-|minus|мінус|минус)\s*$", before):
        raise InputError("a distance cannot be negative", found=text)
    number, size = match["number"], _METRES[_unit_of(match["unit"])]
    if two:
        first = _METRES[_unit_of(two["own"])] if two["own"] else size
        low, high = _value(two["first"]) * first, _value(number) * size
        if low > high:
            raise _unreadable(text)
        return low, high, False
    value, last = _value(number) * size, _last_digit(number) * size
    sense = _sense(before)
    if sense == "at least":
        return value, math.inf, False
    if sense == "at most":
        return 0.0, value, False
    if sense == "about":
        margin = max(ABOUT_SHARE * value, _last_place(number) * size / 2.0)
        return value - margin, value + margin, False
    # A round figure may be exact or rough; more than "about" it cannot mean.
    margin = min(last / 2.0, ABOUT_SHARE * value)
    return value - margin, value + margin, True


def _thousands(match: re.Match[str]) -> str:
    return f"{float(match[1].replace(',', '.')) * 1000:.0f}"


def _sense(before: str) -> str:
    """Return the sense of the longest phrase right before the number (an article may follow it)."""
    before = re.sub(r"\b(?:the|a|an|на)\s*$", "", before).rstrip()
    senses = {"at least": _AT_LEAST, "at most": _AT_MOST, "about": _ABOUT}
    # "No more than" ends in "more than": the longest phrase decides.
    found = [
        (len(phrase), sense)
        for sense, phrases in senses.items()
        for phrase in phrases
        if re.search(rf"(?<!\w){re.escape(phrase)}$", before)
    ]
    length, sense = max(found) if found else (0, "")
    if _TURNED.search(before[: len(before) - length].rstrip()):
        raise InputError(
            "the claim cannot be read: a word before the figure turns it round",
            found=before, expected="words such as 'over', 'about' or 'not more than'",
        )  # fmt: skip
    return sense


def _unit_of(word: str) -> str:
    return next(unit for unit, words in _UNITS.items() if word in words)


def _value(number: str) -> float:
    two_ways = re.fullmatch(r"([1-9]\d{0,2})\.(\d{3})|([1-9]\d{3,}),(\d{3})", number)
    if two_ways:
        whole, decimals = two_ways[1] or two_ways[3], two_ways[2] or two_ways[4]
        fraction = float(f"{whole}.{decimals}")
        raise InputError(
            "the number can be read in two ways",
            found=number,
            expected=f"{whole},{decimals} for thousands, or {fraction:.10g} for a fraction",
        )
    return float(_plain(number))


def _plain(number: str) -> str:
    """Return the digits with a decimal point if any, without marks of thousands."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", number):
        return number.replace(",", "")
    return number.replace(" ", "").replace(",", ".")


def _last_place(number: str) -> float:
    """Return the worth of the last digit written, zeros included."""
    return 10.0 ** -len(_plain(number).partition(".")[2])


def _last_digit(number: str) -> float:
    """Return the worth of the last digit that is not a trailing zero of a whole number."""
    if "." in _plain(number):
        return _last_place(number)
    digits = re.sub(r"\D", "", number)
    return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else 1.0


def _unreadable(text: str) -> InputError:
    return InputError(
        "the claim cannot be read",
        found=text,
        expected='words such as "over 1,000 km", "about 600 miles" or "between 900 and 1,000 km"',
    )
