"""The real window, offscreen: a project to open, folders and settings of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

import pandas as pd
import pytest
from PyQt6.QtCore import QSettings, QSize, Qt, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mapper.gui import commands, settings
from mapper.gui.qtlog import HARMLESS
from mapper.gui.theme import ThemeKeeper
from mapper.gui.web import MapView, register_scheme
from mapper.gui.web.page import MapPage
from mapper.gui.window import MainWindow
from mapper.mapdoc import MapDocument
from mapper.project import create_project, sample_project

# The scheme has to be there before the one QApplication of the test run is made.
register_scheme()


_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(*HARMLESS))


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "settings"
    # What an earlier test set goes into its own file.
    settings.FILE.finish()
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    settings.FILE.forget()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _no_key_is_held() -> Iterator[None]:
    yield
    # QTest.keyClick leaves the modifier it was given held, for tests of other windows too.
    if QGuiApplication.instance() is not None and QGuiApplication.keyboardModifiers():
        QTest.keyClick(QWidget(), Qt.Key.Key_F35)
        assert not QGuiApplication.keyboardModifiers()


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_project(tmp_path_factory.mktemp("sample") / "sample.gpkg")


@pytest.fixture
def sample(_sample: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample project."""
    return Path(shutil.copy(_sample, tmp_path / "sample.gpkg"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return an empty project."""
    path = tmp_path / "empty.gpkg"
    create_project(path).close()
    return path


class BlankMap(MapView):
    """The map without its page: it is told everything, and draws nothing.

    Half of what a window costs is its page; see the marker ``without_map``.
    """

    def __init__(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MapPage, "load", lambda *_args: None)
            super().__init__()

    def load(self, document: MapDocument, event_ids: pd.Index | None = None) -> None:
        pass

    def when_drawn(self, callback: Callable[[], None]) -> None:
        QTimer.singleShot(0, callback)

    def run(self, script: str, callback: Callable[[Any], None]) -> None:
        pytest.fail("this window has no map page: the test needs the marker with_map")


class Driver:
    """The window and what a person does with it."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def settle(self, timeout: int = 60_000) -> None:
        """Wait until nothing is being worked on and the map is painted."""
        settled: list[bool] = []
        self.window.when_settled(lambda: settled.append(True))
        self.wait_for(lambda: bool(settled) or self.window.problems.report is not None, timeout)
        assert settled, "the window met a bug"

    def wait_for(self, condition: Callable[[], bool], timeout: int = 30_000) -> None:
        """Wait until a condition holds."""
        self.qtbot.waitUntil(condition, timeout=timeout)

    def in_map(self, script: str) -> Any:
        """Return the value of a script in the map page."""
        with self.qtbot.waitCallback(timeout=20_000) as done:
            self.window.map_view.run(script, done)
        return done.args[0]

    def dialog(self) -> Any:
        """Wait for a dialog of the commands and return it."""
        self.wait_for(lambda: self.window.commands.dialog is not None)
        return self.window.commands.dialog

    def titles(self) -> list[str]:
        """Return the titles listed."""
        model = self.window.events.model
        return [model.index(row, 1).data() for row in range(model.rowCount())]


@pytest.fixture
def drive(qtbot: QtBot) -> Callable[[MainWindow], Driver]:
    """Return a function that makes a driver of a window that several tests share."""
    return lambda window: Driver(qtbot, window)


@pytest.fixture
def open_window(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    qapp: QApplication,
) -> Iterator[Callable[..., Driver]]:
    """Return a function that opens the window on a project and waits for it."""
    windows: list[MainWindow] = []
    marked = request.node.get_closest_marker
    blank = marked("without_map") is not None and marked("with_map") is None
    if blank:
        # Nor is anything packed for the page.
        monkeypatch.setattr(MapDocument, "brief", b"")

    def open_it(path: Path | None, *, wait: bool = True, **options: Any) -> Driver:
        keeper = ThemeKeeper(qapp, options.pop("theme", "light"))
        window = MainWindow(keeper, map_view=BlankMap() if blank else None)
        window.place(QSize(1280, 800))
        windows.append(window)
        window.show()
        window.open_first(path, options.get("select"), options.get("day"))
        driver = Driver(qtbot, window)
        if wait:
            driver.settle()
        return driver

    yield open_it
    for window in windows:
        with qtbot.waitSignal(window.map_view.destroyed, timeout=20_000):
            window.close()
            window.deleteLater()


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Return a function that answers a question for files."""

    def answer(question: str, value: Any) -> None:
        monkeypatch.setattr(commands.dialogs, question, lambda *_args: value)

    return answer
