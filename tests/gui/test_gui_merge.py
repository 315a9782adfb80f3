"""Merging a colleague's copy in the window: shown first, conflicts decided one by one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.gui import dialogs
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


@pytest.fixture
def copy(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A colleague's copy of the sample; it is what the person chooses."""
    target = Path(shutil.copy(sample, tmp_path / "from Оксана.gpkg"))
    with open_project(target, "rw") as theirs:
        first, second, third = theirs.events["event_id"]
        theirs.update_events([first, second], title="<b>Theirs</b>", reason="typo")
        theirs.update_events([third], notes="Theirs too")
    with open_project(sample, "rw") as ours:
        ours.update_events([first, second], title="Ours")
    monkeypatch.setattr(dialogs, "ask_copy", lambda *_: target)
    return target


def shown(driver: Any) -> Any:
    driver.window.actions_table["merge"].trigger()
    driver.wait_for(lambda: driver.window.merging.dialog is not None)
    return driver.window.merging.dialog


def test_conflicts_are_decided_one_by_one(open_window: Open, sample: Path, copy: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    dialog = shown(driver)
    model = dialog.model
    assert dialog.summary.accessibleName() == "1 event changed; 2 conflicts."
    assert "from Оксана.gpkg: 2 steps on " in dialog.origin.accessibleName()
    row = [model.index(0, column).data() for column in range(1, 6)]
    assert row[0] == "Title"
    assert row[2:] == ["Ours", "<b>Theirs</b>", "Stays as here"]
    assert [model.is_conflict(row) for row in range(3)] == [True, True, False]
    assert model.index(2, 5).data() == "From the copy"
    assert not model.flags(model.index(2, 0)) & Qt.ItemFlag.ItemIsUserCheckable
    # In the card as in the list.
    assert dialog.card.ours.isChecked()
    assert dialog.card.values["theirs"].text() == "<b>Theirs</b>"
    dialog.card.theirs.click()
    assert model.index(0, 5).data() == "From the copy"
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    dialog.all_theirs.click()
    assert len(model.theirs) == 2
    dialog.all_ours.click()
    assert dialog.card.ours.isChecked()
    model.setData(model.index(1, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert len(model.theirs) == 1
    dialog.take.click()
    driver.settle()
    assert {"<b>Theirs</b>", "Ours"} < set(driver.titles())
    words = window.notices.text.accessibleName()
    assert words == "Merged from Оксана.gpkg. 2 events changed. 1 conflict stays as here."
    assert window.actions_table["undo"].text() == "&Undo: Merge of 'from Оксана.gpkg'"
    window.notices.offers[0].click()
    driver.settle()
    assert driver.titles().count("Ours") == 2
    assert not window.notices.isVisible()


def test_nothing_new_is_a_notice(open_window: Open, sample: Path, copy: Path) -> None:
    with open_project(sample, "rw") as ours:
        ours.take_copy(copy)
    driver = open_window(sample)
    driver.window.actions_table["merge"].trigger()
    driver.settle()
    assert driver.window.merging.dialog is None
    assert driver.window.notices.text.accessibleName() == "Nothing new in from Оксана.gpkg."


def test_cancel_takes_nothing_and_a_stranger_is_a_sentence(
    open_window: Open, sample: Path, copy: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(sample)
    shown(driver).reject()
    driver.settle()
    assert driver.titles().count("Ours") == 2
    monkeypatch.setattr(dialogs, "ask_copy", lambda *_: empty)
    driver.window.actions_table["merge"].trigger()
    driver.settle()
    assert "no history in common" in driver.window.notices.text.accessibleName()
    monkeypatch.setattr(dialogs, "ask_copy", lambda *_: sample)
    driver.window.actions_table["merge"].trigger()
    driver.settle()
    assert "this is the project itself" in driver.window.notices.text.accessibleName()


def test_a_read_only_project_takes_none(open_window: Open, sample: Path) -> None:
    with open_project(sample, "rw"):
        driver = open_window(sample)
        assert not driver.window.actions_table["merge"].isEnabled()
