"""Where the other names of a place come from: the gazetteer knows them, the model asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class NamedPlace:
    """A place that has, or had, some name.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees.
    keys
        Keys (`mapper.model.spelling.key`) of all its names.
    usual
        Whether the name, or one much like it, is what it is called now.
    """

    lon: float
    lat: float
    keys: frozenset[str]
    usual: bool = True


#: From a name as written to all places that have it, the one it first of all means first.
PlacesCalled = Callable[[str], tuple[NamedPlace, ...]]


def _none(_name: str) -> tuple[NamedPlace, ...]:
    return ()


_places_called: PlacesCalled = _none


def set_places_called(rule: PlacesCalled) -> None:
    """Take the rule by which the places of a name are found."""
    global _places_called
    _places_called = rule


def places_called(name: str) -> tuple[NamedPlace, ...]:
    """Return the places that have, or had, a name; none where no place has it."""
    return _places_called(name)
