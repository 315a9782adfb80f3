"""What a person does, through the real window; pictures of it on request.

``MAPPER_PICTURES=folder pytest tests/gui/jobs`` also saves a picture of each step, light and dark.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PyQt6.QtWidgets import QApplication, QDialog, QWidget

Picture = Callable[[Any, str], None]


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Picture:
    """Return what saves the window (and a dialog before it) as it stands, light and dark."""
    folder = os.environ.get("MAPPER_PICTURES")

    def take(driver: Any, name: str) -> None:
        if folder is None:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for theme in ("dark", "light"):
            driver.window.theme.choose(theme)
            driver.settle()
            # Nothing is painted between two sheets.
            driver.wait_for(driver.window.updatesEnabled)
            # Pages of dialogs do not say when they are painted.
            driver.qtbot.wait(1_000)
            shown = [driver.window, *driver.window.findChildren(QDialog)]
            for number, widget in enumerate(one for one in shown if one.isVisible()):
                file = f"{request.node.path.stem[5:]}-{name}-{theme}{number or ''}.png"
                widget.grab().save(str(Path(folder) / file))

    return take


@pytest.fixture
def drop() -> Callable[..., None]:
    """Return what drops files on the window, as a file manager does."""

    def drop_files(driver: Any, *files: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        nothing = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        at = QPointF(400, 300)
        enter = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, data, *nothing)
        QApplication.sendEvent(driver.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(
            driver.window, QDropEvent(at, Qt.DropAction.CopyAction, data, *nothing)
        )

    return drop_files


@pytest.fixture
def press() -> Callable[..., None]:
    """Return what presses the keys of a command, in the window."""

    def press_keys(driver: Any, name: str) -> None:
        action = driver.window.actions_table[name]
        assert action.isEnabled(), name
        if QApplication.activeModalWidget() is None and not driver.window.isActiveWindow():
            # A dialog was closed: offscreen there is no window manager to go back.
            driver.window.activateWindow()
            driver.wait_for(driver.window.isActiveWindow)
        keys = action.shortcut()[0]
        driver.qtbot.keyClick(
            QApplication.focusWidget() or driver.window, keys.key(), keys.keyboardModifiers()
        )

    return press_keys


@pytest.fixture
def clipboard() -> Callable[[], str]:
    """Return what reads the clipboard."""

    def read() -> str:
        board = QGuiApplication.clipboard()
        assert board is not None
        return board.text()

    return read


@pytest.fixture
def write() -> Callable[[QWidget, str], None]:
    """Return what writes words of any script (QTest has keys of Latin letters only)."""

    def write_words(widget: QWidget, words: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)

    return write_words
