"""Importing again: what changes is told first, and rejected rows come back mended."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cli_tools import Run

from mapper import readers
from mapper.cli.csvfile import write_csv
from mapper.project import open_project
from mapper.readers import ucdp

KEYS = {
    *("file", "feed", "kind", "rows", "accepted", "updated", "unchanged", "rejected", "ignored"),
    "warnings",
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(
        "id,title,date,lat,lon\nA,Plant,2025-07-01,56.8,53.2\nB,Port,2025-07-02,46.4,30.7\n"
    )
    return path


def edit(project: Path, event_id: str, **values: Any) -> None:
    with open_project(project, "rw") as opened:
        opened.update_events([event_id], **values)


def test_a_dry_run_tells_and_takes_nothing(project: Path, table: Path, run: Run) -> None:
    run("import", project, table)
    edit(project, "table:list:A", title="Mine")
    table.write_text(table.read_text().replace("Plant", "Works").replace("30.7", "30.8"))
    before = project.read_bytes()
    told = run("import", project, table, "--dry-run", "--json").json
    assert project.read_bytes() == before
    assert told.keys() == {"files", "dry_run"}
    assert told["dry_run"] is True
    (entry,) = told["files"]
    assert entry.keys() == KEYS | {"changes", "more_changes"}
    assert (entry["accepted"], entry["updated"], entry["unchanged"]) == (0, 1, 1)
    changes = {(c["event_id"], c["field"]): c for c in entry["changes"]}
    assert changes.keys() == {("table:list:A", "title"), ("table:list:B", "geom")}
    kept = changes["table:list:A", "title"]
    assert (kept["before"], kept["after"], kept["edited"]) == ("Mine", "Works", True)
    assert changes["table:list:B", "geom"]["after"].startswith("30.8, 46.4 (moved ")
    words = run("import", project, table, "--dry-run")
    assert "table:list:A: title: 'Mine' -> 'Works' (edited here, stays)" in words.out
    assert "Would update: position (1)." in words.out
    assert words.out.endswith("Nothing was taken: this was a dry run.\n")
    assert "1 event that was edited" in words.err
    # What it says is what comes.
    done = run("import", project, table, "--json").json
    assert done.keys() == {"files"}
    assert {k: v for k, v in entry.items() if k in KEYS} == done["files"][0]


def test_edited_events_stay_until_told_otherwise(project: Path, table: Path, run: Run) -> None:
    run("import", project, table)
    edit(project, "table:list:A", title="Mine", notes="seen")
    words = run("import", project, table)
    assert "was kept" in words.err
    done = run("import", project, table, "--overwrite-edited")
    assert "Updated: title (1)." in done.out
    with open_project(project) as opened:
        event = opened.event("table:list:A")
        assert (event.title, event.notes) == ("Plant", "seen")


def test_a_dry_run_while_the_project_is_open(project: Path, table: Path, run: Run) -> None:
    with open_project(project, "rw"):
        assert (
            run("import", project, table, "--dry-run", "--json").json["files"][0]["accepted"] == 2
        )


UCDP = {
    "id": "244657",
    "type_of_violence": "1",
    "side_a": "Government of Ukraine",
    "side_b": "Government of Russia (Soviet Union)",
    "where_prec": "1",
    "date_prec": "1",
    "where_coordinates": "Huliaipole town",
    "latitude": "47.66",
    "longitude": "36.25",
    "geom_wkt": "POINT (36.25 47.66)",
    "country": "Ukraine",
    "date_start": "2025-07-01",
    "date_end": "2025-07-01",
    "source_article": '"Reuters,2025-07-01,=Strike; ""quoted"""',
    "best": "1",
    "high": "1",
    "low": "1",
}
ACLED = {
    "event_id_cnty": "UKR1",
    "event_date": "01 July 2025",
    "latitude": "47.66",
    "longitude": "36.25",
    "event_type": "Explosions/Remote violence",
    "location": "Huliaipole",
    "country": "Ukraine",
    "geo_precision": "1",
    "notes": "-said to be, \nin two lines",
    "fatalities": "1",
}
TABLE = {
    "Назва": "=Завод",
    "date": "2025-07-01",
    "lat": "-47.66",
    "lon": "36.25",
    "row": "7",
    "reason": "'=not ours",
    "note": "'tis so",
}


