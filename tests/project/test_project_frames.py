"""Frames are as the file is, however few of their rows were read again."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from effort import tries
from outside_edits import edit_outside
from pandas.testing import assert_frame_equal
from project_actions import act, choose, make_project
from project_data import make_events, make_result, make_sources

from mapper.model.errors import MapperError, MissingRowError
from mapper.model.schema import EVENTS, TABLES
from mapper.project import Project, frames, open_project, tables


def check(project: Project, *names: str) -> None:
    """Compare frames (all of them if none is named) with what the file holds."""
    for name in names or TABLES:
        table = TABLES[name]
        found = project.table(table)
        fresh = tables.read(project._connection, table)
        assert type(found) is type(fresh)
        assert_frame_equal(pd.DataFrame(found), pd.DataFrame(fresh))


@pytest.mark.parametrize("seed", range(tries(5)))
def test_frames_are_as_the_file_after_any_actions(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "_MOST_PIECES", 40)
    monkeypatch.setattr(frames, "_MOST_RUNS", 5)
    chance = random.Random(seed)
    path = tmp_path / "random.gpkg"
    make_project(path)
    with open_project(path, "rw") as project:
        check(project)
        for _ in range(40):
            with suppress(MapperError):
                act(project, *choose(chance))
            if chance.random() < 0.05:
                number = chance.randrange(10)
                sql = f"UPDATE sources SET event_id = 'test:{number}' WHERE rowid % 3 = 0"
                edit_outside(path, sql)
            if chance.random() < 0.6:
                check(project, *chance.sample(sorted(TABLES), 3))
        check(project)


def test_only_the_rows_that_changed_are_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.events
    _ = project.sources
    monkeypatch.setattr(tables, "read_numbered", lambda *_: pytest.fail("all was read again"))
    project.update_events(["test:1"], title="Other")
    assert project.events["title"].to_list()[:3] == ["Strike 0", "Other", "Strike 2"]
    assert before["title"][1] == "Strike 1"
    project.delete_events(["test:0", "test:1"])
    assert len(project.events) == 10
    assert project.events["event_id"][0] == "test:2"
    project.undo()
    project.undo()
    assert_frame_equal(pd.DataFrame(project.events), pd.DataFrame(before))


def test_rows_read_in_a_step_that_fails_are_not_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(project)

    def half() -> None:
        with project.step("Half"):
            project.update_events(["test:1"], title="Lost")
            project.delete_events(["test:2"])
            assert len(project.events) == 11
            project.update_events(["test:99"], title="Nobody")

    with monkeypatch.context() as patched:
        patched.setattr(tables, "read_numbered", lambda *_: pytest.fail("all was read again"))
        with pytest.raises(MissingRowError):
            half()
        assert project.events["title"].to_list()[:3] == ["Strike 0", "Strike 1", "Strike 2"]
    check(project)


def test_a_source_that_moves_to_another_event_is_not_there_twice(project: Project) -> None:
    events = make_events(2)
    sources = make_sources(events)
    check(project)
    moved = sources.iloc[[1]].assign(event_id="test:0")
    project.add(make_result(events, sources=moved))
    assert project.sources["event_id"].to_list()[1] == "test:0"
    check(project)
    project.undo()
    check(project)


def test_many_changes_are_read_anew(project: Project) -> None:
    check(project)
    project.add(make_result(make_events(3_000, feed="large")))
    assert len(project.events) == 3_012
    ids = [f"large:{number}" for number in range(1_500)]
    for some in (ids[:900], ids[600:]):
        project.update_events(some, notes="checked")
    check(project)


def test_a_row_that_cannot_be_read_is_read_again_later(project: Project, path: Path) -> None:
    check(project)
    project.update_events(["test:1"], title="Other")
    connection = project._connection
    connection.execute("UPDATE events SET date_start = 'never' WHERE event_id = 'test:1'")
    assert "test:1" not in project.table(EVENTS)["event_id"].tolist()
    assert [row.key for row in project.unreadable] == ["test:1"]
    edit_outside(path, "UPDATE events SET date_start = '2025-07-01' WHERE event_id = 'test:1'")
    check(project)


def test_columns_that_are_alike_share_their_memory(tmp_path: Path) -> None:
    path = tmp_path / "alike.gpkg"
    make_project(path)
    with open_project(path) as project:
        events = project.events
        assert len(events) > 1
        empty = [
            name for name in events if events[name].isna().all() and events[name].dtype == "str"
        ]
        assert len(empty) > 3
        where = {
            chunk.buffers()[1].address
            for name in empty
            for chunk in pa.chunked_array(pa.array(events[name])).chunks
        }
        assert len(where) == 1
        check(project, "events")
