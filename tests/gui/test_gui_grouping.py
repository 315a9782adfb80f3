"""The list in groups: which events stand together, headings, opening and closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from PyQt6.QtCore import QPoint, Qt

from mapper.gui.cell_words import group_words
from mapper.gui.columns import ArrangeRequest, EventColumns, Sorting, arrange
from mapper.gui.list_lines import Lines
from mapper.gui.list_roles import HEADING
from mapper.model import schema
from mapper.model.filters import EventFilter
from mapper.model.vocabulary import VERIFICATION_STATUSES

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
Key = Qt.Key


def events() -> pd.DataFrame:
    rows = [
        ("a", "Новосілка", "Donetsk oblast", "2025-07-01", "drone"),
        ("b", "Novosilka", "Kyiv oblast", "2025-07-02", None),
        ("c", "novosilka", "Donetsk oblast", "2025-07-02", "artillery"),
        ("d", None, "Kyiv oblast", None, "drone"),
        ("e", "Novosilka", "Donetsk oblast", "2025-07-01", "cruise_missile"),
    ]
    names = ["event_id", "place_name", "admin1", "date_start", "weapon"]
    frame = pd.DataFrame(rows, columns=names)
    frame["date_end"], frame["title"] = frame["date_start"], frame["event_id"]
    frame["feed"], frame["verification_status"] = "test", "reported"
    geometry = gpd.GeoSeries([None] * len(frame), crs=schema.CRS)
    return schema.conform(gpd.GeoDataFrame(frame, geometry=geometry), schema.EVENTS)


@pytest.mark.parametrize(
    ("sorting", "groups"),
    [
        # Days: the newest first unless the list is sorted by day the other way.
        (Sorting("date", True, "day"), "bc ae d"),
        (Sorting("date", False, "day"), "ae bc d"),
        (Sorting("title", True, "day"), "cb ea d"),
        # One name in two regions is two places; how it is written in capitals tells nothing.
        (Sorting("title", False, "place"), "ce b a d"),
        (Sorting("place", True, "place"), "a b ce d"),
        (Sorting("title", False, "region"), "ace bd"),
        (Sorting("region", True, "region"), "bd ace"),
        (Sorting("title", False, "status"), "abcde"),
    ],
)
def test_what_stands_together(sorting: Sorting, groups: str) -> None:
    table = events()
    columns = EventColumns.of(table)
    found = arrange(ArrangeRequest(table, columns, EventFilter(), sorting))
    assert found.groups is not None
    parts = np.split(columns.ids[found.rows].to_numpy(), found.groups.starts[1:])
    assert " ".join("".join(part) for part in parts) == groups


def test_columns_of_facets_are_sorted_by_vocabulary_then_words_and_unknown_last() -> None:
    table = events()
    columns = EventColumns.of(table)
    for down, wanted in ((False, "adecb"), (True, "ceadb")):
        request = ArrangeRequest(table, columns, EventFilter(), Sorting("weapon", down))
        assert "".join(columns.ids[arrange(request).rows]) == wanted


def test_closed_groups_show_their_heading_only() -> None:
    table = events()
    request = ArrangeRequest(
        table, EventColumns.of(table), EventFilter(), Sorting("date", True, "day")
    )
    found = arrange(request)
    groups = found.groups
    assert groups is not None
    closed = groups.closed(pa.array(["2025-07-01"], pa.large_string()))
    lines = Lines.of(found.rows, len(table), groups, closed)
    assert lines.lines.tolist() == [-1, 1, 2, -2, -3, 3]
    assert lines.places.tolist() == [-1, 1, 2, 5, -1]
    assert [lines.group_at(line) for line in range(6)] == [0, None, None, 1, 2, None]
    assert (lines.count_of(1), lines.group_of(4), lines.head_of(2)) == (2, 1, 4)
    assert [lines.next_event(2, 1), lines.next_event(1, -1)] == [5, None]
    opened = lines.turned(1, closed=False)
    assert opened.lines.tolist() == [-1, 1, 2, -2, 0, 4, -3, 3]
    nothing = Lines.of(found.rows[:0], len(table), None, closed)
    assert nothing.lines.tolist() == []


def headings(model: Any) -> list[tuple[str, int, bool]]:
    found = (model.index(row, 0).data(HEADING) for row in range(model.rowCount()))
    return [(one.text, one.count, one.closed) for one in found if one is not None]


def test_a_list_in_groups_is_gone_through_by_keyboard(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    model, table, keys = window.events.model, window.events.table, driver.qtbot.keyClick
    statuses = EventFilter(statuses=tuple(VERIFICATION_STATUSES))
    window.events.filter_bar.set_filter(statuses)
    window.events.filter_bar.columns.click()
    chooser = window.events._chooser
    driver.wait_for(chooser.isVisible)
    chooser.groups.setCurrentIndex(chooser.groups.findData("day"))
    chooser.groups.activated.emit(chooser.groups.currentIndex())
    keys(chooser, Key.Key_Escape)
    assert not chooser.isVisible()
    assert window.events.filter_bar.chosen == statuses, "Esc closes the sheet alone"
    driver.settle()
    days = headings(model)
    assert [count for _, count, _ in days] == [1, 1, 1]
    known = [day for day, _, _ in days[:-1]]
    assert known == sorted(known, reverse=True)
    assert days[-1][0] == "Day not known"
    table.setFocus()
    keys(table, Key.Key_J)
    keys(table, Key.Key_J)
    second = window.selection.event_id
    assert table.currentIndex().row() == 3, "headings are skipped"
    # Left goes to the heading, and closes it; what is looked at stays.
    keys(table, Key.Key_Left)
    assert model.group_at(table.currentIndex().row()) == 1
    assert table.selected().ids() == [second]
    keys(table, Key.Key_Left)
    assert headings(model)[1][2]
    assert model.rowCount() == 5
    assert window.selection.event_id == second
    index = model.index(table.currentIndex().row(), 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("1 event, closed")
    keys(table, Key.Key_J)
    third = window.selection.event_id
    assert third not in (second, None)
    keys(table, Key.Key_K)
    assert table.currentIndex().row() == 1, "the closed group is passed by"
    # Selecting an event elsewhere opens its group.
    window.selection.select(second)
    assert not headings(model)[1][2]
    assert table.selected().ids() == [second]
    keys(table, Key.Key_Left)
    keys(table, Key.Key_Space)
    keys(table, Key.Key_Right)
    keys(table, Key.Key_Right)
    assert window.selection.event_id == second
    # Everything selected counts events, not headings.
    table.selectAll()
    assert len(table.selected().ids()) == 3
    # A click on a heading turns its group.
    at = table.visualRect(model.index(0, 0)).center()
    driver.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert headings(model)[0][2]
    # The filter and an edit leave closed what is closed.
    window.events.filter_bar.search.setText("industrial")
    driver.wait_for(lambda: len(headings(model)) == 1)
    window.events.filter_bar.clear_filter()
    driver.wait_for(lambda: len(headings(model)) == 3)
    assert [closed for _, _, closed in headings(model)] == [True, False, False]
    chooser.close_all.click()
    assert model.rowCount() == 3
    chooser.open_all.click()
    assert model.rowCount() == 6
    window.grab()


def test_columns_are_chosen_moved_and_remembered(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    table = window.events.table
    columns = table.layout_of_columns
    header = table.horizontalHeader()
    window.actions_table["columns"].trigger()
    chooser = window.events._chooser

    def tick(key: str, on: bool) -> None:
        item = next(
            chooser.columns.item(row)
            for row in range(chooser.columns.count())
            if chooser.columns.item(row).data(Qt.ItemDataRole.UserRole) == key
        )
        chooser.columns.setCurrentItem(item)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        driver.qtbot.wait(20)

    tick("injured", False)
    tick("country", True)
    assert columns.shown == ["date", "title", "status", "place", "distance", "killed", "country"]
    chooser.left.click()
    driver.qtbot.keyClick(chooser, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert columns.shown.index("country") == 4
    assert not chooser.columns.item(1).flags() & Qt.ItemFlag.ItemIsUserCheckable, "the title stays"
    driver.qtbot.keyClick(chooser, Key.Key_Escape)
    section = columns.all.index("country")
    assert header.visualIndex(header.logicalIndex(section)) == section
    texts = [window.events.model.index(row, header.logicalIndex(section)).data() for row in (0, 1)]
    assert set(texts) <= {"Russia", "Ukraine"}
    table.sortByColumn(header.logicalIndex(section), Qt.SortOrder.AscendingOrder)
    window.events.model.group_by("country")
    driver.settle()
    assert [text for text, _, _ in headings(window.events.model)] == ["Russia", "Ukraine"]
    header.resizeSection(header.logicalIndex(section), 123)
    shown = columns.shown
    table.save_layout()

    other = open_window(sample, wait=False).window.events
    assert other.table.layout_of_columns.shown == shown
    assert other.table.columnWidth(header.logicalIndex(section)) == 123
    assert other.model.sorting == Sorting("country", False, "country")
    other.table.layout_of_columns.reset()
    assert other.table.layout_of_columns.usual
    other.table.layout_of_columns.restore({"columns": ["no such"], "widths": {"title": "x"}})
    assert other.table.layout_of_columns.usual
    assert "title" in other.table.layout_of_columns.shown


def test_the_header_opens_the_choice(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    events = driver.window.events
    events.table.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    assert events._chooser.isVisible()
    events._chooser.close()


def test_spellings_of_one_region_are_one_group() -> None:
    table = events()
    table["admin1"] = pd.array(
        ["Харківська область", "Sumy", "Kharkivska", None, "Kharkiv oblast"], dtype=str
    )
    columns = EventColumns.of(table)
    for group, together in (("region", "ace b d"), ("place", "ce b a d")):
        arrangement = arrange(
            ArrangeRequest(table, columns, EventFilter(), Sorting("title", False, group))
        )
        assert arrangement.groups is not None
        ids = table["event_id"].to_numpy()[arrangement.rows]
        parts = np.split(ids, arrangement.groups.starts[1:])
        assert " ".join("".join(part) for part in parts) == together
    assert group_words(columns, "region", 0) == "Kharkiv oblast"
    assert group_words(columns, "place", 4) == "Novosilka, Kharkiv oblast"
