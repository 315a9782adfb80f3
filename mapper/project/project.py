"""A project: one GeoPackage, its tables as frames, and edits that last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import apsw
import geopandas as gpd
import pandas as pd

from mapper.measure import Shape
from mapper.model import schema
from mapper.model.errors import InputError, ProjectError, ReadOnlyProjectError, shorten
from mapper.model.event import Event, Source
from mapper.model.schema import Table
from mapper.project import boundary as boundaries
from mapper.project import edits, history, imports, summary, tables
from mapper.project.connection import sentences
from mapper.project.history import Change, Step
from mapper.project.lines import KeptLines, keep
from mapper.project.lock import WriterLock
from mapper.project.settings import Settings
from mapper.readers import ImportResult


class Project:
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
    """

    def __init__(
        self,
        path: Path,
        connection: apsw.Connection,
        *,
        lock: WriterLock | None,
        read_only_reason: str | None = None,
    ) -> None:
        self.path = path
        self.mode = "r" if lock is None else "rw"
        self.read_only_reason = read_only_reason
        self.settings = Settings(self)
        self.lines = KeptLines(self)
        self._connection = connection
        self._lock = lock
        self._busy = threading.RLock()
        self._frames: dict[str, pd.DataFrame] = {}
        self._seen_version = 0
        self._boundary: tuple[boundaries.Row, Shape] | None = None
        self._in_transaction = False

    # Reading

    @property
    def events(self) -> gpd.GeoDataFrame:
        """The table ``events``."""
        return cast(gpd.GeoDataFrame, self.table(schema.EVENTS))

    @property
    def sources(self) -> pd.DataFrame:
        """The table ``sources``."""
        return self.table(schema.SOURCES)

    @property
    def claims(self) -> pd.DataFrame:
        """The table ``claims``."""
        return self.table(schema.CLAIMS)

    @property
    def control_areas(self) -> gpd.GeoDataFrame:
        """The table ``control_areas``."""
        return cast(gpd.GeoDataFrame, self.table(schema.CONTROL_AREAS))

    @property
    def lines_of_contact(self) -> gpd.GeoDataFrame:
        """The table ``lines_of_contact``."""
        return cast(gpd.GeoDataFrame, self.table(schema.LINES_OF_CONTACT))

    def table(self, table: Table) -> pd.DataFrame:
        """Return a table of the model as a conformed frame."""
        with self._busy, sentences(self.path):
            version = self._connection.pragma("data_version")
            if version != self._seen_version:
                self._frames.clear()
                self._seen_version = version
            if table.name not in self._frames:
                try:
                    self._frames[table.name] = tables.read(self._connection, table)
                except InputError as error:
                    raise ProjectError(
                        f"{self.path.name} was changed by another program in a way Mapper "
                        f"cannot read: {error}"
                    ) from error
            return self._frames[table.name].copy(deep=False)

    def event(self, event_id: str) -> Event:
        """Return one event (`ProjectError` if there is none of that id)."""
        with self._busy, sentences(self.path):
            row = tables.row(self._connection, schema.EVENTS, event_id)
        if row is None:
            raise ProjectError(f"The project has no event {shorten(event_id)}.")
        return Event.from_row(row)

    def sources_of(self, event_id: str) -> tuple[Source, ...]:
        """Return the sources of one event, in the order they came."""
        with self._busy, sentences(self.path):
            found = tables.rows(self._connection, schema.SOURCES, "event_id", event_id)
        return tuple(Source.from_row(row) for row in found)

    def info(self) -> dict[str, Any]:
        """Return what the project holds, as ``mapper info --json`` prints it."""
        with self._busy, sentences(self.path):
            return summary.info(self._connection)

    @property
    def last_change(self) -> str:
        """When the data changed last, here or in another program: ISO, UTC."""
        with self._busy, sentences(self.path):
            return summary.last_change(self._connection)

    def front_inputs(self) -> list[dict[str, Any]]:
        """Return the files that fronts came from: ``file``, ``sha256``, ``front_days``.

        This is what `mapper.measure.Fronts` takes as its inputs.
        """
        with self._busy, sentences(self.path):
            return summary.front_inputs(self._connection)

    @property
    def boundary(self) -> Shape | None:
        """The country's own boundary, in place of the base map's outline.

        Raises `ProjectError` if it is damaged.
        """
        with self._busy, sentences(self.path):
            row = boundaries.read(self._connection)
            if row is None:
                return None
            if self._boundary is None or self._boundary[0] != row:
                self._boundary = (row, boundaries.shape(row))
            return self._boundary[1]

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT, through the project's own connection."""
        with self._busy, sentences(self.path):
            return self._connection.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def briefly(self, patience_s: float) -> Iterator[apsw.Connection | None]:
        """Give the connection for a short question, or None if it stays in use."""
        if not self._busy.acquire(timeout=patience_s):
            yield None
            return
        try:
            yield self._connection
        finally:
            self._busy.release()

    # Changing

    def add(self, result: ImportResult) -> Change:
        """Take a reader's result in, as one step.

        Events are matched by ``event_id`` and fronts by ``front_id``; events
        edited in the project since are kept and counted as unchanged.
        """
        return self._act(
            lambda step: imports.take(self._connection, step, self.table, result),
        )

    def add_event(
        self, event: Event, sources: Sequence[Source] = (), *, reason: str | None = None
    ) -> Change:
        """Add one event and its sources; empty ids are filled in."""
        return self._act(lambda step: edits.add_event(self._connection, event, sources), reason)

    def update_events(
        self, event_ids: Sequence[str], *, reason: str | None = None, **values: Any
    ) -> Change:
        """Set the same values on one or many events.

        ``values`` are columns of the table ``events``, with ``lon`` and
        ``lat`` (WGS 84 degrees) for the place; None empties a field.
        """
        return self._act(
            lambda step: edits.update_events(self._connection, event_ids, values), reason
        )

    def delete_events(self, event_ids: Sequence[str], *, reason: str | None = None) -> Change:
        """Delete events with their sources, claims, media and measurements."""
        return self._act(lambda step: edits.delete_events(self._connection, event_ids), reason)

    def add_source(self, source: Source, *, reason: str | None = None) -> Change:
        """Add a source to an event; an empty ``source_id`` is filled in."""
        return self._act(lambda step: edits.add_source(self._connection, source), reason)

    def update_source(self, source_id: str, *, reason: str | None = None, **values: Any) -> Change:
        """Set fields of one source."""
        return self._act(
            lambda step: edits.update_source(self._connection, source_id, values), reason
        )

    def delete_sources(self, source_ids: Sequence[str], *, reason: str | None = None) -> Change:
        """Delete sources and their media."""
        return self._act(lambda step: edits.delete_sources(self._connection, source_ids), reason)

    def set_boundary(self, shape: Shape | None, *, reason: str | None = None) -> Change:
        """Set the country's own boundary (an area), or clear it with None."""
        return self._act(lambda step: boundaries.keep(self._connection, shape), reason)

    def keep_lines(self) -> bool:
        """Write a few of the lines derived since into the file; tell whether more wait.

        This is no change of the data: there is no step to undo.
        """
        entries = self.lines.take()
        if entries:
            with self.transaction() as connection:
                keep(connection, entries)
            self.lines.written(entries)
        return self.lines.waiting

    @property
    def undo_name(self) -> str | None:
        """What `undo` would take back, None when there is nothing."""
        with self._busy, sentences(self.path):
            return history.next_name(self._connection, "undo")

    @property
    def redo_name(self) -> str | None:
        """What `redo` would do again, None when there is nothing."""
        with self._busy, sentences(self.path):
            return history.next_name(self._connection, "redo")

    def undo(self) -> Change:
        """Take back the newest step, rows and their numbers (``fid``) as before."""
        return self._travel("undo")

    def redo(self) -> Change:
        """Do the step again that was undone last."""
        return self._travel("redo")

    def _travel(self, direction: str) -> Change:
        with self.transaction() as connection:
            change = history.travel(connection, direction)
            self._changed(change.tables)
        return change

    def _act(self, work: Callable[[Step], Change], reason: str | None = None) -> Change:
        with self.transaction() as connection, history.recording(connection) as step:
            change = work(step)
            if change.tables:
                history.store(step, change, reason)
                self._changed(change.tables)
        return change

    def _changed(self, names: frozenset[str]) -> None:
        tables.touch(self._connection, names)
        for name in names:
            self._frames.pop(name, None)

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """Make all actions inside last together or not at all.

        They stay single steps for undo. When the block ends without an error
        everything is on the disk.
        """
        with self._busy:
            if self._lock is None:
                reason = self.read_only_reason or f"{self.path.name} is open for reading only."
                raise ReadOnlyProjectError(reason)
            if self._in_transaction:
                yield self._connection
                return
            with sentences(self.path):
                self._connection.execute("BEGIN IMMEDIATE")
                self._in_transaction = True
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    self._frames.clear()
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
                finally:
                    self._in_transaction = False

    # Closing

    def close(self) -> None:
        """Close the file and give up the right to write it."""
        with self._busy:
            self.lines.close()
            self._connection.close()
            if self._lock is not None:
                self._lock.release()
            self._frames.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
