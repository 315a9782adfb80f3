"""The map as a widget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PyQt6 import sip
from PyQt6.QtCore import QByteArray, QSize, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QFont, QFontInfo
from PyQt6.QtWebEngineWidgets import QWebEngineView
from PyQt6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mapper.gui.framing import Box, View, frame_box, holds, wrapped
from mapper.gui.translation import tr
from mapper.gui.web.bridge import Bridge
from mapper.gui.web.calls import ClientCalls, day_of, iso
from mapper.gui.web.page import BegunPage, MapPage
from mapper.gui.web.requests import MapRequests
from mapper.gui.web.scheme import HOME
from mapper.gui.web.watch import Watch

if TYPE_CHECKING:
    # The page is loaded before these are there: see `mapper.gui.starting`.
    import pandas as pd

    from mapper.gui.web.tiles import TileSource
    from mapper.mapdoc import MapDocument, MapUpdate

#: How place names may be written.
LABEL_SCRIPTS: Final = ("latin", "local", "both")

#: Height of the letters that the page is written for.
_USUAL_LETTERS_PX: Final = 13.0
#: After so many crashes over one document the map is not started again.
_MOST_CRASHES: Final = 3


class MapView(MapRequests):
    """Draws a map document; `register_scheme` must have been called before.

    Calls may come at any time. What is set (selection, range, events shown,
    theme, front day, layers, geodesic) holds until it is set otherwise: it is
    done once a document is there, again with each document, and after a crash.

    Signals
    -------
    selected(str)
        The person selected an event in the map; empty text for none.
    hovered(str)
        The pointer is over an event; empty text for none.
    measured(object)
        The measured line: ``{"points", "events", "closed", "legs_m",
        "bearings_deg", "total_m", "area_m2"}``, and ``"ended"`` when the person
        ended it in the map.
    viewChanged(object)
        Where the map looks: ``{"lon", "lat", "zoom", "from", "until"}``.
    lookChanged(object)
        How events are shown: ``{"style", "display", "circles"}``, as chosen in
        the map's legend or by `set_style`.
    rangeChanged(object, object)
        The person chose a closed range of days on the timeline; None: open end.
    picked(float, float), pick_left()
        After `pick_place` the person clicked there (lon, lat), or pressed Escape.
    moving(float, float), move_done(), move_left()
        After `move_event` it is to lie there so far (lon, lat); Enter or Escape was pressed.
    ready()
        A document is loaded and calls reach it.
    failed(str)
        A sentence about what went wrong in the map.
    tiles_failed(str)
        A sentence about why tiles of the base map are missing.
    labels_chosen(str)
        The person chose how place names are written: ``latin``, ``local``, ``both``.
    hung(bool)
        The map answers no more, or again; `restart` ends it.
    """

    selected = pyqtSignal(str)
    hovered = pyqtSignal(str)
    measured = pyqtSignal(object)
    viewChanged = pyqtSignal(object)  # noqa: N815
    lookChanged = pyqtSignal(object)  # noqa: N815
    rangeChanged = pyqtSignal(object, object)  # noqa: N815
    ready = pyqtSignal()
    failed = pyqtSignal(str)
    tiles_failed = pyqtSignal(str)
    labels_chosen = pyqtSignal(str)
    hung = pyqtSignal(bool)
    picked = pyqtSignal(float, float)
    pick_left = pyqtSignal()
    moving = pyqtSignal(float, float)
    move_done = pyqtSignal()
    move_left = pyqtSignal()

    def __init__(self, parent: QWidget | None = None, begun: BegunPage | None = None) -> None:
        super().__init__(parent)
        self._connected = False
        self._loads = 0
        self._crashes = 0
        self._restarting = False
        self._token = 0
        #: Where the map looks, None until it has said so.
        self.look: View | None = None
        #: The box that is in view, None until then.
        self.box: Box | None = None
        #: Tools and choices of the page, as it told them last.
        self._kept: dict[str, Any] | None = None
        #: The range of days as the map has it.
        self._range: tuple[dt.date | None, dt.date | None] = (None, None)
        self._waiting: dict[int, Callable[[], None]] = {}
        begun = BegunPage() if begun is None else begun
        self._page: MapPage | None
        self._handler, self._profile, self._page = begun.give_to(self)
        self._calls = ClientCalls(self._page)
        self._tiles: TileSource | None = None
        self._bridge = Bridge(self)
        begun.channel.registerObject("bridge", self._bridge)
        self._view = QWebEngineView(self)
        self._view.setPage(self._page)
        self._view.setAccessibleName(tr("Map"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setFocusProxy(self._view)
        self._follow_letters()
        self.watch = Watch(self._page, self._is_watched, self)
        self._connect()

    def _connect(self) -> None:
        assert self._page is not None
        self._page.lost.connect(self._restart)
        self._page.loadFinished.connect(self._check_load)
        self._bridge.page_ready.connect(self._on_connected)
        self._bridge.document_loaded.connect(self._on_loaded)
        self._bridge.page_drawn.connect(self._on_drawn)
        self._bridge.event_selected.connect(self._on_selected)
        self._bridge.event_hovered.connect(self.hovered)
        self._bridge.line_measured.connect(self.measured)
        self._bridge.view_changed.connect(self._on_view)
        self._bridge.look_changed.connect(self._on_look)
        self._bridge.range_changed.connect(self._on_range)
        self._bridge.page_failed.connect(self._on_failed)
        self._bridge.labels_chosen.connect(self._on_labels)
        self.watch.silent.connect(lambda: self.hung.emit(True))
        self.watch.answered.connect(lambda: self.hung.emit(False))
        self._bridge.state_kept.connect(self._on_state)
        self._bridge.place_picked.connect(self.picked)
        self._bridge.pick_left.connect(self.pick_left)
        self._bridge.event_moving.connect(self._on_moving)
        self._bridge.move_done.connect(self.move_done)
        self._bridge.move_left.connect(self.move_left)

    # What the window asks of the map

    def adopt(self, event_ids: pd.Index) -> None:
        """Take the document that the page began with (`BegunPage`) for that of these events.

        `load` does it for another; before that, which events are shown cannot be told.
        """
        self._calls.start(event_ids)

    @property
    def document(self) -> QByteArray:
        """The document loaded last, as it was given; its bytes are shared."""
        return self._handler.document

    def load(self, document: MapDocument, event_ids: pd.Index | None = None) -> None:
        """Show a document; the first is fitted, later ones keep the view.

        ``event_ids`` are the ids as whoever calls `set_shown` holds them.
        """
        self._calls.start(document.event_ids if event_ids is None else event_ids)
        self._handler.set_document(document.brief)
        given_up = self._crashes > _MOST_CRASHES
        self._crashes = 0
        if self._connected:
            self._fetch()
        elif given_up and self._page is not None:
            self._page.load(QUrl(HOME))

    def amend(self, update: MapUpdate) -> None:
        """Bring the document loaded last up to date; view and selection stay."""
        self._calls.update(update.message, update.event_ids)

    def set_range(self, from_day: dt.date | None, until_day: dt.date | None) -> None:
        """Show the events of a closed range of days; None leaves an end open."""
        # What the map has told comes back to it from the filter: by then it may be further on.
        if (from_day, until_day) == self._range:
            return
        self._range = (from_day, until_day)
        self._calls.set("setRange", iso(from_day), iso(until_day))

    def set_layer(self, name: str, on: bool) -> None:
        """Show or hide ``events``, ``control_areas``, ``lines_of_contact``, ``labels``."""
        self._calls.set("setLayer", name, on, key=f"setLayer {name}")
        if self._kept is not None:
            # The page tells of it a moment later only.
            self._kept["layers"][name] = on

    def set_tiles(self, source: TileSource | None) -> None:
        """Show tiles as base map; None shows Mapper's own. The source becomes the map's."""
        old, self._tiles = self._tiles, source
        address = self._handler.set_tiles(source)
        if source is not None:
            source.setParent(self)
            source.failed.connect(self.tiles_failed)
        self._calls.set("setTiles", None if source is None else source.description(address))
        if old is not None:
            old.close()
            old.deleteLater()

    @property
    def room(self) -> QSize:
        """Size of the map in the page's own pixels, which are as large as the letters ask for."""
        return self.size() / letters_zoom(QApplication.font())

    def _follow_letters(self) -> None:
        if self._page is not None:
            self._page.setZoomFactor(letters_zoom(QApplication.font()))

    def holds(self, box: Box) -> bool:
        """Tell whether all of a box is in view; yes until the map has said where it looks."""
        return self.look is None or holds(self.look, self.room, box)

    def show_box(self, box: Box) -> None:
        """Look at all of a box."""
        view = frame_box(box, self.room)
        self.set_view(view.lon, view.lat, view.zoom)

    def when_drawn(self, callback: Callable[[], None]) -> None:
        """Call back once everything asked for so far is painted."""
        self._token += 1
        self._waiting[self._token] = callback
        if self._calls.open:
            self._calls.do("whenDrawn", self._token)

    def restart(self) -> None:
        """End the map's process; the map comes back as it was."""
        self._restarting = True
        self.watch.end_page()

    def _is_watched(self) -> bool:
        window = self.window()
        minimized = window is not None and window.isMinimized()
        return self._connected and self.isVisible() and not minimized

    @property
    def messages(self) -> list[str]:
        """Errors and warnings of the page so far."""
        return [] if self._page is None else self._page.messages

    def run(self, script: str, callback: Callable[[Any], None]) -> None:
        """Run a script in the page and call back with its value (for tests)."""
        assert self._page is not None
        self._page.runJavaScript(script, callback)

    def close_page(self) -> None:
        """Delete the page before its profile, as Qt demands."""
        if self._page is None:
            return
        page, self._page = self._page, None
        self.watch.stop()
        self._connected = self._calls.open = False
        self._handler.set_tiles(None)
        if self._tiles is not None:
            self._tiles.close()
            self._tiles = None
        # At once, as the event loop may be over before a later deletion is due;
        # the view first, as it would make itself another page when hidden.
        self.setFocusProxy(None)
        for part in (self._view, page, self._profile):
            sip.delete(part)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Let go of the web engine."""
        self.close_page()
        super().closeEvent(event)

    # What the page tells

    def _on_connected(self) -> None:
        self._connected = True
        # What the page asked for as it began is on its way, unless it is another by now.
        self._loads = int(self._handler.ahead and self._handler.has_document)
        if self._handler.has_document and not self._handler.is_coming:
            self._fetch()

    def _fetch(self) -> None:
        self._calls.open = False
        self._loads += 1
        self._bridge.documentChanged.emit()

    def _on_loaded(self) -> None:
        self._loads = max(0, self._loads - 1)
        if self._loads:
            return
        self._calls.resume()
        for token in self._waiting:
            self._calls.do("whenDrawn", token)
        self.ready.emit()

    def _on_drawn(self, token: int) -> None:
        # Asked again after a load or a crash; answered once.
        callback = self._waiting.pop(token, None)
        if callback is not None:
            callback()

    def _on_failed(self, sentence: str) -> None:
        self._loads = 0
        self.failed.emit(sentence)

    def _on_selected(self, event_id: str) -> None:
        self._calls.note("select", event_id or None)
        self.selected.emit(event_id)

    def _on_moving(self, lon: float, lat: float) -> None:
        if self._mover is not None:
            # After a crash the mark stands where it was.
            self._mover |= {"lon": lon, "lat": lat}
            self._calls.note("moveEvent", self._mover)
            self.moving.emit(lon, lat)

    def _on_labels(self, script: str) -> None:
        if script in LABEL_SCRIPTS:
            self._calls.note("setLabels", script)
            self.labels_chosen.emit(script)

    def _on_view(self, view: dict[str, Any]) -> None:
        self.look = View(view["lon"], view["lat"], view["zoom"])
        self.box = wrapped(tuple(view["box"]))
        self.viewChanged.emit(view)

    def _on_look(self, look: dict[str, Any]) -> None:
        # What was chosen in the legend holds after a crash, too.
        for name, value in look.items():
            self._calls.note(f"set{name.capitalize()}", value)
        self.lookChanged.emit(look)

    def _on_range(self, from_day: str, until_day: str) -> None:
        self._range = (day_of(from_day), day_of(until_day))
        self._calls.note("setRange", from_day or None, until_day or None)
        self.rangeChanged.emit(*self._range)

    def _on_state(self, state: dict[str, Any]) -> None:
        self._kept = state

    def _check_load(self, succeeded: bool) -> None:
        # A page that is loaded has its own again.
        self._follow_letters()
        if not succeeded and self._page is not None:
            self.failed.emit(tr("The map page could not be loaded."))

    def _restart(self, sentence: str) -> None:
        was_shown = self._calls.open
        self._connected = self._calls.open = False
        if was_shown and self._kept is not None:
            self._calls.do("restore", self._kept)
        if was_shown and self.look is not None:
            self.set_view(self.look.lon, self.look.lat, self.look.zoom)
        wanted, self._restarting = self._restarting, False
        if not wanted:
            # As the person wanted it there is nothing to tell, nor to count.
            self._crashes += 1
            again = self._crashes <= _MOST_CRASHES
            then = tr("It was started again.") if again else tr("It was not started again.")
            self.failed.emit(f"{sentence} {then}")
            if not again:
                return
        assert self._page is not None
        self._page.load(QUrl(HOME))


def letters_zoom(font: QFont) -> float:
    """Return how much larger than as written the page is shown: its letters go with the system's.

    The page is written for letters of 13 pixels; in steps of a twentieth, never smaller.
    """
    return min(max(round(QFontInfo(font).pixelSize() / _USUAL_LETTERS_PX * 20.0) / 20.0, 1.0), 3.0)
