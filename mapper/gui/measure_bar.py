"""The strip above the map while measuring: legs, total, area."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from mapper.gui.flow import Flow
from mapper.gui.labels import TextLabel
from mapper.gui.path_measuring import PathAnswer
from mapper.gui.translation import tr
from mapper.measure import KeptMeasurement

_HINT = tr(
    "Click points or events on the map. Enter sets a point in its middle, "
    "Backspace takes one back, Esc ends."
)
_FIRST = tr("One point is set; click the next.")


class MeasureBar(QFrame):
    """Shows what was measured along the points set on the map.

    Signals
    -------
    undo_wanted(), close_wanted(), ended()
        A button was pressed: take the last point back, make an outline, be done.
    copied(str)
        The result was put on the clipboard.
    keep_wanted(KeptMeasurement)
        The result is to be kept in the project.
    """

    undo_wanted = pyqtSignal()
    close_wanted = pyqtSignal()
    ended = pyqtSignal()
    copied = pyqtSignal(str)
    keep_wanted = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("measureBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._copied = ""
        self._kept: KeptMeasurement | None = None
        #: Whether the project can be changed.
        self.writable = False
        self.text = TextLabel(_HINT)
        self.undo = QPushButton(tr("Undo point"))
        self.undo.setToolTip(tr("Take the last point back (Backspace)"))
        self.undo.clicked.connect(self.undo_wanted)
        self.area = QPushButton(tr("&Area"))
        self.area.setToolTip(
            tr("Close the line and measure the area (A, or click the first point)")
        )
        self.area.clicked.connect(self.close_wanted)
        self.copy = QPushButton(tr("Copy"))
        self.copy.setToolTip(tr("Copy the result with its method"))
        self.copy.clicked.connect(self._copy)
        self.keep = QPushButton(tr("Keep"))
        self.keep.setToolTip(tr("Keep the line and its length in the project"))
        self.keep.clicked.connect(self._keep)
        self.done = QPushButton(tr("Done"))
        self.done.setToolTip(tr("End measuring (Esc)"))
        self.done.clicked.connect(self.ended)
        buttons = Flow()
        for button in (self.undo, self.area, self.copy, self.keep, self.done):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 10, 7)
        layout.setSpacing(5)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        self.hide()

    def start(self) -> None:
        """Show the hint and wait for points."""
        self.show_points(0, closed=False)
        self.show()

    def show_points(self, count: int, *, closed: bool) -> None:
        """Offer what can be done with so many points; the answer follows."""
        self.undo.setEnabled(count > 0)
        self.area.setEnabled(count > 2 and not closed)
        if count < 2:
            self._copied = ""
            self.text.set_text(_FIRST if count else _HINT)
        # Of other points than those of the last answer.
        self._kept = None
        self.keep.setEnabled(False)
        self.copy.setEnabled(bool(self._copied))

    def show_answer(self, answer: PathAnswer) -> None:
        """Show what was measured."""
        self._copied = answer.copied
        self.text.set_text(answer.text)
        self.copy.setEnabled(True)
        self._kept = answer.kept
        self.keep.setEnabled(self.writable and self._kept is not None)

    def _keep(self) -> None:
        if self._kept is not None:
            self.keep.setEnabled(False)
            self.keep_wanted.emit(self._kept)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self._copied)
            self.copied.emit(self._copied)
