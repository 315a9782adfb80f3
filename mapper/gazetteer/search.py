"""Places by name."""

from __future__ import annotations

from typing import Final

from mapper.gazetteer import index
from mapper.gazetteer.candidate import Candidate
from mapper.gazetteer.spelling import key_lines, one_edit_away, plain, plain_lines
from mapper.model.errors import AmbiguousPlaceError, InputError, UnknownPlaceError

#: An exact match is taken among homonyms when it has so many times the next population.
CLEARLY_LARGER: Final = 20

#: Keys shorter than this are one letter away from too much.
_SHORTEST_FOR_SLIPS: Final = 5

_COLUMNS: Final = "places.place, name, lon, lat, admin1, country, population, geonameid, names"
_EXACT, _SAME_KEY, _SLIP = 0, 1, 2


def search(name: str, country: str | None = None, limit: int | None = 20) -> list[Candidate]:
    """Return the places a name may mean, best first, homonyms all listed.

    First those with a name spelt as asked (but for case, accents, apostrophes, hyphens
    and spaces), then those whose name is another romanisation of it, each by falling
    population. Where there is neither, those one letter away.

    Parameters
    ----------
    name
        A name in any script, now or formerly in use.
    country
        ISO 3166-1 alpha-2 code in any case, to search in one country only.
    limit
        The most candidates to return; None for all.

    Raises
    ------
    InputError
        If no country has that code.
    """
    asked, code = plain(name), _country(country)
    found = _of_names(asked, code)
    if not found:
        found = _slips(asked, code)
    return [candidate for _, candidate in found[:limit]]


def resolve(name: str, country: str | None = None) -> Candidate:
    """Return the one place a name means.

    Parameters
    ----------
    name, country
        As in `search`.

    Raises
    ------
    UnknownPlaceError
        If no place has the name; one letter away is not enough.
    AmbiguousPlaceError
        If several have it, and none that is spelt exactly so has 20 times the
        population of the next.
    InputError
        If no country has that code.
    """
    found = _of_names(plain(name), _country(country))
    if not found:
        raise UnknownPlaceError(name)
    if len(found) == 1:
        return found[0][1]
    # The largest of all must be the exact match itself.
    (how, largest), (_, second) = sorted(
        found, key=lambda match: match[1].population, reverse=True
    )[:2]
    if how == _EXACT and largest.population >= CLEARLY_LARGER * max(second.population, 1):
        return largest
    raise AmbiguousPlaceError(name, [candidate for _, candidate in found])


def complete(beginning: str, country: str | None = None, limit: int = 10) -> list[Candidate]:
    """Return the largest places a name of which begins so, in any spelling; for typing.

    Parameters are those of `search`.
    """
    code = _country(country)
    asked = plain(beginning)
    start = key_lines(asked)
    if not start:
        return []
    rows = index.ask(
        f"SELECT {_COLUMNS} FROM places WHERE (? = '' OR country = ?) AND place IN "
        "(SELECT place FROM keys WHERE key >= ? AND key < ?) ORDER BY places.place LIMIT ?",
        (code, code, start, start + "\U0010ffff", limit),
    )
    return [_match(row, asked, {start}, begins=True)[1] for row in rows]


def _country(code: str | None) -> str:
    if not code:
        return ""
    upper = code.strip().upper()
    if not index.ask("SELECT 1 FROM countries WHERE code = ?", (upper,)):
        raise InputError(
            "no such country", found=code, expected="an ISO 3166-1 alpha-2 code such as UA"
        )
    return upper


def _of_names(asked: str, country: str) -> list[tuple[int, Candidate]]:
    return _of_keys(asked, {key_lines(asked)} - {""}, country)


def _slips(asked: str, country: str) -> list[tuple[int, Candidate]]:
    key = key_lines(asked)
    if len(key) < _SHORTEST_FOR_SLIPS:
        return []
    return [(_SLIP, candidate) for _, candidate in _of_keys(asked, one_edit_away(key), country)]


def _of_keys(asked: str, keys: set[str], country: str) -> list[tuple[int, Candidate]]:
    rows = index.ask(
        f"SELECT {_COLUMNS} FROM places WHERE (? = '' OR country = ?) AND place IN "
        f"(SELECT place FROM keys WHERE key IN ({', '.join('?' * len(keys))})) ORDER BY place",
        (country, country, *sorted(keys)),
    )
    # Places are numbered by falling population, and the sort keeps their order.
    return sorted((_match(row, asked, keys) for row in rows), key=lambda match: match[0])


def _match(
    row: tuple, asked: str, keys: set[str], *, begins: bool = False
) -> tuple[int, Candidate]:
    """Return how well a place fits, and the place with the name that fits best."""
    _, name, lon, lat, admin1, country, population, geonameid, joined = row
    names = joined.split("\n")
    plains = plain_lines(joined).split("\n")
    spelt = [key_lines(form) for form in plains]
    (key,) = keys if len(keys) == 1 else ("",)
    if asked in plains:
        how, at = _EXACT, plains.index(asked)
    elif begins:
        how = _SAME_KEY
        at = next(number for number, form in enumerate(spelt) if form.startswith(key))
    else:
        how = _SAME_KEY
        at = next(number for number, form in enumerate(spelt) if form in keys)
    return how, Candidate(name, lon, lat, admin1, country, population, geonameid, names[at])
