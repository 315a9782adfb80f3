"""Distances to a state border, a coast, and any imported line or area."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from mapper import basemap
from mapper.geodesy import Edges, densify, inside, nearest_on_line
from mapper.measure import notes, wording
from mapper.measure.fronts import Fronts
from mapper.measure.interval import place_range, to_area
from mapper.measure.measurement import Measurement, Place, Target
from mapper.measure.shape import Shape
from mapper.model.errors import InputError, MeasureError

#: The base map's outlines are thinned by no more than this.
OUTLINE_ACCURACY_M: Final = 500.0
#: The 44 countries without a sea coast, and Kosovo. Their outlines have lake shores,
#: which the base map cannot tell from the sea; the Caspian counts as a lake here.
_LANDLOCKED = (
    "AD AF AM AT AZ BF BI BO BT BW BY CF CH CZ ET HU KG KZ LA LI LS LU MD MK ML MN MW NE NP "
    "PY RS RW SK SM SS SZ TD TJ TM UG UZ VA XK ZM ZW"
)
LANDLOCKED: Final = frozenset(_LANDLOCKED.split())


def to_outline(
    start: Place, kind: str, fronts: Fronts | None, country: str | None, unit: str
) -> Measurement:
    """Return the distance to a country's state border or coast."""
    code = (country or _country_of(start, fronts)).upper()
    if kind == "coast" and code in LANDLOCKED:
        raise MeasureError(f"{basemap.country_name(code)} has no sea coast.")
    edges = _edges(kind, code)
    if edges is None:
        what = "land border" if kind == "state-border" else "sea coast"
        raise MeasureError(f"{basemap.country_name(code)} has no {what}.")
    near = nearest_on_line([[start.lon, start.lat]], edges)
    metres = float(near.distance_m[0])
    low, high = place_range(start, metres, lambda p: nearest_on_line(p, edges).distance_m)
    low, high = max(low - OUTLINE_ACCURACY_M, 0.0), high + OUTLINE_ACCURACY_M
    target = wording.target(kind, near.lonlat[0], None)
    return Measurement(
        metres, low, high, None, start, target, float(near.azimuth_deg[0]),
        f"{wording.ELLIPSOID} The {'border' if kind == 'state-border' else 'coast'} is that of "
        f"{basemap.country_name(code)} on Mapper's base map, right to about 500 m; the interval "
        "adds that and the radius or region within which the start is known.",
        wording.statement(start, target, metres, low, high, unit, country=code),
        uncertainty={"outline_m": OUTLINE_ACCURACY_M},
    )  # fmt: skip


@lru_cache(maxsize=16)
def _edges(kind: str, code: str) -> Edges | None:
    lines = basemap.state_border(code) if kind == "state-border" else basemap.coast(code)
    return None if lines.is_empty else Edges.of(densify(lines))


def _country_of(start: Place, fronts: Fronts | None) -> str:
    """Return the country of the newest control area to measure to, else the start's."""
    if fronts is not None:
        whose, _ = fronts.country_for(start.lon, start.lat, None)
        for snapshot in reversed(fronts.snapshots):
            if snapshot.kind == "control_area" and whose in (None, fronts.country_of(snapshot)):
                area = fronts.front(snapshot).area
                assert area is not None
                return basemap.country_of(area)
    code = str(basemap.locate(np.array([[start.lon, start.lat]]))["country"].fillna("").iloc[0])
    if not code:
        raise InputError(
            "the start lies in no country", found=start.words, expected="the country to be given"
        )
    return code


def to_shape(start: Place, shape: Shape, unit: str) -> Measurement:
    """Return the distance to an imported line, or to an area (inside is an answer)."""
    at = [[start.lon, start.lat]]
    near = nearest_on_line(at, shape.edges)
    metres = float(near.distance_m[0])
    within = shape.area is not None and bool(inside(at, shape.area)[0])
    if shape.area is None:
        low, high = place_range(start, metres, lambda p: nearest_on_line(p, shape.edges).distance_m)
        low = max(low, 0.0)
    else:
        low, high = to_area(start, -metres if within else metres, shape.edges, shape.area)
    lon, lat = (float(value) for value in near.lonlat[0])
    target = Target("line" if shape.area is None else "area", shape.name, lon, lat)
    best = 0.0 if within else metres
    warnings = [f"{shape.name} was repaired: {text}." for text in shape.repairs]
    if shape.area is not None and low == 0.0 < high:
        warnings.append(notes.edge_in_reach("the area", within=within))
    return Measurement(
        best, low, high, None, start, target, float(near.azimuth_deg[0]),
        f"{wording.ELLIPSOID} {shape.name} is taken as its file draws it, edges straight in "
        "longitude and latitude; the interval adds the radius or region within which the start "
        "is known.",
        wording.statement(
            start, target, best, low, high, unit, within=within,
            boundary_m=metres if within else None, boundary_off_m=start.radius_m,
        ),
        inputs=tuple(dict(entry) for entry in shape.inputs),
        warnings=tuple(warnings),
        boundary_m=metres if within else None,
        boundary_off_m=start.radius_m,
    )  # fmt: skip
