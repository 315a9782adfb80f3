"""What goes in comes out, here and in GDAL."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import shapely
from project_data import make_events, make_fronts, make_result, make_sources

from mapper.model.errors import ProjectError
from mapper.project import Project, create_project, open_project

TIMES = ["created_at", "updated_at"]


def test_everything_is_there_after_reopening(path: Path) -> None:
    events = make_events(50)
    sources = make_sources(events)
    with create_project(path) as project:
        change = project.add(make_result(events, sources=sources))
        assert (change.accepted, change.updated, change.unchanged) == (50, 0, 0)
        assert change.tables == {"events", "sources"}
    with open_project(path) as project:
        stored = project.events
        assert stored.crs == "EPSG:4326"
        assert shapely.equals_identical(
            stored.geometry[stored.geometry.notna()], events.geometry[events.geometry.notna()]
        ).all()
        assert (stored.geometry.isna() == events.geometry.isna()).all()
        pd.testing.assert_frame_equal(
            pd.DataFrame(stored.drop(columns=["geom", *TIMES])),
            pd.DataFrame(events.drop(columns=["geom", *TIMES])),
        )
        pd.testing.assert_frame_equal(project.sources, sources)


def test_text_that_holds_the_separators_survives(path: Path) -> None:
    events = make_events(4)
    events["description"] = ["a\x1fb", "plain", None, "\x1e in text \x1f\x1f"]
    with create_project(path) as project:
        project.add(make_result(events))
        stored = project.events["description"]
    assert stored[0] == "a\x1fb"
    assert stored[1] == "plain"
    assert pd.isna(stored[2])
    assert stored[3] == "\x1e in text \x1f\x1f"


def test_more_rows_than_are_fetched_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.project.tables.CHUNK", 7)
    monkeypatch.setattr("mapper.project.tables._MANY", 3)
    with create_project(path) as project:
        project.add(make_result(make_events(30)))
        assert project.events["title"].tolist() == [f"Strike {n}" for n in range(30)]
        assert len(project.query("SELECT id FROM rtree_events_geom")) == 24


def test_one_event_is_read_without_the_table(project: Project) -> None:
    event = project.event("test:3")
    assert (event.lon, event.lat) == (33.0, 48.0)
    assert event.killed.best == 3
    assert [source.url for source in project.sources_of("test:3")] == ["https://example.org/test:3"]
    with pytest.raises(ProjectError, match="has no event 'nowhere'"):
        project.event("nowhere")


def test_a_frame_belongs_to_the_caller(project: Project) -> None:
    mine = project.events
    mine["title"] = "spoilt"
    assert project.events["title"][0] == "Strike 0"


def test_info_has_the_shape_of_the_contract(project: Project) -> None:
    info = project.info()
    last_change = info.pop("last_change")
    assert last_change == project.last_change
    assert last_change.endswith("Z")
    assert info == {
        "events": 12,
        "sources": 12,
        "fronts": {"control_areas": 2, "lines_of_contact": 0},
        "first_day": "2025-07-01",
        "last_day": "2025-07-02",
        "front_days": ["2025-06-30", "2025-07-01"],
        "feeds": {"areas": 2, "test": 12},
        "licences": [
            {
                "source": "Areas",
                "licence": "CC BY 4.0",
                "attribution": None,
                "redistribution": "yes",
            }
        ],
        "boundary": None,
    }


def test_inputs_name_their_files_and_days(project: Project) -> None:
    project.add(make_result(fronts=make_fronts("2025-07-05"), file="later.json"))
    sha256 = "ab" * 32
    assert project.front_inputs() == [
        {"file": "areas.json", "sha256": sha256, "front_days": ["2025-06-30", "2025-07-01"]},
        {"file": "later.json", "sha256": sha256, "front_days": ["2025-07-05"]},
    ]


def test_a_setting_that_others_wrote_is_none(project: Project) -> None:
    project.settings.set("kept", 1)
    with project.transaction() as connection:
        connection.execute("UPDATE settings SET value = '{' WHERE key = 'own.kept'")
    assert project.settings.get("kept", "none") == "none"


def test_settings_last(path: Path) -> None:
    with create_project(path) as project:
        project.settings.set("columns", ["title", "день"])
        assert project.undo_name is None
    with open_project(path) as project:
        assert project.settings.get("columns") == ["title", "день"]
        assert project.settings.get("other", 5) == 5


READ_WITH_GDAL = """
import json, sys, pyogrio
path = sys.argv[1]
info = pyogrio.read_info(path, layer="events")
events = pyogrio.read_dataframe(path, layer="events")
print(json.dumps({
    "layers": [list(layer) for layer in pyogrio.list_layers(path)],
    "types": dict(zip(info["fields"].tolist(), [str(t) for t in info["ogr_types"]])),
    "subtypes": dict(zip(info["fields"].tolist(), info["dtypes"].tolist())),
    "crs": info["crs"],
    "titles": events["title"].tolist(),
    "x": [None if g is None else g.x for g in events.geometry],
    "near": len(pyogrio.read_dataframe(path, layer="events", bbox=(33, 48, 33.5, 48.5))),
    "starts": [str(v) for v in events["date_start"]],
}))
"""


def run_python(code: str, *arguments: str) -> str:
    """Run code in another process: the project may be open in this one."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_gdal_reads_every_table(project: Project, path: Path) -> None:
    seen = json.loads(run_python(READ_WITH_GDAL, str(path)))
    layers = dict(seen["layers"])
    assert layers == {
        "events": "Point",
        "control_areas": "MultiPolygon",
        "lines_of_contact": "MultiLineString",
        "measurements": "MultiLineString",
        "sources": None,
        "claims": None,
        "media": None,
        "changes": None,
        "imports": None,
        "settings": None,
    }
    assert seen["crs"] == "EPSG:4326"
    assert seen["titles"] == project.events["title"].tolist()
    assert seen["x"][:5] == [30.0, 31.0, 32.0, 33.0, None]
    assert seen["near"] == 1
    assert seen["subtypes"]["date_start"] == "datetime64[D]"
    assert seen["subtypes"]["created_at"].startswith("datetime64[ms")
    assert seen["subtypes"]["killed_best"] == "int64"
    assert seen["starts"][0].startswith("2025-07-01")


