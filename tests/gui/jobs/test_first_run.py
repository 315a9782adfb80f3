"""A newcomer starts Mapper: the sample is there with its distance, and three things to try."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import Qt


def test_a_newcomer_sees_the_sample_and_tries_three_things(
    open_window: Any, press: Any, picture: Any, clipboard: Any
) -> None:
    driver = open_window(None)
    window, qtbot = driver.window, driver.qtbot
    assert window.session.data.path == window.session.sample_path
    assert len(driver.titles()) == 3
    # The first event is shown at once, with its distance and on the map.
    assert window.selection.event_id == "mapper:2025-07-01-izhevsk"
    driver.wait_for(lambda: window.selection.answer is not None)
    assert "km" in window.selection.answer.number
    assert driver.in_map("mapper.selected()") == window.selection.event_id
    welcome = window.welcome
    assert welcome.isVisible()
    picture(driver, "welcome")

    qtbot.keyClick(window.events.table, Qt.Key.Key_J)
    driver.settle()
    press(driver, "find")
    qtbot.keyClicks(window.events.filter_bar.search, "plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    driver.settle()
    assert "1 of 3 events" in window.count.whole
    press(driver, "clear_filter")
    driver.settle()
    press(driver, "previous")
    driver.settle()
    driver.wait_for(lambda: window.selection.answer is not None)
    press(driver, "copy_statement")
    assert "line of contact" in clipboard()
    driver.settle()
    picture(driver, "tried")
    assert welcome.tried == {"read", "filter", "copy"}


def test_the_next_start_opens_what_was_open_last(open_window: Any, sample: Any) -> None:
    first = open_window(sample)
    first.window.session.close()
    again = open_window(None)
    assert again.window.session.data.path == sample
