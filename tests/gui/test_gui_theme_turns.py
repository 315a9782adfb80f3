"""Another theme comes in turns: input is answered between them, nothing half-dressed is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtWidgets import QApplication, QWidget

from mapper.gui.style import style_sheet
from mapper.gui.theme import DARK, HIGH_CONTRAST, LIGHT, ThemeKeeper

Open = Callable[..., Any]


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ThemeKeeper]:
    """Return a keeper of the light theme; the tests that follow have that again."""
    made = ThemeKeeper(qapp, "light")
    made.choose("light")
    yield made
    made.choose("light")


def test_without_a_window_a_theme_is_there_at_once(keeper: ThemeKeeper, qapp: QApplication) -> None:
    heard: list[object] = []
    keeper.changed.connect(heard.append)
    keeper.choose("dark")
    assert heard == [DARK]
    assert qapp.styleSheet() == style_sheet(DARK)
    # The same again is no change.
    keeper.choose("dark")
    assert heard == [DARK]


class Application:
    """The application, and a note of each sheet it puts on and whether a window was painted."""

    def __init__(self, real: QApplication, window: QWidget) -> None:
        self.real, self.window = real, window
        self.sheets: list[tuple[str, bool]] = []

    def setStyleSheet(self, sheet: str) -> None:
        self.sheets.append((sheet, self.window.updatesEnabled()))
        self.real.setStyleSheet(sheet)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@pytest.fixture
def noted(qtbot: Any, keeper: ThemeKeeper, qapp: QApplication, monkeypatch: Any) -> Application:
    """Return the application with a window on the screen."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Application(qapp, window)
    monkeypatch.setattr(keeper, "_application", made)
    return made


def test_a_window_on_the_screen_is_not_painted_between_two_sheets(
    qtbot: Any, keeper: ThemeKeeper, noted: Application
) -> None:
    heard: list[object] = []
    keeper.changed.connect(heard.append)
    keeper.choose("dark")
    # Who draws by themselves hear of it at once; the sheet waits for turns of its own.
    assert heard == [DARK]
    assert noted.sheets == []
    assert not noted.window.updatesEnabled()
    qtbot.waitUntil(noted.window.updatesEnabled)
    assert noted.sheets == [("", False), (style_sheet(DARK), False)]


def test_who_changes_their_mind_gets_the_last_theme(
    qtbot: Any, keeper: ThemeKeeper, noted: Application
) -> None:
    keeper.choose("dark")
    keeper.choose("high-contrast")
    qtbot.waitUntil(noted.window.updatesEnabled)
    # Once, though it was chosen twice.
    assert noted.sheets == [("", False), (style_sheet(HIGH_CONTRAST), False)]
    # Between the turns, too.
    noted.sheets.clear()
    keeper.choose("light")
    qtbot.waitUntil(lambda: bool(noted.sheets))
    keeper.choose("dark")
    qtbot.waitUntil(lambda: noted.sheets[-1][0] == style_sheet(DARK))
    qtbot.waitUntil(noted.window.updatesEnabled)
    assert not any(painted for _, painted in noted.sheets)
    assert noted.real.styleSheet() == style_sheet(DARK)


def test_all_of_the_real_window_takes_the_theme(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    undo = window.actions_table["undo"]
    before = undo.icon().pixmap(20, 20).toImage()
    window.theme.choose("dark")
    driver.wait_for(window.updatesEnabled)
    # Icons come in a turn of their own.
    driver.wait_for(lambda: undo.icon().pixmap(20, 20).toImage() != before)
    driver.settle()
    assert driver.in_map("document.documentElement.dataset.theme") == "dark"
    assert window.palette().window().color().name() == DARK.window
    window.theme.choose("light")
    driver.wait_for(window.updatesEnabled)
    driver.settle()
    assert window.palette().window().color().name() == LIGHT.window
