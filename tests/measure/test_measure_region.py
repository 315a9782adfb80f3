"""Events known only to their region: the interval is that over the region."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from madeup_fronts import control, table

from mapper import basemap, gazetteer
from mapper.geodesy import distance_m, nearest_on_line
from mapper.measure import Fronts, Place, Shape, distance, distances
from mapper.measure.region import region_only, regions_of
from mapper.model import schema
from mapper.model.event import Event

JULY = dt.date(2025, 7, 1)
POLTAVA = (34.5514, 49.5883)


def event(precision="region", radius_m=None, lonlat=POLTAVA, admin1="Poltava", **more):
    return Event(
        event_id="t:1", feed="mapper", title="Strike", date_start=JULY, date_end=JULY,
        lon=lonlat[0],
        lat=lonlat[1], geo_precision=precision, radius_m=radius_m, admin1=admin1, **more,
    )  # fmt: skip


def sampled(code, name, line, count=6000):
    regions = basemap.admin1(code)
    shape = regions.loc[regions["name"] == name, "geom"].iloc[0]
    rng = np.random.default_rng(3)
    west, south, east, north = shape.bounds
    points = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    points = points[shapely.contains_xy(shape, points)]
    return nearest_on_line(points, line).distance_m


@pytest.mark.parametrize(
    ("lonlat", "text", "label"),
    [
        (POLTAVA, "Poltava", "Poltava oblast"),
        (POLTAVA, "Полтавська область", "Poltava oblast"),
        (POLTAVA, None, "Poltava oblast"),
        (POLTAVA, "Luhansk", "Poltava oblast"),
        ((30.5238, 50.4547), "Kyiv", "Kyiv oblast"),
        ((30.5238, 50.4547), "Kyiv oblast", "Kyiv oblast"),
        ((30.5238, 50.4547), "Kyiv City", "Kyiv City"),
        ((36.2304, 49.9935), "Kharkiv oblast", "Kharkiv oblast"),
    ],
)
def test_which_region(lonlat, text, label):
    (found,) = regions_of([lonlat], [text])
    assert found.name == label


def test_no_region_at_sea():
    assert regions_of([[32.0, 43.5]], ["Odesa"]) == [None]


def test_interval_over_the_region(moving):
    found = distance(Place.of_event(event()), fronts=moving, day=JULY)
    everywhere = sampled("UA", "Poltava", moving.line_of("test:Test:2025-07-01"))
    definition = 12_000
    assert found.region == "Poltava oblast"
    assert everywhere.min() - definition < found.min_m <= everywhere.min()
    assert everywhere.max() + definition > found.max_m >= everywhere.max()
    assert found.statement.startswith("Strike, known only to Poltava oblast, lies ")
    assert "nearest point" not in found.statement
    assert any("known only to Poltava oblast" in text for text in found.warnings)
    assert found.to_json()["from"]["region"] == "Poltava oblast"


def test_a_region_the_front_runs_through_may_be_at_no_distance(moving):
    place = Place.of_event(event(lonlat=(37.8, 48.0), admin1="Donetsk"))
    assert distance(place, fronts=moving, day=JULY).min_m == 0.0
    inside = distance(place, "control-area", fronts=moving, day=JULY)
    assert inside.min_m == 0.0 < inside.max_m
    assert any("not certain" in text for text in inside.warnings)


@pytest.mark.parametrize("precision", ["settlement", "area", "exact"])
def test_better_known_places_keep_their_radius(precision):
    assert Place.of_event(event(precision, 3_000.0)).region is None


def test_a_radius_of_its_own_is_kept():
    assert Place.of_event(event(radius_m=40_000.0)).region is None
    assert Place.of_event(event(radius_m=100_000.0)).region.name == "Poltava oblast"


def test_to_places_borders_and_shapes():
    start = Place.of_event(event())
    kyiv = Place("Kyiv", 30.5238, 50.4547)
    shape = Shape("Meridian", shapely.LineString([(30, 48), (30, 52)]))
    poltava = basemap.admin1("UA").query("name == 'Poltava'")["geom"].iloc[0]
    corners = shapely.get_coordinates(poltava)
    to_kyiv = distance(start, kyiv)
    away = distance_m(corners, [[kyiv.lon, kyiv.lat]])
    assert to_kyiv.min_m <= away.min()
    assert to_kyiv.max_m >= away.max()
    assert to_kyiv.max_m < away.max() + 1_000
    to_shape = distance(start, shape)
    there = nearest_on_line(corners, shape.edges).distance_m
    assert to_shape.min_m <= there.min()
    assert there.max() <= to_shape.max_m < there.max() + 1_000
    assert distance(start, "state-border", country="UA").max_m > 150_000


def test_a_table_of_events_gives_what_each_gives_alone(moving):
    rows = [
        (POLTAVA, "region", 100_000.0, "Poltava"),
        (POLTAVA, "settlement", 5_000.0, "Poltava"),
        ((36.2304, 49.9935), "region", None, "Kharkiv"),
        ((34.9, 49.9), "region", None, None),
    ]
    frame = gpd.GeoDataFrame(
        {
            "event_id": [f"t:{i}" for i in range(len(rows))],
            "feed": "mapper",
            "title": "Strike",
            "date_start": ["2025-07-01", "2025-07-01", "2025-07-04", "2025-07-01"],
            "date_end": ["2025-07-01", "2025-07-01", "2025-07-04", "2025-07-01"],
            "geo_precision": [row[1] for row in rows],
            "radius_m": [row[2] for row in rows],
            "admin1": [row[3] for row in rows],
        },
        geometry=gpd.points_from_xy(*zip(*(row[0] for row in rows), strict=True)),
        crs="EPSG:4326",
    ).rename_geometry("geom")
    table = distances(schema.conform(frame, schema.EVENTS), moving)
    for row, (lonlat, precision, radius, admin1) in enumerate(rows):
        day = dt.date.fromisoformat(frame["date_start"].iloc[row])
        place = Place.of_event(event(precision, radius, lonlat, admin1))
        alone = distance(place, fronts=moving, day=day)
        assert table["min_m"].iloc[row] == pytest.approx(alone.min_m, abs=0.01)
        assert table["max_m"].iloc[row] == pytest.approx(alone.max_m, abs=0.01)
        assert table["distance_m"].iloc[row] == pytest.approx(alone.distance_m, abs=0.001)
    assert table["max_m"].iloc[0] > table["max_m"].iloc[1]
    regions = table["known_to_region"].astype(object).where(table["known_to_region"].notna(), None)
    assert list(regions) == ["Poltava oblast", None, "Kharkiv oblast", "Poltava oblast"]


def test_two_days_of_one_front_keep_it_apart_by_its_gap():
    fronts = Fronts(table([control("2025-07-01", 37.0), control("2025-07-10", 36.5)]))
    place = Place.of_event(event())
    now = distance(place, fronts=fronts, day=JULY)
    later = distance(place, fronts=fronts, day=dt.date(2025, 7, 4))
    assert later.min_m < now.min_m
    assert later.max_m > now.max_m


def test_a_radius_that_covers_the_region_says_no_more_than_the_region():
    region = gazetteer.Region("Poltava", "UA")
    for radius_m, known in ((region.radius_m, True), (region.radius_m / 2, False), (None, True)):
        one = event(radius_m=radius_m, lonlat=region.lonlat, country="UA")
        assert (Place.of_event(one).region is not None) is known
        frame = pd.DataFrame(
            {"geo_precision": ["region"], "radius_m": [radius_m], "admin1": ["Poltava"],
             "country": ["UA"]}
        )  # fmt: skip
        assert region_only(frame).tolist() == [known]
