"""A figure put together: what is shown, where it stands on the paper, and drawing it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.patches import Rectangle

from mapper import basemap
from mapper.export.credits import Credit
from mapper.export.figures import frame as framing
from mapper.export.figures import marks as drawn
from mapper.export.figures.boxes import Box, Taken
from mapper.export.figures.canvas import Paper, settings
from mapper.export.figures.colours import Colours, Theme
from mapper.export.figures.front import FrontOfDay, draw_front
from mapper.export.figures.furniture import draw_furniture
from mapper.export.figures.ground import draw_ground
from mapper.export.figures.labels import EventLabel, draw_event_labels, draw_places
from mapper.export.figures.legend import Legend, arranged, draw_legend, keys_of
from mapper.export.figures.text import POINT_MM, Style, wrapped
from mapper.export.figures.ways import Way, boxes_along, draw_ways, end_boxes, seen
from mapper.mapdoc.language import ENGLISH
from mapper.model import vocabulary as words
from mapper.model.dates import parse_day, write_day, write_days
from mapper.model.errors import ExportError
from mapper.model.schema import GEOMETRY

_EDGE_MM: Final = 2.0
_LEAST_MAP_MM: Final = 22.0
#: A map lower than this share of the sheet gets room from what is written around it.
_LOW_MAP: Final = 0.5
#: What base maps gave, in brackets in their credits; that they were changed must be said.
_GAVE: Final = re.compile(r" \((?![^)]*changed)[^)]*\)")
#: So many places of events are named at most, those with most events first.
_MOST_NAMED: Final = 12
#: Where marks stand on more spots than this, none is named but what is measured.
_MOST_SPOTS: Final = 40
#: Up to so many kept measurements each is told in a sentence, more only by their lengths.
_MOST_TOLD: Final = 2
#: Marks that names keep off, at most.
_MOST_OBSTACLES: Final = 20_000


@dataclass(frozen=True)
class Contents:
    """What a figure shows and says; see `mapper.export.figure`."""

    title: str
    events: gpd.GeoDataFrame
    front: FrontOfDay
    ways: Sequence[Way]
    filter_text: str
    credits: Sequence[Credit]
    data_date: str
    bounds: framing.Bounds | None


@dataclass(frozen=True)
class _Block:
    """Lines of text in one style, and its colour by name."""

    lines: Sequence[str]
    style: Style
    colour: str
    after: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.line_mm + (self.after if self.lines else 0.0)


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands."""

    head: Sequence[_Block]
    frame: framing.Frame
    marks: drawn.Marks
    circles: list[tuple[int, object]] = field(repr=False)
    legend: Legend
    foot: Sequence[_Block]
    ways: Sequence[Way] = ()


def draw(
    contents: Contents, path: Path, size_mm: tuple[float, float], dpi: int, theme: Theme
) -> int:
    """Draw a figure into a file and return how many events are on it."""
    colours = Colours(theme)
    with settings():
        paper = Paper(*size_mm, dpi, colours("page"))
        sheet = _set(contents, size_mm, colours)
        compose(paper, contents, sheet, colours)
        paper.save(path, contents.data_date)
    return len(sheet.marks.rows)


def _set(contents: Contents, size_mm: tuple[float, float], colours: Colours) -> _Sheet:
    """Return where everything stands; where the map would be low, the rest is set close."""
    try:
        sheet = _set_so(contents, size_mm, colours, close=False)
    except ExportError:
        sheet = None
    if sheet is not None and sheet.frame.height >= _LOW_MAP * size_mm[1]:
        return sheet
    return _set_so(contents, size_mm, colours, close=True)


def _set_so(
    contents: Contents, size_mm: tuple[float, float], colours: Colours, *, close: bool
) -> _Sheet:
    """Return where everything stands: the map has what text and legend leave."""
    width, height = size_mm[0] - 2.0 * _EDGE_MM, size_mm[1] - 2.0 * _EDGE_MM
    large = size_mm[0] >= 120.0
    shown = _shown(contents)
    rows = 0
    on_map, ways = _placed(contents.events), list(contents.ways)
    for _ in range(5):
        head = _head(contents, on_map, ways, width, large, close=close)
        top = height + _EDGE_MM - sum(block.height for block in head)
        # The credits name the projection, which hardly changes with the room that is left.
        projected = framing.frame_for(shown, 0, 0, 1.0, 1.0)
        foot = _foot(contents, width, projected, close=close)
        legend_mm = Legend((), (), rows, close).height + (2.2 if rows else 0.0)
        bottom = _EDGE_MM + sum(block.height for block in foot) + legend_mm + 1.2
        if top - bottom < _LEAST_MAP_MM:
            raise ExportError(
                f"{size_mm[0]:g} x {size_mm[1]:g} mm leave no room for the map beside its title, "
                "legend and credits: choose a larger size."
            )
        frame = framing.frame_for(
            shown, _EDGE_MM, bottom, width, top - bottom, exact=contents.bounds is not None
        )
        marks = drawn.marks_of(contents.events, frame)
        circles = drawn.circles_of(marks, contents.events, frame)
        drawn_ways = seen(frame, contents.ways)
        keys = keys_of(marks, bool(circles), contents.front, drawn_ways, colours)
        legend = arranged(keys, width, close=close)
        # What is said is of what the map shows, and how much room that takes decides what it shows.
        settled = legend.rows == rows and np.array_equal(on_map, marks.rows) and ways == drawn_ways
        rows, on_map, ways = max(rows, legend.rows), marks.rows, drawn_ways
        if settled:
            break
    return _Sheet(head, frame, marks, circles, legend, foot, ways)


