"""The history in the window: of the project in a panel, of one event below its details."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtWidgets import QLabel, QPushButton

from mapper import readers
from mapper.gui import dialogs, history_work
from mapper.gui.history_model import BELOW, STATE
from mapper.gui.history_panel import HistoryPanel
from mapper.project import Change, create_project, open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]

TABLE = """event_id,title,date,latitude,longitude,url
a,Fuel depot,2025-07-01,49.99,36.23,https://example.org/1
b,Railway station,2025-07-02,46.48,30.73,https://example.org/2
c,Market & bridge,2025-07-02,47.1,35.1,https://example.org/3
"""


@pytest.fixture(scope="module")
def _worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worked_on")
    file = folder / "reports.csv"
    file.write_text(TABLE, encoding="utf-8")
    with create_project(folder / "worked_on.gpkg") as project:
        project.add(readers.read(file))
        project.update_events(ids(project)[:1], reason="called", title="Oil depot")
        project.update_events(ids(project)[1:], lon=30.5, lat=46.5, weapon="drone")
        project.update_events(ids(project)[2:], weapon="artillery")
        project.undo()
    return folder / "worked_on.gpkg"


@pytest.fixture
def worked_on(_worked_on: Path, empty: Path, open_window: Open) -> Any:
    """Return the window on a project with an import, two edits, and one that was undone."""
    shutil.copy(_worked_on, empty)
    return open_window(empty)


def ids(project: Any) -> list[str]:
    return list(project.events["event_id"])


def edit(driver: Any, work: Callable[[Any], Change]) -> None:
    driver.window.session.edit(lambda project, _progress: work(project))
    driver.settle()


def panel(driver: Any) -> HistoryPanel:
    found: HistoryPanel = driver.window.history
    return found


def open_panel(driver: Any) -> None:
    driver.window.actions_table["history"].trigger()
    driver.wait_for(lambda: driver.window.past.complete)
    driver.settle()


def rows(driver: Any, role: int | None = None) -> list[str]:
    model = panel(driver).model
    indexes = (model.index(row) for row in range(model.rowCount()))
    return [index.data() if role is None else index.data(role) for index in indexes]


def words(widget: Any) -> str:
    """Return all that a widget says."""
    parts = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return "\n".join(part.text().replace("\u200b", "") for part in parts)


def test_the_steps_are_listed_and_one_leads_to_its_event(worked_on: Any) -> None:
    window = worked_on.window
    open_panel(worked_on)
    assert window.left.currentWidget() is panel(worked_on)
    assert rows(worked_on) == [
        "Edit of 'Market & bridge'",
        "Edit of 2 events",
        "Edit of 'Fuel depot'",
        "Import of reports.csv",
    ]
    assert rows(worked_on, STATE) == ["undone", "stands", "stands", "stands"]
    assert rows(worked_on, BELOW) == [
        "Undone. Weapon: drone → artillery",
        "2 events changed",
        "Title: Fuel depot → Oil depot",
        "reports.csv (table: 3 new)",
    ]
    assert panel(worked_on).count.text() == "History (4)"
    panel(worked_on).list.go_to(2)
    worked_on.settle()
    assert window.panel.detail.event.title == "Oil depot"
    assert "Reason: called" in words(panel(worked_on).card)
    assert "Title: Fuel depot → Oil depot" in words(panel(worked_on).card)
    panel(worked_on).list.go_to(1)
    worked_on.settle()
    card = words(panel(worked_on).card)
    assert "Weapon: empty → drone" in card
    assert "(moved " in card
    links = {b.text(): b for b in panel(worked_on).card.findChildren(QPushButton)}
    links["Market && bridge"].click()
    worked_on.settle()
    assert window.panel.detail.event.title == "Market & bridge"
    window.actions_table["history"].trigger()
    assert window.left.currentWidget() is window.events


def test_it_is_narrowed_by_words_kind_and_field(worked_on: Any) -> None:
    open_panel(worked_on)
    shown = panel(worked_on)
    shown.search.setText("ARTILLERY market")
    worked_on.wait_for(lambda: len(rows(worked_on)) == 1)
    assert shown.count.text() == "History (1 of 4)"
    shown.search.setText("nowhere")
    worked_on.wait_for(lambda: not rows(worked_on))
    assert "Nothing matches" in words(shown)
    shown.search.clear()
    worked_on.wait_for(lambda: len(rows(worked_on)) == 4)

    def pick(box: Any, key: str) -> None:
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())

    assert [shown.kind.itemText(n) for n in range(shown.kind.count())] == [
        *("All steps", "Edits (3)", "Imports (1)", "Undone (1)")
    ]
    pick(shown.kind, "undone")
    assert rows(worked_on) == ["Edit of 'Market & bridge'"]
    pick(shown.kind, "")
    assert shown.field.itemText(1) == "Weapon (2)"
    pick(shown.field, "geom")
    assert rows(worked_on) == ["Edit of 2 events"]


def test_it_follows_each_change_and_reads_only_what_is_new(
    worked_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_panel(worked_on)
    read: list[str] = []
    gather = history_work.gather

    def counted(head: Any, *rest: Any) -> Any:
        read.append(head.name)
        return gather(head, *rest)

    monkeypatch.setattr(history_work, "gather", counted)
    edit(worked_on, lambda p: p.delete_events(ids(p)[:1], reason="a double"))
    worked_on.wait_for(lambda: worked_on.window.past.complete)
    assert rows(worked_on)[:2] == ["Deletion of 'Oil depot'", "Edit of 'Market & bridge'"]
    assert rows(worked_on, STATE)[:2] == ["stands", "dropped"]
    assert read == ["Deletion of 'Oil depot'", "Edit of 'Market & bridge'"]
    with open_project_elsewhere(worked_on) as project:
        whole = [entry.head for entry in project.history()]
    assert [told.entry.head for told in worked_on.window.past.told] == whole
    # Its event is gone: choosing it selects nothing, and the card still tells all.
    before = worked_on.window.selection.event_id
    panel(worked_on).list.go_to(0)
    worked_on.settle()
    assert worked_on.window.selection.event_id == before
    assert "Deleted: Oil depot" in words(panel(worked_on).card)
    worked_on.window.actions_table["undo"].trigger()
    worked_on.settle()
    worked_on.wait_for(lambda: worked_on.window.past.complete)
    assert rows(worked_on, STATE)[:2] == ["undone", "dropped"]


def open_project_elsewhere(driver: Any) -> Any:
    """Return a copy of the window's project, made in another process."""
    path = driver.window.session.data.path
    copy = path.with_name("copy.gpkg")
    subprocess.run([sys.executable, "-c", COPY, str(path), str(copy)], check=True)
    return open_project(copy)


