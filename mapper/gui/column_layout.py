"""Which columns the event list shows, in which order and how wide; remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QTableView

from mapper.gui.event_delegate import AROUND_TEXT
from mapper.gui.list_columns import FEWEST, LOOKS, SECTIONS, USUAL

#: Letters of a title that are seen in the narrowest list.
SHORTEST_TITLE: Final = 14


class ColumnLayout(QObject):
    """The columns of a table with the sections of `LOOKS`.

    Columns are as wide as the list has room for; those that the person set stay as they are.

    Signals
    -------
    changed()
        Other columns are shown, or in another order.
    """

    changed = pyqtSignal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        header = table.horizontalHeader()
        assert header is not None
        self._header = header
        #: Widths that the person set, in pixels.
        self._own: dict[str, int] = {}
        #: Whether the person chose the columns.
        self._chosen = False
        self._busy = False
        self.show(USUAL)
        header.sectionResized.connect(self._take_width)
        header.sectionMoved.connect(self._take_move)

    @property
    def shown(self) -> list[str]:
        """The columns shown, from left to right."""
        return [key for key in self.all if not self._header.isSectionHidden(SECTIONS[key])]

    @property
    def all(self) -> list[str]:
        """All columns, from left to right; those not shown, too."""
        return [LOOKS[self._header.logicalIndex(at)].key for at in range(len(LOOKS))]

    @property
    def usual(self) -> bool:
        """Whether nothing is other than it is for everyone at first."""
        return not self._own and not self._chosen

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """Take what happens to the columns meanwhile for nobody's wish."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def show(self, keys: Sequence[str], *, chosen: bool = False) -> None:
        """Show these columns from left to right, and no others; the title is always shown."""
        keys = list(keys) if "title" in keys else ["title", *keys]
        self._busy = True
        for place, key in enumerate(keys):
            self._header.moveSection(self._header.visualIndex(SECTIONS[key]), place)
        for key, section in SECTIONS.items():
            self._header.setSectionHidden(section, key not in keys)
        self._busy = False
        self._chosen = chosen
        self.share_width()
        self.changed.emit()

    def turn(self, key: str, *, shown: bool) -> None:
        """Show or hide one column where it stands."""
        if shown != (key in self.shown) and key != "title":
            # What is hidden keeps its place for when it is wanted again.
            self._header.setSectionHidden(SECTIONS[key], not shown)
            self._chosen = True
            self.share_width()
            self.changed.emit()

    def reset(self) -> None:
        """Show the usual columns as wide as there is room for."""
        self._own = {}
        self.show(USUAL)

    def state(self) -> dict[str, Any]:
        """Return what is to be remembered."""
        return {"columns": self.shown if self._chosen else [], "widths": self._own}

    def restore(self, state: dict[str, Any]) -> None:
        """Take what was remembered, as far as it is understood."""
        keys, widths = state.get("columns"), state.get("widths")
        if isinstance(widths, dict):
            self._own = {
                key: width
                for key, width in widths.items()
                if key in SECTIONS and isinstance(width, int) and 10 <= width <= 3000
            }
        known = [key for key in keys if key in SECTIONS] if isinstance(keys, list) else []
        known = list(dict.fromkeys(known))
        self.show(known or USUAL, chosen=bool(known))

    def share_width(self) -> None:
        """Give each column its width, and the title what is left."""
        view = self._table.viewport()
        assert view is not None
        digit = self._table.fontMetrics().horizontalAdvance("0")
        full = {
            look.key: digit * max(look.characters, len(look.header) - 1) + AROUND_TEXT
            for look in LOOKS
        } | self._own
        least = {
            look.key: digit * max(look.least, len(look.header) - 1) + AROUND_TEXT for look in LOOKS
        } | self._own
        shown = self.shown
        # Chosen columns are all wanted; of the usual ones as many as leave room for the title.
        fewest = len(shown) if self._chosen else FEWEST
        tries = [(full, shown)] + [
            (least, shown[:count]) for count in range(len(shown), fewest - 1, -1)
        ]
        room = view.width()
        for widths, wanted in tries:
            rest = room - sum(widths[key] for key in wanted)
            if rest >= 0:
                break
        if "title" not in self._own:
            # A title in a few letters is still more than none.
            shortest = min(widths["title"], digit * SHORTEST_TITLE + AROUND_TEXT)
            widths["title"] = max(widths["title"] + rest, shortest)
        self._busy = True
        for key, width in widths.items():
            if key in shown:
                self._header.resizeSection(SECTIONS[key], width)
        self._busy = False

    def _take_width(self, section: int, _before: int, width: int) -> None:
        if not self._busy and width > 0:
            self._own[LOOKS[section].key] = width

    def _take_move(self) -> None:
        if not self._busy:
            self._chosen = True
            self.changed.emit()
