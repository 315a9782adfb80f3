"""Distances to a front with their interval: the one rule of uncertainty.

The interval is a bound, not a probability: each part below is the most that a
stated cause can shift the distance, and the parts are added.

* place: the radius within which the start is known. A distance cannot change by
  more than its start moves.
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

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapper.geodesy import Nearest, inside, nearest_on_line
from mapper.measure.frontline import FrontLine
from mapper.measure.fronts import Fronts, Snapshot
from mapper.model.errors import MeasureError

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Distances:
    """Distances from several places to one snapshot's line of contact.

    Attributes
    ----------
    nearest
        Best value, nearest point, azimuth.
    place_m, source_m
        Parts of the interval to either side, ``(n,)``.
    definition_below_m, definition_above_m, gap_m
        Further parts; gap is NaN where the movement is not known.
    within
        Whether each place is in the control area; None for a line alone.
    """

    nearest: Nearest
    place_m: FloatArray
    source_below_m: FloatArray
    source_above_m: FloatArray
    definition_below_m: FloatArray
    definition_above_m: FloatArray
    gap_m: FloatArray
    within: npt.NDArray[np.bool_] | None

    @property
    def min_m(self) -> FloatArray:
        """The least distance that all bounds allow, never below zero."""
        off = self.place_m + self.source_below_m + self.definition_below_m
        return np.maximum(self.nearest.distance_m - off - np.nan_to_num(self.gap_m), 0.0)

    @property
    def max_m(self) -> FloatArray:
        """The greatest distance that all bounds allow."""
        off = self.place_m + self.source_above_m + self.definition_above_m
        return self.nearest.distance_m + off + np.nan_to_num(self.gap_m)


def to_front(
    lonlat: FloatArray,
    radius_m: FloatArray,
    gap_days: npt.NDArray[np.int64],
    fronts: Fronts,
    snapshot: Snapshot,
    country: str | None = None,
) -> Distances:
    """Return distances from places to a snapshot's line of contact, with intervals.

    Parameters
    ----------
    lonlat
        ``(n, 2)`` degrees.
    radius_m, gap_days
        Of each place, ``(n,)``.
    """
    front = fronts.front(snapshot, country)
    nearest = nearest_on_line(lonlat, front.edges)
    best = nearest.distance_m
    low, high = best.copy(), best.copy()
    for variant in front.variants:
        other = nearest_on_line(lonlat, variant).distance_m
        np.minimum(low, other, out=low)
        np.maximum(high, other, out=high)
    if front.ends is not None:
        np.minimum(low, nearest_on_line(lonlat, front.ends).distance_m, out=low)
    below, above = _source_bounds(lonlat, best, front)
    return Distances(
        nearest,
        radius_m,
        below,
        above,
        best - low,
        high - best,
        _movement(lonlat, best, gap_days, fronts, snapshot, country),
        None if front.area is None else inside(lonlat, front.area),
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
