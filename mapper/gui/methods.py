"""How a distance was found: method, parts of the interval, sources, nearest point."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mapper import measure
from mapper.geodesy import format_position
from mapper.gui.copy_menu import CopyPosition
from mapper.gui.day_words import write_day
from mapper.gui.labels import TextLabel
from mapper.gui.measuring import Answer
from mapper.gui.theme import Colours
from mapper.gui.translation import tr

#: Of a place within an area: what its depth may be off by.
_EDGE_PARTS: Final = ("place_below_m", "source_below_m")


class Methods(QWidget):
    """What stands behind the number that is shown.

    Signals
    -------
    copied(str)
        Something was put on the clipboard.
    """

    copied = pyqtSignal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._answer: Answer | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 3, 0, 0)
        self._layout.setSpacing(7)
        self._page: QWidget | None = None

    def show_answer(self, answer: Answer | None) -> None:
        """Show how an answer was found; None takes it away."""
        self._answer = answer
        if self._page is not None:
            self._layout.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        if answer is not None and answer.found is not None:
            self._page = self._build(answer, answer.found)
            self._layout.addWidget(self._page)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.show_answer(self._answer)

    def _build(self, answer: Answer, found: measure.Measurement) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        rows = [(tr("Bearing"), f"{round(found.azimuth_deg) % 360}°")]
        rows += measure.interval_parts(found.uncertainty, answer.unit)
        facts = self._grid(rows)
        self._row(facts, len(rows), tr("Nearest point"), self._nearest(found))
        layout.addLayout(facts)
        sources = sources_in_words(found, answer.unit)
        if sources:
            layout.addWidget(TextLabel(tr("Sources side by side"), bold=True))
            layout.addLayout(self._grid(sources, widest=140))
        layout.addWidget(TextLabel(found.method, role="muted"))
        return page

    def _grid(self, rows: list[tuple[str, str]], *, widest: int = 96) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(rows):
            self._row(grid, number, name, TextLabel(value), widest)
        return grid

    def _row(
        self, grid: QGridLayout, number: int, name: str, value: QWidget, widest: int = 96
    ) -> None:
        label = TextLabel(name, role="muted")
        label.setMaximumWidth(widest)
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, number, 1, Qt.AlignmentFlag.AlignTop)

    def _nearest(self, found: measure.Measurement) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        target = found.target
        row.addWidget(TextLabel(format_position(target.lon, target.lat, "dms")), 1)
        button = CopyPosition(target.lon, target.lat, self._colours)
        button.copied.connect(self.copied)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return widget


def sources_in_words(found: measure.Measurement, unit: str) -> list[tuple[str, str]]:
    """Return each source of the day and what it says, where there are several."""
    rows = []
    for entry in found.sources:
        name = str(entry["source"] or tr("Source not named"))
        name += tr(" (a line)") if entry["kind"] == "line_of_contact" else ""
        name += f", {write_day(dt.date.fromisoformat(entry['as_of']))}"
        spans = (float(entry[key]) for key in ("distance_m", "min_m", "max_m"))
        best, low, high = spans
        whole = not found.start.radius_known
        if found.region is None:
            says = measure.format_distance(best, low, high, unit, whole=whole)
        else:
            says = measure.format_interval(best, low, high, unit, whole=whole)
        if found.target.kind == "control-area" and entry["inside_control_area"]:
            off = sum(found.uncertainty.get(part) or 0.0 for part in _EDGE_PARTS)
            says = measure.format_distance(best, best - off, best + off, unit)
            says = tr("inside, {says} from its edge", says=says)
        rows.append((name, says))
    return rows
