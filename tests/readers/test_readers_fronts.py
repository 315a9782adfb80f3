"""Feeds of fronts: their statuses, days, axis order."""

from __future__ import annotations

import json

import pytest
from made_files import collection, feature, point, square

from mapper.model.errors import InputError
from mapper.readers import fronts


def area_of(geometry: dict) -> dict:
    return {"type": "MultiPolygon", "coordinates": [geometry["coordinates"]]}


def daily(**members) -> dict:
    return collection(feature(area_of(square())), **members)


def test_daily_takes_the_day_from_its_name(read_text):
    result = read_text(daily(), "deepstatemap_data_20250701.geojson")
    assert result.feed == "deepstate-daily"
    front = result.control_areas.iloc[0]
    assert front["front_id"] == "deepstate-daily:2025-07-01:occupied"
    assert (front["control_status"], front["redistribution"]) == ("occupied", "unknown")
    inside = read_text(daily(name="deepstatemap_data_20250702"), "renamed.geojson")
    assert inside.fronts["as_of"].tolist() == ["2025-07-02"]


def test_daily_prefers_the_given_day_and_says_so(read_text):
    result = read_text(daily(name="deepstatemap_data_20250702"), "r.geojson", date="2025-07-05")
    assert result.fronts["as_of"].tolist() == ["2025-07-05"]
    assert any("2025-07-02" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    "name", ["deepstatemap_data.geojson", "deepstatemap_data_20251301.geojson"]
)
def test_daily_without_a_day_is_refused(read_text, name):
    with pytest.raises(InputError, match="the day this map shows is not in its name"):
        read_text(daily(), name)


def test_daily_with_positions_off_the_globe_is_refused(read_text):
    with pytest.raises(InputError, match="latitude: found 536"):
        read_text(
            collection(feature(area_of(square(30, 536)))), "deepstatemap_data_20250701.geojson"
        )


def status(name: str, geometry: dict) -> dict:
    return feature(geometry, name=name, styleUrl="#poly", fill="#a52714")


RAW = collection(
    status("Окуповано /// Occupied\u00a0/// geoJSON.status.occupied\n", square(36, 48)),
    status("Статус невідомий /// Unknown status /// geoJSON.status.unknown", square(37, 48)),
    status(
        "Окупований Крим /// Crimea /// geoJSON.territories.crimea",
        {"type": "GeometryCollection", "geometries": [square(33, 45), point(33, 45)]},
    ),
    status("Окупована Абхазія. /// Abkhazia /// geoJSON.territories.abkhazia\n", square(41, 43)),
    status("Напрямок удару /// geoJSON.status.attack_direction", point(36, 48)),
    status("Звільнено 25.03 /// geoJSON.status.dismissed_at {{at:25.03}}", square(30, 51)),
    status("Окуповано /// Occupied /// geoJSON.status.occupied", None),
)


def test_deepstate_allows_only_listed_statuses(read_text):
    result = read_text(RAW, "1751314076.geojson")
    statuses = result.control_areas.set_index("control_status")
    assert set(statuses.index) == {"occupied", "contested", "pre_2022_occupied", "liberated"}
    assert set(statuses["as_of"]) == {"2025-06-30"}
    assert set(statuses["published_at"]) == {"2025-06-30T20:07:56Z"}
    assert result.ignored == 2
    assert result.rejected["row"].tolist() == [7]
    assert not result.fronts.geometry.has_z.any()


def test_deepstate_day_is_that_of_kyiv(read_text):
    # 2025-07-01 21:30 UTC is already 2 July in Kyiv.
    result = read_text({"id": 1751405400, "datetime": "x", "map": RAW}, "x.json")
    assert set(result.fronts["as_of"]) == {"2025-07-02"}
    with pytest.raises(InputError, match="the day this map shows is not known"):
        read_text(RAW, "x.json")


def test_deepstate_of_2022_has_only_ukrainian_names(read_text):
    raw = collection(
        status("Окуповано", square(36, 48)),
        status("ОРДЛО", square(38, 48)),
        status("Звільнено", square(30, 51)),
        status("Під питанням", square(31, 51)),
        status("Окупована Абхазія", square(41, 43)),
        status("Окуповані території Латвії", square(27, 57)),
    )
    result = read_text(raw, "1651314076.geojson")
    assert result.fronts["control_status"].tolist().count("occupied") == 1
    assert (len(result.fronts), result.ignored) == (4, 2)


OWL = {
    "areas": [[[48, 37], [48, 38], [49, 38], [48, 37]]],
    "frontline": [[[48, 37], [49, 38]]],
    "units": {"ru": [[1, [37, 48]], [2, [37, 48]]], "ua": []},
    "geos": {"ru": [{"c": [37, 48], "d": "x"}]},
}


def test_owlmaps_has_latitude_first(read_text):
    result = read_text(OWL, "20250701.json")
    assert result.control_areas.total_bounds.tolist() == [37, 48, 38, 49]
    assert result.lines_of_contact.total_bounds.tolist() == [37, 48, 38, 49]
    assert (result.rows, result.ignored) == (5, 3)


