"""GeoJSON made on the spot, and the sum every result must satisfy."""

from __future__ import annotations

from typing import Any

from mapper.readers import ImportResult


def accounted(result: ImportResult) -> bool:
    """Tell whether every row is an event, a front, rejected or ignored."""
    taken = sum(len(part) for part in (result.events, result.fronts) if part is not None)
    return result.rows == taken + len(result.rejected) + result.ignored


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    """Return a GeoJSON collection."""
    return {"type": "FeatureCollection", "features": list(features), **members}


def point(lon: Any, lat: Any) -> dict[str, Any]:
    """Return a GeoJSON point."""
    return {"type": "Point", "coordinates": [lon, lat]}


def square(lon: float = 30, lat: float = 50) -> dict[str, Any]:
    """Return a GeoJSON polygon one degree wide."""
    ring = [[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat + 1], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}
