"""Exporting through the window: choose, see what it will be, save, open what was saved."""

from __future__ import annotations

import dataclasses
import inspect
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QCoreApplication, QEvent, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QSpinBox, QWidget
from test_gui_import import drop, take

from mapper import export
from mapper.gui import commands, export_choice, export_work, settings
from mapper.gui.export_choice import DATA, KINDS, MAPS, ExportChoice, write
from mapper.gui.export_dialog import ExportDialog
from mapper.gui.web import PagePreview
from mapper.model.errors import CancelledError
from mapper.model.filters import EventFilter
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
Choose = Callable[[str, Any], None]

#: Events of a page, 0 while it is not ready.
_EVENTS = "(() => { try { return mapper.counts().events; } catch { return 0; } })()"


@pytest.fixture
def open_export(open_window: Open) -> Any:
    """Return a function that opens the dialog on a project."""

    def open_it(path: Path, command: str = "export_html") -> tuple[Any, ExportDialog]:
        driver = open_window(path)
        driver.window.actions_table[command].trigger()
        dialog = driver.dialog()
        built(driver, dialog)
        return driver, dialog

    return open_it


def built(driver: Any, dialog: ExportDialog) -> None:
    """Wait for the preview of what is chosen now."""
    driver.wait_for(lambda: "Building" not in text(dialog.preview.info), timeout=60_000)


