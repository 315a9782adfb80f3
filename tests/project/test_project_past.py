"""The history tells, from the steps kept for undo, every value before and after."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import shapely
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outside_edits import edit_outside
from project_actions import ACTIONS, act
from project_data import make_events, make_result, make_sources

from mapper.measure import Shape
from mapper.model.errors import MapperError, ProjectError
from mapper.model.event import Event, Source
from mapper.model.schema import TABLES
from mapper.project import Project, create_project, open_project, outside, past_words
from mapper.project.entries import Added, Entry, RowChange
from mapper.project.fields import fields_of

#: Whatever a test lists fully.
ALL = 10**9


def entries(project: Project, **options: Any) -> list[Entry]:
    return list(project.history(**{"listed": ALL, **options}))


def names(project: Project, **options: Any) -> list[str]:
    return [entry.head.name for entry in entries(project, **options)]


def test_an_edit_tells_the_values_before_and_after(project: Project) -> None:
    project.update_events(["test:1", "test:2"], reason="seen twice", title="New", lon=1.5, lat=2.5)
    entry = entries(project)[0]
    head = entry.head
    assert (head.name, head.reason, head.state) == ("Edit of 2 events", "seen twice", "stands")
    assert head.event_ids == ("test:1", "test:2")
    assert head.at == project.query("SELECT at FROM changes ORDER BY fid DESC")[0][0]
    assert (entry.kind, entry.counts) == ("edit", {("events", "changed"): 2})
    assert entry.fields == {"geom": 2, "title": 2}
    first = entry.rows[0]
    assert (first.table, first.key, first.kind) == ("events", "test:1", "changed")
    assert first.event_ids == ("test:1",)
    assert (first.before["title"], first.after["title"]) == ("Strike 1", "New")
    before, after = past_words.values(first, "geom")
    assert before == "31, 46"
    assert after is not None
    assert after.startswith("1.5, 2.5 (moved 5,")
    assert past_words.summary(entry) == "2 events changed"


def test_an_import_is_one_entry_with_counts(project: Project) -> None:
    fronts, events = entries(project)
    assert (events.kind, events.rows, events.more) == ("import", (), 0)
    assert events.counts == {("events", "added"): 12, ("sources", "added"): 12}
    (file,) = events.imports
    assert (file.file, file.feed, file.sha256) == ("test.csv", "test", "ab" * 32)
    assert (file.rows, file.accepted) == (12, 12)
    assert fronts.counts == {("control_areas", "added"): 2}
    assert past_words.summary(events) == "12 events, 12 sources added"
    assert past_words.imported_words(file) == "test: 12 new"


def test_an_import_that_updates_tells_each_row(project: Project) -> None:
    events = make_events(14, title="Better")
    project.add(make_result(events, sources=make_sources(events, quote="more"), file="b.csv"))
    entry = entries(project, listed=3)[0]
    assert entry.counts == {
        ("events", "changed"): 12,
        ("sources", "changed"): 12,
        ("events", "added"): 2,
        ("sources", "added"): 2,
    }
    assert entry.fields == {"title": 12, "source quote": 12}
    assert (len(entry.rows), entry.more) == (3, 21)


def test_the_history_of_one_event(project: Project) -> None:
    project.update_events(["test:1"], title="One")
    project.update_events(["test:2"], title="Two")
    project.update_source("test:1#1", quote="said otherwise")
    added = project.add_source(Source("", "test:1", url="https://example.org/x"))
    assert added.event_ids == ("test:1",)
    told = entries(project, event_id="test:1")
    assert [entry.head.name for entry in told] == [
        "New source for 'One'",
        "Edit of a source for 'One'",
        "Edit of 'Strike 1'",
        "Import of test.csv",
    ]
    assert [row.table for entry in told for row in entry.rows] == [
        *("sources", "sources", "events", "events")
    ]
    assert told[1].rows[0].before == {"quote": "said so"}
    assert told[3].rows[0].kind == "added"
    assert told[3].imports[0].file == "test.csv"
    assert entries(project, event_id="test:99") == []


def test_a_source_imported_for_an_event_that_was_there(project: Project) -> None:
    events = make_events(12)
    more = make_sources(events).assign(source_id=events["event_id"] + "#2", quote="second")
    project.add(make_result(events, sources=more, file="second.csv"))
    entry = entries(project, event_id="test:4")[0]
    assert [(row.table, row.key, row.kind) for row in entry.rows] == [
        ("sources", "test:4#2", "added")
    ]


def test_a_deleted_event_keeps_its_history(project: Project) -> None:
    project.update_events(["test:3"], notes="looked at")
    project.delete_events(["test:3"], reason="not a strike")
    deleted, edited, imported = entries(project, event_id="test:3")
    assert deleted.kind == "deletion"
    assert deleted.head.reason == "not a strike"
    row = next(row for row in deleted.rows if row.table == "events")
    assert (row.kind, row.before["notes"], row.after) == ("deleted", "looked at", {})
    assert past_words.row_title(row) == "Strike 3"
    assert {row.key for row in deleted.rows} == {"test:3", "test:3#1"}
    assert edited.rows[0].key == "test:3"
    assert imported.kind == "import"


def test_merged_events_are_told_under_both(project: Project) -> None:
    project.update_source("test:2#1", quote="mine")
    project.merge_events("test:1", ["test:2"], reason="the same")
    merged = entries(project, event_id="test:2")[0]
    assert merged.kind == "merge"
    assert ("events", "test:2", "merged", {"event_id": "test:1"}) in [
        (row.table, row.key, row.kind, row.after) for row in merged.rows
    ]
    assert past_words.summary(entries(project)[0]).startswith("1 event merged; ")
    moved = next(row for row in merged.rows if row.key == "test:2#1")
    assert moved.event_ids == ("test:1", "test:2")
    # Before, its source was its own.
    assert names(project, event_id="test:2")[1] == "Edit of a source for 'Strike 2'"
    assert names(project, event_id="test:1") == [merged.head.name, "Import of test.csv"]


def test_what_is_undone_stays_told(project: Project) -> None:
    event = Event(event_id="own:1", feed="own", title="Mine")
    project.add_event(event, [Source("own:1#1", "own:1", url="https://example.org/")])
    project.update_events(["own:1"], title="Better")
    project.update_source("own:1#1", quote="said")
    for _ in range(3):
        project.undo()
    told = entries(project, event_id="own:1")
    assert [entry.head.state for entry in told] == ["undone"] * 3
    assert [row.key for entry in told for row in entry.rows] == [
        *("own:1#1", "own:1", "own:1", "own:1#1")
    ]
    assert told[1].rows[0].before == {"title": "Mine"}
    project.update_events(["test:1"], title="One")
    dropped = entries(project, event_id="own:1")
    assert [entry.head.state for entry in dropped] == ["dropped"] * 3
    assert dropped[0].rows == ()
    assert past_words.state_words(dropped[0].head) == "undone for good"


def test_edits_of_an_import_that_is_undone(project: Project) -> None:
    events = make_events(300, feed="many")
    project.add(make_result(events, sources=make_sources(events)))
    project.add(make_result(make_events(50, feed="more")))
    for number in (0, 7, 299):
        project.update_events([f"many:{number}"], title=f"Title {number}")
    project.update_events(["more:49"], title="Last")
    for _ in range(6):
        project.undo()
    edits = entries(project)[:4]
    assert [entry.rows[0].key for entry in edits] == ["more:49", "many:299", "many:7", "many:0"]
    assert len(entries(project, event_id="many:7")) == 2


def test_the_boundary_and_a_joint_step(project: Project) -> None:
    project.set_boundary(Shape("Square", shapely.box(30, 45, 40, 50)))
    project.set_boundary(Shape("Larger", shapely.box(30, 45, 41, 50)), reason="newer outline")
    project.set_boundary(None)
    cleared, changed, made = entries(project)[:3]
    assert [(row.table, row.kind) for entry in (cleared, changed, made) for row in entry.rows] == [
        ("mapper_boundary", kind) for kind in ("deleted", "changed", "added")
    ]
    assert past_words.values(changed.rows[0], "name") == ("Square", "Larger")
    assert past_words.summary(made) == "1 country boundary added"
    with project.step("Two things", reason="both") as _step:
        project.update_events(["test:1"], title="One")
        project.delete_events(["test:2"])
    entry = entries(project)[0]
    assert (entry.head.name, entry.head.reason, entry.kind) == ("Two things", "both", "edit")
    assert past_words.summary(entry) == "1 event changed; 1 event, 1 source deleted"


def test_only_since_a_day(project: Project) -> None:
    project.update_events(["test:2"], title="Two")
    project.delete_events(["test:2"])
    with project.transaction() as connection:
        connection.execute("UPDATE changes SET at = '2020-01-01T00:00:00.000Z' WHERE fid <= 2")
    assert len(entries(project, since=dt.date(2020, 1, 2))) == 2
    assert len(entries(project, since=dt.date(2020, 1, 1))) == 4
    assert entries(project, since=dt.date(2100, 1, 1)) == []
    # What is newer was walked all the same: else nobody would know whose row it was.
    with project.transaction() as connection:
        connection.execute("UPDATE changes SET at = '2010-01-01T00:00:00.000Z' WHERE fid = 4")
    (edit, *_) = entries(project, since=dt.date(2020, 1, 2))
    assert edit.rows[0].key == "test:2"


def test_changes_of_other_programs(project: Project, path: Path) -> None:
    project.close()
    edit_outside(
        path,
        "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:1'",
        "DELETE FROM sources WHERE event_id = 'test:2'",
        "INSERT INTO events (event_id, title) VALUES ('own:x', 'Added elsewhere')",
    )

    def check(entry: Entry, number: int) -> None:
        assert entry.head.name == outside.STEP
        assert (entry.head.step, entry.kind, entry.head.state) == (number, "outside", "stands")
        assert [(row.key, row.kind) for row in entry.rows] == [
            ("test:1", "changed"),
            ("own:x", "added"),
            ("test:2#1", "deleted"),
        ]
        assert entry.rows[0].before == {"title": "Strike 1"}
        assert entry.rows[1].after["title"] == "Added elsewhere"

    with open_project(path) as reading:
        check(entries(reading)[0], 0)
        assert entries(reading, event_id="test:2")[0].rows[0].key == "test:2#1"
        seen = entries(reading)[0].head.at
    with open_project(path, "rw") as again:
        check(entries(again)[0], 3)
        assert entries(again)[0].head.at == seen


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mapper_steps SET data = x'00112233' WHERE direction = 'undo'",
        "UPDATE mapper_steps SET data = '[[\"nope\", 1, 2]]' WHERE direction = 'added'",
        "UPDATE mapper_steps SET data = '[' WHERE direction = 'added'",
    ],
)
def test_a_damaged_record_is_one_sentence(project: Project, path: Path, statement: str) -> None:
    project.update_events(["test:1"], title="One")
    project.close()
    edit_outside(path, statement)
    with open_project(path, "rw") as again:
        with pytest.raises(ProjectError, match="damaged"):
            entries(again)
        with pytest.raises(ProjectError, match="damaged"):
            undo_all(again)


def undo_all(project: Project) -> None:
    while project.undo_name is not None:
        project.undo()


def test_strange_entries_are_told_all_the_same(project: Project, path: Path) -> None:
    project.close()
    edit_outside(path, "UPDATE changes SET at = 5, event_ids = 'nonsense', reason = 7")
    with open_project(path) as reading:
        assert [entry.head.reason for entry in entries(reading)] == ["7", "7"]


def test_many_rows_are_never_held(path: Path) -> None:
    with create_project(path) as project:
        project.add(make_result(make_events(30_000)))
        project.add(make_result(make_events(30_000, title="Other")))
        tracemalloc.start()
        first, second = project.history(listed=5)
        assert tracemalloc.get_traced_memory()[1] < 2**21
        tracemalloc.stop()
    assert (first.counts, len(first.rows)) == ({("events", "changed"): 30_000}, 5)
    assert second.counts == {("events", "added"): 30_000}


def test_an_event_merged_into_one_that_was_merged_itself(project: Project) -> None:
    project.merge_events("test:1", ["test:2"])
    project.merge_events("test:0", ["test:1"])
    (merged, _imported) = entries(project, event_id="test:2")
    moved = next(row for row in merged.rows if row.key == "test:2#1")
    assert moved.event_ids == ("test:1", "test:2")


def test_an_event_merged_into_one_that_was_deleted(project: Project) -> None:
    project.merge_events("test:1", ["test:2"])
    project.delete_events(["test:1"])
    (merged, _imported) = entries(project, event_id="test:2")
    assert {"test:2", "test:2#1"} <= {row.key for row in merged.rows}


Rows = dict[tuple[str, str], dict[str, Any]]


def held(project: Project) -> Rows:
    """Return every row of the model as it is stored, by table and id."""
    found: Rows = {}
    for table in TABLES.values():
        columns = fields_of(table)
        for row in project.query(f"SELECT {', '.join(columns)} FROM {table.name}"):
            values = dict(zip(columns, row, strict=True))
            key = values.pop(table.key)
            found[table.name, key] = values
    return found


def step_back(rows: Rows, items: Iterable[Any]) -> None:
    """Turn rows into what they were before a step, by what the history says of it."""
    for item in items:
        if isinstance(item, RowChange):
            at = (item.table, item.key)
            if item.kind == "added":
                row = rows.pop(at)
                assert {k: v for k, v in row.items() if v is not None} == item.after
            elif item.kind == "deleted":
                assert at not in rows
                columns = [n for n in fields_of(TABLES[item.table]) if n != TABLES[item.table].key]
                rows[at] = dict.fromkeys(columns) | dict(item.before)
            elif item.kind == "changed":
                assert {name: rows[at][name] for name in item.after} == item.after
                assert all(item.before[name] != item.after[name] for name in item.after)
                rows[at] |= item.before


STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), min_size=3, max_size=14)


@settings(
    max_examples=tries(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=STEPS)
def test_replayed_backwards_the_history_gives_every_earlier_value(
    tmp_path: Path, actions: list[Any]
) -> None:
    path = tmp_path / "past.gpkg"
    path.unlink(missing_ok=True)
    with create_project(path) as project:
        events = make_events(10)
        project.add(make_result(events, sources=make_sources(events)))
        for action, number in actions:
            try:
                act(project, action, number)
            except MapperError:
                continue
        whole = entries(project)
        one_by_one: dict[str, list[RowChange]] = {f"test:{n}": [] for n in range(12)}
        for event_id in one_by_one:
            told = entries(project, event_id=event_id)
            one_by_one[event_id] = [row for entry in told for row in entry.rows if row.fields]
        for event_id, rows in one_by_one.items():
            assert rows == [r for entry in whole for r in entry.rows if event_id in r.event_ids]
        while project.redo_name is not None:
            project.redo()
        # What a step did does not depend on whether it stands.
        assert [entry.rows for entry in entries(project)] == [entry.rows for entry in whole]
        replayed = held(project)
        for head, items in [(head, list(items)) for head, items in project.history_items()]:
            if head.state == "dropped":
                assert items == []
                continue
            assert project.undo_name == head.name
            project.undo()
            present = held(project)
            step_back(replayed, items)
            # Of rows that came in together only the number is told.
            gone = replayed.keys() - present.keys()
            assert len(gone) == sum(item.count for item in items if isinstance(item, Added))
            assert replayed == present | {at: replayed[at] for at in gone}
            replayed = present
        assert project.undo_name is None
        assert replayed == {}
