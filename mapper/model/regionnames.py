"""Where the one name of a region comes from: the base map knows them, the model asks."""

from __future__ import annotations

from collections.abc import Callable

#: From a region as written and a country's code, to the region's one name.
Naming = Callable[[str, str], str]


def _as_written(text: str, _country: str) -> str:
    return text


_naming: Naming = _as_written


def set_naming(naming: Naming) -> None:
    """Take the rule by which spellings are brought together."""
    global _naming
    _naming = naming


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
    return _naming(text, country)
