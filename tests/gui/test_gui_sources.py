"""The sources of an event in the window: pasted, corrected in place, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from mapper.gui import fact_table
from mapper.gui.fact_desk import EditableFact
from mapper.gui.fact_table import SOURCE_FACTS
from mapper.gui.source_card import SourceCard
from mapper.gui.source_section import sources_of
from mapper.model.errors import InputError
from mapper.model.event import Event, Source
from mapper.model.schema import SOURCES
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
OLD = "https://www.example.org/old"


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of two events, the first with a source."""
    with open_project(empty, mode="rw") as project:
        project.add_event(Event("a", "test", "Strike a"), [Source("s1", "a", url=OLD)])
        project.add_event(Event("b", "test", "Strike b"))
    return empty


def sources(driver: Any) -> tuple[Source, ...]:
    found: tuple[Source, ...] = driver.window.panel.detail.sources
    return found


def undo(driver: Any) -> None:
    driver.window.actions_table["undo"].trigger()
    driver.settle()


def card(driver: Any) -> SourceCard:
    return next(iter(driver.window.panel.findChildren(SourceCard)))


def test_each_address_makes_one_source_with_its_host() -> None:
    known = (Source("s1", "a", url=OLD),)
    text = f"{OLD} see https://t.me/x/1, https://www.bbc.co.uk/news/2 and https://t.me/x/1"
    assert sources_of(text, "a", known) == (
        Source("", "a", url="https://t.me/x/1", publisher="t.me"),
        Source("", "a", url="https://www.bbc.co.uk/news/2", publisher="bbc.co.uk"),
    )


def test_every_fact_of_a_source_is_a_field_and_is_explained() -> None:
    for key, fact in SOURCE_FACTS.items():
        assert fact.meaning
        assert key in SOURCES.names
    with pytest.raises(InputError) as met:
        fact_table.read(Source("s", "a"), SOURCE_FACTS["url"], "javascript:alert(1)")
    assert fact_table.sentence(met.value).startswith("Not a web address")


def test_pasted_addresses_are_added_in_one_step(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    adder = driver.window.panel.adder
    adder.button.click()
    QApplication.clipboard().setText(f"https://t.me/x/1\nhttps://news.example/2\n{OLD}")
    driver.qtbot.keyClick(adder.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert adder.message.text() == "2 sources: t.me, news.example; there already: 1"
    driver.qtbot.keyClick(adder.edit, Qt.Key.Key_Return)
    driver.settle()
    assert [one.publisher for one in sources(driver)] == [None, "t.me", "news.example"]
    assert driver.window.session.data.undo_name == "2 new sources for 'Strike a'"
    undo(driver)
    assert len(sources(driver)) == 1


def test_what_is_no_address_is_said_and_nothing_added(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    adder = driver.window.panel.adder
    adder.button.click()
    for text, said in (("t.me/x", "No web address"), (OLD, "already")):
        adder.edit.setText(text)
        assert said in adder.message.text()
        driver.qtbot.keyClick(adder.edit, Qt.Key.Key_Return)
    driver.qtbot.keyClick(adder.edit, Qt.Key.Key_Escape)
    driver.settle()
    assert not adder.button.isHidden()
    assert len(sources(driver)) == 1


def test_an_archived_copy_is_attached_in_place(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    offered = {action.text(): action for action in card(driver).menu().actions()}
    assert {"Address", "Archived copy: add", "Publisher: add", "Remove the source"} <= set(offered)
    offered["Archived copy: add"].trigger()
    editor = driver.window.panel.desk.editing.editor
    driver.qtbot.keyClicks(editor.edit, "archive")
    assert editor.wrong
    editor.edit.setText("https://web.archive.org/web/2025/https://www.example.org/old")
    assert not editor.wrong
    driver.qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    driver.settle()
    assert (sources(driver)[0].archive_url or "").startswith("https://web.archive.org")
    undo(driver)
    assert sources(driver)[0].archive_url is None


def test_a_source_is_removed_with_undo(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    card(driver).menu().actions()[-1].trigger()
    driver.settle()
    assert sources(driver) == ()
    driver.window.notices.offers[0].click()
    driver.settle()
    assert len(sources(driver)) == 1


def test_a_project_for_reading_only_offers_no_sources(kept: Path, open_window: Open) -> None:
    with open_project(kept, mode="rw"):
        driver = open_window(kept, select="a")
        assert driver.window.panel.adder.isHidden()
        assert not hasattr(card(driver), "button")


def test_what_may_be_written_of_a_source_is_made_when_it_is(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    assert not card(driver).findChildren(EditableFact), "an event may have dozens of sources"
    desk = driver.window.panel.desk
    for key, text in (("publisher", "Example"), ("author", "A. Writer")):
        desk.write_of("s1", key)
        (fact,) = (one for one in card(driver).findChildren(EditableFact) if one.editor)
        assert not fact.isHidden()
        fact.editor.edit.setText(text)
        driver.qtbot.keyClick(fact.editor.edit, Qt.Key.Key_Return)
        driver.settle()
        assert getattr(sources(driver)[0], key) == text
        # The keyboard is where the next of its facts is chosen.
        assert QApplication.focusWidget() is card(driver).button


def test_leaving_a_fact_of_a_source_hides_it_until_it_is_wanted_again(
    kept: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    desk = driver.window.panel.desk
    for _ in range(2):
        desk.write_of("s1", "publisher")
        (fact,) = card(driver).findChildren(EditableFact)
        driver.qtbot.keyClick(fact.editor.edit, Qt.Key.Key_Escape)
        assert fact.isHidden()
