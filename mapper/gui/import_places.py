"""Rows that name a place and have no coordinates: the person places them, or not."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mapper import gazetteer
from mapper.gui.import_columns import ChoiceDelegate
from mapper.gui.import_file import ImportFile
from mapper.gui.import_table import RIGHT, PlainTable, TitledModel
from mapper.gui.labels import TextLabel, plain_tip
from mapper.readers import Placed, PlaceWords

#: The two choices that are no place.
WITHOUT: Final = "without"
LEFT_OUT: Final = "left out"
_WORDS: Final = {WITHOUT: "Keep without a place", LEFT_OUT: "Leave out (listed as rejected)"}
_UNDECIDED: Final = "Choose a place…"
_CHOICE: Final = 4


class PlacesModel(TitledModel):
    """Distinct places of a file, the most frequent first, and what was chosen for each.

    Signals
    -------
    chosen()
        Something else was chosen.
    """

    titles = ("Place in the file", "Region", "Country", "Rows", "Lies at")

    chosen = pyqtSignal()

    def __init__(self, file: ImportFile) -> None:
        super().__init__()
        self._file = file
        self._rows = file.places_named
        self._words = sorted(self._rows, key=lambda words: (-self._rows[words], words))

    def candidates(self, row: int) -> list[gazetteer.Candidate]:
        """Return the places that a row may mean, as far as they have been looked up."""
        return (self._file.candidates or {}).get(self._words[row], [])

    def undecided(self) -> list[int]:
        """Return the rows for which nothing was chosen."""
        return [n for n, words in enumerate(self._words) if words not in self._file.place_choices]

    def choose(self, rows: list[int], value: Any) -> None:
        """Take one choice for several places."""
        for row in rows:
            self._file.place_choices[self._words[row]] = value
        self.refresh()
        self.chosen.emit()

    def refresh(self) -> None:
        """Show the choices anew."""
        if self._words:
            last = self.index(len(self._words) - 1, _CHOICE)
            self.dataChanged.emit(self.index(0, _CHOICE), last)

    def length(self) -> int:
        return len(self._words)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _CHOICE else flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        words, column = self._words[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(words, column)
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.EditRole and column == _CHOICE:
            return self._file.place_choices.get(words)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _CHOICE - 1:
            return RIGHT
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != _CHOICE:
            return False
        self.choose([index.row()], value)
        return True

    def _text(self, words: PlaceWords, column: int) -> str:
        if column < len(words):
            return words[column]
        if column == _CHOICE - 1:
            return f"{self._rows[words]:,}"
        choice = self._file.place_choices.get(words)
        if isinstance(choice, gazetteer.Candidate):
            return str(choice)
        if choice is not None:
            return _WORDS[choice]
        if self._file.candidates is None:
            return "Looking for it…"
        return _UNDECIDED if self._file.candidates.get(words) else "No such place known"


def placed(file: ImportFile) -> dict[PlaceWords, Placed | None]:
    """Return what was chosen for the places of a file, as a reader takes it."""
    found: dict[PlaceWords, Placed | None] = {}
    for words, choice in file.place_choices.items():
        if isinstance(choice, gazetteer.Candidate):
            name = str(choice).partition(" (pop.")[0]
            found[words] = Placed(choice.lon, choice.lat, choice.radius_m, name)
        elif choice == WITHOUT:
            found[words] = None
    return found


class _PlaceDelegate(ChoiceDelegate):
    """Chooses among the candidates of a place; none is chosen beforehand."""

    def options(self, index: QModelIndex) -> list[tuple[str, Any]]:
        model = index.model()
        assert isinstance(model, PlacesModel)
        return [
            *((str(candidate), candidate) for candidate in model.candidates(index.row())),
            *((words, value) for value, words in _WORDS.items()),
        ]


class PlacesPage(QWidget):
    """The places of one file.

    Signals
    -------
    placed(ImportFile)
        Something else was chosen for places of the file.
    """

    placed = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._file: ImportFile | None = None
        self._shown: object = None
        self.note = TextLabel()
        self.without = QPushButton("Keep without a place")
        self.left_out = QPushButton("Leave out")
        for button, value in ((self.without, WITHOUT), (self.left_out, LEFT_OUT)):
            button.setAutoDefault(False)
            button.setToolTip("The places selected, or else all that are undecided")
            button.clicked.connect(partial(self._choose_many, value))
        self.table = PlainTable("Places without coordinates")
        self.table.setItemDelegateForColumn(_CHOICE, _PlaceDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.clicked.connect(self._edit)
        rows = self.table.verticalHeader()
        assert rows is not None
        rows.setDefaultSectionSize(self.table.row_height + 6)
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.without)
        head.addWidget(self.left_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)

    @property
    def model(self) -> PlacesModel | None:
        """The places on show."""
        model = self.table.model()
        return model if isinstance(model, PlacesModel) else None

    def show_file(self, file: ImportFile) -> int:
        """Show the places of a file; return how many there are."""
        if file.places_named and self._shown is not file.places_named:
            self._file, self._shown = file, file.places_named
            model = PlacesModel(file)
            model.chosen.connect(self._chosen)
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
        what = (
            "1 row names a place and has" if rows == 1 else f"{rows:,} rows name a place and have"
        )
        text = f"{what} no coordinates."
        if undecided:
            text += " Say where each lies; what stays undecided is listed as rejected."
        self.note.set_text(text)

    def _edit(self, index: QModelIndex) -> None:
        if index.column() == _CHOICE:
            self.table.edit(index)

    def _choose_many(self, value: str, _checked: bool = False) -> None:
        model, selection = self.model, self.table.selectionModel()
        if model is None or selection is None:
            return
        rows = sorted({index.row() for index in selection.selectedRows()})
        if rows or (rows := model.undecided()):
            model.choose(rows, value)

    def _chosen(self) -> None:
        self._say()
        if self._file is not None:
            self.placed.emit(self._file)
