"""Made-up events and a front for tests of figures."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from mapper.model import schema

STATUSES = ("reported", "claimed", "verified", "disputed", "geolocated", "debunked")


def events(lon: Any, lat: Any, **columns: Any) -> gpd.GeoDataFrame:
    """Return events at places, of every status and precision in turn."""
    number = np.arange(len(lon))
    known: dict[str, Any] = {
        "event_id": [f"t:{n}" for n in number],
        "title": [f"Event {n}" for n in number],
        "place_name": [f"Селище {n}" for n in number],
        "verification_status": np.array(STATUSES)[number % len(STATUSES)],
        "geo_precision": np.array(["exact", "region", None], dtype=object)[number % 3],
        "date_start": "2025-07-01",
        "date_end": "2025-07-01",
    }
    return gpd.GeoDataFrame(known | columns, geometry=gpd.points_from_xy(lon, lat), crs=schema.CRS)


def front(**columns: Any) -> dict[str, Any]:
    """Return a control area in the east of Ukraine and an approximate line, of 1 July 2025."""
    shared = {"as_of": "2025-07-01", "redistribution": "unknown"} | columns
    area = Polygon([(37.0, 47.6), (38.6, 47.6), (38.6, 48.6), (37.4, 48.8)])
    line = LineString([(35.0, 47.5), (36.0, 47.6), (36.9, 47.6)])
    return {
        "control_areas": gpd.GeoDataFrame(
            [{"front_id": "a:1", "source": "Area source", "side": "Russia"} | shared],
            geometry=[MultiPolygon([area])],
            crs=schema.CRS,
        ),
        "lines_of_contact": gpd.GeoDataFrame(
            [{"front_id": "l:1", "source": "Line source", "accuracy_m": 5_000.0} | shared],
            geometry=[MultiLineString([line])],
            crs=schema.CRS,
        ),
    }
