"""What a feed says beyond our fields is in the details: as it came, and all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget

from mapper.gui.feed_section import feed_values
from mapper.gui.labels import TextLabel
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
IZHEVSK, LUHANSK = "mapper:2025-07-01-izhevsk", "mapper:2025-06-30-luhansk-claim"
EXTRA = {
    "side_a": "Government of A",
    "side_b": "Б",
    "deaths_a": "0",
    "event_clarity": 2,
    "labels": ["x", "ї"],
    "near": [{"name": "Б", "km": 2.5}, {"name": "В", "km": None}],
    "empty": " ",
    "none": None,
}


def texts(widget: QWidget) -> list[str]:
    labels = [one for one in widget.findChildren(TextLabel) if one.isVisibleTo(widget)]
    return [one.text().replace("\u200b", "") for one in labels]


def test_values_stand_as_they_came() -> None:
    assert feed_values(json.dumps(EXTRA)) == {
        "side_a": "Government of A",
        "side_b": "Б",
        "deaths_a": "0",
        "event_clarity": "2",
        "labels": "x\nї",
        "near": "name Б, km 2.5\nname В",
    }
    assert feed_values(None) == feed_values("") == feed_values("{}") == {}
    for odd in ("no JSON", "[1, 2]"):
        assert feed_values(odd) == {"extra": odd}


def test_the_details_have_all_that_the_feed_says(open_window: Open, sample: Path) -> None:
    with open_project(sample, "rw") as project:
        project.update_events([IZHEVSK], extra=json.dumps(EXTRA))
    driver = open_window(sample, select=IZHEVSK)
    panel = driver.window.panel
    assert "Government of A – Б" in texts(panel)
    assert "deaths_a" not in texts(panel)
    section = panel.feed
    assert section.head.text() == "▸ More from the feed (6)"
    QTest.mouseClick(section.head, Qt.MouseButton.LeftButton)
    assert texts(section) == [
        word for pair in feed_values(json.dumps(EXTRA)).items() for word in pair
    ]
    # An event without such columns has no such section; the next with them has it open.
    driver.window.selection.select(LUHANSK)
    driver.settle()
    assert not section.isVisible()
    driver.window.selection.select(IZHEVSK)
    driver.settle()
    driver.wait_for(lambda: "deaths_a" in texts(section))


def test_closed_sections_stand_close(open_window: Open, sample: Path) -> None:
    panel = open_window(sample, select=IZHEVSK).window.panel
    apart = panel.history.head.mapTo(panel, panel.history.head.rect().topLeft()).y()
    apart -= panel.nearby.head.mapTo(panel, panel.nearby.head.rect().bottomLeft()).y()
    assert apart < 2 * panel.history.head.height()
