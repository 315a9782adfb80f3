"""A person measures: pasted coordinates and links, files, several places, an area."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from cli_tools import Run
from shapely.geometry import box, mapping

from mapper.geodesy import GEOD, format_position
from mapper.project import sample_project

IZHEVSK = (53.2045, 56.8498)


@pytest.fixture
def front(tmp_path: Path) -> Path:
    """Everything in Ukraine east of 37, on two days and from two sources."""
    features = [
        {
            "type": "Feature",
            "properties": {"as_of": day, "source": source, "name": source},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, 47], [40.5, 47], [40.5, 49], [w, 49], [w, 47]]],
            },
        }
        for day, source, w in (("2025-07-01", "A", 37.0),)
    ]
    path = tmp_path / "front_2025-07-01.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def square(tmp_path: Path) -> Path:
    path = tmp_path / "Zone 7.geojson"
    path.write_text(json.dumps(mapping(box(36, 47, 37, 48))))
    return path


@pytest.mark.parametrize(
    ("text", "off_m"),
    [
        ("56°50'59.28\"N 53°12'16.2\"E", 1.0),
        ("https://www.openstreetmap.org/?mlat=56.8498&mlon=53.2045#map=12/56.8/53.1", 12.0),
        (format_position(*IZHEVSK, "plus-code"), 14.0),
        ("geo:56.8498,53.2045", 12.0),
    ],
)
def test_pasted_coordinates_are_read_and_said(run: Run, text: str, off_m: float) -> None:
    answer = run("distance", text, "--to", "53.2045,56.8498", "--json").json
    assert answer["distance_m"] <= off_m
    assert any(note.startswith(f"'{text}' was read as") for note in answer["warnings"])
    assert answer["from"]["radius_m"] > 0.0


def test_wrong_coordinates_are_no_place_name(run: Run) -> None:
    result = run("distance", "95.0° N, 36.2° E", "--to", "coast")
    assert result.code == 1
    assert "latitude" in result.sentence


def test_answers_in_other_notations(run: Run) -> None:
    for notation, beginning in (
        ("mgrs", "39V"),
        ("plus-code", format_position(*IZHEVSK, "plus-code")[:4]),
        ("link", "https://"),
    ):
        answer = run(
            "distance", "0,0", "--to", "53.2045,56.8498", "--notation", notation, "--json"
        ).json
        assert answer["to"]["written"].startswith(beginning)
    assert run("distance", "0,0", "--to", "1,1", "--notation", "utm").code == 2


def test_to_a_file(run: Run, square: Path) -> None:
    answer = run("distance", "38,47.5", "--to", square, "--json").json
    assert (answer["to"]["kind"], answer["to"]["name"]) == ("area", "Zone 7")
    assert answer["distance_m"] == pytest.approx(GEOD.inv(38, 47.5, 37, 47.5)[2], abs=200)
    assert answer["inputs"][0]["file"] == "Zone 7.geojson"
    inside = run("distance", "36.5,47.5", "--to", square, "--json").json
    assert inside["distance_m"] == 0.0 < inside["boundary_m"]
    assert "lies inside Zone 7" in inside["statement"]


def test_to_a_file_without_a_line(run: Run, events_csv: Path) -> None:
    assert "not a vector file" in run("distance", "38,47", "--to", events_csv).sentence


def test_event_to_event(run: Run, tmp_path: Path) -> None:
    project = sample_project(tmp_path / "sample.gpkg")
    from mapper.project import open_project

    with open_project(project) as opened:
        first, second = opened.events["event_id"].iloc[[0, 2]]
        places = opened.events.geometry.iloc[[0, 2]]
    answer = run("distance", first, "--to", second, "--project", project, "--json").json
    (a, b) = places
    assert answer["distance_m"] == pytest.approx(GEOD.inv(a.x, a.y, b.x, b.y)[2], abs=0.01)


def test_a_boundary_of_ones_own(run: Run, front: Path, tmp_path: Path) -> None:
    narrow = tmp_path / "boundary.geojson"
    narrow.write_text(json.dumps(mapping(box(36.5, 46, 41, 48))))
    where = ("distance", "37.5,49.1", "--front", front, "--date", "2025-07-01", "--json")
    usual = run(*where).json
    own = run(*where, "--boundary", narrow).json
    assert usual["distance_m"] < 20_000 < 100_000 < own["distance_m"]
    assert {entry["file"] for entry in own["inputs"]} == {front.name, "boundary.geojson"}
    line = tmp_path / "line.geojson"
    line.write_text('{"type": "LineString", "coordinates": [[36, 47], [37, 48]]}')
    assert "must be an area" in run(*where[:-1], "--boundary", line).sentence


def test_along_places(run: Run) -> None:
    answer = run("measure", "30,50", "31,50", "31,51", "--json").json
    assert [leg["distance_m"] for leg in answer["legs"]] == pytest.approx(
        [GEOD.inv(30, 50, 31, 50)[2], GEOD.inv(31, 50, 31, 51)[2]], abs=0.001
    )
    assert answer["total_m"] == pytest.approx(sum(leg["distance_m"] for leg in answer["legs"]))
    assert answer["area_m2"] is None
    text = run("measure", "-70.5,-33.4", "-70,-33", "--unit", "mi").out
    assert "Leg 1:" in text
    assert " mi" in text


def test_area_of_places_and_of_files(run: Run, square: Path) -> None:
    corners = ("36,47", "37,47", "37,48", "36,48")
    answer = run("measure", *corners, "--area", "--json").json
    area, perimeter = GEOD.polygon_area_perimeter([36, 37, 37, 36], [47, 47, 48, 48])
    assert answer["area_m2"] == pytest.approx(abs(area), abs=1)
    assert answer["total_m"] == pytest.approx(perimeter, abs=0.01)
    of_file = run("measure", square, "--json").json
    # A file's edges are parallels, not geodesics.
    assert of_file["area_m2"] == pytest.approx(abs(area), rel=2e-3)
    assert of_file["area_m2"] != answer["area_m2"]
    assert of_file["statement"].startswith("Zone 7 covers ")


@pytest.mark.parametrize("places", [["30,50"], ["30,50", "31,50", "--area"]])
def test_too_few_places(run: Run, places: list[str]) -> None:
    assert run("measure", *places).code == 2


def test_distances_compared_by_source(run: Run, front: Path, tmp_path: Path) -> None:
    other = json.loads(front.read_text())
    other["features"][0]["properties"].update(source="B", name="B")
    other["features"][0]["geometry"]["coordinates"][0][0][0] = 36.8
    other["features"][0]["geometry"]["coordinates"][0][3][0] = 36.8
    other["features"][0]["geometry"]["coordinates"][0][4][0] = 36.8
    second = tmp_path / "b_2025-07-01.geojson"
    second.write_text(json.dumps(other))
    events, out = tmp_path / "events.csv", tmp_path / "out.csv"
    events.write_text("title,date,lat,lon\nA strike,2025-07-01,48.0,36.0\n")
    result = run("distances", events, "--front", front, second, "--compare", "--out", out, "--json")
    assert result.code == 0
    (row,) = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    each = [float(value) for name, value in row.items() if name.startswith("distance_m:")]
    assert len(each) == 2
    assert float(row["sources_min_m"]) == min(each) < max(each) == float(row["sources_max_m"])
    assert float(row["distance_m"]) in each


def test_swapped_axes_and_null_island_are_said(run: Run, front: Path) -> None:
    where = ("--front", front, "--date", "2025-07-01", "--json")
    swapped = run("distance", "49.99,36.23", *where).json
    assert any("If latitude came first, write 36.23,49.99" in one for one in swapped["warnings"])
    right = run("distance", "36.23,49.99", *where).json
    assert not any("latitude came first" in one for one in right["warnings"])
    assert any("Gulf of Guinea" in one for one in run("distance", "0,0", *where).json["warnings"])
