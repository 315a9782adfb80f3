"""Importing and exporting through the window, with the person's own files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mapper.project import open_project

Open = Callable[..., Any]
Choose = Callable[[str, Any], None]

TABLE = """title,date,latitude,longitude,place
Strike in Kharkiv,2025-07-01,49.99,36.23,Харків
Strike nowhere,2025-07-01,536,36.23,Nowhere
Strike in Odesa,2025-07-02,46.48,30.73,Одеса
"""


def test_importing_accounts_for_every_row(
    open_window: Open, empty: Path, tmp_path: Path, choose: Choose
) -> None:
    file = tmp_path / "strikes.csv"
    file.write_text(TABLE, encoding="utf-8")
    driver = open_window(empty)
    window = driver.window
    choose("ask_imports", [file])
    window.actions_table["import"].trigger()
    report = driver.dialog()
    assert report.summary.text() == "2 added, 1 rejected."
    assert list(report.rows["row"]) == [2]
    saved = tmp_path / "rejected.csv"
    choose("ask_save", saved)
    report.save.click()
    assert "536" in saved.read_text(encoding="utf-8")
    report.close()
    driver.settle()
    assert driver.titles() == ["Strike in Odesa", "Strike in Kharkiv"]
    assert driver.in_map("mapper.counts().events") == 2

    window.actions_table["undo"].trigger()
    driver.settle()
    assert driver.titles() == []
    assert not window.actions_table["undo"].isEnabled()
    window.actions_table["redo"].trigger()
    driver.settle()
    assert len(driver.titles()) == 2


def test_a_failed_import_changes_nothing(open_window: Open, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n")
    driver = open_window(sample)
    driver.window.commands.import_files([file, tmp_path / "missing.csv"])
    report = driver.dialog()
    assert report.summary.text() == "Nothing was imported; the project is unchanged."
    report.close()
    driver.settle()
    assert len(driver.titles()) == 3
    driver.window.session.close()
    with open_project(sample) as project:
        assert len(project.events) == 3


def test_the_map_is_exported_as_filtered(
    open_window: Open, sample: Path, tmp_path: Path, choose: Choose
) -> None:
    driver = open_window(sample)
    window = driver.window
    driver.qtbot.keyClicks(window.events.filter_bar.search, "izhevsk plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    out = tmp_path / "map.html"
    choose("ask_save", out)
    window.actions_table["export_html"].trigger()
    result = driver.dialog()
    assert out.stat().st_size > 10_000
    assert result.words.text().startswith("1 event; 2 left out")
    result.close()


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg"])
def test_data_are_exported(
    open_window: Open, sample: Path, tmp_path: Path, choose: Choose, ending: str
) -> None:
    driver = open_window(sample)
    out = tmp_path / f"events.{ending}"
    choose("ask_save", out)
    driver.window.actions_table["export_table"].trigger()
    driver.dialog().close()
    assert out.stat().st_size > 100


def test_an_unwritable_target_is_a_sentence(
    open_window: Open, sample: Path, tmp_path: Path, choose: Choose
) -> None:
    driver = open_window(sample)
    choose("ask_save", tmp_path / "no such folder" / "map.html")
    driver.window.actions_table["export_html"].trigger()
    driver.wait_for(driver.window.notices.isVisible)
    assert "no such folder" in driver.window.notices.text.accessibleName()


def test_real_files_are_imported_clicked_and_measured(
    open_window: Open, empty: Path, shared_data: Path
) -> None:
    events = shared_data / "ucdp" / "UCDP-Ukraine_2023-06-23_isodate.csv"
    fronts = sorted((shared_data / "deepstate-daily").glob("*2025070[1-3].geojson"))
    rows = len(pd.read_csv(events, usecols=[0]))
    driver = open_window(empty)
    window = driver.window
    window.commands.import_files([events, *fronts])
    driver.wait_for(lambda: window.commands.dialog is not None, timeout=120_000)
    report = window.commands.dialog
    assert "could not be read" not in report.summary.text()
    report.close()
    driver.settle(timeout=180_000)
    assert len(driver.titles()) + len(report.rows) == rows
    assert driver.in_map("mapper.counts().fronts") == 3
    table = window.events.table
    for _ in range(5):
        table.step(1)
    driver.settle()
    assert window.panel.detail is not None
    assert window.selection.answer is not None
    assert window.selection.answer.refused
