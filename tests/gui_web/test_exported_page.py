"""An exported file in real engines: it draws, reaches for nothing, runs no text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import hostile_data
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

from mapper import export


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
    return hostile_data.save(tmp_path_factory.mktemp("page") / "hostile.html")


def test_the_file_draws_and_reaches_for_nothing(
    qtbot: QtBot, reader: _Reader, recorder: _Recorder, hostile: Path
) -> None:
    open_file(qtbot, reader, hostile)
    counts = "mapper.counts().events + ' ' + mapper.counts().on_map + ' ' + mapper.counts().fronts"
    assert value(qtbot, reader, counts) == "9 8 1"
    assert value(qtbot, reader, "mapper.ids().join()") == "e0,e1,e2,e3,e4,e5,e6,e7,lost"
    assert recorder.addresses == [QUrl.fromLocalFile(str(hostile)).toString()]
    assert reader.messages == []


def test_no_text_of_the_data_runs(qtbot: QtBot, reader: _Reader, hostile: Path) -> None:
    open_file(qtbot, reader, hostile)
    for i, text in enumerate(hostile_data.TEXTS):
        assert value(qtbot, reader, f"mapper.select('e{i}')") is True
        written = value(qtbot, reader, "document.querySelector('main').textContent")
        assert text.replace("\u202e", "")[:200].split()[0] in written
        script = "[...document.links].map(link => link.getAttribute('href')).join('\\n')"
        links = {link for link in value(qtbot, reader, script).split("\n") if link[0] != "#"}
        assert links <= hostile_data.LINKS | {"https://leafletjs.com/"}
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
    assert "<img src=https:" in text
    assert "Credits and licences" in text


def open_around(qtbot: QtBot, page: QWebEnginePage, folder: Path, frame: str) -> None:
    """Open an article with a frame in it, and wait for the map inside."""
    article = folder / "article.html"
    article.write_text(f"<!doctype html><p>Text.</p>{frame}", encoding="utf-8")
    with qtbot.waitSignal(page.loadFinished, timeout=20_000):
        page.load(QUrl.fromLocalFile(str(article)))


def test_in_an_article_the_page_is_mostly_its_map(
    qtbot: QtBot, reader: _Reader, hostile: Path
) -> None:
    with qtbot.waitSignal(reader.loadFinished, timeout=20_000):
        reader.load(QUrl(QUrl.fromLocalFile(str(hostile)).toString() + "#embed"))
    ready = "Boolean(window.mapper && mapper.counts().events > 0)"
    qtbot.waitUntil(lambda: value(qtbot, reader, ready), timeout=20_000)
    shown = """JSON.stringify({
        embedded: document.documentElement.classList.contains("mapper-embedded"),
        about: document.querySelector(".mapper-about").open,
        list: mapper && !document.querySelector(".mapper-list").hidden,
        whole: document.querySelector(".mapper-whole").href,
        wide: document.documentElement.scrollWidth <= innerWidth,
        map: document.getElementById("map").offsetHeight / innerHeight > 0.6,
    })"""
    assert json.loads(value(qtbot, reader, shown)) == {
        "embedded": True,
        "about": False,
        "list": False,
        "whole": QUrl.fromLocalFile(str(hostile)).toString(),
        "wide": True,
        "map": True,
    }
    assert reader.messages == []


def test_a_notebook_shows_the_map(qtbot: QtBot, reader: _Reader, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"colour": ["red", "blue"]}, geometry=gpd.points_from_xy([4.0e6, 4.1e6], [6.2e6] * 2)
    ).set_crs(3857)
    mapped = export.MapperMap(title="In a notebook")
    export.EventLayer(frame).add_to(mapped)
    open_around(qtbot, reader, tmp_path, mapped._repr_html_())
    inside = "document.querySelector('iframe').contentWindow"
    counted = f"{inside}.mapper && {inside}.mapper.counts().on_map === 2"
    qtbot.waitUntil(lambda: value(qtbot, reader, counted), timeout=20_000)
    assert value(qtbot, reader, "document.querySelector('iframe').offsetHeight") >= 400
    assert value(qtbot, reader, f"{inside}.document.querySelector('.mapper-whole') === null")
    assert reader.messages == []


def test_skip_links_lead_to_map_and_list(qtbot: QtBot, reader: _Reader, hostile: Path) -> None:
    open_file(qtbot, reader, hostile)
    links = "document.querySelectorAll('.mapper-skip a')"
    assert value(qtbot, reader, f"{links}[1].click(); document.activeElement.className") == (
        "mapper-table"
    )
    assert value(qtbot, reader, "document.querySelector('.mapper-list').hidden") is False
    assert value(qtbot, reader, f"{links}[0].click(); document.activeElement.id") == "map"
    # It says what the map shows, once that has changed.
    assert value(qtbot, reader, "location.hash") not in ("#map", "#mapper-events")
