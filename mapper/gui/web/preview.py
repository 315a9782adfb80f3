"""A page that is about to be saved, shown from memory in the closed web view."""

from __future__ import annotations

from typing import Final

from PyQt6 import sip
from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QPalette
from PyQt6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler
from PyQt6.QtWebEngineWidgets import QWebEngineView
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from mapper.gui.translation import tr
from mapper.gui.web.page import MapPage, MapProfile
from mapper.gui.web.scheme import HOME

_PATH: Final = "/index.html"


class _OnePage(QWebEngineUrlSchemeHandler):
    """Serves one page and nothing else: it has all inside."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.content = QByteArray()

    def requestStarted(self, job: QWebEngineUrlRequestJob | None) -> None:
        """Answer a request of the page (called by Qt)."""
        assert job is not None
        if job.requestMethod() != b"GET" or job.requestUrl().path() != _PATH:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(self.content)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(b"text/html", buffer)


class PagePreview(QWidget):
    """Shows a page as a browser would: its own rules of what it may load hold here too.

    Signals
    -------
    shown()
        The page is loaded.
    """

    shown = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handler = _OnePage(self)
        self._profile = MapProfile(self._handler, self)
        self._page: MapPage | None = MapPage(self._profile, self)
        self._view = QWebEngineView(self)
        self._view.setAccessibleName(tr("Preview of the page"))
        self._view.setPage(self._page)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        # Until the page is there: white would flash in a dark window.
        self._page.setBackgroundColor(self.palette().color(QPalette.ColorRole.Window))
        self._page.loadFinished.connect(lambda _ok: self.shown.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)

    @property
    def page(self) -> MapPage | None:
        """The page; None once it was closed."""
        return self._page

    def show_page(self, content: bytes) -> None:
        """Show a page in place of the one before."""
        self._handler.content = QByteArray(content)
        if self._page is not None:
            self._page.load(QUrl(HOME))

    def close_page(self) -> None:
        """Delete the page before its profile, as Qt demands."""
        if self._page is not None:
            page, self._page = self._page, None
            for part in (self._view, page, self._profile):
                sip.delete(part)
