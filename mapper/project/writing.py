"""Writing a project: transactions that last, steps that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import apsw

from mapper.model.errors import ChangedElsewhereError, ProjectError, ReadOnlyProjectError
from mapper.project import copying, history, outside, tables
from mapper.project.connection import sentences
from mapper.project.history import Change, JointStep, Step
from mapper.project.imports import Progress
from mapper.project.lines import KeptLines, keep
from mapper.project.lock import WriterLock
from mapper.project.reading import Reading
from mapper.project.settings import Settings

#: An undo that moves more rows than this needs a journal worth asking for room.
_MANY: Final = 10_000


class Writing(Reading):
    """What every action of a `Project` stands on.

    Parameters
    ----------
    path
        The file.
    connection
        Open on it, and its only one in this process.
    lock
        The right to write; None reads only.
    read_only_reason
        Why a project that was to be written is open for reading only.
    elsewhere
        What other programs changed since Mapper had it open last.
    """

    def __init__(
        self,
        path: Path,
        connection: apsw.Connection,
        *,
        lock: WriterLock | None,
        read_only_reason: str | None = None,
        elsewhere: Change | None = None,
    ) -> None:
        super().__init__(path, connection)
        self.mode = "r" if lock is None else "rw"
        self.read_only_reason = read_only_reason
        self.settings = Settings(self)
        self.lines = KeptLines(self)
        self.elsewhere = elsewhere
        self._lock = lock
        self._in_transaction = False
        self._own_version = -1
        self._meanwhile: Change | None = None
        self._joint: JointStep | None = None

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

    def undo(self, *, progress: Progress | None = None) -> Change:
        """Take back the newest step, rows and their numbers (``fid``) as before.

        Parameters
        ----------
        progress
            Called with the share done, 0 to 1; returning False cancels.

        Raises
        ------
        ChangedElsewhereError
            If another program changed the project meanwhile: that is the newest step now.
        CancelledError
            If ``progress`` returned False; nothing was undone.
        ProjectError
            If there is nothing to undo, or no room on the disk for it.
        """
        return self._travel("undo", progress)

    def redo(self, *, progress: Progress | None = None) -> Change:
        """Do the step again that was undone last; as `undo`."""
        return self._travel("redo", progress)

    def _travel(self, direction: str, progress: Progress | None) -> Change:
        if self._joint is not None:
            raise ProjectError(f"There is no {direction} in the middle of a step.")
        with self.transaction() as connection:
            meanwhile = self._take_meanwhile()
            if meanwhile is None:
                if history.rows_to_move(connection, direction) > _MANY:
                    # The journal holds each page that changes once.
                    size = self.path.stat().st_size
                    copying.refuse_full(self.path.absolute().parent, size, f"the {direction}")
                change = history.travel(connection, direction, progress)
                self._changed(change)
                return change
        # Out here: what the other program did is kept as a step.
        raise ChangedElsewhereError(
            "Another program changed this project meanwhile, so nothing was "
            f"{'undone' if direction == 'undo' else 'redone'}; its changes are the newest step now."
        )

    @contextmanager
    def step(self, name: str, *, reason: str | None = None) -> Iterator[JointStep]:
        """Make all actions inside one step to undo; all of it is done or nothing.

        An action that fails changes nothing, and the others stand if its error is
        caught inside. ``change`` of what is given tells at the end what all changed.
        """
        with self.transaction() as connection:
            if self._joint is not None:
                yield self._joint
                return
            with history.recording(connection) as step:
                self._joint = joint = JointStep(name, step)
                try:
                    yield joint
                finally:
                    self._joint = None
                if joint.change.tables:
                    joint.change = history.store(step, joint.change, reason)
                joint.change = self._with_meanwhile(joint.change)

    def _act(self, work: Callable[[Step], Change], reason: str | None = None) -> Change:
        if self._joint is not None:
            with self._busy, sentences(self.path):
                change = self._joint.act(work)
                self._changed(change)
                return change
        with self.transaction() as connection, history.recording(connection) as step:
            change = work(step)
            if change.tables:
                change = history.store(step, change, reason)
                self._changed(change)
            return self._with_meanwhile(change)

    def _with_meanwhile(self, change: Change) -> Change:
        """Return a change that also says what another program changed just before."""
        meanwhile = self._take_meanwhile()
        return change if meanwhile is None else change.joined(meanwhile)

    def _take_meanwhile(self) -> Change | None:
        meanwhile, self._meanwhile = self._meanwhile, None
        return meanwhile

    def _changed(self, change: Change) -> None:
        tables.touch(self._connection, change.tables)
        self._frames.change(change.tables, change.event_ids)

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
                frames, meanwhile = self._frames.copy(), self._meanwhile
                try:
                    self._look_elsewhere()
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException as error:
                    self._frames.take_back(frames, error)
                    self._own_version, self._meanwhile = -1, meanwhile
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
                finally:
                    self._in_transaction = False

    def _look_elsewhere(self) -> None:
        """Make a step of what another program changed since the last transaction."""
        version = self._connection.pragma("data_version")
        if version != self._own_version:
            found, before = outside.take_in(self._connection), self._meanwhile
            # What nobody was told yet, as only a setting was written, is still to be told.
            if found is not None:
                self._meanwhile = found if before is None else before.joined(found)
            self._own_version = version

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
