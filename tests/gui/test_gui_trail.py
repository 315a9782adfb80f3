"""Back and forward through what was looked at; a place opened in another map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PyQt6.QtCore import QUrl

from mapper.gui import copy_menu
from mapper.gui.copy_menu import CopyPosition
from mapper.gui.services import addresses
from mapper.gui.theme import LIGHT
from mapper.model.filters import EventFilter

pytestmark = pytest.mark.without_map

IZHEVSK = "mapper:2025-07-01-izhevsk"
GULYAI_POLE = "mapper:gulyai-pole"
LUHANSK = "mapper:2025-06-30-luhansk-claim"

Open = Callable[..., Any]


def test_one_goes_back_and_forward(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    back, forward = window.actions_table["back"], window.actions_table["forward"]
    assert not back.isEnabled()
    for event_id in (IZHEVSK, LUHANSK, GULYAI_POLE):
        window.selection.select(event_id)
        driver.settle()
    window.events.filter_bar.set_filter(EventFilter(from_day=dt.date(2025, 7, 1)))
    driver.settle()
    back.trigger()
    driver.settle()
    assert window.selection.event_id == LUHANSK
    assert window.events.filter_bar.chosen.everything, "the filter hid it"
    back.trigger()
    driver.settle()
    assert window.selection.event_id == IZHEVSK
    assert not back.isEnabled()
    forward.trigger()
    driver.settle()
    assert window.selection.event_id == LUHANSK
    window.selection.select(IZHEVSK)
    driver.settle()
    assert not forward.isEnabled(), "who turned elsewhere left what was ahead"


def test_what_is_deleted_is_passed_over(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    for event_id in (IZHEVSK, LUHANSK, GULYAI_POLE):
        window.selection.select(event_id)
        driver.settle()
    window.session.edit(lambda project, _progress: project.delete_events([LUHANSK]))
    driver.settle()
    window.actions_table["back"].trigger()
    driver.settle()
    assert window.selection.event_id == IZHEVSK


def test_a_place_is_opened_in_another_map(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(copy_menu.QDesktopServices, "openUrl", opened.append)
    button = CopyPosition(36.2304, 49.9935, LIGHT, dt.date(2025, 7, 1))
    qtbot.addWidget(button)
    menu = button.menu()
    assert menu is not None
    others = next(action.menu() for action in menu.actions() if action.menu() is not None)
    for action in others.actions():
        action.trigger()
    assert len(opened) == len(addresses(0, 0, dt.date(2025, 7, 1)))
    for url in opened:
        parts = urlsplit(url.toString())
        assert parts.scheme == "https"
        assert "49.9935" in url.toString()
        assert "36.2304" in url.toString()
    assert any("2025-07-01" in url.toString() for url in opened)
    assert not any("FIRMS" in name for name in addresses(36, 49, None))
