"""Importing through the dialog: what a person drops, sees, answers and takes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from made_workbooks import xlsx
from PyQt6.QtCore import QDate, Qt
from shapely.geometry import Point

from mapper import readers
from mapper.gui import settings
from mapper.gui.import_columns import ColumnsModel
from mapper.gui.import_dialog import ImportDialog
from mapper.gui.import_folders import find_files
from mapper.gui.import_report import ImportReport
from mapper.model.errors import AnswerNeededError
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
Choose = Callable[[str, Any], None]

TABLE = """title,date,latitude,longitude,place
Strike in Kharkiv,2025-07-01,49.99,36.23,Харків
Strike nowhere,2025-07-01,536,36.23,Nowhere
Strike in Odesa,2025-07-02,46.48,30.73,Одеса
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table with two good rows and a bad one."""
    file = tmp_path / "strikes.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def drop(driver: Any, *files: Path, timeout: int = 60_000) -> ImportDialog:
    """Drop files on the window and wait until they are read."""
    driver.window.commands.take_dropped(list(files))
    dialog = driver.dialog()
    driver.wait_for(lambda: bool(dialog.importer.files) and not dialog.importer.busy, timeout)
    return dialog


def take(driver: Any, dialog: ImportDialog) -> None:
    """Press Enter and wait for the notice."""
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    driver.wait_for(lambda: driver.window.commands.dialog is None, timeout=120_000)
    driver.settle(timeout=180_000)


def test_one_drop_and_enter_imports_and_undo_takes_it_back(
    open_window: Open, empty: Path, table: Path
) -> None:
    driver = open_window(empty)
    dialog = drop(driver, table)
    assert dialog.summary.text() == "Ready: 2 new events, 1 rejected."
    assert dialog.take.isDefault()
    assert driver.titles() == []
    take(driver, dialog)
    assert driver.titles() == ["Strike in Odesa", "Strike in Kharkiv"]
    notices = driver.window.notices
    assert notices.text.accessibleName() == "Imported: 2 events added, 1 rejected."
    undo = next(button for button in notices.offers if button.text() == "Undo")
    undo.click()
    driver.settle()
    assert driver.titles() == []
    assert not notices.isVisible()


def test_escape_leaves_nothing_behind(open_window: Open, empty: Path, table: Path) -> None:
    driver = open_window(empty)
    dialog = drop(driver, table)
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    driver.settle()
    assert driver.window.commands.dialog is None
    assert driver.titles() == []
    assert not driver.window.actions_table["undo"].isEnabled()


def test_cancel_while_reading_leaves_nothing_behind(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    rows = "".join(f"Strike {n},2025-07-01,49.9,36.{n}\n" for n in range(20_000))
    file = tmp_path / "many.csv"
    file.write_text("title,date,lat,lon\n" + rows, encoding="utf-8")
    driver = open_window(empty)
    driver.window.commands.take_dropped([file])
    dialog = driver.dialog()
    driver.wait_for(lambda: bool(dialog.importer.files))
    dialog.cancel.click()
    driver.settle()
    assert driver.titles() == []


def test_a_folder_is_walked_and_what_is_passed_over_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "inner").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("a.csv", ".b.csv", "picture.png", "inner/c.geojson", "inner/c.md"):
        (folder / name).write_text("x")
    for ending in ("shp", "dbf", "shx"):
        (folder / f"layer.{ending}").write_text("x")
    found = find_files([folder, tmp_path / "d.xyz"], lambda: None)
    assert [path.name for path in found.in_folders] == ["a.csv", "layer.shp", "c.geojson"]
    assert [path.name for path in found.dropped] == ["d.xyz"]
    assert (found.hidden, found.unknown) == (2, 2)


def test_files_that_cannot_be_read_say_why_and_the_others_are_imported(
    open_window: Open, empty: Path, table: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "report.csv"
    bad.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    driver = open_window(empty)
    dialog = drop(driver, bad, table)
    assert dialog.take.text() == "Import 1 of 2 files"
    assert "PDF" in dialog.detail.error.accessibleName()
    listed = dialog.list.files
    unread = listed.index(listed.row_of(dialog.importer.files[0]), 0)
    assert unread.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert not unread.flags() & Qt.ItemFlag.ItemIsUserCheckable
    take(driver, dialog)
    assert len(driver.titles()) == 2
    report = next(b for b in driver.window.notices.offers if b.text() == "Report")
    report.click()
    shown = driver.window.commands.dialog
    assert isinstance(shown, ImportReport)
    assert list(shown.rows["row"]) == [2]
    shown.close()


def test_rejected_rows_are_saved_before_anything_is_taken(
    open_window: Open, empty: Path, table: Path, tmp_path: Path, choose: Choose
) -> None:
    driver = open_window(empty)
    dialog = drop(driver, table)
    saved = tmp_path / "rejected.csv"
    choose("ask_save", saved)
    dialog.save.click()
    dialog.reject()
    # Mended, the saved file is read again.
    mended = saved.read_text(encoding="utf-8-sig").replace("536", "53.6")
    saved.write_text(mended, encoding="utf-8")
    assert readers.read(saved).events["title"].tolist() == ["Strike nowhere"]


def test_a_column_read_otherwise_is_remembered_and_can_be_forgotten(
    open_window: Open, empty: Path, table: Path
) -> None:
    driver = open_window(empty)
    dialog = drop(driver, table)
    model = dialog.detail.preview.columns.model()
    assert isinstance(model, ColumnsModel)
    assert model.setData(model.index(0, 4), "admin1")
    driver.wait_for(lambda: not dialog.importer.busy)
    assert dialog.importer.files[0].look.fields["admin1"] == "place"
    assert "place_name" not in dialog.importer.files[0].look.fields
    take(driver, dialog)
    assert settings.import_choice(dialog_signature(table)) is not None

    table.write_text(TABLE.replace("2025-07-02", "2025-07-03"), encoding="utf-8")
    dialog = drop(driver, table)
    file = dialog.importer.files[0]
    assert file.remembered
    assert dialog.detail.remembered.isVisible()
    assert file.look.fields["admin1"] == "place"
    dialog.detail.forget.click()
    driver.wait_for(lambda: not dialog.importer.busy)
    assert file.look.fields["place_name"] == "place"
    assert settings.import_choice(dialog_signature(table)) is None
    dialog.reject()


def dialog_signature(file: Path) -> str:
    """Return the kind of a file as settings know it."""

    return readers.look(file).signature


def test_a_second_import_shows_each_change_and_keeps_edited_events_unless_ticked(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ids.csv"
    text = "id,title,date,lat,lon\n1,First,2025-07-01,50,36\n2,Second,2025-07-02,49,37\n"
    file.write_text(text, encoding="utf-8")
    driver = open_window(empty)
    take(driver, drop(driver, file))
    ids = driver.window.session.data.events["event_id"].tolist()
    driver.window.session.edit(lambda project, _p: project.update_events(ids[:1], title="Mine"))
    driver.settle()
    file.write_text(text.replace("First", "1st").replace("Second", "2nd"), encoding="utf-8")
    dialog = drop(driver, file)
    page = dialog.detail.changes
    model = page.table.model()
    cells = {
        tuple(model.index(row, column).data() for column in range(1, 4))
        for row in range(model.rowCount())
    }
    assert cells == {("Title", "Mine", "1st"), ("Title", "Second", "2nd")}
    row = next(n for n in range(model.rowCount()) if model.index(n, 2).data() == "Mine")
    tick = Qt.ItemDataRole.CheckStateRole
    assert model.index(row, 0).data(tick) == Qt.CheckState.Unchecked
    assert model.setData(model.index(row, 0), Qt.CheckState.Checked.value, tick)
    take(driver, dialog)
    assert sorted(driver.titles()) == ["1st", "2nd"]
    driver.window.session.close()
    with open_project(empty) as project:
        assert sorted(project.events["title"]) == ["1st", "2nd"]


def test_a_question_is_answered_in_the_dialog_and_the_answer_remembered(
    open_window: Open, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    file = tmp_path / "order.csv"
    file.write_text("title,date,lat,lon\nA,01/07/2025,50,36\n", encoding="utf-8")
    real = readers.read

    def read(path: Path, feed: Any, day: Any, columns: Any, progress: Any, **more: Any) -> Any:
        if "date_order" not in columns:
            raise AnswerNeededError("both orders fit", asks="date_order", file=path)
        return real(path, feed, day, columns, progress, **more)

    monkeypatch.setattr(readers, "read", read)
    driver = open_window(empty)
    dialog = drop(driver, file)
    question = dialog.detail.question
    assert question.isVisible()
    assert dialog.importer.files[0].state == "asking"
    assert not dialog.take.isEnabled()
    box = question.boxes["date_order"]
    assert box.currentIndex() == -1
    box.setCurrentIndex(box.findData("day-first"))
    question.use.click()
    driver.wait_for(lambda: not dialog.importer.busy)
    assert dialog.summary.text() == "Ready: 1 new event."
    take(driver, dialog)
    events = driver.window.session.data.events
    assert events["date_start"].tolist() == ["2025-07-01"]
    file.write_text("title,date,lat,lon\nB,02/07/2025,50,36\n", encoding="utf-8")
    dialog = drop(driver, file)
    assert dialog.summary.text() == "Ready: 1 new event."
    assert dialog.importer.files[0].remembered
    dialog.reject()


def test_the_day_of_a_front_is_asked(open_window: Open, empty: Path, tmp_path: Path) -> None:
    ring = [[36, 47], [39, 47], [39, 49], [36, 49], [36, 47]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    file = tmp_path / "held.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    driver = open_window(empty)
    dialog = drop(driver, file)
    question = dialog.detail.question
    assert question.title.accessibleName() == "Which day does this file show?"
    question.day.setDate(QDate(2025, 7, 1))
    driver.qtbot.keyClick(question.day, Qt.Key.Key_Return)
    driver.wait_for(lambda: not dialog.importer.busy)
    assert dialog.summary.text() == "Ready: 1 new front."
    take(driver, dialog)
    assert driver.window.session.data.control_areas["as_of"].tolist() == ["2025-07-01"]


def test_the_sheet_of_a_workbook_is_asked(open_window: Open, empty: Path, tmp_path: Path) -> None:
    head = ["title", "date", "lat", "lon"]
    first = [head, ["A", "2025-07-01", 50, 36]]
    second = [head, ["B", "2025-07-02", 49, 35], ["C", "2025-07-02", 49, 34]]
    file = xlsx(tmp_path / "книга.xlsx", {"Липень": first, "Серпень": second})
    driver = open_window(empty)
    dialog = drop(driver, file)
    question = dialog.detail.question
    box = question.boxes["sheet"]
    assert [box.itemText(number) for number in range(box.count())] == ["Липень", "Серпень"]
    assert not question.use.isEnabled()
    assert dialog.detail.preview.note.text() == "The rows follow your answer"
    box.setCurrentIndex(1)
    question.use.click()
    driver.wait_for(lambda: not dialog.importer.busy)
    take(driver, dialog)
    assert sorted(driver.titles()) == ["B", "C"]


def test_the_coordinate_system_is_asked(open_window: Open, empty: Path, tmp_path: Path) -> None:
    made = gpd.GeoDataFrame(
        {"title": ["A"], "date": ["2025-07-01"]}, geometry=[Point(500_000, 5_540_000)], crs=32637
    )
    made.to_file(tmp_path / "p.shp")
    file = tmp_path / "points.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for part in ("p.shp", "p.shx", "p.dbf"):
            packed.write(tmp_path / part, part)
    driver = open_window(empty)
    dialog = drop(driver, file)
    question = dialog.detail.question
    assert question.title.accessibleName() == "In which coordinate system is it?"
    assert question.edit is not None
    driver.qtbot.keyClicks(question.edit, "EPSG:32637")
    driver.qtbot.keyClick(question.edit, Qt.Key.Key_Return)
    driver.wait_for(lambda: not dialog.importer.busy)
    take(driver, dialog)
    position = driver.window.session.data.events.geometry[0]
    assert (position.x, position.y) == pytest.approx((39.0, 50.01), abs=0.02)


@pytest.mark.with_map
def test_real_folders_are_imported_as_one_step(
    open_window: Open, empty: Path, shared_data: Path
) -> None:
    driver = open_window(empty)
    dialog = drop(driver, shared_data / "deepstate-daily")
    assert all(file.state == "ready" for file in dialog.importer.files)
    assert "1 file of another kind" in dialog.passed_over.text()
    count = len(dialog.importer.files)
    take(driver, dialog)
    assert driver.in_map("mapper.counts().fronts") == count
    driver.window.actions_table["undo"].trigger()
    driver.settle()
    assert driver.in_map("mapper.counts().fronts") == 0


def test_rows_without_coordinates_are_placed_by_the_person_only(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    rows = "A,2025-07-13,Gulyai-Pole\nB,2025-07-14,Nowhere at all\nC,2025-07-14,Xyzzy\n"
    file.write_text("title,date,place\n" + rows, encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, file)
    assert dialog.detail.question.boxes["lat"].currentIndex() == -1
    assert not dialog.detail.question.use.isEnabled()
    assert dialog.detail.question.by_name.text() == "Place the rows by name"
    dialog.detail.question.by_name.click()
    asked = dialog.importer.files[0]
    driver.wait_for(lambda: asked.state == "ready" and asked.candidates is not None)
    assert asked.rejected == 3
    page = dialog.detail.places
    model = page.model
    choice = Qt.ItemDataRole.EditRole
    assert [model.index(row, 4).data(choice) for row in range(3)] == [None] * 3
    names = [model.index(row, 0).data() for row in range(3)]
    row = names.index("Gulyai-Pole")
    candidate = model.candidates(row)[0]
    model.choose([row], candidate)
    driver.wait_for(lambda: asked.state == "ready")
    page.table.selectRow(names.index("Xyzzy"))
    page.without.click()
    driver.wait_for(lambda: asked.state == "ready")
    assert dialog.summary.text() == "Ready: 2 new events, 1 rejected."
    take(driver, dialog)
    events = driver.window.session.data.events.set_index("title")
    assert events.geometry["A"].x == pytest.approx(candidate.lon)
    assert events.geometry["C"] is None


def test_rows_are_looked_up_under_another_name_or_placed_by_coordinates(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    rows = "".join(f"S{n},2025-07-13,Gulai Pole (Zap.)\n" for n in range(12))
    file.write_text(f"title,date,place\n{rows}B,2025-07-14,The depot\n", encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, file)
    dialog.detail.question.by_name.click()
    asked = dialog.importer.files[0]
    driver.wait_for(lambda: asked.state == "ready" and asked.candidates is not None)
    dialog.detail.pages.setCurrentWidget(dialog.detail.places)
    page, box = dialog.detail.places, dialog.detail.places.search.box

    def look_up(row: int, text: str) -> None:
        page.table.selectRow(row)
        page.look_up.click()
        driver.qtbot.keyClicks(box.edit, text)
        driver.qtbot.keyClick(box.edit, Qt.Key.Key_Return)
        driver.wait_for(lambda: bool(box.options.currentRow() == 0 or box.message.text()))

    assert [page.model.index(row, 0).data() for row in (0, 1)] == ["Gulai Pole (Zap.)", "The depot"]
    look_up(0, "Huliaipole")
    assert "12 rows" in page.search.title.text()
    listed = [box.options.item(row).text() for row in range(box.options.count())]
    assert listed[0] == "Huliaipole, Zaporizhzhia oblast, UA (pop. 13,446)"
    assert "Dnipropetrovsk oblast" in listed[1]
    driver.qtbot.keyClick(box.options, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not page.search.isVisible()
    driver.wait_for(lambda: asked.state == "ready")
    assert dialog.summary.text() == "Ready: 12 new events, 1 rejected."
    look_up(1, "No such place at all")
    assert box.message.text() == "No place of that name is known."
    driver.qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not page.search.isVisible()
    look_up(1, "47.6612N 36.2558E")
    driver.qtbot.keyClick(box.options, Qt.Key.Key_Return)
    driver.wait_for(lambda: asked.state == "ready" and not asked.rejected)
    assert "Huliaipole" in page.model.index(1, 4).data()
    take(driver, dialog)
    events = driver.window.session.data.events.set_index("title")
    assert (events["place_name"] == "Gulai Pole (Zap.)").sum() == 12
    note = "Placed by name: Huliaipole, Zaporizhzhia oblast, UA."
    assert events["notes"].tolist().count(note) == 12
    assert events.loc["B", "notes"] == "Placed by coordinates: 47.6612N 36.2558E"
    assert events.geometry["B"].x == pytest.approx(36.2558)


def test_a_column_of_both_coordinates_is_named_shown_and_correctable(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "points.csv"
    lines = ["Дата,Координати,Інше", "2025-07-01,POINT (36.23 49.99),46.48N 30.73E"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, file)
    asked = dialog.importer.files[0]

    def read_as() -> list[str]:
        model = dialog.detail.preview.columns.model()
        return [model.index(0, n).data() for n in range(3)]

    def choose(column: int, field: str) -> None:
        model = dialog.detail.preview.columns.model()
        model.setData(model.index(0, column), field)

    assert read_as() == ["Date", "Both coordinates", "not read"]
    assert asked.sketch.places == 1
    choose(2, "coordinates")
    driver.wait_for(lambda: asked.state == "ready")
    assert read_as() == ["Date", "not read", "Both coordinates"]
    assert asked.result.events.geometry[0].x == pytest.approx(30.73)
    choose(2, "")
    driver.wait_for(lambda: asked.state == "asking")
    assert "holds both" in dialog.detail.question.why.text()


def test_a_file_that_asks_is_shown_before_one_that_cannot_be_read(
    open_window: Open, sample: Path, tmp_path: Path
) -> None:
    empty, odd = tmp_path / "empty.csv", tmp_path / "odd.csv"
    empty.write_text("", encoding="utf-8")
    odd.write_text("a;b;c\n1;2;3\n", encoding="utf-8")
    driver = open_window(sample)
    dialog = drop(driver, empty, odd)
    assert dialog.list.file.file == odd
    assert dialog.list.file.question is not None
    # Also in a small window the files have their names.
    dialog.resize(880, 630)
    assert dialog.list.columnWidth(0) > dialog.fontMetrics().averageCharWidth() * 18
