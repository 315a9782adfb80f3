"""A ZIP in the import dialog: what is inside, and an answer for each file of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QDate, Qt
from test_gui_import import drop, take

from mapper.gui import settings

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]

FRONT = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    '{"type":"Polygon","coordinates":[[[36,47],[39,47],[39,49],[36,49],[36,47]]]}}]}'
)
LOG = "title,date,lat,lon\nA,01/02/2025,50,30\nB,03/04/2025,51,31\n"
STRIKES = (
    "Назва,Дата,Широта,Довгота\nУдар по Харкову,2025-07-01,49.99,36.23\nБез місця,2025-07-02,,\n"
)


def pack(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def listed(dialog: Any) -> list[tuple[str, str, str]]:
    model = dialog.list.files
    rows = [[model.index(row, n).data() for n in range(3)] for row in range(model.rowCount())]
    return [(name.strip(), title, state) for name, title, state in rows]


def settled(driver: Any, dialog: Any) -> None:
    driver.wait_for(lambda: not dialog.importer.busy)


def test_files_of_three_kinds_are_listed_and_each_can_be_seen(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    files = {
        "bad.geojson": '{"type": "Feat',
        "deepstate 20250701.geojson": FRONT,
        "дані/удари.csv": STRIKES,
        "log.csv": LOG.replace("01/02", "31/02").replace("03/04", "30/04"),
    }
    driver = open_window(empty)
    dialog = drop(driver, pack(tmp_path / "set.zip", files))
    assert listed(dialog) == [
        ("set.zip", "2 kinds of files", "Ready"),
        ("bad.geojson", "", "Cannot be read"),
        ("deepstate 20250701.geojson", "DeepState, daily mirror", "1 row"),
        ("log.csv", "Table of events", "2 rows"),
        ("удари.csv", "Table of events", "2 rows"),
    ]
    model = dialog.list.files
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is not None
    assert not model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsUserCheckable
    dialog.list.setCurrentIndex(model.index(4, 0))
    assert dialog.detail.inside.text() == "удари.csv, in set.zip"
    columns = dialog.detail.preview.columns.model()
    assert [columns.index(0, n).data() for n in range(4)] == [
        "Title", "Date", "Latitude", "Longitude",
    ]  # fmt: skip
    assert dialog.detail.preview.rows.model().rowCount() == 2
    dialog.list.setCurrentIndex(model.index(1, 0))
    assert "JSON ends too early" in dialog.detail.error.text()
    assert not dialog.detail.preview.rows.isVisible()
    dialog.list.setCurrentIndex(model.index(4, 0))
    columns = dialog.detail.preview.columns.model()
    columns.setData(columns.index(0, 0), "description")
    settled(driver, dialog)
    file = dialog.importer.files[0]
    assert list(file.said) == ["удари.csv"]
    assert file.shown_look.fields["description"] == "Назва"
    assert file.looks()["log.csv"].fields["title"] == "title"
    assert dialog.list.currentIndex().row() == 4
    assert dialog.summary.text() == "Ready: 2 new events and 1 new front, 2 rejected."
    take(driver, dialog)
    assert settings.import_choice(file.signatures["удари.csv"]) is not None
    assert settings.import_choice(file.signatures["log.csv"]) is None


def test_each_file_is_asked_about_and_the_archive_read_once_all_is_answered(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    files = {"deepstate a.geojson": FRONT, "deepstate b.geojson": FRONT, "log.csv": LOG}
    driver = open_window(empty)
    dialog = drop(driver, pack(tmp_path / "set.zip", files))
    question = dialog.detail.question
    assert question.title.text().startswith("log.csv: Are its dates")
    assert not question.use_for_all.isVisible()
    question.boxes["date_order"].setCurrentIndex(1)
    question.use.click()
    settled(driver, dialog)
    for number, name in enumerate(("deepstate a.geojson", "deepstate b.geojson"), start=1):
        assert question.title.text() == f"{name}: Which day does this file show?"
        assert question.use_for_all.isVisible() == (number == 1)
        assert [state for _, _, state in listed(dialog)].count("Needs an answer") == 4 - number
        question.day.setDate(QDate(2025, 7, number))
        driver.qtbot.keyClick(question.day, Qt.Key.Key_Return)
        settled(driver, dialog)
    assert dialog.summary.text() == "Ready: 2 new events and 2 new fronts."
    take(driver, dialog)
    data = driver.window.session.data
    assert sorted(data.events["date_start"]) == ["2025-01-02", "2025-03-04"]
    assert sorted(data.control_areas["as_of"]) == ["2025-07-01", "2025-07-02"]


def test_one_answer_for_all_that_ask_the_same(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    files = {f"log {n}.csv": LOG.replace(",5", f",{n}") for n in (2, 3, 4)}
    driver = open_window(empty)
    dialog = drop(driver, pack(tmp_path / "set.zip", files))
    question = dialog.detail.question
    assert question.use_for_all.text() == "Use for all 3 that ask this"
    question.boxes["date_order"].setCurrentIndex(0)
    question.use_for_all.click()
    settled(driver, dialog)
    assert dialog.summary.text() == "Ready: 6 new events."
    assert {said.columns["date_order"] for said in dialog.importer.files[0].said.values()} == {
        "day-first"
    }


def test_a_file_in_a_zip_can_be_left_out(open_window: Open, empty: Path, tmp_path: Path) -> None:
    files = {"codebook.csv": "Variable,Meaning\niso,Country\n", "удари.csv": STRIKES}
    driver = open_window(empty)
    dialog = drop(driver, pack(tmp_path / "set.zip", files))
    assert dialog.detail.question.title.text().startswith("codebook.csv: ")
    dialog.detail.question.leave_out.click()
    settled(driver, dialog)
    assert [state for _, _, state in listed(dialog)] == ["Ready", "Left out", "2 rows"]
    assert "Left out, as you said: codebook.csv." in dialog.detail.notes.text()
    model, tick = dialog.list.files, Qt.ItemDataRole.CheckStateRole
    assert model.index(1, 0).data(tick) == Qt.CheckState.Unchecked
    model.setData(model.index(2, 0), Qt.CheckState.Unchecked.value, tick)
    settled(driver, dialog)
    assert "every file in it is left out" in dialog.importer.files[0].error
    model.setData(model.index(2, 0), Qt.CheckState.Checked.value, tick)
    settled(driver, dialog)
    assert dialog.summary.text() == "Ready: 1 new event, 1 rejected."


def test_a_zip_of_one_file_is_shown_as_that_file(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    driver = open_window(empty)
    dialog = drop(driver, pack(tmp_path / "one.zip", {"log.csv": LOG}))
    assert [name for name, _, _ in listed(dialog)] == ["one.zip"]
    assert not dialog.detail.inside.isVisible()
    assert dialog.detail.question.title.text().startswith("Are its dates")


@pytest.mark.parametrize("name", ["log.csv", "1.csv"])
def test_an_answer_is_remembered_for_its_kind_alone_or_in_a_zip(
    open_window: Open, empty: Path, tmp_path: Path, name: str
) -> None:
    driver = open_window(empty)
    files = {name: LOG, "удари.csv": STRIKES}
    dialog = drop(driver, pack(tmp_path / "set.zip", files))
    dialog.detail.question.boxes["date_order"].setCurrentIndex(1)
    dialog.detail.question.use.click()
    settled(driver, dialog)
    take(driver, dialog)
    alone = tmp_path / "alone.csv"
    alone.write_text(LOG.replace(",5", ",4"), encoding="utf-8")
    dialog = drop(driver, alone)
    assert dialog.importer.files[0].remembered
    assert dialog.importer.files[0].choice.columns == {"date_order": "month-first"}
    dialog.reject()
    driver.settle()
    dialog = drop(driver, pack(tmp_path / "more.zip", files))
    file = dialog.importer.files[0]
    assert file.state == "ready"
    assert file.remembered_for == {name}
    dialog.list.setCurrentIndex(dialog.list.files.index(dialog.list.files.row_of(file, name), 0))
    assert dialog.detail.forget.isVisible()
    dialog.detail.forget.click()
    settled(driver, dialog)
    assert file.state == "asking"


def test_labels_dropped_after_their_events_are_joined(
    open_window: Open, empty: Path, tmp_path: Path
) -> None:
    keys = "event_id,event_id_1pd,date,geonameid"
    events, labels = tmp_path / "info.csv", tmp_path / "labels.csv"
    events.write_text(f"{keys},longitude,latitude,text\n1,1,20220101,1,30.5,50.4,Strike\n")
    labels.write_text(f"{keys},t_uav_b\n1,1,20220101,1,1\n")
    driver = open_window(empty)
    dialog = drop(driver, events)
    dialog.importer.add([labels])
    driver.wait_for(lambda: len(dialog.importer.files) == 2 and not dialog.importer.busy)
    assert [state for _, _, state in listed(dialog)] == ["Ready", "Nothing to import"]
    take(driver, dialog)
    assert driver.window.session.data.events["weapon"].tolist() == ["drone"]
