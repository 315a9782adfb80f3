"""Kept measurements in exports: those of the events exported, and nothing that is withheld."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from payload_reader import document_in
from python_calamine import CalamineWorkbook
from shapely import MultiPolygon, Point, box

from mapper import export, readers
from mapper.measure import Fronts, KeptMeasurement, Place, along, distance
from mapper.model import schema
from mapper.model.errors import InputError
from mapper.model.filters import EventFilter

pytestmark = pytest.mark.usefixtures("plain_land")

HOSTILE = '=1+1 <script>alert("1")</script> ]]> https://who.example/a'
AREA = MultiPolygon([box(37.0, 47.0, 40.5, 49.0)])


def as_table(rows: list[KeptMeasurement]) -> gpd.GeoDataFrame:
    written = [row.row() for row in rows]
    shapes = gpd.GeoSeries([row.pop("geom") for row in written], crs=schema.CRS, name="geom")
    frame = gpd.GeoDataFrame(pd.DataFrame(written), geometry=shapes)
    return gpd.GeoDataFrame(schema.conform(frame, schema.MEASUREMENTS))


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    from mapper.measure import wording

    monkeypatch.setattr(wording, "near_words", lambda lon, lat: "Topoli")
    events = gpd.GeoDataFrame(
        {
            "event_id": ["a", "b", "secret"],
            "title": ["First", "Second", "Third"],
            "date_start": ["2025-07-01", "2025-07-05", "2025-07-01"],
            "date_end": ["2025-07-01", "2025-07-05", "2025-07-01"],
            "sensitive": [0, 0, 1],
            "feed": "test",
        },
        geometry=[Point(36.0, 48.0), Point(35.0, 48.0), Point(34.0, 48.0)],
        crs=schema.CRS,
    )
    area = {
        "front_id": "x:2025-07-01",
        "as_of": "2025-07-01",
        "source": "Someone",
        "redistribution": "yes",
        "control_status": "occupied",
        "geom": AREA,
    }
    areas = gpd.GeoDataFrame([area], geometry="geom", crs=schema.CRS)
    fronts = Fronts(gpd.GeoDataFrame(schema.conform(areas, schema.CONTROL_AREAS)))
    kept = []
    for name, event_id, lon in (("m1", "a", 36.0), ("m2", "b", 35.0), ("m3", "secret", 34.0)):
        found = distance(Place("Place", lon, 48.0), fronts=fronts, day=dt.date(2025, 7, 1))
        one = KeptMeasurement.of_distance(found, event_id=event_id)
        inputs = {**one.inputs, "note": HOSTILE}
        kept.append(dataclasses.replace(one, measurement_id=name, inputs=inputs))
    ways: list[tuple[str, list[str | None]]] = [("m4", [None, None]), ("m5", [None, "secret"])]
    for name, ids in ways:
        path = along([Place("", 30.0, 50.0), Place("", 31.0, 50.0)])
        kept.append(dataclasses.replace(KeptMeasurement.of_path(path, ids), measurement_id=name))
    return {"events": events, "control_areas": areas, "measurements": as_table(kept)}


def shown(frames: dict[str, Any], path: Path, **options: Any) -> list[dict[str, Any]]:
    export.html(frames, path, **options)
    found: list[dict[str, Any]] = document_in(path).header["measurements"]
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


def test_the_page_has_those_of_its_events_and_of_places(frames: Any, tmp_path: Path) -> None:
    found = shown(frames, tmp_path / "map.html")
    assert ids(found) == ["m1", "m2", "m4"]
    first = found[0]
    assert first["event_id"] == "a"
    assert first["note"] == HOSTILE
    assert first["distance_m"] == pytest.approx(74_600, abs=30)
    assert len(first["lines"][0]) >= 4
    assert "secret" not in (tmp_path / "map.html").read_text()


def test_they_follow_the_filter(frames: Any, tmp_path: Path) -> None:
    chosen = EventFilter(from_day=dt.date(2025, 7, 4))
    assert ids(shown(frames, tmp_path / "map.html", filter=chosen)) == ["m2", "m4"]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"layers": ("events", "control_areas", "lines_of_contact")}, []),
        ({"layers": ("events", "control_areas", "measurements")}, ["m4"]),
        ({"layers": ("measurements", "lines_of_contact")}, ["m4"]),
        ({"columns": ("description", "sources")}, ["m4"]),
        ({"generalise_m": 5_000.0}, []),
    ],
)
def test_what_the_page_leaves_out_they_do_not_give_away(
    frames: Any, tmp_path: Path, options: Any, wanted: list[str]
) -> None:
    assert ids(shown(frames, tmp_path / "map.html", **options)) == wanted


def test_the_page_says_that_they_are_left_out(frames: Any, tmp_path: Path) -> None:
    report = export.html(frames, tmp_path / "map.html", generalise_m=5_000.0)
    assert any("measurements are left out" in one for one in report.warnings)
    report = export.html(frames, tmp_path / "map.html", layers=("events",))
    assert any("kept measurements" in one for one in report.warnings)
    del frames["measurements"]
    report = export.html(frames, tmp_path / "map.html", layers=("events",))
    assert not any("kept measurements" in one for one in report.warnings)


def test_without_sources_and_names(frames: Any, tmp_path: Path) -> None:
    found = shown(frames, tmp_path / "map.html", sources=False)
    assert "who.example" not in found[0]["note"]
    assert found[0]["note"].startswith("=1+1 <script>")
    found = shown(frames, tmp_path / "map.html", columns=("distance",))
    assert (found[0]["statement"], found[0]["name"]) == ("", None)
    assert "Topoli" not in json.dumps(found)
    assert "km" in found[-1]["statement"]


def test_geopackage(frames: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    export.table(frames, path)
    rows = pyogrio.read_dataframe(path, layer="measurements")
    assert rows["measurement_id"].tolist() == ["m1", "m2", "m4"]
    assert rows.geometry.geom_type.unique().tolist() == ["MultiLineString"]
    assert json.loads(rows["inputs"][0])["note"] == HOSTILE
    del frames["measurements"]
    export.table(frames, path)
    assert "measurements" not in pyogrio.list_layers(path)[:, 0]


def test_geojson(frames: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    export.table(frames, path)
    written = json.loads(path.read_text())
    assert len(written["features"]) == 2
    features = written["measurements"]["features"]
    assert [one["id"] for one in features] == ["m1", "m2", "m4"]
    assert features[0]["geometry"]["type"] == "MultiLineString"
    assert features[0]["properties"]["inputs"]["note"] == HOSTILE


def test_kml(frames: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.kml"
    export.table(frames, path)
    names = {"k": "http://www.opengis.net/kml/2.2"}
    folder = ElementTree.parse(path).getroot().find(".//k:Folder", names)
    assert folder is not None
    placemarks = folder.findall("k:Placemark", names)
    assert placemarks[0].findtext("k:name", None, names) == HOSTILE
    assert placemarks[2].findtext("k:name", None, names) == "71.7 km"
    assert len(folder.findall(".//k:LineString", names)) == 3


def test_workbook(frames: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    export.table(frames, path)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("measurements").to_python()
    assert sheet[0][:3] == ["measurement_id", "event_id", "start_lon"]
    assert [row[0] for row in sheet[1:]] == ["m1", "m2", "m4"]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "kml", "xlsx", "csv"])
def test_reading_an_export_takes_no_measurement_for_a_front(
    frames: Any, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"out.{ending}"
    export.table(frames, path)
    result = readers.read(path)
    assert result.events is not None
    assert result.events["event_id"].tolist() == ["a", "b"]
    assert len(result.rejected) == 0
    assert result.fronts is None or set(result.fronts["source"]) == {"Someone"}


def test_the_same_bytes_again(frames: Any, tmp_path: Path) -> None:
    for ending in ("html", "gpkg", "geojson", "kml", "xlsx"):
        written = []
        for name in ("one", "two"):
            path = tmp_path / f"{name}.{ending}"
            (export.html if ending == "html" else export.table)(frames, path)
            written.append(path.read_bytes())
        assert written[0] == written[1], ending


@pytest.fixture
def drawn_words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return all texts written on the figures drawn in a test."""
    from mapper.export.figures import canvas

    told: list[str] = []
    write = canvas.Paper.write

    def keep(self: Any, x: float, y: float, text: str, *rest: Any, **more: Any) -> Any:
        told.append(text)
        return write(self, x, y, text, *rest, **more)

    monkeypatch.setattr(canvas.Paper, "write", keep)
    return told


