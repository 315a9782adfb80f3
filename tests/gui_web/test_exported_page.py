"""An exported file in real engines: it draws, reaches for nothing, runs no text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from PyQt6 import sip
from PyQt6.QtCore import QUrl
from PyQt6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PyQt6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot
from shapely import MultiPolygon, Point, Polygon

from mapper import export
from mapper.model import schema

HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 2">\'`${window.hacked=3}',
    "<svg onload=window.hacked=4> <!-- <style>*{display:none}</style> ]]> \u2028",
    "\u202eright to left\u202c 🌍 " + "long " * 2000,
]


class _Recorder(QWebEngineUrlRequestInterceptor):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        self.addresses.append(info.requestUrl().toString())


class _Reader(QWebEnginePage):
    """An ordinary page, as a reader's browser would make it."""

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.messages: list[str] = []

    def javaScriptConsoleMessage(self, level: Any, message: Any, line: Any, source: Any) -> None:
        self.messages.append(f"{line}: {message}")


@pytest.fixture
def recorder() -> _Recorder:
    return _Recorder()


@pytest.fixture
def reader(qapp: Any, recorder: _Recorder) -> Iterator[_Reader]:
    profile = QWebEngineProfile()
    profile.setUrlRequestInterceptor(recorder)
    page = _Reader(profile)
    # A page that nobody sees is painted seldom.
    view = QWebEngineView()
    view.setPage(page)
    view.resize(800, 600)
    view.show()
    yield page
    for part in (view, page, profile):
        sip.delete(part)


def value(qtbot: QtBot, page: QWebEnginePage, script: str) -> Any:
    with qtbot.waitCallback(timeout=20_000) as callback:
        page.runJavaScript(script, callback)
    return callback.args[0]


def open_file(qtbot: QtBot, page: QWebEnginePage, path: Path) -> None:
    with qtbot.waitSignal(page.loadFinished, timeout=20_000) as loaded:
        page.load(QUrl.fromLocalFile(str(path)))
    assert loaded.args == [True]
    script = "mapper.ready.then(() => mapper.drawn()).then(() => { window.settled = true; }); 1"
    value(qtbot, page, script)
    qtbot.waitUntil(lambda: value(qtbot, page, "window.settled === true"), timeout=20_000)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        {
            "event_id": f"e{i}",
            "title": text,
            "description": text,
            "place_name": text,
            "event_type": text,
            "perpetrator_alleged": text,
            "claimed_by": text,
            "date_text": text,
            "geo_precision": "settlement",
            "geom": Point(37 + i, 48),
        }
        for i, text in enumerate(HOSTILE)
    ]
    rows.append({"event_id": "lost", "title": "Without a place", "geom": None})
    addresses = ["javascript:window.hacked=5", "https://example.org/1", "data:text/html,x", "x"]
    sources = [
        {"source_id": str(i), "event_id": f"e{i}", "url": address, "title": HOSTILE[i]}
        | {"quote": HOSTILE[i], "publisher": HOSTILE[i], "archive_url": "javascript:0"}
        for i, address in enumerate(addresses)
    ]
    area = {
        "front_id": "d:1",
        "as_of": "2025-07-01",
        "name": HOSTILE[1],
        "source": HOSTILE[1],
        "licence": HOSTILE[0],
        "url": "javascript:window.hacked=6",
        "redistribution": "no",
        "control_status": "occupied",
        "side": HOSTILE[1],
        "geom": MultiPolygon([Polygon([(37, 47), (38, 47), (38, 48)])]),
    }
    mapped = export.MapperMap(title=HOSTILE[0], introduction=HOSTILE[1])
    frame = gpd.GeoDataFrame(rows, geometry="geom", crs=schema.CRS)
    export.EventLayer(frame, pd.DataFrame(sources)).add_to(mapped)
    export.FrontLayer(gpd.GeoDataFrame([area], geometry="geom", crs=schema.CRS)).add_to(mapped)
    export.BaseMap({}).add_to(mapped)
    path = tmp_path_factory.mktemp("page") / "hostile.html"
    mapped.save(str(path))
    return path


def test_the_file_draws_and_reaches_for_nothing(
    qtbot: QtBot, reader: _Reader, recorder: _Recorder, hostile: Path
) -> None:
    open_file(qtbot, reader, hostile)
    counts = "mapper.counts().events + ' ' + mapper.counts().on_map + ' ' + mapper.counts().fronts"
    assert value(qtbot, reader, counts) == "5 4 1"
    assert value(qtbot, reader, "mapper.ids().join()") == "e0,e1,e2,e3,lost"
    assert recorder.addresses == [QUrl.fromLocalFile(str(hostile)).toString()]
    assert reader.messages == []


def test_no_text_of_the_data_runs(qtbot: QtBot, reader: _Reader, hostile: Path) -> None:
    open_file(qtbot, reader, hostile)
    for i, text in enumerate(HOSTILE):
        assert value(qtbot, reader, f"mapper.select('e{i}')") is True
        written = value(qtbot, reader, "document.querySelector('main').textContent")
        assert text.split()[0] in written
        script = "[...document.links].map(link => link.getAttribute('href')).join('\\n')"
        links = {link for link in value(qtbot, reader, script).split("\n") if link[0] != "#"}
        assert links <= {"https://example.org/1", "https://leafletjs.com/"}
    assert value(qtbot, reader, "typeof window.hacked") == "undefined"
    added = "document.querySelectorAll('main script, main img, [onload], [onerror]').length"
    assert value(qtbot, reader, added) == 0
    assert reader.messages == []


def test_the_policy_stops_what_does_not_belong(
    qtbot: QtBot, reader: _Reader, recorder: _Recorder, hostile: Path
) -> None:
    open_file(qtbot, reader, hostile)
    script = """
        const added = document.createElement('script');
        added.textContent = 'window.hacked = 7';
        document.body.append(added);
        const picture = new Image();
        picture.src = 'https://example.org/x.png';
        fetch('https://example.org/').catch(() => { window.refused = true; });
        1
    """
    value(qtbot, reader, script)
    qtbot.waitUntil(lambda: value(qtbot, reader, "window.refused === true"), timeout=20_000)
    assert value(qtbot, reader, "typeof window.hacked") == "undefined"
    assert len(recorder.addresses) == 1
    assert len(reader.messages) >= 3
    assert all("Content Security Policy" in message for message in reader.messages[:3])


def test_without_scripts_the_table_shows(qtbot: QtBot, reader: _Reader, hostile: Path) -> None:
    settings = reader.settings()
    settings.setAttribute(settings.WebAttribute.JavascriptEnabled, False)
    with qtbot.waitSignal(reader.loadFinished, timeout=20_000):
        reader.load(QUrl.fromLocalFile(str(hostile)))
    with qtbot.waitCallback(timeout=20_000) as callback:
        reader.toPlainText(callback)
    text = callback.args[0]
    assert "Without JavaScript this page shows a table" in text
    assert "<img src=x onerror=" in text
    assert "Credits and licences" in text


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not here")
def test_chromium_opens_the_file(hostile: Path, tmp_path: Path) -> None:
    finished = subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={tmp_path}",
            "--virtual-time-budget=20000",
            "--dump-dom",
            hostile.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "CONSOLE" not in finished.stderr
    assert "5 events" in finished.stdout
    assert "leaflet-container" in finished.stdout
