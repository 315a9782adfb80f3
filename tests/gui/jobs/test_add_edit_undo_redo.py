"""An event is added by its place, corrected where it stands, taken back and brought again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt

from mapper.model.event import Count
from mapper.project import open_project


def test_what_is_added_and_edited_is_undone_and_redone_and_kept(
    open_window: Any, sample: Path, press: Any, write: Any, picture: Any
) -> None:
    driver = open_window(sample)
    window, qtbot = driver.window, driver.qtbot
    press(driver, "add_event")
    box = window.add_bar.box
    write(box.edit, "Гуляйполе")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    driver.wait_for(lambda: box.options.count() > 0 and box.options.currentRow() == 0)
    picture(driver, "places")
    qtbot.keyClick(box.options, Qt.Key.Key_Return)
    driver.wait_for(lambda: "What happened?" in window.add_bar.text.text())
    write(box.edit, "Удар по складу")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    driver.settle()
    added = window.panel.detail.event
    assert (added.title, added.country, added.geo_precision) == (
        "Удар по складу",
        "UA",
        "settlement",
    )
    desk = window.panel.desk
    desk.write("killed")
    editor = desk.editing.editor
    qtbot.keyClicks(editor.edit, "5-3")
    assert editor.wrong
    picture(driver, "wrong")
    # Another theme makes the details anew: what was being written goes on.
    editor = desk.editing.editor
    editor.edit.clear()
    qtbot.keyClicks(editor.edit, "1-3")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    driver.settle()
    assert window.panel.detail.event.killed == Count(1, None, 3)
    picture(driver, "edited")

    press(driver, "undo")
    driver.settle()
    assert window.panel.detail.event.killed == Count()
    press(driver, "undo")
    driver.settle()
    assert "Удар по складу" not in driver.titles()
    assert driver.in_map("mapper.counts().events") == 3
    for _ in range(2):
        press(driver, "redo")
        driver.settle()
    assert "Удар по складу" in driver.titles()
    assert not window.actions_table["redo"].isEnabled()

    # There is no Save: what was done is in the file, and can be undone after closing.
    window.session.close()
    with open_project(sample, mode="rw") as project:
        row = project.events.set_index("event_id").loc[added.event_id]
        assert (row["killed_min"], row["killed_max"]) == (1, 3)
        assert project.undo() is not None
