"""Words are found in all texts of an event, in any spelling, and places by any of their names."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from mapper.model import names as known_names
from mapper.model import schema
from mapper.model.names import NamedPlace
from mapper.model.spelling import key
from mapper.model.wordsearch import holding

BAKHMUT, ARTYOMOVSK, ENGELS, POKROVSK = (38.0, 48.59), (61.87, 57.35), (46.1, 51.48), (37.18, 48.28)


def table(count, points=None, **columns):
    frame = gpd.GeoDataFrame(
        {
            "event_id": [str(number) for number in range(count)],
            "feed": "t",
            "title": "t",
            "date_start": "2025-07-01",
            "date_end": "2025-07-01",
        }
        | columns,
        geometry=points or [None] * count,
        crs=4326,
    )
    return schema.conform(frame, schema.EVENTS)


def found(text, events, sources=None):
    return holding(text, events, sources).astype(int).tolist()


@pytest.fixture
def called(monkeypatch):
    """The gazetteer tells these; the model asks whoever knows."""

    def place(at, names, usual):
        return NamedPlace(*at, frozenset(map(key, names.split(", "))), usual)

    bakhmut, engels = "Bakhmut, Артемовск, Артемівськ", "Engels, Покровск"
    known = {
        "Харьков": [place((36.2, 50.0), "Kharkiv, Харьков", True)],
        "Krivoy Rog": [place((33.4, 47.9), "Kryvyi Rih, Krivoy Rog", True)],
        "Rog": [place((33.4, 47.9), "Rih, Rog", True)],
        "Артемовск": [place(ARTYOMOVSK, "Artyomovsk", True), place(BAKHMUT, bakhmut, False)],
        "Покровск": [place(POKROVSK, "Pokrovsk", True), place(ENGELS, engels, False)],
    }
    monkeypatch.setattr(
        known_names._known,
        "places_called",
        lambda name: tuple(known.get(name.capitalize(), ())) or tuple(known.get(name.title(), ())),
    )


def test_words_are_found_in_sources_and_places_in_other_spellings():
    events = table(3, place_name=["Huliaipole", "Гуляй-Поле", "Izhevsk"])
    sources = pd.DataFrame(
        {
            "event_id": ["2"],
            "publisher": ["Radio Liberty"],
            "title": ["Вибухи в Іжевську"],
            "url": ["https://example.org/voronezh"],
        }
    )
    assert found("Gulyai-Pole", events) == [1, 1, 0]
    assert found("гуляйп", events) == [1, 1, 0]
    assert found("liberty", events, sources) == [0, 0, 1]
    assert found("Izhevsk", table(3), sources) == [0, 0, 1]
    assert found("Воронеж", table(3), sources) == [0, 0, 0]
    assert found("liberty izhevsk", events, sources) == [0, 0, 1]
    assert found("liberty huliaipole", events, sources) == [0, 0, 0]


def test_running_text_is_found_in_any_spelling_and_script():
    events = table(
        4,
        title=["Strike near Mar’inka", "Обстріл: Марʼїнка, Красногорівка", "Złoczów", "summary"],
        notes=[None, None, "Марьинка, уточнено", None],
    )
    for spelling in ("Марʼїнка", "Мар'їнка", "марїнка", "Marinka", "Mar’yinka"):
        assert found(spelling, events) == [1, 1, 1, 0], spelling
    assert found("zloczow", events) == [0, 0, 1, 0]
    # Where words begin, not within them; and short ones only as they are written.
    assert found("рінка", events) == [0, 0, 0, 0]
    assert found("мар", events) == [0, 1, 1, 0]


def test_places_are_found_by_their_other_names(called):
    names = ["Kharkiv", "Kharkiv city", "Kharkivske", "Kryvyi Rih", "Rih"]
    events = table(5, place_name=names)
    assert found("Харьков", events) == [1, 1, 0, 0, 0]
    assert found("Krivoy Rog", events) == [0, 0, 0, 1, 0]
    # As short a name would be found everywhere.
    assert found("Rog", events) == [0, 0, 0, 0, 0]
    assert found("Харьков Krivoy", events) == [0, 0, 0, 0, 0]


def test_a_former_name_finds_the_place_where_nothing_is_called_so_now(called):
    names = ["Bakhmut", "Bakhmut", "Artemivsk town", "Izhevsk"]
    points = [Point(BAKHMUT), Point(30.0, 50.0), Point(BAKHMUT), Point(BAKHMUT)]
    # Another Bakhmut, elsewhere, was never called so.
    assert found("Артемовск", table(4, points, place_name=names)) == [1, 0, 1, 0]
    # An event without a point may be meant.
    assert found("Артемовск", table(1, place_name=["Bakhmut"])) == [1]
    both = ["Pokrovsk", "Engels"]
    points = [Point(POKROVSK), Point(ENGELS)]
    assert found("Покровск", table(2, points, place_name=both)) == [1, 0]
    assert found("Покровск", table(1, points[1:], place_name=both[1:])) == [1]


def test_regions_are_found_by_the_names_of_their_towns(called):
    events = table(2, admin1=["Kharkiv oblast", "Sumy oblast"])
    assert found("Харьков", events) == [1, 0]
