"""The chart of counts: bars over time or by group, with the value under the pointer."""

from __future__ import annotations

from typing import Final

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QToolTip

from mapper.export.chartdata import ChartData, marked_slots, round_steps
from mapper.gui.chart_ground import ChartGround
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS
from mapper.gui.labels import plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr, trn

_EDGE: Final = 10
#: Bars have a gap between them from this width on.
_GAP_FROM: Final = 4.0


class BarChart(ChartGround):
    """Draws a `ChartData`; arrow keys go from bar to bar."""

    def __init__(self, colours: Colours) -> None:
        super().__init__(colours)
        self.shown: ChartData | None = None
        self._at: int | None = None
        self.show_data(None)

    def show_data(self, shown: ChartData | None) -> None:
        """Draw other bars."""
        self.shown, self._at = shown, None
        self.setAccessibleName(tr("Chart"))
        self.setAccessibleDescription("" if shown is None else text_of(shown))
        self.update()

    def slot_at(self, point: QPointF) -> int | None:
        """Return the slot under a point, or None."""
        shown = self.shown
        if shown is None or not len(shown):
            return None
        plot = self._plot()
        if shown.in_time:
            share = (point.x() - plot.left()) / max(plot.width(), 1.0)
            slot, count = int(np.floor(share * len(shown))), len(shown)
        else:
            slot, count = int((point.y() - plot.top()) // self._line), self._fitting
        return slot if 0 <= slot < count else None

    def said(self, slot: int) -> str:
        """Return a slot's group and number in words."""
        assert self.shown is not None
        word = MEASURE_WORDS[self.shown.measure]
        return f"{self.shown.name(slot)} · {word}: {self.shown.value(slot)}"

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._go_to(self.slot_at(event.position()))

    def leaveEvent(self, event: QEvent | None) -> None:
        self._go_to(None)
        super().leaveEvent(event)

    @property
    def has_something(self) -> bool:
        return self.shown is not None and bool(len(self.shown))

    def step(self, down: int, along: int) -> None:
        assert self.shown is not None
        by = down + along
        count = len(self.shown) if self.shown.in_time else self._fitting
        before = self._at if self._at is not None else (-1 if by > 0 else count)
        self._go_to(min(max(before + by, 0), count - 1))

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QHelpEvent):
            slot = self.slot_at(QPointF(event.pos()))
            if slot is not None:
                QToolTip.showText(event.globalPos(), plain_tip(self.said(slot)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        shown = self.shown
        if shown is None or not len(shown):
            painter.setPen(QColor(self._colours.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Nothing to draw."))
            return
        self._paint_head(painter, shown)
        if shown.in_time:
            self._paint_time(painter, shown)
        else:
            self._paint_groups(painter, shown)

    # Where things stand

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 5

    @property
    def _fitting(self) -> int:
        """How many groups fit; the rest is told below them."""
        assert self.shown is not None
        lines = int(self._plot().height() // self._line)
        return len(self.shown) if len(self.shown) <= lines else max(lines - 1, 1)

    def _names_width(self) -> int:
        assert self.shown is not None
        metrics = self.fontMetrics()
        names = (self.shown.name(slot) for slot in range(min(len(self.shown), 60)))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        return min(widest + 8, self.width() * 2 // 5)

    def _plot(self) -> QRectF:
        assert self.shown is not None
        line = self._line
        if self.shown.in_time:
            left = _EDGE + self.fontMetrics().horizontalAdvance(f"{self.shown.top:,.0f}") + 6
            return QRectF(
                left, line + 8, self.width() - left - _EDGE, self.height() - 2 * line - 12
            )
        left = _EDGE + self._names_width()
        return QRectF(left, line + 8, self.width() - left - _EDGE, self.height() - line - 12)

    # Drawing

    def _paint_head(self, painter: QPainter, shown: ChartData) -> None:
        word = tr(
            "{measure} by {group}",
            measure=MEASURE_WORDS[shown.measure],
            group=GROUPING_WORDS[shown.by].lower(),
        )
        told = word if self._at is None else self.said(self._at)
        if self._at is None and shown.left_out:
            told += " · " + trn(
                "{number:,} event without a day", "{number:,} events without a day", shown.left_out
            )
        painter.setPen(QColor(self._colours.text if self._at is not None else self._colours.muted))
        room = QRect(_EDGE, 4, self.width() - 2 * _EDGE, self._line)
        cut = self.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)

    def _paint_time(self, painter: QPainter, shown: ChartData) -> None:
        plot = self._plot()
        self._paint_scale(painter, shown, plot)
        count, width = len(shown), plot.width() / len(shown)
        low, high = np.nan_to_num(shown.low), np.nan_to_num(shown.high)
        high = np.maximum(low, high)
        columns = np.arange(count)
        if width < 1.0:
            # Of the periods in one column of pixels the largest is drawn.
            columns = np.unique((np.arange(count) * int(plot.width()) // count), return_index=True)[
                1
            ]
            low, high = np.maximum.reduceat(low, columns), np.maximum.reduceat(high, columns)
        gap = 1.0 if width >= _GAP_FROM else 0.0
        scale = plot.height() / shown.top
        lower, upper = [], []
        for slot, least, most in zip(columns.tolist(), low.tolist(), high.tolist(), strict=True):
            left = plot.left() + slot * width
            wide = max(width - gap, 1.0)
            if least:
                size = max(least * scale, 1.0)
                lower.append(QRectF(left, plot.bottom() - size, wide, size))
            if most > least:
                top = plot.bottom() - most * scale
                upper.append(QRectF(left, top, wide, (most - least) * scale))
        self._paint_bars(painter, lower, upper)
        unknown = np.flatnonzero(np.isnan(shown.low) & (width >= _GAP_FROM)).tolist()
        painter.setPen(QPen(QColor(self._colours.muted), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for slot in unknown:
            middle = plot.left() + (slot + 0.5) * width
            painter.drawEllipse(QPointF(middle, plot.bottom() - 4), 1.8, 1.8)
        if self._at is not None:
            left = plot.left() + self._at * width
            here = QColor(self._colours.text)
            here.setAlpha(40)
            painter.fillRect(QRectF(left, plot.top(), max(width, 1.0), plot.height()), here)
        self._paint_days(painter, shown, plot)

    def _paint_groups(self, painter: QPainter, shown: ChartData) -> None:
        plot, line, fitting = self._plot(), self._line, self._fitting
        metrics = self.fontMetrics()
        values = [shown.value(slot) for slot in range(fitting)]
        told = max(metrics.horizontalAdvance(value) for value in values) + 8
        scale = max(plot.width() - told, 20.0) / shown.top
        lower, upper, ends = [], [], []
        for slot in range(fitting):
            top = plot.top() + slot * line + 2
            least, most = (
                float(np.nan_to_num(shown.low[slot])),
                float(np.nan_to_num(shown.high[slot])),
            )
            most = max(least, most)
            lower.append(QRectF(plot.left(), top, least * scale, line - 4))
            if most > least:
                wide = (most - least) * scale
                upper.append(QRectF(plot.left() + least * scale, top, wide, line - 4))
            ends.append(plot.left() + most * scale)
        if self._at is not None and self._at < fitting:
            row = QRectF(0, plot.top() + self._at * line, self.width(), line)
            painter.fillRect(row, QColor(self._colours.hover))
        self._paint_bars(painter, lower, upper)
        for slot, end in enumerate(ends):
            top = int(plot.top()) + slot * line
            painter.setPen(QColor(self._colours.text))
            names = QRect(_EDGE, top, int(plot.left()) - _EDGE - 6, line)
            cut = metrics.elidedText(shown.name(slot), Qt.TextElideMode.ElideRight, names.width())
            painter.drawText(names, Qt.AlignmentFlag.AlignVCenter, cut)
            painter.setPen(QColor(self._colours.muted))
            room = QRect(int(end) + 5, top, self.width(), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, values[slot])
        rest = len(shown) - fitting
        if rest:
            painter.setPen(QColor(self._colours.muted))
            below = QRect(_EDGE, int(plot.top()) + fitting * line, self.width(), line)
            words = trn(
                "and {number:,} more in the table", "and {number:,} more in the table", rest
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_bars(self, painter: QPainter, lower: list[QRectF], upper: list[QRectF]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        solid = QColor(self._colours.accent)
        painter.setBrush(solid)
        if lower:
            painter.drawRects(*lower)
        faint = QColor(solid)
        faint.setAlpha(110)
        painter.setBrush(faint)
        if upper:
            painter.drawRects(*upper)

    def _paint_scale(self, painter: QPainter, shown: ChartData, plot: QRectF) -> None:
        for value in round_steps(shown.top):
            y = plot.bottom() - value * plot.height() / shown.top
            painter.setPen(QColor(self._colours.border))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(self._colours.muted))
            room = QRectF(0, y - self._line / 2, plot.left() - 6, self._line)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, side, f"{value:,.0f}")

    def _paint_days(self, painter: QPainter, shown: ChartData, plot: QRectF) -> None:
        """Write names of periods below the bars, as many as fit, at round ones."""
        metrics = self.fontMetrics()
        width = plot.width() / len(shown)
        slots, years = marked_slots(shown, plot.width(), metrics.horizontalAdvance, 18.0)
        painter.setPen(QColor(self._colours.muted))
        for slot in slots:
            left = plot.left() + slot * width
            name = shown.name(slot)
            name = name[:4] if years else name
            if left + metrics.horizontalAdvance(name) > self.width():
                break
            painter.drawLine(QPointF(left, plot.bottom()), QPointF(left, plot.bottom() + 4))
            painter.drawText(QPointF(left, plot.bottom() + self._line), name)

    def _go_to(self, slot: int | None) -> None:
        if slot != self._at:
            self._at = slot
            if slot is not None:
                self.setAccessibleName(self.said(slot))
            self.update()


def text_of(shown: ChartData) -> str:
    """Return a chart in words: what it shows, and its largest bars."""
    size = np.nan_to_num(np.fmax(shown.low, shown.high))
    largest = [int(slot) for slot in np.argsort(-size, kind="stable")[:5] if size[slot]]
    told = "; ".join(f"{shown.name(slot)}: {shown.value(slot)}" for slot in largest)
    return tr(
        "{measure} by {group}. The largest: {told}.",
        measure=MEASURE_WORDS[shown.measure],
        group=GROUPING_WORDS[shown.by].lower(),
        told=told or "–",
    )
