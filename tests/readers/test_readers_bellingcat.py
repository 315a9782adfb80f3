"""Bellingcat's exports: every form, and the traps met in real files."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted

from mapper.model.errors import InputError
from mapper.readers import read

EXPORT = {
    "id": "CIV9001",
    "date": "7/1/2025",
    "latitude": "50.45",
    "longitude": "30.52",
    "location": "Kyiv",
    "description": "A block of flats is hit.",
    "sources": [
        {"id": "s1", "path": "https://t.me/one/1", "description": "Video"},
        {"id": "s2", "path": "https://x.com/two/2", "description": None},
    ],
    "filters": [
        {"key": "Type of area affected", "value": "School or childcare"},
        {"key": "Weapon System", "value": "Cruise missile"},
    ],
}


def api(**changes):
    rest = {key: value for key, value in EXPORT.items() if key != "filters"}
    more = {"impact": ["Residential"], "weapon_system": ["Cluster munitions"], "graphic": True}
    return rest | more | {"date": "2025-07-01"} | changes


def table(*changes):
    names = ["id", "date", "latitude", "longitude", "location", "description", "sources",
             "associations"]  # fmt: skip
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names)
    writer.writeheader()
    row = {name: EXPORT.get(name) for name in names}
    row["sources"] = "https://t.me/one/1,https://maps.example/@50.4,30.5,15z"
    row["associations"] = "Type of area affected=Roads, bridges,Weapon System=Unknown"
    for number, change in enumerate(changes):
        writer.writerow(row | {"id": f"CIV{number}"} | change)
    return stream.getvalue()


def test_site_json(read_text):
    result = read_text([EXPORT], "a.json")
    event = result.events.iloc[0]
    assert (result.feed, event["event_id"]) == ("bellingcat", "bellingcat:CIV9001")
    assert (event["date_start"], event["place_name"]) == ("2025-07-01", "Kyiv")
    assert (event.geom.x, event.geom.y) == (30.52, 50.45)
    assert (event["geo_precision"], event["radius_m"]) == ("vicinity", 150)
    assert (event["target_type"], event["weapon"]) == ("school", "cruise_missile")
    assert event["verification_status"] == "geolocated"
    assert result.sources["url"].tolist() == ["https://t.me/one/1", "https://x.com/two/2"]
    assert result.sources["title"].fillna("").tolist() == ["Video", ""]
    assert "Cruise missile" in json.loads(event["extra"])["filters"]


def test_api_json_has_iso_days_and_lists_of_words(read_text):
    result = read_text([api(), api(id="CIV2", impact=["Military", "Residential"])], "a.json")
    events = result.events
    assert events["date_start"].tolist() == ["2025-07-01"] * 2
    assert events["target_type"].fillna("").tolist() == ["residential", ""]
    assert events["weapon"].isna().all()
    assert events["sensitive"].tolist() == [1, 1]


def test_csv_with_commas_inside_addresses_and_values(read_text):
    result = read_text(table({}))
    assert result.feed == "bellingcat"
    assert result.sources["url"].tolist() == [
        "https://t.me/one/1",
        "https://maps.example/@50.4,30.5,15z",
    ]
    assert result.events["weapon"].tolist() == ["unknown"]
    assert result.events["target_type"].isna().all()


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (["7/1/2025", "2/24/2022"], ["2025-07-01", "2022-02-24"]),
        (["7/1/2025", "2/3/2022"], ["2025-07-01", "2022-02-03"]),
        (["07/01/2025", "24/02/2022"], ["2025-01-07", "2022-02-24"]),
        (["2025-07-01", "2022-02-24"], ["2025-07-01", "2022-02-24"]),
    ],
)
def test_the_whole_column_decides_the_order_of_days(read_text, days, read_as):
    events = read_text(table(*({"date": day} for day in days))).events
    assert events["date_start"].tolist() == read_as


def test_days_of_both_orders_are_refused(read_text):
    with pytest.raises(InputError, match="day-first"):
        read_text(table({"date": "2/24/2022"}, {"date": "24/2/2022"}))


def test_null_island_stands_for_no_place(read_text):
    result = read_text([EXPORT, EXPORT | {"id": "b", "latitude": 0, "longitude": "0.0"}], "a.json")
    assert len(result.events) == 1
    assert "0, 0 for none" in result.rejected["reason"].iloc[0]
    near = read_text([EXPORT | {"latitude": "0", "longitude": "30"}], "b.json")
    assert len(near.events) == 1


def test_a_place_without_a_name_is_kept(read_text):
    event = read_text([EXPORT | {"location": None}], "a.json").events.iloc[0]
    assert event["place_name"] != event["place_name"]


def test_hidden_sources_have_no_address(read_text):
    hidden = {"path": "https://t.me/secret/1", "srcHidden": True, "description": "Witness"}
    result = read_text([EXPORT | {"sources": [hidden]}], "a.json")
    assert result.sources["url"].isna().all()
    assert result.sources["title"].tolist() == ["Witness"]
    assert "hides" in result.sources["notes"].iloc[0]
    assert any("hides: 1" in warning for warning in result.warnings)


def test_timemap_events(read_text):
    event = {
        "id": 17, "civId": "CIV9001", "graphic": "FALSE", "date": "07/01/2025", "time": "",
        "location": "Kyiv", "latitude": "50.45", "longitude": "30.52", "type": "",
        "description": "A block of flats is hit.", "associations": ["a1"], "sources": ["s1"],
    }  # fmt: skip
    for content in ([event], {"events": [event]}):
        result = read_text(content, "a.json")
        assert result.events["event_id"].tolist() == ["bellingcat:CIV9001"]
        assert result.events["sensitive"].tolist() == [0]
        assert result.sources["title"].tolist() == ["s1"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-400, 400) | st.sampled_from(["", "x", "0", "7/1/25"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["path", "paths", "value", "srcHidden"]), inner, max_size=2
        )
    ),
    max_leaves=5,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    items=st.lists(st.dictionaries(st.sampled_from(sorted(EXPORT)), VALUES) | VALUES, max_size=4)
)
def test_every_item_is_accounted_for(tmp_path, items):
    whole = [EXPORT, *(EXPORT | item if isinstance(item, dict) else item for item in items)]
    (tmp_path / "a.json").write_text(json.dumps(whole))
    try:
        result = read(tmp_path / "a.json")
    except InputError:
        return
    assert accounted(result)
    assert result.rows == len(whole)
