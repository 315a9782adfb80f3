"""A line for a day, with a calendar; other forms than ISO are read when it is left."""

from __future__ import annotations

import datetime as dt

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QLineEdit

from mapper.gui.calendar_popup import CalendarPopup
from mapper.gui.icons import icon
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model.dates import parse_day
from mapper.model.errors import InputError


def read_days(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of what is written: a day, a month, a year, days from to.

    Raises
    ------
    InputError
        If it is none of these, or could be two days.
    """
    # The readers are not there when the window starts, and take as long as all of Qt.
    from mapper.readers.written import typed_when

    found = typed_when(text)
    if len(found) > 1:
        raise InputError(tr("may be two days"), expected=tr("2025-07-01 or 1 July 2025"))
    for when in found:
        if when.start is not None and when.end is not None:
            return when.start, when.end
    raise InputError(tr("not a day"), expected=tr("2025-07-01, 1 July 2025, or a month: 2025-07"))


class DayEdit(QLineEdit):
    """A day as ISO text, or nothing; a calendar opens from its icon.

    An ISO day counts as it is typed. Another form does when it is entered or left, and becomes
    one: of a month or a year the first day, or the ``last``.

    Signals
    -------
    day_changed()
        The text became another day, or empty.
    refused()
        ``reason`` says something else than before: why the text is no day, or "".
    """

    day_changed = pyqtSignal()
    refused = pyqtSignal()

    def __init__(self, word: str, tip: str, colours: Colours, *, last: bool = False) -> None:
        super().__init__()
        self.setPlaceholderText(word)
        self.setToolTip(tr("{tip}, as 2025-07-01, 1 July 2025 or 2025-07", tip=tip))
        self.setAccessibleName(tip)
        self._last = last
        self._day: dt.date | None = None
        #: Why the text is no day, "" if it is one or is being typed.
        self.reason = ""
        self._action = QAction(tr("Choose a day"), self)
        self.addAction(self._action, QLineEdit.ActionPosition.TrailingPosition)
        self._action.triggered.connect(self._open_calendar)
        self.textChanged.connect(self.read)
        self.editingFinished.connect(self._finish)
        self.set_colours(colours)

    @property
    def day(self) -> dt.date | None:
        """The day written, or None."""
        return self._day

    def set_day(self, day: dt.date | None) -> None:
        """Write a day, or nothing."""
        self.setText("" if day is None else day.isoformat())

    def set_wrong(self, wrong: bool) -> None:
        """Mark the text as not usable."""
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            style = self.style()
            if style is not None:
                style.unpolish(self)
                style.polish(self)

    def set_colours(self, colours: Colours) -> None:
        """Draw the icon in the theme's colours."""
        self._action.setIcon(icon("calendar", colours.muted))

    def read(self, text: str) -> None:
        """Take an ISO day, or nothing; what is not one yet may become one."""
        try:
            day = parse_day(text) if text.strip() else None
        except InputError:
            self._refuse("")
            return
        self._take(day)

    def _finish(self) -> None:
        text = self.text().strip()
        try:
            self._take(parse_day(text) if text else None)
            return
        except InputError:
            pass
        try:
            first, last = read_days(text)
        except InputError as error:
            from mapper.gui.fact_table import sentence

            self._refuse(sentence(error))
            return
        self.set_day(last if self._last else first)

    def _take(self, day: dt.date | None) -> None:
        self._refuse("")
        if day != self._day:
            self._day = day
            self.day_changed.emit()

    def _refuse(self, reason: str) -> None:
        self.set_wrong(bool(reason))
        if reason != self.reason:
            self.reason = reason
            self.refused.emit()

    def _open_calendar(self) -> None:
        popup = CalendarPopup(self, self._day, self._day, ranges=False)
        popup.chosen.connect(lambda day, _until: self.set_day(day))
        popup.open_below(self)
