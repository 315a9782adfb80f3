"""The list's column of the number of sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.gui.list_columns import SECTIONS
from mapper.model.event import Event, Source
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
COLUMN = SECTIONS["sources"]


@pytest.fixture
def cited(empty: Path) -> Path:
    """Return a project of events a, b and c with two, no and one source."""
    with open_project(empty, mode="rw") as project:
        for name, many in (("a", 2), ("b", 0), ("c", 1)):
            sources = [Source(f"{name}{at}", name, publisher="A paper") for at in range(many)]
            project.add_event(Event(name, "test", f"Strike {name}"), sources)
    return empty


def listed(driver: Any) -> list[tuple[str, str | None]]:
    model = driver.window.events.model
    return [
        (model.event_id(row), model.index(row, COLUMN).data()) for row in range(model.rowCount())
    ]


def test_sources_are_counted_sorted_by_and_kept_right(cited: Path, open_window: Open) -> None:
    driver = open_window(cited, select="b")
    assert [number for _, number in listed(driver)] == [None, None, None], "nobody asked yet"
    table = driver.window.events.table
    table.layout_of_columns.turn("sources", shown=True)
    driver.settle()
    assert dict(listed(driver)) == {"a": "2", "b": "0", "c": "1"}
    assert driver.window.events.model.index(0, COLUMN).data(Qt.ItemDataRole.ToolTipRole)
    table.sortByColumn(COLUMN, Qt.SortOrder.AscendingOrder)
    driver.settle()
    assert listed(driver) == [("b", "0"), ("c", "1"), ("a", "2")]

    session = driver.window.session
    three = [Source("", "b", publisher=f"Paper {at}") for at in range(3)]
    session.edit(lambda project, _: [project.add_source(one) for one in three][-1])
    driver.settle()
    assert listed(driver) == [("c", "1"), ("a", "2"), ("b", "3")]
    session.edit(lambda project, _: project.delete_events(["c"]))
    driver.settle()
    assert listed(driver) == [("a", "2"), ("b", "3")]
    driver.window.actions_table["undo"].trigger()
    driver.settle()
    assert listed(driver) == [("c", "1"), ("a", "2"), ("b", "3")]
