"""Slow work is seen: what runs, how far, a Cancel for each, and how the last ones ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mapper.gui import task_area
from mapper.gui.task_area import TaskArea
from mapper.gui.tasks import Progress, Tasks
from mapper.model.errors import ProjectError


class Desk(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.tasks = Tasks()
        self.area = TaskArea(self.tasks)
        self.met: list[BaseException] = []
        self.tasks.failed.connect(self.met.append)
        QVBoxLayout(self).addWidget(self.area)
        self.gates: dict[str, threading.Event] = {}

    def start(self, name: str, *, error: str = "") -> None:
        gate = self.gates[name] = threading.Event()

        def work(progress: Progress) -> None:
            progress(0.25, "halfway of half")
            while not gate.wait(0.01):
                progress.check()
            if error:
                raise ProjectError(error)

        self.tasks.run(work, done=lambda _r: None, name=name, stoppable=True)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    qtbot.addWidget(made)
    made.resize(900, 60)
    made.show()
    yield made
    made.tasks.finish()


def told(area: TaskArea) -> list[str]:
    assert area.list is not None
    labels = area.list.findChildren(QLabel)
    return [label.accessibleName() for label in labels if not label.isHidden()]


def test_one_task_is_shown_with_how_far_it_is(qtbot: QtBot, desk: Desk) -> None:
    desk.start("Exporting map.html")
    qtbot.waitUntil(desk.area.isVisible)
    qtbot.waitUntil(lambda: desk.area.bar.value() == 250)
    assert desk.area.label.whole == "Exporting map.html: halfway of half"
    assert desk.area.cancel.isVisible()
    desk.gates["Exporting map.html"].set()
    qtbot.waitUntil(lambda: desk.area.label.whole == "Done: Exporting map.html")
    assert not desk.area.isVisible(), "of short work the end is no news"


def test_how_long_work_ended_is_told_for_a_while(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_area, "_LONG_S", 0.0)
    desk.start("Exporting map.html")
    qtbot.waitUntil(desk.area.isVisible)
    desk.gates["Exporting map.html"].set()
    qtbot.waitUntil(lambda: desk.area.label.whole == "Done: Exporting map.html")
    assert desk.area.isVisible()
    assert not desk.area.bar.isVisible()


def test_quick_work_is_not_seen(qtbot: QtBot, desk: Desk) -> None:
    desk.tasks.run(lambda _p: 1, done=lambda _r: None, name="Editing")
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    assert not desk.area.isVisible()


def test_several_are_listed_and_each_is_cancelled_by_itself(qtbot: QtBot, desk: Desk) -> None:
    for name in ("Measuring distances", "Checking the data"):
        desk.start(name)
    qtbot.waitUntil(desk.area.isVisible)
    assert desk.area.more.text() == "2 tasks"
    desk.area.more.click()
    listed = desk.area.list
    assert listed is not None
    both = {"Measuring distances: halfway of half", "Checking the data: halfway of half"}
    qtbot.waitUntil(lambda: both < set(told(desk.area)))
    assert [bar.value() for bar in listed.findChildren(QProgressBar)] == [250, 250]
    buttons = {button.accessibleName(): button for button in listed.findChildren(QPushButton)}
    buttons["Cancel: Checking the data"].click()
    qtbot.waitUntil(lambda: "Cancelled: Checking the data" in told(desk.area))
    assert "Measuring distances: halfway of half" in told(desk.area)
    desk.gates["Measuring distances"].set()
    qtbot.waitUntil(lambda: "Nothing is running." in told(desk.area))
    qtbot.keyClick(listed.close_button, Qt.Key.Key_Escape)
    assert not listed.isVisible()


def test_a_failure_is_told_with_its_reason(qtbot: QtBot, desk: Desk) -> None:
    desk.start("Saving a copy", error="The disk is full.")
    desk.gates["Saving a copy"].set()
    qtbot.waitUntil(lambda: desk.area.label.whole == "Failed: Saving a copy")
    assert desk.area.isVisible(), "also when it failed at once"
    desk.area.open_list()
    qtbot.waitUntil(lambda: "Failed: Saving a copy\nThe disk is full." in told(desk.area))
    assert len(desk.met) == 1
