"""Several actions as one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from project_actions import digest, dump
from project_data import make_events, make_result, make_sources

from mapper.model.errors import CancelledError, InputError, MissingRowError, ProjectError
from mapper.project import Project
from mapper.readers import ImportResult


def test_several_actions_are_one_step(project: Project) -> None:
    before = dump(project)
    with project.step("Two mends", reason="checked") as step:
        project.update_events(["test:1"], title="One")
        project.merge_events("test:2", ["test:3"])
        project.add(make_result(make_events(3, feed="more")))
        assert project.event("test:1").title == "One"
    assert step.change.name == "Two mends"
    assert step.change.event_ids == ("test:1", "test:2", "test:3", "more:0", "more:1", "more:2")
    assert {"events", "sources"} <= step.change.tables
    after = dump(project)
    assert project.undo_name == "Two mends"
    assert project.query("SELECT reason FROM changes ORDER BY fid DESC LIMIT 1") == [("checked",)]
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after
    assert len(project.events) == 14


def test_an_error_leaves_nothing_of_the_step(project: Project) -> None:
    before = dump(project)

    def half() -> None:
        with project.step("Half"):
            project.update_events(["test:1"], title="One")
            project.update_events(["test:99"], title="Nobody")

    with pytest.raises(MissingRowError, match="no event 'test:99'"):
        half()
    assert dump(project) == before
    assert project.undo_name == "Import of areas.json"


def test_a_caught_error_leaves_the_other_actions(project: Project) -> None:
    before = dump(project)
    with project.step("Most") as step:
        project.update_events(["test:1"], title="One")
        # Fails after some of it was written.
        with pytest.raises(InputError):
            project.add_all(failing())
        project.update_events(["test:2"], title="Two")
    assert step.change.event_ids == ("test:1", "test:2")
    assert list(project.events["title"][:3]) == ["Strike 0", "One", "Two"]
    assert len(project.events) == 12
    project.undo()
    assert dump(project) == before


def failing() -> Iterator[ImportResult]:
    yield make_result(make_events(5, feed="lost"))
    raise InputError("the second file is bad")


def test_an_empty_step_is_none_and_there_is_no_undo_inside(project: Project) -> None:
    with project.step("Nothing") as step, pytest.raises(ProjectError, match="middle of a step"):
        project.undo()
    assert step.change.tables == frozenset()
    assert project.undo_name == "Import of areas.json"


def test_undo_of_an_import_can_be_cancelled(project: Project) -> None:
    project.add(make_result(make_events(5_000, feed="large")))
    for travel in (project.undo, project.redo):
        shares: list[float] = []

        def stop(share: float, told: list[float] = shares) -> bool:
            told.append(share)
            return len(told) < 2

        before = digest(project)
        with pytest.raises(CancelledError):
            travel(progress=stop)
        assert digest(project) == before
        assert shares == [0.4, 0.8]
        told: list[float] = []
        travel(progress=told.append)
        assert told == [0.4, 0.8, 1.0]
        assert digest(project) != before


def test_undo_of_a_large_import_needs_room(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.add(make_result(make_events(10_001, feed="large")))
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    before = digest(project)
    with pytest.raises(ProjectError, match=r"no room for the undo .* and 1 MB are free"):
        project.undo()
    assert digest(project) == before
    project.update_events(["large:1"], title="Small steps need no room")
    project.undo()


def test_a_reason_can_be_given_after_the_fact(project: Project) -> None:
    change = project.update_events(["test:1"], title="One")
    with project.step("Two") as joint:
        project.update_events(["test:2"], title="Two")
    assert change.step is not None
    assert joint.change.step == change.step + 1
    before = dump(project)
    assert project.give_reason(change.step, "  As the ministry said ").tables == frozenset()
    assert [entry.head.reason for entry in project.history()][:2] == [None, "As the ministry said"]
    assert dump(project) == before
    undone = project.undo()
    assert undone.step is None
    project.give_reason(change.step, " ")
    assert project.redo_name == "Two"
    assert [entry.head.reason for entry in project.history()][:2] == [None, None]
    with pytest.raises(MissingRowError, match="no such step"):
        project.give_reason(999, "Why")


def test_what_was_deleted_and_comes_again_in_one_step(project: Project) -> None:
    before = dump(project)
    events = make_events(12)
    with project.step("Both"):
        project.add(make_result(make_events(2, feed="more")))
        project.delete_events(["test:3", "more:1"])
        project.add(make_result(events, sources=make_sources(events)))
        project.add(make_result(make_events(2, feed="more")))
    after = dump(project)
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after


@pytest.mark.parametrize("ids", ["'x{'", "'5'", "'[[1]]'", "7", "x'ff'"])
def test_a_list_of_events_that_others_wrote_stops_no_undo(project: Project, ids: str) -> None:
    project.update_events(["test:1"], title="One")
    with project.transaction() as connection:
        connection.execute(f"UPDATE changes SET event_ids = {ids}, tables = {ids}")
    _ = project.events
    project.undo()
    assert project.query("SELECT title FROM events WHERE event_id = 'test:1'") == [("Strike 1",)]
