"""The sides that feeds name, read from what they left in `extra`."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from mapper.model.facets import FACETS, NOT_STATED
from mapper.model.filters import EventFilter
from mapper.model.sides import sides, sides_in

EXTRAS = (
    {"relid": "1", "side_a": "Government of Ukraine", "side_b": "DPR"},
    {"actor1": 'Group "Ми"\\', "inter1": "1", "actor2": "Civilians (Ukraine)"},
    {"side_b": "DPR", "side_a": "Government of Ukraine"},
    {"side_a": "Government of Ukraine"},
    {"note": 'not "side_a": "x"', "region": "Europe"},
    None,
)


def events() -> pd.DataFrame:
    texts = [None if one is None else json.dumps(one, ensure_ascii=False) for one in EXTRAS]
    return pd.DataFrame({"extra": pd.Series(texts, dtype="str")})


def test_sides_are_read_as_they_are_named() -> None:
    values, codes = sides(events())
    assert [values[code] for code in codes] == [
        "Government of Ukraine – DPR",
        'Group "Ми"\\ – Civilians (Ukraine)',
        "Government of Ukraine – DPR",
        "Government of Ukraine",
        NOT_STATED,
        NOT_STATED,
    ]
    assert sides_in(events()["extra"].iloc[1]) == values[codes[1]]
    assert sides_in("") == ""


def test_a_column_is_read_once_and_another_anew() -> None:
    table = events()
    first = sides(table)
    assert sides(table) is first
    assert sides(table.iloc[:2])[1].shape == (2,)


def test_sides_are_filtered_by() -> None:
    table = events()
    chosen = EventFilter(choices=(("sides", ("Government of Ukraine – DPR", NOT_STATED)),))
    assert np.array_equal(chosen.mask(table), [True, False, True, False, True, True])
    assert "sides in the feed: Government of Ukraine – DPR or Not stated" in chosen.describe()
    assert FACETS["sides"].codes(table)[0][0] == "Government of Ukraine – DPR"
