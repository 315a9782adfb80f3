"""The page in its languages: nothing missing, forms right, numbers as they are written there."""

from __future__ import annotations

import re

import pytest
from web_browser import WEB, Browser
from web_payload import front, payload

EVENTS = [
    {"id": f"e{i}", "title": f"Подія {i}", "lon": 36 + i, "lat": 49, "start": "2025-07-01"}
    for i in range(5)
]


def keys(name: str) -> list[str]:
    """Return the keys of a file of words, one a line as they stand there."""
    return re.findall(r"^    (\w+):", (WEB / name).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_key_has_its_words(language: str) -> None:
    english, own = keys("words.js"), keys(f"words-{language}.js")
    missing = [key for key in english if key not in own]
    assert not missing, f"words-{language}.js lacks: {', '.join(missing)}"
    assert not set(own) - set(english)
    assert len(own) == len(set(own))


@pytest.fixture(scope="module")
def browser(qapp):
    made = Browser(800, 600)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("language", "shown", "distance", "day", "legend"),
    [
        ("uk", "5 подій", "1\u00a0264,3 км", "1 липня 2025", "Позначення"),
        ("ru", "5 событий", "1\u00a0264,3 км", "1 июля 2025", "Обозначения"),
        ("en", "5 events", "1,264.3 km", "1 July 2025", "Legend"),
        ("fr", "5 events", "1,264.3 km", "1 July 2025", "Legend"),
    ],
)
def test_the_page_speaks_its_language(
    browser: Browser, language: str, shown: str, distance: str, day: str, legend: str
) -> None:
    browser.open(payload(EVENTS), language=language)
    assert browser.run("document.querySelector('.mapper-shown').textContent") == shown
    assert browser.run("document.querySelector('.mapper-legend summary').textContent") == legend
    assert browser.run("MapperClient.format.distance(1264312, 1263400, 1265400)") == distance
    assert browser.run("MapperClient.format.day(20270)") == day
    assert browser.messages == []


def test_slavic_plurals(browser: Browser) -> None:
    browser.open(payload(EVENTS), language="uk")
    written = browser.run(
        "['1', '3', '5', '11', '21', '1\u00a0112', '0'].map(n => MapperClient.words.allShown(n))"
    )
    assert [text.split(" ")[-1] for text in written] == [
        "подія",
        "події",
        "подій",
        "подій",
        "подія",
        "подій",
        "подій",
    ]


def test_a_language_without_a_word_says_it_in_english(browser: Browser) -> None:
    browser.open(
        payload(EVENTS, fronts=[front("line_of_contact", "2025-07-01", [[[36, 48], [37, 49]]])]),
        language="uk",
    )
    said = browser.run(
        "(() => { MapperClient.addLanguage('uk', {close: 'Закрити'});"
        " return [MapperClient.words.close, MapperClient.words.legend]; })()"
    )
    assert said == ["Закрити", "Legend"]


SQUARE = [[36, 48], [38, 48], [38, 50], [36, 50], [36, 48]]


def area(day: str, ring: list[list[float]], side: str) -> dict:
    return front("control_area", day, [[ring]], side=side)


@pytest.mark.parametrize(
    ("language", "label", "gained", "unit", "names", "close"),
    [
        ("uk", "Росія: occupied", "Росія: зайнято", "км²", "local", "Закрити"),
        ("ru", "Россия: occupied", "Россия: занято", "км²", "local", "Закрыть"),
        ("en", "Russia, occupied", "Gained by Russia", "km²", "both", "Close"),
    ],
)
def test_sides_units_and_names_of_places_are_those_of_the_language(
    browser: Browser, language: str, label: str, gained: str, unit: str, names: str, close: str
) -> None:
    smaller = [[36, 48], [37, 48], [37, 50], [36, 50], [36, 48]]
    data = payload(
        EVENTS,
        fronts=[area("2025-07-01", smaller, "Russia"), area("2025-07-02", SQUARE, "Russia")],
    )
    browser.open(data, language=language)
    browser.run("mapper.drawn()")
    assert label in browser.run("document.querySelector('.mapper-legend').textContent")
    assert browser.run("MapperClient.labelScript.chosen()") == names
    browser.run("(mapper.showChanges('2025-07-01', '2025-07-02'), mapper.drawn())")
    text = browser.run("document.querySelector('.mapper-changes').textContent")
    assert gained in text
    assert unit in text
    browser.run("(mapper.select('e1'), mapper.drawn())")
    button = "document.querySelector('.leaflet-popup-close-button')"
    assert browser.run(f"{button}.getAttribute('aria-label')") == close


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_side_without_a_name_in_the_language_keeps_its_own(
    browser: Browser, language: str
) -> None:
    browser.open(payload(EVENTS), language=language)
    assert browser.run("MapperClient.words.side('constructor')") == "constructor"
