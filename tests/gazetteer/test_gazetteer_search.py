"""Names find the places they mean; homonyms are listed, none is chosen in silence."""

from __future__ import annotations

import doctest
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import basemap, gazetteer
from mapper.gazetteer import candidate as candidates
from mapper.gazetteer import index
from mapper.gazetteer.search import places_called
from mapper.model.errors import AmbiguousPlaceError, InputError, UnknownPlaceError
from mapper.model.spelling import key

HULIAIPOLE, ITS_HOMONYM = 707898, 707897
LUHANSK, IN_KAZAKHSTAN = 702658, 1521296


def ids(name, country=None, limit=20):
    return [found.geonameid for found in gazetteer.search(name, country, limit)]


@pytest.mark.parametrize("name", ["Izhevsk", "Ижевск", "izhevsk", "IJEVSK", " Iževsk "])
def test_izhevsk_is_one_place(name):
    (found,) = gazetteer.search(name)
    assert (found.lon, found.lat) == (53.19862, 56.85225)
    assert (found.name, found.admin1, found.country) == ("Izhevsk", "Udmurtia", "RU")
    assert gazetteer.resolve(name) == found
    assert gazetteer.radius_m(found) == found.radius_m == 8700.0


@pytest.mark.parametrize(
    "name",
    ["Huliaipole", "Hulyaypole", "Гуляйполе", "Гуляй-Поле", "Gulyai-Pole", "huliai pole"],
)
def test_both_huliaipoles_are_found_the_town_first(name):
    assert ids(name)[:2] == [HULIAIPOLE, ITS_HOMONYM]
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.resolve(name)
    assert [found.geonameid for found in caught.value.candidates] == [HULIAIPOLE, ITS_HOMONYM]
    assert "Huliaipole, Zaporizhzhia oblast, UA (pop. 13,446)" in str(caught.value)


@pytest.mark.parametrize("name", ["Gulyaypole", "Gulyay-Pole"])
def test_a_spelling_recorded_for_the_village_does_not_hide_the_town(name):
    assert set(ids(name)) == {HULIAIPOLE, ITS_HOMONYM}
    with pytest.raises(AmbiguousPlaceError):
        gazetteer.resolve(name)


@pytest.mark.parametrize("name", ["Luhansk", "Lugansk", "Луганськ", "Луганск"])
def test_luhansk_outweighs_the_village_in_kazakhstan(name):
    assert ids(name)[:2] == [LUHANSK, IN_KAZAKHSTAN]
    assert ids(name, "kz") == [IN_KAZAKHSTAN]
    assert gazetteer.resolve(name).geonameid == LUHANSK
    assert gazetteer.resolve(name, "KZ").geonameid == IN_KAZAKHSTAN


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pokrovsk", {("Engels", "RU"), ("Pokrovsk", "RU"), ("Pokrovsk", "UA")}),
        ("Artemivsk", {("Bakhmut", "UA"), ("Kypuche", "UA")}),
        ("Alabuga", {("Yelabuga", "RU")}),
        ("Dnepropetrovsk", {("Dnipro", "UA")}),
        ("Chasov Yar", {("Chasiv Yar", "UA")}),
        ("Ugledar", {("Vuhledar", "UA")}),
        ("غزة", {("Gaza", "PS")}),
    ],
)
def test_old_and_other_names(name, expected):
    assert {(found.name, found.country) for found in gazetteer.search(name)} == expected


@pytest.mark.parametrize(
    ("name", "first"),
    [("Kiev", "Kyiv"), ("Zaporizhia", "Zaporizhzhia"), ("Belogorod", "Belgorod")],
)
def test_usual_misspellings_lead_to_the_city(name, first):
    assert gazetteer.search(name)[0].name == first


def test_matched_is_the_stored_name_that_fitted():
    assert gazetteer.search("artemivs'k")[0].matched == "Artemivs'k"
    assert gazetteer.search("Артемівськ")[0].matched == "Артемівськ"
    assert gazetteer.search("Gulyai-Pole")[0].matched == "Гуляй-Поле"
    assert gazetteer.search("Belogorod")[0].matched == "Belgorod"


def test_a_region_after_a_comma_tells_homonyms_apart():
    assert ids("Huliaipole, Zaporizhzhia") == [HULIAIPOLE]
    assert ids("Гуляйполе, Dnipropetrovsk oblast, Ukraine") == [ITS_HOMONYM]
    assert gazetteer.resolve("Donetsk, RU").admin1 == "Rostov"
    with pytest.raises(UnknownPlaceError):
        gazetteer.resolve("Huliaipole, Kursk")
    # A comma of the name's own.
    assert gazetteer.resolve("Washington, D.C.").geonameid == 4140963


