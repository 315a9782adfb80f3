"""Regions are found in the forms people write, and what is in doubt stays in doubt."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import basemap, gazetteer
from mapper.geodesy import GEOD

FORMS = {
    "Kharkiv oblast": "Харківська область|Харьковская область|Харьковская обл.|Kharkivska oblast|"
    "Kharkiv Oblast|Kharkivs'ka Oblast'|Kharkov region|Харківщина|Харківської області|"
    "Kharkiv oblast, Ukraine|Харківська область, Україна",
    "Soum": "Soum|Soum province",
    "Donetsk oblast": "Донецкая обл.|Донецька область|Donetsk|Donetska oblast|Donetsk region|"
    "Донеччина",
    "Luhansk oblast": "Луганская область|Lugansk Oblast|Luhanska oblast|Луганська обл",
    "Odesa oblast": "Одещина|Одесская область|Одеська область|Odessa Oblast|Odeska oblast",
    "Kyiv oblast": "Киевская область|Київська область|Kyiv oblast|Kiev region",
    "Kyiv City": "Kyiv City|м. Київ",
    "Zaporizhzhia oblast": "Запорожская область|Zaporizka oblast|Zaporozhye region",
    "Mykolaiv oblast": "Николаевская область|Mykolaivska oblast|Mykolayiv",
    "Chernivtsi oblast": "Черновицкая область|Чернівецька область|Chernivtsi Oblast",
    "Rivne oblast": "Ровенская область|Рівненська область",
    "Dnipropetrovsk oblast": "Днепропетровская область|Dnipropetrovska oblast|Dnipro region",
    "Sumy oblast": "Сумська область|Сумская|Sumska oblast|Сумщина|Sumshchyna",
    "Vinnytsia oblast": "Вінниччина|Вінницька обл.",
    "Cherkasy oblast": "Черкащина|Черкаська область",
    "Zakarpattia oblast": "Закарпатская область|Transcarpathia|Закарпаття",
    "Crimea": "Crimea|Крым|Крим|АР Крим|Автономна Республіка Крим|Republic of Crimea|"
    "Autonomous Republic of Crimea|Республика Крым",
    "Sevastopol": "Sevastopol|г. Севастополь",
    "Belgorod oblast": "Белгородская область|Belgorod region|Бєлгородська область",
    "Moscow oblast": "Московская область|Moscow Oblast",
    "Moscow City": "Москва|Moscow City",
    "Krasnodar krai": "Краснодарский край|Krasnodar Krai",
    "Kirov oblast": "Кировская область|Kirov",
    "Tatarstan": "Татарстан|Republic of Tatarstan",
}


@pytest.mark.parametrize("label", FORMS)
def test_forms_people_write(label):
    for form in FORMS[label].split("|"):
        assert [region.label for region in gazetteer.find_regions(form)] == [label], form


def test_every_oblast_is_found_by_its_own_names():
    for country, name, local, kind in basemap.region_names():
        if country == "UA" and kind == "oblast":
            region = gazetteer.Region(name, country)
            for form in (f"{name} oblast", local, local.replace("область", "обл.")):
                assert gazetteer.find_regions(form) == [region], form
                assert gazetteer.names_region(form)


def test_a_region_of_the_stated_country_alone():
    assert gazetteer.find_regions("Сумщина", "BF") == []
    assert [one.country for one in gazetteer.find_regions("Soum", "BF")] == ["BF"]
    assert [one.name for one in gazetteer.find_regions("Атырауская область")] == ["Atyrau"]


def test_the_city_and_the_oblast_of_one_name_are_both_told():
    for name in ("Kyiv", "Київ", "Киев", "Moscow", "Minsk"):
        assert len(gazetteer.find_regions(name)) == 2
    assert gazetteer.find_regions("Sevastopol oblast") == []


@pytest.mark.parametrize("text", ["", "oblast", "обл.", "Bakhmut", "Kramatorsk", "-", "of"])
def test_other_words_are_no_region(text):
    assert gazetteer.find_regions(text) == []


def test_a_village_called_like_an_adjective_is_no_region():
    assert gazetteer.find_regions("Кримське")
    assert gazetteer.find_regions("Кримське", bare=True) == []
    assert not gazetteer.names_region("Кримське")
    assert gazetteer.find_regions("Крим", bare=True)


def test_a_country_that_is_given_counts():
    assert gazetteer.find_regions("Kharkiv oblast", "RU") == []
    assert gazetteer.find_regions("Kharkiv oblast, Russia") == []
    assert gazetteer.find_regions("Kharkiv oblast", "UA")
    assert gazetteer.find_regions("Kharkiv oblast", "XX") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("Ukraine", "UA"), ("Україна", "UA"), ("Россия", "RU"), ("ru", "RU"), ("Kharkiv", "")],
)
def test_countries_by_name(text, code):
    assert gazetteer.country_meant(text) == code


def test_the_middle_of_a_region_lies_in_it_and_the_radius_covers_it():
    for country in ("UA", "BY"):
        shapes = basemap.admin1(country)
        for name in shapes["name"]:
            region = gazetteer.Region(name, country)
            lon, lat = region.lonlat
            located = basemap.locate([(lon, lat)]).iloc[0]
            assert (located["country"], located["admin1"]) == (country, name)
            shape = shapes.loc[shapes["name"] == name, "geom"].iloc[0]
            assert shape.contains(shapely.Point(lon, lat))
            corners = shapely.get_coordinates(shape)
            away = GEOD.inv(np.full(len(corners), lon), np.full(len(corners), lat), *corners.T)[
                2
            ].max()
            assert away <= region.radius_m <= away + 1000.0


@given(st.text(max_size=40))
@settings(deadline=None)
def test_nothing_written_crashes(text):
    for region in gazetteer.find_regions(text):
        assert region.label


def test_every_country_is_meant_by_its_code_and_its_name():
    # Folded as names are, GR would be HR and IT would be YT.
    listed = basemap.countries()
    for code, name in zip(listed["code"], listed["name"], strict=True):
        assert gazetteer.country_meant(code) == code
        assert gazetteer.country_meant(f" {code.lower()} ") == code
        assert gazetteer.country_meant(name) == code
    assert gazetteer.resolve("Florence, IT").country == "IT"
