"""The front of the day on a figure: control areas, lines of contact, how sure they are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from mapper import measure
from mapper.export.credits import Credit, front_credits
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame
from mapper.export.sides import colours_of, holder_of
from mapper.mapdoc.language import Note
from mapper.model import vocabulary as words
from mapper.model.errors import MapperError, NoFrontError
from mapper.model.schema import GEOMETRY

#: Edges of fronts are straight in lon, lat; bent before they are projected.
_EDGE_DEG: Final = 0.05
_HATCH: Final = "//////"


@dataclass(frozen=True)
class AreaStyle:
    """How a control area is filled: colour by name, alpha, and whether it is hatched."""

    colour: str
    alpha: float
    hatched: bool


@dataclass(frozen=True)
class FrontOfDay:
    """What is drawn of the fronts of a day.

    Attributes
    ----------
    areas
        Rows of the table ``control_areas``.
    lines
        Geometry, whether it was derived from an area, whether it is approximate,
        accuracy in metres and row's ``extra`` of each line.
    sources, credits, warnings
        Source and day in words; credits; sentences.
    days
        ISO days these fronts are of.
    """

    areas: pd.DataFrame | None = None
    lines: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    warnings: tuple[str | Note, ...] = field(default=())
    days: tuple[str, ...] = ()

    @property
    def geometries(self) -> list[BaseGeometry]:
        """Everything of it, lon, lat."""
        areas = [] if self.areas is None else list(self.areas[GEOMETRY])
        return [*areas, *(line["geometry"] for line in self.lines)]


def with_layers(front: FrontOfDay, layers: Container[str]) -> FrontOfDay:
    """Return a front of which only some are drawn: ``control_areas``, ``lines_of_contact``.

    Without either nothing of it is drawn or credited.
    """
    areas, lines = "control_areas" in layers, "lines_of_contact" in layers
    if not (areas or lines):
        return FrontOfDay(days=front.days)
    return replace(front, areas=front.areas if areas else None, lines=front.lines if lines else ())


def front_of(fronts: measure.Fronts, day: dt.date | None) -> FrontOfDay:
    """Return the front of a day: of each country the source that distances are measured to."""
    if not fronts.snapshots:
        return FrontOfDay()
    shown: list[measure.Snapshot] = []
    warnings: list[str | Note] = []
    countries = fronts.countries
    for country in countries if len(countries) > 1 else [None]:
        try:
            shown.append(fronts.of_day(day, country=country))
        except NoFrontError as error:
            warnings.append(str(error))
    tables = {"control_area": fronts.control_areas, "line_of_contact": fronts.lines_of_contact}
    areas: list[pd.DataFrame] = []
    lines: list[Mapping[str, Any]] = []
    used: list[pd.DataFrame] = []
    sources: list[str] = []
    for snapshot in shown:
        rows = pd.DataFrame(tables[snapshot.kind].iloc[list(snapshot.rows)])
        used.append(rows)
        gap = snapshot.gap_days if day is not None else 0
        late = f" ({gap} day{'' if gap == 1 else 's'} before)" if gap else ""
        sources.append(snapshot.words + late)
        if snapshot.kind == "control_area":
            areas.append(rows)
            try:
                derived = fronts.front(snapshot).line
                lines.append({"geometry": derived, "derived": True, "approximate": False})
            except MapperError as error:
                values = {"front_id": snapshot.words, "reason": str(error)}
                warnings.append(Note("no_line", values))
        else:
            lines += [_given(row) for _, row in rows.iterrows()]
    return FrontOfDay(
        pd.concat(areas) if areas else None,
        tuple(lines),
        tuple(sources),
        front_credits(used) if used else (),
        tuple(warnings),
        tuple(snapshot.as_of.isoformat() for snapshot in shown),
    )


def _given(row: pd.Series) -> Mapping[str, Any]:
    """Return a line that a source gives itself."""
    accuracies = {}
    if isinstance(row["extra"], str):
        try:
            accuracies = {
                (round(vertex["lon"], 6), round(vertex["lat"], 6)): float(vertex["accuracy_m"])
                for vertex in json.loads(row["extra"])["vertices"]
            }
        except (ValueError, TypeError, KeyError):
            # Other readers may keep other things in this column.
            accuracies = {}
    stated = None if pd.isna(row["accuracy_m"]) else float(row["accuracy_m"])
    return {
        "geometry": row[GEOMETRY],
        "derived": False,
        "approximate": stated is not None or bool(accuracies),
        "accuracy_m": stated or 0.0,
        "accuracies": accuracies,
    }


def styled(front: FrontOfDay) -> list[tuple[Mapping[Any, Any], AreaStyle]]:
    """Return the rows of the control areas, each with how it is filled, as in the map client."""
    if front.areas is None:
        return []
    rows = front.areas.to_dict("records")
    holders = [holder_of(row["side"], row["control_status"]) for row in rows]
    colours = colours_of(holders)
    return [
        (row, _style_of(row, colours[holder])) for row, holder in zip(rows, holders, strict=True)
    ]


def _style_of(row: Mapping[Any, Any], colour: str) -> AreaStyle:
    status, assessment = _word(row["control_status"]), _word(row["assessment"])
    if status == "contested":
        return AreaStyle("front-contested", 0.12, hatched=True)
    if assessment in ("infiltration", "claimed"):
        return AreaStyle(colour, 0.08, hatched=True)
    if status == "pre_2022_occupied":
        return AreaStyle(colour, 0.3, hatched=False)
    if status == "liberated":
        return AreaStyle(colour, 0.1, hatched=True)
    return AreaStyle(colour, 0.2, hatched=False)


def label_of(row: Mapping[Any, Any]) -> str:
    """Return what a control area is called in the legend."""
    status, side = _word(row["control_status"]), _word(row["side"])
    term = words.CONTROL_STATUSES.get(status)
    label = term.label if term else status.replace("_", " ").capitalize()
    return f"{side}, {label.lower()}" if side and label else side or label or "Control area"


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def draw_front(paper: Paper, frame: Frame, colours: Colours, front: FrontOfDay) -> None:
    """Draw areas below the borders, lines above them."""
    window = shapely.buffer(frame.box(), 2.0, join_style="mitre")
    for row, style in styled(front):
        shapes = _shaped(frame, [row[GEOMETRY]], window)
        paper.fill(shapes, colours(style.colour, style.alpha), 2.0)
        if style.hatched:
            hatching = colours(style.colour, 0.75)
            paper.fill(shapes, (0, 0, 0, 0), 2.1, hatch=_HATCH, edgecolor=hatching, linewidth=0.0)
        # The edge of an area is partly border and coast; it is not drawn as the front.
        paper.stroke(shapely.boundary(shapes), colours(style.colour, 0.5), 0.4, 2.2)
    for line in front.lines:
        if line["approximate"]:
            band = shapely.intersection(_band(frame, line), window)
            paper.fill([band], colours("front-line", 0.2), 5.0)
    for line in front.lines:
        shapes = _shaped(frame, [line["geometry"]], window)
        if line["approximate"]:
            dashes: dict[str, Any] = {"linestyle": (0, (4, 2.5)), "capstyle": "butt"}
        else:
            dashes = {}
            paper.stroke(shapes, colours("front-line-casing"), 2.8, 5.1)
        paper.stroke(shapes, colours("front-line"), 1.5, 5.2, **dashes)


def _shaped(frame: Frame, geometries: Iterable[Any], window: BaseGeometry) -> np.ndarray:
    """Return geometries in millimetres, cut to a little more than is seen."""
    array = np.array(list(geometries), dtype=object)
    shapes = frame.shape(array, edges_deg=_EDGE_DEG)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    return np.asarray(shapely.intersection(shapes, window))


def _band(frame: Frame, line: Mapping[str, Any]) -> BaseGeometry:
    """Return how far an approximate line may be off, to scale, in millimetres."""
    pieces = []
    for part in shapely.get_parts(line["geometry"]):
        vertices = shapely.get_coordinates(part)
        stated = [
            line["accuracies"].get((round(x, 6), round(y, 6)), line["accuracy_m"])
            for x, y in vertices.tolist()
        ]
        discs = shapely.buffer(
            shapely.points(frame.place(vertices)), np.array(stated) * frame.mm_per_m
        )
        pairs = np.array([shapely.GeometryCollection(list(pair)) for pair in pairwise(discs)])
        pieces += list(shapely.convex_hull(pairs))
    return shapely.union_all(pieces)