def lengths_in(texts: list[str]) -> list[str]:
    return sorted(text for text in texts if re.match(r"[\d,.]+ km(,|$)", text))


def test_a_figure_draws_what_is_kept_of_its_events(
    frames: dict[str, Any], tmp_path: Path, drawn_words: list[str]
) -> None:
    export.figure(frames, tmp_path / "out.png", dpi=60, day=dt.date(2025, 7, 1))
    bar = {text for text in drawn_words if text in ("100 km", "200 km")}
    m1, m2, m4 = (KeptMeasurement.all_of(frames["measurements"])[n] for n in (0, 1, 3))
    want = [round(kept.distance_m / 1000) for kept in (m1, m2, m4)]
    lengths = [text for text in lengths_in(drawn_words) if text not in bar]
    found = sorted(round(float(text.removesuffix(" km"))) for text in lengths)
    # Not m3 and m5, which tell of a sensitive event.
    assert found == sorted(want)
    assert "Measured distance" in drawn_words
    # Three are told by their lengths only.
    assert not any("lies" in text for text in drawn_words)
    drawn_words.clear()
    chosen = EventFilter(until_day=dt.date(2025, 7, 1))
    export.figure(
        frames, tmp_path / "out.png", dpi=60, filter=chosen,
        layers=["events", "control_areas", "lines_of_contact", "measurements"],
    )  # fmt: skip
    assert any("lies" in text for text in drawn_words)
    assert HOSTILE not in " ".join(drawn_words)