def end(driver: Any, dialog: ExportDialog) -> None:
    dialog.reject()
    driver.wait_for(lambda: driver.window.commands.dialog is None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def text(label: Any) -> str:
    return str(label.text().replace("\u200b", ""))


def in_page(driver: Any, page: PagePreview, script: str) -> Any:
    assert page.page is not None
    with driver.qtbot.waitCallback(timeout=20_000) as done:
        page.page.runJavaScript(script, done)
    return done.args[0]


def wait_for_title(driver: Any, page: PagePreview, title: str) -> None:
    script = "document.querySelector('h1')?.textContent"
    driver.wait_for(lambda: in_page(driver, page, script) == title)


def test_chosen_previewed_saved_and_opened(
    open_export: Any, sample: Path, tmp_path: Path, choose: Choose, monkeypatch: Any
) -> None:
    driver, dialog = open_export(sample)
    assert not dialog.isModal()
    assert "events" in text(dialog.preview.info)
    dialog.options.title.setText("Reported <b>strikes</b>")
    dialog.options.introduction.setPlainText("What was reported.")
    dialog.options.language.setCurrentIndex(dialog.options.language.findData("uk"))
    built(driver, dialog)
    page = dialog.preview.page
    assert page is not None
    wait_for_title(driver, page, "Reported <b>strikes</b>")
    assert in_page(driver, page, "document.documentElement.lang") == "uk"
    driver.wait_for(lambda: in_page(driver, page, _EVENTS) > 0)
    assert page.page is not None
    assert page.page.messages == []
    said = text(dialog.preview.info)
    out = tmp_path / "map.html"
    opened: list[str] = []
    monkeypatch.setattr(commands, "_open_file", lambda path: opened.append(str(path)))
    choose("ask_save_as", (out, ""))
    dialog.save.click()
    driver.wait_for(driver.window.notices.isVisible)
    notice = driver.window.notices
    assert text(notice.text).startswith("Saved map.html: ")
    # The size that was promised is the one that was written.
    assert said.split(", ")[-1] in text(notice.text)
    assert [button.text() for button in notice.offers] == ["Open in browser", "Show in folder"]
    for button in notice.offers:
        button.click()
    assert opened == [str(out.resolve()), str(tmp_path.resolve())]
    saved = PagePreview()
    with driver.qtbot.waitSignal(saved.shown, timeout=20_000):
        saved.show_page(out.read_bytes())
    wait_for_title(driver, saved, "Reported <b>strikes</b>")
    saved.close_page()
    assert out.read_text(encoding="utf-8").count("What was reported.") > 0


def test_the_days_that_have_a_front_are_said_and_completed(open_export: Any, sample: Path) -> None:
    driver, dialog = open_export(sample)
    assert text(dialog.options.front_days) == "A front of 1 July 2025"
    completer = dialog.options.day.completer()
    completer.setCompletionPrefix("07")
    assert completer.currentCompletion() == "2025-07-01"
    end(driver, dialog)


def test_choices_are_remembered_for_the_project(open_export: Any, sample: Path) -> None:
    driver, dialog = open_export(sample)
    dialog.show_kind("svg")
    dialog.options.width_mm.setValue(120)
    dialog.options.sources.setChecked(False)
    dialog.options.columns["weapon"].setChecked(False)
    end(driver, dialog)
    driver.window.actions_table["export_html"].trigger()
    again = driver.dialog().choice
    assert (again.kind, again.width_mm, again.sources) == ("svg", 120.0, False)
    assert again.columns is not None
    assert "weapon" not in again.columns
    end(driver, driver.dialog())
    assert settings.export_choice(sample.with_name("other.gpkg")) == {}


def test_what_is_remembered_wrongly_is_as_proposed() -> None:
    assert ExportChoice.from_settings({"kind": "exe", "dpi": "many", "layers": 3, "x": 1}) == (
        ExportChoice()
    )
    kept = ExportChoice(kind="kml", columns=("weapon",), generalise_m=5_000.0)
    assert ExportChoice.from_settings(kept.for_settings()) == kept
    assert set(MAPS) | set(DATA) == set(KINDS)


@pytest.mark.parametrize("kind", DATA)
def test_tables_show_their_first_rows(
    open_export: Any, sample: Path, tmp_path: Path, choose: Choose, kind: Any
) -> None:
    driver, dialog = open_export(sample, "export_table")
    assert dialog.choice.kind == "csv"
    dialog.show_kind(kind)
    built(driver, dialog)
    if kind in ("geojson", "kml"):
        assert dialog.preview.text.toPlainText().startswith(("{", "<?xml"))
    else:
        header = dialog.preview.table.horizontalHeaderItem(0)
        assert header is not None
        assert header.text() == "event_id"
        assert dialog.preview.table.rowCount() > 0
    # Whatever ending was typed, what was chosen is written.
    choose("ask_save_as", (tmp_path / "events.v2", ""))
    dialog.save.click()
    driver.wait_for(lambda: (tmp_path / f"events.v2.{kind}").exists())
    driver.wait_for(driver.window.notices.isVisible)


def test_a_figure_is_drawn_as_it_will_be(open_export: Any, sample: Path) -> None:
    driver, dialog = open_export(sample)
    dialog.show_kind("pdf")
    dialog.options.width_mm.setValue(90)
    dialog.options.height_mm.setValue(120)
    built(driver, dialog)
    picture = dialog.preview.picture.pixmap()
    assert picture.height() > picture.width() > 50
    assert "kB" in text(dialog.preview.info) or "MB" in text(dialog.preview.info)
    end(driver, dialog)


@pytest.mark.with_map
def test_a_figure_shows_the_part_and_the_ways_that_are_chosen(
    open_export: Any, sample: Path, monkeypatch: Any
) -> None:
    driver, dialog = open_export(sample)
    dialog.show_kind("svg")
    built(driver, dialog)
    driver.wait_for(lambda: driver.window.map_view.look is not None)
    dialog.options.as_shown.click()
    west, south, east, north = (float(part) for part in dialog.choice.bounds.split(", "))
    look = driver.window.map_view.look
    assert west < look.lon < east
    assert south < look.lat < north
    built(driver, dialog)
    drawn: list[dict[str, Any]] = []
    figure = export_choice.export.figure

    def keep(source: Any, path: Path, **options: Any) -> Any:
        drawn.append(options)
        return figure(source, path, **options)

    monkeypatch.setattr(export_choice.export, "figure", keep)
    dialog.options.bounds.setText("22; 40; 60,5; 60")
    dialog.options.layers["measurements"].setChecked(False)
    # The one in the sample whose place is exact.
    with open_project(sample) as project:
        events = project.events
    [event_id] = events[events["geo_precision"] == "settlement"]["event_id"].tolist()[:1]
    assert driver.window.selection.select(event_id)
    dialog.options.measure.setChecked(True)
    built(driver, dialog)
    driver.wait_for(
        lambda: bool(drawn) and drawn[-1]["measurements"] == (event_id,), timeout=60_000
    )
    built(driver, dialog)
    assert drawn[-1]["bounds"] == (22.0, 40.0, 60.5, 60.0)
    assert drawn[-1]["layers"] == ("events", "control_areas", "lines_of_contact")
    assert dialog.preview.picture.pixmap().width() > 50
    dialog.options.bounds.setText("somewhere")
    assert text(dialog.preview.info) == "No preview"
    assert "west, south, east, north" in text(dialog.preview.message)
    end(driver, dialog)
    driver.window.actions_table["export_html"].trigger()
    again = driver.dialog()
    assert (again.choice.bounds, again.choice.measure) == ("somewhere", True)
    end(driver, again)


def test_a_large_picture_is_previewed_small(
    open_export: Any, sample: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(export_work, "_SCREEN_PX", 300)
    driver, dialog = open_export(sample)
    for most in (export_work._MOST_PIXELS, 1_000):
        monkeypatch.setattr(export_work, "_MOST_PIXELS", most)
        kept: list[Any] = []
        dialog._work.built.connect(kept.append)
        dialog.show_kind("png")
        dialog.options.dpi.setValue(90 if most > 1_000 else 95)
        built(driver, dialog)
        driver.wait_for(lambda kept=kept: bool(kept) and kept[-1].picture is not None)
        assert kept[-1].picture.width() == 300
        assert kept[-1].size > 10_000
    end(driver, dialog)


def test_every_option_of_the_command_line_is_in_the_dialog() -> None:
    of_exports = {
        *inspect.signature(export.html).parameters, *inspect.signature(export.figure).parameters
    }  # fmt: skip
    elsewhere = {"source", "path", "filter", "check", "most_events"}
    called = {
        "title": "heading", "preview": "picture", "measurements": "measured",
        "size_mm": "width_mm",
    }  # fmt: skip
    fields = {field.name for field in dataclasses.fields(ExportChoice)}
    assert {called.get(name, name) for name in of_exports - elsewhere} <= fields


def test_the_filter_and_edits_are_followed(open_export: Any, sample: Path) -> None:
    driver, dialog = open_export(sample, "export_table")
    before = dialog.preview.table.rowCount()
    assert text(dialog.filter) == "All events: nothing is filtered."
    title = driver.titles()[0]
    driver.window.events.filter_bar.search.setText(title)
    driver.wait_for(lambda: text(dialog.filter).startswith("Filter: "))
    built(driver, dialog)
    assert 0 < dialog.preview.table.rowCount() < before
    end(driver, dialog)


def test_formulas_are_shown_harmless(open_window: Open, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    file.write_text("event_id,title,date,latitude,longitude\na,=1+1,2025-07-01,50,36\n")
    driver = open_window(empty)
    take(driver, drop(driver, file))
    driver.window.actions_table["export_table"].trigger()
    dialog = driver.dialog()
    built(driver, dialog)
    table = dialog.preview.table
    cells = [table.item(0, n) for n in range(table.columnCount())]
    assert "'=1+1" in [cell.text() for cell in cells if cell is not None]
    end(driver, dialog)


def test_of_many_events_a_part_is_previewed_and_said(
    open_export: Any, sample: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(export_work, "MOST_EVENTS", 2)
    driver, dialog = open_export(sample)
    said = text(dialog.preview.info)
    assert said.startswith("3 events, about ")
    assert said.endswith(". The preview has the first 2 of them.")
    page = dialog.preview.page
    assert page is not None
    driver.wait_for(lambda: in_page(driver, page, _EVENTS) == 2)
    end(driver, dialog)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson", "kml"])
def test_the_size_of_many_events_is_reckoned(
    open_window: Open, empty: Path, tmp_path: Path, monkeypatch: Any, kind: Any
) -> None:
    file = tmp_path / "reports.csv"
    rows = [f"e{n},Report number {n} of the day,2025-07-01,50,36\n" for n in range(3_000)]
    file.write_text("event_id,title,date,latitude,longitude\n" + "".join(rows))
    driver = open_window(empty)
    take(driver, drop(driver, file))
    monkeypatch.setattr(export_work, "MOST_EVENTS", 300)
    told: list[Any] = []
    driver.window.commands._export_work.built.connect(told.append)
    driver.window.actions_table["export_table"].trigger()
    dialog = driver.dialog()
    dialog.show_kind(kind)
    driver.wait_for(lambda: bool(told) and told[-1].choice.kind == kind, timeout=60_000)
    assert told[-1].events == 300
    assert "3,000 events, about " in text(dialog.preview.info)
    whole = tmp_path / f"whole.{kind}"
    with open_project(empty) as project:
        export.table(project, whole)
    assert told[-1].size == pytest.approx(whole.stat().st_size, rel=0.15)
    end(driver, dialog)


def test_what_is_wrong_is_said_where_it_stands(open_export: Any, sample: Path) -> None:
    driver, dialog = open_export(sample)
    options = dialog.options
    refused = {"someday": "Not a day: 2025-07-01 or 1 July 2025.", "2025-07": "Not a single day"}
    for typed, said in refused.items():
        options.day.setText(typed)
        assert text(options.why_day).startswith(said)
        assert options.day.property("wrong")
        assert not dialog.save.isEnabled()
        assert text(dialog.preview.info) == "No preview"
    # Of no meaning for a table.
    dialog.show_kind("csv")
    assert dialog.save.isEnabled()
    dialog.show_kind("png")
    options.day.setText("1 July 2025")
    assert options.why_day.isHidden()
    for typed, said in (
        ("22, 44, 40", "Not four numbers: west, south"),
        ("22, 53, 40, 44", "No part of the Earth: west, south"),
    ):
        options.bounds.setText(typed)
        assert text(options.why_bounds).startswith(said)
        assert not dialog.save.isEnabled()
    options.bounds.setText("")
    assert dialog.save.isEnabled()
    built(driver, dialog)
    assert "events" in text(dialog.preview.info)
    # What is found out only by drawing it is a sentence, too, with what to do.
    options.width_mm.setValue(50)
    options.height_mm.setValue(50)
    built(driver, dialog)
    assert text(dialog.preview.message).endswith("choose a larger size.")
    assert not dialog.save.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    driver.wait_for(lambda: driver.window.commands.dialog is None)


def test_a_figure_is_shown_before_its_file_is_made(
    open_window: Open, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = threading.Event()
    true_write = export_work.write

    def slow(choice: ExportChoice, *values: Any) -> Any:
        if choice.kind == "pdf":
            waiting.wait(20)
        return true_write(choice, *values)

    monkeypatch.setattr(export_work, "write", slow)
    settings.set_export_choice(sample, ExportChoice(kind="pdf").for_settings())
    driver = open_window(sample)
    driver.window.actions_table["export_html"].trigger()
    dialog = driver.dialog()
    driver.wait_for(lambda: dialog.preview.picture.pixmap().width() > 50, timeout=60_000)
    assert text(dialog.preview.info).endswith("Building the preview…")
    waiting.set()
    built(driver, dialog)
    assert "kB" in text(dialog.preview.info)
    end(driver, dialog)


def test_what_was_not_saved_can_be_saved_elsewhere(
    open_export: Any, sample: Path, tmp_path: Path, choose: Choose
) -> None:
    driver, dialog = open_export(sample, "export_table")
    dialog.show_kind("kml")
    choose("ask_save_as", (tmp_path / "nowhere" / "out.kml", ""))
    dialog.save.click()
    notice = driver.window.notices
    driver.wait_for(notice.isVisible)
    assert "its folder does not exist" in text(notice.text)
    [again] = notice.offers
    again.click()
    dialog = driver.dialog()
    assert dialog.choice.kind == "kml"
    choose("ask_save_as", (tmp_path / "out.kml", ""))
    built(driver, dialog)
    dialog.save.click()
    driver.wait_for((tmp_path / "out.kml").exists)
    driver.wait_for(lambda: "Saved out.kml" in text(notice.text))


def test_what_tab_reaches_has_a_name(open_export: Any, sample: Path) -> None:
    driver, dialog = open_export(sample)
    dialog.show_kind("png")
    built(driver, dialog)
    reached = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(reached) > 10
    unnamed = [
        widget
        for widget in reached
        if not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.parent() not in reached
        and not isinstance(widget, QSpinBox)
    ]
    assert unnamed == []
    end(driver, dialog)


def test_a_read_only_project_is_exported(open_export: Any, sample: Path) -> None:
    with open_project(sample, mode="rw"):
        driver, dialog = open_export(sample)
        assert "events" in text(dialog.preview.info)
        end(driver, dialog)


@pytest.mark.parametrize("kind", ["html", "png", "csv"])
def test_what_is_given_up_replaces_no_file(sample: Path, tmp_path: Path, kind: Any) -> None:
    out = tmp_path / f"out.{kind}"
    out.write_text("before")
    asked = 0

    def give_up() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise CancelledError("Exporting")

    with open_project(sample) as project, pytest.raises(CancelledError):
        write(ExportChoice(kind=kind), EventFilter(), out, project, give_up)
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.glob("*out*")] == [out.name]


@pytest.mark.parametrize(("width", "height"), [(1000, 700), (1500, 900)])
def test_the_dialog_fits_the_window_and_the_screen(
    width: int, height: int, open_window: Open, sample: Path
) -> None:
    driver = open_window(sample)
    driver.window.resize(width, height)
    driver.window.actions_table["export_html"].trigger()
    dialog = driver.dialog()
    screen = dialog.screen().availableGeometry()
    assert dialog.width() <= min(width, screen.width())
    assert dialog.height() <= min(height, screen.height())
    assert dialog.preview.width() >= 250
    end(driver, dialog)


def test_the_number_of_events_is_told_before_the_preview_is_there(
    open_window: Open, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    waiting = threading.Event()
    true_write = export_work.write

    def slow(*values: Any) -> Any:
        waiting.wait(20)
        return true_write(*values)

    monkeypatch.setattr(export_work, "write", slow)
    with open_project(sample, "rw") as project:
        project.update_events([project.events["event_id"].iloc[0]], sensitive=True)
    driver = open_window(sample)
    driver.window.actions_table["export_table"].trigger()
    dialog = driver.dialog()
    driver.wait_for(lambda: text(dialog.preview.info).startswith("2 events"))
    said.append(text(dialog.preview.info))
    waiting.set()
    built(driver, dialog)
    assert said == ["2 events; 1 left out. Building the preview…"]
    assert text(dialog.preview.info).startswith("2 events; 1 left out, ")
    end(driver, dialog)
