"""What the names of regions and places mean: the gazetteer knows, and the model asks it here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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


class Names(Protocol):
    """Who knows names."""

    def region_name(self, text: str, country: str) -> str:
        """Return the one name of a region; what is none, or may be several, as written."""

    def places_called(self, name: str) -> tuple[NamedPlace, ...]:
        """Return the places that have, or had, a name, the one that is meant first of all first."""


class _AsWritten:
    """Nobody: every name is what it is written as."""

    def region_name(self, text: str, country: str) -> str:
        return text

    def places_called(self, name: str) -> tuple[NamedPlace, ...]:
        return ()


_known: Names = _AsWritten()


def ask(names: Names) -> None:
    """Take who knows names: `mapper` itself gives the gazetteer, which stands above the model."""
    global _known
    _known = names


def region_name(text: str, country: str = "") -> str:
    """Return the one name of a region, in whatever spelling it is written.

    What is no region in words, or may be several, stays as written.

    Parameters
    ----------
    text
        As in column ``admin1``, not empty.
    country
        ISO 3166-1 alpha-2 code, empty where none is stated.
    """
    return _known.region_name(text, country)


def places_called(name: str) -> tuple[NamedPlace, ...]:
    """Return the places that have, or had, a name, the one that is meant first of all first."""
    return _known.places_called(name)