@pytest.mark.parametrize(
    ("layers", "lengths"),
    [
        (["events", "control_areas", "lines_of_contact"], 0),
        # Nothing leads to a line that is not shown, and nothing from events that are not.
        (["events", "control_areas", "measurements"], 1),
        (["control_areas", "lines_of_contact", "measurements"], 1),
    ],
)
def test_a_figure_withholds_as_a_page_does(
    frames: dict[str, Any],
    tmp_path: Path,
    drawn_words: list[str],
    layers: list[str],
    lengths: int,
) -> None:
    report = export.figure(frames, tmp_path / "out.png", dpi=60, layers=layers)
    page = export.html(frames, tmp_path / "out.html", layers=layers)
    way = [text for text in drawn_words if text.startswith("71.")]
    assert len(way) == lengths
    assert len(document_in(tmp_path / "out.html").header["measurements"]) == lengths
    assert set(page.warnings) <= set(report.warnings)


def test_a_figure_says_when_a_measured_front_is_not_the_one_drawn(
    frames: dict[str, Any], tmp_path: Path, drawn_words: list[str]
) -> None:
    export.figure(frames, tmp_path / "out.png", dpi=60, day=dt.date(2025, 6, 1))
    assert any(text.endswith("km, front of 1 July 2025") for text in drawn_words)
    drawn_words.clear()
    with pytest.raises(InputError, match="not a layer"):
        export.figure(frames, tmp_path / "out.png", layers=["roads"])


def test_a_figure_credits_the_front_that_is_only_measured_to(
    frames: dict[str, Any], tmp_path: Path, drawn_words: list[str]
) -> None:
    frames["control_areas"]["attribution"] = "Drawn by Someone"
    frames["control_areas"]["redistribution"] = "no"
    report = export.figure(frames, tmp_path / "out.png", dpi=60, day=dt.date(2025, 6, 1))
    assert "Drawn by Someone" in " ".join(drawn_words)
    assert [one for one in report.warnings if one.startswith("Drawn by Someone")]
    drawn_words.clear()
    export.figure(frames, tmp_path / "out.png", dpi=60, day=dt.date(2025, 6, 1), layers=["events"])
    assert "Drawn by Someone" not in " ".join(drawn_words)


def test_short_lines_close_together_each_have_their_length(
    frames: Any, tmp_path: Path, drawn_words: list[str]
) -> None:
    rows = []
    for number in range(6):
        lat = 48.0 + 0.05 * number
        path = along([Place("", 36.0, lat), Place("", 36.03 + 0.001 * number, lat)])
        one = KeptMeasurement.of_path(path, [None, None])
        rows.append(dataclasses.replace(one, measurement_id=f"s{number}"))
    # The lines lie among marks of events, a map of 300 km around them.
    frames = {**frames, "measurements": as_table(rows)}
    export.figure(
        frames, tmp_path / "out.png", size_mm=(120, 100), bounds=(34.0, 47.0, 38.0, 49.0), dpi=80
    )
    lengths = [text for text in drawn_words if re.fullmatch(r"2\.\d+ km", text)]
    assert len(lengths) == 6
