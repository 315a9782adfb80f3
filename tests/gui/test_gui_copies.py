"""Saving a copy, going back to a backup, and rescuing a damaged project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from outside_edits import edit_outside

from mapper.gui import dialogs
from mapper.measure import KeptMeasurement, Place, along
from mapper.model.errors import ProjectError
from mapper.project import open_project
from mapper.project.backups import backups

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
SECOND = "mapper:gulyai-pole"


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: path)


def test_a_copy_is_saved_beside_other_work(
    open_window: Open, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(sample)
    target = tmp_path / "for a colleague.gpkg"
    answer(monkeypatch, target)
    driver.window.actions_table["copy"].trigger()
    driver.settle()
    with open_project(target) as copy:
        assert len(copy.events) == 3
    driver.window.actions_table["copy"].trigger()
    driver.settle()
    assert "exists already" in driver.window.notices.text.accessibleName()


def test_the_days_backup_is_made_and_a_copy_of_it_opened(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    (backup,) = backups(sample)
    assert backup.events == 3
    window.session.edit(lambda project, _: project.delete_events(list(project.events.event_id)))
    driver.settle()
    assert driver.titles() == []
    window.actions_table["backups"].trigger()
    driver.wait_for(lambda: window.copies.dialog is not None)
    dialog = window.copies.dialog
    assert "3 events" in dialog.list.item(0).text()
    dialog.open_button.click()
    driver.wait_for(lambda: window.session.data.path != sample)
    driver.settle()
    assert window.session.data.path.name.startswith("sample (backup of ")
    assert len(driver.titles()) == 3


def test_without_backups_it_says_when_one_is_made(open_window: Open, empty: Path) -> None:
    driver = open_window(empty)
    window = driver.window
    assert backups(empty) == []
    window.actions_table["backups"].trigger()
    driver.wait_for(lambda: window.copies.dialog is not None)
    assert "no backups of empty.gpkg yet" in window.copies.dialog.words.text()
    assert not window.copies.dialog.open_button.isEnabled()
    window.copies.dialog.close()


def test_a_failed_backup_is_a_notice(
    open_window: Open, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ProjectError("The disk is full.")

    monkeypatch.setattr("mapper.gui.copies.back_up", fail)
    driver = open_window(sample)
    words = driver.window.notices.text.accessibleName()
    assert words == "Today's backup could not be made. The disk is full."


def test_a_damaged_project_is_rescued_into_a_new_one(
    open_window: Open, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytearray(sample.read_bytes())
    content[:100] = bytes(100)
    sample.write_bytes(content)
    driver = open_window(sample, wait=False)
    window = driver.window
    driver.wait_for(lambda: bool(window.notices.offers))
    assert [button.text() for button in window.notices.offers] == ["Rescue…", "Backups…"]
    target = tmp_path / "rescued.gpkg"
    answer(monkeypatch, target)
    window.notices.offers[0].click()
    driver.wait_for(lambda: window.session.data is not None)
    driver.settle()
    assert window.session.data.path == target
    assert len(driver.titles()) == 3
    assert window.notices.text.accessibleName().startswith("Read all 3 events")
    assert sample.read_bytes() == content


def test_what_another_program_wrote_wrongly_can_be_undone(open_window: Open, sample: Path) -> None:
    edit_outside(sample, "UPDATE events SET event_id = '' WHERE fid = 1")
    driver = open_window(sample)
    window = driver.window
    # The others are there, and what is wrong with the one is told.
    assert len(driver.titles()) == 2
    assert window.notices.text.accessibleName() == (
        "1 row of sample.gpkg cannot be read and was left out; the file keeps it. "
        "Table events, row 1, field 'event_id': it lacks a required value; found ''."
    )
    names = [button.text() for button in window.notices.offers]
    assert names == ["Undo that change", "Rescue…", "Backups…"]
    window.notices.offers[0].click()
    driver.wait_for(lambda: len(driver.titles()) == 3)
    driver.settle()
    assert window.notices.text.accessibleName().startswith(
        "What another program changed was undone"
    )
    assert window.session.data.redo_name == "Changes in another program"


@pytest.mark.parametrize(
    "damage", ["as_of = 'soon'", 'inputs = \'{"places":[{"lon":"a"}],"day":7}\'']
)
def test_a_damaged_measurement_keeps_nobody_from_their_project(
    damage: str, open_window: Open, sample: Path
) -> None:
    with open_project(sample, "rw") as project:
        way = along([Place("", 36, 50), Place("", 37, 50)])
        project.keep_measurement(KeptMeasurement.of_path(way, [None, None]))
    edit_outside(sample, f"UPDATE measurements SET {damage}")
    driver = open_window(sample)
    assert len(driver.titles()) == 3
    told = "1 row of sample.gpkg cannot be read" in driver.window.notices.text.accessibleName()
    # What it was made from is not known then; how far it is, is.
    assert told == damage.startswith("as_of")
    assert len(driver.window.kept_reader.told.rows) == (0 if told else 1)


def test_a_row_damaged_meanwhile_is_told_and_the_rest_goes_on(
    open_window: Open, sample: Path
) -> None:
    driver = open_window(sample)
    window = driver.window
    edit_outside(sample, "UPDATE events SET killed_best = 'many' WHERE fid = 1")
    window.session.edit(lambda project, _progress: project.update_events([SECOND], title="Other"))
    driver.wait_for(lambda: "Other" in driver.titles())
    driver.settle()
    assert len(driver.titles()) == 2
    assert "found 'many'; expected a whole number" in window.notices.text.accessibleName()
