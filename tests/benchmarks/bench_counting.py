"""Half a million events counted and sorted for the window's tables, beside pandas' groupby.

Run: python tests/benchmarks/bench_counting.py [events]

pandas' sums know neither salvos nor least and most apart: they are what a notebook would do.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from bench_checks import made
from timing import alternated, machine, median_ratio

from mapper.gazetteer import ensure_index
from mapper.model.counting import PARTS, PEOPLE, count
from mapper.model.crossing import count_across


def main(number: int) -> None:
    """Print the median of each count and its ratio to a groupby of the same column."""
    ensure_index()
    events, _ = made(number)
    random = np.random.default_rng(5)
    salvos = random.integers(0, max(number // 25, 1), number).astype(str)
    events["incident_id"] = pd.Series(salvos).where(random.random(number) < 0.1).astype("str")
    events["month"] = events["date_start"].str.slice(0, 7)
    columns = [f"{who}_{part}" for who in PEOPLE for part in PARTS]
    print(machine())
    print(f"{number:,} events, a tenth of them in salvos")
    pairs = {"region": "month", "month": "event_type", "day": "admin1"}
    across = {"month": "month", "event_type": "type", "admin1": "region"}
    for by, column in (("region", "admin1"), ("month", "month"), ("day", "date_start")):
        works = {
            "count": lambda by=by: count(events, by),
            "across": lambda by=by: count_across(events, by, across[pairs[by]]),
            "pivot": lambda by=by, column=column: events.pivot_table(
                columns, column, pairs[by], "sum"
            ),
            "groupby": lambda column=column: events.groupby(column)[columns].sum(min_count=1),
        }
        seconds = alternated(works, 5)
        ratio = median_ratio(seconds["count"], seconds["groupby"])
        median = float(np.median(seconds["count"]))
        print(f"by {by:8}{median:6.2f} s, {ratio:4.1f} times pandas.groupby")
        ratio = median_ratio(seconds["across"], seconds["pivot"])
        median = float(np.median(seconds["across"]))
        words = f"{by} across {across[pairs[by]]}"
        print(f"{words:20}{median:6.2f} s, {ratio:4.1f} times pandas.pivot_table")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
