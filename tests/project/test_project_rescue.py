"""Damaged projects: what is not damaged comes back, and the file stays as it is."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import apsw
import pandas as pd
import pytest
from effort import tries
from faulty_disk import FaultyDisk
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from project_actions import digest
from project_data import make_events, make_fronts, make_result, make_sources

from mapper.measure import Shape
from mapper.model.errors import CancelledError, DamagedProjectError, MapperError, ProjectError
from mapper.model.schema import TABLES
from mapper.project import Project, create_project, open_project
from mapper.project.pages import Pages, Walk
from mapper.project.rescue import Report, rescue

PAGE = 4096
TAKEN = ("events", "sources", "control_areas")


class Whole:
    """A project before it is damaged, and where its rows lie.

    Attributes
    ----------
    places
        Pages of every row, its own and those it goes on in, by table and id.
    nodes, indexes
        Pages of the trees above the rows, and of the indexes of ids.
    """

    def __init__(self, path: Path, frames: dict[str, pd.DataFrame], deleted: set[str]) -> None:
        self.path = path
        self.content = path.read_bytes()
        self.frames = frames
        self.deleted = deleted
        self.places, self.nodes, self.indexes = places_of(path, self.content)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    path = tmp_path_factory.mktemp("whole") / "work.gpkg"
    with create_project(path) as project:
        for number in range(4):
            events = make_events(100, feed=f"feed{number}")
            # Some go on in further pages.
            events.loc[::9, "description"] = "Довгий опис " * 700
            project.add(make_result(events, sources=make_sources(events)))
        days = [f"2025-06-{day:02d}" for day in range(1, 29)]
        project.add(make_result(fronts=make_fronts(*days)))
        deleted = [f"feed1:{number}" for number in range(90)]
        project.delete_events(deleted)
        project.update_events(["feed2:3"], title="Edited", notes="мої нотатки")
        project.delete_events(["feed2:4"])
        project.settings.set("kept", [1])
        project.add(make_result(make_events(200, feed="undone")))
        project.undo()
        frames = {name: project.table(TABLES[name]) for name in TAKEN}
    return Whole(path, frames, {*deleted, "feed2:4"})


def places_of(
    path: Path, content: bytes
) -> tuple[dict[str, dict[str, set[int]]], set[int], set[int]]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema"))
    keys = {
        name: dict(connection.execute(f"SELECT fid, {TABLES[name].key} FROM {name}"))
        for name in TAKEN
    }
    connection.close()
    touched: set[int] = set()

    def read(start: int, count: int) -> bytes:
        touched.add(start // PAGE + 1)
        return content[start : start + count]

    pages = Pages(read, len(content))
    places: dict[str, dict[str, set[int]]] = {}
    nodes, indexes = {1}, set()
    for name in TAKEN:
        walk = Walk()
        leaves = list(pages.leaves(roots[name], walk))
        nodes |= walk.pages - set(leaves)
        places[name] = {}
        for number in leaves:
            rows = pages.rows_of(number, Walk())
            touched.clear()
            for fid, _ in rows:
                places[name][keys[name][fid]] = {number, *touched}
                touched.clear()
        index = Walk()
        list(pages.index(roots[f"sqlite_autoindex_{name}_1"], index))
        indexes |= index.pages
    return places, nodes, indexes


def damaged_pages(before: bytes, after: bytes) -> set[int]:
    return {
        start // PAGE + 1
        for start in range(0, len(before), PAGE)
        if before[start : start + PAGE] != after[start : start + PAGE]
    }


def same_rows(before: pd.DataFrame, after: pd.DataFrame, key: str, ids: list[str]) -> None:
    one = before.set_index(key).loc[ids]
    other = after.set_index(key).loc[ids]
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))


def check(whole: Whole, content: bytes, folder: Path) -> Report | None:
    """Rescue damaged content; check that all that is not damaged came back."""
    path, target = folder / "damaged.gpkg", folder / "rescued.gpkg"
    path.write_bytes(content)
    target.unlink(missing_ok=True)
    report, said = None, ""
    try:
        report = rescue(path, target)
    except ProjectError as error:
        said = str(error)
    finally:
        assert path.read_bytes() == content
        left = {entry.name for entry in folder.iterdir()} - {path.name, target.name}
        assert left == set()
    if report is None:
        assert "Mapper project" in said
        assert not target.exists()
        return None
    harmed = damaged_pages(whole.content, content)
    spoilt = b"".join(content[PAGE * (number - 1) : PAGE * number] for number in harmed)
    with open_project(target, "rw") as rescued:
        assert rescued.query("PRAGMA integrity_check") == [("ok",)]
        for name in TAKEN:
            key = TABLES[name].key
            after = rescued.table(TABLES[name])
            assert report.tables[name].found == len(after)
            there = set(after[key])
            sound = {row for row, pages in whole.places[name].items() if not pages & harmed}
            # A garbled index may name rows wrongly, and nothing tells.
            if not harmed & whole.indexes:
                assert sound <= there, (name, sorted(sound - there)[:5])
            # A damaged copy of a sound row: nothing tells which of the two is right.
            alone = {row for row in sound & there if row.encode() not in spoilt}
            same_rows(whole.frames[name], after, key, sorted(alone))
            # A row that came back from before, or whose id or number is garbled, may stand in
            # for one that is lost: nothing tells that it is wrong.
            lost = len(set(whole.places[name]) - there)
            strange = len(there - set(whole.places[name])) + len(harmed)
            if report.tables[name].certain and not harmed & whole.indexes:
                assert lost - strange <= report.tables[name].lost <= lost
        if not report.doubtful:
            assert not whole.deleted & set(rescued.events["event_id"])
        if rescued.undo_name is not None:
            rescued.undo()
            assert len(rescued.events) == 0
            rescued.redo()
    return report


def test_a_whole_project_comes_back_whole(whole: Whole, tmp_path: Path) -> None:
    report = check(whole, whole.content, tmp_path)
    assert report is not None
    assert report.words == "Read all 309 events, all 309 sources, all 28 fronts."
    assert not report.doubtful
    with open_project(tmp_path / "rescued.gpkg") as rescued, open_project(whole.path) as before:
        for name in ("mapper_edited", "mapper_own_sources", "mapper_given"):
            rows = f"SELECT * FROM {name} ORDER BY 1"
            got, had = (
                [row[name == "mapper_given" :] for row in opened.query(rows)]
                for opened in (rescued, before)
            )
            assert got == had
        assert rescued.settings.get("kept") == [1]
        assert len(rescued.imports) == len(before.imports) == 5
        assert rescued.front_inputs() == before.front_inputs()


@settings(
    max_examples=tries(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 2**32))
# Found by chance: a page of another table, of deleted rows or of garbled ids in a leaf's place.
@example(1366)
@example(36411)
@example(243295)
@example(5761503)
@example(11506)
@example(14023)
@example(1474271582)
@example(434744748)
def test_random_damage(whole: Whole, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(whole.content)
    pages = len(content) // PAGE
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        start = PAGE * chance.randrange(pages)
        kind = chance.choice(["zero", "noise", "bits", "other", "text", "head"])
        if kind == "zero":
            content[start : start + PAGE] = bytes(PAGE)
        elif kind == "noise":
            content[start : start + PAGE] = chance.randbytes(PAGE)
        elif kind == "other":
            other = PAGE * chance.randrange(pages)
            content[start : start + PAGE] = whole.content[other : other + PAGE]
        elif kind == "text":
            content[start : start + 512] = b"\r\nhello " * 64
        elif kind == "head":
            content[start : start + 12] = chance.randbytes(12)
        else:
            for _ in range(chance.randrange(1, 40)):
                content[start + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
    if chance.random() < 0.2:
        del content[chance.randrange(len(content)) :]
    if content:
        check(whole, bytes(content), tmp_path)


def test_every_node_in_turn(whole: Whole, tmp_path: Path) -> None:
    """What leads to rows is damaged, but none of them: all come back."""
    for number in sorted(whole.nodes):
        content = bytearray(whole.content)
        content[PAGE * (number - 1) : PAGE * number] = bytes(PAGE)
        report = check(whole, bytes(content), tmp_path)
        assert report is not None
        assert report.tables["events"].found == 309
        assert not report.doubtful


def test_every_index_in_turn(whole: Whole, tmp_path: Path) -> None:
    """What names the rows is gone, but none of them: all come back."""
    for number in sorted(whole.indexes):
        content = bytearray(whole.content)
        content[PAGE * (number - 1) : PAGE * number] = bytes(PAGE)
        report = check(whole, bytes(content), tmp_path)
        assert report is not None
        assert [report.tables[name].found for name in TAKEN] == [309, 309, 28]


def test_half_a_file(whole: Whole, tmp_path: Path) -> None:
    report = check(whole, whole.content[: len(whole.content) // 2], tmp_path)
    assert report is not None
    events = report.tables["events"]
    assert 0 < events.found < 309
    assert f"{events.found} of " in report.words


def test_lost_rows_are_counted_and_named(whole: Whole, tmp_path: Path) -> None:
    page = min(whole.places["events"]["feed3:50"])
    here = {key for key, pages in whole.places["events"].items() if page in pages}
    content = bytearray(whole.content)
    content[PAGE * (page - 1) : PAGE * page] = bytes(PAGE)
    report = check(whole, bytes(content), tmp_path)
    assert report is not None
    events = report.tables["events"]
    assert set(events.lost_ids) == here
    assert events.lost == len(here)
    assert report.words.startswith(f"Read {309 - len(here)} of 309 events, all 309 sources")


def test_a_value_that_cannot_be_read_is_left_empty(whole: Whole, tmp_path: Path) -> None:
    content = whole.content.replace("мої нотатки".encode(), b"\xff" * 21)
    assert content != whole.content
    path = tmp_path / "damaged.gpkg"
    path.write_bytes(content)
    report = rescue(path, tmp_path / "rescued.gpkg")
    assert report.tables["events"].found == 309
    assert report.tables["events"].emptied == 1
    assert report.warnings[0] == "1 row lacks values that could not be read."
    with open_project(tmp_path / "rescued.gpkg") as rescued:
        event = rescued.event("feed2:3")
        assert (event.title, event.notes) == ("Edited", None)


def test_the_boundary_and_merged_events_come_too(project: Project, tmp_path: Path) -> None:
    import shapely

    project.set_boundary(Shape("Land", shapely.box(20.0, 40.0, 40.0, 50.0), ()))
    project.merge_events("test:1", ["test:2"])
    aliases = project.query("SELECT * FROM mapper_aliases")
    project.close()
    rescue(project.path, tmp_path / "rescued.gpkg")
    with open_project(tmp_path / "rescued.gpkg") as rescued:
        assert rescued.boundary is not None
        assert rescued.boundary.name == "Land"
        assert rescued.query("SELECT * FROM mapper_aliases") == aliases
        assert len(rescued.claims) > 0


WRITER = """
import os, sys
from mapper.project import open_project
project = open_project(sys.argv[1], "rw")
with project.transaction() as connection:
    connection.pragma("cache_size", 1)
    connection.execute("UPDATE events SET description = hex(randomblob(4000))")
    os._exit(0)
