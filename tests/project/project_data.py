"""Events and reader results small enough to look at."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.model.schema import CONTROL_AREAS, CRS, EVENTS, SOURCES, conform
from mapper.readers import ImportResult


def make_events(count: int, *, feed: str = "test", title: str = "Strike") -> gpd.GeoDataFrame:
    """Return events on a grid; every fifth has no place."""
    numbers = np.arange(count)
    points = shapely.points(30.0 + numbers % 20, 45.0 + numbers % 7)
    points[numbers % 5 == 4] = None
    frame = pd.DataFrame(
        {
            "event_id": [f"{feed}:{number}" for number in numbers],
            "feed": feed,
            "title": [f"{title} {number}" for number in numbers],
            "place_name": "Гуляйполе",
            "date_start": "2025-07-01",
            "date_end": "2025-07-02",
            "radius_m": numbers / 3.0,
            "killed_best": pd.array(np.where(numbers % 2, numbers, -1), dtype="Int64"),
        }
    )
    frame["killed_best"] = frame["killed_best"].where(frame["killed_best"] >= 0)
    geo = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, crs=CRS))
    return gpd.GeoDataFrame(conform(geo, EVENTS))


def make_sources(events: pd.DataFrame, *, quote: str = "said so") -> pd.DataFrame:
    """Return one source for every event."""
    frame = pd.DataFrame(
        {
            "source_id": events["event_id"] + "#1",
            "event_id": events["event_id"],
            "url": "https://example.org/" + events["event_id"],
            "quote": quote,
        }
    )
    return conform(frame, SOURCES)


def make_fronts(*days: str) -> gpd.GeoDataFrame:
    """Return one control area for every day."""
    square = shapely.box(36.0, 47.0, 39.0, 49.0)
    frame = pd.DataFrame(
        {
            "front_id": [f"areas:{day}:occupied" for day in days],
            "as_of": list(days),
            "source": "Areas",
            "licence": "CC BY 4.0",
            "redistribution": "yes",
        }
    )
    areas = gpd.GeoSeries([shapely.multipolygons([square])] * len(days), crs=CRS)
    return gpd.GeoDataFrame(conform(gpd.GeoDataFrame(frame, geometry=areas), CONTROL_AREAS))


def make_result(
    events: gpd.GeoDataFrame | None = None,
    *,
    sources: pd.DataFrame | None = None,
    fronts: gpd.GeoDataFrame | None = None,
    file: str = "test.csv",
) -> ImportResult:
    """Return what a reader would have given."""
    rows = sum(len(part) for part in (events, fronts) if part is not None)
    return ImportResult(
        file=Path(file),
        sha256="ab" * 32,
        feed="test",
        rows=rows,
        events=events,
        sources=sources,
        claims=None,
        fronts=fronts,
        rejected=pd.DataFrame({"row": [], "reason": []}),
        ignored=0,
        warnings=[],
    )
