"""Measuring on the map through the real window: points, events, outlines, keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mapper import measure
from mapper.gui.measure_bar import MeasureBar
from mapper.gui.path_measuring import PathRequest, in_words, measure_path
from mapper.model.event import Event

IZHEVSK = "mapper:2025-07-01-izhevsk"
LUHANSK = "mapper:2025-06-30-luhansk-claim"

Open = Callable[..., Any]


def path(*places: measure.Place, closed: bool = False) -> measure.Path:
    return measure.along(places, closed=closed)


def test_a_path_is_told_with_legs_and_total() -> None:
    places = [measure.Place("", 0, 0), measure.Place("", 1, 1), measure.Place("", 1, 2)]
    assert in_words(path(*places[:2]), "km") == "156.9 km, bearing 45°"
    assert in_words(path(*places), "km") == (
        "Total 267.5 km: 156.9 km, bearing 45°; 110.6 km, bearing 0°"
    )
    assert in_words(path(*places), "nmi").startswith("Total 144.4 nmi: 84.7 nmi")
    closed = in_words(path(*places, closed=True), "km")
    assert re.match(r"Area 6,1\d\d km². Perimeter 515.1 km: ", closed)
    crossed = [(0, 0), (1, 1), (1, 0), (0, 1)]
    told = in_words(path(*[measure.Place("", *at) for at in crossed], closed=True), "km")
    assert told.startswith("The outline crosses itself: no area. Perimeter ")


def test_between_regions_there_is_no_one_number() -> None:
    vague = measure.Place.of_event(
        Event("e", "test", title="Strike", lon=39.01, lat=48.97, geo_precision="region",
              place_name="Luhansk region", admin1="Luhansk", country="UA")
    )  # fmt: skip
    told = in_words(path(vague, measure.Place("", 30, 50)), "km")
    assert re.fullmatch(r"Luhansk region – point \d+ to \d+ km, bearing \d+°", told)


def test_many_legs_and_long_names_do_not_fill_the_bar() -> None:
    places = [measure.Place("Село " * 40, i, 50, 1_000) for i in range(30)]
    assert len(in_words(path(*places), "km")) < 200


def test_a_point_on_an_event_has_its_place_and_precision(open_window: Open, sample: Path) -> None:
    data = open_window(sample).window.session.data
    row = data.columns.row_of(IZHEVSK)
    event = Event.from_row(data.events.iloc[row].to_dict())
    request = PathRequest(
        ((53.2, 56.8), (30.0, 50.0)), (IZHEVSK, None), False, "km", data.events, data.columns
    )
    answer = measure_path(request, None)  # type: ignore[arg-type]
    expected = measure.along([measure.Place.of_event(event), measure.Place("", 30, 50)])
    assert expected.statement in answer.copied
    assert expected.method in answer.copied
    assert answer.text.startswith("Izhevsk – point ")


def test_the_bar_offers_what_can_be_done(qtbot: QtBot) -> None:
    bar = MeasureBar()
    qtbot.addWidget(bar)
    bar.start()
    assert not bar.undo.isEnabled()
    assert not bar.copy.isEnabled()
    bar.show_points(3, closed=False)
    assert bar.undo.isEnabled()
    assert bar.area.isEnabled()
    bar.show_points(3, closed=True)
    assert not bar.area.isEnabled()


def test_the_map_is_measured_with_mouse_and_keys(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window, qtbot, bar = driver.window, driver.qtbot, driver.window.measure_bar
    window.map_view.set_view(40.0, 50.0, 4)
    window.actions_table["measure"].trigger()
    assert bar.isVisible()
    driver.settle()
    page = window.map_view.focusProxy().focusProxy()
    assert page is not None

    def do(action: Callable[[], Any]) -> None:
        # The page hears of a click a little later; the next one would make it a double click.
        with qtbot.waitSignal(window.map_view.measured, timeout=20_000):
            action()
        driver.settle()

    for x, y in ((150, 300), (300, 380), (220, 120)):
        do(lambda x=x, y=y: qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(x, y)))
    leg = r"[\d,.]+ km, bearing \d+°"
    assert re.fullmatch(rf"Total [\d,.]+ km: {leg}; {leg}", bar.text.text())
    told = driver.in_map("mapper.measure(MapperClient.app.measureTool.corners())")
    assert measure.format_distance(told, told, told) in bar.text.text()
    do(lambda: qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(152, 301)))
    assert re.match(r"Area [\d,.]+ km². Perimeter ", bar.text.text())
    qtbot.mouseClick(bar.copy, Qt.MouseButton.LeftButton)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert "encloses" in clipboard.text()
    assert "WGS 84" in clipboard.text()
    do(lambda: qtbot.keyClick(page, Qt.Key.Key_Backspace))
    assert bar.text.text().startswith("Total ")
    do(lambda: qtbot.keyClick(page, Qt.Key.Key_Backspace))
    assert re.fullmatch(leg, bar.text.text())
    do(lambda: qtbot.keyClick(page, Qt.Key.Key_Return))
    assert driver.in_map("MapperClient.app.measureTool.points.length") == 3
    do(lambda: qtbot.mouseClick(bar.area, Qt.MouseButton.LeftButton))
    assert "Area" in bar.text.text()
    do(lambda: qtbot.mouseClick(bar.undo, Qt.MouseButton.LeftButton))
    assert "Area" not in bar.text.text()
    window.actions_table["clear_filter"].trigger()
    assert not bar.isVisible()
    assert not window.actions_table["measure"].isChecked()


def test_an_event_is_measured_from_exactly(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window, bar = driver.window, driver.window.measure_bar
    window.actions_table["measure"].trigger()
    driver.settle()
    for lon, lat in ((53.2046, 56.8499), (39.0, 48.9)):
        driver.in_map(f"MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon})}}), 0")
    driver.wait_for(lambda: "km" in bar.text.text())
    driver.settle()
    assert bar.text.text().startswith("Izhevsk – Luhansk region ")
    with driver.qtbot.waitSignal(window.map_view.measured, timeout=20_000):
        driver.in_map("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'})), 0")
    assert not bar.isVisible()
