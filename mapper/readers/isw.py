"""ISW and Critical Threats: layers of assessed and claimed control as GeoJSON.

Features carry only ArcGIS's own fields; which layer it is stands in the file's
name, or in a property ``layer`` where all layers are in one file.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import shape

from mapper.model.errors import AnswerNeededError, GeometryError, InputError
from mapper.readers.features import BAD_GEOMETRY, properties_as_text
from mapper.readers.fronts import front_table, multi_polygon
from mapper.readers.inputfile import InputFile
from mapper.readers.names import day_in
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows

_FIELDS: Final = frozenset(
    {"fid", "objectid", "datetime", "creationdate", "editdate", "pub_date", "layer"}
    | {"shape__area", "shape__length", "shape_area", "shape_length", "globalid"}
    | {"creator", "editor"}
)


@dataclass(frozen=True)
class _Layer:
    """A layer: its name for ids, words, and what it says about control."""

    key: str
    title: str
    control_status: str
    side: str
    assessment: str


#: Patterns of layer names; a later one is tried only when none before it fits.
_LAYERS: Final = (
    (
        r"before.?february.?24",
        _Layer("pre-2022", "held before 2022", "pre_2022_occupied", "Russia", "assessed"),
    ),
    (
        r"infiltration",
        _Layer("infiltration", "infiltration areas", "contested", "Russia", "infiltration"),
    ),
    (
        r"claimed.?russian|russian.?claimed",
        _Layer("claimed", "control claimed by Russia", "occupied", "Russia", "claimed"),
    ),
    (
        r"claimed.?ukrainian|ukrainian.?claimed|counter.?offensives",
        _Layer("counteroffensives", "claimed by Ukraine", "liberated", "Ukraine", "claimed"),
    ),
    (
        r"assessed.?(russian.?)?advance|russian.?assessed.?advance|gains",
        _Layer("advance", "assessed advances", "contested", "Russia", "assessed"),
    ),
    (
        r"co.?t.?in.?ukraine|cottimelapse|control.?of.?terrain",
        _Layer("control", "assessed control", "occupied", "Russia", "assessed"),
    ),
)
_PARTISANS: Final = re.compile(r"partisan", re.IGNORECASE)


def _layer(name: str) -> _Layer | None:
    plain = re.sub(r"[\s_\-]+", "", name).lower()
    if _PARTISANS.search(plain):
        return None
    return next((layer for pattern, layer in _LAYERS if re.search(pattern, plain)), None)


def recognise(file: InputFile) -> bool:
    """Tell ISW's layers: only ArcGIS's fields, and a layer's name."""
    names = {name.lower() for name in file.property_names}
    if not names or not names <= _FIELDS:
        return False
    if "layer" in names:
        return any(_layer(text) for text in _named_layers(file))
    return _layer(file.stem) is not None or _layer(file.collection_name) is not None


def _named_layers(file: InputFile) -> set[str]:
    return {str(_properties(feature).get("layer")) for feature in file.features or []}


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return (
        {str(k).lower(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
    )


def read(file: InputFile, options: Options) -> Reading:
    """Read one control area per layer and day."""
    if file.features is None:
        raise InputError("this is no ISW layer", file=file.path, expected="a list 'features'")
    properties = [_properties(feature) for feature in file.features]
    rows = Rows(properties_as_text(properties), keep_blank=True)
    whole = _layer(file.stem) or _layer(file.collection_name)
    if whole is None and not any(values.get("layer") for values in properties):
        raise InputError(
            "which of ISW's layers this is stands neither in its name nor in it",
            file=file.path,
            expected="a name such as 20250701_RussianCoTinUkraine.geojson",
        )
    named_day = day_in(file.stem) or day_in(file.collection_name)
    edited = _latest_edit(properties)
    groups: dict[tuple[_Layer, str], list[Any]] = {}
    ignored = mended = 0
    for number, (feature, values) in enumerate(zip(file.features, properties, strict=True)):
        layer = _layer(str(values["layer"])) if values.get("layer") else whole
        if layer is None:
            ignored += 1
            continue
        day = options.date or _day(values) or named_day or edited
        if day is None:
            raise AnswerNeededError(
                "the day this layer shows is not known",
                asks="day",
                file=file.path,
                expected="a property datetime or EditDate, a day in the file's name, or the day "
                "given",
            )
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if geometry is None:
            rows.reject_row(number, "geometry: empty, expected an area")
            continue
        try:
            area, was_mended = multi_polygon(shape(geometry))
        except (GeometryError, *BAD_GEOMETRY) as error:
            rows.reject_row(number, f"geometry: {str(error).rstrip('.')}")
            continue
        mended += was_mended
        groups.setdefault((layer, day.isoformat()), []).append(area)
    fronts = [_front(layer, day, parts) for (layer, day), parts in groups.items()]
    rejected = rows.rejected()
    areas = sum(map(len, groups.values()))
    warnings = [f"One front per layer and day: {len(fronts)} of {areas} areas."]
    if ignored:
        warnings.append(f"Left out by rule, of layers that show no control: {ignored}.")
    if edited is not None and any(day == edited.isoformat() for _, day in groups):
        warnings.append(f"The day of the latest edit in the file: {edited}.")
    if mended:
        warnings.append(f"Areas that crossed themselves were mended: {mended}.")
    return Reading(
        rows=len(fronts) + len(rejected) + ignored,
        fronts=front_table(fronts) if fronts else None,
        rejected=rejected,
        ignored=ignored,
        warnings=warnings,
    )


def _front(layer: _Layer, day: str, parts: list[Any]) -> dict[str, Any]:
    return {
        "front_id": f"isw:{day}:{layer.key}",
        "as_of": day,
        "name": f"ISW, {layer.title}, {day}",
        # Each layer is a source of its own: claimed areas must not widen assessed ones.
        "source": f"ISW / Critical Threats: {layer.title}",
        "url": "https://understandingwar.org",
        "attribution": "Institute for the Study of War and AEI's Critical Threats Project",
        "licence": "© ISW, no open licence",
        "redistribution": "no",
        "control_status": layer.control_status,
        "side": layer.side,
        "assessment": layer.assessment,
        "geom": multi_polygon(shapely.union_all(parts))[0],
    }


def _day(values: dict[str, Any]) -> dt.date | None:
    """Return the day that a feature states of itself."""
    return _written_day(values.get("datetime")) or _written_day(values.get("pub_date"))


def _latest_edit(properties: list[dict[str, Any]]) -> dt.date | None:
    """Return the day of the latest edit: a layer without a history shows the state of then.

    Its areas are edited on different days and belong together all the same.
    """
    days = [
        _written_day(values.get(name))
        for values in properties
        for name in ("editdate", "creationdate")
    ]
    return max((day for day in days if day is not None), default=None)


def _written_day(written: object) -> dt.date | None:
    """Return a day written as milliseconds since 1970 in UTC, or as an ISO day."""
    if isinstance(written, str) and written.isdigit() and len(written) == 13:
        written = int(written)
    if isinstance(written, int | float) and 1.6e12 < written < 2.0e12:
        return dt.datetime.fromtimestamp(written / 1000, tz=dt.UTC).date()
    if isinstance(written, str):
        try:
            return dt.date.fromisoformat(written[:10].replace("/", "-"))
        except ValueError:
            return None
    return None


FEED: Final = Feed(
    "isw",
    "ISW and Critical Threats",
    "fronts",
    recognise,
    read,
    certain=False,
    forms="GeoJSON of a layer, or of all layers in one",
    keeps="one area per layer and day: control, advances, infiltration, claims of either side",
    drops="partisan areas, counted; areas without a geometry are listed",
)
