"""After an edit the window shows it, and stays where the person was."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from project_actions import act, choose, make_project
from project_data import make_events, make_fronts, make_result, make_sources
from PyQt6.QtWidgets import QLabel

from mapper import measure
from mapper.gui.columns import ArrangeRequest, EventColumns, Sorting, arrange
from mapper.gui.session import read_data
from mapper.model.errors import MapperError
from mapper.project import Change, Project, create_project

Open = Callable[..., Any]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a project of 300 events and a front."""
    path = tmp_path / "many.gpkg"
    with create_project(path) as project:
        project.add(make_result(make_events(300), fronts=make_fronts("2025-07-01")))
    return path


def edit(driver: Any, function: Callable[[Project], Change]) -> None:
    """Do an edit as the window does, and wait until all shows it."""
    shown: list[object] = []
    work = driver.window.session.edit(
        lambda project, _progress: function(project), done=shown.append
    )
    assert work is not None
    driver.wait_for(lambda: bool(shown))
    driver.settle()


def watch(driver: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was made anew since, as it is."""
    anew: list[str] = []
    window = driver.window
    window.events.model.modelReset.connect(lambda: anew.append("list"))
    load = window.map_view.load
    monkeypatch.setattr(window.map_view, "load", lambda *made: (anew.append("map"), load(*made)))
    distances = measure.distances

    def measured(events: pd.DataFrame, *values: Any, **options: Any) -> pd.DataFrame:
        anew.append(f"{len(events)} distances")
        return distances(events, *values, **options)

    monkeypatch.setattr(measure, "distances", measured)
    return anew


def test_an_edit_touches_nothing_else(
    open_window: Open, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(many, select="test:7")
    window, table = driver.window, driver.window.events.table
    anew = watch(driver, monkeypatch)
    bar = table.verticalScrollBar()
    bar.setValue(120)
    driver.in_map("mapper.setView({lon: 33, lat: 48, zoom: 8})")
    edit(driver, lambda project: project.update_events(["test:7"], title="Edited", killed_best=9))
    assert anew == ["1 distances"]
    assert window.selection.event_id == "test:7"
    assert any(label.text() == "Edited" for label in window.panel.findChildren(QLabel))
    assert bar.value() == 120
    assert "Edited" in driver.titles()
    assert driver.in_map("mapper.selected()") == "test:7"
    assert driver.in_map("mapper.view().zoom") == 8.0
    assert driver.in_map("MapperClient.app.doc.text('title', 7)") == "Edited"
    assert window.events.table.selectionModel().hasSelection()
    row = window.events.model.position("test:7")
    assert window.events.model.index(row, 6).data() != ""


def test_the_list_stays_at_its_event_when_rows_come_and_go(
    open_window: Open, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(many, select="test:7")
    window, table = driver.window, driver.window.events.table
    anew = watch(driver, monkeypatch)
    bar = table.verticalScrollBar()
    bar.setValue(150)
    top = window.events.model.event_id(table.rowAt(0))
    edit(driver, lambda project: project.delete_events(["test:1", "test:2"]))
    assert window.events.model.event_id(table.rowAt(0)) == top
    assert bar.value() == 148
    assert window.selection.event_id == "test:7"
    edit(driver, lambda project: project.undo())
    assert bar.value() == 150
    assert "map" not in anew
    assert driver.in_map("mapper.counts().events") == 300.0
    edit(driver, lambda project: project.delete_events(["test:7"]))
    assert window.selection.event_id is None
    assert driver.in_map("mapper.selected()") is None


def test_an_event_leaves_a_filter_that_it_does_not_pass_any_more(
    open_window: Open, many: Path
) -> None:
    driver = open_window(many)
    driver.window.events.filter_bar.search.setText("Strike 12")
    driver.wait_for(lambda: driver.window.events.model.rowCount() == 13)
    driver.settle()
    edit(driver, lambda project: project.update_events(["test:120"], title="Other"))
    assert driver.window.events.model.rowCount() == 12
    assert driver.in_map("mapper.counts().shown") == 12.0
    edit(driver, lambda project: project.delete_events(["test:3", "test:121"]))
    assert driver.in_map("mapper.counts().shown") == 11.0
    edit(driver, lambda project: project.update_events(["test:4"], notes="as Strike 12"))
    assert driver.in_map("mapper.counts().shown") == 12.0
    assert driver.window.events.model.rowCount() == 12


def test_large_changes_are_drawn_whole(
    open_window: Open, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(many)
    anew = watch(driver, monkeypatch)
    edit(driver, lambda project: project.add(make_result(make_events(1_200, feed="more"))))
    assert sorted(anew) == ["1500 distances", "list", "map"]
    assert driver.in_map("mapper.counts().events") == 1500.0
    # Beyond what the base map was cut to.
    edit(driver, lambda project: project.update_events(["more:1"], lon=-70.0, lat=-30.0))
    assert anew.count("map") == 2


def test_a_source_that_goes_to_another_event_leaves_the_panel(
    open_window: Open, tmp_path: Path
) -> None:
    path = tmp_path / "sources.gpkg"
    make_project(path)
    driver = open_window(path, select="test:2")
    quotes = [label.text() for label in driver.window.panel.findChildren(QLabel)]
    assert any("said so" in text for text in quotes)
    events = make_events(10)
    sources = make_sources(events)
    sources.loc[2, "event_id"] = "test:5"
    edit(driver, lambda project: project.add(make_result(events, sources=sources)))
    quotes = [label.text() for label in driver.window.panel.findChildren(QLabel)]
    assert not any("said so" in text for text in quotes)


def test_the_window_is_as_opened_anew_after_any_actions(open_window: Open, tmp_path: Path) -> None:
    chance = random.Random(5)
    path = tmp_path / "random.gpkg"
    make_project(path)
    driver = open_window(path)
    window = driver.window
    for sorting in (Sorting(), Sorting("title", descending=False), Sorting("distance")):
        window.listing._sort(sorting)
        driver.settle()
        for _ in range(8):
            action, number = choose(chance)

            def work(project: Project, action: str = action, number: int = number) -> Any:
                try:
                    return act(project, action, number)
                except MapperError:
                    return None

            edit(driver, work)
        fresh = read_data(window.session._project)
        columns = EventColumns.of(fresh.events)
        metres = None
        if window.listing.distancing.column is not None:
            table = measure.distances(fresh.events, fresh.fronts)
            metres = table["distance_m"].to_numpy(dtype=float, na_value=float("nan"))
        request = ArrangeRequest(
            fresh.events, columns, window.events.filter_bar.chosen, sorting, metres
        )
        wanted = columns.ids[arrange(request).rows].to_list()
        model = window.events.model
        assert [model.event_id(row) for row in range(model.rowCount())] == wanted
        assert driver.in_map("mapper.ids()") == columns.ids.to_list()
        titles = driver.in_map("MapperClient.app.doc.column('title')")
        assert (titles or []) == columns.title.tolist()
