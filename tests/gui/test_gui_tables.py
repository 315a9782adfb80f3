"""The tables below the map: distances and counts of what the filter shows."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPointF, QSize, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from mapper.export.chartdata import MEASURES
from mapper.gui import table_dock
from mapper.gui.cell_table import CellTable, cells_text
from mapper.gui.columns import Sorting
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS
from mapper.gui.distance_rows import KEYS
from mapper.gui.qtlog import HARMLESS
from mapper.gui.table_dock import TableDock
from mapper.gui.theme import ThemeKeeper
from mapper.gui.window import MainWindow
from mapper.model.counting import GROUPINGS
from mapper.model.event import Count, Event
from mapper.model.filters import EventFilter
from mapper.project import open_project, sample_project

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)


def event(event_id: str, lon: float | None, **more: Any) -> Event:
    day = more.pop("day", DAY)
    lat = None if lon is None else 48.0
    values = {"title": f"Strike {event_id}", "admin1": "Donetsk", **more}
    return Event(event_id, "test", lon=lon, lat=lat, date_start=day, date_end=day, **values)


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """Open the sample with a salvo, an event without a place and a sensitive one."""
    path = sample_project(tmp_path_factory.mktemp("tables") / "sample.gpkg")
    with open_project(path, mode="rw") as opened:
        opened.delete_events(opened.events["event_id"].tolist())
        salvo = {"incident_id": "s", "killed": Count(best=5)}
        for one in (
            event("near", 36.6, title="=SUM(A1)", **salvo),
            event("far", 30.0, **salvo),
            event("nowhere", None, admin1=None),
            event("later", 35.0, day=dt.date(2025, 9, 1), injured=Count(min=2)),
            event("hidden", 33.0, sensitive=True, killed=Count(best=9)),
        ):
            opened.add_event(one)
    window = MainWindow(ThemeKeeper(qapp, "light"), remember=False)
    window.place(QSize(1280, 800))
    window.show()
    window.open_first(path, None, None)
    yield window
    gone: list[bool] = []
    window.map_view.destroyed.connect(lambda: gone.append(True))
    window.close()
    window.deleteLater()
    while not gone:
        qapp.processEvents()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def driver(drive: Callable[[MainWindow], Any], window: MainWindow) -> Any:
    """Return the window without a filter, its tables closed."""
    found = drive(window)
    window.tables.turn(on=False)
    window.tables.tabs.setCurrentIndex(0)
    window.tables.counts.grouping.setCurrentIndex(list(GROUPING_WORDS).index("month"))
    window.tables.counts.measure.setCurrentIndex(0)
    window.tables.counts.crossing.setCurrentIndex(0)
    window.tables.distances.sortByColumn(KEYS.index("distance"), Qt.SortOrder.AscendingOrder)
    window.events.filter_bar.clear_filter()
    found.settle(timeout=300_000)
    return found


def opened(driver: Any, page: int = 0) -> TableDock:
    dock: TableDock = driver.window.tables
    if not dock.isVisible():
        driver.window.actions_table["tables"].trigger()
        driver.settle()
    if page:
        dock.tabs.setCurrentIndex(page)
        driver.settle()
    assert dock.isVisible()
    return dock


def cells(dock: TableDock, key: str) -> list[str]:
    model = dock.model
    return [model.index(row, KEYS.index(key)).data() for row in range(model.rowCount())]


def select(table: CellTable, first: tuple[int, int], last: tuple[int, int]) -> None:
    model, selection = table.model(), table.selectionModel()
    assert model is not None
    assert selection is not None
    chosen = QItemSelection(model.index(*first), model.index(*last))
    selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def pasted(driver: Any, before: str = "") -> str:
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    driver.wait_for(lambda: clipboard.text() != before)
    return clipboard.text()


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: QApplication) -> None:
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    clipboard.setText("")


def test_nothing_is_worked_out_while_nobody_looks(driver: Any) -> None:
    window = driver.window
    # No test has opened the tables before.
    assert window.table_work.rows is None
    assert window.table_work.counts is None
    dock = opened(driver)
    assert window.table_work.counts is None
    dock.shut.click()
    assert not dock.isVisible()
    assert not window.actions_table["tables"].isChecked()
    before = window.table_work.rows
    window.events.filter_bar.set_filter(EventFilter(until_day=DAY))
    driver.settle()
    assert window.table_work.rows is before


def test_distances_of_the_filtered_events_nearest_first(driver: Any) -> None:
    QTest.keyClick(driver.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    driver.settle()
    dock = driver.window.tables
    assert dock.isVisible()
    assert driver.window.actions_table["tables"].isChecked()
    assert dock.distances.hasFocus()
    assert cells(dock, "title")[:3] == ["=SUM(A1)", "Strike hidden", "Strike far"]
    assert dock.state.whole.startswith("5 events: 3 measured, 2 without a distance: ")
    assert "there is no front for the day (1)" in dock.state.whole
    rows = dict(zip(cells(dock, "title"), range(5), strict=True))
    far, nowhere, later = rows["Strike far"], rows["Strike nowhere"], rows["Strike later"]
    assert cells(dock, "distance")[far].endswith(" km")
    assert cells(dock, "as_of")[far] == "2025-07-01"
    assert cells(dock, "gap")[far] == "0"
    # The sample has a line, which has no inside.
    assert cells(dock, "inside")[far] == ""
    assert cells(dock, "source")[far]
    assert cells(dock, "refused")[nowhere] == "The event has no coordinates."
    assert cells(dock, "distance")[nowhere] == "–"
    assert "the limit is 7" in cells(dock, "refused")[later]
    tip = dock.model.index(nowhere, KEYS.index("distance")).data(Qt.ItemDataRole.ToolTipRole)
    assert "no coordinates" in tip
    driver.window.events.filter_bar.set_filter(EventFilter(from_day=dt.date(2025, 8, 1)))
    driver.settle()
    assert cells(dock, "title") == ["Strike later"]


def test_interval_ends_have_the_digits_of_the_distance(driver: Any) -> None:
    dock = opened(driver)
    row = cells(dock, "title").index("Strike far")
    numbers = [cells(dock, key)[row] for key in ("low", "distance", "high")]
    values = [float(text.removesuffix(" km").replace(",", "")) for text in numbers]
    assert values == sorted(values)
    assert len({len(text.partition(".")[2]) for text in numbers}) == 1
    driver.window.choose_unit("mi")
    assert cells(dock, "distance")[row].endswith(" mi")
    driver.window.choose_unit("km")


def test_every_column_sorts_and_the_unknown_comes_last(driver: Any) -> None:
    dock = opened(driver)
    rows = dock.model.rows
    assert rows is not None
    every = np.sort(rows.rows)
    for key, descending in itertools.product(KEYS, (False, True)):
        values, unknown = rows._sort_values(key)
        found = rows.ordered(Sorting(key, descending)).rows
        assert sorted(found) == every.tolist()
        told = [values[row] for row in found if not unknown[row]]
        assert told == sorted(told, reverse=descending)
        assert not any(unknown[row] for row in found[: len(told)])
    dock.distances.sortByColumn(KEYS.index("title"), Qt.SortOrder.DescendingOrder)
    driver.settle()
    assert dock.model.rows is not None
    assert dock.model.rows.rows.tolist() == rows.ordered(Sorting("title", True)).rows.tolist()


def test_enter_and_double_click_show_the_event(driver: Any) -> None:
    dock = opened(driver)
    at = cells(dock, "title").index("Strike far")
    dock.distances.setCurrentIndex(dock.model.index(at, 4))
    QTest.keyClick(dock.distances, Qt.Key.Key_Return)
    driver.settle()
    assert driver.window.selection.event_id == "far"
    dock.distances.doubleClicked.emit(dock.model.index(0, 0))
    assert driver.window.selection.event_id == "near"


def test_selected_cells_are_copied_and_run_nothing(driver: Any) -> None:
    dock = opened(driver)
    select(dock.distances, (0, 0), (0, 1))
    QTest.keyClick(dock.distances, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    one = pasted(driver)
    assert one == "'=SUM(A1)\t2025-07-01"
    select(dock.distances, (0, 0), (1, 1))
    dock.copy.click()
    assert pasted(driver, one).splitlines() == [
        "Event\tDay",
        "'=SUM(A1)\t2025-07-01",
        "Strike hidden\t2025-07-01",
    ]
    dock.distances.clearSelection()
    before = pasted(driver)
    dock.copy.click()
    assert len(pasted(driver, before).splitlines()) == 6


def test_headers_do_not_ask_every_cell_if_it_is_selected(driver: Any) -> None:
    for table in (driver.window.tables.distances, driver.window.tables.counts.table):
        header = table.horizontalHeader()
        assert header is not None
        assert header.selectionModel() is not table.selectionModel()


def test_cells_as_text() -> None:
    rows = [["-5", "-a", "@b", "a\tb\nc"]]
    assert cells_text([], rows) == "-5\t'-a\t'@b\ta b c"


def test_distances_are_saved_without_sensitive_events(
    driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = opened(driver)
    for kind in ("csv", "xlsx", "md"):
        path = tmp_path / f"distances.{kind}"
        monkeypatch.setattr(table_dock.dialogs, "ask_save", lambda *_args, path=path: path)
        dock.export.click()
        driver.settle()
        notice = driver.window.notices.text.accessibleName()
        assert notice.startswith(f"Saved distances.{kind}")
        assert "1 event left out as sensitive." in notice
    path = tmp_path / "distances.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["event_id"] for row in rows][:2] == ["near", "far"]
    assert len(rows) == 4
    assert rows[0]["title"] == "'=SUM(A1)"
    assert float(rows[0]["min_m"]) <= float(rows[0]["distance_m"]) <= float(rows[0]["max_m"])
    assert rows[0]["inside_control_area"] == ""
    refused = {row["event_id"]: row["refused"] for row in rows}
    assert refused["nowhere"] == "The event has no coordinates."
    assert refused["far"] == ""
    text = path.with_suffix(".md").read_text("utf-8")
    assert "Strike hidden" not in text
    assert "SHA-256" in text
    assert "Geodesics on the WGS 84 ellipsoid" in text


def test_counts_follow_the_filter_and_a_salvo_counts_once(driver: Any) -> None:
    dock = opened(driver, page=1)
    model = dock.counts.model
    assert dock.counts.by == "month"
    assert model.texts(0, 1, ["group", "events", "incidents", "killed", "killed_unknown"]) == [
        ["2025-07", "4", "3", "14", "1"],
        ["2025-09", "1", "1", "–", "1"],
    ]
    assert dock.counts.total.whole.startswith("Total: 5 events, 4 incidents · killed 14 ")
    driver.window.events.filter_bar.set_filter(EventFilter(until_day=DAY))
    driver.settle()
    assert model.rowCount() == 1
    dock.counts.grouping.setCurrentIndex(list(GROUPING_WORDS).index("region"))
    driver.settle()
    assert model.texts(0, 1, ["group", "events"]) == [["Donetsk oblast", "3"], ["Not stated", "1"]]
    dock.counts.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert model.texts(0, 1, ["group"]) == [["Not stated"], ["Donetsk oblast"]]
    dock.counts.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert model.texts(0, 1, ["group"]) == [["Donetsk oblast"], ["Not stated"]]


def test_counts_are_copied_and_saved(
    driver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = opened(driver, page=1)
    dock.copy.click()
    lines = pasted(driver).splitlines()
    assert lines[0].split("\t")[:5] == ["Month", "Events", "Incidents", "Killed", "Killed unknown"]
    path = tmp_path / "counts.csv"
    monkeypatch.setattr(table_dock.dialogs, "ask_save", lambda *_args: path)
    dock.export.click()
    driver.wait_for(path.exists)
    driver.settle()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    # The sensitive event and the nine killed there are not in it.
    assert [(row["month"], row["events"], row["killed_best"]) for row in rows] == [
        ("2025-07", "3", "5"),
        ("2025-09", "1", ""),
    ]
    picture = tmp_path / "counts.png"
    monkeypatch.setattr(table_dock.dialogs, "ask_save", lambda *_args: picture)
    dock.export.click()
    driver.wait_for(picture.exists, timeout=60_000)
    driver.settle()
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_chart_tells_values_by_pointer_and_keys(driver: Any) -> None:
    dock = opened(driver, page=1)
    chart = dock.counts.chart
    dock.counts.measure.setCurrentIndex(list(MEASURE_WORDS).index("killed"))
    assert chart.accessibleDescription() == "Killed by month. The largest: 2025-07: 14."
    assert chart.said(1) == "2025-08 · Killed: –"
    plot = chart._plot()
    assert chart.slot_at(QPointF(plot.left() + 1, plot.center().y())) == 0
    assert chart.slot_at(QPointF(plot.right() - 1, plot.center().y())) == 2
    assert chart.slot_at(QPointF(0, 0)) is None
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleName() == "2025-07 · Killed: 14"
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleName() == "2025-09 · Killed: –"


@pytest.mark.parametrize("grouping", ["day", "weapon"])
def test_the_chart_has_bars(grouping: str, driver: Any) -> None:
    dock = opened(driver, page=1)
    dock.counts.grouping.setCurrentIndex(list(GROUPING_WORDS).index(grouping))
    driver.settle()
    colour = driver.window.theme.colours.accent
    picture = dock.counts.chart.grab().toImage()
    found = sum(
        picture.pixelColor(x, y).name() == colour
        for x in range(picture.width())
        for y in range(0, picture.height(), 4)
    )
    assert found > 20


def test_an_edit_is_in_the_tables(driver: Any) -> None:
    dock = opened(driver, page=1)
    driver.window.session.edit(lambda p, _progress: p.update_events(["far"], incident_id=None))
    driver.settle()
    assert dock.counts.model.texts(0, 0, ["incidents", "killed"]) == [["4", "19"]]
    driver.window.actions_table["undo"].trigger()
    driver.settle()
    assert dock.counts.model.texts(0, 0, ["incidents", "killed"]) == [["3", "14"]]


def test_measuring_that_was_stopped_can_be_taken_up(driver: Any) -> None:
    dock = opened(driver)
    distancing = driver.window.listing.distancing
    distancing.column = None
    distancing.changed.emit()
    driver.settle()
    assert dock.state.whole == "Measuring was stopped."
    assert dock.again.isVisible()
    dock.again.click()
    driver.settle()
    assert dock.state.whole.startswith("5 events: 3 measured")
    assert not dock.again.isVisible()


def test_without_fronts_it_is_said(empty: Path, open_window: Open) -> None:
    with open_project(empty, mode="rw") as kept:
        kept.add_event(event("a", 36.0))
    driver = open_window(empty)
    dock = opened(driver)
    assert dock.state.whole.startswith("No front in this project")
    assert not dock.again.isVisible()


@pytest.mark.qt_log_ignore(*HARMLESS, "does not support raise")
def test_a_window_of_its_own_and_back(driver: Any) -> None:
    dock = opened(driver)
    dock.out.click()
    assert dock.isFloating()
    dock.out.click()
    assert not dock.isFloating()


def test_every_control_has_a_name(driver: Any) -> None:
    dock = opened(driver)
    counts = dock.counts
    named = (dock.tabs, dock.distances, dock.out, dock.shut, counts.grouping, counts.crossing)
    parts = (*named, counts.measure, counts.table, counts.cross_table, counts.squares)
    assert all(part.accessibleName() for part in parts)
    assert all(part.text() for part in (dock.copy, dock.export, dock.again))


def test_words_for_all_there_is() -> None:
    assert list(GROUPING_WORDS) == list(GROUPINGS)
    assert list(MEASURE_WORDS) == list(MEASURES)
