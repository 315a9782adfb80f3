"""Atlos: the CSV of incidents and the full export."""

from __future__ import annotations

import json
import zipfile

import pytest
from made_files import accounted

from mapper.model.errors import InputError
from mapper.readers import look, read

HEAD = (
    "slug,inserted_at,updated_at,latitude,longitude,status,assignments,description,date,time,tags,"
    "geolocation_resolution,more_info,restrictions,sensitive,source_1,source_2,Depot type\n"
)
FULL = (
    "ATL-1,2025-07-02T10:00:00Z,,56.85,53.2,Completed,,'=Drone strike,2025-07-01,05:30:00,"
    '"drone, plant",Vicinity (±100 m),,,"Graphic Violence, Personal Information",'
    "https://example.org/1,https://example.org/2,fuel\n"
)
BARE = "ATL-2,2025-07-02T10:00:00Z,,,,To Do,,Somewhere,2025-07-01,,,,,,Not Sensitive,,,\n"
UNDATED = "ATL-3,2025-07-02T10:00:00Z,,50,36,Canceled,,No day,,,,Locality,,,,,,\n"


def test_an_incident_with_all_it_says(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text(HEAD + FULL, encoding="utf-8")
    result = read(path)
    assert (result.feed, len(result.events), accounted(result)) == ("atlos", 1, True)
    event = result.events.iloc[0]
    assert (event["event_id"], event["external_id"]) == ("atlos:ATL-1", "ATL-1")
    assert (event.geom.x, event.geom.y) == (53.2, 56.85)
    assert event["description"] == "=Drone strike"
    assert (event["date_start"], event["time_local"]) == ("2025-07-01", "05:30")
    assert (event["geo_precision"], event["radius_m"]) == ("vicinity", 100.0)
    assert (event["workflow_status"], event["verification_status"]) == ("done", "reported")
    assert (event["sensitive"], event["tags"]) == (1, "drone, plant")
    extra = json.loads(event["extra"])
    assert extra["Depot type"] == "fuel"
    assert extra["status"] == "Completed"
    assert result.sources["url"].tolist() == ["https://example.org/1", "https://example.org/2"]


def test_incidents_without_a_place_or_a_day_are_listed(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text(HEAD + FULL + BARE + UNDATED, encoding="utf-8")
    result = read(path)
    assert (len(result.events), result.rejected["row"].tolist()) == (1, [2, 3])
    assert "latitude: empty" in result.rejected["reason"].iloc[0]
    assert "date: empty" in result.rejected["reason"].iloc[1]
    assert accounted(result)


def _archive(path, incidents):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/project.json", "{}")
        for number, incident in enumerate(incidents):
            archive.writestr(f"export/incidents/{number}/metadata.json", incident)
            archive.writestr(f"export/incidents/{number}/updates.json", "[]")
    return path


def test_the_full_export(tmp_path):
    incident = {
        "slug": "ATL-9",
        "attr_status": "In Progress",
        "attr_description": "Fire at a depot",
        "attr_date": "2025-07-01",
        "attr_sensitive": ["Not Sensitive"],
        "attr_geolocation": {"type": "Point", "coordinates": [36.2, 50.0]},
        "attr_geolocation_resolution": "Exact",
        "sources": [{"source_url": "https://example.org/9"}],
    }
    plain = {
        "slug": "ATL-8",
        "description": "b",
        "date": "2025-07-02",
        "latitude": 50,
        "longitude": 36,
    }
    path = _archive(tmp_path / "a.zip", [json.dumps(incident), json.dumps(plain)])
    result = read(path)
    assert (result.feed, result.rows, len(result.events)) == ("atlos", 2, 2)
    event = result.events.set_index("external_id").loc["ATL-9"]
    assert (event.geom.x, event.geom.y, event["geo_precision"]) == (36.2, 50.0, "exact")
    assert (event["sensitive"], event["workflow_status"]) == (0, "in_progress")
    assert result.sources["url"].tolist() == ["https://example.org/9"]
    assert look(path).feed == "atlos"


def test_a_broken_incident_is_named(tmp_path):
    path = _archive(tmp_path / "a.zip", ["{"])
    with pytest.raises(InputError, match=r"metadata\.json cannot be read"):
        read(path)


def test_a_damaged_incident_is_a_sentence(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.json", "{}")
        archive.writestr("1/metadata.json", json.dumps({"slug": "ATL-1", "description": "x" * 999}))
        at = archive.getinfo("1/metadata.json").header_offset + len("1/metadata.json") + 30
    content = bytearray(path.read_bytes())
    content[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match=r"metadata\.json cannot be read"):
        read(path)
