"""Points of half a million rows, made beside other work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import shapely


class Points:
    """The points of rows, made in the background while the other columns are read."""

    def __init__(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> None:
        self.lon, self.lat = lon, lat
        self._pool = ThreadPoolExecutor(1)
        self._making = self._pool.submit(shapely.points, lon, lat)

    def result(self) -> npt.NDArray[np.object_]:
        """Return the points; None where a coordinate is not known."""
        points: npt.NDArray[np.object_] = self._making.result()
        self._pool.shutdown()
        points[np.isnan(self.lon)] = None
        return points
