"""Pairs of angles as people write them: decimal, degrees and minutes, DMS.

What decides which of two numbers is the latitude, in this order: the words
"lat" and "lon"; the letters of the four directions; the size (over 90 is a
longitude); and for two bare decimal numbers the order LON,LAT. Two angles with
degree signs and nothing else are refused: either order is in use.

A single Cyrillic letter of direction beside a Latin one is refused, for С (north)
and S sound alike; only the Cyrillic Е, which means nothing, counts as E.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from mapper.geodesy.angletext import AXES, DECIMAL, SIGNS, UNITS, Token, split_tokens
from mapper.geodesy.ellipsoid import distance_m
from mapper.geodesy.position import Position, cell_radius_m, checked
from mapper.model.errors import InputError

#: What in the text after a position looks like a second one.
_MORE: Final = re.compile(r"°|[0-9][.,][0-9]{2}|[0-9]\s?['\"]|[0-9]\s?[NSEWСЮВЗ]\b")

#: Digits after the point from which text after the position is ignored, not read.
_FINE: Final = 3


class _Angle(NamedTuple):
    degrees: float
    half_unit: float
    axis: str | None
    parts: int
    marked: bool
    fine: bool


def read_angles(text: str) -> Position | None:
    """Read a pair of angles, or return None when the text is something else.

    Parameters
    ----------
    text
        Cleaned by `mapper.geodesy.pasted.clean`.

    Raises
    ------
    InputError
        If it is a pair of angles that is incomplete, contradicts itself, can be
        read in two ways, or lies outside the range.
    """
    notations = text.split(" / ")
    if len(notations) == 2 and text.count("°") > 3:
        return _same([_read(part) for part in notations], text)
    return _read(text)


def _same(positions: list[Position | None], text: str) -> Position | None:
    """Return the finer of one place written twice, as encyclopedias do."""
    known = [position for position in positions if position is not None]
    if len(known) < 2:
        return None
    one, other = sorted(known, key=lambda position: position.radius_m)
    apart_m = float(distance_m([one.lon, one.lat], [other.lon, other.lat])[0])
    if apart_m > one.radius_m + other.radius_m:
        raise InputError("two positions that are not the same", found=text)
    return one


def _read(text: str) -> Position | None:
    tokens, rest = split_tokens(text)
    kinds = [token.kind for token in tokens]
    if kinds.count("number") < 2 and not (
        AXES.keys() & set(kinds) and (kinds.count("unit") > 1 or "." in text)
    ):
        return None
    try:
        first, second = (_angle(group) for group in _halves(tokens, text))
        position = _pair(first, second, text)
    except _NotAPairError:
        return None
    except InputError:
        # In a longer text, what only resembles a position is no position.
        if rest and kinds.count("unit") < 2:
            return None
        raise
    if not rest:
        return position
    if not (first.fine and second.fine):
        return None
    if _MORE.search(rest):
        raise InputError("another position seems to follow", found=rest, expected="one position")
    return position


class _NotAPairError(Exception):
    """The tokens are numbers that nobody would call a position."""


def _halves(tokens: list[Token], text: str) -> tuple[list[Token], list[Token]]:
    """Split the tokens into those of the first and of the second angle."""
    kinds = [token.kind for token in tokens]
    labels = [i for i, kind in enumerate(kinds) if kind in ("lat", "lon")]
    letters = [i for i, kind in enumerate(kinds) if kind in AXES]
    numbers = [i for i, kind in enumerate(kinds) if kind == "number"]
    degrees = [i for i, kind in enumerate(kinds) if kind == "unit" and tokens[i].text == "°"]
    if "O" in kinds:
        if letters:
            raise InputError(
                "O is east in German and west in French", found=text, expected=_LETTERS
            )
        raise _NotAPairError
    if labels:
        if len(labels) != 2 or labels[0] != 0:
            raise _NotAPairError
        if not any(labels[0] < i < labels[1] for i in numbers):
            return _after_header(tokens, labels[1], text)
        return tokens[: labels[1]], tokens[labels[1] :]
    if letters:
        _same_script([tokens[i] for i in letters], text)
        if len(letters) != 2:
            if kinds.count("unit") > 1 or "." in text:
                raise InputError(
                    "not one latitude and one longitude", found=text, expected=_LETTERS
                )
            raise _NotAPairError
        if letters[0] == 0:
            return tokens[: letters[1]], tokens[letters[1] :]
        return tokens[: letters[0] + 1], tokens[letters[0] + 1 :]
    if len(degrees) == 2:
        cut = max((i for i in numbers if i < degrees[1]), default=0)
        cut -= cut > 0 and kinds[cut - 1] == "sign"
        return tokens[:cut], tokens[cut:]
    if degrees:
        raise InputError("not two angles", found=text, expected=_LETTERS)
    return _bare_halves(tokens, text)


def _after_header(tokens: list[Token], last: int, text: str) -> tuple[list[Token], list[Token]]:
    """Split two numbers after "lat, lon:", each with its word."""
    rest = tokens[last + 1 :]
    while rest and rest[0].kind == "gap":
        rest = rest[1:]
    if any(token.kind in ("lat", "lon") for token in rest):
        raise _NotAPairError
    first, second = _halves(rest, text)
    return [tokens[0], *first], [tokens[last], *second]


def _bare_halves(tokens: list[Token], text: str) -> tuple[list[Token], list[Token]]:
    """Split two bare numbers, LON,LAT; without a comma both need decimals."""
    kinds = [token.kind for token in tokens]
    numbers = [i for i, kind in enumerate(kinds) if kind == "number"]
    gaps = [i for i, kind in enumerate(kinds) if kind == "gap"]
    decimal = all("." in tokens[i].text for i in numbers[:2])
    if len(numbers) < 2 or not set(kinds) <= {"number", "gap", "sign", "dash"}:
        raise _NotAPairError
    if len(numbers) > 2:
        if decimal and len(numbers) == 3:
            raise InputError("more than two numbers", found=text, expected=DECIMAL)
        raise _NotAPairError
    if len(gaps) == 1 and tokens[gaps[0]].text in (",;/|" if decimal else ",;"):
        return tokens[: gaps[0]], tokens[gaps[0] + 1 :]
    if not decimal or gaps:
        raise _NotAPairError
    cut = numbers[1] - (kinds[numbers[1] - 1] == "sign")
    if "dash" in kinds or (cut < numbers[1] and not re.search(r"\s[+-][0-9]", text)):
        raise InputError("the dash can be a minus or not", found=text, expected=DECIMAL)
    return tokens[:cut], tokens[cut:]


_LETTERS: Final = "latitude and longitude with their letters, such as 49°59'36.6\"N 36°13'49.4\"E"


def _same_script(letters: Sequence[Token], text: str) -> None:
    latin = [token for token in letters if token.text[0].isascii()]
    cyrillic = [t for t in letters if not t.text[0].isascii() and t.text.casefold() != "е"]
    if latin and any(len(token.text) == 1 for token in cyrillic):
        raise InputError("Latin and Cyrillic letters are mixed", found=text, expected=_LETTERS)


def _angle(tokens: list[Token]) -> _Angle:
    """Read one angle: optional label, letter and sign, then up to three numbers."""
    while tokens and tokens[0].kind in ("gap", "dash"):
        tokens = tokens[1:]
    while tokens and tokens[-1].kind in ("gap", "dash"):
        tokens = tokens[:-1]
    shown = " ".join(token.text for token in tokens)
    axis, letter, sign = None, None, 1.0
    signed = False
    parts: list[str] = []
    units: list[int] = []
    for token in tokens:
        if token.kind in ("lat", "lon"):
            axis = token.kind
        elif token.kind in AXES:
            letter = token.kind
        elif token.kind == "sign":
            if parts or signed:
                raise InputError("a sign in the middle", found=shown, expected=_LETTERS)
            sign, signed = -1.0 if token.text == "-" else 1.0, True
        elif token.kind == "dash" or (parts and token.kind == "gap" and token.text != ":"):
            raise InputError("a stray sign between the numbers", found=shown, expected=_LETTERS)
        elif token.kind == "number":
            parts.append(token.text)
        elif token.kind == "unit":
            if len(units) >= len(parts):
                raise InputError("a sign of degrees without its number", found=shown)
            units += [*range(len(units), len(parts) - 1), UNITS[token.text]]
    if not 1 <= len(parts) <= 3:
        raise InputError("not degrees, minutes and seconds", found=shown, expected=_LETTERS)
    if len(parts[0].partition(".")[0]) > 3:
        # 0030N is half a degree to pilots and thirty degrees to others.
        raise InputError("degrees of more than three digits", found=shown, expected=_LETTERS)
    units += range(len(units), len(parts))
    if units != list(range(len(parts))):
        raise InputError("minutes or seconds without degrees", found=shown, expected=_LETTERS)
    if letter is not None:
        if signed and sign < 0:
            raise InputError("a minus and a letter contradict", found=shown, expected=_LETTERS)
        if axis not in (None, AXES[letter]):
            raise InputError("the word and the letter contradict", found=shown, expected=_LETTERS)
        axis, sign = AXES[letter], SIGNS[letter]
    degrees = 0.0
    for place, part in enumerate(parts):
        if place < len(parts) - 1 and "." in part:
            raise InputError("only the last number may have decimals", found=shown)
        if place and not float(part) < 60.0:
            name = ("minutes", "seconds")[place - 1]
            raise InputError(f"not {name} of arc", found=part, expected="less than 60")
        degrees += float(part) / 60.0**place
    decimals = len(parts[-1].partition(".")[2])
    half_unit = 0.5 * 10.0**-decimals / 60.0 ** (len(parts) - 1)
    marked = len(parts) > 1 or any(token.kind == "unit" for token in tokens)
    return _Angle(sign * degrees, half_unit, axis, len(parts), marked, marked or decimals >= _FINE)


def _pair(first: _Angle, second: _Angle, text: str) -> Position:
    """Decide which angle is the latitude and return the position."""
    axes = (first.axis, second.axis)
    if axes == (None, None):
        if first.marked or second.marked:
            large = [abs(angle.degrees) > 90.0 for angle in (first, second)]
            if large[0] == large[1]:
                raise InputError(
                    "nothing says which is latitude and which longitude",
                    found=text,
                    expected=_LETTERS,
                )
            if large[1]:
                first, second = second, first
        expected = "LON,LAT" if not first.marked else "latitude -90 to 90, longitude -180 to 180"
    elif set(axes) == {"lat", "lon"}:
        if first.axis == "lat":
            first, second = second, first
        expected = "latitude -90 to 90, longitude -180 to 180"
    else:
        raise InputError("two latitudes or two longitudes", found=text, expected=_LETTERS)
    lon, lat = checked(first.degrees, second.degrees, expected=expected)
    form = "dms" if first.parts > 1 or second.parts > 1 else "decimal"
    return Position(lon, lat, cell_radius_m(lon, lat, first.half_unit, second.half_unit), form)