def _shown(contents: Contents) -> np.ndarray:
    """Return the points that must be seen, lon, lat."""
    if contents.bounds is not None:
        return framing.corners(contents.bounds)
    points = contents.events[GEOMETRY].to_numpy()
    placed = points[~shapely.is_missing(points) & ~shapely.is_empty(points)]
    shown = [shapely.get_coordinates(placed), drawn.circle_ends(contents.events)]
    shown += [shapely.get_coordinates(way.line) for way in contents.ways]
    shown += [shapely.get_coordinates(geometry) for geometry in contents.front.geometries]
    found = np.concatenate(shown)
    return found if len(found) else framing.corners(framing.WORLD)


def _placed(events: gpd.GeoDataFrame) -> np.ndarray:
    """Return the rows of events that have a place."""
    points = events[GEOMETRY]
    return np.flatnonzero((points.notna() & ~points.is_empty).to_numpy(bool))


def _head(
    contents: Contents,
    on_map: np.ndarray,
    ways: Sequence[Way],
    width: float,
    large: bool,
    *,
    close: bool,
) -> list[_Block]:
    title, plain = Style("bold", 12.0 if large else 10.0), Style("plain", 7.5 if large else 7.0)
    if close:
        title, plain = Style("bold", 9.5, 1.15), Style("plain", 6.5, 1.15)
    lines = wrapped(contents.title, title, width, 4)
    said = [_counted(contents, on_map)]
    statements = _statements(ways)
    told = " ".join(statements)
    if close and contents.front.sources and all(one in told for one in contents.front.sources):
        # The sentences below say it.
        pass
    elif contents.front.sources:
        said.append("Front: " + "; ".join(contents.front.sources) + ".")
    elif contents.front.warnings:
        said.append(ENGLISH.note(contents.front.warnings[0]))
    said += statements
    below = [line for text in said for line in wrapped(text, plain, width, 6)]
    return [_Block(lines, title, "ink", 0.6), _Block(below, plain, "ink-soft", 1.4)]


def _statements(ways: Sequence[Way]) -> list[str]:
    """Return what is said of measured distances: of those asked for, and of few that are kept."""
    told = [way for way in ways if way.asked]
    kept = [way for way in ways if not way.asked]
    told += kept if len(kept) <= _MOST_TOLD else []
    return list(dict.fromkeys(way.statement for way in told if way.statement))


def _counted(contents: Contents, on_map: np.ndarray) -> str:
    """Return how many events of which days are on the map, and the filter."""
    events = contents.events.iloc[on_map]
    count = len(events)
    text = f"{count:,} event{'' if count == 1 else 's'}" if count else "No events"
    first, last = events["date_start"].dropna(), events["date_end"].dropna()
    if len(first):
        text += f", {write_days(parse_day(str(first.min())), parse_day(str(last.max())))}"
    return f"{text}. Filter: {contents.filter_text}." if contents.filter_text else f"{text}."


def _foot(contents: Contents, width: float, frame: framing.Frame, *, close: bool) -> list[_Block]:
    style = Style("plain", 6.0, leading=1.03 if close else 1.15)
    named = []
    ground = {entry["text"] for entry in basemap.attributions()}
    for credit in contents.credits:
        who = credit["text"]
        if close and who in ground:
            who = _GAVE.sub("", who)
        terms = words.REDISTRIBUTIONS[credit["redistribution"]]
        note = [] if terms.value == "yes" else [terms.label.lower()]
        named.append(", ".join(part for part in (who, credit["licence"], *note) if part))
    text = f"Sources: {'; '.join(named)}. {frame.projection.words}."
    if contents.data_date:
        text += f" Data of {write_day(parse_day(contents.data_date[:10]))}."
    return [_Block(wrapped(f"{text} Made with Mapper.", style, width, 12), style, "ink-soft")]


