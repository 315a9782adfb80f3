"""Distances to the front of a day: the line of contact, the control area."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from mapper.geodesy import Edges, Nearest, boundary_of, inside, nearest_on_line
from mapper.measure import notes, wording
from mapper.measure.fronts import Fronts
from mapper.measure.incursions import unmentioned
from mapper.measure.interval import Distances, to_area, to_front
from mapper.measure.measurement import Measurement, Place
from mapper.measure.otherlines import said_with_others
from mapper.measure.snapshots import Snapshot
from mapper.model.errors import MeasureError


def to_line_of_contact(
    start: Place,
    fronts: Fronts | None,
    day: dt.date | None,
    max_gap_days: int,
    country: str | None,
    unit: str,
) -> Measurement:
    """Return the distance to the line of contact of a day; see `mapper.measure.distance`."""
    known = _known(fronts)
    whose, choice = known.country_for(start.lon, start.lat, day, max_gap_days, country)
    first, *others = known.all_of_day(day, max_gap_days, whose)
    try:
        found = _measured(start, known, first, country)
    except MeasureError as error:
        said_of_it = said_with_others(error, known, first, max_gap_days, whose, country)
        raise type(error)(said_of_it) from error
    metres = float(found.nearest.distance_m[0])
    low, high = float(found.min_m[0]), float(found.max_m[0])
    front = known.front(first, country)
    said, silent = [_said(found, first)], []
    for other in others:
        try:
            said.append(_said(_measured(start, known, other, country), other))
        except MeasureError as error:
            silent.append(f"{other.words} gives no distance: {error}")
    warnings = [choice] if choice else []
    warnings += [*notes.day_warnings(day, first, found.gap_m), *front.warnings]
    warnings += notes.side_by_side(said, [first, *others], start, unit)
    warnings += [*silent, *unmentioned(start, first.as_of, metres, front.line)]
    target = wording.target("line-of-contact", found.nearest.lonlat[0], first)
    within = None if found.within is None else bool(found.within[0])
    return Measurement(
        metres, low, high, within, start, target, float(found.nearest.azimuth_deg[0]),
        wording.front_method(found, first, "line-of-contact", unit, front, known.radius_m),
        wording.statement(
            start, target, metres, low, high, unit, snapshot=first, day=day, within=within,
            moved=not np.isnan(found.gap_m).any(), radius_m=known.radius_m,
        ),
        inputs=known.inputs_of([first, *others]),
        warnings=tuple(warnings),
        uncertainty=_parts(found),
        sources=tuple(said) if len(said) > 1 else (),
        parameters=front.parameters,
    )  # fmt: skip


def _measured(start: Place, fronts: Fronts, snapshot: Snapshot, country: str | None) -> Distances:
    return to_front(
        np.array([[start.lon, start.lat]]),
        np.array([start.radius_m]),
        np.array([snapshot.gap_days]),
        fronts,
        snapshot,
        country,
        [start.region],
    )


def to_control_area(
    start: Place,
    fronts: Fronts | None,
    day: dt.date | None,
    max_gap_days: int,
    country: str | None,
    unit: str,
) -> Measurement:
    """Return the distance to the control area of a day, 0 within it."""
    known = _known(fronts)
    whose, choice = known.country_for(start.lon, start.lat, day, max_gap_days, country)
    areas = [s for s in known.all_of_day(day, max_gap_days, whose) if s.kind == "control_area"]
    if not areas:
        raise MeasureError(
            "The front of this day is a line without a control area; "
            "measure to the line of contact instead."
        )
    first, *others = areas
    found = _to_area(start, known, first, country)
    assert found.within is not None
    within = bool(found.within[0])
    depth = float(found.nearest.distance_m[0])
    best = 0.0 if within else depth
    low, high = float(found.min_m[0]), float(found.max_m[0])
    off = sum(float(np.nan_to_num(p[1, 0])) for p in (found.place_m, found.source_m, found.gap_m))
    said = [_said(found, first)]
    said += [_said(_to_area(start, known, other, country), other) for other in others]
    warnings = [choice] if choice else []
    warnings += [
        *notes.day_warnings(day, first, found.gap_m),
        *known.front(first, country).warnings,
    ]
    if low == 0.0 < high:
        warnings.append(notes.edge_in_reach("the control area", within=within))
    warnings += notes.side_by_side(said, areas, start, unit)
    target = wording.target("control-area", found.nearest.lonlat[0], first)
    return Measurement(
        best, low, high, within, start, target, float(found.nearest.azimuth_deg[0]),
        wording.front_method(found, first, "control-area", unit),
        wording.statement(
            start, target, best, low, high, unit,
            snapshot=first, day=day, within=within, boundary_m=depth if within else None,
            boundary_off_m=off, moved=not np.isnan(found.gap_m).any(),
        ),
        inputs=known.inputs_of(areas),
        warnings=tuple(warnings),
        boundary_m=depth if within else None,
        boundary_off_m=off,
        uncertainty=_parts(found),
        sources=tuple(said) if len(said) > 1 else (),
    )  # fmt: skip


def _to_area(start: Place, fronts: Fronts, snapshot: Snapshot, country: str | None) -> Distances:
    at = np.array([[start.lon, start.lat]])
    area = fronts.front(snapshot, country).area
    assert area is not None
    edges = Edges.of(boundary_of(area))
    near, within = nearest_on_line(at, edges), inside(at, area)
    signed = _signed(near, within)
    rows = list(snapshot.rows)
    stated = float(np.nan_to_num(fronts.control_areas["accuracy_m"].iloc[rows].max()))
    gap = 0.0
    if snapshot.gap_days:
        gap = np.nan
        for other in fronts.neighbours(snapshot):
            shape = fronts.front(other, country).area
            if shape is not None:
                there = nearest_on_line(at, Edges.of(boundary_of(shape)))
                change = abs(_signed(there, inside(at, shape)) - signed)
                a_day = change / abs((other.as_of - snapshot.as_of).days)
                gap = float(np.fmax(gap, a_day * snapshot.gap_days))
    off = stated + float(np.nan_to_num(gap))
    low, high = to_area(start, signed, edges, area, off)
    place, source, definition, gaps = (
        np.full((2, 1), part) for part in (start.radius_m, stated, 0.0, gap)
    )
    return Distances(
        near, np.array([low]), np.array([high]), place, source, definition, gaps, within
    )


def _signed(near: Nearest, within: npt.NDArray[np.bool_]) -> float:
    """Return the distance to an area's edge, negative within."""
    return float(near.distance_m[0] * (-1.0 if within[0] else 1.0))


def _known(fronts: Fronts | None) -> Fronts:
    if fronts is None:
        raise MeasureError("A front is needed to measure to: give a control area or a line.")
    return fronts


def _said(found: Distances, snapshot: Snapshot) -> dict[str, Any]:
    """Return what one source says, as the answer lists it."""
    within = found.within is not None and bool(found.within[0])
    return {
        "source": snapshot.source,
        "kind": snapshot.kind,
        "as_of": snapshot.as_of.isoformat(),
        "gap_days": snapshot.gap_days,
        "distance_m": round(float(found.nearest.distance_m[0]), 3),
        "min_m": round(float(found.min_m[0]), 3),
        "max_m": round(float(found.max_m[0]), 3),
        "inside_control_area": None if found.within is None else within,
    }


def _parts(found: Distances) -> dict[str, float | None]:
    parts: dict[str, float | None] = {}
    for name, part in (
        ("place", found.place_m),
        ("source", found.source_m),
        ("definition", found.definition_m),
        ("gap", found.gap_m),
    ):
        for side, value in zip(("below", "above"), part[:, 0].tolist(), strict=True):
            parts[f"{name}_{side}_m"] = None if np.isnan(value) else round(value, 3)
    return parts
