"""Positions outside the country or region that the event names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from mapper import basemap
from mapper.checks.facts import Facts, Floats, Ints, Mask, Texts
from mapper.checks.finding import Mend, findings, kilometres
from mapper.checks.regionnames import region_names
from mapper.gazetteer import admin1_label
from mapper.geodesy import nearest_on_area

#: How far outside a country's outline a position may lie beside its own radius, in metres.
COUNTRY_TOLERANCE_M: Final = 5_000.0
#: The same at sea: ships are counted to the country off whose coast they were hit.
SEA_TOLERANCE_M: Final = 50_000.0
#: The base map's regions are some kilometres off.
REGION_TOLERANCE_M: Final = 10_000.0


def outside_country(facts: Facts) -> pd.DataFrame:
    """Find positions outside the stated country by more than radius and tolerance.

    5 km beyond the outline count as inside, 50 km at sea. Events known only
    to the country are asked too: their mark must stand in it. Where the place
    name means a place at the position, the proposal is the country it lies in.
    """
    distance_m = beyond_country_m(facts)
    located, regions = facts.located
    at_sea = located == ""
    allowed_m = np.where(at_sea, SEA_TOLERANCE_M, COUNTRY_TOLERANCE_M)
    allowed_m = allowed_m + np.nan_to_num(facts.radius_m)
    rows = np.flatnonzero(distance_m > allowed_m)
    agrees = _name_agrees(facts, rows)
    messages, mends = [], []
    for row, sure in zip(rows, agrees, strict=True):
        stated = basemap.country_name(facts.country[row])
        far = kilometres(distance_m[row])
        where = _where(str(located[row]), str(regions[row]))
        messages.append(f"The position lies {where}, {far} from {stated}, its stated country.")
        code = str(located[row])
        values = {"country": code}
        mends.append(
            Mend("set", f"Set the country to {code}", (str(facts.ids[row]),), values)
            if sure and code
            else None
        )
    return findings("outside_country", facts.ids[rows], messages, mends=mends)


def outside_region(facts: Facts) -> pd.DataFrame:
    """Find positions outside the stated region by more than radius and 10 km.

    Names are compared in any spelling; a name that is no region of the
    country gives no finding. A position in another country is left to
    `outside_country`. Where the place name means a place at the position, the
    proposal is the region it lies in.
    """
    asked = regional(facts)
    far = asked.beyond_m > REGION_TOLERANCE_M + np.nan_to_num(facts.radius_m[asked.rows])
    rows, beyond_m = asked.rows[far], asked.beyond_m[far]
    located, regions = facts.located
    stated = facts.texts("admin1")
    agrees = _name_agrees(facts, rows)
    messages, mends = [], []
    for row, metres, sure in zip(rows, beyond_m, agrees, strict=True):
        code, region = str(located[row]), str(regions[row])
        where = admin1_label(region, code) if region else "none of the country's regions"
        messages.append(
            f"The position lies in {where}, {kilometres(float(metres))} from the stated "
            f"region '{stated[row]}'."
        )
        mends.append(
            Mend("set", f"Set the region to {region}", (str(facts.ids[row]),), {"admin1": region})
            if sure and region
            else None
        )
    return findings("outside_region", facts.ids[rows], messages, mends=mends)


@dataclass(frozen=True)
class Regional:
    """Events whose region is known by name: their rows, and how far beyond it they lie."""

    rows: Ints
    beyond_m: Floats


def regional(facts: Facts) -> Regional:
    """Return the distance beyond the stated region for events in its country, 0 inside."""
    located, regions = facts.located
    stated = facts.texts("admin1")
    asked: Mask = facts.placed & (stated != "") & (located != "")
    asked &= (facts.country == "") | (facts.country == located)
    rows = np.flatnonzero(asked)
    frame = pd.DataFrame({"stated": stated[rows], "code": located[rows], "row": rows})
    kept, beyond = [], []
    for (name, code), group in frame.groupby(["stated", "code"], sort=False):
        names = region_names(str(name), str(code))
        if not names:
            continue
        own = group["row"].to_numpy()
        distance_m = np.zeros(len(own))
        outside = ~np.isin(regions[own].astype(str), list(names))
        if outside.any():
            areas = basemap.admin1(str(code))
            shapes = [areas.geometry.iloc[at] for at in np.flatnonzero(areas["name"].isin(names))]
            gaps = [
                nearest_on_area(facts.lonlat[own[outside]], shape).distance_m for shape in shapes
            ]
            distance_m[outside] = np.min(gaps, axis=0)
        kept.append(own)
        beyond.append(distance_m)
    if not kept:
        return Regional(np.empty(0, dtype=np.int64), np.empty(0))
    return Regional(np.concatenate(kept), np.concatenate(beyond))


def beyond_country_m(facts: Facts) -> Floats:
    """Return metres from the stated country, 0 inside, NaN where none or no place is known."""
    located, _ = facts.located
    distance_m = np.full(len(facts), np.nan)
    asked = facts.placed & (facts.country != "")
    distance_m[asked] = 0.0
    outside = np.flatnonzero(asked & (located != facts.country))
    for code in np.unique(facts.country[outside].astype(str)):
        rows = outside[facts.country[outside] == code]
        distance_m[rows] = nearest_on_area(facts.lonlat[rows], basemap.country(code)).distance_m
    return distance_m


def _name_agrees(facts: Facts, rows: Ints) -> Mask:
    """Return for which events a place of the stated name, in any country, is at the position."""
    names: Texts = facts.texts("place_name")[rows]
    if not len(rows) or not (names != "").any():
        return np.zeros(len(rows), dtype=bool)
    alone = facts.events.iloc[rows].assign(country=None, admin1=None)
    here = Facts.of(alone, None, today=facts.today_date, conflict_start=None)
    edge_m, _ = here.named.nearest(np.arange(len(rows)), here.lonlat)
    return np.asarray(edge_m < np.nan_to_num(facts.radius_m[rows]) + 2_000.0)


def _where(code: str, region: str) -> str:
    if not code:
        return "at sea"
    country = basemap.country_name(code)
    return f"in {admin1_label(region, code)}, {country}" if region else f"in {country}"
