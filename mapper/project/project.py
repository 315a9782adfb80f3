"""A project: one GeoPackage, and edits of it that last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mapper.measure import KeptMeasurement, Shape
from mapper.model.event import Event, Source
from mapper.model.medium import Medium
from mapper.project import boundary as boundaries
from mapper.project import edits, front_edits, history, imports, measurements, media, merging
from mapper.project.comparison import Comparison
from mapper.project.connection import sentences
from mapper.project.handover import ColleaguesCopy, Theirs
from mapper.project.handover_taking import take_copy
from mapper.project.handover_words import CopyComparison
from mapper.project.history import Change
from mapper.project.imports import Overwrite, Progress
from mapper.project.writing import Writing
from mapper.readers import ImportResult


class Project(Writing):
    """An open project; made by `open_project` and `create_project`.

    Frames are read when first asked for and kept until a change; a caller
    may do with its frame what it likes. All methods may be called from any
    thread, one at a time.

    Attributes
    ----------
    path
        The file.
    mode
        ``r`` or ``rw``.
    read_only_reason
        Why a project that was to be written is open for reading only.
    settings
        Values kept with the project.
    lines
        Derived lines of contact kept with it, for `mapper.measure.Fronts`.
    elsewhere
        What other programs changed since Mapper had it open last; a step of its own.
    """

    def compare(
        self,
        result: ImportResult,
        *,
        overwrite: Overwrite = (),
        progress: Progress | None = None,
    ) -> Comparison:
        """Return what `add` would change, field by field; nothing is written.

        Parameters are those of `add`.
        """
        with self._busy, sentences(self.path):
            return imports.compare(self._connection, result, overwrite=overwrite, progress=progress)

    def add(
        self,
        result: ImportResult,
        *,
        overwrite: Overwrite = (),
        progress: Progress | None = None,
    ) -> Change:
        """Take a reader's result in, as one step.

        Events are matched by ``event_id`` and fronts by ``front_id``; what differs is
        updated. An event that somebody edited since it came in is weighed field by field
        with what its feed gave before: where the project still has that, the file's value
        is taken; where somebody changed it, theirs stays and the event counts as
        ``kept`` (as unchanged, if nothing of it was taken). Fields that only make sense
        together (place, days, killed, injured) are taken or stay together. Sources that
        somebody changed or deleted stay so. What feeds gave is not known of events
        edited in a file of format 1.0 and of events made here: they stay whole.

        Events merged into another one are recognised by their ids: the values their
        feed changes become claims of the kept event. Nothing is deleted; events of a
        living feed that a file covers and does not list are told of in ``warnings``.

        Parameters
        ----------
        overwrite
            Ids of edited events that are to have the file's values wherever the file
            says anything, or ``"all"`` for all of them.
        progress
            Called with the share done, 0 to 1. Returning False cancels.

        Raises
        ------
        CancelledError
            If ``progress`` returned False; the project is as it was.
        """
        return self.add_all([result], overwrite=overwrite, progress=progress)

    def add_all(
        self,
        results: Iterable[ImportResult],
        *,
        overwrite: Overwrite = (),
        progress: Progress | None = None,
    ) -> Change:
        """Take the results of several files in, as one step: all of them or none.

        Parameters are those of `add`; results that are no sequence are asked for one
        after another, each told its own progress. ``parts`` of the change has one per
        result, in their order (also for a single one).
        """
        return self._act(
            lambda step: imports.take(
                self._connection, step, results, overwrite=overwrite, progress=progress
            )
        )

    def take_copy(
        self,
        file: Path,
        *,
        theirs: Theirs = (),
        told: CopyComparison | None = None,
        progress: Progress | None = None,
    ) -> Change:
        """Take what a colleague changed in a copy, as one step; the copy is only read.

        What only one side changed since both parted, or since the copy was merged last,
        has that side's value. Conflicts stay as they are here and count as ``kept``, but
        for those of ``theirs`` (or ``"all"``); they are not asked again. If there are
        others than in ``told``, which the person was shown, nothing is taken.
        """
        with self._busy, ColleaguesCopy(self._connection, self.path, file, progress) as copy:
            return self._act(lambda step: take_copy(step, copy, theirs, told), copy.origin())

    def merge_events(
        self, keep_id: str, other_ids: Sequence[str], *, reason: str | None = None
    ) -> Change:
        """Merge duplicates into the event ``keep_id``, with the provenance of all.

        Their sources, claims, media and measurements move to the kept event, the same
        address only once. What the kept event lacks is filled in (place, days, killed
        and injured each only as a whole); where it has another value, its own stays and
        the other's is a claim, as is the other's external id. The result is sensitive
        if any of them is. Later imports recognise the ids of the merged events.
        """
        return self._act(
            lambda _step: merging.merge_events(self._connection, keep_id, other_ids), reason
        )

    def group_events(
        self,
        event_ids: Sequence[str],
        incident_id: str | None = None,
        *,
        reason: str | None = None,
    ) -> Change:
        """Give events of one salvo a common ``incident_id``.

        With None it is the one that some of them have, if it is only one, else a new one
        made from their ids.
        """
        return self._act(
            lambda _step: merging.group_events(self._connection, event_ids, incident_id), reason
        )

    def add_event(
        self, event: Event, sources: Sequence[Source] = (), *, reason: str | None = None
    ) -> Change:
        """Add one event and its sources; empty ids are filled in."""
        return self._act(lambda step: edits.add_event(self._connection, event, sources), reason)

    def update_events(
        self,
        event_ids: Sequence[str],
        *,
        reason: str | None = None,
        progress: Progress | None = None,
        **values: Any,
    ) -> Change:
        """Set the same values on one or many events.

        ``values`` are columns of the table ``events``, with ``lon`` and
        ``lat`` (WGS 84 degrees) for the place; None empties a field. ``progress`` is that
        of `add`, for more events than a change lists.
        """
        return self._act(
            lambda step: edits.update_events(self._connection, event_ids, values, progress),
            reason,
        )

    def delete_events(
        self,
        event_ids: Sequence[str],
        *,
        reason: str | None = None,
        progress: Progress | None = None,
    ) -> Change:
        """Delete events with their sources, claims, media and measurements.

        ``progress`` is that of `add`.
        """
        return self._act(
            lambda step: edits.delete_events(self._connection, event_ids, progress), reason
        )

    def add_source(self, source: Source, *, reason: str | None = None) -> Change:
        """Add a source to an event; an empty ``source_id`` is filled in."""
        return self._act(lambda step: edits.add_source(self._connection, source), reason)

    def update_source(self, source_id: str, *, reason: str | None = None, **values: Any) -> Change:
        """Set fields of one source."""
        return self._act(
            lambda step: edits.update_source(self._connection, source_id, values), reason
        )

    def set_claims(
        self, source_id: str, values: Mapping[str, str | None], *, reason: str | None = None
    ) -> Change:
        """Set what a source says of fields of its event; None takes a claim away."""
        return self._act(
            lambda _step: edits.set_claims(self._connection, source_id, values), reason
        )

    def delete_sources(self, source_ids: Sequence[str], *, reason: str | None = None) -> Change:
        """Delete sources and their media."""
        return self._act(lambda step: edits.delete_sources(self._connection, source_ids), reason)

    def add_media(self, items: Sequence[Medium], *, reason: str | None = None) -> Change:
        """Attach files or addresses to sources of an event; empty ids are filled in."""
        return self._act(lambda _step: media.add_media(self._connection, items), reason)

    def update_medium(self, media_id: str, *, reason: str | None = None, **values: Any) -> Change:
        """Set ``caption``, ``taken_at`` or ``source_id`` of a medium."""
        return self._act(
            lambda _step: media.update_medium(self._connection, media_id, values), reason
        )

    def delete_media(self, media_ids: Sequence[str], *, reason: str | None = None) -> Change:
        """Take media away; their files stay where they are."""
        return self._act(lambda _step: media.delete_media(self._connection, media_ids), reason)

    def update_fronts(
        self, front_ids: Sequence[str], *, reason: str | None = None, **values: str | None
    ) -> Change:
        """Set ``attribution``, ``licence``, ``redistribution`` or ``url`` of fronts.

        ``front_ids`` are of both tables; None empties a field.
        """
        return self._act(
            lambda _step: front_edits.update_fronts(self._connection, front_ids, values), reason
        )

    def delete_fronts(self, front_ids: Sequence[str], *, reason: str | None = None) -> Change:
        """Delete control areas and lines of contact."""
        return self._act(
            lambda _step: front_edits.delete_fronts(self._connection, front_ids), reason
        )

    def keep_measurement(self, kept: KeptMeasurement, *, reason: str | None = None) -> Change:
        """Keep a measurement; an empty id is filled in, an id that is there is replaced."""
        return self._act(lambda _step: measurements.keep(self._connection, kept), reason)

    def note_measurement(
        self, measurement_id: str, note: str | None, *, reason: str | None = None
    ) -> Change:
        """Write a note to a kept measurement; None takes it away."""
        return self._act(
            lambda _step: measurements.set_note(self._connection, measurement_id, note), reason
        )

    def delete_measurements(
        self, measurement_ids: Sequence[str], *, reason: str | None = None
    ) -> Change:
        """Delete kept measurements."""
        return self._act(
            lambda _step: measurements.delete(self._connection, measurement_ids), reason
        )

    def set_boundary(self, shape: Shape | None, *, reason: str | None = None) -> Change:
        """Set the country's own boundary (an area), or clear it with None."""
        return self._act(lambda step: boundaries.keep(self._connection, shape), reason)

    def give_reason(self, step: int, reason: str | None) -> Change:
        """Say why a step was made (by `Change.step`), or not (None); it is no step itself."""
        with self.transaction() as connection:
            return self._with_meanwhile(history.give_reason(connection, step, reason))
