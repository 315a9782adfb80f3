"""Events to count, made from what differs between them."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from mapper.model.schema import EVENTS, conform


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return events, each with a day, a feed and a status unless it says other."""
    filled = [
        {
            "event_id": f"e{number}",
            "feed": "test",
            "title": "Strike",
            "verification_status": "reported",
            "workflow_status": "new",
            "date_start": "2025-07-01",
            "date_end": row.get("date_start", "2025-07-01"),
        }
        | row
        for number, row in enumerate(rows)
    ]
    frame = pd.DataFrame(filled, columns=EVENTS.names)
    framed = gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs="EPSG:4326")
    return conform(framed.rename_geometry("geom"), EVENTS)
