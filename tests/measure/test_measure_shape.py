"""Measuring to an imported line or area, and a country's own boundary."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely
from madeup_fronts import control, table

from mapper.geodesy import GEOD, nearest_on_area
from mapper.measure import Fronts, Place, Shape, distance
from mapper.model.errors import GeometryError, InputError

JULY = dt.date(2025, 7, 1)
SQUARE = shapely.box(36.0, 47.0, 37.0, 48.0)
HERE = Place("Here", 36.2, 47.5, 1_000)
FILE = ({"file": "zone.geojson", "sha256": "ab"},)


def test_to_a_line():
    line = Shape("Demarcation line", shapely.LineString([(36.0, 46.0), (36.0, 49.0)]), FILE)
    found = distance(HERE, line, claim="over 10 km")
    # The foot on the meridian at the same latitude, nearly.
    assert found.distance_m == pytest.approx(GEOD.inv(36.2, 47.5, 36.0, 47.5)[2], abs=10)
    assert (found.target.kind, found.target.name) == ("line", "Demarcation line")
    assert found.max_m - found.min_m == pytest.approx(2_000, abs=1)
    assert found.claim.verdict == "agrees"
    assert found.inputs == FILE
    assert found.statement.startswith("Here lies 15")
    assert "from Demarcation line at its nearest point" in found.statement
    assert found.inside_control_area is None


def test_inside_an_area_is_an_answer():
    found = distance(HERE, Shape("Exclusion zone", SQUARE))
    expected = nearest_on_area([[36.2, 47.5]], SQUARE).boundary.distance_m[0]
    assert found.distance_m == 0.0
    assert found.boundary_m == pytest.approx(expected, abs=0.02)
    assert found.statement.startswith("Here lies inside Exclusion zone, 15")
    outside = distance(Place("There", 38.0, 47.5), Shape("Exclusion zone", SQUARE))
    assert outside.distance_m == pytest.approx(
        nearest_on_area([[38.0, 47.5]], SQUARE).distance_m[0], abs=0.02
    )
    assert outside.boundary_m is None


def test_near_the_edge_inside_or_outside_is_not_certain():
    found = distance(Place("Here", 36.005, 47.5, 1_000), Shape("Zone", SQUARE))
    assert found.distance_m == 0.0 < found.max_m
    assert any("not certain" in text for text in found.warnings)


def test_dirty_shapes_are_mended_and_say_so_or_are_refused():
    collection = shapely.GeometryCollection(
        [shapely.force_3d(SQUARE, 5.0), shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]
    )
    shape = Shape("Mixed", collection)
    assert shape.area.equals(SQUARE)
    with pytest.raises(GeometryError, match="neither a line nor an area"):
        Shape("Point", shapely.Point(36, 47))
    with pytest.raises(GeometryError):
        Shape("Nothing", shapely.Polygon())


def test_a_boundary_of_ones_own():
    """With the control area beyond it, the same edge is border instead of front."""
    rows = table([control("2025-07-01", 37.0)])
    place = Place("West", 36.0, 48.0)
    usual = distance(place, fronts=Fronts(rows), day=JULY)
    narrow = Shape("Own boundary", shapely.box(36.5, 46.0, 41.0, 48.0), FILE)
    own = distance(place, fronts=Fronts(rows, outline=narrow), day=JULY)
    assert usual.distance_m == pytest.approx(74_600, abs=200)
    assert own.distance_m == pytest.approx(74_600, abs=400)
    assert own.inputs == FILE
    assert "The country's outline is that of Own boundary." in own.method
    # North of the boundary's edge there is no held land, so no line there.
    north = Place("North", 37.5, 49.1)
    assert distance(north, fronts=Fronts(rows), day=JULY).distance_m < 20_000
    assert distance(north, fronts=Fronts(rows, outline=narrow), day=JULY).distance_m > 100_000


def test_a_boundary_must_be_an_area():
    with pytest.raises(InputError, match="must be an area"):
        Fronts(table([]), outline=Shape("Line", shapely.LineString([(0, 0), (1, 1)])))
