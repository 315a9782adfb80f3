"""The map's page is kept as one file, and only ever given as it would be made now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mapper.export import client, windowpage
from mapper.gui.web import kept_page
from mapper.gui.web.kept_page import made_of, template


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep pages in a folder of the test's own."""
    folder = tmp_path / "pages"
    monkeypatch.setattr(kept_page, "folder", lambda: folder)
    template.cache_clear()
    yield folder
    template.cache_clear()
    made_of.cache_clear()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note for which languages a page was made."""
    languages: list[str] = []
    make = windowpage.template

    def note(language: str, channel: str) -> bytes:
        languages.append(language)
        return make(language, channel)

    monkeypatch.setattr(windowpage, "template", note)
    return languages


def again(language: str = "en") -> bytes:
    """Return the page as another start gets it."""
    template.cache_clear()
    made_of.cache_clear()
    return template(language)


def test_a_page_is_made_once_for_each_language(made: list[str], folder: Path) -> None:
    pages = [again(), again(), again("uk"), again("uk")]
    assert made == ["en", "uk"]
    assert pages[0] == pages[1] != pages[2] == pages[3]
    assert b"QWebChannel = function" in pages[1]
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600, 0o600]


def test_changed_files_make_another(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    again()
    monkeypatch.setattr(client, "newest_ns", lambda: 1)
    again()
    assert made == ["en", "en"]


def test_a_damaged_page_is_not_given(made: list[str], folder: Path) -> None:
    page = again()
    file = folder / "en.html"
    file.write_bytes(file.read_bytes()[:-1])
    assert again() == page
    assert made == ["en", "en"]


def test_a_page_that_cannot_be_kept_is_given(made: list[str], folder: Path) -> None:
    folder.write_text("no folder")
    assert again() == again()
    assert made == ["en", "en"]
    assert folder.read_text() == "no folder"


def test_without_a_cache_folder_a_page_is_given(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> Path:
        raise PermissionError

    monkeypatch.setattr(kept_page, "folder", refused)
    assert again().startswith(b"<!doctype html>")
