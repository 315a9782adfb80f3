"""Find the strike on Izhevsk, read its distance to the front, and copy what can be printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt


def test_a_statement_is_found_read_and_copied_by_keyboard(
    open_window: Any, sample: Path, press: Any, write: Any, picture: Any, clipboard: Any
) -> None:
    driver = open_window(sample)
    window, qtbot = driver.window, driver.qtbot
    press(driver, "find")
    search = window.events.filter_bar.search
    assert search.hasFocus()
    # Another spelling of the place, in another script.
    write(search, "Ижевск industrial")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    driver.settle()
    assert driver.in_map("mapper.counts().shown") == 1
    assert "1 of 3 events" in window.events.filter_bar.state.whole
    qtbot.keyClick(search, Qt.Key.Key_Down)
    driver.settle()
    if window.selection.event_id is None:
        qtbot.keyClick(window.events.table, Qt.Key.Key_J)
        driver.settle()
    answer = window.selection.answer
    assert re.fullmatch(r"1,26\d km", answer.number)
    picture(driver, "measured")
    press(driver, "copy_statement")
    copied = clipboard()
    assert answer.number in copied
    assert "line of contact" in copied
    assert "1 July 2025" in copied
    assert re.search(r"[0-9a-f]{64}", copied), "the inputs are named with their hashes"
    # One key shows everything again, and the selection stays.
    press(driver, "clear_filter")
    driver.settle()
    assert len(driver.titles()) == 3
    assert window.selection.answer.number == answer.number


def test_two_points_are_measured_on_the_map_and_copied(
    open_window: Any, sample: Path, press: Any, picture: Any, clipboard: Any
) -> None:
    driver = open_window(sample)
    bar = driver.window.measure_bar
    press(driver, "measure")
    driver.settle()
    for lon, lat in ((30.5234, 50.4501), (36.2304, 49.9935)):
        driver.in_map(f"MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon})}}), 0")
    driver.wait_for(lambda: "km" in bar.text.text())
    driver.settle()
    picture(driver, "legs")
    bar.copy.click()
    # Kyiv to Kharkiv is 411 km (pyproj's inverse problem of these two points).
    assert re.search(r"41[01][.\d]* km", clipboard())
    press(driver, "clear_filter")
    assert not bar.isVisible()
