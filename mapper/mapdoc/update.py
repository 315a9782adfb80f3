"""What a map that shows a document already is told after a change of few events."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.mapdoc.build import bounds_of, build
from mapper.mapdoc.document import Bounds
from mapper.model import schema
from mapper.model.texts import some_rows

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class MapUpdate:
    """Rows of a document that are gone, and those that are there in their place.

    Parameters
    ----------
    message
        For the client's ``mapper.update``.
    event_ids
        Ids of all events afterwards, in order.
    bounds
        Around the events that are there, None if none of them has a place.
    """

    message: Mapping[str, Any]
    event_ids: pd.Index
    bounds: Bounds | None

    def fits(self, bounds: Bounds | None) -> bool:
        """Whether all of it lies on the base map that was cut to some bounds."""
        if self.bounds is None:
            return True
        if bounds is None:
            return False
        west, south, east, north = self.bounds
        inside = west >= bounds[0] and south >= bounds[1]
        return inside and east <= bounds[2] and north <= bounds[3]


def update(
    events: gpd.GeoDataFrame,
    gone: Rows,
    there: Rows,
    *,
    event_ids: pd.Index,
    data_date: str,
    language: str = "en",
) -> MapUpdate:
    """Return what brings a document up to date.

    Parameters
    ----------
    events
        The table ``events`` as it is now.
    gone
        Rows of the events before that are no more, or not as they were; in order.
    there
        Rows of ``events`` that are new, or not as they were; in order.
    event_ids
        Ids of ``events``.
    data_date
        Last change of the data.
    language
        Code of the language of what Mapper itself says, that of the document.
    """
    rows = some_rows(events, there).reset_index(drop=True)
    document = build(
        rows,
        schema.empty(schema.SOURCES),
        gpd.GeoDataFrame(schema.empty(schema.CONTROL_AREAS)),
        gpd.GeoDataFrame(schema.empty(schema.LINES_OF_CONTACT)),
        title="",
        basemap={},
        data_date=data_date,
        language=language,
        detail=False,
    )
    message = {
        "gone": gone.tolist(),
        "there": there.tolist(),
        "document": base64.b64encode(document.brief).decode(),
    }
    return MapUpdate(message, event_ids, bounds_of(rows))
