"""The panel of the fronts: coverage by source, its snapshots, and a card with the chosen one."""

from __future__ import annotations

import datetime as dt

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QPushButton

from mapper.gui.front_card import FrontCard
from mapper.gui.front_list import FrontsList
from mapper.gui.front_model import FrontsModel
from mapper.gui.front_strip import FrontStrip
from mapper.gui.front_words import SnapshotRow
from mapper.gui.front_work import FrontsReader
from mapper.gui.labels import TextLabel
from mapper.gui.list_panel import ListPanel, panel_row
from mapper.gui.theme import Colours
from mapper.gui.translation import tr


class FrontPanel(ListPanel):
    """Shows what a `FrontsReader` read.

    Signals
    -------
    day_wanted(date)
        The front of that day is to be shown on the map.
    files_wanted(), folder_wanted()
        The person wants to add fronts from files, or from a folder.
    """

    day_wanted = pyqtSignal(object)
    files_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()

    def __init__(self, reader: FrontsReader, colours: Colours) -> None:
        super().__init__()
        self._reader = reader
        self._current: tuple[str, ...] | None = None
        self.model = FrontsModel()
        self.list = FrontsList(self.model, colours)
        self.strip = FrontStrip(colours)
        self.card = FrontCard()
        self.used = TextLabel()
        self.used.setAccessibleName(tr("Front of the shown day"))
        self.add_files = QPushButton(tr("Add files…"))
        self.add_files.setToolTip(tr("Add snapshots from files; or drop them on the window"))
        self.add_files.clicked.connect(self.files_wanted)
        self.add_folder = QPushButton(tr("Add folder…"))
        self.add_folder.setToolTip(tr("Add all snapshots in a folder"))
        self.add_folder.clicked.connect(self.folder_wanted)
        self.lay_out(
            self.list,
            self.card,
            rows=[
                # A row of their own: beside the heading a narrow pane cuts all three.
                panel_row((self.add_files, 0), (self.add_folder, 0), (None, 1)),
                panel_row((self.used, 1)),
                self.strip,
            ],
        )
        self.list.chosen.connect(self._choose)
        self.strip.day_wanted.connect(self._go_to_day)
        reader.area_told.connect(self.card.show_area)
        self.card.terms_wanted.connect(reader.set_terms)
        self.card.removal_wanted.connect(self._remove)
        self.follow(reader.changed, self._refresh)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        super().set_colours(colours)
        self.strip.set_colours(colours)

    def _refresh(self) -> None:
        told = self._reader.told
        before = self.list.currentIndex().row()
        self.model.show(told)
        self.strip.show_fronts(told)
        self.count.set_text(
            tr("Fronts ({number:,})", number=told.number) if told.number else tr("Fronts")
        )
        self.used.set_text(told.words)
        self.used.setVisible(bool(told.sources))
        for button in (self.add_files, self.add_folder):
            button.setEnabled(self._reader.writable)
        if not self.model.rowCount():
            self._say_nothing()
            return
        self.show_rows()
        row = None if self._current is None else self.model.row_of(self._current)
        if row is None:
            last = self.model.rowCount() - 1
            row = 0 if self._current is None else min(max(before, 0), last)
        self.go_quietly(row)
        self._show(row)

    def _say_nothing(self) -> None:
        if self._reader.running:
            title, words = tr("Reading…"), tr("The fronts of this project are read.")
        else:
            title = tr("No front yet")
            words = tr(
                "Without one there is no distance to a front. Add files of control areas or"
                " lines of contact, one for each day; or drop them on the window."
            )
        self.show_nothing(title, words)
        self._current = None

    def _choose(self, row: int) -> None:
        self._show(row)
        found = self.model.at(row)
        if found is not None and found[1] is not None and self.isVisible():
            self.day_wanted.emit(found[1].snapshot.as_of)

    def _show(self, row: int) -> None:
        found = self.model.at(row)
        if found is not None:
            self._current = self.model.key(row)
            source, snapshot = found
            self.card.show_row(source, snapshot, writable=self._reader.writable)
            if snapshot is not None:
                self._reader.tell_area(snapshot.snapshot, source.before(snapshot))

    def _go_to_day(self, source: str, day: dt.date) -> None:
        row = self.model.nearest(source, day)
        if row is not None:
            self.list.go_to(row)

    def _remove(self, row: SnapshotRow) -> None:
        self._reader.remove(row.snapshot.front_ids)
