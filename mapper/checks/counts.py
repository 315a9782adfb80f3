"""Numbers of people that contradict each other."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.checks.facts import Facts, Floats
from mapper.checks.finding import Mend, findings, joined

_PEOPLE: Final = ("killed", "injured")

#: Columns in ``extra`` that divide one number into parts, each set complete or not:
#: UCDP's sides, then civilians and military as feeds and tables name them.
_PARTS: Final = {
    "killed": (
        ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
        ("killed_civilian", "killed_military"),
        ("killed_civilians", "killed_soldiers"),
        ("killed_best_civilian", "killed_best_military"),
        ("killed_men", "killed_women", "killed_children"),
    ),
    "injured": (
        ("injured_civilian", "injured_military"),
        ("injured_civilians", "injured_soldiers"),
        ("injured_best_civilian", "injured_best_military"),
        ("injured_men", "injured_women", "injured_children"),
    ),
}


def order(facts: Facts) -> pd.DataFrame:
    """Find lowest, best and highest numbers out of order, and numbers below zero.

    Where only lowest and highest are the wrong way round, the proposal is to
    exchange them. Contradictions that a reader kept as a note are told too.
    """
    parts = []
    for people in _PEOPLE:
        low, best, high = (_numbers(facts, f"{people}_{part}") for part in ("min", "best", "max"))
        wrong = (low > best) | (best > high) | (low > high)
        negative = (low < 0) | (best < 0) | (high < 0)
        rows = np.flatnonzero(wrong | negative)
        messages, mends = [], []
        for row in rows:
            said = ", ".join(
                f"{word} {values[row]:.0f}"
                for word, values in (("at least", low), ("best", best), ("at most", high))
                if not np.isnan(values[row])
            )
            problem = "is below zero" if negative[row] else "contradicts itself"
            messages.append(f"The number of people {people} {problem}: {said}.")
            turned = not negative[row] and low[row] > high[row]
            between = np.isnan(best[row]) or high[row] <= best[row] <= low[row]
            mends.append(
                Mend(
                    "set",
                    "Exchange lowest and highest",
                    (str(facts.ids[row]),),
                    {f"{people}_min": int(high[row]), f"{people}_max": int(low[row])},
                )
                if turned and between
                else None
            )
        parts.append(findings("counts_order", facts.ids[rows], messages, mends=mends))
    notes = facts.events["notes"]
    kept = notes.str.contains("gives contradicting deaths", regex=False).fillna(False)
    rows = np.flatnonzero(kept.to_numpy(dtype=bool))
    parts.append(findings("counts_order", facts.ids[rows], notes.iloc[rows].tolist()))
    return joined(parts)


def parts(facts: Facts) -> pd.DataFrame:
    """Find totals that are less than the sum of their parts.

    Parts are columns of the feed kept in ``extra``: UCDP's deaths by side,
    civilians and military, men, women and children. The total is the best
    number, else the highest; parts that are not known count as none.
    """
    extra = facts.events["extra"]
    tables = []
    for people in _PEOPLE:
        best, high = (_numbers(facts, f"{people}_{part}") for part in ("best", "max"))
        total = np.where(np.isnan(best), high, best)
        for names in _PARTS[people]:
            values = np.column_stack([_extra_numbers(extra, name) for name in names])
            total_of_parts = np.nansum(values, axis=1)
            rows = np.flatnonzero(total_of_parts > total)
            messages = []
            for row in rows:
                known = [
                    f"{name.replace('_', ' ')} {value:.0f}"
                    for name, value in zip(names, values[row], strict=True)
                    if value > 0
                ]
                messages.append(
                    f"The number of people {people}, {total[row]:.0f}, is less than the "
                    f"{total_of_parts[row]:.0f} of its parts: {', '.join(known)}."
                )
            tables.append(findings("counts_parts", facts.ids[rows], messages))
    return joined(tables)


def _numbers(facts: Facts, column: str) -> Floats:
    return np.asarray(facts.events[column].to_numpy(dtype=float, na_value=np.nan))


def _extra_numbers(extra: pd.Series, name: str) -> Floats:
    """Return the whole numbers of one key of JSON objects, NaN where there is none."""
    texts = pa.array(extra, type=pa.large_string(), from_pandas=True)
    has = pc.fill_null(pc.match_substring(texts, f'"{name}"'), False)
    values = np.full(len(extra), np.nan)
    rows = np.flatnonzero(has.to_numpy(zero_copy_only=False))
    if len(rows):
        pattern = rf'"{name}": *"?(?P<value>\d{{1,9}})(?:\.0*)?"?[,}}]'
        found = pc.struct_field(pc.extract_regex(texts.take(pa.array(rows)), pattern), "value")
        values[rows] = pc.cast(found, pa.float64()).to_numpy(zero_copy_only=False)
    return values
