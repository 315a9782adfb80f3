"""Pairs of angles as people write them: decimal, degrees and minutes, DMS.

What decides which of two numbers is the latitude, in this order: the words
"lat" and "lon"; the letters of the four directions; the size (over 90 is a
longitude); and for two bare decimal numbers the order LON,LAT. Two angles with
degree signs and nothing else are refused: either order is in use.

Directions are read in English (N, S, E, W and the words), Russian (С, Ю, В, З;
с. ш., ю. ш., в. д., з. д.) and Ukrainian (Пн, Пд, Сх, Зх, with or without ш. and
д.). A single Cyrillic letter beside a Latin one is refused, for С (north) and S
look and sound alike; only the Cyrillic Е, which means nothing, counts as E.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from mapper.geodesy.position import Position, cell_radius_m, checked
from mapper.model.errors import InputError

_UNITS: Final = {"°": 0, "'": 1, '"': 2}

_DIRECTIONS: Final = {
    "N": r"N(?:orth)?|с\.?\s*ш|пн\.?\s*ш|пн|С",
    "S": r"S(?:outh)?|ю\.?\s*ш|пд\.?\s*ш|пд|Ю",
    "E": r"E(?:ast)?|в\.?\s*д|сх\.?\s*д|сх|В|Е",
    "W": r"W(?:est)?|з\.?\s*д|зх\.?\s*д|зх|З",
}
_SIGNS: Final = {"N": 1.0, "S": -1.0, "E": 1.0, "W": -1.0}
_AXES: Final = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<unit>[°'\"])"
    r"|(?P<dash>[–—]|(?<=\s)-(?=\s))"
    r"|(?P<sign>[+-])"
    r"|(?P<gap>[,;/|:=])"
    r"|(?P<lat>(?:latitude|lat|широта)(?![^\W\d_])\.?)"
    r"|(?P<lon>(?:longitude|long|lon|lng|долгота|довгота)(?![^\W\d_])\.?)"
    r"|(?P<O>O(?![^\W\d_]))|"
    + "|".join(f"(?P<{name}>(?:{words})\\.?(?![^\\W\\d_]))" for name, words in _DIRECTIONS.items())
    + ")",
    re.IGNORECASE,
)

_LABEL: Final = re.compile(
    r"(?:(?:gps\s+)?(?:coordinates?|coords?|position|location)|gps|wgs[\s-]?84|point"
    r"|координаты|координати)\b\s*:?\s*",
    re.IGNORECASE,
)

#: What in the text after a position looks like a second one.
_MORE: Final = re.compile(r"°|[0-9][.,][0-9]{2}|[0-9]\s?['\"]|[0-9]\s?[NSEWСЮВЗ]\b")

_AROUND: Final = " .,;()[]{}<>"

#: Digits after the point from which text after the position is ignored, not read.
_FINE: Final = 3


class _Token(NamedTuple):
    kind: str
    text: str


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
    body = text.strip(_AROUND)
    if label := _LABEL.match(body):
        body = body[label.end() :].strip(_AROUND)
    body = _points(body)
    tokens, rest = _tokens(body)
    if rest and not (tokens and _separate(body, rest)):
        return None
    while tokens and tokens[-1].kind in ("gap", "dash"):
        tokens.pop()
    kinds = [token.kind for token in tokens]
    if kinds.count("number") < 2 and not (
        _named(kinds) and (kinds.count("unit") > 1 or "." in body)
    ):
        return None
    try:
        first, second = (_angle(group) for group in _halves(tokens, body))
        position = _pair(first, second, body)
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


def _points(text: str) -> str:
    """Turn decimal commas into points, where they can be nothing else.

    Raises
    ------
    InputError
        If commas between digits can be decimal commas or separators.
    """
    commas = re.findall(r"(?<=[0-9]),(?=[0-9])", text)
    if not commas or re.search(r"[0-9]\.[0-9]", text):
        return text
    if re.search(r"[°'\"]|[0-9]\s*[^\W\d_]|^\s*[^\W\d_]", text) or _PARTED.fullmatch(text):
        return re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)
    if len(commas) > 1 and len(re.findall(r"[0-9]+", text)) > 3:
        raise InputError(_TWO_READINGS, found=text, expected=_DECIMAL)
    return text


#: Two numbers with decimal commas, and something that is no comma between digits.
_PARTED: Final = re.compile(
    r"[+-]?[0-9]+,[0-9]+(?:\s*[;/|]\s*|,?\s+)[+-]?[0-9]+,[0-9]+"
    r"|[+-]?[0-9]+(?:,[0-9]+)?\s*;\s*[+-]?[0-9]+(?:,[0-9]+)?"
)
_TWO_READINGS: Final = "the commas can be read in two ways"
_DECIMAL: Final = "LON,LAT with decimal points, such as 53.2045,56.8498"


def _tokens(text: str) -> tuple[list[_Token], str]:
    """Return the tokens from the start, and what follows the last one."""
    tokens, at = [], 0
    while found := _TOKEN.match(text, at):
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind]))
        at = found.end()
    return tokens, text[at:].strip()


def _separate(text: str, rest: str) -> bool:
    """Tell whether what follows begins as a new word, not in the middle of one."""
    before = text[: len(text.rstrip()) - len(rest)]
    return not (before[-1:].isalnum() and rest[:1].isalnum())


def _named(kinds: Sequence[str]) -> bool:
    return any(kind in _AXES for kind in kinds)


def _halves(tokens: list[_Token], text: str) -> tuple[list[_Token], list[_Token]]:
    """Split the tokens into those of the first and of the second angle."""
    kinds = [token.kind for token in tokens]
    labels = [i for i, kind in enumerate(kinds) if kind in ("lat", "lon")]
    letters = [i for i, kind in enumerate(kinds) if kind in _AXES]
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
        cut = max(i for i in numbers if i < degrees[1])
        cut -= kinds[cut - 1] == "sign"
        return tokens[:cut], tokens[cut:]
    if degrees:
        raise InputError("not two angles", found=text, expected=_LETTERS)
    return _bare_halves(tokens, text)


def _bare_halves(tokens: list[_Token], text: str) -> tuple[list[_Token], list[_Token]]:
    """Split two bare numbers, LON,LAT; without a comma both need decimals."""
    kinds = [token.kind for token in tokens]
    numbers = [i for i, kind in enumerate(kinds) if kind == "number"]
    gaps = [i for i, kind in enumerate(kinds) if kind == "gap"]
    decimal = all("." in tokens[i].text for i in numbers[:2])
    if not set(kinds) <= {"number", "gap", "sign", "dash"}:
        raise _NotAPairError
    if len(numbers) > 2:
        if decimal and len(numbers) == 3:
            raise InputError("more than two numbers", found=text, expected=_DECIMAL)
        raise _NotAPairError
    if len(gaps) == 1 and (decimal or tokens[gaps[0]].text in ",;"):
        return tokens[: gaps[0]], tokens[gaps[0] + 1 :]
    if not decimal or gaps:
        raise _NotAPairError
    cut = numbers[1] - (kinds[numbers[1] - 1] == "sign")
    if "dash" in kinds or (cut < numbers[1] and not re.search(r"\s[+-][0-9]", text)):
        raise InputError("the dash can be a minus or not", found=text, expected=_DECIMAL)
    return tokens[:cut], tokens[cut:]


_LETTERS: Final = "latitude and longitude with their letters, such as 49°59'36.6\"N 36°13'49.4\"E"


def _same_script(letters: Sequence[_Token], text: str) -> None:
    latin = [token for token in letters if token.text[0].isascii()]
    cyrillic = [t for t in letters if not t.text[0].isascii() and t.text.casefold() != "е"]
    if latin and any(len(token.text) == 1 for token in cyrillic):
        raise InputError("Latin and Cyrillic letters are mixed", found=text, expected=_LETTERS)


def _angle(tokens: list[_Token]) -> _Angle:
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
        elif token.kind in _AXES:
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
            units += [*range(len(units), len(parts) - 1), _UNITS[token.text]]
    if not 1 <= len(parts) <= 3:
        raise InputError("not degrees, minutes and seconds", found=shown, expected=_LETTERS)
    units += range(len(units), len(parts))
    if units != list(range(len(parts))):
        raise InputError("minutes or seconds without degrees", found=shown, expected=_LETTERS)
    if letter is not None:
        if signed and sign < 0:
            raise InputError("a minus and a letter contradict", found=shown, expected=_LETTERS)
        if axis not in (None, _AXES[letter]):
            raise InputError("the word and the letter contradict", found=shown, expected=_LETTERS)
        axis, sign = _AXES[letter], _SIGNS[letter]
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
