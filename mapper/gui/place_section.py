"""Where the selected event lies, and the search that places it."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mapper.gui import wording
from mapper.gui.copy_menu import CopyPosition
from mapper.gui.fact_desk import FactDesk
from mapper.gui.facts import FactGrid
from mapper.gui.flow import Flow
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.place_search import Found
from mapper.gui.search_box import SearchBox
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model.event import Event
from mapper.model.vocabulary import ROUGH_PLACES

_PLACEHOLDER: Final = tr("A place, or coordinates in any notation")
#: Most height of the list of places, in pixels.
_TALLEST: Final = 260


class PlaceSection(QWidget):
    """Shows the place of one event; places are looked up, and the event put there, by the owner.

    Signals
    -------
    searched(str, bool)
        Words, and whether they were entered or are still being written; answered by
        `show_found`.
    chosen(Whereabouts, str)
        The event lies there; with the words that were written.
    copied(str)
        The position was put on the clipboard.
    move_wanted()
        The event is to be moved by hand on the map.
    """

    searched = pyqtSignal(str, bool)
    chosen = pyqtSignal(object, str)
    copied = pyqtSignal(str)
    move_wanted = pyqtSignal()

    def __init__(self, colours: Colours, desk: FactDesk) -> None:
        super().__init__()
        self._desk = desk
        self._colours = colours
        self._event: Event | None = None
        self._lies = ""
        self._said_at: tuple[float, float] | None = None
        self._found = Found()
        self._written = self._entered = ""
        self._body = QWidget()
        self._lies_rows: tuple[QWidget, TextLabel] | None = None
        self.told = TextLabel()
        self.button = QPushButton(tr("Find place…"))
        self.button.clicked.connect(self.open_search)
        self.by_hand = QPushButton(tr("Move on the map"))
        self.by_hand.setProperty("role", "link")
        self.by_hand.setCursor(Qt.CursorShape.PointingHandCursor)
        self.by_hand.clicked.connect(self.move_wanted)
        self._ways = QWidget()
        ways = Flow(14)
        self._ways.setLayout(ways)
        for button in (self.button, self.by_hand):
            ways.addWidget(button)
        self.reason = TextLabel(role="muted")
        self.box = SearchBox(_TALLEST)
        self.box.written.connect(self._search)
        self.box.chosen.connect(self._choose)
        self.box.left.connect(self.close_search)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 4)
        self._rows.setSpacing(7)
        for part in (self._body, self.told, self._ways, self.reason, self.box):
            self._rows.addWidget(part)
        self.told.hide()
        self.set_read_only(None)

    def show_event(self, event: Event) -> None:
        """Show another event, or a newer state of the same."""
        before = self._event
        self._event = event
        if before is None or before.event_id != event.event_id:
            self.say("")
            self.close_search()
        elif self._said_at not in (None, (event.lon, event.lat)):
            # Undone, or moved again.
            self.say("")
        if before is None or (before.lon, before.lat) != (event.lon, event.lat):
            self._lies = ""
        self._show()

    def show_lies(self, event_id: str, words: str) -> None:
        """Show how the event's position lies to the nearest place."""
        if self._event is not None and event_id == self._event.event_id:
            self._lies = words
            self._show_lies()

    def show_found(self, text: str, found: Found) -> None:
        """Show what the words may mean; after Enter the keyboard goes to the list."""
        if self.box.show_rows(text, found.rows, found.message, wrong=found.wrong):
            self._found, self._written = found, text
            if found.rows and text == self._entered:
                self.box.edit.down.emit()

    def say(self, words: str, at: tuple[float, float] | None = None) -> None:
        """Say what was done, as long as the event lies there (lon, lat in degrees)."""
        self._said_at = at
        self.told.set_text(words)
        self.told.setVisible(bool(words))

    def open_search(self) -> None:
        """Ask for the place of the event that is shown, if there is one."""
        if self._event is not None and self.isVisible():
            self.say("")
            self._ways.hide()
            self.box.open(tr("Place of the event"), _PLACEHOLDER, self._event.place_name or "")
            # The words of the event are searched at once, but another name may be wanted.
            self._entered = ""

    def close_search(self) -> None:
        """Ask for nothing any more."""
        searching = self.box.searching
        self._found = Found()
        self.box.close_search()
        self._ways.show()
        if searching:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_read_only(self, reason: str | None) -> None:
        """Say why nothing can be placed; None if it can."""
        self.button.setEnabled(reason is None)
        self.button.setToolTip(
            plain_tip(reason or tr("Place it by a name or by coordinates (Ctrl+L)"))
        )
        self.button.setAccessibleDescription(reason or "")
        self.by_hand.setVisible(reason is None)
        self.by_hand.setToolTip(plain_tip(tr("Drag it to where it lies (Ctrl+Shift+L)")))
        self.reason.set_text(tr("Nothing can be placed: {reason}", reason=reason) if reason else "")
        self._mark()
        if reason is not None:
            self.close_search()

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self._show()

    def _mark(self) -> None:
        """Make much of the button where there is no place, and little where it is well known."""
        event = self._event
        none = event is not None and event.lon is None
        rough = none or (event is not None and event.geo_precision in ROUGH_PLACES)
        self.button.setText(tr("Find place…") if rough else tr("Correct place…"))
        self.button.setProperty("role", "primary" if none else "" if rough else "link")
        self.by_hand.setText(tr("Place on the map") if none else tr("Move on the map"))
        self.reason.setVisible(rough and bool(self.reason.text()))
        style = self.button.style()
        if style is not None:
            style.unpolish(self.button)
            style.polish(self.button)

    def _show(self) -> None:
        event = self._event
        if event is None:
            return
        body = QWidget()
        grid = FactGrid()
        body.setLayout(grid)
        desk = self._desk
        grid.add(tr("Place"), desk.make("place_name", event.place_name or tr("Place not named")))
        for name, key in ((tr("Region"), "admin1"), (tr("Country"), "country")):
            if getattr(event, key):
                grid.add(name, desk.make(key))
        precise = wording.precision(event, radius=False)
        grid.add(tr("Precision"), desk.make("geo_precision", precise))
        if event.radius_m is not None:
            grid.add(tr("Radius"), desk.make("radius_m"))
        if event.lon is not None and event.lat is not None:
            grid.add(tr("Position"), self._position(event.lon, event.lat, wording.position(event)))
        label = TextLabel()
        self._lies_rows = (grid.add(tr("On the map"), label), label)
        self._show_lies()
        self._rows.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self._mark()

    def _show_lies(self) -> None:
        if self._lies_rows is not None:
            name, label = self._lies_rows
            label.set_text(self._lies)
            for part in (name, label):
                part.setVisible(bool(self._lies))

    def _position(self, lon: float, lat: float, words: str) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        # It breaks between the two numbers, not before the last letter.
        row.addWidget(TextLabel(words.replace("° ", "°\N{NO-BREAK SPACE}")), 1)
        day = None if self._event is None else self._event.date_start
        button = CopyPosition(lon, lat, self._colours, day)
        button.copied.connect(self.copied)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return widget

    def _search(self, text: str, entered: bool) -> None:
        self._entered = text if entered else ""
        self.searched.emit(text, entered)

    def _choose(self, row: int) -> None:
        # Other words may stand there by now.
        where, written = self._found.places[row], self._written
        self.close_search()
        self.chosen.emit(where, written)
