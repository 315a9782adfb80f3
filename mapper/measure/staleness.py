"""Whether a kept measurement still stands: its places, its day and the fronts of that day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, Final, Literal

import shapely

from mapper.measure.fronts import Fronts
from mapper.measure.kept import KeptMeasurement
from mapper.measure.measurement import Place
from mapper.measure.snapshots import Snapshot
from mapper.model.errors import MapperError
from mapper.model.event import Event
from mapper.model.schema import GEOMETRY

#: What became another since: an event is gone, a place or radius, the event's day, the fronts of
#: the day, the country's boundary.
KeptChange = Literal["event", "place", "day", "fronts", "boundary"]

#: Degrees within which two positions are one, a millimetre; metres for radii.
_SAME: Final = 1e-8
_SAME_M: Final = 1e-3


class FrontMarks:
    """Tells fronts of a day apart by their outlines; each is looked at once.

    Parameters
    ----------
    fronts
        Those of the project as they are now.
    """

    def __init__(self, fronts: Fronts) -> None:
        self._fronts = fronts
        self._known: dict[tuple[str, tuple[int, ...]], str] = {}

    def of_day(self, day: dt.date | None, source: str | None = None) -> list[dict[str, Any]]:
        """Return the snapshots of a day, as `KeptMeasurement.inputs` keeps them.

        Parameters
        ----------
        source
            Only those of this source.
        """
        return [
            {
                "source": one.source,
                "kind": one.kind,
                "as_of": one.as_of.isoformat(),
                "fingerprint": self._fingerprint(one),
            }
            for one in self._of_day(day, source)
        ]

    def terms(self, day: dt.date | None, source: str | None = None) -> list[dict[str, Any]]:
        """Return source, day and terms of the snapshots of a day, as `of_day`, the one used first.

        These are to be told with a distance; when they alone change, it still stands.
        """
        return [
            {
                "source": one.source,
                "what": "collected on" if one.collected else "as of",
                "as_of": one.as_of.isoformat(),
                "published_at": one.published_at,
                "gap_days": one.gap_days,
                "attribution": one.attribution,
                "licence": one.licence,
                "redistribution": one.redistribution,
            }
            for one in self._of_day(day, source)
        ]

    @property
    def boundary(self) -> str | None:
        """What tells the country's own boundary from another; None where there is none."""
        outline = self._fronts.outline
        return None if outline is None else _digest([outline.geometry])

    def _of_day(self, day: dt.date | None, source: str | None) -> list[Snapshot]:
        try:
            found = self._fronts.all_of_day(day)
        except MapperError:
            return []
        return [one for one in found if source is None or one.source == source]

    def _fingerprint(self, snapshot: Snapshot) -> str:
        key = (snapshot.kind, snapshot.rows)
        if key not in self._known:
            area = snapshot.kind == "control_area"
            table = self._fronts.control_areas if area else self._fronts.lines_of_contact
            shapes = table[GEOMETRY].to_numpy()[list(snapshot.rows)]
            self._known[key] = _digest(shapes)
        return self._known[key]


def what_changed(
    kept: KeptMeasurement, marks: FrontMarks, event_of: Callable[[str], Event | None]
) -> KeptChange | None:
    """Return what a measurement was made from that is another now, None where all stands.

    Parameters
    ----------
    marks
        Of the fronts as they are now.
    event_of
        Gives an event by its id, None if there is none.
    """
    for number, place in enumerate(kept.places):
        # The column follows when its event is merged into another one.
        event_id = kept.event_id if number == 0 else place.get("event_id")
        if not event_id:
            continue
        event = event_of(str(event_id))
        if event is None:
            return "event"
        if not _same_place(place, event):
            return "place"
        day = kept.inputs.get("day")
        if number == 0 and kept.inputs.get("event_day") and day != _iso(event.date_start):
            return "day"
    within = kept.inputs.get("boundary")
    if (within or kept.inputs.get("fronts")) and within != marks.boundary:
        return "boundary"
    then = kept.inputs.get("fronts")
    if isinstance(then, list):
        day, source = kept.inputs.get("day"), kept.inputs.get("source")
        now = marks.of_day(None if day is None else dt.date.fromisoformat(day), source)
        if now != then:
            return "fronts"
    return None


def _same_place(place: Any, event: Event) -> bool:
    try:
        now = Place.of_event(event)
    except MapperError:
        return False
    if abs(now.lon - place["lon"]) > _SAME or abs(now.lat - place["lat"]) > _SAME:
        return False
    region = None if now.region is None else now.region.name
    return bool(region == place.get("region") and abs(now.radius_m - place["radius_m"]) <= _SAME_M)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _digest(shapes: Any) -> str:
    written = hashlib.sha256()
    for one in shapes:
        written.update(shapely.to_wkb(one))
    return written.hexdigest()[:16]
