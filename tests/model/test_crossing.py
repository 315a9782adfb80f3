"""Counts by one thing across another: each cell as the counts of its events alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from counted_events import table
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.model import crossing
from mapper.model.counting import COLUMNS, count
from mapper.model.crossing import count_across
from mapper.model.errors import InputError

HERE: dict[str, Any] = {"incident_id": "s", "admin1": "Kharkiv oblast", "killed_best": 5}
THERE = HERE | {"admin1": "Sumy oblast", "date_start": "2025-08-02"}


def test_a_salvo_counts_once_in_each_cell_and_each_total() -> None:
    cross = count_across(table(HERE, HERE, THERE), "region", "month")
    assert cross.rows.table["group"].tolist() == ["Kharkiv oblast", "Sumy oblast"]
    assert cross.columns.table["group"].tolist() == ["2025-07", "2025-08"]
    assert cross.place.tolist() == [[0, -1], [-1, 1]]
    assert cross.numbers("incidents")[0, 0] == 1
    assert cross.numbers("killed_best")[0, 0] == 5
    assert cross.rows.total["killed_best"].tolist() == [5]
    assert cross.several_cells == 1
    assert cross.cell(0, 1) is None


def test_a_cell_without_events_is_not_one_where_nothing_is_known() -> None:
    cross = count_across(
        table({"weapon": "drone"}, {"date_start": "2025-08-01"}), "weapon", "month"
    )
    known = [cross.cell(row, column) for row in (0, 1) for column in (0, 1)]
    assert sum(cell is None for cell in known) == 2
    assert all(
        pd.isna(cell["killed_best"]) and cell["killed_unknown"] == 1 for cell in known if cell
    )


def test_what_cannot_be_counted_across_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="the same twice"):
        count_across(table(HERE), "region", "region")
    with pytest.raises(InputError, match="one of day, week"):
        count_across(table(HERE), "region", "colour")
    monkeypatch.setattr(crossing, "MOST_ACROSS", 1)
    with pytest.raises(InputError, match=r"too many columns; found '2'; expected at most 1"):
        count_across(table(HERE, THERE), "region", "month")


def test_no_events_are_no_cells() -> None:
    cross = count_across(table(), "region", "month")
    assert cross.place.shape == (0, 0)
    assert cross.numbers("events").shape == (0, 0)


_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "incident_id": st.none() | st.sampled_from("ab"),
            "admin1": st.none() | st.sampled_from(["Sumy oblast", "Odesa oblast"]),
            "date_start": st.none() | st.sampled_from(["2025-06-30", "2025-07-01", "2025-08-01"]),
            "killed_best": st.none() | st.integers(0, 9),
            "injured_min": st.none() | st.integers(0, 9),
        }
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(_ROWS)
def test_each_column_is_the_counts_of_its_events(rows: list[dict[str, Any]]) -> None:
    events = table(*rows)
    cross = count_across(events, "region", "month")
    months = events["date_start"].str.slice(0, 7).fillna("")
    for column, month in enumerate(cross.columns.table["group"]):
        alone = count(events[(months == month).to_numpy(bool)], "region").table.set_index("group")
        for row, region in enumerate(cross.rows.table["group"]):
            cell = cross.cell(row, column)
            assert (cell is None) == (region not in alone.index)
            if cell is not None:
                found = {name: None if pd.isna(cell[name]) else cell[name] for name in COLUMNS[1:]}
                told = alone.loc[region].to_dict()
                assert found == {name: None if pd.isna(one) else one for name, one in told.items()}
    assert np.nansum(cross.numbers("events")) == len(events)
    pd.testing.assert_frame_equal(cross.rows.table, count(events, "region").table)


def test_only_the_columns_named_are_read() -> None:
    events = table(HERE, THERE)
    some = pd.DataFrame(events[crossing.columns_read("region", "month")])
    found, whole = (count_across(one, "region", "month").cells for one in (some, events))
    pd.testing.assert_frame_equal(found, whole)
