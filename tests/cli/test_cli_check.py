"""``mapper check``."""

from __future__ import annotations

import pandas as pd
import pytest

from mapper import checks
from mapper.project import open_project


@pytest.fixture
def doubtful(project, tmp_path, run):
    """A project with an event at 0, 0 and one in 1950."""
    path = tmp_path / "doubtful.csv"
    path.write_text(
        "event_id,title,date_start,lat,lon\n"
        "a,Plant,2025-07-01,0,0\n"
        "b,Port,1950-02-04,50,36.25\n"
        + "".join(f"c{n},Depot {n},2025-07-01,50.0{n},36.2\n" for n in range(1, 8)),
        encoding="utf-8",
    )
    assert run("import", project, path).code == 0
    return project


def entries(result):
    assert result.code == 0
    return pd.DataFrame(result.json["findings"])


def test_findings_have_event_rule_and_message(run, doubtful):
    found = entries(run("check", doubtful, "--json"))
    assert {"event_id", "rule", "message"} <= set(found.columns)
    told = found.set_index("rule")["event_id"]
    assert told["null_island"].endswith("a")
    assert told["early_date"].endswith("b")
    mend = found.set_index("rule")["mend"]["null_island"]
    assert mend["values"] == {"lon": None, "lat": None}


def test_rules_and_the_conflict_can_be_chosen(run, doubtful):
    start = ("--conflict-start", "2025-08-01")
    found = entries(run("check", doubtful, "--json", "--rule", "early-date", *start))
    assert set(found["rule"]) == {"early_date"}
    assert len(found) == 9


def test_people_read_counts_and_examples(run, doubtful):
    result = run("check", doubtful)
    assert result.code == 0
    assert "Position at 0, 0 or on an axis (null_island): 1\n" in result.out
    assert "No source (no_source): 9\n" in result.out
    assert "and 4 more; --json tells all" in result.out


def test_nothing_doubtful_is_said(run, project):
    assert run("check", project).out == "Nothing doubtful in 0 events.\n"
    assert run("check", project, "--json").json == {"findings": [], "dismissed": 0}


def test_dismissed_findings_are_left_out(run, doubtful):
    with open_project(doubtful, "rw") as opened:
        found = checks.check(opened.events, opened.sources, rules=["null_island"])
        checks.dismiss(opened, found)
    result = run("check", doubtful, "--json")
    assert "null_island" not in set(entries(result)["rule"])
    assert result.json["dismissed"] == 1
    assert "Dismissed before: 1." in run("check", doubtful).out


def test_a_rule_that_is_none_is_refused(run, project):
    result = run("check", project, "--rule", "nonsense")
    assert result.code == 1
    assert "nonsense" in result.sentence


def test_a_bad_day_is_wrong_usage(run, project):
    assert run("check", project, "--conflict-start", "yesterday").code == 2
