"""Names on a figure: by importance, none over another, off the marks where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from matplotlib.patches import Circle

from mapper.export.figures.boxes import Box, Taken
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame
from mapper.export.figures.ground import Places
from mapper.export.figures.text import POINT_MM, Style, longest_word_mm, width_mm, wrapped, written

#: Where a name stands by its point: to the right, left, above, below, and between.
_AROUND: Final = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
#: How far off its mark a label may stand, tied to it by a line.
_AWAY_MM: Final = (0.0, 4.0, 8.0, 12.0)
#: Where the name of an area stands by its middle, in heights of it, the nearest first.
_NEAR: Final = sorted(
    ((across, up) for across in range(-4, 5, 2) for up in range(-3, 4)),
    key=lambda step: (np.hypot(*step), step),
)
#: Room between names.
_APART_MM: Final = 0.6
_MOST_PLACES: Final = 70
#: Places of so many people are named even where marks leave no room.
_OVER_MARKS: Final = 400_000
#: A place by this name this close to an event's label is the same.
_SAME_PLACE_MM: Final = 8.0
#: A place as close as this to a labelled event is the event's, however it is spelt.
_ON_MM: Final = 2.5


@dataclass(frozen=True)
class EventLabel:
    """Lines of text beside an event's mark: its place in bold, then its day."""

    x: float
    y: float
    gap: float
    name: str
    note: str


def draw_event_labels(
    paper: Paper,
    frame: Frame,
    labels: Sequence[EventLabel],
    obstacles: Taken,
    taken: Taken,
    colours: Colours,
) -> list[EventLabel]:
    """Write labels beside their marks where there is room; return those written.

    They keep off the obstacles where they can, and off what is taken always.
    """
    bold, plain = Style("bold", 7.0), Style("plain", 6.5)
    narrow, wide = frame.width * 0.3, frame.width * 0.6
    written_labels = []
    for label in labels:
        # Words stay whole; only what is no word is so long that it must be cut.
        name_mm = min(max(narrow, longest_word_mm(label.name, bold)), wide)
        lines = [(text, bold) for text in wrapped(label.name, bold, name_mm, 2)]
        lines += [(text, plain) for text in wrapped(label.note, plain, max(narrow, name_mm), 3)]
        found = _label_box(frame, lines, label, taken, obstacles)
        if found is None:
            continue
        side, box = found
        lead = _lead(label, box)
        _draw_lead(paper, lead, colours)
        taken.add(box.grown(_APART_MM), *lead)
        _write(paper, lines, box, side, colours, "ink")
        written_labels.append(label)
    return written_labels


def _label_box(
    frame: Frame,
    lines: Sequence[tuple[str, Style]],
    label: EventLabel,
    taken: Taken,
    obstacles: Taken,
) -> tuple[int, Box] | None:
    """Return side and box of a label: by its mark, else a way off, else over other marks."""
    for away in _AWAY_MM:
        led = (
            spot
            for spot in _around(lines, label.x, label.y, label.gap + away)
            if all(map(taken.free, _lead(label, spot[1])))
        )
        found = _free_box(frame, lines, led, taken, obstacles, over=False)
        if found is not None:
            return found
    spots = _around(lines, label.x, label.y, label.gap)
    return _free_box(frame, lines, spots, taken, obstacles, over=True)


def _lead(label: EventLabel, box: Box) -> list[Box]:
    """Return the way from a mark to its label in small boxes; none where it stands by its mark."""
    near = np.clip((label.x, label.y), (box.left, box.bottom), (box.right, box.top))
    length = float(np.hypot(*(near - (label.x, label.y))))
    if length < label.gap + 0.5 * _AWAY_MM[1]:
        return []
    steps = np.arange(0.4, length - 0.3, 0.4)[:, None] / length * (near - (label.x, label.y))
    # The mark's own room is taken by itself.
    outside = steps[np.abs(steps).max(axis=1) > label.gap - 0.3]
    way = (outside + np.array((label.x, label.y))).tolist()
    return [Box(x - 0.1, y - 0.1, x + 0.1, y + 0.1) for x, y in way]


def _draw_lead(paper: Paper, lead: Sequence[Box], colours: Colours) -> None:
    if len(lead) > 1:
        ends = [((box.left + box.right) / 2.0, (box.bottom + box.top) / 2.0) for box in lead]
        line = shapely.LineString([ends[0], ends[-1]])
        paper.stroke([line], colours("map-label-halo"), 1.6, 9.3)
        paper.stroke([line], colours("ink"), 0.5, 9.4)


