"""Whether files are there, where a disk may not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapper.gui import settings
from mapper.gui.disks import are_there


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A file on a disk that answers only at the end of the test."""
    file = tmp_path / "drive" / "silent.gpkg"
    file.parent.mkdir()
    file.touch()
    goes_on = threading.Event()
    ask = Path.is_file

    def is_file(path: Path) -> bool:
        if path.parent.name == "drive":
            goes_on.wait(30)
        return ask(path)

    monkeypatch.setattr(Path, "is_file", is_file)
    yield file
    goes_on.set()
    assert are_there([file], 30) == [True], "a disk that answers at last is heard"


def test_a_file_is_there_or_not(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    file.touch()
    assert are_there([file, tmp_path / "none.gpkg"], 30) == [True, False]
    file.unlink()
    assert are_there([file], 30) == [False]


def test_a_silent_disk_is_waited_for_once(silent: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    file.touch()
    assert are_there([silent, file], 0.2) == [None, True]
    asking = [one for one in threading.enumerate() if one.name == "mapper-disk"]
    assert are_there([silent], 0.0) == [None]
    assert [one for one in threading.enumerate() if one.name == "mapper-disk"] == asking


def test_a_project_on_a_silent_disk_stays_listed_and_is_not_the_last(
    silent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_GLANCE_S", 0.2)
    monkeypatch.setattr(settings, "_START_S", 0.2)
    file, gone = tmp_path / "a.gpkg", tmp_path / "gone.gpkg"
    for path in (file, gone, silent):
        path.touch()
        settings.add_recent_project(path)
    gone.unlink()
    assert settings.recent_projects() == [silent, file]
    assert settings.last_project() == file


def test_a_start_does_not_ask_the_disks_of_older_projects(
    silent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_GLANCE_S", 0.0)
    newest = tmp_path / "a.gpkg"
    newest.touch()
    settings.add_recent_project(silent)
    settings.add_recent_project(newest)
    asked: list[list[Path]] = []

    def note(paths: list[Path], _patience_s: float) -> list[bool | None]:
        asked.append(list(paths))
        return [True for _ in paths]

    monkeypatch.setattr(settings, "are_there", note)
    assert settings.last_project() == newest
    assert asked == [[newest]]
