"""DeepState from the cyterat mirror: one file a day, or all days in one file.

The area of a daily file has no properties: its date stands only in the name of
the file or of the collection; in the combined file it stands with each area. It is the
day the mirror collected the map, not the day DeepState published it.
"""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
from shapely.geometry import MultiPolygon, shape

from mapper.model.errors import AnswerNeededError, GeometryError, InputError
from mapper.readers.features import BAD_GEOMETRY, properties_as_text
from mapper.readers.fronts import front_table, multi_polygon
from mapper.readers.inputfile import InputFile
from mapper.readers.names import day_in
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows

_NAME: Final = re.compile(r"deepstate", re.IGNORECASE)


def recognise(file: InputFile) -> bool:
    """Tell the mirror's file: areas without properties but, with several days, id and date."""
    features = file.features
    if not features or not all(_is_area(feature) for feature in features):
        return False
    if not any(_NAME.search(text) for text in (file.collection_name, file.stem)):
        return False
    single = len(features) == 1 and not features[0].get("properties")
    return single or file.property_names == {"id", "date"}


def _is_area(feature: Any) -> bool:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return isinstance(geometry, dict) and geometry.get("type") in ("Polygon", "MultiPolygon")


def read(file: InputFile, options: Options) -> Reading:
    """Read one control area per day."""
    features = file.features or []
    if not features or not all(_is_area(feature) for feature in features):
        raise InputError(
            "this is not a DeepState daily file", file=file.path, expected="areas, one a day"
        )
    if len(features) == 1:
        return _read_day(file, features[0], options)
    properties = [feature.get("properties") for feature in features]
    rows = Rows(properties_as_text(properties), keep_blank=True)
    if "date" not in rows.raw.columns:
        raise InputError("the days of these areas are not in the file", file=file.path)
    days = rows.days("date", options.date_order).start
    rows.reject_repeats(days, "date")
    fronts = []
    mended = 0
    for row in np.flatnonzero(rows.accepted):
        try:
            area, was_mended = multi_polygon(shape(features[row]["geometry"]))
        except (GeometryError, *BAD_GEOMETRY) as error:
            rows.reject_row(int(row), f"geometry: {str(error).rstrip('.')}")
            continue
        mended += was_mended
        fronts.append(_front(str(days.iloc[row]), area))
        options.report(0.1 + 0.9 * row / len(features))
    rejected = rows.rejected()
    said = [f"Areas that crossed themselves were mended: {mended}."] if mended else []
    return Reading(
        rows=len(rows),
        fronts=front_table(fronts) if fronts else None,
        rejected=rejected,
        warnings=[*said, *rows.warnings],
    )


def _read_day(file: InputFile, feature: dict[str, Any], options: Options) -> Reading:
    """Read the one area of a file whose day stands in its name, or with the area."""
    name = file.collection_name
    stated = (feature.get("properties") or {}).get("date")
    day = options.date or day_in(str(stated)) or day_in(file.stem) or day_in(name)
    if day is None:
        raise AnswerNeededError(
            "the day this map shows is not in its name",
            asks="day",
            file=file.path,
            expected="a name such as deepstatemap_data_20250701.geojson, or the day given",
        )
    warnings = []
    inside = day_in(name)
    if inside is not None and inside != day:
        warnings.append(f"The collection inside is named for {inside}; {day} was taken.")
    try:
        area, mended = multi_polygon(shape(feature["geometry"]))
    except (GeometryError, *BAD_GEOMETRY) as error:
        raise InputError(f"the control area cannot be used ({error})", file=file.path) from error
    if mended:
        warnings.append("The area crossed itself and was mended.")
    options.report(1.0)
    return Reading(rows=1, fronts=front_table([_front(day.isoformat(), area)]), warnings=warnings)


def _front(day: str, area: MultiPolygon) -> dict[str, Any]:
    return {
        "front_id": f"deepstate-daily:{day}:occupied",
        "as_of": day,
        "name": f"DeepState, collected on {day}",
        "source": "DeepState (daily mirror by cyterat)",
        "url": "https://github.com/cyterat/deepstate-map-data",
        "attribution": "DeepStateMap (deepstatemap.live), collected daily by cyterat",
        "licence": "GPL-3.0 for the mirror; DeepState states no terms for the data",
        "redistribution": "unknown",
        "control_status": "occupied",
        "side": "Russia",
        "assessment": "assessed",
        "geom": area,
    }


FEED: Final = Feed(
    "deepstate-daily",
    "DeepState, daily mirror",
    "fronts",
    recognise,
    read,
    certain=False,
    forms="GeoJSON, a file a day or all days in one",
    keeps="one control area per day",
    drops="nothing; the day is that of collection",
)
