"""Some columns of the sources, read a portion at a time, are as the whole table has them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mapper.model.errors import CancelledError
from mapper.model.event import Event, Source
from mapper.model.wordsearch import SOURCE_COLUMNS
from mapper.project import columns, create_project, open_project

NAMES = ["event_id", *SOURCE_COLUMNS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project with sources, one of which holds the characters that part texts."""
    made = tmp_path / "work.gpkg"
    create_project(made).close()
    titles = (None, "", "Один", "two \x1f parts", "\x1e", "six", "seven")
    with open_project(made, mode="rw") as project:
        project.add_event(Event("a", "test", "Strike"))
        for number, title in enumerate(titles):
            url = f"https://example.org/{number}" if number % 2 else None
            source = Source(f"s{number}", "a", url=url, title=title, publisher="P")
            project.add_source(source)
    return made


@pytest.mark.parametrize("portion", [1, 3, 5_000])
def test_as_the_whole_table(path: Path, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_PORTION", portion)
    with open_project(path) as project:
        whole = pd.DataFrame(project.sources[NAMES])
        assert len(whole) == 7
        pd.testing.assert_frame_equal(project.source_texts(NAMES), whole)


def test_no_sources_are_no_rows(tmp_path: Path) -> None:
    with create_project(tmp_path / "empty.gpkg") as project:
        found = project.source_texts(NAMES)
        pd.testing.assert_frame_equal(found, pd.DataFrame(project.sources[NAMES]))


def test_it_can_be_stopped_between_portions(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_PORTION", 2)
    asked = []

    def check() -> None:
        asked.append(None)
        if len(asked) == 3:
            raise CancelledError

    with open_project(path) as project, pytest.raises(CancelledError):
        project.source_texts(NAMES, check)
    assert len(asked) == 3
