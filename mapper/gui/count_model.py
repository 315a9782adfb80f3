"""The model of the table of counts, sorted by any column."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QModelIndex, Qt

from mapper.export.countsheet import people_in_words
from mapper.gui.count_words import GROUPING_WORDS
from mapper.gui.distance_rows import Look
from mapper.gui.facet_words import spelt_words
from mapper.gui.labels import plain_tip
from mapper.gui.sorted_rows import SortedRows
from mapper.gui.table_heads import head, side
from mapper.gui.translation import tr, whole_number
from mapper.model.counting import PEOPLE, PERIODS, Counts

LOOKS: Final = (
    Look("group", "", tr("What is counted together"), 19),
    Look("events", tr("Events"), tr("Events of the filter"), 7, True),
    Look("incidents", tr("Incidents"), tr("Salvos, and events that belong to none"), 9, True),
    Look("killed", tr("Killed"), tr("People killed, of incidents with a number"), 17, True),
    Look("killed_unknown", tr("Unknown"), tr("Incidents without a number of killed"), 8, True),
    Look("injured", tr("Injured"), tr("People injured, of incidents with a number"), 11, True),
    Look("injured_unknown", tr("Unknown"), tr("Incidents without a number of injured"), 8, True),
)
KEYS: Final = tuple(look.key for look in LOOKS)
_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()


class CountModel(SortedRows):
    """Rows of `Counts`; the order is kept when other counts of the same groups come."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counts | None = None

    def show(self, counts: Counts | None) -> None:
        """Show these counts in place of the earlier ones."""
        self.beginResetModel()
        if counts is None or self.counts is None or counts.by != self.counts.by:
            self._sorting = None
        self.counts = counts
        self._arrange()
        self.endResetModel()

    def group(self, position: int) -> str:
        """Return the value of the group at a position."""
        assert self.counts is not None
        return str(self.counts.table["group"].iloc[self._order[position]])

    def cell(self, key: str, position: int) -> str:
        """Return the text of a cell."""
        assert self.counts is not None
        at = int(self._order[position])
        if key == "group":
            return self.counts.label(self.group(position))
        if key in PEOPLE:
            return people_in_words(self.counts.table.iloc[at].to_dict(), key)
        return whole_number(int(self.counts.table[key].iloc[at]))

    def texts(self, first: int, last: int, keys: list[str]) -> list[list[str]]:
        """Return the cells of rows first to last, both included."""
        return [[self.cell(key, at) for key in keys] for at in range(first, last + 1)]

    def header(self, key: str) -> str:
        """Return the header of a column as it is copied."""
        if key == "group":
            return "" if self.counts is None else GROUPING_WORDS[self.counts.by]
        words = {
            "killed_unknown": tr("Killed unknown"),
            "injured_unknown": tr("Injured unknown"),
        }
        return words.get(key) or LOOKS[KEYS.index(key)].header

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(LOOKS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        look = LOOKS[section]
        if role == _ROLE.DisplayRole and not look.header:
            return self.header(look.key)
        return head(look, role)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        if self.counts is None or not index.isValid():
            return None
        look = LOOKS[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return side(look)
        if role == _ROLE.DisplayRole:
            return self.cell(look.key, index.row())
        if role == _ROLE.AccessibleTextRole:
            return f"{self.header(look.key)}: {self.cell(look.key, index.row())}"
        if role == _ROLE.ToolTipRole:
            text = self.cell(look.key, index.row())
            if look.key == "group":
                written = self.counts.spellings.get(self.group(index.row()), ())
                text = spelt_words(text, written) or text
            return plain_tip(text)
        return None

    def _count(self) -> int:
        return 0 if self.counts is None else len(self.counts.table)

    def _values(self, section: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        assert self.counts is not None
        table, key = self.counts.table, KEYS[section]
        if key == "group":
            unknown = (table["group"] == "").to_numpy(bool)
            if self.counts.by in PERIODS:
                return np.arange(len(table)), unknown
            labels = [self.counts.label(group).casefold() for group in table["group"]]
            return np.asarray(labels, dtype="U"), unknown
        if key in PEOPLE:
            low, best, high = (
                table[f"{key}_{part}"].to_numpy(dtype=float, na_value=np.nan)
                for part in ("min", "best", "max")
            )
            size = np.where(np.isnan(best), np.fmax(low, high), best)
            return np.nan_to_num(size), np.isnan(size)
        return table[key].to_numpy(dtype=np.int64), np.zeros(len(table), dtype=bool)
