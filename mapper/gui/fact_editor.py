"""One fact being written, in its own place: checked as one types, and explained."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PyQt6.QtCore import QEvent, QObject, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QFocusEvent, QKeyEvent, QPalette
from PyQt6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from mapper.gui import fact_table
from mapper.gui.calendar_popup import CalendarPopup
from mapper.gui.edits import LeavableEdit, LeavableList, LeavableText, mark_wrong
from mapper.gui.fact_table import Fact, Subject
from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr
from mapper.gui.written_forms import complete
from mapper.model.errors import MapperError

#: Focus goes there and comes back: the person is still writing.
_STILL_HERE: Final = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
#: Pixels of a row and of the list that are not words.
_BESIDE_ROW: Final = 24
#: Most height of a list of words, in pixels.
_TALLEST: Final = 330
_VALUE: Final = Qt.ItemDataRole.UserRole


class FactEditor(QWidget):
    """Writes one fact of an event.

    Signals
    -------
    kept(object)
        The person has written something else: columns with their values.
    left()
        It stays as it was.
    """

    kept = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(
        self,
        event: Subject,
        fact: Fact,
        text: str | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        super().__init__()
        self._event = event
        self.fact = fact
        #: What it was; of several events that is not one text, and anything chosen is new.
        self._before = None if fresh else fact_table.written(event, fact)
        #: Whether it was answered; what happens to it then is no answer any more.
        self.over = False
        self.message = TextLabel()
        self.edit: LeavableEdit | LeavableText | LeavableList = self._make(
            (self._before or "") if text is None else text
        )
        self.edit.setAccessibleName(fact.label)
        self.edit.setAccessibleDescription(fact.meaning)
        self.edit.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(self.edit)
        layout.addWidget(self.message)
        keys = {
            "text": tr("Ctrl+Enter keeps it, Esc leaves it as it was."),
            "days": tr("Alt+Down opens a calendar."),
        }.get(fact.kind, "")
        # A fact of a source or medium has no name beside it.
        name = f"{fact.label}." if fact.of != "event" else ""
        self.meaning = TextLabel(" ".join([name, fact.meaning, keys]).strip(), role="muted")
        layout.addWidget(self.meaning)
        self._check()

    @property
    def text(self) -> str:
        """What is written."""
        if isinstance(self.edit, LeavableList):
            item = self.edit.currentItem()
            return "" if item is None else str(item.data(_VALUE))
        return self.edit.toPlainText() if isinstance(self.edit, LeavableText) else self.edit.text()

    @property
    def _is_new(self) -> bool:
        if self._before is not None:
            return self.text.strip() != self._before.strip()
        if isinstance(self.edit, LeavableList):
            return self.edit.currentItem() is not None
        return bool(self.text.strip())

    @property
    def wrong(self) -> bool:
        """Whether what is written cannot be kept."""
        return bool(self.edit.property("wrong"))

    def begin(self) -> None:
        """Give it the keyboard."""
        options = self.edit if isinstance(self.edit, LeavableList) else None
        nothing = options is not None and options.currentItem() is None
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if options is not None and nothing:
            # Qt makes the first row current; Enter at once would choose it.
            options.setCurrentRow(-1)
        if isinstance(self.edit, LeavableEdit):
            self.edit.selectAll()

    def end(self) -> None:
        """Keep what is written if it is right and new."""
        if self.over:
            return
        if not self._is_new:
            self.leave()
            return
        try:
            values = fact_table.read(self._event, self.fact, self.text)
        except MapperError:
            self._check()
            return
        self.over = True
        self.kept.emit(values)

    def leave(self) -> None:
        """Leave the fact as it was."""
        if not self.over:
            self.over = True
            self.left.emit()

    def _fit(self, options: LeavableList) -> None:
        """Make a list as high as its rows are in its width."""
        room = QRect(0, 0, max(options.width() - _BESIDE_ROW, 80), 1000)
        metrics, whole = options.fontMetrics(), 0
        for row in range(options.count()):
            item = options.item(row)
            assert item is not None
            words = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(room.width(), words.height() + 5))
            whole += words.height() + 5
        options.setFixedHeight(min(whole + 10, _TALLEST))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if self.fact.kind == "days" and isinstance(event, QKeyEvent) and _opens(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                # Alt+Down goes to the next event else.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.open_calendar()
                return True
        if (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in _STILL_HERE
        ):
            if isinstance(self.edit, LeavableList):
                # A row that was only looked at is no choice.
                self.leave()
            else:
                self.end()
        if (
            event is not None
            and event.type() == QEvent.Type.Resize
            and isinstance(self.edit, LeavableList)
        ):
            self._fit(self.edit)
        return super().eventFilter(watched, event)

    def _make(self, text: str) -> LeavableEdit | LeavableText | LeavableList:
        if self.fact.terms is not None:
            return self._choice(text)
        if self.fact.kind == "text":
            long = LeavableText()
            long.setPlainText(text)
            long.setFixedHeight(long.fontMetrics().height() * 7)
            long.textChanged.connect(self._check)
            long.ended.connect(self.end)
            long.left.connect(self.leave)
            return long
        edit = LeavableEdit()
        edit.setText(text)
        edit.setCursorPosition(0)
        complete(edit, self.fact.kind)
        edit.textChanged.connect(self._check)
        edit.returnPressed.connect(self.end)
        edit.left.connect(self.leave)
        if self.fact.kind == "days":
            muted = edit.palette().color(QPalette.ColorRole.PlaceholderText).name()
            self._calendar = QAction(icon("calendar", muted), tr("Choose days (Alt+Down)"), edit)
            self._calendar.triggered.connect(self.open_calendar)
            edit.addAction(self._calendar, QLineEdit.ActionPosition.TrailingPosition)
        return edit

    def open_calendar(self) -> None:
        """Show a calendar on the days that are written; those chosen are to be kept by Enter."""
        try:
            values = fact_table.read(self._event, self.fact, self.text)
        except MapperError:
            values = {}
        start, end = values.get("date_start"), values.get("date_end")
        self.calendar = CalendarPopup(self, start, end)
        self.calendar.chosen.connect(self._write_days)
        self.calendar.open_below(self.edit)

    def _write_days(self, start: dt.date, end: dt.date) -> None:
        if isinstance(self.edit, LeavableEdit):
            self.edit.setText(fact_table.write_range(start, end))
            self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choice(self, value: str) -> LeavableList:
        fact = self.fact
        assert fact.terms is not None
        rows = {term.value: (tr(term.label), tr(term.meaning)) for term in fact.terms.values()}
        if value and value not in rows:
            rows[value] = (value, tr("As the source has it."))
        if not fact.required:
            rows = {"": (tr("Not known"), ""), **rows}
        options = LeavableList()
        options.setWordWrap(True)
        options.setTextElideMode(Qt.TextElideMode.ElideNone)
        options.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for word, (label, meaning) in rows.items():
            options.addItem(f"{label}: {meaning[0].lower()}{meaning[1:]}" if meaning else label)
            item = options.item(options.count() - 1)
            assert item is not None
            item.setData(_VALUE, word)
            item.setToolTip(plain_tip(meaning))
            if word == value and self._before is not None:
                options.setCurrentItem(item)
        options.setResizeMode(QListView.ResizeMode.Adjust)
        options.itemActivated.connect(lambda _item: self.end())
        options.itemClicked.connect(lambda _item: self.end())
        options.left.connect(self.leave)
        return options

    def _check(self) -> None:
        """Say below the line what is wrong with it, or how it was read."""
        words, wrong = "", False
        if self._is_new:
            try:
                values = fact_table.read(self._event, self.fact, self.text)
                words = fact_table.understood(self.fact, values, self.text)
            except MapperError as error:
                words, wrong = fact_table.sentence(error), True
        mark_wrong(self.edit, self.message, wrong)
        self.message.set_text(words)
        self.message.setVisible(bool(words))


def _opens(event: QKeyEvent) -> bool:
    """Tell whether a key opens the calendar."""
    alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_F4 or bool(alt and event.key() == Qt.Key.Key_Down)
