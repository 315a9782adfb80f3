"""Rows that lack nothing but coordinates: what becomes of them.

None is placed in silence. A row that names a place is rejected with what its name may
mean, and read again where the person says; one that names only a region is an event
known to its region, and a warning counts these.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import basemap, gazetteer
from mapper.model import placenotes, schema
from mapper.model.errors import AmbiguousPlaceError, InputError, UnknownPlaceError
from mapper.readers.registry import Options, Placed, PlaceWords
from mapper.readers.result import Reading, Waiting, combine

_WORDS: Final = ("place_name", "admin1", "country")
#: Names are looked up in the gazetteer for so many different words; a millisecond each.
_MOST_LOOKED_UP: Final = 3_000
_MOST_NAMED: Final = 3
_MOST_LISTED: Final = 8
_BETWEEN_REPORTS: Final = 50
#: The share done when a feed hands over its rows.
_READ: Final = 0.9


_TAKEN: Final = ("placed", "kept", "region")


@dataclass(frozen=True)
class _Outcome:
    """What becomes of all rows of the same words."""

    kind: Literal["placed", "kept", "region", "offered", "nameless"]
    lon: float = np.nan
    lat: float = np.nan
    radius_m: float = np.nan
    precision: str | None = None
    region: gazetteer.Region | None = None
    note: str | None = None
    #: Why rows are rejected, beside that they lack coordinates.
    reason: str = ""


def candidates(
    words: PlaceWords, near: tuple[float, float] | None = None, limit: int | None = 20
) -> list[gazetteer.Candidate]:
    """Return the places that a row's words may mean, best first.

    Those of the stated country, else of any; those of the stated region come first, of
    these the nearest to ``near`` (lon, lat in degrees). At most ``limit``; None for all.
    """
    name, admin1, country = words
    name = name or admin1
    if not name or gazetteer.country_meant(name):
        return []
    region = admin1 or None
    found = gazetteer.search(name, _known(country), limit, region=region, near=near)
    if not found and _known(country):
        found = gazetteer.search(name, None, limit, region=region, near=near)
    return found


def region_meant(words: PlaceWords) -> gazetteer.Region | None:
    """Return the region, if a row's words name one and nothing nearer; None if in doubt."""
    name, admin1, country = words
    of_admin1 = gazetteer.find_regions(admin1, country)
    if not name:
        found = of_admin1
    elif gazetteer.names_region(name):
        found = gazetteer.find_regions(name, country)
    else:
        try:
            gazetteer.resolve(name, _known(country))
            return None
        except AmbiguousPlaceError:
            return None
        except UnknownPlaceError:
            found = gazetteer.find_regions(name, country, bare=True)
    if len(found) != 1 or (of_admin1 and found[0] not in of_admin1):
        return None
    return found[0]


def settle(reading: Reading, options: Options) -> Reading:
    """Return a reading in which every waiting row is accepted or rejected."""
    waiting, reading.waiting = reading.waiting, ()
    if not waiting:
        return reading
    tables = [rows.events[list(_WORDS)].fillna("") for rows in waiting]
    distinct = pd.concat(tables).drop_duplicates()
    words: list[PlaceWords] = list(distinct.itertuples(index=False, name=None))
    outcomes = _outcomes(words, options, reading.warnings)
    index = pd.MultiIndex.from_frame(distinct)
    parts = [reading]
    settled_as: list[_Outcome] = []
    for rows, table in zip(waiting, tables, strict=True):
        own = [outcomes[at] for at in index.get_indexer(pd.MultiIndex.from_frame(table))]
        settled_as += own
        parts.append(_settled(rows, table, own))
    settled = combine(parts)
    if len(settled.rejected):
        settled.rejected = settled.rejected.sort_values("row", kind="stable", ignore_index=True)
    settled.warnings += _warnings(settled_as)
    return settled


def _outcomes(words: Sequence[PlaceWords], options: Options, warnings: list[str]) -> list[_Outcome]:
    """Return what becomes of rows by their words; looks up what the person has not said."""
    lookups = sum(1 for one in words if any(one) and one not in options.places)
    known = lookups > 0
    if known:
        try:
            gazetteer.ensure_index(lambda share: _go_on(options))
        except InputError as error:
            known = False
            warnings.append(f"No places are proposed for rows without coordinates: {error}")
    outcomes = []
    looked_up = 0
    for one in words:
        if not any(one):
            outcomes.append(_Outcome("nameless"))
        elif one in options.places:
            outcomes.append(_chosen(one, options.places[one]))
        elif known and looked_up < _MOST_LOOKED_UP:
            looked_up += 1
            if looked_up % _BETWEEN_REPORTS == 0:
                options.report(_READ + (1.0 - _READ) * looked_up / lookups)
            outcomes.append(_looked_up(one))
        else:
            outcomes.append(_Outcome("offered"))
    if known and lookups > _MOST_LOOKED_UP:
        warnings.append(
            f"Of {lookups:,} different places without coordinates only the first "
            f"{_MOST_LOOKED_UP:,} were looked up in the gazetteer."
        )
    return outcomes


def _go_on(options: Options) -> bool:
    options.report(_READ)
    return True


