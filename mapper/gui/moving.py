"""Moving an event by hand on the map: nothing is written until the person says it lies there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QObject, Qt

from mapper.gazetteer import position_values
from mapper.geodesy import Position, distance_m
from mapper.gui import wording
from mapper.gui.move_bar import MoveBar
from mapper.gui.place_search import lies
from mapper.gui.pointed import near_zoom, pointed, write_pointed
from mapper.gui.relocating import placing
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Tasks
from mapper.gui.translation import tr
from mapper.gui.web import MapView
from mapper.model.errors import shorten
from mapper.model.event import Event
from mapper.model.vocabulary import DEFAULT_RADIUS_M
from mapper.project import Change


class Moving(QObject):
    """Keeps the mark on the map, the bar and the project together.

    ``told`` is given the words about an event that was moved, to show them with Undo.
    """

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        map_view: MapView,
        bar: MoveBar,
        told: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._map = map_view
        self._bar = bar
        self._told = told
        self._event: Event | None = None
        self._where: Position | None = None
        map_view.moving.connect(self._move)
        map_view.move_done.connect(self._keep)
        map_view.move_left.connect(self.end)
        bar.kept.connect(self._keep)
        bar.left.connect(self.end)
        bar.exact_changed.connect(self._draw)
        session.opening.connect(lambda _path: self.end())
        session.changed.connect(self._follow_change)

    @property
    def on(self) -> bool:
        """Whether an event is being moved."""
        return self._event is not None

    def start(self, event: Event) -> None:
        """Ask on the map where an event lies."""
        self.end()
        self._event = event
        self._bar.ask(shorten(event.title, 50), wording.precision(event))
        self._come_near(event)
        self._draw()
        self._map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_near(self, event: Event) -> None:
        """Look closely enough to point: at the zoom of a country a pixel is a town."""
        look = self._map.look
        if look is None or event.lon is None or event.lat is None:
            return
        zoom = near_zoom(event.lat, event.radius_m)
        if look.zoom < zoom:
            self._map.set_view(event.lon, event.lat, zoom)

    def end(self) -> None:
        """Leave it where it is."""
        if self._event is not None:
            self._event = self._where = None
            self._tasks.drop("moving")
            self._map.move_event(None)
            self._bar.hide()

    def follow(self, event_id: str | None) -> None:
        """End it once another event is looked at."""
        if self._event is not None and event_id != self._event.event_id:
            self.end()

    def _follow_change(self, _data: ProjectData, change: Change) -> None:
        # It may be gone, or lie elsewhere.
        ids = change.event_ids
        if self._event is not None and (ids is None or self._event.event_id in ids):
            self.end()

    def _move(self, lon: float, lat: float) -> None:
        event = self._event
        if event is None:
            return
        zoom = 8.0 if self._map.look is None else self._map.look.zoom
        self._where = pointed(lon, lat, zoom)
        self._show("")
        now = replace(event, lon=self._where.lon, lat=self._where.lat, geo_precision=None)
        self._tasks.run(partial(lies, now), done=self._show, newest="moving")

    def _show(self, surroundings: str) -> None:
        event, where = self._event, self._where
        if event is None or where is None:
            return
        place = write_pointed(where)
        place = f"{place}. {surroundings}." if surroundings else f"{place}."
        if event.lon is not None and event.lat is not None:
            moved = wording.length(
                distance_m((event.lon, event.lat), (where.lon, where.lat)).item()
            )
            place = tr("{distance} from where it was: {place}", distance=moved, place=place)
        radius_m = position_values(where)["radius_m"]
        self._bar.show_place(place, radius_m, choice=self._was_known_worse())
        self._draw()

    def _draw(self) -> None:
        """Show the mark with how far the place may be off."""
        event = self._event
        if event is not None:
            where, radius_m = self._where, event.radius_m
            if where is not None and self._as_exact:
                radius_m = position_values(where)["radius_m"]
            label = tr(
                "The place of {title}: arrow keys move it, Enter puts it there, Escape leaves it.",
                title=shorten(event.title, 50),
            )
            self._map.move_event(event.event_id, label=label, radius_m=radius_m)

    def _was_known_worse(self) -> bool:
        """Tell whether the place was known less exactly than it is pointed at now."""
        event, where = self._event, self._where
        assert event is not None
        assert where is not None
        if event.lon is None or (event.geo_precision is None and event.radius_m is None):
            # Nothing was said of it: the hand is all there is.
            return False
        known_m = event.radius_m
        if known_m is None:
            known_m = DEFAULT_RADIUS_M[event.geo_precision or "country"]
        return known_m is None or known_m > position_values(where)["radius_m"]

    @property
    def _as_exact(self) -> bool:
        return not self._was_known_worse() or self._bar.exact.isChecked()

    def _keep(self) -> None:
        event, where = self._event, self._where
        if event is None or where is None:
            return
        title = shorten(event.title, 40)
        work = placing(
            event,
            where,
            f"{write_pointed(where)}, moved on the map",
            f"Move of {title}",
            as_exact=self._as_exact,
        )
        self.end()

        def done(change: Change | None) -> None:
            if change is not None:
                moved = tr("Moved {title}.", title=title)
                self._told(" ".join([moved, *change.warnings]))

        self._session.edit(work, done=done)
