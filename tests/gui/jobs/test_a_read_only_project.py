"""A project that is open elsewhere is read, measured and exported, and nothing pretends to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mapper.project import open_project

#: Commands that would change the project.
CHANGING = ("import", "boundary", "merge", "undo", "redo", "add_event", "delete", "place")


def test_everything_but_editing_works(
    open_window: Any,
    sample: Path,
    tmp_path: Path,
    press: Any,
    choose: Any,
    clipboard: Any,
    picture: Any,
) -> None:
    with open_project(sample, mode="rw"):
        driver = open_window(sample, select="mapper:2025-07-01-izhevsk")
        window = driver.window
        assert window.lock_notice.isVisible()
        assert "(read-only)" in window.windowTitle()
        for name in CHANGING:
            assert not window.actions_table[name].isEnabled(), name
        window.panel.desk.write("title")
        assert window.panel.desk.editing is None
        picture(driver, "locked")
        press(driver, "copy_statement")
        assert window.selection.answer.number in clipboard()
        assert window.left.currentWidget() is window.events
        assert driver.titles()[0].startswith("Drone strike on an industrial plant"), driver.titles()
        assert [index.row() for index in window.events.table.selectedIndexes()][:1] == [0]
        press(driver, "next")
        driver.wait_for(lambda: window.selection.event_id == "mapper:2025-06-30-luhansk-claim")
        driver.settle()
        press(driver, "export_html")
        dialog = driver.dialog()
        driver.wait_for(lambda: "3 events" in dialog.preview.info.text(), timeout=60_000)
        out = tmp_path / "map.html"
        choose("ask_save_as", (out, ""))
        dialog.save.click()
        driver.wait_for(out.exists)
        driver.wait_for(lambda: window.commands.dialog is None)
        driver.settle()
        press(driver, "history")
        driver.settle()
        assert window.left.currentWidget() is window.history
        picture(driver, "history")
