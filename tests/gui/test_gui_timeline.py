"""The timeline in the window: its days are the filter's, and the filter's are its."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapper import readers
from mapper.model.filters import EventFilter
from mapper.project import create_project

Open = Callable[..., Any]

EVENTS = "event,date,lon,lat\n" + "".join(
    f"Strike {day},2025-06-{day:02d},{37 + day / 20},48\n" for day in range(1, 11)
)
CHOOSE = "MapperClient.app.timeline.choose(...['{}', '{}'].map(MapperClient.format.dayNumber))"


@pytest.fixture
def ten_days(tmp_path: Path) -> Path:
    """Return a project of ten events on ten days."""
    table = tmp_path / "events.csv"
    table.write_text(EVENTS)
    path = tmp_path / "ten.gpkg"
    with create_project(path) as project:
        project.add(readers.read(table))
    return path


def shown(driver: Any) -> list[Any]:
    return [
        sorted(driver.titles()),
        driver.in_map("mapper.counts().shown"),
        driver.in_map("mapper.view().from"),
        driver.in_map("mapper.view().until"),
    ]


def test_days_chosen_on_the_timeline_filter_the_list(open_window: Open, ten_days: Path) -> None:
    driver = open_window(ten_days)
    bar = driver.window.events.filter_bar
    driver.in_map(CHOOSE.format("2025-06-03", "2025-06-04") + "; 1")
    driver.wait_for(lambda: bar.from_day.day == dt.date(2025, 6, 3))
    driver.settle()
    assert bar.chosen == EventFilter(dt.date(2025, 6, 3), dt.date(2025, 6, 4))
    assert shown(driver) == [["Strike 3", "Strike 4"], 2, "2025-06-03", "2025-06-04"]
    # The bars still count what lies outside.
    assert driver.in_map("MapperClient.app.timeline.plot.counts.reduce((a, b) => a + b)") == 10
    driver.in_map("MapperClient.app.timeline.all(); 1")
    driver.wait_for(lambda: bar.chosen.everything)
    driver.settle()
    assert len(driver.titles()) == 10


def test_days_of_the_filter_move_the_brush(open_window: Open, ten_days: Path) -> None:
    driver = open_window(ten_days)
    bar = driver.window.events.filter_bar
    bar.set_filter(EventFilter(dt.date(2025, 6, 2), dt.date(2025, 6, 9), text="strike 1"))
    driver.settle()
    assert shown(driver) == [[], 0, "2025-06-02", "2025-06-09"]
    # Words narrow the bars, days do not: Strike 1 and Strike 10 are left.
    assert driver.in_map("MapperClient.app.timeline.plot.counts.reduce((a, b) => a + b)") == 2
    bar.clear_filter()
    driver.settle()
    assert shown(driver)[1:] == [10, None, None]


def test_running_time_ends_with_list_and_map_alike(open_window: Open, ten_days: Path) -> None:
    driver = open_window(ten_days)
    bar = driver.window.events.filter_bar
    driver.in_map("mapper.play({speed: 30}); 1")
    driver.wait_for(lambda: bar.until_day.day == dt.date(2025, 6, 10))
    driver.settle()
    assert shown(driver) == [["Strike 10"], 1, "2025-06-10", "2025-06-10"]


def test_an_edit_keeps_the_chosen_days(open_window: Open, ten_days: Path) -> None:
    driver = open_window(ten_days)
    driver.in_map(CHOOSE.format("2025-06-03", "2025-06-04") + "; 1")
    bar = driver.window.events.filter_bar
    driver.wait_for(lambda: bar.until_day.day == dt.date(2025, 6, 4))
    driver.settle()
    session = driver.window.session
    event = str(session.data.columns.ids[2])
    session.edit(
        lambda project, _progress: project.update_events([event], title="Third"),
        done=lambda _change: None,
    )
    driver.wait_for(lambda: "Third" in driver.titles())
    driver.settle()
    assert shown(driver) == [["Strike 4", "Third"], 2, "2025-06-03", "2025-06-04"]
