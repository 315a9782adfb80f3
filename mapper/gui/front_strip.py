"""The strip of days: when each source has a front, and where there is none."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PyQt6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mapper.gui.day_words import write_day
from mapper.gui.front_words import FrontsTold, SourceRow
from mapper.gui.labels import plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.gui.two_line_list import write_line
from mapper.measure import MAX_GAP_DAYS

#: Sources that have a line of their own; the list has all.
_MOST_LANES: Final = 6
_EDGE: Final = 12
_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
        Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space,
    }
)  # fmt: skip
_BAR: Final = 12


class FrontStrip(QWidget):
    """A line of days per source: a mark per snapshot, bars where there is a front.

    Left and right go from snapshot to snapshot (Home and End to the first and last), up and down
    from source to source; Enter leads to the snapshot.

    Signals
    -------
    day_wanted(str, date)
        The person pointed at a day of a source.
    """

    day_wanted = pyqtSignal(str, object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._told = FrontsTold()
        #: Source and snapshot that the keyboard is at: their places, oldest snapshot first.
        self._here: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.update()

    def show_fronts(self, told: FrontsTold) -> None:
        """Show the days of a project's fronts."""
        self._told, self._here = told, None
        self.setVisible(bool(told.sources))
        said = "; ".join(
            f"{one.name}: {one.below}. {one.gap_words}".strip() for one in told.sources
        )
        self.setAccessibleName(tr("Days with a front. {said}", said=said))
        self.setAccessibleDescription(told.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, (len(self._lanes) + 1) * self._lane_height + 6)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        found = self._at(event.position())
        if found is not None:
            self.day_wanted.emit(found[0].name, found[1])

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        key = Qt.Key(event.key())
        if event.modifiers() or not self._lanes or key not in _KEYS:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            lane, at = self._here or (0, len(self._lanes[0].rows) - 1)
            self.day_wanted.emit(self._lanes[lane].name, self._day_of(lane, at))
            return
        self._go_to(*self._after(key))

    def _after(self, key: Qt.Key) -> tuple[int, int]:
        """Return where a key leads from here: source and snapshot."""
        if self._here is None:
            return 0, len(self._lanes[0].rows) - 1
        lane, at = self._here
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            other = min(max(lane + step, 0), len(self._lanes) - 1)
            day = self._day_of(lane, at)
            nearest = range(len(self._lanes[other].rows))
            return other, min(nearest, key=lambda one: abs((self._day_of(other, one) - day).days))
        last = len(self._lanes[lane].rows) - 1
        places = {
            Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        return lane, min(max(places[key], 0), last)

    def _go_to(self, lane: int, at: int) -> None:
        self._here = lane, at
        day, source = self._day_of(lane, at), self._lanes[lane]
        row = source.rows[len(source.rows) - 1 - at]
        told = ", ".join(part for part in (row.below, tr("used") if row.used else "") if part)
        self.setAccessibleName(f"{source.name}, {write_day(day)}: {told}")
        self.setToolTip(plain_tip(self.accessibleName()))
        self.update()

    def _day_of(self, lane: int, at: int) -> dt.date:
        rows = self._lanes[lane].rows
        return rows[len(rows) - 1 - at].snapshot.as_of

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            if found is not None:
                words = f"{found[0].name}, {write_day(found[1])}: {self._said(*found)}"
                QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        if not self._lanes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, source in enumerate(self._lanes):
            self._paint_lane(painter, number, source)
        self._paint_day(painter)
        self._paint_ends(painter)
        if self.hasFocus():
            self._paint_focus(painter)

    def _paint_focus(self, painter: QPainter) -> None:
        """Frame the source and the snapshot that keys go on from."""
        lane, at = self._here or (0, len(self._lanes[0].rows) - 1)
        x, height = self._x(self._day_of(lane, at)), self._lane_height
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._colours.accent), 1))
        painter.drawRect(QRectF(2, lane * height + 1, self.width() - 4, height - 2))
        painter.setPen(QPen(QColor(self._colours.text), 2))
        painter.drawRect(QRectF(x - 4, lane * height + 2, 8, height - 4))

    def _paint_lane(self, painter: QPainter, number: int, source: SourceRow) -> None:
        top = number * self._lane_height
        middle = top + self._lane_height / 2
        colours = self._colours
        painter.setPen(QColor(colours.text))
        name = QRect(_EDGE, top, self._name_width - 8, self._lane_height)
        write_line(painter, name, source.name)
        rows = [row.snapshot.as_of for row in reversed(source.rows)]
        line = QPen(QColor(colours.undecided), 2, Qt.PenStyle.DotLine)
        painter.setPen(line)
        painter.drawLine(QPointF(self._x(rows[0]), middle), QPointF(self._x(rows[-1]), middle))
        accent = QColor(colours.accent)
        faint = QColor(colours.selection)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        for start, end in _runs(rows):
            left = self._x(start)
            width = max(self._x(min(end, self._span[1])) - left, 2.0)
            painter.drawRect(QRectF(left, middle - _BAR / 2, width, _BAR))
        painter.setPen(QPen(accent, 1.6))
        drawn = -9.0
        for day in rows:
            x = self._x(day)
            # Marks nearer than their own width would only be drawn over.
            if x - drawn >= 1.0:
                painter.drawLine(QPointF(x, middle - _BAR / 2), QPointF(x, middle + _BAR / 2))
                drawn = x

    def _paint_day(self, painter: QPainter) -> None:
        day = self._told.day
        if day is None or not self._span[0] <= day <= self._span[1]:
            return
        x, bottom = self._x(day), len(self._lanes) * self._lane_height
        painter.setPen(QPen(QColor(self._colours.text), 2))
        painter.drawLine(QPointF(x, 2), QPointF(x, bottom + 3))
        painter.setBrush(QColor(self._colours.text))
        painter.drawEllipse(QPointF(x, bottom + 3), 3, 3)

    def _paint_ends(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._colours.muted))
        below = QRect(
            self._name_width + _EDGE,
            len(self._lanes) * self._lane_height + 4,
            self.width() - self._name_width - 2 * _EDGE,
            self._lane_height,
        )
        first, last = self._span
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, write_day(first))
        if last != first:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, write_day(last))

    @property
    def _lanes(self) -> tuple[SourceRow, ...]:
        return self._told.sources[:_MOST_LANES]

    @property
    def _lane_height(self) -> int:
        return self.fontMetrics().height() + 6

    @property
    def _name_width(self) -> int:
        names = [self.fontMetrics().horizontalAdvance(one.name) for one in self._lanes]
        return min(max(names, default=0) + 12, self.width() * 2 // 5)

    @property
    def _span(self) -> tuple[dt.date, dt.date]:
        """First and last day of all sources."""
        return (
            min(one.rows[-1].snapshot.as_of for one in self._told.sources),
            max(one.rows[0].snapshot.as_of for one in self._told.sources),
        )

    def _x(self, day: dt.date) -> float:
        first, last = self._span
        left, right = self._name_width + _EDGE + 2, self.width() - _EDGE - 2
        return left + (right - left) * (day - first).days / max((last - first).days, 1)

    def _at(self, point: QPointF) -> tuple[SourceRow, dt.date] | None:
        lane = int(point.y()) // self._lane_height
        if not 0 <= lane < len(self._lanes):
            return None
        first, last = self._span
        left, right = self._name_width + _EDGE + 2, self.width() - _EDGE - 2
        share = min(max((point.x() - left) / max(right - left, 1), 0.0), 1.0)
        return self._lanes[lane], first + dt.timedelta(days=round(share * (last - first).days))

    def _said(self, source: SourceRow, day: dt.date) -> str:
        before = [r.snapshot.as_of for r in source.rows if r.snapshot.as_of <= day]
        if not before or (day - before[0]).days > MAX_GAP_DAYS:
            return tr("no front")
        return (
            tr("a snapshot") if before[0] == day else tr("front of {day}", day=write_day(before[0]))
        )


def _runs(days: list[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Return the stretches of days with a front, first and last; days ascend."""
    found: list[tuple[dt.date, dt.date]] = []
    for day in days:
        until = day + dt.timedelta(days=MAX_GAP_DAYS)
        if found and day <= found[-1][1] + dt.timedelta(days=1):
            found[-1] = (found[-1][0], until)
        else:
            found.append((day, until))
    return found
