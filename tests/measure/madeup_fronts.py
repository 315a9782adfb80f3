"""Made-up fronts in Ukraine."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from mapper.model import schema


def control(day, west, *, source="Test", front_id=None, **more):
    """Return a row: everything in Ukraine east of a meridian, between 47 and 49 north."""
    return {
        "front_id": front_id or f"test:{source}:{day}",
        "as_of": day,
        "source": source,
        "redistribution": "yes",
        "control_status": "occupied",
        "geom": shapely.MultiPolygon([shapely.box(west, 47.0, 40.5, 49.0)]),
        **more,
    }


def table(rows, kind=schema.CONTROL_AREAS):
    """Return rows as a front table."""
    if not rows:
        return schema.empty(kind)
    frame = pd.DataFrame([{k: v for k, v in row.items() if k != "geom"} for row in rows])
    geometry = gpd.GeoSeries([row["geom"] for row in rows], crs="EPSG:4326", name="geom")
    return schema.conform(gpd.GeoDataFrame(frame, geometry=geometry), kind)


def sudan(day, *, source="Darfur", **more):
    """Return a row: the west of Sudan up to 27 degrees east."""
    west = shapely.MultiPolygon([shapely.box(22.5, 12.0, 27.0, 15.0)])
    return control(day, 0.0, source=source, **{"geom": west, **more})
