"""Lines and rings of a base map as the client draws them: projected, closed, with their boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

#: The world's width and height in whole numbers: a step is 4 cm.
WORLD: Final = 1 << 30
#: Web Mercator (EPSG:3857) ends where the world is a square.
_MOST_LATITUDE: Final = 85.0511287798066

Features = Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Features of lines or rings, one after another.

    Parameters
    ----------
    sizes
        Per feature the number of its lines, then per line that of its points.
    points
        x and y of each point in Web Mercator, from 0 to `WORLD`, y downwards; shape (2 n,).
    boxes
        Least x and y, greatest x and y of each line; shape (4 lines,).
    """

    sizes: npt.NDArray[np.uint32]
    points: npt.NDArray[np.int32]
    boxes: npt.NDArray[np.int32]


def drawn(features: Features, scale: float, *, rings: bool) -> Drawn:
    """Project features of lines ``[x0, y0, dx, dy, ...]`` in degrees times ``scale``.

    Rings are closed: their first point follows once more.
    """
    counts: list[int] = []
    pieces: list[npt.NDArray[np.int64]] = []
    sizes: list[int] = []
    for feature in features:
        # A line without a point has no box.
        lengths = [len(line) // 2 for line in feature if len(line)]
        sizes += (len(lengths), *(length + rings for length in lengths))
        counts += lengths
        pieces.append(np.fromiter(chain.from_iterable(feature), np.int64, 2 * sum(lengths)))
    if not counts:
        nothing = np.empty(0, np.int32)
        return Drawn(np.array(sizes, np.uint32), nothing, nothing)
    number = np.array(counts)
    starts = np.cumsum(number) - number
    steps = np.concatenate(pieces).reshape(-1, 2)
    walked = np.cumsum(steps, axis=0)
    lonlat = walked - np.repeat(walked[starts] - steps[starts], number, axis=0)
    points = _projected(lonlat / scale)
    boxes = np.hstack((np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)))
    if rings:
        points = np.insert(points, starts + number, points[starts], axis=0)
    return Drawn(np.array(sizes, np.uint32), points.ravel(), boxes.ravel())


def _projected(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """Return x and y in the world for lon, lat in degrees, both of shape (n, 2)."""
    lat = np.radians(np.clip(lonlat[:, 1], -_MOST_LATITUDE, _MOST_LATITUDE))
    x = lonlat[:, 0] / 360 + 0.5
    y = 0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)
    whole = np.rint(np.column_stack((x, y)) * WORLD)
    return np.clip(whole, -2 * WORLD, 2 * WORLD - 1).astype(np.int32)
