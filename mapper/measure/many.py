"""Every event against the front of its own day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.measure.foundrows import COLUMNS, REGION, FoundRows
from mapper.measure.fronts import MAX_GAP_DAYS, Fronts
from mapper.measure.interval import to_front
from mapper.measure.otherlines import said_with_others
from mapper.measure.region import region_only, regions_of
from mapper.measure.snapshots import Snapshot
from mapper.model.dates import NO_DAY, day_from_number, day_numbers
from mapper.model.errors import CancelledError, MapperError
from mapper.model.texts import numbers_for
from mapper.model.vocabulary import DEFAULT_RADIUS_M

_NO_ROWS: Final = np.empty(0, dtype=np.intp)


def distances(
    events: gpd.GeoDataFrame,
    fronts: Fronts,
    *,
    max_gap_days: int = MAX_GAP_DAYS,
    compare: bool = False,
    progress: Callable[[float], object] | None = None,
) -> pd.DataFrame:
    """Return each event's distance to the line of contact of its day.

    An event of several days is measured on its first; where its last day has
    another front, the interval takes in that one too. Without a radius, the
    one proposed for the event's ``geo_precision`` is used; an event known only
    to its region has the interval over all of it. Of fronts of several
    countries each event has those of one (the rule is that of `Fronts`).

    Parameters
    ----------
    events
        Table ``events`` (`mapper.model.schema`), any index.
    fronts
        Snapshots; each line is derived once.
    max_gap_days
        Greatest age of a front in days.
    compare
        Whether to add what every source of fronts gives, side by side: columns
        ``distance_m:<source>`` and ``as_of:<source>``, and their range in
        ``sources_min_m`` and ``sources_max_m``.
    progress
        Called with the share done, 0 to 1; returning False cancels.

    Returns
    -------
    DataFrame
        Columns `COLUMNS` with the events' index: metres, degrees, ISO days;
        ``refused`` says why a row has no distance; ``known_to_region`` names the
        region of an event known no better, of which only the interval is to be told.

    Raises
    ------
    CancelledError
        If ``progress`` returned False.
    """
    if compare:
        return _compared(events, fronts, max_gap_days, progress)
    countries = fronts.countries
    if len(countries) < 2:
        return _to_country(events, fronts, None, max_gap_days, progress)
    home = fronts.home(_points(events))
    candidates = []
    for number, code in enumerate(countries):
        # An event at home in none of them goes to all: the nearest is kept.
        rows = np.flatnonzero((home == code) | (home == ""))
        share = _share(progress, number, len(countries))
        measured = _to_country(events.iloc[rows], fronts, code, max_gap_days, share)
        candidates.append(measured.assign(row=rows))
    every = pd.concat(candidates, ignore_index=True)
    every = every.sort_values(["row", "distance_m"], kind="stable").drop_duplicates("row")
    return every[[*COLUMNS, REGION]].set_index(events.index)


def _compared(
    events: gpd.GeoDataFrame,
    fronts: Fronts,
    max_gap_days: int,
    progress: Callable[[float], object] | None,
) -> pd.DataFrame:
    names = fronts.sources
    total = len(names) + 1
    result = distances(
        events, fronts, max_gap_days=max_gap_days, progress=_share(progress, 0, total)
    )
    for number, name in enumerate(names):
        share = _share(progress, number + 1, total)
        one = distances(events, fronts.of_source(name), max_gap_days=max_gap_days, progress=share)
        result[f"distance_m:{name}"] = one["distance_m"]
        result[f"as_of:{name}"] = one["as_of"]
    each = result[[f"distance_m:{name}" for name in names]]
    return result.assign(sources_min_m=each.min(axis=1), sources_max_m=each.max(axis=1))


def _share(
    progress: Callable[[float], object] | None, number: int, total: int
) -> Callable[[float], object] | None:
    if progress is None:
        return None
    return lambda done: progress((number + done) / total)


def _points(events: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    if not len(events):
        return np.empty((0, 2))
    return np.column_stack([events.geometry.x, events.geometry.y])


def _to_country(
    events: gpd.GeoDataFrame,
    fronts: Fronts,
    country: str | None,
    max_gap_days: int,
    progress: Callable[[float], object] | None,
) -> pd.DataFrame:
    """Return `distances` to the fronts of one country, or of all where it is None."""
    refused = _refusals(events)
    points = _points(events)
    radius = _radii(events)
    regions = _regions(events, points, refused)
    starts, ends = day_numbers(events["date_start"]), day_numbers(events["date_end"])
    first = _grouped(
        np.where(refused == "", starts, NO_DAY), fronts, country, max_gap_days, refused
    )
    later = np.where((ends > starts) & (refused == ""), ends, NO_DAY)
    second = _grouped(later, fronts, country, max_gap_days, None)
    found = FoundRows(len(events))
    # Days in order, so that the lines of neighbouring days are still at hand.
    work = sorted({**first, **second}, key=lambda key: key[0])
    total = sum(len(rows) for group in (first, second) for rows in group.values())
    done = 0
    with fronts.ahead([snapshot for _, snapshot in work]) as front_is_next:
        for key in work:
            if progress is not None and progress(done / max(total, 1)) is False:
                raise CancelledError("Measuring")
            snapshot = key[1]
            front_is_next(snapshot)
            own, last = first.get(key, _NO_ROWS), second.get(key, _NO_ROWS)
            rows = np.concatenate([own, last])
            done += len(rows)
            days = np.concatenate([starts[own], ends[last]])
            gaps = (days - _number(snapshot)).astype(np.int64)
            try:
                measured = to_front(
                    points[rows], radius[rows], gaps, fronts, snapshot, regions=regions[rows]
                )
            except MapperError as error:
                for gap in np.unique(gaps[: len(own)]).tolist():
                    of_day = replace(snapshot, gap_days=gap)
                    refused[own[gaps[: len(own)] == gap]] = said_with_others(
                        error, fronts, of_day, max_gap_days, country
                    )
                continue
            found.take(measured, own, last, gaps[: len(own)], snapshot)
    if progress is not None:
        progress(1.0)
    return found.table(refused, regions, events.index)


def _number(snapshot: Snapshot) -> int:
    return snapshot.as_of.toordinal() - 719_163


def _refusals(events: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return per event why it can have no distance, empty text where it can."""
    refused = np.full(len(events), "", dtype=object)
    refused[events["date_start"].isna().to_numpy(bool)] = "The event has no day."
    country = (events["geo_precision"] == "country").fillna(False).to_numpy(bool)
    refused[country] = "The place is known only to the country."
    geometry = events.geometry
    placeless = geometry.isna().to_numpy() | geometry.is_empty.to_numpy()
    refused[placeless] = "The event has no coordinates."
    return refused


