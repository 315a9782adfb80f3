"""Placing events from the window: searched in the details, marked in the list."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QLabel
from test_gui_import import drop, take

from mapper.geodesy import FORMS, format_position
from mapper.gui import settings, wording
from mapper.gui.import_places import WITHOUT
from mapper.gui.list_columns import SORT_KEYS, USUAL
from mapper.gui.place_search import find_places, lies
from mapper.gui.place_section import PlaceSection
from mapper.model.event import Event
from mapper.model.filters import EventFilter
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
GO: Any = None
DAY = dt.date(2025, 7, 1)


def event(name: str, **values: Any) -> Event:
    return Event(
        event_id=name, feed="test", title=f"Strike {name}", date_start=DAY, date_end=DAY, **values
    )


EVENTS = (
    event("a", place_name="Гуляйполе"),
    event("b", place_name="Pokrovsk", country="UA", admin1="Donetsk"),
    event("c", lon=35.7, lat=47.3, geo_precision="region", country="UA", admin1="Zaporizhzhia"),
    event("d", lon=31.4, lat=49.0, geo_precision="country", country="UA"),
    event("e", lon=36.2, lat=47.7, geo_precision="settlement", place_name="Mykolaivka"),
    event("f"),
)


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of events that are not all on the map."""
    with open_project(empty, mode="rw") as project:
        for one in EVENTS:
            project.add_event(one)
    return empty


def section(driver: Any) -> PlaceSection:
    found: PlaceSection = driver.window.panel.place
    return found


def words(driver: Any) -> str:
    labels = section(driver).findChildren(QLabel)
    return "\n".join(label.accessibleName() for label in labels if label.isVisible())


def search(driver: Any, text: str | None = None) -> None:
    """Open the search, write and press Enter."""
    section(driver).button.click()
    if text is not None:
        section(driver).box.edit.clear()
        driver.qtbot.keyClicks(section(driver).box.edit, text)
        driver.qtbot.keyClick(section(driver).box.edit, Qt.Key.Key_Return)
    driver.settle()


def take_first(driver: Any) -> None:
    """Go down to the first row and press Enter."""
    driver.qtbot.keyClick(section(driver).box.edit, Qt.Key.Key_Down)
    driver.qtbot.keyClick(section(driver).box.options, Qt.Key.Key_Return)
    driver.settle()


def test_homonyms_are_listed_with_their_region_and_never_decided() -> None:
    found = find_places(EVENTS[0], "Гуляйполе", True, GO)
    assert found.rows[0].startswith("Huliaipole, Zaporizhzhia oblast, UA (pop.")
    assert any("Dnipropetrovsk oblast" in row for row in found.rows)
    assert "choose one" in found.message
    alone = find_places(event("x", country="UA"), "Bucha", True, GO)
    assert "Choose it" in alone.message or "choose one" in alone.message


def test_what_is_known_of_the_event_ranks_the_places() -> None:
    assert "Donetsk oblast" in find_places(EVENTS[1], "Pokrovsk", True, GO).rows[0]
    # Abroad too: what the event says may be what is wrong.
    assert any(", RU" in row for row in find_places(EVENTS[1], "Pokrovsk", True, GO).rows)
    near = find_places(EVENTS[4], "Mykolaivka", True, GO).rows
    assert "Zaporizhzhia oblast" in near[0]
    assert " km away" in near[0]
    old = next(row for row in near if row.startswith("Novovorontsovka"))
    assert "also called Mykolaivka" in old or "also called Миколаївка" in old


def test_no_homonym_is_left_out_unsaid() -> None:
    found = find_places(event("x"), "San Antonio", True, GO)
    assert len(found.places) == len(found.rows) == 30
    assert re.fullmatch(r"The first 30 of \d+; write its region after a comma\.", found.message)
    narrowed = find_places(event("x"), "San Antonio, Texas", True, GO)
    assert len(narrowed.rows) < 5


def test_words_being_written_are_taken_as_the_beginning_of_a_name() -> None:
    found = find_places(EVENTS[0], "Hulia", False, GO)
    assert found.rows[0].startswith("Huliaipole")
    assert found.message == ""
    assert find_places(EVENTS[0], "H", False, GO).rows == ()


