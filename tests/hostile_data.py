"""Events and fronts whose every text tries to run, to break out or to be very long."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import MultiPolygon, Point, Polygon

from mapper import export, mapdoc
from mapper.model import schema

#: Asked for by nobody but a page that fails; the name never resolves (RFC 6761).
HOST = "reached.invalid"
TEXTS = [
    "</script><script>window.hacked = 1</script>",
    f'<img src=https://{HOST}/1.png onerror="window.hacked = 2">\'`${{window.hacked=3}}',
    "<svg onload=window.hacked=4> <!-- <style>*{display:none}</style> ]]> \u2028",
    "\u202eright to left\u202c 🌍 " + "long " * 2000,
    "قصف على المدينة \u200fשלום עולם 💥👩‍👩‍👧‍👦 \ufeff\u0000\ud7ff",
    "</noscript></title><iframe src=javascript:parent.hacked=5></iframe> &amp;&#60;b&#62;",
    "'; window.hacked = 6; //\\\\\"); window.hacked = 7; {{hacked}} {% raw %} %s \\u0022",
    "x" * 10_000,
]
ADDRESSES = [
    "javascript:window.hacked=8",
    f"https://{HOST}/1",
    "data:text/html,<script>parent.hacked=9</script>",
    "x",
    " \tjava\nscript:window.hacked=10",
    "file:///etc/passwd",
    f'https://{HOST}/"onclick="window.hacked=11',
    "vbscript:x",
]
#: What may stand as a link in a page of these events.
LINKS = {f"https://{HOST}/1", f"https://{HOST}/%22onclick=%22window.hacked=11"}


def events() -> gpd.GeoDataFrame:
    """Return an event per text, with that text in every field, and one without a place."""
    fields = ("title", "description", "place_name", "event_type", "notes", "date_text")
    named = ("perpetrator_alleged", "claimed_by", "denied_by")
    rows = [
        {"event_id": f"e{i}", "geo_precision": "settlement", "geom": Point(37 + i, 48)}
        | {"date_start": f"2025-07-0{i + 1}", "date_end": f"2025-07-0{i + 1}"}
        | dict.fromkeys((*fields, *named), text)
        for i, text in enumerate(TEXTS)
    ]
    rows.append({"event_id": "lost", "title": "Without a place", "geom": None})
    return gpd.GeoDataFrame(rows, geometry="geom", crs=schema.CRS)


def sources() -> pd.DataFrame:
    """Return a source per event, with an address that is none or that is hostile."""
    return pd.DataFrame(
        {"source_id": str(i), "event_id": f"e{i}", "url": address, "archive_url": "javascript:0"}
        | dict.fromkeys(("title", "quote", "publisher", "author"), TEXTS[i])
        for i, address in enumerate(ADDRESSES)
    )


def control_areas() -> gpd.GeoDataFrame:
    """Return one control area."""
    area = {
        "front_id": "d:1",
        "as_of": "2025-07-01",
        "name": TEXTS[1],
        "source": TEXTS[1],
        "licence": TEXTS[0],
        "url": "javascript:window.hacked=12",
        "redistribution": "no",
        "control_status": "occupied",
        "side": TEXTS[1],
        "geom": MultiPolygon([Polygon([(37, 47), (38, 47), (38, 48)])]),
    }
    return gpd.GeoDataFrame([area], geometry="geom", crs=schema.CRS)


def mapped() -> export.MapperMap:
    """Return the map of all of it."""
    made = export.MapperMap(title=TEXTS[0], introduction=TEXTS[1], filter_text=TEXTS[5])
    export.EventLayer(events(), sources()).add_to(made)
    export.FrontLayer(control_areas()).add_to(made)
    export.BaseMap({}).add_to(made)
    return made


def save(path: Path) -> Path:
    """Write the page of it."""
    mapped().save(str(path))
    return path


def document() -> mapdoc.MapDocument:
    """Return the map document of it, for the window."""
    return mapped().document()
