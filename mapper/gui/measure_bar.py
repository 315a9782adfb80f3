"""The strip above the map while measuring: legs and total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from mapper.gui.labels import TextLabel
from mapper.gui.wording import length

_HINT = "Click points on the map; the geodesic between them is measured on WGS 84."


class MeasureBar(QFrame):
    """Shows what the map's measure tool reports.

    Signals
    -------
    ended()
        The person is done measuring.
    copied(str)
        The result was put on the clipboard.
    """

    ended = pyqtSignal()
    copied = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("measureBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = TextLabel(_HINT)
        self.copy = QPushButton("Copy")
        self.copy.clicked.connect(self._copy)
        done = QPushButton("Done")
        done.setToolTip("End measuring (Esc)")
        done.clicked.connect(self.ended)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 10, 6)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.copy)
        layout.addWidget(done)
        self.hide()

    def start(self) -> None:
        """Show the hint and wait for points."""
        self.text.set_text(_HINT)
        self.copy.setEnabled(False)
        self.show()

    def show_measured(self, line: Mapping[str, Any] | None) -> None:
        """Show legs and total of ``{"points", "legs_m", "total_m"}``."""
        legs = [] if line is None else list(line["legs_m"])
        self.copy.setEnabled(bool(legs))
        self.text.set_text(in_words(legs, float(line["total_m"])) if line and legs else _HINT)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.text.accessibleName())
            self.copied.emit(self.text.accessibleName())


def in_words(legs_m: list[float], total_m: float) -> str:
    """Return the legs and their total."""
    total = f"Total {length(total_m)}"
    if len(legs_m) == 1:
        return total
    return f"{total}: " + " + ".join(length(leg) for leg in legs_m)
