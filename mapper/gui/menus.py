"""Menus whose entries are not commands: recent projects, themes, colours of events, base maps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QMenu, QWidget

from mapper.basemap.providers import providers
from mapper.gui import settings
from mapper.gui.actions import Actions
from mapper.gui.basemaps import Basemaps
from mapper.gui.problems import Presenter
from mapper.gui.spec import FILE, VIEW
from mapper.gui.theme import THEMES, ThemeKeeper
from mapper.gui.translation import LANGUAGE, LANGUAGES, language_wished, tr
from mapper.gui.web import MapView

#: What colours of events may tell: the map's word, and the menu's.
STYLES: Final = {
    "status": tr("&Verification status"),
    "type": tr("&Type"),
    "weapon": tr("&Weapon"),
    "casualties": tr("People &killed"),
}


def add_menus(
    actions: Actions,
    theme: ThemeKeeper,
    basemaps: Basemaps,
    view: MapView,
    problems: Presenter,
    parent: QWidget,
) -> tuple[RecentMenu, ThemeMenu]:
    """Add these menus to those of the commands; return the two that others use."""
    recent, themes = RecentMenu(parent), ThemeMenu(theme, parent)
    actions.menus[FILE].insertMenu(actions["sample"], recent)
    menu = actions.menus[VIEW]
    menu.addSeparator()
    menu.addMenu(StyleMenu(view, parent))
    menu.addMenu(BasemapMenu(basemaps, parent))
    menu.addMenu(themes)
    menu.addMenu(LanguageMenu(problems, parent))
    return recent, themes


class RecentMenu(QMenu):
    """Projects opened lately.

    Signals
    -------
    chosen(Path)
        One is to be opened.
    """

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Open &recent"), parent)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for path in settings.recent_projects():
            self._add(path)
        if self.isEmpty():
            nothing = self.addAction(tr("No recent projects"))
            assert nothing is not None
            nothing.setEnabled(False)

    def _add(self, path: Path) -> None:
        # An ampersand in a menu's text would become a keyboard mnemonic.
        action = self.addAction(path.name.replace("&", "&&"))
        assert action is not None
        action.setStatusTip(str(path))
        action.triggered.connect(lambda: self.chosen.emit(path))


class ThemeMenu(QMenu):
    """Light, dark, high contrast, or as the system."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(tr("T&heme"), parent)
        group = QActionGroup(self)
        for name, words in THEMES.items():
            action = self.addAction(words)
            assert action is not None
            action.setCheckable(True)
            action.setChecked(name == theme.chosen)
            action.triggered.connect(lambda _on, chosen=name: theme.choose(chosen))
            group.addAction(action)


class LanguageMenu(QMenu):
    """The languages of the window, each by its own name; the next start takes the chosen one."""

    def __init__(self, problems: Presenter, parent: QWidget) -> None:
        super().__init__(tr("&Language"), parent)
        self._problems = problems
        group = QActionGroup(self)
        for code, words in {"": tr("Follow the system"), **LANGUAGES}.items():
            action = self.addAction(words)
            assert action is not None
            action.setCheckable(True)
            action.setChecked(code == settings.language())
            action.triggered.connect(lambda _on, chosen=code: self._choose(chosen))
            group.addAction(action)

    def _choose(self, code: str) -> None:
        settings.set_language(code)
        told = tr("The language changes when Mapper is started again.")
        if language_wished() == LANGUAGE:
            self._problems.withdraw(told)
        else:
            self._problems.tell(told, {})


class BasemapMenu(QMenu):
    """Mapper's own base map, a file of tiles, or tiles of a host."""

    def __init__(self, basemaps: Basemaps, parent: QWidget) -> None:
        super().__init__(tr("Ba&se map"), parent)
        self._entries: dict[str, QAction] = {}
        self._group = QActionGroup(self)
        self._add("", tr("&Mapper's own"), tr("Drawn by Mapper, offline"), basemaps.show_own)
        self._add("file:", tr("Tiles &file…"), tr("An MBTiles or PMTiles file"), basemaps.ask_file)
        self.addSection(tr("Online (asks first)"))
        for one in providers():
            choose = partial(basemaps.choose_online, one.key)
            self._add(
                f"online:{one.key}", one.tiles.name, tr("Tiles of {host}", host=one.host), choose
            )
        basemaps.changed.connect(self._mark)
        self._mark(basemaps.shown)

    def _add(self, name: str, text: str, tip: str, choose: Callable[[], None]) -> None:
        action = QAction(text, self)
        action.setStatusTip(tip)
        action.setCheckable(True)
        action.triggered.connect(lambda _on: choose())
        self._group.addAction(action)
        self.addAction(action)
        self._entries[name] = action

    def _mark(self, shown: str) -> None:
        name = "file:" if shown.startswith("file:") else shown
        if name in self._entries:
            self._entries[name].setChecked(True)


class StyleMenu(QMenu):
    """What the colours of events on the map tell; the legend offers the same."""

    def __init__(self, view: MapView, parent: QWidget) -> None:
        super().__init__(tr("Colour e&vents by"), parent)
        group = QActionGroup(self)
        for name, words in STYLES.items():
            action = self.addAction(words)
            assert action is not None
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == "status")
            action.triggered.connect(lambda _on, chosen=name: view.set_style(chosen))
            group.addAction(action)
        view.lookChanged.connect(self._follow)

    def _follow(self, look: dict[str, Any]) -> None:
        for action in self.actions():
            if action.data() == look["style"]:
                action.setChecked(True)
