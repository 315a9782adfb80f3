"""UA Control Map (Project Owl): its own JSON, with [latitude, longitude] pairs.

``areas`` are closed rings, ``frontline`` is one line or a list of lines; unit
and incident markers are no fronts.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers.features import BAD_GEOMETRY
from mapper.readers.fronts import front_table, multi_line, multi_polygon
from mapper.readers.inputfile import InputFile
from mapper.readers.names import day_in
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading

_MARKERS: Final = {"units": "unit markers", "geos": "incident markers"}


def recognise(file: InputFile) -> bool:
    """Tell the map by its keys."""
    return (
        file.kind == "json"
        and isinstance(file.json, dict)
        and isinstance(file.json.get("areas"), list)
        and isinstance(file.json.get("frontline"), list)
    )


def read(file: InputFile, options: Options) -> Reading:
    """Read the control area and, where there is one, the line of contact."""
    if not recognise(file):
        raise InputError("this is no UA Control Map", file=file.path, expected="areas, frontline")
    day = options.date or day_in(file.stem)
    if day is None:
        raise AnswerNeededError(
            "the day this map shows is not in the file's name",
            asks="day",
            file=file.path,
            expected="a name such as 20250701.json, or the day given",
        )
    warnings = []
    common = {
        "as_of": day.isoformat(),
        "name": f"UA Control Map, {day}",
        "source": "UA Control Map (Project Owl)",
        "url": "https://github.com/owlmaps/map-data",
        "attribution": "Project Owl / UA Control Map",
        "licence": "no terms stated",
        "redistribution": "unknown",
        "assessment": "assessed",
    }
    fronts: list[dict[str, Any]] = []
    try:
        if file.json["areas"]:
            parts = [multi_polygon(Polygon(_lonlat(ring))) for ring in file.json["areas"]]
            if any(mended for _, mended in parts):
                warnings.append("Areas that crossed themselves were mended.")
            area = multi_polygon(shapely.union_all([part for part, _ in parts]))[0]
            fronts.append(
                common
                | {
                    "front_id": f"owlmaps:{day}:occupied",
                    "control_status": "occupied",
                    "side": "Russia",
                    "geom": area,
                }
            )
        lines = [LineString(_lonlat(line)) for line in _lines(file.json["frontline"])]
        if lines:
            geom = multi_line(MultiLineString(lines))
            fronts.append(common | {"front_id": f"owlmaps:{day}:line", "geom": geom})
    except (InputError, *BAD_GEOMETRY) as error:
        raise InputError(f"the map cannot be used ({error})", file=file.path) from error
    if not fronts:
        raise InputError("the map holds neither an area nor a line", file=file.path)
    ignored = 0
    for key, what in _MARKERS.items():
        count = _count(file.json.get(key))
        if count:
            ignored += count
            warnings.append(f"Left out by rule, {what}: {count}.")
    held = _count(file.json.get("areas_ua"))
    if held:
        ignored += held
        warnings.append(f"Left out by rule, areas held by Ukraine: {held}.")
    return Reading(
        rows=len(fronts) + ignored, fronts=front_table(fronts), ignored=ignored, warnings=warnings
    )


def _lonlat(pairs: Any) -> np.ndarray:
    """Return [latitude, longitude] pairs as lon, lat, shape (n, 2)."""
    return np.array([[lon, lat] for lat, lon in pairs], dtype=np.float64)


def _lines(frontline: list[Any]) -> list[Any]:
    """Return lines of a list of lines, or of one line given bare."""
    if frontline and isinstance(frontline[0][0], int | float):
        return [frontline]
    return frontline


def _count(found: Any) -> int:
    if isinstance(found, dict):
        return sum(_count(values) for values in found.values())
    return len(found) if isinstance(found, list) else 0


FEED: Final = Feed(
    "owlmaps",
    "UA Control Map",
    "fronts",
    recognise,
    read,
    forms="JSON of one day",
    keeps="control area and line of contact",
    drops="markers of units and incidents, areas held by Ukraine, all counted",
)
