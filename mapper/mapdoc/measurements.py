"""Kept measurements packed for drawing: what was measured along, numbers and words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from mapper.mapdoc.fronts import SCALE, pack
from mapper.measure import KeptMeasurement


def packed_measurements(measurements: pd.DataFrame | None) -> tuple[dict[str, Any], ...]:
    """Return the measurements that have a line, in their order.

    Parameters
    ----------
    measurements
        Table ``measurements``; None for none.

    Returns
    -------
    tuple of dict
        ``id``, ``event_id`` (or None), ``kind``, ``name``, ``note``, ``as_of``, ``statement``,
        ``distance_m``, ``min_m``, ``max_m``, ``area_m2`` (or None), whether the precision of a
        place is not stated (``whole``), and ``lines``: each ``[x0, y0, dx, dy, ...]`` in degrees
        times ``scale``, cut at the antimeridian.
    """
    if measurements is None:
        return ()
    return tuple(
        _packed(kept)
        for kept in KeptMeasurement.all_of(measurements)
        if kept.line is not None and math.isfinite(kept.distance_m)
    )


def _packed(kept: KeptMeasurement) -> dict[str, Any]:
    area = kept.inputs.get("area_m2")
    return {
        "id": kept.measurement_id,
        "event_id": kept.event_id,
        "kind": kept.target_kind,
        "name": kept.target_name,
        "note": kept.note or None,
        "as_of": kept.as_of,
        "statement": kept.statement,
        **{name: _finite(getattr(kept, name)) for name in ("distance_m", "min_m", "max_m")},
        "area_m2": _finite(area) if isinstance(area, int | float) else None,
        "whole": not all(one.get("radius_known", True) for one in kept.places),
        "scale": SCALE,
        "lines": [line.tolist() for feature in pack(kept.line) for line in feature],
    }


def _finite(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None
