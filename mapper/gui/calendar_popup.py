"""A calendar below a line of writing, to choose a day or a range of days."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PyQt6.QtCore import QDate, QLocale, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPalette, QTextCharFormat
from PyQt6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr

#: Days of a range that are marked; a longer one is marked as far.
_MOST_MARKED: Final = 370


class CalendarPopup(QFrame):
    """Shows the days that are written, and takes others; it goes away by itself.

    Signals
    -------
    chosen(object, object)
        First and last day.
    """

    chosen = pyqtSignal(object, object)

    def __init__(
        self, parent: QWidget, start: dt.date | None, end: dt.date | None, *, ranges: bool = True
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("calendarPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._start = start
        self._ranges = ranges
        self.calendar = QCalendarWidget()
        self.calendar.setGridVisible(False)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self.calendar.setAccessibleName(tr("Calendar"))
        self._dress()
        if start is not None:
            self.calendar.setSelectedDate(_qt(start))
            self._mark(start, end or start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.calendar)
        if ranges:
            layout.addWidget(
                TextLabel(tr("Enter or a click takes a day, with Shift all days until it."))
            )
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)

    def open_below(self, widget: QWidget) -> None:
        """Show it below a widget, inside the screen, with the keyboard."""
        self.adjustSize()
        at = widget.mapToGlobal(widget.rect().bottomLeft())
        screen = widget.screen()
        if screen is not None:
            room = screen.availableGeometry()
            at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
            if at.y() + self.height() > room.bottom():
                above = widget.mapToGlobal(QPoint(0, 0)).y() - self.height()
                at.setY(max(room.top(), above))
        self.move(at)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.close()
        else:
            super().keyPressEvent(event)

    def _take(self, date: QDate) -> None:
        if not self.isVisible():
            # A double click tells of the day twice.
            return
        day = dt.date(date.year(), date.month(), date.day())
        shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        first = self._start if self._ranges and shift and self._start is not None else day
        self.close()
        self.chosen.emit(min(first, day), max(first, day))

    def _dress(self) -> None:
        """Give it the colours of the theme where Qt has its own."""
        text = self.palette().color(QPalette.ColorRole.Text)
        plain = QTextCharFormat()
        plain.setForeground(text)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        for name, drawing, words in (
            ("prevmonth", "previous", tr("Previous month")),
            ("nextmonth", "next", tr("Next month")),
        ):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if button is not None:
                button.setIcon(icon(drawing, text.name()))
                button.setAccessibleName(words)
                button.setToolTip(words)
        self.calendar.setMinimumSize(300, 230)

    def _mark(self, start: dt.date, end: dt.date) -> None:
        marked = QTextCharFormat()
        marked.setFontWeight(700)
        marked.setFontUnderline(True)
        for number in range(min((end - start).days + 1, _MOST_MARKED)):
            self.calendar.setDateTextFormat(_qt(start + dt.timedelta(days=number)), marked)


def _qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
