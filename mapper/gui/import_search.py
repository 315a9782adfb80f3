"""Rows without coordinates looked up under another name, or placed by coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout

from mapper import gazetteer
from mapper.geodesy import read_position
from mapper.gui.labels import TextLabel
from mapper.gui.place_search import around_words
from mapper.gui.search_box import SearchBox
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr
from mapper.model.errors import MapperError
from mapper.readers import Placed, PlaceWords
from mapper.readers.unplaced import candidates

_SHORTEST: Final = 2
_HINT: Final = tr("Another name, or coordinates in any notation")

#: What can be chosen for rows: a place of the gazetteer, or a position that was given.
Spot = gazetteer.Candidate | Placed


@dataclass(frozen=True)
class Spots:
    """What some words may mean, best first, and what to say of it."""

    spots: tuple[Spot, ...] = ()
    message: str = ""
    wrong: bool = False


def find_spots(words: PlaceWords, text: str, entered: bool, progress: Progress) -> Spots:
    """Return where rows may lie by what the person wrote; region and country of the rows help.

    While it is being written (not ``entered``) only completions are given.
    """
    try:
        position = read_position(text, near=_position_of)
        progress.check()
        if position is not None:
            name = f"{position.lon:.5f}, {position.lat:.5f}"
            near = around_words(gazetteer.surroundings(position.lon, position.lat))
            name = f"{name}: {near[:1].lower()}{near[1:]}"
            spot = Placed(position.lon, position.lat, position.radius_m, name, text.strip())
            return Spots((spot,))
        if not entered:
            enough = len(text.strip()) >= _SHORTEST
            return Spots(tuple(gazetteer.complete(text)) if enough else ())
        found = tuple(candidates((text, *words[1:])))
    except MapperError as error:
        said = str(error)
        return Spots(message=said[:1].upper() + said[1:], wrong=True) if entered else Spots()
    return Spots(found, "" if found else tr("No place of that name is known."), wrong=not found)


def _position_of(name: str) -> tuple[float, float]:
    place = gazetteer.resolve(name)
    return place.lon, place.lat


class PlaceSearch(QFrame):
    """Asks where some rows lie; what is written is looked up by the owner.

    Signals
    -------
    searched(str, bool)
        Text, and whether it was entered or is still being written; answered by
        `show_spots`.
    chosen(Candidate or Placed)
        Where the rows lie.
    left()
        The person wants to go back to the table.
    """

    searched = pyqtSignal(str, bool)
    chosen = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note")
        self.title = TextLabel(bold=True)
        self.box = SearchBox(tallest=150)
        self._spots: tuple[Spot, ...] = ()
        self._entered = ""
        self.box.written.connect(self._search)
        self.box.chosen.connect(lambda row: self.chosen.emit(self._spots[row]))
        self.box.left.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(5)
        layout.addWidget(self.title)
        layout.addWidget(self.box)
        self.hide()

    def open(self, title: str) -> None:
        """Ask for some rows."""
        self.title.set_text(title)
        self._spots, self._entered = (), ""
        self.show()
        self.box.open(title, _HINT)

    def close_search(self) -> None:
        """Ask for nothing any more."""
        self.box.close_search()
        self.hide()

    def show_spots(self, text: str, found: Spots) -> None:
        """Show what the text may mean; after Enter the keyboard goes to the list."""
        rows = [spot.name if isinstance(spot, Placed) else str(spot) for spot in found.spots]
        if not self.box.show_rows(text, rows, found.message, wrong=found.wrong):
            return
        self._spots = found.spots
        if rows and text == self._entered:
            self.box.edit.down.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        # Enter searches or chooses here; it must not start the import.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _search(self, text: str, entered: bool) -> None:
        self._entered = text if entered else ""
        self.searched.emit(text, entered)
