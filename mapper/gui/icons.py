"""Icons: line drawings from ``resources/icons`` in the colour of the theme."""

from __future__ import annotations

from functools import cache

from PyQt6.QtCore import QByteArray, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PyQt6.QtSvg import QSvgRenderer

from mapper.paths import resource

_SIZES = (16, 20, 24, 32, 40, 64)
#: Shapes of marks in a square of size 1, as ``resources/web/sprites.js`` draws them.
_CORNERS = {
    "triangle": ((0.5, 0.16), (0.84, 0.78), (0.16, 0.78)),
    "diamond": ((0.5, 0.14), (0.86, 0.5), (0.5, 0.86), (0.14, 0.5)),
    "cross": (
        *((0.32, 0.2), (0.5, 0.38), (0.68, 0.2), (0.8, 0.32), (0.62, 0.5), (0.8, 0.68)),
        *((0.68, 0.8), (0.5, 0.62), (0.32, 0.8), (0.2, 0.68), (0.38, 0.5), (0.2, 0.32)),
    ),
    "square": ((0.22, 0.22), (0.78, 0.22), (0.78, 0.78), (0.22, 0.78)),
    "wedge": ((0.5, 0.84), (0.84, 0.22), (0.16, 0.22)),
    "hexagon": ((0.5, 0.16), (0.8, 0.33), (0.8, 0.67), (0.5, 0.84), (0.2, 0.67), (0.2, 0.33)),
    "plus": (
        *((0.38, 0.16), (0.62, 0.16), (0.62, 0.38), (0.84, 0.38), (0.84, 0.62), (0.62, 0.62)),
        *((0.62, 0.84), (0.38, 0.84), (0.38, 0.62), (0.16, 0.62), (0.16, 0.38), (0.38, 0.38)),
    ),
}


@cache
def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """Return the icon of that name drawn in ``colour`` (``#rrggbb``)."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    strong = _renderer(drawing, colour)
    faint = _renderer(drawing, disabled) if disabled else None
    for size in _SIZES:
        picture = _draw(strong, size)
        result.addPixmap(picture)
        # Qt would blend it into the ground of a selected row.
        result.addPixmap(picture, QIcon.Mode.Selected)
        if faint is not None:
            result.addPixmap(_draw(faint, size), QIcon.Mode.Disabled)
    return result


@cache
def dot(colour: str, edge: str, shape: str = "circle") -> QIcon:
    """Return the mark of a verification status in a list: a filled circle or another shape."""
    result = QIcon()
    for size in (16, 32):
        picture = _blank(size)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), size / 16))
        painter.setBrush(QColor(colour))
        if shape == "circle":
            painter.drawEllipse(QRectF(size * 0.2, size * 0.2, size * 0.6, size * 0.6))
        else:
            corners = [QPointF(size * x, size * y) for x, y in _CORNERS[shape]]
            painter.drawPolygon(QPolygonF(corners))
        painter.end()
        result.addPixmap(picture)
        result.addPixmap(picture, QIcon.Mode.Selected)
    return result


def place_mark(rough: str, colour: str) -> QIcon:
    """Return the mark of a place known roughly or not at all, by its word."""
    return icon("no-place" if rough == "none" else "rough-place", colour)


def _renderer(drawing: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))


def _draw(drawing: QSvgRenderer, size: int) -> QPixmap:
    picture = _blank(size)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, size, size))
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
