"""Distances from the shell: the worked table, the sample, and what is refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from cli_tools import Run, real

from mapper.project import create_project, sample_project

IZHEVSK = "53.2045,56.8498"
IZHEVSK_EVENT = "mapper:2025-07-01-izhevsk"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_project(tmp_path_factory.mktemp("sample") / "sample.gpkg")


@pytest.fixture
def front() -> Path:
    return real("deepstate-daily", "deepstatemap_data_20250701.geojson")


@pytest.mark.parametrize(
    ("start", "to", "least_km", "most_km", "inside"),
    [
        (IZHEVSK, "line-of-contact", 1263.0, 1266.0, False),
        (IZHEVSK, "control-area", 1183.6, 1183.8, False),
        ("36.2304,49.9935", "line-of-contact", 32.05, 32.15, False),
        ("33.5254,44.6166", "line-of-contact", 224.0, 229.0, True),
        ("33.5254,44.6166", "control-area", 0.0, 0.0, True),
    ],
)
def test_the_worked_table(
    run: Run, front: Path, start: str, to: str, least_km: float, most_km: float, inside: bool
) -> None:
    arguments = ["--front", front, "--date", "2025-07-01", "--to", to, "--json"]
    answer = run("distance", start, *arguments).json
    assert least_km <= answer["distance_m"] / 1000 <= most_km
    assert answer["inside_control_area"] is inside
    assert ("boundary_m" in answer) == (inside and to == "control-area")
    assert (answer["to"]["as_of"], answer["to"]["gap_days"]) == ("2025-07-01", 0)
    (entry,) = answer["inputs"]
    assert entry["file"] == front.name
    assert len(entry["sha256"]) == 64


def test_the_answer_has_the_shape_of_the_contract(run: Run, sample: Path) -> None:
    done = run(
        *("distance", IZHEVSK_EVENT, "--project", sample),
        *("--claim", "over 1,000 kilometers", "--json"),
    )
    answer = done.json
    assert set(answer) >= {
        "distance_m",
        "min_m",
        "max_m",
        "inside_control_area",
        "from",
        "to",
        "azimuth_deg",
        "method",
        "statement",
        "claim",
        "inputs",
        "warnings",
    }
    assert set(answer["from"]) == {"name", "lon", "lat", "radius_m"}
    assert set(answer["to"]) == {
        "kind",
        "name",
        "lon",
        "lat",
        "as_of",
        "published_at",
        "source",
        "gap_days",
    }
    assert answer["from"]["name"] == "Izhevsk"
    assert answer["from"]["radius_m"] > 0
    assert answer["to"]["kind"] == "line-of-contact"
    # The event's own day, without --date.
    assert answer["to"]["as_of"] == "2025-07-01"
    assert answer["to"]["gap_days"] == 0
    assert 1_255_000 < answer["distance_m"] < 1_270_000
    assert answer["min_m"] <= answer["distance_m"] <= answer["max_m"]
    assert answer["claim"] == {
        "text": "over 1,000 kilometers",
        "verdict": "agrees",
        "difference_m": 0.0,
    }
    assert answer["inputs"][0]["file"] == "front_pairs_2025-07-01.csv"
    assert done == run(
        *("distance", IZHEVSK_EVENT, "--project", sample),
        *("--claim", "over 1,000 kilometers", "--json"),
    )


def test_people_get_a_statement_and_a_few_lines(run: Run, sample: Path) -> None:
    done = run("distance", IZHEVSK_EVENT, "--project", sample, "--unit", "mi")
    assert done.code == 0
    first, *lines = done.out.splitlines()
    assert first.startswith("Izhevsk lies")
    assert " mi " in first
    labels = [line.split(":")[0].strip() for line in lines]
    assert labels == ["Interval", "Nearest point", "Bearing", "Front"]


def test_coordinates_may_be_negative(run: Run) -> None:
    answer = run("distance", "-58.38,-34.60", "--to", "-0.1,51.5", "--json").json
    assert answer["from"]["lon"] == -58.38
    assert answer["to"]["lat"] == 51.5
    assert 11_000_000 < answer["distance_m"] < 11_200_000


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([IZHEVSK], 2, "--front FILE or --project"),
        ([IZHEVSK, "--project", "{sample}", "--date", "2025-08-01"], 1, "limit is 7"),
        ([IZHEVSK, "--project", "{sample}", "--date", "2025-06-01"], 1, "no front for 1 June"),
        ([IZHEVSK, "--project", "none.gpkg"], 1, "does not exist"),
        ([IZHEVSK, "--front", "none.geojson"], 1, "no such file"),
        (["300,50", "--project", "{sample}"], 1, "not a longitude"),
        (["mapper:gulyai-pole", "--project", "{sample}"], 1, "place of"),
        ([IZHEVSK, "--project", "{sample}", "--claim", "far away"], 1, "far away"),
        ([IZHEVSK, "--to", "coast", "--country", "XX"], 1, "XX"),
        ([IZHEVSK, "--to", "Coast", "--country", "MN"], 1, "Mongolia has no sea coast."),
        ([IZHEVSK, "--to", "State border", "--country", "XX"], 1, "XX"),
        ([IZHEVSK, "--to", "Line_of contact"], 2, "--front FILE or --project"),
        ([IZHEVSK, "--to", "front"], 2, "line-of-contact, control-area, state-border or coast"),
    ],
)
def test_what_is_refused(
    run: Run, sample: Path, arguments: list[str], code: int, words: str
) -> None:
    done = run("distance", *(argument.format(sample=sample) for argument in arguments))
    assert done.code == code
    assert words in done.sentence


def test_a_project_without_fronts(run: Run, tmp_path: Path) -> None:
    create_project(tmp_path / "a.gpkg").close()
    done = run("distance", IZHEVSK, "--project", tmp_path / "a.gpkg")
    assert done.code == 1
    assert "holds no front" in done.sentence


def test_a_place_name_is_measured_from_its_point(run: Run, sample: Path) -> None:
    named = run("distance", "Izhevsk", "--project", sample, "--date", "2025-07-01", "--json").json
    point = f"{named['from']['lon']},{named['from']['lat']}"
    given = run("distance", point, "--project", sample, "--date", "2025-07-01", "--json").json
    assert named["distance_m"] == pytest.approx(given["distance_m"], abs=1.0)
    assert named["from"]["radius_m"] > 0
    assert named["max_m"] - named["min_m"] > given["max_m"] - given["min_m"]
    assert any("'Izhevsk' was taken as Izhevsk" in warning for warning in named["warnings"])


def test_homonyms_are_never_decided_in_silence(run: Run, sample: Path) -> None:
    done = run("distance", "Huliaipole", "--project", sample, "--to", "coast")
    if done.code == 0:
        assert "was taken as" in done.err
    many = run("distance", "Springfield", "--project", sample)
    assert many.code == 1
    assert "Several places are called 'Springfield'" in many.sentence
    assert "--country" in many.sentence
    unknown = run("distance", "Xyzzyqwop", "--project", sample)
    assert unknown.code == 1
    assert "Xyzzyqwop" in unknown.sentence


def test_place_lists_every_homonym(run: Run) -> None:
    found = run("place", "Gulyai-Pole", "--json").json["candidates"]
    assert len(found) >= 2
    assert set(found[0]) == {
        "name",
        "lon",
        "lat",
        "admin1",
        "country",
        "population",
        "geonameid",
        "matched",
    }
    assert found[0]["population"] == 13446
    assert {entry["admin1"] for entry in found} >= {"Zaporizhzhia", "Dnipropetrovsk"}
    russian = run("place", "Белгород", "--country", "ru", "--json").json["candidates"]
    assert {entry["country"] for entry in russian} == {"RU"}
    human = run("place", "Izhevsk")
    assert "Izhevsk" in human.out
    assert run("place", "Xyzzyqwop", "--json").json == {"candidates": []}


def test_distances_repeat_the_table_and_add_their_columns(
    run: Run, front: Path, events_csv: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    done = run("distances", events_csv, "--front", front, "--out", out, "--json").json
    assert (done["events"], done["measured"], done["refused"]) == (3, 2, 1)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert list(rows[0]) == [
        *("title", "date", "lat", "lon", "notes"),
        *("distance_m", "min_m", "max_m", "inside_control_area", "nearest_lon", "nearest_lat"),
        *("as_of", "published_at", "gap_days", "front_source", "refused"),
    ]
    assert [row["title"] for row in rows] == ["Plant", "Port", "Nowhere"]
    assert 1_263_000 < float(rows[0]["distance_m"]) < 1_266_000
    assert rows[0]["notes"] == "'=1+1"
    assert rows[1]["notes"] == "-34.5"
    assert rows[1]["gap_days"] == "1"
    assert rows[2]["distance_m"] == ""
    assert "536" in rows[2]["refused"]


def test_distances_of_a_project(run: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run("distances", sample, "--out", out, "--json").json
    assert done["events"] == 3
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    by_id = {row["event_id"]: row for row in rows}
    assert 1_255_000 < float(by_id[IZHEVSK_EVENT]["distance_m"]) < 1_270_000
    assert float(by_id[IZHEVSK_EVENT]["longitude"]) == 53.2045
    assert by_id["mapper:gulyai-pole"]["distance_m"] == ""
    assert by_id["mapper:gulyai-pole"]["refused"]


def test_distances_refuse_to_replace_their_input(run: Run, front: Path, events_csv: Path) -> None:
    before = events_csv.read_bytes()
    done = run("distances", events_csv, "--front", front, "--out", events_csv)
    assert done.code == 1
    assert "is an input" in done.sentence
    assert events_csv.read_bytes() == before
    done = run("distances", events_csv, "--out", "x.csv")
    assert done.code == 2
    assert "--front" in done.sentence
