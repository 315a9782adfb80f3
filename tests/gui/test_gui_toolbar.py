"""The toolbar: words while they have room, else icons; a button is never hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QApplication

Open = Callable[..., Any]


def test_no_button_is_hidden_at_any_width(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    toolbar = window.actions_table.toolbar
    with_words = set()
    for width in range(900, 1400, 10):
        window.resize(QSize(width, 800))
        QApplication.processEvents()
        shown = [toolbar.widgetForAction(action) for action in toolbar.actions()]
        assert all(one.isVisible() for one in shown if one is not None), width
        assert toolbar.sizeHint().width() <= toolbar.width(), width
        with_words.add(toolbar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    # There are both: words at 1280 pixels, too.
    assert with_words == {True, False}
    window.resize(QSize(1280, 800))
    assert toolbar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
