"""Actions of a person at random, and all that a project holds, to be compared."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any, Final

from project_data import make_events, make_fronts, make_result, make_sources

from mapper.project import Change, Project, create_project, open_project
from mapper.project.history import RECORDED

Dump = dict[str, list[tuple[Any, ...]]]

ACTIONS: Final = (
    *("edit", "move", "place", "delete", "import", "other", "fronts", "undo", "redo"),
    *("merge", "group", "source"),
)


def dump(project: Project) -> Dump:
    """Return every row that a step may change, and the spatial index."""
    there = {name for (name,) in project.query("SELECT name FROM sqlite_schema")}
    tables = {
        # A table made only when it is first needed is as empty without.
        name: project.query(f"SELECT * FROM {name} ORDER BY 1") if name in there else []
        for name in RECORDED
    }
    for name in ("events", "control_areas"):
        index = f"rtree_{name}_geom"
        tables[index] = project.query(f"SELECT * FROM {index} ORDER BY id")
    return tables


def digest(project: Project) -> str:
    """Return a short text that differs whenever `dump` does."""
    return hashlib.sha256(repr(dump(project)).encode()).hexdigest()[:20]


def act(project: Project, action: str, number: int) -> Change:
    """Do one action with a number from 0 to 9; what is not possible raises, changing nothing."""
    ids = [f"test:{number}"]
    if action == "edit":
        return project.update_events(ids, title=f"Title {number}", tags="t")
    if action == "move":
        return project.update_events(ids, lon=float(number), lat=10.0)
    if action == "place":
        return project.update_events(ids, lon=None, lat=None)
    if action == "delete":
        return project.delete_events(ids)
    if action == "import":
        events = make_events(number, title=f"Import {number % 3}")
        return project.add(make_result(events, sources=make_sources(events)))
    if action == "other":
        events = make_events(number + 2, title="Other").assign(notes=f"Notes {number % 2}")
        sources = make_sources(events, quote=f"quote {number % 2}")
        return project.add_all(
            [make_result(events, sources=sources), make_result(make_events(10))],
            overwrite=ids if number % 3 else (),
        )
    if action == "merge":
        return project.merge_events(
            ids[0], [f"test:{(number + 1) % 10}", f"test:{(number + 3) % 10}"]
        )
    if action == "group":
        return project.group_events([*ids, f"test:{(number + 1) % 10}"])
    if action == "source":
        return project.update_source(f"test:{number}#1", quote="mine")
    if action == "fronts":
        return project.add(make_result(fronts=make_fronts(f"2025-07-{number + 1:02d}")))
    change: Change = getattr(project, action)()
    return change


def choose(chance: random.Random) -> tuple[str, int]:
    """Return an action and its number, for `act`."""
    return chance.choice(ACTIONS), chance.randrange(10)


def make_project(path: Path) -> None:
    """Make a project with ten events and their sources."""
    with create_project(path) as project:
        events = make_events(10)
        project.add(make_result(events, sources=make_sources(events)))


def check_after_fault(path: Path, acknowledged: str, begun: str | None) -> bool:
    """Open a project after a fault; tell whether it holds the action that was under way.

    Parameters
    ----------
    acknowledged
        `digest` after the last action that returned.
    begun
        The action that was under way, None if none was.

    Raises
    ------
    AssertionError
        If the file is damaged, or holds anything else than what was
        acknowledged, with or without the whole action under way.
    """
    with open_project(path, "rw") as project:
        assert project.mode == "rw", project.read_only_reason
        assert project.query("PRAGMA integrity_check") == [("ok",)]
        for index in ("rtree_events_geom", "rtree_control_areas_geom"):
            assert project.query(f"SELECT rtreecheck('{index}')") == [("ok",)]
        if digest(project) == acknowledged:
            return False
        assert begun is not None, "what was acknowledged is lost"
        back, forth = ("redo", "undo") if begun == "undo" else ("undo", "redo")
        getattr(project, back)()
        assert digest(project) == acknowledged, f"half of the action {begun} is in the file"
        getattr(project, forth)()
        return True
