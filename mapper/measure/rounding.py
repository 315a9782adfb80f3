"""Rounding for print; the only place where a distance becomes digits."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Final

from mapper.model.errors import InputError

#: Metres in one unit.
UNITS: Final = {"km": 1000.0, "mi": 1609.344, "nmi": 1852.0}


#: Leading digits of half an interval below which two of them are kept.
_TWO_DIGITS_UNTIL: Final = 3.55


def metres_per(unit: str) -> float:
    """Return the metres in a unit.

    Raises
    ------
    InputError
        If the unit is not one of `UNITS`.
    """
    if unit not in UNITS:
        raise InputError(
            "not a unit of distance", found=unit, expected="one of " + ", ".join(UNITS)
        )
    return UNITS[unit]


def step(
    distance_m: float, min_m: float, max_m: float, unit: str = "km", *, whole: bool = False
) -> Decimal:
    """Return the last digit worth printing, as a power of ten of the unit.

    The rule of the Particle Data Group for half the interval's width: two of
    its digits are kept while they are up to 35, else one. No finer than a tenth
    of a unit, or a hundredth below ten units; no coarser than the distance.
    ``whole`` is for a start whose precision nobody states: no finer than a unit.
    """
    size = metres_per(unit)
    half = max(max_m - min_m, 0.0) / 2.0 / size
    finest = 0 if whole else -1 if distance_m / size >= 10.0 else -2
    power = finest
    if half > 0.0:
        leading = math.floor(math.log10(half))
        few = half / 10.0**leading < _TWO_DIGITS_UNTIL
        power = max(leading - 1 if few else leading, finest)
    if distance_m > 0.001:
        power = min(power, max(math.floor(math.log10(distance_m / size)), finest))
    return Decimal(1).scaleb(power)


def format_distance(
    distance_m: float, min_m: float, max_m: float, unit: str = "km", *, whole: bool = False
) -> str:
    """Return the best value with no more digits than its interval allows.

    Parameters
    ----------
    distance_m, min_m, max_m
        Best value and interval in metres.
    unit
        ``km``, ``mi`` or ``nmi``.
    whole
        No finer than one unit: for a start that `Place.radius_known` is False of.

    Examples
    --------
    >>> format_distance(1_264_312, 1_263_400, 1_265_400)
    '1,264.3 km'
    >>> format_distance(1_264_312, 1_250_000, 1_279_000)
    '1,264 km'
    >>> format_distance(1_264_312, 1_210_000, 1_319_000)
    '1,260 km'
    >>> format_distance(32_091, 32_091, 32_091), format_distance(32_091, 32_091, 32_091, "mi")
    ('32.1 km', '19.9 mi')
    """
    digits = step(distance_m, min_m, max_m, unit, whole=whole)
    return f"{_written(distance_m, digits, unit, ROUND_HALF_EVEN)} {unit}"


def format_interval(
    distance_m: float, min_m: float, max_m: float, unit: str = "km", *, whole: bool = False
) -> str:
    """Return the interval with the digits of `format_distance`, rounded outwards.

    An interval too narrow for those digits is the best value alone.

    Examples
    --------
    >>> format_interval(1_264_312, 1_263_400, 1_265_400)
    '1,263.4 to 1,265.4 km'
    """
    low, high = format_bounds(distance_m, min_m, max_m, unit, whole=whole)
    return low if low == high else f"{low.removesuffix(f' {unit}')} to {high}"


def format_bounds(
    distance_m: float, min_m: float, max_m: float, unit: str = "km", *, whole: bool = False
) -> tuple[str, str]:
    """Return the two ends of `format_interval`, each with its unit.

    Examples
    --------
    >>> format_bounds(1_264_312, 1_263_400, 1_265_400)
    ('1,263.4 km', '1,265.4 km')
    """
    digits = step(distance_m, min_m, max_m, unit, whole=whole)
    if max_m - min_m < float(digits) * metres_per(unit) / 2.0:
        alone = format_distance(distance_m, min_m, max_m, unit, whole=whole)
        return alone, alone
    low = _written(max(min_m, 0.0), digits, unit, ROUND_FLOOR)
    high = _written(max_m, digits, unit, ROUND_CEILING)
    return f"{low} {unit}", f"{high} {unit}"


def format_apart(
    apart_m: float,
    distance_m: float,
    min_m: float,
    max_m: float,
    unit: str = "km",
    *,
    whole: bool = False,
) -> str:
    """Return how far two values of a distance lie apart, to the digits of the distance.

    Examples
    --------
    >>> format_apart(7_460, 67_200, 62_000, 72_000), format_apart(120, 32_000, 27_000, 38_000)
    ('7 km', 'less than 1 km')
    """
    digits = step(distance_m, min_m, max_m, unit, whole=whole)
    if apart_m < float(digits) * metres_per(unit):
        places = max(0, -int(digits.adjusted()))
        return f"less than {digits:,.{places}f} {unit}"
    return f"{_written(apart_m, digits, unit, ROUND_HALF_EVEN)} {unit}"


def format_area(area_m2: float, unit: str = "km", off_m2: float = 0.0) -> str:
    """Return an area in the square of a unit: to four digits, or fewer where it may be off.

    Examples
    --------
    >>> format_area(6_154_913_912), format_area(843_212), format_area(2_590_000, "mi")
    ('6,155 km²', '0.8432 km²', '1.000 mi²')
    >>> format_area(6_154_913_912, off_m2=2e8)
    '6,200 km²'
    """
    value = area_m2 / metres_per(unit) ** 2
    if value <= 0.0:
        return f"0 {unit}²"
    first = math.floor(math.log10(value))
    last = min(max(first - 3, -6), 0)
    off = off_m2 / metres_per(unit) ** 2
    if off > 0.0:
        last = min(max(last, math.floor(math.log10(off))), first)
    rounded = round(value / 10.0**last) * 10.0**last
    return f"{rounded:,.{max(-last, 0)}f} {unit}²"


def _written(metres: float, digits: Decimal, unit: str, rounding: str) -> str:
    # Below a millimetre a float says nothing; it must not push a bound outwards.
    value = Decimal(repr(round(float(metres), 3))) / Decimal(repr(metres_per(unit)))
    rounded = (value / digits).to_integral_value(rounding=rounding) * digits
    places = max(0, -int(digits.adjusted()))
    return f"{rounded:,.{places}f}"
