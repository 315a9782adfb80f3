"""``mapper counts``."""

from __future__ import annotations

import csv

import pytest
from cli_tools import real

from mapper.cli.commands import counting as command
from mapper.export.chartdata import MEASURES
from mapper.model import counting

TABLE = (
    "event_id,incident_id,title,date_start,lat,lon,admin1,weapon,verification_status,"
    "killed_best,sensitive\n"
    "a,s,Plant,2025-07-01,50,36,Kharkiv,drone,verified,3,0\n"
    "b,s,Depot,2025-07-01,50.1,36,Kharkiv,drone,reported,3,0\n"
    "c,,Port,2025-07-02,46.5,30.7,=Odesa+1,,reported,,0\n"
    "d,,House,2025-07-02,46.5,30.7,=Odesa+1,,reported,5,1\n"
)


@pytest.fixture
def counted(project, tmp_path, run):
    """A project with a salvo, an event without figures and a sensitive one."""
    path = tmp_path / "events.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert run("import", project, path, "--as", "mapper").code == 0
    return project


def test_groups_and_total_as_json(run, counted):
    told = run("counts", counted, "--by", "oblast", "--json").json
    assert told["by"] == "region"
    kharkiv, odesa = told["groups"]
    assert (kharkiv["group"], kharkiv["events"], kharkiv["incidents"]) == ("Kharkiv oblast", 2, 1)
    assert kharkiv["killed_best"] == 3
    assert (odesa["events"], odesa["killed_best"], odesa["killed_unknown"]) == (1, None, 1)
    assert (told["total"]["events"], told["total"]["killed_max"]) == (3, 3)
    assert told["left_out"] == 1
    assert any("sensitive" in sentence for sentence in told["warnings"])


def test_what_is_not_stated_is_null(run, counted):
    groups = run("counts", counted, "--by", "weapon", "--json").json["groups"]
    assert [row["group"] for row in groups] == ["drone", None]


def test_the_filter_is_followed(run, counted):
    options = ("--from", "2025-07-01", "--until", "2025-07-01", "--status", "verified")
    told = run("counts", counted, "--by", "day", *options, "--json").json
    assert [(row["group"], row["events"]) for row in told["groups"]] == [("2025-07-01", 1)]
    words = run("counts", counted, "--by", "day", "--text", "port", "--json").json
    assert [row["group"] for row in words["groups"]] == ["2025-07-02"]


def test_people_read_a_table(run, counted):
    result = run("counts", counted, "--by", "actor")
    assert result.code == 0
    head, _, row, total = result.out.splitlines()[:4]
    assert head.split("  ")[0] == "Attributed to"
    assert row.startswith("Not stated")
    assert total.split()[:4] == ["Total", "3", "2", "3"]
    assert "sensitive" in result.err


@pytest.mark.parametrize("ending", ["csv", "xlsx", "md", "png", "svg", "pdf"])
def test_the_table_is_written(ending, run, counted, tmp_path):
    out = tmp_path / f"counts.{ending}"
    result = run("counts", counted, "--by", "region", "--out", out, "--bars", "killed")
    assert result.out == f"Wrote {out}: 2 groups.\n"
    if ending == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows[1]["region"] == "'=Odesa+1"
        assert rows[1]["killed_best"] == ""


def test_wrong_usage_and_what_cannot_be_written(run, counted, tmp_path):
    assert run("counts", counted, "--by", "colour").code == 2
    assert run("counts", counted).code == 2
    refused = run("counts", counted, "--by", "day", "--out", tmp_path / "a.docx")
    assert refused.code == 1
    assert ".csv, .xlsx, .md" in refused.sentence
    assert run("counts", counted, "--by", "day", "--out", counted).code == 1


def test_the_words_are_those_of_the_engine():
    assert tuple(counting.GROUPINGS) == command.GROUPINGS
    assert tuple(MEASURES) == command.MEASURES
    assert set(command.ALIASES.values()) <= set(counting.GROUPINGS)


def test_real_deaths_add_up(run, project, tmp_path):
    """The sum over years is what a spreadsheet would say."""
    import pandas as pd

    files = sorted(real("ucdp").glob("*.csv"))
    if not files:
        pytest.skip("no real UCDP file on this machine")
    assert run("import", project, files[0]).code == 0
    told = run("counts", project, "--by", "year", "--json").json
    from mapper.project import open_project

    with open_project(project) as opened:
        events = pd.DataFrame(opened.events)
    assert told["total"]["events"] == len(events)
    if events["incident_id"].isna().all():
        assert told["total"]["killed_best"] == int(events["killed_best"].sum())


def test_across_as_json_and_for_people(run, counted):
    told = run("counts", counted, "--by", "oblast", "--across", "day", "--json").json
    assert (told["by"], told["across"]) == ("region", "day")
    assert [row["group"] for row in told["columns"]] == ["2025-07-01", "2025-07-02"]
    kharkiv, odesa = told["cells"]
    assert (kharkiv["group"], kharkiv["across"]) == ("Kharkiv oblast", "2025-07-01")
    assert (kharkiv["events"], kharkiv["incidents"], kharkiv["killed_best"]) == (2, 1, 3)
    assert (odesa["killed_best"], odesa["killed_unknown"]) == (None, 1)
    shown = run("counts", counted, "--by", "oblast", "--across", "day", "--bars", "killed")
    head, _, row, _, total = shown.out.splitlines()[:5]
    assert head.split() == ["Region", "2025-07-01", "2025-07-02", "Total"]
    assert row.split() == ["Kharkiv", "oblast", "3", "3"]
    assert total.split() == ["Total", "3", "–", "3"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "md", "png"])
def test_across_is_written(ending, run, counted, tmp_path):
    out = tmp_path / f"counts.{ending}"
    assert run("counts", counted, "--by", "day", "--across", "oblast", "--out", out).code == 0
    if ending == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["day", "Kharkiv oblast", "'=Odesa+1", "total"]


def test_the_same_across_is_refused(run, counted):
    refused = run("counts", counted, "--by", "oblast", "--across", "region")
    assert refused.code == 1
    assert "the same twice" in refused.sentence
