"""Positions: none, exchanged, far from the name, outside country and region, shared."""

from __future__ import annotations

import pytest
from checks_data import events, found, ids

from mapper.checks import check


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        (0.0, 0.0, "Gulf of Guinea"),
        (0.03, -0.02, "0.03, -0.02"),
        (36.23, 0.0, "exactly 0"),
        (48.5, 48.5, "the same number"),
    ],
)
def test_a_position_that_stands_for_none_is_found(lon, lat, words):
    table = found("null_island", events({}, {"lon": lon, "lat": lat}))
    assert table["event_id"].tolist() == ["e1"]
    assert words in table["message"][0]
    assert table["mend"][0].values == {"lon": None, "lat": None}


def test_what_is_told_of_null_island_is_not_told_again():
    table = check(events({"lon": 0.0, "lat": 0.0, "country": "UA", "place_name": "Kharkiv"}), None)
    assert set(table["rule"]) == {"null_island", "no_source"}


def test_axes_exchanged_are_told_by_the_country():
    table = found(
        "swapped_axes",
        events({"country": "UA"}, {"lon": 49.9935, "lat": 36.2304, "country": "UA"}),
    )
    assert table["event_id"].tolist() == ["e1"]
    assert table["mend"][0].values == {"lon": 36.2304, "lat": 49.9935}
    assert "Ukraine" in table["message"][0]


def test_axes_exchanged_are_told_by_the_name():
    here = {"place_name": "Харків"}
    assert ids("swapped_axes", here, {**here, "lon": 49.9935, "lat": 36.2304}) == ["e1"]


def test_axes_exchanged_are_told_by_the_set_only_when_it_is_large():
    many = [{"lon": 30.0 + at / 10, "lat": 49.0} for at in range(30)]
    turned = {"lon": 49.9935, "lat": 36.2304}
    assert ids("swapped_axes", *many, turned) == ["e30"]
    assert ids("swapped_axes", *many[:5], turned) == []


def test_a_strike_abroad_is_not_turned_round():
    many = [{"lon": 30.0 + at / 10, "lat": 49.0} for at in range(30)]
    # Turned round it would lie in the Caspian Sea.
    assert ids("swapped_axes", *many, {"lon": 53.2, "lat": 50.2}) == []


def test_a_position_far_from_the_place_named_is_found():
    table = found("place_name", events({"place_name": "Kherson", "country": "UA"}))
    assert table["event_id"].tolist() == ["e0"]
    assert "Kherson" in table["message"][0]
    assert "km" in table["message"][0]


def test_the_only_place_of_a_name_is_proposed():
    table = found("place_name", events({"place_name": "Izhevsk city"}))
    values = table["mend"][0].values
    assert values["lon"] == pytest.approx(53.2, abs=0.1)
    assert values["geo_precision"] == "settlement"
    assert values["radius_m"] > 5_000


@pytest.mark.parametrize(
    "row",
    [
        {"place_name": "Kharkov"},
        {"place_name": "м. Харків"},
        {"place_name": "Artemivsk", "lon": 37.999, "lat": 48.5956},
        {"place_name": "Nowhere that anybody knows"},
        {"place_name": "Kherson", "geo_precision": "region", "radius_m": 100_000.0},
        {"place_name": "Kherson", "radius_m": 700_000.0},
        # One of many villages of the name, most of them too small for the gazetteer.
        {"place_name": "Troitske village", "admin1": "Luhansk oblast", "country": "UA",
         "lon": 38.375, "lat": 48.528},
        {"place_name": None},
    ],
)  # fmt: skip
def test_a_name_that_fits_or_tells_nothing_is_not_found(row):
    assert ids("place_name", row) == []


def test_a_homonym_at_the_position_is_enough():
    # Pokrovsk in Yakutia, Engels (once Pokrovsk) and the one in Donetsk oblast.
    assert ids("place_name", {"place_name": "Pokrovsk", "lon": 129.13, "lat": 61.48}) == []


def test_a_position_outside_the_stated_country_is_found():
    rows = (
        {"country": "UA"},
        {"country": "RU"},
        {"country": "ua", "lon": 36.62, "lat": 50.6},
        {"country": "ZZ"},
    )
    table = found("outside_country", events(*rows))
    assert table["event_id"].tolist() == ["e1", "e2"]
    assert table["message"][0].startswith("The position lies in Kharkiv oblast, Ukraine")
    assert "Russia" in table["message"][0]


def test_the_country_at_the_position_is_proposed_where_the_name_agrees():
    table = found("outside_country", events({"country": "RU", "place_name": "Kharkiv"}))
    assert table["mend"][0].values == {"country": "UA"}
    assert found("outside_country", events({"country": "RU"}))["mend"][0] is None


def test_crimea_is_in_ukraine_and_the_sea_is_near_the_coast():
    crimea = {"lon": 34.1, "lat": 44.95}
    assert ids("outside_country", {**crimea, "country": "UA"}) == []
    assert ids("outside_country", {**crimea, "country": "RU"}) == ["e0"]
    assert ids("outside_country", {"lon": 31.0, "lat": 46.2, "country": "UA"}) == []
    assert ids("outside_country", {"lon": 34.0, "lat": 43.0, "country": "UA"}) == ["e0"]


@pytest.mark.parametrize(
    "region",
    ["Kharkiv", "Kharkiv oblast", "Харківська область", "Khar'kov", "Kharkivs'ka", "Slobozhan"],
)
def test_a_region_in_any_spelling_is_right(region):
    assert ids("outside_region", {"admin1": region}) == []


