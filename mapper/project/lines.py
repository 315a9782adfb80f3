"""Derived lines of contact kept in the file, so that a copy of it measures at once.

They are no part of the data: no step records them, no time of change moves, and
whatever is wrong with them costs time and nothing else. They lie in a table that
is made when it is first needed and is not listed for GDAL and QGIS.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import apsw

from mapper.model.errors import ProjectError

if TYPE_CHECKING:
    from mapper.project.writing import Writing

#: ``key``: hash of what a line is derived from; ``front_id``: the first row of its snapshot.
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS mapper_lines (
    key TEXT NOT NULL PRIMARY KEY, front_id TEXT NOT NULL, content BLOB NOT NULL)
"""
#: A larger one is nobody's line of contact.
_MOST_BYTES: Final = 16 * 2**20
#: Rather than wait longer for an import to end, a line is derived.
_PATIENCE_S: Final = 1.0
#: Entries of this many fronts are written in one transaction, about a megabyte.
_AT_ONCE: Final = 16

#: Derived lines by front, then by key.
Entries = Mapping[str, Mapping[str, bytes]]

T = TypeVar("T")


class KeptLines:
    """The lines kept in a project, and those derived since; for several threads.

    This is what `mapper.measure.Fronts` takes as ``kept``. What it notes is
    written by `Project.keep_lines`, when the project's owner calls that.
    """

    def __init__(self, project: Writing) -> None:
        self._project = project
        self._guard = threading.Lock()
        self._keys: set[str] | None = None
        self._bad: set[str] = set()
        self._new: dict[str, dict[str, bytes]] = {}
        self._closed = False
        #: Called, in whatever thread, when there is something new to be kept.
        self.on_new: Callable[[], None] | None = None

    def get(self, key: str) -> bytes | None:
        """Return an entry, None where there is none or the file is busy for long."""
        if key not in self._known():
            return None
        return self._ask(lambda connection: _content(connection, key))

    def drop(self, key: str) -> None:
        """Hear that an entry is of no use, so that a good one takes its place."""
        with self._guard:
            self._bad.add(key)

    def note(self, front_id: str, entries: Mapping[str, bytes]) -> None:
        """Take the entries a front's line is made of; those not in the file are new."""
        if self._project.mode == "r" or entries.keys() <= self._known():
            return
        with self._guard:
            if self._closed:
                return
            self._new[front_id] = dict(entries)
        if self.on_new is not None:
            self.on_new()

    def take(self) -> Entries:
        """Return new entries of a few fronts; they are no longer new then."""
        with self._guard:
            some = list(self._new)[:_AT_ONCE]
            return {front_id: self._new.pop(front_id) for front_id in some}

    def close(self) -> None:
        """Take nothing more, and forget what was not written."""
        with self._guard:
            self._closed = True
            self._new.clear()

    @property
    def waiting(self) -> bool:
        """Whether there is something new to be kept."""
        with self._guard:
            return bool(self._new)

    def written(self, entries: Entries) -> None:
        """Hear that these are in the file now."""
        with self._guard:
            for lines in entries.values():
                self._bad -= lines.keys()
            # Which others made room for them is for the file to say.
            self._keys = None

    def _known(self) -> set[str]:
        """Return the keys of the entries in the file that are of use."""
        with self._guard:
            if self._keys is not None:
                return self._keys - self._bad
        found = self._ask(_keys)
        with self._guard:
            if found is not None:
                self._keys = found
            return (found or set()) - self._bad

    def _ask(self, question: Callable[[apsw.Connection], T | None]) -> T | None:
        """Ask the file; None where it is busy for long, closed or damaged."""
        with self._project.briefly(_PATIENCE_S) as connection:
            if connection is None:
                return None
            try:
                return question(connection)
            except apsw.Error:
                return None


def _keys(connection: apsw.Connection) -> set[str]:
    if not is_ours(connection):
        return set()
    # One that cannot be an entry is not there: a good one will take its place.
    rows: Any = connection.execute(
        "SELECT key FROM mapper_lines WHERE typeof(content) = 'blob' AND length(content) <= ?",
        (_MOST_BYTES,),
    )
    return {key for (key,) in rows if isinstance(key, str)}


def _content(connection: apsw.Connection, key: str) -> bytes | None:
    found = connection.execute("SELECT content FROM mapper_lines WHERE key = ?", (key,)).get
    return found if isinstance(found, bytes) else None


def is_ours(connection: apsw.Connection) -> bool:
    """Tell whether there is the table, and it is what we make; else it is left alone."""
    found: list[Any] = connection.execute(
        "SELECT type, sql FROM sqlite_schema WHERE name = 'mapper_lines'"
    ).fetchall()
    plain = " ".join(_TABLE.replace(" IF NOT EXISTS", "").split())
    return [(kind, " ".join(sql.split())) for kind, sql in found] == [("table", plain)]


def keep(connection: apsw.Connection, entries: Entries) -> None:
    """Write entries; inside a transaction.

    A front's new entries replace its older ones, and entries of fronts that are
    no longer there go too.

    Raises
    ------
    ProjectError
        If another program made a table of that name.
    """
    connection.execute(_TABLE)
    if not is_ours(connection):
        raise ProjectError("The table mapper_lines was made by another program.")
    for front_id, lines in entries.items():
        marks = ", ".join("?" * len(lines))
        connection.execute(
            f"DELETE FROM mapper_lines WHERE front_id = ? AND key NOT IN ({marks})",
            (front_id, *lines),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO mapper_lines VALUES (?, ?, ?)",
            [(key, front_id, content) for key, content in lines.items()],
        )
    connection.execute(
        "DELETE FROM mapper_lines WHERE front_id NOT IN (SELECT front_id FROM control_areas)"
    )
