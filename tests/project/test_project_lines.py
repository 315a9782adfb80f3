"""Derived lines of contact and the country's boundary, kept in the project file."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest
import shapely
from project_data import make_events, make_fronts, make_result

from mapper import basemap, paths
from mapper.geodesy import LineOfContact
from mapper.measure import Fronts, Shape, distances, linecache
from mapper.model.errors import InputError, ProjectError
from mapper.project import Project, create_project, open_project

pytestmark = pytest.mark.usefixtures("plain_land")

DAYS = ("2025-06-30", "2025-07-01")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that goes to another machine: an own, empty cache folder."""

    def go(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        monkeypatch.setattr(paths, "cache_folder", lambda: folder)
        return folder

    go("first")
    return go


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that grows with every line that is derived."""
    calls: list[Any] = []
    derive = linecache.lines_of_contact

    def counted(*arguments: Any) -> list[LineOfContact]:
        calls.append(arguments)
        return derive(*arguments)

    monkeypatch.setattr(linecache, "lines_of_contact", counted)
    return calls


@pytest.fixture
def work(path: Path, machine: Callable[[str], Path]) -> Path:
    """Return a project with two fronts of different shape and a few events."""
    fronts = make_fronts(*DAYS)
    fronts.loc[1, "geom"] = shapely.MultiPolygon([shapely.box(36.2, 47.0, 39.0, 49.0)])
    with create_project(path) as project:
        project.add(make_result(make_events(4)))
        project.add(make_result(fronts=fronts, file="areas.json"))
    return path


def fronts_of(project: Project) -> Fronts:
    return Fronts(
        project.control_areas,
        project.lines_of_contact,
        project.front_inputs(),
        project.boundary,
        project.lines,
    )


def measure(project: Project) -> list[float]:
    """Derive every front's line, or take it from where it is kept; return the lengths."""
    fronts = fronts_of(project)
    lines = [fronts.front(snapshot).line for snapshot in fronts.snapshots]
    return [float(line.length) for line in lines]


def keep(project: Project) -> None:
    while project.keep_lines():
        pass


def rows(project: Project) -> list[tuple[Any, ...]]:
    return project.query("SELECT key, front_id, content FROM mapper_lines ORDER BY front_id, key")


def change_entries(path: Path, change: Callable[[bytes], object]) -> None:
    """Change the kept entries from outside."""
    connection = apsw.Connection(str(path))
    for key, content in connection.execute("SELECT key, content FROM mapper_lines").fetchall():
        connection.execute(
            "UPDATE mapper_lines SET content = ? WHERE key = ?", (change(content), key)
        )
    connection.close()


def test_a_copy_on_another_machine_derives_nothing(
    work: Path, tmp_path: Path, machine: Callable[[str], Path], derived: list[Any]
) -> None:
    with open_project(work, "rw") as project:
        before = distances(project.events, fronts_of(project))
        keep(project)
    assert len(derived) == 2
    copy = Path(shutil.copy(work, tmp_path / "copy.gpkg"))
    cache = machine("second")
    with open_project(copy) as project:
        after = distances(project.events, fronts_of(project))
    assert len(derived) == 2
    assert after.equals(before)
    # What came with a file is not believed about other files.
    assert not (cache / "lines").exists()


def test_what_the_cache_folder_has_is_kept_too(work: Path, derived: list[Any]) -> None:
    with open_project(work) as project:
        measure(project)
    with open_project(work, "rw") as project:
        measure(project)
        assert project.lines.waiting
        keep(project)
        assert len(rows(project)) == 2
        measure(project)
        assert not project.lines.waiting
    assert len(derived) == 2


def test_keeping_is_no_change(work: Path) -> None:
    with open_project(work, "rw") as project:
        before = project.info(), project.undo_name, project.query("SELECT * FROM changes")
        contents = project.query("SELECT * FROM gpkg_contents")
        measure(project)
        keep(project)
        assert (project.info(), project.undo_name, project.query("SELECT * FROM changes")) == before
        assert project.query("SELECT * FROM gpkg_contents") == contents
        kept = rows(project)
        project.undo()
        project.redo()
        project.undo()
        assert rows(project) == kept


def test_lines_of_fronts_that_are_gone_go_too(work: Path) -> None:
    with open_project(work, "rw") as project:
        measure(project)
        keep(project)
        first, second = rows(project)
        moved = make_fronts(DAYS[1])
        moved.loc[0, "geom"] = shapely.MultiPolygon([shapely.box(36.4, 47.0, 39.0, 49.0)])
        project.add(make_result(fronts=moved, file="newer.json"))
        measure(project)
        keep(project)
        # The other front's line was replaced, this one's is as it was.
        assert [row[1] for row in rows(project)] == [first[1], second[1]]
        assert rows(project)[0] == first
        assert rows(project)[1] != second
        with project.transaction() as connection:
            connection.execute("DELETE FROM control_areas WHERE front_id = ?", (first[1],))
        project.undo()
        measure(project)
        keep(project)
        assert [row[1] for row in rows(project)] == [second[1]]


def test_a_project_open_for_reading_is_not_written(work: Path) -> None:
    before = work.read_bytes()
    with open_project(work) as project:
        measure(project)
        assert not project.lines.waiting
        assert not project.keep_lines()
    assert work.read_bytes() == before


def forge(content: bytes) -> bytes:
    """Return a well-made entry whose line lies somewhere else."""
    (found,) = linecache.unpack(content, (1000.0, 500.0, 3000.0))[:1]  # type: ignore[index]
    line = shapely.transform(found.line, lambda lonlat: lonlat + 0.01)
    ends = shapely.MultiLineString()
    forged = [
        LineOfContact(line, ends, {**found.parameters, "radius_m": radius})
        for radius in (1000.0, 500.0, 3000.0)
    ]
    return linecache.pack(forged)


def talkative(content: bytes) -> bytes:
    lines = linecache.unpack(content, (1000.0, 500.0, 3000.0))
    assert lines is not None
    return linecache.pack(
        [
            LineOfContact(one.line, one.ends, {**one.parameters, "repairs": ["a\nb" * 300]})
            for one in lines
        ]
    )


def signed(body: bytes) -> Callable[[bytes], bytes]:
    return lambda _: hashlib.sha256(body).digest() + body


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:-40] + bytes([content[-40] ^ 1]) + content[-39:],
        lambda content: content[:20],
        lambda content: b"",
        lambda content: "text",
        lambda content: 5,
        signed(b""),
        signed(b"not packed"),
        signed(linecache.lzma.compress(b"\xff\xff\xff\xff{}")),
        signed(linecache.lzma.compress(b"\x02\0\0\0[]\x01\x07")),
        signed(linecache.lzma.compress(b"[" * 200_000)),
        forge,
        talkative,
    ],
)
def test_damaged_and_forged_entries_are_derived_again(
    work: Path,
    machine: Callable[[str], Path],
    derived: list[Any],
    change: Callable[[bytes], object],
) -> None:
    with open_project(work, "rw") as project:
        lengths = measure(project)
        keep(project)
        good = rows(project)
    change_entries(work, change)
    machine("second")
    with open_project(work, "rw") as project:
        assert measure(project) == lengths
        assert len(derived) == 4
        keep(project)
        assert rows(project) == good
    machine("third")
    with open_project(work) as project:
        assert measure(project) == lengths
    assert len(derived) == 4


