"""River courses: lines of the World Data Bank II, moved into OpenStreetMap's water.

The lines are whole but hundreds of metres off; the source's pieces of water lie where
the rivers are, but are cut and thinned along small tiles into a chain of blocks. So each
line is looked at every `STEP_M`: a transect across it shows where the pieces are, and of
all courses through the transects the one is taken that keeps to water and bends least.
The pieces also show how wide a river is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

#: Stations along a line, metres.
STEP_M = 200.0
#: Pieces with less of a gap between them are one water, metres.
_SEAM_M = 80.0
#: A change of course of one place costs this much of what the best water gives.
_BEND = 0.12
#: What lies far off the line gives less, by this much at the ends of a transect.
_FAR = 0.5
#: How far along the line a width is measured, in stations each way.
_WIDTH_REACH = 10
#: As many of those stations have to show water.
_LEAST_SHOWN = 0.3
_WIDTH_PERCENTILE = 70.0
_M_PER_DEG = 111_195.0


@dataclass(frozen=True)
class Reach:
    """How far to each side of a line water is looked for, and in which steps, metres."""

    reach_m: float
    place_m: float

    @property
    def places(self) -> np.ndarray:
        """Return the offsets from the line, left to right."""
        half = int(self.reach_m / self.place_m)
        return np.arange(-half, half + 1) * self.place_m


#: For lines that are some hundred metres off, and for those kilometres off.
CLOSE, WIDE = Reach(1_500.0, 50.0), Reach(6_000.0, 150.0)


@dataclass(frozen=True)
class Course:
    """A river line: (n, 2) lon, lat; metres across at each point (0 unknown)."""

    lonlat: np.ndarray
    width_m: np.ndarray


def moved(line: np.ndarray, pieces: np.ndarray, tree: shapely.STRtree, reach: Reach) -> Course:
    """Return the course nearest to a line (n, 2) that keeps to pieces of water."""
    points = stations(line)
    if len(points) < 3:
        return Course(line, np.zeros(len(line)))
    scale = np.column_stack(
        [_M_PER_DEG * np.cos(np.radians(points[:, 1])), np.full(len(points), _M_PER_DEG)]
    )
    normal = _normals(points, scale)
    arm = normal * reach.reach_m / scale
    transects = shapely.linestrings(np.stack([points - arm, points + arm], axis=1))
    at, piece = tree.query(transects, predicate="intersects")
    if not len(at):
        return Course(points, np.zeros(len(points)))
    parts, owner = shapely.get_parts(
        shapely.intersection(transects[at], pieces[piece]), return_index=True
    )
    ends, part = shapely.get_coordinates(parts, return_index=True)
    station = at[owner[part]]
    offset = ((ends - points[station]) * scale[station] * normal[station]).sum(axis=1)
    low = np.full(len(parts), np.inf)
    high = np.full(len(parts), -np.inf)
    np.minimum.at(low, part, offset)
    np.maximum.at(high, part, offset)
    station, low, high = _merged(at[owner], low, high)
    places = reach.places
    chosen = places[_best_way(_gains(len(points), station, low, high, places))]
    chosen, width = _settled(chosen, station, low, high, reach.place_m)
    chosen = smooth(chosen, 2.0)
    return Course(points + normal * chosen[:, None] / scale, _widths(width))


def stations(line: np.ndarray) -> np.ndarray:
    """Return points every `STEP_M` along a line, its ends among them."""
    middle = np.radians((line[1:, 1] + line[:-1, 1]) / 2)
    steps = np.hypot(np.diff(line[:, 0]) * np.cos(middle), np.diff(line[:, 1])) * _M_PER_DEG
    along = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = np.linspace(0.0, along[-1], max(2, int(np.ceil(along[-1] / STEP_M)) + 1))
    return np.column_stack([np.interp(wanted, along, line[:, axis]) for axis in (0, 1)])


def _normals(points: np.ndarray, scale: np.ndarray) -> np.ndarray:
    metres = points * scale[len(points) // 2]
    smooth = np.column_stack([smooth(metres[:, axis], 3.0) for axis in (0, 1)])
    along = np.gradient(smooth, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return np.column_stack([-along[:, 1], along[:, 0]])


def smooth(values: np.ndarray, sigma: float) -> np.ndarray:
    """Return values averaged along a line; its ends stay where they are."""
    half = min(int(3 * sigma), len(values) - 1)
    if half < 1:
        return values
    weights = np.exp(-0.5 * (np.arange(-half, half + 1) / sigma) ** 2)
    # Mirrored in a point at the ends, so that nothing is pulled inwards.
    before = 2 * values[0] - values[half:0:-1]
    after = 2 * values[-1] - values[-2 : -half - 2 : -1]
    whole = np.concatenate([before, values, after])
    return np.convolve(whole, weights / weights.sum(), mode="valid")


def _merged(
    station: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the stretches of water on each transect, those that nearly meet as one."""
    order = np.lexsort((low, station))
    station, low, high = station[order], low[order], high[order]
    first = np.ones(len(station), dtype=bool)
    first[1:] = (station[1:] != station[:-1]) | (low[1:] > high[:-1] + _SEAM_M)
    begin = np.flatnonzero(first)
    return station[begin], low[begin], np.maximum.reduceat(high, begin)


