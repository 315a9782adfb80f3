"""A panel of the left pane is worked on while somebody looks at it."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapper.gui.list_panel import ListAndCard, ListPanel


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


def test_in_a_low_panel_the_list_has_most_of_the_room(qtbot: QtBot) -> None:
    split, listed, card = ListAndCard(), QWidget(), QWidget()
    qtbot.addWidget(split)
    split.fill(listed, card, 280)
    split.resize(400, 900)
    split.show()
    assert card.height() == 280
    split.resize(400, 340)
    assert 1.3 * card.height() < listed.height()
    split.resize(400, 900)
    assert card.height() == 280
    # What a person chose stays.
    split.splitterMoved.emit(500, 1)
    split.setSizes([500, 400])
    split.resize(400, 600)
    assert card.height() > 280
