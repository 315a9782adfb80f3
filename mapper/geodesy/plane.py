"""The plane in which areas are cut and grown, laid wherever the data are."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ellipsoid import FloatArray, as_lonlat, centre_of

_THREAD: Final = threading.local()


@dataclass(frozen=True)
class WorkingPlane:
    """A Lambert equal-area plane laid at the middle of the data (EPSG:9820).

    It bends lengths by less than 1 % within 1,800 km of its centre and knows
    neither antimeridian nor poles.
    """

    lon: float
    lat: float

    @classmethod
    def around(cls, area: BaseGeometry) -> WorkingPlane:
        """Return the plane whose centre lies in the middle of the area's vertices."""
        lon, lat = centre_of(as_lonlat(shapely.get_coordinates(area)))
        return cls(float(round(lon)), float(round(lat)))

    @property
    def proj(self) -> str:
        """The projection as a PROJ string."""
        return f"+proj=laea +lat_0={self.lat} +lon_0={self.lon} +datum=WGS84 +units=m"

    @property
    def _transformer(self) -> Transformer:
        # One for each thread: PROJ's contexts are not shared.
        made: dict[str, Transformer] = _THREAD.__dict__.setdefault("made", {})
        if self.proj not in made:
            made[self.proj] = Transformer.from_crs(
                "EPSG:4326", CRS.from_user_input(self.proj), always_xy=True
            )
        return made[self.proj]

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry in metres of the plane."""

        def change(points: FloatArray) -> FloatArray:
            return np.column_stack(self._transformer.transform(points[:, 0], points[:, 1]))

        return shapely.transform(geometry, change)

    def unproject(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry in lon, lat degrees."""

        def change(points: FloatArray) -> FloatArray:
            x, y = points[:, 0], points[:, 1]
            return np.column_stack(self._transformer.transform(x, y, direction="INVERSE"))

        return shapely.transform(geometry, change)
