"""The sample project is made through the readers, like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper.model.errors import ProjectError
from mapper.model.event import Count
from mapper.project import open_project, sample_project


def test_the_sample_says_what_the_report_says(tmp_path: Path) -> None:
    path = sample_project(tmp_path / "sample.gpkg")
    with open_project(path) as project:
        events = project.events
        assert len(events) == 3
        (key,) = events["event_id"][events["title"].str.contains("Izhevsk")]
        izhevsk = project.event(key)
        assert izhevsk.killed == Count(best=3)
        assert izhevsk.injured.best == 35
        assert izhevsk.geo_precision == "settlement"
        assert project.sources_of(key)
        (line,) = project.lines_of_contact["as_of"]
        assert line == "2025-07-01"
        assert project.front_inputs()[0]["file"] == "front_pairs_2025-07-01.csv"
        files = [file for (file,) in project.query("SELECT file FROM imports ORDER BY fid")]
        assert files == ["events.csv", "front_pairs_2025-07-01.csv"]


def test_the_sample_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sample.gpkg"
    path.write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        sample_project(path)
    assert path.read_text() == "mine"
