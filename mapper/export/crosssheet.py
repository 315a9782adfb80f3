"""Counts across as a sheet to save."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.export.chartdata import MEASURES
from mapper.export.countsheet import about, sentences, spelt
from mapper.export.credits import licence_warnings
from mapper.export.matrixdata import cell_in_words
from mapper.export.sheet import Beside, Sheet
from mapper.model.counting import GROUPINGS, PARTS, PEOPLE
from mapper.model.crossing import CrossCounts

TITLES: Final = MEASURES | {"killed": "People killed", "injured": "People injured"}


def cross_sheet(cross: CrossCounts, measure: str, beside: Beside) -> Sheet:
    """Return one measure of counts across as a sheet to save.

    A column per group across and ``total``; of people four each: ``_min``, ``_best``, ``_max``
    and ``_unknown``. Numbers of people are missing where nothing is known, and where there
    are no events, of which the number is 0.
    """
    notes = cross_sentences(cross)
    spellings = [*spelt(cross.rows), *spelt(cross.columns)]
    shown = cross_in_words(cross, measure)
    return Sheet(
        name="counts",
        title=cross_title(cross, measure),
        frame=_frame(cross, measure),
        shown=lambda: shown,
        about=about(cross.rows, beside, notes, spellings),
        right=frozenset(shown.columns[1:]),
        data_date=beside.data_date,
        warnings=(*beside.notes, *notes, *licence_warnings(beside.credits)),
    )


def cross_title(cross: CrossCounts, measure: str) -> str:
    """Return the title of counts across."""
    by, across = (GROUPINGS[one.by].lower() for one in (cross.rows, cross.columns))
    return f"{TITLES[measure]} by {by} and {across}"


def cross_in_words(cross: CrossCounts, measure: str) -> pd.DataFrame:
    """Return one measure as texts, the totals last; empty where there are no events."""
    names = _distinct([cross.columns.label(group) for group in cross.columns.table["group"]])
    totals = cross.rows.table.to_dict("records")
    found = {GROUPINGS[cross.rows.by]: [*map(cross.rows.label, cross.rows.table["group"]), "Total"]}
    for column, name in enumerate(names):
        (below,) = cross.columns.table.iloc[[column]].to_dict("records")
        cells = [cross.cell(row, column) for row in range(len(totals))]
        texts = ["" if cell is None else cell_in_words(cell, measure) for cell in cells]
        found[name] = [*texts, cell_in_words(below, measure)]
    (total,) = cross.rows.total.to_dict("records")
    found["Total"] = [cell_in_words(row, measure) for row in (*totals, total)]
    return pd.DataFrame(found, dtype="str")


def cross_sentences(cross: CrossCounts) -> tuple[str, ...]:
    """Return what has to be known about counts across."""
    found = []
    if cross.several_cells:
        one = cross.several_cells == 1
        found.append(
            f"{cross.several_cells:,} {'salvo lies' if one else 'salvos lie'} in several cells; "
            "each cell counts it, each total once."
        )
    # What is said of salvos in several groups is said of cells.
    for counts in (cross.rows, cross.columns):
        found += [text for text in sentences(counts) if " in several groups;" not in text]
    return tuple(dict.fromkeys(found))


def _frame(cross: CrossCounts, measure: str) -> pd.DataFrame:
    groups = cross.rows.table["group"].replace("", None).astype("str")
    found: dict[str, pd.Series] = {cross.rows.by: groups}
    names = _distinct([group or "not stated" for group in cross.columns.table["group"]])
    parts = [measure]
    if measure in PEOPLE:
        parts = [f"{measure}_{part}" for part in (*PARTS, "unknown")]
    for part in parts:
        numbers = cross.numbers(part)
        if part.endswith("_unknown") or measure not in PEOPLE:
            numbers = np.nan_to_num(numbers)
        ending = part.removeprefix(measure)
        for column, name in enumerate(names):
            values = pd.Series(numbers[:, column]).astype("Int64")
            found[f"{name}{ending}"] = values
        found[f"total{ending}"] = cross.rows.table[part].astype("Int64")
    ordered = [
        f"{name}{part.removeprefix(measure)}" for name in (*names, "total") for part in parts
    ]
    return pd.DataFrame(found)[[cross.rows.by, *ordered]]


def _distinct(names: list[str]) -> list[str]:
    """Return names, those that stand for something else or twice with a mark behind them."""
    taken = {"total", "Total"}
    found = []
    for name in names:
        while name in taken:
            name += " (2)"
        taken.add(name)
        found.append(name)
    return found
