"""What the charts of counts have alike."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QSizePolicy, QWidget

from mapper.gui.theme import Colours
from mapper.gui.translation import tr


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

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 220)
