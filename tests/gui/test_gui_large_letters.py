"""The window goes with the size of the system's letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QApplication, QScrollArea

from mapper.gui import style


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
    window.resize(QSize(1500, 800))
    assert toolbar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
