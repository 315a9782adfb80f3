"""The window's own URL scheme: all that the map page can ever reach."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from PyQt6 import (
    QtWebEngineWidgets,  # noqa: F401 - Qt wants it before the application is made
    sip,
)
from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PyQt6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

if TYPE_CHECKING:
    # The page is loaded before these are there: see `mapper.gui.starting`.
    from mapper.gui.web.tiles import TileSource

SCHEME: Final = b"mapper"
HOME: Final = "mapper://app/index.html"

#: What a request may ask for; everything else is refused before it leaves.
_ALLOWED: Final = frozenset({"mapper", "data", "blob"})

#: Calls between peers would pass by the interceptor.
_FLAGS: Final = "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"


def register_scheme() -> None:
    """Register the scheme and close the engine; call it before the QApplication is made."""
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if _FLAGS not in flags:
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} {_FLAGS}".strip()
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name() == QByteArray(SCHEME):
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(
        QWebEngineUrlScheme.Flag.SecureScheme
        | QWebEngineUrlScheme.Flag.CorsEnabled
        | QWebEngineUrlScheme.Flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Serves the page with the map client in it, and the document held in memory."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: QByteArray | None = None
        #: How many documents there have been, and which of them the page has; 0 for none.
        self._number = self._given = 0
        #: The theme that the page begins with; empty follows the system.
        self.theme = ""
        #: Whether a page was asked for.
        self.is_begun = False
        #: Whether the page asks for the document as it begins.
        self.ahead = False
        #: What it has asked for before there was an answer; None once there is.
        self._asked: list[QWebEngineUrlRequestJob] | None = None
        self._tiles: TileSource | None = None
        self._tiles_number = 0

    def expect(self) -> None:
        """Let the page ask for the document as it begins; `begin_with` says what it gets."""
        self._asked = []

    def begin_with(self, document: bytes | None) -> None:
        """Begin with a document that was kept; None: with nothing."""
        if document is not None:
            self.set_document(document)
        asked, self._asked = self._asked or [], None
        for job in asked:
            if not sip.isdeleted(job):
                self._give_document(job)
        # Who asked for nothing waits to be told.
        self.ahead &= document is not None

    @property
    def has_document(self) -> bool:
        """Whether there is anything to show."""
        return self._document is not None

    @property
    def is_coming(self) -> bool:
        """Whether the page has the document, or has yet to ask for it as it begins."""
        return self.ahead and self._given in (0, self._number)

    def set_document(self, payload: bytes) -> None:
        """Set what ``mapper://app/document`` gives from now on."""
        # Of Qt's kind once, not with each request: all that it hands on shares the bytes.
        self._document = QByteArray(payload)
        self._number += 1

    @property
    def document(self) -> QByteArray:
        """What was set last; empty if nothing was."""
        return QByteArray() if self._document is None else QByteArray(self._document)

    def set_tiles(self, source: TileSource | None) -> str:
        """Serve the tiles of a source from now on; return the address of a tile.

        Each source has addresses of its own: the page never shows a tile of one
        for another.
        """
        self._tiles = source
        self._tiles_number += 1
        return f"tiles/{self._tiles_number}/{{z}}/{{x}}/{{y}}"

    def requestStarted(self, job: QWebEngineUrlRequestJob | None) -> None:
        """Answer a request of the page (called by Qt)."""
        assert job is not None
        url = job.requestUrl()
        path = url.path().lstrip("/")
        if job.requestMethod() != b"GET" or url.host() != "app":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif path == "index.html":
            self._give_page(job)
        elif path == "document":
            if self._asked is None:
                self._give_document(job)
            else:
                self._asked.append(job)
        elif path.startswith("tiles/"):
            self._start_tile(job, path)
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _give_document(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer with the document; where there is none, with nothing."""
        self._given = self._number
        _reply(job, b"application/octet-stream", self.document)

    def _give_page(self, job: QWebEngineUrlRequestJob) -> None:
        from mapper.export import windowpage
        from mapper.gui.translation import LANGUAGE
        from mapper.gui.web.kept_page import template

        self.ahead = self._asked is not None or self._document is not None
        self._given = 0
        page = windowpage.filled(template(LANGUAGE), theme=self.theme, ahead=self.ahead)
        _reply(job, b"text/html", page)
        self.is_begun = True

    def _start_tile(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        where = _tile_of(path)
        if self._tiles is None or where is None or where[0] != self._tiles_number:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        give_up = self._tiles.fetch(*where[1:], partial(_answer, job))
        # The page wants it no more: the map was moved on.
        if not sip.isdeleted(job):
            job.destroyed.connect(give_up)


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Blocks every request that would leave the window."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Decide on one request (called by Qt)."""
        info.block(info.requestUrl().scheme() not in _ALLOWED)


def _reply(job: QWebEngineUrlRequestJob, kind: bytes, data: bytes | QByteArray) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(kind, buffer)


def _tile_of(path: str) -> tuple[int, int, int, int] | None:
    """Return number of the source, zoom, column and row of ``tiles/1/2/3/4``."""
    from mapper.basemap.tileset import DEEPEST_ZOOM

    try:
        number, zoom, x, y = (int(part) for part in path.split("/")[1:])
    except ValueError:
        return None
    within = 0 <= zoom <= DEEPEST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom
    return (number, zoom, x, y) if within else None


def _answer(job: QWebEngineUrlRequestJob, data: bytes | None) -> None:
    from mapper.basemap.tileset import picture_kind

    if sip.isdeleted(job):
        return
    kind = None if data is None else picture_kind(data)
    if data is None or kind is None:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
    else:
        _reply(job, f"image/{kind}".encode(), data)
