"""``mapper merge``: a colleague's copy, listed and taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_tools import Run

from mapper.project import open_project


@pytest.fixture
def copied(project: Path, events_csv: Path, run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """A project with two events and a copy of it, both edited."""
    copy = tmp_path / "copy.gpkg"
    assert run("import", project, events_csv).code == 0
    assert run("copy", project, copy).code == 0
    with open_project(copy, "rw") as theirs:
        first, second = theirs.events["event_id"]
        theirs.update_events([first], title="Theirs", reason="typo")
        theirs.update_events([second], notes="theirs")
    with open_project(project, "rw") as ours:
        ours.update_events([first], title="Ours")
    return project, copy


def titles(project: Path) -> list[str]:
    with open_project(project) as opened:
        return list(opened.events["title"])


def test_conflicts_are_listed_and_nothing_is_taken_until_decided(
    run: Run, copied: tuple[Path, Path]
) -> None:
    project, copy = copied
    listed = run("merge", project, copy, "--dry-run")
    assert listed.code == 0
    lines = listed.out.splitlines()
    assert lines[0] == "1 event changed; 1 conflict."
    assert "CONFLICT: title: was 'Plant', here 'Ours', in the copy 'Theirs'" in lines[1]
    assert lines[2].endswith("notes: '-34.5' -> 'theirs'")
    assert lines[-1] == "Nothing was taken: this was a dry run."
    refused = run("merge", project, copy)
    assert refused.code == 1
    assert refused.sentence.startswith("There is 1 conflict, so nothing was taken: --dry-run")
    assert titles(project) == ["Ours", "Port"]
    taken = run("merge", project, copy, "--take", "theirs")
    assert taken.out.splitlines()[-1] == "The conflicts have the copy's value."
    assert titles(project) == ["Theirs", "Port"]
    assert "From copy.gpkg" in run("history", project).out
    assert run("merge", project, copy).out == "Nothing new in copy.gpkg.\n"


def test_as_json(run: Run, copied: tuple[Path, Path]) -> None:
    project, copy = copied
    told = run("merge", project, copy, "--dry-run", "--json").json
    assert (told["dry_run"], told["conflicts"], told["take"]) == (True, 1, None)
    assert told["counts"] == {"added": {}, "changed": {"events": 1}, "deleted": {}}
    assert [step["reason"] for step in told["steps"]] == ["typo", None]
    conflict, change = told["changes"]
    assert (conflict["conflict"], conflict["base"]) == (0, "Plant")
    assert (conflict["ours"], conflict["theirs"]) == ("Ours", "Theirs")
    assert (change["conflict"], change["field"], change["theirs"]) == (None, "notes", "theirs")
    assert "conflict" in run("merge", project, copy, "--json").json["error"]
    assert run("merge", project, copy, "--take", "ours", "--json").json["take"] == "ours"
    assert titles(project) == ["Ours", "Port"]
    assert run("merge", project, copy, "--json").json["conflicts"] == 0


def test_what_is_refused(run: Run, copied: tuple[Path, Path], tmp_path: Path) -> None:
    project, copy = copied
    assert run("merge", project, project).sentence == "work.gpkg: this is the project itself."
    assert run("merge", project, copy, "--take", "mine").code == 2
    assert run("merge", project, tmp_path / "none.gpkg").code == 1
    with open_project(project, "rw"):
        busy = run("merge", project, copy, "--take", "ours")
        assert busy.code == 1
        assert "open for reading only" in busy.sentence
