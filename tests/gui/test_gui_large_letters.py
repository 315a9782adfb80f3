"""The window goes with the size of the system's letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QApplication, QScrollArea

from mapper.gui import style
from mapper.gui.web.view import letters_zoom


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    usual = qapp.font()
    large = QFont(usual)
    large.setPointSizeF(usual.pointSizeF() * 16 / 9)
    qapp.setFont(large)
    yield
    qapp.setFont(usual)


def test_the_style_sheet_fixes_no_size_of_letters() -> None:
    text = Path(style.__file__).read_text(encoding="utf-8")
    assert not re.search(r"font(-size)?\s*:", text)


@pytest.mark.usefixtures("large_letters")
def test_nothing_is_cut_with_large_letters(open_window, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    window.events.table.step(1)
    driver.settle()
    window.resize(QSize(1000, 700))
    driver.settle()
    assert window.width() == 1000
    # Words that have no room are left out, buttons never.
    toolbar = window.actions_table.toolbar
    assert toolbar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    shown = [toolbar.widgetForAction(action) for action in toolbar.actions()]
    assert all(widget.isVisible() for widget in shown if widget is not None)
    for area in window.panel.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.width() <= area.viewport().width()
    window.resize(QSize(1600, 800))
    assert toolbar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@pytest.mark.usefixtures("large_letters")
def test_the_map_follows_the_size_of_letters(open_window, sample: Path) -> None:
    driver = open_window(sample)
    view = driver.window.map_view
    zoom = letters_zoom(QApplication.font())
    assert 1.3 < zoom < 2.0
    # Everything in it is larger: its letters, its buttons, names on the map.
    assert evaluate(driver, "devicePixelRatio") == pytest.approx(zoom, abs=0.01)
    assert evaluate(driver, "innerWidth") == pytest.approx(view.width() / zoom, abs=2)
    assert view.room.width() == pytest.approx(view.width() / zoom, abs=1)
    # What is framed is wholly in view all the same.
    driver.window.selection.frame_next = True
    driver.window.events.table.step(1)
    driver.settle()
    line = driver.window.selection.answer.geodesic["line"]
    inside = "(([x, y]) => MapperClient.app.map.getBounds().contains([y, x]))"
    for point in (line[0][0], line[-1][-1]):
        assert evaluate(driver, f"{inside}({list(point)!r})") is True


def test_usual_letters_leave_the_page_as_it_is(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    for pixels, zoom in ((9, 1.0), (13, 1.0), (14, 1.1), (26, 2.0), (90, 3.0)):
        font.setPixelSize(pixels)
        assert letters_zoom(font) == pytest.approx(zoom)


def evaluate(driver: Any, script: str) -> Any:
    found: list[Any] = []
    driver.window.map_view.run(script, found.append)
    driver.wait_for(lambda: bool(found))
    return found[0]
