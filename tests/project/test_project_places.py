"""Projects in folders that cannot be written, or that have no locks."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from project_data import make_events, make_result

from mapper.model.errors import ProjectError, ReadOnlyProjectError
from mapper.project import create_project, open_project
from mapper.project.lock import WriterLock, lock_file

_LINUX = sys.platform == "linux"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a project of three events in a folder of its own."""
    folder = tmp_path / "Дані 100%?"
    folder.mkdir()
    with create_project(folder / "work #1.gpkg") as project:
        project.add(make_result(make_events(3)))
    return folder / "work #1.gpkg"


@pytest.fixture
def mounted(work: Path, tmp_path: Path) -> Iterator[Path]:
    """Return the project seen through a mount that nobody can write, not even root."""
    if not _LINUX:
        pytest.skip("bind mounts are Linux's")
    place = tmp_path / "mounted"
    place.mkdir()
    for options in (
        ["--bind", str(work.parent), str(place)],
        ["-o", "remount,ro,bind", str(place)],
    ):
        if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
            subprocess.run(["umount", str(place)], capture_output=True, check=False)
            pytest.skip("mounting is not allowed here")
    yield place / work.name
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_read_only_mount(mounted: Path, work: Path) -> None:
    with open_project(mounted, "rw") as project:
        assert project.mode == "r"
        assert project.read_only_reason is not None
        assert "it or its folder cannot be written" in project.read_only_reason
        assert len(project.events) == 3
        with pytest.raises(ReadOnlyProjectError, match="cannot be written"):
            project.update_events(["test:1"], title="No")
    with pytest.raises(ProjectError, match="Read-only file system"):
        create_project(mounted.with_name("new.gpkg"))
    assert [file.name for file in work.parent.iterdir()] == [work.name]


def test_a_write_ahead_log_format_on_a_read_only_mount(mounted: Path, work: Path) -> None:
    connection = apsw.Connection(str(work))
    connection.pragma("journal_mode", "wal")
    connection.close()
    with open_project(mounted, "rw") as project:
        assert len(project.events) == 3


@pytest.mark.skipif(not _LINUX or os.geteuid() != 0, reason="needs to become another user")
def test_another_user_without_rights(work: Path) -> None:
    for folder in work.parents:
        if folder.owner() == "root" and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    read = "import os, mapper.project as p; os.setuid(65534); open(p.__file__)"
    if subprocess.run([sys.executable, "-c", read], capture_output=True, check=False).returncode:
        pytest.skip("another user cannot read where Mapper is installed")
    code = (
        "import os, sys; from mapper.project import open_project;"
        "os.setuid(65534); p = open_project(sys.argv[1], 'rw');"
        "print(p.mode, len(p.events), p.read_only_reason)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(work)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("r 3 ")
    assert "cannot be written" in done.stdout


def test_a_folder_in_which_no_file_can_be_made(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(name: Any, *values: Any, **options: Any) -> int:
        if str(name).endswith(".lock"):
            raise OSError(errno.EDQUOT, "Disk quota exceeded")
        return real(name, *values, **options)

    monkeypatch.setattr("os.open", refuse)
    with open_project(work, "rw") as project:
        assert project.mode == "r"
        assert project.read_only_reason is not None
        assert "no file can be made in its folder (Disk quota exceeded)" in project.read_only_reason
        assert len(project.events) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="locks of Unix")
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_folder_without_locks(work: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refuse)
    with open_project(work, "rw") as project:
        assert project.mode == "r"
        assert project.read_only_reason is not None
        assert "has no locks" in project.read_only_reason
        assert os.strerror(code) in project.read_only_reason
        assert len(project.events) == 3
    with pytest.raises(ProjectError, match="cannot be written"):
        create_project(work.with_name("new.gpkg"))
    assert [file.name for file in work.parent.iterdir()] == [work.name]


def test_a_note_in_a_lock_file_is_kept_where_there_are_no_locks(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_file(work).write_text("{}")

    def refuse(_descriptor: int) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("mapper.project.lock._try_lock", refuse)
    with pytest.raises(OSError, match="No locks available"):
        WriterLock.take(work)
    assert lock_file(work).read_text() == "{}"


class LocklessDisk(apsw.VFS):
    """A file system on which SQLite's own locks fail."""

    def __init__(self, *, busy: bool = False) -> None:
        self.busy = busy
        self.real = apsw.vfs_names()[0]
        super().__init__("lockless", self.real, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        if name is None:
            return super().xOpen(name, flags)
        free = isinstance(name, apsw.URIFilename) and name.uri_boolean("nolock", False)
        return _Lockless(self, name, flags, free)


class _Lockless(apsw.VFSFile):
    def __init__(self, disk: LocklessDisk, name: Any, flags: list[int], free: bool) -> None:
        super().__init__(disk.real, name, flags)
        self._busy = disk.busy
        self._free = free

    def xLock(self, level: int) -> None:
        if self._free:
            return
        if self._busy:
            raise apsw.BusyError("made to fail: lock")
        error = apsw.IOError("made to fail: lock")
        error.extendedresult = apsw.SQLITE_IOERR_LOCK  # type: ignore[attr-defined]
        raise error

    def xUnlock(self, level: int) -> None:
        """Nothing is locked."""


@pytest.mark.parametrize("mode", ["r", "rw"])
def test_a_file_that_sqlite_cannot_lock(work: Path, mode: Any) -> None:
    disk = LocklessDisk()
    try:
        with open_project(work, mode) as project:
            assert project.mode == "r"
            assert project.read_only_reason is not None
            assert "SQLite cannot lock it" in project.read_only_reason
            assert len(project.events) == 3
            assert project.event("test:1").title == "Strike 1"
    finally:
        disk.unregister()
    assert [file.name for file in work.parent.iterdir()] == [work.name]


@pytest.mark.skipif(sys.platform == "win32", reason="locks of Unix")
def test_a_file_without_locks_that_sqlite_calls_busy(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.project.connection._BUSY_MS", 20)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    disk = LocklessDisk(busy=True)
    try:
        for mode in ("r", "rw"):
            with pytest.raises(ProjectError, match="used by another program"):
                open_project(work, mode)
        monkeypatch.setattr("fcntl.flock", refuse)
        with open_project(work, "rw") as project:
            assert project.read_only_reason is not None
            assert "has no locks (No locks available)" in project.read_only_reason
            assert len(project.events) == 3
        with open_project(work) as project:
            assert project.read_only_reason is not None
            assert "SQLite cannot lock it" in project.read_only_reason
            assert len(project.events) == 3
        assert [file.name for file in work.parent.iterdir()] == [work.name]
    finally:
        disk.unregister()
