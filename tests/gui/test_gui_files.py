"""Exporting, and importing what is real, through the window, with the person's own files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
Choose = Callable[[str, Any], None]


def test_the_map_is_exported_as_filtered(
    open_window: Open, sample: Path, tmp_path: Path, choose: Choose
) -> None:
    driver = open_window(sample)
    window = driver.window
    driver.qtbot.keyClicks(window.events.filter_bar.search, "izhevsk plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    out = tmp_path / "map.html"
    choose("ask_save_as", (out, "Interactive map (*.html)"))
    window.actions_table["export_html"].trigger()
    # Nobody has to wait for the preview.
    driver.dialog().save.click()
    driver.wait_for(window.notices.isVisible)
    assert '<html lang="en">' in out.read_text(encoding="utf-8")
    assert window.notices.text.accessibleName().startswith("Saved map.html: 1 event; 2 left out")


def test_an_unwritable_target_is_a_sentence(
    open_window: Open, sample: Path, tmp_path: Path, choose: Choose
) -> None:
    driver = open_window(sample)
    choose("ask_save_as", (tmp_path / "no such folder" / "map.html", ""))
    driver.window.actions_table["export_html"].trigger()
    driver.dialog().save.click()
    driver.wait_for(driver.window.notices.isVisible)
    assert "no such folder" in driver.window.notices.text.accessibleName()


@pytest.mark.with_map
def test_a_map_that_does_not_answer_is_offered_to_be_reloaded(
    open_window: Open, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(sample).window
    restarts = []
    monkeypatch.setattr(window.map_view.watch, "end_page", lambda: restarts.append(1))
    window.map_view.hung.emit(True)
    assert "does not answer" in window.notices.text.accessibleName()
    (reload,) = window.notices.offers
    reload.click()
    assert restarts == [1]
    window.map_view.hung.emit(False)
    assert window.notices.isHidden()


@pytest.mark.with_map
def test_real_files_are_imported_clicked_and_measured(
    open_window: Open, empty: Path, shared_data: Path
) -> None:
    events = shared_data / "ucdp" / "UCDP-Ukraine_2023-06-23_isodate.csv"
    fronts = sorted((shared_data / "deepstate-daily").glob("*2025070[1-3].geojson"))
    rows = len(pd.read_csv(events, usecols=[0]))
    driver = open_window(empty)
    window = driver.window
    window.commands.import_files([events, *fronts])
    dialog = driver.dialog()
    driver.wait_for(dialog.take.isEnabled, timeout=120_000)
    rejected = sum(file.rejected for file in dialog.importer.files)
    dialog.take.click()
    driver.wait_for(lambda: window.commands.dialog is None, timeout=120_000)
    driver.settle(timeout=180_000)
    assert len(driver.titles()) + rejected == rows
    assert driver.in_map("mapper.counts().fronts") == 3
    table = window.events.table
    for _ in range(5):
        table.step(1)
    driver.settle()
    assert window.panel.detail is not None
    assert window.selection.answer is not None
    assert window.selection.answer.refused


def test_a_new_project_replaces_none_and_the_one_there_can_be_opened(
    open_window, sample, empty, choose
) -> None:
    driver = open_window(sample)
    window = driver.window
    choose("ask_new_project", empty)
    window.actions_table["new"].trigger()
    assert "exists already; nothing was changed" in window.notices.text.accessibleName()
    offers = {button.text(): button for button in window.notices.offers}
    assert list(offers) == ["Open it", "Another name…"]
    assert window.session.data.path == sample
    offers["Open it"].click()
    driver.wait_for(lambda: window.session.data.path == empty)
    driver.settle()
