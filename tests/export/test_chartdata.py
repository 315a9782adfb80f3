"""What a chart draws: empty periods are empty, unknown is no number."""

from __future__ import annotations

import numpy as np
import pytest
from counted_events import table

from mapper.export.chartdata import MEASURES, chart_data, marked_slots, round_steps
from mapper.model.counting import count

DAYS = ("2025-02-27", "2025-03-02", "2025-03-02", None)


def test_days_without_events_stand_empty() -> None:
    events = table(*({"date_start": day, "killed_best": 2} for day in DAYS))
    shown = chart_data(count(events, "day"), "killed")
    assert [shown.name(slot) for slot in range(len(shown))] == [
        "2025-02-27", "2025-02-28", "2025-03-01", "2025-03-02"
    ]  # fmt: skip
    assert shown.low.tolist() == shown.high.tolist() == [2, 0, 0, 4]
    assert [shown.value(slot) for slot in (0, 1)] == ["2", "–"]
    assert chart_data(count(events, "day"), "events").value(1) == "0"
    assert (shown.left_out, shown.top) == (1, 4.0)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("week", ["2024-W52", "2025-W01", "2025-W02"]),
        ("month", ["2024-12", "2025-01"]),
        ("year", ["2024", "2025"]),
    ],
)
def test_periods_follow_each_other(by: str, names: list[str]) -> None:
    events = table({"date_start": "2024-12-28"}, {"date_start": "2025-01-07"})
    shown = chart_data(count(events, by), "events")
    assert [shown.name(slot) for slot in range(len(shown))] == names
    assert shown.in_time
    assert shown.starts.shape == (len(names),)


def test_unknown_is_no_number_and_open_has_no_end() -> None:
    events = table({"weapon": "drone"}, {"weapon": "missile", "killed_min": 3}, {"killed_best": 9})
    shown = chart_data(count(events, "weapon"), "killed")
    assert [shown.value(slot) for slot in range(3)] == ["9", "at least 3", "–"]
    assert np.isnan(shown.low).tolist() == [False, False, True]
    assert np.isnan(shown.high).tolist() == [False, True, True]
    assert shown.top == 9.0


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_is_nothing(measure: str) -> None:
    for by in ("day", "weapon"):
        shown = chart_data(count(table(), by), measure)
        assert (len(shown), shown.top) == (0, 1.0)
    without = chart_data(count(table({"date_start": None}), "day"), measure)
    assert (len(without), without.left_out) == (0, 1)


@pytest.mark.parametrize("top", [1.0, 2.0, 7.0, 12.0, 99.0, 1532.0, 1e6])
def test_round_steps(top: float) -> None:
    steps = round_steps(top)
    assert steps[0] == 0.0
    assert 2 <= len(steps) <= 6
    assert steps[-1] <= top


@pytest.mark.parametrize(
    ("width", "named", "years"),
    [
        (9_999, 60, False),
        (400, 20, False),
        (100, 5, True),
        (25, 1, True),
    ],
)
def test_as_many_periods_are_named_as_fit(width: float, named: int, years: bool) -> None:
    events = table({"date_start": "2020-01-05"}, {"date_start": "2024-12-05"})
    shown = chart_data(count(events, "month"), "events")
    slots, by_year = marked_slots(shown, width, lambda text: 2.0 * len(text), 6.0)
    assert (len(slots), by_year) == (named, years)
    assert all(shown.name(slot)[-2:] in ("01", "04", "07", "10") for slot in slots) or named == 60
