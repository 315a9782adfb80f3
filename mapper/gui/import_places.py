"""Rows that name a place and have no coordinates: the person places them, or not."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mapper.gui.import_file import ImportFile
from mapper.gui.import_place_choices import (
    CHOICE,
    LEFT_OUT,
    WITHOUT,
    PlaceDelegate,
    PlacesModel,
)
from mapper.gui.import_search import PlaceSearch, Spots
from mapper.gui.import_table import PlainTable
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn


class PlacesPage(QWidget):
    """The places of one file.

    Signals
    -------
    placed(ImportFile)
        Something else was chosen for places of the file.
    searched(tuple, str, bool)
        Words of rows, what the person wrote for them, and whether it was entered or
        is still being written; answered by `show_spots`.
    """

    placed = pyqtSignal(object)
    searched = pyqtSignal(object, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._file: ImportFile | None = None
        self._shown: object = None
        self.note = TextLabel()
        self.look_up = QPushButton(tr("Look up…"))
        self.look_up.setToolTip(tr("Place the rows selected by another name, or by coordinates"))
        self.look_up.setAutoDefault(False)
        self.look_up.clicked.connect(lambda: self._open_search())
        self.search = PlaceSearch()
        self.search.searched.connect(self._search)
        self.search.chosen.connect(self._place)
        self.search.left.connect(self._close_search)
        self._sought: list[int] = []
        self.without = QPushButton(tr("Keep without a place"))
        self.left_out = QPushButton(tr("Leave out"))
        for button, value in ((self.without, WITHOUT), (self.left_out, LEFT_OUT)):
            button.setAutoDefault(False)
            button.setToolTip(tr("The places selected, or else all that are undecided"))
            button.clicked.connect(partial(self._choose_many, value))
        self.table = PlainTable(tr("Places without coordinates"))
        self.table.setItemDelegateForColumn(CHOICE, PlaceDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.clicked.connect(self._edit)
        rows = self.table.verticalHeader()
        assert rows is not None
        rows.setDefaultSectionSize(self.table.row_height + 6)
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.look_up)
        head.addWidget(self.without)
        head.addWidget(self.left_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.search)

    @property
    def model(self) -> PlacesModel | None:
        """The places on show."""
        model = self.table.model()
        return model if isinstance(model, PlacesModel) else None

    def show_file(self, file: ImportFile) -> int:
        """Show the places of a file; return how many there are."""
        if file.places_named and self._shown is not file.places_named:
            self._file, self._shown = file, file.places_named
            self.search.close_search()
            model = PlacesModel(file)
            model.chosen.connect(self._chosen)
            model.search_wanted.connect(self._open_search)
            self.table.show_model(model)
            header = self.table.horizontalHeader()
            assert header is not None
            header.setStretchLastSection(True)
        elif self.model is not None:
            self.model.refresh()
        self._say()
        return len(file.places_named)

    def _say(self) -> None:
        if self._file is None or self.model is None:
            return
        rows = sum(self._file.places_named.values())
        undecided = len(self.model.undecided())
        parts = [
            trn(
                "{number} row names a place and has no coordinates.",
                "{number:,} rows name a place and have no coordinates.",
                rows,
            )
        ]
        if undecided:
            parts.append(tr("Say where each lies; what stays undecided is listed as rejected."))
        self.note.set_text(" ".join(parts))

    def _edit(self, index: QModelIndex) -> None:
        if index.column() == CHOICE:
            self.table.edit(index)

    def _selected(self) -> list[int]:
        selection = self.table.selectionModel()
        return [] if selection is None else sorted({i.row() for i in selection.selectedRows()})

    def _choose_many(self, value: str, _checked: bool = False) -> None:
        model = self.model
        if model is None:
            return
        rows = self._selected()
        if rows or (rows := model.undecided()):
            model.choose(rows, value)

    # Another name, or coordinates

    def _open_search(self, row: int | None = None) -> None:
        model, rows = self.model, self._selected()
        if model is None:
            return
        if row is not None and row not in rows:
            rows = [row]
        self._sought = rows or model.undecided()[:1]
        if not self._sought:
            return
        number = sum(model.rows_of(one) for one in self._sought)
        named = ", ".join(filter(None, model.words(self._sought[0])))
        more = len(self._sought) - 1
        rows_words = trn("{number:,} row", "{number:,} rows", number)
        self.search.open(
            tr(
                "Where do “{named}” and {more:,} more lie? ({rows})",
                named=named,
                more=more,
                rows=rows_words,
            )
            if more
            else tr("Where does “{named}” lie? ({rows})", named=named, rows=rows_words)
        )
        self.table.scrollTo(model.index(self._sought[0], 0))

    def _close_search(self) -> None:
        self.search.close_search()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search(self, text: str, entered: bool) -> None:
        model = self.model
        if model is not None and self._sought:
            self.searched.emit(model.words(self._sought[0]), text, entered)

    def show_spots(self, text: str, found: Spots) -> None:
        """Show what the person's words may mean, unless others are written by now."""
        self.search.show_spots(text, found)

    def _place(self, spot: object) -> None:
        model = self.model
        self._close_search()
        if model is not None:
            model.choose(self._sought, spot)

    def _chosen(self) -> None:
        self._say()
        if self._file is not None:
            self.placed.emit(self._file)
