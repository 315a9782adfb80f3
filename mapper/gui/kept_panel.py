"""The panel of kept measurements: a list in the order chosen, and a card with the current one."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QComboBox

from mapper.gui.kept_card import KeptCard
from mapper.gui.kept_model import ORDERS, KeptList, KeptModel
from mapper.gui.kept_work import KeptReader
from mapper.gui.list_panel import ListPanel, panel_row
from mapper.gui.theme import Colours
from mapper.gui.translation import tr


class KeptPanel(ListPanel):
    """Shows what a `KeptReader` tells.

    Signals
    -------
    shown(KeptRow)
        A measurement is to be shown on the map.
    copied(str)
        Something was put on the clipboard.
    """

    shown = pyqtSignal(object)
    copied = pyqtSignal(str)

    def __init__(self, reader: KeptReader, colours: Colours) -> None:
        super().__init__()
        self._reader = reader
        self._current: str | None = None
        self.model = KeptModel()
        self.list = KeptList(self.model, colours)
        self.card = KeptCard()
        self.order = QComboBox()
        self.order.setAccessibleName(tr("Order of the measurements"))
        for name, words in ORDERS.items():
            self.order.addItem(words, name)
        self.order.activated.connect(self._refresh)
        self.lay_out(self.list, self.card, rows=[panel_row((self.order, 0), (None, 1))])
        self.list.chosen.connect(self._choose)
        self.card.note_wanted.connect(reader.set_note)
        self.card.again_wanted.connect(reader.measure_again)
        self.card.delete_wanted.connect(lambda key: reader.delete([key]))
        self.card.shown.connect(self.shown)
        self.card.copied.connect(self.copied)
        self.follow(reader.changed, self._refresh)

    def go_to(self, measurement_id: str) -> None:
        """Make a measurement the current one."""
        row = self.model.row_of(measurement_id)
        if row is not None:
            self.list.go_to(row)

    def _refresh(self) -> None:
        told = self._reader.told
        before = self.list.currentIndex().row()
        self.model.show(told, str(self.order.currentData()))
        count = self.model.rowCount()
        self.order.setVisible(count > 1)
        self.count.set_text(
            tr("Measurements ({number:,})", number=count) if count else tr("Measurements")
        )
        if not count:
            self._current = None
            self.show_nothing(
                tr("Nothing kept yet"),
                tr(
                    "Keep in the details keeps the distance of an event. Measure on the map"
                    " (Ctrl+M), then Keep, keeps a line. Both are drawn on the map and exported."
                ),
            )
            return
        self.show_rows()
        row = None if self._current is None else self.model.row_of(self._current)
        if row is None:
            row = 0 if self._current is None else min(max(before, 0), count - 1)
        self.go_quietly(row)
        self._show(row)

    def _choose(self, row: int) -> None:
        self._show(row)
        found = self.model.at(row)
        if found is not None and self.isVisible():
            self.shown.emit(found)

    def _show(self, row: int) -> None:
        found = self.model.at(row)
        if found is not None:
            self._current = found.key
            self.card.show_row(found, writable=self._reader.writable)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            found = self.model.at(self.list.currentIndex().row())
            if found is not None:
                self.shown.emit(found)
            return
        super().keyPressEvent(event)
