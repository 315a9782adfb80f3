"""Sources that leave out what was held before the war."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely
from madeup_fronts import control, table

from mapper import basemap
from mapper.geodesy import cut_off
from mapper.measure import Fronts, Place, distance

JULY = dt.date(2025, 7, 1)
KRYVYI_RIH = Place("Kryvyi Rih", 33.39, 47.91)
SEVASTOPOL = Place("Sevastopol", 33.5254, 44.6166)
#: Everything between the lower Dnipro and Crimea, and on to the east.
SOUTH = shapely.box(31.0, 45.9, 38.5, 47.2)


@pytest.fixture(scope="module")
def crimea():
    regions = basemap.admin1("UA")
    shapes = regions.loc[regions["name"].isin(["Crimea", "Sevastopol"]), "geom"]
    return shapely.union_all(shapes.tolist())


def fronts(area):
    polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return Fronts(table([control("2025-07-01", 0.0, geom=shapely.MultiPolygon(polygons))]))


def test_crimea_left_out_is_no_held_land(crimea):
    whole = fronts(shapely.union_all([SOUTH, shapely.box(32.0, 44.0, 37.0, 46.3)]))
    without = fronts(shapely.difference(SOUTH, crimea.buffer(0.01)))
    for place in (KRYVYI_RIH, SEVASTOPOL):
        expected = distance(place, fronts=whole, day=JULY)
        found = distance(place, fronts=without, day=JULY)
        assert found.distance_m == pytest.approx(expected.distance_m, abs=50)
        assert found.inside_control_area == expected.inside_control_area
        assert not any("leaves out" in text for text in expected.warnings)
        (warning,) = [text for text in found.warnings if "leaves out" in text]
        assert "leaves out Crimea;" in warning
    area = distance(SEVASTOPOL, "control-area", fronts=without, day=JULY)
    assert area.distance_m == 0.0
    assert any("leaves out Crimea" in text for text in area.warnings)


def test_land_that_is_not_cut_off_stays_held():
    """An area elsewhere says nothing of Crimea."""
    found = distance(SEVASTOPOL, fronts=fronts(shapely.box(37.0, 47.2, 40.5, 49.0)), day=JULY)
    assert not any("leaves out Crimea" in text for text in found.warnings)
    assert found.inside_control_area is False


def test_before_it_was_held_it_was_not():
    rows = [control("2013-07-01", 0.0, geom=shapely.MultiPolygon([SOUTH]))]
    found = distance(SEVASTOPOL, fronts=Fronts(table(rows)), day=dt.date(2013, 7, 1))
    assert found.warnings == ()


def test_what_is_cut_off():
    country = shapely.box(30, 48, 34, 52)
    wall = shapely.box(32, 47.9, 32.5, 52.1)
    land, cut = cut_off(wall, country, [[33.5, 50], [31, 50], [32.2, 50], [40, 50]])
    # Of the two sides the larger is the country.
    assert cut.tolist() == [True, False, False, False]
    assert [round(float(v), 1) for v in land.bounds] == [32.5, 48.0, 34.0, 52.0]
    land, cut = cut_off(shapely.box(32, 49, 32.5, 51), country, [[33.5, 50]])
    assert land.is_empty
    assert not cut.any()
