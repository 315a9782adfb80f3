"""The right panel: everything known about the selected event, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import wording
from mapper.gui.distance_card import DistanceCard
from mapper.gui.event_list import EmptyPage
from mapper.gui.facts import FactGrid
from mapper.gui.history_section import HistorySection
from mapper.gui.labels import Badge, TextLabel, rule
from mapper.gui.measuring import Answer
from mapper.gui.place_section import PlaceSection
from mapper.gui.source_card import ClaimRow, SourceCard
from mapper.gui.theme import Colours
from mapper.model import vocabulary as words
from mapper.model.event import Event, Source

#: A longer title would fill the panel; it stands whole below the facts.
_TITLE_CHARACTERS: Final = 240


@dataclass(frozen=True)
class Claim:
    """What one source says of one field."""

    source_id: str | None
    field: str
    value: str | None
    note: str | None


@dataclass(frozen=True)
class EventDetail:
    """One event with its sources and claims."""

    event: Event
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]


class DetailPanel(QWidget):
    """Shows one `EventDetail`, or says that nothing is selected.

    Signals
    -------
    copied(str)
        Something was put on the clipboard.
    """

    copied = pyqtSignal(str)

    def __init__(self, colours: Colours, unit: str = "km") -> None:
        super().__init__()
        self.setObjectName("panel")
        self._colours = colours
        self.detail: EventDetail | None = None
        self.distance = DistanceCard(colours, unit)
        self.distance.copied.connect(self.copied)
        self.place = PlaceSection(colours)
        self.place.copied.connect(self.copied)
        self.history = HistorySection()
        self._nothing = EmptyPage(
            "Nothing selected",
            "Choose an event in the list or on the map. J and K step through the list.",
        )
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        down = self._area.verticalScrollBar()
        assert down is not None
        # What is found has its room only then.
        down.rangeChanged.connect(self._show_search)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def clear(self) -> None:
        """Say that nothing is selected."""
        self.detail = None
        self._pages.setCurrentWidget(self._nothing)

    def show_detail(self, detail: EventDetail) -> None:
        """Show an event; its distance follows by `show_answer`."""
        self.detail = detail
        self.distance.show_waiting()
        self.place.show_event(detail.event)
        self._rebuild()
        self.history.show_event(detail.event.event_id)

    def show_answer(self, answer: Answer) -> None:
        """Show the distance of the event that is shown."""
        if self.detail is not None and answer.event_id == self.detail.event.event_id:
            self.distance.show_answer(answer)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.distance.set_colours(colours)
        self.place.set_colours(colours)
        if self.detail is not None:
            self._rebuild()

    def _show_search(self) -> None:
        """Scroll to the places found."""
        if self.place.box.searching:
            self._area.ensureWidgetVisible(self.place.box, 0, 12)

    def _rebuild(self) -> None:
        detail = self.detail
        assert detail is not None
        event = detail.event
        page = QWidget()
        page.setObjectName("panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 16, 18, 18)
        layout.setSpacing(10)
        cut = len(event.title) > _TITLE_CHARACTERS
        title = event.title[:_TITLE_CHARACTERS].rstrip() + "…" if cut else event.title
        layout.addWidget(TextLabel(title, bold=True, larger=1.3))
        layout.addWidget(TextLabel(wording.when(event)))
        layout.addLayout(self._status(event))
        # The one card moves on to each page, with what was written in it; so do place and history.
        layout.addWidget(self.distance)
        layout.addWidget(self.place)
        if event.notes:
            layout.addWidget(self._note(event.notes))
        layout.addLayout(self._facts(event))
        if event.description:
            self._section(layout, "Description")
            layout.addWidget(TextLabel(event.description))
        if cut:
            self._section(layout, "Whole title")
            layout.addWidget(TextLabel(event.title))
        if detail.claims:
            self._section(layout, "What each source says")
            names = {s.source_id: s.publisher or s.title or s.source_id for s in detail.sources}
            for claim in detail.claims:
                source = names.get(claim.source_id or "", "Source not stated")
                layout.addWidget(
                    ClaimRow(words.field_label(claim.field), claim.value, source, claim.note)
                )
        self._section(layout, f"Sources ({len(detail.sources)})")
        if not detail.sources:
            layout.addWidget(TextLabel("No source is recorded for this event.", role="muted"))
        for source_of_event in detail.sources:
            layout.addWidget(SourceCard(source_of_event, self._colours))
        layout.addWidget(self.history)
        layout.addStretch(1)
        self._area.setWidget(page)
        self._pages.setCurrentWidget(self._area)

    def _status(self, event: Event) -> QHBoxLayout:
        term = words.VERIFICATION_STATUSES[event.verification_status]
        background = self._colours.statuses[term.value]
        colour = self._colours.on_status(term.value)
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(Badge(term.label, background, colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(term.meaning, role="muted"), 1)
        return row

    def _note(self, text: str) -> QWidget:
        note = QWidget()
        note.setObjectName("note")
        note.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(note)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(3)
        layout.addWidget(TextLabel("Note", bold=True))
        layout.addWidget(TextLabel(text))
        return note

    def _facts(self, event: Event) -> FactGrid:
        grid = FactGrid()
        for name, value in (
            ("Killed", str(event.killed)),
            ("Injured", str(event.injured)),
            ("Claimed by", event.claimed_by or "nobody named"),
            ("Denied by", event.denied_by or "nobody named"),
            ("Attributed to", event.perpetrator_alleged),
            ("Affected", event.affected_party),
            ("What", wording.what(event)),
            ("Tags", event.tags),
            ("Feed", f"{event.feed}, {event.external_id}" if event.external_id else event.feed),
        ):
            if value:
                grid.add(name, TextLabel(value, bold=name in ("Killed", "Injured")))
        return grid

    @staticmethod
    def _section(layout: QVBoxLayout, title: str) -> None:
        layout.addSpacing(4)
        layout.addWidget(rule())
        layout.addWidget(TextLabel(title, bold=True))
