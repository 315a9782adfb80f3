"""Merging a colleague's copy: what was changed there since both files parted.

Three values of every field are weighed: as it was when they parted (or when the copy was
merged last), as it is here, and as it is in the copy. That point is found by the steps both
files keep for undo; which rows differ is found by reading both. The copy is only read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

import apsw

from mapper.model.errors import CancelledError, InputError, ProjectError, shorten
from mapper.model.schema import TABLES
from mapper.project import boundary
from mapper.project import connection as connections
from mapper.project import format as file_format
from mapper.project.ancestor import Ancestor, UnreachableError
from mapper.project.entries import Head
from mapper.project.families import Follow, root, tie
from mapper.project.imports import Progress
from mapper.project.lineage import Lineage, Point, ancestors
from mapper.project.sides import Side
from mapper.project.threeway import Conflict, Weighed, weigh_table
from mapper.project.unlike import unlike

#: Conflicts to be decided for the copy, or ``"all"`` of them; the others stay as here.
Theirs = Collection[Conflict] | Literal["all"]

#: Steps of the copy that are named in the history.
_NAMED: Final = 20


@dataclass(frozen=True)
class Plan:
    """What is to become of the rows that differ, and what is to be decided.

    Parameters
    ----------
    weighed
        By table.
    follow
        Rows that are decided with others.
    conflicts
        What is to be decided.
    """

    weighed: dict[str, Weighed]
    follow: Follow
    conflicts: tuple[Conflict, ...]

    def conflict_of(self, table: str, key: str, field: str = "") -> Conflict:
        """Return what a row, or a field of it, is decided with."""
        return root(self.follow, table, key) or Conflict(table, key, field)


class ColleaguesCopy:
    """A copy of a project that somebody worked on, open for reading beside the project.

    Parameters
    ----------
    connection, path
        The project.
    file
        The copy.
    progress
        Called with the share done, 0 to 1; returning False cancels.

    Raises
    ------
    InputError
        If the copy is the project itself.
    ProjectError
        If it cannot be read, is no project, is of a newer format, or has no history in
        common with the project.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        path: Path,
        file: Path,
        progress: Progress | None = None,
    ) -> None:
        self.ours = Side(connection, path)
        self._progress = progress
        # Asked of the folder: to open the project's own file once more would drop its locks.
        if file.exists() and os.path.samefile(file, path):
            raise InputError("this is the project itself", file=file)
        self.theirs = Side(_open(file), file)
        try:
            # One state of the copy, although somebody may be at work on it.
            self.theirs.query("BEGIN")
            self.lineage = Lineage(self.theirs)
            points = self._points()
            #: The newest moment of the copy's own history that this project knows all of.
            self.since = next(point for name, _, point in points if name == "theirs")
        except BaseException:
            self.close()
            raise

    def plan(self, share: float = 1.0) -> Plan:
        """Weigh all that differs.

        Parameters
        ----------
        share
            How much of the whole work this is.
        """
        ancestor = self._ancestor()
        tell = self._told(share)
        weighed = {
            name: weigh_table(
                table, self.ours, self.theirs, unlike(self.ours, self.theirs, table, tell), ancestor
            )
            for name, table in TABLES.items()
        }
        follow = tie(weighed, self.ours, self.theirs)
        found = [conflict for one in weighed.values() for conflict in one.conflicts()]
        conflicts = tuple(c for c in found if (c.table, c.key) not in follow)
        return Plan(weighed, follow, conflicts)

    def steps(self) -> list[Head]:
        """Return the steps made in the copy since it was known last, the newest last."""
        return self.lineage.since(self.since)

    def warnings(self) -> tuple[str, ...]:
        """Return what is not merged and differs."""
        with self.theirs.legible():
            theirs = boundary.read(self.theirs.connection)
        if theirs is None or theirs == boundary.read(self.ours.connection):
            return ()
        name = shorten(theirs[0], 40)
        return (f"The copy has another country boundary ({name}); the one of this project stays.",)

    def origin(self) -> str:
        """Return the steps of the copy in words, for the history."""
        steps = self.steps()
        if not steps:
            return f"From {self.theirs.path.name}."
        words = [
            f"{step.at[:16].replace('T', ' ')} {step.name}"
            + (f" ({step.reason})" if step.reason else "")
            for step in steps[-_NAMED:]
        ]
        more = len(steps) - len(words)
        if more:
            words.insert(0, f"{more:,} earlier steps")
        return f"From {self.theirs.path.name}, UTC: {'; '.join(words)}"

    def _points(self) -> list[tuple[str, Lineage, Point]]:
        lineages = {"ours": Lineage(self.ours), "theirs": self.lineage}
        found = ancestors(lineages["ours"], self.lineage, self.theirs.path.name)
        return [(name, lineages[name], point) for name, point in found]

    def _ancestor(self) -> Ancestor:
        # Asked anew: what another program did meanwhile may just have become a step.
        for name, lineage, point in self._points():
            try:
                return Ancestor(self.theirs if name == "theirs" else self.ours, lineage, point)
            except UnreachableError:
                continue
        raise ProjectError(
            f"What {self.theirs.path.name} and this project had in common is no longer known; "
            "import it instead."
        )

    def _told(self, share: float) -> Callable[[int], None]:
        total = sum(
            max(
                side.query(f"SELECT count(*) FROM {name}")[0][0]
                for side in (self.ours, self.theirs)
            )
            for name in TABLES
        )
        seen = 0

        def tell(rows: int) -> None:
            nonlocal seen
            seen += rows
            self.tell(share * min(1.0, seen / max(total, 1)))

        return tell

    def tell(self, share: float) -> None:
        """Tell how much is done; raise if the person cancelled."""
        if self._progress is not None and self._progress(share) is False:
            raise CancelledError("The merge")

    def close(self) -> None:
        """Close the copy."""
        self.theirs.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _open(file: Path) -> apsw.Connection:
    if not file.exists():
        raise ProjectError(f"{file} does not exist.")
    if not file.is_file():
        raise ProjectError(f"{file} is a folder, not a project file.")
    with connections.sentences(file):
        connection = connections.open_for_reading(file)
        try:
            connections.check_tables(connection, file)
            file_format.check_version(connection, file)
        except BaseException:
            connection.close()
            raise
    return connection
