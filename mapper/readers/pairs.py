"""Columns that hold both coordinates in one cell, told by their names and how they are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.geodesy import read_position
from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers.inputfile import InputFile
from mapper.readers.numbers import missing
from mapper.readers.text import fold

#: The field that such a column is read as.
FIELD: Final = "coordinates"
#: Answers to ``axis_order``: which of two bare numbers comes first.
ORDERS: Final = ("lat-lon", "lon-lat")

#: Folded names of columns, by the order that the name states ("" where it states none).
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "lat-lon": (
        *("latlon", "latlong", "latlng", "latitudelongitude", "breitelänge"),
        *("широтадовгота", "широтадолгота"),
    ),
    "lon-lat": ("lonlat", "longlat", "lnglat", "longitudelatitude", "довготаширота"),
    "": (
        *("coordinates", "coordinate", "coords", "coord", "gps", "gpscoordinates", "position"),
        *("geo", "geolocation", "geopoint", "point", "geom", "geometry", "wkt", "mgrs"),
        *("pluscode", "координати", "координаты", "коорд", "koordinaten"),
    ),
}
#: A column is taken by its name alone only if so many of its cells are positions.
_LEAST_SHARE: Final = 0.5
_NUMBER: Final = r"([-+−]?\d{1,3}(?:\.\d+)?)"
_COMMA_NUMBER: Final = r"([-+−]?\d{1,3},\d+)"
_BARE: Final = rf"^[(\[]?\s*{_NUMBER}°?\s*(?:[,;]\s*|\s+){_NUMBER}°?\s*[)\]]?$"
_BARE_COMMAS: Final = rf"^[(\[]?\s*{_COMMA_NUMBER}°?\s*(?:;\s*|\s+){_COMMA_NUMBER}°?\s*[)\]]?$"
_WKT: Final = rf"(?i)^(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*{_NUMBER}\s+{_NUMBER}(?:\s+\S+)?\s*\)$"


def column_of(frame: pd.DataFrame, given: Mapping[str, str]) -> Any | None:
    """Return the column of a table that is read as both coordinates, None if there is none.

    The one that was given, else one known by its name, if most of its cells are positions.
    """
    if given.get(FIELD):
        return given[FIELD]
    found = None if FIELD in given else _column(frame.columns)
    if found is None:
        return None
    cells = frame[found[0]].astype("str").str.strip()
    cells = cells[~missing(cells)]
    good = _Cells.of(cells).good
    return found[0] if not len(good) or good.mean() >= _LEAST_SHARE else None


def split(
    frame: pd.DataFrame, given: Mapping[str, str], file: InputFile
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a table with the two coordinates of a column apart, and which columns they are.

    The table comes back as it is where `column_of` knows none.

    Parameters
    ----------
    given
        Field to column, and the answer ``axis_order``.

    Raises
    ------
    AnswerNeededError
        If two bare numbers can be read in both orders.
    InputError
        If they contradict each other's order, or the column given is not there.
    """
    if any(field in given for field in ("lat", "lon")):
        return frame, {}
    name = column_of(frame, given)
    if name is None:
        return frame, {}
    cells = frame[name].astype("str").str.strip()
    read = _Cells.of(cells)
    lat, lon = cells.copy(), cells.copy()
    known, written = read.bare[0].notna(), read.points[0].notna()
    if known.any():
        order = given.get("axis_order") or _stated_order(name)
        order = order or _order_of(read.bare, name, cells[known], file)
        first, second = (lat, lon) if order == ORDERS[0] else (lon, lat)
        first[known], second[known] = read.bare[0][known], read.bare[1][known]
    lon[written], lat[written] = read.points[0][written], read.points[1][written]
    for text, (x, y) in read.others.items():
        lon[cells == text], lat[cells == text] = x, y
    fields = {"lat": f"{name} (lat)", "lon": f"{name} (lon)"}
    return frame.assign(**{fields["lat"]: lat, fields["lon"]: lon}), fields


@dataclass(frozen=True)
class _Cells:
    """Cells as far as they are positions: bare numbers, WKT, and texts in other notations."""

    bare: tuple[pd.Series, pd.Series]
    points: tuple[pd.Series, pd.Series]
    others: dict[str, tuple[str, str]]
    good: pd.Series

    @classmethod
    def of(cls, cells: pd.Series) -> _Cells:
        bare, points = _numbers(cells, _BARE, _BARE_COMMAS), _numbers(cells, _WKT)
        plain = bare[0].notna() | points[0].notna()
        others = _in_other_notations(cells[~plain & ~missing(cells)])
        return cls(bare, points, others, plain | cells.isin(list(others)))


def _stated_order(name: Any) -> str:
    found = _column([name])
    return "" if found is None else found[1]


def _column(names: Iterable[Any]) -> tuple[Any, str] | None:
    folded = {fold(str(name)): name for name in reversed(list(names))}
    for order, known in _NAMES.items():
        for name in known:
            if name in folded:
                return folded[name], order
    return None


def _numbers(cells: pd.Series, *patterns: str) -> tuple[pd.Series, pd.Series]:
    """Return the two numbers of each cell as text with a point, missing where it has none."""
    both = cells.str.extract(patterns[0])
    for pattern in patterns[1:]:
        both = both.fillna(cells.str.extract(pattern))
    plain = both.apply(lambda part: part.str.replace(",", ".").str.replace("−", "-"))
    return plain[0], plain[1]


def _order_of(
    bare: tuple[pd.Series, pd.Series], name: Any, cells: pd.Series, file: InputFile
) -> str:
    """Return the order that the whole column allows; it is asked for where both fit."""
    first, second = (part.dropna().astype(float).abs() for part in bare)
    lon_first, lat_first = bool((first > 90).any()), bool((second > 90).any())
    if lon_first and lat_first:
        raise InputError(
            "some positions have the latitude first and some the longitude",
            file=file.path,
            field=str(name),
            expected="one order in the whole column, or axis_order=lat-lon given",
        )
    if lon_first or lat_first:
        return ORDERS[1] if lon_first else ORDERS[0]
    raise AnswerNeededError(
        "nothing says whether latitude or longitude comes first",
        asks="axis_order",
        choices=ORDERS,
        file=file.path,
        field=str(name),
        found=str(cells.iloc[0]),
        expected="axis_order=lat-lon or axis_order=lon-lat given",
    )


def _in_other_notations(cells: pd.Series) -> dict[str, tuple[str, str]]:
    """Return longitude and latitude of what is written in degrees, codes, links or GeoJSON."""
    read = {}
    for text in cells.unique():
        position = _position(str(text))
        if position is not None:
            read[str(text)] = (repr(position[0]), repr(position[1]))
    return read


def _position(text: str) -> tuple[float, float] | None:
    if text.startswith("{"):
        return _point(text)
    try:
        position = read_position(text)
    except InputError:
        return None
    return None if position is None else (position.lon, position.lat)


def _point(text: str) -> tuple[float, float] | None:
    try:
        point = json.loads(text)
        if not isinstance(point, dict) or point.get("type") != "Point":
            return None
        lonlat: npt.NDArray[np.float64] = np.asarray(point["coordinates"][:2], dtype=float)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (float(lonlat[0]), float(lonlat[1])) if lonlat.shape == (2,) else None
