"""Answers for one file by its name, also one in a ZIP."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cli_tools import Result, Run

from mapper.project import open_project

FRONT = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    '{"type":"Polygon","coordinates":[[[36,47],[39,47],[39,49],[36,49],[36,47]]]}}]}'
)
LOG = "title,date,lat,lon\nA,01/02/2025,50,30\nB,03/04/2025,51,31\n"


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("deepstate a.geojson", "deepstate b.geojson"):
            archive.writestr(name, FRONT)
        archive.writestr("log.csv", LOG)
    return path


def failure(result: Result) -> str:
    assert result.code == 1
    return result.sentence


def test_a_question_names_the_file_in_the_zip_and_how_to_answer(
    project: Path, packed: Path, run: Run
) -> None:
    error = failure(run("import", project, packed))
    assert error.startswith("set.zip, deepstate a.geojson: the day this map shows")
    assert "--date 'deepstate a.geojson=DAY'; the same is asked of deepstate b.geojson." in error
    day = ("--date", "2025-07-01", "--date", "deepstate b.geojson=2025-07-02")
    error = failure(run("import", project, packed, *day))
    assert "set.zip, log.csv, field 'date'" in error
    assert "--map 'log.csv:date_order=...'" in error
    order = ("--map", "log.csv:date_order=month-first")
    run("import", project, packed, *day, *order)
    with open_project(project) as opened:
        assert sorted(opened.control_areas["as_of"]) == ["2025-07-01", "2025-07-02"]
        assert sorted(opened.events["date_start"]) == ["2025-01-02", "2025-03-04"]


def test_what_is_said_of_all_counts_for_all(project: Path, packed: Path, run: Run) -> None:
    run("import", project, packed, "--date", "2025-07-01", "--map", "date_order=day-first")
    with open_project(project) as opened:
        assert set(opened.control_areas["as_of"]) == {"2025-07-01"}
        assert "2025-02-01" in set(opened.events["date_start"])


def test_files_given_one_by_one_are_named_too(project: Path, tmp_path: Path, run: Run) -> None:
    files = [tmp_path / f"{name}.csv" for name in "ab"]
    for lat, file in enumerate(files, start=52):
        file.write_text(LOG.replace(",50", f",{lat}").replace(",51", f",{lat}"))
    orders = ("--map", "a.csv:date_order=day-first", "--map", "b.csv:date_order=month-first")
    run("import", project, *files, *orders)
    with open_project(project) as opened:
        assert len(opened.events) == 4
        assert {"2025-02-01", "2025-01-02"} <= set(opened.events["date_start"])


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--date", "other.geojson=2025-07-01"), 1, "no file of that name to import"),
        (("--map", "other.csv:lat=B"), 1, "no file of that name to import"),
        (("--date", "2025-07-01", "--date", "2025-07-02"), 2, "given twice for all files"),
        (("--date", "log.csv=1 July"), 2, "is not a day"),
    ],
)
def test_names_and_days_that_are_wrong(
    project: Path, packed: Path, run: Run, options: tuple[str, ...], code: int, words: str
) -> None:
    result = run("import", project, packed, *options)
    assert result.code == code
    assert words in result.err


def test_labels_and_their_events_in_one_import(project: Path, tmp_path: Path, run: Run) -> None:
    keys = "event_id,event_id_1pd,date,geonameid"
    events, labels = tmp_path / "info.csv", tmp_path / "labels.csv"
    events.write_text(f"{keys},longitude,latitude,text\n1,1,20220101,1,30.5,50.4,Strike\n")
    labels.write_text(f"{keys},t_uav_b\n1,1,20220101,1,1\n2,2,20220101,1,1\n")
    told = run("import", project, labels, events, "--json").json["files"]
    counts = [(entry["rows"], entry["accepted"], entry["ignored"]) for entry in told]
    assert counts == [(2, 0, 2), (1, 1, 0)]
    with open_project(project) as opened:
        assert opened.events["weapon"].tolist() == ["drone"]
