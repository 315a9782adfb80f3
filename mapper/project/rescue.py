"""A new project out of what can be read of a damaged one, which stays as it is.

The file is read page by page, without SQLite. Rows are taken from where their tables'
trees lead to and, where a tree is broken, from leaves that belong to no tree. The index
of a table's ids lies on other pages than its rows: it tells which rows are lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import apsw

from mapper.model.errors import CancelledError, ProjectError
from mapper.model.schema import TABLES, Table
from mapper.project import boundary, history, tables
from mapper.project.copying import new_file, refuse_full, refuse_target
from mapper.project.history import Change, Step
from mapper.project.imports import Progress
from mapper.project.mending import mend
from mapper.project.opening import create_project
from mapper.project.pages import Record
from mapper.project.project import Project
from mapper.project.rawfile import open_pages
from mapper.project.remains import RESCUED, Remains

#: Rows taken over at once.
_PORTION: Final = 2_000
#: Lost rows named one by one.
MAX_NAMED: Final = 1_000


@dataclass
class Rescued:
    """What became of the rows of one table.

    Parameters
    ----------
    found
        Rows in the new project.
    lost
        Rows known to be lost.
    certain
        False where further ones may be lost without a trace.
    emptied
        Rows of ``found`` that lack a value that could not be read.
    lost_ids
        Ids of lost rows, `MAX_NAMED` at most.
    """

    found: int = 0
    lost: int = 0
    certain: bool = True
    emptied: int = 0
    lost_ids: list[str] = field(default_factory=list)

    def words(self, what: str) -> str:
        """Return how many of how many."""
        if self.certain and not self.lost:
            return f"{'all ' if self.found > 1 else ''}{self.found:,} {what}"
        least = "" if self.certain else "at least "
        return f"{self.found:,} of {least}{self.found + self.lost:,} {what}"


@dataclass(frozen=True)
class Report:
    """What a rescue gave.

    Parameters
    ----------
    file
        The new project.
    tables
        What became of each table.
    doubtful
        Whether rows that had been deleted may be among those found.
    """

    file: Path
    tables: dict[str, Rescued]
    doubtful: bool = False

    @property
    def fronts(self) -> Rescued:
        """Control areas and lines of contact together."""
        areas, lines = self.tables["control_areas"], self.tables["lines_of_contact"]
        return Rescued(
            areas.found + lines.found, areas.lost + lines.lost, areas.certain and lines.certain
        )

    @property
    def words(self) -> str:
        """How many of how many could be read, in a sentence."""
        events, sources = self.tables["events"], self.tables["sources"]
        parts = (events.words("events"), sources.words("sources"), self.fronts.words("fronts"))
        return f"Read {', '.join(parts)}."

    @property
    def warnings(self) -> list[str]:
        """What the person should know about it, sentence by sentence."""
        found = []
        emptied = sum(table.emptied for table in self.tables.values())
        if emptied:
            rows = "1 row lacks" if emptied == 1 else f"{emptied:,} rows lack"
            found.append(f"{rows} values that could not be read.")
        others = sum(self.tables[name].lost for name in ("claims", "media", "measurements"))
        if others:
            found.append(f"Of claims, media and measurements {others:,} could not be read.")
        if self.doubtful:
            found.append("Rows that had been deleted may have come back.")
        found.append("The steps to undo are left behind in the damaged file.")
        return found


def rescue(path: str | Path, target: str | Path, *, progress: Progress | None = None) -> Report:
    """Write a new project with every row that can be read of a damaged one.

    The new project has one step, which can be undone: the rescue.

    Parameters
    ----------
    path
        The damaged file; it is only read.
    target
        The new project.
    progress
        Called with the share done, 0 to 1. Returning False cancels.

    Raises
    ------
    ProjectError
        If nothing of a project can be read, or ``target`` exists or cannot be written.
    CancelledError
        If ``progress`` returned False; nothing is left.
    """
    path, target = Path(path), Path(target)
    if not path.is_file():
        raise ProjectError(f"{path} does not exist.")
    refuse_target(target)
    refuse_full(target.absolute().parent, path.stat().st_size, "the rescued project")
    with open_pages(path, target.absolute().parent) as pages:
        remains = Remains(pages)
        if not remains.may_be_project:
            raise ProjectError(f"{path.name} is not a Mapper project.")
        with new_file(target) as part, create_project(part) as project:
            found = _fill(project, remains, path.name, progress)
    return Report(target, found, remains.doubtful)


def _fill(
    project: Project, remains: Remains, name: str, progress: Progress | None
) -> dict[str, Rescued]:
    """Take everything over that can be read."""

    def tell() -> None:
        if progress is not None and progress(min(1.0, remains.read / remains.total)) is False:
            raise CancelledError("The rescue")

    result: dict[str, Rescued] = {}
    with (
        project.transaction() as connection,
        history.recording(connection) as step,
        history.quiet(connection),
    ):
        for table in RESCUED:
            result[table.name] = _take(connection, step, table, remains, tell)
        names = frozenset(table for table in TABLES if result[table].found)
        if not names and not remains.is_project:
            raise ProjectError(f"Nothing of a Mapper project can be read in {name}.")
        _take_others(connection, remains)
        if names:
            history.store(step, Change(f"Rescue of {name}", names, None), None)
            tables.touch(connection, names)
    return {table: result[table] for table in TABLES}


def _take(
    connection: apsw.Connection,
    step: Step,
    table: Table,
    remains: Remains,
    tell: Callable[[], None],
) -> Rescued:
    """Write what is left of one table."""
    result = Rescued()
    taken: set[int] = set()
    keys: set[object] = set()
    rows = remains.rows(table)
    tell()
    while portion := list(itertools.islice(rows, _PORTION)):
        fresh = list(_fresh(portion, table, taken, keys))
        mended = mend([fid for fid, _ in fresh], [row for _, row in fresh], table)
        with step.unrecorded():
            first, last = tables.insert(connection, table, mended.frame)
        if table.name in TABLES:
            step.add(table.name, first, last)
        result.found += len(mended.frame)
        result.emptied += mended.emptied
        taken.update(mended.fids)
        keys.update(mended.frame[table.key])
        tell()
    ids, result.certain = remains.ids(table)
    lost = [key for fid, key in ids.items() if fid not in taken and key not in keys]
    result.lost = len(lost)
    result.lost_ids = [key for key in lost if isinstance(key, str)][:MAX_NAMED]
    return result


def _fresh(
    portion: list[Record], table: Table, taken: set[int], keys: set[object]
) -> Iterator[Record]:
    """Return rows of which neither number nor id was met before."""
    at = table.names.index(table.key) + (table.geometry is not None)
    fids: set[int] = set()
    seen: set[object] = set()
    for fid, row in portion:
        key = row[at]
        if fid not in taken and fid not in fids and key not in keys and key not in seen:
            fids.add(fid)
            seen.add(key)
            yield fid, row


def _take_others(connection: apsw.Connection, remains: Remains) -> None:
    """Write what Mapper keeps beside the rows."""
    for name, values in remains.notes():
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", values)
    connection.executemany(
        "INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)",
        list(remains.settings()),
    )
    for row in remains.imports():
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO imports ({', '.join(row)}) VALUES ({marks})", row)
    shape = remains.boundary()
    if shape is not None:
        boundary.keep(connection, shape)
