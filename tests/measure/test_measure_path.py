"""Along several places: legs, total, bearings, area."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.geodesy import GEOD
from mapper.measure import Place, along
from mapper.model.errors import InputError

KHARKIV = Place("Kharkiv", 36.2304, 49.9935, 10_000)
KYIV = Place("Kyiv", 30.5238, 50.4547, 15_000)
ODESA = Place("Odesa", 30.7326, 46.4775)

places = st.builds(
    Place, st.just(""), st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 50_000)
)


def test_legs_are_those_of_geographiclib():
    found = along([KHARKIV, KYIV, ODESA])
    for (a, b), leg, bearing in zip(
        ((KHARKIV, KYIV), (KYIV, ODESA)), found.legs_m, found.bearings_deg, strict=True
    ):
        azimuth, _, metres = GEOD.inv(a.lon, a.lat, b.lon, b.lat)
        assert leg == pytest.approx(metres, abs=1e-6)
        assert bearing == pytest.approx(azimuth % 360)
    assert found.total_m == pytest.approx(sum(found.legs_m))
    assert found.area_m2 is None
    assert found.total_m - found.min_m == pytest.approx(40_000)
    assert found.max_m - found.total_m == pytest.approx(40_000)
    assert found.statement == (
        "The way from Kharkiv to Kyiv to Odesa is 850 km (810 to 900 km) long: 410 km and 443 km."
    )


def test_one_leg_reads_like_a_distance():
    assert along([ODESA, KYIV]).statement == "Odesa lies 443 km (427 to 458 km) from Kyiv."


def test_closed_outline_has_perimeter_and_area():
    found = along([KHARKIV, KYIV, ODESA], closed=True)
    assert len(found.legs_m) == 3
    assert found.to_json()["area_m2"] == pytest.approx(
        abs(GEOD.polygon_area_perimeter(
            [p.lon for p in found.places], [p.lat for p in found.places])[0]), abs=1
    )  # fmt: skip
    assert "encloses" in found.statement


def test_an_outline_that_crosses_itself_has_no_area_and_says_so():
    bow = [Place("", x, y) for x, y in ((0, 0), (1, 1), (1, 0), (0, 1))]
    found = along(bow, closed=True)
    assert found.area_m2 is None
    assert found.warnings == ("The outline crosses itself; no area is given.",)
    assert "encloses" not in found.statement


@pytest.mark.parametrize(("count", "closed"), [(0, False), (1, False), (2, True)])
def test_too_few_places(count, closed):
    with pytest.raises(InputError, match="too few places"):
        along([KYIV] * count, closed=closed)


def test_units_of_the_statement():
    assert "mi²" in along([KHARKIV, KYIV, ODESA], unit="mi", closed=True).statement
    with pytest.raises(InputError):
        along([KHARKIV, KYIV], unit="ly")


@settings(max_examples=80, deadline=None)
@given(st.lists(places, min_size=3, max_size=7), st.booleans())
def test_any_places_give_numbers_in_order(some, closed):
    found = along(some, closed=closed)
    assert 0.0 <= found.min_m <= found.total_m <= found.max_m
    assert len(found.legs_m) == len(some) - 1 + closed
    assert found.area_m2 is None or 0.0 <= found.area_m2 < 2.6e14
