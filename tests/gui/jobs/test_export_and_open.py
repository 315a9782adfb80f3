"""What is filtered is exported as a page and a table, and the page is opened and used."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt

from mapper.gui import commands
from mapper.gui.web import PagePreview


def saved(driver: Any, dialog: Any, out: Path, choose: Any) -> str:
    """Save under a name and return what the window says."""
    choose("ask_save_as", (out, ""))
    dialog.save.click()
    notice = driver.window.notices
    driver.wait_for(lambda: notice.isVisible() and out.name in notice.text.accessibleName())
    return str(notice.text.accessibleName())


def test_a_filtered_map_is_exported_opened_and_clicked(
    open_window: Any,
    sample: Path,
    tmp_path: Path,
    press: Any,
    choose: Any,
    picture: Any,
    monkeypatch: Any,
) -> None:
    driver = open_window(sample)
    window = driver.window
    driver.qtbot.keyClicks(window.events.filter_bar.search, "plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    press(driver, "export_html")
    dialog = driver.dialog()
    driver.wait_for(lambda: "1 event" in dialog.preview.info.text(), timeout=60_000)
    assert "plant" in dialog.filter.text()
    driver.wait_for(lambda: dialog.preview.page is not None)
    picture(driver, "dialog")
    opened: list[Path] = []
    monkeypatch.setattr(commands, "_open_file", opened.append)
    out = tmp_path / "карта.html"
    saved(driver, dialog, out, choose)
    picture(driver, "saved")
    offers = {button.text(): button for button in window.notices.offers}
    offers["Open in browser"].click()
    assert [Path(path) for path in opened] == [out]

    page = PagePreview()
    with driver.qtbot.waitSignal(page.shown, timeout=20_000):
        page.show_page(out.read_bytes())

    def run(script: str) -> Any:
        with driver.qtbot.waitCallback(timeout=20_000) as done:
            page.page.runJavaScript(script, done)
        return done.args[0]

    driver.wait_for(lambda: run("typeof mapper === 'object' && mapper.ids().length") == 1)
    run("mapper.select(mapper.ids()[0]), 0")
    driver.wait_for(lambda: "Izhevsk" in run("document.body.innerText"))
    assert page.page.messages == []
    page.close_page()


def test_a_table_of_what_is_filtered_is_exported(
    open_window: Any, sample: Path, tmp_path: Path, press: Any, choose: Any
) -> None:
    driver = open_window(sample)
    driver.qtbot.keyClicks(driver.window.events.filter_bar.search, "plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    press(driver, "export_table")
    dialog = driver.dialog()
    driver.wait_for(lambda: "1 event" in dialog.preview.info.text(), timeout=60_000)
    out = tmp_path / "events.csv"
    saved(driver, dialog, out, choose)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["title"] for row in rows] == driver.titles()
    if driver.window.commands.dialog is not None:
        driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
