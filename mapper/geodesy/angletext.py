"""The words and signs in which angles are written.

Directions are read in English (N, S, E, W and the words), Russian (С, Ю, В, З;
с. ш., ю. ш., в. д., з. д.) and Ukrainian (Пн, Пд, Сх, Зх, with or without ш. and
д.).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mapper.model.errors import InputError

UNITS: Final = {"°": 0, "'": 1, '"': 2}

#: Words of each direction, as an expression.
DIRECTIONS: Final = {
    "N": r"N(?:orth)?|с\.?\s*ш|пн\.?\s*ш|пн|С",
    "S": r"S(?:outh)?|ю\.?\s*ш|пд\.?\s*ш|пд|Ю",
    "E": r"E(?:ast)?|в\.?\s*д|сх\.?\s*д|сх|В|Е",
    "W": r"W(?:est)?|з\.?\s*д|зх\.?\s*д|зх|З",
}
#: The sign and the axis of each direction.
SIGNS: Final = {"N": 1.0, "S": -1.0, "E": 1.0, "W": -1.0}
AXES: Final = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<unit>[°'\"])"
    r"|(?P<dash>[–—]|(?<=\s)-(?=\s))"
    r"|(?P<sign>[+-])"
    r"|(?P<gap>[,;/|:=])"
    r"|(?P<lat>(?:latitude|lat|широта)(?![^\W\d_])\.?)"
    r"|(?P<lon>(?:longitude|long|lon|lng|долгота|довгота)(?![^\W\d_])\.?)"
    r"|(?P<O>O(?![^\W\d_]))|"
    + "|".join(f"(?P<{name}>(?:{words})\\.?(?![^\\W\\d_]))" for name, words in DIRECTIONS.items())
    + ")",
    re.IGNORECASE,
)

_LABEL: Final = re.compile(
    r"(?:(?:gps\s+)?(?:coordinates?|coords?|position|location)|gps|wgs[\s-]?84|point"
    r"|координаты|координати)\b\s*:?\s*",
    re.IGNORECASE,
)

_AROUND: Final = " .,;()[]{}<>"

#: Two numbers with decimal commas, and something that is no comma between digits.
_PARTED: Final = re.compile(
    r"[+-]?[0-9]+,[0-9]+(?:\s*[;/|]\s*|,?\s+)[+-]?[0-9]+,[0-9]+"
    r"|[+-]?[0-9]+(?:,[0-9]+)?\s*;\s*[+-]?[0-9]+(?:,[0-9]+)?"
)
_TWO_READINGS: Final = "the commas can be read in two ways"
DECIMAL: Final = "LON,LAT with decimal points, such as 53.2045,56.8498"


class Token(NamedTuple):
    """A number, sign or word; ``kind`` is the direction for words of direction."""

    kind: str
    text: str


def split_tokens(text: str) -> tuple[list[Token], str]:
    """Return the tokens of a cleaned text from its start, and what follows the last one.

    A label in front ("Coordinates:"), brackets around and what separates at the
    end are left out; decimal commas have become points.

    Raises
    ------
    InputError
        If commas between digits can be decimal commas or separators.
    """
    body = text.strip(_AROUND)
    if label := _LABEL.match(body):
        body = body[label.end() :].strip(_AROUND)
    body = _points(body)
    tokens, at = [], 0
    while found := _TOKEN.match(body, at):
        kind = str(found.lastgroup)
        tokens.append(Token(kind, found[kind]))
        at = found.end()
    rest = body[at:].strip()
    if body[at - 1 : at].isalnum() and body[at : at + 1].isalnum():
        # It stopped in the middle of a word.
        return [], body
    while tokens and tokens[-1].kind in ("gap", "dash"):
        tokens.pop()
    return tokens, rest


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
        raise InputError(_TWO_READINGS, found=text, expected=DECIMAL)
    return text
