"""The distances of several selected events: told from the list's column, and copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication

from mapper.gui.distance_column import COLUMNS, DistanceColumn
from mapper.gui.several_distances import SeveralRequest, tell

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


@pytest.fixture
def several(sample: Path, open_window: Open) -> Any:
    """Return the window with all events of the sample selected and measured."""
    driver = open_window(sample)
    driver.settle()
    driver.window.events.table.selectAll()
    driver.settle()
    return driver


def changed(column: DistanceColumn, **columns: Any) -> DistanceColumn:
    """Return distances with other values."""
    return DistanceColumn({name: column.column(name) for name in COLUMNS} | columns)


def request(driver: Any) -> SeveralRequest:
    listing = driver.window.listing
    columns = listing.shown_data.columns
    return SeveralRequest(columns, listing.distances, np.arange(len(columns)))


def test_nearest_and_farthest_are_told(several: Any) -> None:
    made = request(several)
    count = len(made.rows)
    metres = np.roll(np.arange(1.0, count + 1) * 10_000, 1)
    column = changed(
        made.column,
        distance_m=metres,
        min_m=metres - 2_000,
        max_m=metres + 2_000,
        stated=np.ones(count, dtype=bool),
        regional=np.zeros(count, dtype=bool),
        as_of=np.full(count, 20_270, dtype=np.int32),
        front_source=np.full(count, "Source", dtype=object),
    )
    said = tell(replace(made, column=column))
    leads = ("Nearest to the front of its day: ", "Farthest: ")
    for line, row, lead in zip(said, (1, 0), leads, strict=True):
        assert line.startswith(lead)
        assert made.columns.title[row][:20] in line
        low, high = column.bounds(row)
        assert f"{column.text(row)} ({low} to {high})" in line
        assert line.endswith("front of 2025-07-01 by Source.")


def test_what_is_told_is_copied(several: Any) -> None:
    card = several.window.panel.several.distances
    said = tell(request(several))
    assert card.told.text().replace("\u200b", "").split("\n") == list(said)
    card.copy.click()
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == " ".join(said)


def test_the_unit_and_the_selection_are_followed(several: Any) -> None:
    window = several.window
    card = window.panel.several.distances
    before = card.told.text()
    window.choose_unit("mi")
    several.settle()
    assert card.told.text() != before
    assert " mi" in card.told.text()
    window.events.table.selectRow(0)
    several.qtbot.keyClick(window.events.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    several.settle()
    chosen = window.events.table.selected().rows
    made = replace(request(several), rows=chosen, unit="mi")
    assert card.told.text().replace("\u200b", "") == "\n".join(tell(made))


def test_what_has_no_distance_is_counted_with_its_reasons(several: Any) -> None:
    made = request(several)
    count = len(made.rows)
    refused = np.full(count, "", dtype=object)
    refused[:] = "The event has no day."
    refused[0] = "The event has no coordinates."
    column = changed(made.column, distance_m=np.full(count, np.nan), refused=refused)
    assert tell(replace(made, column=column)) == (
        f"{count} of {count} have no distance: the event has no day ({count - 1}); "
        "the event has no coordinates (1).",
    )
    days = np.array(
        [f"There is no front for {n + 1} May 2014: the first one is of 1 July 2025."
         for n in range(count)], dtype=object)  # fmt: skip
    (said,) = tell(replace(made, column=changed(column, refused=days)))
    assert said.endswith(f"have no distance: there is no front for the day ({count}).")
    reasons = np.array([f"Reason {number % 5}." for number in range(count)], dtype=object)
    (said,) = tell(replace(made, column=changed(column, refused=reasons)))
    named = sum(reason in said for reason in {f"reason {n} (" for n in range(5)})
    assert named == min(3, len(set(reasons)))


def test_one_measured_event_is_neither_nearest_nor_farthest(several: Any) -> None:
    made = request(several)
    row = int(np.flatnonzero(~np.isnan(made.column.distance_m))[0])
    one, other = tell(replace(made, rows=np.array([row], dtype=np.intp))), None
    distance_m = made.column.distance_m.copy()
    distance_m[np.arange(len(distance_m)) != row] = np.nan
    other = tell(replace(made, column=changed(made.column, distance_m=distance_m)))
    assert one[0] == other[0]
    assert one[0].startswith("Only one has a distance")
