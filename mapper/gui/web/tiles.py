"""Tiles for the map page, from a file or from the one host the person agreed to.

The page asks the window's own scheme for them and never a host: so what is
asked, as whom, and what is kept is decided in one place, and the page's policy
stays closed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QImageReader
from PyQt6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkDiskCache,
    QNetworkReply,
    QNetworkRequest,
)

import mapper
from mapper.basemap.providers import Dark, Provider
from mapper.basemap.tileset import LARGEST_TILE, TileFile, TileSet, picture_kind
from mapper.gui.translation import tr
from mapper.model.errors import InputError

#: Called on the GUI thread with a picture, or None where there is none.
Answer = Callable[[bytes | None], None]

#: Pictures of more pixels a side are not shown; usual tiles have 256 or 512.
LARGEST_SIDE: Final = 2048
#: What is kept of online tiles, in bytes.
CACHE_BYTES: Final = 200_000_000
#: As the owners of tiles ask: the program by its name and where it is from.
USER_AGENT: Final = f"Mapper/{mapper.__version__} (desktop program; PyPI: strike-mapper)"

_PATIENCE_MS: Final = 20_000
#: After so many failures in a row nothing is asked for a while.
_MOST_FAILURES: Final = 4
_PAUSE_S: Final = 60.0
#: Answers by which a host says that it does not want to be asked.
_UNWANTED: Final = (401, 403, 418, 429, 451)


class TileSource(QObject):
    """Where tiles come from.

    Signals
    -------
    failed(str)
        A sentence about why tiles are missing; said once per trouble.
    """

    failed = pyqtSignal(str)

    def __init__(self, tiles: TileSet, dark: Dark, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self._dark = dark

    def description(self, address: str) -> dict[str, Any]:
        """Return what the map client is told (`mapper.setTiles`)."""
        tiles = self.tiles
        return {
            "url": address,
            "name": tiles.name,
            "attribution": tiles.attribution or tiles.name,
            "licence": tiles.licence,
            "min_zoom": tiles.min_zoom,
            "max_zoom": tiles.max_zoom,
            "bounds": tiles.bounds,
            "names": tiles.names,
            "dark": self._dark,
        }

    def fetch(self, zoom: int, x: int, y: int, answer: Answer) -> Callable[[], None]:
        """Get one tile; return a function that gives up on it."""
        raise NotImplementedError

    def close(self) -> None:
        """Stop, and let go of files and connections."""


class FileTiles(TileSource):
    """Tiles of a file, read by a thread of their own."""

    _read = pyqtSignal(object, object)
    _broken = pyqtSignal(str)

    def __init__(self, file: TileFile, parent: QObject | None = None) -> None:
        # Whether a picture is a photograph or a map it does not say: all are dimmed alike.
        super().__init__(file.tiles, "dim", parent)
        self._file = file
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="mapper-tiles")
        self._told = False
        self._read.connect(lambda answer, data: answer(data))
        self._broken.connect(self._tell)

    def fetch(self, zoom: int, x: int, y: int, answer: Answer) -> Callable[[], None]:
        """Read one tile in the worker."""
        future = self._worker.submit(self._work, zoom, x, y, answer)

        def give_up() -> None:
            future.cancel()

        return give_up

    def close(self) -> None:
        """Wait for the worker and close the file."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._file.close()

    def _work(self, zoom: int, x: int, y: int, answer: Answer) -> None:
        data = None
        try:
            data = self._file.tile(zoom, x, y)
            if data is not None and not showable(data):
                raise InputError(f"tile {zoom}/{x}/{y} is too large or damaged")
        except InputError as error:
            data = None
            self._broken.emit(str(error))
        self._read.emit(answer, data)

    def _tell(self, sentence: str) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(tr("Some tiles cannot be shown: {sentence}", sentence=sentence))


class OnlineTiles(TileSource):
    """Tiles of one provider; make it only once the person has agreed to its host."""

    def __init__(self, provider: Provider, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(provider.tiles, provider.dark, parent)
        self._provider = provider
        self._failures = 0
        self._quiet_until = 0.0
        self._manager = QNetworkAccessManager(self)
        # Only to the host that was agreed to, whatever it answers.
        self._manager.setRedirectPolicy(QNetworkRequest.RedirectPolicy.SameOriginRedirectPolicy)
        self._manager.setTransferTimeout(_PATIENCE_MS)
        cache = QNetworkDiskCache(self)
        cache.setCacheDirectory(str(folder))
        cache.setMaximumCacheSize(CACHE_BYTES)
        self._manager.setCache(cache)

    def fetch(self, zoom: int, x: int, y: int, answer: Answer) -> Callable[[], None]:
        """Ask the host, or the cache while the tile kept there has not expired."""
        if time.monotonic() < self._quiet_until:
            answer(None)
            return lambda: None
        reply = self._manager.get(_request(self._provider.tile(zoom, x, y)))
        assert reply is not None
        reply.downloadProgress.connect(partial(_stop_large, reply))
        reply.finished.connect(partial(self._finish, reply, answer))
        return partial(_give_up, reply)

    def close(self) -> None:
        """Break off what is under way."""
        self._quiet_until = float("inf")
        for reply in self._manager.findChildren(QNetworkReply):
            reply.abort()

    def _finish(self, reply: QNetworkReply, answer: Answer) -> None:
        reply.deleteLater()
        if reply.property("given_up"):
            return
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        data = bytes(reply.readAll().data()) if reply.isOpen() else b""
        if reply.error() == QNetworkReply.NetworkError.NoError and showable(data):
            self._failures = 0
            answer(data)
            return
        answer(None)
        if status not in (204, 404):
            self._count_failure(status, reply.errorString())

    def _count_failure(self, status: Any, words: str) -> None:
        self._failures += 1
        refused = status in _UNWANTED
        if self._failures < _MOST_FAILURES and not refused:
            return
        if time.monotonic() < self._quiet_until:
            return
        self._quiet_until = float("inf") if refused else time.monotonic() + _PAUSE_S
        self._failures = 0
        reason = tr("it answers {status}", status=status) if status else words
        self.failed.emit(
            tr(
                "{host} gives no tiles ({reason}). Mapper's own base map is shown.",
                host=self._provider.host,
                reason=reason,
            )
        )


def showable(data: bytes) -> bool:
    """Tell whether data is a picture of a size a tile may have, without unpacking it."""
    if len(data) > LARGEST_TILE or picture_kind(data) is None:
        return False
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    size = QImageReader(buffer).size()
    return 0 < size.width() <= LARGEST_SIDE and 0 < size.height() <= LARGEST_SIDE


def _request(address: str) -> QNetworkRequest:
    request = QNetworkRequest(QUrl(address))
    request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, USER_AGENT)
    manual = QNetworkRequest.LoadControl.Manual
    for attribute in (
        QNetworkRequest.Attribute.CookieLoadControlAttribute,
        QNetworkRequest.Attribute.CookieSaveControlAttribute,
        QNetworkRequest.Attribute.AuthenticationReuseAttribute,
    ):
        request.setAttribute(attribute, manual)
    return request


def _stop_large(reply: QNetworkReply, received: int, _total: int) -> None:
    if received > LARGEST_TILE:
        reply.abort()


def _give_up(reply: QNetworkReply) -> None:
    try:
        if reply.isRunning():
            reply.setProperty("given_up", True)
            reply.abort()
    except RuntimeError:
        # Qt has deleted it: it was finished.
        return
