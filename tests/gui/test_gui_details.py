"""The panel of an event: parts that stay and parts that are made anew, and the way through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

pytestmark = pytest.mark.without_map

IZHEVSK = "mapper:2025-07-01-izhevsk"
LUHANSK = "mapper:2025-06-30-luhansk-claim"


def ways(panel: Any) -> list[QWidget]:
    """Return what Tab goes through in the panel, from its head on."""
    first = next(
        one
        for one in panel._head.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    found, one = [first], first.nextInFocusChain()
    while one is not first:
        if panel.isAncestorOf(one) and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(one)
        one = one.nextInFocusChain()
    return found


def test_the_keyboard_goes_from_the_top_down(open_window: Callable[..., Any], sample: Path) -> None:
    driver = open_window(sample)
    panel = driver.window.panel
    for event_id in (LUHANSK, IZHEVSK):
        driver.window.selection.select(event_id)
        driver.settle()
    parts = [panel._head, panel.distance, panel.place, panel._body, panel.adder, panel.history]
    numbers = [
        number for one in ways(panel) for number, part in enumerate(parts) if part.isAncestorOf(one)
    ]
    assert set(numbers) == set(range(max(numbers) + 1)) >= {0, 1, 2, 3, 4}
    # What a card adds once it has its answer comes last in the window.
    first = [numbers.index(number) for number in range(max(numbers) + 1)]
    assert first == sorted(first)


def test_an_edit_leaves_the_panel_where_it_was_scrolled_to(
    open_window: Callable[..., Any], sample: Path
) -> None:
    driver = open_window(sample)
    window = driver.window
    window.selection.select(IZHEVSK)
    driver.settle()
    down = window.panel._area.verticalScrollBar()
    assert down.maximum() > 60
    down.setValue(60)
    window.session.edit(lambda project, _progress: project.update_events([IZHEVSK], title="Other"))
    driver.settle()
    assert window.panel.detail.event.title == "Other"
    assert down.value() == 60
    window.selection.select(LUHANSK)
    driver.settle()
    assert down.value() == 0