def test_a_position_outside_the_stated_region_is_found():
    table = found(
        "outside_region",
        events({"admin1": "Donets'k"}, {"admin1": "Odessa", "place_name": "Kharkiv"}),
    )
    assert table["event_id"].tolist() == ["e0", "e1"]
    assert "Kharkiv oblast" in table["message"][0]
    assert table["mend"][0] is None
    assert table["mend"][1].values == {"admin1": "Kharkiv"}


def test_cities_of_their_own_count_with_their_region():
    assert ids("outside_region", {"lon": 30.52, "lat": 50.45, "admin1": "Kiev"}) == []
    assert ids("outside_region", {"lon": 33.52, "lat": 44.6, "admin1": "Crimea"}) == []


def test_whole_degrees_are_found_among_precise_positions():
    many = [{"lon": 30.0 + at / 7.1, "lat": 49.123} for at in range(20)]
    whole = {"lon": 32.0, "lat": 49.0}
    table = found("rounded", events(*many, whole, {**whole, "geo_precision": "country"}))
    assert table["event_id"].tolist() == ["e20"]
    assert table["mend"][0].values["geo_precision"] == "region"
    assert 60_000 < table["mend"][0].values["radius_m"] < 80_000
    assert ids("rounded", whole, whole) == []


def test_precise_events_at_one_point_are_found_once():
    exact = {"geo_precision": "exact", "radius_m": 10.0}
    rows = [{**exact, "date_start": f"2025-07-0{day}"} for day in range(1, 7)]
    table = found("same_point", events(*rows, {}, {}))
    assert table["event_id"].tolist() == ["e0"]
    assert table["other_ids"][0] == ("e1", "e2", "e3", "e4", "e5")
    assert table["mend"][0].event_ids == ("e0", "e1", "e2", "e3", "e4", "e5")
    assert table["mend"][0].values["geo_precision"] == "settlement"
    assert ids("same_point", *rows[:3]) == ["e0"]
    assert ids("same_point", *rows[:2]) == []
    one_day = [{**exact} for _ in range(9)]
    assert ids("same_point", *one_day) == []


def test_events_without_a_place_are_found_and_a_clear_name_is_proposed():
    rows = ({"lon": None, "place_name": "Izhevsk"}, {"lon": None}, {})
    table = found("no_place", events(*rows))
    assert table["event_id"].tolist() == ["e0", "e1"]
    assert table["mend"][0].kind == "set"
    assert table["mend"][1] is None


@pytest.mark.parametrize(
    ("row", "proposed"),
    [
        ({"geo_precision": "region", "radius_m": 500.0}, 100_000.0),
        ({"geo_precision": "country", "radius_m": 500.0}, None),
        ({"geo_precision": "exact", "radius_m": 20_000.0}, 10.0),
        ({"geo_precision": "settlement", "radius_m": None}, 5_000.0),
    ],
)
def test_a_radius_that_does_not_fit_is_found(row, proposed):
    table = found("radius", events({}, row))
    assert table["event_id"].tolist() == ["e1"]
    assert table["mend"][0].values == {"radius_m": proposed}


def test_findings_keep_the_order_of_rules_and_events():
    rows = ({"lon": None}, {"lon": 0.0, "lat": 0.0}, {"lon": None}, {"date_start": "2031-01-01"})
    table = check(events(*rows), None, rules=["no_place", "future_date", "null_island"])
    assert table["rule"].tolist() == ["null_island", "future_date", "no_place", "no_place"]
    assert table["event_id"].tolist() == ["e1", "e3", "e0", "e2"]


SNAKE_ISLAND = {"lon": 30.2033, "lat": 45.2548, "geo_precision": None, "radius_m": None}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Территория в районе Чернобыльской АЭС взята под контроль.", "Chornobyl"),
        ("На території нафтобази у Феодосії стояв Панцир-С1", "Feodosiya"),
        ("The Feodosia oil depot burns", "Feodosiya"),
    ],
)
def test_a_text_about_another_place_is_found(text, named):
    table = found("text_place", events({**SNAKE_ISLAND, "description": text}))
    assert table["event_id"].tolist() == ["e0"]
    assert named in table["message"][0]


def test_the_only_place_a_text_names_is_proposed_several_are_not():
    text = "Нафтобаза у Феодосії горіла до ранку"
    mend = found("text_place", events({**SNAKE_ISLAND, "description": text}))["mend"][0]
    assert mend.label.startswith("Move to Feodosiya")
    assert (mend.values["lon"], mend.values["lat"]) == pytest.approx((35.38, 45.03), abs=0.05)
    assert mend.values["geo_precision"] == "settlement"
    both = "Нафтобази у Феодосії та в Бердянську горіли до ранку"
    assert found("text_place", events({**SNAKE_ISLAND, "description": both}))["mend"][0] is None


@pytest.mark.parametrize(
    "row",
    [
        {"description": "ЗСУ вразили ракетний комплекс на Зміїному"},
        {"description": "Ракети з Феодосії впали в Татарбунарах"},
        {"description": "У Києві та Москві заявили про удар"},
        {"description": "Нафтобаза у Феодосії", "place_name": "Zmiinyi"},
        {"description": "Нафтобаза у Феодосії", "geo_precision": "region"},
        {"title": "Strike"},
    ],
)
def test_a_text_that_fits_or_tells_nothing_is_not_found(row):
    near = [{"lon": 30.7, "lat": 46.4, "place_name": "Odesa"}] * 5
    assert ids("text_place", *near, {**SNAKE_ISLAND, **row}) == []
