"""CIR, Eyes on Russia: the table of 2022 and the map's GeoJSON."""

from __future__ import annotations

import json

from made_files import collection, feature, point

HEADER = (
    "entry,date,event_group,title,brief description,lat,lon,country,province,district,town/city,"
    "arms/munition,violence level,link,geolocation"
)
ROW = (
    "UW9001,2022-03-05,Bombing,,A depot burns,50.0,36.2,Ukraine,Kharkiv Oblast,Kharkiv,Kharkiv,"
    "{arms},Level 3,https://t.me/one/1,{geolocation}"
)


def table(arms="Artillery", geolocation="https://x.com/two/2"):
    return f"{HEADER}\n{ROW.format(arms=arms, geolocation=geolocation)}\n"


def test_table(read_text):
    result = read_text(table())
    event = result.events.iloc[0]
    assert (result.feed, event["event_id"], event["title"]) == (
        "cir",
        "cir:UW9001",
        "A depot burns",
    )
    assert (event["country"], event["admin1"], event["place_name"]) == (
        "UA", "Kharkiv Oblast", "Kharkiv",
    )  # fmt: skip
    assert (event.geom.x, event.geom.y, event["weapon"]) == (36.2, 50.0, "artillery")
    # How exact the place is, nobody says.
    assert event[["geo_precision", "radius_m"]].isna().all()
    extra = json.loads(event["extra"])
    assert (extra["event_group"], extra["violence level"]) == ("Bombing", "Level 3")
    assert result.sources["notes"].fillna("").tolist() == ["", "Geolocation"]


def test_words_without_an_address_are_no_source(read_text):
    result = read_text(table(arms="Something new", geolocation="seen from the bridge"))
    assert len(result.sources) == 1
    extra = json.loads(result.events["extra"].iloc[0])
    assert extra["geolocation"] == "seen from the bridge"
    assert extra["arms/munition"] == "Something new"
    assert result.events["weapon"].isna().all()


def made(**properties):
    given = {"id": "UW9001", "title": "A depot burns", "description": "", "country": "Ukraine",
             "verifiedDate": "2022-03-05T00:00:00", "url": "https://t.me/one/1",
             "province": "Kharkiv Oblast", "city": "Kharkiv"}  # fmt: skip
    return given | properties


def test_geojson(read_text):
    content = collection(
        feature(point(36.2, 50.0), **made()),
        feature(None, **made(id="UW2")),
        feature(point(36.2, 50.0), **made(id="UW3", verifiedDate="soon")),
        feature(point(36.2, 50.0), **made()),
    )
    result = read_text(content, "a.geojson")
    assert result.feed == "cir"
    assert result.events["date_start"].tolist() == ["2022-03-05"]
    assert result.events["place_name"].tolist() == ["Kharkiv"]
    assert sorted(result.rejected["row"]) == [2, 3, 4]
    assert any("verified dates" in warning for warning in result.warnings)
