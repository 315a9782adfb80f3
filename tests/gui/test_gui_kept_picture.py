"""The picture that a start shows of its map: of that map only, whole, and no larger than told."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import pytest

from mapper.gui import kept_picture, kept_start
from mapper.gui.kept_picture import KeptPicture, key_of

PICTURE = KeptPicture("a key", 6, 4, 1.5, bytes(range(96)))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep pictures in a folder of the test's own."""
    found = tmp_path / "starts"
    monkeypatch.setattr(kept_start, "folder", lambda: found)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "Удари.gpkg"


def told(picture: KeptPicture) -> tuple[object, ...]:
    """Return all that a picture is."""
    return picture.key, picture.width, picture.height, picture.ratio, picture.pixels


def test_it_is_there_again_for_what_it_is_of_only(project: Path) -> None:
    assert kept_picture.read(project, "a key") is None
    kept_picture.write(project, PICTURE)
    found = kept_picture.read(project, "a key")
    assert found is not None
    assert told(found) == told(PICTURE)
    assert kept_picture.read(project, "another key") is None
    assert kept_picture.read(project.with_name("other.gpkg"), "a key") is None


def test_another_map_page_theme_or_size_of_letters_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = {
        key_of(b"document", "light", 1.0),
        key_of(b"dokument", "light", 1.0),
        key_of(b"document", "dark", 1.0),
        key_of(b"document", "light", 1.05),
    }
    monkeypatch.setattr(kept_picture, "LANGUAGE", "uk")
    keys.add(key_of(b"document", "light", 1.0))
    monkeypatch.setattr(kept_picture.kept_page, "made_of", lambda: "another page")
    keys.add(key_of(b"document", "light", 1.0))
    assert len(keys) == 6


def test_no_damage_is_shown(project: Path) -> None:
    kept_picture.write(project, PICTURE)
    file = kept_start.picture_of(project)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        found = kept_picture.read(project, "a key")
        assert found is None, length
    head = len(whole.partition(b"\n")[0])
    for at in range(head, len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        found = kept_picture.read(project, "a key")
        assert found is None or told(found) == told(PICTURE), at


@pytest.mark.parametrize(
    ("told", "packed"),
    [
        ({"width": 100_000, "height": 100_000}, bytes(1000)),
        ({"width": -6, "height": -4}, bytes(96)),
        ({"width": "wide"}, bytes(96)),
        ({"width": None}, bytes(96)),
        ({"ratio": []}, bytes(96)),
        ({"width": 3}, bytes(96)),
        ({}, bytes(96_000_000)),
    ],
)
def test_no_more_is_unpacked_than_a_picture_takes(
    project: Path, folder: Path, told: dict[str, object], packed: bytes
) -> None:
    folder.mkdir()
    head = {"key": "a key", "width": 6, "height": 4, "ratio": 1.0} | told
    content = json.dumps(head).encode() + b"\n" + zlib.compress(packed, 1)
    kept_start.picture_of(project).write_bytes(content)
    assert kept_picture.read(project, "a key") is None


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_may_see_it(project: Path, folder: Path) -> None:
    kept_picture.write(project, PICTURE)
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_it_goes_with_what_it_is_of(project: Path, folder: Path) -> None:
    kept_picture.write(project, PICTURE)
    kept_start.forget(project)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_keeps_none(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_bytes(b"")
    monkeypatch.setattr(kept_start, "folder", lambda: tmp_path / "a file" / "starts")
    kept_picture.write(project, PICTURE)
    assert kept_picture.read(project, "a key") is None
