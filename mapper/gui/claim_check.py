"""Checking what a report claims against the distance that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mapper import measure
from mapper.gui.edits import LeavableEdit, mark_wrong
from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel
from mapper.gui.measuring import Answer
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model.errors import InputError

_LONGEST_CLAIM: Final = 200


@dataclass(frozen=True)
class Verdict:
    """What a measurement says to a claim: one word, and why."""

    #: ``agrees``, ``differs``, ``undecided``; empty where nothing can be checked.
    kind: str
    word: str
    why: str


def judge(claim: str, answer: Answer) -> Verdict:
    """Return the verdict on a claim about the distance of an answer.

    Raises
    ------
    InputError
        If the claim cannot be read.
    """
    found = answer.found
    if found is None:
        # Read all the same: what cannot be read is said at once.
        measure.check_claim(claim, 0.0, 0.0, 0.0)
        return Verdict("", "Not checked", "There is no distance to check it against.")
    check = measure.check_claim(claim, found.distance_m, found.min_m, found.max_m)
    measured = answer.number
    if answer.interval not in ("", answer.number):
        measured += f" ({answer.interval[:1].lower()}{answer.interval[1:]})"
    off = check.difference_m
    if found.region is not None:
        return _of_region(claim, check, answer, found)
    away = measure.format_distance(
        off,
        off - (found.distance_m - found.min_m),
        off + (found.max_m - found.distance_m),
        answer.unit,
        whole=not found.start.radius_known,
    )
    if check.verdict == "agrees":
        return Verdict("agrees", "Agrees", f"Measured: {measured}.")
    if check.verdict == "differs":
        return Verdict("differs", f"Differs by {away}", f"Measured: {measured}.")
    best = f"is {away} outside it" if off else "is within it"
    return Verdict(
        "undecided",
        "Undecided",
        f"The interval, {answer.interval}, lies only partly within the claim; "
        f"the best value, {answer.number}, {best}.",
    )


def _of_region(
    claim: str, check: measure.ClaimCheck, answer: Answer, found: measure.Measurement
) -> Verdict:
    """Return the verdict where no value within the interval is better than another."""
    if check.verdict == "undecided" or (check.verdict == "agrees" and found.min_m < found.max_m):
        # A plain figure agrees with its best value; here there is none.
        ends = [measure.check_claim(claim, end, end, end) for end in (found.min_m, found.max_m)]
        if any(end.difference_m for end in ends):
            why = f"The interval, {answer.number}, lies only partly within the claim."
            return Verdict("undecided", "Undecided", why)
    if check.verdict == "agrees":
        return Verdict("agrees", "Agrees", f"Measured: {answer.number}.")
    least = min(
        measure.check_claim(claim, end, end, end).difference_m for end in (found.min_m, found.max_m)
    )
    span = (least, least, least)
    away = measure.format_distance(*span, answer.unit, whole=True)
    return Verdict("differs", f"Differs by at least {away}", f"Measured: {answer.number}.")


class ClaimCheck(QWidget):
    """A line to write a claim in and, below it, the verdict.

    The claim stays as events come and go and is checked anew against each.

    Signals
    -------
    closed()
        The person is done with it.
    """

    closed = pyqtSignal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._answer: Answer | None = None
        self._claim = ""
        self._verdict: Verdict | None = None
        self.edit = LeavableEdit()
        self.edit.setPlaceholderText(tr("over 1,000 km"))
        self.edit.setAccessibleName(tr("Claim about the distance"))
        self.edit.setToolTip(
            tr("What a report says, such as “over 1,000 km” or “about 600 miles”; Enter checks it")
        )
        self.edit.setMaxLength(_LONGEST_CLAIM)
        self.edit.returnPressed.connect(self._check)
        self.edit.textEdited.connect(self._edited)
        self.edit.left.connect(self.closed)
        self._mark = QLabel()
        self.word = TextLabel(bold=True)
        self.why = TextLabel()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.word, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 3, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self.edit)
        layout.addLayout(head)
        layout.addWidget(self.why)
        self._show(None)

    @property
    def citation(self) -> str:
        """The claim with the verdict, for the copied statement; empty without one."""
        verdict = self._verdict
        if verdict is None or not verdict.kind:
            return ""
        return f"Claim “{self._claim}”: {verdict.word.lower()}. {verdict.why}"

    def open(self) -> None:
        """Show the line, ready to write."""
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def show_answer(self, answer: Answer | None) -> None:
        """Check the claim against another distance; None while it is worked out."""
        self._answer = answer
        self._judge()

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self._show(self._verdict)

    def _check(self) -> None:
        self._claim = " ".join(self.edit.text().split())
        self._judge()

    def _edited(self) -> None:
        # A verdict must not stand beside words it was not about.
        self._claim = ""
        self._judge()

    def _judge(self) -> None:
        if not self._claim or self._answer is None:
            mark_wrong(self.edit, self.why, False)
            self._show(None)
            return
        try:
            verdict = judge(self._claim, self._answer)
        except InputError as error:
            mark_wrong(self.edit, self.why, True)
            text = str(error)
            self._show(Verdict("", "", text[:1].upper() + text[1:]))
            return
        mark_wrong(self.edit, self.why, False)
        self._show(verdict)

    def _show(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        kind = "" if verdict is None else verdict.kind
        name, colour = {
            "agrees": ("check", self._colours.agrees),
            "differs": ("close", self._colours.danger),
            "undecided": ("warning", self._colours.undecided),
        }.get(kind, ("", self._colours.text))
        self._mark.setVisible(bool(name))
        if name:
            self._mark.setPixmap(icon(name, colour).pixmap(18, 18))
        self.word.setStyleSheet(f"color: {colour};")
        self.word.set_text("" if verdict is None else verdict.word)
        self.word.setVisible(verdict is not None and bool(verdict.word))
        self.why.set_text("" if verdict is None else verdict.why)
        self.why.setVisible(verdict is not None)
