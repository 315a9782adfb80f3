"""Keeps a picture of the map as the next start will draw it, once nothing was done for a while."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QByteArray, QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication

from mapper.gui import kept_picture
from mapper.gui.kept_picture import KeptPicture
from mapper.gui.picturing import Picturing
from mapper.gui.tasks import Progress
from mapper.gui.web.view import letters_zoom

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.gui.window import MainWindow

#: Longer than a person who goes on takes between two edits: the map is drawn in a process of its
#: own, which takes half a second of a processor.
_REST_MS: Final = 10_000
#: Where there is no picture at all, somebody may close the window soon.
_FIRST_MS: Final = 1_000
#: A document that is larger takes too much memory twice.
LARGEST_BYTES: Final = 16_000_000
#: A system that lets nothing be drawn out of sight is not asked for more.
_MOST_IN_VAIN: Final = 3


class PictureKeeper(QObject):
    """Has the document that the next start begins with drawn out of sight.

    Signals
    -------
    kept()
        There is a picture of it now.
    """

    kept = pyqtSignal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._picturing = Picturing(self)
        self._document = QByteArray()
        self._in_vain = 0
        #: What the picture that is kept follows from.
        self._kept: tuple[object, ...] | None = None
        first = window.first.kept
        if first is not None and first.picture is not None:
            one = first.picture
            self._kept = (one.key, one.width, one.height, one.ratio)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def soon(self, document: QByteArray) -> None:
        """Keep a picture of a document unless there soon is another."""
        self._document = document
        self._wait()

    def keep_now(self) -> None:
        """Wait no longer (for tests)."""
        self._timer.stop()
        self._look()

    def stop(self) -> None:
        """Keep none any more: what is shown changes, or the window closes."""
        self._timer.stop()
        self._picturing.stop()
        self._document = QByteArray()

    def _wait(self) -> None:
        self._timer.start(_FIRST_MS if self._kept is None and not self._in_vain else _REST_MS)

    def _look(self) -> None:
        window, document = self._window, self._document
        data = window.session.data
        if data is None or not 0 < document.size() <= LARGEST_BYTES:
            return
        if self._in_vain >= _MOST_IN_VAIN:
            return
        if not (window.tasks.is_idle and window.isVisible() and not window.isMinimized()):
            self._wait()
            return
        map_view, theme = window.map_view, window.theme.in_force
        size = map_view.size() * map_view.devicePixelRatioF()
        how = (size.width(), size.height(), map_view.devicePixelRatioF())

        def key(_progress: Progress) -> str:
            return kept_picture.key_of(document.data(), theme, letters)

        def make(found: str) -> None:
            if (found, *how) == self._kept:
                self.kept.emit()
            elif self._document is document:
                self._in_vain += 1
                done = partial(self._take, data.path, document, found)
                self._picturing.make(document, theme, map_view, done)

        letters = letters_zoom(QApplication.font())
        window.tasks.run(key, done=make)

    def _take(self, project: Path, document: QByteArray, key: str, image: QImage) -> None:
        how = (image.width(), image.height(), image.devicePixelRatio())
        self._in_vain = 0
        if self._document is document:
            self._document = QByteArray()

        def write(_progress: Progress) -> None:
            pixels = image.constBits()
            assert pixels is not None
            data = pixels.asstring(image.sizeInBytes())
            kept_picture.write(project, KeptPicture(key, *how, data))

        def written(_: None) -> None:
            self._kept = (key, *how)
            self.kept.emit()

        self._window.tasks.run(write, done=written)
