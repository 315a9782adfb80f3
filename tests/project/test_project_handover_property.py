"""Merging a colleague's copy after anything at all was done on both sides."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from effort import tries
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from project_actions import ACTIONS, act, digest, dump, make_project

from mapper.model.errors import MapperError
from mapper.model.schema import TABLES, Table
from mapper.project import Project, copy_project, open_project
from mapper.project.fields import fields_of, text
from mapper.project.threeway import Conflict, groups_of

actions = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), max_size=6)
Rows = dict[str, dict[str, str | None]]


def rows(project: Project, table: Table) -> Rows:
    """Return the rows of a table by key, times of editing left out."""
    frame = pd.DataFrame(project.table(table))
    names = [name for name in fields_of(table) if name != table.key]
    return {
        row[table.key]: {name: _exact(row[name]) for name in names}
        for row in frame.to_dict("records")
    }


def _exact(value: Any) -> str | None:
    wkb = getattr(value, "wkb_hex", None)
    return text(value) if wkb is None else str(wkb)


def content(project: Project) -> dict[str, Rows]:
    return {name: rows(project, table) for name, table in TABLES.items()}


def work(project: Project, done: list[tuple[str, int]]) -> None:
    for action, number in done:
        with contextlib.suppress(MapperError):
            act(project, action, number)


def owners(name: str, key: str, *states: dict[str, Rows]) -> set[str]:
    """Return the events that a row belongs to in any of the states."""
    if name == "events":
        return {key}
    found = {state[name].get(key, {}).get("event_id") for state in states}
    return {one for one in found if one is not None}


def check(
    base: dict[str, Rows],
    ours: dict[str, Rows],
    theirs: dict[str, Rows],
    merged: dict[str, Rows],
    conflicts: tuple[Conflict, ...],
    *,
    all_theirs: bool,
) -> None:
    whole = {conflict.key for conflict in conflicts if not conflict.field}
    for name, table in TABLES.items():
        for key in {*base[name], *ours[name], *theirs[name]}:
            was, mine, other, now = (s[name].get(key) for s in (base, ours, theirs, merged))
            if mine == other:
                assert now == mine, (name, key)
            elif key in whole or owners(name, key, base, ours, theirs) & whole:
                continue
            elif mine == was:
                assert now == other, (name, key)
            elif other == was:
                assert now == mine, (name, key)
            else:
                # Deleted or new rows would be whole conflicts.
                assert None not in (was, mine, other, now), (name, key)
                for group in groups_of(table):
                    a, b, c, d = ({n: s[n] for n in group} for s in (was, mine, other, now))  # type: ignore[index]
                    if b in (a, c):
                        assert d == c, (name, key, group)
                    elif c == a:
                        assert d == b, (name, key, group)
                    else:
                        assert Conflict(name, key, group[0]) in conflicts
                        assert d == (c if all_theirs else b), (name, key, group)


@settings(max_examples=tries(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(actions, actions, actions, st.booleans())
@example([], [("merge", 0)], [("edit", 1)], False)
@example([("merge", 0)], [("undo", 0)], [("edit", 0)], True)
@example([("edit", 1), ("undo", 0)], [("redo", 0)], [("delete", 1)], False)
@example([], [("undo", 0), ("edit", 1)], [("undo", 0), ("import", 5)], True)
def test_both_sides_do_anything(
    before: list[tuple[str, int]],
    here: list[tuple[str, int]],
    there: list[tuple[str, int]],
    all_theirs: bool,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "ours.gpkg", Path(folder) / "theirs.gpkg"
        make_project(path)
        with open_project(path, "rw") as project:
            work(project, before)
            copy_project(project, other)
            base = content(project)
            with open_project(other, "rw") as copy:
                work(project, here)
                work(copy, there)
                ours, theirs = content(project), content(copy)
                whole, kept = dump(project), digest(copy)
                told = project.compare_copy(other)
                assert dump(project) == whole
                change = project.take_copy(other, theirs="all" if all_theirs else ())
                merged = content(project)
                check(base, ours, theirs, merged, told.conflicts, all_theirs=all_theirs)
                assert change.kept == (0 if all_theirs else len(told.conflicts))
                after = dump(project)
                assert not project.compare_copy(other).is_new
                assert not project.take_copy(other).tables
                assert dump(project) == after
                assert project.query("SELECT rtreecheck('rtree_events_geom')") == [("ok",)]
                if change.tables:
                    project.undo()
                    assert dump(project) == whole
                    project.redo()
                    assert dump(project) == after
                assert digest(copy) == kept
                # The colleague takes it back: then both hold the same, without a question.
                assert copy.compare_copy(path).conflicts == ()
                copy.take_copy(path)
                assert content(copy) == merged
