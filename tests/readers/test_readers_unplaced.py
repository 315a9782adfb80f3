"""Rows without coordinates: offered places, placed by the person, or known to a region."""

from __future__ import annotations

import pytest
from made_files import accounted, collection, feature, point

from mapper import basemap, gazetteer, readers
from mapper.model.errors import CancelledError, InputError
from mapper.readers import Placed, unplaced

HEADER = "date,lat,lon,place,admin1,country,name,url\n"
HULIAIPOLE = ("Huliaipole", "", "UA")


def table(*rows):
    return HEADER + "".join(f"2025-07-01,{row}\n" for row in rows)


def reasons(result):
    return dict(zip(result.rejected["row"], result.rejected["reason"], strict=True))


def test_a_row_that_names_a_place_is_rejected_with_what_it_may_be(read_text):
    result = read_text(table("50,30,,,,a,", ",,Huliaipole,,Ukraine,b,"))
    assert result.events["title"].tolist() == ["a"]
    assert result.unplaced.to_dict("records") == [
        {"row": 2, "place_name": "Huliaipole", "admin1": "", "country": "UA"}
    ]
    reason = reasons(result)[2]
    assert reason.startswith("latitude: empty, expected -90 to 90; longitude: empty")
    town = "Huliaipole, Zaporizhzhia oblast, UA (pop. 13,446) at 36.2558, 47.6668"
    village = "Huliaipole, Dnipropetrovsk oblast, UA (pop. 1,177) at 34.1485, 48.1185"
    assert reason.endswith(f"'Huliaipole' may be {town}; {village}")
    assert "Rows rejected that name a place and have no coordinates: 1." in result.warnings[-1]


def test_the_region_of_the_row_ranks_the_candidates(read_text):
    result = read_text(table(",,Гуляйполе,Дніпропетровська область,,b,"))
    assert "may be Huliaipole, Dnipropetrovsk oblast" in reasons(result)[1]
    words = ("Гуляйполе", "Дніпропетровська область", "")
    assert [one.admin1 for one in unplaced.candidates(words)] == ["Dnipropetrovsk", "Zaporizhzhia"]
    near = unplaced.candidates(("Гуляйполе", "", "UA"), (34.0, 48.0))
    assert [one.admin1 for one in near] == ["Dnipropetrovsk", "Zaporizhzhia"]


def test_many_homonyms_are_named_by_three_and_counted(read_text):
    result = read_text(table(",,Oleksandrivka,,Ukraine,b,"))
    assert reasons(result)[1].count(" at ") == 3
    assert " more" in reasons(result)[1]
    assert len(unplaced.candidates(("Oleksandrivka", "", "UA"))) == 20


def test_only_rows_with_nothing_else_wrong_are_offered(read_text):
    result = read_text(
        table(",30,Kyiv,,,one coordinate,", "x,y,Kyiv,,,wrong,", ",,,,,no words,")
        + "2025-99-01,,,Kyiv,,,bad day,\n"
    )
    assert result.events is None or not len(result.events)
    assert result.rejected["row"].tolist() == [1, 2, 3, 4]
    assert not len(result.unplaced)
    assert "latitude: empty" in reasons(result)[4]


def test_a_chosen_place_is_taken_and_said(read_text):
    text = table(",,Huliaipole,,Ukraine,b,https://example.org/1", ",,Kyiv,,,c,")
    places = {HULIAIPOLE: Placed(36.2558, 47.6668, 2400.0, "Huliaipole, Zaporizhzhia oblast")}
    before, result = read_text(text), read_text(text, places=places)
    (event,) = result.events.to_dict("records")
    assert (event["geom"].x, event["geom"].y) == (36.2558, 47.6668)
    assert (event["geo_precision"], event["radius_m"]) == ("settlement", 2400.0)
    assert event["notes"] == "Placed by name: Huliaipole, Zaporizhzhia oblast."
    assert event["place_name"] == "Huliaipole"
    assert result.sources["event_id"].tolist() == [event["event_id"]]
    assert result.rejected["row"].tolist() == [2]
    assert before.rejected["row"].tolist() == [1, 2]
    assert not len(before.sources)


def test_notes_of_the_file_stay(read_text):
    text = "date,lat,lon,place,notes,name\n2025-07-01,,,Huliaipole,As told.,b\n"
    places = {("Huliaipole", "", ""): Placed(36.0, 47.0, 1000.0, "Huliaipole")}
    result = read_text(text, places=places)
    assert result.events["notes"].tolist() == ["As told.\nPlaced by name: Huliaipole."]


def test_a_row_may_be_kept_without_a_place(read_text):
    text = table(",,Huliaipole,,Ukraine,b,", ",,,,Ukraine,c,")
    result = read_text(text, places={HULIAIPOLE: None, ("", "", "UA"): None})
    assert result.events.geometry.isna().all()
    assert result.events["geo_precision"].fillna("").tolist() == ["", "country"]
    assert not len(result.rejected)
    assert not len(result.unplaced)


