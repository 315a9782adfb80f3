"""The panel of the data checks: findings by rule, and a card with the chosen one."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
)

from mapper import checks
from mapper.gui.check_card import CheckCard
from mapper.gui.check_list import FindingsList
from mapper.gui.check_model import FindingsModel
from mapper.gui.check_work import Checker
from mapper.gui.labels import TextLabel
from mapper.gui.list_panel import ListPanel, panel_row
from mapper.gui.theme import Colours
from mapper.gui.translation import tr

_EVERY_RULE: Final = ""


class CheckPanel(ListPanel):
    """Shows what a `Checker` found; nothing is mended unasked.

    Signals
    -------
    event_wanted(str)
        The person chose a finding of that event.
    """

    event_wanted = pyqtSignal(str)

    def __init__(self, checker: Checker, colours: Colours) -> None:
        super().__init__()
        self._checker = checker
        self.model = FindingsModel()
        self.list = FindingsList(self.model, colours)
        self.card = CheckCard(checker)
        self.again = QPushButton(tr("Check again"))
        self.again.clicked.connect(checker.run)
        self.rule = QComboBox()
        self.rule.setAccessibleName(tr("Rule"))
        self.rule.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rule.activated.connect(self._refresh)
        self.dismissed = QPushButton(tr("Marked as right"))
        self.dismissed.setCheckable(True)
        self.dismissed.setToolTip(tr("Show the findings that were marked as right instead"))
        self.dismissed.toggled.connect(self._refresh)
        self.chosen = TextLabel()
        self.apply_all = QPushButton(tr("Mend them"))
        self.apply_all.setProperty("role", "primary")
        self.apply_all.clicked.connect(self._apply_ticked)
        self.dismiss_all = QPushButton(tr("They are right"))
        self.dismiss_all.clicked.connect(self._dismiss_ticked)
        self._bulk = QFrame()
        self._bulk.setObjectName("measureBar")
        bulk = QHBoxLayout(self._bulk)
        bulk.setContentsMargins(12, 4, 10, 4)
        bulk.addWidget(self.chosen, 1)
        bulk.addWidget(self.apply_all)
        bulk.addWidget(self.dismiss_all)
        self.lay_out(
            self.list,
            self.card,
            head=[self.again],
            rows=[panel_row((self.rule, 1), (self.dismissed, 0), below=4), self._bulk],
            card_height=280,
        )
        self.list.chosen.connect(self._choose)
        self.model.ticked.connect(self._show_ticked)
        self._current: tuple[str, str] | None = None
        self.follow(checker.changed, self._refresh)

    def _refresh(self) -> None:
        checker = self._checker
        findings = checker.findings
        shown_row = self.list.currentIndex().row()
        dismissed = self.dismissed.isChecked()
        rule = str(self.rule.currentData() or _EVERY_RULE)
        self.model.show(findings, rule=rule, dismissed=dismissed)
        self._fill_rules(rule)
        self.again.setVisible(not checker.running and not checker.complete)
        if findings is None:
            self.count.set_text(tr("Data check"))
        else:
            number = findings.open_count
            words = (
                tr("Nothing doubtful") if not number else tr("{number:,} doubtful", number=number)
            )
            self.count.set_text(
                words if checker.complete else tr("{words}, not all checked", words=words)
            )
        if self.model.rowCount():
            self.show_rows()
            self._return_to(shown_row)
        else:
            self._say_nothing(dismissed=dismissed)

    def _say_nothing(self, *, dismissed: bool) -> None:
        checker = self._checker
        if checker.running:
            title, words = tr("Checking…"), tr("Every event is looked at by all rules.")
        elif checker.findings is None:
            title, words = tr("Not checked"), tr("“Check again” looks at every event.")
        elif dismissed:
            title, words = tr("None"), tr("No finding was marked as right.")
        else:
            title = tr("Nothing doubtful")
            words = tr(
                "{number:,} events passed all {of} rules, or were marked as right.",
                number=len(checker.findings.data.columns),
                of=len(checks.RULES),
            )
        self.show_nothing(title, words)
        self._current = None

    def _return_to(self, row: int) -> None:
        """Keep the finding that is current, else go on with what took its place."""
        again = None if self._current is None else self.model.row_of(*self._current)
        if again is not None:
            self.list.go_to(again)
            return
        if self._current is not None:
            following = self.model.next_row(min(row, self.model.rowCount()) - 1, 1)
            before = self.model.next_row(self.model.rowCount(), -1)
            wanted = following if following is not None else before
            if wanted is not None:
                self.list.go_to(wanted)
                return
        first = self.model.next_row(-1, 1)
        if first is not None:
            self.list.go_to(first)

    def _fill_rules(self, chosen: str) -> None:
        self.rule.clear()
        self.rule.addItem(tr("All rules"), _EVERY_RULE)
        for name, count in self.model.counts.items():
            self.rule.addItem(f"{tr(checks.RULES[name])} ({count:,})", name)
        if chosen and self.rule.findData(chosen) < 0:
            self.rule.addItem(f"{tr(checks.RULES[chosen])} (0)", chosen)
        self.rule.setCurrentIndex(max(self.rule.findData(chosen), 0))

    def _choose(self, number: int) -> None:
        findings = self._checker.findings
        if findings is None:
            return
        row = findings.table.iloc[number]
        self._current = (str(row["event_id"]), str(row["rule"]))
        self.card.show_finding(findings, number)
        if self.isVisible():
            self.event_wanted.emit(self._current[0])

    def _show_ticked(self) -> None:
        numbers = self.model.ticked_numbers
        findings = self._checker.findings
        self._bulk.setVisible(len(numbers) > 0 and findings is not None)
        if findings is None or not len(numbers):
            return
        mends = sum(mend is not None for mend in findings.table["mend"].iloc[numbers])
        writable = self._checker.read_only_reason is None
        is_open = not self.dismissed.isChecked()
        self.chosen.set_text(tr("{number:,} chosen", number=len(numbers)))
        self.apply_all.setText(tr("Mend {mends:,}", mends=mends))
        self.apply_all.setVisible(is_open and mends > 0)
        self.apply_all.setEnabled(writable)
        self.dismiss_all.setText(tr("They are right") if is_open else tr("Open them again"))
        self.dismiss_all.setEnabled(writable)

    def _apply_ticked(self) -> None:
        findings = self._checker.findings
        if findings is not None:
            chosen = findings.table["mend"].iloc[self.model.ticked_numbers]
            self._checker.apply([mend for mend in chosen if mend is not None])

    def _dismiss_ticked(self) -> None:
        self._checker.dismiss(
            self.model.ticked_numbers.tolist(), right=not self.dismissed.isChecked()
        )
