"""Counts by group, beside a loop that a person could follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from counted_events import table
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.model import counting
from mapper.model.counting import PARTS, PEOPLE, count, people
from mapper.model.errors import InputError
from mapper.model.event import Count


def by_group(counts: counting.Counts) -> dict[str, Any]:
    return counts.table.set_index("group").to_dict("index")


def test_a_salvo_counts_once() -> None:
    salvo = {"incident_id": "s", "killed_best": 5}
    counts = count(table(salvo, salvo, {"killed_best": 2}), "day")
    (row,) = by_group(counts).values()
    assert (row["events"], row["incidents"]) == (3, 2)
    assert people(row, "killed") == Count(7, 7, 7)
    assert people(row, "injured") == Count()
    assert (row["killed_unknown"], row["injured_unknown"]) == (0, 2)
    assert counts.differing == 0


def test_a_salvo_in_two_groups_is_in_both_and_in_the_total_once() -> None:
    here = {"incident_id": "s", "admin1": "Kharkiv oblast", "killed_best": 5}
    counts = count(table(here, here | {"admin1": "Sumy oblast"}), "region")
    rows = by_group(counts)
    assert rows["Kharkiv oblast"]["killed_best"] == rows["Sumy oblast"]["killed_best"] == 5
    assert counts.total["killed_best"].tolist() == [5]
    assert counts.total["incidents"].tolist() == [1]
    assert counts.several_groups == 1


def test_different_numbers_of_one_salvo_are_told_and_the_highest_counts() -> None:
    parts = {"incident_id": "s", "killed_best": 0}, {"incident_id": "s", "killed_best": 5}
    counts = count(table(*parts, {"incident_id": "s"}), "feed")
    (row,) = by_group(counts).values()
    assert people(row, "killed") == Count(5, 5, 5)
    assert counts.differing == 1


def test_unknown_is_not_zero() -> None:
    counts = count(table({}, {"killed_best": 0}, {"date_start": "2025-07-02"}), "day")
    rows = by_group(counts)
    assert people(rows["2025-07-01"], "killed") == Count(0, 0, 0)
    assert rows["2025-07-01"]["killed_unknown"] == 1
    assert not people(rows["2025-07-02"], "killed").known


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"killed_min": 3}, "at least 5"),
        ({"killed_max": 3}, "2–5"),
        ({"killed_min": 1, "killed_max": 3}, "3–5"),
        ({"killed_min": 1, "killed_best": 2, "killed_max": 3}, "4 (3–5)"),
        ({"killed_best": 1}, "3"),
    ],
)
def test_bounds_are_added_apart(figures: dict[str, int], told: str) -> None:
    (row,) = by_group(count(table({"killed_best": 2}, figures), "feed")).values()
    assert str(people(row, "killed")) == told


def test_periods_have_names_in_order_and_an_unknown_day_comes_last() -> None:
    days = ("2024-12-30", "2025-07-31", "2025-07-01", None)
    events = table(*({"date_start": day} for day in days))
    for by, names in {
        "day": ["2024-12-30", "2025-07-01", "2025-07-31", ""],
        "week": ["2025-W01", "2025-W27", "2025-W31", ""],
        "month": ["2024-12", "2025-07", ""],
        "year": ["2024", "2025", ""],
    }.items():
        counts = count(events, by)
        assert counts.table["group"].tolist() == names
    assert counts.label("") == "Not stated"
    assert counts.label("2025") == "2025"


def test_an_event_of_several_days_counts_on_its_first() -> None:
    events = table({"date_start": "2025-06-30", "date_end": "2025-07-02"})
    assert (count(events, "day").longer, count(events, "week").longer) == (1, 0)
    assert count(events, "month").table["group"].tolist() == ["2025-06"]


def test_the_most_events_come_first() -> None:
    rows = [{"weapon": "drone"}] * 2 + [{"weapon": "missile"}, {}, {}, {}]
    counts = count(table(*rows), "weapon")
    assert counts.table["group"].tolist() == ["", "drone", "missile"]
    assert [counts.label(group) for group in counts.table["group"]][:2] == ["Not stated", "Drone"]


@pytest.mark.parametrize("by", counting.GROUPINGS)
def test_only_the_columns_named_are_read(by: str) -> None:
    events = table({"killed_best": 2}, {"injured_max": 1})
    some = pd.DataFrame(events[counting.columns_read(by)])
    pd.testing.assert_frame_equal(count(some, by).table, count(events, by).table)


@pytest.mark.parametrize("by", counting.GROUPINGS)
def test_no_events_are_no_groups(by: str) -> None:
    counts = count(table(), by)
    assert len(counts.table) == 0
    assert counts.total["events"].tolist() == [0]
    assert tuple(counts.table.columns) == counting.COLUMNS


def test_what_is_no_grouping_is_refused() -> None:
    with pytest.raises(InputError, match="one of day, week"):
        count(table(), "colour")


@st.composite
def _events(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for _ in range(draw(st.integers(0, 12))):
        row: dict[str, Any] = {
            "incident_id": draw(st.none() | st.sampled_from("ab")),
            "admin1": draw(st.none() | st.sampled_from(["Sumy oblast", "Odesa oblast"])),
            "date_start": draw(st.none() | st.sampled_from(["2025-06-30", "2025-07-01"])),
        }
        row["date_end"] = row["date_start"]
        for who in PEOPLE:
            values = sorted(draw(st.lists(st.integers(0, 9), max_size=3)))
            which = draw(st.permutations(PARTS))[: len(values)]
            parts = sorted(which, key=PARTS.index)
            row |= {f"{who}_{part}": n for part, n in zip(parts, values, strict=True)}
        rows.append(row)
    return rows


def _followed(rows: list[dict[str, Any]], column: str) -> dict[str, dict[str, Any]]:
    """Count as one would by hand: group, then salvo, then add."""
    groups: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for number, row in enumerate(rows):
        salvos = groups.setdefault(row[column] or "", {})
        salvos.setdefault(row["incident_id"] or f"single {number}", []).append(row)
    found = {}
    for group, salvos in groups.items():
        told: dict[str, Any] = {
            "events": sum(map(len, salvos.values())),
            "incidents": len(salvos),
        }
        for who in PEOPLE:
            bounds = [one for salvo in salvos.values() if (one := _bounds(salvo, who)) is not None]
            told[f"{who}_unknown"] = len(salvos) - len(bounds)
            for place, part in enumerate(PARTS):
                values = [one[place] for one in bounds]
                lacking = not bounds or None in values
                told[f"{who}_{part}"] = None if lacking else sum(values)
        found[group] = told
    return found


def _bounds(salvo: list[dict[str, Any]], who: str) -> tuple[Any, Any, Any] | None:
    lows, bests, highs = [], [], []
    for row in salvo:
        low, best, high = (row.get(f"{who}_{part}") for part in PARTS)
        if low is None and best is None and high is None:
            continue
        lows.append(low if low is not None else best if best is not None else 0)
        bests += [] if best is None else [best]
        highs += [high] if high is not None else [best] if best is not None else []
    if not lows:
        return None
    low, best, high = max(lows), max(bests, default=None), max(highs, default=None)
    if high is not None and high < low:
        high = None
    if best is not None and (best < low or (high is not None and best > high)):
        best = None
    return low, best, high


@settings(max_examples=50, deadline=None)
@given(_events())
def test_as_by_hand(rows: list[dict[str, Any]]) -> None:
    events = table(*rows)
    for by, column in (("region", "admin1"), ("day", "date_start")):
        counts = count(events, by)
        found = {
            group: {name: None if pd.isna(value) else value for name, value in row.items()}
            for group, row in by_group(counts).items()
        }
        assert found == _followed(rows, column)
    everything = [row | {"admin1": None} for row in rows]
    if rows:
        (total,) = counts.total.drop(columns="group").to_dict("records")
        told = {name: None if pd.isna(value) else value for name, value in total.items()}
        assert told == _followed(everything, "admin1")[""]


def test_contradicting_numbers_are_read_widely() -> None:
    events = table({}, {}).assign(killed_min=pd.array([4, 5], dtype="Int64"))
    events = events.assign(killed_max=pd.array([2, None], dtype="Int64"))
    events = events.assign(killed_best=pd.array([None, 3], dtype="Int64"))
    (row,) = by_group(count(events, "feed")).values()
    assert (row["killed_min"], row["killed_max"]) == (2 + 3, 4 + 3)


def test_the_week_of_a_day() -> None:
    starts = counting.period_starts(pd.Series(range(-400, 400)).to_numpy("int32"), "week")
    for number, start in zip(range(-400, 400), starts.tolist(), strict=True):
        day = dt.date(1970, 1, 1) + dt.timedelta(days=number)
        year, week, _ = day.isocalendar()
        assert counting.period_name(start, "week") == f"{year}-W{week:02d}"
