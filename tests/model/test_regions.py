"""One region in many spellings, beside a loop that a person could follow."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from counted_events import table
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.model.counting import count
from mapper.model.facets import FACETS
from mapper.model.filters import EventFilter
from mapper.model.names import region_name
from mapper.model.regions import region_spellings, regions

KHARKIV = ("Kharkiv", "Kharkiv oblast", "Kharkivska", "Харківська область", "Харьковская обл.")

OBLASTS = [
    "Винницкая",
    "Волынская",
    "Днепропетровская",
    "Донецкая",
    "Житомирская",
    "Закарпатская",
    "Запорожская",
    "Ивано-Франковская",
    "Киевская",
    "Кировоградская",
    "Луганская",
    "Львовская",
    "Николаевская",
    "Одесская",
    "Полтавская",
    "Ровенская",
    "Сумская",
    "Тернопольская",
    "Харьковская",
    "Херсонская",
    "Хмельницкая",
    "Черкасская",
    "Черниговская",
    "Черновицкая",
]


@pytest.mark.parametrize("written", KHARKIV)
def test_one_name_for_all_spellings(written: str) -> None:
    assert region_name(written, "UA") == "Kharkiv oblast"
    assert region_name(written) == "Kharkiv oblast"


@pytest.mark.parametrize(
    ("written", "country", "name"),
    [
        # Which of the two is meant is not said.
        ("Kyiv", "", "Kyiv"),
        ("Київ", "UA", "Київ"),
        # As Mapper writes the oblast itself.
        ("Kyiv", "UA", "Kyiv oblast"),
        ("Kyiv City", "UA", "Kyiv City"),
        ("Kiev Special Republican city", "UA", "Kyiv City"),
        ("the east", "UA", "the east"),
        # That country has no such region.
        ("Kharkiv", "PL", "Kharkiv"),
        ("Kharkiv oblast", "PL", "Kharkiv oblast, PL"),
        # Two countries have one.
        ("Limburg", "BE", "Limburg, BE"),
        ("Limburg", "NL", "Limburg, NL"),
    ],
)
def test_what_is_in_doubt_stays_as_written(written: str, country: str, name: str) -> None:
    assert region_name(written, country) == name


@pytest.mark.parametrize("oblast", OBLASTS)
def test_russian_names_of_all_oblasts_need_no_index_of_places(oblast: str) -> None:
    assert region_name(f"{oblast} область", "UA").endswith(" oblast")
    # Without the word the city of Kyiv may be meant.
    assert oblast == "Киевская" or region_name(oblast, "UA").endswith(" oblast")


def test_counts_have_one_row_and_tell_the_spellings() -> None:
    rows = [{"admin1": written, "country": "UA"} for written in (*KHARKIV, "Kharkivska")]
    counts = count(table(*rows, {"admin1": "the east"}, {}), "region")
    assert dict(zip(counts.table["group"], counts.table["events"], strict=True)) == {
        "Kharkiv oblast": 6,
        "the east": 1,
        "": 1,
    }
    assert counts.spellings["Kharkiv oblast"][0] == "Kharkivska"
    assert set(counts.spellings["Kharkiv oblast"]) == set(KHARKIV)


def test_a_filter_of_any_spelling_passes_all() -> None:
    events = table(*({"admin1": written, "country": "UA"} for written in (*KHARKIV, "Sumy")))
    for written in KHARKIV:
        mask = EventFilter(choices=(("region", (written,)),)).mask(events)
        assert mask.tolist() == [True] * len(KHARKIV) + [False]
    assert not FACETS["region"].passing(events, ("",)).any()


def test_a_changed_table_is_read_again() -> None:
    events = table({"admin1": "Sumy", "country": "UA"})
    assert regions(events)[0] == ("Sumy oblast",)
    events["admin1"] = pd.array(["Odeska oblast"], dtype=events["admin1"].dtype)
    assert regions(events)[0] == ("Odesa oblast",)


_WRITTEN = st.none() | st.sampled_from(["", *KHARKIV, "Sumska", "Сумская", "Kyiv", "Odesa", "x"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_WRITTEN, st.sampled_from([None, "UA", "RU"])), max_size=12))
def test_as_by_hand(rows: list[tuple[str | None, str | None]]) -> None:
    events = table(*({"admin1": text, "country": land} for text, land in rows))
    values, codes = regions(events)
    found = [values[code] for code in codes.tolist()]
    assert found == [region_name(text, land or "") if text else "" for text, land in rows]
    counts = count(events, "region")
    told = dict(zip(counts.table["group"], counts.table["events"].tolist(), strict=True))
    assert told == Counter(found)
    ways = {name: {text or "" for (text, _), own in zip(rows, found, strict=True) if own == name}
            for name in set(found)}  # fmt: skip
    assert {name: set(texts) for name, texts in region_spellings(events).items()} == ways
