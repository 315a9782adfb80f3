"""What becomes of an event that a person places."""

from __future__ import annotations

from typing import Any

import pytest

from mapper.gazetteer import Placement, find_regions, place_event, search
from mapper.geodesy import read_position
from mapper.model.event import Event


def event(**values: Any) -> Event:
    return Event(event_id="e", feed="test", title="Strike", **values)


def at_huliaipole(**values: Any) -> Placement:
    place = search("Huliaipole", region="Zaporizhzhia")[0]
    return place_event(event(**values), place, "Гуляйполе")


def test_a_settlement_gives_its_radius_and_fills_what_was_empty() -> None:
    placement = at_huliaipole()
    values = placement.values
    assert (values["lon"], values["lat"]) == pytest.approx((36.256, 47.667), abs=0.01)
    assert (values["geo_precision"], values["radius_m"]) == ("settlement", 2_400.0)
    assert (values["country"], values["admin1"]) == ("UA", "Zaporizhzhia")
    assert values["place_name"] == "Huliaipole"
    assert values["notes"] == "Placed by name: Huliaipole, Zaporizhzhia oblast, UA."
    assert placement.told == (
        "Its country was empty and is now UA.",
        "Its region was empty and is now Zaporizhzhia oblast.",
    )


@pytest.mark.parametrize("written", ["Zaporizhzhia", "Запорізька область", "Zaporizhia oblast"])
def test_what_fits_stays_as_it_is_written(written: str) -> None:
    placement = at_huliaipole(country="UA", admin1=written, place_name="Гуляй-Поле")
    assert not {"country", "admin1", "place_name"} & placement.values.keys()
    assert placement.told == ()


def test_what_contradicts_the_place_is_replaced_and_told() -> None:
    placement = at_huliaipole(country="RU", admin1="Донецкая область")
    assert (placement.values["country"], placement.values["admin1"]) == ("UA", "Zaporizhzhia")
    assert placement.told == (
        "Its country was given as 'RU' and is now UA.",
        "Its region was given as 'Донецкая область' and is now Zaporizhzhia oblast.",
    )


def test_a_district_is_no_contradiction_but_it_lies_in_no_other_country() -> None:
    assert "admin1" not in at_huliaipole(country="UA", admin1="Polohy Raion").values
    assert at_huliaipole(country="RU", admin1="Polohy Raion").values["admin1"] == "Zaporizhzhia"


@pytest.mark.parametrize(
    ("written", "precision", "radius_m"),
    [
        ("47.66385 N, 36.25620 E", "exact", 10.0),
        ("36.256,47.664", "vicinity", 70.0),
        ("36.25,47.66", "settlement", 680.0),
        ("36.2,47.6", "area", 6_730.0),
        ("36,47", "area", 67_320.0),
    ],
)
def test_coordinates_are_as_exact_as_they_are_written(
    written: str, precision: str, radius_m: float
) -> None:
    position = read_position(written)
    assert position is not None
    placement = place_event(event(place_name="the depot"), position, written)
    values = placement.values
    assert (values["lon"], values["lat"]) == (position.lon, position.lat)
    assert values["geo_precision"] == precision
    assert values["radius_m"] == pytest.approx(radius_m, rel=0.01)
    assert values["country"] == "UA"
    assert "place_name" not in values
    assert values["notes"] == f"Placed by coordinates: {written}"


def test_at_sea_region_and_country_stay() -> None:
    position = read_position("31.000,43.000")
    assert position is not None
    placement = place_event(event(country="UA", admin1="Odesa"), position, "31.000,43.000")
    assert not {"country", "admin1"} & placement.values.keys()


def test_a_region_is_a_region() -> None:
    (region,) = find_regions("Kharkiv oblast", "UA")
    placement = place_event(event(notes="Two hits."), region, "Харківщина")
    assert placement.values["geo_precision"] == "region"
    assert placement.values["radius_m"] == region.radius_m
    assert placement.values["admin1"] == "Kharkiv"
    assert placement.values["notes"] == (
        "Two hits.\nKnown only to its region: 'Харківщина' was taken as Kharkiv oblast, UA."
    )


def test_a_new_place_replaces_the_line_of_the_old_one() -> None:
    before = "Two hits.\nPlaced by coordinates: 36,47"
    assert at_huliaipole(notes=before).values["notes"] == (
        "Two hits.\nPlaced by name: Huliaipole, Zaporizhzhia oblast, UA."
    )