def test_one_exact_match_is_taken_from_twenty_times_the_next_population():
    # 901,645 against 50,850 people is 18 times.
    with pytest.raises(AmbiguousPlaceError):
        gazetteer.resolve("Donetsk")
    assert gazetteer.resolve("Donetsk", "UA").population == 901_645


def taken_or_listed(name):
    try:
        return gazetteer.resolve(name), ()
    except AmbiguousPlaceError as error:
        return None, error.candidates


def test_every_resolved_homonym_outweighs_the_rest():
    names = [row[0] for row in index.ask("SELECT name FROM places WHERE place % 997 < 3")]
    among_homonyms = 0
    for name in names:
        found = gazetteer.search(name, limit=None)
        place, listed = taken_or_listed(name)
        if place is None:
            assert list(listed) == found
            assert len(found) > 1
            continue
        assert place in found
        others = [other.population for other in found if other != place]
        assert not others or place.population >= 20 * max(others)
        among_homonyms += bool(others)
    assert among_homonyms > 10


def test_seventeen_oleksandrivkas_and_more_are_all_there():
    found = gazetteer.search("Oleksandrivka", "UA", None)
    assert len(found) > 20
    assert len(gazetteer.search("Oleksandrivka", "UA", 5)) == 5
    assert len({place.geonameid for place in found}) == len(found)


def test_unknown_and_similar_names():
    for name in ("Qwrtzpsdfg", "", " - ", "\u200b", "ь"):
        assert gazetteer.search(name) == []
        with pytest.raises(UnknownPlaceError):
            gazetteer.resolve(name)
    with pytest.raises(gazetteer.SimilarPlaceError, match=r"Belogorod.*Similar names: Belgorod, "):
        gazetteer.resolve("Belogorod")


def test_codes_of_airports_and_machine_spellings_find_nothing():
    assert [found.name for found in gazetteer.search("gu li ti ba")] == []
    assert "Courbevoie" not in [found.name for found in gazetteer.search("Kiev")]


@pytest.mark.parametrize("code", ["XX", "UKR", "U", "ukraine"])
def test_an_unknown_country_is_said(code):
    for ask in (gazetteer.search, gazetteer.resolve):
        with pytest.raises(InputError):
            ask("Izhevsk", code)


def test_the_country_filter_takes_any_case():
    assert ids("Izhevsk", "ru") == ids("Izhevsk", " RU ") == ids("Izhevsk")
    assert ids("Izhevsk", "UA") == []


@given(st.text(max_size=40), st.sampled_from([None, "UA"]))
@settings(deadline=None)
def test_nothing_typed_crashes(name, country):
    found = gazetteer.search(name, country, limit=3)
    assert len(found) <= 3
    assert all(country in (None, place.country) for place in found)


def test_completing_what_is_being_typed():
    assert "Huliaipole" in [found.name for found in gazetteer.complete("Hulia", "UA")]
    assert gazetteer.complete("Харк", "UA")[0].name == "Kharkiv"
    assert gazetteer.complete("kharki")[0].name == "Kharkiv"
    assert gazetteer.complete("-") == []


CAPITALS = {
    "UA": "Cherkasy Chernihiv Chernivtsi Donetsk Ivano-Frankivsk Kharkiv Kherson Khmelnytskyi "
    "Luhansk Lviv Mykolaiv Odesa Poltava Rivne Sumy Ternopil Vinnytsia Zaporizhzhia Zhytomyr",
    "RU": "Astrakhan Belgorod Bryansk Chelyabinsk Irkutsk Ivanovo Kaliningrad Kaluga Kemerovo "
    "Kirov Kostroma Kurgan Kursk Lipetsk Magadan Murmansk Novosibirsk Omsk Orenburg Penza "
    "Pskov Ryazan Samara Saratov Smolensk Tambov Tomsk Tula Tver Tyumen Ulyanovsk Vladimir "
    "Volgograd Voronezh Yaroslavl",
}


