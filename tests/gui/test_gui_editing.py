"""Editing events from the window: in place, checked as one types, undone in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel

from mapper.gui import fact_table
from mapper.gui.fact_desk import EditableFact, EditableLabel
from mapper.gui.fact_table import FACTS, MEDIUM_FACTS, SOURCE_FACTS
from mapper.model import vocabulary
from mapper.model.errors import InputError
from mapper.model.event import Count, Event, Source
from mapper.model.medium import Medium
from mapper.model.schema import EVENTS
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)


def event(name: str, **values: Any) -> Event:
    return Event(
        event_id=name, feed="test", title=f"Strike {name}", date_start=DAY, date_end=DAY, **values
    )


EVENTS_MADE = (
    event("a", lon=36.2, lat=47.7, geo_precision="settlement", radius_m=5000.0, country="UA"),
    event("b", lon=35.2, lat=48.0, killed=Count(1, 2, 3), notes="A note."),
    event("c"),
)

SUBJECTS = {
    "event": EVENTS_MADE[0],
    "source": Source("s", "a"),
    "medium": Medium("m", "s", file="a.jpg"),
}


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of three events, the first with a source."""
    with open_project(empty, mode="rw") as project:
        for one in EVENTS_MADE:
            sources = [Source("s1", "a", publisher="A paper")] if one.event_id == "a" else []
            project.add_event(one, sources)
    return empty


def write(driver: Any, key: str, text: str) -> Any:
    """Turn a fact into its editor and write in it; return the editor."""
    desk = driver.window.panel.desk
    desk.write(key)
    editor = desk.editing.editor
    editor.edit.clear()
    driver.qtbot.keyClicks(editor.edit, text)
    return editor


def write_with_day(driver: Any, label: str) -> Any:
    """Write a fact that is said in the line of the days; return the editor."""
    desk = driver.window.panel.desk
    menu = desk.add_menu(driver.window)
    next(action for action in menu.actions() if action.text() == label).trigger()
    editor = desk.editing.editor
    editor.edit.clear()
    return editor


def enter(driver: Any, editor: Any) -> None:
    driver.qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    driver.settle()


def shown(driver: Any) -> Event:
    found: Event = driver.window.panel.detail.event
    return found


def undo(driver: Any) -> None:
    driver.window.actions_table["undo"].trigger()
    driver.settle()


def words(widget: Any) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", Count()),
        ("0", Count(best=0)),
        ("3", Count(best=3)),
        ("1-3", Count(1, None, 3)),
        ("1 – 3", Count(1, None, 3)),
        ("2 (1–3)", Count(1, 2, 3)),
        ("at least 4", Count(4)),
        ("At most 4", Count(max=4)),
    ],
)
def test_counts_are_read_as_they_are_written(text: str, count: Count) -> None:
    assert Count(*fact_table.read_count(text)) == count
    one = event("x", killed=count)
    assert Count(*fact_table.read_count(fact_table.written(one, FACTS["killed"]))) == count