def test_owlmaps_line_given_bare_or_empty(read_text):
    bare = read_text(OWL | {"frontline": [[48, 37], [49, 38]]}, "20240601.json")
    assert len(bare.lines_of_contact) == 1
    assert len(read_text(OWL | {"frontline": []}, "20220601.json").lines_of_contact) == 0


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (OWL, "map.json", "the day this map shows"),
        (OWL | {"areas": [[[48, 37]]]}, "20250701.json", "cannot be used"),
        (OWL | {"areas": [[["a", 37], [1, 2], [3, 4]]]}, "20250701.json", "cannot be used"),
        (OWL | {"areas": [[[148, 37], [48, 38], [49, 38]]]}, "20250701.json", "latitude"),
        ({"areas": [], "frontline": []}, "20250701.json", "neither"),
    ],
)
def test_owlmaps_that_is_refused(read_text, content, name, message):
    with pytest.raises(InputError, match=message):
        read_text(content, name)


def test_isw_layers_by_name(read_text):
    layer = collection(feature(square(), FID=1), feature(square(31), FID=2), feature(None, FID=3))
    result = read_text(layer, "20221130_RussianAssessedCoTinUkraine.geojson")
    front = result.control_areas.iloc[0]
    assert (front["as_of"], front["assessment"], front["control_status"]) == (
        "2022-11-30",
        "assessed",
        "occupied",
    )
    assert front["redistribution"] == "no"
    assert len(result.rejected) == 1
    claimed = read_text(layer, "20221130_RussianClaimedCoTinUkraine.geojson").fronts.iloc[0]
    assert claimed["assessment"] == "claimed"
    assert claimed["source"] != front["source"]


def test_isw_all_layers_in_one_file(read_text):
    layers = collection(
        feature(square(), layer="RussianAssessedCoTinUkraine"),
        feature(square(31), layer="UkrainianReportedPartisanWarfare"),
        feature(square(32), layer="UkrainianClaimedCounterOffensives"),
    )
    result = read_text(layers, "20230701.geojson")
    assert (len(result.fronts), result.ignored) == (2, 1)


def test_isw_day_in_milliseconds(read_text):
    layer = collection(feature(square(), datetime=1646092800000, OBJECTID=1))
    result = read_text(layer, "RussianAssessedCoTinUkraine.geojson")
    assert result.fronts["as_of"].tolist() == ["2022-03-01"]


PAIRS = (
    "sector,order,ukraine_held,ukraine_lon,ukraine_lat,russia_held,russia_lon,russia_lat,note,accuracy_km\n"
    "main,2,C,32,51,D,34,51,,4\nmain,1,A,30,50,B,31,51,,2.5\nmain,3,,35,52,,35,52,at the border,5\n"
)


def test_pairs_make_a_line_through_the_middles(read_text):
    result = read_text(PAIRS, "front_pairs_2025-07-01.csv")
    front = result.lines_of_contact.iloc[0]
    assert list(front.geom.geoms[0].coords) == [(30.5, 50.5), (33, 51), (35, 52)]
    assert (front["as_of"], front["accuracy_m"]) == ("2025-07-01", 5000)
    extra = json.loads(front["extra"])
    assert extra["approximate"] is True
    assert [vertex["accuracy_m"] for vertex in extra["vertices"]] == [2500, 4000, 5000]
    assert extra["vertices"][2]["note"] == "at the border"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("main,4,E,536,50,F,31,51,,2\n", "longitude: found 536"),
        ("main,4,E,30,50,F,31,51,,\n", "accuracy_km: empty"),
        ("main,x,E,30,50,F,31,51,,2\n", "order: found 'x'"),
        ("main,1,E,30,50,F,31,51,,2\n", "sector, order: found"),
    ],
)
def test_a_bad_pair_is_rejected_and_told(read_text, row, reason):
    result = read_text(PAIRS + row, "front_pairs_2025-07-01.csv")
    assert result.rejected["row"].tolist() == [4]
    assert result.rejected["reason"].iloc[0].startswith(reason.split(": found")[0])
    assert any("straight past" in warning for warning in result.warnings)


def test_pairs_without_a_day_are_refused(read_text):
    with pytest.raises(InputError, match="the day of this front"):
        read_text(PAIRS, "front_pairs.csv")


def test_a_broken_area_too_large_to_mend_is_told_at_once(read_text, monkeypatch):
    bow = [[36, 50], [37, 51], [37, 50], [36, 50.2], [36, 50]]
    content = collection(feature({"type": "Polygon", "coordinates": [bow]}, date="2025-07-01"))
    monkeypatch.setattr(fronts, "MOST_TO_MEND", 4)
    reasons = read_text(content, "areas.geojson").rejected["reason"]
    assert reasons.str.contains("too large to be mended; found '5 vertices'").tolist() == [True]
