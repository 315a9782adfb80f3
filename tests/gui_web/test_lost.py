"""The map's process dies, or its page is left: it is told, and the map comes back as it was."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from window_map import document, drawn, value

from mapper.gui.web import MapView
from mapper.gui.web.scheme import HOME

pytestmark = [
    pytest.mark.qt_log_ignore("RHI|QRhi|Vulkan|GBM|propagateSizeHints|GPUInfo|Sandboxing"),
    pytest.mark.logs_errors,
]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    """Show a map in a state of its own."""
    made = MapView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    made.show()
    made.load(document("a", "b", "c"))
    made.select("b")
    made.set_range(dt.date(2025, 7, 1), dt.date(2025, 7, 2))
    made.set_shown(["a", "b"])
    made.set_theme("dark")
    made.set_layer("labels", False)
    drawn(qtbot, made)
    made.set_view(38.25, 48.25, 8)
    drawn(qtbot, made)
    yield made
    made.close()


STATE = """JSON.stringify([mapper.selected(), mapper.counts(), mapper.view().from,
  mapper.view().until, document.documentElement.dataset.theme,
  [mapper.view().lon, mapper.view().lat, mapper.view().zoom].map((one) => one.toFixed(2))])"""


def kill(view: MapView) -> None:
    os.kill(view._page.renderProcessPid(), signal.SIGKILL)


def crash(view: MapView) -> None:
    view._page.load(QUrl("chrome://crash"))


def leave(view: MapView) -> None:
    view.run("location.href = 'about:blank'; 1", lambda _: None)


def go_astray(view: MapView) -> None:
    view.run("history.pushState(null, '', '/elsewhere'); 1", lambda _: None)


@pytest.mark.parametrize("lose", [kill, crash, leave, go_astray])
def test_the_map_comes_back_as_it_was(qtbot: QtBot, view: MapView, lose) -> None:
    before = value(qtbot, view, STATE)
    assert '"38.25","48.25","8.00"' in before
    told: list[str] = []
    view.failed.connect(told.append)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        lose(view)
    drawn(qtbot, view)
    assert value(qtbot, view, STATE) == before
    assert value(qtbot, view, "location.href") == HOME
    assert [sentence[-21:] for sentence in told] == ["It was started again."]


TOOLS = """(() => {
  const { layers, measureTool, frontTool, timeline, frontDay, changes } = MapperClient.app;
  return JSON.stringify([layers.on, measureTool.on, measureTool.points, frontTool.on,
    frontTool.place, timeline.mode.value, timeline.player.speed, frontDay, changes.days]); })()"""


@pytest.mark.parametrize(
    "set_up",
    [
        "app.layers.set('labels', true); app.layers.set('events', false)",
        "app.measureTool.start(); app.measureTool.add({lat: 48, lng: 37});"
        "app.measureTool.add({lat: 49, lng: 38})",
        "app.frontTool.start(); app.frontTool.ask({lat: 48, lng: 37}, 'Here')",
        "app.timeline.setMode('cumulative'); app.timeline.setSpeed(14, {chosen: true})",
        "app.setFrontDay('2025-07-01'); mapper.showChanges('2025-07-01', '2025-07-09')",
    ],
)
def test_tools_and_choices_come_back(qtbot: QtBot, view: MapView, set_up: str) -> None:
    fresh = value(qtbot, view, TOOLS)
    lines: list[int] = []
    view.measured.connect(lambda told: lines.append(len(told["points"])))
    value(qtbot, view, f"(({{ app }}) => {{ {set_up} }})(MapperClient); 1")
    # As a person's click ends.
    value(qtbot, view, "document.dispatchEvent(new Event('pointerup')); 1")
    drawn(qtbot, view)
    before = value(qtbot, view, TOOLS)
    assert before != fresh
    qtbot.waitUntil(
        lambda: value(
            qtbot,
            view,
            "MapperClient.app.keeping.told === JSON.stringify(MapperClient.app.keeping.state())",
        )
    )
    with qtbot.waitSignal(view.ready, timeout=20_000):
        kill(view)
    drawn(qtbot, view)
    assert value(qtbot, view, TOOLS) == before
    # Whoever measures hears of the line again.
    assert lines == ([1, 2, 2] if "measureTool" in set_up else [])


def test_a_hung_page_can_be_ended(qtbot: QtBot, view: MapView) -> None:
    view.run("for (;;) {}", lambda _: None)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        kill(view)
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.selected()") == "b"


def test_a_layer_switched_in_the_legend_stays_so(qtbot: QtBot, view: MapView) -> None:
    layers = "JSON.stringify(MapperClient.app.layers.on)"
    view.run("document.querySelector('[data-layer=events]').click(); 1", lambda _: None)
    drawn(qtbot, view)
    before = value(qtbot, view, layers)
    assert '"events":false' in before
    assert '"labels":false' in before
    # What the window itself asks for later holds too.
    view.set_layer("labels", True)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        kill(view)
    drawn(qtbot, view)
    assert value(qtbot, view, layers) == before.replace('"labels":false', '"labels":true')


def test_a_hung_page_is_told_and_restarted_when_wanted(qtbot: QtBot, view: MapView) -> None:
    view.watch.set_interval(60)
    hung: list[bool] = []
    view.hung.connect(hung.append)
    qtbot.wait(600)
    assert hung == [], "it answers"
    failures: list[str] = []
    view.failed.connect(failures.append)
    view.run("for (;;) {}", lambda _: None)
    qtbot.waitUntil(lambda: hung == [True], timeout=20_000)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        view.restart()
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.selected()") == "b"
    assert hung == [True, False]
    assert failures == [], "as the person wanted"


def test_a_page_that_answers_late_is_no_longer_hung(qtbot: QtBot, view: MapView) -> None:
    view.watch.set_interval(40)
    hung: list[bool] = []
    view.hung.connect(hung.append)
    busy = "{ const end = Date.now() + 1500; while (Date.now() < end); } 1"
    view.run(busy, lambda _: None)
    qtbot.waitUntil(lambda: hung == [True, False], timeout=20_000)
    # What nobody sees is not asked.
    view.hide()
    view.run(busy, lambda _: None)
    qtbot.wait(800)
    assert hung == [True, False]


def test_what_is_asked_meanwhile_is_done_after(qtbot: QtBot, view: MapView) -> None:
    with qtbot.waitSignal(view.failed, timeout=20_000):
        kill(view)
    view.select("c")
    view.set_view(40, 50, 6)
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.selected()") == "c"
    assert value(qtbot, view, "Math.round(mapper.view().lon)") == 40


def test_it_is_not_started_for_ever(qtbot: QtBot, view: MapView) -> None:
    for _ in range(3):
        with qtbot.waitSignal(view.ready, timeout=20_000):
            kill(view)
    with qtbot.waitSignal(view.failed, timeout=20_000) as told:
        kill(view)
    assert told.args[0].endswith("It was not started again.")
    # Another document is another attempt.
    with qtbot.waitSignal(view.ready, timeout=20_000):
        view.load(document("d"))
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.ids().join()") == "d"
