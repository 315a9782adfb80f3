"""What a kept measurement was made from, without what another program wrote into it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any, Final

from mapper.measure.rounding import UNITS


def usable_inputs(found: Any) -> dict[str, Any]:
    """Return the JSON of a measurement's inputs without values of the wrong kind.

    Whoever reads them may then rely on `mapper.measure.KeptMeasurement.inputs`; what is
    missing is not known.
    """
    if not isinstance(found, dict):
        return {}
    return {
        str(name): value for name, value in found.items() if _KINDS.get(str(name), _anything)(value)
    }


def _anything(_value: object) -> bool:
    return True


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _day(value: object) -> bool:
    try:
        dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def _text(value: object) -> bool:
    return isinstance(value, str)


def _object(value: object) -> bool:
    return isinstance(value, dict)


def _list_of(kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(kind, value))


def _place(value: Any) -> bool:
    """Tell whether a place has a position and a radius, and texts where texts stand."""
    return (
        isinstance(value, dict)
        and all(_number(value.get(name)) for name in ("lon", "lat"))
        and abs(value["lon"]) <= 180.0
        and abs(value["lat"]) <= 90.0
        and (value.get("radius_m") is None or _number(value["radius_m"]))
        and all(isinstance(value.get(name), str | None) for name in ("name", "region", "event_id"))
    )


def _terms(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("gap_days"), int | None)


def _parts(value: object) -> bool:
    return isinstance(value, dict) and all(one is None or _number(one) for one in value.values())


_KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "files": _list_of(_object),
    "places": _list_of(_place),
    "day": _day,
    "source": _text,
    "radius_m": _number,
    "unit": lambda value: value in UNITS,
    "fronts": _list_of(_object),
    "terms": _list_of(_terms),
    "nearest": _list_of(_number),
    "azimuth_deg": _number,
    "bearings_deg": _list_of(_number),
    "legs_m": _list_of(_number),
    "area_m2": _number,
    "boundary_m": _number,
    "boundary_off_m": _number,
    "method": _text,
    "warnings": _list_of(_text),
    "uncertainty": _parts,
    "parameters": _object,
    "note": _text,
}
