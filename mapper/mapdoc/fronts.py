"""Fronts packed for drawing: simplified, in integers, each vertex as a step.

Nothing is ever measured on these: the engine measures on the full geometry.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.model.dates import day_numbers
from mapper.model.schema import GEOMETRY

#: Degrees are sent as integers times this (0.1 m).
SCALE: Final = 1_000_000

#: Largest shift of a drawn line in degrees, about 10 m.
TOLERANCE: Final = 1e-4

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
    line_of: Callable[[str], BaseGeometry | None],
) -> tuple[dict[str, Any], ...]:
    """Return control areas, derived and given lines of contact, oldest first.

    Parameters
    ----------
    control_areas, lines_of_contact
        The tables of these names.
    line_of
        Gives the line of contact derived from a control area's ``front_id``,
        or None where there is none to draw.
    """
    entries = []
    for kind, table in (("control_area", control_areas), ("line_of_contact", lines_of_contact)):
        for entry, geometry in zip(_described(table, kind), table[GEOMETRY], strict=True):
            entries.append(entry | {"features": pack(geometry)})
            line = line_of(entry["front_id"]) if kind == "control_area" else None
            if line is not None and not line.is_empty:
                derived = {
                    "front_id": f"{entry['front_id']}#line",
                    "kind": "line_of_contact",
                    "derived": True,
                }
                entries.append(entry | derived | {"features": pack(line)})
    return tuple(sorted(entries, key=lambda entry: (entry["as_of"], entry["front_id"])))


def _described(table: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    texts = table[[*_TEXTS, "extra", "accuracy_m"]].astype(object)
    texts = texts.where(texts.notna(), None)
    days = day_numbers(table["as_of"])
    described = []
    rows: list[dict[str, Any]] = [
        dict(zip(texts.columns, row, strict=True)) for row in texts.to_numpy()
    ]
    for row, day in zip(rows, days.tolist(), strict=True):
        extra = json.loads(row.pop("extra") or "{}")
        described.append(
            {
                **row,
                "kind": kind,
                "day": day,
                "approximate": kind == "line_of_contact" and bool(row["accuracy_m"] or extra),
                "derived": False,
                "scale": SCALE,
            }
        )
    return described


def pack(geometry: BaseGeometry) -> list[list[list[int]]]:
    """Return a geometry as features of delta-coded integers.

    Parameters
    ----------
    geometry
        (Multi)Polygon or (Multi)LineString, degrees lon, lat.

    Returns
    -------
    list
        Per polygon its rings, per line a list with the line; each
        ``[x0, y0, dx, dy, ...]`` in degrees times `SCALE`.
    """
    simplified = shapely.simplify(geometry, TOLERANCE, preserve_topology=True)
    parts = shapely.get_parts(simplified)
    features = []
    for part in parts:
        lines = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        packed = [_deltas(shapely.get_coordinates(line)) for line in lines]
        least = 4 if part.geom_type == "Polygon" else 2
        packed = [line for line in packed if len(line) >= 2 * least]
        if packed:
            features.append(packed)
    return features


def _deltas(lonlat: np.ndarray) -> list[int]:
    fixed = np.rint(lonlat * SCALE).astype(np.int64)
    steps = np.diff(fixed, axis=0)
    steps = steps[steps.any(axis=1)]
    deltas: list[int] = np.vstack([fixed[:1], steps]).ravel().tolist()
    return deltas
