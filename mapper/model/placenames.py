"""Where the other names of a place come from: the gazetteer knows them, the model asks."""

from __future__ import annotations

from collections.abc import Callable

#: From a name as written to the keys (`mapper.model.spelling.key`) of all names of that place.
OtherNames = Callable[[str], frozenset[str]]


def _none(_name: str) -> frozenset[str]:
    return frozenset()


_other_names: OtherNames = _none


def set_other_names(rule: OtherNames) -> None:
    """Take the rule by which the names of one place are brought together."""
    global _other_names
    _other_names = rule


def other_names(name: str) -> frozenset[str]:
    """Return the keys of all names of the place that has a name; none where no place has it."""
    return _other_names(name)
