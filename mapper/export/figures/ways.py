"""Measured distances on a figure: the shortest line and what it measures."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapper import measure
from mapper.export.figures.boxes import Box, Taken
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame, geodesic
from mapper.export.figures.marks import draw_end
from mapper.export.figures.projection import Points
from mapper.export.figures.text import Style, width_mm
from mapper.model.dates import parse_day, write_day
from mapper.model.errors import InputError
from mapper.model.event import Event

_STYLE: Final = Style("bold", 7.5)
#: Where along the line its length may be written.
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
#: So often a length is tried farther off where there is no room on its line.
_RINGS: Final = 7


@dataclass(frozen=True, eq=False)
class Way:
    """A measured distance as it is drawn.

    Attributes
    ----------
    line
        What was measured along, lon, lat; geodesic.
    ends
        Where it ends but for events, lon, lat, shape (n, 2).
    words, statement
        Its length for print, and one sentence.
    row
        Row of the event it starts from, if it is one.
    to_front
        Whether it leads to the line of contact.
    asked
        Whether it was asked for, not only kept in the project.
    warnings
        Sentences.
    outline
        Whether it goes around an area, whose size the words say.
    front
        ISO day and source of the front it was measured to; None where that is not known.
    """

    line: BaseGeometry
    ends: Points
    words: str
    statement: str
    row: int | None
    to_front: bool
    asked: bool
    warnings: tuple[str, ...] = ()
    outline: bool = False
    front: tuple[str, str] | None = None


def ways_of(
    wanted: Iterable[str | measure.Measurement], events: gpd.GeoDataFrame, fronts: measure.Fronts
) -> list[Way]:
    """Return the measured distances: of an event's id, to the line of contact of its day.

    Raises
    ------
    InputError
        If no event that is shown has the id.
    MapperError
        If the event cannot be measured.
    """
    ways = []
    for one in wanted:
        if isinstance(one, measure.Measurement):
            ways.append(_asked(one, None))
            continue
        row = _row_of(one, events)
        if row is None:
            raise InputError("no event of this id is shown on the figure", found=one)
        event = Event.from_row(events.iloc[row])
        found = measure.distance(measure.Place.of_event(event), fronts=fronts, day=event.date_start)
        ways.append(_asked(found, row))
    return ways


def kept_ways(
    measurements: gpd.GeoDataFrame, events: gpd.GeoDataFrame, days: Collection[str]
) -> list[Way]:
    """Return the kept measurements that have a line.

    Parameters
    ----------
    measurements
        Table ``measurements``, of what may be shown.
    days
        ISO days of the fronts drawn: a measurement to the front of another day says so.
    """
    return [
        _kept(one, events, days)
        for one in measure.KeptMeasurement.all_of(measurements)
        if one.line is not None and math.isfinite(one.distance_m)
    ]


def _asked(found: measure.Measurement, row: int | None) -> Way:
    start, end = (found.start.lon, found.start.lat), (found.target.lon, found.target.lat)
    words = measure.format_distance(
        found.distance_m, found.min_m, found.max_m, whole=not found.start.radius_known
    )
    return Way(
        shapely.LineString(geodesic(start, end)), np.array([end]), words, found.statement, row,
        found.target.kind == "line-of-contact", True, found.warnings,
        front=_front(found.target.as_of, found.target.source),
    )  # fmt: skip


def _kept(kept: measure.KeptMeasurement, events: gpd.GeoDataFrame, days: Collection[str]) -> Way:
    unit = str(kept.inputs.get("unit") or "km")
    unit = unit if unit in measure.UNITS else "km"
    area = kept.inputs.get("area_m2")
    if isinstance(area, int | float) and math.isfinite(area):
        words = measure.format_area(area, unit)
    else:
        whole = not all(one.get("radius_known", True) for one in kept.places)
        words = measure.format_distance(kept.distance_m, kept.min_m, kept.max_m, unit, whole=whole)
    if kept.as_of and kept.as_of not in days:
        words = f"{words}, front of {write_day(parse_day(kept.as_of))}"
    own = [one for one in kept.places if not one.get("event_id")]
    ends = [(one["lon"], one["lat"]) for one in own if "lon" in one and "lat" in one]
    if kept.target_kind not in measure.PATH_KINDS:
        ends.append(tuple(shapely.get_coordinates(kept.line)[-1].tolist()))
    row = None if kept.event_id is None else _row_of(kept.event_id, events)
    return Way(
        kept.line, np.array(ends, dtype=np.float64).reshape(-1, 2), words, kept.statement, row,
        kept.target_kind == "line-of-contact", False, outline=kept.target_kind == "outline",
        front=_front(kept.as_of, kept.inputs.get("source_of_front")),
    )  # fmt: skip


def _front(as_of: str | None, source: object) -> tuple[str, str] | None:
    return (str(as_of), source) if as_of and isinstance(source, str) else None


def _row_of(event_id: str, events: gpd.GeoDataFrame) -> int | None:
    rows = np.flatnonzero((events["event_id"] == event_id).to_numpy(bool))
    return int(rows[0]) if len(rows) else None


def seen(frame: Frame, ways: Iterable[Way]) -> list[Way]:
    """Return the distances of which the frame shows a part."""
    box = frame.box()
    return [way for way in ways if shapely.intersects(box, _on_paper(frame, way)).any()]


def draw_ways(
    paper: Paper, frame: Frame, ways: Sequence[Way], taken: Taken, colours: Colours
) -> None:
    """Draw each shortest line, its end, and its length beside its middle."""
    lines = [_on_paper(frame, way) for way in ways]
    for way, line in zip(ways, lines, strict=True):
        paper.stroke(line, colours("page"), 2.4, 9.0, capstyle="butt")
        dots = (0, (1.2, 1.2))
        paper.stroke(line, colours("ink"), 0.9, 9.1, linestyle=dots, capstyle="butt")
        if len(end := _ends(frame, way)):
            draw_end(paper, end, colours)
    for number, (way, line) in enumerate(zip(ways, lines, strict=True)):
        others = Taken()
        for other in (*lines[:number], *lines[number + 1 :]):
            others.add_all(boxes_along(other))
        _label(paper, frame, way, line, taken, others, colours)
    for line in lines:
        taken.add_all(boxes_along(line))


def _on_paper(frame: Frame, way: Way) -> np.ndarray:
    return frame.shape(np.array([way.line], dtype=object))


def _ends(frame: Frame, way: Way) -> Points:
    """Return where a line ends, millimetres, shape (n, 2), as far as it can be drawn."""
    if not len(way.ends):
        return np.empty((0, 2))
    ends = frame.place(way.ends)
    return ends[np.isfinite(ends).all(axis=1)]


def end_boxes(frame: Frame, way: Way) -> np.ndarray:
    """Return the boxes of the ends of a line: left, bottom, right, top, shape (n, 4)."""
    ends = _ends(frame, way)
    return np.hstack([ends - 0.9, ends + 0.9])


def boxes_along(lines: np.ndarray) -> np.ndarray:
    """Return small boxes along lines, millimetres: left, bottom, right, top, shape (n, 4)."""
    points = shapely.get_coordinates(shapely.segmentize(lines, 1.5))
    cells = np.unique(np.rint(points[np.isfinite(points).all(axis=1)]), axis=0)
    return np.hstack([cells - 0.6, cells + 0.6])


def _label(
    paper: Paper, frame: Frame, way: Way, line: np.ndarray, taken: Taken, others: Taken,
    colours: Colours,
) -> None:  # fmt: skip
    """Write a length on its line, beside it where there is no room; off other lines if it can."""
    parts = shapely.get_parts(shapely.get_parts(shapely.intersection(line, frame.box())))
    if not len(parts):
        return
    longest = parts[int(np.argmax(shapely.length(parts)))]
    width, height = width_mm(way.words, _STYLE), _STYLE.line_mm
    along = [longest.interpolate(share, normalized=True) for share in _SHARES]
    spots = [(at.x, at.y + beside * height) for beside in (0.0, 1.3, -1.3) for at in along]
    middle = along[0]
    spots += around((middle.x, middle.y), width, height)
    if way.outline and len(corners := shapely.get_coordinates(line)) > 2:
        # An area is written within.
        within = shapely.centroid(shapely.Polygon(corners))
        spots.insert(0, (within.x, within.y))
    found: tuple[float, float, Box] | None = None
    for x, y in spots:
        box = Box(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0)
        corners = np.array([(box.left, box.bottom), (box.right, box.top)])
        if not (frame.inside(corners, 0.8).all() and taken.free(box)):
            continue
        if others.free(box):
            found = (x, y, box)
            break
        found = found or (x, y, box)
    if found is not None:
        x, y, box = found
        _lead(paper, line, box, height, colours)
        taken.add(box.grown(0.6))
        paper.write(
            x, y - height * 0.29, way.words, _STYLE, colours("ink"),
            align="center", halo=colours("map-label-halo"), halo_pt=3.0,
        )  # fmt: skip


def around(at: tuple[float, float], width: float, height: float) -> list[tuple[float, float]]:
    """Return middles of a text farther and farther around a point, millimetres.

    A short line among marks has no room along it; its length stands near it then.
    """
    found = []
    for ring in range(_RINGS):
        away = 1.6 * height + ring * 1.2 * height
        for turn in np.linspace(0.0, 2.0 * math.pi, 16, endpoint=False):
            x = at[0] + math.cos(turn) * (away + width / 2.0)
            found.append((x, at[1] + math.sin(turn) * away))
    return found


def _lead(paper: Paper, line: np.ndarray, box: Box, height: float, colours: Colours) -> None:
    """Lead from a length that stands off its line to the line, so that it is known whose it is."""
    text = shapely.box(box.left, box.bottom + 0.2 * height, box.right, box.top - 0.2 * height)
    way = shapely.union_all(line)
    if shapely.distance(text, way) < 1.2 * height:
        return
    ends = shapely.get_coordinates(shapely.shortest_line(text, way))
    paper.stroke([shapely.LineString(ends)], colours("ink-soft"), 0.35, 9.0)
