"""``mapper copy``, ``backups`` and ``rescue``."""

from __future__ import annotations

import datetime as dt

import pytest

from mapper.project import open_project
from mapper.project.backups import back_up

DAY = dt.date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def filled(project, events_csv, run):
    """A project with two events."""
    assert run("import", project, events_csv).code == 0
    return project


def test_a_copy_holds_the_same_and_replaces_nothing(run, filled, tmp_path):
    target = tmp_path / "copy.gpkg"
    told = run("copy", filled, target, "--json").json
    assert told["copy"] == str(target)
    assert told["size_bytes"] == target.stat().st_size
    with open_project(filled) as one, open_project(target) as other:
        assert list(one.events["event_id"]) == list(other.events["event_id"])
    again = run("copy", filled, target)
    assert again.code == 1
    assert "exists already" in again.sentence


def test_backups_are_listed_and_one_is_opened(run, filled):
    assert run("backups", filled).out == "There are no backups of work.gpkg.\n"
    with open_project(filled, "rw") as opened:
        back_up(opened, today=DAY)
        opened.delete_events(list(opened.events["event_id"]))
    lines = run("backups", filled).out.splitlines()
    assert lines[-1].split()[:2] == ["2025-07-01", "2"]
    (backup,) = run("backups", filled, "--json").json["backups"]
    assert (backup["day"], backup["events"], backup["before_migration"]) == ("2025-07-01", 2, False)
    told = run("backups", filled, "--open", "2025-07-01", "--json").json
    assert told["copy"].endswith("work (backup of 2025-07-01).gpkg")
    with open_project(told["copy"]) as copy, open_project(filled) as now:
        assert (len(copy.events), len(now.events)) == (2, 0)
    missing = run("backups", filled, "--open", "2025-07-02")
    assert missing.code == 1
    assert missing.sentence == "There is no backup of work.gpkg of 2025-07-02."


def test_what_can_be_read_of_a_damaged_project_is_rescued(run, filled, tmp_path):
    damaged, target = tmp_path / "damaged.gpkg", tmp_path / "rescued.gpkg"
    content = bytearray(filled.read_bytes())
    content[:100] = bytes(100)
    damaged.write_bytes(content)
    assert run("info", damaged).code == 1
    result = run("rescue", damaged, target)
    assert result.code == 0
    assert result.out.startswith("Read all 2 events")
    assert "Note: The steps to undo are left behind" in result.err
    assert damaged.read_bytes() == content
    with open_project(target) as rescued:
        assert len(rescued.events) == 2
    other = tmp_path / "other.gpkg"
    told = run("rescue", damaged, other, "--json").json
    assert told["tables"]["events"]["found"] == 2
    nothing = tmp_path / "text.gpkg"
    nothing.write_text("no database at all")
    assert run("rescue", nothing, tmp_path / "none.gpkg").code == 1
    assert not (tmp_path / "none.gpkg").exists()


def test_an_import_backs_up_what_was_there_before(run, filled, events_csv, tmp_path):
    assert run("backups", filled, "--json").json["backups"] == []
    more = tmp_path / "more.csv"
    more.write_text(events_csv.read_text().replace("2025-07-0", "2025-06-0"))
    assert run("import", filled, more).code == 0
    (backup,) = run("backups", filled, "--json").json["backups"]
    assert backup["events"] == 2
    assert run("import", filled, events_csv, "--dry-run").code == 0
    assert len(run("backups", filled, "--json").json["backups"]) == 1


def test_an_import_goes_on_without_a_backup(run, filled, events_csv, tmp_path, monkeypatch):
    taken = tmp_path / "no folder"
    taken.write_text("a file")
    monkeypatch.setenv("XDG_DATA_HOME", str(taken))
    done = run("import", filled, events_csv)
    assert done.code == 0
    assert "Note: Today's backup could not be made." in done.err
