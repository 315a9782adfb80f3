"""Shows where what is dragged would be dropped, and what would become of it."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PyQt6.QtWidgets import QWidget

_EDGE_PX: Final = 3
_ROUND_PX: Final = 8
#: How much the ground is tinted, of 255.
_TINT: Final = 48


class DropVeil(QWidget):
    """Lies over a widget while something is dragged over it: an edge, a tint, a few words."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.words = ""
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self, words: str) -> None:
        """Cover the widget and say what dropping does."""
        self.words = words
        self.setAccessibleName(words)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        tint = palette.color(QPalette.ColorRole.Accent)
        tint.setAlpha(_TINT)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tint)
        half = _EDGE_PX / 2
        painter.setPen(QPen(accent, _EDGE_PX, Qt.PenStyle.DashLine))
        edge = QRectF(self.rect()).adjusted(half + 3, half + 3, -half - 3, -half - 3)
        painter.drawRoundedRect(edge, _ROUND_PX, _ROUND_PX)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        room = QRectF(self.rect()).adjusted(40, 40, -40, -40)
        plate = painter.boundingRect(room, flags, self.words).adjusted(-16, -10, 16, 10)
        painter.setPen(QPen(accent, 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(plate, _ROUND_PX, _ROUND_PX)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(plate, flags, self.words)
