"""A web view driven from tests: loads a page around the map client, runs scripts."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QEventLoop, QTimer, QUrl
from PyQt6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PyQt6.QtWebEngineWidgets import QWebEngineView
from web_payload import embedded

WEB = Path(__file__).resolve().parents[2] / "resources" / "web"


def ours(ending: str) -> list[str]:
    names = (WEB / "order.txt").read_text().split()
    return [(WEB / name).read_text(encoding="utf-8") for name in names if name.endswith(ending)]


def leaflet(name: str) -> str:
    text = files("js_lib_leaflet").joinpath("static", "js_lib_leaflet", name)
    return re.sub(r"//# sourceMappingURL=\S+", "", text.read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page(
    data: bytes | None,
    *,
    in_window: bool = False,
    title: str = "A map",
    theme: str = "",
    language: str = "en",
) -> str:
    """Return a page like the exporter's, closed by the same kind of policy."""
    styles = [leaflet("leaflet.css"), *ours(".css")]
    code = [leaflet("leaflet.js"), *ours(".js")]
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, code))}; "
        f"style-src {' '.join(map(_hash, styles))}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    name = html.escape(title)
    header = "" if in_window else f'<header class="mapper-header"><h1>{name}</h1></header>'
    stored = ""
    if data is not None:
        stored = (
            '<script type="application/octet-stream" id="mapper-document" '
            f'data-encoding="gzip+base64">{embedded(data)}</script>'
        )
    return (
        f'<!doctype html><html lang="{language}"{f" data-theme={theme}" if theme else ""}><head>'
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>'
        + "".join(f"<style>{style}</style>" for style in styles)
        + f'</head><body class="{"in-window" if in_window else ""}">{header}'
        '<main class="mapper-main"><div id="map"></div></main>'
        + ("" if in_window else '<footer class="mapper-footer"><p>Credits</p></footer>')
        + stored
        + "".join(f"<script>{script}</script>" for script in code)
        + "</body></html>"
    )


class _Page(QWebEnginePage):
    def __init__(self, profile: QWebEngineProfile, messages: list[str]) -> None:
        super().__init__(profile)
        self._messages = messages

    def javaScriptConsoleMessage(self, level, message, line, source):
        # Only tests read pixels back, so often that the engine remarks on it.
        if message.startswith("Canvas2D: Multiple readback"):
            return
        self._messages.append(f"{message} ({source[-40:]}:{line})")


class Browser:
    """Loads pages and runs scripts, waiting for promises."""

    def __init__(self, width: int = 900, height: int = 600) -> None:
        self.messages: list[str] = []
        self._folder = tempfile.TemporaryDirectory(prefix="mapper-web-")
        self._profile = QWebEngineProfile()
        self._page = _Page(self._profile, self.messages)
        self.view = QWebEngineView()
        self.view.setPage(self._page)
        self.view.resize(width, height)
        self.view.show()

    def open(self, data: bytes | None, **options: Any) -> None:
        """Load a page with a document and wait until it is drawn."""
        self.load(page(data, **options))
        if data is not None:
            self.run("mapper.ready")

    def load(self, text: str) -> None:
        path = Path(self._folder.name, "page.html")
        path.write_text(text, encoding="utf-8")
        self.load_file(path)

    def load_file(self, path: Path) -> None:
        # A page that writes its address while it is left ends the loading of the next one.
        assert any(self._loaded(path) for _ in range(3))

    def _loaded(self, path: Path) -> bool:
        loop = QEventLoop()
        results: list[bool] = []

        def done(succeeded: bool) -> None:
            results.append(succeeded)
            QTimer.singleShot(0 if succeeded else 1000, loop.quit)

        self._page.loadFinished.connect(done)
        self._page.load(QUrl.fromLocalFile(str(path)))
        if True not in results:
            loop.exec()
        self._page.loadFinished.disconnect(done)
        return True in results

    def run(self, expression: str, timeout_s: float = 60) -> Any:
        """Return the value of an expression, awaited; raise what it throws."""
        script = (
            "window.__done = null; (async () => (" + expression + "))().then("
            "(value) => { window.__done = JSON.stringify({value: value ?? null}); },"
            "(error) => { window.__done = JSON.stringify({error: String(error)}); }); undefined"
        )
        self._evaluate(script)
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            answer = self._evaluate("window.__done")
            if answer:
                result = json.loads(answer)
                if "error" in result:
                    raise RuntimeError(result["error"])
                return result["value"]
            self.wait(5)
        raise TimeoutError(expression)

    def _evaluate(self, script: str) -> Any:
        loop = QEventLoop()
        results: list[Any] = []

        def done(value: Any) -> None:
            results.append(value)
            loop.quit()

        self._page.runJavaScript(script, done)
        if not results:
            loop.exec()
        return results[0]

    @staticmethod
    def wait(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def drawn(self) -> None:
        self.run("mapper.drawn()")

    def resize(self, width: int, height: int) -> None:
        self.view.resize(width, height)
        self.run(
            f"new Promise((go) => {{ const look = () => innerWidth === {width} ? go() :"
            " setTimeout(look, 20); look(); })"
        )
        self.drawn()

    def shoot(self, path: str | Path) -> None:
        self.drawn()
        self.wait(60)
        self.view.grab().save(str(path))

    def close(self) -> None:
        # In this order: the view, its page, the profile of the page.
        self.view.close()
        for part in (self.view, self._page, self._profile):
            gone = QEventLoop()
            part.destroyed.connect(gone.quit)
            part.deleteLater()
            gone.exec()
        self._folder.cleanup()
