"""What two project files have in common: the steps before they parted, and merges since.

A copy holds the steps of the project it was made of. Up to where both lists of steps are
the same, so were the files. After a merge the point it reached counts instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import apsw

from mapper.model.errors import ProjectError
from mapper.project import outside
from mapper.project.entries import Head, State
from mapper.project.history import now
from mapper.project.sides import Side

_MERGED: Final = """
CREATE TABLE IF NOT EXISTS mapper_merged (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, at TEXT NOT NULL, file TEXT NOT NULL,
    step INTEGER NOT NULL, step_at TEXT NOT NULL, step_name TEXT NOT NULL,
    travels INTEGER NOT NULL)
"""
_COLUMNS: Final = "at, file, step, step_at, step_name, travels"
_STATES: Final[dict[str, State]] = {"done": "stands", "undone": "undone"}

Name = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Point:
    """A moment in the history of a file: after one of its steps, and so many undos and redos."""

    step: int
    at: str
    name: str
    travels: int


class Lineage:
    """The steps of a file, its undos and redos, and what was merged into it."""

    def __init__(self, side: Side) -> None:
        self.heads: list[Head] = [
            Head(
                step,
                str(at),
                str(name),
                None if reason is None else str(reason),
                _STATES.get(state, "dropped"),
                None,
            )
            for step, at, name, reason, state in side.query(
                "SELECT fid, at, name, reason, state FROM changes ORDER BY fid"
            )
        ]
        with side.legible():
            noted = outside.last_noted(side.connection)
            self._whole = outside.whole(side.connection)
        #: What another program changed, which will be the next step with this very time.
        self.pending: Head | None = None
        if noted is not None:
            number = self.heads[-1].step + 1 if self.heads else 1
            self.pending = Head(number, noted, outside.STEP, None, "stands", None)
            self.heads.append(self.pending)
        self.travels: list[tuple[str, int, str]] = (
            side.query("SELECT at, step, direction FROM mapper_travels ORDER BY fid")
            if side.has_table("mapper_travels")
            else []
        )
        self.merged: list[Any] = (
            side.query(f"SELECT {_COLUMNS} FROM mapper_merged ORDER BY fid")
            if side.has_table("mapper_merged")
            else []
        )

    @property
    def end(self) -> Point:
        """The newest moment."""
        last = self.heads[-1]
        return Point(last.step, last.at, last.name, len(self.travels))

    def holds(self, point: Point) -> bool:
        """Tell whether a moment is one of this file's history."""
        return len(self.travels) >= point.travels and any(
            (head.step, head.at, head.name) == (point.step, point.at, point.name)
            for head in self.heads
        )

    def since(self, point: Point) -> list[Head]:
        """Return the steps after a moment that stand."""
        return [h for h in self.heads if h.step > point.step and h.state == "stands"]

    def unnoticed(self, point: Point) -> bool:
        """Tell whether another program may have changed something unseen after a moment."""
        return not self._whole or any(
            head.step > point.step and head.name == outside.UNKNOWN for head in self.heads
        )

    def done_at(self, head: Head, point: Point) -> bool:
        """Tell whether a step was done, and not undone, at a moment after it."""
        for _, step, direction in self.travels[point.travels :]:
            if step == head.step:
                return direction == "undo"
        return head.state == "stands"


def ancestors(ours: Lineage, theirs: Lineage, file: str) -> list[tuple[Name, Point]]:
    """Return the moments from which changes are to be weighed, the best first.

    Each with the file in whose history it is; what both did since is weighed against that.

    Raises
    ------
    ProjectError
        If the files have no history in common.
    """
    fork = _fork(ours, theirs)
    if fork is None:
        raise ProjectError(
            f"{file} is no copy of this project: they have no history in common. Import it instead."
        )
    found: list[tuple[str, Name, Point]] = []
    # What was merged is known on both sides; no later than that they were of one mind.
    for name, holder, other in (("theirs", ours, theirs), ("ours", theirs, ours)):
        for at, _file, *rest in holder.merged:
            point = Point(*rest)
            if other.holds(point):
                found.append((str(at), name, point))  # type: ignore[arg-type]
    found.sort(key=lambda one: one[0], reverse=True)
    points: list[tuple[Name, Point]] = [(name, point) for _, name, point in found]
    return [*points, ("theirs", fork), ("ours", fork)]


def _fork(ours: Lineage, theirs: Lineage) -> Point | None:
    last = None
    for one, other in zip(ours.heads, theirs.heads, strict=False):
        if (one.step, one.at, one.name) != (other.step, other.at, other.name):
            break
        last = one
    if last is None:
        return None
    travels = 0
    for travel, same in zip(ours.travels, theirs.travels, strict=False):
        if travel != same:
            break
        travels += 1
    return Point(last.step, last.at, last.name, travels)


def remember(connection: apsw.Connection, file: str, theirs: Lineage) -> None:
    """Note in a project up to where a copy was merged into it, and what the copy knew merged."""
    connection.execute(_MERGED)
    end = theirs.end
    rows = [*theirs.merged, (now(), file, end.step, end.at, end.name, end.travels)]
    connection.executemany(
        f"INSERT INTO mapper_merged ({_COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS"
        " (SELECT 1 FROM mapper_merged WHERE (at, step, step_at) = (?1, ?3, ?4))",
        rows,
    )
