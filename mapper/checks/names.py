"""The place name against the coordinates."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.areas import regional
from mapper.checks.facts import Facts, Ints
from mapper.checks.finding import findings, kilometres
from mapper.checks.placing import candidate_of, move_to
from mapper.gazetteer import Candidate, admin1_label
from mapper.geodesy import distance_m

#: Beyond the event's radius and the place's own, in metres: suburbs, and centres that
#: sources set in different streets.
TOLERANCE_M: Final = 10_000.0

#: Villages under 500 people are not in the gazetteer and share their names with towns, in
#: the same region too. A name tells the place when one so called is at least so large, ...
CITY: Final = 20_000
#: ... or where the position is not in the stated region anyway, or no region is known and
#: at most so many places have the name, one of them at least so large.
FEW: Final = 2
TOWN: Final = 2_000

_VILLAGE: Final = r"(?i)\b(?:village|settlement|selo|село|селище|посёлок|поселок|хутор)\b"


def place_name(facts: Facts) -> pd.DataFrame:
    """Find positions that are far from every place of the event's name.

    Farther than the event's radius, the place's radius and 10 km from each of
    the gazetteer's places of that name, homonyms and old spellings included,
    in the stated country. Events known only to the region or country are not
    asked. A name the gazetteer does not know gives no finding; nor does the
    name of a village that others may share. Proposed, where only one place
    can be meant: to move the event there.
    """
    named = facts.named
    asked = facts.placed & (named.ask >= 0) & ~facts.is_any("geo_precision", "region", "country")
    rows = np.flatnonzero(asked)
    edge_m, nearest = named.nearest(rows, facts.lonlat[rows])
    far = edge_m > TOLERANCE_M + np.nan_to_num(facts.radius_m[rows])
    rows, nearest = rows[far], nearest[far]
    sure = _told_by_name(facts, rows)
    rows, nearest = rows[sure], nearest[sure]
    names = facts.texts("place_name")
    messages, mends = [], []
    for row, candidate in zip(rows, nearest, strict=True):
        place = named.only(row)
        shown = place or candidate_of(named.table, int(candidate))
        where = ", ".join(part for part in (shown.name, admin1_label(shown), shown.country) if part)
        far_km = kilometres(_distance_m(facts, row, shown))
        messages.append(
            f"No place called '{names[row]}' is near the position: the nearest, {where}, is "
            f"{far_km} away."
            if place is None
            else f"The position is {far_km} from '{names[row]}' ({where})."
        )
        mends.append(None if place is None else move_to(str(facts.ids[row]), place))
    return findings("place_name", facts.ids[rows], messages, mends=mends)


def _told_by_name(facts: Facts, rows: Ints) -> np.ndarray:
    """Return for which events the name is that of a place one can be sure of."""
    table = facts.named.questions.iloc[facts.named.ask[rows]]
    count, population = table["count"].to_numpy(), table["population"].to_numpy()
    inside_count = table["regional_count"].to_numpy()
    inside_population = table["regional_population"].to_numpy()
    asked = regional(facts)
    beyond = np.full(len(facts), np.nan)
    beyond[asked.rows] = asked.beyond_m
    region_known = ~np.isnan(beyond[rows])
    outside = beyond[rows] > 0.0
    village = facts.events["place_name"].iloc[rows].str.contains(_VILLAGE).fillna(False)
    of_region = outside | ((inside_population >= CITY) & ~village.to_numpy(dtype=bool))
    of_any = (population >= CITY) | ((count <= FEW) & (population >= TOWN))
    result: np.ndarray = np.where(inside_count > 0, of_region, of_any & ~region_known)
    return result


def _distance_m(facts: Facts, row: int, place: Candidate) -> float:
    return float(distance_m(facts.lonlat[[row]], [[place.lon, place.lat]])[0])
