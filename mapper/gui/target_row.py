"""The line of the distance card that says to what it is measured, and in which unit."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from mapper import measure
from mapper.gui.edits import LeavableEdit, LeavableList, mark_wrong
from mapper.gui.flow import Flow
from mapper.gui.goals import GOALS, Goal, Options
from mapper.gui.labels import TextLabel, plain_tip

_ASKED: Final = {
    "event": "Another event…",
    "place": "Place, coordinates…",
    "file": "Line, area from file…",
}
_PLACEHOLDERS: Final = {"event": "Words of its title", "place": "Kharkiv, or 36.2304,49.9935"}
_TALLEST_LIST: Final = 180
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
        self.target = _Choice()
        self.target.setAccessibleName("Measured to")
        self.target.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.target.setMinimumContentsLength(13)
        self.target.activated.connect(self._choose)
        self.unit = _Choice()
        self.unit.setAccessibleName("Unit")
        self.unit.addItems(list(measure.UNITS))
        self.unit.setCurrentText(unit)
        self.unit.textActivated.connect(self.unit_changed)
        line = Flow(6)
        to = QLabel("to")
        to.setTextFormat(Qt.TextFormat.PlainText)
        to.setProperty("role", "muted")
        for widget in (to, self.target, self.unit):
            line.addWidget(widget)
        self.edit = LeavableEdit()
        self.edit.setMaxLength(300)
        self.edit.textEdited.connect(lambda text: self.searched.emit(self._asking, text, False))
        self.edit.returnPressed.connect(self._enter)
        self.edit.left.connect(self.close_search)
        self.edit.down.connect(self._to_list)
        self.options = LeavableList()
        self.options.setAccessibleName("Matches")
        self.options.setWordWrap(True)
        self.options.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.options.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.options.left.connect(self.close_search)
        self.options.itemActivated.connect(lambda _item: self._take_option())
        self.options.itemClicked.connect(lambda _item: self._take_option())
        self.message = TextLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(line)
        for part in (self.edit, self.options, self.message):
            layout.addWidget(part)
        self._fill()
        self.close_search()

    def take(self, goal: Goal) -> None:
        """Measure to something that was looked up."""
        self._own = goal
        self.goal = goal
        self._fill()
        searching = self.edit.hasFocus() or self.options.hasFocus()
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
        self.options.clear()
        self.options.addItems([goal.words for goal in found.goals])
        for row, goal in enumerate(found.goals):
            item = self.options.item(row)
            assert item is not None
            item.setToolTip(plain_tip(goal.words))
        self.options.setVisible(bool(found.goals))
        self.options.setFixedHeight(self._list_height())
        self.show_message(found.message, wrong=found.wrong)

    def _list_height(self) -> int:
        # The list itself knows only once it is shown.
        room = QRect(0, 0, max(self.edit.width() - 34, 80), 1000)
        metrics = self.options.fontMetrics()
        wrap = Qt.TextFlag.TextWordWrap
        heights = [metrics.boundingRect(room, wrap, goal.words).height() for goal in self._options]
        return min(sum(height + 6 for height in heights) + 10, _TALLEST_LIST)

    def show_message(self, words: str, *, wrong: bool = False) -> None:
        """Say something about what was written."""
        mark_wrong(self.edit, self.message, wrong)
        self.message.set_text(words)
        self.message.setVisible(bool(words))

    def close_search(self) -> None:
        """Ask for nothing any more; what was chosen before holds."""
        self._asking = ""
        self._options = ()
        for part in (self.edit, self.options, self.message):
            part.hide()
        self.edit.clear()
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
            self.edit.setPlaceholderText(_PLACEHOLDERS[chosen])
            self.edit.setAccessibleName(_ASKED[chosen].rstrip("…"))
            self.edit.show()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        if self.edit.text().strip():
            self.searched.emit(self._asking, self.edit.text(), True)

    def _to_list(self) -> None:
        if self._options:
            self.options.setFocus(Qt.FocusReason.OtherFocusReason)
            self.options.setCurrentRow(0)

    def _take_option(self) -> None:
        row = self.options.currentRow()
        if 0 <= row < len(self._options):
            self.take(self._options[row])


def _short(goal: Goal) -> str:
    """Return what fits in the line; the tip says the whole."""
    name = goal.words
    if goal.place is not None and goal.place.name:
        name = goal.place.name
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


class _Choice(QComboBox):
    """A choice that turning the wheel over does not change: the panel scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        event.ignore()
