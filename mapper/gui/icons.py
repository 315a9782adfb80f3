"""Icons: line drawings from ``resources/icons`` in the colour of the theme."""

from __future__ import annotations

from functools import cache

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from mapper.paths import resource

_SIZES = (16, 20, 24, 32, 40, 64)


@cache
def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """Return the icon of that name drawn in ``colour`` (``#rrggbb``)."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(_draw(drawing.replace("currentColor", colour), size))
        if disabled:
            faint = _draw(drawing.replace("currentColor", disabled), size)
            result.addPixmap(faint, QIcon.Mode.Disabled)
    return result


@cache
def dot(colour: str, edge: str) -> QIcon:
    """Return a filled circle, the mark of a verification status in a list."""
    result = QIcon()
    for size in (16, 32):
        picture = _blank(size)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), size / 16))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(size * 0.2, size * 0.2, size * 0.6, size * 0.6))
        painter.end()
        result.addPixmap(picture)
        result.addPixmap(picture, QIcon.Mode.Selected)
    return result


def _draw(drawing: str, size: int) -> QPixmap:
    picture = _blank(size)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _blank(size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def forget() -> None:
    """Let go of all pictures; they must not outlive the application."""
    icon.cache_clear()
    dot.cache_clear()
