"""A page from tables or a project: what is in it, what is not, and that it says so."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import payload_reader
import pytest
from PyQt6.QtGui import QImage
from shapely import MultiPolygon, Point, Polygon

from mapper import export, readers
from mapper.model import schema
from mapper.model.errors import ExportError
from mapper.model.event import Event
from mapper.model.filters import EventFilter
from mapper.project import create_project, open_project

# Donetsk and Luhansk, roughly: a control area with a front in Ukraine's land.
AREA = MultiPolygon([Polygon([(37.5, 47.3), (38.2, 47.3), (39.5, 48.3), (38.5, 49.3), (37.5, 48)])])


def frames() -> dict[str, Any]:
    events = [
        {"event_id": "a", "title": "In town", "geom": Point(36.23, 49.99)},
        {"event_id": "b", "title": "Secret", "sensitive": 1, "geom": Point(36.5, 49)},
        {"event_id": "c", "title": "Nowhere", "geom": None},
        {"event_id": "d", "title": "Later", "geom": Point(37, 50)},
    ]
    days = ["2025-07-01", "2025-07-01", "2025-07-01", "2025-07-20"]
    frame = gpd.GeoDataFrame(events, geometry="geom", crs=schema.CRS)
    area = {
        "front_id": "x:2025-07-01",
        "as_of": "2025-07-01",
        "source": "Someone",
        "redistribution": "no",
        "control_status": "occupied",
        "side": "Russia",
        "geom": AREA,
    }
    return {
        "events": frame.assign(date_start=days, date_end=days, feed="ucdp"),
        "control_areas": gpd.GeoDataFrame([area], geometry="geom", crs=schema.CRS),
    }


def document_in(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and texts of the document inside a page."""
    reader = payload_reader.document_in(path)
    return reader.header, reader.texts


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, export.ExportReport]:
    path = tmp_path_factory.mktemp("page") / "map.html"
    report = export.html(
        frames(), path, title="Strikes", introduction="First.\n\nSecond.", day=dt.date(2025, 7, 1)
    )
    return path, report


def test_every_event_is_counted_once(written: tuple[Path, export.ExportReport]) -> None:
    path, report = written
    assert (report.file, report.events, report.left_out) == (path, 3, 1)
    _, texts = document_in(path)
    assert texts["event_id"] == ["a", "c", "d"]
    assert "Secret" not in path.read_text(encoding="utf-8")
    assert report.warnings[:2] == (
        "1 event left out as sensitive.",
        "1 event without a place on the map.",
    )
    page = path.read_text(encoding="utf-8")
    assert "1 event left out as sensitive." in page
    assert "3 events, 1 of them without a place on the map; front of 1 July 2025." in page
    assert [*re.findall(r"<p dir=.auto.>(.*)</p>", page)] == ["First.", "Second."]


def test_a_page_has_a_timeline_unless_told_otherwise(
    written: tuple[Path, export.ExportReport], tmp_path: Path
) -> None:
    assert document_in(written[0])[0]["timeline"] == {"mode": "window"}
    export.html(frames(), tmp_path / "map.html", timeline=False)
    assert document_in(tmp_path / "map.html")[0]["timeline"] is None


def test_distances_are_to_the_front_of_the_day(written: tuple[Path, export.ExportReport]) -> None:
    header, texts = document_in(written[0])
    near, lost, late = texts["distance"]
    assert re.fullmatch(
        r"1\d\d(\.\d)? km( \([\d.]+ to [\d.]+ km\))? from the line of contact "
        r"\(Someone, as of 1 July 2025\)",
        near,
    )
    assert lost == "The event has no coordinates."
    assert late.startswith("There is no front for 20 July 2025")
    assert header["front_day"] == "2025-07-01"
    kinds = [(front["kind"], front["derived"]) for front in header["fronts"]]
    assert kinds == [("control_area", False), ("line_of_contact", True)]


def test_files_of_fronts_stand_apart_from_the_method(tmp_path: Path, project: Path) -> None:
    path = tmp_path / "map.html"
    front = tmp_path / "deepstatemap_data_20250701.geojson"
    ring = [[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]
    area = {"type": "MultiPolygon", "coordinates": [[ring]]}
    feature = {"type": "Feature", "properties": {"id": 1}, "geometry": area}
    front.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with open_project(project, "rw") as opened:
        opened.add(readers.read(front, "deepstate-daily"))
        export.html(opened, path)
    text = path.read_text(encoding="utf-8")
    about = text[text.index('<details class="mapper-about" open>') : text.index("</footer>")]
    method, listed = about.split('<details class="mapper-inputs">')
    assert not re.search(r"\b[0-9a-f]{64}\b", method)
    header, _ = document_in(path)
    assert header["inputs"]
    for one in header["inputs"]:
        assert f"<li><bdi>{one['file']}</bdi> <code>{one['sha256']}</code></li>" in listed


def test_licences_travel(written: tuple[Path, export.ExportReport]) -> None:
    path, report = written
    assert report.warnings[2:] == (
        "Someone: may not be republished (no licence stated); ask the owner before you publish.",
    )
    header, _ = document_in(path)
    credits = [credit["text"] for credit in header["credits"]]
    assert credits[0] == "Someone"
    assert "Uppsala" in credits[1]
    assert len(credits) > 2
    page = path.read_text(encoding="utf-8")
    assert "<li><bdi>Someone</bdi> (may not be republished)</li>" in page
    assert "CC BY 4.0" in page


def test_the_same_tables_give_the_same_bytes(
    written: tuple[Path, export.ExportReport], tmp_path: Path
) -> None:
    export.html(
        frames(),
        tmp_path / "again.html",
        title="Strikes",
        introduction="First.\n\nSecond.",
        day=dt.date(2025, 7, 1),
    )
    assert (tmp_path / "again.html").read_bytes() == written[0].read_bytes()


def test_other_processes_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; import test_htmlfile as t;"
        "from pathlib import Path; from mapper import export; out = Path(sys.argv[1]);"
        "export.html(t.frames(), out / 'map.html', language='uk', generalise_m=1000,"
        " columns=['distance', 'weapon', 'sources'], preview=out / 'map.png')"
    )
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(folder), *sys.path]
        subprocess.run(command, env=environment, check=True, timeout=120)
        written.append([(folder / name).read_bytes() for name in ("map.html", "map.png")])
    assert written[0] == written[1]
    assert written[0][1].startswith(b"\x89PNG")


