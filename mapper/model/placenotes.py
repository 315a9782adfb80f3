"""How an event came to its place, as a line of its notes."""

from __future__ import annotations

from typing import Final

_BY_NAME: Final = "Placed by name: "
_BY_COORDINATES: Final = "Placed by coordinates: "
_TO_REGION: Final = "Known only to its region: "


def by_name(name: str) -> str:
    """Return the line for a place chosen from the gazetteer, by its name with its region."""
    return f"{_BY_NAME}{name}."


def by_coordinates(written: str) -> str:
    """Return the line for coordinates that somebody gave, as they were written."""
    return f"{_BY_COORDINATES}{written}"


def to_region(written: str, region: object) -> str:
    """Return the line for a place that says only its region."""
    return f"{_TO_REGION}'{written}' was taken as {region}."


def replaced(notes: str | None, line: str) -> str:
    """Return notes with the line at their end, in place of those of earlier places."""
    before = (notes or "").splitlines()
    kept = [one for one in before if not one.startswith((_BY_NAME, _BY_COORDINATES, _TO_REGION))]
    return "\n".join([*kept, line])
