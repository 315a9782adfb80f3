"""The line of the distance card that says to what it is measured, and in which unit."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from mapper import measure
from mapper.gui.flow import Flow
from mapper.gui.goals import GOALS, Goal, Options
from mapper.gui.labels import plain_tip
from mapper.gui.search_box import SearchBox
from mapper.gui.translation import tr

_ASKED: Final = {
    "event": tr("Another event…"),
    "place": tr("Place, coordinates…"),
    "file": tr("Line, area from file…"),
}
_PLACEHOLDERS: Final = {
    "event": tr("Words of its title"),
    "place": tr("Kharkiv, or 36.2304,49.9935"),
}
_UNIT_WORDS: Final = {"km": tr("km"), "mi": tr("mi"), "nmi": tr("nmi")}
_LONGEST_NAME: Final = 20


class TargetRow(QWidget):
    """Chooses a `Goal` and a unit; what is written is looked up by the owner.

    Signals
    -------
    goal_changed(Goal), unit_changed(str)
        Something else was chosen.
    searched(str, str, bool)
        Kind ("place" or "event"), text, and whether it was entered or is still
        being written; answered by `show_options`.
    file_wanted()
        A file is to be asked for; answered by `take`.
    """

    goal_changed = pyqtSignal(object)
    unit_changed = pyqtSignal(str)
    searched = pyqtSignal(str, str, bool)
    file_wanted = pyqtSignal()

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.goal: Goal = GOALS[0]
        self._own: Goal | None = None
        self._asking = ""
        self._options: tuple[Goal, ...] = ()
        self.target = Choice()
        self.target.setAccessibleName(tr("Measured to"))
        self.target.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.target.setMinimumContentsLength(13)
        self.target.activated.connect(self._choose)
        self.unit = Choice()
        self.unit.setAccessibleName(tr("Unit"))
        for one in measure.UNITS:
            self.unit.addItem(_UNIT_WORDS[one], one)
        self.unit.setCurrentIndex(self.unit.findData(unit))
        self.unit.activated.connect(lambda at: self.unit_changed.emit(self.unit.itemData(at)))
        line = Flow(6)
        to = QLabel(tr("to"))
        to.setTextFormat(Qt.TextFormat.PlainText)
        to.setProperty("role", "muted")
        for widget in (to, self.target, self.unit):
            line.addWidget(widget)
        self.box = SearchBox()
        self.edit, self.options, self.message = self.box.edit, self.box.options, self.box.message
        self.box.written.connect(
            lambda text, entered: self.searched.emit(self._asking, text, entered)
        )
        self.box.chosen.connect(lambda row: self.take(self._options[row]))
        self.box.left.connect(self.close_search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(line)
        layout.addWidget(self.box)
        self._fill()
        self.close_search()

    def take(self, goal: Goal) -> None:
        """Measure to something that was looked up."""
        self._own = goal
        self.goal = goal
        self._fill()
        searching = self.box.searching
        self.close_search()
        if searching:
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.goal_changed.emit(goal)

    def show_options(self, text: str, found: Options) -> None:
        """Show what the text may mean, unless another is written by now."""
        if not self._asking or text != self.edit.text():
            return
        if found.certain:
            self.take(found.goals[0])
            return
        self._options = found.goals
        rows = [goal.words for goal in found.goals]
        self.box.show_rows(text, rows, found.message, wrong=found.wrong)

    def close_search(self) -> None:
        """Ask for nothing any more; what was chosen before holds."""
        self._asking = ""
        self._options = ()
        self.box.close_search()
        self._show_goal()

    def _fill(self) -> None:
        self.target.clear()
        for goal in (*GOALS, *([self._own] if self._own else [])):
            self.target.addItem(_short(goal), goal)
        for kind, words in _ASKED.items():
            self.target.addItem(words, kind)
        view = self.target.view()
        assert view is not None
        view.setMinimumWidth(200)
        self._show_goal()

    def _show_goal(self) -> None:
        for number in range(self.target.count()):
            if self.target.itemData(number) is self.goal:
                self.target.setCurrentIndex(number)
        self.target.setToolTip(plain_tip(self.goal.words))

    def _choose(self, number: int) -> None:
        chosen = self.target.itemData(number)
        if isinstance(chosen, Goal):
            self.goal = chosen
            self.close_search()
            self.goal_changed.emit(chosen)
        elif chosen == "file":
            self.close_search()
            self.file_wanted.emit()
        else:
            self.close_search()
            self.target.setCurrentIndex(number)
            self._asking = chosen
            self.box.open(_ASKED[chosen].rstrip("…"), _PLACEHOLDERS[chosen])


def _short(goal: Goal) -> str:
    """Return what fits in the line; the tip says the whole."""
    name = goal.words
    if goal.place is not None and goal.place.name:
        name = goal.place.name
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


class Choice(QComboBox):
    """A choice that turning the wheel over does not change: the panel scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        event.ignore()
