"""Menus whose entries are not commands: recent projects, themes."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QActionGroup
from PyQt6.QtWidgets import QMenu, QWidget

from mapper.gui import settings
from mapper.gui.theme import THEMES, ThemeKeeper


class RecentMenu(QMenu):
    """Projects opened lately.

    Signals
    -------
    chosen(Path)
        One is to be opened.
    """

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Open &recent", parent)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for path in settings.recent_projects():
            self._add(path)
        if self.isEmpty():
            nothing = self.addAction("No recent projects")
            assert nothing is not None
            nothing.setEnabled(False)

    def _add(self, path: Path) -> None:
        # An ampersand in a menu's text would become a keyboard mnemonic.
        action = self.addAction(path.name.replace("&", "&&"))
        assert action is not None
        action.setStatusTip(str(path))
        action.triggered.connect(lambda: self.chosen.emit(path))


class ThemeMenu(QMenu):
    """Light, dark, or as the system."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__("&Theme", parent)
        group = QActionGroup(self)
        for name in THEMES:
            words = "Follow the system" if name == "system" else name.capitalize()
            action = self.addAction(words)
            assert action is not None
            action.setCheckable(True)
            action.setChecked(name == theme.chosen)
            action.triggered.connect(lambda _on, chosen=name: theme.choose(chosen))
            group.addAction(action)
