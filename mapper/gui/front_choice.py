"""Which front a distance is measured to: its day, its source, the radius of its definition."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from mapper.gui.day_edit import read_days
from mapper.gui.day_words import write_day
from mapper.gui.edits import LeavableEdit
from mapper.gui.fact_table import sentence
from mapper.gui.flow import Flow
from mapper.gui.labels import LinkButton, TextLabel
from mapper.gui.target_row import Choice
from mapper.gui.translation import tr
from mapper.measure import RADIUS_M
from mapper.model.dates import parse_day
from mapper.model.errors import InputError

_ANOTHER: Final = "another"
#: Radii to choose from, metres; the definition's spread is taken over the same range.
RADII_M: Final = (500.0, RADIUS_M, 2_000.0, 3_000.0)


class FrontChoice(QWidget):
    """Chooses day, source and radius; the day is the event's own again for each event.

    Signals
    -------
    changed()
        ``day``, ``source`` or ``radius_m`` is another than before.
    """

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        #: Day that was chosen in place of the event's own, and source in place of all.
        self.day: dt.date | None = None
        self.source: str | None = None
        #: Of the definition by which the line of contact is derived from an area.
        self.radius_m = RADIUS_M
        self._derived = self._of_contact = True
        self._own: dt.date | None = None
        self._shown: dt.date | None = None
        self._sources: tuple[str, ...] = ()
        self._nearest: dt.date | None = None
        self.days, self.sources, self.radii = Choice(), Choice(), Choice()
        for box, name in (
            (self.days, tr("Day of the front")),
            (self.sources, tr("Source of the front")),
            (self.radii, tr("Radius of the definition")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(11)
        self.radii.setToolTip(
            tr(
                "Radius of the definition: the edge of the control area that faces held land at"
                " least twice as wide is the line of contact. A small one follows every inlet."
            )
        )
        self.days.activated.connect(self._choose_day)
        self.radii.activated.connect(self._choose_radius)
        self.sources.activated.connect(self._choose_source)
        self.edit = LeavableEdit()
        self.edit.setPlaceholderText(tr("YYYY-MM-DD"))
        self.edit.setAccessibleName(tr("Another day of the front"))
        self.edit.returnPressed.connect(self._take_day)
        self.edit.left.connect(self._leave)
        self.wrong = TextLabel(role="error")
        self.told = TextLabel(bold=True)
        self.to_nearest = LinkButton(tr("Measure to the front of another day"))
        self.to_nearest.clicked.connect(lambda: self._set(self._nearest, self.source))
        self.reset = QPushButton(tr("Back to the defaults"))
        self.reset.setProperty("role", "link")
        self.reset.setCursor(Qt.CursorShape.PointingHandCursor)
        self.reset.clicked.connect(self._reset)
        line = Flow(6)
        of = QLabel(tr("on"))
        of.setTextFormat(Qt.TextFormat.PlainText)
        of.setProperty("role", "muted")
        for widget in (of, self.days, self.sources, self.radii):
            line.addWidget(widget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        rows.addLayout(line)
        for part in (self.edit, self.wrong, self.told):
            rows.addWidget(part)
        for link in (self.reset, self.to_nearest):
            rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.edit.hide()
        self._fill()

    def show_event(self, own: dt.date | None, shown: dt.date | None, *, same: bool) -> None:
        """Take the day of an event, and the day that is looked at in the window.

        ``same``: it is the event that was shown before, in a newer state.
        """
        self._own, self._shown = own, shown
        if not same:
            self.day = self._nearest = None
            self.edit.clear()
            self.wrong.set_text("")
            self.edit.hide()
        self._fill()

    def show_sources(self, names: tuple[str, ...]) -> None:
        """Take the sources that there are for the day."""
        if names != self._sources:
            self._sources = names
            self._fill()

    def show_nearest(self, day: dt.date | None) -> None:
        """Offer the nearest day that has a front; None where the day itself has one."""
        # It stays on offer for who comes back from it.
        if day is not None and day != self._nearest:
            self._nearest = day
            self._fill()

    def offer_radius(self, *, of_contact: bool | None = None, derived: bool | None = None) -> None:
        """Offer the radius where the line of contact is meant and is derived from an area."""
        self._of_contact = self._of_contact if of_contact is None else of_contact
        self._derived = self._derived if derived is None else derived
        self._fill()

    def _fill(self) -> None:
        self.days.clear()
        self.days.addItem(tr("the event's day"), "")
        shown = self._shown
        if shown is not None and shown != self._own:
            words = tr("the shown day, {day}", day=write_day(shown))
            self.days.addItem(words, shown.isoformat())
        nearest = self._nearest
        if nearest is not None and nearest not in (shown, self._own):
            words = tr("{day}, the nearest with a front", day=write_day(nearest))
            self.days.addItem(words, nearest.isoformat())
        if self.day is not None and self.day not in (shown, nearest):
            self.days.addItem(write_day(self.day), self.day.isoformat())
        self.days.addItem(tr("another day…"), _ANOTHER)
        now = "" if self.day is None else self.day.isoformat()
        self.days.setCurrentIndex(max(self.days.findData(now), 0))
        self.sources.clear()
        self.sources.addItem(tr("all sources"), "")
        names = self._sources
        if self.source is not None and self.source not in names:
            names = (*names, self.source)
        for name in names:
            self.sources.addItem(name, name)
        self.sources.setCurrentIndex(max(self.sources.findData(self.source or ""), 0))
        self.sources.setVisible(len(names) > 1 or self.source is not None)
        self.radii.clear()
        for radius_m in RADII_M:
            words = tr("radius {metres:,} m", metres=round(radius_m))
            self.radii.addItem(words, radius_m)
        self.radii.setCurrentIndex(self.radii.findData(self.radius_m))
        self.radii.setVisible(self._of_contact and (self._derived or self.radius_m != RADIUS_M))
        self.wrong.setVisible(bool(self.wrong.text()))
        told = self._told()
        self.told.set_text(told)
        offered = nearest is not None and self.day is None
        if nearest is not None:
            self.to_nearest.set_words(tr("Measure to that of {day}", day=write_day(nearest)))
        self.to_nearest.setVisible(offered)
        for part in (self.told, self.reset):
            part.setVisible(bool(told))

    def _told(self) -> str:
        """Return what is not as it is by default."""
        said = [self._front_told()]
        if self.radius_m != RADIUS_M and self._of_contact:
            metres, usual = round(self.radius_m), round(RADIUS_M)
            said.append(
                tr(
                    "Not the default: the line derived by a radius of {metres:,} m, not"
                    " {usual:,} m.",
                    metres=metres, usual=usual,
                )
            )  # fmt: skip
        return " ".join(text for text in said if text)

    def _front_told(self) -> str:
        if self.day and self.source:
            return tr(
                "Not the default: the front of {day}, by {source} only.",
                day=write_day(self.day), source=self.source,
            )  # fmt: skip
        if self.day:
            return tr("Not the default: the front of {day}.", day=write_day(self.day))
        if self.source:
            return tr("Not the default: the front by {source} only.", source=self.source)
        return ""

    def _choose_day(self, number: int) -> None:
        chosen = self.days.itemData(number)
        if chosen == _ANOTHER:
            self.edit.show()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._leave()
        self._set(parse_day(chosen) if chosen else None, self.source)

    def _choose_source(self, number: int) -> None:
        self._set(self.day, self.sources.itemData(number) or None)

    def _choose_radius(self, number: int) -> None:
        self._set(self.day, self.source, self.radii.itemData(number))

    def _take_day(self) -> None:
        try:
            day, last = read_days(self.edit.text().strip())
            if day != last:
                raise InputError(tr("not a day"), expected=tr("2025-07-01 or 1 July 2025"))
        except InputError as error:
            self.wrong.set_text(sentence(error))
            self.wrong.show()
            return
        self._leave()
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set(day if day != self._own else None, self.source)

    def _leave(self) -> None:
        self.edit.hide()
        self.edit.clear()
        self.wrong.set_text("")
        self._fill()

    def _reset(self) -> None:
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set(None, None, RADIUS_M)

    def _set(self, day: dt.date | None, source: str | None, radius_m: float | None = None) -> None:
        radius_m = self.radius_m if radius_m is None else radius_m
        different = (day, source, radius_m) != (self.day, self.source, self.radius_m)
        self.day, self.source, self.radius_m = day, source, radius_m
        self._fill()
        if different:
            self.changed.emit()
