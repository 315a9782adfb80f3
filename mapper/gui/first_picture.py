"""The map as it was drawn before, shown in its place until it is drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from mapper.gui.kept_picture import PIXEL_BYTES

if TYPE_CHECKING:
    from mapper.gui.kept_picture import KeptPicture
    from mapper.gui.web import MapView

#: What the page has painted is on the screen so much later.
_PAINTED_MS: Final = 60
#: By then a map that says nothing is told to be lost; nobody is to look at a picture of it.
_MOST_MS: Final = 10_000

PIXELS: Final = QImage.Format.Format_RGB32


class FirstPicture(QWidget):
    """Stands over the map; what is done on it is done on the map.

    It is shown only where it has the very size of the map, and until the map is drawn, fails or
    answers no more.
    """

    def __init__(self, map_view: MapView, picture: KeptPicture) -> None:
        super().__init__(map_view)
        self._pixels = picture.pixels
        size = (picture.width, picture.height, PIXEL_BYTES * picture.width)
        self._image: QImage | None = QImage(self._pixels, *size, PIXELS)
        self._image.setDevicePixelRatio(picture.ratio)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        map_view.installEventFilter(self)
        map_view.when_drawn(lambda: QTimer.singleShot(_PAINTED_MS, self.leave))
        map_view.failed.connect(self.leave)
        map_view.hung.connect(self.leave)
        QTimer.singleShot(_MOST_MS, self.leave)

    def leave(self, *_: object) -> None:
        """Show the map itself from now on."""
        if self._image is not None:
            # In this order: the image is of these very bytes.
            self._image, self._pixels = None, b""
            self.hide()
            self.deleteLater()

    @property
    def fits(self) -> bool:
        """Whether it is of the size that the map has now."""
        image = self._image
        if image is None or image.devicePixelRatio() != self.devicePixelRatioF():
            return False
        return bool(image.deviceIndependentSize().toSize() == self.size())

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keep the size of the map."""
        parent = self.parentWidget()
        if event is not None and event.type() == QEvent.Type.Resize and parent is not None:
            self.setGeometry(parent.rect())
        return False

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the picture, or nothing."""
        if self._image is not None and self.fits:
            painter = QPainter(self)
            painter.drawImage(0, 0, self._image)
            painter.end()
