"""Rings around all events that are selected in the list, while the map can tell them apart."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QObject, QTimer

from mapper.gui.event_table import EventTable
from mapper.gui.listing import Listing
from mapper.gui.web import MapView

#: More rings than these say nothing on a map, and hold its page up.
MOST_RINGED: Final = 500
#: Selecting is followed once it pauses: Shift and an arrow held down selects row after row.
_PAUSE_MS: Final = 60


class Ringing(QObject):
    """Tells the map which events are selected, if they are several."""

    def __init__(
        self, table: EventTable, listing: Listing, map_view: MapView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._map = map_view
        self._ringed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        table.selection_changed.connect(self._pause.start)
        # Other rows hold the selected events then.
        listing.arranged.connect(self._pause.start)

    def _tell(self) -> None:
        wanted = 1 < len(self._table.selected_rows()) <= MOST_RINGED
        if wanted:
            self._map.set_ringed(self._table.selected())
        elif self._ringed:
            self._map.set_ringed(None)
        self._ringed = wanted
