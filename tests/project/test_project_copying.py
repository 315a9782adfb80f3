"""Copies made while the project is used, on disks that fill up, and of damaged files."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import apsw
import pytest
from faulty_disk import FaultyDisk
from project_actions import digest, make_project
from project_data import make_events, make_result, make_sources

from mapper.model.errors import CancelledError, DamagedProjectError, MapperError, ProjectError
from mapper.project import Project, copy_project, copying, create_project, open_project


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_holds_everything(project: Project, path: Path, tmp_path: Path) -> None:
    project.update_events(["test:1"], title="Mine")
    project.settings.set("a", [1])
    copy = tmp_path / "copy.gpkg"
    shares: list[float] = []

    def note(share: float) -> bool:
        shares.append(share)
        return True

    size = copy_project(project, copy, progress=note)
    assert size == copy.stat().st_size
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert names(tmp_path) == ["copy.gpkg", path.name, f"{path.name}.lock"]
    with open_project(copy, "rw") as opened:
        assert opened.mode == "rw"
        assert opened.query("PRAGMA integrity_check") == [("ok",)]
        assert opened.settings.get("a") == [1]
        assert digest(opened) == digest(project)
        assert opened.undo().name == "Undo Edit of 'Strike 1'"
    assert project.event("test:1").title == "Mine"


def test_a_project_open_for_reading_can_be_copied(project: Project, tmp_path: Path) -> None:
    with open_project(project.path) as reader:
        copy_project(reader, tmp_path / "copy.gpkg")
    project.update_events(["test:1"], title="Still the writer")
    with open_project(tmp_path / "copy.gpkg") as copy:
        assert len(copy.events) == 12


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("copy.txt", r"ends in \.gpkg"),
        ("work.gpkg", "exists already"),
        ("no such folder/copy.gpkg", "no such folder does not exist"),
        ("left.gpkg", "belongs to another file"),
    ],
)
def test_names_that_cannot_be_taken(
    project: Project, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "left.gpkg-journal").write_bytes(b"x")
    before = names(tmp_path)
    with pytest.raises(ProjectError, match=words):
        copy_project(project, tmp_path / name)
    assert names(tmp_path) == before


def test_no_room_is_said_before_anything_is_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    before = names(tmp_path)
    with pytest.raises(ProjectError, match="There is no room for the copy"):
        copy_project(project, tmp_path / "copy.gpkg")
    assert names(tmp_path) == before


def test_a_file_that_comes_meanwhile_is_not_overwritten(project: Project, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gpkg"

    def meanwhile(share: float) -> bool:
        if share == 1.0:
            copy.write_text("dear to somebody")
        return True

    with pytest.raises(ProjectError, match="exists already"):
        copy_project(project, copy, progress=meanwhile)
    assert copy.read_text() == "dear to somebody"
    assert len(names(tmp_path)) == 3


@pytest.mark.parametrize("when", [0.0, 0.5, 1.0])
def test_cancelling_leaves_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: float
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 5)
    before = names(tmp_path)
    with pytest.raises(CancelledError):
        copy_project(project, tmp_path / "copy.gpkg", progress=lambda share: share < when)
    assert names(tmp_path) == before


def test_edits_meanwhile_reach_the_copy(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 5)
    edited: list[float] = []

    def meanwhile(share: float) -> bool:
        if len(edited) < 10 and share < 0.8:
            edited.append(share)
            project.update_events([f"test:{len(edited)}"], title=f"Meanwhile {len(edited)}")
        return True

    copy_project(project, tmp_path / "copy.gpkg", progress=meanwhile)
    assert len(edited) == 10
    with open_project(tmp_path / "copy.gpkg") as copy:
        assert digest(copy) == digest(project)


def test_others_use_the_project_meanwhile(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 2)
    under_way, edited = threading.Event(), threading.Event()

    def wait(share: float) -> bool:
        under_way.set()
        return share < 0.5 or edited.wait(20)

    copier = threading.Thread(
        target=copy_project, args=(project, tmp_path / "copy.gpkg"), kwargs={"progress": wait}
    )
    copier.start()
    assert under_way.wait(20)
    project.update_events(["test:3"], title="Not kept waiting")
    edited.set()
    copier.join()
    with open_project(tmp_path / "copy.gpkg") as copy:
        assert copy.event("test:3").title == "Not kept waiting"


def test_closing_the_project_ends_the_copy(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 5)

    def close(share: float) -> bool:
        project.close()
        return True

    with pytest.raises(CancelledError):
        copy_project(project, tmp_path / "copy.gpkg", progress=close)
    assert names(tmp_path) == [project.path.name]


def test_not_in_the_middle_of_a_change(project: Project, tmp_path: Path) -> None:
    with project.transaction():
        project.update_events(["test:1"], title="Perhaps")
        with pytest.raises(ProjectError, match="middle of a change"):
            copy_project(project, tmp_path / "copy.gpkg")


def test_another_program_at_work_is_waited_for(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    monkeypatch.setattr(copying, "_BUSY_S", 0.05)
    monkeypatch.setattr("mapper.project.connection._BUSY_MS", 1)
    with open_project(project.path) as reader:
        other = apsw.Connection(str(project.path))
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProjectError, match="used by another program"):
            copy_project(reader, tmp_path / "copy.gpkg")
        waited = []

        def end(share: float) -> bool:
            waited.append(share)
            if len(waited) == 1:
                other.execute("ROLLBACK")
            return True

        monkeypatch.setattr(copying, "_BUSY_S", 20)
        copy_project(reader, tmp_path / "copy.gpkg", progress=end)
        other.close()
    assert names(tmp_path) == ["copy.gpkg", project.path.name]


def test_a_damaged_project_is_not_copied(project: Project, path: Path, tmp_path: Path) -> None:
    project.close()
    damage_last_pages(path)
    with open_project(path) as opened, pytest.raises(DamagedProjectError):
        copy_project(opened, tmp_path / "copy.gpkg")
    assert names(tmp_path) == [path.name]


def damage_last_pages(path: Path) -> None:
    """Damage what is not read on opening."""
    connection = apsw.Connection(str(path))
    root = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'mapper_sources_event'"
    ).get
    connection.close()
    with open(path, "r+b") as file:
        file.seek(4096 * (root - 1))
        file.write(b"\x55" * 4096)


def test_a_full_or_failing_disk_leaves_the_project_and_no_copy(path: Path, tmp_path: Path) -> None:
    make_project(path)
    chance = random.Random(5)
    for fault in ("full", "error"):
        disk = FaultyDisk(fault)
        with disk.in_use(), open_project(path, "rw") as project:
            before = disk.operations
            copy_project(project, tmp_path / "whole.gpkg")
            count = disk.operations - before
        (tmp_path / "whole.gpkg").unlink()
        said = []
        for _ in range(25):
            with FaultyDisk(fault).in_use() as disk, open_project(path, "rw") as project:
                disk.after = disk.operations + chance.randrange(count)
                try:
                    copy_project(project, tmp_path / "copy.gpkg")
                except MapperError as error:
                    said.append(str(error))
                    assert not (tmp_path / "copy.gpkg").exists()
                else:
                    assert fault == "error"
                    (tmp_path / "copy.gpkg").unlink()
                disk.heal()
                project.update_events(["test:1"], title="goes on")
                project.undo()
            assert names(tmp_path) == [path.name]
        words = "The disk is full; copy.gpkg was not written" if fault == "full" else "could not be"
        assert said
        assert {words in sentence for sentence in said} == {True}, said


def test_a_large_copy_is_whole(path: Path, tmp_path: Path) -> None:
    events = make_events(5_000)
    with create_project(path) as project:
        project.add(make_result(events, sources=make_sources(events)))
        copy_project(project, tmp_path / "copy.gpkg")
        with open_project(tmp_path / "copy.gpkg") as copy:
            assert digest(copy) == digest(project)


@pytest.mark.parametrize("cancelled", [False, True])
def test_copying_never_touches_the_project_while_others_use_it(
    project: Project, tmp_path: Path, cancelled: bool
) -> None:
    stop = threading.Event()

    def use() -> None:
        count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
        while not stop.is_set():
            project.query(f"{count} SELECT max(i) FROM n")

    user = threading.Thread(target=use)
    user.start()
    try:
        for number in range(5):
            target = tmp_path / f"copy{number}.gpkg"
            if cancelled:
                with pytest.raises(CancelledError):
                    copy_project(project, target, progress=lambda _share: False)
            else:
                copy_project(project, target)
            assert target.exists() is not cancelled
    finally:
        stop.set()
        user.join()
