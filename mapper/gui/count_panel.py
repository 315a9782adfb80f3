"""Counts of the filtered events: a table, and a chart beside it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from mapper.export.chartdata import chart_data
from mapper.export.countsheet import people_in_words
from mapper.gui.bar_chart import BarChart
from mapper.gui.cell_table import CellTable
from mapper.gui.count_model import LOOKS, CountModel
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS, sentences
from mapper.gui.labels import ElidedLabel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model.counting import Counts


class CountPanel(QWidget):
    """Shows `Counts` and asks for those of another grouping.

    Signals
    -------
    wanted()
        Events are to be counted by what ``by`` says now.
    """

    wanted = pyqtSignal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.model = CountModel()
        characters = [look.characters for look in LOOKS]
        self.table = CellTable(self.model, tr("Counts"), characters)
        self.table.setSortingEnabled(True)
        self.chart = BarChart(colours)
        self.grouping = _choice(GROUPING_WORDS, tr("Count by"))
        self.grouping.setCurrentIndex(list(GROUPING_WORDS).index("month"))
        self.measure = _choice(MEASURE_WORDS, tr("Bars show"))
        self.total = ElidedLabel()
        self.notes = ElidedLabel()
        self.notes.setProperty("role", "muted")
        self.grouping.currentIndexChanged.connect(lambda _index: self.wanted.emit())
        self.measure.currentIndexChanged.connect(lambda _index: self._draw())
        self._lay_out()
        self.show_counts(None)

    @property
    def by(self) -> str:
        """What events are to be counted by."""
        return str(self.grouping.currentData())

    @property
    def shown_measure(self) -> str:
        """What the bars show."""
        return str(self.measure.currentData())

    def show_counts(self, counts: Counts | None) -> None:
        """Show counts; None while there are none."""
        before = self.model.counts
        if counts is None or before is None or before.by != counts.by:
            header = self.table.horizontalHeader()
            assert header is not None
            blocked = header.blockSignals(True)
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            header.blockSignals(blocked)
        self.model.show(counts)
        self.total.set_text("" if counts is None else total_words(counts))
        notes = "" if counts is None else sentences(counts)
        self.notes.set_text(notes)
        self.notes.setVisible(bool(notes))
        self._draw()

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self.chart.set_colours(colours)

    def _draw(self) -> None:
        counts = self.model.counts
        shown = None if counts is None else chart_data(counts, self.shown_measure)
        self.chart.show_data(shown)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setContentsMargins(10, 5, 10, 0)
        choices.setSpacing(6)
        for word, box in ((tr("Count by"), self.grouping), (tr("Bars show"), self.measure)):
            label = QLabel(word)
            label.setProperty("role", "muted")
            label.setBuddy(box)
            choices.addWidget(label)
            choices.addWidget(box)
            choices.addSpacing(8)
        choices.addWidget(self.total, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.chart)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([720, 520])
        below = QHBoxLayout()
        below.setContentsMargins(10, 0, 10, 3)
        below.addWidget(self.notes, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(5)
        whole.addLayout(choices)
        whole.addWidget(parts, 1)
        whole.addLayout(below)


def total_words(counts: Counts) -> str:
    """Return the total in words."""
    (row,) = counts.total.to_dict("records")
    return tr(
        "Total: {events:,} events, {incidents:,} incidents · killed {killed} (unknown of"
        " {killed_unknown:,}) · injured {injured} (unknown of {injured_unknown:,})",
        events=row["events"],
        incidents=row["incidents"],
        killed=people_in_words(row, "killed"),
        killed_unknown=row["killed_unknown"],
        injured=people_in_words(row, "injured"),
        injured_unknown=row["injured_unknown"],
    )


def _choice(words: dict[str, str], name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, word in words.items():
        box.addItem(word, value)
    return box
