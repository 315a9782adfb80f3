"""Files that cannot be read cost nothing and say why, and what could be done is offered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt

from mapper.project import open_project


def test_a_file_without_places_is_refused_with_its_reasons(
    open_window: Any, sample: Path, tmp_path: Path, drop: Any, picture: Any
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    broken = tmp_path / "fronts.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [{"type": "Fea')
    driver = open_window(sample)
    window = driver.window
    before, step = driver.titles(), window.session.data.undo_name
    drop(driver, letter, broken)
    dialog = driver.dialog()
    driver.wait_for(lambda: len(dialog.importer.files) == 2 and not dialog.importer.busy)
    assert not dialog.take.isEnabled()
    listed = dialog.list.files
    said = {}
    for file in dialog.importer.files:
        dialog.list.setCurrentIndex(listed.index(listed.row_of(file), 0))
        said[file.file.name] = dialog.detail.error.accessibleName()
    assert "PDF" in said["letter.pdf"]
    assert "fronts.geojson" in said["fronts.geojson"]
    picture(driver, "refused")
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    driver.wait_for(lambda: window.commands.dialog is None)
    driver.settle()
    assert driver.titles() == before
    assert window.session.data.undo_name == step


def test_rows_that_are_wrong_are_listed_and_the_project_is_as_it_was(
    open_window: Any, sample: Path, tmp_path: Path, drop: Any, picture: Any
) -> None:
    table = tmp_path / "reports.csv"
    table.write_text(
        "title,date,latitude,longitude\n"
        "No such day,2025-02-30,48.5,37.5\n"
        "No such place,2025-07-01,536,37.5\n"
    )
    driver = open_window(sample)
    window = driver.window
    before = driver.titles()
    drop(driver, table)
    dialog = driver.dialog()
    driver.wait_for(lambda: bool(dialog.importer.files) and not dialog.importer.busy)
    assert dialog.summary.text() == "There is nothing to import."
    # Why comes first.
    assert dialog.detail.pages.currentWidget() is dialog.detail.rejected
    assert not dialog.take.isEnabled()
    picture(driver, "rejected")
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    driver.wait_for(lambda: window.commands.dialog is None)
    driver.settle()
    assert driver.titles() == before
    window.session.close()
    with open_project(sample) as project:
        assert len(project.events) == len(before)
