"""The steps of the history as rows of a list, narrowed by words, kind and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from PyQt6.QtCore import QAbstractListModel, QModelIndex, Qt

from mapper.gui.history_words import KINDS, Told
from mapper.gui.labels import plain_tip
from mapper.gui.translation import tr

_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()
#: Roles of this model: when it was, what it did, whether it was undone.
WHEN, BELOW, STATE = (_ROLE.UserRole + number for number in range(3))


class HistoryModel(QAbstractListModel):
    """The newest step first."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Told] = ()
        self._shown: list[Told] = []

    def show(
        self, told: Sequence[Told], *, words: str = "", kind: str = "", field: str = ""
    ) -> None:
        """Show the steps that hold all words, and are of a kind or about a field, if given."""
        wanted = words.lower().split()
        self.beginResetModel()
        self._all = told
        self._shown = [
            one
            for one in told
            if all(word in one.haystack for word in wanted)
            and (not kind or one.is_kind(kind))
            and (not field or field in one.entry.fields)
        ]
        self.endResetModel()

    @property
    def kinds(self) -> dict[str, int]:
        """How many steps there are of each kind, whatever is shown."""
        return {kind: sum(one.is_kind(kind) for one in self._all) for kind in KINDS}

    @property
    def fields(self) -> dict[str, int]:
        """How many steps changed each field, whatever is shown; the most frequent first."""
        return dict(Counter(name for one in self._all for name in one.entry.fields).most_common())

    def told(self, row: int) -> Told | None:
        """Return the step in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, step: int) -> int | None:
        """Return the row of a step, if it is shown."""
        for row, one in enumerate(self._shown):
            if one.entry.head.step == step:
                return row
        return None

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        told = self.told(index.row()) if index.isValid() else None
        if told is None:
            return None
        name = told.entry.head.name
        if role == _ROLE.DisplayRole:
            return name
        if role == WHEN:
            return told.when
        if role == BELOW:
            return f"{told.state.capitalize()}. {told.below}" if told.state else told.below
        if role == STATE:
            return told.entry.head.state
        if role == _ROLE.ToolTipRole:
            return plain_tip(
                tr("{name}, {when} UTC: {below}", name=name, when=told.when, below=told.below)
            )
        if role == _ROLE.AccessibleTextRole:
            return ", ".join(part for part in (name, told.when, told.state, told.below) if part)
        return None
