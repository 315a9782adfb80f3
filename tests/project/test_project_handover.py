"""Merging a colleague's copy: what is taken, what is a conflict, and what is left alone."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import pytest
from outside_edits import edit_outside
from project_actions import digest, dump
from project_data import make_events, make_fronts, make_result, make_sources

from mapper.measure import Shape
from mapper.model.errors import CancelledError, InputError, MapperError, ProjectError
from mapper.model.event import Source
from mapper.project import Project, copy_project, create_project, open_project
from mapper.project.threeway import Conflict


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Iterator[Project]:
    """A colleague's copy of the project, open for writing."""
    copy_project(project, tmp_path / "copy.gpkg")
    with open_project(tmp_path / "copy.gpkg", "rw") as opened:
        yield opened


def values(project: Project, name: str) -> dict[str, object]:
    events = project.events
    return dict(zip(events["event_id"], events[name], strict=True))


def test_what_only_one_changed_has_that_sides_value(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs", reason="typo")
    copy.update_events(["test:3"], notes="theirs")
    copy.delete_events(["test:5"])
    copy.delete_sources(["test:6#1"])
    new = make_events(2, feed="new")
    copy.add(make_result(new, sources=make_sources(new), file="new.csv"))
    copy.add(make_result(fronts=make_fronts("2025-07-02"), file="more.json"))
    project.update_events(["test:1"], notes="ours")
    project.update_events(["test:2"], title="Ours")
    before = dump(project)
    told = project.compare_copy(copy.path)
    assert told.conflicts == ()
    assert told.counts == {
        ("events", "added"): 2,
        ("events", "changed"): 2,
        ("events", "deleted"): 1,
        ("sources", "added"): 2,
        ("sources", "deleted"): 2,
        ("control_areas", "added"): 1,
    }
    assert told.words == (
        "2 events, 2 sources, 1 control area added; 2 events changed; 1 event, 2 sources deleted."
    )
    assert [(step.name, step.reason) for step in told.steps[:1]] == [("Edit of 'Strike 1'", "typo")]
    assert dump(project) == before
    there = digest(copy)
    change = project.take_copy(copy.path)
    assert digest(copy) == there
    assert change.name == "Merge of 'copy.gpkg'"
    assert {"events", "sources", "control_areas"} == change.tables
    assert set(change.event_ids or ()) == {*(f"test:{n}" for n in (1, 3, 5, 6)), "new:0", "new:1"}
    titles = values(project, "title")
    assert (titles["test:1"], titles["test:2"]) == ("Theirs", "Ours")
    assert values(project, "notes")["test:1"] == "ours"
    assert "test:5" not in titles
    assert not project.sources_of("test:6")
    assert len(project.control_areas) == 3
    # Rows and fronts came from these files.
    assert {"new.csv", "more.json"} <= set(project.imports["file"])
    after = dump(project)
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after


def test_the_history_says_where_it_came_from(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs", reason="typo")
    project.take_copy(copy.path)
    entry = next(project.history())
    assert entry.head.name == "Merge of 'copy.gpkg'"
    assert entry.head.reason is not None
    assert entry.head.reason.startswith("From copy.gpkg, UTC: ")
    assert entry.head.reason.endswith("Edit of 'Strike 1' (typo)")
    (row,) = entry.rows
    assert (row.key, row.before["title"], row.after["title"]) == ("test:1", "Strike 1", "Theirs")


def test_both_changed_the_same_field(project: Project, copy: Project) -> None:
    for one, title in ((project, "Ours"), (copy, "Theirs")):
        one.update_events(["test:1", "test:2"], title=title)
        one.update_events(["test:3"], title="The same")
    told = project.compare_copy(copy.path)
    assert set(told.conflicts) == {
        Conflict("events", "test:1", "title"),
        Conflict("events", "test:2", "title"),
    }
    first = told.changes.iloc[0]
    assert (first["base"], first["ours"], first["theirs"]) == ("Strike 1", "Ours", "Theirs")
    assert first["conflict"] == 0
    change = project.take_copy(copy.path, theirs=[Conflict("events", "test:2", "title")])
    assert change.kept == 1
    titles = values(project, "title")
    assert (titles["test:1"], titles["test:2"]) == ("Ours", "Theirs")
    # It was decided, so it is not asked again.
    assert not project.compare_copy(copy.path).is_new


def test_all_conflicts_can_stay(project: Project, copy: Project) -> None:
    project.update_events(["test:1"], title="Ours")
    copy.update_events(["test:1"], title="Theirs")
    before = dump(project)
    change = project.take_copy(copy.path)
    assert (change.tables, change.kept) == (frozenset({"settings"}), 1)
    assert not project.compare_copy(copy.path).is_new
    project.undo()
    assert dump(project) == before
    assert project.compare_copy(copy.path).conflicts
    project.take_copy(copy.path, theirs="all")
    assert project.event("test:1").title == "Theirs"


def test_a_place_is_taken_or_stays_whole(project: Project, copy: Project) -> None:
    project.update_events(["test:1"], place_name="Ours")
    copy.update_events(["test:1"], lon=1.0, lat=2.0)
    project.update_events(["test:2"], title="Ours")
    copy.update_events(["test:2"], lon=1.0, lat=2.0, place_name="Theirs", geo_precision="exact")
    told = project.compare_copy(copy.path)
    assert told.conflicts == (Conflict("events", "test:1", "geom"),)
    assert set(told.changes["field"][told.changes["conflict"] == 0]) == {"geom", "place_name"}
    project.take_copy(copy.path)
    first, second = project.event("test:1"), project.event("test:2")
    assert (first.lon, first.place_name) == (31.0, "Ours")
    assert (second.lon, second.lat, second.place_name, second.title) == (1.0, 2.0, "Theirs", "Ours")
    index = "SELECT minx, miny FROM rtree_events_geom WHERE id = 3"
    assert project.query(index) == [(1.0, 2.0)]


@pytest.mark.parametrize("theirs", [(), "all"])
def test_deleted_there_and_changed_here(
    project: Project, copy: Project, theirs: tuple[()] | str
) -> None:
    copy.delete_events(["test:1", "test:2", "test:3"])
    project.update_events(["test:1"], title="Ours")
    project.add_source(Source(source_id="own", event_id="test:2", url="https://example.org/own"))
    told = project.compare_copy(copy.path)
    assert set(told.conflicts) == {Conflict("events", "test:1"), Conflict("events", "test:2")}
    assert told.counts["events", "deleted"] == 1
    project.take_copy(copy.path, theirs=theirs)  # type: ignore[arg-type]
    left = {"test:1", "test:2"} if theirs == () else set()
    assert set(project.events["event_id"]) & {"test:1", "test:2", "test:3"} == left
    sources = set(project.sources["source_id"])
    wanted = {"test:1#1", "test:2#1", "own"} if theirs == () else set()
    assert sources & {"test:1#1", "test:2#1", "test:3#1", "own"} == wanted
    assert not project.compare_copy(copy.path).is_new


@pytest.mark.parametrize("theirs", [(), "all"])
def test_deleted_here_and_changed_there(
    project: Project, copy: Project, theirs: tuple[()] | str
) -> None:
    project.delete_events(["test:1", "test:2", "test:3"])
    copy.update_events(["test:1"], title="Theirs")
    copy.add_source(Source(source_id="own", event_id="test:2", url="https://example.org/own"))
    told = project.compare_copy(copy.path)
    assert set(told.conflicts) == {Conflict("events", "test:1"), Conflict("events", "test:2")}
    assert not told.counts
    project.take_copy(copy.path, theirs=theirs)  # type: ignore[arg-type]
    ids = set(project.events["event_id"]) & {"test:1", "test:2", "test:3"}
    assert ids == (set() if theirs == () else {"test:1", "test:2"})
    sources = set(project.sources["source_id"])
    wanted = set() if theirs == () else {"test:1#1", "test:2#1", "own"}
    assert sources & {"test:1#1", "test:2#1", "test:3#1", "own"} == wanted


def test_merged_duplicates_and_incidents(project: Project, copy: Project) -> None:
    copy.merge_events("test:1", ["test:2"])
    copy.group_events(["test:6", "test:7"])
    project.update_events(["test:6"], title="Ours")
    project.take_copy(copy.path)
    assert "test:2" not in set(project.events["event_id"])
    assert {source.source_id for source in project.sources_of("test:1")} == {
        "test:1#1",
        "test:2#1",
    }
    assert "test:2~external_id" in set(project.claims["claim_id"])
    assert project.event("test:6").incident_id == project.event("test:7").incident_id
    assert project.event("test:6").title == "Ours"
    # An import knows the merged event, as in the copy.
    change = project.add(make_result(make_events(12)))
    assert change.accepted == 0
    assert "test:2" not in set(project.events["event_id"])


def test_merged_there_and_edited_here_is_a_conflict(project: Project, copy: Project) -> None:
    copy.merge_events("test:1", ["test:2"])
    project.update_events(["test:2"], title="Ours")
    assert project.compare_copy(copy.path).conflicts == (Conflict("events", "test:2"),)
    project.take_copy(copy.path)
    assert project.event("test:2").title == "Ours"
    assert [source.source_id for source in project.sources_of("test:2")] == ["test:2#1"]
    project.undo()
    project.take_copy(copy.path, theirs="all")
    assert "test:2" not in set(project.events["event_id"])
    assert len(project.sources_of("test:1")) == 2


def test_an_edit_in_the_copy_is_protected_from_imports(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs")
    project.take_copy(copy.path)
    change = project.add(make_result(make_events(12, title="Newer")))
    assert project.event("test:1").title == "Theirs"
    assert project.event("test:2").title == "Newer 2"
    assert change.kept == 1


def test_new_rows_with_one_id_are_compared(project: Project, copy: Project) -> None:
    for one, title in ((project, "Ours"), (copy, "Theirs")):
        events = make_events(2, feed="own", title=title)
        events.loc[0, "title"] = "The same"
        sources = make_sources(events, quote=title).iloc[[1]]
        if one is copy:
            sources = sources.assign(source_id="other")
        one.add(make_result(events, sources=sources))
    told = project.compare_copy(copy.path)
    assert told.conflicts == (Conflict("events", "own:1"),)
    project.take_copy(copy.path)
    assert project.event("own:1").title == "Ours 1"
    # Nothing of what may be another event came with it.
    assert [source.quote for source in project.sources_of("own:1")] == ["Ours"]
    project.undo()
    project.take_copy(copy.path, theirs="all")
    assert project.event("own:1").title == "Theirs 1"
    assert {source.quote for source in project.sources_of("own:1")} == {"Ours", "Theirs"}


def test_steps_undone_on_either_side(project: Project, copy: Project) -> None:
    both = len(project.events)
    copy.undo()
    copy.undo()
    project.update_events(["test:1"], title="Ours")
    told = project.compare_copy(copy.path)
    # They took the first import back; here one of its events was changed.
    assert told.conflicts == (Conflict("events", "test:1"),)
    assert told.counts["events", "deleted"] == both - 1
    project.take_copy(copy.path)
    assert list(project.events["event_id"]) == ["test:1"]
    copy.redo()
    copy.redo()
    project.undo()
    assert not project.compare_copy(copy.path).is_new


def test_undone_before_they_parted_and_done_again_here(project: Project, tmp_path: Path) -> None:
    project.update_events(["test:1"], title="Again")
    project.undo()
    copy_project(project, tmp_path / "copy.gpkg")
    project.redo()
    assert not project.compare_copy(tmp_path / "copy.gpkg").is_new
    assert project.event("test:1").title == "Again"


def test_undone_here_for_good(project: Project, copy: Project) -> None:
    project.undo()
    project.update_events(["test:1"], title="Ours")
    copy.update_events(["test:2"], title="Theirs")
    project.take_copy(copy.path)
    assert len(project.control_areas) == 0
    assert project.event("test:2").title == "Theirs"


def test_work_that_goes_on_after_a_merge(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs")
    project.take_copy(copy.path)
    project.update_events(["test:1"], title="Ours later")
    copy.update_events(["test:2"], title="Theirs later")
    told = project.compare_copy(copy.path)
    assert told.conflicts == ()
    assert told.counts["events", "changed"] == 1
    assert [step.name for step in told.steps] == ["Edit of 'Strike 2'"]
    project.take_copy(copy.path)
    assert project.event("test:1").title == "Ours later"
    # The colleague takes ours: what they had is known here.
    change = copy.take_copy(project.path)
    assert change.kept == 0
    assert copy.event("test:1").title == "Ours later"
    assert digest(copy)
    assert not copy.compare_copy(project.path).is_new
    assert not project.compare_copy(copy.path).is_new


def test_a_copy_edited_by_another_program(project: Project, copy: Project) -> None:
    path = copy.path
    copy.close()
    edit_outside(
        path,
        "UPDATE events SET title = 'From QGIS' WHERE event_id = 'test:1'",
        "DELETE FROM events WHERE event_id = 'test:2'",
        "INSERT INTO events (event_id, title) VALUES ('own:9', 'New in QGIS')",
    )
    project.update_events(["test:1"], title="Ours")
    told = project.compare_copy(path)
    assert told.conflicts == (Conflict("events", "test:1", "title"),)
    assert told.steps[-1].name == "Changes in another program"
    project.take_copy(path)
    ids = set(project.events["event_id"])
    assert "own:9" in ids
    assert "test:2" not in ids
    assert not project.compare_copy(path).is_new


@pytest.mark.parametrize("opened_since", [True, False])
def test_a_copy_whose_notes_were_taken_out(
    project: Project, copy: Project, opened_since: bool
) -> None:
    path = copy.path
    copy.close()
    edit_outside(
        path,
        "DROP TRIGGER mapper_outside_events_update",
        "UPDATE events SET title = 'Unnoticed' WHERE event_id = 'test:1'",
    )
    if opened_since:
        # Opening it notes that something may have changed.
        open_project(path, "rw").close()
    project.update_events(["test:2"], title="Ours")
    told = project.compare_copy(path)
    assert told.conflicts == ()
    project.take_copy(path)
    assert project.event("test:1").title == "Unnoticed"
    assert project.event("test:2").title == "Ours"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_copy_of_an_older_format_stays_as_it_is(version: str, tmp_path: Path) -> None:
    path, older = tmp_path / "work.gpkg", tmp_path / "older.gpkg"
    stored = Path(__file__).parent / "fixtures" / f"format_{version}.gpkg.gz"
    for file in (path, older):
        file.write_bytes(gzip.decompress(stored.read_bytes()))
    edit_outside(older, "UPDATE events SET title = 'Theirs' WHERE event_id = 'test:5'")
    content = older.read_bytes()
    with open_project(path, "rw") as project:
        project.update_events(["test:6"], title="Ours")
        told = project.compare_copy(older)
        assert (told.conflicts, told.counts) == ((), {("events", "changed"): 1})
        project.take_copy(older)
        titles = values(project, "title")
        assert (titles["test:5"], titles["test:6"]) == ("Theirs", "Ours")
    assert older.read_bytes() == content


def test_what_nobody_was_shown_is_not_decided(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs")
    told = project.compare_copy(copy.path)
    project.update_events(["test:1"], title="Ours")
    before = dump(project)
    with pytest.raises(ProjectError, match="changed meanwhile; compare them again"):
        project.take_copy(copy.path, told=told)
    assert dump(project) == before


def test_a_plain_copy_of_the_file(project: Project, tmp_path: Path) -> None:
    project.close()
    shutil.copy(project.path, tmp_path / "plain.gpkg")
    with open_project(tmp_path / "plain.gpkg", "rw") as copy:
        copy.update_events(["test:1"], title="Theirs")
    with open_project(project.path, "rw") as again:
        assert again.take_copy(tmp_path / "plain.gpkg").event_ids == ("test:1",)
        assert again.event("test:1").title == "Theirs"


def test_the_copy_may_be_open_elsewhere(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs")
    with copy.transaction():
        copy.update_events(["test:1"], title="Not yet")
        assert project.take_copy(copy.path).event_ids == ("test:1",)
    assert project.event("test:1").title == "Theirs"


def test_another_boundary_is_told(project: Project, copy: Project) -> None:
    area = make_fronts("2025-07-01").geometry.iloc[0]
    copy.set_boundary(Shape("Their outline", area))
    told = project.compare_copy(copy.path)
    assert not told.is_new
    assert told.warnings == (
        "The copy has another country boundary ('Their outline'); the one of this project stays.",
    )


def test_cancelling_changes_nothing(project: Project, copy: Project) -> None:
    copy.update_events(["test:1"], title="Theirs")
    before = dump(project)
    for stop_at in (0.0, 0.5, 0.9):
        with pytest.raises(CancelledError, match="The merge was cancelled"):
            project.take_copy(copy.path, progress=lambda share, at=stop_at: share < at)
    assert dump(project) == before
    shares: list[float] = []
    project.take_copy(copy.path, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_an_error_at_the_end_takes_all_back(
    project: Project, copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.merge_events("test:1", ["test:2"])
    copy.delete_events(["test:3"])
    events = make_events(1_500, feed="many")
    copy.add(make_result(events, sources=make_sources(events)))
    before = dump(project)

    def fail(*_: object) -> None:
        raise apsw.FullError

    with monkeypatch.context() as patched:
        patched.setattr("mapper.project.handover_taking.remember", fail)
        with pytest.raises(ProjectError, match=r"disk is full; nothing in work\.gpkg was"):
            project.take_copy(copy.path)
    assert dump(project) == before
    # So many rows are not recorded one by one, and are undone all the same.
    project.take_copy(copy.path)
    assert len(project.events) == 1_510
    project.undo()
    assert dump(project) == before


def test_the_project_itself_and_strangers_are_refused(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link.gpkg"
    link.symlink_to(project.path)
    for same in (project.path, link):
        with pytest.raises(InputError, match="this is the project itself"):
            project.compare_copy(same)
    with create_project(tmp_path / "other.gpkg") as other:
        other.add(make_result(make_events(3)))
    with pytest.raises(ProjectError, match=r"no history in common\. Import it instead"):
        project.take_copy(tmp_path / "other.gpkg")
    with pytest.raises(ProjectError, match="does not exist"):
        project.take_copy(tmp_path / "missing.gpkg")
    with pytest.raises(ProjectError, match="is a folder"):
        project.take_copy(tmp_path)
    (tmp_path / "text.gpkg").write_text("no database")
    with pytest.raises(ProjectError, match="not a Mapper project"):
        project.take_copy(tmp_path / "text.gpkg")


HOSTILE = {
    "newer": ["UPDATE settings SET value = '9.0' WHERE key = 'format_version'"],
    "no steps": ["DELETE FROM mapper_steps"],
    "broken steps": ["UPDATE mapper_steps SET data = x'00'"],
    "text steps": ["UPDATE mapper_steps SET data = 'text'"],
    "ranges": [
        """UPDATE mapper_steps SET data = '[["sqlite_schema", 1, 2]]'
        WHERE direction = 'added'"""
    ],
    "no changes": ["DROP TABLE changes", "CREATE VIEW changes AS SELECT 1 AS fid"],
    "no columns": ["ALTER TABLE changes RENAME COLUMN reason TO other"],
    "wrong kind": ["UPDATE events SET killed_best = 'many' WHERE event_id = 'test:1'"],
    "unknown word": ["UPDATE events SET weapon = 'spear' WHERE event_id = 'test:1'"],
    "geometry": ["UPDATE events SET geom = x'0102' WHERE event_id = 'test:1'"],
    "no text": ["UPDATE events SET title = CAST(x'ff' AS TEXT) WHERE event_id = 'test:1'"],
    "blob id": ["UPDATE events SET event_id = x'0102' WHERE event_id = 'test:1'"],
    "travels": ["CREATE TABLE mapper_travels (a)"],
    "merged": ["CREATE TABLE mapper_merged (a)"],
    "half a log": ["DROP TABLE mapper_outside_events", "CREATE TABLE mapper_outside_events (fid)"],
    "loose imports": [
        "DROP TABLE imports",
        "CREATE TABLE imports (fid, at, file, sha256, feed, rows, accepted, updated, unchanged,"
        " rejected, ignored, front_days, warnings)",
        "INSERT INTO imports (at, file) VALUES ('9999', NULL)",
    ],
    "imports": ["ALTER TABLE imports RENAME COLUMN feed TO other"],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_copies_change_nothing(project: Project, copy: Project, kind: str) -> None:
    """The answer is a sentence, or a merge that can be undone; the copy is never touched."""
    copy.update_events(["test:2"], title="Theirs")
    path = copy.path
    copy.close()
    connection = apsw.Connection(str(path))
    connection.pragma("writable_schema", True)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in HOSTILE[kind]:
        connection.execute(statement)
    connection.close()
    content, before = path.read_bytes(), dump(project)
    for act in (project.compare_copy, project.take_copy):
        refused = False
        try:
            act(path)
        except MapperError:
            refused = True
        assert not refused or dump(project) == before
    assert path.read_bytes() == content
    if dump(project) != before:
        project.undo()
    assert dump(project) == before
    assert project.query("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("part", range(8))
def test_damaged_copies_change_nothing(project: Project, copy: Project, part: int) -> None:
    copy.update_events(["test:2"], title="Theirs")
    path = copy.path
    copy.close()
    content = bytearray(path.read_bytes())
    start = 100 + part * len(content) // 8
    content[start : start + 3000] = bytes(3000)
    path.write_bytes(content)
    before = dump(project)
    with suppress(MapperError):
        project.take_copy(path)
        project.undo()
    assert dump(project) == before
    assert path.read_bytes() == content
