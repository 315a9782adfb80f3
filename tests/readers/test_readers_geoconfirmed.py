"""GeoConfirmed in all its forms, with the traps met in real files."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted, collection, feature, point

from mapper.model.errors import InputError
from mapper.readers import read

HEADER = (
    "Date;Name;Faction;Origin;Latitude;Longitude;PlusCode;Description;Source;Geolocation;"
    "Equipment;EquipmentItems;Units;OrbatUnits;Id"
)
ROW = {
    "Date": "2025-07-01",
    "Name": "01 JUL",
    "Faction": "Russia",
    "Origin": "UAV",
    "Latitude": "50.45012",
    "Longitude": "30.52345",
    "PlusCode": "9G2GFG2F+29 Kyiv, Kyiv City, Ukraine",
    "Description": '"Fire after a drone strike; seen\nfrom the bridge"',
    "Source": "https://t.me/one/1,https://x.com/two/2",
    "Geolocation": "https://x.com/three/3 https://maps.example/@50.45,30.52,15z",
    "Equipment": "Drone",
    "EquipmentItems": "",
    "Units": "",
    "OrbatUnits": "",
    "Id": "11111111-1111-4111-8111-111111111111",
}


def table(*changes: dict[str, str]) -> str:
    lines = [HEADER]
    for number, change in enumerate(changes):
        row = ROW | {"Id": f"{number:08d}-1111-4111-8111-111111111111"} | change
        lines.append(";".join(row[name] for name in HEADER.split(";")))
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def test_one_row(read_text):
    result = read_text(table({}))
    assert result.feed == "geoconfirmed"
    event = result.events.iloc[0]
    assert event["event_id"] == "geoconfirmed:00000000-1111-4111-8111-111111111111"
    assert event["title"] == "Fire after a drone strike; seen from the bridge"
    assert (event["date_start"], event["date_precision"]) == ("2025-07-01", "day")
    assert (event["place_name"], event["admin1"], event["country"]) == ("Kyiv", "Kyiv City", "UA")
    assert (event.geom.x, event.geom.y) == (30.52345, 50.45012)
    assert (event["geo_precision"], event["radius_m"]) == ("exact", 10)
    assert event["verification_status"] == "geolocated"


def test_the_faction_is_of_what_is_shown_and_no_perpetrator(read_text):
    event = read_text(table({})).events.iloc[0]
    assert event["tags"] == "faction: Russia"
    assert event[["perpetrator_alleged", "affected_party", "claimed_by"]].isna().all()
    assert json.loads(event["extra"])["faction"] == "Russia"


@pytest.mark.parametrize("between", [",", ", ", " ", "\n", " \n "])
def test_links_are_set_apart_by_comma_blank_or_line(read_text, between):
    links = f'"https://t.me/one/1{between}https://x.com/two/2?a=1,2"'
    sources = read_text(table({"Source": links})).sources
    assert sources["url"].tolist()[:2] == ["https://t.me/one/1", "https://x.com/two/2?a=1,2"]
    assert sources["notes"].fillna("").tolist() == ["", "", "Geolocation", "Geolocation"]
    assert sources["url"].iloc[3] == "https://maps.example/@50.45,30.52,15z"


def test_permanent_sites_have_no_day_and_are_listed(read_text):
    result = read_text(table({}, {"Date": "", "Name": "A power station"}))
    assert len(result.events) == 1
    assert result.rejected["row"].tolist() == [2]
    assert "permanent sites" in result.rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    "written", ["1527-02-04", "1527-02-04T18:23:00", "1579567301963440128", "1999-12-31"]
)
def test_impossible_days_are_rejected(read_text, written):
    result = read_text(table({"Date": written}))
    assert len(result.events) == 0
    reason = result.rejected["reason"].iloc[0]
    assert reason.startswith(f"date: found '{written}'") or written.isdigit()
    assert written in reason
    assert "from the year 2000 on" in reason


def test_units_are_left_out_and_counted(read_text):
    result = read_text(table({}, {"Units": "7th Made-up Brigade"}, {"OrbatUnits": "Other"}))
    assert not result.events["extra"].str.contains("Made-up|Other").any()
    assert any("military units" in text and text.endswith(": 2.") for text in result.warnings)


def test_a_plus_code_may_stand_alone(read_text):
    events = read_text(
        table({"PlusCode": "9G2GFG2F+29"}, {"PlusCode": "9G2GFG2F+29 Kyiv"}, {"PlusCode": ""})
    ).events
    assert events["place_name"].fillna("").tolist() == ["", "Kyiv", ""]
    assert events["country"].isna().all()
    assert json.loads(events["extra"].iloc[0])["pluscode"] == "9G2GFG2F+29"


def test_repeated_ids_and_missing_places_are_listed(read_text):
    result = read_text(
        table({"Id": "a"}, {"Id": "a"}, {"Latitude": "", "Longitude": ""}, {"Id": ""})
    )
    assert len(result.events) == 1
    assert result.rejected["row"].tolist() == [2, 3, 4]


PLACEMARK = """<Placemark><name><![CDATA[{day}]]></name>
<description><![CDATA[<b>Fire at a depot</b><br/>Source: <a href="https://t.me/one/1">https://t.me/one/1</a>
<br/><a href="https://x.com/two/2">Geolocation</a>]]></description>
<styleUrl>#api/icons/{icon}</styleUrl><Point><coordinates>{place}</coordinates></Point></Placemark>"""


