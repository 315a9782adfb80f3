"""Fronts packed for drawing: simplified, in integers, each vertex as a step.

Distances of events are measured by the engine on the full geometry. What a
reader measures in the page is measured on these, with an interval that holds
how far they may be off (``drawn_m``) and other readings of a derived line
(`mapper.mapdoc.spread`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.mapdoc.spread import late_edges, other_stretches, stated_accuracy_m
from mapper.measure import LEFT_OUT, FrontLine
from mapper.model.dates import day_numbers
from mapper.model.schema import GEOMETRY

#: Degrees are sent as integers times this (0.1 m).
SCALE: Final = 1_000_000

#: Largest shift of a drawn line in degrees, about 10 m.
TOLERANCE: Final = 1e-4

#: The same in metres, with the rounding to `SCALE`; and where every vertex is kept.
DRAWN_M: Final = 11.3
EXACT_M: Final = 0.1

_TEXTS: Final = (
    "front_id",
    "as_of",
    "published_at",
    "name",
    "source",
    "attribution",
    "licence",
    "redistribution",
    "url",
    "control_status",
    "side",
    "assessment",
)


def packed_fronts(
    control_areas: gpd.GeoDataFrame,
    lines_of_contact: gpd.GeoDataFrame,
    front_of: Callable[[str], FrontLine | None],
) -> tuple[dict[str, Any], ...]:
    """Return control areas, derived and given lines of contact, oldest first.

    Parameters
    ----------
    control_areas, lines_of_contact
        The tables of these names.
    front_of
        Gives the line of contact derived from a control area's ``front_id``,
        or None where there is none to draw.
    """
    entries = []
    for kind, table in (("control_area", control_areas), ("line_of_contact", lines_of_contact)):
        extras = table["extra"].fillna("")
        rows = zip(_described(table, kind), table[GEOMETRY], extras, strict=True)
        for entry, geometry, extra in rows:
            entries.append(entry | _drawn(entry, geometry, extra))
            front = front_of(entry["front_id"]) if kind == "control_area" else None
            if front is not None and not front.line.is_empty:
                entries.append(entry | _derived(entry, front))
    return tuple(sorted(entries, key=lambda entry: (entry["as_of"], entry["front_id"])))


def _derived(entry: dict[str, Any], front: FrontLine) -> dict[str, Any]:
    """Return what the line derived from an area has of its own."""
    features = pack(front.line)
    drawn = [np.cumsum(np.reshape(line, (-1, 2)), axis=0) / SCALE for (line,) in features]
    found = {
        "front_id": f"{entry['front_id']}#line",
        "kind": "line_of_contact",
        "derived": True,
        "features": features,
        "drawn_m": DRAWN_M,
        "accuracy_m": stated_accuracy_m(front),
        "late": late_edges(front, drawn),
        "others": pack(other_stretches(front)),
    }
    if front.area is not None and any(text.startswith(LEFT_OUT) for text in front.warnings):
        found["area"] = pack(front.area)
    return found


def _described(table: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    texts = table[[*_TEXTS, "accuracy_m"]].astype(object)
    texts = texts.where(texts.notna(), None)
    days = day_numbers(table["as_of"]).tolist()
    return [
        {
            **dict(zip(texts.columns, row, strict=True)),
            "kind": kind,
            "day": day,
            "approximate": False,
            "derived": False,
            "scale": SCALE,
            "drawn_m": DRAWN_M,
        }
        for row, day in zip(texts.to_numpy(), days, strict=True)
    ]


def _drawn(entry: dict[str, Any], geometry: BaseGeometry, extra: str) -> dict[str, Any]:
    """Return the features, and for a given line how sure it is."""
    if entry["kind"] == "control_area":
        return {"features": pack(geometry)}
    stated = _accuracies(extra)
    if not stated:
        return {"features": pack(geometry), "approximate": entry["accuracy_m"] is not None}
    # Every vertex is kept where each has an accuracy of its own.
    accuracies = [
        [stated.get((round(x, 6), round(y, 6)), entry["accuracy_m"]) for x, y in line.tolist()]
        for line in map(shapely.get_coordinates, shapely.get_parts(geometry))
    ]
    return {
        "features": pack(geometry, tolerance=0.0),
        "approximate": True,
        "drawn_m": EXACT_M,
        "vertex_accuracy_m": accuracies,
    }


def _accuracies(extra: str) -> dict[tuple[float, float], float]:
    """Return accuracy in metres by vertex (lon, lat), empty where none is stated."""
    try:
        vertices = json.loads(extra)["vertices"]
        return {
            (round(vertex["lon"], 6), round(vertex["lat"], 6)): float(vertex["accuracy_m"])
            for vertex in vertices
        }
    except (ValueError, TypeError, KeyError):
        # Other readers may keep other things in this column.
        return {}


def pack(
    geometry: BaseGeometry, *, tolerance: float = TOLERANCE
) -> list[list[npt.NDArray[np.int32]]]:
    """Return a geometry as features of delta-coded integers.

    Parameters
    ----------
    geometry
        (Multi)Polygon or (Multi)LineString, degrees lon, lat.
    tolerance
        Largest shift in degrees; 0 keeps every vertex.

    Returns
    -------
    list
        Per polygon its rings, per line a list with the line; each an array
        ``[x0, y0, dx, dy, ...]`` in degrees times `SCALE`.
    """
    if tolerance:
        geometry = shapely.simplify(geometry, tolerance, preserve_topology=True)
    parts = shapely.get_parts(geometry)
    features = []
    for part in parts:
        lines = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        packed = [_deltas(shapely.get_coordinates(line), exact=not tolerance) for line in lines]
        least = 4 if part.geom_type == "Polygon" else 2
        packed = [line for line in packed if len(line) >= 2 * least]
        if packed:
            features.append(packed)
    return features


def _deltas(lonlat: npt.NDArray[np.float64], exact: bool) -> npt.NDArray[np.int32]:
    fixed = np.rint(lonlat * SCALE).astype(np.int64)
    steps = np.diff(fixed, axis=0)
    if not exact:
        steps = steps[steps.any(axis=1)]
    # An array: years of days as lists of numbers would fill the memory.
    return np.vstack([fixed[:1], steps]).astype(np.int32).ravel()
