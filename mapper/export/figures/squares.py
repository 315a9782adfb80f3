"""Squares of counts across on paper: darker the more there are."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from mapper.export.chartdata import ChartData, marked_slots
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.text import Style, width_mm, wrapped
from mapper.export.matrixdata import MatrixData, class_words

TEXT: Final = Style("plain", 7.5)
EDGE_MM: Final = 5.0
#: Height of a group's line.
LINE_MM: Final = 4.6
#: The paper shows through less and less.
_FAINTEST, _DARKEST = 0.14, 1.0
#: On darker squares letters have the colour of the paper.
_TURNS: Final = 0.55
#: Room for names of columns that stand upright.
_NAMES_MM: Final = 26.0
_GAP_FROM_MM: Final = 1.2
_FINEST_MM: Final = 0.4


def squares_height_mm(shown: MatrixData, most_groups: int) -> float:
    """Return the height of the sheet for at most so many lines of squares."""
    wide = 180.0 / 1.5 / max(len(shown.along), 1)
    names = [] if shown.along.in_time else [shown.along.name(at) for at in range(len(shown.along))]
    upright = any(width_mm(name, TEXT) > min(wide, 25.0) for name in names)
    return 42.0 + upright * _NAMES_MM + LINE_MM * max(min(len(shown.down), most_groups), 2)


def shade_alphas(shades: int) -> list[float]:
    """Return how much each of so many shades covers the paper, 0 to 1, ascending."""
    return [float(value) for value in np.linspace(_FAINTEST, _DARKEST, max(shades, 2))[-shades:]]


def draw_squares(
    paper: Paper, colours: Colours, shown: MatrixData, room: tuple[float, float]
) -> None:
    """Draw names, squares and what the shades mean between top and bottom, millimetres."""
    top, bottom = room
    if not shown.size.size:
        middle = (top + bottom) / 2
        paper.write(EDGE_MM, middle, "Nothing to draw.", TEXT, colours("ink-soft"))
        return
    alphas = shade_alphas(len(shown.classes))
    top = _draw_shades(paper, colours, shown, alphas, top)
    names = [_short(shown.down.name(at), paper.width * 0.3) for at in range(len(shown.down))]
    left = EDGE_MM + max(width_mm(name, TEXT) for name in names) + 2.0
    along, wide = _columns(shown.along, paper.width - EDGE_MM - left)
    if shown.along.in_time:
        bottom += TEXT.line_mm + 1.5
    else:
        top = _name_columns(paper, colours, shown.along, (left, top, wide), along)
    fitting = int((top - bottom) // LINE_MM)
    down = len(names) if len(names) <= fitting else max(fitting - 1, 1)
    for at in range(down):
        y = top - (at + 1) * LINE_MM + 1.4
        paper.write(EDGE_MM, y, names[at], TEXT, colours("ink"))
    _fill(paper, colours, shown, alphas, (left, top, wide), (down, along))
    foot = top - down * LINE_MM
    rest = [f"{len(names) - down:,} more below"] if down < len(names) else []
    rest += [f"{len(shown.along) - along:,} more to the right"] if along < len(shown.along) else []
    if shown.along.in_time:
        _name_days(paper, colours, shown.along, (left, foot, wide))
        foot -= TEXT.line_mm + 1.2
    if rest:
        y = foot - LINE_MM + 1.4
        paper.write(EDGE_MM, y, f"Not drawn: {', '.join(rest)}.", TEXT, colours("ink-soft"))


def _draw_shades(
    paper: Paper, colours: Colours, shown: MatrixData, alphas: list[float], top: float
) -> float:
    """Draw what the shades mean; return the upper end of the room below."""
    x, y = EDGE_MM, top - LINE_MM
    most = float(np.nanmax(shown.size, initial=0.0))
    for words, alpha in zip(class_words(shown.classes, most), alphas, strict=True):
        paper.fill([shapely.box(x, y, x + 4.0, y + 2.6)], colours("time-bar", alpha), 10.0)
        paper.write(x + 5.2, y + 0.3, words, TEXT, colours("ink-soft"))
        x += 5.2 + width_mm(words, TEXT) + 4.0
    if np.isnan(shown.size).any():
        paper.write(x, y + 0.3, "– not known", TEXT, colours("ink-soft"))
    return y - 2.5


def _columns(along: ChartData, room: float) -> tuple[int, float]:
    """Return how many columns are drawn and how wide each is, millimetres."""
    count = len(along)
    if not along.in_time:
        count = min(count, int(room // (TEXT.line_mm + 0.3)))
    return count, min(room / max(count, 1), 26.0 if not along.in_time else room)


def _name_columns(
    paper: Paper, colours: Colours, along: ChartData, corner: tuple[float, float, float], count: int
) -> float:
    """Write names above the columns, upright where they have no room; return the room's end."""
    left, top, wide = corner
    names = [along.name(at) for at in range(count)]
    if all(width_mm(name, TEXT) <= wide - 1.0 for name in names):
        for at, name in enumerate(names):
            x = left + (at + 0.5) * wide
            paper.write(x, top - LINE_MM + 1.4, name, TEXT, colours("ink"), align="center")
        return top - LINE_MM
    names = [_short(name, _NAMES_MM - 2.0) for name in names]
    high = max(width_mm(name, TEXT) for name in names) + 1.5
    for at, name in enumerate(names):
        x = left + (at + 0.5) * wide
        paper.write(x, top - high + 1.0, name, TEXT, colours("ink"), turned_deg=90.0)
    return top - high


