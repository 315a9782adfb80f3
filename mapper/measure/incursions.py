"""Incursions over a state border that sources of control areas may leave out.

A source that shows only what one side occupies says nothing of what the other
side held across the border. Where such ground was widely reported and lies
nearer than the measured line, the answer says so. The outlines are rough boxes,
used for this warning only and never measured to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import shapely

from mapper.geodesy import boundary_of, nearest_on_line
from mapper.measure.measurement import Place
from mapper.model.dates import write_days


@dataclass(frozen=True)
class Incursion:
    """Ground held across a border: where (a rough box), when, in words."""

    where: str
    first: dt.date
    last: dt.date
    west: float
    south: float
    east: float
    north: float


#: Days and extent as reported by the Institute for the Study of War and the
#: general press; the last day is when it was reported to be over or negligible.
INCURSIONS: Final = (
    Incursion(
        "Ukrainian forces held part of Kursk oblast, Russia, north of Sumy",
        dt.date(2024, 8, 6),
        dt.date(2025, 4, 26),
        34.6,
        51.0,
        35.5,
        51.5,
    ),
    Incursion(
        "Ukrainian forces were reported in the border villages of Belgorod oblast, Russia",
        dt.date(2025, 3, 18),
        dt.date(2025, 5, 31),
        35.2,
        50.9,
        35.5,
        51.1,
    ),
)


def unmentioned(
    start: Place, day: dt.date | None, distance_m: float, shown: shapely.Geometry
) -> list[str]:
    """Return a warning for each incursion that may be nearer than the measured line.

    Parameters
    ----------
    start
        From where it was measured.
    day
        The day of the front; None is no day.
    distance_m
        What was measured.
    shown
        The line measured to: an incursion that it runs through is not missing.
    """
    warnings = []
    for incursion in INCURSIONS:
        if day is None or not incursion.first <= day <= incursion.last:
            continue
        box = shapely.box(incursion.west, incursion.south, incursion.east, incursion.north)
        # A line through the middle of the box shows it; one along its edge is the border.
        if shapely.intersects(shown, box.buffer(-0.1)):
            continue
        near = float(nearest_on_line([[start.lon, start.lat]], boundary_of(box)).distance_m[0])
        if near < distance_m:
            when = write_days(incursion.first, incursion.last)
            warnings.append(
                f"{incursion.where} ({when}, as reported); this front does not show it, "
                f"and the true distance may be up to {(distance_m - near) / 1000:,.0f} km less."
            )
    return warnings