def draw_places(
    paper: Paper,
    frame: Frame,
    places: Places,
    marks: Taken,
    taken: Taken,
    labelled: Sequence[EventLabel],
    colours: Colours,
) -> None:
    """Write the names of places, the important first, as many as stand apart."""
    done = 0
    labels = [(written(label.name).casefold(), label.x, label.y) for label in labelled]
    for name, kind, people, (x, y) in zip(
        places.name, places.kind, places.population, places.paper.tolist(), strict=True
    ):
        if done >= _MOST_PLACES:
            return
        style, colour, dot = _style(kind, people)
        if dot and any(
            np.hypot(at[0] - x, at[1] - y) < (_SAME_PLACE_MM if same == name.casefold() else _ON_MM)
            for same, *at in labels
        ):
            continue
        text = written(name.upper() if kind == "country" else name)
        lines = [(line, style) for line in _balanced(text, style, kind)]
        spots = _around(lines, x, y, dot + 0.7) if dot else _centred(lines, x, y)
        # Over marks only what must be there, and only where there is no other room.
        must = kind == "country" or people >= _OVER_MARKS
        found = _free_box(frame, lines, spots, taken, marks, over=must)
        if found is None:
            continue
        side, box = found
        room = 2.5 * _APART_MM if kind == "country" else _APART_MM
        taken.add(box.grown(room), Box(x - dot, y - dot, x + dot, y + dot))
        if dot and marks.free(Box(x - dot, y - dot, x + dot, y + dot)):
            halo = colours("map-label-halo")
            circle = Circle((x, y), dot, facecolor=colours(colour), edgecolor=halo, linewidth=0.5)
            circle.set_zorder(8.0)
            paper.add(circle, clip=True)
        _write(paper, lines, box, side, colours, colour)
        done += 1


def _style(kind: str, people: float) -> tuple[Style, str, float]:
    """Return style, colour by name, and radius of the dot in millimetres (0: none)."""
    if kind == "country":
        return Style("bold", 7.5 if people > 2e7 else 6.5), "map-label-country", 0.0
    if kind == "region":
        return Style("italic", 6.5), "map-label-region", 0.0
    if people >= 1e6:
        return Style("bold", 7.0), "map-label-city", 0.55
    if people >= 1e5:
        return Style("plain", 6.5), "map-label-city", 0.45
    return Style("plain", 6.0), "map-label-town", 0.35


def _balanced(text: str, style: Style, kind: str) -> list[str]:
    """Return long names of countries in two lines of about the same length."""
    if kind not in ("country", "region") or len(text) < 15 or " " not in text:
        return [text]
    half = 0.62 * width_mm(text, style)
    return wrapped(text, style, max(half, longest_word_mm(text, style)), 3)


def _size(lines: Sequence[tuple[str, Style]]) -> tuple[float, float]:
    width = max(width_mm(text, style) for text, style in lines)
    return width, sum(style.line_mm for _, style in lines)


def _free_box(
    frame: Frame,
    lines: Sequence[tuple[str, Style]],
    spots: Iterable[tuple[int, Box]],
    taken: Taken,
    obstacles: Taken,
    *,
    over: bool,
) -> tuple[int, Box] | None:
    """Return the first spot where lines meet nothing.

    With ``over``, where there is none, that of least obstacles; never one that is taken.
    """
    best, least = None, np.inf
    for spot in spots:
        box = spot[1]
        if not (_fits(frame, box) and taken.free(box)):
            continue
        hits = obstacles.hits(box)
        if not hits:
            return spot
        if over and hits < least:
            best, least = spot, hits
    return best


def _around(
    lines: Sequence[tuple[str, Style]], x: float, y: float, gap: float
) -> Iterator[tuple[int, Box]]:
    """Yield side (1 right, 0 middle, -1 left) and box of the spots around a point."""
    width, height = _size(lines)
    for across, up in _AROUND:
        left = x - width / 2.0 if across == 0 else x + gap if across > 0 else x - gap - width
        bottom = y - height / 2.0 if up == 0 else y + gap if up > 0 else y - gap - height
        if across and up:
            bottom += -up * gap * 0.5
        yield across, Box(left, bottom, left + width, bottom + height)


def _centred(lines: Sequence[tuple[str, Style]], x: float, y: float) -> Iterator[tuple[int, Box]]:
    """Yield spots near a point: the name of an area may stand anywhere near its middle."""
    width, height = _size(lines)
    for across, up in _NEAR:
        left = x - width / 2.0 + across * height
        bottom = y - height / 2.0 + up * height
        yield 0, Box(left, bottom, left + width, bottom + height)


def _fits(frame: Frame, box: Box) -> bool:
    corners = np.array([(box.left, box.bottom), (box.right, box.top)])
    return bool(frame.inside(corners, 0.8).all())


def _write(
    paper: Paper,
    lines: Sequence[tuple[str, Style]],
    box: Box,
    across: int,
    colours: Colours,
    colour: str,
) -> None:
    align, x = {
        1: ("left", box.left),
        0: ("center", (box.left + box.right) / 2.0),
        -1: ("right", box.right),
    }[across]
    top = box.top
    for text, style in lines:
        baseline = top - style.size * POINT_MM * 0.98
        paper.write(
            x, baseline, text, style, colours(colour), align=align, halo=colours("map-label-halo")
        )
        top -= style.line_mm