def placemark(day="20 APR 2025", icon="E00000/True/icons/Ukraine/radar_4.png", place="36.2,50.0,0"):
    return PLACEMARK.format(day=day, icon=icon, place=place)


def kml(*folders: str) -> str:
    inside = "".join(
        f"<Folder><name>Last {number} days</name>{folder}</Folder>"
        for number, folder in enumerate(folders, start=1)
    )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'


def kmz(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("doc.kml", text)
    return stream.getvalue()


def test_kmz(read_text):
    one, other = placemark(), placemark("1 MAY 2025", "3184FF/False/template/91.png")
    result = read_text(kmz(kml(one + other)), "export.kmz")
    assert result.feed == "geoconfirmed"
    first, second = (event for _, event in result.events.iterrows())
    assert (first["date_start"], first["title"]) == ("2025-04-20", first["title"])
    assert first["title"].startswith("Fire at a depot")
    assert "<" not in first["description"]
    assert first["title"] == "Fire at a depot"
    assert result.sources["url"].tolist()[:2] == ["https://t.me/one/1", "https://x.com/two/2"]
    extra = json.loads(first["extra"])
    assert (extra["marker"], extra["destroyed"], extra["faction"]) == ("radar_4", "yes", "Russia")
    assert second["tags"] == "faction: Ukraine, civilian"
    assert (first.geom.x, first.geom.y) == (36.2, 50.0)


def test_placemarks_repeated_in_other_folders_count_once(read_text):
    one, other = placemark(), placemark("1 MAY 2025")
    result = read_text(kml(one, one + other, one), "export.kml")
    assert (result.rows, len(result.events), result.ignored) == (4, 2, 2)
    assert any("another folder" in text and text.endswith(": 2.") for text in result.warnings)
    again = read_text(kml(one + other), "later.kml")
    assert again.events["event_id"].tolist() == result.events["event_id"].tolist()


@pytest.mark.parametrize("day", ["A permanent site", "20 APR", "4 FEB 1527"])
def test_a_placemark_without_a_readable_day_is_listed(read_text, day):
    result = read_text(kml(placemark() + placemark(day)), "export.kml")
    assert len(result.events) == 1
    assert result.rejected["reason"].str.startswith("date: ").all()


def geojson(**properties):
    given = {"id": "a", "icon": "/icons/0051CA/False/icons/transparent/93.png", "factionId": 9}
    given |= {"color": "#0051CA", "date": "20 APR 2025", "dateSort": "2025-04-20"} | properties
    holder = collection(feature(point(36.2, 50.0), **given), feature(None, **given | {"id": "b"}))
    return {"factionMeta": [{"factionId": 9, "name": "Ukraine"}], "geojson": holder}


def test_geojson(read_text):
    for content in (geojson(), geojson()["geojson"]):
        result = read_text(content, "a.geojson")
        assert result.feed == "geoconfirmed"
        event = result.events.iloc[0]
        assert (event.geom.x, event["date_start"]) == (36.2, "2025-04-20")
        assert event["tags"] == "faction: Ukraine"
        assert len(result.rejected) == 1


def test_the_sorting_day_counts_where_the_day_lacks_its_year(read_text):
    result = read_text(geojson(date="20 APR"), "a.geojson")
    assert result.events["date_start"].tolist() == ["2025-04-20"]
    assert len(read_text(geojson(date="20 APR", dateSort=""), "b.geojson").events) == 0


ITEM = {
    "id": "a",
    "la": 50.0,
    "lo": 36.2,
    "name": "Fire at a depot",
    "description": "Seen from the north",
    "originalSource": "https://t.me/one/1\nhttps://x.com/two/2",
    "geolocation": "https://x.com/three/3",
    "date": "2025-04-20T16:20:00",
    "dateCreated": "2025-04-21T08:00:00",
    "icon": "/icons/E00000/False/icons/transparent/93.png",
}


@pytest.mark.parametrize(
    "content",
    [
        [ITEM],
        {"items": [ITEM], "count": 1},
        [{key: value for key, value in ITEM.items() if key not in ("la", "lo")}
         | {"coordinates": [50.0, 36.2]}],
        [{"factionId": 1, "name": "Russia", "color": "#E00000",
          "icons": [{"icon": "x.png", "placemarks": [ITEM]}]}],
    ],
)  # fmt: skip
def test_json_items_list_or_wrapped(read_text, content):
    result = read_text(content, "a.json")
    assert result.feed == "geoconfirmed"
    event = result.events.iloc[0]
    assert (event.geom.x, event.geom.y) == (36.2, 50.0)
    assert (event["title"], event["date_start"]) == ("Fire at a depot", "2025-04-20")
    # Whose clock the time is of, nobody says.
    assert event[["time_local", "timezone"]].isna().all()
    assert json.loads(event["extra"])["date"] == "2025-04-20T16:20:00"
    assert event["tags"] == "faction: Russia"
    assert len(result.sources) == 3


def test_the_form_without_a_certain_order_of_axes_is_refused(read_text):
    folders = {"mapDataFolders": [{"mapDataPlacemarks": [{"coordinates": [50, 36]}]}]}
    with pytest.raises(InputError, match="in no certain order"):
        read_text(folders, "a.json")


CELLS = st.sampled_from(
    ["", "0", "x", "2025-07-01", "30 JUN 2025", "999", "https://a.b", '"', ";", "<b>", "\ufeff"]
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(st.dictionaries(st.sampled_from(HEADER.split(";")), CELLS), max_size=4),
    items=st.lists(
        st.dictionaries(st.sampled_from(sorted(ITEM)), CELLS | st.integers() | st.none())
        | st.none()
        | st.just([]),
        max_size=4,
    ),
)
def test_every_row_is_accounted_for(tmp_path, changes, items):
    (tmp_path / "a.csv").write_text(table({}, *changes))
    whole = [item if not isinstance(item, dict) else ITEM | item for item in items]
    (tmp_path / "a.json").write_text(json.dumps([ITEM, *whole]))
    for name in ("a.csv", "a.json"):
        try:
            result = read(tmp_path / name)
        except InputError:
            continue
        assert accounted(result)
        if name == "a.json":
            assert result.rows == 1 + len(items)


def test_addresses_joined_by_a_comma_alone_are_two_in_any_table(read_text):
    text = 'date,lat,lon,source\n2025-07-01,50,30,"https://a.b/1,2,https://c.d/2"\n'
    assert read_text(text).sources["url"].tolist() == ["https://a.b/1,2", "https://c.d/2"]
