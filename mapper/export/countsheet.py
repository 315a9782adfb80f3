"""Counts as a sheet to save."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from mapper.export.credits import licence_warnings
from mapper.export.sheet import Beside, Sheet
from mapper.export.xlsxfile import credit_lines
from mapper.model.counting import COLUMNS, GROUPINGS, PEOPLE, PERIODS, Counts, people
from mapper.model.facets import FACETS

RULE: Final = (
    "Events that share an incident are one salvo and its people count once: the highest number "
    "that any of its events gives. Numbers of people are sums over the incidents of which "
    "something is known; the others are counted as unknown, not as none."
)
_THOUSANDS: Final = re.compile(r"\d{4,}")
_HEADS: Final = ("Events", "Incidents", "Killed", "Killed unknown", "Injured", "Injured unknown")


def sheet_of(counts: Counts, beside: Beside) -> Sheet:
    """Return counts as a sheet to save."""
    frame = counts.table.rename(columns={"group": counts.by})
    if counts.by not in PERIODS and FACETS[counts.by].terms:
        labels = pd.Series(map(counts.label, frame[counts.by]), dtype="str")
        frame.insert(1, "label", labels)
    # The empty text stands for "not stated" here; in a file nothing does.
    frame[counts.by] = frame[counts.by].replace("", None).astype("str")
    return Sheet(
        name="counts",
        title=title_of(counts.by),
        frame=frame,
        shown=lambda: in_words(counts),
        about=about(counts, beside, sentences(counts), spelt(counts)),
        right=frozenset(_HEADS),
        data_date=beside.data_date,
        warnings=(*beside.notes, *sentences(counts), *licence_warnings(beside.credits)),
    )


def about(
    counts: Counts, beside: Beside, notes: tuple[str, ...], spellings: list[str]
) -> tuple[tuple[str, str], ...]:
    """Return what is said beside counts, name and text of each line."""
    return (
        ("Filter", beside.filter_text or "none"),
        ("Total", total_in_words(counts)),
        ("Rule", RULE),
        *(("Region", line) for line in spellings),
        *(("Note", note) for note in (*beside.notes, *notes)),
        ("Data of", beside.data_date or "not known"),
        *credit_lines(beside.credits),
    )


def spelt(counts: Counts) -> list[str]:
    """Return which regions are written in several ways, and how."""
    return [
        f"{counts.label(group)}: also written {', '.join(others)}"
        for group in counts.table["group"]
        if (others := [text for text in counts.spellings.get(group, ()) if text != group])
    ]


def title_of(by: str) -> str:
    """Return the title of counts."""
    return f"Events and people by {GROUPINGS[by].lower()}"


def in_words(counts: Counts) -> pd.DataFrame:
    """Return counts as texts, the total last."""
    rows = pd.concat([counts.table, counts.total], ignore_index=True)[list(COLUMNS)]
    labels = [*map(counts.label, counts.table["group"]), "Total"]
    found = {GROUPINGS[counts.by]: labels}
    for name in ("events", "incidents"):
        found[name.capitalize()] = [f"{value:,}" for value in rows[name]]
    for who in PEOPLE:
        records = rows.to_dict("records")
        found[who.capitalize()] = [people_in_words(row, who) for row in records]
        found[f"{who.capitalize()} unknown"] = [f"{value:,}" for value in rows[f"{who}_unknown"]]
    return pd.DataFrame(found, dtype="str")


def people_in_words(row: Mapping[Any, Any], who: str) -> str:
    """Return a number of people as the list of events writes it, "–" for unknown."""
    told = people(row, who)
    if not told.known:
        return "–"
    text = str(told)
    if text == "none reported":
        return "0"
    return _THOUSANDS.sub(lambda number: f"{int(number.group()):,}", text)


def total_in_words(counts: Counts) -> str:
    """Return the total as a sentence without its stop."""
    (row,) = counts.total.to_dict("records")
    said = [f"{row['events']:,} events, {row['incidents']:,} incidents"]
    said += [
        f"{who} {people_in_words(row, who)} (unknown of {row[f'{who}_unknown']:,})"
        for who in PEOPLE
    ]
    return "; ".join(said)


def sentences(counts: Counts) -> tuple[str, ...]:
    """Return what has to be known about counts."""
    found = []
    if counts.several_groups:
        found.append(
            f"{counts.several_groups:,} {_one(counts.several_groups, 'salvo lies', 'salvos lie')} "
            "in several groups; each group counts it, the total once."
        )
    if counts.differing:
        found.append(
            f"The events of {counts.differing:,} {_one(counts.differing, 'salvo', 'salvos')} give "
            "different numbers of people; the highest counts."
        )
    if counts.longer:
        found.append(
            f"{counts.longer:,} {_one(counts.longer, 'event lasts', 'events last')} into a later "
            f"{counts.by}; the first day counts."
        )
    return tuple(found)


def _one(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