def _gains(
    count: int, station: np.ndarray, low: np.ndarray, high: np.ndarray, places: np.ndarray
) -> np.ndarray:
    """Return (count, places) what each place gives: most in the middle of wide water."""
    gains = np.zeros((count, len(places)))
    middle, half = (low + high) / 2, (high - low) / 2 + 100.0
    worth = np.sqrt(np.minimum(high - low, 1_000.0) / 1_000.0)
    inside = 1 - ((places[None, :] - middle[:, None]) / half[:, None]) ** 2
    np.maximum.at(gains, station, worth[:, None] * np.maximum(inside, 0.0))
    far = (places / places[-1]) ** 2
    return gains * (1 - _FAR * far) - 0.02 * far


def _best_way(gains: np.ndarray) -> np.ndarray:
    """Return the place at each station of the way that gains most (Viterbi)."""
    count, width = gains.shape
    came = np.zeros((count, width), dtype=np.int8)
    total = gains[0].copy()
    turns = np.array([-2, -1, 0, 1, 2])
    cost = _BEND * np.array([3.0, 1.0, 0.0, 1.0, 3.0])
    index = np.arange(width)
    for number in range(1, count):
        padded = np.pad(total, 2, constant_values=-np.inf)
        choices = np.stack([padded[2 + turn : 2 + turn + width] for turn in turns])
        choices -= cost[:, None]
        best = choices.argmax(axis=0)
        came[number] = turns[best]
        total = choices[best, index] + gains[number]
    way = np.empty(count, dtype=np.intp)
    way[-1] = total.argmax()
    for number in range(count - 1, 0, -1):
        way[number - 1] = way[number] + came[number, way[number]]
    return way


def _settled(
    chosen: np.ndarray, station: np.ndarray, low: np.ndarray, high: np.ndarray, place_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the way moved into the middle of its water, and the water's width there."""
    width = np.full(len(chosen), np.nan)
    here = (chosen[station] >= low - place_m) & (chosen[station] <= high + place_m)
    settled = chosen.copy()
    for index in np.flatnonzero(here):
        if not high[index] - low[index] < np.nan_to_num(width[station[index]]):
            width[station[index]] = high[index] - low[index]
            settled[station[index]] = (high[index] + low[index]) / 2
    limit = np.clip(settled, chosen - 4 * place_m, chosen + 4 * place_m)
    return limit, width


def _widths(width: np.ndarray) -> np.ndarray:
    """Return the width along a line: blocks are too narrow at their ends, or missing."""
    padded = np.pad(width, _WIDTH_REACH, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _WIDTH_REACH + 1)
    shown = np.isfinite(windows).mean(axis=1) >= _LEAST_SHOWN
    result = np.zeros(len(width))
    result[shown] = np.nanpercentile(windows[shown], _WIDTH_PERCENTILE, axis=1)
    return np.maximum(smooth(result, 4.0), 0.0) if len(width) > 30 else result
