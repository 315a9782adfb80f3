"""What other programs change becomes a step: told, undone in its turn, never in the way."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outside_edits import edit_outside
from project_actions import dump
from project_data import make_events, make_result, make_sources

from mapper.model.errors import (
    ChangedElsewhereError,
    MapperError,
    ProjectError,
)
from mapper.model.schema import TABLES
from mapper.project import Project, open_project, outside
from mapper.project.changesets import way_back

MODEL = (*TABLES, "rtree_events_geom", "rtree_control_areas_geom")


def rows(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the tables of the model hold."""
    return {name: found for name, found in dump(project).items() if name in MODEL}


def steps(project: Project) -> list[str]:
    return [name for (name,) in project.query("SELECT name FROM changes ORDER BY fid")]


def test_edits_while_it_was_closed_are_a_step(project: Project, path: Path) -> None:
    project.update_events(["test:1"], title="Mine")
    before = rows(project)
    project.close()
    edit_outside(
        path,
        "UPDATE events SET title = 'Theirs', radius_m = 1.5 WHERE event_id = 'test:1'",
        "UPDATE events SET title = 'Theirs again' WHERE event_id = 'test:1'",
        "UPDATE sources SET quote = 'other' WHERE event_id = 'test:2'",
        "DELETE FROM events WHERE event_id = 'test:3'",
        "INSERT INTO events (title) VALUES ('Added elsewhere')",
    )
    with open_project(path, "rw") as again:
        assert again.elsewhere is not None
        assert again.elsewhere.tables == {"events", "sources"}
        ids = again.elsewhere.event_ids
        assert ids is not None
        assert {"test:1", "test:2", "test:3"} < set(ids)
        assert len(ids) == 4
        assert again.undo_name == outside.STEP
        after = rows(again)
        assert after != before
        again.undo()
        assert rows(again) == before
        assert again.undo_name == "Edit of 'Strike 1'"
        again.undo()
        assert again.event("test:1").title == "Strike 1"
        again.redo()
        again.redo()
        assert rows(again) == after
    with open_project(path, "rw") as once_more:
        assert once_more.elsewhere is None


def test_what_was_put_back_is_no_step(project: Project, path: Path) -> None:
    names = steps(project)
    project.close()
    edit_outside(
        path,
        "UPDATE events SET title = 'Other' WHERE event_id = 'test:1'",
        "UPDATE events SET title = 'Strike 1' WHERE event_id = 'test:1'",
        "INSERT INTO events (event_id, title) VALUES ('own:x', 'New')",
        "DELETE FROM events WHERE event_id = 'own:x'",
    )
    with open_project(path, "rw") as again:
        assert again.elsewhere is None
        assert steps(again) == names
        assert outside.pending(again._connection) == []


def test_undo_stops_at_edits_made_meanwhile(project: Project, path: Path) -> None:
    project.update_events(["test:1"], title="Mine")
    edit_outside(path, "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:1'")
    with pytest.raises(ChangedElsewhereError, match=r"nothing was undone; its changes are"):
        project.undo()
    assert project.event("test:1").title == "Theirs"
    assert project.undo_name == outside.STEP
    project.undo()
    assert project.event("test:1").title == "Mine"
    project.undo()
    assert project.event("test:1").title == "Strike 1"


def test_redo_gives_way_to_edits_made_meanwhile(project: Project, path: Path) -> None:
    project.update_events(["test:1"], title="Mine")
    project.undo()
    edit_outside(path, "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:1'")
    with pytest.raises(ChangedElsewhereError, match="nothing was redone"):
        project.redo()
    assert project.redo_name is None
    assert project.event("test:1").title == "Theirs"


