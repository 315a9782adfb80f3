"""The list of files of an import, with the state of each, and below a ZIP those inside."""

from __future__ import annotations

from typing import Any, Final

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView

from mapper.gui.import_file import ASKING, LEFT_OUT, UNREADABLE, ImportFile
from mapper.gui.import_table import RIGHT, PlainTable, TitledModel
from mapper.gui.labels import plain_tip
from mapper.gui.theme import DARK, LIGHT
from mapper.gui.translation import tr

_FIRST_COUNT: Final = 3
#: Counts that are mostly zero: updated, unchanged, ignored.
_SELDOM: Final = (4, 5, 7)
_INDENT: Final = "\u2003"
_MOST_ROWS_SHOWN: Final = 5


class FilesModel(TitledModel):
    """The files as rows; the first column is ticked for those to be imported."""

    titles = (
        *(tr("File"), tr("Read as"), tr("State")),
        *(tr("New"), tr("Updated"), tr("Unchanged"), tr("Rejected"), tr("Ignored")),
    )
    numbers = frozenset(range(_FIRST_COUNT, len(titles)))

    wanted_changed = pyqtSignal()
    #: A file, the name of one inside it, and whether that is to be read.
    wanted_inside = pyqtSignal(object, str, bool)

    def __init__(self, files: list[ImportFile]) -> None:
        super().__init__()
        self._files = files
        #: A file, and the name of one inside it or "".
        self._shown: list[tuple[ImportFile, str]] = []
        self.refresh()

    def file(self, row: int) -> ImportFile | None:
        """Return the file of a row."""
        return self._shown[row][0] if 0 <= row < len(self._shown) else None

    def inside(self, row: int) -> str:
        """Return the name of the file inside it that a row stands for, else ""."""
        return self._shown[row][1] if 0 <= row < len(self._shown) else ""

    def row_of(self, file: ImportFile, inside: str = "") -> int:
        """Return the row of a file, -1 if it is not listed."""
        at = (file, inside)
        return self._shown.index(at) if at in self._shown else -1

    @property
    def is_stale(self) -> bool:
        """Whether other files are to be listed than are."""
        return self._shown != self._wanted()

    def refresh(self) -> None:
        """Take the files anew."""
        self.beginResetModel()
        self._shown = self._wanted()
        self.endResetModel()

    def touch(self, file: ImportFile) -> None:
        """Show what has changed of one file."""
        row = self.row_of(file)
        if row >= 0:
            last = row + len(file.inside)
            self.dataChanged.emit(self.index(row, 0), self.index(last, len(self.titles) - 1))

    def _wanted(self) -> list[tuple[ImportFile, str]]:
        return [
            (file, name)
            for file in self._files
            for name in ("", *(inner.name for inner in file.inside))
        ]

    def length(self) -> int:
        return len(self._shown)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        file, inside = self._shown[index.row()]
        if index.column() == 0 and _can_be_read(file, inside):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        (file, inside), column = self._shown[index.row()], index.column()
        if inside:
            return _of_inside(file, inside, column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(file, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            taken = file.wanted and file.state != "failed"
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            asked = str(file.questions[0]) if file.questions else ""
            words = {0: str(file.file), 2: file.error or asked}.get(column)
            return plain_tip(words) if words else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.numbers:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(file, column)
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        file, inside = self._shown[index.row()]
        ticks = index.column() == 0 and _can_be_read(file, inside)
        if role != Qt.ItemDataRole.CheckStateRole or not ticks:
            return False
        if inside:
            self.wanted_inside.emit(file, inside, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        file.wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(index, index)
        self.wanted_changed.emit()
        return True

    def _text(self, file: ImportFile, column: int) -> str:
        if column == 0:
            return file.file.name
        if column == 1:
            return file.title
        if column == 2:
            return file.state_words
        counts = file.counts
        if counts is None:
            return ""
        numbers = (counts.accepted, counts.updated, counts.unchanged, file.rejected, file.ignored)
        return f"{numbers[column - _FIRST_COUNT]:,}"

    def counts_any(self, column: int) -> bool:
        """Whether a column of counts has another number than zero."""
        return any(self._text(file, column) not in ("", "0") for file in self._files)

    def _colour(self, file: ImportFile, column: int) -> QColor | None:
        colours = _colours()
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


def _can_be_read(file: ImportFile, inside: str) -> bool:
    return not file.error_inside(inside) if inside else file.state != "failed"


def _of_inside(file: ImportFile, name: str, column: int, role: int) -> Any:
    """Return what the row of a file inside another shows."""
    state = file.words_inside(name)
    look = file.looks().get(name)
    if role == Qt.ItemDataRole.DisplayRole:
        title = "" if look is None else look.title
        return {0: _INDENT + name, 1: title, 2: state}.get(column, "")
    if role == Qt.ItemDataRole.CheckStateRole and column == 0:
        taken = state not in (LEFT_OUT, UNREADABLE)
        return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
    if role == Qt.ItemDataRole.ToolTipRole:
        asked = next((str(one) for one in file.questions if one.inside == name), "")
        words = {0: name, 2: asked or file.error_inside(name)}.get(column)
        return plain_tip(words) if words else None
    if role == Qt.ItemDataRole.ForegroundRole and column == 2:
        if state == UNREADABLE:
            return QColor(_colours().danger)
        return QColor(_colours().undecided) if state == ASKING else None
    return None


def _colours() -> Any:
    dark = QGuiApplication.palette().window().color().lightness() < 128
    return DARK if dark else LIGHT


class FileList(PlainTable):
    """Shows the files; one is current.

    Signals
    -------
    chosen(ImportFile)
        Another file is current, or another of those inside it is `ImportFile.shown`.
    """

    chosen = pyqtSignal(object)

    def __init__(self, files: list[ImportFile]) -> None:
        super().__init__(tr("Files"))
        self.files = FilesModel(files)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.show_model(self.files)
        header = self.horizontalHeader()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        digit = self.fontMetrics().horizontalAdvance("0")
        for section, characters in ((1, 20), (2, 18)):
            header.resizeSection(section, digit * characters)
        # Names of the files of a series differ at their ends.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._hide_empty()
        # As wide as what they say: a number is never cut, and in a small window the name of the
        # file needs the room.
        for section in range(_FIRST_COUNT, len(FilesModel.titles)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)

    @property
    def file(self) -> ImportFile | None:
        """The current file."""
        return self.files.file(self.currentIndex().row())

    def _hide_empty(self) -> None:
        """Show no column of zeros but those of what is new and of what is rejected."""
        for section in _SELDOM:
            self.setColumnHidden(section, not self.files.counts_any(section))

    @property
    def stands_on_nothing(self) -> bool:
        """Whether the current file is one that cannot be read."""
        return self.file is None or self.file.state_words == UNREADABLE

    def refresh(self) -> None:
        """Show all files anew; the current one stays."""
        before = self.file
        self.files.refresh()
        rows = min(max(self.files.rowCount(), 1), _MOST_ROWS_SHOWN)
        header = self.horizontalHeader()
        assert header is not None
        self._hide_empty()
        self.setFixedHeight(rows * self.row_height + header.sizeHint().height() + 4)
        row = -1 if before is None else self.files.row_of(before, before.shown)
        if before is not None and row < 0:
            row = self.files.row_of(before)
        if self.files.rowCount():
            self.setCurrentIndex(self.files.index(max(row, 0), 0))

    def touch(self, file: ImportFile) -> None:
        """Show what has changed of a file, and the files that were found inside it."""
        if self.files.is_stale:
            self.refresh()
        else:
            self.files.touch(file)
            self._hide_empty()

    def follow(self, file: ImportFile) -> None:
        """Make current what is on show of a file."""
        row = self.files.row_of(file, file.shown)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self.files.index(row, 0))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        file = self.files.file(current.row())
        if file is not None and current.row() != previous.row():
            file.shown = self.files.inside(current.row())
            self.chosen.emit(file)
