"""The nearest place is the one brute force finds, anywhere on Earth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper import gazetteer
from mapper.gazetteer import index
from mapper.geodesy import GEOD
from mapper.model.errors import InputError


def brute_force(lon, lat, min_population):
    rows = index.ask(
        "SELECT lon, lat, geonameid FROM places WHERE population >= ?", (min_population,)
    )
    lons, lats, ids = (np.array(column) for column in zip(*rows, strict=True))
    count = len(rows)
    azimuths, _, distances = GEOD.inv(lons, lats, np.full(count, lon), np.full(count, lat))
    best = int(np.argmin(distances))
    return int(ids[best]), float(distances[best]), float(azimuths[best] % 360.0)


@given(st.floats(-180.0, 180.0), st.floats(-90.0, 90.0))
@example(180.0, 0.0)
@example(-180.0, -17.0)
@example(179.99, -16.5)
@example(0.0, 90.0)
@example(123.0, -90.0)
@settings(max_examples=60, deadline=None)
def test_as_brute_force_among_cities(lon, lat):
    place, distance_m, bearing_deg = gazetteer.nearest_place(lon, lat, 200_000)
    _, expected_m, _ = brute_force(lon, lat, 200_000)
    assert distance_m == pytest.approx(expected_m, abs=1e-6)
    azimuth, _, back_m = GEOD.inv(place.lon, place.lat, lon, lat)
    assert back_m == pytest.approx(distance_m, abs=1e-6)
    assert bearing_deg == pytest.approx(azimuth % 360.0, abs=1e-9)
    assert 0.0 <= bearing_deg < 360.0


@pytest.mark.parametrize("point", [(37.92, 50.02), (-179.99, 66.3), (53.2, 56.85)])
def test_as_brute_force_among_all(point):
    place, distance_m, bearing_deg = gazetteer.nearest_place(*point)
    assert (place.geonameid, distance_m, bearing_deg) == pytest.approx(brute_force(*point, 0))


def test_topoli_is_near_the_border_and_named():
    place, distance_m, bearing_deg = gazetteer.nearest_place(37.92, 50.02)
    assert place.name == "Topoli"
    assert gazetteer.admin1_label(place) == "Kharkiv oblast"
    assert distance_m == pytest.approx(646.0, abs=1.0)
    # From Topoli the position lies to the north-east.
    assert bearing_deg == pytest.approx(32.4, abs=0.1)


def test_a_place_is_nearest_to_itself():
    izhevsk = gazetteer.resolve("Izhevsk")
    place, distance_m, _ = gazetteer.nearest_place(izhevsk.lon, izhevsk.lat)
    assert place.geonameid == izhevsk.geonameid
    assert distance_m == 0.0


def test_positions_off_the_earth_and_impossible_sizes_are_said():
    for point in ((0.0, 91.0), (181.0, 0.0), (float("nan"), 0.0)):
        with pytest.raises(InputError):
            gazetteer.nearest_place(*point)
    with pytest.raises(InputError):
        gazetteer.nearest_place(0.0, 0.0, 10**9)