def compose(paper: Paper, contents: Contents, sheet: _Sheet, colours: Colours) -> None:
    """Draw everything onto the paper, from below."""
    frame, marks = sheet.frame, sheet.marks
    paper.clip_to(frame.left, frame.bottom, frame.width, frame.height)
    places = draw_ground(paper, frame, colours)
    draw_front(paper, frame, colours, contents.front)
    drawn.draw_circles(paper, sheet.circles, colours)
    drawn.draw_marks(paper, marks, colours)
    taken, obstacles = Taken(), Taken()
    busy = _busy(frame, contents, marks)
    draw_furniture(paper, frame, colours, busy, taken)
    obstacles.add_all(_mark_boxes(marks))
    lines = np.array([line["geometry"] for line in contents.front.lines], dtype=object)
    obstacles.add_all(boxes_along(frame.shape(lines)))
    for way in sheet.ways:
        obstacles.add_all(boxes_along(frame.shape(np.array([way.line], dtype=object))))
    labels = _event_labels(contents, marks, sheet.ways)
    for label in labels:
        r = label.gap - 0.5
        taken.add(Box(label.x - r, label.y - r, label.x + r, label.y + r))
    for way in sheet.ways:
        taken.add_all(end_boxes(frame, way))
    labelled = draw_event_labels(paper, frame, labels, obstacles, taken, colours)
    draw_ways(paper, frame, sheet.ways, taken, colours)
    draw_places(paper, frame, places, obstacles, taken, labelled, colours)
    edge = Rectangle((frame.left, frame.bottom), frame.width, frame.height, zorder=60.0)
    edge.set(facecolor="none", edgecolor=colours("panel-edge"), linewidth=0.6)
    paper.add(edge)
    _write_blocks(paper, sheet.head, paper.height - _EDGE_MM, colours)
    draw_legend(paper, sheet.legend, _EDGE_MM, frame.bottom - 1.6, colours)
    foot = sum(block.height for block in sheet.foot)
    _write_blocks(paper, sheet.foot, _EDGE_MM + foot, colours)


def _busy(frame: framing.Frame, contents: Contents, marks: drawn.Marks) -> np.ndarray:
    """Return points that the scale bar should not cover, millimetres."""
    lines = [
        shapely.get_coordinates(frame.shape(np.array([way.line], dtype=object)))
        for way in contents.ways
    ]
    lines += [
        frame.place(shapely.get_coordinates(line["geometry"])[::10])
        for line in contents.front.lines
    ]
    return np.concatenate([marks.paper, marks.paper, *lines])


def _mark_boxes(marks: drawn.Marks) -> np.ndarray:
    """Return the boxes of marks, left, bottom, right, top, one for those on one spot."""
    cells = drawn.first_of_each(np.rint(marks.paper / 0.8).astype(np.int64))[:_MOST_OBSTACLES]
    centre, reach = marks.paper[cells], marks.reach[cells, None]
    return np.hstack([centre - reach, centre + reach])


def _event_labels(contents: Contents, marks: drawn.Marks, ways: Sequence[Way]) -> list[EventLabel]:
    """Return the labels of measured events, and where marks stand on few spots, of these."""
    measured = dict.fromkeys(way.row for way in ways if way.row is not None)
    at = {int(row): place for place, row in enumerate(marks.rows)} if measured else {}
    first = [at[row] for row in measured if row in at]
    spot = np.rint(marks.paper).astype(np.int64)
    few = len(drawn.first_of_each(spot)) <= _MOST_SPOTS
    chosen = np.arange(len(marks.rows)) if few else np.array(first, dtype=np.int64)
    events = contents.events.iloc[marks.rows[chosen]]
    names = events["place_name"].fillna(events["title"])
    spots = pd.DataFrame(
        {"place": chosen, "x": spot[chosen, 0], "y": spot[chosen, 1], "name": names.to_numpy()}
    ).groupby(["x", "y", "name"], sort=False)["place"]
    groups = [(str(name), places.to_numpy()) for (*_, name), places in spots]
    groups.sort(key=lambda group: (not np.isin(group[1], first).any(), -len(group[1])))
    return [_event_label(contents, marks, *group) for group in groups[:_MOST_NAMED]]


def _event_label(
    contents: Contents, marks: drawn.Marks, name: str, places: np.ndarray
) -> EventLabel:
    """Return one label for the events of a name on one spot."""
    events = contents.events.iloc[marks.rows[places]]
    first, last = events["date_start"].dropna(), events["date_end"].dropna()
    note = ""
    if len(first):
        note = write_days(parse_day(str(first.min())), parse_day(str(last.max())))
    if len(places) > 1:
        note = f"{len(places):,} events{', ' if note else ''}{note}"
    x, y = marks.paper[places[0]].tolist()
    return EventLabel(x, y, float(marks.reach[places].max()) + 0.6, name, note)


def _write_blocks(paper: Paper, blocks: Sequence[_Block], top: float, colours: Colours) -> None:
    for block in blocks:
        for line in block.lines:
            baseline = top - block.style.size * POINT_MM * 0.95
            paper.write(_EDGE_MM, baseline, line, block.style, colours(block.colour))
            top -= block.style.line_mm
        top -= block.after if block.lines else 0.0
