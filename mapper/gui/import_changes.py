"""What an import would change: field by field, before and after."""

from __future__ import annotations

from typing import Any

import pandas as pd
from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mapper.gui.import_file import ImportFile, field_words
from mapper.gui.import_table import PlainTable, TitledModel
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr, trn

_COLUMNS = ("title", "field", "before", "after")


class ChangesModel(TitledModel):
    """Rows of `Comparison.changes`; events edited here can be ticked to be taken.

    Signals
    -------
    ticked()
        Another set of edited events is to be taken.
    """

    titles = (tr("Event"), tr("Field"), tr("Now"), tr("In the file"))

    ticked = pyqtSignal()

    def __init__(self, changes: pd.DataFrame, overwrite: set[str]) -> None:
        super().__init__()
        self._changes = changes
        self._ids = changes["event_id"].tolist()
        self._edited = changes["edited"].to_numpy(dtype=bool)
        self._overwrite = overwrite

    def length(self) -> int:
        return len(self._changes)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        ticks = index.column() == 0 and self._edited[index.row()]
        return flags | Qt.ItemFlag.ItemIsUserCheckable if ticks else flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == 0 and self._edited[row]:
            taken = self._ids[row] in self._overwrite
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        value: Any = self._changes[_COLUMNS[column]].iat[row]
        if column == 1:
            text = field_words(str(value))
        elif pd.isna(value) or str(value) == "":
            text = tr("(empty)") if column > 1 else str(self._ids[row])
        else:
            text = " ".join(str(value).split())
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._edited[index.row()]:
            return False
        event_id = self._ids[index.row()]
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._overwrite.add(event_id)
        else:
            self._overwrite.discard(event_id)
        self.refresh()
        return True

    def refresh(self) -> None:
        """Show the ticks anew: one event may have several rows."""
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))
        self.ticked.emit()


class ChangesPage(QWidget):
    """The changes of one file.

    Signals
    -------
    ticked()
        Another set of edited events is to be taken.
    """

    ticked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._file: ImportFile | None = None
        self._shown: object = None
        self.note = TextLabel()
        self.all = QPushButton(tr("Take all from the file"))
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._take_all)
        self.table = PlainTable(tr("Changes"))
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)

    def show_file(self, file: ImportFile) -> int:
        """Show the changes of a file; return how many there are."""
        comparison = file.comparison
        if comparison is None:
            self._shown = None
            return 0
        number = len(comparison.changes) + int(comparison.more)
        if comparison is self._shown:
            return number
        self._file, self._shown = file, comparison
        model = ChangesModel(comparison.changes, file.overwrite)
        model.ticked.connect(self.ticked)
        self.table.show_model(model)
        header = self.table.horizontalHeader()
        assert header is not None
        header.setStretchLastSection(True)
        edited = len(comparison.edited)
        words = []
        if edited:
            words.append(
                trn(
                    "{number} event that you edited differs in the file. Yours is kept unless"
                    " ticked.",
                    "{number:,} events that you edited differ in the file. Yours are kept unless"
                    " ticked.",
                    edited,
                )
            )
        if comparison.more:
            words.append(
                tr(
                    "The first {number:,} of {of:,} changes are listed.",
                    number=len(comparison.changes),
                    of=number,
                )
            )
        self.note.set_text(" ".join(words))
        self.note.setVisible(bool(words))
        self.all.setVisible(edited > 0)
        return number

    def _take_all(self) -> None:
        model = self.table.model()
        if self._file is None or not isinstance(model, ChangesModel):
            return
        comparison = self._file.comparison
        edited = set() if comparison is None else set(comparison.edited)
        if edited <= self._file.overwrite:
            self._file.overwrite.clear()
        else:
            self._file.overwrite |= edited
        model.refresh()
