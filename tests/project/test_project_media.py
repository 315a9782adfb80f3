"""Media of sources: attached, described, taken away, and their files looked at with care."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest

from mapper import export
from mapper.model.errors import InputError, MissingRowError
from mapper.model.event import Event, Source
from mapper.model.medium import Medium
from mapper.project import Project, create_project, media_files, open_project

DAY = dt.date(2025, 7, 1)


@pytest.fixture
def project(tmp_path: Path):
    made = create_project(tmp_path / "set" / "strikes.gpkg")
    days = {"date_start": DAY, "date_end": DAY}
    for name in "ab":
        source = Source(f"{name}#1", name, url=f"https://example.org/{name}")
        made.add_event(Event(name, "test", f"Strike {name}", lon=36.0, lat=48.0, **days), [source])
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()


PHOTO = Medium("", "a#1", file="photos/one.jpg", sha256="0" * 64)


def test_media_are_attached_described_and_taken_away_with_undo(project: Project) -> None:
    change = project.add_media([PHOTO, Medium("", "a#1", url="https://example.org/v.mp4")])
    assert change.name == "2 attachments of 'Strike a'"
    assert change.event_ids == ("a",)
    photo, link = project.media_of("a")
    assert photo.media_id
    assert (photo.file, photo.sha256, link.url) == (PHOTO.file, PHOTO.sha256, link.url)
    assert project.media_of("b") == ()
    project.update_medium(photo.media_id, caption="The roof", taken_at="1 July, morning")
    assert project.media_of("a")[0].caption == "The roof"
    project.delete_media([photo.media_id])
    assert project.media_of("a") == (link,)
    project.undo()
    assert project.media_of("a")[0].caption == "The roof"
    project.undo()
    project.undo()
    assert project.media_of("a") == ()


def test_what_a_medium_is_stays(project: Project) -> None:
    project.add_media([PHOTO])
    (photo,) = project.media_of("a")
    with pytest.raises(InputError, match="that can be changed"):
        project.update_medium(photo.media_id, sha256="1" * 64)
    with pytest.raises(InputError, match="stays with its event"):
        project.update_medium(photo.media_id, source_id="b#1")
    with pytest.raises(InputError, match="no one step"):
        project.add_media([PHOTO, Medium("", "b#1", url="https://example.org/x.jpg")])
    with pytest.raises(MissingRowError):
        project.add_media([Medium("", "gone", url="https://example.org/x.jpg")])
    with pytest.raises(InputError, match="either a file or an address"):
        Medium("", "a#1")
    assert project.media_of("a") == (photo,)


def test_media_move_to_another_source_of_their_event_and_go_with_it(project: Project) -> None:
    project.add_source(Source("a#2", "a", url="https://example.org/second"))
    project.add_media([PHOTO])
    (photo,) = project.media_of("a")
    project.update_medium(photo.media_id, source_id="a#2")
    project.delete_sources(["a#2"])
    assert project.media_of("a") == ()
    project.undo()
    assert project.media_of("a")[0].source_id == "a#2"


def test_rows_of_other_programs_that_name_nothing_are_passed_over(project: Project) -> None:
    with project.transaction() as connection:
        connection.execute(
            "INSERT INTO media (media_id, source_id, file, url) VALUES"
            " ('1', 'a#1', NULL, NULL), ('2', 'a#1', 'x.jpg', 'https://example.org'),"
            " ('3', 'a#1', x'00ff', NULL)"
        )
    (one,) = project.media_of("a")
    assert (one.file, one.url) == ("x.jpg", None)


def test_nothing_of_media_is_in_what_is_exported(project: Project, tmp_path: Path) -> None:
    project.add_media([Medium("", "a#1", file="secret-folder/one.jpg", sha256="ab" * 32)])
    out = tmp_path / "map.html"
    export.html(project, out)
    assert b"secret-folder" not in out.read_bytes()


def test_a_file_is_named_from_the_projects_folder(tmp_path: Path) -> None:
    project = tmp_path / "set" / "strikes.gpkg"
    assert media_files.written_path(tmp_path / "set" / "p" / "a.jpg", project) == "p/a.jpg"
    assert media_files.written_path(tmp_path / "a.jpg", project) == "../a.jpg"
    assert media_files.place_of("p/a.jpg", project) == tmp_path / "set" / "p" / "a.jpg"


@pytest.mark.parametrize("name", ["//server/share/a.jpg", r"\\server\share\a.jpg"])
def test_another_machine_is_not_asked(name: str, tmp_path: Path) -> None:
    state = media_files.look(name, tmp_path / "p.gpkg")
    assert not state.there
    assert "another machine" in state.reason


def test_a_file_is_looked_at_and_hashed(tmp_path: Path) -> None:
    project = tmp_path / "p.gpkg"
    (tmp_path / "a.jpg").write_bytes(b"x" * 3_000_000)
    state = media_files.look("a.jpg", project)
    assert (state.there, state.size) == (True, 3_000_000)
    told: list[float] = []
    expected = hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert media_files.digest(state, told.append) == expected
    assert told[-1] == 1.0
    assert len(told) == 3
    assert media_files.look("b.jpg", project).reason == "File not found."
    assert media_files.look(".", project).reason == "This is no file."
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jpg")
        # Opening it would wait for ever.
        assert not media_files.look("pipe.jpg", project).there


def test_the_project_itself_is_never_opened_so(project: Project, tmp_path: Path) -> None:
    """Closing any other handle of it would drop the locks SQLite holds on it."""
    alias = tmp_path / "set" / "holiday.jpg"
    os.link(project.path, alias)
    for name in ("strikes.gpkg", "holiday.jpg"):
        state = media_files.look(name, Path(project.path))
        assert state.reason == "This is the project itself."
        with pytest.raises(InputError, match="cannot be attached"):
            media_files.digest(state)
    assert media_files.kind_of("a/b.JPG") == "image"
    assert media_files.kind_of("https://example.org/v.mp4?x=1") == "video"
    assert media_files.kind_of("https://example.org/post/1") == "other"
    with open_project(project.path) as other:
        assert other.media_of("a") == ()
