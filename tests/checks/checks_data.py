"""Small sets of events for the checks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from mapper.checks import check
from mapper.model.schema import CRS, EVENTS, MEDIA, SOURCES, conform

TODAY = dt.date(2026, 1, 10)

#: Each event, unless it says otherwise: in Kharkiv, with a source.
PLAIN = {
    "feed": "own",
    "title": "Strike",
    "date_start": "2025-07-01",
    "date_precision": "day",
    "lon": 36.2304,
    "lat": 49.9935,
    "geo_precision": "settlement",
    "radius_m": 5_000.0,
}


def events(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return events e0, e1 ...; ``lon`` None leaves one without a place."""
    whole = [{"event_id": f"e{at}", **PLAIN, **row} for at, row in enumerate(rows)]
    for row in whole:
        row.setdefault("date_end", row["date_start"])
    points = [
        None if row["lon"] is None else shapely.Point(row.pop("lon"), row.pop("lat"))
        for row in whole
    ]
    frame = pd.DataFrame(whole).drop(columns=["lon", "lat"], errors="ignore")
    geometry = gpd.GeoSeries(points, crs=CRS)
    return gpd.GeoDataFrame(
        conform(gpd.GeoDataFrame(frame, geometry=geometry).rename_geometry("geom"), EVENTS)
    )


def sources(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return sources, numbered."""
    return conform(
        pd.DataFrame([{"source_id": f"s{at}", **row} for at, row in enumerate(rows)]), SOURCES
    )


def media(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return media, numbered."""
    return conform(
        pd.DataFrame([{"media_id": f"m{at}", **row} for at, row in enumerate(rows)]), MEDIA
    )


def found(
    rule: str,
    table: gpd.GeoDataFrame,
    cited: pd.DataFrame | None = None,
    attached: pd.DataFrame | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Return the findings of one rule."""
    return check(table, cited, attached, rules=[rule], **{"today": TODAY, **options})


def ids(rule: str, *rows: dict[str, Any], **options: Any) -> list[str]:
    """Return the ids of the events that one rule finds among these."""
    return found(rule, events(*rows), **options)["event_id"].tolist()
