"""The panel of fronts: coverage and gaps, the one that is used, terms, adding and removing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QPushButton
from test_gui_import import take

from mapper.geodesy import area_m2
from mapper.gui import commands
from mapper.gui.front_model import BELOW, IS_SOURCE, MARK, FrontsModel
from mapper.gui.front_panel import FrontPanel
from mapper.gui.front_words import area_words, tell
from mapper.measure import ControlledAreas, Fronts, Snapshot, format_area
from mapper.model.schema import CONTROL_AREAS, CRS, LINES_OF_CONTACT, conform
from mapper.project import open_project
from mapper.readers import ImportResult

pytestmark = [pytest.mark.without_map, pytest.mark.usefixtures("plain_land")]

Open = Callable[..., Any]


def fronts_table(source: str, *days: str, lines: bool = False) -> gpd.GeoDataFrame:
    """Return a square or a line around Donetsk for every day."""
    frame = pd.DataFrame(
        {
            "front_id": [f"{source}:{day}" for day in days],
            "as_of": list(days),
            "source": source,
            "licence": "CC BY 4.0",
            "redistribution": "yes",
        }
    )
    square = shapely.multipolygons([shapely.box(37.0, 47.5, 39.0, 48.6)])
    line = shapely.multilinestrings([shapely.linestrings([[36.9, 47.5], [36.9, 48.6]])])
    shapes = gpd.GeoSeries([line if lines else square] * len(days), crs=CRS)
    table = LINES_OF_CONTACT if lines else CONTROL_AREAS
    return gpd.GeoDataFrame(conform(gpd.GeoDataFrame(frame, geometry=shapes), table))


@pytest.fixture
def project(empty: Path) -> Path:
    """Return a project with two sources, one with a gap."""
    with open_project(empty, mode="rw") as opened:
        for fronts in (
            fronts_table("Areas", "2025-06-01", "2025-06-02", "2025-07-01"),
            fronts_table("Lines", "2025-06-30", "2025-07-01", lines=True),
        ):
            opened.add(
                ImportResult(
                    file=Path(f"{fronts['source'].iloc[0]}.geojson"),
                    sha256="ab" * 32,
                    feed="test",
                    rows=len(fronts),
                    events=None,
                    sources=None,
                    claims=None,
                    fronts=fronts,
                    rejected=pd.DataFrame({"row": [], "reason": []}),
                    ignored=0,
                    warnings=[],
                )
            )
    return empty


def panel(driver: Any) -> FrontPanel:
    found: FrontPanel = driver.window.fronts
    return found


def open_panel(driver: Any) -> FrontPanel:
    QTest.keyClick(driver.window, Qt.Key.Key_F9)
    driver.wait_for(lambda: panel(driver).model.rowCount() > 0)
    driver.settle()
    return panel(driver)


def rows(driver: Any, role: int = Qt.ItemDataRole.DisplayRole) -> list[Any]:
    model = panel(driver).model
    return [model.index(row).data(role) for row in range(model.rowCount())]


def text(label: Any) -> str:
    return str(label.text().replace("\u200b", ""))


def test_sources_gaps_and_the_one_that_is_used(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    shown = open_panel(driver)
    assert driver.window.left.currentWidget() is shown
    assert text(shown.count) == "Fronts (5)"
    assert rows(driver) == [
        *("Areas", "1 July 2025", "2 June 2025", "1 June 2025"),
        *("Lines", "1 July 2025", "30 June 2025"),
    ]
    assert rows(driver, IS_SOURCE) == [True, False, False, False, True, False, False]
    assert rows(driver, MARK) == ["", "used", "", "", "", "", ""]
    below = rows(driver, BELOW)
    assert below[0] == "3 snapshots, 1 June – 1 July 2025 · 1 gap"
    assert below[1] == "no front for 10–30 June 2025 · 1 area · Areas.geojson, Lines.geojson"
    assert below[6] == "1 line · Lines.geojson"
    assert text(shown.used) == (
        "Used for the newest day: Areas, as of 1 July 2025; it is the newest. "
        "Not used: Lines, as of 1 July 2025 (areas come before lines)."
    )


def test_nothing_is_cut_in_a_small_window(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    driver.window.resize(1000, 700)
    shown = open_panel(driver)
    driver.settle()
    buttons = [one for one in shown.findChildren(QPushButton) if one.isVisible()]
    assert {"Add files…", "Add folder…", "Back to the list"} <= {one.text() for one in buttons}
    assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == []
    # Nor the number of events, however much else the status bar has to say.
    count = driver.window.count
    assert count.minimumWidth() >= count.fontMetrics().horizontalAdvance("500,000 events") + 8


def test_a_snapshot_shows_its_day_and_says_why(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    shown = open_panel(driver)
    shown.list.go_to(6)
    driver.settle()
    driver.wait_for(lambda: rows(driver, MARK)[6] == "used")
    assert text(shown.used) == (
        "Used for 30 June 2025: Lines, as of 30 June 2025; it is of that day."
    )
    assert driver.window.selection.front_day == dt.date(2025, 6, 30)
    assert "30 June 2025: Lines" in driver.window.front.text()
    assert shown.list.currentIndex().row() == 6
    shown.step(-1)
    driver.settle()
    driver.wait_for(lambda: rows(driver, MARK)[1] == "used")
    driver.window.selection.show_front_of(dt.date(2025, 6, 20))
    driver.wait_for(lambda: "limit is 7" in text(shown.used))
    assert not any(rows(driver, MARK))


def test_the_strip_of_days_leads_to_a_snapshot(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    shown = open_panel(driver)
    QTest.mouseClick(
        shown.strip, Qt.MouseButton.LeftButton, pos=QPoint(shown.strip.width() - 14, 8)
    )
    driver.settle()
    assert shown.list.currentIndex().row() == 1
    assert "Areas: 3 snapshots" in shown.strip.accessibleName()


def test_the_strip_by_keyboard_and_in_words(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    shown = open_panel(driver)
    strip = shown.strip
    assert "Areas: 3 snapshots, 1 June – 1 July 2025 · 1 gap. No front for 10–30 June 2025" in (
        strip.accessibleName()
    )
    assert strip.accessibleDescription() == text(shown.used)
    strip.setFocus()
    for key, words in (
        (Qt.Key.Key_Right, "Areas, 1 July 2025: no front for 10–30 June 2025"),
        (Qt.Key.Key_Left, "Areas, 2 June 2025: 1 area"),
        (Qt.Key.Key_Home, "Areas, 1 June 2025: 1 area"),
        (Qt.Key.Key_Down, "Lines, 30 June 2025: 1 line"),
        (Qt.Key.Key_Up, "Areas, 1 July 2025: no front"),
        (Qt.Key.Key_Home, "Areas, 1 June 2025: 1 area"),
    ):
        QTest.keyClick(strip, key)
        assert strip.accessibleName().startswith(words)
    assert not strip.grab().isNull()
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert shown.model.key(shown.list.currentIndex().row()) == (
        "Areas", "control_area", "2025-06-01",
    )  # fmt: skip


def test_how_much_land_a_snapshot_takes_up(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    shown = open_panel(driver)
    size = area_m2(shapely.box(37.0, 47.5, 39.0, 48.6))
    shown.list.go_to(1)
    words = f"Control area {format_area(size)}, as drawn. The same as on 2 June 2025."
    driver.wait_for(lambda: text(shown.card.area) == words)
    assert shown.card.area.isVisible()
    # A source has none of its own, nor has a line.
    shown.list.go_to(0)
    driver.settle()
    assert shown.card.area.isHidden()
    shown.list.go_to(5)
    driver.settle()
    assert shown.card.area.isHidden()


def test_what_a_snapshot_has_more_than_the_one_before() -> None:
    terms = (None, None, None)
    before = Snapshot(
        "Areas", dt.date(2025, 6, 30), None, "control_area", False, *terms, ("a",), (0,)
    )
    for more, words in (
        (12e6, "12.00 km² more than on 30 June 2025."),
        (-3e5, "0.3000 km² less than on 30 June 2025."),
        (100.0, "The same as on 30 June 2025."),
    ):
        now, then = ControlledAreas(5e9 + more, 2e8), ControlledAreas(5e9, None)
        told = area_words(now, before, then, "km")
        assert words in told
        assert told.endswith("Contested 200.0 km².")


def test_an_address_that_is_none_is_said_as_one_types(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    card = open_panel(driver).card
    card.url.clear()
    QTest.keyClicks(card.url, "ftp://example.org")
    assert card.wrong.isVisible()
    assert text(card.wrong).startswith("Not a web address")
    assert not card.save.isEnabled()
    QTest.keyClick(card.url, Qt.Key.Key_Return)
    assert driver.window.session.data.undo_name != "Terms of Areas (3 days)"
    card.url.clear()
    QTest.keyClicks(card.url, "https://example.org")
    assert card.wrong.isHidden()
    assert card.save.isEnabled()


def test_terms_are_edited_for_a_source_and_undone(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    card = open_panel(driver).card
    assert card.licence.text() == "CC BY 4.0"
    assert not card.save.isEnabled()
    card.attribution.setFocus()
    QTest.keyClicks(card.attribution, "The mapmakers")
    card.licence.clear()
    QTest.keyClicks(card.licence, "CC BY-SA 4.0")
    card.url.clear()
    QTest.keyClicks(card.url, "https://example.org/map")
    assert card.save.isEnabled()
    card.save.click()
    driver.settle()
    data = driver.window.session.data
    assert set(data.control_areas["url"]) == {"https://example.org/map"}
    assert set(data.control_areas["licence"]) == {"CC BY-SA 4.0"}
    assert set(data.control_areas["attribution"]) == {"The mapmakers"}
    assert set(data.lines_of_contact["licence"]) == {"CC BY 4.0"}
    assert data.undo_name == "Terms of Areas (3 days)"
    driver.wait_for(lambda: not driver.window.front_reader.running)
    assert card.licence.text() == "CC BY-SA 4.0"
    driver.window.actions_table["undo"].trigger()
    driver.settle()
    driver.wait_for(lambda: card.licence.text() == "CC BY 4.0")
    assert set(driver.window.session.data.control_areas["licence"]) == {"CC BY 4.0"}


def test_a_snapshot_is_removed_and_comes_back(project: Path, open_window: Open) -> None:
    driver = open_window(project)
    shown = open_panel(driver)
    shown.list.go_to(2)
    driver.settle()
    shown.card.remove.click()
    driver.wait_for(lambda: text(shown.count) == "Fronts (4)")
    assert "Removal of Areas of 2025-06-02" in text(driver.window.notices.text)
    assert rows(driver)[2] == "1 June 2025"
    driver.window.notices.offers[0].click()
    driver.wait_for(lambda: text(shown.count) == "Fronts (5)")


def test_a_folder_is_added(
    tmp_path: Path, empty: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "fronts"
    folder.mkdir()
    for day in ("20250701", "20250702"):
        area = shapely.geometry.mapping(shapely.box(37.0, 47.5, 39.0, 48.6))
        feature = {"type": "Feature", "properties": {}, "geometry": area}
        content = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (folder / f"deepstatemap_data_{day}.geojson").write_text(content, encoding="utf-8")
    driver = open_window(empty)
    QTest.keyClick(driver.window, Qt.Key.Key_F9)
    driver.settle()
    shown = panel(driver)
    monkeypatch.setattr(commands.dialogs, "ask_import_folder", lambda *_: [folder])
    shown.add_folder.click()
    dialog = driver.dialog()
    driver.wait_for(lambda: bool(dialog.importer.files) and not dialog.importer.busy)
    take(driver, dialog)
    driver.wait_for(lambda: text(shown.count) == "Fronts (2)")
    driver.settle()
    assert rows(driver)[1:] == ["2 July 2025", "1 July 2025"]


def test_a_read_only_project_shows_all_and_changes_nothing(
    project: Path, open_window: Open
) -> None:
    with open_project(project, mode="rw"):
        driver = open_window(project)
        shown = open_panel(driver)
        shown.list.go_to(1)
        driver.settle()
        for part in (shown.add_files, shown.card.licence, shown.card.remove, shown.card.save):
            assert not part.isEnabled()


def test_a_thousand_snapshots_are_rows_of_a_model() -> None:
    first = dt.date(2022, 2, 24)
    days = [(first + dt.timedelta(days=number)).isoformat() for number in range(1_000)]
    told = tell(Fronts(fronts_table("Areas", *days)), dt.date(2023, 1, 1))
    model = FrontsModel()
    model.show(told)
    assert model.rowCount() == 1_001
    assert model.nearest("Areas", dt.date(2023, 1, 1)) == model.row_of(
        ("Areas", "control_area", "2023-01-01")
    )
