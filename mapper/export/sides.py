"""Whose a control area is, and the colour's name of each side, as in the map client."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Colours for sides beyond the two that have their own.
_OTHERS: Final = 5


def holder_of(side: object, control_status: object) -> str:
    """Return who holds an area: ``russia``, ``ukraine`` or the side as it is written."""
    named = side.strip() if isinstance(side, str) else ""
    folded = named.casefold()
    if folded in ("ru", "rus") or "russia" in folded:
        return "russia"
    if folded in ("ua", "ukr") or "ukrain" in folded:
        return "ukraine"
    if named:
        return named
    return "ukraine" if control_status in ("government_held", "liberated") else "russia"


def colours_of(holders: Iterable[str]) -> dict[str, str]:
    """Return the colour's name in ``colours.css`` of each holder."""
    colours = {"russia": "front-russia", "ukraine": "front-ukraine"}
    for place, holder in enumerate(sorted(set(holders) - set(colours))):
        colours[holder] = f"front-side-{place % _OTHERS + 1}"
    return colours
