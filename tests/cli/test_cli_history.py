"""``mapper history``."""

from __future__ import annotations

import csv

import pytest

from mapper.project import open_project


@pytest.fixture
def worked_on(project, events_csv, run):
    """A project with two imported events, one edited twice, the other deleted."""
    assert run("import", project, events_csv).code == 0
    with open_project(project, "rw") as opened:
        plant, port = opened.events["event_id"]
        opened.update_events([plant], reason="called them", title="=Plant", notes=None)
        opened.update_events([plant], lon=53.0, lat=56.0)
        opened.delete_events([port])
        opened.update_events([plant], weapon="drone")
        opened.undo()
    return project, plant, port


def test_people_read_what_became_what(run, worked_on):
    project, plant, port = worked_on
    lines = run("history", project).out.splitlines()
    heads = [line[22:] for line in lines if not line.startswith(" ")]
    assert heads == [
        "Edit of '=Plant' (undone)",
        "Deletion of 'Port'",
        "Move of '=Plant'",
        "Edit of 'Plant'",
        "Import of events.csv",
    ]
    assert f"  {plant}: title: 'Plant' -> '=Plant'" in lines
    assert f"  {plant}: notes: '=1+1' -> empty" in lines
    assert "  Reason: called them" in lines
    assert f"  {port}: deleted ('Port')" in lines
    assert f"  {plant}: position: '53.2045, 56.8498' -> '53, 56 (moved 95,462 m)'" in lines
    assert lines[-2:] == ["  events.csv (table: 2 new, 1 rejected)", "  2 events added"]


def test_the_json_object_has_all(run, worked_on):
    project, plant, _ = worked_on
    told = run("history", project, "--json").json["history"]
    assert [(e["kind"], e["state"], e["step"]) for e in told] == [
        ("edit", "undone", 5),
        ("deletion", "stands", 4),
        ("edit", "stands", 3),
        ("edit", "stands", 2),
        ("import", "stands", 1),
    ]
    edit = told[3]
    assert edit["reason"] == "called them"
    assert edit["events"] == [plant]
    assert edit["by"] == "Mapper"
    assert edit["changes"] == [
        {
            "table": "events",
            "id": plant,
            "kind": "changed",
            "events": [plant],
            "before": {"title": "Plant", "notes": "=1+1"},
            "after": {"title": "=Plant", "notes": None},
        }
    ]
    assert told[4]["imports"][0]["accepted"] == 2
    assert told[4]["counts"] == {"added": {"events": 2}}
    (gone,) = told[1]["changes"]
    assert gone["before"]["title"] == "Port"
    assert gone["after"] == {}


def test_one_event_one_field_and_since(run, worked_on):
    project, plant, port = worked_on

    def names(*options):
        return [e["name"] for e in run("history", project, "--json", *options).json["history"]]

    assert names("--event", port) == ["Deletion of 'Port'", "Import of events.csv"]
    assert names("--event", plant, "--field", "Title") == ["Edit of 'Plant'"]
    assert names("--field", "position") == ["Deletion of 'Port'", "Move of '=Plant'"]
    assert names("--since", "2100-01-01") == []
    assert len(names("--since", "2020-01-01")) == 5
    assert run("history", project, "--since", "2100-01-01").out == "Nothing was changed.\n"


def test_the_table_is_safe_for_spreadsheets(run, worked_on, tmp_path):
    project, plant, _ = worked_on
    out = tmp_path / "history.csv"
    result = run("history", project, "--csv", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert result.out == f"Wrote {out}: {len(rows)} lines.\n"
    assert run("history", project, "--csv", out, "--json").json["lines"] == len(rows)
    titles = [row for row in rows if row["field"] == "title" and row["change"] == "changed"]
    assert [(row["before"], row["after"], row["reason"]) for row in titles] == [
        ("Plant", "'=Plant", "called them")
    ]
    assert titles[0]["events"] == titles[0]["record_id"] == plant
    assert {row["state"] for row in rows} == {"stands", "undone"}
    assert rows[-1]["record"] == "events"
    assert (rows[-2]["record"], rows[-2]["record_id"]) == ("file", "events.csv")


def test_an_empty_history_is_a_table_too(run, project, tmp_path):
    out = tmp_path / "history.csv"
    assert run("history", project, "--csv", out).out == f"Wrote {out}: 0 lines.\n"
    assert out.read_text(encoding="utf-8-sig").startswith("at,step,action")
    assert run("history", project).out == "Nothing was changed.\n"
    assert run("history", project, "--json").json == {"history": []}


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--event", "nobody"), 1, "never had an event 'nobody'"),
        (("--field", "colour"), 2, "'colour' is no field"),
        (("--csv", "history.txt"), 2, "does not end in .csv"),
        (("--since", "yesterday"), 2, "is not a day"),
    ],
)
def test_what_is_wrong_is_one_sentence(run, worked_on, options, code, words):
    result = run("history", worked_on[0], *options)
    assert result.code == code
    assert words in result.err


def test_the_project_is_not_written_over(run, worked_on):
    project = worked_on[0]
    copy = project.with_suffix(".csv")
    copy.symlink_to(project)
    result = run("history", project, "--csv", copy)
    assert result.code == 1
    assert "give another file" in result.sentence
    with open_project(project) as opened:
        assert len(opened.events) == 1


def test_no_text_of_a_file_commands_the_terminal(run, worked_on):
    project, plant, _ = worked_on
    with open_project(project, "rw") as opened:
        opened.update_events([plant], title="\x1b[2J\x9b2JBoth\nlines", reason="\x1b]0;mine\x07")
    for command in ("history", "check", "info"):
        told = run(command, project)
        assert told.code == 0
        assert not {"\x1b", "\x07", "\x9b"} & set(told.out + told.err), command
    assert "?[2J?2JBoth" in run("history", project).out
    assert "\\u001b" in run("history", project, "--json").out
