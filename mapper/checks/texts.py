"""Places named in the text of events that name no place of their own."""

from __future__ import annotations

import functools
import re
from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts
from mapper.checks.finding import findings, kilometres
from mapper.checks.named import sphere_m
from mapper.checks.placing import candidate_of, move_to
from mapper.gazetteer import index
from mapper.model.spelling import key_lines, plain_lines

#: So far from every place it names a text is told, beside the event's radius.
FAR_M: Final = 100_000.0
#: Names of larger cities stand for governments as often as for the place.
CAPITAL: Final = 1_000_000
#: A shorter stem fits too many words; of smaller places it must be longer.
_SHORTEST: Final = 5
_SHORTEST_OF_SMALL: Final = 7
_SMALL: Final = 20_000

_CHARACTERS: Final = 600
_WORD: Final = r"\b[A-ZА-ЯІЇЄҐ][^\W\d_]{4,}"
#: What is known of a town.
_PLACE: Final = ("label", "lon", "lat", "admin1", "country", "population", "geonameid")
#: A set's countries hold at least so many of its positions.
_SHARE: Final = 0.05

#: Endings of keys: of adjectives made from names, then of cases.
_ADJECTIVE: Final = re.compile(r"(?<=[a-z]{4})(?:z?sk|ck)(?:[aeiou]+(?:i|g[ou]|m[ui]?)?|ig|im)?$")
_CASE: Final = re.compile(r"[aeiou]+[mgv]?$")


def text_place(facts: Facts) -> pd.DataFrame:
    """Find events without a place name whose text names places, all of them far away.

    Words with a capital letter in title and text (the first 600 letters) are
    compared with towns of the set's countries, whatever their endings. An
    event is told when every place so named, homonyms included, is over 100 km
    away and one of them is no city of a million. Where the text names a single
    place, moving the event there is proposed.
    """
    asked = facts.placed & (facts.named.ask < 0)
    asked &= ~facts.is_any("geo_precision", "region", "country")
    rows = np.flatnonzero(asked)
    if not len(rows):
        return findings("text_place", [], [])
    mentions = _mentions(facts, rows)
    if not len(mentions):
        return findings("text_place", [], [])
    gap_m = sphere_m(facts.lonlat[mentions["row"]], mentions[["lon", "lat"]].to_numpy(dtype=float))
    mentions = mentions.assign(gap_m=gap_m)
    nearest = mentions.groupby("row")["gap_m"].transform("min").to_numpy()
    allowed_m = FAR_M + np.nan_to_num(facts.radius_m[mentions["row"]])
    told = mentions[(nearest > allowed_m) & (mentions["population"] < CAPITAL).to_numpy()]
    told = told.sort_values(["row", "population"], ascending=[True, False]).drop_duplicates("row")
    messages = [
        f"The text names '{word}', but {place} is {kilometres(far_m)} from the position; no place "
        f"it names is within {kilometres(FAR_M)}."
        for word, place, far_m in zip(told["word"], told["label"], told["gap_m"], strict=True)
    ]
    alone = mentions.groupby("row")["geonameid"].nunique() == 1
    mends = [
        move_to(str(facts.ids[row]), candidate_of(told, at)) if alone[row] else None
        for at, row in enumerate(told["row"])
    ]
    return findings("text_place", facts.ids[told["row"].to_numpy()], messages, mends=mends)


def _mentions(facts: Facts, rows: np.ndarray) -> pd.DataFrame:
    """Return ``row``, ``word`` and the places a word may name."""
    table = facts.events[["title", "description"]].iloc[rows].fillna("")
    text = table["title"] + "\n" + table["description"].str.slice(0, _CHARACTERS)
    words = text.set_axis(rows).str.findall(_WORD).explode().dropna()
    frame = pd.DataFrame({"row": words.index.to_numpy(), "word": words.to_numpy(dtype=object)})
    frame = frame.drop_duplicates()
    shares = pd.Series(facts.located[0][facts.placed]).value_counts(normalize=True)
    countries = tuple(sorted(str(code) for code in shares[shares >= _SHARE].index if code))
    distinct = frame["word"].unique()
    stems = _stems("\n".join(distinct)) if len(distinct) else []
    frame["stem"] = frame["word"].map(dict(zip(distinct, stems, strict=True)))
    return frame.merge(_towns(countries), on="stem")


@functools.lru_cache(maxsize=4)
def _towns(countries: tuple[str, ...]) -> pd.DataFrame:
    """Return every stem of every town's names, with the town."""
    marks = ", ".join("?" * len(countries))
    found = index.ask(
        "SELECT name, lon, lat, admin1, country, population, geonameid, names FROM places"
        f" WHERE country IN ({marks})",
        countries,
    )
    towns = pd.DataFrame(found, columns=[*_PLACE, "names"])
    towns = towns.assign(name=towns["names"].str.split("\n")).explode("name", ignore_index=True)
    towns = towns[~towns["name"].str.contains(r"[ -]").fillna(True)]
    towns["stem"] = _stems("\n".join(towns["name"]))
    length = towns["stem"].str.len()
    large = towns["population"] >= _SMALL
    towns = towns[(length >= _SHORTEST_OF_SMALL) | (large & (length >= _SHORTEST))]
    return towns.drop(columns=["names", "name"]).drop_duplicates(["stem", "geonameid"])


def _stems(lines: str) -> list[str]:
    keys = key_lines(plain_lines(lines)).split("\n")
    return [_CASE.sub("", _ADJECTIVE.sub("", form)) for form in keys]
