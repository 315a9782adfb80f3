"""Words looked for in the texts of events: in any case, spelling and script.

Texts are searched by Arrow, outside Python's lock. Places are found by their other names too,
former ones among them (Артемовск finds Bakhmut) where the event lies at that place: an Engels
is not meant by Pokrovsk, its name of long ago, where there are events in a Pokrovsk.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from mapper.model.names import NamedPlace, places_called
from mapper.model.schema import GEOMETRY
from mapper.model.spelling import key, key_lines, plain_lines, spelt
from mapper.model.texts import arrow, casefolded, encoded

Flags = npt.NDArray[np.bool_]

#: Columns of events that are looked through.
TEXT_COLUMNS: Final = ("title", "place_name", "admin1", "description", "notes")
#: Those of them that are running text; the others are names.
_RUNNING: Final = ("title", "description", "notes")
#: Columns of the sources that are looked through as well.
SOURCE_COLUMNS: Final = ("publisher", "title", "url")
#: Keys of shorter words are in too many names.
_SHORTEST_SPELT: Final = 4
#: Names folded at once; longer texts would stop all other threads.
_AT_ONCE: Final = 2000
#: So far, along each axis, an event's point may lie from that of its place (some 30 km).
_AT_PLACE_DEG: Final = 0.3


def holding(text: str, events: pd.DataFrame, sources: pd.DataFrame | None) -> Flags:
    """Return which rows of the table ``events`` hold all words of a text, shape (n,).

    ``sources``, with `SOURCE_COLUMNS`, are looked through too where they are given.
    """
    asked = text.casefold().split()
    found = np.zeros((len(asked), len(events)), dtype=bool)
    for name in TEXT_COLUMNS:
        column = _Texts(events[name])
        for seen, word in zip(found, asked, strict=True):
            seen |= column.holding(word, running=name in _RUNNING)
    places, regions = _Names(events["place_name"]), _Names(events["admin1"])
    points = _Points(events)
    for seen, word in zip(found, asked, strict=True):
        seen |= places.beginning(key(word)) | regions.beginning(key(word))
        called = places_called(word)
        seen |= _at_places(called, places, points) | _in_regions(called, regions)
    if len(asked) > 1:
        # Krivoy Rog is one name, and Kryvyi Rih has neither word of it.
        called = places_called(text)
        found |= _at_places(called, places, points) | _in_regions(called, regions)
    if sources is not None and len(sources):
        _look_in_sources(found, asked, events, sources)
    return np.asarray(found.all(axis=0), dtype=bool)


class _Texts:
    """A column of texts, folded once; where most repeat, each is looked at once."""

    def __init__(self, column: pd.Series) -> None:
        repeated = encoded(column)
        self._codes = None if repeated is None else repeated[1]
        self._texts = casefolded(column if repeated is None else repeated[0])

    def holding(self, word: str, *, running: bool) -> Flags:
        """Return which texts hold a word; running ones also in another spelling."""
        found = _flags(pc.match_substring(self._texts, word))
        if running and (pattern := _pattern(word)):
            found |= _flags(pc.match_substring_regex(self._texts, pattern))
        return found if self._codes is None else found[self._codes]


def _flags(answers: pa.ChunkedArray) -> Flags:
    found: Flags = np.asarray(pc.fill_null(answers, False), dtype=bool)
    return found


def _pattern(word: str) -> str:
    """Return a pattern of words that begin as ``word`` in any spelling; "" for too short ones."""
    asked = key(word)
    if len(asked) < _SHORTEST_SPELT or not asked.isalpha():
        return ""
    return rf"(?:^|[^\pL\pM\pN]){spelt(asked)}"


class _Names:
    """A column of names, each looked at once: thousands of events name the same places."""

    def __init__(self, column: pd.Series) -> None:
        coded = pc.fill_null(arrow(column), "").combine_chunks().dictionary_encode()
        self._names: list[str] = coded.dictionary.to_pylist()
        self._codes: npt.NDArray[np.int32] = coded.indices.to_numpy(zero_copy_only=False)

    @cached_property
    def _having(self) -> dict[str, set[int]]:
        """By each key of a name, or of a word of one, which names have it."""
        having: dict[str, set[int]] = {}
        for start in range(0, len(self._names), _AT_ONCE):
            some = self._names[start : start + _AT_ONCE]
            parts = [(code, part) for code, name in enumerate(some, start) for part in _parts(name)]
            keys = key_lines(plain_lines("\n".join(part for _, part in parts))).split("\n")
            for (code, _), one in zip(parts, keys, strict=True):
                having.setdefault(one, set()).add(code)
        return having

    def beginning(self, asked: str) -> Flags:
        """Return which names have a word that begins with a key."""
        if len(asked) < _SHORTEST_SPELT:
            return self._those(set())
        found = [codes for one, codes in self._having.items() if one.startswith(asked)]
        return self._those(set().union(*found))

    def among(self, keys: frozenset[str]) -> Flags:
        """Return which names are one of those of the keys, or have it as a word."""
        long = [one for one in keys if len(one) >= _SHORTEST_SPELT]
        return self._those(set().union(*(self._having.get(one, ()) for one in long)))

    def _those(self, wanted: set[int]) -> Flags:
        if not wanted:
            return np.zeros(len(self._codes), dtype=bool)
        hits = np.zeros(len(self._names), dtype=bool)
        hits[list(wanted)] = True
        found: Flags = hits[self._codes]
        return found


def _parts(name: str) -> list[str]:
    """Return a name and its words, none with a line of its own."""
    words = name.split()
    return [" ".join(words), *words] if len(words) > 1 else [" ".join(words)]


class _Points:
    """Where events lie, for those that are asked for."""

    def __init__(self, events: pd.DataFrame) -> None:
        self._points = events[GEOMETRY].to_numpy()

    def at(self, place: NamedPlace, rows: npt.NDArray[np.intp]) -> Flags:
        """Return which of some rows lie at a place; those without a point may."""
        points = self._points[rows]
        along = (shapely.get_x(points) - place.lon + 180.0) % 360.0 - 180.0
        along *= np.cos(np.radians(place.lat))
        away = np.maximum(np.abs(along), np.abs(shapely.get_y(points) - place.lat))
        near: Flags = ~(away > _AT_PLACE_DEG)
        return near


def _at_places(called: tuple[NamedPlace, ...], names: _Names, points: _Points) -> Flags:
    """Return which events lie at one of the places, whatever name of it they have.

    Places that had the name once are meant where no event lies at one that has it now.
    """
    found = names.among(frozenset())
    for usual in (True, False):
        for place in called:
            if place.usual == usual:
                rows = np.flatnonzero(names.among(place.keys))
                found[rows[points.at(place, rows)]] = True
        if found.any():
            break
    return found


def _in_regions(called: tuple[NamedPlace, ...], regions: _Names) -> Flags:
    """Return which events lie in a region that is called like the place first meant."""
    return regions.among(called[0].keys if called else frozenset())


def _look_in_sources(
    found: Flags, asked: list[str], events: pd.DataFrame, sources: pd.DataFrame
) -> None:
    """Add to what was found, of each word (words, n), where a source has it."""
    of_event = arrow(sources["event_id"]).combine_chunks()
    ids = arrow(events["event_id"])
    columns = {name: _Texts(sources[name]) for name in SOURCE_COLUMNS}
    for seen, word in zip(found, asked, strict=True):
        hit = np.zeros(len(sources), dtype=bool)
        for name, column in columns.items():
            hit |= column.holding(word, running=name != "url")
        if hit.any():
            # As Python strings half a million ids would stop all other threads.
            told = pc.is_in(ids, value_set=of_event.filter(pa.array(hit)))
            np.logical_or(seen, np.asarray(told, bool), out=seen)
