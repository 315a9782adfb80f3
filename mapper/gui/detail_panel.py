"""The right panel: everything known about the selected event, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PyQt6 import sip
from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import wording
from mapper.gui.claim_range import counts_by_source
from mapper.gui.disagreeing import disagreements, field_of
from mapper.gui.distance_card import DistanceCard
from mapper.gui.event_list import EmptyPage
from mapper.gui.fact_desk import EditableFact, FactDesk
from mapper.gui.fact_table import FACTS, is_known
from mapper.gui.facts import FactGrid
from mapper.gui.feed_section import FeedSection
from mapper.gui.history_section import HistorySection
from mapper.gui.kept_section import KeptSection
from mapper.gui.labels import Badge, BadgeButton, TextLabel, rule
from mapper.gui.measuring import Answer
from mapper.gui.media_section import MediaSection
from mapper.gui.nearby import NearbySection
from mapper.gui.place_section import PlaceSection
from mapper.gui.range_offer import range_offers
from mapper.gui.several import SeveralPage
from mapper.gui.side_by_side import SideBySide
from mapper.gui.source_card import COUNTED, ClaimRow, SourceCard
from mapper.gui.source_section import SourceAdder
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.event import Event, Source
from mapper.model.medium import Medium
from mapper.model.sides import sides_in

_TAB: Final = Qt.FocusPolicy.TabFocus.value
#: A longer title would fill the panel; it stands whole below the facts.
_TITLE_CHARACTERS: Final = 240
#: Facts in the grid; the others stand in places of their own.
_GRID: Final = (
    "killed",
    "injured",
    "claimed_by",
    "denied_by",
    "perpetrator_alleged",
    "affected_party",
    "event_type",
    "weapon",
    "target_type",
    "outcome",
    "incident_id",
    "tags",
    "workflow_status",
    "sensitive",
)


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
    media: tuple[Medium, ...] = ()


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
        #: Facts that can be written where they stand.
        self.desk = FactDesk(self)
        # It has its height only then.
        self.desk.opened.connect(lambda: QTimer.singleShot(0, self._show_writing))
        self.desk.add_wanted.connect(self._add_fact)
        self._grid = FactGrid()
        self.place = PlaceSection(colours, self.desk)
        self.place.copied.connect(self.copied)
        self.adder = SourceAdder()
        self.kept = KeptSection()
        self.media = MediaSection(self.desk)
        self.nearby = NearbySection()
        self.feed = FeedSection()
        self.history = HistorySection()
        self._nothing = EmptyPage(
            tr("Nothing selected"),
            tr("Choose an event in the list or on the map. J and K step through the list."),
        )
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        down = self._area.verticalScrollBar()
        assert down is not None
        # What is found has its room only then.
        down.rangeChanged.connect(self._show_search)
        # Cards with much in them stay where they are: each move would have Qt work out the style
        # of all they hold. Head and body are made anew for each event.
        self._head, self._body = QWidget(), QWidget()
        self._parts = QVBoxLayout()
        self._parts.setContentsMargins(18, 16, 18, 18)
        self._parts.setSpacing(10)
        self._above = (self.distance, self.kept, self.place)
        self._below = (self.adder, self.media, self.nearby, self.feed, self.history)
        for part in (self._head, *self._above, self._body, *self._below):
            self._parts.addWidget(part)
        self._parts.addStretch(1)
        page = QWidget()
        page.setObjectName("panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setLayout(self._parts)
        self._area.setWidget(page)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._area)
        self.several = SeveralPage()
        self.several.distances.copied.connect(self.copied)
        self._pages.addWidget(self.several)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def clear(self) -> None:
        """Say that nothing is selected."""
        self.detail = None
        self._turn()

    def show_detail(self, detail: EventDetail) -> None:
        """Show an event; its distance follows by `show_answer`."""
        if self.detail is None or self.detail.event.event_id != detail.event.event_id:
            down = self._area.verticalScrollBar()
            assert down is not None
            down.setValue(0)
        self.detail = detail
        self.distance.show_waiting()
        self.desk.begin(detail.event)
        self.place.show_event(detail.event)
        self._rebuild()
        self.desk.resume()
        self.history.show_event(detail.event.event_id)

    def show_several(self, count: int) -> None:
        """Show what can be done with so many selected events; 0 shows the one."""
        self.several.show_count(count, self.desk.read_only_reason)
        self._turn()

    def _turn(self) -> None:
        shown: QWidget = self._area if self.detail is not None else self._nothing
        self._pages.setCurrentWidget(self.several if self.several.count else shown)

    def show_answer(self, answer: Answer) -> None:
        """Show the distance of the event that is shown."""
        if self.detail is not None and answer.event_id == self.detail.event.event_id:
            self.distance.show_answer(answer)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.distance.set_colours(colours)
        if self.detail is not None:
            self.desk.begin(self.detail.event)
        self.place.set_colours(colours)
        if self.detail is not None:
            self._rebuild()
            self.desk.resume()

    def set_read_only(self, reason: str | None) -> None:
        """Say why nothing can be written of the events shown from now on; None if it can."""
        self.desk.read_only_reason = reason

    def _show_search(self) -> None:
        """Scroll to the places found."""
        if self.place.box.searching:
            self._area.ensureWidgetVisible(self.place.box, 0, 12)
        # What may be chosen, and what is wrong, has its room only now.
        self._show_writing()

    def _show_writing(self) -> None:
        """Scroll to what is being written."""
        fact = self.desk.editing
        if fact is not None:
            self._area.ensureWidgetVisible(fact, 0, 12)

    def _add_fact(self, key: str) -> None:
        """Show an empty fact below the others."""
        fact = self.desk.make(key, "")
        name = self._grid.add(FACTS[key].label, fact)
        if isinstance(fact, EditableFact):
            fact.name = name

    def _rebuild(self) -> None:
        detail = self.detail
        assert detail is not None
        event = detail.event
        head, layout = _part()
        cut = len(event.title) > _TITLE_CHARACTERS
        title = event.title[:_TITLE_CHARACTERS].rstrip() + "…" if cut else event.title
        layout.addWidget(self.desk.make("title", title, bold=True, larger=1.3))
        layout.addWidget(self.desk.make("date_start", wording.when(event)))
        layout.addWidget(self._status(event))
        body, layout = _part()
        if event.notes:
            layout.addWidget(self._note(event.notes))
        self._grid = self._facts(event)
        layout.addLayout(self._grid)
        layout.addLayout(self._adding())
        if event.description:
            self._section(layout, tr("Description"))
            layout.addWidget(self.desk.make("description"))
        if cut:
            self._section(layout, tr("Whole title"))
            layout.addWidget(TextLabel(event.title))
        told = {key: counts_by_source(detail.claims, key) for key in COUNTED}
        self._add_claims(layout, detail)
        for button in range_offers(event, told, self.desk):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._section(layout, tr("Sources ({number})", number=len(detail.sources)))
        if not detail.sources:
            layout.addWidget(TextLabel(tr("No source is recorded for this event."), role="muted"))
        for source_of_event in detail.sources:
            own = {
                key: by[source_of_event.source_id]
                for key, by in told.items()
                if source_of_event.source_id in by
            }
            layout.addWidget(SourceCard(source_of_event, self._colours, self.desk, own))
        self.adder.show_event(event.event_id, detail.sources, self.desk.read_only_reason)
        self.media.show_event(event.event_id, detail.media, detail.sources)
        self.feed.show_extra(event.extra)
        self._take_parts(head, body)
        self._turn()

    def _take_parts(self, head: QWidget, body: QWidget) -> None:
        for old, new in ((self._head, head), (self._body, body)):
            self._parts.replaceWidget(old, new)
            # At once and unhidden: a focus in it would go on to the next card.
            sip.delete(old)
        self._head, self._body = head, body
        # The keyboard goes from the top down, though the cards were there first.
        window = self.window()
        order = [
            one
            for part in (head, *self._above, body, *self._below)
            for one in part.findChildren(QWidget)
            if one.focusPolicy().value & _TAB and one.window() is window
        ]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def _add_claims(self, layout: QVBoxLayout, detail: EventDetail) -> None:
        """Show what sources disagree on side by side, then all else that they say."""
        names = {s.source_id: s.publisher or s.title or s.source_id for s in detail.sources}
        differing = disagreements(detail.event, detail.claims)
        if differing:
            self._section(layout, tr("Told differently"))
            layout.addWidget(SideBySide(differing, names))
        shown = {one.field for one in differing}
        others = [claim for claim in detail.claims if field_of(claim) not in shown]
        if others:
            self._section(layout, tr("What each source says"))
        for claim in others:
            source = names.get(claim.source_id or "", tr("Source not stated"))
            layout.addWidget(
                ClaimRow(tr(words.field_label(claim.field)), claim.value, source, claim.note)
            )

    def _status(self, event: Event) -> QWidget:
        term = words.VERIFICATION_STATUSES[event.verification_status]
        background = self._colours.statuses[term.value]
        colour = self._colours.on_status(term.value)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        meaning = TextLabel(tr(term.meaning), role="muted")
        top = Qt.AlignmentFlag.AlignTop
        if self.desk.read_only_reason is not None:
            row.addWidget(Badge(tr(term.label), background, colour), 0, top)
            row.addWidget(meaning, 1)
            return shown
        button = BadgeButton(tr(term.label), background, colour)
        row.addWidget(button, 0, top)
        row.addWidget(meaning, 1)
        return self.desk.make_pressed("verification_status", shown, button)

    def _adding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        reason = self.desk.read_only_reason
        if reason is not None:
            row.addWidget(
                TextLabel(tr("Nothing can be edited: {reason}", reason=reason), role="muted")
            )
            return row
        self.add_button = QPushButton(tr("Add a fact…"))
        self.add_button.setProperty("role", "link")
        self.add_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.add_button.setToolTip(tr("What is not known yet, such as weapon, target or tags"))
        self.add_button.clicked.connect(self._offer_facts)
        row.addWidget(self.add_button)
        row.addStretch(1)
        return row

    def _offer_facts(self) -> None:
        self.add_menu = self.desk.add_menu(self.add_button)
        self.add_menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def _note(self, text: str) -> QWidget:
        note = QWidget()
        note.setObjectName("note")
        note.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(note)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(3)
        layout.addWidget(TextLabel(tr("Note"), bold=True))
        layout.addWidget(self.desk.make("notes", text))
        return note

    def _facts(self, event: Event) -> FactGrid:
        grid = FactGrid()
        for key in _GRID:
            fact = FACTS[key]
            if fact.always or is_known(event, fact):
                grid.add(fact.label, self.desk.make(key, bold=key in ("killed", "injured")))
        if sides := sides_in(event.extra or ""):
            grid.add(tr("Sides"), TextLabel(sides))
        feed = f"{event.feed}, {event.external_id}" if event.external_id else event.feed
        grid.add(tr("Feed"), TextLabel(feed))
        return grid

    @staticmethod
    def _section(layout: QVBoxLayout, title: str) -> None:
        layout.addSpacing(4)
        layout.addWidget(rule())
        layout.addWidget(TextLabel(title, bold=True))


def _part() -> tuple[QWidget, QVBoxLayout]:
    """Return a part of the page that is made anew for each event, with its layout."""
    part = QWidget()
    layout = QVBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    return part, layout
