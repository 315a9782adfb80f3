"""Text on a figure: fonts, what they can write, how wide it is, where lines break."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

#: A point of type in millimetres.
POINT_MM: Final = 25.4 / 72.0
#: Stands for what the font has no letter for, such as emoji.
MISSING: Final = "□"

# The one font that comes with matplotlib: the same figure on every machine.
_FILES: Final = {
    "plain": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
}


@dataclass(frozen=True)
class Style:
    """How a text is written: weight (``plain``, ``bold``, ``italic``) and size in points.

    ``leading`` is the height of a line over the size of its letters.
    """

    weight: str
    size: float
    leading: float = 1.25

    @property
    def font(self) -> FontProperties:
        """The font for matplotlib."""
        return FontProperties(fname=_path(self.weight), size=self.size)

    @property
    def line_mm(self) -> float:
        """Height of a line in millimetres."""
        return self.size * POINT_MM * self.leading


def width_mm(text: str, style: Style) -> float:
    """Return the width of a line of text in millimetres."""
    return _width(text, style.weight) * style.size * POINT_MM


def longest_word_mm(text: str, style: Style) -> float:
    """Return the width of the longest word, millimetres: narrower lines would cut it."""
    # A hair wider: sums of widths must not cut what just fits.
    return max((width_mm(word, style) for word in written(text).split()), default=0.0) + 0.01


def written(text: str) -> str:
    """Return text in one line as the font can write it: nothing invisible, no missing letters."""
    known = _letters()
    shown = []
    for letter in " ".join(text.split()):
        # Joiners and marks that turn the direction have no picture of their own.
        if unicodedata.category(letter) in ("Cf", "Cc") or "\ufe00" <= letter <= "\ufe0f":
            continue
        shown.append(letter if ord(letter) in known else MISSING)
    return "".join(shown)


def wrapped(text: str, style: Style, width: float, most: int = 99) -> list[str]:
    """Return lines of text no wider than so many millimetres; the last of ``most`` ends in "…"."""
    lines: list[str] = []
    line = ""
    for word in _pieces(written(text).split(), style, width):
        longer = f"{line} {word}" if line else word
        if line and width_mm(longer, style) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    if line:
        lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        while last and width_mm(f"{last}…", style) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}…"]
    return lines


def _pieces(words: list[str], style: Style, width: float) -> list[str]:
    """Return words, those wider than a line cut to pieces."""
    pieces = []
    for word in words:
        rest = word
        while width_mm(rest, style) > width and len(rest) > 1:
            # Letters are no wider than 1.1 of their size: a start from below.
            end = max(1, int(width / (1.1 * style.size * POINT_MM)))
            while end < len(rest) - 1 and width_mm(rest[: end + 1], style) <= width:
                end += 1
            pieces.append(rest[:end])
            rest = rest[end:]
        pieces.append(rest)
    return pieces


@cache
def _path(weight: str) -> Path:
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / _FILES[weight]


@cache
def _letters() -> frozenset[int]:
    # The names of regions alone are in italics: those of the base map, in Latin letters.
    weights = ("plain", "bold")
    charmaps: list[Any] = [FT2Font(str(_path(weight))).get_charmap() for weight in weights]
    return frozenset.intersection(*(frozenset(charmap) for charmap in charmaps))


@lru_cache(maxsize=20_000)
def _width(text: str, weight: str) -> float:
    """Return the width over the size of the letters."""
    if not text:
        return 0.0
    font = FontProperties(fname=_path(weight), size=10.0)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width) / 10.0
