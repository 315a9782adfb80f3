"""What the tests of the map in the window share."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from pytestqt.qtbot import QtBot
from shapely import Point

from mapper import mapdoc
from mapper.gui.web import MapView
from mapper.model import schema


def document(
    *ids: str, title: str = "Strike", basemap: dict[str, Any] | None = None
) -> mapdoc.MapDocument:
    """Return a document of events on one day, a degree apart; without a base map unless given."""
    frame = gpd.GeoDataFrame(
        {
            "event_id": list(ids),
            "feed": "test",
            "title": title,
            "date_start": "2025-07-01",
            "date_end": "2025-07-01",
        },
        geometry=[Point(37 + i, 48) for i in range(len(ids))],
        crs=schema.CRS,
    )
    return mapdoc.build(
        schema.conform(frame, schema.EVENTS),
        schema.conform(pd.DataFrame(), schema.SOURCES),
        schema.empty(schema.CONTROL_AREAS),
        schema.empty(schema.LINES_OF_CONTACT),
        title="Test",
        basemap=basemap or {},
        detail=False,
    )


def drawn(qtbot: QtBot, view: MapView) -> None:
    """Wait until everything asked for so far is painted."""
    with qtbot.waitCallback(timeout=20_000) as callback:
        view.when_drawn(callback)


def value(qtbot: QtBot, view: MapView, script: str) -> Any:
    """Return the value of a script in the page."""
    with qtbot.waitCallback(timeout=20_000) as callback:
        view.run(script, callback)
    return callback.args[0]


def settled(qtbot: QtBot, view: MapView, script: str) -> Any:
    """Return what a script's promise settles with, an error as its name."""
    wrapped = f"({script}).then(v => {{ window.got = v; }}, e => {{ window.got = e.name; }})"
    value(qtbot, view, f"window.got = null; {wrapped}; 1")
    qtbot.waitUntil(lambda: value(qtbot, view, "window.got") is not None, timeout=20_000)
    return value(qtbot, view, "window.got")