def made(tmp_path: Path, kind: str, row: dict[str, str]) -> Path:
    """Write one row as a file of a kind."""
    if kind == "geojson":
        properties = {name: row[name] for name in row if name not in ("lat", "lon")}
        point = {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
        feature = {"type": "Feature", "properties": properties, "geometry": point}
        other = {**feature, "properties": {**properties, "date": "2025-07-03"}}
        path = tmp_path / "given.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, other]}))
        return path
    good = dict(row)
    for name in ("id", "event_id_cnty"):
        if name in good:
            good[name] += "9"
    for name in ("date", "event_date", "date_start", "date_end"):
        if name in good:
            good[name] = "2025-07-02"
    path = tmp_path / "given.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows([row, good])
    return path


@pytest.mark.parametrize(
    ("kind", "row", "field"),
    [
        ("table", TABLE, "date"),
        ("geojson", TABLE, "date"),
        ("ucdp", {**dict.fromkeys(ucdp.COLUMNS, ""), **UCDP}, "date_start"),
        ("acled", ACLED, "event_date"),
    ],
)
def test_rejected_rows_are_mended_and_read_again(
    kind: str, row: dict[str, str], field: str, tmp_path: Path, run: Run
) -> None:
    whole, mended = tmp_path / "whole.gpkg", tmp_path / "mended.gpkg"
    for path in (whole, mended):
        run("new", path)
    assert (
        run("import", whole, made(tmp_path, kind, row), "--json").json["files"][0]["accepted"] == 2
    )
    spoilt = made(tmp_path, kind, {**row, field: "once"})
    rejected = tmp_path / "rejected.csv"
    done = run("import", mended, spoilt, "--rejected", rejected, "--json").json["files"][0]
    assert (done["accepted"], done["rejected"]) == (1, 1)
    text = rejected.read_bytes().decode("utf-8-sig")
    (cells,) = csv.DictReader(io.StringIO(text, newline=""))
    assert "once" in cells["reason"]
    assert not any(cell.startswith("=") for cell in cells.values())
    rejected.write_text(text.replace("once", row[field]), encoding="utf-8-sig", newline="")
    again = run("import", mended, rejected, "--json")
    assert again.json["files"][0]["accepted"] == 1, again.out
    with open_project(whole) as one, open_project(mended) as other:
        first, second = (
            project.events.sort_values("date_start").drop(
                columns=["event_id", "feed", "external_id", "created_at", "updated_at"]
            )
            for project in (one, other)
        )
        pd.testing.assert_frame_equal(
            pd.DataFrame(first.reset_index(drop=True)),
            pd.DataFrame(second.reset_index(drop=True)),
        )
        assert one.sources["title"].tolist() == other.sources["title"].tolist()


def test_a_table_with_such_columns_of_its_own_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("title,date,lat,lon,row,reason\nA,2025-07-01,47,36,front,'=x\n")
    (extra,) = readers.read(path).events["extra"]
    assert json.loads(extra) == {"row": "front", "reason": "'=x"}


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''=1", "-34.5", "'-34.5", "@a", "+7 (495)", "'a"])
def test_no_cell_changes_on_the_way_through_a_rejected_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cells.csv"
    frame = pd.DataFrame({"title": ["A"], "lat": ["1"], "lon": ["2"], "note": [text]})
    write_csv(frame.assign(date="2025-07-01", row=1, reason="for a test"), path)
    if text not in ("-34.5", "'a"):
        assert f",'{text}" in path.read_text("utf-8-sig")
    (extra,) = readers.read(path).events["extra"]
    assert json.loads(extra) == {"note": text}


def test_a_table_that_only_names_its_places(project: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text(
        "date,title,city,oblast,country\n2025-07-01,a,Huliaipole,,Ukraine\n"
        "2025-07-01,b,,Kharkiv,Ukraine\n"
    )
    asked = run("import", project, path)
    assert asked.code == 1
    assert "lat= and lon=" in asked.sentence
    out = tmp_path / "rejected.csv"
    told = run(
        "import", project, path, "--map", "lat=", "--map", "lon=", "--rejected", out, "--json"
    )
    entry = told.json["files"][0]
    assert (entry["rows"], entry["accepted"], entry["rejected"]) == (2, 1, 1)
    assert "Huliaipole, Zaporizhzhia oblast" in out.read_text("utf-8-sig")
