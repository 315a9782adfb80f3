"""Distances to a front with their interval: the one rule of uncertainty.

The interval is a bound, not a probability: each part below is the most that a
stated cause can shift the distance, and the parts are added.

* place: the radius within which the start is known. A distance cannot change by
  more than its start moves. For a place known only to its region, the nearest
  and the farthest place within that region (`mapper.geodesy.ranges_within`),
  each with the parts below as they are there.
* definition: how far the line moves when its radius is 500 m or 3,000 m instead
  of 1,000 m, when contested areas are counted with the control area, when 1.5
  radii more of its loose ends are left out, and when the ends beside a border
  or coast, which the definition cuts off, are taken in.
* source: the accuracy the source states, for each stretch of its line. A source
  that states none adds nothing, and the method says so.
* gap: the days between the front and the event, times the change a day of this
  very distance between the front and its neighbouring snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from mapper.geodesy import Edges, Nearest, inside, nearest_on_line, ranges_within
from mapper.measure.frontline import FrontLine
from mapper.measure.fronts import Fronts
from mapper.measure.measurement import Place
from mapper.measure.region import Region
from mapper.measure.snapshots import Snapshot
from mapper.model.errors import MeasureError

#: How finely the range of distances over a region is bounded.
_RANGE_TOLERANCE_M: Final = 250.0

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Distances:
    """Distances from several places to one snapshot's line of contact or control area.

    Attributes
    ----------
    nearest
        Best value, nearest point, azimuth; for an area those of its edge.
    min_m, max_m
        The interval: what all bounds allow, ``(n,)``.
    place_m, source_m, definition_m, gap_m
        Parts below and above the best value, ``(2, n)``; the gap's is NaN where
        the movement is not known.
    within
        Whether each place is in the control area; None for a line alone.
    """

    nearest: Nearest
    min_m: FloatArray
    max_m: FloatArray
    place_m: FloatArray
    source_m: FloatArray
    definition_m: FloatArray
    gap_m: FloatArray
    within: npt.NDArray[np.bool_] | None


def _added(
    nearest: Nearest,
    place_m: FloatArray,
    source_m: FloatArray,
    definition_m: FloatArray,
    gap_m: FloatArray,
    within: npt.NDArray[np.bool_] | None,
) -> Distances:
    """Return distances whose interval is the sum of the parts."""
    off = place_m + source_m + definition_m + np.nan_to_num(gap_m)
    low = np.maximum(nearest.distance_m - off[0], 0.0)
    high = nearest.distance_m + off[1]
    return Distances(nearest, low, high, place_m, source_m, definition_m, gap_m, within)


def place_range(
    start: Place, metres: float, distance_m: Callable[[FloatArray], FloatArray]
) -> tuple[float, float]:
    """Return the least and greatest distance that the start's radius or region allows.

    Parameters
    ----------
    metres
        Best value; the least may be below zero, to be cut off once all is added.
    distance_m
        Takes ``(n, 2)`` lon, lat; gives ``(n,)`` metres to the same target.
    """
    if start.region is None:
        return metres - start.radius_m, metres + start.radius_m
    found = ranges_within([start.region.area], distance_m, _RANGE_TOLERANCE_M)[0]
    # A capital may lie outside the region that surrounds it.
    return min(found.least_m, metres), max(found.greatest_m, metres)


def to_area(
    start: Place, signed_m: float, edges: Edges, area: BaseGeometry, off_m: float = 0.0
) -> tuple[float, float]:
    """Return the interval of the distance to an area, 0 within it.

    Parameters
    ----------
    signed_m
        Distance to its edge, below zero within.
    edges, area
        Its boundary and itself.
    off_m
        Further bounds, to either side.
    """

    def outside_m(points: FloatArray) -> FloatArray:
        away = nearest_on_line(points, edges).distance_m
        return np.where(inside(points, area), 0.0, away)

    low, high = place_range(start, signed_m, outside_m)
    return max(low - off_m, 0.0), max(high + off_m, 0.0)


def to_front(
    lonlat: FloatArray,
    radius_m: FloatArray,
    gap_days: npt.NDArray[np.int64],
    fronts: Fronts,
    snapshot: Snapshot,
    country: str | None = None,
    regions: Sequence[Region | None] | npt.NDArray[np.object_] = (),
) -> Distances:
    """Return distances from places to a snapshot's line of contact, with intervals.

    Parameters
    ----------
    lonlat
        ``(n, 2)`` degrees.
    radius_m, gap_days
        Of each place, ``(n,)``.
    regions
        Per place the region it is only known to; empty where none is.
    """
    front = fronts.front(snapshot, country)
    rows = np.array([at for at, region in enumerate(regions) if region is not None], dtype=np.intp)
    if len(rows):
        return _over_regions(lonlat, radius_m, gap_days, fronts, snapshot, country, regions, rows)
    nearest = nearest_on_line(lonlat, front.edges)
    best = nearest.distance_m
    low, high = best.copy(), best.copy()
    for variant in front.variants:
        other = nearest_on_line(lonlat, variant).distance_m
        np.minimum(low, other, out=low)
        np.maximum(high, other, out=high)
    if front.ends is not None:
        np.minimum(low, nearest_on_line(lonlat, front.ends).distance_m, out=low)
    moved = _movement(lonlat, best, gap_days, fronts, snapshot, country)
    return _added(
        nearest,
        np.stack([radius_m, radius_m]),
        np.stack(_source_bounds(lonlat, best, front)),
        np.stack([best - low, high - best]),
        np.stack([moved, moved]),
        None if front.area is None else inside(lonlat, front.area),
    )


def _over_regions(
    lonlat: FloatArray,
    radius_m: FloatArray,
    gap_days: npt.NDArray[np.int64],
    fronts: Fronts,
    snapshot: Snapshot,
    country: str | None,
    regions: Sequence[Region | None] | npt.NDArray[np.object_],
    rows: npt.NDArray[np.intp],
) -> Distances:
    """Return `to_front` with the range over the region for some rows."""
    front = fronts.front(snapshot, country)
    chosen = [region for region in regions if region is not None]
    single = list(dict.fromkeys(chosen))
    ranges = dict(
        zip(
            single,
            ranges_within(
                [region.area for region in single],
                lambda points: nearest_on_line(points, front.edges).distance_m,
                _RANGE_TOLERANCE_M,
            ),
            strict=True,
        )
    )
    mine = [ranges[region] for region in chosen]
    count, extra = len(lonlat), len(rows)
    found = to_front(
        np.vstack([lonlat, [one.nearest for one in mine], [one.farthest for one in mine]]),
        np.concatenate([radius_m, np.zeros(2 * extra)]),
        np.concatenate([gap_days, gap_days[rows], gap_days[rows]]),
        fronts,
        snapshot,
        country,
    )
    near_rows, far_rows = slice(count, count + extra), slice(count + extra, None)
    nearest = found.nearest
    best = nearest.distance_m[rows]
    place = found.place_m[:, :count].copy()
    # A capital may lie outside the region that surrounds it.
    place[0, rows] = np.maximum(best - [one.least_m for one in mine], 0.0)
    place[1, rows] = np.maximum([one.greatest_m for one in mine] - best, 0.0)

    def there(part: FloatArray) -> FloatArray:
        result = part[:, :count].copy()
        result[0, rows], result[1, rows] = part[0, near_rows], part[1, far_rows]
        return result

    return _added(
        Nearest(nearest.distance_m[:count], nearest.lonlat[:count], nearest.azimuth_deg[:count]),
        place,
        there(found.source_m),
        there(found.definition_m),
        there(found.gap_m),
        None if found.within is None else found.within[:count],
    )


def _source_bounds(
    lonlat: FloatArray, best: FloatArray, front: FrontLine
) -> tuple[FloatArray, FloatArray]:
    if not front.accuracies:
        return np.zeros(len(best)), np.zeros(len(best))
    low, high = np.full(len(best), np.inf), np.full(len(best), np.inf)
    for edges, accuracy in front.accuracies:
        distance = best if edges is front.edges else nearest_on_line(lonlat, edges).distance_m
        np.minimum(low, distance - accuracy, out=low)
        np.minimum(high, distance + accuracy, out=high)
    return best - low, np.maximum(high - best, 0.0)


def _movement(
    lonlat: FloatArray,
    best: FloatArray,
    gap_days: npt.NDArray[np.int64],
    fronts: Fronts,
    snapshot: Snapshot,
    country: str | None,
) -> FloatArray:
    """Return how far the line may have moved towards or away in the gap."""
    moved = np.where(gap_days > 0, np.nan, 0.0)
    rows = np.flatnonzero(gap_days > 0)
    if not len(rows):
        return moved
    for other in fronts.neighbours(snapshot):
        try:
            line = fronts.front(other, country)
        except MeasureError:
            continue
        change = np.abs(nearest_on_line(lonlat[rows], line.edges).distance_m - best[rows])
        a_day = change / abs((other.as_of - snapshot.as_of).days)
        moved[rows] = np.fmax(moved[rows], a_day * gap_days[rows])
    return moved
