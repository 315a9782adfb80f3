"""The main job through the real window: open, click through, filter, measure, copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PyQt6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mapper.gui import settings, source_card
from mapper.gui.labels import BadgeButton, TextLabel
from mapper.gui.list_columns import SORT_KEYS
from mapper.model.filters import EventFilter
from mapper.project import open_project

pytestmark = pytest.mark.without_map

IZHEVSK = "mapper:2025-07-01-izhevsk"
GULYAI_POLE = "mapper:gulyai-pole"
LUHANSK = "mapper:2025-06-30-luhansk-claim"

Open = Callable[..., Any]


def shown_texts(widget: QWidget) -> str:
    labels = [label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
    return "\n".join(label.accessibleName() or label.text() for label in labels)


@pytest.mark.with_map
def test_the_sample_is_clicked_through_by_keyboard(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window, qtbot = driver.window, driver.qtbot
    assert len(driver.titles()) == 3
    assert "Nothing selected" in shown_texts(window.panel)
    table = window.events.table
    seen = []
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K):
        qtbot.keyClick(table, key)
        driver.settle()
        assert window.panel.detail is not None
        assert window.panel.detail.event.event_id == window.selection.event_id
        assert driver.in_map("mapper.selected()") == window.selection.event_id
        seen.append(window.selection.event_id)
    assert seen == [IZHEVSK, LUHANSK, GULYAI_POLE, GULYAI_POLE, LUHANSK]


@pytest.mark.with_map
def test_no_other_window_takes_the_keyboard(open_window: Open, sample: Path) -> None:
    window = open_window(sample, select=IZHEVSK).window
    assert QApplication.activeWindow() is window
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert shown == [window]


@pytest.mark.with_map
def test_izhevsk_is_told_with_its_distance(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=IZHEVSK)
    window = driver.window
    answer = window.selection.answer
    assert answer is not None
    assert re.fullmatch(r"1,26\d km", answer.number)
    assert answer.geodesic is not None
    assert len(answer.geodesic["line"][0]) > 2
    text = shown_texts(window.panel)
    for words in (
        answer.number,
        answer.interval,
        "1 July 2025",
        "Settlement",
        "Radius: ",
        "Ukrainian",
    ):
        assert words in text
    # Pressed, it is written anew.
    assert window.panel.findChildren(BadgeButton)[0].text() == "Reported"
    assert "1 July 2025" in window.front.whole
    window.actions_table["copy_statement"].trigger()
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert answer.number in clipboard.text()
    assert "SHA-256" in clipboard.text()


def test_the_list_tells_distances_and_sorts_by_them(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    events = driver.window.events
    column = list(SORT_KEYS).index("distance")
    texts = [events.model.index(row, column).data() for row in range(3)]
    assert re.fullmatch(r"1,26\d km", texts[0])
    assert texts[1:] == ["", ""]
    assert "There is no front for 30 June 2025" in events.model.index(1, column).data(
        Qt.ItemDataRole.ToolTipRole
    )
    events.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    driver.settle()
    assert events.model.event_id(0) == IZHEVSK


def test_what_cannot_be_measured_says_why(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=GULYAI_POLE)
    text = shown_texts(driver.window.panel)
    assert "Zaporizhzhia" in text
    assert "13,446" in text
    assert "No distance: the event has no position." in text
    assert "unknown" in text
    assert not driver.window.panel.distance.copy.isVisibleTo(driver.window.panel)


@pytest.mark.with_map
def test_selecting_in_the_map_selects_in_the_list(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    window.map_view.selected.emit(LUHANSK)
    driver.settle()
    table = window.events.table
    assert window.events.model.event_id(table.currentIndex().row()) == LUHANSK
    assert window.panel.detail is not None
    assert window.panel.detail.event.event_id == LUHANSK


@pytest.mark.with_map
def test_enter_in_the_list_looks_closely_at_the_event(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=IZHEVSK)
    window = driver.window
    table = window.events.table
    driver.qtbot.keyClick(table, Qt.Key.Key_Return)
    driver.settle()
    view = driver.in_map("mapper.view()")
    assert (view["lon"], view["lat"]) == pytest.approx((53.2045, 56.8498), abs=0.01)
    assert view["zoom"] >= 9
    # Nearer than that it stays as near.
    window.map_view.set_view(40.0, 50.0, 11)
    driver.settle()
    driver.qtbot.keyClick(table, Qt.Key.Key_Return)
    driver.settle()
    assert driver.in_map("mapper.view().zoom") == 11
    window.select_named(GULYAI_POLE)
    driver.settle()
    driver.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.statusBar().currentMessage() == "This event has no place on the map."


@pytest.mark.with_map
def test_the_filter_narrows_list_and_map_and_is_seen(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window, bar = driver.window, driver.window.events.filter_bar
    driver.qtbot.keyClicks(bar.search, "IZHEVSK plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    driver.settle()
    assert driver.in_map("mapper.counts().shown") == 1
    assert bar.state.whole == '1 of 3 events: with the words "IZHEVSK plant"'
    assert bar.clear.isVisible()
    window.actions_table["clear_filter"].trigger()
    driver.settle()
    assert len(driver.titles()) == 3
    assert driver.in_map("mapper.counts().shown") == 3
    assert not bar.clear.isVisible()


def test_days_and_statuses_filter_too(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    bar = driver.window.events.filter_bar
    driver.qtbot.keyClicks(bar.from_day, "2025-07-01")
    driver.settle()
    assert driver.titles() == ["Drone strike on an industrial plant in Izhevsk"]
    driver.qtbot.keyClicks(bar.until_day, "2025-06-30")
    assert bar.until_day.property("wrong")
    bar.set_filter(EventFilter(statuses=("claimed",)))
    driver.settle()
    assert driver.titles() == ["Claim that Luhansk region is fully taken"]
    bar.set_filter(EventFilter(statuses=("debunked",)))
    driver.settle()
    assert "Nothing matches" in shown_texts(driver.window.events)


def test_sorting_by_a_header_keeps_the_selection(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=LUHANSK)
    table = driver.window.events.table
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    driver.settle()
    assert driver.titles() == sorted(driver.titles())
    assert driver.window.events.model.event_id(table.currentIndex().row()) == LUHANSK


def test_an_empty_project_says_what_to_do(open_window: Open, empty: Path) -> None:
    driver = open_window(empty)
    text = shown_texts(driver.window.events)
    assert "No events yet" in text
    assert "Nothing selected" in shown_texts(driver.window.panel)


def test_a_read_only_project_says_so_and_offers_no_changes(open_window: Open, sample: Path) -> None:
    with open_project(sample, mode="rw"):
        driver = open_window(sample)
        window = driver.window
        assert window.lock_notice.isVisible()
        told = window.lock_notice.text.text()
        assert told.startswith("Read-only: ")
        assert "reading only" not in told, "once is enough"
        # There is a way on: a copy can be worked in.
        offered = [button.text() for button in window.lock_notice.findChildren(QPushButton)]
        assert "Save a copy…" in offered
        assert window.actions_table["copy"].isEnabled()
        assert not window.actions_table["import"].isEnabled()
        assert window.actions_table["export_html"].isEnabled()
        assert "(read-only)" in window.windowTitle()
        window.commands.import_files([sample])
        assert "nothing was imported" in window.notices.text.text()


def test_a_project_that_cannot_be_opened_leaves_the_old_one(
    open_window: Open, sample: Path, tmp_path: Path
) -> None:
    driver = open_window(sample)
    window = driver.window
    wrong = tmp_path / "notes.gpkg"
    wrong.write_text("shopping list")
    window.session.open(wrong)
    driver.wait_for(window.notices.isVisible)
    assert "notes.gpkg" in window.notices.text.text()
    assert window.session.data is not None
    assert window.session.data.path == sample
    assert len(driver.titles()) == 3


def test_a_dropped_project_is_opened(open_window: Open, sample: Path, empty: Path) -> None:
    driver = open_window(empty)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample))])
    held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(driver.window, QDragEnterEvent(QPoint(5, 5), *held))
    QApplication.sendEvent(driver.window, QDropEvent(QPointF(5, 5), *held))
    driver.wait_for(lambda: len(driver.titles()) == 3)
    assert settings.recent_projects()[:2] == [sample, empty]


@pytest.mark.logs_errors
def test_a_bug_is_reported_and_not_swallowed(open_window: Open, empty: Path) -> None:
    driver = open_window(empty)
    window = driver.window

    def broken(_progress: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    window.tasks.run(broken, done=lambda _r: None)
    driver.wait_for(lambda: window.problems.report is not None)
    report = window.problems.report
    assert report is not None
    assert "ZeroDivisionError: a bug of ours" in report.report.toPlainText()
    report.close()


@pytest.mark.with_map
def test_the_theme_changes_at_once_and_is_remembered(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=IZHEVSK)
    window = driver.window
    light = window.palette().window().color().lightness()
    window.theme.choose("dark")
    driver.settle()
    assert window.palette().window().color().lightness() < light
    assert driver.in_map("document.documentElement.dataset.theme") == "dark"
    assert settings.theme() == "dark"
    assert window.selection.answer is not None
    assert window.selection.answer.number in shown_texts(window.panel)


def test_only_web_addresses_open(
    open_window: Open, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        source_card.QDesktopServices, "openUrl", lambda url: opened.append(url.toString())
    )
    for address in ("javascript:alert(1)", "file:///etc/passwd", "https:", "mapper://app", ""):
        assert not source_card.is_web_address(address)
        source_card.open_address(address)
    source_card.open_address("https://example.org/a?b=c&d=e")
    assert opened == ["https://example.org/a?b=c&d=e"]


def test_layout_is_remembered(open_window: Open, empty: Path) -> None:
    driver = open_window(empty)
    driver.window.splitter.setSizes([300, 700, 440])
    sizes = driver.window.splitter.sizes()
    driver.window._save_layout()
    again = open_window(empty, wait=False)
    assert again.window.splitter.sizes() == sizes


def test_long_words_wrap_and_are_copied_as_they_were(qtbot: QtBot) -> None:
    address = "https://example.org/" + "a" * 80
    label = TextLabel(address)
    qtbot.addWidget(label)
    label.resize(200, 300)
    assert label.heightForWidth(200) > 3 * label.fontMetrics().height()
    label.setSelection(0, len(label.text()))
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == address


def test_every_command_is_reachable_by_keyboard_or_menu(open_window: Open, empty: Path) -> None:
    driver = open_window(empty)
    for menu in driver.window.actions_table.menus.values():
        for action in menu.actions():
            assert action.isSeparator() or action.text()
    for button in driver.window.findChildren(QPushButton):
        assert button.text() or button.accessibleName()


def test_a_title_that_would_fill_the_panel_is_cut_and_stands_whole_below(
    open_window: Open, sample: Path
) -> None:
    title = "Ракети " * 300
    with open_project(sample, "rw") as project:
        event_id = str(project.events["event_id"][0])
        project.update_events([event_id], title=title.strip())
    driver = open_window(sample, select=event_id)
    labels = driver.window.panel.findChildren(TextLabel)
    shown = [label.accessibleName() for label in labels if "Ракети" in label.accessibleName()]
    assert [len(text) < 250 for text in shown[:2]] == [True, False]
    assert shown[0].endswith("…")
    assert title.strip() in shown
