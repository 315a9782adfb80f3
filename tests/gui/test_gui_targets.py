"""Measuring to something else and in other units, through the real window."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shapely import MultiPolygon, Point, box

from mapper import measure
from mapper.geodesy import FORMS, read_position
from mapper.gui import aiming, settings
from mapper.gui.claim_check import judge
from mapper.gui.copy_menu import CopyPosition
from mapper.gui.distance_card import DistanceCard
from mapper.gui.distance_column import AllRequest, all_distances
from mapper.gui.goals import GOALS, Goal, find_place
from mapper.gui.list_columns import SORT_KEYS
from mapper.gui.measuring import MeasureRequest, answer, figures
from mapper.gui.methods import sources_in_words
from mapper.gui.theme import LIGHT
from mapper.model import schema
from mapper.model.event import Event

pytestmark = pytest.mark.without_map

IZHEVSK = "mapper:2025-07-01-izhevsk"
LUHANSK = "mapper:2025-06-30-luhansk-claim"
DAY = dt.date(2025, 7, 1)

Open = Callable[..., Any]


class NoProgress:
    def check(self) -> None:
        pass


GO: Any = NoProgress()


def event(lon: float, lat: float, **values: Any) -> Event:
    values.setdefault("geo_precision", "exact")
    return Event(
        event_id="e", feed="test", title="Strike", lon=lon, lat=lat, date_start=DAY, date_end=DAY,
        **values,
    )  # fmt: skip


def choose(card: DistanceCard, words: str) -> None:
    number = card.target.target.findText(words)
    assert number >= 0
    card.target.target.setCurrentIndex(number)
    card.target.target.activated.emit(number)


def test_places_are_found_and_never_guessed() -> None:
    typed = find_place("Khark", False, GO)
    assert typed.goals[0].words.startswith("Kharkiv")
    assert not typed.certain
    kharkiv = find_place("Kharkiv", True, GO)
    assert kharkiv.certain
    place = kharkiv.goals[0].place
    assert place is not None
    assert place.radius_m > 1_000
    homonyms = find_place("Springfield", True, GO)
    assert not homonyms.certain
    assert len(homonyms.goals) > 5
    assert "choose" in homonyms.message
    similar = find_place("Kharkow Oblstt", True, GO)
    assert not similar.certain
    assert find_place("K", False, GO).goals == ()


@pytest.mark.parametrize("form", FORMS)
def test_coordinates_are_read_in_every_notation(form: str, qtbot: QtBot) -> None:
    button = CopyPosition(36.2304, 49.9935, LIGHT)
    qtbot.addWidget(button)
    menu = button.menu()
    assert menu is not None
    action = menu.actions()[FORMS.index(form)]
    with qtbot.waitSignal(button.copied) as told:
        action.trigger()
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == told.args[0]
    found = find_place(told.args[0], True, GO)
    assert found.certain
    place = found.goals[0].place
    assert place is not None
    assert (place.lon, place.lat) == pytest.approx((36.2304, 49.9935), abs=2e-4)
    read = read_position(told.args[0])
    assert read is not None
    assert place.radius_m == read.radius_m


def test_wrong_coordinates_are_refused_only_once_entered() -> None:
    assert find_place("36,99", False, GO).message == ""
    refused = find_place("36,99", True, GO)
    assert refused.wrong
    assert "latitude" in refused.message


def fronts(*squares: Any) -> measure.Fronts:
    areas = gpd.GeoDataFrame(
        {
            "front_id": [f"s{i}" for i in range(len(squares))],
            "as_of": "2025-07-01",
            "source": [f"Source {i}" for i in range(len(squares))],
            "control_status": "occupied",
            "redistribution": "unknown",
        },
        geometry=[MultiPolygon([square]) for square in squares],
        crs=schema.CRS,
    )
    return measure.Fronts(
        schema.conform(areas, schema.CONTROL_AREAS),
        schema.empty(schema.LINES_OF_CONTACT),
        [],
    )


def test_inside_the_control_area_is_an_answer() -> None:
    goal = GOALS[1]
    request = MeasureRequest(event(38.0, 48.5), fronts(box(37, 48, 39, 49)), goal, "km")
    found = answer(request, GO)
    assert found.number == "Inside"
    assert re.fullmatch(r"5\d\.?\d* km from its edge", found.interval)
    assert found.geodesic is not None
    assert found.geodesic["label"] == found.interval


def test_a_place_known_to_its_region_has_only_an_interval() -> None:
    start = measure.Place.of_event(
        event(39.01, 48.97, geo_precision="region", admin1="Luhansk", country="UA")
    )
    assert start.region is not None
    found = measure.distance(start, measure.Place("Kyiv", 30.5, 50.45))
    number, words = figures(found, "km")
    assert number == measure.format_interval(found.distance_m, found.min_m, found.max_m)
    assert " to " in number
    assert words == f"Place known only to {found.region}"


def test_a_region_is_told_by_its_interval_in_card_and_list() -> None:
    strike = event(39.01, 48.97, geo_precision="region", admin1="Luhansk", country="UA")
    squares = fronts(box(37, 48, 39, 49), box(37.5, 48, 39, 49))
    found = answer(MeasureRequest(strike, squares), GO)
    assert found.found is not None
    assert found.number == found.found.statement.split(" lies ")[1].split(" from ")[0]
    # No line: nobody knows from where in the region.
    assert found.geodesic is None
    verdict = judge("over 3,000 km", found)
    assert verdict.word.startswith("Differs by at least ")
    assert judge("about 40 km", found).kind == "undecided"
    assert judge("less than 2,000 km", found).kind == "agrees"
    frame = schema.conform(
        gpd.GeoDataFrame(
            {
                "event_id": ["e"],
                "feed": "test",
                "title": "Strike",
                "date_start": "2025-07-01",
                "date_end": "2025-07-01",
                "geo_precision": "region",
                "admin1": "Luhansk",
                "country": "UA",
            },
            geometry=[Point(39.01, 48.97)],
            crs=schema.CRS,
        ),
        schema.EVENTS,
    )
    column = all_distances(AllRequest(frame, squares), None)  # type: ignore[arg-type]
    assert column.text(0) == found.number


def test_what_stands_behind_the_number_is_told() -> None:
    parts = {
        "place_below_m": 8_700.0, "place_above_m": 8_700.0,
        "source_below_m": 0.0, "source_above_m": 0.0,
        "definition_below_m": 300.0, "definition_above_m": 1_200.0,
        "gap_below_m": None, "gap_above_m": None,
    }  # fmt: skip
    assert measure.interval_parts(parts, "km") == [
        ("The place", "± 8.70 km"),
        ("The definition of the line", "− 0.30 km, + 1.20 km"),
        ("Days since the front", "not known"),
    ]
    start = measure.Place("there", 36.2, 48.5)
    found = measure.distance(
        start, "control-area", fronts=fronts(box(37, 48, 39, 49), box(37.5, 48, 39, 49)), day=DAY
    )
    rows = sources_in_words(found, "mi")
    assert [name for name, _ in rows] == ["Source 0, 1 July 2025", "Source 1, 1 July 2025"]
    assert all(says.endswith(" mi") for _, says in rows)
    assert rows[0][1] != rows[1][1]


@pytest.mark.with_map
def test_every_target_is_measured_and_told(
    open_window: Open, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(sample, select=IZHEVSK)
    window, qtbot = driver.window, driver.qtbot
    card, row = window.panel.distance, window.panel.distance.target
    first = window.selection.answer.number
    card.show_methods.click()
    assert "Bearing" in shown(card)

    choose(card, "State border")
    # The number of another target is gone at once.
    assert not card.number.isVisible()
    assert window.selection.answer is None
    driver.settle()
    border = window.selection.answer
    assert border.number != first
    assert "land border of Russia" in card.statement.accessibleName()
    assert "base map" in shown(card)
    label = driver.in_map("document.querySelector('.mapper-tag:not(.mapper-tag-end)').textContent")
    assert label == border.number

    choose(card, "Place, coordinates…")
    qtbot.keyClicks(row.edit, "Springfield")
    qtbot.keyClick(row.edit, Qt.Key.Key_Return)
    driver.wait_for(lambda: row.options.count() > 5 and row.message.isVisible())
    assert window.selection.answer is border
    qtbot.keyClick(row.edit, Qt.Key.Key_Down)
    assert row.options.hasFocus()
    qtbot.keyClick(row.options, Qt.Key.Key_Escape)
    assert not row.edit.isVisible()
    assert row.target.currentText() == "State border"
    choose(card, "Place, coordinates…")
    qtbot.keyClicks(row.edit, "36.2304,49.9935")
    qtbot.keyClick(row.edit, Qt.Key.Key_Return)
    driver.wait_for(lambda: (found := window.selection.answer) and found.number == "1,356 km")
    assert not row.edit.isVisible()

    choose(card, "Another event…")
    qtbot.keyClicks(row.edit, "luhansk claim")
    driver.wait_for(lambda: row.options.count() == 1)
    qtbot.keyClick(row.edit, Qt.Key.Key_Down)
    qtbot.keyClick(row.options, Qt.Key.Key_Return)
    driver.settle()
    assert row.goal.event_id == LUHANSK
    assert "from Luhansk region" in card.statement.accessibleName()

    path = tmp_path / "river <b>.geojson"
    line = {"type": "LineString", "coordinates": [[30, 50], [31, 51]]}
    path.write_text(json.dumps(line))
    monkeypatch.setattr(aiming.dialogs, "ask_shape", lambda *_args: path)
    choose(card, "Line, area from file…")
    driver.wait_for(lambda: row.goal.kind == "file")
    driver.settle()
    assert "from river <b>" in card.statement.accessibleName()
    card.copy_statement()
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert "SHA-256" in clipboard.text()

    # Kept for the next event; needs no day of the event.
    window.selection.select(LUHANSK)
    driver.settle()
    assert "from river <b>" in card.statement.accessibleName()
    path.write_text("nothing of the kind")
    choose(card, "Line, area from file…")
    driver.wait_for(window.notices.isVisible)
    assert row.goal.words == "river <b>"


@pytest.mark.with_map
def test_the_unit_is_one_everywhere_and_is_remembered(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=IZHEVSK)
    window = driver.window
    unit = window.panel.distance.target.unit
    unit.setCurrentText("mi")
    unit.activated.emit(unit.currentIndex())
    driver.settle()
    assert re.fullmatch(r"78\d mi", window.selection.answer.number)
    assert " mi" in window.panel.distance.statement.accessibleName()
    column = list(SORT_KEYS).index("distance")
    assert window.events.model.index(0, column).data() == window.selection.answer.number
    tag = driver.in_map("document.querySelector('.mapper-tag:not(.mapper-tag-end)').textContent")
    assert tag == window.selection.answer.number
    assert driver.in_map("document.querySelector('.mapper-scale').textContent").endswith(" mi")
    assert settings.unit() == "mi"


def test_an_event_is_not_measured_to_itself(open_window: Open, sample: Path) -> None:
    driver = open_window(sample, select=IZHEVSK)
    window = driver.window
    place = measure.Place.of_event(window.panel.detail.event)
    window.panel.distance.target.take(Goal("event", "it", place=place, event_id=IZHEVSK))
    driver.settle()
    assert "this very event" in window.selection.answer.refused


def shown(card: DistanceCard) -> str:
    labels = [label for label in card.findChildren(QLabel) if label.isVisible()]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
    return "\n".join(label.accessibleName() or label.text() for label in labels)
