"""The list of files of an import, with the state of each."""

from __future__ import annotations

from typing import Any, Final

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView

from mapper.gui.import_file import ImportFile
from mapper.gui.import_table import RIGHT, PlainTable, TitledModel
from mapper.gui.labels import plain_tip
from mapper.gui.theme import DARK, LIGHT

_FIRST_COUNT: Final = 3
_MOST_ROWS_SHOWN: Final = 5


class FilesModel(TitledModel):
    """The files as rows; the first column is ticked for those to be imported."""

    titles = (
        *("File", "Read as", "State"),
        *("New", "Updated", "Unchanged", "Rejected", "Ignored"),
    )
    numbers = frozenset(range(_FIRST_COUNT, len(titles)))

    wanted_changed = pyqtSignal()

    def __init__(self, files: list[ImportFile]) -> None:
        super().__init__()
        self._files = files
        self._shown = list(files)

    def file(self, row: int) -> ImportFile | None:
        """Return the file of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, file: ImportFile) -> int:
        """Return the row of a file, -1 if it is not listed."""
        return self._shown.index(file) if file in self._shown else -1

    def refresh(self) -> None:
        """Take the files anew."""
        self.beginResetModel()
        self._shown = list(self._files)
        self.endResetModel()

    def touch(self, file: ImportFile) -> None:
        """Show what has changed of one file."""
        row = self.row_of(file)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.titles) - 1))

    def length(self) -> int:
        return len(self._shown)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == 0 and self._shown[index.row()].state != "failed":
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file, column = self._shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(file, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            taken = file.wanted and file.state != "failed"
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            words = {0: str(file.file), 2: file.error or str(file.question or "")}.get(column)
            return plain_tip(words) if words else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.numbers:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(file, column)
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        file = self._shown[index.row()]
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0 or file.state == "failed":
            return False
        file.wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(index, index)
        self.wanted_changed.emit()
        return True

    def _text(self, file: ImportFile, column: int) -> str:
        if column == 0:
            return file.file.name
        if column == 1:
            return "" if file.look is None else file.look.title
        if column == 2:
            return file.state_words
        counts = file.counts
        if counts is None:
            return ""
        numbers = (counts.accepted, counts.updated, counts.unchanged, file.rejected, file.ignored)
        return f"{numbers[column - _FIRST_COUNT]:,}"

    def _colour(self, file: ImportFile, column: int) -> QColor | None:
        dark = QGuiApplication.palette().window().color().lightness() < 128
        colours = DARK if dark else LIGHT
        if column == 2 and file.state == "failed":
            return QColor(colours.danger)
        if column == 2 and file.state == "asking":
            return QColor(colours.undecided)
        if column == 2 and file.state == "ready" and file.has_something:
            return QColor(colours.agrees)
        if column == 6 and file.rejected:
            return QColor(colours.danger)
        if column >= _FIRST_COUNT and self._text(file, column) == "0":
            return QColor(colours.muted)
        return None


class FileList(PlainTable):
    """Shows the files; one is current.

    Signals
    -------
    chosen(ImportFile)
        Another file is current.
    """

    chosen = pyqtSignal(object)

    def __init__(self, files: list[ImportFile]) -> None:
        super().__init__("Files")
        self.files = FilesModel(files)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.show_model(self.files)
        header = self.horizontalHeader()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        digit = self.fontMetrics().horizontalAdvance("0")
        for section, characters in ((1, 26), (2, 19)):
            header.resizeSection(section, digit * characters)
        for section in range(_FIRST_COUNT, len(FilesModel.titles)):
            header.resizeSection(section, digit * 11)

    @property
    def file(self) -> ImportFile | None:
        """The current file."""
        return self.files.file(self.currentIndex().row())

    def refresh(self) -> None:
        """Show all files anew; the current one stays."""
        before = self.file
        self.files.refresh()
        rows = min(max(self.files.rowCount(), 1), _MOST_ROWS_SHOWN)
        header = self.horizontalHeader()
        assert header is not None
        self.setFixedHeight(rows * self.row_height + header.sizeHint().height() + 4)
        row = -1 if before is None else self.files.row_of(before)
        if self.files.rowCount():
            self.setCurrentIndex(self.files.index(max(row, 0), 0))

    def go_to(self, file: ImportFile) -> None:
        """Make a file current."""
        self.setCurrentIndex(self.files.index(self.files.row_of(file), 0))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        file = self.files.file(current.row())
        if file is not None and current.row() != previous.row():
            self.chosen.emit(file)
