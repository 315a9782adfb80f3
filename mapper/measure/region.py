"""Places known only to a first-order region: which region that is."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from mapper import basemap, gazetteer
from mapper.geodesy import SearchArea
from mapper.model import spelling
from mapper.model.vocabulary import DEFAULT_RADIUS_M

#: Words for "region" that stand beside a name.
_KINDS: Final = re.compile(
    r"\b(?:oblast'?|region|province|governorate|krai|republic(?: of)?|state|область|обл|край)\b\.?",
    re.IGNORECASE,
)
#: A named region this far (degrees) from the position is another one of that name.
_FAR_DEG: Final = 0.5


@dataclass(frozen=True, eq=False)
class Region:
    """A first-order region within which a place is known."""

    name: str
    area: SearchArea


def region_only(events: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return per event, ``(n,)``, whether its place is known to its region and no better.

    As `whole_region` for a whole table ``events``.
    """
    radius = events["radius_m"].to_numpy(dtype=np.float64, na_value=np.nan)
    regional = (events["geo_precision"] == "region").fillna(False).to_numpy(bool)
    only = np.asarray(regional & (np.isnan(radius) | (radius == DEFAULT_RADIUS_M["region"])), bool)
    rows = np.flatnonzero(regional & ~only)
    if len(rows):
        stated = zip(
            radius[rows], events["admin1"].iloc[rows], events["country"].iloc[rows], strict=True
        )
        only[rows] = [whole_region(*one) for one in stated]
    return only


def whole_region(radius_m: float | None, admin1: Any, country: Any) -> bool:
    """Tell whether a radius says no more than that a place lies somewhere in its region.

    So do none, the one proposed for regions, and one that covers the region; any other
    is better knowledge.
    """
    if radius_m is None or np.isnan(radius_m) or radius_m == DEFAULT_RADIUS_M["region"]:
        return True
    return bool(radius_m >= _covering_m(admin1, country))


@functools.lru_cache(maxsize=4096)
def _covering_m(admin1: Any, country: Any) -> float:
    known = {(code, name) for code, name, _, _ in basemap.region_names()}
    return gazetteer.Region(admin1, country).radius_m if (country, admin1) in known else np.inf


def regions_of(lonlat: npt.ArrayLike, admin1: Sequence[Any]) -> list[Region | None]:
    """Return the region of places known only to it; None where the base map has none.

    A region that the source names counts if it is near the position (feeds put
    a region's events on its capital, which may be a region of its own: Kyiv);
    otherwise the region in which the position lies.

    Parameters
    ----------
    lonlat
        Positions, ``(n, 2)``.
    admin1
        What the source calls the region, missing where it does not say; ``(n,)``.
    """
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    located = basemap.locate(points)
    found: list[Region | None] = []
    for (lon, lat), code, here, named in zip(
        points.tolist(), located["country"], located["admin1"], admin1, strict=True
    ):
        known = isinstance(named, str) and named and code
        name = _named(code, named, round(lon, 2), round(lat, 2)) if known else None
        name = name or here
        found.append(_region(code, name) if code and name else None)
    return found


@functools.lru_cache(maxsize=4096)
def _named(code: str, text: str, lon: float, lat: float) -> str | None:
    wanted = _key(text)
    regions = basemap.admin1(code)
    at = shapely.Point(lon, lat)
    near = regions[[shape.distance(at) < _FAR_DEG for shape in regions["geom"]]]
    # "Kyiv" is the English name of the oblast and the local one of the city.
    for names in ("name", "name_local"):
        same = near["name"][[bool(wanted) and _key(name) == wanted for name in near[names]]]
        if len(same) == 1:
            return str(same.iloc[0])
    return None


def _key(text: str) -> str:
    return spelling.key(_KINDS.sub(" ", text))


@functools.cache
def _region(code: str, name: str) -> Region:
    regions = basemap.admin1(code)
    shape = regions.loc[regions["name"] == name, "geom"].iloc[0]
    return Region(basemap.region_label(code, name), SearchArea(shape))
