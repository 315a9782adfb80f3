"""One kept measurement: its number and words, a note to write, and what can be done with it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mapper.gui.copy_as import CopyAs
from mapper.gui.edits import LeavableEdit
from mapper.gui.flow import Flow
from mapper.gui.kept_words import KeptRow
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr


class KeptCard(QFrame):
    """Shows the row that is current in the list.

    Signals
    -------
    note_wanted(str, str)
        A measurement, by its id, is to have this note.
    again_wanted(KeptRow), delete_wanted(str), shown(KeptRow)
        It is to be measured again, deleted, or shown on the map.
    copied(str)
        Something of it was put on the clipboard.
    """

    note_wanted = pyqtSignal(str, str)
    again_wanted = pyqtSignal(object)
    delete_wanted = pyqtSignal(str)
    shown = pyqtSignal(object)
    copied = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._row: KeptRow | None = None
        self.number = TextLabel(bold=True, larger=1.4)
        self.interval = TextLabel(role="muted")
        self.stale = TextLabel(role="error")
        self.not_again = TextLabel(role="muted")
        self.statement = TextLabel()
        self.note = LeavableEdit()
        self.note.setPlaceholderText(tr("Note, such as what it is for"))
        self.note.setAccessibleName(tr("Note of the measurement"))
        self.note.setToolTip(tr("Enter keeps it, Esc leaves it as it was"))
        self.note.setClearButtonEnabled(True)
        self.note.returnPressed.connect(self._save_note)
        self.note.editingFinished.connect(self._save_note)
        self.note.left.connect(self._fill_note)
        self.copy_as = CopyAs()
        self.copy_as.copied.connect(self.copied)
        self.show_it = _button(tr("Show on the map"), tr("Bring the whole line into view"))
        self.show_it.clicked.connect(lambda: self.shown.emit(self._row))
        self.again = _button(
            tr("Measure again"), tr("From where its event is now, to the fronts as they are now")
        )
        self.again.clicked.connect(lambda: self.again_wanted.emit(self._row))
        self.delete = _button(tr("Delete"), tr("Take it out of the project; undo brings it back"))
        self.delete.clicked.connect(self._delete)
        self._lay_out()

    def show_row(self, row: KeptRow, *, writable: bool) -> None:
        """Show a measurement; a note that is being written for it stays."""
        self.copy_as.kept = row.kept
        same = self._row is not None and self._row.key == row.key
        writing = same and self.note.isModified()
        self._row = row
        for label, text in (
            (self.number, row.number),
            (self.interval, row.interval),
            (self.stale, row.stale),
            (self.not_again, row.not_again if row.stale else ""),
            (self.statement, row.kept.statement),
        ):
            label.set_text(text)
            label.setVisible(bool(text) and not (label is self.interval and text == row.number))
        # Of what lies inside the statement says all.
        if row.interval == row.kept.statement:
            self.interval.hide()
        if not writing:
            self._fill_note()
        self.note.setReadOnly(not writable)
        self.delete.setEnabled(writable)
        self.again.setVisible(bool(row.stale))
        self.again.setEnabled(writable and not row.not_again)
        self.show_it.setEnabled(row.kept.line is not None)

    def _lay_out(self) -> None:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(11, 8, 11, 8)
        rows.setSpacing(6)
        for part in (self.number, self.interval, self.stale, self.not_again, self.statement):
            rows.addWidget(part)
        rows.addWidget(self.note)
        buttons = Flow(6)
        for button in (self.again, self.show_it, self.copy_as, self.delete):
            buttons.addWidget(button)
        rows.addLayout(buttons)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2, 2, 2, 2)
        whole.addWidget(area)
        self.setMinimumHeight(150)

    def _fill_note(self) -> None:
        self.note.setText("" if self._row is None else self._row.kept.note)
        self.note.setCursorPosition(0)
        self.note.setModified(False)

    def _save_note(self) -> None:
        # Enter says both that it was pressed and that writing is over.
        if self._row is None or not self.note.isModified():
            return
        self.note.setModified(False)
        if self.note.text().strip() != self._row.kept.note:
            self.note_wanted.emit(self._row.key, self.note.text())

    def _delete(self) -> None:
        if self._row is not None:
            self.note.setModified(False)
            self.delete_wanted.emit(self._row.key)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setProperty("role", "small")
    return button
