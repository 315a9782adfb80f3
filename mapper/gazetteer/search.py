"""Places by name: every homonym listed, none chosen in silence."""

from __future__ import annotations

from typing import Any, Final

from mapper import basemap
from mapper.gazetteer import index
from mapper.gazetteer.candidate import Candidate, admin1_label
from mapper.gazetteer.spelling import (
    key,
    key_lines,
    one_edit_apart,
    one_edit_away,
    plain,
    plain_lines,
)
from mapper.model.errors import AmbiguousPlaceError, InputError, UnknownPlaceError

#: An exact match is taken among homonyms when it has so many times the next population.
CLEARLY_LARGER: Final = 20
#: What a homonym counts as whose population is not known.
_UNKNOWN_COUNTS_AS: Final = 500

#: Keys shorter than this are one letter away from too much.
_SHORTEST_FOR_SLIPS: Final = 5
#: Of so many of the largest places, those that begin as typed come first.
_WEIGHED: Final = 300

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


def search(name: str, country: str | None = None, limit: int | None = 20) -> list[Candidate]:
    """Return the places a name may mean, best first, homonyms all listed.

    First those with a name spelt as asked (but for case, accents, apostrophes, hyphens
    and spaces), then those whose name is another romanisation of it, each by falling
    population. Where there is neither: names one letter away, or names that begin so.

    Parameters
    ----------
    name
        A name in any script, now or formerly in use. Region or country may follow after
        a comma: "Huliaipole, Zaporizhzhia".
    country
        ISO 3166-1 alpha-2 code in any case, to search in one country only.
    limit
        The most candidates to return; None for all.

    Raises
    ------
    InputError
        If no country has that code.
    """
    code = _country(country)
    found = [candidate for _, candidate in _of_name(name, code)]
    return (found or _similar(name, code))[:limit]


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


def _country(code: str | None) -> str:
    if not code:
        return ""
    basemap.country_name(code)
    return code.strip().upper()


def _of_name(name: str, country: str) -> list[_Match]:
    word, comma, region = name.partition(",")
    # A name may have a comma of its own: Washington, D.C.
    whole = _of_keys(name, {key(name)}, country)
    if whole or not comma:
        return whole
    return _in_region(_of_keys(word, {key(word)}, country), region)


def _similar(name: str, country: str) -> list[Candidate]:
    word, _, region = name.partition(",")
    asked = key(word)
    if len(asked) < _SHORTEST_FOR_SLIPS:
        return []
    found = _in_region(_of_keys(word, one_edit_away(asked), country), region)
    return [candidate for _, candidate in found] or complete(word, country)


def _of_keys(word: str, keys: set[str], country: str) -> list[_Match]:
    rows = index.ask(
        f"SELECT {_COLUMNS} FROM places WHERE (? = '' OR country = ?) AND place IN "
        f"(SELECT place FROM keys WHERE key IN ({', '.join('?' * len(keys))})) ORDER BY place",
        (country, country, *sorted(keys)),
    )
    return _sorted(rows, word, keys)


def _sorted(
    rows: list[tuple[Any, ...]], word: str, keys: set[str], *, begins: bool = False
) -> list[_Match]:
    """Return the matches in rows, which come by falling population, best fit first."""
    matches = [_match(row, word, keys, begins=begins) for row in rows]
    return sorted(matches, key=lambda match: match[0])


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
        elif form_key == asked_key or (begins and form_key.startswith(asked_key)):
            how = _SPELLING
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
    wanted = [part for part in map(key, region.split(",")) if part]
    return [match for match in found if all(part in _regions(match[1]) for part in wanted)]


def _regions(candidate: Candidate) -> set[str]:
    try:
        country = basemap.country_name(candidate.country)
    except InputError:
        country = ""
    names = (candidate.admin1, admin1_label(candidate), candidate.country, country)
    return {key(name) for name in names}
