"""What marks, areas and lines mean, in rows below the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.patches import Rectangle

from mapper.export.figures import marks as drawn
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.front import FrontOfDay, label_of, styled
from mapper.export.figures.text import POINT_MM, Style, width_mm, wrapped
from mapper.export.figures.ways import Way
from mapper.model import vocabulary as words

STYLE: Final = Style("plain", 7.0)
#: Where a low sheet would leave a low map.
_CLOSE_STYLE: Final = Style("plain", 6.3)
_CLOSE_ROW_MM: Final = 3.1
_SWATCH_MM: Final = 5.5
_GAP_MM: Final = 1.3
_BETWEEN_MM: Final = 4.5
_ROW_MM: Final = 3.9
_RADIUS_MM: Final = 1.05


@dataclass(frozen=True)
class Key:
    """One meaning: its words and how its sample is drawn around a point."""

    words: str
    draw: Callable[[Paper, float, float], None]


@dataclass(frozen=True)
class Legend:
    """Keys set in rows: place from the left, row from the top, lines of each key.

    ``close`` has smaller letters and lower rows.
    """

    keys: Sequence[Key]
    places: Sequence[tuple[float, int, list[str]]]
    rows: int
    close: bool = False

    @property
    def row_mm(self) -> float:
        """Height of a row, millimetres."""
        return _CLOSE_ROW_MM if self.close else _ROW_MM

    @property
    def style(self) -> Style:
        """How its words are written."""
        return _CLOSE_STYLE if self.close else STYLE

    @property
    def height(self) -> float:
        """Height of all rows, millimetres."""
        return self.rows * self.row_mm


def keys_of(
    marks: drawn.Marks, circles: bool, front: FrontOfDay, ways: Sequence[Way], colours: Colours
) -> list[Key]:
    """Return the keys of what a figure shows, and of nothing else."""
    keys = []
    terms = list(words.VERIFICATION_STATUSES.values())
    for code, count in enumerate(np.bincount(marks.status, minlength=len(terms)).tolist()):
        if count:
            keys.append(
                _mark(f"{terms[code].label} ({count:,})", terms[code].value, drawn.FULL, colours)
            )
    if (marks.form == drawn.HOLLOW).any():
        circle = "; dashed: how far off it may be" if circles else ""
        text = f"Hollow: place known only roughly{circle}"
        keys.append(_mark(text, "unverified", drawn.HOLLOW, colours))
    if (marks.form == drawn.RINGED).any():
        text = "With a ring: precision of the place not stated"
        keys.append(_mark(text, "unverified", drawn.RINGED, colours))
    for approximate in (False, True):
        lines = [line for line in front.lines if bool(line["approximate"]) is approximate]
        if lines:
            derived = all(line["derived"] for line in lines)
            text = "Line of contact" + (", derived from the control area" if derived else "")
            text = "Approximate line of contact, may be off by the band" if approximate else text
            keys.append(_line(text, approximate, colours))
    keys += _areas(front, colours)
    if ways:
        to_front = all(way.to_front for way in ways)
        text = "Shortest line to the front" if to_front else "Measured distance"
        keys.append(_way(text, colours))
    return keys


def arranged(keys: Sequence[Key], width: float, *, close: bool = False) -> Legend:
    """Return the keys in rows no wider than so many millimetres."""
    style = _CLOSE_STYLE if close else STYLE
    places = []
    x, row = 0.0, 0
    for key in keys:
        lines = wrapped(key.words, style, width - _SWATCH_MM - _GAP_MM)
        wide = _SWATCH_MM + _GAP_MM + max(width_mm(line, style) for line in lines)
        if x and x + wide > width:
            x, row = 0.0, row + 1
        places.append((x, row, lines))
        x += wide + _BETWEEN_MM
        if len(lines) > 1:
            x, row = width, row + len(lines) - 1
    return Legend(keys, places, row + 1 if keys else 0, close)


def draw_legend(paper: Paper, legend: Legend, left: float, top: float, colours: Colours) -> None:
    """Draw a legend from its upper left corner."""
    for key, (x, row, lines) in zip(legend.keys, legend.places, strict=True):
        middle = top - (row + 0.5) * legend.row_mm
        key.draw(paper, left + x + _SWATCH_MM / 2.0, middle)
        for number, line in enumerate(lines):
            baseline = middle - number * legend.row_mm - 0.36 * legend.style.size * POINT_MM
            at = left + x + _SWATCH_MM + _GAP_MM
            paper.write(at, baseline, line, legend.style, colours("ink"))


def _mark(text: str, status: str, form: int, colours: Colours) -> Key:
    radius = _RADIUS_MM if form == drawn.FULL else _RADIUS_MM / drawn.LARGER * 1.25

    def draw(paper: Paper, x: float, y: float) -> None:
        drawn.draw_mark(paper, np.array([[x, y]]), status, form, radius, colours, z=20.0)

    return Key(text, draw)


def _line(text: str, approximate: bool, colours: Colours) -> Key:
    def draw(paper: Paper, x: float, y: float) -> None:
        if approximate:
            _patch(paper, x, y, colours("front-line", 0.2), (0, 0, 0, 0), None)
        style: Any = (0, (3, 2)) if approximate else "-"
        line = colours("front-line")
        paper.axes.plot(
            [x - _SWATCH_MM / 2.0, x + _SWATCH_MM / 2.0], [y, y], color=line, linewidth=1.5,
            linestyle=style, zorder=20.0, clip_on=False, solid_capstyle="butt",
        )  # fmt: skip

    return Key(text, draw)


def _way(text: str, colours: Colours) -> Key:
    def draw(paper: Paper, x: float, y: float) -> None:
        paper.axes.plot(
            [x - _SWATCH_MM / 2.0, x + _SWATCH_MM / 2.0], [y, y], color=colours("ink"),
            linewidth=0.9, linestyle=(0, (1.2, 1.2)), zorder=20.0, clip_on=False,
        )  # fmt: skip

    return Key(text, draw)


def _areas(front: FrontOfDay, colours: Colours) -> list[Key]:
    if front.areas is None:
        return []
    styles = {label_of(row): style for row, style in styled(front)}
    keys = []
    for label, style in styles.items():

        def draw(paper: Paper, x: float, y: float, style: Any = style) -> None:
            face = colours(style.colour, max(style.alpha, 0.1))
            hatch = "//////" if style.hatched else None
            _patch(paper, x, y, face, colours(style.colour, 0.75), hatch)

        keys.append(Key(label, draw))
    return keys


def _patch(paper: Paper, x: float, y: float, face: Any, edge: Any, hatch: str | None) -> None:
    corner = (x - _SWATCH_MM / 2.0, y - 1.35)
    paper.add(
        Rectangle(
            corner, _SWATCH_MM, 2.7, facecolor=face, edgecolor=edge, linewidth=0.5, hatch=hatch,
            zorder=19.0,
        )
    )  # fmt: skip
