"""Tables go out whole, harmless, and the same every time."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import MultiPolygon, Point, Polygon

from mapper import export
from mapper.model import schema
from mapper.model.errors import ExportError, InputError
from mapper.model.filters import EventFilter

EVENTS: list[dict[str, Any]] = [
    {
        "event_id": "a:1",
        "title": "=HYPERLINK(0)",
        "description": 'A "quoted"; text,\nwith a break',
        "date_start": "2025-07-01",
        "date_end": "2025-07-01",
        "place_name": "Іжевськ",
        "killed_best": 3,
        "injured_best": 0,
        "extra": '{"best": 3, "odd": NaN}',
        "geom": Point(53.2045, 56.8498),
    },
    {
        "event_id": "a:2",
        "title": "@cmd",
        "date_start": "2025-07-06",
        "date_end": "2025-07-06",
        "extra": '{"n": 1}',
        "geom": Point(-58.38, -34.6),
    },
    {"event_id": "a:3", "title": "Without a place", "geom": None},
    {"event_id": "a:4", "title": "Hidden", "sensitive": 1, "geom": Point(1, 2)},
]
SOURCES = [
    {"source_id": "1", "event_id": "a:1", "url": "https://example.org/1", "title": "One"},
    {"source_id": "2", "event_id": "a:1", "title": "+only a title", "source_type": "news"},
    {"source_id": "3", "event_id": "a:4", "url": "https://example.org/secret"},
]
AREA = {
    "front_id": "d:2025-07-01",
    "as_of": "2025-07-01",
    "source": "DeepState",
    "redistribution": "unknown",
    "geom": MultiPolygon([Polygon([(37, 47), (38, 47), (38, 48)])]),
}


def frames() -> dict[str, Any]:
    return {
        "events": gpd.GeoDataFrame(EVENTS, geometry="geom", crs=schema.CRS).assign(
            feed="test", verification_status="reported", workflow_status="new"
        ),
        "sources": pd.DataFrame(SOURCES),
        "control_areas": gpd.GeoDataFrame([AREA], geometry="geom", crs=schema.CRS),
    }


def test_csv_is_harmless_and_complete(tmp_path: Path) -> None:
    report = export.table(frames(), tmp_path / "out.csv")
    assert (report.events, report.left_out) == (3, 1)
    assert report.warnings == ("1 event left out as sensitive.",)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["event_id"] for row in rows] == ["a:1", "a:2", "a:3"]
    first, second, third = rows
    assert (first["longitude"], first["latitude"]) == ("53.2045", "56.8498")
    assert (second["longitude"], second["latitude"]) == ("-58.38", "-34.6")
    assert (third["longitude"], third["latitude"]) == ("", "")
    assert first["title"] == "'=HYPERLINK(0)"
    assert second["title"] == "'@cmd"
    assert first["description"] == EVENTS[0]["description"]
    assert first["place_name"] == "Іжевськ"
    assert (first["killed_best"], first["injured_best"], second["killed_best"]) == ("3", "0", "")
    assert first["sources"] == "https://example.org/1 | +only a title"
    assert third["sources"] == ""
    assert set(schema.EVENTS.names) < set(first)


def test_a_sources_cell_may_not_start_a_formula(tmp_path: Path) -> None:
    data = frames()
    data["sources"] = pd.DataFrame(SOURCES[1:2])
    export.table(data, tmp_path / "out.csv")
    cells = pd.read_csv(tmp_path / "out.csv")["sources"]
    assert cells[0] == "'+only a title"


def test_geojson_follows_the_standard(tmp_path: Path) -> None:
    report = export.table(frames(), tmp_path / "out.geojson")
    assert report.events == 3
    collection = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    first, second, third = collection["features"]
    assert first["id"] == "a:1"
    assert first["geometry"] == {"type": "Point", "coordinates": [53.2045, 56.8498]}
    assert second["geometry"]["coordinates"] == [-58.38, -34.6]
    assert third["geometry"] is None
    assert first["properties"]["title"] == "=HYPERLINK(0)"
    assert first["properties"]["killed_best"] == 3
    assert second["properties"]["killed_best"] is None
    assert second["properties"]["extra"] == {"n": 1}
    assert first["properties"]["extra"] == '{"best": 3, "odd": NaN}'
    assert [s["title"] for s in first["properties"]["sources"]] == ["One", "+only a title"]
    assert len(pyogrio.read_dataframe(tmp_path / "out.geojson")) == 3


def test_geopackage_holds_every_table(tmp_path: Path) -> None:
    report = export.table(frames(), tmp_path / "out.gpkg")
    assert any("DeepState" in warning for warning in report.warnings)
    layers = dict(pyogrio.list_layers(tmp_path / "out.gpkg").tolist())
    assert layers == {
        "events": "Point",
        "control_areas": "MultiPolygon",
        "lines_of_contact": "MultiLineString",
        "sources": None,
        "credits": None,
    }
    events = gpd.read_file(tmp_path / "out.gpkg", layer="events")
    again = schema.conform(events.rename_geometry("geom"), schema.EVENTS)
    assert again["event_id"].tolist() == ["a:1", "a:2", "a:3"]
    assert again["killed_best"].isna().tolist() == [False, True, True]
    assert again["title"].tolist()[0] == "=HYPERLINK(0)"
    credits = gpd.read_file(tmp_path / "out.gpkg", layer="credits")
    assert credits["text"].tolist() == ["DeepState"]


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "kml", "xlsx"])
def test_the_same_data_give_the_same_bytes(tmp_path: Path, suffix: str, monkeypatch: Any) -> None:
    export.table(frames(), tmp_path / f"a.{suffix}")
    # SQLite and GDAL may stamp files with the time; a day later it must not show.
    os.utime(tmp_path / f"a.{suffix}", (0, 0))
    export.table(frames(), tmp_path / f"b.{suffix}")
    first, second = ((tmp_path / f"{name}.{suffix}").read_bytes() for name in "ab")
    assert first == second
    if suffix == "gpkg":
        assert b"1970-01-01T00:00:00" in first
        assert dt.date.today().isoformat().encode() not in first


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "kml", "xlsx"])
def test_nothing_to_write_is_a_file_too(tmp_path: Path, suffix: str) -> None:
    report = export.table({}, tmp_path / f"out.{suffix}")
    assert (report.events, report.left_out) == (0, 0)
    assert (tmp_path / f"out.{suffix}").stat().st_size > 0
    if suffix == "geojson":
        written = json.loads((tmp_path / "out.geojson").read_text())
        assert written == {"type": "FeatureCollection", "features": [], "credits": []}


def test_the_filter_is_followed_and_said(tmp_path: Path) -> None:
    chosen = EventFilter(from_day=dt.date(2025, 7, 1), until_day=dt.date(2025, 7, 1))
    report = export.table(frames(), tmp_path / "out.csv", filter=chosen)
    assert (report.events, report.left_out) == (1, 3)
    assert report.warnings == ("3 events outside the filter.",)


def test_fronts_follow_the_days_of_the_filter(tmp_path: Path) -> None:
    days = ["2025-06-01", "2025-06-28", "2025-07-02", "2025-07-06", "2025-07-09"]
    data = frames()
    data["control_areas"] = gpd.GeoDataFrame(
        [{**AREA, "front_id": day, "as_of": day} for day in days], geometry="geom", crs=schema.CRS
    )
    chosen = EventFilter(from_day=dt.date(2025, 7, 1), until_day=dt.date(2025, 7, 6))
    export.table(data, tmp_path / "out.gpkg", filter=chosen)
    kept = gpd.read_file(tmp_path / "out.gpkg", layer="control_areas")["as_of"].tolist()
    assert kept == ["2025-06-28", "2025-07-02", "2025-07-06"]


def test_a_plain_frame_in_another_crs_is_enough(tmp_path: Path) -> None:
    plain = gpd.GeoDataFrame(
        {"title": ["A", "B"], "whatever": [1, 2]},
        geometry=gpd.points_from_xy([37.0, 38.0], [48.0, 49.0]),
        crs=4326,
    )
    report = export.table(plain.to_crs(3857), tmp_path / "out.geojson")
    assert report.events == 2
    first = json.loads((tmp_path / "out.geojson").read_text())["features"][0]
    assert first["geometry"]["coordinates"] == [37.0, 48.0]
    assert first["id"] == "row:1"


def test_a_frame_without_crs_is_refused(tmp_path: Path) -> None:
    plain = gpd.GeoDataFrame({"title": ["A"]}, geometry=gpd.points_from_xy([37.0], [48.0]))
    with pytest.raises(InputError, match="no CRS"):
        export.table(plain, tmp_path / "out.csv")


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a table that can be exported"):
        export.table({"fronts": frames()["control_areas"]}, tmp_path / "out.csv")


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"one of \.csv, \.geojson, \.gpkg"):
        export.table(frames(), tmp_path / "out.docx")


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "kml", "xlsx"])
def test_a_missing_folder_is_one_sentence(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ExportError, match=r"cannot be written: its folder does not exist\.$"):
        export.table(frames(), tmp_path / "missing" / f"out.{suffix}")


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "kml", "xlsx"])
def test_a_folder_that_takes_no_files_is_one_sentence(suffix: str) -> None:
    with pytest.raises(ExportError, match=r"^/proc/out\.\w+ cannot be written: no such file .*\.$"):
        export.table(frames(), f"/proc/out.{suffix}")


def test_a_full_disk_is_one_sentence_for_gdal_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise pyogrio.errors.DataSourceError("database or disk is full")

    monkeypatch.setattr(pyogrio, "write_dataframe", full)
    with pytest.raises(ExportError, match=r"cannot be written: database or disk is full\.$"):
        export.table(frames(), tmp_path / "out.gpkg")


@pytest.mark.parametrize("suffix", ["csv", "gpkg"])
def test_a_folder_is_not_replaced(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"out.{suffix}").mkdir()
    with pytest.raises(ExportError, match=r"cannot be written: it is a folder\.$"):
        export.table(frames(), tmp_path / f"out.{suffix}")


def test_a_failed_export_leaves_the_old_file(tmp_path: Path, monkeypatch: Any) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(ExportError, match=r"no space left on device\.$"):
        export.table(frames(), target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
