"""Measured distances on a figure: the shortest line and what it measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from mapper import measure
from mapper.export.figures.boxes import Box, Taken
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame, geodesic
from mapper.export.figures.marks import draw_end
from mapper.export.figures.projection import Points
from mapper.export.figures.text import Style, width_mm
from mapper.model.errors import InputError
from mapper.model.event import Event

_STYLE: Final = Style("bold", 7.5)
#: Where along the line its length may be written.
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


@dataclass(frozen=True)
class Way:
    """A measured distance, and the row of the event it starts from, if it is one."""

    measured: measure.Measurement
    row: int | None

    @property
    def lonlat(self) -> Points:
        """The shortest line, lon, lat."""
        start, end = self.measured.start, self.measured.target
        return geodesic((start.lon, start.lat), (end.lon, end.lat))

    @property
    def words(self) -> str:
        """The distance for print, with the digits its interval allows."""
        found = self.measured
        whole = not found.start.radius_known
        return measure.format_distance(found.distance_m, found.min_m, found.max_m, whole=whole)


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
            ways.append(Way(one, None))
            continue
        rows = np.flatnonzero((events["event_id"] == one).to_numpy(bool))
        if not len(rows):
            raise InputError("no event of this id is shown on the figure", found=one)
        event = Event.from_row(events.iloc[int(rows[0])])
        found = measure.distance(measure.Place.of_event(event), fronts=fronts, day=event.date_start)
        ways.append(Way(found, int(rows[0])))
    return ways


def draw_ways(
    paper: Paper, frame: Frame, ways: Iterable[Way], taken: Taken, colours: Colours
) -> None:
    """Draw each shortest line, its end, and its length beside its middle."""
    for way in ways:
        line = frame.shape(np.array([shapely.LineString(way.lonlat)], dtype=object))
        paper.stroke(line, colours("page"), 2.4, 9.0, capstyle="butt")
        dots = (0, (1.2, 1.2))
        paper.stroke(line, colours("ink"), 0.9, 9.1, linestyle=dots, capstyle="butt")
        draw_end(paper, _end(frame, way), colours)
        _label(paper, frame, way, line, taken, colours)
        taken.add_all(boxes_along(line))


def _end(frame: Frame, way: Way) -> Points:
    """Return where a shortest line ends, millimetres, shape (1, 2), or (0, 2) if not drawable."""
    end = frame.place(np.array([[way.measured.target.lon, way.measured.target.lat]]))
    return end[np.isfinite(end).all(axis=1)]


def end_box(frame: Frame, way: Way) -> np.ndarray:
    """Return the box of the end of a shortest line: left, bottom, right, top, shape (n, 4)."""
    end = _end(frame, way)
    return np.hstack([end - 0.9, end + 0.9])


def boxes_along(lines: np.ndarray) -> np.ndarray:
    """Return small boxes along lines, millimetres: left, bottom, right, top, shape (n, 4)."""
    points = shapely.get_coordinates(shapely.segmentize(lines, 1.5))
    cells = np.unique(np.rint(points[np.isfinite(points).all(axis=1)]), axis=0)
    return np.hstack([cells - 0.6, cells + 0.6])


def _label(
    paper: Paper, frame: Frame, way: Way, line: np.ndarray, taken: Taken, colours: Colours
) -> None:
    parts = shapely.get_parts(shapely.get_parts(shapely.intersection(line, frame.box())))
    if not len(parts):
        return
    longest = parts[int(np.argmax(shapely.length(parts)))]
    width, height = width_mm(way.words, _STYLE), _STYLE.line_mm
    for share in _SHARES:
        at = longest.interpolate(share, normalized=True)
        box = Box(at.x - width / 2.0, at.y - height / 2.0, at.x + width / 2.0, at.y + height / 2.0)
        corners = np.array([(box.left, box.bottom), (box.right, box.top)])
        if frame.inside(corners, 0.8).all() and taken.free(box):
            taken.add(box.grown(0.6))
            paper.write(
                at.x, at.y - height * 0.29, way.words, _STYLE, colours("ink"),
                align="center", halo=colours("map-label-halo"), halo_pt=3.0,
            )  # fmt: skip
            return
