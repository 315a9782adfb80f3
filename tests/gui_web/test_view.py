"""The map in the window: what it is told, what it tells, what it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PyQt6.QtCore import QPoint, Qt, QUrl
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot
from window_map import document, drawn, settled, value

from mapper.gui.menus import StyleMenu
from mapper.gui.web import BegunPage, MapView
from mapper.gui.web.page import open_in_browser
from mapper.gui.web.scheme import HOME

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    # Said by Qt on machines without a GPU or a display.
    pytest.mark.qt_log_ignore("RHI|QRhi|Vulkan|GBM|propagateSizeHints|GPUInfo|Sandboxing"),
]

HOSTILE = "</script><img src=x onerror='window.hacked=1'>${window.hacked=2}\u2028\"'`"


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    made = MapView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_a_document_is_shown(qtbot: QtBot, view: MapView) -> None:
    view.load(document("a", "b", "c"))
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.counts().events") == 3.0
    assert value(qtbot, view, "mapper.ids().join()") == "a,b,c"
    assert view.messages == []

    def colours() -> int:
        picture = view.grab().toImage()
        return len({picture.pixel(x, 240) for x in range(0, 640, 8)})

    # A busy machine takes its time from the page's frame to the widget's.
    qtbot.waitUntil(lambda: colours() > 1)


def test_a_document_that_is_there_first_is_asked_for_by_the_page(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = MapView()
    qtbot.addWidget(view)
    fetches: list[None] = []
    monkeypatch.setattr(view, "_fetch", lambda: fetches.append(None))
    view.load(document("a", "b", "c"))
    view.show()
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.counts().events") == 3.0
    assert value(qtbot, view, "MapperClient.ahead") is None
    assert fetches == []
    # A newer one is fetched.
    monkeypatch.undo()
    view.load(document("a", "b"))
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.counts().events") == 2.0
    view.close()


def test_a_document_that_is_there_before_the_window_is_fitted_into_it(qtbot: QtBot) -> None:
    shown = document(*"abcdefgh")
    looks = []
    for early in (True, False):
        page = BegunPage()
        if early:
            page.handler.set_document(shown.brief)
        view = MapView(begun=page)
        view.resize(640, 480)
        qtbot.addWidget(view)
        if early:
            # It is read long before there is room for it.
            with qtbot.waitSignal(view._bridge.page_ready, timeout=20_000):
                pass
            qtbot.wait(300)
        else:
            view.load(shown)
        view.show()
        drawn(qtbot, view)
        looks.append(value(qtbot, view, "mapper.view()"))
        view.close()
    assert looks[0] == looks[1]
    assert looks[0]["zoom"] > 4


def test_what_is_asked_before_loading_is_done_after(qtbot: QtBot, view: MapView) -> None:
    view.select("b")
    view.set_range(dt.date(2025, 7, 1), None)
    view.load(document("a", "b"))
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.selected()") == "b"
    assert value(qtbot, view, "mapper.view().from") == "2025-07-01"


def test_a_view_asked_for_before_loading_is_taken_after(qtbot: QtBot, view: MapView) -> None:
    view.set_view(30.5, 50.4, 7)
    view.load(document("a", "b"))
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.view().lon") == pytest.approx(30.5, abs=0.01)
    assert value(qtbot, view, "mapper.view().zoom") == 7.0
    view.load(document("a", "b"))
    view.fit()
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.view().lon") == pytest.approx(37.5, abs=0.5)


def test_settings_hold_for_the_next_document(qtbot: QtBot, view: MapView) -> None:
    view.load(document("a", "b"))
    view.set_shown(["a"])
    drawn(qtbot, view)
    view.load(document("a", "b", "c"))
    drawn(qtbot, view)
    counts = value(qtbot, view, "JSON.stringify(mapper.counts())")
    assert '"events":3' in counts
    assert '"shown":1' in counts


def test_what_colours_tell_is_chosen_in_the_menu_or_in_the_legend(
    qtbot: QtBot, view: MapView
) -> None:
    menu = StyleMenu(view, view)
    view.load(document("a", "b"))
    drawn(qtbot, view)
    with qtbot.waitSignal(view.lookChanged, timeout=20_000) as told:
        menu.actions()[2].trigger()
    assert told.args == [{"style": "weapon", "display": "auto", "circles": False}]
    with qtbot.waitSignal(view.lookChanged, timeout=20_000):
        value(
            qtbot,
            view,
            "(() => { const box = document.querySelector('[data-layer=event-style]');"
            " box.value = 'casualties'; box.dispatchEvent(new Event('change')); return 1; })()",
        )
    assert [action.data() for action in menu.actions() if action.isChecked()] == ["casualties"]
    # Loading carries out all that was set again: the later choice must be it.
    view.load(document("a", "b", "c"))
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.look().style") == "casualties"


def test_selecting_in_the_map_is_told(qtbot: QtBot, view: MapView) -> None:
    view.load(document("a", "b"))
    drawn(qtbot, view)
    with qtbot.waitSignal(view.selected, timeout=20_000) as told:
        value(qtbot, view, "MapperClient ? mapper.select('b') : 0; 1")
        view._bridge.selected("b")
    assert told.args == ["b"]


def test_measured_lines_and_views_are_told_as_values(qtbot: QtBot, view: MapView) -> None:
    with qtbot.waitSignal(view.measured) as told:
        view._bridge.measured('{"total_m": 12.5}')
    assert told.args == [{"total_m": 12.5}]
    view.load(document("a"))
    drawn(qtbot, view)
    with qtbot.waitSignal(view.viewChanged, timeout=20_000) as moved:
        view.set_view(30.5, 50.4, 7)
    assert moved.args[0]["lon"] == pytest.approx(30.5, abs=0.01)


def test_a_position_copied_in_the_map_is_on_the_clipboard(qtbot: QtBot, view: MapView) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    clipboard.setText("before")
    value(qtbot, view, "mapper.setView({lon: 30.5, lat: 50.25, zoom: 8}), 1")
    value(qtbot, view, "MapperClient.app.keys.c(), 1")
    qtbot.waitUntil(lambda: clipboard.text() == "50.250, 30.500", timeout=20_000)
    view._bridge.copyText("x" * 5000)
    assert len(clipboard.text()) == 200


def test_hostile_texts_run_nothing(qtbot: QtBot, view: MapView) -> None:
    view.load(document(HOSTILE, "b", title=HOSTILE))
    view.select(HOSTILE)
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.selected()") == HOSTILE
    assert value(qtbot, view, "typeof window.hacked") == "undefined"
    assert value(qtbot, view, "document.images.length") == 0.0


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    "address",
    ["https://example.org/x", "http://127.0.0.1:1/x", "file:///etc/hostname", "mapper://other/x"],
)
def test_the_page_reaches_nothing_else(qtbot: QtBot, view: MapView, address: str) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    value(
        qtbot,
        view,
        f"window.reached = null; fetch('{address}', {{mode: 'no-cors'}})"
        ".then(() => { window.reached = true; }, () => { window.reached = false; }); 1",
    )
    qtbot.waitUntil(lambda: value(qtbot, view, "window.reached") is not None, timeout=20_000)
    assert value(qtbot, view, "window.reached") is False


def test_the_page_stays_where_it_is(qtbot: QtBot, view: MapView, opened: list[str]) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    go: Callable[..., bool] = view._page.acceptNavigationRequest
    clicked = QWebEnginePage.NavigationType.NavigationTypeLinkClicked
    other = QWebEnginePage.NavigationType.NavigationTypeOther
    assert go(QUrl(HOME), other, True)
    assert not go(QUrl(HOME), other, False)
    assert not go(QUrl("https://example.org/"), other, True)
    assert not go(QUrl("https://example.org/"), clicked, True)
    value(qtbot, view, "location.href = 'mapper://app/document'; 1")
    drawn(qtbot, view)
    assert value(qtbot, view, "location.href") == HOME
    assert opened == []


LINK = """
    (async () => {
      const link = MapperClient.dom.link("https://example.org/%s", "outside");
      link.id = "way-out";
      document.body.append(link);
      for (const [name, set] of Object.entries({ position: "fixed", left: 0, top: 0, zIndex: 99999,
                                                  width: "99px", height: "40px" }))
        link.style[name] = set;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return document.elementFromPoint(40, 20).id;
    })()
