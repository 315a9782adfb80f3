"""How much land a snapshot's control area takes up."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from mapper.geodesy import area_m2, clean_area
from mapper.measure.frontline import control_of, rows_of
from mapper.measure.fronts import Fronts
from mapper.measure.snapshots import Snapshot
from mapper.model.errors import GeometryError


@dataclass(frozen=True)
class ControlledAreas:
    """Areas on the ellipsoid in square metres, as the source draws them; None for none drawn.

    Attributes
    ----------
    controlled_m2
        Of the control area: occupied, or held since before 2022; only assessed ones where the
        source assesses any.
    contested_m2
        Of what it draws as contested.
    """

    controlled_m2: float | None
    contested_m2: float | None


def controlled_areas(fronts: Fronts, snapshot: Snapshot) -> ControlledAreas:
    """Return how much land a snapshot's areas take up; land that several cover counts once."""
    if snapshot.kind != "control_area":
        return ControlledAreas(None, None)
    sides, grey = control_of(rows_of(fronts.control_areas, snapshot.rows))
    held = [_size_m2(area) for _, area in sides]
    known = [size for size in held if size is not None]
    return ControlledAreas(sum(known) if known else None, _size_m2(grey))


def _size_m2(area: BaseGeometry | None) -> float | None:
    if area is None or area.is_empty:
        return None
    try:
        return area_m2(clean_area(area)[0])
    except GeometryError:
        return None
