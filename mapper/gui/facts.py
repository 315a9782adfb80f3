"""What is known of an event, as names on the left and words on the right."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QWidget

from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr

#: The longest name there is: the words of several grids begin on one line.
_LONGEST: Final = tr("Attributed to")


class FactGrid(QGridLayout):
    """Rows of a name and what is known."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(7)
        self.setColumnStretch(1, 1)
        self._count = 0

    def add(self, name: str, value: QWidget) -> QWidget:
        """Add a row at the end; return its name."""
        top = Qt.AlignmentFlag.AlignTop
        label = TextLabel(name, role="muted")
        label.setWordWrap(False)
        self.setColumnMinimumWidth(0, label.fontMetrics().horizontalAdvance(_LONGEST))
        self.addWidget(label, self._count, 0, top)
        # No alignment: an editor in its place takes the whole width.
        self.addWidget(value, self._count, 1)
        self._count += 1
        return label
