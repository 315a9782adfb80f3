"""Positions that stand for a missing or a rounded one: near 0, 0, on an axis, whole degrees."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts, Mask
from mapper.checks.finding import Mend, findings, joined

#: Half the side of the box about 0, 0 in degrees: some 11 km of open ocean.
NEAR_DEG: Final = 0.1
#: A set in which more positions than this share are whole degrees is rounded on purpose.
ROUNDED_SHARE: Final = 0.2


def null_island(facts: Facts) -> pd.DataFrame:
    """Find positions at or near 0, 0, with one coordinate exactly 0, or with both alike.

    These are what programs write for a position that is not known, and what
    is left when one coordinate is lost or copied. Proposed: to take the
    position away.
    """
    lon, lat = facts.lonlat.T
    both = (lon == 0.0) & (lat == 0.0)
    near = (np.abs(lon) < NEAR_DEG) & (np.abs(lat) < NEAR_DEG) & ~both
    axis = ((lon == 0.0) | (lat == 0.0)) & ~both & ~near
    same = (lon == lat) & ~both & ~near
    parts = []
    for mask, words in (
        (both, "The position is 0, 0 in the Gulf of Guinea, which programs write for none."),
        (near, "The position {at} is within some kilometres of 0, 0, as when it is missing."),
        (axis, "One coordinate is exactly 0 ({at}), as when it is missing."),
        (same, "Longitude and latitude are the same number ({at}): one was copied."),
    ):
        rows = np.flatnonzero(mask & facts.placed)
        parts.append(
            findings(
                "null_island",
                facts.ids[rows],
                [words.format(at=_written(lon[row], lat[row])) for row in rows],
                mends=[_without_place(str(facts.ids[row])) for row in rows],
            )
        )
    return joined(parts)


def rounded(facts: Facts) -> pd.DataFrame:
    """Find whole-degree positions where the set has others and the event claims to be precise.

    A position in whole degrees is known to half a degree. Proposed: to say so
    with precision *region* and that radius.
    """
    lon, lat = facts.lonlat.T
    whole: Mask = facts.placed & (lon == np.round(lon)) & (lat == np.round(lat))
    placed = int(facts.placed.sum())
    if whole.sum() > ROUNDED_SHARE * placed:
        return findings("rounded", [], [])
    sharp = ~facts.is_any("geo_precision", "region", "country") & (facts.radius_m < 50_000.0)
    rows = np.flatnonzero(whole & sharp & ~((lon == 0.0) | (lat == 0.0) | (lon == lat)))
    mends = []
    for row in rows:
        radius_m = _half_degree_m(float(lat[row]))
        label = f"Say that it is known to {radius_m / 1000:.0f} km"
        values = {"geo_precision": "region", "radius_m": radius_m}
        mends.append(Mend("set", label, (str(facts.ids[row]),), values))
    return findings(
        "rounded",
        facts.ids[rows],
        [
            f"The position is a whole number of degrees ({lon[row]:.0f}, {lat[row]:.0f}), so it "
            "may be rounded, but the event is said to be known better than that."
            for row in rows
        ],
        mends=mends,
    )


def _written(lon: float, lat: float) -> str:
    return f"{lon:.6g}, {lat:.6g}"


def _without_place(event_id: str) -> Mend:
    return Mend("set", "Remove the position", (event_id,), {"lon": None, "lat": None})


def _half_degree_m(lat: float) -> float:
    """Return the distance from the middle of a one-degree cell to its corner, in whole km."""
    height_m = 111_195.0 / 2
    corner_m = math.hypot(height_m, height_m * math.cos(math.radians(lat)))
    return math.ceil(corner_m / 1000.0) * 1000.0
