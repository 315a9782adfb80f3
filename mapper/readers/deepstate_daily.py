"""DeepState, one file a day from the cyterat mirror: a control area without properties.

The date stands only in the name of the file or of the collection. It is the
day the mirror collected the map, not the day DeepState published it.
"""

from __future__ import annotations

import re
from typing import Final

from shapely.errors import ShapelyError
from shapely.geometry import shape

from mapper.model.errors import GeometryError, InputError
from mapper.readers.fronts import front_table, multi_polygon
from mapper.readers.inputfile import InputFile
from mapper.readers.names import day_in
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading

_NAME: Final = re.compile(r"deepstate", re.IGNORECASE)


def recognise(file: InputFile) -> bool:
    """Tell the mirror's file: one feature, an area, no properties at all."""
    features = file.features
    if features is None or len(features) != 1 or not isinstance(features[0], dict):
        return False
    geometry = features[0].get("geometry")
    area = isinstance(geometry, dict) and geometry.get("type") in ("Polygon", "MultiPolygon")
    named = any(_NAME.search(text) for text in (file.collection_name, file.stem))
    return area and not features[0].get("properties") and named


def read(file: InputFile, options: Options) -> Reading:
    """Read the control area of one day."""
    feature = file.features[0] if file.features else None
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        raise InputError(
            "this is not a DeepState daily file", file=file.path, expected="one feature, an area"
        )
    name = file.collection_name
    day = options.date or day_in(file.stem) or day_in(name)
    if day is None:
        raise InputError(
            "the day this map shows is not in its name",
            file=file.path,
            expected="a name such as deepstatemap_data_20250701.geojson, or the day given",
        )
    warnings = []
    inside = day_in(name)
    if inside is not None and inside != day:
        warnings.append(f"The collection inside is named for {inside}; {day} was taken.")
    try:
        area, mended = multi_polygon(shape(feature["geometry"]))
    except (GeometryError, ShapelyError, ValueError, TypeError, KeyError, IndexError) as error:
        raise InputError(f"the control area cannot be used ({error})", file=file.path) from error
    if mended:
        warnings.append("The area crossed itself and was mended.")
    front = {
        "front_id": f"deepstate-daily:{day}:occupied",
        "as_of": day.isoformat(),
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
    options.report(1.0)
    return Reading(rows=1, fronts=front_table([front]), warnings=warnings)


FEED: Final = Feed(
    "deepstate-daily", "DeepState, daily mirror", "fronts", recognise, read, certain=False
)