@pytest.mark.parametrize("country", CAPITALS)
def test_oblasts_are_called_after_their_capitals(country):
    for name in CAPITALS[country].split():
        capital = max(gazetteer.search(name, country), key=lambda place: place.population)
        assert gazetteer.admin1_label(capital) == f"{name} oblast"


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [
        ("Dnipro", "UA", "Dnipropetrovsk oblast"),
        ("Kropyvnytskyi", "UA", "Kirovohrad oblast"),
        ("Lutsk", "UA", "Volyn oblast"),
        ("Uzhhorod", "UA", "Zakarpattia oblast"),
        ("Bila Tserkva", "UA", "Kyiv oblast"),
        ("Kyiv", "UA", "Kyiv City"),
        ("Simferopol", "UA", "Crimea"),
        ("Kerch", "UA", "Crimea"),
        ("Sevastopol", "UA", "Sevastopol"),
        ("Rostov-on-Don", "RU", "Rostov oblast"),
        ("Yekaterinburg", "RU", "Sverdlovsk oblast"),
        ("Krasnodar", "RU", "Krasnodar krai"),
        ("Vladivostok", "RU", "Primorsky krai"),
        ("Kazan", "RU", "Tatarstan"),
        ("Grozny", "RU", "Chechnya"),
        ("Moscow", "RU", "Moscow City"),
        ("Khimki", "RU", "Moscow oblast"),
        ("Gatchina", "RU", "Leningrad oblast"),
        ("Paris", "FR", "Paris"),
        ("Belgrade", "RS", "Belgrade"),
    ],
)
def test_regions_called_otherwise(name, country, region):
    place = gazetteer.search(name, country)[0]
    assert gazetteer.admin1_label(place) == region
    assert gazetteer.admin1_label(place.admin1, country) == region


@pytest.mark.parametrize("country", ["UA", "RU"])
def test_regions_agree_with_the_positions_of_places(country):
    rows = index.ask("SELECT lon, lat, admin1 FROM places WHERE country = ?", (country,))
    located = basemap.locate([row[:2] for row in rows])
    assert all(row[2] for row in rows)
    agree = [row[2] == admin1 for row, admin1 in zip(rows, located["admin1"], strict=True)]
    assert sum(agree) > 0.93 * len(rows)


def test_crimea_is_in_ukraine():
    rows = index.ask(
        "SELECT country FROM places WHERE lon BETWEEN 33.7 AND 36.4 AND lat BETWEEN 44.4 AND 45.6"
    )
    assert len(rows) > 300
    assert {row[0] for row in rows} == {"UA"}


def test_radii_grow_from_one_to_twenty_kilometres():
    def radius_m(population):
        return gazetteer.radius_m(gazetteer.Candidate("", 0.0, 0.0, "", "UA", population, 1))

    assert radius_m(0) == radius_m(900) == 1000.0
    assert radius_m(13_446) == 2400.0
    assert radius_m(1_000_000) == 10_000.0
    assert radius_m(30_000_000) == 20_000.0


def test_examples_in_docstrings():
    assert doctest.testmod(candidates).failed == 0


@pytest.mark.parametrize(
    ("asked", "usual"),
    [("Харьков", "Kharkiv"), ("Krivoy Rog", "Kryvyi Rih"), ("Kharkiv", "Харьков")],
)
def test_the_names_of_one_place_are_told_together(asked, usual):
    assert key(usual) in places_called(asked)[0].keys


def test_what_no_place_is_called_has_no_other_names():
    assert places_called("no such place") == places_called("") == ()
    # Engels was called Pokrovsk once, but that name means another town by now.
    called = {place.usual for place in places_called("Pokrovsk") if key("Engels") in place.keys}
    assert called == {False}


@pytest.mark.parametrize(
    ("former", "usual"),
    [
        ("Артемовск", "Bakhmut"),
        ("Артемівськ", "Бахмут"),
        ("Дзержинськ", "Toretsk"),
        ("Красноармейск", "Pokrovsk"),
        ("Димитров", "Myrnohrad"),
        ("Стаханов", "Kadiivka"),
        ("Кировское", "Khrestivka"),
    ],
)
def test_places_of_a_former_name_are_all_told(former, usual):
    assert any(key(usual) in place.keys for place in places_called(former))


def test_other_names_do_not_wait_for_an_index_that_is_being_built(monkeypatch):
    monkeypatch.setattr(index, "_SOON_S", 0.01)
    held, let_go = threading.Event(), threading.Event()

    def build():
        with index._lock:
            held.set()
            let_go.wait(10)

    builder = threading.Thread(target=build)
    builder.start()
    held.wait(10)
    assert places_called("Харьков") == ()
    let_go.set()
    builder.join()
    assert places_called("Харьков")