def test_an_edit_tells_what_was_changed_meanwhile(project: Project, path: Path) -> None:
    before = rows(project)
    edit_outside(path, "UPDATE sources SET quote = 'other' WHERE event_id = 'test:2'")
    change = project.update_events(["test:1"], title="Mine")
    assert change.name == "Edit of 'Strike 1'"
    assert change.tables == {"events", "sources"}
    assert change.event_ids == ("test:1", "test:2")
    assert steps(project)[-2:] == [outside.STEP, "Edit of 'Strike 1'"]
    edit_outside(path, "UPDATE events SET notes = 'seen' WHERE event_id = 'test:5'")
    with project.step("Two") as step:
        project.update_events(["test:1"], title="One")
        project.update_events(["test:2"], title="Two")
    assert step.change.event_ids == ("test:1", "test:2", "test:5")
    (ids,) = project.query("SELECT event_ids FROM changes ORDER BY fid DESC LIMIT 1")[0]
    assert ids == '["test:1", "test:2"]'
    for _ in range(4):
        project.undo()
    assert rows(project) == before


def test_a_failed_action_leaves_the_edits_of_others_for_the_next(
    project: Project, path: Path
) -> None:
    edit_outside(path, "UPDATE events SET notes = 'seen' WHERE event_id = 'test:5'")
    names = steps(project)
    with pytest.raises(ProjectError):
        project.update_events(["test:99"], title="Nobody")
    assert steps(project) == names
    project.update_events(["test:1"], title="One")
    assert steps(project)[-2:] == [outside.STEP, "Edit of 'Strike 1'"]


def test_an_import_undone_takes_no_edit_of_others_along(project: Project, path: Path) -> None:
    events = make_events(2_000, feed="many")
    project.add(make_result(events, sources=make_sources(events)))
    project.close()
    edit_outside(path, "UPDATE events SET notes = 'seen' WHERE event_id = 'many:1234'")
    with open_project(path, "rw") as again:
        assert again.undo_name == outside.STEP
        again.undo()
        again.undo()
        assert len(again.events) == 12
        again.redo()
        again.redo()
        assert again.event("many:1234").notes == "seen"


@pytest.mark.parametrize("statement", ["UPDATE events SET title = 'Theirs'", "DELETE FROM sources"])
def test_notes_for_imports_never_stop_an_undo(project: Project, path: Path, statement: str) -> None:
    before = rows(project)
    events = make_events(12)
    project.update_events(["test:2"], title="Mine")
    project.update_source("test:2#1", quote="mine")
    project.delete_events(["test:2"])
    project.add(make_result(events, sources=make_sources(events)))
    after = rows(project)
    # Notes of the event that came again, where the deletion took those of the first away.
    edit_outside(
        path, f"{statement} WHERE event_id = 'test:2'", "UPDATE imports SET warnings = NULL"
    )
    project.settings.set("kept", 1)
    with pytest.raises(ChangedElsewhereError):
        project.undo()
    for _ in range(5):
        project.undo()
    assert rows(project) == before
    for _ in range(4):
        project.redo()
    assert rows(project) == after
    project.redo()
    assert project.redo_name is None


def test_columns_of_others_are_left_alone(project: Project, path: Path) -> None:
    project.close()
    edit_outside(
        path,
        "ALTER TABLE events ADD COLUMN mine TEXT",
        "UPDATE events SET mine = 'a', title = 'Theirs' WHERE event_id = 'test:1'",
        "INSERT INTO events (title, mine) VALUES ('New', 'b')",
    )
    with open_project(path, "rw") as again:
        again.undo()
        mine = "SELECT title, mine FROM events WHERE mine IS NOT NULL"
        assert again.query(mine) == [("Strike 1", "a")]
        again.redo()
        assert again.query(mine) == [("Theirs", "a"), ("New", "b")]


def test_a_column_that_a_step_knew_and_is_gone_stops_its_undo(project: Project, path: Path) -> None:
    project.close()
    edit_outside(path, "ALTER TABLE events ADD COLUMN mine TEXT")
    with open_project(path, "rw") as again:
        again.update_events(["test:1"], title="Mine")
    edit_outside(path, "ALTER TABLE events DROP COLUMN mine")
    with open_project(path, "rw") as again:
        before = dump(again)
        with pytest.raises(ProjectError, match="took a column out of events since"):
            again.undo()
        assert dump(again) == before


