"""The shape of every answer, and how failures end."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_tools import Result, Run, real
from payload_reader import document_in

import mapper
from mapper.cli import options
from mapper.project import open_project


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_new_never_overwrites(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.gpkg"
    assert run("new", path, "--json").json == {"project": str(path)}
    before = digest(path)
    again = run("new", path)
    assert again.code == 1
    assert "exists already" in again.sentence
    assert run("new", path, "--json").json == {"error": again.sentence}
    assert digest(path) == before


def test_import_accounts_for_every_row(
    project: Path, events_csv: Path, tmp_path: Path, run: Run
) -> None:
    rejected = tmp_path / "rejected.csv"
    done = run("import", project, events_csv, "--rejected", rejected, "--json")
    assert done.code == 0
    (entry,) = done.json["files"]
    warnings = entry.pop("warnings")
    assert all(isinstance(warning, str) for warning in warnings)
    assert entry == {
        "file": str(events_csv),
        "feed": "table",
        "kind": "events",
        "rows": 3,
        "accepted": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "ignored": 0,
    }
    (row,) = csv.DictReader(io.StringIO(rejected.read_text("utf-8-sig")))
    assert row["title"] == "Nowhere"
    assert row["notes"] == "'=cmd()"
    assert row["row"] == "3"
    assert "536" in row["reason"]
    again = run("import", project, events_csv, "--json").json["files"][0]
    assert (again["accepted"], again["unchanged"], again["rejected"]) == (0, 2, 1)


def test_files_are_one_step_together(project: Path, events_csv: Path, run: Run) -> None:
    other = events_csv.with_name("other.csv")
    other.write_text("title,date,lat,lon\nBridge,2025-07-03,50,36\n")
    done = run("import", project, events_csv, other, "--json").json
    assert [entry["file"] for entry in done["files"]] == [str(events_csv), str(other)]
    with open_project(project, "rw") as opened:
        assert opened.undo_name == "Import of 2 files"
        opened.undo()
        assert opened.undo_name is None
        assert len(opened.events) == 0


def test_columns_can_be_named(project: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "wörter.csv"
    path.write_text("Ort;Tag;Breite;Länge\nCharkiw;2025-07-01;49.99;36.23\n", encoding="utf-8")
    mapping = ["--map", "lat=Breite", "--map", "lon=Länge", "--map", "date=Tag"]
    done = run("import", project, path, *mapping, "--map", "title=Ort", "--json")
    assert done.json["files"][0]["accepted"] == 1
    wrong = run("import", project, path, "--map", "Breite")
    assert wrong.code == 2
    assert "FIELD=COLUMN" in wrong.sentence


BAD: dict[str, Any] = {
    "missing.csv": None,
    "article.csv": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "empty.csv": b"",
    "nowhere.csv": b"title,date\nA,2025-07-01\n",
    "far.csv": b"title,date,lat,lon\nA,2025-07-01,536,30\nB,2025-07-01,536,31\n",
    "cut_20250701.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feat',
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_leaves_the_project_as_it_was(
    name: str, project: Path, events_csv: Path, tmp_path: Path, run: Run
) -> None:
    bad = tmp_path / name
    if BAD[name] is not None:
        bad.write_bytes(BAD[name])
    before = digest(project)
    # Even when a good file came first.
    done = run("import", project, events_csv, bad)
    assert done.code == 1
    assert name in done.sentence
    assert digest(project) == before
    assert set(run("import", project, bad, "--json").json) == {"error"}
    assert not list(tmp_path.glob("*.lock"))


def test_rejected_rows_that_cannot_be_written(
    project: Path, events_csv: Path, tmp_path: Path, run: Run
) -> None:
    before = digest(project)
    done = run("import", project, events_csv, "--rejected", tmp_path / "none" / "r.csv")
    assert done.code == 1
    assert "folder does not exist" in done.sentence
    assert digest(project) == before


def test_the_project_itself_may_be_wrong(tmp_path: Path, events_csv: Path, run: Run) -> None:
    done = run("import", tmp_path / "none.gpkg", events_csv)
    assert done.code == 1
    assert "does not exist" in done.sentence
    done = run("info", events_csv)
    assert done.code == 1
    assert "not a Mapper project" in done.sentence


def test_a_project_that_is_open_elsewhere(project: Path, events_csv: Path, run: Run) -> None:
    with open_project(project, "rw"):
        done = run("import", project, events_csv)
        assert done.code == 1
        assert "has it open" in done.sentence


def test_a_project_is_not_imported_into_itself(project: Path, run: Run) -> None:
    done = run("import", project, project)
    assert done.code == 1
    assert "the project itself" in done.sentence


def test_info(project: Path, events_csv: Path, run: Run) -> None:
    run("import", project, events_csv)
    info = run("info", project, "--json").json
    assert set(info) == {
        "events",
        "sources",
        "fronts",
        "first_day",
        "last_day",
        "front_days",
        "feeds",
        "licences",
        "boundary",
        "last_change",
        "unreadable",
    }
    assert (info["events"], info["first_day"], info["last_day"]) == (2, "2025-07-01", "2025-07-02")
    human = run("info", project)
    assert "Events:" in human.out
    assert "(2025-07-01 to 2025-07-02)" in human.out


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "kml", "xlsx"])
def test_export_tables(
    project: Path, events_csv: Path, tmp_path: Path, run: Run, ending: str
) -> None:
    run("import", project, events_csv)
    out = tmp_path / f"out.{ending}"
    done = run("export", project, out, "--until", "2025-07-01", "--json").json
    assert set(done) == {"file", "events", "left_out", "warnings"}
    assert (done["file"], done["events"], done["left_out"]) == (str(out), 1, 1)
    assert out.stat().st_size > 0


def test_export_html(project: Path, events_csv: Path, tmp_path: Path, run: Run) -> None:
    run("import", project, events_csv)
    out = tmp_path / "map.html"
    done = run("export", project, out, "--title", "My <map>", "--json")
    assert done.code == 0, done.out
    assert done.json["events"] == 2
    assert "My &lt;map&gt;" in out.read_text("utf-8")
    assert document_in(out).header["front_day"] is None
    done = run("export", project, out, "--day", "2025-06-30", "--json")
    assert done.code == 0, done.out
    assert document_in(out).header["front_day"] == "2025-06-30"


def test_export_for_publication(project: Path, events_csv: Path, tmp_path: Path, run: Run) -> None:
    run("import", project, events_csv)
    first, out, picture = tmp_path / "first.html", tmp_path / "map.html", tmp_path / "map.png"
    run("export", project, first)
    done = run(
        *("export", project, out, "--language", "uk", "--generalise-m", "5000", "--no-sources"),
        *("--layer", "events", "--column", "place_name", "--version", "2", "--since", first),
        *("--introduction", "First words", "--changes", "Why", "--preview", picture, "--json"),
    )
    assert done.code == 0, done.out
    assert set(done.json) == {"file", "events", "left_out", "warnings"}
    assert any("generalised" in warning for warning in done.json["warnings"])
    text = out.read_text("utf-8")
    for words in ('<html lang="uk">', "Версія 2.", ">Why</li>", "First words", "5\u00a0км"):
        assert words in text
    assert picture.stat().st_size > 5_000


def test_export_figure(project: Path, events_csv: Path, tmp_path: Path, run: Run) -> None:
    run("import", project, events_csv)
    out = tmp_path / "map.png"
    done = run(
        "export", project, out, "--size", "85x90", "--dpi", "60", "--day", "2025-07-01",
        "--bounds", "-10,40,60,60", "--theme", "dark", "--json",
    )  # fmt: skip
    assert done.code == 0, done.out
    assert set(done.json) == {"file", "events", "left_out", "warnings"}
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["out.csv", "--language", "uk"], 2, "language: only a page"),
        (["out.csv", "--no-sources"], 2, "sources: only a page"),
        (["out.html", "--language", "fr"], 1, "not a language of the page"),
        (["out.html", "--column", "colour"], 1, "not a column of a page"),
        (["out.html", "--generalise-m", "5"], 1, "generalised to 100 to 100,000 m"),
        (["out.csv", "--day", "2025-07-01"], 2, "are drawn with --day"),
        (["out.html", "--dpi", "60"], 2, "are drawn with --dpi"),
        (["out.csv", "--measure", "a"], 2, "are drawn with --measure"),
        (["out.png", "--size", "large"], 2, "not a size in mm"),
        (["out.png", "--size", "5x5"], 1, "sides are 40 to 1000 mm"),
        (["out.png", "--bounds", "1,2,3"], 2, "not west, south, east, north"),
        (["out.png", "--measure", "nobody"], 1, "no event of this id"),
        (["out.doc"], 2, "ends in none of"),
        (["none/out.csv"], 1, "folder does not exist"),
        (["out.csv", "--from", "yesterday"], 2, "not a day such as"),
        (["out.csv", "--from", "2025-07-02", "--until", "2025-07-01"], 1, "reversed"),
        (["out.csv", "--status", "sure"], 1, "not a verification status"),
    ],
)
def test_export_refuses(
    project: Path,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", project, *arguments)
    assert done.code == code
    assert words in done.sentence
    assert not (tmp_path / arguments[0]).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "nonsense"),
        (["info"], "PROJECT"),
        (["info", "a.gpkg", "--wrong"], "--wrong"),
        (["open", "--size", "big"], "1400x900"),
        (["open", "--theme", "pink"], "light, dark"),
        (["distance", "1,2", "--date", "2025-13-01"], "not a day"),
        (["distance", "1,2", "--unit", "parsec"], "km, mi, nmi"),
    ],
)
def test_wrong_usage_is_one_sentence(run: Run, arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert words in done.sentence
    assert "--help" in done.sentence
    assert words in run(*arguments, "--json").json["error"]


def test_a_bug_is_named_and_traced_on_request(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(path: object, mode: str = "r") -> None:
        raise KeyError("lost")

    monkeypatch.setattr("mapper.cli.info.open_project", broken)
    done = run("info", tmp_path / "a.gpkg")
    assert done.code == 1
    assert "KeyError" in done.sentence
    traced = run("info", tmp_path / "a.gpkg", "--debug")
    assert traced.code == 1
    assert "Traceback" in traced.err


def test_version(run: Run) -> None:
    assert run("--version").out == f"mapper {mapper.__version__}\n"
    assert run("--version", "--json").json == {"version": mapper.__version__}


def test_minus_signs_and_repeated_fronts_reach_click() -> None:
    assert options.prepare(["distance", "-58.38,-34.60", "--json"]) == [
        "distance",
        " -58.38,-34.60",
        "--json",
    ]
    given = ["distances", "in.csv", "--front", "a", "b", "--out", "o.csv"]
    assert options.prepare(given) == [
        "distances",
        "in.csv",
        "--front",
        "a",
        "--front",
        "b",
        "--out",
        "o.csv",
    ]


def entry_point(*arguments: str, blocked: tuple[str, ...] = ()) -> Result:
    """Run the command in a process of its own, with some modules absent."""
    code = (
        "import sys\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        "from mapper.cli import main\n"
        "sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)


def test_help_needs_nothing_heavy() -> None:
    done = entry_point("--help", blocked=("numpy", "pandas", "shapely", "PyQt6", "mapper.gui"))
    assert done.code == 0, done.err
    assert "distances" in done.out


def test_it_works_without_the_window(events_csv: Path, tmp_path: Path) -> None:
    project, page = str(tmp_path / "p.gpkg"), str(tmp_path / "p.html")
    blocked = ("PyQt6", "mapper.gui")
    assert entry_point("new", project, blocked=blocked).code == 0
    done = entry_point("import", project, str(events_csv), "--json", blocked=blocked)
    assert done.json["files"][0]["accepted"] == 2
    done = entry_point("export", project, page, "--json", blocked=blocked)
    assert done.json["events"] == 2


def test_a_reader_that_stops_reading(project: Path) -> None:
    code = f"from mapper.cli import main; import sys; sys.exit(main(['info', {str(project)!r}]))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        assert done.stderr.read() == ""


def test_real_files(project: Path, run: Run) -> None:
    ucdp = real("ucdp", "UCDP-Ukraine_2023-06-23_isodate.csv")
    days = [
        real("deepstate-daily", f"deepstatemap_data_{day}.geojson")
        for day in ("20250628", "20250629", "20250630", "20250701", "20250702")
    ]
    done = run("import", project, ucdp, *days, "--json").json["files"]
    assert len(done) == 6
    for entry in done:
        counted = sum(
            entry[name] for name in ("accepted", "updated", "unchanged", "rejected", "ignored")
        )
        assert counted == entry["rows"]
    assert done[0]["accepted"] > 3000
    info = run("info", project, "--json").json
    assert info["events"] == done[0]["accepted"]
    assert info["fronts"]["control_areas"] == 5
    assert info["front_days"][0] == "2025-06-28"


@pytest.mark.parametrize(
    "command",
    [
        "import PROJECT EVENTS --rejected EVENTS",
        "import PROJECT EVENTS --rejected PROJECT",
        "import PROJECT EVENTS --rejected OTHER",
        "distances PROJECT --out OTHER",
        "open PROJECT --screenshot OTHER",
        "open PROJECT --screenshot EVENTS",
        "export PROJECT OTHER",
        "export PROJECT PROJECT",
    ],
)
def test_no_output_replaces_an_input_or_a_project(
    command: str, project: Path, events_csv: Path, tmp_path: Path, run: Run
) -> None:
    other = tmp_path / "other.gpkg"
    assert run("new", other).code == 0
    paths = {"PROJECT": project, "EVENTS": events_csv, "OTHER": other}
    before = {name: digest(path) for name, path in paths.items()}
    done = run(*[paths.get(word, word) for word in command.split()])
    assert done.code in (1, 2)
    assert done.err
    assert {name: digest(path) for name, path in paths.items()} == before


@pytest.mark.parametrize("size", ["99999x99999", "10x10", "1400", "0x0"])
def test_a_picture_has_a_size_that_can_be_drawn(size: str, project: Path, run: Run) -> None:
    assert run("open", project, "--size", size).code == 2


def test_a_file_without_a_usable_row_says_where_they_are_listed(
    run: Run, project: Path, tmp_path: Path
) -> None:
    bad, listed = tmp_path / "bad.csv", tmp_path / "rejected.csv"
    bad.write_text("id,date,lat,lon,title\n1,yesterday,48.5,37.5,Hit\n", encoding="utf-8")
    done = run("import", project, bad, "--rejected", listed)
    assert done.code == 1
    assert f"all are listed in {listed}" in done.sentence
    assert "yesterday" in listed.read_text("utf-8-sig")
