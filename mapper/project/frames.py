"""Tables as read so far: after a change of a few events only their rows are read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

import apsw
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.errors import CancelledError, InputError, MissingRowError
from mapper.model.schema import TABLES, Table
from mapper.project import tables
from mapper.project.history import MAX_LISTED
from mapper.project.unreadable import UnreadableRow, read_around

#: Above this many runs of rows a copy of all is faster.
_MOST_RUNS: Final = 300
#: Above this many pieces columns of text are joined: each look at them visits all pieces.
_MOST_PIECES: Final = 500
#: Errors of what was asked for, not of the file or the disk.
_REFUSED: Final = (CancelledError, InputError, MissingRowError)


@dataclass
class _Held:
    frame: pd.DataFrame
    fids: tables.Fids
    #: Events whose rows are not as they stand in the file now.
    stale: set[str] = field(default_factory=set)
    pieces: int = 1
    #: Rows of the file that are not in the frame.
    unreadable: tuple[UnreadableRow, ...] = ()


class Frames:
    """The frames of one project, read when they are first asked for."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._held: dict[str, _Held] = {}
        #: SQLite's ``data_version`` when a table was asked for last.
        self.version = 0

    def copy(self) -> Frames:
        """Return what is held now, for when what comes next is taken back."""
        held = {name: replace(one, stale=set(one.stale)) for name, one in self._held.items()}
        copied = Frames(self._connection)
        copied._held, copied.version = held, self.version
        return copied

    def get(self, table: Table) -> pd.DataFrame:
        """Return a table as it is now; nobody else may change the frame.

        Rows with values that the table may not hold, as another program may have written, are
        left out: see `unreadable`.

        Raises
        ------
        InputError
            If that is more than single rows.
        """
        version = self._connection.pragma("data_version")
        if version != self.version:
            # Another program wrote the file.
            self._held.clear()
            self.version = version
        held = self._held.pop(table.name, None)
        try:
            if held is None or (held.stale and held.unreadable):
                held = _Held(*tables.read_numbered(self._connection, table))
            elif held.stale:
                held = _renewed(self._connection, table, held)
        except (InputError, UnicodeDecodeError):
            frame, fids, rows = read_around(self._connection, table)
            held = _Held(frame, fids, unreadable=rows)
        # Only now: a frame that could not be renewed is not kept.
        self._held[table.name] = held
        return held.frame

    @property
    def unreadable(self) -> tuple[UnreadableRow, ...]:
        """The rows that were left out of the tables read so far."""
        held = [self._held[name] for name in TABLES if name in self._held]
        return tuple(row for one in held for row in one.unreadable)

    def change(self, names: Iterable[str], event_ids: Iterable[str] | None) -> None:
        """Take note that rows of these events changed in these tables, or (None) many rows."""
        for name in names:
            held = self._held.get(name)
            if held is None:
                continue
            # Measurements are few, and some of no event.
            of_events = "event_id" in TABLES[name].names and name != "measurements"
            if event_ids is not None and of_events:
                held.stale.update(event_ids)
                if len(held.stale) <= MAX_LISTED:
                    continue
            del self._held[name]

    def take_back(self, before: Frames, error: BaseException) -> None:
        """Hold after work that failed what a `copy` of before held."""
        self._held, self.version = before._held, before.version
        # Refused work leaves the file as it was; after a fault nothing is sure.
        if not isinstance(error, _REFUSED):
            self.clear()

    def clear(self) -> None:
        """Forget all: they are read again when asked for."""
        self._held.clear()


def _renewed(connection: apsw.Connection, table: Table, held: _Held) -> _Held:
    """Return the frame with the rows of its stale events as they are now."""
    gone = held.frame["event_id"].isin(held.stale).to_numpy(dtype=bool)
    # A row may have come from another event, or have gone to one.
    rows, fids = tables.read_of_events(connection, table, held.stale, held.fids[gone])
    gone = gone | np.isin(held.fids, fids)
    kept = held.fids[~gone]
    places = np.searchsorted(kept, fids)
    frame, pieces = _spliced(held.frame, gone, rows, places)
    pieces += held.pieces
    if pieces > _MOST_PIECES:
        frame, pieces = tables.in_one_piece(frame), 1
    return _Held(frame, np.insert(kept, places, fids), pieces=pieces)


def _spliced(
    frame: pd.DataFrame, gone: npt.NDArray[np.bool_], rows: pd.DataFrame, places: tables.Fids
) -> tuple[pd.DataFrame, int]:
    """Return the frame without the rows ``gone`` and with ``rows`` in their places.

    Runs of rows are put together, which leaves text where it is.
    """
    count = len(frame)
    order = np.insert(np.flatnonzero(~gone), places, count + np.arange(len(rows)))
    if not len(order):
        return rows, 1
    cuts = np.flatnonzero((np.diff(order) != 1) | (order[1:] == count)) + 1
    if len(cuts) > _MOST_RUNS:
        return pd.concat([frame, rows]).iloc[order].reset_index(drop=True), 1
    runs = [
        (rows, run[0] - count, len(run)) if run[0] >= count else (frame, run[0], len(run))
        for run in np.split(order, cuts)
    ]
    parts = [part.iloc[first : first + size] for part, first, size in runs]
    return pd.concat(parts, ignore_index=True), len(parts)
