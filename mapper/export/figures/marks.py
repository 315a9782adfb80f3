"""The marks of events: colour and shape say the status, hollow that the place is vague."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame
from mapper.export.figures.text import POINT_MM
from mapper.geodesy import GEOD
from mapper.model import vocabulary as words
from mapper.model.schema import GEOMETRY
from mapper.model.texts import arrow
from mapper.model.vocabulary import DEFAULT_RADIUS_M

PRECISE: Final = ("exact", "vicinity", "settlement")
FULL, HOLLOW, RINGED = 0, 1, 2
#: Hollow and ringed marks are larger than full ones by this.
LARGER: Final = 1.45
_SHAPES: Final = {"claimed": "triangle", "disputed": "diamond", "debunked": "cross"}
#: Statuses whose circles have a light point in the middle: the colours are alike in grey.
_DOTTED: Final = ("corroborated", "geolocated")
#: More marks than this are drawn as pixels in files of lines too.
MOST_LINES: Final = 4_000
#: Marks of one kind closer than this share of their radius are one.
_SAME: Final = 0.35
#: More marks than this are drawn in so many rounds of all kinds.
_CROWD: Final = 300
_ROUNDS: Final = 24
#: Otherwise what is known better lies above.
_BELOW: Final = (
    "debunked",
    "unverified",
    "disputed",
    "claimed",
    "reported",
    "corroborated",
    "geolocated",
    "verified",
)
#: Circles of uncertainty are drawn for no more events than this.
_MOST_CIRCLES: Final = 40


@dataclass(frozen=True)
class Marks:
    """The events with a place, ready to draw.

    Attributes
    ----------
    paper
        Where they stand, millimetres, shape (n, 2).
    status, form
        Code of the verification status and form (full, hollow, ringed), shape (n,).
    rows
        Row of each in the table of events, shape (n,).
    radius
        Of a full mark, millimetres.
    """

    paper: np.ndarray
    status: np.ndarray
    form: np.ndarray
    rows: np.ndarray
    radius: float

    @property
    def reach(self) -> np.ndarray:
        """Radius of each mark in millimetres, shape (n,)."""
        return np.where(self.form == FULL, self.radius, self.radius * LARGER)


def marks_of(events: gpd.GeoDataFrame, frame: Frame) -> Marks:
    """Return the marks of the events whose place is within the frame."""
    points = events[GEOMETRY].to_numpy()
    rows = np.flatnonzero(~shapely.is_missing(points) & ~shapely.is_empty(points))
    paper = frame.place(shapely.get_coordinates(points[rows])) if len(rows) else np.empty((0, 2))
    seen = np.isfinite(paper).all(axis=1)
    seen &= frame.inside(np.nan_to_num(paper, posinf=-1e9, neginf=-1e9))
    rows, paper = rows[seen], paper[seen]
    precision = events["geo_precision"].iloc[rows]
    form = np.where(precision.isin(PRECISE), FULL, np.where(precision.isna(), RINGED, HOLLOW))
    known = pa.array(list(words.VERIFICATION_STATUSES), pa.large_string())
    # Arrow looks them up outside Python's lock.
    status = pc.index_in(arrow(events["verification_status"]), value_set=known).to_numpy()[rows]
    size = min(1.0, max(0.8, min(frame.width, frame.height) / 90.0))
    radius = size * min(1.15, max(0.38, 1.25 - 0.19 * math.log10(max(len(rows), 1))))
    return Marks(paper, status.astype(np.int64), form.astype(np.int64), rows, radius)


def draw_marks(paper: Paper, marks: Marks, colours: Colours) -> None:
    """Draw the marks: vague below precise, and many in files of lines as pixels."""
    kept = _apart(marks)
    pixels = len(kept) > MOST_LINES
    # Where they crowd, no status lies above all others.
    kept = np.random.default_rng(0).permutation(kept) if len(kept) > _CROWD else kept
    rounds = np.array_split(kept, _ROUNDS if len(kept) > _CROWD else 1)
    for number, part in enumerate(rounds):
        for form in (HOLLOW, RINGED, FULL):
            for code, status in enumerate(_BELOW):
                alike = marks.status[part] == list(words.VERIFICATION_STATUSES).index(status)
                chosen = part[(marks.form[part] == form) & alike]
                if len(chosen):
                    up = 2.0 if form == FULL else 0.5 if form == RINGED else 0.0
                    draw_mark(
                        paper, marks.paper[chosen], status, form, marks.radius, colours,
                        z=10.0 + up + 0.05 * number + 0.005 * code, pixels=pixels, clip=True,
                    )  # fmt: skip


def _apart(marks: Marks) -> np.ndarray:
    """Return which marks to draw: of those all but on one another and alike, the first."""
    cell = np.floor(marks.paper / (marks.radius * _SAME)).astype(np.int64)
    kind = marks.form * 16 + marks.status
    return first_of_each(np.column_stack([cell, kind]))


def first_of_each(rows: np.ndarray) -> np.ndarray:
    """Return where each distinct row of whole numbers, shape (n, k), stands first, in order."""
    # One number a row: NumPy sorts rows with Python's lock held, half a second for many.
    key = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T if len(rows) else ():
        least = column.min()
        key = key * (column.max() - least + 1) + (column - least)
    _, first = np.unique(key, return_index=True)
    return np.sort(first)


def draw_mark(
    paper: Paper,
    at: np.ndarray,
    status: str,
    form: int,
    radius: float,
    colours: Colours,
    *,
    z: float,
    pixels: bool = False,
    clip: bool = False,
) -> None:
    """Draw one kind of mark at places on the paper, millimetres, shape (n, 2)."""
    name = f"status-{status}"
    shape = _SHAPES.get(status, "circle")
    colour, edge = colours(name), colours.edge(name)

    def add(outline: str, r: float, face: Any, line: Any, width: float, up: float) -> None:
        marker = PathCollection(
            [_outline(outline)], sizes=[(r / POINT_MM) ** 2],
            offsets=at, offset_transform=paper.axes.transData, transform=IdentityTransform(),
            facecolors=[face], edgecolors=[line], linewidths=[width], zorder=z + up,
        )  # fmt: skip
        marker.set_rasterized(pixels)
        marker.set_capstyle("round")
        marker.set_joinstyle("round")
        paper.add(marker, clip=clip)

    nothing = (0.0, 0.0, 0.0, 0.0)
    thin = min(0.5, radius * 0.55)
    if form == RINGED:
        # Below the mark itself; both are drawn for every place at once.
        ring = "circle" if shape == "cross" else shape
        add(ring, radius * LARGER, nothing, edge, thin, 0.0)
        radius, form = 0.76 * radius, FULL
    if shape == "cross":
        r = radius * (0.85 if form == FULL else 0.85 * LARGER)
        add("cross", r, nothing, edge, 4.0 * thin, 0.001)
        add("cross", r, nothing, colour, 2.2 * thin, 0.002)
        return
    if form == HOLLOW:
        r = radius * LARGER
        add(shape, r, (*colour[:3], 0.16), edge, 2.6 * thin, 0.001)
        add(shape, r, nothing, colour, 1.5 * thin, 0.002)
        return
    add(shape, radius, colour, edge, thin, 0.001)
    if status in _DOTTED and radius > 0.6:
        add("circle", radius * 0.3, (1.0, 1.0, 1.0, 1.0), nothing, 0.0, 0.002)


def _outline(shape: str) -> Path:
    """Return the outline of a mark whose circle has the radius 1."""
    if shape == "triangle":
        return Path([(0, 1.2), (1.12, -0.85), (-1.12, -0.85), (0, 1.2)], closed=True)
    if shape == "diamond":
        return Path([(0, 1.25), (1.25, 0), (0, -1.25), (-1.25, 0), (0, 1.25)], closed=True)
    if shape == "cross":
        return Path(
            [(-1, -1), (1, 1), (1, -1), (-1, 1)],
            [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO],
        )
    return Path.unit_circle()


def circles_of(marks: Marks, events: gpd.GeoDataFrame, frame: Frame) -> list[tuple[int, Any]]:
    """Return within which distance vague places are known, where there are few.

    Each has the code of its status and its area in millimetres; those no larger
    than their mark are left out.
    """
    vague = np.flatnonzero(marks.form == HOLLOW)
    if not 0 < len(vague) <= _MOST_CIRCLES:
        return []
    lonlat, radii = _known_within(events.iloc[marks.rows[vague]])
    azimuths = np.linspace(0.0, 360.0, 97)
    n = len(azimuths)
    window = frame.box().buffer(2.0)
    found = []
    # Many events are often known within one and the same circle.
    circles = dict.fromkeys(zip(*lonlat.T.tolist(), radii, marks.status[vague], strict=True))
    for lon, lat, radius, code in circles:
        if not radius * frame.mm_per_m > 2.0 * marks.radius:
            continue
        x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuths, np.full(n, radius))
        ring = frame.place(np.column_stack([x, y]))
        if np.isfinite(ring).all():
            area = shapely.intersection(shapely.Polygon(ring).buffer(0.0), window)
            found.append((int(code), area))
    return found


def circle_ends(events: gpd.GeoDataFrame) -> np.ndarray:
    """Return the northern, eastern, southern and western ends of those circles, lon, lat."""
    points = events[GEOMETRY].to_numpy()
    vague = ~events["geo_precision"].isin(PRECISE) & events["geo_precision"].notna()
    rows = np.flatnonzero(vague & ~shapely.is_missing(points) & ~shapely.is_empty(points))
    if not 0 < len(rows) <= _MOST_CIRCLES:
        return np.empty((0, 2))
    lonlat, radii = _known_within(events.iloc[rows])
    known = ~np.isnan(radii)
    lon, lat = np.repeat(lonlat[known], 4, axis=0).T
    azimuths = np.tile([0.0, 90.0, 180.0, 270.0], int(known.sum()))
    x, y, _ = GEOD.fwd(lon, lat, azimuths, np.repeat(radii[known], 4))
    return np.column_stack([x, y])


def _known_within(events: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return places, lon, lat, and the radius each is known to in metres, NaN where none."""
    stated = events["radius_m"].to_numpy(dtype=np.float64, na_value=np.nan)
    proposed = events["geo_precision"].map(DEFAULT_RADIUS_M).to_numpy(dtype=np.float64)
    radii = np.where(np.isnan(stated), proposed, stated)
    return shapely.get_coordinates(events[GEOMETRY].to_numpy()), radii


def draw_circles(paper: Paper, circles: list[tuple[int, Any]], colours: Colours) -> None:
    """Draw the areas of `circles_of`, below the lines and marks."""
    statuses = list(words.VERIFICATION_STATUSES)
    for code in sorted({code for code, _ in circles}):
        areas = [area for own, area in circles if own == code]
        colour = f"status-{statuses[code]}"
        # As one area: laid over one another they would hide the front below.
        paper.fill([shapely.union_all(areas)], colours(colour, 0.1), 3.0)
        paper.stroke(areas, colours.edge(colour), 0.5, 3.1, linestyle=(0, (3, 2)))


def draw_end(paper: Paper, at: np.ndarray, colours: Colours) -> None:
    """Draw where a measured line ends, millimetres, shape (1, 2)."""
    marker = PathCollection(
        [_outline("circle")], sizes=[(0.65 / POINT_MM) ** 2],
        offsets=at, offset_transform=paper.axes.transData, transform=IdentityTransform(),
        facecolors=[colours("page")], edgecolors=[colours("ink")], linewidths=[0.8], zorder=9.2,
    )  # fmt: skip
    paper.add(marker, clip=True)
