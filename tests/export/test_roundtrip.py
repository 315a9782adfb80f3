"""What is exported as a table comes back the same, and runs nothing on the way."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from python_calamine import CalamineWorkbook
from shapely import Point

from mapper import export, readers
from mapper.model import schema

HOSTILE = (
    "=1+1",
    "'=1+1",
    "''@x",
    "-5",
    "<script>alert(1)</script>",
    'a & b "c" $[name] ]]>',
    "two\nlines\tand a tab",
    "\u202eright to left 🚀",
    "＝1",
    "'quoted'",
)


def frames() -> dict[str, Any]:
    events = gpd.GeoDataFrame(
        {
            "event_id": [f"t:{number}" for number in range(len(HOSTILE))],
            "title": list(HOSTILE),
            "description": [None, *HOSTILE[1:]],
            "date_start": ["2025-07-01", None, *["2025-06-30"] * (len(HOSTILE) - 2)],
            "date_end": ["2025-07-01", None, *["2025-07-02"] * (len(HOSTILE) - 2)],
            "geo_precision": ["exact", "region", *[None] * (len(HOSTILE) - 2)],
            "radius_m": [10.0, 100_000.0, *[None] * (len(HOSTILE) - 2)],
            "killed_best": [0, None, *[3] * (len(HOSTILE) - 2)],
            "external_id": ["007", *[None] * (len(HOSTILE) - 1)],
            "extra": ['{"a": "<b>"}', *[None] * (len(HOSTILE) - 1)],
            "feed": "test",
            "verification_status": "claimed",
            "workflow_status": "new",
        },
        geometry=[None, *[Point(-58.123456789, -34.6 + n) for n in range(1, len(HOSTILE))]],
        crs=4326,
    )
    sources = pd.DataFrame(
        [
            {"source_id": "s1", "event_id": "t:0", "url": "https://example.org/?a=1&b=<2>"},
            {"source_id": "s2", "event_id": "t:0", "url": "javascript:alert(1)", "title": "=T"},
            {"source_id": "s3", "event_id": "t:2", "title": "A | B", "publisher": "P<i>"},
        ]
    )
    claims = pd.DataFrame(
        [{"claim_id": "c1", "event_id": "t:0", "source_id": "s1", "field": "notes", "value": "=4"}]
    )
    return {"events": events, "sources": sources, "claims": claims}


def rows_of(frame: pd.DataFrame, key: str) -> list[dict[str, Any]]:
    plain = pd.DataFrame(frame).astype(object)
    if "geom" in plain:
        plain["geom"] = [None if p is None else (round(p.x, 7), round(p.y, 7)) for p in plain.geom]
    plain = plain.where(plain.notna(), None)
    return [dict(row) for row in plain.sort_values(key).to_dict("records")]


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, pd.DataFrame]:
    """The same data as they stand in the tables, for comparison."""
    export.table(frames(), tmp_path / "whole.gpkg")
    data = frames()
    return {
        "events": schema.conform(data["events"].rename_geometry("geom"), schema.EVENTS),
        "sources": schema.conform(data["sources"], schema.SOURCES),
        "claims": schema.conform(data["claims"], schema.CLAIMS),
    }


@pytest.mark.parametrize("suffix", ["csv", "kml"])
def test_nothing_is_lost_on_the_way(
    tmp_path: Path, suffix: str, whole: dict[str, pd.DataFrame]
) -> None:
    export.table(frames(), tmp_path / f"out.{suffix}")
    found = readers.read(tmp_path / f"out.{suffix}")
    assert found.feed == "mapper"
    assert found.rejected.empty
    assert rows_of(found.events, "event_id") == rows_of(whole["events"], "event_id")
    assert rows_of(found.sources, "source_id") == rows_of(whole["sources"], "source_id")
    assert rows_of(found.claims, "claim_id") == rows_of(whole["claims"], "claim_id")


def test_no_cell_of_a_csv_starts_a_formula(tmp_path: Path) -> None:
    export.table(frames(), tmp_path / "out.csv")
    cells = pd.read_csv(tmp_path / "out.csv", dtype="str", keep_default_na=False)
    texts = cells.drop(columns=["longitude", "latitude"]).to_numpy().ravel()
    assert not [text for text in texts if text[:1] in tuple("=+-@＝＋－＠\t\r\n") and text]


def test_an_edited_source_of_a_csv_counts(tmp_path: Path) -> None:
    export.table(frames(), tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert ",A | B," in text
    (tmp_path / "out.csv").write_text(text.replace(",A | B,", ",https://new.example,"), "utf-8")
    found = readers.read(tmp_path / "out.csv").sources
    assert found[found["event_id"] == "t:2"]["url"].tolist() == ["https://new.example"]


def test_a_workbook_keeps_kinds(tmp_path: Path, whole: dict[str, pd.DataFrame]) -> None:
    report = export.table(frames(), tmp_path / "out.xlsx")
    assert report.events == len(HOSTILE)
    book = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
    assert book.sheet_names == ["events", "sources", "claims", "about"]
    head, first, second, *_ = book.get_sheet_by_name("events").to_python()
    row, other = dict(zip(head, first, strict=True)), dict(zip(head, second, strict=True))
    assert row["title"] == "=1+1"
    assert row["external_id"] == "007"
    assert str(row["date_start"]) == "2025-07-01"
    assert (row["killed_best"], other["killed_best"]) == (0.0, "")
    assert (row["longitude"], other["longitude"]) == ("", -58.123456789)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "<f>" not in sheets
    assert "<hyperlink" not in sheets
    about = dict(book.get_sheet_by_name("about").to_python())
    assert about["Filter"] == "none"
    found = readers.read(tmp_path / "out.xlsx")
    assert found.feed == "mapper"
    assert rows_of(found.events, "event_id") == rows_of(whole["events"], "event_id")


def test_a_text_too_long_for_a_cell_is_said(tmp_path: Path) -> None:
    data = frames()
    data["events"]["notes"] = ["x" * 40_000, *[None] * (len(HOSTILE) - 1)]
    report = export.table(data, tmp_path / "out.xlsx")
    assert "Texts longer than a cell holds, cut to 32,767 characters: 1." in report.warnings


def test_kml_is_what_other_programs_read(tmp_path: Path) -> None:
    export.table(frames(), tmp_path / "out.kml")
    root = ElementTree.parse(tmp_path / "out.kml").getroot()
    kml = "{http://www.opengis.net/kml/2.2}"
    styles = {style.get("id") for style in root.iter(f"{kml}Style")}
    marks = list(root.iter(f"{kml}Placemark"))
    assert len(marks) == len(HOSTILE)
    assert [mark.findtext(f"{kml}name") for mark in marks] == list(HOSTILE)
    assert {mark.findtext(f"{kml}styleUrl", "")[1:] for mark in marks} <= styles
    assert marks[0].findtext(f"{kml}styleUrl") == "#claimed-precise"
    assert marks[1].findtext(f"{kml}styleUrl") == "#claimed-vague"
    assert marks[0].find(f"{kml}Point") is None
    assert marks[1].find(f"{kml}TimeSpan") is None
    assert marks[2].findtext(f"{kml}TimeSpan/{kml}begin") == "2025-06-30"
    assert marks[2].findtext(f"{kml}TimeSpan/{kml}end") == "2025-07-02"
    balloons = "".join(mark.findtext(f"{kml}description", "") for mark in marks)
    assert "<script" not in balloons
    assert 'href="javascript' not in balloons
    assert '<a href="https://example.org/?a=1&amp;b=&lt;2&gt;">' in balloons
    read = pyogrio.read_dataframe(tmp_path / "out.kml")
    assert read["event_id"].tolist() == [f"t:{n}" for n in range(len(HOSTILE))]
    assert read["killed_best"].tolist()[0] == 0


def test_reports_of_one_publisher_are_told_apart_in_kml(tmp_path: Path) -> None:
    data = frames()
    sources = {"source_id": ["1", "2"], "event_id": "t:0", "publisher": "Agency <1>"}
    data["sources"] = pd.DataFrame(sources | {"title": ["First report", None]})
    export.table(data, tmp_path / "out.kml")
    text = (tmp_path / "out.kml").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    mark = next(root.iter("{http://www.opengis.net/kml/2.2}Placemark"))
    balloon = mark.findtext("{http://www.opengis.net/kml/2.2}description", "")
    assert "<p>Agency &lt;1&gt;: First report</p><p>Agency &lt;1&gt;</p>" in balloon