def _fill(
    paper: Paper,
    colours: Colours,
    shown: MatrixData,
    alphas: list[float],
    corner: tuple[float, float, float],
    counts: tuple[int, int],
) -> None:
    left, top, wide = corner
    down, along = counts
    gap = 0.3 if wide >= _GAP_FROM_MM else 0.0
    shade = shown.shade[:down, :along]
    # Of columns finer than print the darkest is drawn.
    together = max(1, int(np.ceil(_FINEST_MM / wide)))
    firsts = np.arange(0, max(along, 1), together)
    seen = np.maximum.reduceat(shade, firsts, axis=1)
    for number, alpha in enumerate(alphas, start=1):
        rows, columns = np.nonzero(seen == number)
        x, y = left + firsts[columns] * wide, top - (rows + 1) * LINE_MM
        boxes = shapely.box(x, y + 0.3, x + wide * together - gap, y + LINE_MM)
        paper.fill(list(boxes), colours("time-bar", alpha), 10.0)
    # Values stand in all squares or in none: some alone would seem to be the only ones.
    values = {(int(r), int(c)): shown.short(int(r), int(c)) for r, c in _written(shade, shown)}
    if max((width_mm(text, TEXT) for text in values.values()), default=0.0) > wide - 1.0:
        values = {place: text for place, text in values.items() if text == "–"}
    for (row, column), text in values.items():
        number = int(shade[row, column])
        dark = number and alphas[number - 1] > _TURNS
        middle, foot = left + (column + 0.5) * wide, top - (row + 1) * LINE_MM + 1.5
        paper.write(middle, foot, text, TEXT, colours("page" if dark else "ink"), align="center")


def _written(shade: npt.NDArray[np.int8], shown: MatrixData) -> npt.NDArray[np.intp]:
    """Return the squares that say something, shape (n, 2)."""
    if shade.shape[1] > 60:
        return np.empty((0, 2), dtype=np.intp)
    unknown = np.isnan(shown.size[: shade.shape[0], : shade.shape[1]])
    found: npt.NDArray[np.intp] = np.argwhere((shade > 0) | unknown)
    return found


def _name_days(
    paper: Paper, colours: Colours, along: ChartData, corner: tuple[float, float, float]
) -> None:
    left, foot, wide = corner
    room = wide * len(along)
    slots, years = marked_slots(along, room, lambda text: width_mm(text, TEXT), 4.0)
    for slot in slots:
        name, x = along.name(slot), left + slot * wide
        name = name[:4] if years else name
        if x + width_mm(name, TEXT) <= paper.width - 1.0:
            paper.write(x, foot - TEXT.line_mm - 0.3, name, TEXT, colours("ink-soft"))
            tick = shapely.LineString([(x, foot), (x, foot - 1.0)])
            paper.stroke([tick], colours("ink-soft"), 0.4, 5.0)


def _short(text: str, most_mm: float) -> str:
    return (wrapped(text, TEXT, most_mm, 1) or ["–"])[0]
