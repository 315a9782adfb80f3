"""Finding: facets with counts, the map's view, saved filters, other spellings."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QTreeWidgetItem

from mapper import gazetteer
from mapper.gui import settings
from mapper.gui.saved_filters import as_values, from_values
from mapper.model import names as known_names
from mapper.model.filters import EventFilter
from mapper.model.spelling import key

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


def opened(driver: Any) -> Any:
    driver.window.actions_table["facets"].trigger()
    driver.settle()
    panel = driver.window.events.facets
    assert panel.isVisible()
    return panel


def rows(panel: Any) -> dict[str, dict[str, int]]:
    """Return the numbers listed by facet and value."""
    found: dict[str, dict[str, int]] = {}
    for at in range(panel.tree.topLevelItemCount()):
        parent = panel.tree.topLevelItem(at)
        children = [parent.child(n) for n in range(parent.childCount())]
        # What is yet to be checked has no number.
        numbers = {child.text(0): int(child.text(1)) for child in children if child.text(1)}
        if numbers:
            found[parent.text(0)] = numbers
    return found


def row(panel: Any, value: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    found = [item for item in panel.tree.findItems(value, flags, 0) if item.parent() is not None]
    return found[0]


def tick(driver: Any, panel: Any, value: str, on: bool = True) -> None:
    row(panel, value).setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    driver.wait_for(lambda: not panel._ticked.isActive())
    driver.settle()


@pytest.mark.with_map
def test_values_are_ticked_and_counted(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    panel = opened(driver)
    statuses = rows(panel)["Status"]
    assert sum(statuses.values()) == len(driver.titles()) == 3
    status, number = next(iter(statuses.items()))
    tick(driver, panel, status)
    assert len(driver.titles()) == number
    assert driver.in_map("mapper.counts().shown") == number
    told = rows(panel)
    assert told["Status (1)"] == statuses, "others can still be ticked"
    assert sum(told.get("Casualties", {"": number}).values()) == number
    assert window.events.filter_bar.facets.text() == "Filter: 1"
    assert status.lower() in window.events.filter_bar.state.whole
    window.actions_table["clear_filter"].trigger()
    driver.settle()
    assert len(driver.titles()) == 3
    assert rows(panel)["Status"] == statuses
    assert row(panel, status).checkState(0) == Qt.CheckState.Unchecked


def test_a_value_is_found_and_what_was_ticked_stays(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    panel = opened(driver)
    tick(driver, panel, "Ukraine")
    panel.sought.setText("russ")
    assert "Russia" in rows(panel)["Country (1)"]
    tick(driver, panel, "Russia")
    chosen = driver.window.events.filter_bar.chosen
    assert set(dict(chosen.choices)["country"]) == {"RU", "UA"}
    panel.sought.setText("no such value")
    assert rows(panel) == {}


@pytest.mark.with_map
def test_only_what_the_map_shows_is_listed(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    panel = opened(driver)
    panel.in_view.setChecked(True)
    driver.settle()
    window.map_view.set_view(53.2, 56.85, 9)
    driver.wait_for(lambda: len(driver.titles()) == 1)
    assert "Izhevsk" in driver.titles()[0]
    assert driver.in_map("mapper.counts().shown") == 3, "the map itself still has them all"
    window.map_view.set_view(44, 52, 4)
    # The third has no place that could be in view.
    driver.wait_for(lambda: len(driver.titles()) == 2)
    panel.in_view.setChecked(False)
    driver.settle()
    assert window.events.filter_bar.chosen.everything


def test_a_filter_is_saved_and_comes_back(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    chosen = EventFilter(text="izhevsk", choices=(("country", ("RU",)),))
    window.events.filter_bar.set_filter(chosen)
    driver.settle()
    menu = window.events.facets.saved.menu()
    menu.save("Udmurtia")
    window.events.filter_bar.clear_filter()
    driver.settle()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Udmurtia").trigger()
    driver.settle()
    assert window.events.filter_bar.chosen == chosen
    assert len(driver.titles()) == 1
    menu.forget("Udmurtia")
    menu.aboutToShow.emit()
    assert "Udmurtia" not in [action.text() for action in menu.actions()]


def test_a_name_that_is_taken_is_asked_about(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    bar = driver.window.events.filter_bar
    menu = driver.window.events.facets.saved.menu()
    bar.set_filter(EventFilter(text="izhevsk"))
    menu.save("Udmurtia")
    bar.set_filter(EventFilter(text="luhansk"))
    driver.settle()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith("Save")).trigger()
    dialog = menu.dialog
    dialog.edit.clear()
    assert not dialog.keep.isEnabled()
    driver.qtbot.keyClicks(dialog.edit, "Udmurti")
    assert (dialog.keep.text(), dialog.told.isVisibleTo(dialog)) == ("Save", False)
    driver.qtbot.keyClicks(dialog.edit, "a")
    assert dialog.keep.text() == "Replace"
    assert "izhevsk" in dialog.told.text(), "it says what would be lost"
    driver.qtbot.keyClick(dialog.edit, Qt.Key.Key_Escape)
    assert from_values(settings.saved_filters()["Udmurtia"]) == EventFilter(text="izhevsk")
    menu._ask()
    menu.dialog.edit.setText("Udmurtia")
    driver.qtbot.keyClick(menu.dialog.edit, Qt.Key.Key_Return)
    assert from_values(settings.saved_filters()["Udmurtia"]) == EventFilter(text="luhansk")


def test_what_is_no_filter_is_not_taken() -> None:
    assert from_values({"text": "x"}) is None
    assert from_values({**as_values(EventFilter()), "statuses": ["no such"]}) is None
    assert from_values([]) is None


def test_places_are_found_in_other_spellings(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    found = []
    for text in ("Izhevsk", "Іжевськ", "Ижевск"):
        driver.window.events.filter_bar.set_filter(EventFilter(text=text))
        driver.settle()
        found.append(driver.titles())
    # In its place, in what another answers to, and in the title of a source of a third.
    assert [len(titles) for titles in found] == [3, 3, 3]


def test_words_are_found_in_sources(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select="mapper:2025-07-01-izhevsk")
    window = driver.window
    publisher = window.panel.detail.sources[0].publisher
    window.events.filter_bar.set_filter(EventFilter(text=publisher))
    driver.settle()
    assert any("Izhevsk" in title for title in driver.titles())
    window.events.filter_bar.set_filter(EventFilter(text=f"{publisher} nowhere"))
    driver.settle()
    assert driver.titles() == []


def test_where_nothing_tells_events_apart_it_is_said(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    panel = opened(driver)
    assert panel.nothing.isHidden()
    panel.sought.setText("no such value")
    assert panel.nothing.text() == "No value is called so."
    assert panel.nothing.isVisible()
    panel.sought.clear()
    assert panel.nothing.isHidden()
    driver.window.events.filter_bar.search.setText("IZHEVSK plant")
    driver.wait_for(lambda: len(driver.titles()) == 1)
    driver.settle()
    assert panel.nothing.text() == "All events listed have the same type, region and so on."
    assert panel.nothing.isVisible()


def test_words_are_looked_for_again_once_more_names_are_known(
    open_window: Open, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names of places are prepared while the window can be used already."""
    prepared = threading.Event()
    names: list[known_names.NamedPlace] = []
    monkeypatch.setattr(gazetteer, "ensure_index", lambda _progress: prepared.wait(20))
    monkeypatch.setattr(known_names._known, "places_called", lambda _name: tuple(names))
    driver = open_window(sample, wait=False)
    driver.wait_for(lambda: driver.window.events.model.rowCount() == 3)
    driver.window.events.filter_bar.set_filter(EventFilter(text="Устинов"))
    driver.wait_for(lambda: driver.titles() == [])
    names.append(known_names.NamedPlace(53.2, 56.85, frozenset({key("Izhevsk")})))
    prepared.set()
    driver.wait_for(lambda: len(driver.titles()) == 1)
