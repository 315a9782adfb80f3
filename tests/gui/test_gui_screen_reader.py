"""A screen reader can name every control of the window and of its dialogs."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWebEngineWidgets import QWebEngineView
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from mapper.gui import commands

#: They hold controls, and are passed through to what they hold.
_HOLDERS = (QMainWindow, QDialog, QScrollArea, QStackedWidget, QTabWidget, QTabBar)


def name_of(widget: QWidget, top: QWidget) -> str:
    """Return what Qt tells a screen reader: a name given, the words on it, or its label's."""
    words = [widget.accessibleName()]
    if isinstance(widget, QAbstractButton | QLabel):
        words.append(widget.text())
    words += [label.text() for label in top.findChildren(QLabel) if label.buddy() is widget]
    return "".join(words).strip()


def nameless(top: QWidget) -> list[str]:
    """Return the controls under a window that the keyboard reaches and nobody can name."""
    found = []
    for widget in top.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not reached or not widget.isVisible() or isinstance(widget, _HOLDERS):
            continue
        # A page says itself what is in it.
        if isinstance(widget.parent(), QWebEngineView) or widget.objectName().startswith("qt_"):
            continue
        if widget.focusProxy() is not None or isinstance(widget.parent(), QAbstractItemView):
            continue
        if not name_of(widget, top):
            parents = []
            step: QWidget | None = widget
            while step is not None and step is not top:
                parents.append(f"{type(step).__name__}#{step.objectName()}")
                step = step.parentWidget()
            found.append(" < ".join(parents))
    return found


def test_a_nameless_control_is_found(qtbot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    top.show()
    edit = QLineEdit(top)
    edit.show()
    assert len(nameless(top)) == 1
    edit.setAccessibleName("Search")
    assert nameless(top) == []


def test_every_control_of_the_window_has_a_name(open_window, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    assert nameless(window) == []
    window.events.table.step(1)
    driver.settle()
    for name in ("facets", "check", "history", "fronts", "place", "measure", "tasks", "welcome"):
        window.actions_table[name].trigger()
        driver.settle()
        assert nameless(window) == [], name
    window.panel.distance.check.click()
    window.panel.distance.show_methods.click()
    window.actions_table["add_event"].trigger()
    window.actions_table["palette"].trigger()
    assert nameless(window) == []


def test_every_control_of_the_dialogs_has_a_name(
    open_window, sample: Path, tmp_path: Path, choose, monkeypatch
) -> None:
    driver = open_window(sample)
    window = driver.window
    table = tmp_path / "events.csv"
    table.write_text("date,title,lat,lon\n2025-07-01,One,49.9,36.2\n2025-07-02,Two,,\n")
    monkeypatch.setattr(commands.dialogs, "ask_imports", lambda *_args: [table])
    for name in ("about", "export_html", "import", "backups"):
        window.actions_table[name].trigger()
        driver.settle()
        dialogs = [
            top
            for top in QApplication.topLevelWidgets()
            if isinstance(top, QDialog) and top.isVisible()
        ]
        assert dialogs, name
        for dialog in dialogs:
            assert nameless(dialog) == [], name
            dialog.reject()
        driver.settle()
