"""Tiles in the window's map: of a file, and of a host on this computer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import tile_makers as make
from PyQt6.QtGui import QColor
from pytestqt.qtbot import QtBot
from test_view import document, drawn, value

from mapper.basemap.providers import Provider, providers
from mapper.basemap.tilefile import open_tiles
from mapper.basemap.tileset import TileSet
from mapper.gui.web import MapView
from mapper.gui.web.tiles import FileTiles, OnlineTiles, TileSource, showable

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    # Said by Qt on machines without a GPU or a display.
    pytest.mark.qt_log_ignore("RHI|QRhi|Vulkan|GBM|propagateSizeHints|GPUInfo|Sandboxing"),
]

RED, GREEN = make.png((200, 30, 30)), make.png((30, 160, 60))


class Host(ThreadingHTTPServer):
    """Answers requests for tiles as told, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.body = RED
        self.status = 200
        self.headers: dict[str, str] = {"Cache-Control": "max-age=3600"}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def provider(self, **changes: Any) -> Provider:
        tiles = TileSet("Ours", "© Somebody", "CC0", 0, 17, None, names=True)
        address = f"http://127.0.0.1:{self.server_port}/{{z}}/{{x}}/{{y}}.png"
        return replace(providers()[0], address=address, tiles=replace(tiles, **changes))


