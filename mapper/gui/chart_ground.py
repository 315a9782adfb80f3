"""What the charts of counts have alike."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from mapper.gui.theme import Colours
from mapper.gui.translation import tr

#: How far each arrow goes: down, and along.
STEPS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
}


class ChartGround(QWidget):
    """Takes pointer and keyboard, the room there is, and the colours of a theme."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 110)
        self.setAccessibleName(tr("Chart"))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        step = STEPS.get(event.key())
        if step is None or event.modifiers() or not self.has_something:
            super().keyPressEvent(event)
        else:
            self.step(*step)

    @property
    def has_something(self) -> bool:
        """Whether there is anything to step through."""
        raise NotImplementedError

    def step(self, down: int, along: int) -> None:
        """Go on from what is pointed at, by an arrow key: one down or along, or back."""
        raise NotImplementedError

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 220)