def test_notes_taken_away_are_told_and_put_back(project: Project, path: Path) -> None:
    project.close()
    edit_outside(
        path,
        "DROP TRIGGER mapper_outside_events_update",
        "UPDATE events SET title = 'Unseen' WHERE event_id = 'test:1'",
        "DELETE FROM events WHERE event_id = 'test:3'",
    )
    with open_project(path, "rw") as again:
        assert again.elsewhere is not None
        assert steps(again)[-2:] == [outside.UNKNOWN, outside.STEP]
        assert again.elsewhere.event_ids == ("test:3",)
        again.undo()
        # The entry of what is not known is no step.
        assert again.undo_name == "Import of areas.json"
    with open_project(path, "rw") as again:
        assert again.elsewhere is None
    edit_outside(path, "UPDATE events SET title = 'Seen' WHERE event_id = 'test:1'")
    with open_project(path, "rw") as again:
        again.undo()
        assert again.event("test:1").title == "Unseen"


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE mapper_outside_events",),
        ("DROP TABLE mapper_outside_events", "CREATE TABLE mapper_outside_events (fid, note)"),
        (
            "DROP TABLE mapper_outside_events",
            "CREATE VIEW mapper_outside_events AS SELECT * FROM events",
        ),
        ("DROP TABLE mapper_here",),
    ],
)
def test_notes_made_useless_are_made_anew(
    project: Project, path: Path, statements: tuple[str, ...]
) -> None:
    before = rows(project)
    project.close()
    edit_outside(path, *statements)
    with open_project(path) as reading:
        assert rows(reading) == before
    with open_project(path, "rw") as again:
        assert again.read_only_reason is None
        assert steps(again)[-1] == outside.UNKNOWN
        again.update_events(["test:1"], title="Mine")
        again.undo()
        assert rows(again) == before


def test_a_file_of_format_1_1(project: Project, path: Path) -> None:
    project.update_events(["test:1"], title="Mine")
    project.close()
    drops = [f"DROP TRIGGER mapper_outside_{t}_{w}" for t in TABLES for w in ("insert", "update")]
    drops += [f"DROP TRIGGER mapper_outside_{table}_delete" for table in TABLES]
    drops += [f"DROP TABLE mapper_outside_{table}" for table in TABLES]
    version = "UPDATE settings SET value = '1.1' WHERE key = 'format_version'"
    edit_outside(path, *drops, "DROP TABLE mapper_here", version)
    with open_project(path) as reading:
        assert reading.event("test:1").title == "Mine"
    with open_project(path, "rw") as taken_over:
        assert taken_over.elsewhere is None
        taken_over.undo()
        assert taken_over.event("test:1").title == "Strike 1"
    edit_outside(path, "DELETE FROM sources WHERE event_id = 'test:1'")
    with open_project(path, "rw") as again:
        assert again.undo_name == outside.STEP


def test_text_that_is_no_utf_8_is_one_sentence(project: Project, path: Path) -> None:
    project.close()
    edit_outside(path, "UPDATE events SET title = CAST(x'ff41' AS TEXT) WHERE fid = 1")
    before = path.read_bytes()
    # What was changed cannot be noted, so nothing more is written.
    with open_project(path, "rw") as reading:
        assert reading.mode == "r"
        assert "no UTF-8" in str(reading.read_only_reason)
        assert len(reading.events) == 11
        assert "the text is damaged" in reading.unreadable[0].sentence
    assert path.read_bytes() == before


