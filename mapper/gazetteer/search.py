"""Places by name: every homonym listed, none chosen in silence."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any, Final

import numpy as np

from mapper import basemap
from mapper.gazetteer import index
from mapper.gazetteer.candidate import Candidate
from mapper.gazetteer.regions import country_meant, find_regions
from mapper.geodesy.ellipsoid import as_lonlat, inverse
from mapper.model.errors import AmbiguousPlaceError, UnknownPlaceError
from mapper.model.names import NamedPlace
from mapper.model.spelling import (
    key,
    key_lines,
    one_edit_apart,
    one_edit_away,
    plain,
    plain_lines,
    romanised,
    slip_apart,
)

#: An exact match is taken among homonyms when it has so many times the next population.
CLEARLY_LARGER: Final = 20
#: What a homonym counts as whose population is not known.
_UNKNOWN_COUNTS_AS: Final = 500

#: Keys as alike as this are one name in two languages: Vovchansk and Volchansk, Rome and Roma.
_SAME_NAME: Final = 0.6
#: Keys shorter than this are one letter away from too much.
_SHORTEST_FOR_SLIPS: Final = 5
#: Of so many of the largest places, those that begin as typed come first.
_WEIGHED: Final = 300
#: So many of the places of one name are looked for among events: there are 150 Ivanivkas.
_MOST_CALLED: Final = 60

#: Words before a name that are none of it: с. Роботине, city of Bakhmut.
_KIND_OF_PLACE: Final = re.compile(
    r"^\s*(?:[смгдп]\.|(?:смт|пгт|сел[оа]|міст[оа]|город|хутор|станица|посёлок|поселок|селище"
    r"|деревня|village|town|city|settlement|near)\b\.?(?: of\b)?)\s*"
    r"|\s+(?:city|village|town)\s*$",
    re.IGNORECASE,
)

_COLUMNS: Final = "name, lon, lat, admin1, country, population, geonameid, names"
#: How well a place's best name fits: as asked, in other spelling, one letter away.
_EXACT, _SPELLING, _SLIP, _FAR_SLIP = range(4)

_Match = tuple[int, Candidate]


class SimilarPlaceError(UnknownPlaceError):
    """No place has the name, but some have one nearly like it.

    Parameters
    ----------
    name
        The name asked for.
    candidates
        Places of similar name, best first.
    """

    def __init__(self, name: str, candidates: list[Candidate]) -> None:
        super().__init__(name)
        self.candidates = tuple(candidates)
        listed = "; ".join(str(candidate) for candidate in self.candidates[:4])
        self.args = (f"{self} Similar names: {listed}.",)


def search(
    name: str,
    country: str | None = None,
    limit: int | None = 20,
    *,
    region: str | None = None,
    near: tuple[float, float] | None = None,
) -> list[Candidate]:
    """Return the places a name may mean, best first, homonyms all listed.

    First those with a name spelt as asked (but for case, accents, apostrophes, hyphens
    and spaces, and in any usual romanisation), then those whose name is another spelling
    of it, each by falling population (that of places which are now called quite otherwise
    counts a twentieth). Where there is neither: names one letter away, or
    names that begin so.

    Parameters
    ----------
    name
        A name in any script, now or formerly in use. Region or country may follow after
        a comma: "Huliaipole, Zaporizhzhia".
    country
        ISO 3166-1 alpha-2 code in any case, to search in one country only.
    limit
        The most candidates to return; None for all.
    region
        A first-order region in any spelling: places in it come first. One that is not
        known changes nothing.
    near
        Lon, lat in degrees: the nearest come first, of those in the region if both are given.

    Raises
    ------
    InputError
        If no country has that code, or ``near`` is no position on Earth.
    """
    code = _country(country)
    found = [candidate for _, candidate in _of_name(name, code)] or _similar(name, code)
    return _ranked(found, region, near)[:limit]


def _ranked(
    found: list[Candidate], region: str | None, near: tuple[float, float] | None
) -> list[Candidate]:
    """Return candidates with those first that fit what else is known."""
    if near is not None:
        centre = as_lonlat(near)
        places = np.array([(place.lon, place.lat) for place in found]).reshape(-1, 2)
        away_m = inverse(places, np.repeat(centre, len(found), axis=0))[1]
        found = [found[row] for row in np.argsort(away_m, kind="stable")]
    if region:
        meant = {(one.country, one.name) for one in find_regions(region)}
        found = sorted(found, key=lambda place: (place.country, place.admin1) not in meant)
    return found


def resolve(name: str, country: str | None = None) -> Candidate:
    """Return the one place a name means.

    The only place with the name, or one that is spelt exactly so and has 20 times the
    population of every other; an unknown population counts as 500.

    Parameters
    ----------
    name, country
        As in `search`.

    Raises
    ------
    UnknownPlaceError
        If no place has the name; a `SimilarPlaceError` if some are nearly called so.
    AmbiguousPlaceError
        If several have it; its ``candidates`` are all of them.
    InputError
        If no country has that code.
    """
    code = _country(country)
    found = _of_name(name, code)
    if not found:
        similar = _similar(name, code)
        raise SimilarPlaceError(name, similar) if similar else UnknownPlaceError(name)
    if len(found) == 1:
        return found[0][1]
    how, largest = max(found, key=lambda match: match[1].population)
    next_population = max(
        candidate.population or _UNKNOWN_COUNTS_AS
        for _, candidate in found
        if candidate is not largest
    )
    if how == _EXACT and largest.population >= CLEARLY_LARGER * next_population:
        return largest
    raise AmbiguousPlaceError(name, [candidate for _, candidate in found])


def complete(beginning: str, country: str | None = None, limit: int = 10) -> list[Candidate]:
    """Return large places a name of which begins so, in any spelling; for typing.

    Parameters and errors are those of `search`.
    """
    start, code = key(beginning), _country(country)
    if not start:
        return []
    rows = index.ask(
        f"SELECT {_COLUMNS} FROM places WHERE (? = '' OR country = ?) AND place IN "
        "(SELECT place FROM keys WHERE key >= ? AND key < ?) ORDER BY places.place LIMIT ?",
        (code, code, start, start + "\U0010ffff", _WEIGHED),
    )
    return [candidate for _, candidate in _sorted(rows, beginning, {start}, begins=True)][:limit]


def places_called(name: str) -> tuple[NamedPlace, ...]:
    """Return all places that have, or had, a name, the one it first of all means first.

    Empty where no place has the name, and while another thread builds the index.

    Examples
    --------
    >>> key("Kharkiv") in places_called("Харьков")[0].keys
    True
    """
    asked = key(name)
    if not asked or not index.at_hand():
        return ()
    rows = _rows_of({asked}, "")
    names = {row[-2]: row[-1] for row in rows}
    meant = [place for how, place in _sorted(rows, name, {asked}) if how < _SLIP]
    return tuple(
        NamedPlace(
            place.lon,
            place.lat,
            frozenset(key_lines(plain_lines(names[place.geonameid])).split("\n")),
            _is_usual(place, name, {asked}),
        )
        for place in meant[:_MOST_CALLED]
    )


def _country(code: str | None) -> str:
    if not code:
        return ""
    basemap.country_name(code)
    return code.strip().upper()


def _of_name(name: str, country: str) -> list[_Match]:
    """Return the places that have the name; slips of a finger are not it."""
    first, comma, rest = name.partition(",")
    last = name.rpartition(",")[2]
    # A name may have a comma of its own: Washington, D.C.
    found = _of_keys(name, {key(name)}, country)
    if comma and not found:
        found = _in_region(_of_keys(first, {key(first)}, country), rest)
    if comma and not found:
        found = _in_region(_of_keys(last, {key(last)}, country), name[: -len(last) - 1])
    return [match for match in found if match[0] < _SLIP]


def _similar(name: str, country: str) -> list[Candidate]:
    word, _, region = name.partition(",")
    asked = key(word)
    if not asked:
        return []
    keys = {asked}
    if len(asked) >= _SHORTEST_FOR_SLIPS:
        keys |= one_edit_away(asked)
    found = [candidate for _, candidate in _in_region(_of_keys(word, keys, country), region)]
    bare = _KIND_OF_PLACE.sub("", word)
    if not found and bare != word and key(bare):
        found = search(bare + name[len(word) :], country, None)
    if found or len(asked) < _SHORTEST_FOR_SLIPS:
        return found
    return complete(word, country)


def _of_keys(word: str, keys: set[str], country: str) -> list[_Match]:
    return _sorted(_rows_of(keys, country), word, keys)


def _rows_of(keys: set[str], country: str) -> list[tuple[Any, ...]]:
    return index.ask(
        f"SELECT {_COLUMNS} FROM places WHERE (? = '' OR country = ?) AND place IN "
        f"(SELECT place FROM keys WHERE key IN ({', '.join('?' * len(keys))})) ORDER BY place",
        (country, country, *sorted(keys)),
    )


def _sorted(
    rows: list[tuple[Any, ...]], word: str, keys: set[str], *, begins: bool = False
) -> list[_Match]:
    """Return the matches in rows, which come by falling population, best fit first."""
    matches = [_match(row, word, keys, begins=begins) for row in rows]
    if begins:
        return sorted(matches, key=lambda match: match[0])
    return sorted(matches, key=lambda match: (match[0], -_weight(match[1], word, keys)))


def _weight(place: Candidate, word: str, keys: set[str]) -> float:
    """Return a place's population, a fraction of it where its usual name is quite another.

    Pokrovsk is first of all the town of that name, then Engels, which once was called so;
    Volchansk is Vovchansk in Russian.
    """
    people = place.population or _UNKNOWN_COUNTS_AS
    return people if _is_usual(place, word, keys) else people / CLEARLY_LARGER


def _is_usual(place: Candidate, word: str, keys: set[str]) -> bool:
    usual, asked = key(place.name), key(word)
    return usual in keys or SequenceMatcher(None, usual, asked).ratio() >= _SAME_NAME


def _match(row: tuple[Any, ...], word: str, keys: set[str], *, begins: bool) -> _Match:
    """Return how well a place fits, and the place with its name that fits best."""
    shown, lon, lat, admin1, country, population, geonameid, joined = row
    asked, asked_key = plain(word), key(word)
    plains = plain_lines(joined).split("\n")
    best = (_FAR_SLIP + 1, True, "")
    for name, form, form_key in zip(
        joined.split("\n"), plains, key_lines("\n".join(plains)).split("\n"), strict=True
    ):
        if form == asked or (begins and form.startswith(asked)):
            how = _EXACT
        elif begins and form_key.startswith(asked_key):
            how = _SPELLING
        elif form_key == asked_key:
            # Romanisations recorded for one homonym only must not hide the others.
            same = romanised(form, asked) or romanised(asked, form)
            how = _EXACT if same else _SLIP if slip_apart(form, asked) else _SPELLING
        elif not begins and form_key in keys:
            how = _SLIP if one_edit_apart(form, asked) else _FAR_SLIP
        else:
            continue
        other_script = name[:1].isascii() != word.strip()[:1].isascii()
        if (how, other_script) < best[:2] or name.casefold() == word.strip().casefold():
            best = (how, other_script, name)
    place = Candidate(shown, lon, lat, admin1, country, population, geonameid, best[2])
    return best[0], place


def _in_region(found: list[_Match], region: str) -> list[_Match]:
    """Return the matches in what stands after a comma: a region, a country, or both."""
    for part in region.split(","):
        if not key(part):
            continue
        country = country_meant(part)
        regions = {(one.country, one.name) for one in find_regions(part)}
        found = [
            match
            for match in found
            if match[1].country == country or (match[1].country, match[1].admin1) in regions
        ]
    return found