def _chosen(words: PlaceWords, placed: Placed | None) -> _Outcome:
    if placed is None:
        name, admin1, country = words
        only_country = bool(country) and not (name or admin1)
        return _Outcome("kept", precision="country" if only_country else None)
    return _Outcome(
        "placed",
        placed.lon,
        placed.lat,
        placed.radius_m,
        None if placed.coordinates else "settlement",
        note=placenotes.by_coordinates(placed.coordinates)
        if placed.coordinates
        else placenotes.by_name(placed.name),
    )


def _looked_up(words: PlaceWords) -> _Outcome:
    name, admin1, country = words
    region = region_meant(words)
    if region is not None:
        lon, lat = region.lonlat
        note = placenotes.to_region(name or admin1, region)
        return _Outcome("region", lon, lat, region.radius_m, "region", region, note)
    if not (name or admin1) or gazetteer.country_meant(name or admin1):
        return _Outcome("offered", reason=f"; the place is known only to the country {country}")
    written = f"'{name or admin1}'"
    elsewhere = _region_elsewhere(words)
    if elsewhere is not None:
        return _Outcome("offered", reason=f"; {written} is {elsewhere}, the row says {country}")
    found = candidates(words)
    if not found:
        return _Outcome("offered", reason=f"; {written} is not in the gazetteer")
    listed = "; ".join(f"{one} at {one.lon:.4f}, {one.lat:.4f}" for one in found[:_MOST_NAMED])
    more = f"; and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return _Outcome("offered", reason=f"; {written} may be {listed}{more}")


def _region_elsewhere(words: PlaceWords) -> gazetteer.Region | None:
    """Return the region that a row names, if it is of another country than the row says."""
    name, admin1, country = words
    if not country:
        return None
    bare = bool(name) and not gazetteer.names_region(name)
    if bare and gazetteer.search(name, _known(country)):
        return None
    found = gazetteer.find_regions(name or admin1, bare=bare)
    return found[0] if len(found) == 1 and found[0].country != country else None


def _settled(rows: Waiting, words: pd.DataFrame, outcomes: Sequence[_Outcome]) -> Reading:
    """Return waiting rows as events or as rejected rows, by the outcome of each."""
    kinds = np.array([outcome.kind for outcome in outcomes])
    taken = np.isin(kinds, _TAKEN)
    events = _placed(rows.events[taken], [one for one in outcomes if one.kind in _TAKEN])
    rejected = rows.rejected[~taken].copy()
    reasons = pd.Series([one.reason for one in outcomes], index=rows.rejected.index, dtype="str")
    rejected["reason"] = rejected["reason"] + reasons[~taken]
    offered = kinds == "offered"
    unplaced = words[offered].reset_index(drop=True)
    unplaced.insert(0, "row", rows.rejected["row"].to_numpy()[offered])
    return Reading(
        rows=0,
        events=events if len(events) else None,
        sources=_of_events(rows.sources, events),
        claims=_of_events(rows.claims, events),
        rejected=rejected.reset_index(drop=True),
        unplaced=unplaced,
    )


def _placed(events: gpd.GeoDataFrame, outcomes: Sequence[_Outcome]) -> gpd.GeoDataFrame:
    """Return events with the place of their outcomes, and a note of it."""
    if events.empty:
        return events

    def texts(values: list[str | None]) -> pd.Series:
        return pd.Series(values, index=events.index, dtype="str")

    lon, lat = np.array([(one.lon, one.lat) for one in outcomes]).T
    points = shapely.points(lon, lat)
    points[np.isnan(lon)] = None
    radius_m = pd.Series([one.radius_m for one in outcomes], index=events.index)
    regions = [one.region for one in outcomes]
    note = texts([one.note for one in outcomes])
    before = (events["notes"] + "\n").fillna("")
    return events.assign(
        geo_precision=texts([one.precision for one in outcomes]).fillna(events["geo_precision"]),
        radius_m=radius_m.fillna(events["radius_m"]),
        admin1=texts([one.name if one else None for one in regions]).fillna(events["admin1"]),
        country=texts([one.country if one else None for one in regions]).fillna(events["country"]),
        notes=(before + note).fillna(events["notes"]),
    ).set_geometry(gpd.GeoSeries(points, index=events.index, crs=schema.CRS), crs=schema.CRS)


def _of_events(table: pd.DataFrame | None, events: pd.DataFrame) -> pd.DataFrame | None:
    if table is None:
        return None
    return table[table["event_id"].isin(events["event_id"])].reset_index(drop=True)


def _warnings(outcomes: Sequence[_Outcome]) -> list[str]:
    """Return what to say of rows without coordinates, in one line for each fate."""
    kinds: Counter[str] = Counter(outcome.kind for outcome in outcomes)
    regions = Counter(one.region.label for one in outcomes if one.region is not None)
    listed = ", ".join(f"{label} {count}" for label, count in regions.most_common(_MOST_LISTED))
    if len(regions) > _MOST_LISTED:
        listed += ", ..."
    said = {
        "region": f"Rows that name only a region are known to that region: {{}} ({listed}).",
        "placed": "Rows without coordinates placed where you chose: {}.",
        "kept": "Rows without coordinates kept without a place: {}.",
        "offered": "Rows rejected that name a place and have no coordinates: {}. "
        "They can be placed by name.",
    }
    return [text.format(kinds[kind]) for kind, text in said.items() if kinds[kind]]


def _known(country: str) -> str | None:
    """Return a country's code, None where it is none."""
    return country if country in _codes() else None


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(basemap.countries()["code"])