CELL = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    # SQLite ends a text at a NUL when it is compared as one.
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    st.binary(),
    st.just("x" * 20_000),
)
PAIR = st.tuples(*(st.one_of(st.none(), st.tuples(CELL, CELL)) for _ in range(2)))


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(PAIR, max_size=6))
def test_any_rows_are_turned_back_exactly(pairs: list[Any]) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE t (a, fid INTEGER PRIMARY KEY, b)")
    numbered = [
        tuple(None if row is None else (row[0], fid * 1000, row[1]) for row in pair)
        for fid, pair in enumerate(pairs)
    ]
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [a for _, a in numbered if a])
    record = way_back("t", 1, numbered)
    apsw.Changeset.apply(record, connection, conflict=lambda *_: apsw.SQLITE_CHANGESET_ABORT)
    found = connection.execute("SELECT * FROM t ORDER BY fid").fetchall()
    wanted = [before for before, _ in numbered if before]
    assert [[(type(v), v) for v in row] for row in found] == [
        [(type(v), v) for v in row] for row in wanted
    ]


def test_random_edits_of_others_between_ours_all_walk_back(project: Project, path: Path) -> None:
    chance = random.Random(5)
    first = rows(project)
    states = [first]
    edits = (
        "UPDATE events SET title = 't{0}' WHERE fid = {1}",
        "DELETE FROM events WHERE fid = {1}",
        "INSERT INTO events (title) VALUES ('new {0}')",
        "UPDATE sources SET quote = 'q{0}', event_id = 'test:{1}' WHERE fid = {1}",
        "UPDATE events SET fid = fid + 5000 WHERE fid = {1}",
        "UPDATE control_areas SET name = 'n{0}'",
    )
    for number in range(12):
        chosen = chance.sample(edits, 3)
        edit_outside(path, *(text.format(number, chance.randrange(1, 12)) for text in chosen))
        outside_state = rows(project)
        project.add(make_result(make_events(12 + number), file=f"{number}.csv"))
        states += [outside_state, rows(project)]
    while project.undo_name != "Import of areas.json":
        assert rows(project) == states.pop()
        project.undo()
    assert rows(project) == first


def test_what_only_a_setting_met_is_still_told(project: Project, path: Path) -> None:
    project.update_events(["test:1"], title="Mine")
    edit_outside(path, "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:2'")
    # As when the window keeps derived lines, or which findings are right.
    project.settings.set("kept", 1)
    with pytest.raises(ChangedElsewhereError, match="nothing was undone"):
        project.undo()
    assert project.event("test:2").title == "Theirs"
    edit_outside(path, "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:3'")
    project.settings.set("kept", 2)
    edit_outside(path, "UPDATE sources SET quote = 'theirs' WHERE event_id = 'test:4'")
    (step,) = project.query("SELECT max(fid) FROM changes")[0]
    change = project.give_reason(step, "why")
    assert change.tables == {"events", "sources"}
    assert change.event_ids == ("test:3", "test:4")
    assert project.give_reason(step, "why").tables == frozenset()


@pytest.mark.parametrize("table", ["mapper_here", "mapper_quiet"])
def test_what_silences_the_notes_is_taken_away(project: Project, path: Path, table: str) -> None:
    project.close()
    edit_outside(path, f"INSERT INTO {table} VALUES (1)")
    with open_project(path, "rw") as again:
        assert again.elsewhere is not None
        assert again.elsewhere.name == outside.UNKNOWN
    edit_outside(path, "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:2'")
    with open_project(path, "rw") as again:
        assert again.elsewhere is not None
        assert again.elsewhere.event_ids == ("test:2",)
        assert again.add(make_result(make_events(12))).kept == 1


@pytest.mark.parametrize(
    "value", ["event_id = ''", "killed_best = 'many'", "geom = x'00'", "weapon = 'catapult'"]
)
def test_what_cannot_be_read_can_be_undone(project: Project, path: Path, value: str) -> None:
    before = rows(project)
    project.close()
    edit_outside(path, f"UPDATE events SET {value} WHERE event_id = 'test:2'")
    with open_project(path, "rw") as again:
        assert len(again.events) == 11
        (row,) = again.unreadable
        assert (row.table, row.field) == ("events", value.split()[0])
        with pytest.raises(MapperError):
            again.update_events(["test:2"], title="Mine")
        again.undo()
        assert len(again.events) == 12
        assert again.unreadable == ()
        assert rows(again) == before
