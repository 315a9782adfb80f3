"""A project to work with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from project_data import make_events, make_fronts, make_result, make_sources

from mapper.project import Project, create_project, open_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.gpkg"


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "work.gpkg"
    events = make_events(12)
    with create_project(path) as opened:
        opened.add(make_result(events, sources=make_sources(events)))
        opened.add(make_result(fronts=make_fronts("2025-06-30", "2025-07-01"), file="areas.json"))
    return path


@pytest.fixture
def project(_made: Path, path: Path) -> Iterator[Project]:
    """An open project with twelve events, their sources and two fronts."""
    shutil.copy(_made, path)
    with open_project(path, "rw") as opened:
        yield opened