@pytest.mark.parametrize("text", ["20.8.2024", "20.08.2024", "20/08/2024", "08/20/2024"])
def test_a_day_is_read_where_its_order_is_plain(text: str) -> None:
    values = fact_table.read(EVENTS_MADE[0], FACTS["date_start"], text)
    assert values["date_start"] == values["date_end"] == dt.date(2024, 8, 20)


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("killed", "3-1", "out of order"),
        ("killed", "some", "3, 1-3"),
        ("date_start", "01/02/2025", "May be two days"),
        ("date_start", "32 July 2025", "Not a day"),
        ("country", "Atlantis", "No country"),
        ("radius_m", "far", "300 m or 5 km"),
        ("title", "  ", "cannot be empty"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(key: str, text: str, said: str) -> None:
    with pytest.raises(InputError) as met:
        fact_table.read(EVENTS_MADE[0], FACTS[key], text)
    assert said in fact_table.sentence(met.value)


def test_days_are_read_with_what_is_known_of_them() -> None:
    def read(text: str) -> tuple[Any, ...]:
        values = fact_table.read(EVENTS_MADE[0], FACTS["date_start"], text)
        return values["date_start"], values["date_end"], values["date_precision"]

    assert read("2 July 2025") == (dt.date(2025, 7, 2), dt.date(2025, 7, 2), "day")
    assert read("July 2025") == (DAY, dt.date(2025, 7, 31), "month")
    assert read("2025-07-01 – 2025-07-06") == (DAY, dt.date(2025, 7, 6), "week")
    assert read("") == (None, None, None)


def test_every_fact_is_a_field_and_is_explained() -> None:
    for key, fact in FACTS.items():
        assert fact.meaning, key
        text = fact_table.written(EVENTS_MADE[0], fact)
        columns = fact_table.read(EVENTS_MADE[0], fact, text)
        assert set(columns) <= set(EVENTS.names)
    assert vocabulary.FIELD_MEANINGS.keys() == FACTS.keys()


def test_a_title_is_written_where_it_stands(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    panel = driver.window.panel
    label = next(one for one in panel.findChildren(EditableLabel) if one.text() == "Strike a")
    driver.qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    editor = panel.desk.editing.editor
    assert editor.text == "Strike a"
    assert FACTS["title"].meaning in words(editor)
    editor.edit.clear()
    assert "cannot be empty" in words(editor)
    assert editor.wrong
    enter(driver, editor)
    assert shown(driver).title == "Strike a"
    editor.edit.insert("Удар по мосту")
    assert not editor.wrong
    enter(driver, editor)
    assert shown(driver).title == "Удар по мосту"
    assert "Удар по мосту" in driver.titles()
    # The keyboard stays on what was written.
    assert panel.focusWidget().text() == "Удар по мосту"
    assert driver.window.session.data.undo_name.startswith("Edit of")
    undo(driver)
    assert shown(driver).title == "Strike a"


def test_escape_leaves_a_fact_as_it_was_and_other_keys_open_it(
    kept: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="b")
    desk = driver.window.panel.desk
    editor = write(driver, "killed", "7")
    driver.qtbot.keyClick(editor.edit, Qt.Key.Key_Escape)
    driver.settle()
    assert desk.editing is None
    assert shown(driver).killed == Count(1, 2, 3)
    assert driver.window.session.data.undo_name.startswith("New event")
    label = driver.window.panel.focusWidget()
    assert isinstance(label, EditableLabel)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Return):
        driver.qtbot.keyClick(label, key)
        assert desk.editing.fact.key == "killed"
        assert desk.editing.editor.text == "2 (1–3)"
        driver.qtbot.keyClick(desk.editing.editor.edit, Qt.Key.Key_Escape)


def test_leaving_keeps_what_is_right(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    write(driver, "killed", "1-3")
    driver.window.events.table.setFocus()
    driver.settle()
    assert shown(driver).killed == Count(1, None, 3)
    assert "1–3" in words(driver.window.panel)
    driver.window.panel.desk.write("killed")
    driver.window.events.table.setFocus()
    driver.settle()
    # Nothing was written: that is no step.
    undo(driver)
    assert shown(driver).killed == Count()


def test_what_is_wrong_is_not_kept_and_said_when_another_event_comes(
    kept: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    editor = write(driver, "date_start", "someday")
    assert "Not a day" in words(editor)
    driver.window.events.table.setFocus()
    assert driver.window.panel.desk.editing is not None
    driver.window.selection.select("b")
    driver.settle()
    assert "Date was not kept" in driver.window.notices.text.text()
    driver.window.selection.select("a")
    driver.settle()
    assert shown(driver).date_start == DAY


def test_a_choice_shows_what_each_word_means(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    desk = driver.window.panel.desk
    desk.write("verification_status")
    options = desk.editing.editor.edit
    rows = [options.item(row).text() for row in range(options.count())]
    assert "Geolocated: footage was matched to the place." in rows
    assert len(rows) == len(vocabulary.VERIFICATION_STATUSES)
    options.setCurrentRow(rows.index("Geolocated: footage was matched to the place."))
    enter(driver, desk.editing.editor)
    assert shown(driver).verification_status == "geolocated"
    desk.write("geo_precision")
    assert desk.editing.editor.edit.item(0).text() == "Not known"
    driver.qtbot.keyClick(desk.editing.editor.edit, Qt.Key.Key_Escape)
    assert desk.editing is None


def test_what_is_not_known_is_added_and_emptied_again(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    panel = driver.window.panel
    offered = {action.text(): action for action in panel.desk.add_menu(panel).actions()}
    assert {"Weapon", "Tags", "Note", "Time", "Sensitive"} <= offered.keys()
    assert not {"Title", "Date", "Killed", "Country"} & offered.keys()
    offered["Tags"].trigger()
    assert panel.desk.editing.fact.key == "tags"
    driver.qtbot.keyClick(panel.desk.editing.editor.edit, Qt.Key.Key_Escape)
    fact = next(one for one in panel.findChildren(EditableFact) if one.fact.key == "tags")
    assert fact.isHidden()
    offered["Tags"].trigger()
    driver.qtbot.keyClicks(panel.desk.editing.editor.edit, "bridge, night")
    enter(driver, panel.desk.editing.editor)
    assert shown(driver).tags == "bridge, night"
    enter(driver, write(driver, "tags", ""))
    assert shown(driver).tags is None


def test_notes_are_lines_that_control_enter_keeps(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="b")
    editor = write(driver, "notes", "One")
    driver.qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    driver.qtbot.keyClicks(editor.edit, "Two")
    driver.qtbot.keyClick(editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    driver.settle()
    assert shown(driver).notes == "One\nTwo"


def test_what_is_being_written_outlives_another_change(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    desk = driver.window.panel.desk
    write(driver, "tags" if "tags" in desk._facts else "claimed_by", "Som")
    driver.window.session.edit(lambda project, _progress: project.update_events(["a"], notes="New"))
    driver.settle()
    assert shown(driver).notes == "New"
    assert desk.editing.editor.text == "Som"
    desk.editing.editor.leave()


def test_a_project_for_reading_only_has_no_editors_and_says_why(
    kept: Path, open_window: Open
) -> None:
    with open_project(kept, mode="rw"):
        driver = open_window(kept, select="a")
        panel = driver.window.panel
        assert not panel.findChildren(EditableLabel)
        assert f"Nothing can be edited: {panel.desk.read_only_reason}" in words(panel)
        panel.desk.write("title")
        assert panel.desk.editing is None


@pytest.mark.parametrize(
    ("table", "key", "text", "read"),
    [
        (FACTS, "time_local", "9:05", "09:05"),
        (FACTS, "time_local", "2:30 pm", "14:30"),
        (FACTS, "timezone", "kyiv", "Europe/Kyiv"),
        (SOURCE_FACTS, "published_at", "1 July 2025 14:30", "2025-07-01T14:30"),
        (SOURCE_FACTS, "published_at", "July 2025", "2025-07"),
        (SOURCE_FACTS, "published_at", "2025-07-01T00:00Z", "2025-07-01T00:00Z"),
        (SOURCE_FACTS, "language", "Ukrainian", "uk"),
        (SOURCE_FACTS, "language", "українська", "uk"),
        (SOURCE_FACTS, "language", "", None),
        (MEDIUM_FACTS, "taken_at", "2025", "2025"),
    ],
)
def test_facts_with_a_form_of_their_own(table: Any, key: str, text: str, read: str | None) -> None:
    assert fact_table.read(SUBJECTS[table[key].of], table[key], text) == {key: read}


@pytest.mark.parametrize(
    ("table", "key", "text", "said"),
    [
        (FACTS, "time_local", "at night", "Not a time of day: 14:30"),
        (FACTS, "timezone", "Mars", "No time zone is called so: a name such as Europe/Kyiv"),
        (SOURCE_FACTS, "published_at", "1-6 July 2025", "Not a day: 2025-07-01"),
        (SOURCE_FACTS, "language", "ua", "No language has this code: uk for Ukrainian"),
        (MEDIUM_FACTS, "taken_at", "01/02/2025", "Not a day"),
    ],
)
def test_other_forms_are_refused_with_what_is_expected(
    table: Any, key: str, text: str, said: str
) -> None:
    with pytest.raises(InputError) as met:
        fact_table.read(SUBJECTS[table[key].of], table[key], text)
    assert fact_table.sentence(met.value).startswith(said)


def test_a_time_zone_is_proposed_as_one_types(kept: Path, open_window: Open) -> None:
    with open_project(kept, mode="rw") as project:
        project.update_events(["a"], timezone="UTC")
    driver = open_window(kept, select="a")
    editor = write_with_day(driver, "Time zone")
    driver.qtbot.keyClicks(editor.edit, "kyi")
    completer = editor.edit.completer()
    assert completer.popup().isVisible()
    assert completer.completionCount() == 1
    driver.qtbot.keyClick(completer.popup(), Qt.Key.Key_Escape)
    assert not completer.popup().isVisible()
    assert driver.window.panel.desk.editing is not None, "Esc closed what was proposed alone"
    enter(driver, editor)
    assert editor.wrong
    assert "No time zone" in editor.message.text()
    editor.edit.setText("")
    driver.qtbot.keyClicks(editor.edit, "kyi")
    driver.qtbot.keyClick(completer.popup(), Qt.Key.Key_Down)
    driver.qtbot.keyClick(completer.popup(), Qt.Key.Key_Return)
    driver.settle()
    assert shown(driver).timezone == "Europe/Kyiv"


def test_a_text_of_old_stays_until_another_is_written(empty: Path, open_window: Open) -> None:
    with open_project(empty, mode="rw") as project:
        project.add_event(event("a", time_local="about noon", timezone="local"))
    driver = open_window(empty, select="a")
    editor = write_with_day(driver, "Time")
    driver.qtbot.keyClicks(editor.edit, "about noon")
    assert not editor.wrong
    enter(driver, editor)
    assert shown(driver).time_local == "about noon"
    editor = write_with_day(driver, "Time")
    driver.qtbot.keyClicks(editor.edit, "12:00")
    enter(driver, editor)
    assert shown(driver).time_local == "12:00"
