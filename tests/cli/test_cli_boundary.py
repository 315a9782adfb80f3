"""The country's boundary of a project, and its kept lines, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from cli_tools import Run

from mapper import export
from mapper.measure import Fronts, linecache
from mapper.model.schema import CONTROL_AREAS, CRS, conform
from mapper.project import open_project
from mapper.readers import ImportResult

LAND = shapely.box(30.0, 44.0, 41.0, 52.0)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a machine with an empty cache folder."""
    go_to(tmp_path / "first", monkeypatch)


def go_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for lines in this cache folder; the index of places stays where it is."""
    monkeypatch.setattr(linecache, "paths", SimpleNamespace(cache_folder=lambda: folder))


@pytest.fixture
def work(project: Path, events_csv: Path, run: Run) -> Path:
    """A project with events and a front."""
    assert run("import", project, events_csv).code == 0
    rows = pd.DataFrame(
        {
            "front_id": ["areas:2025-07-01"],
            "as_of": ["2025-07-01"],
            "source": ["Areas"],
            "redistribution": ["yes"],
        }
    )
    area = gpd.GeoSeries([shapely.MultiPolygon([shapely.box(36, 47, 39, 49)])], crs=CRS)
    frame = gpd.GeoDataFrame(conform(gpd.GeoDataFrame(rows, geometry=area), CONTROL_AREAS))
    nothing = pd.DataFrame({"row": [], "reason": []})
    result = ImportResult(
        Path("areas.json"), "ab" * 32, "own", 1, None, None, None, frame, nothing, 0, []
    )
    with open_project(project, "rw") as opened:
        opened.add(result)
    return project


@pytest.fixture
def land(tmp_path: Path) -> Path:
    path = tmp_path / "land.geojson"
    path.write_text(json.dumps(shapely.geometry.mapping(LAND)))
    return path


def test_set_show_and_clear(work: Path, land: Path, tmp_path: Path, run: Run) -> None:
    assert run("boundary", work, "--json").json["boundary"] is None
    done = run("boundary", work, land, "--json").json
    assert done["boundary"] == "land"
    assert done["area_m2"] == pytest.approx(700e9, rel=0.1)
    assert [entry["file"] for entry in done["inputs"]] == ["land.geojson"]
    assert run("info", work, "--json").json["boundary"] == "land"
    assert "land" in run("info", work).out
    assert "km²" in run("boundary", work).out
    # What measures from the project takes it, unless another is given.
    asked = ("distance", "35,48", "--project", work, "--date", "2025-07-01", "--json")
    own = run(*asked).json
    assert "land.geojson" in [entry["file"] for entry in own["inputs"]]
    out = tmp_path / "out.csv"
    table = run("distances", work, "--out", out, "--json").json
    assert "land.geojson" in [entry["file"] for entry in table["inputs"]]
    other = tmp_path / "other.geojson"
    other.write_text(json.dumps(shapely.geometry.mapping(LAND.buffer(0.1))))
    given = [entry["file"] for entry in run(*asked, "--boundary", other).json["inputs"]]
    assert "other.geojson" in given
    assert "land.geojson" not in given
    with open_project(work, "rw") as project:
        assert project.undo_name == "Boundary land"
    assert run("boundary", work, "--clear", "--json").json["boundary"] is None
    assert "base map" in run("boundary", work).out


def test_what_is_refused(work: Path, land: Path, tmp_path: Path, run: Run) -> None:
    assert run("boundary", work, land, "--clear").code == 2
    road = tmp_path / "road.geojson"
    road.write_text(json.dumps({"type": "LineString", "coordinates": [[30, 50], [31, 50]]}))
    assert "must be an area" in run("boundary", work, road).sentence
    assert "the project itself" in run("boundary", work, work).sentence
    assert run("boundary", work, tmp_path / "none.geojson").code == 1
    assert run("boundary", work, "--json").json["boundary"] is None


def test_kept_lines_are_used(
    work: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_project(work, "rw") as project:
        fronts = Fronts(project.control_areas, None, kept=project.lines)
        fronts.front(fronts.snapshots[0])
        project.keep_lines()
    first = tmp_path / "first.html"
    export_to(work, first)
    go_to(tmp_path / "second", monkeypatch)

    def refuse(*_: object) -> None:
        raise AssertionError("derived again")

    monkeypatch.setattr(linecache, "lines_of_contact", refuse)
    out = tmp_path / "out.csv"
    assert run("distances", work, "--out", out, "--json").json["measured"] > 0
    second = tmp_path / "again.html"
    export_to(work, second)
    assert second.read_bytes() == first.read_bytes()


def export_to(work: Path, path: Path) -> None:
    with open_project(work) as project:
        export.html(project, path)
