"""The closed web page: it goes nowhere, asks for nothing, keeps nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWebChannel import QWebChannel
from PyQt6.QtWebEngineCore import (
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlSchemeHandler,
)

from mapper.gui.web.scheme import HOME, SCHEME, Interceptor, SchemeHandler

log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.LocalStorageEnabled,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.ErrorPageEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.NavigateOnDropEnabled,
)

#: Calls between peers pass by both the policy and the interceptor, so no page has them.
_NO_PEERS = "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])"
_NO_PEERS += " delete window[name];"


class MapProfile(QWebEngineProfile):
    """An off-the-record profile that reaches the window's scheme only."""

    def __init__(self, handler: QWebEngineUrlSchemeHandler, parent: QObject | None = None) -> None:
        # A profile without a name keeps nothing on disk.
        super().__init__(parent)
        self._interceptor = Interceptor(self)
        self.setUrlRequestInterceptor(self._interceptor)
        self.installUrlSchemeHandler(SCHEME, handler)
        self.downloadRequested.connect(lambda download: download.cancel())


class MapPage(QWebEnginePage):
    """The page of the map client.

    Signals
    -------
    lost(str)
        The render process ended or the page was left: it is empty until it is
        loaded again.
    """

    lost = pyqtSignal(str)

    def __init__(self, profile: QWebEngineProfile, parent: QObject | None = None) -> None:
        super().__init__(profile, parent)
        #: Errors and warnings of the page, for tests and error reports.
        self.messages: list[str] = []
        settings = self.settings()
        assert settings is not None
        for attribute in _OFF:
            settings.setAttribute(attribute, False)
        self._insert(_NO_PEERS)
        self.urlChanged.connect(self._check_address)
        self.newWindowRequested.connect(self._open_outside)
        self.renderProcessTerminated.connect(self._report_crash)
        self.fileSystemAccessRequested.connect(lambda request: request.reject())
        self.registerProtocolHandlerRequested.connect(lambda request: request.reject())
        if hasattr(self, "permissionRequested"):  # Qt 6.8 and newer
            self.permissionRequested.connect(lambda permission: permission.deny())
        else:
            self.featurePermissionRequested.connect(self._deny)

    def acceptNavigationRequest(
        self, url: QUrl, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Stay on the map page.

        A link opens in the person's browser by asking for a new window: there
        alone Qt tells a person's click from a script's.
        """
        return is_main_frame and url == QUrl(HOME)

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str | None,
        line_number: int,
        source_id: str | None,
    ) -> None:
        """Keep what the page complains about."""
        text = f"{source_id}:{line_number}: {message}"
        if level == QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel:
            log.info(text)
            return
        self.messages.append(text)
        log.error(text)

    def javaScriptAlert(self, security_origin: QUrl, msg: str | None) -> None:
        """Show no dialogs of the page."""

    def javaScriptConfirm(self, security_origin: QUrl, msg: str | None) -> bool:
        """Show no dialogs of the page."""
        return False

    def javaScriptPrompt(
        self, security_origin: QUrl, msg: str | None, default_value: str | None
    ) -> tuple[bool, str]:
        """Show no dialogs of the page."""
        return False, ""

    def chooseFiles(
        self,
        mode: QWebEnginePage.FileSelectionMode,
        old_files: Iterable[str | None],
        accepted_mime_types: Iterable[str | None],
    ) -> list[str]:
        """Hand the page no files."""
        return []

    def _open_outside(self, request: QWebEngineNewWindowRequest) -> None:
        if request.isUserInitiated():
            open_in_browser(request.requestedUrl())

    def _deny(self, origin: QUrl, feature: QWebEnginePage.Feature) -> None:
        policy = QWebEnginePage.PermissionPolicy.PermissionDeniedByUser
        self.setFeaturePermission(origin, feature, policy)

    def _insert(self, code: str) -> None:
        script = QWebEngineScript()
        script.setSourceCode(code)
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
        script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld.value)
        script.setRunsOnSubFrames(True)
        self.scripts().insert(script)

    def _check_address(self, url: QUrl) -> None:
        # Nobody asks before a page goes to about:blank.
        if url.adjusted(QUrl.UrlFormattingOption.RemoveFragment) != QUrl(HOME):
            log.error("the map's page was left for %s", url.toString())
            from mapper.gui.translation import tr

            self.lost.emit(tr("The map's page was left."))

    def _report_crash(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int
    ) -> None:
        log.error("render process ended: %s, exit code %s", status.name, code)
        from mapper.gui.translation import tr

        self.lost.emit(tr("The map's process ended unexpectedly (exit code {code}).", code=code))


class BegunPage:
    """The map's page while its process starts, before there is a view that shows it.

    Nothing reaches the page until this thread's event loop runs. Where it is ``expecting`` it is
    told by `SchemeHandler.begin_with` what it begins with.
    """

    def __init__(self, *, expecting: bool = False) -> None:
        self.handler = SchemeHandler()
        if expecting:
            self.handler.expect()
        self.profile = MapProfile(self.handler)
        self.page = MapPage(self.profile)
        self.channel = QWebChannel(self.page)
        self.page.setWebChannel(self.channel)
        self.page.load(QUrl(HOME))

    def give_to(self, owner: QObject) -> tuple[SchemeHandler, MapProfile, MapPage]:
        """Return the parts, which live as long as their owner from now on."""
        parts = (self.handler, self.profile, self.page)
        for part in parts:
            part.setParent(owner)
        return parts


def open_in_browser(url: QUrl) -> None:
    """Open an address of the web in the person's browser; ignore any other."""
    if url.scheme() in ("http", "https") and url.host():
        QDesktopServices.openUrl(url)
