"""What a project holds: its tables as frames, single rows, counts."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import apsw
import geopandas as gpd
import pandas as pd

from mapper.measure import Shape
from mapper.model import schema
from mapper.model.errors import (
    DamagedProjectError,
    InputError,
    MissingRowError,
    UnreadableChangeError,
    shorten,
)
from mapper.model.event import Event, Source
from mapper.model.medium import Medium
from mapper.model.schema import Table
from mapper.project import boundary as boundaries
from mapper.project import columns, history, media, outside, past, summary, tables
from mapper.project.connection import sentences
from mapper.project.entries import LISTED, Entry, Head, Item
from mapper.project.frames import Frames
from mapper.project.handover import ColleaguesCopy
from mapper.project.handover_words import CopyComparison, compare_copy
from mapper.project.imports import Progress
from mapper.project.unreadable import UnreadableRow


class Reading:
    """The half of `mapper.project.Project` that changes nothing."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self.path = path
        self._connection = connection
        self._busy = threading.RLock()
        self._frames = Frames(connection)
        self._boundary: tuple[boundaries.Row, Shape] | None = None

    @property
    def seen_version(self) -> int:
        """Number that is another once a table was read that another program had changed."""
        return self._frames.version

    @property
    def unreadable(self) -> tuple[UnreadableRow, ...]:
        """Rows that cannot be read, of the tables asked for so far; they stay in the file."""
        return self._frames.unreadable

    @property
    def unreadable_can_be_undone(self) -> bool:
        """Whether what another program changed last, which may be the cause, can be undone."""
        return self.undo_name == outside.STEP

    @property
    def file_version(self) -> int:
        """Number that is another than `seen_version` once another program wrote the file."""
        with self._busy:
            return int(self._connection.pragma("data_version"))

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
    def media(self) -> pd.DataFrame:
        """The table ``media``."""
        return self.table(schema.MEDIA)

    @property
    def control_areas(self) -> gpd.GeoDataFrame:
        """The table ``control_areas``."""
        return cast(gpd.GeoDataFrame, self.table(schema.CONTROL_AREAS))

    @property
    def lines_of_contact(self) -> gpd.GeoDataFrame:
        """The table ``lines_of_contact``."""
        return cast(gpd.GeoDataFrame, self.table(schema.LINES_OF_CONTACT))

    @property
    def measurements(self) -> gpd.GeoDataFrame:
        """The table ``measurements``: those that were kept."""
        return cast(gpd.GeoDataFrame, self.table(schema.MEASUREMENTS))

    def table(self, table: Table) -> pd.DataFrame:
        """Return a table of the model as a conformed frame."""
        with self._busy, sentences(self.path):
            try:
                return self._frames.get(table).copy(deep=False)
            except (InputError, UnicodeDecodeError) as error:
                last = history.next_name(self._connection, "undo") == outside.STEP
                kind = UnreadableChangeError if last else DamagedProjectError
                raise kind(
                    f"{self.path.name} was changed by another program in a way Mapper "
                    f"cannot read: {error}"
                ) from error

    def source_texts(
        self, names: Sequence[str], checked: Callable[[], None] = lambda: None
    ) -> pd.DataFrame:
        """Return some columns of text of the table ``sources``; the others are not read.

        Parameters
        ----------
        checked
            Called before each portion of rows; may raise to stop the work.
        """
        with self._busy, sentences(self.path):
            return columns.read_texts(self._connection, schema.SOURCES, names, checked)

    def event(self, event_id: str) -> Event:
        """Return one event (`ProjectError` if there is none of that id)."""
        with self._busy, sentences(self.path):
            row = tables.row(self._connection, schema.EVENTS, event_id)
        if row is None:
            raise MissingRowError(f"The project has no event {shorten(event_id)}.")
        return Event.from_row(row)

    def sources_of(self, event_id: str) -> tuple[Source, ...]:
        """Return the sources of one event, in the order they came."""
        with self._busy, sentences(self.path):
            found = tables.rows(self._connection, schema.SOURCES, "event_id", event_id)
        return tuple(Source.from_row(row) for row in found)

    def source_counts(self, event_ids: Sequence[str]) -> list[int]:
        """Return how many sources each of some events has."""
        with self._busy, sentences(self.path):
            sql = "SELECT count(*) FROM sources WHERE event_id = ?"
            return [self._connection.execute(sql, (one,)).get for one in event_ids]

    def media_of(self, event_id: str) -> tuple[Medium, ...]:
        """Return what is attached to the sources of one event, in the order it came."""
        with self._busy, sentences(self.path):
            return media.media_of(self._connection, event_id)

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
    def imports(self) -> pd.DataFrame:
        """The imports so far, the newest first; those undone are left out.

        Columns: ``at`` (UTC), ``file`` (name), ``sha256``, ``feed``, the counts ``rows``,
        ``accepted``, ``updated``, ``unchanged``, ``rejected``, ``ignored``, and
        ``warnings`` (a list of sentences).
        """
        with self._busy, sentences(self.path):
            return summary.imports(self._connection)

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

    def history(
        self,
        *,
        event_id: str | None = None,
        since: dt.date | None = None,
        field: str | None = None,
        listed: int = LISTED,
    ) -> Iterator[Entry]:
        """Return what was changed, step by step, the newest first; none is held.

        While it is read the project must not be changed.

        Parameters
        ----------
        event_id
            Only what happened to this event and to what belongs to it.
        since
            Only this day (UTC) and later ones.
        field
            Only what was done to this column; rows that came in with an import are not
            told then.
        listed
            Rows to list of each step; further ones are counted.
        """
        for head, items in self.history_items(event_id=event_id, since=since, field=field):
            with self._busy, sentences(self.path):
                entry = past.gather(head, items, listed)
            named = head.state == "dropped" and head.event_ids is not None and field is None
            if (event_id is None and field is None) or entry.counts or named:
                yield entry

    def history_items(
        self,
        *,
        event_id: str | None = None,
        since: dt.date | None = None,
        field: str | None = None,
    ) -> Iterator[tuple[Head, Iterator[Item]]]:
        """Return the steps as `history` does, each with all that it did, one after another."""
        with self._busy, sentences(self.path):
            told = past.Past(self._connection, event_id=event_id, since=since).told()
        while True:
            with self._busy, sentences(self.path):
                found = next(told, None)
            if found is None:
                return
            head, items = found
            yield head, items if field is None else past.narrowed(items, field)

    def compare_copy(self, file: Path, *, progress: Progress | None = None) -> CopyComparison:
        """Return what a copy that a colleague worked on has that is new; nothing is written."""
        with self._busy, ColleaguesCopy(self._connection, self.path, file, progress) as copy:
            return compare_copy(copy)

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