def _radii(events: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    stated = events["radius_m"].to_numpy(dtype=np.float64, na_value=np.nan)
    proposed = numbers_for(events["geo_precision"], DEFAULT_RADIUS_M)
    return np.asarray(np.nan_to_num(np.where(np.isnan(stated), proposed, stated)))


def _regions(
    events: gpd.GeoDataFrame, points: npt.NDArray[np.float64], refused: npt.NDArray[np.object_]
) -> npt.NDArray[np.object_]:
    """Return per event the region it is only known to, else None."""
    regions = np.full(len(events), None, dtype=object)
    rows = np.flatnonzero(region_only(events) & (refused == ""))
    if len(rows):
        regions[rows] = regions_of(points[rows], events["admin1"].iloc[rows].tolist())
    return regions


def _grouped(
    days: npt.NDArray[np.int_],
    fronts: Fronts,
    country: str | None,
    max_gap_days: int,
    refused: npt.NDArray[np.object_] | None,
) -> dict[tuple[int, Snapshot], npt.NDArray[np.intp]]:
    """Return the rows of each snapshot; days without one are refused with the reason."""
    groups: dict[tuple[int, ...], tuple[Snapshot, list[npt.NDArray[np.intp]]]] = {}
    numbers, place = np.unique(days, return_inverse=True)
    order = np.argsort(place, kind="stable")
    bounds = np.searchsorted(place[order], np.arange(len(numbers) + 1))
    for index, number in enumerate(numbers.tolist()):
        if number == NO_DAY:
            continue
        rows = order[bounds[index] : bounds[index + 1]]
        try:
            snapshot = fronts.of_day(day_from_number(number), max_gap_days, country)
        except MapperError as error:
            if refused is not None:
                refused[rows] = str(error)
            continue
        key = (*snapshot.rows, int(snapshot.kind == "control_area"))
        groups.setdefault(key, (snapshot, []))[1].append(rows)
    return {
        (_number(snapshot), snapshot): np.sort(np.concatenate(rows))
        for snapshot, rows in groups.values()
    }
