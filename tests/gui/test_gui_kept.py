"""What the window derives is kept in the project, and used from there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from mapper.measure import linecache
from mapper.model.errors import ProjectError
from mapper.project import open_project
from mapper.readers import read

pytestmark = pytest.mark.without_map

SQUARE = shapely.box(36.0, 47.0, 39.0, 49.0)


@pytest.fixture
def work(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a control area, on a machine that has derived nothing."""
    folder = SimpleNamespace(cache_folder=lambda: tmp_path / "cache")
    monkeypatch.setattr(linecache, "paths", folder)
    area = tmp_path / "areas_2025-07-01.geojson"
    feature = {
        "type": "Feature",
        "properties": {"control_status": "occupied", "source": "Areas"},
        "geometry": shapely.geometry.mapping(SQUARE),
    }
    area.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with open_project(sample, "rw") as project:
        project.add(read(area))
        assert len(project.control_areas) == 1
    return sample


def kept(path: Path) -> int:
    with open_project(path) as project:
        if not project.query("SELECT 1 FROM sqlite_schema WHERE name = 'mapper_lines'"):
            return 0
        return int(project.query("SELECT count(*) FROM mapper_lines")[0][0])


def test_lines_are_kept_and_no_change(work: Path, open_window: Callable[..., Any]) -> None:
    with open_project(work) as project:
        before = project.info(), project.undo_name
    driver = open_window(work)
    data = driver.window.session.data
    for snapshot in data.fronts.snapshots:
        data.fronts.front(snapshot)
    driver.settle()
    assert driver.window.session.data is data
    driver.window.session.close()
    assert kept(work) > 0
    with open_project(work) as project:
        assert (project.info(), project.undo_name) == before


def test_a_project_that_cannot_take_them_is_left_alone(
    work: Path, open_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def full(*_: object) -> None:
        calls.append(1)
        raise ProjectError("The disk is full.")

    monkeypatch.setattr("mapper.project.writing.keep", full)
    driver = open_window(work)
    data = driver.window.session.data
    for snapshot in data.fronts.snapshots:
        data.fronts.front(snapshot)
    driver.settle()
    assert len(calls) == 1
    assert not driver.window.notices.isVisible()
    driver.window.session.close()
    assert kept(work) == 0


def test_the_countrys_boundary(
    work: Path,
    tmp_path: Path,
    open_window: Callable[..., Any],
    choose: Callable[[str, Any], None],
) -> None:
    land = tmp_path / "land.geojson"
    land.write_text(json.dumps(shapely.geometry.mapping(shapely.box(30.0, 44.0, 41.0, 52.0))))
    driver = open_window(work)
    window = driver.window
    assert not window.actions_table["no_boundary"].isEnabled()
    choose("ask_boundary", land)
    window.actions_table["boundary"].trigger()
    driver.settle()
    assert window.session.data.fronts.outline.name == "land"
    assert window.session.data.undo_name == "Boundary land"
    window.actions_table["no_boundary"].trigger()
    driver.settle()
    assert window.session.data.fronts.outline is None
    window.actions_table["undo"].trigger()
    driver.settle()
    assert window.session.data.fronts.outline.name == "land"
    choose("ask_boundary", work)
    window.actions_table["boundary"].trigger()
    driver.settle()
    assert window.notices.isVisible()
    assert window.session.data.fronts.outline.name == "land"
