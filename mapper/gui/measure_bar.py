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
        """Show what the map's tool reports, see `mapper.gui.web.MapView.measured`."""
        if line is not None and line.get("ended"):
            self.ended.emit()
            return
        legs = [] if line is None else list(line["legs_m"])
        self.copy.setEnabled(bool(legs))
        self.text.set_text(in_words(line) if line is not None and legs else _HINT)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.text.accessibleName())
            self.copied.emit(self.text.accessibleName())


def in_words(line: Mapping[str, Any]) -> str:
    """Return the total, and each leg with the bearing at its start."""
    legs = [
        f"{length(leg_m)}, bearing {round(bearing_deg) % 360}°"
        for leg_m, bearing_deg in zip(line["legs_m"], line["bearings_deg"], strict=True)
    ]
    if len(legs) == 1:
        return legs[0]
    return f"Total {length(line['total_m'])}: " + "; ".join(legs)
