"""A small still map of where the records of a file lie."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from mapper.gui.import_sketch import Line, Sketch
from mapper.gui.translation import tr

#: As in ``resources/web/colours.css``: sea, land, coast, border, names, halo, front.
_LIGHT: Final = ("#d4e0e8", "#f7f5f0", "#9fb3c0", "#85807b", "#504d4a", "#fbfaf7", "#c0392b")
_DARK: Final = ("#10161c", "#242a31", "#41505c", "#8b939b", "#a8afb6", "#1b2026", "#e06a5c")
_POINT: Final = ("#1f5fbf", "#6aa6ff")
_MOST_NAMES: Final = 9
#: So many points are a cloud rather than each a place.
_MANY: Final = 600


class ImportMap(QWidget):
    """Paints a `Sketch` on the base map's land and borders."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Map of the file's places"))
        self._sketch: Sketch | None = None
        self._words = ""
        #: What was painted last, and of what: each word beside it that changes asks for it anew.
        self._picture: tuple[tuple[object, ...], QPixmap] | None = None

    def show_sketch(self, sketch: Sketch | None, words: str) -> None:
        """Show a small map, or words where there is none."""
        self._sketch, self._words = sketch, words
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(340, 260)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        if self._sketch is None:
            painter.fillRect(self.rect(), self.palette().base())
            painter.setPen(self.palette().placeholderText().color())
            box = self.rect().adjusted(16, 16, -16, -16)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words
            )
        else:
            painter.drawPixmap(0, 0, self._painted(self._sketch))
        painter.end()

    def _painted(self, sketch: Sketch) -> QPixmap:
        dark, ratio = self.palette().window().color().lightness() < 128, self.devicePixelRatioF()
        of = (sketch, self.width(), self.height(), ratio, dark, self.font().toString())
        if self._picture is None or self._picture[0] != of:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            painter.setFont(self.font())
            self._paint(painter, sketch, dark)
            painter.end()
            self._picture = of, picture
        return self._picture[1]

    def _paint(self, painter: QPainter, sketch: Sketch, dark: bool) -> None:
        sea, land, coast, border, names, halo, front = _DARK if dark else _LIGHT
        view = _View(sketch, self.width(), self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(sea))
        painter.setPen(QPen(QColor(coast), 0.8))
        painter.setBrush(QColor(land))
        painter.drawPath(view.path(sketch.land))
        painter.setBrush(QColor(sea))
        painter.drawPath(view.path(sketch.lakes))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(border), 1.0))
        for line in sketch.borders:
            painter.drawPolyline(view.polygon(line))
        fill = QColor(front)
        fill.setAlpha(70)
        painter.setPen(QPen(QColor(front), 1.2))
        painter.setBrush(fill)
        painter.drawPath(view.path(sketch.areas))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(front), 2.0))
        for line in sketch.lines:
            painter.drawPolyline(view.polygon(line))
        # A name must not hide the few points there are; among many it has to be readable.
        few = len(sketch.points) < _MANY
        if few:
            self._draw_names(painter, view, QColor(names), QColor(halo))
        self._draw_points(painter, view, QColor(_POINT[dark]), QColor(halo))
        if not few:
            self._draw_names(painter, view, QColor(names), QColor(halo))
        painter.setPen(QPen(QColor(coast), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_points(self, painter: QPainter, view: _View, colour: QColor, edge: QColor) -> None:
        assert self._sketch is not None
        count = len(self._sketch.points)
        radius = 4.0 if count < 100 else 3.0 if count < _MANY else 2.0
        colour.setAlpha(235 if count < _MANY else 150)
        painter.setPen(QPen(edge, 0.8) if count < _MANY else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in view.points(self._sketch.points):
            painter.drawEllipse(point, radius, radius)

    def _draw_names(self, painter: QPainter, view: _View, colour: QColor, halo: QColor) -> None:
        assert self._sketch is not None
        font = painter.font()
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.5))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        taken: list[QRectF] = []
        for lon, lat, name in self._sketch.names:
            if len(taken) == _MOST_NAMES:
                break
            spot = view.points(np.array([[lon, lat]]))[0]
            width = metrics.horizontalAdvance(name)
            box = QRectF(spot.x() - width / 2, spot.y() + 3, width, metrics.height())
            inside = QRectF(self.rect()).adjusted(3, 3, -3, -3).contains(box)
            if not inside or any(box.adjusted(-8, -6, 8, 6).intersects(other) for other in taken):
                continue
            taken.append(box)
            path = QPainterPath()
            path.addText(box.left(), box.top() + metrics.ascent(), font, name)
            painter.strokePath(path, QPen(halo, 3.0))
            painter.fillPath(path, colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(spot, 1.4, 1.4)


class _View:
    """Mercator, the sketch's bounds in the middle of a box of pixels."""

    def __init__(self, sketch: Sketch, width: int, height: int) -> None:
        west, south, east, north = sketch.bounds
        bottom, top = _mercator(np.array([south, north]))
        across, along = max(math.radians(east - west), 1e-9), max(top - bottom, 1e-9)
        self._scale = min(width / across, height / along)
        self._x = width / 2 - self._scale * math.radians((west + east) / 2)
        self._y = height / 2 + self._scale * (bottom + top) / 2

    def points(self, lonlat: Line) -> list[QPointF]:
        """Return positions (n, 2) in pixels."""
        x = self._x + self._scale * np.radians(lonlat[:, 0])
        y = self._y - self._scale * _mercator(lonlat[:, 1])
        return [QPointF(*pair) for pair in zip(x.tolist(), y.tolist(), strict=True)]

    def polygon(self, line: Line) -> QPolygonF:
        """Return a line in pixels."""
        return QPolygonF(self.points(line))

    def path(self, areas: tuple[tuple[Line, ...], ...]) -> QPainterPath:
        """Return areas with their holes in pixels."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for rings in areas:
            for ring in rings:
                path.addPolygon(self.polygon(ring))
                path.closeSubpath()
        return path


def _mercator(lat: Line) -> Line:
    return np.arcsinh(np.tan(np.radians(np.clip(lat, -85.0, 85.0))))
