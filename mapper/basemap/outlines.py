"""Country outlines, their land borders and coasts.

Outlines come from OpenStreetMap. Ukraine and its neighbours are kept to 10 m,
other countries are thinned to about 500 m and lose islands under 1 km2. Rivers,
lakes and reservoirs belong to the country they lie in; the sea does not.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely import LineString, MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper.basemap import stored
from mapper.model.errors import InputError

_ARCHIVE = "outlines.npz"
#: A country with such a share of an area has more of it than any other: outlines overlap by less.
_MOST = 0.6


@functools.cache
def country(code: str) -> MultiPolygon:
    """Return the land of a country with its inland waters.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-2, in upper or lower case. Crimea is in ``UA``.

    Returns
    -------
    MultiPolygon
        EPSG:4326, lon, lat in degrees; valid; cut at the antimeridian.

    Raises
    ------
    InputError
        If no country has that code.
    """
    return MultiPolygon(list(stored.polygons(_ARCHIVE, _checked(code))))


def country_name(code: str) -> str:
    """Return the English short name, e.g. ``Ukraine``.

    Raises
    ------
    InputError
        If no country has that code.
    """
    return str(_names()[_checked(code)])


def countries() -> pd.DataFrame:
    """Return ``code`` (alpha-2) and English ``name`` of every country, by code."""
    names = _names()
    return pd.DataFrame({"code": list(names), "name": list(names.values())}, dtype="str")


def state_border(code: str) -> MultiLineString:
    """Return the land border with the neighbours, rivers and lakes included.

    Drawn along the country's own bank where the border follows water.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-2.

    Returns
    -------
    MultiLineString
        EPSG:4326; empty for an island country.
    """
    return _edges(_checked(code), border=True)


def coast(code: str) -> MultiLineString:
    """Return the sea coast; arguments and result as in `state_border`."""
    return _edges(_checked(code), border=False)


def country_of(area: BaseGeometry) -> str:
    """Return the code of the country in which most of an area lies.

    Parameters
    ----------
    area
        Polygon or MultiPolygon, EPSG:4326.

    Raises
    ------
    InputError
        If the area touches no country.
    """
    boxes = bounds()
    west, south, east, north = shapely.bounds(area)
    near = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
    near &= (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    shares = {}
    sized = shapely.make_valid(area)
    # The smallest first: the largest countries take longest, and are seldom needed.
    large = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for at in sorted(np.flatnonzero(near).tolist(), key=lambda at: (large[at], at)):
        code = list(_names())[at]
        shared = float(shapely.intersection(sized, country(code)).area)
        if shared > _MOST * sized.area:
            return code
        if shared > 0.0:
            shares[code] = shared
    if not shares:
        raise InputError("the area lies in no country")
    return max(shares, key=lambda code: shares[code])


def country_at(lon: float, lat: float) -> str | None:
    """Return the code of the country that a place, degrees, lies in; None at sea."""
    boxes = bounds()
    near = (boxes[:, 0] <= lon) & (lon <= boxes[:, 2]) & (boxes[:, 1] <= lat) & (lat <= boxes[:, 3])
    for code in np.array(list(_names()))[near].tolist():
        if shapely.contains_xy(country(code), lon, lat):
            return str(code)
    return None


@functools.cache
def bounds() -> npt.NDArray[np.float64]:
    """Return the (n, 4) boxes west, south, east, north in the order of `countries`."""
    return stored.array(_ARCHIVE, "bounds") / stored.SCALE


@functools.cache
def _names() -> dict[str, str]:
    return dict(stored.table("countries.json"))


def _checked(code: str) -> str:
    cleaned = code.strip().upper()
    if cleaned not in _names():
        raise InputError("no country has this code", found=code, expected="two letters such as UA")
    return cleaned


@functools.cache
def _edges(code: str, *, border: bool) -> MultiLineString:
    points = stored.points(_ARCHIVE, code) / stored.SCALE
    flags = stored.array(_ARCHIVE, f"{code}.border").astype(bool)
    wanted = flags if border else ~flags
    lengths = stored.array(_ARCHIVE, f"{code}.rings")
    ends = np.cumsum(lengths)
    lines = []
    for start, end in zip(ends - lengths, ends, strict=True):
        lines += _runs(points[start:end], wanted[start : end - 1])
    return MultiLineString(lines)


def _runs(ring: npt.NDArray[np.float64], wanted: npt.NDArray[np.bool_]) -> list[LineString]:
    """Return the wanted edges of a closed ring as lines, joined across its start."""
    if wanted.all():
        return [LineString(ring)]
    if not wanted.any():
        return []
    first = int(np.argmin(wanted))
    edges = np.roll(wanted, -first)
    vertices = np.concatenate([ring[first:-1], ring[: first + 1]])
    change = np.flatnonzero(np.diff(np.concatenate([[False], edges, [False]]).astype(np.int8)))
    return [
        LineString(vertices[start : end + 1])
        for start, end in zip(change[::2], change[1::2], strict=True)
    ]
