"""Rubbish is looked for in the GUI thread while no work runs; tables are set aside."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pytest
import shapely
from PyQt6 import sip
from PyQt6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mapper.gui import sweeping
from mapper.gui.session import Session
from mapper.gui.sweeping import Sweeper
from mapper.gui.tasks import Tasks


@dataclass
class State:
    """What the sweeper looks at of a project that was read."""

    events: gpd.GeoDataFrame


class Knot:
    """Refers to itself, so that only a search finds it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def parts(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Tasks, Session]]:
    monkeypatch.setattr(sweeping, "_LOOKED_MS", 10)
    gc.collect()
    parent = QObject()
    tasks = Tasks(parent)
    session = Session(tasks, parent)
    Sweeper(tasks, session, parent)
    yield tasks, session
    session.close()
    sip.delete(parent)
    gc.unfreeze()


def make_knots(count: int) -> weakref.ref[Knot]:
    knots = [Knot() for _ in range(count)]
    return weakref.ref(knots[0])


def test_rubbish_is_found_though_python_searches_no_more(
    qtbot: QtBot, parts: tuple[Tasks, Session]
) -> None:
    assert not gc.isenabled()
    knot = make_knots(2_000)
    assert knot() is not None
    qtbot.waitUntil(lambda: knot() is None)


def test_nothing_is_searched_while_work_runs(qtbot: QtBot, parts: tuple[Tasks, Session]) -> None:
    go_on, done = threading.Event(), []
    parts[0].run(lambda _progress: go_on.wait(20), done=done.append)
    knot = make_knots(2_000)
    qtbot.wait(100)
    assert knot() is not None
    go_on.set()
    qtbot.waitUntil(lambda: bool(done) and knot() is None)


def test_what_came_in_bulk_is_set_aside_until_another_project_is_opened(
    qtbot: QtBot, parts: tuple[Tasks, Session]
) -> None:
    _, session = parts
    before = gc.get_freeze_count()
    knot = make_knots(50_000)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > before + 40_000)
    assert knot() is not None
    # The first project that is opened leaves nothing behind, the second does.
    session.opened.emit(None)
    qtbot.wait(50)
    assert knot() is not None
    session.opened.emit(None)
    qtbot.waitUntil(lambda: knot() is None)


def test_python_searches_again_once_the_window_is_gone(qapp: object) -> None:
    parent = QObject()
    tasks = Tasks(parent)
    session = Session(tasks, parent)
    Sweeper(tasks, session, parent)
    assert not gc.isenabled()
    session.close()
    sip.delete(parent)
    assert gc.isenabled()


def test_positions_are_let_go_in_a_worker_once_all_else_of_their_state_is_gone(
    qtbot: QtBot, parts: tuple[Tasks, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_AT_ONCE", 10)
    threads: list[int] = []
    points = [shapely.Point(number, number) for number in range(25)]
    for point in points:
        weakref.finalize(point, lambda: threads.append(threading.get_ident()))
    events = gpd.GeoDataFrame(geometry=points, crs="EPSG:4326")
    state, other = State(events), State(events.iloc[[0, 1]])
    del points, point
    _, session = parts
    session.opened.emit(other)
    session.changed.emit(state, None)
    qtbot.wait(50)
    assert not threads
    del events, state
    gc.collect()
    qtbot.waitUntil(lambda: len(threads) == 23)
    assert threading.get_ident() not in threads
    assert len(other.events) == 2, "what a later state still has stays"