COPY = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))
"""


def test_the_check_and_the_history_take_turns(worked_on: Any) -> None:
    window = worked_on.window
    open_panel(worked_on)
    window.actions_table["check"].trigger()
    assert window.left.currentWidget() is window.checks
    assert not window.actions_table["history"].isChecked()
    window.actions_table["history"].trigger()
    assert window.left.currentWidget() is window.history
    assert not window.actions_table["check"].isChecked()
    worked_on.settle()
    window.actions_table["next"].trigger()
    worked_on.settle()
    assert panel(worked_on).list.currentIndex().row() == 1


def test_the_history_of_the_selected_event(worked_on: Any) -> None:
    window = worked_on.window
    section = window.panel.history
    window.events.table.step(1)
    worked_on.settle()
    assert section.head.text() == "▸ History"
    section.head.click()
    worked_on.settle()
    title = window.panel.detail.event.title
    count = {"Oil depot": 2, "Railway station": 2, "Market & bridge": 3}
    assert section.head.text() == f"▾ History ({count[title]})"
    assert "Import of reports.csv" in words(section)
    # It stays open, and follows selection and edits.
    assert window.selection.select(str(window.session.data.events["event_id"][0]))
    worked_on.settle()
    assert section.head.text() == "▾ History (2)"
    assert "Title: Fuel depot → Oil depot" in words(section)
    edit(worked_on, lambda p: p.update_events(ids(p)[:1], notes="looked at"))
    worked_on.settle()
    assert section.head.text() == "▾ History (3)"
    assert "Notes: empty → looked at" in words(section)
    (step,) = window.session._project.query("SELECT max(fid) FROM changes")[0]
    edit(worked_on, lambda p: p.give_reason(step, "asked the mayor"))
    worked_on.settle()
    assert "asked the mayor" in words(section)
    section.head.click()
    edit(worked_on, lambda p: p.give_reason(step, "asked others"))
    worked_on.settle()
    assert section.head.text() == "▸ History"
    assert "others" not in words(section)


def test_it_is_saved_as_a_table(
    worked_on: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "history.csv"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: out)
    open_panel(worked_on)
    panel(worked_on).export.click()
    worked_on.wait_for(out.exists)
    worked_on.settle()
    with out.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    changed = [(r["field"], r["before"], r["after"]) for r in table if r["field"] == "title"]
    assert changed == [("title", "Fuel depot", "Oil depot")]


OUTSIDE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
    connection.create_function(name, 1, lambda geometry: 0)
connection.execute("UPDATE events SET title = 'Theirs' WHERE title LIKE 'Railway%'")
connection.commit()
"""


def test_changes_of_another_program_stop_the_undo_and_are_listed(worked_on: Any) -> None:
    window = worked_on.window
    open_panel(worked_on)
    subprocess.run([sys.executable, "-c", OUTSIDE, str(window.session.data.path)], check=True)
    window.actions_table["undo"].trigger()
    worked_on.settle()
    worked_on.wait_for(lambda: window.past.complete)
    assert "Another program changed this project meanwhile" in window.notices.text.text()
    assert "Theirs" in list(window.session.data.events["title"])
    assert rows(worked_on)[0] == "Changes in another program"
    assert rows(worked_on, BELOW)[0] == "Title: Railway station → Theirs"
    window.actions_table["undo"].trigger()
    worked_on.settle()
    assert "Railway station" in list(window.session.data.events["title"])


def test_changes_while_it_was_closed_are_told_at_opening(sample: Path, open_window: Open) -> None:
    script = OUTSIDE.replace("title LIKE 'Railway%'", "fid = 1")
    subprocess.run([sys.executable, "-c", script, str(sample)], check=True)
    driver = open_window(sample)
    said = driver.window.notices.text.text()
    assert said.startswith("Another program changed 1 event since Mapper had it open.")
    (button,) = driver.window.notices.offers
    button.click()
    driver.wait_for(lambda: driver.window.past.complete)
    assert rows(driver)[0] == "Changes in another program"


def test_an_empty_project_has_no_history(empty: Path, open_window: Open) -> None:
    driver = open_window(empty)
    open_panel(driver)
    assert "Nothing yet" in words(panel(driver))
    assert not panel(driver).export.isEnabled()
