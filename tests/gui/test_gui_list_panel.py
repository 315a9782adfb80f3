"""A panel of the left pane is worked on while somebody looks at it."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal
from pytestqt.qtbot import QtBot

from mapper.gui.list_panel import ListPanel


class Reader(QObject):
    changed = pyqtSignal()


def test_what_changes_unseen_is_shown_once_somebody_looks(qtbot: QtBot) -> None:
    panel, reader, times = ListPanel(), Reader(), []
    qtbot.addWidget(panel)
    panel.follow(reader.changed, lambda: times.append(1))
    assert len(times) == 1, "it begins with what is known"
    reader.changed.emit()
    reader.changed.emit()
    assert len(times) == 1
    panel.show()
    assert len(times) == 2
    panel.hide()
    panel.show()
    assert len(times) == 2, "nothing changed meanwhile"
    reader.changed.emit()
    assert len(times) == 3
