"""Workers: results on the GUI thread, one at a time per lane, newest wins."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from mapper.gui.tasks import Progress, Tasks
from mapper.model.errors import CancelledError


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.finish()


def idle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=5000)


def test_results_arrive_on_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    threads = []

    def work(_progress: Progress) -> int:
        threads.append(threading.get_ident())
        return 7

    results = []
    tasks.run(work, done=lambda r: results.append((r, threading.get_ident())))
    idle(qtbot, tasks)
    assert results == [(7, threading.get_ident())]
    assert threads != [threading.get_ident()]


def test_errors_are_handed_over_whatever_they_are(qtbot: QtBot, tasks: Tasks) -> None:
    def work(_progress: Progress) -> None:
        raise ZeroDivisionError("bug")

    met: list[BaseException] = []
    tasks.failed.connect(met.append)
    tasks.run(work, done=lambda _r: pytest.fail("there is no result"))
    idle(qtbot, tasks)
    assert [type(error) for error in met] == [ZeroDivisionError]
    assert met[0].__traceback__ is not None


def test_the_newest_of_a_key_wins(qtbot: QtBot, tasks: Tasks) -> None:
    release = threading.Event()
    results: list[str] = []
    tasks.run(lambda _p: release.wait(5), done=lambda _r: None, lane="measure")
    for name in ("first", "second", "third"):
        tasks.run(lambda _p, n=name: n, done=results.append, lane="measure", newest="answer")
    release.set()
    idle(qtbot, tasks)
    assert results == ["third"]


def test_the_project_lane_never_overlaps(qtbot: QtBot, tasks: Tasks) -> None:
    busy = threading.Lock()

    def work(_progress: Progress) -> bool:
        alone = busy.acquire(blocking=False)
        threading.Event().wait(0.002)
        if alone:
            busy.release()
        return alone

    results: list[bool] = []
    for _ in range(20):
        tasks.run(work, done=results.append, lane="project")
    idle(qtbot, tasks)
    assert results == [True] * 20


def test_cancelled_work_ends_with_a_sentence(qtbot: QtBot, tasks: Tasks) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        entered.set()
        go_on.wait(5)
        progress(0.5)

    met: list[BaseException] = []
    task = tasks.run(work, done=pytest.fail, failed=met.append, name="Importing")
    assert entered.wait(5)
    task.cancel()
    go_on.set()
    idle(qtbot, tasks)
    assert isinstance(met[0], CancelledError)
    assert str(met[0]) == "Importing was cancelled; nothing was changed."


def test_nothing_starts_after_the_end(qtbot: QtBot, tasks: Tasks) -> None:
    done: list[int] = []
    tasks.finish()
    task = tasks.run(lambda _progress: done.append(1), done=done.append, name="Late")
    assert tasks.is_idle
    assert not task.wanted
    qtbot.wait(20)
    assert not done


def test_finishing_drops_results(qtbot: QtBot, tasks: Tasks) -> None:
    tasks.run(lambda _p: 1, done=lambda _r: pytest.fail("delivered after the end"))
    tasks.finish()
    idle(qtbot, tasks)


def test_results_that_arrive_together_are_delivered_in_turns(qtbot: QtBot, tasks: Tasks) -> None:
    worked = [threading.Event() for _ in range(3)]
    order: list[object] = []

    def deliver(number: int) -> None:
        order.append(number)
        # What the person does meanwhile comes before the next result.
        QTimer.singleShot(0, lambda: order.append("between"))
        assert not tasks.is_idle

    for number, event in enumerate(worked):
        tasks.run(
            lambda _p, n=number, e=event: e.set() or n,
            done=deliver,
            lane="list",
        )
    tasks.run(lambda _p: None, done=lambda _r: None, lane="list")
    assert all(event.wait(5) for event in worked)
    qtbot.waitUntil(lambda: order.count("between") == 3, timeout=5000)
    assert order == [0, "between", 1, "between", 2, "between"]
    idle(qtbot, tasks)
