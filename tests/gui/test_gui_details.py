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


@pytest.mark.parametrize(("fact", "written"), [("event_type", ""), ("injured", "abc")])
def test_what_is_written_is_seen_whole_with_all_that_is_said_of_it(
    open_window: Callable[..., Any], sample: Path, fact: str, written: str
) -> None:
    """A list to choose from, or words on what is wrong, make it higher once it is open."""
    driver = open_window(sample, select=IZHEVSK)
    panel = driver.window.panel
    area = panel._area
    label = panel.desk._facts[fact]
    at = label.mapTo(area.widget(), label.rect().topLeft()).y()
    area.verticalScrollBar().setValue(at - area.viewport().height() + label.height() + 4)
    panel.desk.write(fact)

    def seen() -> bool:
        writing = panel.desk.editing
        top = writing.mapTo(area.viewport(), writing.rect().topLeft()).y()
        return writing.height() > 40 and 0 <= top <= area.viewport().height() - writing.height()

    driver.wait_for(seen, timeout=5000)
    if written:
        height, down = panel.desk.editing.height(), area.verticalScrollBar()
        at = panel.desk.editing.mapTo(area.viewport(), panel.desk.editing.rect().bottomLeft()).y()
        down.setValue(down.value() + at + 1 - area.viewport().height())
        driver.qtbot.keyClicks(panel.desk.editing.editor.edit, written)
        driver.wait_for(lambda: panel.desk.editing.height() > height and seen(), timeout=5000)