def test_an_entry_cannot_fill_the_memory(derived: list[Any]) -> None:
    packed = linecache.lzma.compress(bytes(400 * 2**20), preset=0)
    tracemalloc.start()
    assert linecache.unpack(hashlib.sha256(packed).digest() + packed, (1000.0,)) is None
    assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mapper_lines (note TEXT)",
        "CREATE VIEW mapper_lines AS SELECT event_id AS key, title AS front_id, 1 AS content"
        " FROM events",
    ],
)
def test_a_table_of_that_name_made_elsewhere_is_left_alone(
    work: Path, derived: list[Any], sql: str
) -> None:
    connection = apsw.Connection(str(work))
    connection.execute(sql)
    connection.close()
    with open_project(work, "rw") as project:
        measure(project)
        with pytest.raises(ProjectError):
            project.keep_lines()
        made = project.query("SELECT sql FROM sqlite_schema WHERE name = 'mapper_lines'")
    assert made == [(sql,)]


def test_a_busy_or_closed_file_is_not_waited_for(
    work: Path, machine: Callable[[str], Path], derived: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.project.lines._PATIENCE_S", 0.01)
    with open_project(work, "rw") as project:
        lengths = measure(project)
        keep(project)
        machine("second")
        fronts = fronts_of(project)
        with project.transaction():
            worker = threading.Thread(target=lambda: fronts.front(fronts.snapshots[0]))
            worker.start()
            worker.join()
        assert len(derived) == 3
        fronts = fronts_of(project)
    machine("third")
    assert [fronts.front(one).line.length for one in fronts.snapshots] == lengths
    assert len(derived) == 5


def test_many_threads_note_at_once(work: Path) -> None:
    with open_project(work, "rw") as project:
        called: list[int] = []
        project.lines.on_new = lambda: called.append(1)
        workers = [
            threading.Thread(target=project.lines.note, args=(f"f:{n}", {f"k{n}": b"x"}))
            for n in range(40)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(called) == 40
        taken: dict[str, Any] = {}
        portions = 0
        while project.lines.waiting:
            taken |= project.lines.take()
            portions += 1
        assert len(taken) == 40
        assert portions == 3


READ = """
import json, sys, warnings
warnings.simplefilter("error")
import pyogrio
layers = [str(name) for name, _ in pyogrio.list_layers(sys.argv[1])]
print(json.dumps([layers, len(pyogrio.read_dataframe(sys.argv[1], layer="control_areas"))]))
"""


def test_gdal_does_not_see_the_tables(work: Path) -> None:
    with open_project(work, "rw") as project:
        measure(project)
        keep(project)
        project.set_boundary(Shape("Land", shapely.box(30, 44, 41, 52)))
        hidden = project.query("SELECT count(*) FROM mapper_lines")
    done = subprocess.run([sys.executable, "-c", READ, work], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    layers, count = json.loads(done.stdout)
    assert (count, hidden) == (2, [(2,)])
    assert not [name for name in layers if name.startswith("mapper_")]


# The boundary

LAND = Shape(
    "Our land", shapely.box(30, 44, 41, 52), ({"file": "land.geojson", "sha256": "cd" * 32},)
)

#: A curve, which other programs may store and shapely does not know.
CURVE = b"\x01\x08\x00\x00\x00" + shapely.to_wkb(shapely.LineString([(1, 2), (3, 4), (5, 6)]))[5:]


def test_a_boundary_is_kept_and_used(work: Path) -> None:
    with open_project(work, "rw") as project:
        assert project.boundary is None
        change = project.set_boundary(LAND)
        assert change.name == "Boundary Our land"
        assert not project.set_boundary(LAND).tables
    with open_project(work) as project:
        found = project.boundary
        assert found is not None
        assert project.boundary is found
        assert (found.name, found.inputs) == (LAND.name, LAND.inputs)
        assert found.geometry.equals_exact(LAND.geometry)
        assert project.info()["boundary"] == "Our land"
        fronts = fronts_of(project)
        front = fronts.front(fronts.snapshots[0])
        assert front.outline == "Our land"
        assert {"file": "land.geojson", "sha256": "cd" * 32} in fronts.inputs_of(fronts.snapshots)


def test_setting_a_boundary_is_a_step(work: Path) -> None:
    other = Shape("Other", basemap.country("MD"))
    with open_project(work, "rw") as project:
        before = project.last_change
        project.set_boundary(LAND)
        assert project.last_change >= before
        project.set_boundary(other)
        project.set_boundary(None)
        names = []
        for _ in range(3):
            names.append(project.boundary and project.boundary.name)
            project.undo()
        assert names == [None, "Other", "Our land"]
        assert project.boundary is None
        project.redo()
        assert project.boundary is not None
        assert project.boundary.name == "Our land"
    with open_project(work, "rw") as project:
        project.redo()
        found = project.boundary
        assert found is not None
        assert found.geometry.equals_exact(other.geometry)
        assert not project.set_boundary(None).name.startswith("Boundary")


def test_a_boundary_changes_which_lines_are_kept(work: Path) -> None:
    with open_project(work, "rw") as project:
        measure(project)
        keep(project)
        before = rows(project)
        project.set_boundary(LAND)
        measure(project)
        keep(project)
        after = rows(project)
        assert [row[1] for row in after] == [row[1] for row in before]
        assert not {row[0] for row in after} & {row[0] for row in before}


def test_a_line_is_no_boundary(work: Path) -> None:
    line = Shape("Road", shapely.LineString([(30, 50), (31, 50)]))
    with open_project(work, "rw") as project, pytest.raises(InputError, match="must be an area"):
        project.set_boundary(line)


@pytest.mark.parametrize(
    "content", [b"", b"\x01\x06", 5, shapely.to_wkb(shapely.Point(1, 2)), "text", CURVE]
)
def test_a_damaged_boundary_is_said_and_can_be_cleared(work: Path, content: Any) -> None:
    with open_project(work, "rw") as project:
        project.set_boundary(LAND)
    connection = apsw.Connection(str(work))
    connection.execute("UPDATE mapper_boundary SET geometry = ?", (content,))
    connection.close()
    with open_project(work, "rw") as project:
        with pytest.raises(ProjectError, match=r"Our land\) is damaged") as caught:
            _ = project.boundary
        assert str(caught.value).count("\n") == 0
        project.set_boundary(None)
        assert project.boundary is None
