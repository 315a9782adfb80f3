"""The pane of tables below list, map and details: distances, counts with their chart.

It is as wide as the window, since its rows are wide, and leaves the map in view, since a row
is read together with its place; it can be drawn out as a window of its own, for a second screen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from PyQt6.QtCore import QByteArray, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapper.export.matrixdata import MatrixData, matrix_data
from mapper.gui import dialogs, settings
from mapper.gui.cell_table import COPIED_PART, MOST_COPIED, CellsWanted, CellTable, cells_text
from mapper.gui.count_panel import CountPanel
from mapper.gui.distance_model import DistanceModel
from mapper.gui.distance_rows import KEYS, LOOKS
from mapper.gui.icons import icon
from mapper.gui.labels import ElidedLabel
from mapper.gui.table_work import FIRST_SORTING, TableWork
from mapper.gui.theme import Colours
from mapper.gui.translation import tr, trn
from mapper.model.crossing import CrossCounts

_PAGES: Final = ("distances", "counts")
_TABLES: Final = tr("CSV table (*.csv);;Workbook (*.xlsx);;Markdown (*.md)")
_PICTURES: Final = tr(
    ";;Chart as picture (*.png);;Chart as drawing (*.svg);;Chart for print (*.pdf)"
)


class TableDock(QDockWidget):
    """Shows what a `TableWork` keeps.

    Signals
    -------
    event_wanted(str)
        An event is to be selected and shown.
    shown_changed(bool)
        The pane was opened or closed.
    copied(str)
        Cells were copied; what is to be said.
    """

    event_wanted = pyqtSignal(str)
    shown_changed = pyqtSignal(bool)
    copied = pyqtSignal(str)

    def __init__(self, work: TableWork, colours: Colours) -> None:
        super().__init__(tr("Tables"))
        self.setObjectName("tables")
        self.setAllowedAreas(
            Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.TopDockWidgetArea
        )
        self._work = work
        self.model = DistanceModel()
        self.distances = CellTable(self.model, tr("Distances"), [look.characters for look in LOOKS])
        header = self.distances.horizontalHeader()
        assert header is not None
        first = KEYS.index(FIRST_SORTING.key)
        header.setSortIndicator(first, Qt.SortOrder.AscendingOrder)
        self.distances.setSortingEnabled(True)
        self.counts = CountPanel(colours)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Tables"))
        for word in (tr("Distances"), tr("Counts")):
            self.tabs.addTab(word)
        self.state = ElidedLabel()
        self.again = QPushButton(tr("Measure"))
        self.again.setProperty("role", "link")
        self.copy = QPushButton(tr("Copy"))
        self.copy.setToolTip(tr("Copy the selected cells, or all (Ctrl+C)"))
        self.export = QPushButton(tr("Export…"))
        self.export.setToolTip(
            tr("Save this table as CSV, XLSX or Markdown; of counts also the chart")
        )
        self.out = _tool(tr("Own window"), tr("Draw the tables out as a window, or put them back"))
        self.shut = _tool(tr("Close"), tr("Close the tables"))
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.set_colours(colours)
        self.hide()

    @property
    def page(self) -> str:
        """Which table is shown: "distances" or "counts"."""
        return _PAGES[self.tabs.currentIndex()]

    @property
    def table(self) -> CellTable:
        """The table that is shown."""
        return self.distances if self.page == "distances" else self.counts.shown_table

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self.counts.set_colours(colours)
        self.out.setIcon(icon("own-window", colours.text))
        self.shut.setIcon(icon("close", colours.text))

    def set_unit(self, unit: str) -> None:
        """Show distances in another unit."""
        self.model.set_unit(unit)

    def turn(self, *, on: bool) -> None:
        """Open or close the pane; opened, its table has the keyboard."""
        self.setVisible(on)
        if on:
            self.table.setFocus()

    def restore(self, window: QMainWindow) -> None:
        """Take the remembered place and size."""
        state = settings.layout("docks")
        if state is not None:
            window.restoreState(state)

    def save(self, window: QMainWindow) -> None:
        """Remember place and size."""
        state: QByteArray = window.saveState()
        settings.set_layout("docks", state)

    # Building

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("tableHead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self.tabs)
        row.addSpacing(6)
        row.addWidget(self.state, 1)
        for button in (self.again, self.copy, self.export, self.out, self.shut):
            row.addWidget(button)
        self.setTitleBarWidget(head)
        self._pages.addWidget(self.distances)
        self._pages.addWidget(self.counts)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setWidget(body)
        self.again.hide()

    def _connect(self) -> None:
        work = self._work
        self.tabs.currentChanged.connect(self._turn_page)
        self.model.sort_requested.connect(work.sort)
        self.distances.opened.connect(self._open)
        self.distances.copy_wanted.connect(self._copy_distances)
        for table in (self.counts.table, self.counts.cross_table):
            table.copy_wanted.connect(self._copy_counts)
        self.counts.squares_wanted.connect(self._work_out_squares)
        self.counts.wanted.connect(lambda: work.count_by(self.counts.by, self.counts.across))
        self.copy.clicked.connect(lambda: self.table.copy())
        self.export.clicked.connect(self._export)
        self.again.clicked.connect(work.measure_again)
        self.out.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self.shut.clicked.connect(lambda: self.hide())
        self.visibilityChanged.connect(self._tell_shown)
        work.rows_changed.connect(self._show_rows)
        work.counts_changed.connect(lambda: self.counts.show_counts(work.counts))

    def _tell_shown(self, _visible: bool) -> None:
        # Behind another window it is still open.
        self._want()
        self.shown_changed.emit(not self.isHidden())

    def _want(self) -> None:
        self._work.want(*(() if self.isHidden() else (self.page,)))

    def _turn_page(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self._say()
        self._want()
        self.table.setFocus()

    # Showing

    def _show_rows(self) -> None:
        self.model.show(self._work.rows)
        self._say()

    def _say(self) -> None:
        rows, data = self._work.rows, self._work.data
        lacking = False
        if self.page == "counts" or rows is None or data is None:
            words = ""
        elif not data.has_fronts:
            words = tr("No front in this project: nothing to measure to. Fronts (F9) adds some.")
        elif rows.column is not None:
            words = trn("{number:,} event", "{number:,} events", len(rows))
            words = tr(
                "{events}: {measured:,} measured, {others:,} without a distance",
                events=words,
                measured=self._work.measured,
                others=len(rows) - self._work.measured,
            )
            if self._work.reasons:
                words = tr("{distances}: {reasons}", distances=words, reasons=self._work.reasons)
        elif self._work.measuring:
            words = tr("Measuring…")
        else:
            words, lacking = tr("Measuring was stopped."), bool(len(rows))
        self.state.set_text(words)
        self.again.setVisible(lacking)

    def _open(self, position: int) -> None:
        if self.model.rows is not None and position < len(self.model.rows):
            self.event_wanted.emit(self.model.rows.event_id(position))

    def _work_out_squares(self, cross: CrossCounts, measure: str) -> None:
        self._work.beside(
            lambda: matrix_data(cross, measure).prepared(),
            lambda shown: self.counts.show_squares(cast(MatrixData, shown)),
            "squares of counts",
        )

    # Copying and saving

    def _copy_distances(self, wanted: CellsWanted) -> None:
        rows, unit = self.model.rows, self.model.unit
        if rows is None:
            return
        keys = [KEYS[section] for section in wanted.sections]
        heads = [LOOKS[section].header for section in wanted.sections]
        last = min(wanted.last, wanted.first + MOST_COPIED - 1)
        self._work.beside(
            lambda: cells_text(heads, rows.texts(wanted.first, last, keys, unit)),
            lambda text: self._put(str(text), whole=last == wanted.last),
            "copying cells",
        )

    def _copy_counts(self, wanted: CellsWanted) -> None:
        last = min(wanted.last, wanted.first + MOST_COPIED - 1)
        heads, texts = self.counts.cells(wanted.first, last, wanted.sections)
        self._put(cells_text(heads, texts), whole=last == wanted.last)

    def _put(self, text: str, *, whole: bool) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(text)
            self.copied.emit(tr("Copied.") if whole else COPIED_PART)

    def _export(self) -> None:
        data = self._work.data
        if data is None:
            return
        what = self.page
        if self.page == "counts":
            parts = (self.counts.by, self.counts.across)
            what = f"by-{'-and-'.join(part for part in parts if part)}"
        title = tr("Export distances") if self.page == "distances" else tr("Export counts")
        kinds = _TABLES if self.page == "distances" else _TABLES + _PICTURES
        path = dialogs.ask_save(self, title, f"{data.title}-{what}.csv", kinds)
        if path is not None:
            self.save_as(path)

    def save_as(self, path: Path) -> None:
        """Save the table that is shown."""
        if self.page == "distances":
            self._work.save_distances(path, self.model.unit)
        else:
            self._work.save_counts(path, self.counts.shown_measure)


def _tool(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
