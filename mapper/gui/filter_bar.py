"""Search box and days above the list, and the strip that says what is filtered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QAction, QResizeEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.day_edit import DayEdit
from mapper.gui.filter_words import filtered
from mapper.gui.icons import icon
from mapper.gui.labels import ElidedLabel, TextLabel, plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr, trn
from mapper.model.filters import EventFilter

#: Typing is answered once it pauses this long.
_PAUSE_MS: Final = 180
#: So much of the words of a filter stands above the list; the tip has all.
_MOST_SIGNS: Final = 240


class FilterBar(QWidget):
    """Lets the person narrow the list; always says how much is shown.

    Signals
    -------
    changed(EventFilter)
        Another filter is wanted.
    counted(str)
        How many events are shown, and what filters them, in words.
    """

    changed = pyqtSignal(object)
    counted = pyqtSignal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._filter = EventFilter()
        #: The filter but for its days and text.
        self._rest = EventFilter()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search titles, places, notes, sources"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self._search_icon = QAction(self)
        self.search.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.facets = QToolButton()
        self.facets.setText(tr("Filter"))
        self.facets.setCheckable(True)
        self.facets.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.facets.setToolTip(tr("Filter by status, type, weapon, region and more (Ctrl+Shift+F)"))
        self.from_day = DayEdit(tr("From day"), tr("First day shown"), colours)
        self.until_day = DayEdit(
            tr("Until day"), tr("Last day shown, the whole of it"), colours, last=True
        )
        self.wrong = TextLabel(role="error")
        self.wrong.hide()
        self.state = ElidedLabel()
        #: What filters them, where it has no room beside their number.
        self.more = TextLabel()
        self.more.hide()
        self._told = ("", "")
        self.clear = QPushButton(tr("Clear filter"))
        self.clear.setToolTip(tr("Show every event (Esc)"))
        self.clear.clicked.connect(self.clear_filter)
        self.columns = QToolButton()
        self.columns.setToolTip(tr("Choose columns and groups (Ctrl+Shift+G)"))
        self.columns.setAccessibleName(tr("Columns and groups"))
        self._strip = QWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._lay_out()
        self._setting = False
        self.search.textChanged.connect(self._write)
        self.search.returnPressed.connect(self._read)
        self.from_day.day_changed.connect(self._read)
        self.until_day.day_changed.connect(self._read)
        self.from_day.refused.connect(self._tell_wrong)
        self.until_day.refused.connect(self._tell_wrong)
        self.set_colours(colours)
        self.set_count(0, 0)

    @property
    def chosen(self) -> EventFilter:
        """The filter as it stands."""
        return self._filter

    def set_filter(self, chosen: EventFilter) -> None:
        """Show a filter and ask for it."""
        # Its own button to clear it hears of texts by its signal alone.
        self._setting = True
        self.search.setText(chosen.text)
        self._setting = False
        for widget in (self.from_day, self.until_day):
            widget.blockSignals(True)
        self.from_day.set_day(chosen.from_day)
        self.until_day.set_day(chosen.until_day)
        # Both at once: one day alone would be another filter, and stop a time that runs.
        self.from_day.read(self.from_day.text())
        self.until_day.read(self.until_day.text())
        for widget in (self.from_day, self.until_day):
            widget.blockSignals(False)
        self._pause.stop()
        self.set_rest(chosen)

    def set_rest(self, rest: EventFilter) -> None:
        """Ask for other statuses, places and facets; days and text stay."""
        self._rest = replace(rest, from_day=None, until_day=None, text="")
        self._read()

    def set_days(self, from_day: dt.date | None, until_day: dt.date | None) -> None:
        """Ask for other days; all else of the filter stays."""
        self.set_filter(replace(self._filter, from_day=from_day, until_day=until_day))

    def clear_filter(self) -> None:
        """Show everything again."""
        self.set_filter(EventFilter())

    def set_count(self, shown: int, of: int) -> None:
        """Say how many events are shown, and what filters them."""
        filtering = not self._filter.everything
        number = tr("No events") if of == 0 else trn("{number:,} event", "{number:,} events", of)
        words = ""
        if filtering:
            number = tr("{shown:,} of {of:,} events", shown=shown, of=of)
            words = filtered(self._filter)
        self._told = number, words
        self.counted.emit(f"{number}: {words}" if words else number)
        self._tell()
        self.clear.setVisible(filtering)
        self._strip.setProperty("filtering", filtering)
        style = self._strip.style()
        if style is not None:
            style.unpolish(self._strip)
            style.polish(self._strip)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """Say number and filter on one line, or the filter below where there is no room."""
        number, words = self._told
        whole = f"{number}: {words}" if words else number
        room = self.width() - self.clear.sizeHint().width() - self.columns.sizeHint().width() - 46
        below = bool(words) and self.state.fontMetrics().horizontalAdvance(whole) > room
        self.state.set_text(number if below else whole)
        cut = len(words) > _MOST_SIGNS
        self.more.set_text(words[:_MOST_SIGNS].rstrip() + "…" if cut else words)
        self.more.setToolTip(plain_tip(words) if cut else "")
        self.more.setVisible(below)

    def set_colours(self, colours: Colours) -> None:
        """Draw icons and dots in the theme's colours."""
        self._colours = colours
        self._search_icon.setIcon(icon("search", colours.muted))
        self.facets.setIcon(icon("filter", colours.text))
        self.columns.setIcon(icon("columns", colours.text))
        self.from_day.set_colours(colours)
        self.until_day.set_colours(colours)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.search, 1)
        top.addWidget(self.facets)
        days = QHBoxLayout()
        days.setSpacing(6)
        days.addWidget(self.from_day, 1)
        days.addWidget(self.until_day, 1)
        bar = QWidget()
        bar.setObjectName("filterBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(bar)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(6)
        inside.addLayout(top)
        inside.addLayout(days)
        inside.addWidget(self.wrong)
        self._strip.setObjectName("filterState")
        self._strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        first = QHBoxLayout()
        first.addWidget(self.state, 1)
        first.addWidget(self.clear)
        first.addWidget(self.columns)
        strip = QVBoxLayout(self._strip)
        strip.setContentsMargins(10, 4, 8, 4)
        strip.setSpacing(4)
        strip.addLayout(first)
        strip.addWidget(self.more)
        self._strip.setMinimumHeight(self.clear.sizeHint().height() + 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self._strip)

    def _write(self) -> None:
        if not self._setting:
            self._pause.start()

    def _read(self) -> None:
        count = self._rest.number_of_values
        self.facets.setText(tr("Filter: {count}", count=count) if count else tr("Filter"))
        first, last = self.from_day.day, self.until_day.day
        self._tell_wrong()
        if self._is_reversed:
            return
        text = self.search.text().strip()
        chosen = replace(self._rest, from_day=first, until_day=last, text=text)
        if chosen != self._filter:
            self._filter = chosen
            self.changed.emit(chosen)

    @property
    def _is_reversed(self) -> bool:
        first, last = self.from_day.day, self.until_day.day
        return first is not None and last is not None and last < first

    def _tell_wrong(self) -> None:
        """Say why the days are not those that are written."""
        reasons = [edit.reason for edit in (self.from_day, self.until_day) if edit.reason]
        if self._is_reversed and not reasons:
            reasons = [tr("The last day is before the first.")]
        self.until_day.set_wrong(self._is_reversed or bool(self.until_day.reason))
        self.wrong.set_text(" ".join(dict.fromkeys(reasons)))
        self.wrong.setVisible(bool(reasons))
