"""Longitude and latitude exchanged."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper import basemap
from mapper.checks.areas import beyond_country_m
from mapper.checks.facts import Facts, Mask, Texts
from mapper.checks.finding import Mend, findings

#: So far from its country, or from every place of its name, a position may be turned round.
WRONG_M: Final = 50_000.0
#: And so near to a place of its name it lies once it is turned back, beside its radius.
RIGHT_M: Final = 10_000.0

#: Without country and name the set decides: so many positions at least, so many of them
#: in the country of the turned one, and so few in that of the position.
FEWEST_FOR_SET: Final = 20
HOME_SHARE: Final = 0.5
STRAY_SHARE: Final = 0.005


def swapped(facts: Facts) -> pd.DataFrame:
    """Find positions that are right once longitude and latitude are exchanged.

    What decides: the stated country (the position is over 50 km outside, the
    turned one inside), else the place name (over 50 km from every place so
    called, turned within 10 km), else the set itself: half of it lies in the
    country of the turned position and next to nothing where the position is.
    Proposed: to exchange them.
    """
    lon, lat = facts.lonlat.T
    possible = facts.placed & (np.abs(lon) <= 90.0) & (np.abs(lon - lat) > 1.0)
    turned = facts.lonlat[:, ::-1]
    home = np.full(len(facts), "", dtype=object)
    by_country = possible & (beyond_country_m(facts) > WRONG_M)
    rows = np.flatnonzero(by_country)
    if len(rows):
        inside = _countries(turned[rows]) == facts.country[rows]
        home[rows[inside]] = [
            f"its stated country, {_name(c)}" for c in facts.country[rows[inside]]
        ]
    by_name = possible & (facts.country == "") & (facts.named.ask >= 0)
    rows = np.flatnonzero(by_name)
    if len(rows):
        home[rows] = _by_name(facts, rows)
    left = possible & (home == "") & (facts.country == "")
    _by_set(facts, left, home)
    rows = np.flatnonzero(home != "")
    messages = [
        f"Longitude and latitude may be exchanged: the position {lon[row]:.6g}, {lat[row]:.6g} "
        f"is far from {home[row]}; {lat[row]:.6g}, {lon[row]:.6g} is not."
        for row in rows
    ]
    mends = [
        Mend("set", "Exchange longitude and latitude", (str(facts.ids[row]),),
             {"lon": float(lat[row]), "lat": float(lon[row])})
        for row in rows
    ]  # fmt: skip
    return findings("swapped_axes", facts.ids[rows], messages, mends=mends)


def _by_name(facts: Facts, rows: np.ndarray) -> Texts:
    words = np.full(len(rows), "", dtype=object)
    far_m, _ = facts.named.nearest(rows, facts.lonlat[rows])
    wrong = np.flatnonzero(far_m > WRONG_M + np.nan_to_num(facts.radius_m[rows]))
    if len(wrong):
        own = rows[wrong]
        near_m, _ = facts.named.nearest(own, facts.lonlat[own][:, ::-1])
        right = near_m < RIGHT_M + np.nan_to_num(facts.radius_m[own])
        names = facts.texts("place_name")
        words[wrong[right]] = [f"every place called '{names[row]}'" for row in own[right]]
    return words


def _by_set(facts: Facts, left: Mask, home: Texts) -> None:
    located, _ = facts.located
    placed = int(facts.placed.sum())
    if placed < FEWEST_FOR_SET:
        return
    shares = pd.Series(located[facts.placed]).value_counts() / placed
    homes = set(shares[shares >= HOME_SHARE].index) - {""}
    most = max(1.5 / placed, STRAY_SHARE)
    strays = {str(code) for code in shares[shares <= most].index} | {""}
    if not homes:
        return
    rows = np.flatnonzero(left & np.isin(located.astype(str), list(strays)))
    if not len(rows):
        return
    codes = _countries(facts.lonlat[rows][:, ::-1])
    for row, code in zip(rows, codes, strict=True):
        if code in homes:
            home[row] = f"the other events, most of them in {_name(code)}"


def _countries(lonlat: np.ndarray) -> Texts:
    return basemap.locate(lonlat)["country"].to_numpy(dtype=object)


def _name(code: str) -> str:
    return basemap.country_name(code)
