"""The rows of the tables that stand in a page beside the map, for when no script runs."""

from __future__ import annotations

from collections.abc import Iterable

from mapper.mapdoc import MapDocument
from mapper.mapdoc.language import English, language_of
from mapper.model.dates import NO_DAY, day_from_number
from mapper.model.event import Count


def rows_in_words(document: MapDocument, places: Iterable[int]) -> list[dict[str, str]]:
    """Return events as texts, missing ones empty, as the client would write them."""
    words = language_of(document.language)
    statuses = document.vocabulary["verification_status"]
    hidden = document.hidden
    rows = []
    for place in places:
        row = {name: _text(document, name, place) or "" for name in ("title", "place", "notes")}
        row["when"] = _text(document, "when", place) or _days(document, place, words)
        row["status"] = statuses[document.arrays["status"][place]]["label"]
        for name in ("killed", "injured"):
            best = int(document.arrays[f"{name}_best"][place])
            known = Count(best=None if best < 0 else best)
            said = _text(document, name, place) or words.count(known)
            row[name] = "" if name in hidden else said
        rows.append(row)
    return rows


def _text(document: MapDocument, name: str, place: int) -> str | None:
    column = document.texts.get(name)
    text: str | None = None if column is None else column[place].as_py()
    return text


def _days(document: MapDocument, place: int, words: English) -> str:
    first, last = (int(document.arrays[name][place]) for name in ("start", "end"))
    if NO_DAY in (first, last):
        return words.unknown_day()
    return words.days(day_from_number(first), day_from_number(last))
