"""The chart of counts across: squares, darker the more there are."""

from __future__ import annotations

from typing import Final

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QToolTip

from mapper.export.chartdata import ChartData, marked_slots
from mapper.export.matrixdata import MatrixData, class_words
from mapper.gui.chart_ground import ChartGround
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS
from mapper.gui.labels import plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr, trn

_EDGE: Final = 10
#: Squares have a gap between them, and their numbers in them, from this width on.
_GAP_FROM: Final = 5.0
_WIDEST: Final = 110.0
#: How much the faintest and the darkest shade cover the ground; darker ones have light letters.
_FAINTEST, _DARKEST, _TURNS = 0.16, 1.0, 0.6
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class SquareChart(ChartGround):
    """Draws a `MatrixData`; arrow keys go from square to square."""

    def __init__(self, colours: Colours) -> None:
        super().__init__(colours)
        self.shown: MatrixData | None = None
        self._at: tuple[int, int] | None = None
        #: Width of the longest names of rows and of columns, pixels.
        self._widest_down = self._widest_along = 0

    def show_data(self, shown: MatrixData | None) -> None:
        """Draw other squares."""
        self.shown, self._at = shown, None
        self._widest_down = 0 if shown is None else self._widest(shown.down)
        self._widest_along = 0 if shown is None else self._widest(shown.along)
        self.setAccessibleName(tr("Chart"))
        self.setAccessibleDescription("" if shown is None else text_of(shown))
        self.update()

    def said(self, down: int, along: int) -> str:
        """Return a square's groups and number in words."""
        assert self.shown is not None
        told = self.shown.value(down, along) or tr("no events")
        return f"{self.shown.name(down, along)} · {MEASURE_WORDS[self.shown.measure]}: {told}"

    def square_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the square under a point, or None."""
        if self.shown is None or not self.shown.size.size:
            return None
        plot, (rows, columns) = self._plot(), self._fitting()
        along = int((point.x() - plot.left()) // self._wide())
        down = int((point.y() - plot.top()) // self._line)
        inside = 0 <= along < columns and 0 <= down < rows and point.x() >= plot.left()
        return (down, along) if inside else None

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._go_to(self.square_at(event.position()))

    def leaveEvent(self, event: QEvent | None) -> None:
        self._go_to(None)
        super().leaveEvent(event)

    @property
    def has_something(self) -> bool:
        return self.shown is not None and bool(self.shown.size.size)

    def step(self, down: int, along: int) -> None:
        rows, columns = self._fitting()
        if self._at is None:
            self._go_to((0, 0))
            return
        down, along = self._at[0] + down, self._at[1] + along
        self._go_to((min(max(down, 0), rows - 1), min(max(along, 0), columns - 1)))

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QHelpEvent):
            at = self.square_at(QPointF(event.pos()))
            if at is not None:
                QToolTip.showText(event.globalPos(), plain_tip(self.said(*at)), self)
            return True
        return super().event(event)

    # Where things stand

    def _widest(self, names: ChartData) -> int:
        metrics = self.fontMetrics()
        first = (names.name(at) for at in range(min(len(names), 60)))
        return max((metrics.horizontalAdvance(name) for name in first), default=0)

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 5

    def _plot(self) -> QRectF:
        assert self.shown is not None
        line = self._line
        left = _EDGE + min(self._widest_down + 8, self.width() * 3 // 10)
        top = 2 * line + 10
        if not self.shown.along.in_time:
            top += line if self._level() else self._upright()
        below = line if self.shown.along.in_time else 0
        return QRectF(left, top, self.width() - left - _EDGE, self.height() - top - below - 6)

    def _level(self) -> bool:
        """Whether the names of the columns have room beside each other."""
        assert self.shown is not None
        room = self.width() * 0.68 / max(len(self.shown.along), 1)
        return self._widest_along + 6 <= min(room, _WIDEST)

    def _upright(self) -> int:
        return min(self._widest_along, max(self.height() // 3, 40)) + 6

    def _wide(self) -> float:
        """Width of a column."""
        assert self.shown is not None
        wide = self._plot().width() / max(len(self.shown.along), 1)
        if self.shown.along.in_time:
            return wide
        return min(max(wide, float(self._line)), _WIDEST)

    def _fitting(self) -> tuple[int, int]:
        """How many rows and columns fit; of the others their number is told."""
        assert self.shown is not None
        plot = self._plot()
        lines, rows = max(int(plot.height() // self._line), 1), len(self.shown.down)
        if rows > lines:
            rows = max(lines - 1, 1)
        columns = len(self.shown.along)
        if not self.shown.along.in_time:
            columns = min(columns, max(int(plot.width() // self._wide()), 1))
        return rows, columns

    # Drawing

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        if self.shown is None or not self.shown.size.size:
            painter.setPen(QColor(self._colours.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Nothing to draw."))
            return
        self._paint_head(painter, self.shown)
        self._paint_shades(painter, self.shown)
        self._paint_squares(painter, self.shown)
        self._paint_names(painter, self.shown)

    def _shades(self, count: int) -> list[QColor]:
        """Return the colours of so many shades, faintest first."""
        ground, full = QColor(self._colours.surface), QColor(self._colours.accent)
        found = []
        for share in np.linspace(_FAINTEST, _DARKEST, max(count, 2))[-count:]:
            parts = zip(ground.getRgb()[:3], full.getRgb()[:3], strict=True)
            found.append(QColor(*(round(a + (b - a) * float(share)) for a, b in parts)))
        return found

    def _paint_head(self, painter: QPainter, shown: MatrixData) -> None:
        told = title_of(shown) if self._at is None else self.said(*self._at)
        if self._at is None and shown.left_out:
            told += " · " + trn(
                "{number:,} event without a day", "{number:,} events without a day", shown.left_out
            )
        painter.setPen(QColor(self._colours.muted if self._at is None else self._colours.text))
        room = QRect(_EDGE, 4, self.width() - 2 * _EDGE, self._line)
        cut = self.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE, cut)

    def _paint_shades(self, painter: QPainter, shown: MatrixData) -> None:
        x, top, side = _EDGE, 4 + self._line, self._line - 8
        words = class_words(shown.classes, shown.most)
        for word, colour in zip(words, self._shades(len(words)), strict=True):
            painter.fillRect(QRect(x, top + 4, side + 4, side), colour)
            painter.setPen(QColor(self._colours.muted))
            wide = self.fontMetrics().horizontalAdvance(word)
            painter.drawText(QRect(x + side + 9, top, wide + 4, self._line), _MIDDLE, word)
            x += side + 9 + wide + 12
        if shown.some_unknown:
            room = QRect(x, top, self.width() - x, self._line)
            painter.drawText(room, _MIDDLE, tr("– not known"))

    def _paint_squares(self, painter: QPainter, shown: MatrixData) -> None:
        plot, wide, (rows, columns) = self._plot(), self._wide(), self._fitting()
        shade = shown.shade[:rows, :columns]
        # Of the columns in one column of pixels the darkest is drawn.
        together = max(1, int(np.ceil(1.0 / max(wide, 0.01))))
        seen = np.maximum.reduceat(shade, np.arange(0, columns, together), axis=1)
        shades = self._shades(len(shown.classes))
        table = [QColor(self._colours.surface).rgb(), *(colour.rgb() for colour in shades)]
        if wide < _GAP_FROM:
            picture = np.ascontiguousarray(np.asarray(table, dtype=np.uint32)[seen])
            height, width = picture.shape
            image = QImage(
                picture.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32
            )  # fmt: skip
            target = QRectF(plot.left(), plot.top(), wide * columns, self._line * rows)
            painter.drawImage(target, image)
            painter.setPen(QColor(self._colours.surface))
            for row in range(1, rows):
                y = int(plot.top()) + row * self._line
                painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        else:
            for row, column in np.argwhere(shade > 0).tolist():
                painter.fillRect(self._square(row, column), shades[shade[row, column] - 1])
            self._write_numbers(painter, shown, rows, columns)
        if self._at is not None:
            painter.setPen(QColor(self._colours.text))
            painter.drawRect(self._square(*self._at))

    def _square(self, row: int, column: int) -> QRectF:
        plot, wide = self._plot(), self._wide()
        gap = 1.0 if wide >= _GAP_FROM else 0.0
        left, top = plot.left() + column * wide, plot.top() + row * self._line
        return QRectF(left, top, max(wide - gap, 1.0), self._line - 1)

    def _write_numbers(self, painter: QPainter, shown: MatrixData, rows: int, columns: int) -> None:
        """Write the numbers where all of them have room; else only where nothing is known."""
        metrics, room = self.fontMetrics(), self._wide() - 3
        most = max(metrics.horizontalAdvance(f"{shown.most:,.0f}"), 8)
        unknown = shown.unknown[:rows, :columns]
        shade = shown.shade[:rows, :columns]
        written = (shade > 0) | unknown if most <= room else unknown
        shares = np.linspace(_FAINTEST, _DARKEST, max(len(shown.classes), 2))
        shares = shares[-len(shown.classes) :]
        for row, column in np.argwhere(written).tolist():
            number = int(shade[row, column])
            dark = number > 0 and shares[number - 1] > _TURNS
            painter.setPen(QColor(self._colours.on_accent if dark else self._colours.text))
            painter.drawText(
                self._square(row, column), Qt.AlignmentFlag.AlignCenter, shown.short(row, column)
            )

    def _paint_names(self, painter: QPainter, shown: MatrixData) -> None:
        plot, metrics, line = self._plot(), self.fontMetrics(), self._line
        rows, columns = self._fitting()
        painter.setPen(QColor(self._colours.text))
        right = Qt.TextElideMode.ElideRight
        for row in range(rows):
            room = QRect(_EDGE, int(plot.top()) + row * line, int(plot.left()) - _EDGE - 6, line)
            painter.drawText(
                room, _MIDDLE, metrics.elidedText(shown.down.name(row), right, room.width())
            )
        if shown.along.in_time:
            self._name_days(painter, shown, rows)
        else:
            level, high = self._level(), self._upright()
            for column in range(columns):
                square, name = self._square(0, column), shown.along.name(column)
                if level:
                    room = QRect(
                        int(square.left()), int(plot.top()) - line, int(square.width()), line
                    )
                    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
                    continue
                painter.save()
                painter.translate(square.center().x(), plot.top() - 3)
                painter.rotate(-90)
                cut = metrics.elidedText(name, right, high - 4)
                painter.drawText(QRectF(0, -line / 2, high, line), _MIDDLE, cut)
                painter.restore()
        self._tell_rest(painter, len(shown.down) - rows, len(shown.along) - columns)

    def _tell_rest(self, painter: QPainter, rows: int, columns: int) -> None:
        told = []
        if rows:
            told.append(
                trn("{number:,} more row in the table", "{number:,} more rows in the table", rows)
            )
        if columns:
            told.append(
                trn(
                    "{number:,} more column in the table",
                    "{number:,} more columns in the table",
                    columns,
                )
            )
        if told:
            plot, line = self._plot(), self._line
            top = int(plot.top()) + self._fitting()[0] * line
            painter.setPen(QColor(self._colours.muted))
            room = QRect(_EDGE, top, self.width() - 2 * _EDGE, line)
            painter.drawText(room, _MIDDLE, " · ".join(told))

    def _name_days(self, painter: QPainter, shown: MatrixData, rows: int) -> None:
        plot, metrics, wide = self._plot(), self.fontMetrics(), self._wide()
        slots, years = marked_slots(shown.along, plot.width(), metrics.horizontalAdvance, 18.0)
        painter.setPen(QColor(self._colours.muted))
        # Below the squares, or below what is told of more of them.
        bottom = self.height() - 6 - self._line
        if rows == len(shown.down):
            bottom = min(bottom, int(plot.top()) + rows * self._line)
        for slot in slots:
            left, name = plot.left() + slot * wide, shown.along.name(slot)
            name = name[:4] if years else name
            if left + metrics.horizontalAdvance(name) > self.width():
                break
            painter.drawLine(QPointF(left, bottom), QPointF(left, bottom + 4))
            painter.drawText(QPointF(left, bottom + self._line), name)

    def _go_to(self, at: tuple[int, int] | None) -> None:
        if at != self._at:
            self._at = at
            if at is not None:
                self.setAccessibleName(self.said(*at))
            self.update()


def title_of(shown: MatrixData) -> str:
    """Return what a chart shows."""
    rows, columns = shown.cross.rows.by, shown.cross.columns.by
    return tr(
        "{measure} by {group} and {other}",
        measure=MEASURE_WORDS[shown.measure],
        group=GROUPING_WORDS[rows].lower(),
        other=GROUPING_WORDS[columns].lower(),
    )


def text_of(shown: MatrixData) -> str:
    """Return a chart in words: what it shows, and its darkest squares."""
    told = "; ".join(f"{shown.name(*at)}: {shown.value(*at)}" for at in shown.largest)
    return tr("{title}. The largest: {told}.", title=title_of(shown), told=told or "–")
