"""Every step can be taken back, rows and their numbers as they were."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from project_actions import ACTIONS, act, dump
from project_data import make_events, make_fronts, make_result, make_sources

from mapper.model.errors import InputError, MapperError, ProjectError
from mapper.model.event import Count, Event, Source
from mapper.project import Project, create_project, open_project


def test_names_and_both_ways(project: Project) -> None:
    before = dump(project)
    change = project.update_events(["test:1"], title="Izhevsk", killed_best=3)
    assert change.name == "Edit of 'Strike 1'"
    assert change.event_ids == ("test:1",)
    assert change.tables == {"events"}
    assert project.undo_name == "Edit of 'Strike 1'"
    assert project.redo_name is None
    after = dump(project)
    assert after != before
    undone = project.undo()
    assert undone.name == "Undo Edit of 'Strike 1'"
    assert undone.event_ids == ("test:1",)
    assert dump(project) == before
    assert project.redo_name == "Edit of 'Strike 1'"
    project.redo()
    assert dump(project) == after


def test_undo_works_after_reopening(path: Path) -> None:
    with create_project(path) as project:
        project.add(make_result(make_events(5)))
    with open_project(path, "rw") as project:
        project.delete_events(["test:0", "test:4"])
        assert len(project.events) == 3
    with open_project(path, "rw") as project:
        assert project.undo_name == "Deletion of 2 events"
        project.undo()
        assert len(project.events) == 5
    with open_project(path, "rw") as project:
        project.undo()
        assert len(project.events) == 0
        assert project.info()["feeds"] == {}
        with pytest.raises(ProjectError, match="nothing to undo"):
            project.undo()
    with open_project(path, "rw") as project:
        project.redo()
        project.redo()
        assert len(project.events) == 3
        with pytest.raises(ProjectError, match="nothing to redo"):
            project.redo()


def test_a_new_action_drops_what_was_undone(project: Project) -> None:
    project.update_events(["test:1"], title="One")
    project.undo()
    project.update_events(["test:2"], title="Two")
    assert project.redo_name is None
    states = [state for (state,) in project.query("SELECT state FROM changes ORDER BY fid")]
    assert states == ["done", "done", "dropped", "done"]


def test_undo_of_an_import_does_not_double_the_file(path: Path) -> None:
    with create_project(path) as project:
        project.add(make_result(make_events(20_000)))
        size = path.stat().st_size
        project.undo()
        project.redo()
        assert path.stat().st_size <= 1.1 * size
        assert len(project.events) == 20_000


def test_rows_changed_elsewhere_stop_the_undo(project: Project) -> None:
    project.update_events(["test:1"], title="Ours")
    # What another program would leave: the same row with other values.
    with project.transaction() as connection:
        connection.execute("UPDATE events SET title = 'Theirs' WHERE event_id = 'test:1'")
    before = dump(project)
    with pytest.raises(ProjectError, match="another program changed"):
        project.undo()
    assert dump(project) == before


def test_an_own_event_with_its_sources(project: Project) -> None:
    event = Event(
        event_id="",
        feed="own",
        title="Plant hit",
        lon=53.2045,
        lat=56.8498,
        date_start=dt.date(2025, 7, 1),
        date_end=dt.date(2025, 7, 1),
        killed=Count(best=3),
        sensitive=True,
    )
    source = Source(source_id="", event_id="", url="https://example.org/a")
    change = project.add_event(event, [source])
    assert change.event_ids is not None
    (event_id,) = change.event_ids
    stored = project.event(event_id)
    assert (stored.lon, stored.lat, stored.killed) == (53.2045, 56.8498, Count(best=3))
    assert stored.sensitive
    assert stored.created_at is not None
    (first,) = project.sources_of(event_id)
    project.update_source(first.source_id, archive_url="https://archive.example.org/a")
    project.add_source(Source(source_id="", event_id=event_id, url="https://example.org/b"))
    assert len(project.sources_of(event_id)) == 2
    project.delete_sources([first.source_id])
    assert [s.url for s in project.sources_of(event_id)] == ["https://example.org/b"]
    for _ in range(4):
        project.undo()
    with pytest.raises(ProjectError):
        project.event(event_id)
    assert project.sources_of(event_id) == ()


@pytest.mark.parametrize(
    "values",
    [
        {"verification_status": "sure"},
        {"title": ""},
        {"lon": 30.0, "lat": None},
        {"lon": 300.0, "lat": 50.0},
        {"date_start": dt.date(2025, 8, 1)},
        {"killed_min": 5, "killed_best": 2},
        {"event_id": "other"},
        {"nonsense": 1},
        {},
    ],
)
def test_a_bad_value_changes_nothing(project: Project, values: dict[str, Any]) -> None:
    before = dump(project)
    with pytest.raises(InputError):
        project.update_events(["test:1", "test:2"], **values)
    assert dump(project) == before
    assert project.undo_name == "Import of areas.json"


def test_importing_again_updates_by_id(project: Project) -> None:
    events = make_events(14)
    events.loc[3, "title"] = "Better title"
    events.loc[5, "geom"] = events.geometry[0]
    sources = make_sources(events)
    sources.loc[7, "quote"] = "said more"
    project.update_events(["test:3"], notes="checked")
    created = project.event("test:5").created_at
    before = dump(project)
    change = project.add(make_result(events, sources=sources))
    assert (change.accepted, change.updated, change.unchanged) == (2, 3, 9)
    assert change.warnings == ()
    assert project.event("test:3").title == "Better title"
    assert project.event("test:3").notes == "checked"
    assert project.event("test:5").lon == 30.0
    assert project.event("test:5").created_at == created
    assert project.sources_of("test:7")[0].quote == "said more"
    imported = project.query("SELECT file, rows, accepted, updated, unchanged FROM imports")[-1]
    assert imported == ("test.csv", 14, 2, 3, 9)
    project.undo()
    assert dump(project) == before


def test_an_import_that_brings_nothing_new_is_no_step(project: Project) -> None:
    before = dump(project)
    last_change = project.last_change
    change = project.add(make_result(fronts=make_fronts("2025-07-01")))
    assert change.counts["fronts"].unchanged == 1
    assert change.tables == frozenset()
    assert dump(project) == before
    assert project.undo_name == "Import of areas.json"
    assert project.last_change == last_change


def test_actions_in_one_transaction_last_together(project: Project) -> None:
    before = dump(project)

    def half() -> None:
        with project.transaction():
            project.update_events(["test:1"], title="One")
            project.update_events(["test:2"], title="")

    with pytest.raises(InputError):
        half()
    assert dump(project) == before
    assert project.events["title"][1] == "Strike 1"
    with project.transaction():
        project.update_events(["test:1"], title="One")
        project.update_events(["test:2"], title="Two")
    project.undo()
    assert project.event("test:1").title == "One"
    assert project.event("test:2").title == "Strike 2"


STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), max_size=12)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=STEPS)
def test_any_sequence_can_be_walked_back_and_forth(tmp_path: Path, actions: list[Any]) -> None:
    path = tmp_path / "walk.gpkg"
    path.unlink(missing_ok=True)
    with create_project(path) as project:
        events = make_events(10)
        project.add(make_result(events, sources=make_sources(events)))
        for action, number in actions:
            before = dump(project)
            names = project.undo_name, project.redo_name
            try:
                act(project, action, number)
            except MapperError:
                assert dump(project) == before
                assert (project.undo_name, project.redo_name) == names
        steps = 0
        states = [dump(project)]
        while project.undo_name is not None:
            project.undo()
            states.append(dump(project))
            steps += 1
        assert all(not rows for rows in states[-1].values())
        for state in reversed(states[:-1]):
            project.redo()
            assert dump(project) == state


def test_a_source_that_goes_to_another_event_changes_both(project: Project) -> None:
    events = make_events(12)
    sources = make_sources(events)
    sources.loc[2, "event_id"] = "test:5"
    change = project.add(make_result(events, sources=sources))
    assert change.event_ids == ("test:2", "test:5")
    assert change.updated == 1
    assert project.undo().event_ids == ("test:2", "test:5")
