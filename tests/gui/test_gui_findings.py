"""The list narrowed by what the data checks found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import Qt

from mapper.gui.facet_counts import FINDINGS
from mapper.gui.facet_panel import FacetPanel
from mapper.model.event import Event, Source
from mapper.model.filters import EventFilter, EventIds
from mapper.project import open_project

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)


@pytest.fixture
def doubtful(empty: Path) -> Path:
    """Return a project of an event at 0, 0, one without a source, one with both and a good one."""
    with open_project(empty, mode="rw") as project:
        for name, lon, lat, sourced in (
            ("zero", 0.0, 0.0, True),
            ("bare", 36.23, 49.99, False),
            ("both", 0.0, 0.0, False),
            ("good", 35.05, 48.46, True),
        ):
            event = Event(
                name, "test", f"Report {name}", date_start=DAY, date_end=DAY, lon=lon, lat=lat
            )
            source = Source(f"s-{name}", name, url=f"https://example.org/{name}")
            project.add_event(event, [source] if sourced else [])
    return empty


def findings(panel: FacetPanel) -> dict[str, str]:
    """Return what stands under the findings, with the numbers beside it."""
    for at in range(panel.tree.topLevelItemCount()):
        head = panel.tree.topLevelItem(at)
        if head.data(0, Qt.ItemDataRole.UserRole) == FINDINGS:
            rows = [head.child(row) for row in range(head.childCount())]
            return {row.text(0): row.text(1) for row in rows}
    return {}


def tick(driver: Any, panel: FacetPanel, words: str, on: bool = True) -> None:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (item,) = panel.tree.findItems(words, flags, 0)
    item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    driver.wait_for(lambda: not panel._ticked.isActive())
    driver.settle()


def ids(driver: Any) -> set[str]:
    model = driver.window.events.model
    return {model.event_id(row) for row in range(model.rowCount())}


def test_events_are_filtered_by_findings_and_follow_them(doubtful: Path, open_window: Open) -> None:
    driver = open_window(doubtful)
    window = driver.window
    panel, checker = window.events.facets, window.checker
    window.actions_table["facets"].trigger()
    driver.settle()
    assert findings(panel) == {"Check the data, to filter by it…": ""}
    assert not checker.running, "nothing is checked before somebody asks"
    (ask,) = panel.tree.findItems(
        "Check the data", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive, 0
    )
    panel.tree.setCurrentItem(ask)
    driver.qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert "Checking…" in findings(panel)
    driver.wait_for(lambda: checker.complete)
    driver.settle()
    driver.wait_for(lambda: "Without findings" in findings(panel))
    told = findings(panel)
    assert told["Position at 0, 0 or on an axis"] == "2"
    assert told["No source"] == "2"
    assert "Checking…" not in told
    tick(driver, panel, "No source")
    assert ids(driver) == {"bare", "both"}
    assert driver.in_map("mapper.counts().shown") == 2
    bar = window.events.filter_bar
    assert "findings: No source" in bar.state.whole
    assert findings(panel)["Position at 0, 0 or on an axis"] == "2", "others can still be ticked"
    tick(driver, panel, "Position at 0, 0 or on an axis")
    assert ids(driver) == {"bare", "both", "zero"}
    tick(driver, panel, "Position at 0, 0 or on an axis", on=False)
    # What is mended leaves the list, and the search narrows it as ever.
    window.session.edit(
        lambda project, _progress: project.add_source(
            Source("s-new", "bare", url="https://example.org/new")
        )
    )
    driver.wait_for(lambda: ids(driver) == {"both"})
    window.actions_table["clear_filter"].trigger()
    driver.wait_for(lambda: len(ids(driver)) == 4)
    assert panel.rules == ()
    assert bar.chosen.everything
    driver.wait_for(lambda: checker.complete)
    driver.settle()
    tick(driver, panel, "Without findings")
    bare = set(checker.findings.table["event_id"][checker.findings.open])
    assert ids(driver) == {"zero", "bare", "both", "good"} - bare
    assert "without findings" in bar.state.whole.lower()


def test_many_ids_are_a_column() -> None:
    events = pd.DataFrame({"event_id": pd.Series(["a", "b", "c"], dtype="str")})
    column = pd.Series(["c", "x"], dtype="str")
    for inside, passing in ((True, [False, False, True]), (False, [True, True, False])):
        chosen = EventFilter(ids=EventIds(column, inside), ids_words="these")
        assert np.array_equal(chosen.mask(events), passing)
        assert chosen.describe() == "these"
        assert chosen.number_of_values == 1
    assert EventFilter(ids=EventIds(column)) != EventFilter(ids=EventIds(column))
