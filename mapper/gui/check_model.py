"""Findings as rows of a list: a head per rule, its findings below it, ticks beside them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from PyQt6.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal

from mapper import checks
from mapper.gui.check_work import Findings
from mapper.gui.labels import plain_tip
from mapper.gui.translation import tr

_ROLE: Final = Qt.ItemDataRole
_NO_PARENT: Final = QModelIndex()
#: Roles of this model: the event's title, its days, whether a row is a rule's head.
TITLE, DAYS, IS_HEAD = (_ROLE.UserRole + number for number in range(3))

_RULES: Final = tuple(checks.RULES)


class FindingsModel(QAbstractListModel):
    """Open findings by rule, or the dismissed ones.

    Signals
    -------
    ticked()
        Other findings are ticked than before.
    """

    ticked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._findings: Findings | None = None
        self._order: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        #: What stands in each row: a finding's number, or -1 - the rule's.
        self._lines: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._rule_of: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._ticks: npt.NDArray[np.bool_] = np.empty(0, dtype=np.bool_)
        self._folded: set[int] = set()
        #: Findings of each rule shown, whatever is folded.
        self.counts: dict[str, int] = {}

    def show(self, findings: Findings | None, *, rule: str = "", dismissed: bool = False) -> None:
        """Show findings of one rule, or of all; ticks are kept by event and rule."""
        ticked = self._ticked_keys()
        self.beginResetModel()
        self._findings = findings
        self.counts = {}
        if findings is None:
            self._order = self._rule_of = np.empty(0, dtype=np.intp)
        else:
            self._rule_of = findings.rules
            chosen = ~findings.open if dismissed else findings.open
            self.counts = {
                _RULES[number]: int(count)
                for number, count in enumerate(np.bincount(self._rule_of[chosen]))
                if count
            }
            if rule:
                chosen = chosen & (self._rule_of == _RULES.index(rule))
            self._order = np.flatnonzero(chosen)
        self._ticks = np.zeros(len(self._rule_of), dtype=np.bool_)
        if ticked and findings is not None:
            keys = pd.MultiIndex.from_frame(findings.table[["event_id", "rule"]])
            shown = np.zeros(len(self._ticks), dtype=np.bool_)
            shown[self._order] = True
            self._ticks = keys.isin(ticked) & shown
        self._set_lines()
        self.endResetModel()
        self.ticked.emit()

    @property
    def ticked_numbers(self) -> npt.NDArray[np.intp]:
        """Numbers of the ticked findings."""
        return np.flatnonzero(self._ticks)

    def number(self, row: int) -> int | None:
        """Return the number of the finding in a row; None for a rule's head."""
        if not 0 <= row < len(self._lines) or self._lines[row] < 0:
            return None
        return int(self._lines[row])

    def row_of(self, event_id: str, rule: str) -> int | None:
        """Return the row of a finding, if it is shown."""
        if self._findings is None:
            return None
        of_rule = np.flatnonzero(self._rule_of == _RULES.index(rule))
        own = of_rule[self._findings.table["event_id"].array[of_rule] == event_id]
        return self.row_of_number(int(own[0])) if len(own) else None

    def row_of_number(self, number: int) -> int | None:
        """Return the row of the finding of a number, if it is shown."""
        found = np.flatnonzero(self._lines == number)
        return int(found[0]) if len(found) else None

    def next_row(self, row: int, by: int) -> int | None:
        """Return the next row with a finding in a direction."""
        at = row + by
        while 0 <= at < len(self._lines):
            if self._lines[at] >= 0:
                return at
            at += by
        return None

    def fold(self, row: int) -> None:
        """Hide or show the findings below a rule's head."""
        if not 0 <= row < len(self._lines) or self._lines[row] >= 0:
            return
        self.beginResetModel()
        self._folded ^= {-1 - int(self._lines[row])}
        self._set_lines()
        self.endResetModel()

    def tick(self, row: int) -> None:
        """Tick or untick a finding, or all of a rule; those of other rules are unticked."""
        if not 0 <= row < len(self._lines):
            return
        line = int(self._lines[row])
        rule = -1 - line if line < 0 else int(self._rule_of[line])
        of_rule = self._order[self._rule_of[self._order] == rule]
        before = self._ticks[of_rule].copy()
        whole = self._ticks[line] if line >= 0 else bool(before.all())
        self._ticks[:] = False
        self._ticks[of_rule] = before
        self._ticks[of_rule if line < 0 else line] = not whole
        self._repaint()

    def untick(self) -> None:
        """Tick nothing."""
        self._ticks[:] = False
        self._repaint()

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        if self._findings is None or not index.isValid():
            return None
        line = int(self._lines[index.row()])
        if line < 0:
            return self._head(-1 - line, role)
        return self._finding(line, role)

    def setData(self, index: QModelIndex, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.CheckStateRole:
            return False
        self.tick(index.row())
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def _head(self, rule: int, role: int) -> Any:
        name = _RULES[rule]
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return f"{tr(checks.RULES[name])} ({self.counts.get(name, 0):,})"
        if role == IS_HEAD:
            return "folded" if rule in self._folded else "open"
        if role == _ROLE.CheckStateRole:
            # Mostly nothing is ticked, and a rule may have half a million findings.
            if not self._ticks.any():
                return Qt.CheckState.Unchecked
            own = self._ticks[self._order[self._rule_of[self._order] == rule]]
            if not own.any():
                return Qt.CheckState.Unchecked
            return Qt.CheckState.Checked if own.all() else Qt.CheckState.PartiallyChecked
        return None

    def _finding(self, number: int, role: int) -> Any:
        assert self._findings is not None
        columns, row = self._findings.data.columns, int(self._findings.rows[number])
        message = str(self._findings.table["message"].iat[number])
        if role == _ROLE.DisplayRole:
            return message
        if role == TITLE:
            return str(columns.title[row])
        if role == DAYS:
            return columns.days_text(row)
        if role == _ROLE.ToolTipRole:
            return plain_tip(f"{columns.title[row]}: {message}")
        if role == _ROLE.AccessibleTextRole:
            return f"{columns.title[row]}, {columns.days_text(row)}: {message}"
        if role == _ROLE.CheckStateRole:
            return Qt.CheckState.Checked if self._ticks[number] else Qt.CheckState.Unchecked
        return None

    def _set_lines(self) -> None:
        # Sorted as bytes: comparing all findings with each rule takes ten times as long.
        rules = self._rule_of[self._order].astype(np.uint8)
        counts = np.bincount(rules)
        of_rules = np.split(self._order[np.argsort(rules, kind="stable")], np.cumsum(counts)[:-1])
        parts = []
        for rule in np.flatnonzero(counts):
            parts.append(np.array([-1 - rule], dtype=np.intp))
            if int(rule) not in self._folded:
                parts.append(of_rules[rule])
        self._lines = np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)

    def _ticked_keys(self) -> list[tuple[str, str]]:
        if self._findings is None or not self._ticks.any():
            return []
        rows = self._findings.table.loc[self._ticks, ["event_id", "rule"]]
        return list(rows.itertuples(index=False, name=None))

    def _repaint(self) -> None:
        if len(self._lines):
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))
        self.ticked.emit()
