"""Checking the data: a person goes through what is doubtful and mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel
from test_gui_import import drop, take

from mapper import readers
from mapper.gui.check_model import IS_HEAD
from mapper.gui.check_panel import CheckPanel
from mapper.project import create_project, open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]

TABLE = """event_id,title,date,latitude,longitude,country,url
a,Удар по нафтобазі біля залізничної станції згоріли два резервуари,2025-07-01,36.2304,49.9935,UA,https://example.org/1
b,A drone hit the fuel depot beside the railway station and burnt two storage tanks,2025-07-01,49.99,36.23,UA,https://example.org/2
c,A drone hit the fuel depot beside the railway station and burnt two storage tanks,2025-07-01,49.99,36.23,UA,https://example.org/3
d,Rockets fell on the market,2025-07-02,0,0,UA,https://example.org/4
e,Shelling of the bridge,2025-07-02,46.48,30.73,UA,https://example.org/5
f,Shelling of the school,2025-07-05,35.1,47.8,UA,https://example.org/6
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in which much is doubtful."""
    folder = tmp_path_factory.mktemp("doubtful")
    file = folder / "події.csv"
    file.write_text(TABLE, encoding="utf-8")
    with create_project(folder / "doubtful.gpkg") as project:
        project.add(readers.read(file))
    return folder / "doubtful.gpkg"


@pytest.fixture
def doubtful(imported: Path, empty: Path, open_window: Open) -> Any:
    """Return the window on a copy of it, the panel open."""
    shutil.copy(imported, empty)
    driver = open_window(empty)
    open_panel(driver)
    return driver


def open_panel(driver: Any) -> None:
    driver.window.actions_table["check"].trigger()
    settle(driver)


def settle(driver: Any) -> None:
    """Wait until the findings are those of the project as it is."""
    driver.settle()
    driver.wait_for(lambda: driver.window.checker.complete)
    driver.settle()


def panel(driver: Any) -> CheckPanel:
    found: CheckPanel = driver.window.checks
    return found


def choose(driver: Any, rule: str) -> None:
    """Make the first finding of a rule the current one."""
    findings = driver.window.checker.findings
    row = findings.table[findings.table["rule"] == rule].iloc[0]
    at = panel(driver).model.row_of(str(row["event_id"]), rule)
    assert at is not None
    panel(driver).list.go_to(at)
    driver.settle()


def rules(driver: Any) -> set[str]:
    findings = driver.window.checker.findings
    return set(findings.table["rule"][findings.open])


def test_a_finding_selects_its_event_and_its_mend_is_applied_when_asked(doubtful: Any) -> None:
    window = doubtful.window
    assert {"null_island", "swapped_axes", "duplicate"} <= rules(doubtful)
    choose(doubtful, "swapped_axes")
    assert window.panel.detail.event.title.startswith("Удар")
    before = window.panel.detail.event.lon, window.panel.detail.event.lat
    assert before == (49.9935, 36.2304)
    assert window.session.data.undo_name.startswith("Import")
    panel(doubtful).card.apply.click()
    settle(doubtful)
    assert list(window.session.data.events.geometry.x[[0, 5]]) == [36.2304, 47.8]
    assert window.session.data.undo_name.startswith("Move of")
    window.actions_table["undo"].trigger()
    settle(doubtful)
    assert list(window.session.data.events.geometry.x[[0, 5]]) == [49.9935, 47.8]


def test_duplicates_are_merged_into_the_one_chosen(doubtful: Any) -> None:
    choose(doubtful, "duplicate")
    card = panel(doubtful).card
    kept, other = card.mend.event_ids
    swap = next(b for b in card.findChildren(type(card.apply)) if b.text() == "Keep the other")
    swap.click()
    doubtful.settle()
    assert card.mend.event_ids == (other, kept)
    assert doubtful.window.selection.event_id == other
    card.apply.click()
    settle(doubtful)
    ids = doubtful.window.session.data.events["event_id"].tolist()
    assert other in ids
    assert kept not in ids
    assert "duplicate" not in rules(doubtful)


def test_what_is_right_stays_away_and_can_be_opened_again(doubtful: Any, empty: Path) -> None:
    choose(doubtful, "null_island")
    count = doubtful.window.checker.findings.open_count
    panel(doubtful).card.right.click()
    doubtful.settle()
    assert doubtful.window.checker.findings.open_count == count - 1
    assert "null_island" not in rules(doubtful)
    assert doubtful.window.actions_table["check"].iconText() == f"Check data ({count - 1})"
    panel(doubtful).dismissed.setChecked(True)
    doubtful.settle()
    assert panel(doubtful).card.right.text() == "Open it again"
    assert not panel(doubtful).card.apply.isVisible()
    panel(doubtful).card.right.click()
    doubtful.settle()
    assert "null_island" in rules(doubtful)
    assert panel(doubtful).model.rowCount() == 0


def test_several_are_mended_in_one_step(doubtful: Any) -> None:
    window = doubtful.window
    choose(doubtful, "swapped_axes")
    model = panel(doubtful).model
    head = next(row for row in range(model.rowCount()) if model.index(row).data(IS_HEAD))
    while not str(model.index(head).data()).startswith("Longitude and latitude"):
        head += 1
    model.setData(model.index(head), True, Qt.ItemDataRole.CheckStateRole)
    assert panel(doubtful).chosen.accessibleName() == "2 chosen"
    assert panel(doubtful).apply_all.text() == "Mend 2"
    panel(doubtful).apply_all.click()
    settle(doubtful)
    assert "swapped_axes" not in rules(doubtful)
    assert list(window.session.data.events.geometry.x[[0, 5]]) == [36.2304, 35.1]
    assert window.session.data.undo_name == "2 mends of the data check"
    window.actions_table["undo"].trigger()
    settle(doubtful)
    assert list(window.session.data.events.geometry.x[[0, 5]]) == [49.9935, 47.8]


def test_a_mend_of_several_events_shows_what_each_of_them_says_now(
    tmp_path: Path, empty: Path, open_window: Open
) -> None:
    file = tmp_path / "points.csv"
    rows = [
        f"e{n},Strike number {n} of many,2025-0{n}-03,49.993512,36.230412,{radius},exact"
        for n, radius in zip(range(1, 10), (5, 50, *[10] * 7), strict=True)
    ]
    head = "event_id,title,date,latitude,longitude,radius_m,geo_precision"
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    driver = open_window(empty)
    take(driver, drop(driver, file))
    open_panel(driver)
    choose(driver, "same_point")
    card = panel(driver).card
    assert card.mend is not None
    assert len(card.mend.event_ids) == 9
    shown = [label.text() for label in card.findChildren(QLabel)]
    for title, radius in (("Strike number 1 of many", "5.0"), ("Strike number 2 of many", "50.0")):
        assert title in shown
        assert radius in shown
    assert "and 1 more" in shown


def test_keys_walk_through_the_findings_and_back_to_the_list(doubtful: Any) -> None:
    findings = panel(doubtful).list
    findings.setFocus()
    first = findings.currentIndex().row()
    doubtful.qtbot.keyClick(findings, Qt.Key.Key_J)
    assert findings.currentIndex().row() > first
    doubtful.qtbot.keyClick(findings, Qt.Key.Key_K)
    assert findings.currentIndex().row() == first
    doubtful.qtbot.keyClick(findings, Qt.Key.Key_Space)
    assert panel(doubtful).model.ticked_numbers.size == 1
    doubtful.window.actions_table["check"].trigger()
    assert doubtful.window.left.currentWidget() is doubtful.window.events
    doubtful.settle()


def test_a_read_only_project_shows_its_findings_and_says_why_nothing_can_be_done(
    doubtful: Any, empty: Path, open_window: Open
) -> None:
    with open_project(empty) as project:
        assert len(project.events) == 6
    second = open_window(empty)
    assert second.window.session.data.read_only_reason
    open_panel(second)
    choose(second, "swapped_axes")
    assert not panel(second).card.apply.isEnabled()
    assert not panel(second).card.right.isEnabled()
    assert "reading only" in panel(second).card.reason.accessibleName()


def test_the_sample_has_an_answer(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    open_panel(driver)
    assert driver.window.checker.findings is not None
    words = panel(driver).count.accessibleName()
    number = driver.window.checker.findings.open_count
    assert words == (f"{number:,} doubtful" if number else "Nothing doubtful")