@pytest.mark.parametrize(
    "row",
    [",,,Kharkiv Oblast,Ukraine", ",,Харківська область,,", ",,Kharkiv region,Kharkiv,UA"],
)
def test_a_row_that_names_only_a_region_is_known_to_it(read_text, row):
    result = read_text(table(f"{row},b,"))
    (event,) = result.events.to_dict("records")
    assert (event["geo_precision"], event["admin1"], event["country"]) == (
        "region",
        "Kharkiv",
        "UA",
    )
    region = gazetteer.Region("Kharkiv", "UA")
    assert event["radius_m"] == region.radius_m
    located = basemap.locate([(event["geom"].x, event["geom"].y)])
    assert located.iloc[0].tolist() == ["UA", "Kharkiv"]
    assert "was taken as Kharkiv oblast, UA." in event["notes"]
    assert "Rows that name only a region are known to that region: 1 (Kharkiv oblast 1)." in (
        result.warnings
    )


@pytest.mark.parametrize(
    "row",
    [
        ",,,Kyiv,UA",  # The oblast or the city.
        ",,,,Ukraine",
        ",,Ukraine,,",
        ",,Kharkiv,,Ukraine",
        ",,Kharkiv,Kharkiv oblast,Ukraine",
        ",,Кримське,,",  # A village, not Crimea.
        ",,Kharkiv oblast,Sumy oblast,UA",
        ",,,Kharkiv oblast,Russia",
    ],
)
def test_what_is_in_doubt_is_offered(read_text, row):
    result = read_text(table(f"{row},b,"))
    assert result.rejected["row"].tolist() == result.unplaced["row"].tolist() == [1]


def test_the_person_overrules_a_region(read_text):
    words = ("", "Kharkiv oblast", "UA")
    text = table(",,,Kharkiv oblast,Ukraine,b,")
    kept = read_text(text, places={words: None})
    assert kept.events.geometry.isna().all()
    placed = read_text(text, places={words: Placed(36.0, 50.0, 9.0, "there")})
    assert placed.events["geo_precision"].tolist() == ["settlement"]


def test_acled_goes_the_same_way(read_text):
    result = read_text(
        "event_id_cnty,event_date,latitude,longitude,location,admin1,country,geo_precision\n"
        "UKR1,2025-07-01,,,Huliaipole,Zaporizhia,Ukraine,1\n"
        "UKR2,2025-07-01,,,,Kharkiv,Ukraine,3\n"
    )
    assert result.feed == "acled"
    assert result.unplaced["row"].tolist() == [1]
    assert result.events["admin1"].tolist() == ["Kharkiv"]


def test_features_without_geometry_go_the_same_way(read_text):
    result = read_text(
        collection(
            feature(point(30, 50), date="2025-07-01", name="a"),
            feature(None, date="2025-07-01", place="Huliaipole", name="b"),
            feature(None, date="2025-07-01", region="Kharkiv oblast", name="c"),
            feature(None, date="2025-07-01", name="d"),
        ),
        "events.geojson",
    )
    assert result.events["title"].tolist() == ["a", "c"]
    assert result.unplaced["row"].tolist() == [2]
    assert reasons(result)[2].startswith("geometry: empty, expected a point")
    assert "may be Huliaipole" in reasons(result)[2]
    assert result.rejected["row"].tolist() == [2, 4]


def test_without_an_index_rows_are_only_listed(read_text, monkeypatch):
    def broken(progress=None):
        raise InputError("the index of places cannot be written")

    monkeypatch.setattr(gazetteer, "ensure_index", broken)
    result = read_text(table(",,Huliaipole,,,b,", ",,,Kharkiv oblast,,c,"))
    assert result.unplaced["row"].tolist() == [1, 2]
    assert "may be" not in reasons(result)[1]
    assert any("No places are proposed" in warning for warning in result.warnings)


def test_looking_up_is_bounded_and_counted(read_text, monkeypatch):
    monkeypatch.setattr(unplaced, "_MOST_LOOKED_UP", 2)
    result = read_text(table(*(f",,Qwrtzps{number}x,,,b{number}," for number in range(5))))
    assert sum("not in the gazetteer" in reason for reason in result.rejected["reason"]) == 2
    assert len(result.unplaced) == 5
    assert any("only the first 2" in warning for warning in result.warnings)


def test_looking_up_can_be_cancelled(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    path.write_text(table(*(f",,Name{number},,,b{number}," for number in range(200))))
    looked_up = []
    monkeypatch.setattr(unplaced, "candidates", lambda words: looked_up.append(words) or [])
    with pytest.raises(CancelledError):
        readers.read(path, progress=lambda share: not looked_up)
    assert 0 < len(looked_up) < 200


def test_the_sum_holds_with_broken_and_blank_rows(read_text):
    result = read_text(
        table(
            "50,30,,,,a,", ",,Huliaipole,,Ukraine,b,", ",,,Sumy oblast,,c,", "1,2,3,4,5,6,7,8,9,10"
        )
        + ",,,,,,,\n"
    )
    assert accounted(result)
    assert set(result.unplaced["row"]) <= set(result.rejected["row"])
    assert result.rejected["row"].is_monotonic_increasing


@pytest.mark.parametrize("words", [",Crimea", "Автономна Республіка Крим,", "Crimea,Crimea"])
def test_a_region_of_another_country_than_the_row_says_is_told(read_text, words):
    result = read_text(table(f",,{words},Russia,b,"))
    assert result.events is None or not len(result.events)
    assert reasons(result)[1].endswith("is Crimea, UA, the row says RU")
    assert read_text(table(f",,{words},Ukraine,b,")).events["admin1"].tolist() == ["Crimea"]
