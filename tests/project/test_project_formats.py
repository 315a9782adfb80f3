"""Projects of every earlier format, as the code of their time wrote them."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import apsw
import pytest
from faulty_disk import FaultyDisk

from mapper import paths
from mapper.model.errors import ProjectError
from mapper.project import Project, format, open_project
from mapper.project.backups import backups

STORED = Path(__file__).parent / "fixtures"
OLDER = [".".join(map(str, version)) for version in format.MIGRATIONS]


def stored(version: str, path: Path) -> Path:
    path.write_bytes(gzip.decompress((STORED / f"format_{version}.gpkg.gz").read_bytes()))
    return path


def version_of(path: Path) -> str:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return str(
            connection.execute("SELECT value FROM settings WHERE key = ?", (format.KEY,)).get
        )
    finally:
        connection.close()


def check_content(project: Project) -> None:
    """Check what `fixtures/make.py` put in."""
    events = project.events.set_index("event_id")
    assert list(events.index) == [f"test:{n}" for n in range(12) if n != 3]
    assert events.loc["test:1", "title"] == "Edited"
    assert events.loc["test:1", "geom"].coords[0] == (31.5, 46.5)
    assert events.loc["test:2", "title"] == "Strike 2"
    assert len(project.sources) == 11
    assert project.sources_of("test:2")[0].quote == "edited"
    assert list(project.control_areas["as_of"]) == ["2025-06-30", "2025-07-01"]
    assert project.settings.get("kept") == {"answer": [1, "два"]}
    assert project.undo_name == "Deletion of 'Strike 3'"
    assert project.redo_name == "Import of test.csv"


def test_there_is_a_stored_project_of_every_earlier_format() -> None:
    newest = format.VERSION
    wanted = [(1, minor) for minor in range(newest[1])]
    assert list(format.MIGRATIONS) == wanted
    assert sorted(OLDER) == sorted(
        path.name.removeprefix("format_").removesuffix(".gpkg.gz") for path in STORED.glob("*.gz")
    )


@pytest.mark.parametrize("version", OLDER)
def test_an_older_project_is_read_as_it_is(path: Path, version: str) -> None:
    before = stored(version, path).read_bytes()
    with open_project(path) as project:
        check_content(project)
    assert path.read_bytes() == before
    assert backups(path) == []


@pytest.mark.parametrize("version", OLDER)
def test_an_older_project_is_brought_up_to_date(path: Path, version: str) -> None:
    before = stored(version, path).read_bytes()
    with open_project(path, "rw") as project:
        assert project.mode == "rw"
        check_content(project)
        assert project.query("PRAGMA integrity_check") == [("ok",)]
        assert len(project.redo().event_ids or ()) == 5
        project.undo()
        for _ in range(5):
            project.undo()
        assert project.undo_name is None
        assert len(project.events) == 0
    assert version_of(path) == ".".join(map(str, format.VERSION))
    (kept,) = backups(path)
    assert kept.before_migration
    assert kept.events == 11
    assert version_of(kept.file) == version
    path.write_bytes(before)
    with open_project(kept.file) as copy, open_project(path) as original:
        check_content(copy)
        for (name,) in original.query("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            rows = f'SELECT * FROM "{name}"'
            assert copy.query(rows) == original.query(rows), name


@pytest.mark.parametrize("version", OLDER)
def test_an_older_project_gets_what_a_new_one_has(path: Path, version: str) -> None:
    from mapper.project import create_project

    def schema(project: Project) -> set[tuple[str, str]]:
        rows = project.query("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {
            (name, " ".join(sql.split()))
            for name, sql in rows
            if not name.startswith("mapper_aside_")
        }

    with create_project(path.with_name("new.gpkg")) as project:
        new = schema(project)
    stored(version, path)
    with open_project(path, "rw") as project:
        assert schema(project) == new


def test_what_was_edited_in_1_0_is_not_overwritten(path: Path) -> None:
    stored("1.0", path)
    with open_project(path, "rw") as project:
        rows = project.query("SELECT source_id FROM mapper_own_sources ORDER BY source_id")
        assert rows == [("test:1#1",), ("test:2#1",)]


@pytest.mark.parametrize("version", OLDER)
def test_without_room_for_the_copy_it_is_read_only(
    path: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(version, path).read_bytes()

    class Usage:
        free = 0

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    with open_project(path, "rw") as project:
        assert project.mode == "r"
        assert f"older format {version}" in str(project.read_only_reason)
        assert "no room" in str(project.read_only_reason)
        check_content(project)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("version", OLDER)
@pytest.mark.parametrize("fault", ["full", "error", "power"])
def test_a_fault_leaves_the_old_or_the_new_format_whole(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, fault: str
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    chance = random.Random(f"{version} {fault}")
    with FaultyDisk(fault).in_use() as disk:  # type: ignore[arg-type]
        open_project(stored(version, path), "rw").close()
        count = disk.operations
    seen = set()
    for _ in range(20):
        for kept in backups(path):
            kept.file.unlink()
        stored(version, path)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        with FaultyDisk(fault, chance.randrange(count)).in_use() as disk:  # type: ignore[arg-type]
            try:
                open_project(path, "rw").close()
            except ProjectError:
                assert disk.struck
        if fault == "power":
            disk.lose_power(chance)
        with open_project(path) as project:
            assert project.query("PRAGMA integrity_check") == [("ok",)]
            check_content(project)
        seen.add(version_of(path))
        if version_of(path) != version:
            (kept,) = backups(path)
            assert version_of(kept.file) == version
    assert version in seen


@pytest.mark.parametrize("version", ["0.9", "1.-1", "-1.0", "1", "none", ""])
def test_an_impossible_format_is_refused(path: Path, version: str) -> None:
    stored("1.1", path)
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE settings SET value = ? WHERE key = 'format_version'", (version,))
    connection.close()
    with pytest.raises(ProjectError, match=r"no Mapper wrote|not a Mapper project"):
        open_project(path, "rw")
