"""A page says what changed since the one before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point

from mapper import export
from mapper.model import schema
from mapper.model.errors import ExportError


def events(**changed: Any) -> gpd.GeoDataFrame:
    rows = [
        {"event_id": f"e{i}", "title": f"Event {i}.", "geom": Point(36 + i, 49), "killed_best": i}
        for i in range(4)
    ]
    for name, value in changed.items():
        rows[1][name] = value
    return gpd.GeoDataFrame(rows, geometry="geom", crs=schema.CRS)


def said(path: Path, source: Any, **options: Any) -> str:
    report = export.html(source, path, **options)
    since = [warning for warning in report.warnings if warning.startswith("Since")]
    assert len(since) == 1
    assert since[0] in path.read_text(encoding="utf-8")
    return since[0]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("before") / "map.html"
    export.html(events(), path, version="1")
    assert ">Version 1.</li>" in path.read_text(encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (events(), "no event added, removed or changed"),
        (events().iloc[1:], "1 event removed"),
        (events(event_id="new"), "1 event added, 1 event removed"),
        (events(title="Another"), "1 event changed"),
        (events(killed_best=9), "1 event changed"),
        (events(geom=Point(30, 50)), "1 event changed"),
        (events(verification_status="verified"), "1 event changed"),
    ],
)
def test_changes_are_counted(
    before: Path, tmp_path: Path, now: gpd.GeoDataFrame, expected: str
) -> None:
    path = tmp_path / "map.html"
    assert said(path, now, since=before, version="2") == f"Since version 1: {expected}."


def test_what_is_not_published_is_no_change(before: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    unchanged = "Since version 1: no event added, removed or changed."
    assert said(path, events(killed_best=9), since=before, columns=["weapon"]) == unchanged
    report = export.html(events(), path, since=before, language="uk", changes="Why.")
    assert unchanged in report.warnings
    text = path.read_text(encoding="utf-8")
    assert "Від версії 1: жодну подію не додано, не вилучено й не змінено." in text
    assert ">Why.</li>" in text


def test_generalised_pages_are_compared_by_what_they_say(before: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.html"
    assert said(first, events(), since=before, generalise_m=1_000) == (
        "Since version 1: no event added, removed or changed."
    )
    assert (
        said(tmp_path / "second.html", events(title="Another"), since=first, generalise_m=1_000)
        == "Since the version before: 1 event added, 1 event removed."
    )


def test_other_files_are_no_pages(tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text("<html></html>")
    with pytest.raises(ExportError, match="no page that this version of Mapper wrote"):
        export.html(events(), tmp_path / "map.html", since=other)
    with pytest.raises(ExportError, match="cannot be read"):
        export.html(events(), tmp_path / "map.html", since=tmp_path / "absent.html")