APPEND_WITH_GDAL = """
import sys, geopandas, shapely, pyogrio
new = geopandas.GeoDataFrame(
    {"title": ["Added elsewhere"]}, geometry=[shapely.Point(50, 50)], crs="EPSG:4326")
pyogrio.write_dataframe(new, sys.argv[1], layer="events", driver="GPKG", append=True)
"""


def test_a_row_added_with_gdal_is_an_event(project: Project, path: Path) -> None:
    project.close()
    run_python(APPEND_WITH_GDAL, str(path))
    with open_project(path, "rw") as again:
        assert again.read_only_reason is None
        added = again.events.iloc[-1]
        assert added["title"] == "Added elsewhere"
        assert added["event_id"].startswith("own:")
        assert added["verification_status"] == "unverified"
        again.update_events([added["event_id"]], lon=51.0, lat=51.0)
        again.undo()
        assert again.event(added["event_id"]).lon == 50.0


EDIT_AS_QGIS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
    connection.create_function(name, 1, lambda geometry: 0)
connection.execute("UPDATE events SET title = 'Edited elsewhere' WHERE event_id = 'test:2'")
connection.commit()
"""


def test_an_edit_in_another_program_is_seen_and_kept(project: Project, path: Path) -> None:
    assert project.events["title"][2] == "Strike 2"
    run_python(EDIT_AS_QGIS, str(path))
    assert project.events["title"][2] == "Edited elsewhere"
    change = project.add(make_result(make_events(12)))
    assert change.unchanged == 12
    assert "1 event that was edited" in change.warnings[0]
    assert project.event("test:2").title == "Edited elsewhere"


def test_values_that_may_not_stand_there_are_one_sentence(project: Project, path: Path) -> None:
    code = EDIT_AS_QGIS.replace("title = 'Edited elsewhere'", "weapon = 'catapult'")
    run_python(code, str(path))
    # The others are there.
    assert len(project.events) == 11
    assert re.search(r"weapon.*catapult", project.unreadable[0].sentence)
