"""The snapshots of fronts as rows of a list, below the source they are of."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from PyQt6.QtCore import QAbstractListModel, QModelIndex, Qt

from mapper.gui.day_words import write_day
from mapper.gui.front_words import FrontsTold, SnapshotRow, SourceRow
from mapper.gui.labels import plain_tip
from mapper.gui.translation import tr

_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()
#: Roles of this model: the second line, a mark on the right, whether it is a source.
BELOW, MARK, IS_SOURCE = (_ROLE.UserRole + number for number in range(3))


class FrontsModel(QAbstractListModel):
    """A row per source, and after it a row per snapshot, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[SourceRow, SnapshotRow | None]] = []

    def show(self, told: FrontsTold) -> None:
        """Show the fronts of a project."""
        self.beginResetModel()
        self._rows = []
        for source in told.sources:
            self._rows.append((source, None))
            self._rows += [(source, row) for row in source.rows]
        self.endResetModel()

    def at(self, row: int) -> tuple[SourceRow, SnapshotRow | None] | None:
        """Return the source and the snapshot of a row; no snapshot for a row of a source."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: tuple[str, ...]) -> int | None:
        """Return the row of what has a key (see `key`)."""
        for number in range(len(self._rows)):
            if self.key(number) == key:
                return number
        return None

    def key(self, row: int) -> tuple[str, ...]:
        """Return what a row is known by after a change."""
        source, snapshot = self._rows[row]
        if snapshot is None:
            return (source.name,)
        one = snapshot.snapshot
        return (source.name, one.kind, one.as_of.isoformat())

    def nearest(self, source: str, day: dt.date) -> int | None:
        """Return the row of a source's snapshot that is nearest to a day."""
        rows = [
            (abs((snapshot.snapshot.as_of - day).days), number)
            for number, (owner, snapshot) in enumerate(self._rows)
            if snapshot is not None and owner.name == source
        ]
        return min(rows)[1] if rows else None

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        found = self.at(index.row()) if index.isValid() else None
        if found is None:
            return None
        source, snapshot = found
        first = source.name if snapshot is None else write_day(snapshot.snapshot.as_of)
        below = source.below if snapshot is None else snapshot.below
        mark = tr("used") if snapshot is not None and snapshot.used else ""
        if role == _ROLE.DisplayRole:
            return first
        if role == BELOW:
            return below
        if role == MARK:
            return mark
        if role == IS_SOURCE:
            return snapshot is None
        if role == _ROLE.ToolTipRole:
            return plain_tip(f"{first}: {below}")
        if role == _ROLE.AccessibleTextRole:
            return ", ".join(part for part in (first, mark, below) if part)
        return None
