"""What merging a colleague's copy would do, row by row, and what is decided of conflicts."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QFont

from mapper.gui.import_file import field_words
from mapper.gui.import_table import TitledModel
from mapper.gui.labels import plain_tip
from mapper.gui.translation import tr
from mapper.model.schema import GEOMETRY
from mapper.project import CopyComparison
from mapper.project.entries import TABLE_WORDS
from mapper.project.threeway import Conflict

#: Columns of the comparison that stand side by side.
SIDES: Final = ("base", "ours", "theirs")
_OUTCOME: Final = 5
_LONGEST_TIP: Final = 2_000


class MergeModel(TitledModel):
    """Rows of `CopyComparison.changes`; conflicts can be ticked to have the copy's value.

    Signals
    -------
    ticked()
        Another conflict is to have the copy's value.
    """

    titles = (tr("Event"), tr("Field"), tr("Before"), tr("Here"), tr("In the copy"), tr("Outcome"))

    ticked = pyqtSignal()

    def __init__(self, told: CopyComparison) -> None:
        super().__init__()
        self._told = told
        self._conflicts = told.changes["conflict"].tolist()
        self._theirs: set[int] = set()

    @property
    def theirs(self) -> tuple[Conflict, ...]:
        """The conflicts that are to have the copy's value."""
        return tuple(self._told.conflicts[number] for number in sorted(self._theirs))

    def length(self) -> int:
        return len(self._told.changes)

    def is_conflict(self, row: int) -> bool:
        """Tell whether a row is to be decided."""
        return bool(self._conflicts[row] >= 0)

    def takes_theirs(self, row: int) -> bool:
        """Tell whether a row gets the copy's value."""
        return not self.is_conflict(row) or self._conflicts[row] in self._theirs

    def decide(self, row: int, *, theirs: bool) -> None:
        """Decide a conflict, with all rows that are decided with it."""
        (self._theirs.add if theirs else self._theirs.discard)(self._conflicts[row])
        self._refresh()

    def decide_all(self, *, theirs: bool) -> None:
        """Decide all conflicts, those too that are not listed."""
        self._theirs = set(range(len(self._told.conflicts))) if theirs else set()
        self._refresh()

    def title(self, row: int) -> str:
        """Return what a row is about: the event's title, or what a front is called."""
        title = self._cell(row, "title")
        if title is not None:
            return title
        table = str(self._cell(row, "table"))
        name = self._cell(row, "theirs") or self._cell(row, "ours")
        words = TABLE_WORDS[table].capitalize()
        return f"{words} {name}" if table != "events" and name else words

    def field(self, row: int) -> str:
        """Return which field, or what becomes of the whole row, in words."""
        table, name = str(self._cell(row, "table")), self._cell(row, "field")
        what = TABLE_WORDS[table]
        if name is not None:
            words = tr("Position") if name == GEOMETRY else field_words(name)
            return words if table == "events" else f"{what.capitalize()}: {words.lower()}"
        if self.is_conflict(row):
            conflict = self._told.conflicts[self._conflicts[row]]
            itself = (conflict.table, conflict.key) == (table, self._cell(row, "key"))
            return tr("Whole {what}", what=what) if itself else tr("Its {what}", what=what)
        change = {"added": tr("New"), "deleted": tr("Deleted")}[str(self._cell(row, "change"))]
        return f"{change} {what}"

    def side(self, row: int, name: str) -> str:
        """Return the value on one of `SIDES` in words."""
        value = self._cell(row, name)
        if value is not None:
            return value
        if self._cell(row, "field") is not None:
            return tr("(empty)")
        if not self.is_conflict(row) or name == "base":
            return ""
        return tr("(deleted)") if self._cell(row, "base") is not None else tr("(not there)")

    def outcome(self, row: int) -> str:
        """Return whose value a row gets, in words."""
        return tr("From the copy") if self.takes_theirs(row) else tr("Stays as here")

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        ticks = index.column() == 0 and self.is_conflict(index.row())
        return flags | Qt.ItemFlag.ItemIsUserCheckable if ticks else flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == 0 and self.is_conflict(row):
            taken = self.takes_theirs(row)
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.FontRole and column == _OUTCOME and self.is_conflict(row):
            font = QFont()
            font.setBold(True)
            return font
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if column == 0:
            text = self.title(row)
        elif column == 1:
            text = self.field(row)
        elif column == _OUTCOME:
            text = self.outcome(row)
        else:
            text = self.side(row, SIDES[column - 2])
        text = " ".join(text.split())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return plain_tip(text[:_LONGEST_TIP]) if text else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.is_conflict(index.row()):
            return False
        self.decide(index.row(), theirs=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _cell(self, row: int, name: str) -> str | None:
        value: Any = self._told.changes[name].iat[row]
        return None if pd.isna(value) else str(value)

    def _refresh(self) -> None:
        if self.length():
            self.dataChanged.emit(self.index(0, 0), self.index(self.length() - 1, _OUTCOME))
        self.ticked.emit()
