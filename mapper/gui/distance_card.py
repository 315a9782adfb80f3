"""The card that answers: how far from the front of that day, and how that is known."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from mapper.gui.claim_check import ClaimCheck
from mapper.gui.copy_as import CopyAs
from mapper.gui.day_words import measured, refusal
from mapper.gui.flow import Flow
from mapper.gui.front_choice import FrontChoice
from mapper.gui.goals import Goal
from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel
from mapper.gui.measuring import Answer
from mapper.gui.methods import Methods
from mapper.gui.target_row import TargetRow
from mapper.gui.theme import Colours
from mapper.gui.translation import tr


class DistanceCard(QFrame):
    """Number, interval, statement with Copy; or in words why there is none.

    Signals
    -------
    copied(str)
        The statement was put on the clipboard.
    keep_wanted()
        The distance is to be kept in the project.
    """

    copied = pyqtSignal(str)
    keep_wanted = pyqtSignal()

    def __init__(self, colours: Colours, unit: str = "km") -> None:
        super().__init__()
        self.setObjectName("card")
        self._citation = ""
        self.target = TargetRow(unit)
        self.front = FrontChoice()
        self.target.goal_changed.connect(self._offer_front)
        self.number = TextLabel(bold=True, larger=1.7)
        self.interval = TextLabel(role="muted")
        self.statement = TextLabel()
        self.warnings = TextLabel(role="muted")
        self.licence = TextLabel(role="muted")
        self.copy = QPushButton()
        self.copy.setAccessibleName(tr("Copy statement"))
        self.copy.setToolTip(tr("Copy the statement with warnings and inputs (Ctrl+Shift+C)"))
        self.copy.clicked.connect(self.copy_statement)
        self.copy_as = CopyAs()
        self.copy_as.copied.connect(self.copied)
        menu = self.copy_as.menu()
        assert menu is not None
        menu.aboutToShow.connect(self._take_claim)
        self.keep = QPushButton(tr("Keep"))
        self.keep.clicked.connect(self._keep)
        self.check = QPushButton(tr("Check claim…"))
        self.check.setToolTip(tr("Set what a report says against this distance"))
        self.check.setCheckable(True)
        self.check.toggled.connect(self._toggle_claim)
        self.claim = ClaimCheck(colours)
        self.claim.hide()
        self.claim.closed.connect(lambda: self.check.setChecked(False))
        self.show_methods = QPushButton(tr("Methods…"))
        self.show_methods.setToolTip(tr("How the distance was found, and what it rests on"))
        self.show_methods.setCheckable(True)
        self.methods = Methods(colours)
        self.methods.hide()
        self.methods.copied.connect(self.copied)
        self.show_methods.toggled.connect(self.methods.setVisible)
        for button in (self.copy, self.keep, self.check, self.show_methods):
            button.setProperty("role", "small")
        foot = Flow(6)
        foot.addWidget(self.copy)
        foot.addWidget(self.copy_as)
        foot.addWidget(self.keep)
        foot.addWidget(self.check)
        foot.addWidget(self.show_methods)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(5)
        for widget in (self.target, self.front, self.number, self.interval, self.statement):
            layout.addWidget(widget)
        layout.addWidget(self.warnings)
        layout.addWidget(self.licence)
        layout.addLayout(foot)
        layout.addWidget(self.claim)
        layout.addWidget(self.methods)
        self.set_colours(colours)
        self.show_waiting()

    def show_waiting(self) -> None:
        """Say that the answer is being worked out."""
        self.claim.show_answer(None)
        self.methods.show_answer(None)
        self._fill("", "", tr("Measuring…"), (), "", "")

    def show_answer(self, answer: Answer) -> None:
        """Show a distance, or why there is none."""
        self.claim.show_answer(answer)
        self.methods.show_answer(answer)
        self.copy_as.kept = answer.kept
        self.front.show_sources(answer.sources)
        self.front.show_nearest(answer.nearest_day)
        self.front.offer_radius(derived=answer.derived)
        self._fill(
            answer.number,
            "" if answer.interval == answer.number else answer.interval,
            refusal(answer.refused) or answer.statement,
            answer.warnings,
            answer.licence,
            answer.citation,
        )

    def show_kept(self, *, kept: bool, writable: bool) -> None:
        """Say whether the distance that is shown is in the project already."""
        self.keep.setText(tr("Kept") if kept else tr("Keep"))
        self.keep.setEnabled(writable and not kept)
        self.keep.setToolTip(
            tr("This distance is in the project; Kept measurements (F10) lists it")
            if kept
            else tr("Keep this distance in the project, on the map and in exports")
        )

    def _keep(self) -> None:
        # Once: the answer comes a moment later.
        self.keep.setEnabled(False)
        self.keep_wanted.emit()

    def _offer_front(self, goal: Goal) -> None:
        """Offer day, source and radius of the front where one is measured to."""
        self.front.setVisible(goal.of_front)
        self.front.offer_radius(of_contact=goal.kind == "line-of-contact")

    def copy_form(self, form: str) -> None:
        """Put statement or methods note on the clipboard, as one of `copy_as.FORMS`."""
        if self._citation:
            self._take_claim()
            self.copy_as.copy(form)

    def _take_claim(self) -> None:
        self.copy_as.more = "" if self.claim.isHidden() else self.claim.citation

    @property
    def has_statement(self) -> bool:
        """Whether there is a distance to be stated."""
        return bool(self._citation)

    def copy_statement(self) -> None:
        """Put the statement on the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self._citation and clipboard is not None:
            claim = "" if self.claim.isHidden() else self.claim.citation
            text = "\n".join(part for part in (self._citation, claim) if part)
            clipboard.setText(text)
            self.copied.emit(text)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self.claim.set_colours(colours)
        self.methods.set_colours(colours)
        self.copy.setIcon(icon("copy", colours.text, colours.muted))

    def _toggle_claim(self, on: bool) -> None:
        if on:
            self.claim.open()
        else:
            self.claim.hide()
            self.check.setFocus()

    def _fill(
        self,
        number: str,
        interval: str,
        text: str,
        warnings: tuple[str, ...],
        licence: str,
        citation: str,
    ) -> None:
        self._citation = citation
        for label, value in (
            (self.number, measured(number)),
            (self.interval, measured(interval)),
            (self.statement, text),
            (self.warnings, "\n".join(warnings)),
            (self.licence, licence),
        ):
            label.set_text(value)
            label.setVisible(bool(value))
        for button in (self.copy, self.copy_as, self.keep, self.show_methods):
            button.setVisible(bool(citation))
        # Once open it stays: the same claim is often checked for several events.
        self.check.setVisible(bool(citation) or self.check.isChecked())
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
