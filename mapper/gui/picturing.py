"""Draws a map as the next start will, out of sight, and takes a picture of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QByteArray, QObject, Qt, QTimer
from PyQt6.QtGui import QImage

from mapper.gui.first_picture import PIXELS
from mapper.gui.web import BegunPage, MapView

if TYPE_CHECKING:
    from mapper.gui.theme import Theme

#: Names fade in, and what reaches beyond the screen follows, after the map is drawn.
_SETTLED_MS: Final = 600
#: The picture is what has not changed for so long.
_SAME_MS: Final = 250
_MOST_MS: Final = 20_000
#: So long after one step the next begins: none keeps the person waiting.
_STEP_MS: Final = 20
#: At so many places of a picture, across and down, one looks whether anything is on it.
_LOOKS: Final = 50


class Picturing(QObject):
    """Makes one picture at a time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page: BegunPage | None = None
        self._view: MapView | None = None
        self._step: Callable[[], None] = self.stop
        self._steps = self._timer(lambda: self._step())
        self._given_up = self._timer(self.stop)

    def make(
        self, document: QByteArray, theme: Theme, near: MapView, done: Callable[[QImage], None]
    ) -> None:
        """Draw a document as large as a map is, and on its screen.

        Parameters
        ----------
        document
            What `mapper.mapdoc.MapDocument.brief` gives.
        done
            Called with the picture; never where the map cannot be drawn.
        """
        self.stop()
        self._given_up.start(_MOST_MS)
        self._page = BegunPage()
        self._page.handler.theme = theme
        self._page.handler.set_document(document.data())
        self._then(lambda: self._show(near, done))

    def stop(self) -> None:
        """Make none any more."""
        self._steps.stop()
        self._given_up.stop()
        page, self._page = self._page, None
        view, self._view = self._view, None
        if page is not None:
            # As a view it is taken down in the order that Qt wants.
            view = MapView(begun=page)
        if view is not None:
            view.close()
            view.deleteLater()

    def _show(self, near: MapView, done: Callable[[QImage], None]) -> None:
        page, self._page = self._page, None
        self._view = view = MapView(begun=page)
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        view.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        view.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        view.setScreen(near.screen())
        view.resize(near.size())
        view.failed.connect(self.stop)
        view.when_drawn(lambda: self._then(lambda: self._take(done), _SETTLED_MS))
        view.show()

    def _take(self, done: Callable[[QImage], None], before: QImage | None = None) -> None:
        assert self._view is not None
        image = self._view.grab().toImage().convertToFormat(PIXELS)
        if image != before:
            # On a busy machine what is drawn is a while on its way from one process to the other.
            self._then(lambda: self._take(done, image), _SAME_MS)
            return
        self._then(self.stop)
        if not _is_blank(image):
            done(image)

    def _then(self, step: Callable[[], None], after_ms: int = _STEP_MS) -> None:
        self._step = step
        self._steps.start(after_ms)

    def _timer(self, due: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(due)
        return timer


def _is_blank(image: QImage) -> bool:
    """Whether nothing was drawn: all is of one colour."""
    if image.isNull():
        return True
    across = range(0, image.width(), max(1, image.width() // _LOOKS))
    down = range(0, image.height(), max(1, image.height() // _LOOKS))
    first = image.pixel(0, 0)
    return all(image.pixel(x, y) == first for y in down for x in across)
