"""What was chosen for the places of rows without coordinates, as a table and for the reader."""

from __future__ import annotations

from typing import Any, Final

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal

from mapper import gazetteer
from mapper.gui.import_columns import ChoiceDelegate
from mapper.gui.import_file import ImportFile
from mapper.gui.import_table import RIGHT, TitledModel
from mapper.gui.labels import plain_tip
from mapper.gui.translation import tr
from mapper.readers import Placed, PlaceWords

#: The two choices that are no place.
WITHOUT: Final = "without"
LEFT_OUT: Final = tr("left out")
_WORDS: Final = {
    WITHOUT: tr("Keep without a place"),
    LEFT_OUT: tr("Leave out (listed as rejected)"),
}
_UNDECIDED: Final = tr("Choose a place…")
_ELSEWHERE: Final = "elsewhere"
#: The column of the choice.
CHOICE: Final = 4


class PlacesModel(TitledModel):
    """Distinct places of a file, the most frequent first, and what was chosen for each.

    Signals
    -------
    chosen()
        Something else was chosen.
    search_wanted(int)
        The place of a row is to be looked up under another name.
    """

    titles = (tr("Place in the file"), tr("Region"), tr("Country"), tr("Rows"), tr("Lies at"))

    chosen = pyqtSignal()
    search_wanted = pyqtSignal(int)

    def __init__(self, file: ImportFile) -> None:
        super().__init__()
        self._file = file
        self._rows = file.places_named
        self._words = sorted(self._rows, key=lambda words: (-self._rows[words], words))

    def candidates(self, row: int) -> list[gazetteer.Candidate]:
        """Return the places that a row may mean, as far as they have been looked up."""
        return (self._file.candidates or {}).get(self._words[row], [])

    def words(self, row: int) -> PlaceWords:
        """Return what the rows of the file say of their place."""
        return self._words[row]

    def rows_of(self, row: int) -> int:
        """Return how many rows of the file say so."""
        return self._rows[self._words[row]]

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
            last = self.index(len(self._words) - 1, CHOICE)
            self.dataChanged.emit(self.index(0, CHOICE), last)

    def length(self) -> int:
        return len(self._words)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == CHOICE else flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        words, column = self._words[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(words, column)
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.EditRole and column == CHOICE:
            return self._file.place_choices.get(words)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == CHOICE - 1:
            return RIGHT
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != CHOICE:
            return False
        if value == _ELSEWHERE:
            self.search_wanted.emit(index.row())
        else:
            self.choose([index.row()], value)
        return True

    def _text(self, words: PlaceWords, column: int) -> str:
        if column < len(words):
            return words[column]
        if column == CHOICE - 1:
            return f"{self._rows[words]:,}"
        choice = self._file.place_choices.get(words)
        if isinstance(choice, gazetteer.Candidate):
            return str(choice)
        if isinstance(choice, Placed):
            return choice.name
        if choice is not None:
            return _WORDS[choice]
        if self._file.candidates is None:
            return tr("Looking for it…")
        return _UNDECIDED if self._file.candidates.get(words) else tr("No such place known")


def placed(file: ImportFile) -> dict[PlaceWords, Placed | None]:
    """Return what was chosen for the places of a file, as a reader takes it."""
    found: dict[PlaceWords, Placed | None] = {}
    for words, choice in file.place_choices.items():
        if isinstance(choice, gazetteer.Candidate):
            name = str(choice).partition(" (pop.")[0]
            found[words] = Placed(choice.lon, choice.lat, choice.radius_m, name)
        elif isinstance(choice, Placed):
            found[words] = choice
        elif choice == WITHOUT:
            found[words] = None
    return found


class PlaceDelegate(ChoiceDelegate):
    """Chooses among the candidates of a place; none is chosen beforehand."""

    def options(self, index: QModelIndex) -> list[tuple[str, Any]]:
        model = index.model()
        assert isinstance(model, PlacesModel)
        spots = [(str(candidate), candidate) for candidate in model.candidates(index.row())]
        chosen = index.data(Qt.ItemDataRole.EditRole)
        own = chosen not in (None, *_WORDS, *(spot for _, spot in spots))
        return [
            *([(str(index.data()), chosen)] if own else []),
            *spots,
            (tr("Another name, or coordinates…"), _ELSEWHERE),
            *((words, value) for value, words in _WORDS.items()),
        ]
