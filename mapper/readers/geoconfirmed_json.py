"""GeoConfirmed's JSON, however wrapped, to rows under the names of its CSV."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from mapper.readers.features import properties_as_text

_GEOJSON: Final = frozenset({"factionid", "datesort", "icon", "color"})
_WRAPPERS: Final = ("items", "placemarks", "data", "results")
_NAMES: Final = {"la": "latitude", "lo": "longitude", "originalsource": "source"}
_DEPTH: Final = 4


def is_old(found: Any) -> bool:
    """Tell the form of 2022, whose pairs of coordinates are in no certain order."""
    return isinstance(found, dict) and isinstance(found.get("mapDataFolders"), list)


def markers(found: Any, depth: int = 0) -> list[dict[str, Any]] | None:
    """Return the markers in a JSON, however wrapped, each with what stands around it."""
    if depth > _DEPTH or not isinstance(found, dict | list):
        return None
    if isinstance(found, dict):
        if isinstance(found.get("geojson"), dict) and "factionMeta" in found:
            return _features(found["geojson"], _factions(found["factionMeta"]))
        if isinstance(found.get("features"), list):
            return _features(found, {})
        for key in _WRAPPERS:
            if key in found:
                return markers(found[key], depth + 1)
        return None
    objects = [item for item in found if isinstance(item, dict)]
    if any(isinstance(item.get("icons"), list) for item in objects[:50]):
        return _grouped(objects)
    if not any(_is_marker(item) for item in objects[:50]):
        return None
    return [item if isinstance(item, dict) else {} for item in found]


def _is_marker(item: dict[str, Any]) -> bool:
    if "id" not in item or "date" not in item:
        return False
    pair = item.get("coordinates")
    placed = {"la", "lo"} <= item.keys() or (isinstance(pair, list) and len(pair) == 2)
    return placed and not item.keys().isdisjoint({"icon", "originalSource", "geolocation"})


def _grouped(factions: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """Return the markers of a list of factions with icons with markers."""
    found = []
    for faction in factions:
        for icon in faction["icons"] if isinstance(faction.get("icons"), list) else []:
            listed = icon.get("placemarks") if isinstance(icon, dict) else None
            for item in listed if isinstance(listed, list) else []:
                around = {"color": faction.get("color"), "faction": faction.get("name")}
                around |= {"icon": icon.get("icon"), "icon name": icon.get("name")}
                found.append(around | (item if isinstance(item, dict) else {}))
    return found or None


def _factions(meta: Any) -> dict[str, str]:
    """Return the names of factions by their ids."""
    listed = meta if isinstance(meta, list) else []
    return {
        str(item.get("factionId", item.get("id"))): str(item["name"])
        for item in listed
        if isinstance(item, dict) and item.get("name")
    }


def _features(holder: dict[str, Any], factions: dict[str, str]) -> list[dict[str, Any]] | None:
    listed = holder.get("features")
    listed = listed if isinstance(listed, list) else []
    plain = [feature if isinstance(feature, dict) else {} for feature in listed]
    found = []
    for feature in plain:
        properties, geometry = feature.get("properties"), feature.get("geometry")
        item = dict(properties) if isinstance(properties, dict) else {}
        shape = geometry if isinstance(geometry, dict) else {}
        point = shape.get("coordinates") if shape.get("type") == "Point" else None
        if isinstance(point, list) and len(point) >= 2:
            item |= {"lo": point[0], "la": point[1]}
        if str(item.get("factionId")) in factions:
            item["faction"] = factions[str(item["factionId"])]
        found.append(item)
    if not any({str(key).lower() for key in item} >= _GEOJSON for item in found[:50]):
        return None
    return found


def as_columns(items: list[dict[str, Any]]) -> pd.DataFrame:
    """Return markers as text under the names of the CSV."""
    plain = []
    for item in items:
        values = {str(key).lower(): value for key, value in item.items()}
        values = {_NAMES.get(key, key): value for key, value in values.items()}
        pair = values.get("coordinates")
        if isinstance(pair, list) and len(pair) == 2 and "latitude" not in values:
            # GeoConfirmed's own order, latitude first.
            values["latitude"], values["longitude"] = values.pop("coordinates")
        plain.append(values)
    return properties_as_text(plain)