@pytest.mark.parametrize("form", FORMS)
def test_coordinates_are_read_in_every_notation_and_told_in_words(form: str) -> None:
    found = find_places(EVENTS[0], format_position(36.2, 47.7, form), True, GO)
    row, *others = found.rows
    assert row.startswith("47.")
    assert bool(others) == (form == "decimal")
    assert "6 km north-west of Huliaipole, Zaporizhzhia oblast" in row
    assert "known to 10 m" in row


@pytest.mark.parametrize("text", ["47.7, 36.2", "47.7 36.2", " 47.7;36.2 "])
def test_bare_numbers_may_have_been_copied_latitude_first(text: str) -> None:
    """The rule is longitude, latitude; other programs copy them the other way round."""
    found = find_places(EVENTS[0], text, True, GO)
    assert [(one.lon, one.lat) for one in found.places] == [(47.7, 36.2), (36.2, 47.7)]
    assert "Huliaipole" not in found.rows[0]
    assert found.rows[1].startswith("Latitude first: 47.7")
    assert "Huliaipole" in found.rows[1]
    assert "turns them round" in found.message
    # Where one of them cannot be a latitude, or the text says which is which, there is one.
    for plain in ("136.2, 47.7", "lat 47.7, lon 36.2", "47.7° N, 36.2° E"):
        assert len(find_places(EVENTS[0], plain, True, GO).rows) == 1, plain


def test_what_cannot_be_a_place_is_told() -> None:
    assert find_places(EVENTS[0], "36,99", True, GO).wrong
    assert find_places(EVENTS[0], "36,99", False, GO).message == ""
    assert "No such place" in find_places(EVENTS[0], "Xqzzvwkp", True, GO).message
    assert "country" in find_places(EVENTS[0], "Ukraine", True, GO).message
    similar = find_places(EVENTS[0], "Hulyaipoke", True, GO)
    assert similar.rows
    assert "nearly so" in similar.message


def test_a_region_can_be_all_that_is_known() -> None:
    found = find_places(EVENTS[0], "Харківська область", True, GO)
    assert found.rows[0] == "Kharkiv oblast, UA: known only to the region"
    abroad = find_places(event("x", country="RU"), "Харківська область", True, GO)
    assert abroad.rows == found.rows


def test_how_a_position_lies_is_said_only_of_a_position() -> None:
    assert lies(EVENTS[4], GO) == "6 km north-west of Huliaipole, Zaporizhzhia oblast, UA"
    assert [lies(EVENTS[row], GO) for row in (0, 2, 3)] == ["", "", ""]


def test_the_precision_and_its_meaning_are_words() -> None:
    none, region, country = (wording.precision(EVENTS[row]) for row in (0, 2, 3))
    assert none == "No place yet. In the list, but not on the map; no distance is offered."
    assert region == (
        "Known only to Zaporizhzhia oblast: drawn as an area; the distance is an interval."
    )
    assert country == "Known only to Ukraine: no distance is offered."
    assert "its region" in wording.precision(event("x", lon=1.0, lat=1.0, geo_precision="region"))


