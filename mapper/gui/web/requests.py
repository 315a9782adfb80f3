"""What is asked of the map and needs no answer: each is one call into the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtWidgets import QWidget

from mapper.gui.chosen import Chosen
from mapper.gui.web.calls import ClientCalls, iso

if TYPE_CHECKING:
    # The page is loaded before these are there: see `mapper.gui.starting`.
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


class MapRequests(QWidget):
    """The part of `MapView` that only asks."""

    _calls: ClientCalls
    _mover: dict[str, Any] | None = None

    def select(self, event_id: str | None) -> None:
        """Select an event and show where it is; None selects nothing."""
        self._calls.set("select", event_id)

    def set_shown(
        self,
        event_ids: Sequence[str] | pd.Index | None,
        rows: npt.NDArray[np.intp] | None = None,
    ) -> None:
        """Show only these events, or ``rows`` of them; None shows all."""
        if event_ids is None:
            self._calls.set("setShown", None)
            return
        import numpy as np
        import pandas as pd

        of = event_ids if isinstance(event_ids, pd.Index) else pd.Index(event_ids)
        self._calls.set("setShown", Chosen(of, np.arange(len(of)) if rows is None else rows))

    def set_ringed(self, events: Chosen | None) -> None:
        """Draw rings around several events; None draws none."""
        self._calls.set("setRinged", events)

    def set_style(self, name: str) -> None:
        """Let colours tell ``status``, ``type``, ``weapon`` or ``casualties``."""
        self._calls.set("setStyle", name)

    def set_theme(self, theme: str | None) -> None:
        """Use the theme ``light``, ``dark`` or ``high-contrast``; None follows the system."""
        self._calls.set("setTheme", theme)

    def set_front_day(self, day: dt.date | None) -> None:
        """Show the front of a day; None leaves the choice to the map."""
        self._calls.set("setFrontDay", iso(day))

    def set_labels(self, script: str) -> None:
        """Write place names in ``latin``, ``local`` script, or ``both``."""
        self._calls.set("setLabels", script)

    def show_geodesic(self, geodesic: Mapping[str, Any] | None) -> None:
        """Draw a geodesic: ``{"line", "label", "end"}``; None takes it away.

        ``line`` is a list of lines of ``[lon, lat]``, ``end`` a mapping of
        ``lon``, ``lat``, ``name``.
        """
        self._calls.set("showGeodesic", None if geodesic is None else dict(geodesic))

    def set_measurements(self, packed: Sequence[Mapping[str, Any]]) -> None:
        """Draw kept measurements, as `mapper.mapdoc.packed_measurements` gives them."""
        self._calls.set("setMeasurements", [dict(one) for one in packed])

    def start_measure(self) -> None:
        """Start measuring in the map."""
        self._calls.do("startMeasure")

    def stop_measure(self) -> None:
        """Stop measuring."""
        self._calls.do("stopMeasure")

    def undo_measure(self) -> None:
        """Take the last measured point back, or open an outline again."""
        self._calls.do("undoMeasure")

    def close_measure(self) -> None:
        """Make an outline of the measured line."""
        self._calls.do("closeMeasure")

    def pick_place(self, on: bool) -> None:
        """Let the next clicks say where something lies (`picked`), or select events again."""
        self._calls.set("pickPlace", on)

    def move_event(
        self, event_id: str | None, *, label: str = "", radius_m: float | None = None
    ) -> None:
        """Let the person say where an event lies now (`moving`); None ends it.

        ``label`` is read out, a circle of ``radius_m`` drawn around the place. Called again
        for the same event the place stays where it was moved to.
        """
        before, self._mover = self._mover, None
        if event_id is not None:
            self._mover = {"id": event_id, "label": label, "radius_m": radius_m}
            if before is not None and before["id"] == event_id:
                self._mover = before | self._mover
        self._calls.set("moveEvent", self._mover)

    def set_unit(self, unit: str) -> None:
        """Use ``km``, ``mi`` or ``nmi`` for the scale."""
        self._calls.set("setUnit", unit)

    def fit(self) -> None:
        """Show everything that is on the map."""
        self._calls.do("fit")

    def home(self) -> None:
        """Go back to the first view."""
        self._calls.do("home")

    def set_view(self, lon: float, lat: float, zoom: float) -> None:
        """Look at a position (degrees) from a zoom level."""
        self._calls.do("setView", {"lon": lon, "lat": lat, "zoom": zoom})
