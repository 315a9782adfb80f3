"""Spellings in use lead to the place they mean, and every homonym is listed with its oblast."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mapper import gazetteer
from mapper.model.errors import AmbiguousPlaceError

#: GeoNames' number to old, Russian, Ukrainian and English spellings.
SPELLINGS = {
    703448: "Kyiv Kiev Kyyiv Київ Киев Kiew",
    706483: "Kharkiv Kharkov Харків Харьков Charkiw Kharkow",
    698740: "Odesa Odessa Одеса Одесса",
    702550: "Lviv Lvov Львів Львов Lwow Lemberg",
    709930: "Dnipro Dnepropetrovsk Dnipropetrovsk Дніпро Днепропетровск",
    687700: "Zaporizhzhia Zaporizhia Zaporozhye Zaporizhzhya Запоріжжя Запорожье",
    700569: "Mykolaiv Nikolaev Nikolayev Mykolayiv Миколаїв Николаев",
    702658: "Luhansk Lugansk Луганськ Луганск Voroshilovgrad",
    709717: "Donetsk Donets'k Донецьк Донецк",
    701822: "Mariupol Маріуполь Мариуполь",
    713174: "Bakhmut Artemivsk Artyomovsk Артемівськ Бахмут Bahmut",
    707898: "Huliaipole Gulyai-Pole Gulyaypole Hulyaipole Гуляйполе Гуляй-Поле",
    710915: "Chasiv_Yar Chasov_Yar Часів_Яр Часов_Яр",
    713122: "Avdiivka Avdeevka Avdeyevka Авдіївка Авдеевка",
    690823: "Vuhledar Ugledar Вугледар Угледар",
    693468: "Sloviansk Slavyansk Слов'янськ Славянск",
    691999: "Sievierodonetsk Severodonetsk Сєвєродонецьк Северодонецк",
    702972: "Lysychansk Lisichansk Лисичанськ Лисичанск",
    695274: "Rubizhne Rubezhnoye Rubezhnoe Рубіжне Рубежное",
    707292: "Izium Izyum Ізюм Изюм",
    703656: "Kupiansk Kupyansk Куп'янськ Купянск",
    704204: "Lyman Лиман",
    709354: "Toretsk Торецьк",
    704422: "Pokrovsk Покровськ Покровск",
    706448: "Kherson Herson Херсон",
    698428: "Orikhiv Orekhov Оріхів Орехов",
    699839: "Nova_Kakhovka Novaya_Kakhovka Нова_Каховка Новая_Каховка",
    705812: "Kropyvnytskyi Kirovograd Kirovohrad Кропивницький Кировоград",
    706369: "Khmelnytskyi Khmelnitsky Khmelnitskiy Хмельницький Хмельницкий",
    689558: "Vinnytsia Vinnitsa Вінниця Винница",
    710735: "Chernihiv Chernigov Чернігів Чернигов",
    695594: "Rivne Rovno Рівне Ровно",
    690548: "Uzhhorod Uzhgorod Ужгород",
    710719: "Chernivtsi Chernovtsy Чернівці Черновцы Czernowitz",
    703845: "Kryvyi_Rih Krivoy_Rog Krivoi_Rog Кривий_Ріг Кривой_Рог",
    709932: "Kamianske Dniprodzerzhynsk Dneprodzerzhinsk Кам'янське",
    708251: "Hostomel Gostomel Гостомель",
    689304: "Vovchansk Volchansk Вовчанськ Волчанск",
    710374: "Chuhuiv Chuguev Chuguyev Чугуїв Чугуев",
    694423: "Sevastopol Севастополь Sebastopol",
    709334: "Dzhankoi Dzhankoy Джанкой",
    578072: "Belgorod Belogorod Бєлгород Белгород",
    554840: "Izhevsk Ижевск Іжевськ",
    468082: "Yelabuga Alabuga Елабуга",
    707753: "Horlivka Gorlovka Горлівка Горловка",
    702320: "Makiivka Makeevka Makeyevka Макіївка Макеевка",
    704138: "Kreminna Kremennaya Кремінна Кременная",
    690237: "Velyka_Novosilka Velikaya_Novoselka Велика_Новосілка Большая_Новосёлка",
    705104: "Kostiantynivka Kostyantynivka Konstantinovka Костянтинівка Константиновка",
}


@pytest.mark.parametrize("geonameid", SPELLINGS)
def test_spellings_lead_to_the_place(geonameid):
    for spelling in SPELLINGS[geonameid].split():
        found = gazetteer.search(spelling.replace("_", " "))
        assert found, spelling
        assert found[0].geonameid == geonameid, (spelling, found[0])


@pytest.mark.parametrize(
    ("name", "regions"),
    [
        ("Pokrovsk", {"Donetsk oblast", "Saratov oblast", "Sakha"}),
        ("Huliaipole", {"Zaporizhzhia oblast", "Dnipropetrovsk oblast"}),
        (
            "Oleksandrivka",
            {"Kirovohrad oblast", "Donetsk oblast", "Odesa oblast", "Mykolaiv oblast"},
        ),
        ("Artemivsk", {"Donetsk oblast", "Luhansk oblast"}),
    ],
)
def test_homonyms_are_all_listed_with_their_regions_and_none_is_taken(name, regions):
    found = gazetteer.search(name, limit=None)
    assert regions <= {gazetteer.admin1_label(place) for place in found}
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.resolve(name)
    assert set(caught.value.candidates) == set(found)


def test_a_place_of_the_name_comes_before_a_larger_one_that_once_had_it():
    assert gazetteer.search("Pokrovsk")[0].country == "UA"
    assert gazetteer.search("Sloviansk")[0].name == "Sloviansk"
    # One that still has it in another language is not outdone by hamlets.
    assert gazetteer.search("Roma")[0].country == "IT"
    assert gazetteer.search("Oleksandrivka")[0].name != "Donetsk"


@pytest.mark.parametrize(
    ("name", "geonameid"), [("Zhdanov", 701822), ("Krasnoarmiisk", 704422), ("Sloviansk", 700051)]
)
def test_old_names_are_listed_behind_towns_now_called_so(name, geonameid):
    assert geonameid in [place.geonameid for place in gazetteer.search(name)][1:]


def test_a_region_ranks_and_hides_nothing():
    plain = gazetteer.search("Oleksandrivka", "UA", None)
    for region in ("Одеська область", "Odesa", "Одесская обл."):
        ranked = gazetteer.search("Oleksandrivka", "UA", None, region=region)
        assert set(ranked) == set(plain)
        inside = [place.admin1 == "Odesa" for place in ranked]
        assert inside == sorted(inside, reverse=True)
        assert any(inside)
        assert not all(inside)
    assert gazetteer.search("Oleksandrivka", "UA", None, region="Nowhere") == plain


def test_a_position_ranks_and_hides_nothing():
    town, village = gazetteer.search("Huliaipole")
    assert gazetteer.search("Huliaipole", near=(village.lon, village.lat)) == [village, town]
    assert gazetteer.search("Huliaipole", near=(town.lon, town.lat)) == [town, village]
    both = gazetteer.search("Huliaipole", region="Zaporizhzhia", near=(village.lon, village.lat))
    assert both == [town, village]


@pytest.mark.parametrize("name", ["Kyivv", "Bakhmutt", "Kharrkiv", "Odessaa"])
def test_a_doubled_letter_is_a_slip_and_not_taken(name):
    assert gazetteer.search(name)[0].name in ("Kyiv", "Bakhmut", "Kharkiv", "Odesa")
    with pytest.raises(gazetteer.SimilarPlaceError):
        gazetteer.resolve(name)


@pytest.mark.parametrize("name", ["Odessa", "Kreminna", "Kremina", "Zaporizhia", "Kyyiv"])
def test_letters_that_spellings_double_are_no_slips(name):
    assert gazetteer.resolve(name, "UA").population > 10_000


@pytest.mark.parametrize(
    "text",
    ["м. Бахмут", "смт Велика Новосілка", "city of Bakhmut", "Bakhmut city",
     "Бахмут, Донецька обл.", "Donetsk oblast, Bakhmut",
     "Бахмут, Донецкая область, Украина", "near Bakhmut"],
)  # fmt: skip
def test_words_around_a_name(text):
    assert gazetteer.search(text)[0].geonameid in (713174, 690237)


_MEMORY = """
import os, resource
import numpy, pandas, shapely, pyproj, apsw
from mapper import basemap, geodesy, gazetteer
def used():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6
before = used()
gazetteer.ensure_index()
for name in ("Kyiv", "San Antonio", "Oleksandrivka", "Belogorod", "Хар", "Qwrtz"):
    gazetteer.search(name, region="Kharkiv oblast", near=(36.0, 50.0))
    gazetteer.complete(name[:2])
gazetteer.nearest_place(36.23, 49.99)
print(used() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_it_takes_less_than_100_megabytes():
    gazetteer.ensure_index()
    run = subprocess.run(
        [sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True
    )
    assert 0.0 < float(run.stdout) < 100.0
