"""Looks up where the selected event may lie, and puts it there when the person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gazetteer import Region, Whereabouts, place_event
from mapper.gui.place_search import find_places, lies
from mapper.gui.place_section import PlaceSection
from mapper.gui.session import Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.model.errors import shorten
from mapper.model.event import Event
from mapper.project import Change, Project


class Relocating(QObject):
    """Answers a `PlaceSection`; the newest wish wins.

    Signals
    -------
    placed()
        The event lies where the person said.
    """

    placed = pyqtSignal()

    def __init__(
        self, tasks: Tasks, session: Session, section: PlaceSection, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._section = section
        self._event: Event | None = None
        section.searched.connect(self._search)
        section.chosen.connect(self._place)

    def show_event(self, event: Event, read_only_reason: str | None) -> None:
        """Take the event that is shown, and say how it lies."""
        self._event = event
        self._section.set_read_only(read_only_reason)
        self._tasks.run(
            partial(lies, event),
            done=partial(self._section.show_lies, event.event_id),
            newest="lies",
        )

    def _search(self, text: str, entered: bool) -> None:
        if self._event is not None:
            self._tasks.run(
                partial(find_places, self._event, text, entered),
                done=partial(self._section.show_found, text),
                newest="place",
            )

    def _place(self, where: Whereabouts, written: str) -> None:
        event = self._event
        if event is None:
            return

        work = placing(event, where, written, f"Placing of {shorten(event.title, 40)}")

        def done(change: Change | None) -> None:
            if change is not None and self._event and self._event.event_id == event.event_id:
                words = " ".join([tr("Placed."), *change.warnings, tr("Undo takes it back.")])
                self._section.say(words, _lonlat(where))
            self.placed.emit()

        self._session.edit(work, done=done)


def placing(
    event: Event, where: Whereabouts, written: str, name: str, *, as_exact: bool = True
) -> Callable[[Project, Progress], Change]:
    """Return the work that puts an event somewhere, as a step of that name.

    Unless ``as_exact``, it stays known as exactly as before.
    """

    def work(project: Project, _progress: Progress) -> Change:
        # As it is in the file, not as it was shown: nothing written since is lost.
        placement = place_event(project.event(event.event_id), where, written)
        values = dict(placement.values)
        if not as_exact:
            del values["geo_precision"], values["radius_m"]
        with project.step(name, reason=placement.note) as step:
            project.update_events([event.event_id], **values)
        return replace(step.change, warnings=(*placement.told, *step.change.warnings))

    return work


def _lonlat(where: Whereabouts) -> tuple[float, float]:
    return where.lonlat if isinstance(where, Region) else (where.lon, where.lat)