class _Answers(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        host = self.server
        host.asked.append((self.path, dict(self.headers)))
        if host.headers.get("ETag") and self.headers.get("If-None-Match") == host.headers["ETag"]:
            self.send_response(304)
        else:
            self.send_response(host.status)
        for name, text in host.headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(host.body)))
        self.end_headers()
        self.wfile.write(host.body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    server = Host()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def online(host: Host, tmp_path: Path) -> Iterator[Callable[..., OnlineTiles]]:
    """Return a function that makes a source of the host's tiles; all share one cache."""
    made: list[OnlineTiles] = []

    def make_source(**changes: Any) -> OnlineTiles:
        made.append(OnlineTiles(host.provider(**changes), tmp_path / "cache"))
        return made[-1]

    yield make_source
    for source in made:
        source.close()


def fetched(qtbot: QtBot, source: TileSource, zoom: int = 3, x: int = 1, y: int = 2) -> Any:
    answers: list[bytes | None] = []
    source.fetch(zoom, x, y, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert len(answers) == 1
    return answers[0]


def test_the_host_hears_who_asks_and_no_more(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    assert fetched(qtbot, online()) == RED
    path, headers = host.asked[0]
    assert path == "/3/1/2.png"
    assert headers["User-Agent"].startswith("Mapper/")
    assert not {"Referer", "Cookie", "Authorization"} & set(headers)


def test_a_tile_is_kept_as_long_as_the_host_says(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    for _ in range(2):
        assert fetched(qtbot, online()) == RED
    assert len(host.asked) == 1
    host.headers = {"Cache-Control": "no-cache", "ETag": '"1"'}
    for _ in range(2):
        assert fetched(qtbot, online(), x=5) == RED
    # Asked again whether it is still the same, not for the picture.
    assert [headers.get("If-None-Match") for _, headers in host.asked] == [None, None, '"1"']


def test_a_tile_that_must_not_be_kept_is_not(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    host.headers = {"Cache-Control": "no-store"}
    for _ in range(2):
        assert fetched(qtbot, online()) == RED
    assert len(host.asked) == 2


@pytest.mark.parametrize(
    "body", [b"<html>not a tile</html>", b"", RED[:20], make.png(side=4096), RED + bytes(5_000_000)]
)
def test_what_is_no_tile_is_not_passed_on(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles], body: bytes
) -> None:
    host.body = body
    assert fetched(qtbot, online()) is None


def test_another_host_is_not_followed(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    host.status = 302
    host.headers = {"Location": f"http://localhost:{host.server_port}/stolen"}
    assert fetched(qtbot, online()) is None
    assert [path for path, _ in host.asked] == ["/3/1/2.png"]


def test_a_host_that_refuses_is_left_alone(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    host.status = 429
    source = online()
    with qtbot.waitSignal(source.failed, timeout=10_000) as told:
        assert fetched(qtbot, source) is None
    assert "127.0.0.1 gives no tiles (it answers 429)" in told.args[0]
    assert fetched(qtbot, source, x=4) is None
    assert len(host.asked) == 1


def test_a_tile_that_is_not_there_is_no_failure(
    qtbot: QtBot, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    host.status = 404
    source = online()
    with qtbot.assertNotEmitted(source.failed):
        for x in range(6):
            assert fetched(qtbot, source, x=x) is None
    assert len(host.asked) == 6


def test_pictures_of_a_usual_size_are_shown() -> None:
    assert showable(make.png(side=512))
    assert not showable(make.png(side=3000))


# In the map


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    made = MapView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    made.show()
    made.load(document("a"))
    made.set_view(37, 48, 6)
    drawn(qtbot, made)
    yield made
    made.close()


def colour(view: MapView) -> QColor:
    """Return the colour of the map beside its furniture."""
    return view.grab().toImage().pixelColor(200, 400)


def shows(qtbot: QtBot, view: MapView, wanted: Callable[[QColor], bool]) -> None:
    qtbot.waitUntil(lambda: wanted(colour(view)), timeout=20_000)


def is_red(pixel: QColor) -> bool:
    return pixel.red() > 150 and pixel.green() < 80


def credits(qtbot: QtBot, view: MapView) -> str:
    return value(qtbot, view, "document.querySelector('.mapper-attribution summary').innerText")


def covering(zoom: int) -> dict[tuple[int, int, int], bytes]:
    return {(zoom, x, y): RED for x in range(2**zoom) for y in range(2**zoom)}


def test_a_file_is_shown_with_its_credit(qtbot: QtBot, view: MapView, tmp_path: Path) -> None:
    said = {"name": "Survey", "attribution": "<b>© Survey office</b>"}
    path = make.mbtiles(tmp_path / "t.mbtiles", covering(4), said)
    view.set_tiles(FileTiles(open_tiles(path)))
    shows(qtbot, view, is_red)
    assert credits(qtbot, view).startswith("© Survey office")
    assert value(qtbot, view, "MapperClient.app.layers.on.labels") is False
    view.set_tiles(None)
    shows(qtbot, view, lambda pixel: not is_red(pixel))
    assert not credits(qtbot, view).startswith("© Survey office")
    assert value(qtbot, view, "MapperClient.app.layers.on.labels") is True
    assert view.messages == []


def test_the_dark_theme_dims_tiles(qtbot: QtBot, view: MapView, tmp_path: Path) -> None:
    path = make.pmtiles(
        tmp_path / "t.pmtiles",
        covering(3),
        min_lon_e7=-1_800_000_000,
        max_lon_e7=1_800_000_000,
        min_lat_e7=-850_000_000,
        max_lat_e7=850_000_000,
    )
    view.set_tiles(FileTiles(open_tiles(path)))
    view.set_view(37, 48, 4)
    shows(qtbot, view, is_red)
    view.set_theme("dark")
    shows(qtbot, view, lambda pixel: 80 < pixel.red() < 150 and pixel.green() < 50)


def test_online_tiles_come_through_the_windows_own_scheme(
    qtbot: QtBot, view: MapView, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    view.set_tiles(online())
    shows(qtbot, view, is_red)
    assert credits(qtbot, view).startswith("© Somebody")
    sources = value(qtbot, view, "[...document.images].map(i => i.src.split('/')[0]).join()")
    assert set(sources.split(",")) == {"mapper:"}


@pytest.mark.logs_errors
def test_when_tiles_fail_ours_is_shown_and_it_is_said(
    qtbot: QtBot, view: MapView, host: Host, online: Callable[..., OnlineTiles]
) -> None:
    before = colour(view)
    host.status = 500
    with qtbot.waitSignal(view.tiles_failed, timeout=20_000) as told:
        view.set_tiles(online())
    assert "Mapper's own base map is shown" in told.args[0]
    drawn(qtbot, view)
    assert colour(view) == before
    # Ours names its places again.
    qtbot.waitUntil(
        lambda: value(qtbot, view, "MapperClient.app.layers.on.labels") is True, timeout=10_000
    )


@pytest.mark.logs_errors
def test_the_page_itself_reaches_no_host(qtbot: QtBot, view: MapView, host: Host) -> None:
    address = f"http://127.0.0.1:{host.server_port}/1/1/1.png"
    script = (
        f"window.got = null; const i = new Image(); i.onload = () => {{ window.got = true; }};"
        f" i.onerror = () => {{ window.got = false; }}; i.src = '{address}'; 1"
    )
    value(qtbot, view, script)
    qtbot.waitUntil(lambda: value(qtbot, view, "window.got") is not None, timeout=10_000)
    assert value(qtbot, view, "window.got") is False
    assert host.asked == []


def test_tiles_come_back_after_a_restart_of_the_page(
    qtbot: QtBot, view: MapView, tmp_path: Path
) -> None:
    path = make.mbtiles(tmp_path / "t.mbtiles", covering(4))
    view.set_tiles(FileTiles(open_tiles(path)))
    shows(qtbot, view, is_red)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        view._page.triggerAction(view._page.WebAction.Reload)
    view.set_view(37, 48, 6)
    shows(qtbot, view, is_red)


def test_how_names_are_written_is_told(qtbot: QtBot, view: MapView) -> None:
    script = "const s = document.querySelector('[data-layer=label-script]'); s.value = 'local';"
    with qtbot.waitSignal(view.labels_chosen, timeout=10_000) as told:
        value(qtbot, view, script + " s.dispatchEvent(new Event('change')); 1")
    assert told.args == ["local"]