"""


def test_what_was_half_done_is_taken_back(project: Project, path: Path, tmp_path: Path) -> None:
    project.close()
    subprocess.run([sys.executable, "-c", WRITER, str(path)], check=True)
    journal = path.with_name(path.name + "-journal")
    before = path.read_bytes(), journal.read_bytes()
    rescue(path, tmp_path / "rescued.gpkg")
    assert (path.read_bytes(), journal.read_bytes()) == before
    with open_project(tmp_path / "rescued.gpkg") as rescued:
        assert rescued.events["description"].isna().all()
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".rescue-")]


def test_a_project_that_is_open_stays_locked(project: Project, tmp_path: Path) -> None:
    """Closing another handle of the file would drop its locks."""
    before = digest(project)
    with project.transaction():
        rescue(project.path, tmp_path / "rescued.gpkg")
        code = "import apsw, sys; apsw.Connection(sys.argv[1]).execute('BEGIN IMMEDIATE')"
        other = subprocess.run(
            [sys.executable, "-c", code, str(project.path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "BusyError" in other.stderr
    assert digest(project) == before


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n" + b"x" * 9000, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_other_files_give_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.gpkg"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match="Nothing of a Mapper project"):
        rescue(path, tmp_path / "rescued.gpkg")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_another_database_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "other.gpkg"
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE events (fid INTEGER PRIMARY KEY, title TEXT)")
    connection.close()
    with pytest.raises(ProjectError, match="is not a Mapper project"):
        rescue(path, tmp_path / "rescued.gpkg")


def test_statements_in_the_file_are_not_obeyed(project: Project, tmp_path: Path) -> None:
    project.close()
    content = project.path.read_bytes()
    evil = b"ATTACH '" + str(tmp_path / "made").encode() + b"' AS x"
    place = content.index(b"CREATE TABLE events (")
    path = tmp_path / "evil.gpkg"
    path.write_bytes(content[:place] + evil + content[place + len(evil) :])
    rescue(path, tmp_path / "rescued.gpkg")
    assert not (tmp_path / "made").exists()


def test_names_that_cannot_be_taken(project: Project, tmp_path: Path) -> None:
    project.close()
    for path, target, words in (
        (project.path, project.path, "exists already"),
        (project.path, tmp_path / "rescued.txt", r"ends in \.gpkg"),
        (tmp_path / "none.gpkg", tmp_path / "rescued.gpkg", "does not exist"),
    ):
        with pytest.raises(ProjectError, match=words):
            rescue(path, target)


@pytest.mark.parametrize("when", [0.0, 0.6])
def test_cancelling_leaves_nothing(whole: Whole, tmp_path: Path, when: float) -> None:
    path = Path(shutil.copy(whole.path, tmp_path))
    with pytest.raises(CancelledError):
        rescue(path, tmp_path / "rescued.gpkg", progress=lambda share: share < when)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_full_disk_leaves_nothing(whole: Whole, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole.path, tmp_path))
    chance = random.Random(2)
    with FaultyDisk("full").in_use() as disk:
        rescue(path, tmp_path / "whole.gpkg")
        count = disk.operations
    (tmp_path / "whole.gpkg").unlink()
    for _ in range(12):
        with (
            FaultyDisk("full", chance.randrange(count)).in_use() as disk,
            pytest.raises(ProjectError, match=r"The disk is full; rescued.gpkg was not written"),
        ):
            rescue(path, tmp_path / "rescued.gpkg")
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_failing_disk_costs_what_cannot_be_read(whole: Whole, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole.path, tmp_path))
    chance = random.Random(4)
    with FaultyDisk("error").in_use() as disk:
        rescue(path, tmp_path / "rescued.gpkg")
        count = disk.operations
    found = []
    for _ in range(12):
        (tmp_path / "rescued.gpkg").unlink(missing_ok=True)
        with FaultyDisk("error", chance.randrange(count)).in_use() as disk:
            try:
                report = rescue(path, tmp_path / "rescued.gpkg")
            except MapperError:
                assert disk.struck
                continue
        found.append(report.tables["events"].found)
    assert found
    assert min(found) > 200
    assert path.read_bytes() == whole.content


def test_damage_is_told_from_other_refusals(whole: Whole, tmp_path: Path) -> None:
    path = tmp_path / "damaged.gpkg"
    for start in (0, PAGE * (min(whole.places["events"]["feed3:50"]) - 1)):
        content = bytearray(whole.content)
        content[start : start + PAGE] = bytes(PAGE)
        path.write_bytes(content)
        with pytest.raises(DamagedProjectError), open_project(path, "rw") as project:
            _ = project.events


OVERWRITE_WITH_GDAL = """
import sys, pyogrio
events = pyogrio.read_dataframe(sys.argv[1], layer="events")
events.loc[0, "title"] = "Edited in a notebook"
pyogrio.write_dataframe(events, sys.argv[1], layer="events", driver="GPKG")
"""


def test_a_table_written_anew_by_gdal_comes_back_whole(project: Project, tmp_path: Path) -> None:
    before = project.events
    project.close()
    subprocess.run([sys.executable, "-c", OVERWRITE_WITH_GDAL, project.path], check=True)
    # Days are times in it now.
    with open_project(project.path) as read, pytest.raises(DamagedProjectError):
        _ = read.events
    report = rescue(project.path, tmp_path / "rescued.gpkg")
    assert report.tables["events"].emptied == 0
    with open_project(report.file) as rescued:
        after = rescued.events
        assert after["title"][0] == "Edited in a notebook"
        for name in ("event_id", "date_start", "date_end", "killed_best", "radius_m"):
            assert after[name].equals(before[name]), name
        assert len(rescued.sources) == 12
