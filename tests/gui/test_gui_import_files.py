"""Importing several files: what is told of each, also of one that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapper.gui.import_dialog import ImportDialog
from mapper.gui.import_known import known_of
from mapper.gui.import_list import FilesModel

Open = Callable[..., Any]

TABLE = "title,date,latitude,longitude\nStrike,2025-07-01,49.99,36.23\n"


def drop(driver: Any, *files: Path) -> ImportDialog:
    driver.window.commands.take_dropped(list(files))
    dialog: ImportDialog = driver.dialog()
    driver.wait_for(lambda: bool(dialog.importer.files) and not dialog.importer.busy)
    return dialog


def test_what_is_known_of_a_file_is_where_it_is_and_how_it_begins(tmp_path: Path) -> None:
    text = tmp_path / "half.geojson"
    text.write_text('{"type":\n "FeatureCollection"', encoding="utf-8")
    told = known_of(text)
    assert f"Folder: {tmp_path}" in told
    assert 'It begins with: {"type": "FeatureCollection"' in told
    assert "Size: 1 kB" in told
    assert "Last changed: " in told
    assert "Get it again, or save it as one of them" in told


def test_bytes_that_are_no_text_are_not_shown_as_letters(tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_bytes(b"\x00\x01\xff\xfe" + b"garbage" * 90)
    assert "no text: 00 01 ff fe 67" in known_of(file)
    # A character that the first bytes end within is no reason to call it so.
    file.write_bytes("ж".encode() + b"a" * 298 + "ж".encode())
    assert "It begins with: жaaa" in known_of(file)
    file.write_bytes(b"")
    assert "Size: empty" in known_of(file)
    assert known_of(tmp_path / "gone.csv") == f"Folder: {tmp_path}"


def test_the_dialog_tells_it_in_place_of_rows(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    broken, good = tmp_path / "broken.csv", tmp_path / "strikes.csv"
    broken.write_bytes(b"\x00\x01\x02garbage")
    good.write_text(TABLE, encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, broken, good)
    assert dialog.windowTitle() == "Import into empty"
    dialog.list.selectRow(0)
    assert dialog.detail.pages.tabText(0) == "What is known"
    assert "no text: 00 01 02 67" in dialog.detail.preview.note.accessibleName()
    assert dialog.detail.preview.note.isVisible()
    dialog.list.selectRow(1)
    assert dialog.detail.pages.tabText(0) == "First rows"
    assert dialog.detail.preview.rows.isVisible()


def test_names_of_files_have_room_in_a_narrow_dialog(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "deepstatemap_data_20250701.csv"
    file.write_text(TABLE, encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, file)
    dialog.resize(800, 600)
    driver.qtbot.wait(50)
    hidden = [dialog.list.isColumnHidden(section) for section in range(3, 8)]
    assert hidden == [False, True, True, False, True]
    shown = dialog.list.columnWidth(0) - 40
    assert dialog.list.fontMetrics().horizontalAdvance(file.name) < shown
    # Nothing of it is new once it is taken.
    dialog.take.click()
    driver.wait_for(lambda: driver.window.commands.dialog is None)
    driver.settle()
    dialog = drop(driver, file)
    assert not dialog.list.isColumnHidden(5)
    assert dialog.summary.text() == "Nothing new: the project has all of it already."


def test_two_files_of_one_feed_are_counted_file_by_file(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    head = "event_id,feed,title,date_start,date_end,lon,lat\n"
    for name, rows in (("old", "ab"), ("new", "abc")):
        text = "".join(f"{one},own,Strike {one},2025-07-01,2025-07-01,36,49\n" for one in rows)
        (tmp_path / f"{name}.csv").write_text(head + text, encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, tmp_path / "old.csv", tmp_path / "new.csv")
    assert dialog.summary.text() == (
        "Ready: 5 new events. Counted file by file: what several hold is taken once."
    )
    dialog.importer.files[1].wanted = False
    dialog.list.files.wanted_changed.emit()
    assert "file by file" not in dialog.summary.text()


def test_a_count_is_never_cut(
    open_window: Open, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FilesModel._text

    def million(model: FilesModel, file: Any, column: int) -> str:
        return "1,500,000" if column == 3 else text(model, file, column)

    monkeypatch.setattr(FilesModel, "_text", million)
    file = tmp_path / "strikes.csv"
    file.write_text(TABLE, encoding="utf-8")
    dialog = drop(open_window(empty), file)
    table = dialog.list
    assert table.columnWidth(3) >= table.fontMetrics().horizontalAdvance("1,500,000")
    assert table.columnWidth(3) >= table.sizeHintForColumn(3)
    dialog.reject()
