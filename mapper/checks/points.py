"""Several events at one point to the last digit."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts
from mapper.checks.finding import MOST_OTHERS, Mend, findings, several
from mapper.gazetteer import nearest_place
from mapper.model.vocabulary import DEFAULT_RADIUS_M

#: So many events on so many days at one point are no coincidence: it stands for a place.
FEWEST_EVENTS: Final = 3
FEWEST_DAYS: Final = 2
#: An event known no better than this may well share its point with others.
SHARP_M: Final = 1_000.0


def same_point(facts: Facts) -> pd.DataFrame:
    """Find points that many events share to the last digit though they are said to be precise.

    From three events on two days or more, of those known within a kilometre or
    with no stated precision: one finding for each point. A point shared so is
    the middle of a settlement, the usual stand-in. Proposed: to say so, with
    the settlement's radius where the gazetteer has one there, else 5 km if all
    have one place name.
    """
    rough = facts.is_any("geo_precision", "settlement", "area", "region", "country")
    stated = facts.events["radius_m"].to_numpy(dtype=float)
    rows = np.flatnonzero(facts.placed & ~rough & ~(stated > SHARP_M))
    lon, lat = facts.lonlat.T
    names = facts.texts("place_name")
    frame = pd.DataFrame(
        {"lon": lon[rows], "lat": lat[rows], "day": facts.start[rows], "row": rows}
    )
    groups = frame.groupby(["lon", "lat"], sort=False)
    large = (groups["row"].transform("size") >= FEWEST_EVENTS).to_numpy()
    frame = frame[large]
    ids, messages, others, mends = [], [], [], []
    for _, group in frame.groupby(["lon", "lat"], sort=False):
        if group["day"].nunique() < FEWEST_DAYS:
            continue
        members = [str(facts.ids[row]) for row in group["row"]]
        first = int(group["row"].iloc[0])
        place, gap_m, _ = nearest_place(float(lon[first]), float(lat[first]))
        inside = gap_m <= place.radius_m
        ids.append(members[0])
        others.append(tuple(members[1 : MOST_OTHERS + 1]))
        words = f", in {place}" if inside else ""
        messages.append(
            f"{several(len(members), 'event')} on {several(group['day'].nunique(), 'day')} are at "
            f"one and the same point ({lon[first]:.6g}, {lat[first]:.6g}{words}), as if known "
            "exactly."
        )
        radius_m = place.radius_m if inside else None
        if not inside and len(set(names[group["row"]]) - {""}) == 1:
            radius_m = DEFAULT_RADIUS_M["settlement"]
        mends.append(None if radius_m is None else _settlement(tuple(members), radius_m))
    return findings("same_point", ids, messages, others=others, mends=mends)


def _settlement(event_ids: tuple[str, ...], radius_m: float) -> Mend:
    label = f"Say that they are known to the settlement ({radius_m / 1000:.1f} km)"
    return Mend("set", label, event_ids, {"geo_precision": "settlement", "radius_m": radius_m})
