"""Fronts of several countries at once: each place has those of one."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from madeup_fronts import control, sudan, table

from mapper import basemap
from mapper.measure import Fronts, Place, belonging, distance, distances
from mapper.model import schema
from mapper.model.errors import NoFrontError

JULY = dt.date(2025, 7, 1)
PORT_SUDAN = Place("Port Sudan", 37.22, 19.62)
IZHEVSK = Place("Izhevsk", 53.2, 56.85)
KYIV = Place("Kyiv", 30.52, 50.45)


@pytest.fixture
def wars():
    rows = [
        control("2025-07-01", 37.0),
        control("2025-07-01", 36.9, source="Other"),
        sudan("2025-07-01"),
        control("2025-08-01", 37.0),
    ]
    return Fronts(table(rows))


def test_countries_of_areas_and_lines(wars):
    assert wars.countries == ("SD", "UA")
    line = {
        "front_id": "line:1",
        "as_of": "2025-07-01",
        "source": "Pairs",
        "redistribution": "yes",
        "geom": shapely.MultiLineString([[(37.0, 47.0), (37.0, 49.0)]]),
    }
    lines = table([line], schema.LINES_OF_CONTACT)
    both = Fronts(table([control("2025-07-01", 37.0), sudan("2025-07-01")]), lines)
    found = {one.source: both.country_of(one) for one in both.snapshots}
    assert found == {"Test": "UA", "Darfur": "SD", "Pairs": "UA"}


def test_one_war_looks_nothing_up(monkeypatch, moving):
    def refuse(*_):
        raise AssertionError("looked up")

    monkeypatch.setattr(basemap, "locate", refuse)
    monkeypatch.setattr(belonging, "_country", refuse)
    assert moving.countries == ("",)
    assert distance(KYIV, fronts=moving, day=JULY).distance_m > 0


@pytest.mark.parametrize(
    ("start", "country", "source", "why"),
    [
        (PORT_SUDAN, None, "Darfur", "Sudan was used, where the start lies."),
        (KYIV, None, "Other", "Ukraine was used, where the start lies."),
        (IZHEVSK, None, "Other", "Ukraine was used, the nearest."),
        (Place("Chad", 19.0, 13.0), None, "Darfur", "Sudan was used, the nearest."),
        (IZHEVSK, "sd", "Darfur", "Sudan was used, as asked."),
    ],
)
@pytest.mark.parametrize("target", ["line-of-contact", "control-area"])
def test_each_place_has_its_war(wars, start, country, source, why, target):
    found = distance(start, target, fronts=wars, day=JULY, country=country)
    assert found.target.source == source
    assert found.warnings[0] == f"There are fronts of Sudan and Ukraine; that of {why}"
    assert not any("Darfur" in text for text in found.warnings if source != "Darfur")
    assert not any("Test" in text for text in found.warnings if source == "Darfur")


def test_another_war_does_not_stand_in(wars):
    with pytest.raises(NoFrontError, match="no front of Sudan for 1 August 2025"):
        distance(PORT_SUDAN, fronts=wars, day=dt.date(2025, 8, 1))
    assert not any(
        "There are fronts" in text
        for text in distance(KYIV, fronts=wars, day=dt.date(2025, 8, 1)).warnings
    )
    with pytest.raises(NoFrontError, match="no front of Poland, only of Sudan and Ukraine"):
        distance(KYIV, fronts=wars, day=JULY, country="PL")


def test_a_table_of_events_the_same(wars):
    starts = [PORT_SUDAN, IZHEVSK, KYIV, Place("Chad", 19.0, 13.0), PORT_SUDAN]
    frame = pd.DataFrame(
        {
            "event_id": [str(number) for number in range(len(starts))],
            "date_start": ["2025-07-01"] * 4 + ["2025-08-01"],
            "date_end": ["2025-07-01"] * 4 + ["2025-08-01"],
            "geo_precision": "exact",
            "radius_m": 0.0,
            "feed": "test",
            "title": "x",
        }
    )
    points = gpd.points_from_xy([p.lon for p in starts], [p.lat for p in starts])
    geometry = gpd.GeoSeries(points, crs="EPSG:4326", name="geom")
    events = schema.conform(gpd.GeoDataFrame(frame, geometry=geometry), schema.EVENTS)
    events.index = pd.Index(range(50, 55))
    seen = []
    found = distances(events, wars, progress=seen.append)
    assert found.index.equals(events.index)
    assert found["front_source"].iloc[:4].tolist() == ["Darfur", "Other", "Other", "Darfur"]
    for row, start in enumerate(starts[:4]):
        alone = distance(start, fronts=wars, day=JULY)
        assert found["distance_m"].iloc[row] == pytest.approx(alone.distance_m)
    assert np.isnan(found["distance_m"].iloc[4])
    assert "no front of Sudan" in found["refused"].iloc[4]
    assert seen == sorted(seen)
