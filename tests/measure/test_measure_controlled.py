"""How much land a snapshot's areas take up."""

from __future__ import annotations

import pytest
import shapely
from madeup_fronts import control, table

from mapper.geodesy import area_m2
from mapper.measure import ControlledAreas, Fronts, controlled_areas
from mapper.model import schema


def areas_of(*rows):
    fronts = Fronts(table(list(rows)))
    (snapshot,) = fronts.snapshots
    return controlled_areas(fronts, snapshot)


def test_land_under_two_rows_counts_once_and_contested_apart():
    east = shapely.MultiPolygon([shapely.box(37.0, 47.0, 39.0, 48.0)])
    wider = shapely.MultiPolygon([shapely.box(38.0, 47.0, 40.0, 48.0)])
    grey = shapely.MultiPolygon([shapely.box(36.5, 47.0, 37.0, 48.0)])
    day = "2025-07-01"
    found = areas_of(
        control(day, 0, geom=east, front_id="a"),
        control(day, 0, geom=wider, front_id="b", control_status="pre_2022_occupied"),
        control(day, 0, geom=grey, front_id="c", control_status="contested"),
    )
    whole = area_m2(shapely.box(37.0, 47.0, 40.0, 48.0))
    assert found.controlled_m2 == pytest.approx(whole, rel=1e-6)
    assert found.contested_m2 == pytest.approx(area_m2(grey), rel=1e-6)


def test_a_line_has_no_land():
    row = control("2025-07-01", 0, geom=shapely.MultiLineString([[(37, 47), (37, 48)]]))
    fronts = Fronts(None, table([row], schema.LINES_OF_CONTACT))
    assert controlled_areas(fronts, fronts.snapshots[0]) == ControlledAreas(None, None)


def test_contested_land_alone_is_no_control_area():
    found = areas_of(control("2025-07-01", 37.0, control_status="contested"))
    assert found.controlled_m2 is None
    assert found.contested_m2 is not None
