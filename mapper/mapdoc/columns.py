"""Columns of events as typed arrays: positions, days, codes, counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from mapper.mapdoc.language import ENGLISH, English
from mapper.model import vocabulary as words
from mapper.model.dates import day_numbers
from mapper.model.schema import GEOMETRY

#: Degrees are sent as integers times this: 1.1 cm, where float32 is a metre off.
DEGREE: Final = 10_000_000

#: Code of "no value" in a coded column.
NONE: Final = 255

#: Largest number of people an array holds; a larger one is written as text.
LARGEST_COUNT: Final = 2**31 - 1

#: Coded columns: name in the document, column of the events, known terms.
CODED: Final = (
    ("status", "verification_status", words.VERIFICATION_STATUSES),
    ("precision", "geo_precision", words.GEO_PRECISIONS),
    ("type", "event_type", words.EVENT_TYPES),
    ("weapon", "weapon", words.WEAPONS),
)


def event_arrays(events: gpd.GeoDataFrame) -> dict[str, npt.NDArray[Any]]:
    """Return the uncoded arrays of the table ``events``, each of shape (n,).

    ``lon`` and ``lat`` are degrees times 1e7 (0 where ``located`` is 0),
    ``start`` and ``end`` day numbers, ``radius_m`` NaN, ``killed_best`` and
    ``injured_best`` -1 where unknown.
    """
    points = events[GEOMETRY].to_numpy()
    x, y = (np.full(len(points), np.nan) for _ in "xy")
    filled = ~(shapely.is_missing(points) | shapely.is_empty(points))
    x[filled], y[filled] = shapely.get_x(points[filled]), shapely.get_y(points[filled])
    # Other programs may have written NaN or what is no degree: that is no place, and never 0, 0.
    located = (np.abs(x) <= 180.0) & (np.abs(y) <= 90.0)
    x, y = np.where(located, x, 0.0), np.where(located, y, 0.0)
    return {
        "lon": fixed_degrees(x),
        "lat": fixed_degrees(y),
        "located": located.astype(np.uint8),
        "start": day_numbers(events["date_start"]),
        "end": day_numbers(events["date_end"]),
        "radius_m": events["radius_m"].to_numpy(dtype=np.float32, na_value=np.nan),
        "killed_best": _counts(events["killed_best"]),
        "injured_best": _counts(events["injured_best"]),
    }


def _counts(numbers: pd.Series) -> npt.NDArray[np.int32]:
    known = numbers.to_numpy(dtype=np.int64, na_value=-1)
    counts: npt.NDArray[np.int32] = np.clip(known, -1, LARGEST_COUNT).astype(np.int32)
    return counts


def fixed_degrees(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """Return degrees times 1e7 as integers, 0 where NaN."""
    return np.rint(np.nan_to_num(degrees) * DEGREE).astype(np.int32)


def coded(
    events: pd.DataFrame, language: English = ENGLISH
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, list[dict[str, str]]]]:
    """Return the coded columns and the vocabulary their codes point into.

    Values that are no word of the vocabulary (feeds may bring their own event
    types) follow the known terms, most frequent first, as many as 8 bits hold.
    """
    arrays: dict[str, npt.NDArray[Any]] = {}
    # Not coded, but the legend of the fronts needs its words.
    vocabulary = {"control_status": _described("control_status", words.CONTROL_STATUSES, language)}
    for name, column, terms in CODED:
        places, distinct = pd.factorize(events[column])
        counts = np.bincount(places[places >= 0], minlength=len(distinct)).tolist()
        listed = _described(column, terms, language)
        found = zip(distinct, counts, strict=True)
        others = sorted((-count, value) for value, count in found if value not in terms)
        for _, value in others[: NONE - len(listed)]:
            listed.append({"value": value, "label": value, "meaning": ""})
        order = {term["value"]: code for code, term in enumerate(listed)}
        # What is missing has the place -1.
        codes = np.array([*(order.get(value, NONE) for value in distinct), NONE], dtype=np.uint8)
        arrays[name] = codes[places]
        vocabulary[column] = listed
    return arrays, vocabulary


def _described(
    column: str, terms: Mapping[str, words.Term], language: English
) -> list[dict[str, str]]:
    described = []
    for term in terms.values():
        label, meaning = language.term(column, term)
        described.append({"value": term.value, "label": label, "meaning": meaning})
    return described


def distance_arrays(distances: pd.DataFrame) -> dict[str, npt.NDArray[Any]]:
    """Return the distances to the front of each event's day, NaN where refused.

    The nearest points are left out where none is given.

    Parameters
    ----------
    distances
        Result of `mapper.measure.distances`, one row per event in order.
    """
    arrays: dict[str, npt.NDArray[Any]] = {}
    if distances["nearest_lon"].notna().any():
        for name, column in (("near_lon", "nearest_lon"), ("near_lat", "nearest_lat")):
            arrays[name] = fixed_degrees(distances[column].to_numpy(dtype=float))
    for name in ("distance_m", "min_m", "max_m"):
        arrays[name] = distances[name].to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    # One line from one point would say more than is known of a whole region.
    arrays["distance_m"][distances["known_to_region"].notna().to_numpy()] = np.nan
    return arrays