def test_an_event_without_a_place_is_placed_in_one_step(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    assert section(driver).button.text() == "Find place…"
    assert "No place yet" in words(driver)
    search(driver)
    assert section(driver).box.edit.text() == "Гуляйполе"
    assert section(driver).box.options.count() >= 2
    assert section(driver).box.options.currentRow() == -1
    take_first(driver)
    placed = driver.window.panel.detail.event
    assert (placed.geo_precision, placed.radius_m) == ("settlement", 2_400.0)
    assert (placed.place_name, placed.admin1, placed.country) == ("Гуляйполе", "Zaporizhzhia", "UA")
    assert "Placed by name: Huliaipole" in placed.notes
    assert "At Huliaipole, Zaporizhzhia oblast" in words(driver)
    assert "Its region was empty and is now Zaporizhzhia oblast." in words(driver)
    assert section(driver).button.text() == "Correct place…"
    data = driver.window.session.data
    assert data.undo_name == "Placing of 'Strike a'"
    driver.window.commands.travel("undo")
    driver.settle()
    assert driver.window.panel.detail.event.lon is None
    assert driver.window.panel.detail.event.notes is None
    assert "No place yet" in words(driver)
    assert "Placed." not in words(driver)


def test_a_place_is_corrected_by_coordinates(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="e")
    assert section(driver).button.text() == "Correct place…"
    assert "6 km north-west of Huliaipole" in words(driver)
    search(driver, "48°00'36.0\"N 37°48'00.0\"E")
    # After Enter the keyboard is in the list: Enter again chooses.
    assert section(driver).box.options.currentRow() == 0
    driver.qtbot.keyClick(section(driver).box.options, Qt.Key.Key_Return)
    driver.settle()
    placed = driver.window.panel.detail.event
    assert (placed.lon, placed.lat) == pytest.approx((37.8, 48.01))
    assert (placed.geo_precision, placed.radius_m) == ("exact", 10.0)
    assert placed.admin1 == "Donetsk"
    assert placed.place_name == "Mykolaivka"
    assert placed.notes.startswith("Placed by coordinates: 48°00'36.0\"N")
    assert "Donetsk oblast" in words(driver)


def test_escape_leaves_the_search_and_another_event_closes_it(
    kept: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    box = section(driver).box
    search(driver)
    driver.qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert box.isHidden()
    assert not section(driver).button.isHidden()
    search(driver)
    driver.window.selection.select("b")
    driver.settle()
    assert box.isHidden()
    assert driver.window.panel.detail.event.lon is None


def test_without_an_event_there_is_nothing_to_place(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    driver.window.selection.select(None)
    driver.settle()
    driver.window.actions_table["place"].trigger()
    driver.settle()
    assert section(driver).box.isHidden()


def test_what_is_kept_without_a_place_is_worked_through_one_by_one(
    kept: Path, open_window: Open
) -> None:
    driver = open_window(kept)
    window = driver.window
    window.events.filter_bar.set_filter(EventFilter(places=("none",)))
    driver.settle()
    assert driver.titles() == ["Strike a", "Strike b", "Strike f"]
    assert "without a place" in window.events.filter_bar.state.whole
    assert window.events.filter_bar.facets.text() == "Filter: 1"
    window.left.step(1)
    window.left.step(1)
    driver.settle()
    assert window.selection.event_id == "b"
    window.actions_table["place"].trigger()
    driver.settle()
    take_first(driver)
    # Placed, it leaves the list, and stays on show until the next is asked for.
    assert driver.titles() == ["Strike a", "Strike f"]
    assert window.panel.detail.event.event_id == "b"
    assert window.panel.detail.event.lon is not None
    driver.qtbot.keyClick(window.events.table, Qt.Key.Key_J)
    driver.settle()
    assert window.selection.event_id == "f"
    driver.qtbot.keyClick(window.events.table, Qt.Key.Key_K)
    driver.settle()
    assert window.selection.event_id == "a"


def test_the_list_marks_places_that_are_no_points(kept: Path, open_window: Open) -> None:
    driver = open_window(kept)
    model = driver.window.events.model

    def cell(event_id: str, role: Qt.ItemDataRole, column: int = 1) -> Any:
        return model.index(model.position(event_id), column).data(role)

    marked = [one.event_id for one in EVENTS if cell(one.event_id, Qt.ItemDataRole.DecorationRole)]
    assert marked == ["a", "b", "c", "d", "f"]
    assert cell("a", Qt.ItemDataRole.AccessibleTextRole) == "Strike a, without a place"
    assert cell("e", Qt.ItemDataRole.AccessibleTextRole) is None
    assert cell("f", Qt.ItemDataRole.DisplayRole, 2) == "Without a place"
    for column in (1, 2):
        assert "drawn as an area" in cell("c", Qt.ItemDataRole.ToolTipRole, column).lower()
        assert "not on the map" in cell("a", Qt.ItemDataRole.ToolTipRole, column)


def test_a_project_for_reading_only_says_why_nothing_is_placed(
    kept: Path, open_window: Open
) -> None:
    with open_project(kept, mode="rw"):
        driver = open_window(kept, select="a")
        assert not section(driver).button.isEnabled()
        assert "Nothing can be placed: " in words(driver)
        assert driver.window.session.data.read_only_reason in words(driver)


def test_words_written_since_are_not_what_was_chosen(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    search(driver, "36.2000,47.7000")
    box = section(driver).box
    box.edit.setText("something else")
    take_first(driver)
    assert "Placed by coordinates: 36.2000,47.7000" in driver.window.panel.detail.event.notes


def test_what_an_import_keeps_without_a_place_is_offered_to_be_placed(
    tmp_path: Path, empty: Path, open_window: Open
) -> None:
    file = tmp_path / "kept.csv"
    head = "event_id,feed,title,date_start,date_end,place_name,latitude,longitude\n"
    rows = "a,own,One,2025-07-01,2025-07-01,Kyiv,50.45,30.52\n"
    rows += "b,own,Two,2025-07-01,2025-07-01,Huliaipole,,\n"
    file.write_text(head + rows, encoding="utf-8")
    driver = open_window(empty)
    dialog = drop(driver, file)
    words = ("Huliaipole", "", "")
    imported = dialog.importer.files[0]
    assert words in imported.places_named
    imported.place_choices[words] = WITHOUT
    dialog.importer.place(imported)
    driver.wait_for(lambda: not dialog.importer.busy)
    take(driver, dialog)
    offers = driver.window.notices.offers
    assert [button.text() for button in offers] == ["Show those without a place", "Undo", "Report"]
    offers[0].click()
    driver.settle()
    assert driver.titles() == ["Two"]


def take_table(driver: Any, file: Path) -> list[str]:
    """Import a file and return what the notice offers."""
    take(driver, drop(driver, file))
    return [button.text() for button in driver.window.notices.offers]


@pytest.mark.with_map
def test_after_an_import_elsewhere_the_map_can_go_there(
    tmp_path: Path, empty: Path, open_window: Open
) -> None:
    near, far = tmp_path / "near.csv", tmp_path / "far.csv"
    head = "event_id,title,date,latitude,longitude\n"
    near.write_text(head + "a,One,2025-07-01,50,36\nb,Two,2025-07-01,47,33\n", encoding="utf-8")
    far.write_text(head + "c,Three,2025-07-01,40.4,-3.7\n", encoding="utf-8")
    driver = open_window(empty)
    # An empty map goes there by itself.
    assert take_table(driver, near) == ["Undo", "Report"]
    assert driver.window.map_view.holds((33.0, 47.0, 36.0, 50.0))
    assert take_table(driver, far) == ["Show them", "Undo", "Report"]
    assert not driver.window.map_view.holds((-3.7, 40.4, -3.7, 40.4))
    driver.window.notices.offers[0].click()
    driver.wait_for(lambda: driver.window.map_view.holds((-3.7, 40.4, -3.7, 40.4)))
    driver.settle()
    assert driver.titles() == ["Three"], "they may stand far from where the list is read"
    assert "the events of the import" in driver.window.events.filter_bar.state.text()
    driver.window.events.filter_bar.clear_filter()
    driver.settle()
    near.write_text(head + "d,Four,2025-07-01,40.5,-3.6\n", encoding="utf-8")
    assert take_table(driver, near) == ["Show them", "Undo", "Report"]


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (370, "date title status"),
        (480, "date title status place"),
        # As wide as it is in a window of 1440 pixels.
        (534, "date title status place distance"),
        (900, " ".join(USUAL)),
    ],
)
def test_what_counts_most_is_in_view_in_a_narrow_list(
    left: int, shown: str, kept: Path, open_window: Open
) -> None:
    driver = open_window(kept)
    driver.window.resize(QSize(1800, 800))
    driver.window.splitter.setSizes([left, 1400 - left, 400])
    driver.settle()
    table = driver.window.events.table
    room = table.viewport().width()
    whole = [
        key
        for section, key in enumerate(SORT_KEYS)
        if not table.isColumnHidden(section)
        and table.columnViewportPosition(section) + table.columnWidth(section) <= room
    ]
    assert sorted(whole) == sorted(shown.split())


def test_columns_follow_the_width_until_the_person_sets_them(kept: Path, open_window: Open) -> None:
    driver = open_window(kept)
    table = driver.window.events.table
    assert table.layout_of_columns.usual
    header = table.horizontalHeader()
    header.resizeSection(1, 333)
    driver.window.resize(QSize(1700, 800))
    driver.settle()
    assert header.sectionSize(1) == 333
    table.save_layout()
    assert settings.list_layout()["widths"] == {"title": 333}
