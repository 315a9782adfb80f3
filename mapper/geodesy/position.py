"""One position as somebody wrote it, with how coarse that notation is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mapper.geodesy.ellipsoid import distance_m
from mapper.model.errors import InputError
from mapper.model.event import check_lonlat

#: The notations a position is read from and written in.
FORMS: Final = ("decimal", "dms", "mgrs", "plus-code", "link")


@dataclass(frozen=True)
class Position:
    """A position read from text.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84. For notations that name a cell (MGRS, Plus Code) its centre.
    radius_m
        How coarse the notation is, in metres: the place meant lies within this
        distance. Half a unit of the last digit written, in both directions at
        once; half the diagonal of a cell; for the centre of a map view half a
        map tile at its zoom; for a ``geo:`` link at least its stated uncertainty.
        Trailing zeros count as digits, so "53.20450" is finer than "53.2045".
    form
        One of `FORMS`: the notation it was written in.
    """

    lon: float
    lat: float
    radius_m: float
    form: str

    def __post_init__(self) -> None:
        check_lonlat(self.lon, self.lat)
        if not (math.isfinite(self.radius_m) and self.radius_m >= 0.0):
            raise InputError("not a radius in metres", found=self.radius_m, expected="0 or more")
        if self.form not in FORMS:
            raise InputError(
                "not a form of coordinates", found=self.form, expected="one of " + ", ".join(FORMS)
            )


def checked(lon: float, lat: float, *, expected: str) -> tuple[float, float]:
    """Return a pair just read; if it is off the Earth, say so and whether it looks swapped.

    Parameters
    ----------
    lon, lat
        Degrees, as read.
    expected
        The order in which this notation writes a position, for the message.

    Raises
    ------
    InputError
        If longitude or latitude is out of range.
    """
    if abs(lon) <= 180.0 and abs(lat) <= 90.0:
        return lon, lat
    if abs(lat) <= 180.0 and abs(lon) <= 90.0:
        raise InputError(
            "not a latitude; longitude and latitude look swapped",
            found=f"{lat:.10g}",
            expected=expected,
        )
    if not abs(lat) <= 90.0:
        raise InputError("not a latitude", found=f"{lat:.10g}", expected=f"-90 to 90 ({expected})")
    raise InputError("not a longitude", found=f"{lon:.10g}", expected=f"-180 to 180 ({expected})")


def cell_radius_m(lon: float, lat: float, half_lon: float, half_lat: float) -> float:
    """Return the greatest distance from a position to the corners of the cell around it.

    Parameters
    ----------
    lon, lat
        Centre, in degrees.
    half_lon, half_lat
        Half the cell's width and height, in degrees.

    Examples
    --------
    >>> round(cell_radius_m(36.2304, 49.9935, 0.00005, 0.00005), 2)
    6.62
    """
    # A corner past the pole is nearer than the pole's own parallel says.
    corners = [
        ((lon + east * half_lon + 180.0) % 360.0 - 180.0, min(90.0, max(-90.0, lat + north)))
        for east in (-1.0, 1.0)
        for north in (-half_lat, half_lat)
    ]
    return float(distance_m([lon, lat], corners).max())
