"""Counts of the filtered events, by one thing or across two: a table, and a chart beside it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapper.export.chartdata import chart_data
from mapper.export.countsheet import people_in_words
from mapper.export.matrixdata import MatrixData
from mapper.gui.bar_chart import BarChart
from mapper.gui.cell_table import CellTable
from mapper.gui.count_model import KEYS, LOOKS, CountModel
from mapper.gui.count_words import GROUPING_WORDS, MEASURE_WORDS, cross_sentences, sentences
from mapper.gui.cross_model import CrossModel
from mapper.gui.labels import ElidedLabel
from mapper.gui.square_chart import SquareChart
from mapper.gui.table_work import Counted
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model.counting import PEOPLE, Counts
from mapper.model.crossing import MOST_ACROSS, CrossCounts


class CountPanel(QWidget):
    """Shows `Counts` and asks for those of another grouping.

    Signals
    -------
    wanted()
        Events are to be counted by what ``by`` says now.
    squares_wanted(CrossCounts, str)
        The chart of a measure of them is to be worked out; `show_squares` takes it.
    """

    wanted = pyqtSignal()
    squares_wanted = pyqtSignal(object, str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.model = CountModel()
        characters = [look.characters for look in LOOKS]
        self.table = CellTable(self.model, tr("Counts"), characters)
        self.cross_model = CrossModel()
        self.cross_table = CellTable(self.cross_model, tr("Counts"), [])
        for table in (self.table, self.cross_table):
            table.setSortingEnabled(True)
        self.chart = BarChart(colours)
        self.squares = SquareChart(colours)
        self.grouping = _choice(GROUPING_WORDS, tr("Count by"))
        self.grouping.setCurrentIndex(list(GROUPING_WORDS).index("month"))
        self.crossing = _choice({"": tr("Nothing")} | GROUPING_WORDS, tr("Across"))
        self.crossing.setToolTip(tr("A column for each of these as well, such as oblast by month"))
        self.measure = _choice(MEASURE_WORDS, tr("Show"))
        self.measure.setToolTip(tr("What the chart shows, and the cells where something is across"))
        self.total = ElidedLabel()
        self.notes = ElidedLabel()
        self.notes.setProperty("role", "muted")
        self._cross: CrossCounts | None = None
        for box in (self.grouping, self.crossing):
            box.currentIndexChanged.connect(lambda _index: self.wanted.emit())
        self.measure.currentIndexChanged.connect(lambda _index: self._draw())
        self._tables, self._charts = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self.show_counts(None)

    @property
    def by(self) -> str:
        """What events are to be counted by."""
        return str(self.grouping.currentData())

    @property
    def across(self) -> str:
        """What stands across, empty for nothing; the same thing twice is once."""
        across = str(self.crossing.currentData())
        return "" if across == self.by else across

    @property
    def shown_measure(self) -> str:
        """What the bars, squares and cells show."""
        return str(self.measure.currentData())

    @property
    def shown_table(self) -> CellTable:
        """The table that is in view."""
        return self.table if self._tables.currentIndex() == 0 else self.cross_table

    def cells(
        self, first: int, last: int, sections: tuple[int, ...]
    ) -> tuple[list[str], list[list[str]]]:
        """Return heads and texts of cells of the table in view, rows first to last."""
        if self.shown_table is self.cross_table:
            heads = [self.cross_model.header(section) for section in sections]
            return heads, self.cross_model.texts(first, last, sections)
        keys = [KEYS[section] for section in sections]
        return [self.model.header(key) for key in keys], self.model.texts(first, last, keys)

    def show_counts(self, counted: Counted) -> None:
        """Show counts; None while there are none."""
        counts = counted if isinstance(counted, Counts) else None
        self._cross = counted if isinstance(counted, CrossCounts) else None
        before = self.model.counts
        if counts is None or before is None or before.by != counts.by:
            _unsort(self.table)
        self.model.show(counts)
        rows, notes = counts, ""
        if counts is not None:
            notes = sentences(counts)
        elif self._cross is not None:
            rows, notes = self._cross.rows, cross_sentences(self._cross)
        elif counted is not None:
            notes = tr(
                "More than {most:,} columns. Choose a longer period, or the two the other way"
                " round.",
                most=MOST_ACROSS,
            )
        self.total.set_text("" if rows is None else total_words(rows))
        self.notes.set_text(notes)
        self.notes.setVisible(bool(notes))
        across = counted is not None and counts is None
        self._tables.setCurrentIndex(int(across))
        self._charts.setCurrentIndex(int(across))
        self._draw()

    def show_squares(self, shown: MatrixData) -> None:
        """Show the chart of counts across, if it is still the one that is wanted."""
        if shown.cross is self._cross and shown.measure == self.shown_measure:
            self.squares.show_data(shown)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self.chart.set_colours(colours)
        self.squares.set_colours(colours)

    def _draw(self) -> None:
        counts, cross = self.model.counts, self._cross
        self.chart.show_data(None if counts is None else chart_data(counts, self.shown_measure))
        if cross is None:
            self.squares.show_data(None)
        else:
            self.squares_wanted.emit(cross, self.shown_measure)
        columns = self.cross_model.columnCount()
        self.cross_model.show(cross, self.shown_measure)
        if not self.cross_model.sorted:
            _unsort(self.cross_table)
        if cross is not None and columns != self.cross_model.columnCount():
            self._size_columns()

    def _size_columns(self) -> None:
        """Give names and numbers the room they need, a long name at most some."""
        header = self.cross_table.horizontalHeader()
        assert header is not None
        digit = self.cross_table.fontMetrics().horizontalAdvance("0")
        least = 17 if self.shown_measure in PEOPLE else 8
        for section in range(self.cross_model.columnCount()):
            characters = min(max(len(self.cross_model.header(section)), least), 18)
            header.resizeSection(section, digit * (19 if section == 0 else characters) + 20)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setContentsMargins(10, 5, 10, 0)
        choices.setSpacing(6)
        for word, box in (
            (tr("Count by"), self.grouping),
            (tr("Across"), self.crossing),
            (tr("Show"), self.measure),
        ):
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
        for stack, pages in (
            (self._tables, (self.table, self.cross_table)),
            (self._charts, (self.chart, self.squares)),
        ):
            for page in pages:
                stack.addWidget(page)
            parts.addWidget(stack)
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


def _unsort(table: CellTable) -> None:
    header = table.horizontalHeader()
    assert header is not None
    blocked = header.blockSignals(True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    header.blockSignals(blocked)


def _choice(words: dict[str, str], name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, word in words.items():
        box.addItem(word, value)
    return box
