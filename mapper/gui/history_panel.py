"""The panel of the history: every step of the project, and a card with the chosen one."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QPushButton,
    QSizePolicy,
)

from mapper.gui import dialogs
from mapper.gui.edits import LeavableEdit
from mapper.gui.history_card import HistoryCard
from mapper.gui.history_list import HistoryList
from mapper.gui.history_model import HistoryModel
from mapper.gui.history_words import KINDS, label
from mapper.gui.history_work import MOST, HistoryReader
from mapper.gui.list_panel import ListPanel, panel_row
from mapper.gui.session import ProjectData, Session
from mapper.gui.theme import Colours
from mapper.gui.translation import tr

#: Typing is answered once it pauses this long.
_PAUSE_MS: Final = 180


class HistoryPanel(ListPanel):
    """Shows what a `HistoryReader` read; nothing is changed here.

    Signals
    -------
    event_wanted(str)
        The person chose a step of that event.
    """

    event_wanted = pyqtSignal(str)

    def __init__(self, reader: HistoryReader, session: Session, colours: Colours) -> None:
        super().__init__()
        self._reader = reader
        self._session = session
        self._current: int | None = None
        self.model = HistoryModel()
        self.list = HistoryList(self.model, colours)
        self.card = HistoryCard()
        self.export = QPushButton(tr("Export…"))
        self.export.setToolTip(tr("Save the whole history as a table, a line per field"))
        self.export.clicked.connect(self._export)
        self.search = LeavableEdit()
        self.search.setPlaceholderText(tr("Search the history"))
        self.search.setAccessibleName(tr("Search the history"))
        self.search.setClearButtonEnabled(True)
        self.search.left.connect(self.search.clear)
        self.search.down.connect(self.list.setFocus)
        self.kind, self.field = _choice(tr("Kind of step")), _choice(tr("Field that was changed"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._refresh)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.kind.activated.connect(self._refresh)
        self.field.activated.connect(self._refresh)
        self.lay_out(
            self.list,
            self.card,
            head=[self.export],
            rows=[
                panel_row((self.search, 1)),
                panel_row((self.kind, 1), (self.field, 1), below=4),
            ],
            card_height=240,
        )
        self.list.chosen.connect(self._choose)
        self.card.event_wanted.connect(self.event_wanted)
        self.follow(reader.changed, self._refresh)

    def _refresh(self) -> None:
        told = self._reader.told
        words = self.search.text().strip()
        kind, field = (str(box.currentData() or "") for box in (self.kind, self.field))
        self.model.show(told, words=words, kind=kind, field=field)
        _fill(self.kind, tr("All steps"), {k: KINDS[k] for k in KINDS}, self.model.kinds, kind)
        fields = self.model.fields
        _fill(self.field, tr("Any field"), {name: label(name) for name in fields}, fields, field)
        shown = self.model.rowCount()
        many = f"{len(told):,}" + ("+" if len(told) >= MOST else "")
        count = f"{shown:,} of {many}" if shown < len(told) else many
        self.count.set_text(
            tr("History ({count})", count=count) if self._reader.complete else tr("History")
        )
        self.count.setToolTip(tr("The newest; Export… has all") if len(told) >= MOST else "")
        self.export.setEnabled(bool(told))
        if shown:
            self.show_rows()
            row = None if self._current is None else self.model.row_of(self._current)
            self.go_quietly(row or 0)
            self._show(row or 0)
        else:
            self._say_nothing(filtered=bool(told))

    def _say_nothing(self, *, filtered: bool) -> None:
        if self._reader.running:
            title, words = tr("Reading…"), tr("The steps of this project are read.")
        elif filtered:
            title, words = tr("Nothing matches"), tr("No step passes the filter above.")
        else:
            title, words = (
                tr("Nothing yet"),
                tr("Imports and edits are listed here, and what was undone."),
            )
        self.show_nothing(title, words)

    def _choose(self, row: int) -> None:
        self._show(row)
        told = self.model.told(row)
        if told is None or not self.isVisible():
            return
        for event_id in told.event_ids:
            if self._title(event_id) is not None:
                self.event_wanted.emit(event_id)
                return

    def _show(self, row: int) -> None:
        told = self.model.told(row)
        if told is not None:
            self._current = told.entry.head.step
            self.card.show_step(told, self._title)

    def _title(self, event_id: str) -> str | None:
        data: ProjectData | None = self._session.data
        row = None if data is None else data.columns.row_of(event_id)
        return None if data is None or row is None else str(data.columns.title[row])

    def _export(self) -> None:
        data = self._session.data
        if data is not None:
            name = f"{data.title} history.csv"
            path = dialogs.ask_save(self, tr("Export history"), name, tr("CSV table (*.csv)"))
            if path is not None:
                self._reader.export(path)


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return box


def _fill(
    box: QComboBox, every: str, words: dict[str, str], counts: dict[str, int], chosen: str
) -> None:
    """Offer what there is, and what is chosen even if there is none of it now."""
    box.clear()
    box.addItem(every, "")
    for key, text in words.items():
        if counts.get(key) or key == chosen:
            box.addItem(f"{text} ({counts.get(key, 0):,})", key)
    if chosen and box.findData(chosen) < 0:
        box.addItem(f"{label(chosen)} (0)", chosen)
    box.setCurrentIndex(max(box.findData(chosen), 0))
