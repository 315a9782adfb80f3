"""Places by name: every homonym listed, none chosen in silence."""

from __future__ import annotations

import sqlite3
from typing import Final

from mapper import basemap
from mapper.gazetteer.candidate import Candidate
from mapper.gazetteer.folding import folded, plain
from mapper.gazetteer.index import connection
from mapper.model.errors import AmbiguousPlaceError, UnknownPlaceError

#: An exact match this many times as populous as every homonym is taken.
OUTWEIGHS: Final = 20
#: An exact spelling goes before a place up to this many times as populous.
_EXACT_COUNTS: Final = 10
#: What a homonym of unknown population counts as when weighed.
_UNKNOWN_COUNTS_AS: Final = 500

#: Sorts behind every letter.
_LAST: Final = "\U0010ffff"
_COLUMNS: Final = "name, lon, lat, admin1, country, population, p.geonameid, names, local"
_FROM: Final = "FROM spelling s JOIN place p ON p.geonameid = s.geonameid"


class SimilarPlaceError(UnknownPlaceError):
    """No place of that name, but some that are spelt nearly so.

    Parameters
    ----------
    name
        The name asked for.
    candidates
        Similar names, best first.
    """

    def __init__(self, name: str, candidates: list[Candidate]) -> None:
        super().__init__(name)
        self.candidates = tuple(candidates)
        listed = "; ".join(str(candidate) for candidate in self.candidates[:4])
        self.args = (f"{self.args[0]} Similar: {listed}.",)


def search(name: str, country: str | None = None, limit: int = 20) -> list[Candidate]:
    """Return the places that bear a name, best first.

    All homonyms in any spelling the gazetteer records or folds together, in
    Latin or Cyrillic, by population, an exact spelling counting tenfold. If
    there is none: names that begin so or are one letter off.

    Parameters
    ----------
    name
        A place name, optionally with its region or country after a comma
        ("Huliaipole, Dnipropetrovsk").
    country
        ISO 3166-1 alpha-2 to look in; None looks everywhere.
    limit
        How many to return at most.

    Raises
    ------
    InputError
        If the country is not known.
    """
    homonyms = _homonyms(name, country)
    return (homonyms or _similar(name, country))[:limit]


def resolve(name: str, country: str | None = None) -> Candidate:
    """Return the one place a name means.

    The only place of that name, or an exact match with at least 20 times the
    population of every other (unknown populations count as 500). Arguments as
    in `search`; the candidate's ``matched`` says which spelling was found.

    Raises
    ------
    AmbiguousPlaceError
        If several places come into question; has ``candidates``.
    UnknownPlaceError
        If none does; a `SimilarPlaceError` if a name is spelt nearly so.
    InputError
        If the country is not known.
    """
    homonyms = _homonyms(name, country)
    if not homonyms:
        similar = _similar(name, country)
        raise SimilarPlaceError(name, similar) if similar else UnknownPlaceError(name)
    if len(homonyms) == 1:
        return homonyms[0]
    largest = max(homonyms, key=lambda candidate: candidate.population)
    others = [candidate for candidate in homonyms if candidate is not largest]
    weight = max(candidate.population or _UNKNOWN_COUNTS_AS for candidate in others)
    exact = plain(largest.matched) == plain(name.split(",")[0])
    if exact and largest.population >= OUTWEIGHS * weight:
        return largest
    raise AmbiguousPlaceError(name, homonyms)


def _homonyms(name: str, country: str | None) -> list[Candidate]:
    word, _, region = name.partition(",")
    key = folded(word)
    if not key:
        return []
    where, values = _in_country(country)
    with connection() as database:
        rows = database.execute(
            f"SELECT {_COLUMNS} {_FROM} WHERE folded = ?{where}", (key, *values)
        ).fetchall()
    found = [_candidate(row, word) for row in rows]
    wanted = plain(word)
    found.sort(
        key=lambda c: (-c.population * (_EXACT_COUNTS if plain(c.matched) == wanted else 1), c.name)
    )
    return [candidate for candidate in found if _in_region(candidate, region)]


def _similar(name: str, country: str | None, limit: int = 20) -> list[Candidate]:
    """Return places whose name begins so or is one letter off, most populous first."""
    word, _, region = name.partition(",")
    key = folded(word)
    if len(key) < 3:
        return []
    where, values = _in_country(country)
    with connection() as database:
        begins = database.execute(
            f"SELECT {_COLUMNS} {_FROM} WHERE folded >= ? AND folded < ?{where}"
            " ORDER BY population DESC LIMIT 500",
            (key, key + _LAST, *values),
        ).fetchall()
        keys = _one_letter_off(database, key)
        marks = ", ".join("?" * len(keys))
        nearly = database.execute(
            f"SELECT {_COLUMNS} {_FROM} WHERE folded IN ({marks}){where}"
            " ORDER BY population DESC LIMIT 500",
            (*keys, *values),
        ).fetchall()
    rows = sorted(begins + nearly, key=lambda row: -int(row[5]))
    found: dict[int, Candidate] = {}
    for row in rows:
        candidate = _candidate(row, word)
        if _in_region(candidate, region):
            found.setdefault(candidate.geonameid, candidate)
    return list(found.values())[:limit]


def _one_letter_off(database: sqlite3.Connection, key: str) -> list[str]:
    """Return recorded keys with the same first letter and one more, less, other or swapped."""
    rows = database.execute(
        "SELECT DISTINCT folded FROM spelling WHERE folded >= ? AND folded < ?"
        " AND length(folded) BETWEEN ? AND ?",
        (key[0], key[0] + _LAST, len(key) - 1, len(key) + 1),
    )
    return [other for (other,) in rows if _differ_by_one(key, other)][:200]


def _differ_by_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (
        swapped and short[start + 2 :] == long[start + 2 :]
    )


def _in_country(country: str | None) -> tuple[str, tuple[str, ...]]:
    if country is None:
        return "", ()
    code = country.strip().upper()
    basemap.country_name(code)
    return " AND country = ?", (code,)


def _in_region(candidate: Candidate, words: str) -> bool:
    """Tell whether what stands after a comma names the candidate's region or country."""
    for part in words.split(","):
        key = folded(part)
        if not key:
            continue
        country = basemap.country_name(candidate.country)
        names = (candidate.admin1, candidate.region, country)
        if key != folded(candidate.country) and key not in map(folded, names):
            return False
    return True


def _candidate(row: tuple[str, float, float, str, str, int, int, str, str], word: str) -> Candidate:
    *values, names, local = row
    spellings = names.split("\n")
    wanted = plain(word)
    matched = next((other for other in spellings if plain(other) == wanted), spellings[0])
    return Candidate(*values, matched=matched, local=local)
