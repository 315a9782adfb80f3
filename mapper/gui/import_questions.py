"""What a reader has to ask before it can read a file, with the control to answer it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PyQt6.QtCore import QDate, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.import_file import ImportFile, field_words
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr

_SAME_DAY: Final = "\x00day"
_ORDERS: Final = {
    "day-first": tr("Day first: 01.07 is 1 July"),
    "month-first": tr("Month first: 01/07 is 7 January"),
    "lat-lon": tr("Latitude first: 49.99, 36.23 is Kharkiv"),
    "lon-lat": tr("Longitude first: 36.23, 49.99 is Kharkiv"),
}
_TITLES: Final = {
    "day": tr("Which day does this file show?"),
    "date_order": tr("Are its dates written day first or month first?"),
    "axis_order": tr("Which comes first, latitude or longitude?"),
    "crs": tr("In which coordinate system is it?"),
    "sheet": tr("Which sheet is to be read?"),
}


class QuestionBox(QFrame):
    """Asks the question of one file.

    Signals
    -------
    answered(dict, bool)
        Field, ``date_order``, ``crs`` or ``sheet`` to the answer, and whether it counts for
        all files in the archive of which the same is asked.
    day_given(date, bool)
        The day that the file shows, and the same.
    left_out()
        The file in the archive is not to be read.
    """

    answered = pyqtSignal(object, bool)
    day_given = pyqtSignal(object, bool)
    left_out = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note")
        self.title = TextLabel(bold=True)
        self.why = TextLabel()
        self.use = QPushButton(tr("Use this"))
        self.use.setAutoDefault(False)
        self.use.clicked.connect(lambda: self._give())
        self.use_for_all = QPushButton()
        self.use_for_all.setAutoDefault(False)
        self.use_for_all.clicked.connect(lambda: self._give(everywhere=True))
        self.by_name = QPushButton(tr("Place the rows by name"))
        self.by_name.setToolTip(tr("There are no coordinates: choose a place for each name"))
        self.by_name.setAutoDefault(False)
        self.by_name.clicked.connect(lambda: self.answered.emit({"lat": "", "lon": ""}, False))
        self.leave_out = QPushButton(tr("Leave this file out"))
        self.leave_out.setAutoDefault(False)
        self.leave_out.clicked.connect(self.left_out)
        self._controls = QHBoxLayout()
        self._controls.setSpacing(8)
        self._asked: object = None
        self._boxes: dict[str, QComboBox] = {}
        self._edit: QLineEdit | None = None
        self.day: QDateEdit | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(5)
        layout.addWidget(self.title)
        layout.addWidget(self.why)
        layout.addLayout(self._controls)
        self.hide()

    @property
    def boxes(self) -> dict[str, QComboBox]:
        """The choices on show, by what is asked."""
        return self._boxes

    @property
    def edit(self) -> QLineEdit | None:
        """The line for a free answer, where there is one."""
        return self._edit

    def show_file(self, file: ImportFile) -> None:
        """Show the question of a file; nothing where there is none."""
        question = file.question
        self.setVisible(question is not None)
        if question is None or question is self._asked:
            self._asked = question
            return
        self._asked = question
        self._clear()
        asks = question.asks
        title = _TITLES.get(asks, tr("What is read as {field}?", field=field_words(asks)))
        self.title.set_text(f"{question.inside}: {title}" if question.inside else title)
        words = question.problem[:1].upper() + question.problem[1:] + "."
        if asks in ("lat", "lon"):
            words += " " + tr("A column that holds both can be chosen in the table below.")
        if question.found:
            found = " ".join(str(question.found).split())[:160]
            words += " " + tr("Found: {found}", found=found)
        self.why.set_text(words)
        look = file.shown_look
        columns = () if look is None else look.columns
        if asks == "day":
            self._add_day()
        elif question.choices or asks in ("date_order", "sheet"):
            choices = question.choices or tuple(_ORDERS)
            self._add_box(asks, "", [(_ORDERS.get(item, item), item) for item in choices])
        elif asks == "crs":
            self._add_line(tr("Its number, such as EPSG:32637"))
        elif asks in ("lat", "lon"):
            known = {} if look is None else look.fields
            named = bool({"place_name", "admin1"} & set(known))
            for name in ("lat", "lon"):
                if name == asks or name not in known:
                    self._add_box(name, field_words(name) + ":", _as_choices(columns))
            self.by_name.setVisible(named)
        else:
            more = [(tr("The same day for every row…"), _SAME_DAY)] if asks == "date_start" else []
            self._add_box(asks, tr("Column:"), _as_choices(columns) + more)
        self._controls.addWidget(self.use)
        alike = len(file.asked_alike)
        self.use_for_all.setText(tr("Use for all {alike:,} that ask this", alike=alike))
        self.use_for_all.setVisible(alike > 1)
        self._controls.addWidget(self.use_for_all)
        self._controls.addWidget(self.by_name)
        self.leave_out.setVisible(bool(question.inside))
        self._controls.addWidget(self.leave_out)
        self._controls.addStretch(1)
        self._check()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Enter answers here; it must not start the import.
            self._give()
            return
        super().keyPressEvent(event)

    def _clear(self) -> None:
        self._boxes, self._edit, self.day = {}, None, None
        self.by_name.hide()
        while self._controls.count():
            item = self._controls.takeAt(0)
            widget = None if item is None else item.widget()
            if widget in (self.use, self.use_for_all, self.by_name, self.leave_out):
                continue
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, widget: QWidget, label: str, name: str) -> None:
        if label:
            words = QLabel(label)
            words.setBuddy(widget)
            self._controls.addWidget(words)
        widget.setAccessibleName(name)
        self._controls.addWidget(widget)

    def _add_box(self, asks: str, label: str, choices: list[tuple[str, str]]) -> None:
        box = QComboBox()
        box.setPlaceholderText(tr("Choose…"))
        box.setMinimumContentsLength(14)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(360)
        for words, value in choices:
            box.addItem(words, value)
        box.setCurrentIndex(-1)
        box.currentIndexChanged.connect(self._check)
        self._boxes[asks] = box
        self._add(box, label, f"{self.title.accessibleName()} {label}".strip())

    def _add_line(self, hint: str) -> None:
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(hint)
        self._edit.setMinimumWidth(260)
        self._edit.textChanged.connect(self._check)
        self._add(self._edit, "", self.title.accessibleName())

    def _add_day(self, at: Callable[[QWidget], None] | None = None) -> None:
        self.day = QDateEdit(QDate.currentDate())
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setMaximumDate(QDate.currentDate())
        self.day.setAccessibleName(tr("Day"))
        if at is None:
            self._add(self.day, "", self.title.accessibleName())
        else:
            at(self.day)

    def _check(self) -> None:
        same_day = any(box.currentData() == _SAME_DAY for box in self._boxes.values())
        if same_day and self.day is None:
            place = self._controls.indexOf(self.use)
            self._add_day(lambda edit: self._controls.insertWidget(max(place, 0), edit))
        elif not same_day and self.day is not None and self._boxes:
            self._controls.removeWidget(self.day)
            self.day.hide()
            self.day.deleteLater()
            self.day = None
        chosen = all(box.currentIndex() >= 0 for box in self._boxes.values())
        written = self._edit is None or bool(self._edit.text().strip())
        self.use.setEnabled(chosen and written)
        self.use_for_all.setEnabled(chosen and written)

    def _give(self, *, everywhere: bool = False) -> None:
        if not self.use.isEnabled():
            return
        if self.day is not None:
            self.day_given.emit(self.day.date().toPyDate(), everywhere)
        elif self._edit is not None and self._asked is not None:
            asks = getattr(self._asked, "asks", "crs")
            self.answered.emit({asks: self._edit.text().strip()}, everywhere)
        else:
            answers = {asks: str(box.currentData()) for asks, box in self._boxes.items()}
            self.answered.emit(answers, everywhere)


def _as_choices(columns: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in columns]
