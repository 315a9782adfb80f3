"""Tables to export, taken from a project or from frames in memory."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from mapper.model import schema
from mapper.model.errors import InputError


def as_table(frame: pd.DataFrame | None, table: schema.Table) -> Any:
    """Return a frame as one of Mapper's tables.

    Ids, feed and titles that a plain frame of events lacks are filled in from
    its row numbers; columns the table does not have are left out.

    Parameters
    ----------
    frame
        Rows; a GeoDataFrame in any stated CRS where the table has a geometry.
        None gives the empty table.
    table
        One of the tables of `mapper.model.schema`.

    Raises
    ------
    InputError
        Where the CRS is missing or `mapper.model.schema.conform` refuses.
    """
    if frame is None:
        return schema.empty(table)
    known = frame[[name for name in table.names if name in frame.columns]].copy()
    if table is schema.EVENTS:
        rows = range(1, len(frame) + 1)
        known = known.assign(
            event_id=known.get("event_id", [f"row:{row}" for row in rows]),
            feed=known.get("feed", "table"),
            title=known.get("title", [f"Event {row}" for row in rows]),
        )
    if table.geometry is None:
        return schema.conform(known, table)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(f"table {table.name} needs a GeoDataFrame", found=type(frame).__name__)
    if frame.crs is None:
        raise InputError(f"table {table.name} has no CRS", expected="a stated CRS")
    geometry = frame.geometry.to_crs(schema.CRS).rename(schema.GEOMETRY)
    return schema.conform(gpd.GeoDataFrame(known, geometry=geometry), table)