def test_a_picture_of_the_map(tmp_path: Path) -> None:
    picture = tmp_path / "map.png"
    tables = frames()
    tables["events"].loc[3, "geom"] = Point(39.6, 47.2)
    export.html(tables, tmp_path / "map.html", preview=picture)
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1200, 630)
    colours = {image.pixelColor(x, y).name() for x in range(0, 1200, 3) for y in range(0, 630, 3)}
    assert "#e69f00" in colours, "an event as it is reported"
    assert "#8f1d14" in colours, "the line of contact"
    assert len(colours) > 20
    assert '<meta property="og:image" content="map.png">' in (tmp_path / "map.html").read_text()


def test_the_filter_is_followed_and_named(tmp_path: Path) -> None:
    chosen = EventFilter(from_day=dt.date(2025, 7, 2), text="later")
    report = export.html(frames(), tmp_path / "map.html", filter=chosen)
    assert (report.events, report.left_out) == (1, 3)
    assert "3 events outside the filter." in report.warnings
    header, texts = document_in(tmp_path / "map.html")
    assert texts["title"] == ["Later"]
    assert header["filter"] == 'from 2025-07-02, with the words "later"'
    assert "Filter: from 2025-07-02" in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_events_alone_are_enough(tmp_path: Path) -> None:
    report = export.html(frames()["events"], tmp_path / "map.html")
    header, texts = document_in(tmp_path / "map.html")
    assert report.events == 3
    assert header["fronts"] == []
    assert "distance" not in texts
    assert header["title"] == "Reported events, 1–20 July 2025"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "strikes.gpkg"
    with create_project(path) as made:
        made.add_event(
            Event(
                event_id="mine:1",
                feed="mine",
                title="One",
                lon=37.0,
                lat=48.0,
                date_start=dt.date(2025, 7, 1),
                date_end=dt.date(2025, 7, 1),
                date_precision="day",
            )
        )
    return path


def test_a_project_is_exported_with_its_date(project: Path, tmp_path: Path) -> None:
    with open_project(project) as source:
        first = export.html(source, tmp_path / "a.html")
        changed = source.last_change
    with open_project(project) as source:
        export.html(source, tmp_path / "b.html")
    assert first.events == 1
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    header, _ = document_in(tmp_path / "a.html")
    assert header["data_date"] == changed
    assert header["title"] == "Reported events, 1 July 2025"


@pytest.mark.parametrize("name", ["strikes.gpkg", "link.gpkg"])
def test_an_export_never_replaces_its_project(project: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "link.gpkg").symlink_to(project)
    before = project.read_bytes()
    with (
        open_project(project) as source,
        pytest.raises(ExportError, match="cannot replace the project"),
    ):
        export.table(source, tmp_path / name)
    assert project.read_bytes() == before


def test_caveats_are_in_the_page_and_go_with_their_events(tmp_path: Path) -> None:
    tables = frames()
    tables["events"] = tables["events"].assign(notes=["Two places", "Hidden", "No map", None])
    said = [
        {"claim_id": key, "event_id": key, "field": "killed_best", "value": f"said of {key}"}
        for key in "ab"
    ]
    path = tmp_path / "map.html"
    export.html(tables | {"claims": pd.DataFrame(said)}, path)
    _, texts = document_in(path)
    assert texts["notes"] == ["Two places", "No map", None]
    assert [[claim["value"] for claim in claims] for claims in texts["claims"]] == [
        ["said of a"],
        [],
        [],
    ]
    page = path.read_text(encoding="utf-8")
    assert '<p class="mapper-caveat" dir="auto">No map</p>' in page
    assert "Hidden" not in page


def test_an_unwritable_target_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"cannot be written: its folder does not exist\.$"):
        export.html(frames()["events"], tmp_path / "no" / "map.html")
    with pytest.raises(ExportError, match=r"^/proc/map\.html cannot be written: .*\.$"):
        export.html(frames()["events"], "/proc/map.html")


def test_a_large_table_stays_small(tmp_path: Path) -> None:
    count = 20_000
    frame = gpd.GeoDataFrame(
        {
            "title": [f"Strike {i} reported by several outlets" for i in range(count)],
            "description": [f"Text number {i} of an event." for i in range(count)],
        },
        geometry=gpd.points_from_xy([30 + i % 997 / 100 for i in range(count)], [48.0] * count),
        crs=schema.CRS,
    )
    export.html(frame, tmp_path / "map.html")
    export.html(frame.iloc[:1], tmp_path / "one.html")
    grown = (tmp_path / "map.html").stat().st_size - (tmp_path / "one.html").stat().st_size
    assert grown / count < 30
