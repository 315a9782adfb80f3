"""Every language says all there is to say, in its own forms."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from typing import Any

import pandas as pd
import pytest

from mapper.mapdoc.language import ENGLISH, LANGUAGES, English, Note
from mapper.mapdoc.language.slavic import SPACE, Slavic, plural
from mapper.measure import format_interval
from mapper.model import vocabulary
from mapper.model.event import Count
from mapper.model.filters import EventFilter

OTHERS = [words for code, words in LANGUAGES.items() if code != "en"]

#: What only puts together what other methods say.
SHARED = {"precision", "length", "terms", "note", "moment", "interval"}


@pytest.mark.parametrize("words", OTHERS, ids=lambda words: words.code)
def test_nothing_is_left_in_english(words: English) -> None:
    for name, value in vars(English).items():
        if name.startswith("_") or name in SHARED:
            continue
        own = getattr(type(words), name)
        assert own is not value, name
        if isinstance(value, dict):
            assert own.keys() == value.keys(), name
            for key, text in own.items():
                assert text != value[key], (name, key)
                fields = re.findall(r"\{\w+\}", value[key])
                assert sorted(fields) == sorted(re.findall(r"\{\w+\}", text)), (name, key)


@pytest.mark.parametrize("words", OTHERS, ids=lambda words: words.code)
def test_every_term_has_its_word(words: Any) -> None:
    for column, terms in {
        "verification_status": vocabulary.VERIFICATION_STATUSES,
        "geo_precision": vocabulary.GEO_PRECISIONS,
        "event_type": vocabulary.EVENT_TYPES,
        "weapon": vocabulary.WEAPONS,
        "control_status": vocabulary.CONTROL_STATUSES,
        "redistribution": vocabulary.REDISTRIBUTIONS,
        "rough_place": vocabulary.ROUGH_PLACES,
    }.items():
        assert words.TERMS[column].keys() == terms.keys(), column
    assert words.FIELDS.keys() == vocabulary.FIELD_LABELS.keys()
    assert words.SOURCE_TYPES.keys() == vocabulary.SOURCE_TYPES.keys()
    assert len(words.MONTHS) == len(words.MONTHS_OF_DAYS) == 12
    pieces = set(re.findall(r'PIECES\["(\w+)"\]', inspect.getsource(Slavic)))
    assert pieces <= words.PIECES.keys()
    assert words.PIECES.keys() == OTHERS[0].PIECES.keys()


@pytest.mark.parametrize(
    ("number", "form"),
    [
        *((number, "one") for number in (1, 21, 101)),
        *((number, "few") for number in (2, 4, 22)),
        *((number, "many") for number in (0, 5, 11, 12, 14, 25, 111)),
    ],
)
def test_plural_forms(number: int, form: str) -> None:
    assert plural(number, "one", "few", "many") == form


def test_ukrainian() -> None:
    words = LANGUAGES["uk"]
    assert words.events(3077) == f"3{SPACE}077 подій"
    assert words.events(21) == "21 подія"
    assert words.days(dt.date(2025, 7, 1), dt.date(2025, 7, 6)) == "1–6 липня 2025"
    assert words.days(dt.date(2025, 6, 30), dt.date(2025, 7, 2)) == "30 червня – 2 липня 2025"
    interval = format_interval(1_264_312, 1_263_400, 1_265_400)
    assert words.measured(interval) == f"1{SPACE}263,4–1{SPACE}265,4{SPACE}км"
    assert words.measured("113,725 km²") == f"113{SPACE}725{SPACE}км²"
    assert (
        words.precision("settlement", 8_000.0) == f"Відомо до міста чи села (у межах 8{SPACE}км)."
    )
    assert words.precision(None, None) is None
    assert words.count(Count(min=5)) == "щонайменше 5"
    assert words.front("ISW", dt.date(2025, 7, 1), True, 3) == (
        "ISW, зібрано 1 липня 2025, за 3 дні до події"
    )
    refused = (
        "There is no front of Ukraine for 20 July 2025: the latest before it is of 1 July 2025, "
        "19 days earlier, and the limit is 7 days."
    )
    assert words.refusal(refused).startswith("Немає фронту за 20 липня 2025: останній перед ним")
    assert words.refusal(refused).endswith("на 19 дн. раніше, а межа — 7 дн.")
    assert words.refusal("Something else.") == "Something else."
    chosen = EventFilter(
        dt.date(2025, 7, 1), dt.date(2025, 7, 6), ("verified",), "завод", ("none",)
    )
    assert words.filtered(chosen) == (
        "від 1 липня 2025 до 6 липня 2025, статус «перевірено», без місця, зі словами «завод»"
    )
    assert words.filtered(EventFilter()) == ""
    assert words.contents(3, 1, [dt.date(2025, 7, 1)], "") == (
        "3 події, з них 1 без місця на мапі; фронт за 1 липня 2025."
    )
    assert words.changes(1, 0, 5) == "додано: 1 подія, змінено: 5 подій"


def test_warnings_of_an_export_in_ukrainian() -> None:
    words = LANGUAGES["uk"]
    asked = Note("ask_owner", {"text": "Map", "redistribution": "unknown", "licence": None})
    assert words.note(asked) == (
        "Map: умови невідомі (ліцензію не вказано); запитайте власника, перш ніж публікувати."
    )
    assert words.note(Note("no_place", {"events": 1_140})) == (
        f"Без місця на мапі: 1{SPACE}140 подій."
    )
    gone = Note("no_line", {"front_id": "A", "reason": "The event has no day."})
    assert words.note(gone) == "Лінію зіткнення не намальовано для A: День події невідомий."
    assert words.note("The event has no day.") == "День події невідомий."
    assert words.refusal(
        "60 x 40 mm leave no room for the map beside its title, legend and credits: choose a "
        "larger size."
    ).startswith("На 60 × 40 мм")


def test_english_says_what_it_said() -> None:
    days = [dt.date(2025, 7, 1), dt.date(2025, 7, 2), dt.date(2025, 7, 3)]
    assert ENGLISH.contents(3, 1, days, "status verified") == (
        "3 events, 1 of them without a place on the map; front of 3 days from 1 July 2025 to "
        "3 July 2025. Filter: status verified."
    )
    assert ENGLISH.note(Note("sensitive", {"events": 1})) == "1 event left out as sensitive."
    assert ENGLISH.changes(2, 0, None) == "2 events added"
    assert ENGLISH.moment("2025-07-01T10:20:30+00:00") == "1 July 2025, 10:20 UTC"
    assert pd.notna(ENGLISH.country("UA"))
