"""Rivers close up: where they are known to be, whole, and small enough to send along."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest
import shapely
from test_basemap_drawing import shapes

from mapper import basemap

#: Bridges and dams over large rivers: lon, lat, and how far off the water may be, metres.
CROSSINGS = {
    "Kyiv, Metro bridge": (30.567, 50.442, 500.0),
    "Zaporizhzhia, Dnipro dam": (35.087, 47.869, 400.0),
    "Dnipro, Amur bridge": (35.030, 48.487, 400.0),
    "Kherson, Antonivka bridge": (32.720, 46.670, 400.0),
    "Khartoum, Omdurman bridge": (32.492, 15.617, 400.0),
    "Mosul, old bridge": (43.139, 36.343, 400.0),
    "Baghdad, Jumhuriya bridge": (44.400, 33.327, 400.0),
    "Deir ez-Zor, suspension bridge": (40.152, 35.344, 400.0),
}


def around(lon: float, lat: float, cells: bool = True) -> dict[str, Any]:
    where = basemap.cells_of([(lon, lat)]) if cells else ()
    return basemap.drawing((lon - 1, lat - 1, lon + 1, lat + 1), where)


def water(drawing: dict[str, Any]) -> np.ndarray:
    return np.array([*shapes(drawing, "rivers", 12), *shapes(drawing, "river_areas", 12)])


def distance_m(features: np.ndarray, lon: float, lat: float) -> float:
    metres = 111_195.0 * np.array([np.cos(np.radians(lat)), 1.0])
    local = shapely.transform(features, lambda points: (points - [lon, lat]) * metres)
    return float(shapely.distance(local, shapely.Point(0, 0)).min())


@pytest.mark.parametrize("name", CROSSINGS)
def test_rivers_run_where_their_bridges_are(name: str) -> None:
    lon, lat, most_m = CROSSINGS[name]
    assert distance_m(water(around(lon, lat)), lon, lat) < most_m


def test_in_the_theatre_rivers_do_not_wait_for_events() -> None:
    drawing = around(35.087, 47.869, cells=False)
    assert shapes(drawing, "river_areas", 12)
    assert distance_m(water(drawing), 35.087, 47.869) < 400.0


def test_wide_rivers_are_areas_of_about_their_width() -> None:
    # Above its dam at Zaporizhzhia the Dnipro is 1 to 2 km wide, the Oskil only a line.
    areas = shapely.union_all(shapes(around(35.12, 47.85), "river_areas", 12))
    across = shapely.intersection(areas, shapely.LineString([(34.9, 47.95), (35.3, 47.95)]))
    assert 600.0 < across.length * 111_195.0 * np.cos(np.radians(47.95)) < 3_000.0
    oskil = shapely.union_all(shapes(around(37.62, 49.70), "river_areas", 12))
    assert not shapely.intersects(oskil, shapely.box(37.5, 49.66, 37.7, 49.74))
    assert distance_m(water(around(37.62, 49.70)), 37.62, 49.70) < 2_000.0


def test_a_river_goes_on_from_cell_to_cell() -> None:
    drawing = basemap.drawing((31, 14, 34, 18), basemap.cells_of([(32.53, 15.62), (32.7, 16.6)]))
    nile = shapely.buffer(shapely.union_all(shapes(drawing, "rivers", 12)), 2e-4, quad_segs=1)
    longest = max(shapely.get_parts(nile), key=shapely.length)
    # From the southern end of what is drawn near events to the northern: four cells.
    assert np.ptp(longest.bounds[1::2]) > 1.4


def test_no_sketched_river_runs_beside_the_exact_one() -> None:
    drawing = around(32.53, 15.62)
    exact = [entry for entry in drawing["layers"] if entry["name"] == "rivers"]
    zooms = sorted((entry["min_zoom"], entry["max_zoom"]) for entry in exact)
    assert zooms == [(3, 5), (5, 9), (5, 99)]
    close = shapely.union_all(shapes({"layers": [exact[1]]}, "rivers", 8))
    assert not shapely.intersects(close, shapely.box(32.3, 15.3, 32.7, 15.9))


def test_what_rivers_add_to_a_page() -> None:
    drawing = basemap.drawing((22.0, 44.0, 41.0, 53.0), basemap.cells_of([(36.0, 49.0)]))
    layers = [
        entry
        for entry in drawing["layers"]
        if entry["name"] in ("rivers", "river_areas") and entry["max_zoom"] > 9
    ]
    text = json.dumps(layers, separators=(",", ":")).encode()
    assert len(base64.b64encode(gzip.compress(text, 9))) < 210_000
