"""Daily backups: when they are made, which are kept, what they give back."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from pathlib import Path

import pytest
from faulty_disk import FaultyDisk
from hypothesis import given
from hypothesis import strategies as st
from project_actions import digest
from project_data import make_events, make_result

from mapper import paths
from mapper.model.errors import DamagedProjectError, ProjectError
from mapper.project import Project, backups, create_project, open_project
from mapper.project.backups import Backup, back_up, kept_of, open_copy

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setattr(paths, "user_data_folder", lambda: folder)
    return folder


def days(path: Path) -> list[dt.date]:
    return [backup.day for backup in backups.backups(path)]


def change(project: Project, title: str) -> None:
    """Change the project, and its time of change, which is rounded on some disks."""
    project.update_events(["test:1"], title=title)
    later = os.stat(project.path).st_mtime_ns + 2_000_000_000
    os.utime(project.path, ns=(later, later))


def test_one_a_day_if_anything_changed(project: Project, path: Path) -> None:
    first = back_up(project, today=TODAY)
    assert first is not None
    assert first.day == TODAY
    assert first.events == 12
    assert first.size_bytes == first.file.stat().st_size
    change(project, "Today")
    assert back_up(project, today=TODAY) is None
    tomorrow = TODAY + dt.timedelta(days=1)
    second = back_up(project, today=tomorrow)
    assert second is not None
    assert back_up(project, today=tomorrow + dt.timedelta(days=1)) is None
    assert days(path) == [tomorrow, TODAY]
    with open_project(first.file) as older, open_project(second.file) as newer:
        assert older.event("test:1").title == "Strike 1"
        assert newer.event("test:1").title == "Today"
        assert digest(newer) == digest(project)


def test_what_is_changed_while_it_is_copied_counts_as_changed(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.project.copying._PAGES", 10)
    changed = []

    def meanwhile(share: float) -> bool:
        if not changed:
            changed.append(share)
            change(project, "Meanwhile")
        return True

    assert back_up(project, today=TODAY, progress=meanwhile) is not None
    assert back_up(project, today=TODAY + dt.timedelta(days=1)) is not None


def test_a_clock_that_was_wrong(project: Project, path: Path) -> None:
    assert back_up(project, today=TODAY + dt.timedelta(days=400)) is not None
    assert back_up(project, today=TODAY) is None
    change(project, "Later")
    assert back_up(project, today=TODAY) is not None
    assert len(days(path)) == 2


def test_none_of_what_cannot_be_changed_nor_of_an_empty_project(
    project: Project, path: Path, tmp_path: Path
) -> None:
    with open_project(path) as reader:
        assert back_up(reader, today=TODAY) is None
    with create_project(tmp_path / "new.gpkg") as new:
        assert back_up(new, today=TODAY) is None
        new.add(make_result(make_events(3)))
        assert back_up(new, today=TODAY) is not None


def test_none_of_a_backup(project: Project, own_folder: Path) -> None:
    made = back_up(project, today=TODAY)
    assert made is not None
    with open_project(made.file, "rw") as opened:
        change(opened, "In the backup")
        assert back_up(opened, today=TODAY + dt.timedelta(days=1)) is None
    assert len(list((own_folder / "backups").iterdir())) == 1


def test_each_project_has_its_own(project: Project, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    back_up(project, today=TODAY)
    assert days(other / path.name) == []
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    assert days(tmp_path / "link" / path.name) == [TODAY]
    if os.name != "nt":
        assert backups.folder_of(path).stat().st_mode & 0o077 == 0


def make_backup(day: dt.date, size: int = 1) -> Backup:
    return Backup(Path(day.isoformat()), day, size)


def daily(count: int) -> list[Backup]:
    return [make_backup(TODAY - dt.timedelta(days=number)) for number in range(count)]


def test_seven_days_then_weeks_are_kept() -> None:
    kept = kept_of(daily(100), TODAY)
    assert [backup.day.isoformat()[5:] for backup in kept] == [
        *("11-24", "11-23", "11-22", "11-21", "11-20", "11-19", "11-18"),
        *("11-15", "11-08", "11-01", "10-25"),
    ]


def test_day_by_day_a_month_stays_covered() -> None:
    have: list[Backup] = []
    for number in range(200):
        today = TODAY + dt.timedelta(days=number)
        have = kept_of([make_backup(today), *have], today)
        if number > 60:
            ages = [(today - backup.day).days for backup in have]
            assert ages[:7] == list(range(7))
            assert max(later - one for one, later in itertools.pairwise(ages)) <= 7
            assert 28 <= ages[-1] <= backups.WEEKLY_DAYS
            assert len(have) <= 12


def test_rarely_opened_projects_keep_seven() -> None:
    yearly = [make_backup(TODAY - dt.timedelta(days=365 * number)) for number in range(9)]
    assert kept_of(yearly, TODAY) == yearly[:7]


@given(
    st.lists(st.integers(0, 400), unique=True, min_size=1).map(sorted),
    st.integers(0, backups.MOST_BYTES * 2),
)
def test_the_newest_is_never_deleted_and_the_rest_fits(ages: list[int], size: int) -> None:
    have = [make_backup(TODAY - dt.timedelta(days=age), size) for age in ages]
    kept = kept_of(have, TODAY)
    assert kept[0] == have[0]
    assert len(kept) == 1 or size * len(kept) <= backups.MOST_BYTES
    assert kept_of(kept, TODAY) == kept


def test_only_backups_are_deleted(project: Project, path: Path) -> None:
    folder = backups.folder_of(path)
    folder.mkdir(parents=True)
    others = ["notes.txt", "2025-13-45.gpkg", "mine 2025-01-01.gpkg", "2020-01-01 format 1.0.gpkg"]
    for name in [*others, *(f"2025-01-{day:02d}.gpkg" for day in range(1, 29))]:
        (folder / name).write_bytes(b"")
    assert back_up(project, today=TODAY) is not None
    there = {entry.name for entry in folder.iterdir()}
    assert there - {f"2025-01-{day}.gpkg" for day in range(23, 29)} == {*others, f"{TODAY}.gpkg"}
    assert days(path)[-1] == dt.date(2020, 1, 1)
    assert backups.backups(path)[-1].events is None


def test_a_copy_of_a_backup_lies_beside_the_project(project: Project, path: Path) -> None:
    made = back_up(project, today=TODAY)
    assert made is not None
    change(project, "Later")
    before = digest(project)
    first, second = (open_copy(made, path) for _ in range(2))
    assert first == path.with_name("work (backup of 2026-11-24).gpkg")
    assert second == path.with_name("work (backup of 2026-11-24) (2).gpkg")
    with open_project(first, "rw") as copy:
        assert copy.event("test:1").title == "Strike 1"
        copy.delete_events(["test:1"])
    assert digest(project) == before
    assert made.events == 12
    made.file.unlink()
    with pytest.raises(ProjectError, match="no longer there"):
        open_copy(made, path)


def test_a_damaged_project_pushes_no_good_backup_out(project: Project, path: Path) -> None:
    back_up(project, today=TODAY)
    change(project, "Later")
    root = project.query("SELECT rootpage FROM sqlite_schema WHERE name = 'mapper_sources_event'")
    project.close()
    with open(path, "r+b") as file:
        file.seek(4096 * (root[0][0] - 1))
        file.write(b"\x55" * 4096)
    with open_project(path, "rw") as opened, pytest.raises(DamagedProjectError, match="is damaged"):
        back_up(opened, today=TODAY + dt.timedelta(days=1))
    assert days(path) == [TODAY]


def test_a_fault_leaves_the_older_backups(project: Project, path: Path) -> None:
    back_up(project, today=TODAY)
    change(project, "Later")
    project.close()
    tomorrow = TODAY + dt.timedelta(days=1)
    chance = random.Random(3)
    with FaultyDisk("full").in_use() as disk, open_project(path, "rw") as opened:
        start = disk.operations
        made = back_up(opened, today=tomorrow)
        count = disk.operations - start
    assert made is not None
    made.file.unlink()
    for _ in range(15):
        with FaultyDisk("full").in_use() as disk, open_project(path, "rw") as opened:
            disk.after = disk.operations + chance.randrange(count)
            with pytest.raises(ProjectError, match="The disk is full"):
                back_up(opened, today=tomorrow)
            disk.heal()
            opened.update_events(["test:2"], title="goes on")
        assert [entry.name for entry in backups.folder_of(path).iterdir()] == [f"{TODAY}.gpkg"]


def test_a_folder_that_cannot_be_made(project: Project, own_folder: Path) -> None:
    own_folder.write_text("a file in the way")
    with pytest.raises(ProjectError, match="cannot be"):
        back_up(project, today=TODAY)
