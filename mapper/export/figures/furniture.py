"""Scale bar and north arrow, in the corner or by the edge of the map where least is hidden."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from mapper.export.figures.boxes import Box, Taken
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame
from mapper.export.figures.text import POINT_MM, Style, width_mm

_STYLE: Final = Style("plain", 6.5)
_BAR_MM: Final = 0.9
_ARROW_MM: Final = 4.2
_PAD_MM: Final = 1.3
_EDGE_MM: Final = 2.0


@dataclass(frozen=True)
class ScaleBar:
    """A length in metres, how long it is on the paper, and its words."""

    metres: float
    mm: float
    words: str


def scale_bar(frame: Frame) -> ScaleBar:
    """Return the longest round length that takes up to a quarter of the map's width.

    True from west to east at the middle of the map.
    """
    room = min(0.27 * frame.width, 45.0)
    # Near the pole and on maps of the Earth a length on paper is found by trying.
    steps = [factor * 10.0**power for power in range(7, 0, -1) for factor in (5.0, 2.0, 1.0)]
    for metres in steps:
        if metres > 1.0e7:
            continue
        mm = frame.true_mm(metres)
        if math.isfinite(mm) and 0.0 < mm <= room:
            words = f"{metres / 1000.0:,.0f} km" if metres >= 1000.0 else f"{metres:.0f} m"
            if frame.projection.kind == "eqearth":
                words += " in the middle"
            return ScaleBar(metres, mm, words)
    return ScaleBar(0.0, 0.0, "")


def draw_furniture(
    paper: Paper, frame: Frame, colours: Colours, busy: np.ndarray, taken: Taken
) -> ScaleBar:
    """Draw scale bar and north arrow and take their place.

    Parameters
    ----------
    busy
        Points, millimetres, shape (n, 2), that are better not covered.
    """
    bar = scale_bar(frame)
    end = width_mm(bar.words, _STYLE)
    arrow = _ARROW_MM * 0.62
    width = 2 * _PAD_MM + arrow + 2.2 + max(bar.mm + end / 2.0 + 0.5, end + 4.0)
    height = 2 * _PAD_MM + max(_ARROW_MM + 2.4, _BAR_MM + 3.2)
    box = _corner(frame, width, height, busy)
    taken.add(box.grown(1.0))
    panel = Rectangle((box.left, box.bottom), box.width, box.height, zorder=40.0)
    panel.set(facecolor=colours("page", 0.82), edgecolor="none")
    paper.add(panel)
    _draw_arrow(paper, frame, colours, box.left + _PAD_MM + arrow / 2.0, box.bottom + _PAD_MM)
    _draw_bar(paper, bar, colours, box.left + _PAD_MM + arrow + 2.2, box.bottom + _PAD_MM)
    return bar


def _corner(frame: Frame, width: float, height: float, busy: np.ndarray) -> Box:
    low, high = frame.left + _EDGE_MM, frame.left + frame.width - _EDGE_MM - width
    down, up = frame.bottom + _EDGE_MM, frame.bottom + frame.height - _EDGE_MM - height
    spots = [(low, down), (high, down), (high, up), (low, up)]
    # Where every corner would cover something there may be room along the edges.
    steps = np.linspace(low, high, 13)[1:-1].tolist() if high > low else []
    sides = np.linspace(down, up, 9)[1:-1].tolist() if up > down else []
    spots += [(x, y) for y in (down, up) for x in steps]
    spots += [(x, y) for x in (low, high) for y in sides]
    boxes = [Box(x, y, x + width, y + height) for x, y in spots]

    def covered(box: Box) -> int:
        x, y = busy.T
        inside = (x > box.left - 2) & (x < box.right + 2) & (y > box.bottom - 2) & (y < box.top + 2)
        return int(inside.sum())

    return min(boxes, key=covered)


def _draw_arrow(paper: Paper, frame: Frame, colours: Colours, x: float, y: float) -> None:
    ink = colours("ink")
    half = _ARROW_MM / 2.0
    turned = -math.radians(frame.north_deg())
    turn = np.array([[math.cos(turned), -math.sin(turned)], [math.sin(turned), math.cos(turned)]])
    shape = np.array([(0.0, half), (0.31 * _ARROW_MM, -half), (0.0, -0.28 * half), (0.0, half)])
    for side, face in ((1.0, ink), (-1.0, colours("page"))):
        points = (shape * (side, 1.0)) @ turn.T + (x, y + half)
        arrow = Polygon(points, facecolor=face, edgecolor=ink, linewidth=0.5, zorder=41.0)
        arrow.set_gid("north-arrow" if side > 0 else None)
        paper.add(arrow)
    paper.write(x, y + _ARROW_MM + 0.7, "N", Style("bold", 6.0), ink, align="center", z=41.0)


def _draw_bar(paper: Paper, bar: ScaleBar, colours: Colours, x: float, y: float) -> None:
    if not bar.mm:
        return
    ink = colours("ink")
    half = bar.mm / 2.0
    for start, face in ((x, ink), (x + half, colours("page"))):
        piece = Rectangle((start, y), half, _BAR_MM, facecolor=face, edgecolor=ink, linewidth=0.5)
        piece.set_zorder(41.0)
        paper.add(piece)
    above = y + _BAR_MM + _STYLE.size * POINT_MM * 0.45
    paper.write(x, above, "0", _STYLE, ink, align="center", z=41.0)
    # Centred on the bar's end, but never over the nought.
    middle = max(x + bar.mm, x + 2.5 + width_mm(bar.words, _STYLE) / 2.0)
    paper.write(middle, above, bar.words, _STYLE, ink, align="center", z=41.0)
