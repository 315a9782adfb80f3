"""Codes that name a cell of a grid: MGRS references and Plus Codes.

MGRS is computed by NGA's GEOTRANS (package ``mgrs``, which decodes to the centre
of the cell), Plus Codes by Google's own ``openlocationcode``.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable
from typing import Final

import mgrs
from openlocationcode import openlocationcode

from mapper.geodesy.position import Position, cell_radius_m
from mapper.model.errors import InputError
from mapper.model.event import check_lonlat

#: A position, or what finds one for the name of a place; both as lon, lat.
Near = tuple[float, float] | Callable[[str], tuple[float, float]]

_GRID: Final = mgrs.MGRS()

#: Zone and band, square, digits. Spaces may stand anywhere between them.
_MGRS: Final = re.compile(
    r"([0-9]{1,2})\s?([A-Z])\s?([A-Z])\s?([A-Z])((?:\s?[0-9])*)", re.IGNORECASE
)
_POLAR: Final = re.compile(r"([ABYZ])\s?([A-Z]{2})((?:\s?[0-9]){4,10})")
#: 12JUN25 is a day to everyone and an MGRS reference to the letter of the rules.
_DAY: Final = re.compile(
    r"[0-9]{1,2}\s?(?:JAN|FEB|MAR|MAY|JUN|JUL|DEC)\s?(?:[0-9]{2}|[0-9]{4})?", re.IGNORECASE
)
#: A metre on the grid of UTM or UPS is at most this long on the ground.
_GRID_METRE_M: Final = 1.0 / 0.994
#: Less than the finest cell of MGRS, in degrees.
_STEP_DEG: Final = 3e-6

_ROUNDING_DEG: Final = 1e-7
_CODE: Final = "[23456789CFGHJMPQRVWX]"
_FULL: Final = re.compile(
    rf"((?:{_CODE}{{8}}|{_CODE}{{6}}00|{_CODE}{{4}}0000|{_CODE}{{2}}000000)\+(?:{_CODE}{{2,7}})?)",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(
    rf"((?:{_CODE}{{2}})?{_CODE}{{4}}\+{_CODE}{{2,7}})(?:[\s,]+([^\W\d_].*))?", re.IGNORECASE
)


def read_mgrs(text: str) -> Position | None:
    """Read an MGRS reference of any precision, also the polar ones of UPS.

    A square without digits is read only in capitals, with the band beside the
    zone ("37U CR"), and a polar one only with digits: "BAR" is a town.

    Raises
    ------
    InputError
        If it has the shape of a reference but names no cell, or could be a day.
    """
    if found := _POLAR.fullmatch(text):
        # Three capitals and digits are more often something else.
        return _decode(text, found[3], strict=False)
    found = _MGRS.fullmatch(text)
    if found is None:
        return None
    digits = found[5].replace(" ", "")
    day = _DAY.fullmatch(text) is not None
    if len(digits) < 4 and not (text == text.upper() and re.match(r"[0-9]+[A-Z]", text)):
        return None
    position = _decode(text, digits, strict=len(digits) >= 4 and not day)
    if day and position is not None:
        if not digits:
            return None
        raise InputError(
            "this can be a day or an MGRS reference",
            found=text,
            expected="MGRS with a space after the band, such as 37U CR 01 41",
        )
    return position


def _decode(text: str, digits: str, *, strict: bool) -> Position | None:
    code = re.sub(r"\s", "", text).upper()
    digits = re.sub(r"\s", "", digits)
    problem = "not an MGRS reference"
    if len(digits) % 2:
        problem = "an MGRS reference needs as many digits for east as for north"
    elif len(digits) <= 10:
        try:
            with warnings.catch_warnings():
                # It warns where band and square do not fit together.
                warnings.simplefilter("error", RuntimeWarning)
                lat, lon = _GRID.toLatLon(code)
        except (mgrs.core.MGRSError, RuntimeWarning):
            pass
        else:
            size_m = 10.0 ** (5 - len(digits) // 2)
            radius_m = size_m / math.sqrt(2.0) * _GRID_METRE_M
            return Position(lon, lat, radius_m, "mgrs")
    if not strict:
        return None
    raise InputError(
        problem, found=text, expected="zone, band, square and 2 to 10 digits, such as 37U CR 01 41"
    )


def write_mgrs(lon: float, lat: float) -> str:
    """Return the MGRS reference of the square metre a position lies in."""
    check_lonlat(lon, lat)
    # Rounding can write a reference just over the edge of a zone or the equator,
    # which nothing can read; a fraction of a metre aside is the same square metre.
    for west, south in ((0.0, 0.0), (0.0, _STEP_DEG), (_STEP_DEG, 0.0), (_STEP_DEG, _STEP_DEG)):
        code = str(_GRID.toMGRS(max(-90.0, lat - south), max(-180.0, lon - west)))
        if _decode(code, re.sub(r"^[0-9]*[A-Z]+", "", code), strict=False) is not None:
            break
    letters, digits = code[:-10], code[-10:]
    return f"{letters[:-2]} {letters[-2:]} {digits[:5]} {digits[5:]}"


def read_plus_code(text: str, near: Near | None) -> Position | None:
    """Read a Plus Code; a short one is completed from the place it is near.

    Parameters
    ----------
    near
        For short codes ("XQV8+4H Kharkiv"): a position as lon, lat, or a function
        that is given the name after the code and returns one.

    Raises
    ------
    InputError
        If a short code comes without a place, or a full one names no cell.
    """
    if position := read_full_plus_code(text):
        return position
    if not (found := _SHORT.fullmatch(text.strip(" .,;()"))):
        return None
    short, place = found[1].upper(), found[2]
    if near is None or (callable(near) and not place):
        raise InputError(
            "a short Plus Code needs the place it is near",
            found=text,
            expected=f"the place after it, such as {short} Kharkiv, or the full code",
        )
    lon, lat = near(place.strip()) if callable(near) else near
    check_lonlat(lon, lat)
    return _cell(openlocationcode.recoverNearest(short, lat, lon))


def read_full_plus_code(text: str) -> Position | None:
    """Read a Plus Code that needs no place beside it; `InputError` if it names no cell."""
    code = text.strip(" .,;()")
    found = _FULL.match(code)
    if found is None or re.match(r"[\w+]", code[found.end() :]):
        return None
    if not openlocationcode.isFull(found[1]):
        raise InputError("not a Plus Code", found=found[1], expected="one such as 8GXRX6VJ+C5")
    return _cell(found[1])


def _cell(code: str) -> Position:
    area = openlocationcode.decode(code)
    lon, lat = area.longitudeCenter, area.latitudeCenter
    half_lon = (area.longitudeHi - area.longitudeLo) / 2.0
    half_lat = (area.latitudeHi - area.latitudeLo) / 2.0
    return Position(lon, lat, cell_radius_m(lon, lat, half_lon, half_lat), "plus-code")


def write_plus_code(lon: float, lat: float) -> str:
    """Return the full Plus Code of ten digits, a cell of about 14 m."""
    check_lonlat(lon, lat)
    # A rounding error below 90 or 180 the library writes codes that nobody can read.
    lat = min(lat, 90.0 - _ROUNDING_DEG)
    lon = -180.0 if lon > 180.0 - _ROUNDING_DEG else lon
    return str(openlocationcode.encode(lat, lon, 10))