"""


@pytest.mark.parametrize(
    ("button", "key"),
    [
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_a_clicked_link_opens_in_the_browser(
    qtbot: QtBot, view: MapView, opened: list[str], button: Any, key: Any
) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    assert settled(qtbot, view, LINK % "1") == "way-out"
    qtbot.mouseClick(view._view.focusProxy(), button, key, QPoint(40, 20))
    qtbot.waitUntil(lambda: opened != [], timeout=10_000)
    assert opened == ["https://example.org/1"]
    assert value(qtbot, view, "location.href") == HOME


def test_only_addresses_of_the_web_leave_for_the_browser(opened: list[str]) -> None:
    for address in ("file:///etc/passwd", "javascript:1", "mailto:a@example.org", "http:///x"):
        open_in_browser(QUrl(address))
    assert opened == []


def test_the_profile_keeps_nothing(view: MapView) -> None:
    assert view._profile.isOffTheRecord()


def test_the_page_is_deleted_before_its_profile(qtbot: QtBot) -> None:
    made = MapView()
    qtbot.addWidget(made)
    order: list[str] = []
    made._page.destroyed.connect(lambda: order.append("page"))
    made._profile.destroyed.connect(lambda: order.append("profile"))
    made.close()
    assert order == ["page", "profile"]
    made.close_page()


def test_permissions_are_refused(qtbot: QtBot, view: MapView) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    where = "new Promise((_, no) => navigator.geolocation.getCurrentPosition(() => 0, e => no("
    where += "{name: 'code ' + e.code})))"
    assert settled(qtbot, view, where) == "code 1"
    asked = "Notification.requestPermission()"
    assert settled(qtbot, view, asked) in ("denied", "default")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("nothing", "{}"),
        ("web/../index.html", "{}"),
        ("web/order.txt", "{}"),
        ("document", "{method: 'POST', body: 'x'}"),
    ],
)
@pytest.mark.logs_errors
def test_the_scheme_serves_what_it_must_and_no_more(
    qtbot: QtBot, view: MapView, path: str, options: str
) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    found = settled(qtbot, view, f"fetch('{path}', {options}).then(r => `${{r.ok}} ${{r.url}}`)")
    served = ".." in path
    assert found == f"{str(served).lower()} mapper://app/{'index.html' if served else path}"


def test_nothing_is_downloaded_and_no_window_opens(
    qtbot: QtBot, view: MapView, opened: list[str]
) -> None:
    view.load(document("a"))
    drawn(qtbot, view)
    states: list[str] = []
    view._profile.downloadRequested.connect(lambda item: states.append(item.state().name))
    script = """
        const link = document.createElement('a');
        link.href = 'data:application/octet-stream,x';
        link.download = 'x.bin';
        document.body.append(link);
        link.click();
        window.open('https://example.org/') === null;
    """
    assert value(qtbot, view, script) is True
    qtbot.waitUntil(lambda: states != [], timeout=20_000)
    assert states == ["DownloadCancelled"]
    assert opened == []


def test_dialogs_and_files_are_not_given(view: MapView) -> None:
    page = view._page
    assert page.javaScriptConfirm(QUrl(HOME), "Sure?") is False
    assert page.javaScriptPrompt(QUrl(HOME), "Name?", "") == (False, "")
    mode = QWebEnginePage.FileSelectionMode.FileSelectOpen
    assert page.chooseFiles(mode, [], []) == []


def test_every_call_is_understood_by_the_client(qtbot: QtBot, view: MapView) -> None:
    view.load(document("a", "b"))
    view.set_theme("dark")
    view.set_front_day(dt.date(2025, 7, 1))
    view.set_layer("labels", False)
    view.set_layer("events", True)
    line = {"line": [[[37, 48], [40, 50]]], "label": "283 km", "end": {"lon": 40, "lat": 50}}
    view.show_geodesic({**line, "end": {**line["end"], "name": "Front"}})
    view.home()
    view.start_measure()
    drawn(qtbot, view)
    assert "283 km" in value(qtbot, view, "document.body.textContent")
    assert value(qtbot, view, "document.documentElement.dataset.theme") == "dark"
    view.stop_measure()
    view.show_geodesic(None)
    drawn(qtbot, view)
    assert "283 km" not in value(qtbot, view, "document.body.textContent")
    with qtbot.waitSignal(view.hovered) as told:
        view._bridge.hovered("a")
    assert told.args == ["a"]
    assert view.messages == []


@pytest.mark.logs_errors
def test_a_document_that_cannot_be_read_is_told(qtbot: QtBot, view: MapView) -> None:
    broken = document("a")
    with qtbot.waitSignal(view.failed, timeout=20_000) as told:
        view._handler.set_document(b"\x04\0\0\0nonsense")
        if view._connected:
            view._fetch()
    assert told.args[0].endswith(".")
    view.load(broken)
    drawn(qtbot, view)
    assert value(qtbot, view, "mapper.counts().events") == 1.0
