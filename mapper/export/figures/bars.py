"""A chart of counts on paper: bars or squares, what is filtered, sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from mapper.export.chartdata import ChartData, marked_slots, round_steps
from mapper.export.figures import canvas
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours, Theme
from mapper.export.figures.squares import EDGE_MM, LINE_MM, TEXT, draw_squares
from mapper.export.figures.text import Style, width_mm, wrapped, written
from mapper.export.matrixdata import MatrixData
from mapper.model.counting import PEOPLE

_TITLE: Final = Style("bold", 11.0)
_SMALL: Final = Style("plain", 6.0)
_SQUARES: Final = "The darker the more: the best number, the least where there is none."
#: Bars have a gap from this width on.
_GAP_FROM_MM: Final = 0.8


@dataclass(frozen=True, eq=False)
class ChartContents:
    """What stands on the sheet: title, filter in words, and the lines of its foot."""

    shown: ChartData | MatrixData
    title: str
    filter_text: str
    foot: tuple[str, ...]
    data_date: str


def draw_chart(
    contents: ChartContents, path: Path, size_mm: tuple[float, float], dpi: float, theme: Theme
) -> None:
    """Draw the sheet and save it."""
    with canvas.settings():
        colours = Colours(theme)
        paper = Paper(*size_mm, dpi, colours("page"))
        top = _write_head(paper, colours, contents)
        bottom = _write_foot(paper, colours, contents.foot)
        shown = contents.shown
        if isinstance(shown, MatrixData):
            draw_squares(paper, colours, shown, (top, bottom))
        elif not len(shown):
            middle = (top + bottom) / 2
            paper.write(EDGE_MM, middle, "Nothing to draw.", TEXT, colours("ink-soft"))
        elif shown.in_time:
            _draw_time(paper, colours, shown, top, bottom)
        else:
            _draw_groups(paper, colours, shown, top, bottom)
        paper.save(path, contents.data_date)


def groups_height_mm(groups: int) -> float:
    """Return the height of the sheet for so many groups."""
    return 34.0 + LINE_MM * max(groups, 1)


def _write_head(paper: Paper, colours: Colours, contents: ChartContents) -> float:
    """Write title, filter and legend; return the upper end of the room below."""
    width, y = paper.width - 2 * EDGE_MM, paper.height - EDGE_MM - 3.0
    for line in wrapped(contents.title, _TITLE, width, 2):
        paper.write(EDGE_MM, y, line, _TITLE, colours("ink"))
        y -= _TITLE.line_mm
    said = contents.filter_text
    if isinstance(contents.shown, MatrixData):
        said = f"{_SQUARES} {said}" if contents.shown.measure in PEOPLE else said
    elif contents.shown.measure in PEOPLE:
        said = f"Dark: the least; light: up to the most that sources say. {said}"
    for line in wrapped(said, TEXT, width, 2):
        paper.write(EDGE_MM, y, line, TEXT, colours("ink-soft"))
        y -= TEXT.line_mm
    return y - 1.0


def _write_foot(paper: Paper, colours: Colours, foot: tuple[str, ...]) -> float:
    """Write the foot; return the lower end of the room above."""
    lines = wrapped(" ".join(foot), _SMALL, paper.width - 2 * EDGE_MM, 6)
    y = EDGE_MM - 1.0 + _SMALL.line_mm * (len(lines) - 1)
    bottom = y + _SMALL.line_mm + 1.5
    for line in lines:
        paper.write(EDGE_MM, y, line, _SMALL, colours("ink-soft"))
        y -= _SMALL.line_mm
    return bottom


def _bars(paper: Paper, colours: Colours, lower: list[object], upper: list[object]) -> None:
    paper.fill(upper, colours("time-bar", 0.4), 10.0)
    paper.fill(lower, colours("time-bar"), 11.0)


def _draw_time(paper: Paper, colours: Colours, shown: ChartData, top: float, bottom: float) -> None:
    bottom += TEXT.line_mm + 1.0
    left = EDGE_MM + width_mm(f"{shown.top:,.0f}", TEXT) + 2.0
    right = paper.width - EDGE_MM
    scale, width = (top - bottom) / shown.top, (right - left) / len(shown)
    for value in round_steps(shown.top):
        y = bottom + value * scale
        paper.stroke([shapely.LineString([(left, y), (right, y)])], colours("panel-edge"), 0.4, 5.0)
        paper.write(left - 1.5, y - 0.9, f"{value:,.0f}", TEXT, colours("ink-soft"), align="right")
    low = np.nan_to_num(shown.low)
    high = np.maximum(low, np.nan_to_num(shown.high))
    begin = left + width * np.arange(len(shown))
    end = begin + width * (0.85 if width >= _GAP_FROM_MM else 1.0)
    some, more = low > 0, high > low
    foot = np.full(len(shown), bottom)
    lower = shapely.box(begin, foot, end, bottom + low * scale)[some]
    upper = shapely.box(begin, bottom + low * scale, end, bottom + high * scale)[more]
    _bars(paper, colours, list(lower), list(upper))
    slots, years = marked_slots(shown, right - left, lambda text: width_mm(text, TEXT), 4.0)
    for slot in slots:
        name = shown.name(slot)[:4] if years else shown.name(slot)
        if begin[slot] + width_mm(name, TEXT) <= paper.width - 1.0:
            y = bottom - TEXT.line_mm - 0.3
            paper.write(begin[slot], y, name, TEXT, colours("ink-soft"))
            tick = shapely.LineString([(begin[slot], bottom), (begin[slot], bottom - 1.0)])
            paper.stroke([tick], colours("ink-soft"), 0.4, 5.0)


def _draw_groups(
    paper: Paper, colours: Colours, shown: ChartData, top: float, bottom: float
) -> None:
    fitting = int((top - bottom) // LINE_MM)
    count = len(shown) if len(shown) <= fitting else max(fitting - 1, 1)
    most = paper.width * 0.4
    names = [(wrapped(shown.name(at), TEXT, most, 1) or ["–"])[0] for at in range(count)]
    values = [written(shown.value(at)) for at in range(count)]
    left = EDGE_MM + max(width_mm(name, TEXT) for name in names) + 2.0
    room = paper.width - EDGE_MM - left - max(width_mm(text, TEXT) for text in values) - 2.0
    scale = max(room, 10.0) / shown.top
    lower, upper = [], []
    for at in range(count):
        y = top - (at + 1) * LINE_MM
        low = float(np.nan_to_num(shown.low[at])) * scale
        high = max(float(np.nan_to_num(shown.high[at])) * scale, low)
        ends = y + 0.6, y + LINE_MM - 0.6
        if low:
            lower.append(shapely.box(left, ends[0], left + low, ends[1]))
        if high > low:
            upper.append(shapely.box(left + low, ends[0], left + high, ends[1]))
        paper.write(EDGE_MM, y + 1.4, names[at], TEXT, colours("ink"))
        paper.write(left + high + 1.5, y + 1.4, values[at], TEXT, colours("ink-soft"))
    _bars(paper, colours, lower, upper)
    if count < len(shown):
        y = top - (count + 1) * LINE_MM + 1.4
        paper.write(EDGE_MM, y, f"{len(shown) - count:,} more", TEXT, colours("ink-soft"))
